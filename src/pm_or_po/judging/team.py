"""Whether an offer tells how many people the one hired would lead ("Encadrer six Product Managers").

The words are in ``team.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.signals.words import load_words
from pm_or_po.text.phrases import Phrases

_MOST_DIGITS: Final = 2  # of a number of people; more are of customers, or a year


class _TeamWords(NamedTuple):
    led: Phrases
    people: Phrases
    of_team: Phrases
    before: Phrases
    sets: Mapping[str, frozenset[str]]


@cache
def _words() -> _TeamWords:
    data = packaged("judging/team.toml")
    return _TeamWords(
        Phrases({name: data[name] for name in ("lead", "team")}),
        Phrases({"people": data["people"]}),
        Phrases({"of-team": data["of-team"]}),
        Phrases({"before": data["before"]}),
        {name: frozenset(data[name]) for name in ("numbers", "members", "experience", "apart")},
    )


def tells_team(statements: Iterable[Sequence[str]]) -> bool:
    """Tell whether one of the statements, each as its folded words, says how many people one would lead."""
    return any(map(_tells, statements))


def _tells(words: Sequence[str]) -> bool:
    """Tell whether one statement does: words of leading or of a team, then a number and people, and no experience."""
    told, sets = _words(), _words().sets
    counted = [place for place, word in enumerate(words) if place and _is_number(word)]
    past = any(told.before.find(words)) or any(load_words().elsewhere.find(words))
    if not counted or past or not sets["experience"].isdisjoint(words):
        return False
    first = {match.label: match.first for match in reversed([*told.led.find(words)])}
    lead = first.get("lead", len(words))
    led = min(lead, first.get("team", len(words)))
    teams = {match.last for match in told.of_team.find(words) if match.first > lead}
    return any(
        (place in teams and (not words[place + 1 :] or words[place + 1] in sets["members"]))
        or (
            place > led
            and told.people.match(words, place + 1) is not None
            and words[place - 1] not in sets["apart"]
        )
        for place in counted
    )


def _is_number(word: str) -> bool:
    return word in _words().sets["numbers"] or (
        word.isdecimal() and len(word) <= _MOST_DIGITS and int(word) > 1
    )
