"""Which lines of an offer deny a work ("Vous n'aurez pas à mener d'entretiens"), and are no duty whatever they name.

Nor is one that tells what a page's cookies are for.

The words are in ``denial.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.document import Statement
from pm_or_po.text.phrases import Phrases

_LONGEST_HEADING: Final = 7  # words
_SOON: Final = 6  # among how many first words of a line its denial begins


class _DenialPhrases(NamedTuple):
    denial: Phrases
    contrast: Phrases
    again: Phrases
    cookies: Phrases


@cache
def _phrases() -> _DenialPhrases:
    data = packaged("judging/denial.toml")
    return _DenialPhrases(*(Phrases({name: data[name]}) for name in _DenialPhrases._fields))


def denied(statements: Sequence[Statement]) -> list[int]:
    """Return which statements deny a work, are items under a heading that does, or speak of a page's cookies."""
    found: list[int] = []
    listing = False
    for i, statement in enumerate(statements):
        denies = _denies(statement.spoken)
        listing = _is_heading(statement) if denies else listing and statement.bullet
        if denies or listing or _phrases().cookies.match(statement.spoken, 0) is not None:
            found.append(i)
    return found


def _denies(words: Sequence[str]) -> bool:
    """Tell whether the first words of a statement deny what follows, and none of it may be a duty all the same."""
    told = _phrases()
    if not told.denial.may_find(words[:_SOON]):
        return False
    match = next(told.denial.find(words), None)
    if match is None or match.first >= _SOON:
        return False
    before, after = words[: match.first], words[match.last :]
    doubts = chain(told.contrast.find(before), told.contrast.find(after), told.again.find(after))
    return not any(doubts)


def _is_heading(statement: Statement) -> bool:
    return not statement.bullet and len(statement.spoken) <= _LONGEST_HEADING
