"""The phrases of ``words.toml``, ready to be looked for."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.phrases import Phrases
from pm_or_po.text.tokens import fold


class Words(NamedTuple):
    """What is looked for: phrases, sets of single words, and how far apart they may stand."""

    people: Phrases
    links: Phrases
    elsewhere: Phrases
    carried: Phrases
    handed: Phrases
    theirs: Phrases
    objects: Phrases
    active: Phrases
    plural: Phrases
    passive: Phrases
    wanted: Phrases
    beside: Phrases
    doubts: Phrases
    shared: Phrases
    settled: Phrases
    deciders: Phrases
    jobs_of: Phrases
    it_is: Phrases
    their_job: Phrases
    takes: Phrases
    we_have: Phrases
    for_that: Phrases
    teams: Phrases
    deciding: Phrases
    split: Phrases
    held: Phrases
    sets: dict[str, frozenset[str]]
    gaps: dict[str, int]


@cache
def load_words() -> Words:
    """Return the phrases, read once."""
    data: dict[str, Any] = packaged("signals/words.toml")
    links, vision, settled, split = data["links"], data["vision"], data["settled"], data["split"]
    handed, owned = data["handed"], data["owned"]
    return Words(
        people=Phrases(data["people"]),
        links=Phrases({name: links[name] for name in ("near", "far", "labels", "at-once")}),
        elsewhere=Phrases({"elsewhere": links["elsewhere"]}),
        carried=Phrases({"carried": handed["verbs"]}),
        handed=Phrases({"handed": handed["things"]}),
        theirs=Phrases({"theirs": handed["theirs"]}),
        objects=Phrases({"object": vision["objects"], "none": vision["none"]}),
        active=Phrases({"active": vision["active"]}),
        plural=Phrases({"active": vision["active"] + vision["plural"]}),
        passive=Phrases({"passive": vision["passive"]}),
        wanted=Phrases({"wanted": vision["wanted"]}),
        beside=Phrases({"beside": vision["beside"]}),
        doubts=Phrases({"denial": vision["denials"], "past": vision["past"]}),
        shared=Phrases({"with": vision["with-reader"], "and": vision["and-reader"]}),
        settled=Phrases(
            {
                "settled": settled["verbs"],
                "from": settled["from"],
                "in-council": settled["in-council"],
                "by-people": settled["by-people"],
            }
        ),
        deciders=Phrases(
            {
                "decider": settled["deciders"],
                "council": settled["councils"],
                "job": settled["jobs"],
                "people": settled["people"],
            }
        ),
        jobs_of=Phrases({"jobs-of": owned["jobs-of"]}),
        it_is=Phrases({"it-is": owned["it-is"]}),
        their_job=Phrases({"their-job": owned["their-job"]}),
        takes=Phrases({"takes": owned["takes"]}),
        we_have=Phrases({"we-have": owned["we-have"]}),
        for_that=Phrases({"for-that": owned["for-that"]}),
        teams=Phrases({"team": owned["teams"]}),
        deciding=Phrases({"deciding": owned["deciding"]}),
        split=Phrases(
            {
                "split": split["words"],
                "event": split["events"],
                "team": split["teams"],
                "counted": split["counted"],
                "tribe": split["tribes"],
                "none": split["company"],
            }
        ),
        held=Phrases({"held": split["held"]}),
        sets={
            "link-breakers": frozenset(links["breakers"]),
            "by": frozenset(links["by"]),
            "peers": frozenset(links["peers"]),
            "articles": frozenset(links["articles"]),
            "followers": frozenset(links["followers"]),
            "genders": frozenset(links["genders"]),
            "from": frozenset(handed["from"]),
            "ours": frozenset(handed["ours"]),
            "any": frozenset(handed["any"]),
            "plain": frozenset(owned["plain"]),
            "vision-breakers": frozenset(vision["breakers"]),
            "vague": frozenset(vision["vague"]),
            "determiners": frozenset(vision["determiners"]),
            "relatives": frozenset(vision["relatives"]),
            "addressed": frozenset(vision["addressed"]),
            "of": frozenset(settled["of"]),
            "above": frozenset(settled["above"]),
            "belongs": frozenset(vision["belongs"]),
            "plural-verbs": frozenset(vision["plural-verbs"]),
            "spelled": frozenset(split["spelled"]),
            "spelled-folded": frozenset(map(fold, split["spelled"])),
            "trains": frozenset(split["trains"]),
            "organised": frozenset(split["organised"]),
            "skills": frozenset(split["skills"]),
            "tools": frozenset(split["tools"]),
            "one-of-many": frozenset(split["one-of-many"]),
            "methods": frozenset(split["methods"]),
            "joints": frozenset(split["joints"]),
        },
        gaps={
            "near": links["near-gap"],
            "far": links["far-gap"],
            "vision": vision["gap"],
            "verb": max(len(phrase.split()) for phrase in (*vision["active"], *vision["passive"])),
            "spelled": split["shortest"],
        },
    )
