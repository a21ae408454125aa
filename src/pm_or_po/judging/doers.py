"""Which work of discovery an offer says others do ("Les lancements sont préparés par le marketing").

Who does that work need not be asked. The words are in ``doers.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.document import Statement
from pm_or_po.text.phrases import Phrases

_GAP: Final = 4  # words at most between what is done and by whom, and before those who do it


class _DoerWords(NamedTuple):
    things: Phrases
    by: Phrases
    doers: Phrases
    unsure: frozenset[str]


@cache
def _words() -> _DoerWords:
    data = packaged("judging/doers.toml")
    words = data["words"]
    return _DoerWords(
        Phrases(data["things"]),
        Phrases({"by": words["by"]}),
        Phrases({"doers": words["doers"]}),
        frozenset(words["unsure"]),
    )


def done_by_others(statements: Iterable[Statement]) -> set[str]:
    """Return the facets whose work the statements plainly say others than the reader and product people do."""
    return {facet for statement in statements for facet in _done_by_others(statement)}


def _done_by_others(statement: Statement) -> set[str]:
    told, words = _words(), statement.spoken
    if not told.things.may_find(words) or not told.unsure.isdisjoint(words) or "?" in statement.text:
        return set()
    found = set()
    for thing in told.things.find(words):
        by = next((one for one in told.by.find(words) if 0 <= one.first - thing.last <= _GAP), None)
        if by is not None and any(
            one.first <= 2 for one in told.doers.find(words[by.last : by.last + _GAP + 1])
        ):
            found.add(thing.label)
    return found
