"""Which lines tell the discovery that a team does, or others have: "La cellule Études observe les usages".

The words are in ``others.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from pm_or_po.judging.colleagues import speaks_of_the_wanted
from pm_or_po.packaged import packaged
from pm_or_po.text.document import Statement
from pm_or_po.text.items import openers
from pm_or_po.text.language import may_be_infinitive
from pm_or_po.text.phrases import Phrases

_LONGEST_NAME: Final = 4  # words of a team's, before or after what it is
_LONGEST_WORK: Final = 8  # words that come before who has it
_LONGEST_VERB: Final = 6  # words that tell who has it
_GOES_ON: Final = frozenset(":;")  # marks after which a line may tell something else


class _OthersWords(NamedTuple):
    begins: Phrases
    left: Phrases
    outsiders: Phrases
    teams: Phrases
    verbs: Phrases
    verbs_of_several: Phrases
    several: frozenset[str]
    own: frozenset[str]
    besides: frozenset[str]
    ours: frozenset[str]
    of: frozenset[str]
    nouns: frozenset[str]
    breaks: frozenset[str]
    reader: frozenset[str]


@cache
def _words() -> _OthersWords:
    data = packaged("judging/others.toml")
    return _OthersWords(
        Phrases({language: data[language] for language in ("french", "english")}),
        Phrases({name: data[name] for name in data if name.startswith(("left", "done"))}),
        Phrases({"outsiders": data["outsiders"]}),
        Phrases({"teams": data["teams"]}),
        Phrases({"verbs": data["verbs"]}),
        Phrases({"verbs": data["verbs-of-several"]}),
        *(
            frozenset(data[name])
            for name in ("several", "own", "besides", "ours", "of", "nouns", "breaks", "reader")
        ),
    )


def of_others(statements: Sequence[Statement]) -> list[int]:
    """Return which statements tell of discovery that others do, the reader's as little as what "we" do.

    They begin with a team, or with a work that others have ("Pricing sits with Product Marketing"). Not where they
    open as a duty does, speak to the reader too, name the product job, or go on after a colon or semicolon: such a line
    may tell a duty all the same.
    """
    return [i for i, one in enumerate(statements) if _tells_of_others(one)]


def _tells_of_others(statement: Statement) -> bool:
    words = statement.spoken
    if not words or statement.echo:
        return False
    if not (_begins_with_a_team(words) or _is_left_to_others(words) or _begins_with_a_name(statement)):
        return False
    return (
        _GOES_ON.isdisjoint(statement.text)
        and _words().reader.isdisjoint(words)
        and not speaks_of_the_wanted(words)
    )


def _begins_with_a_team(words: Sequence[str]) -> bool:
    team = _words().begins.match(words, 0)
    if team is None:
        return False
    return (
        _acts_after_name(words, team.last) if team.label == "french" else _acts_after_noun(words, team.last)
    )


def _begins_with_a_name(statement: Statement) -> bool:
    """Tell whether a verb follows what a team is called: "Marketing defines"; not "Marketing : analyse des usages"."""
    words, known = statement.spoken, _words()
    team = known.teams.match(words, 0)
    verb = None if team is None else known.verbs.match(words, team.last)
    if team is None or verb is None or not known.of.isdisjoint(words[verb.last : verb.last + 1]):
        return False
    before, after = statement.tokens[team.last - 1 : team.last + 1]
    return statement.text[before.end : after.start].isspace()


def _acts_after_name(words: Sequence[str], at: int) -> bool:
    """Tell whether a verb follows the name of a French team, if it has one: "l'équipe UX Research rencontre"."""
    for place in range(at, min(at + _LONGEST_NAME + 1, len(words))):
        if _words().verbs.match(words, place) is not None:
            return not _may_be_the_readers(words[:at], words[at:place])
        if words[place] in _words().breaks:
            return False
    return False


def _acts_after_noun(words: Sequence[str], at: int) -> bool:
    """Tell whether a verb follows what an English team is: "the growth team runs"; not "the growth team lead runs"."""
    known, noun = _words(), _noun(words, at)
    acts = known.verbs.match(words, noun + 1) is not None or (
        not known.several.isdisjoint(words[noun : noun + 1])
        and known.verbs_of_several.match(words, noun + 1) is not None
    )
    return acts and not _may_be_the_readers(words[:at], words[at:noun])


def _may_be_the_readers(before: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether a team is by its name one of the product, which may be that of the person hired."""
    known = _words()
    return known.ours.isdisjoint(before) and not known.own.isdisjoint(name) and known.besides.isdisjoint(name)


def _noun(words: Sequence[str], at: int) -> int:
    """Return where, soon after its article, an English team is called one; past the end if it is not."""
    near = words[at : at + _LONGEST_NAME + 1]
    return next((place for place, word in enumerate(near, at) if word in _words().nouns), len(words))


def _is_left_to_others(words: Sequence[str]) -> bool:
    """Tell whether others have the work that a line begins with: "user research is run by the UX team"."""
    match = _words().left.first(words[: _LONGEST_WORK + _LONGEST_VERB])
    if match is None or not 0 < match.first <= _LONGEST_WORK or match.last == len(words):
        return False
    to_do = words[0] in openers() or (match.label.endswith("french") and may_be_infinitive(words[0]))
    if to_do or not _words().breaks.isdisjoint(words[: match.first]):
        return False
    if match.label.startswith("left"):
        return _words().outsiders.match(words, match.last) is None
    return _is_a_team(words, match.last)


def _is_a_team(words: Sequence[str], at: int) -> bool:
    """Tell whether a team is named at a place."""
    found = _words().teams.match(words, at) or _words().begins.match(words, at)
    return found is not None and (found.label != "english" or _noun(words, found.last) < len(words))
