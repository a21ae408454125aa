"""The word lists of ``titles.toml``, compiled once."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.phrases import Phrases

TITLE: Final = "title_"  # stands for any product title; no word of a text holds an underscore
# "H/F", "m/w/d"
GENDERS: Final = re.compile(r"\b(?:[hm] ?/ ?[fw]|[fw] ?/ ?[hm])(?: ?/ ?\w{1,2})?\b", re.IGNORECASE)


class TitleWords(NamedTuple):
    """The phrases that titles are read with, and all lists as sets of words; ``titles.toml`` says what each is for."""

    jobs: Phrases
    topics: Phrases
    labels: Phrases
    triggers: Phrases
    openings: Phrases
    addressed: Phrases
    sought: Phrases
    about: Phrases
    given: Phrases
    seeking: Phrases
    joining: Phrases
    described: Phrases
    clutter: Phrases
    searches: Phrases
    surroundings: Phrases
    tails: Phrases
    heads: Phrases
    apply: Phrases
    leads: Phrases
    recruiters: Phrases
    team: Phrases
    echoes: Phrases
    around: Phrases
    superiors: Phrases
    echo_openers: Phrases
    sets: dict[str, frozenset[str]]


@cache
def title_words() -> TitleWords:
    """Return the word lists shipped with the package.

    Raises
    ------
    DataError
        If a phrase cannot be read, or belongs to two claims or families.
    """
    data: dict[str, Any] = packaged("text/titles.toml")
    finding, echo = data["finding"], data["echo"]
    sets = finding | data["context"]
    return TitleWords(
        jobs=Phrases(data["claims"] | data["families"]),
        topics=Phrases(data["topics"]),
        labels=Phrases({"label": finding["labels"], "short": finding["short-labels"]}),
        triggers=Phrases({key: finding[key] for key in ("triggers", "held", "at-once")}),
        openings=Phrases({"opening": finding["openings"], "ours": finding["ours"]}),
        addressed=Phrases({"addressed": finding["addressed"]}),
        sought=Phrases({"sought": finding["sought"]}),
        about=Phrases({"about": finding["about"]}),
        given=Phrases({"as": finding["given-as"], "bare": finding["given-bare"], "reader": finding["given"]}),
        seeking=Phrases({"seeking": finding["seeking"]}),
        joining=Phrases({"joining": finding["joining"]}),
        described=Phrases({"described": finding["described"]}),
        clutter=Phrases({"clutter": finding["clutter"]}),
        searches=Phrases({"search": finding["searches"]}),
        surroundings=Phrases({"surroundings": finding["surroundings"]}),
        tails=Phrases({"tail": finding["tails"]}),
        heads=Phrases({"head": finding["heads"]}),
        apply=Phrases({key: finding[key] for key in ("apply", "apply-at")}),
        leads=Phrases({"lead": finding["leads"]}),
        recruiters=Phrases({"recruiters": finding["recruiters"]}),
        team=Phrases({"team": finding["team"]}),
        echoes=Phrases({TITLE: echo["titles"]}),
        around=Phrases({TITLE: echo["around"]}),
        superiors=Phrases({"superior": data["superiors"]["openings"]}),
        echo_openers=Phrases({TITLE: {*echo["titles"], *echo["around"]}}),
        sets={key: frozenset(words) for key, words in sets.items()},
    )
