"""Make rows of JSON objects, in the same way whether they come in one document or one a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import ColumnChoice, Layout, find_columns
from pm_or_po.reading.postings import (
    FACTS,
    as_cell,
    as_text,
    is_personal,
    read_posting,
    recognise,
    without_personal_data,
)
from pm_or_po.reading.table import TableRow, offer_of

ASSEMBLED: Final = (*FACTS, "description")  # columns of postings whose parts lie within one another
_ASSEMBLED_LAYOUT: Final = Layout(
    text=ASSEMBLED.index("description"), title=ASSEMBLED.index("title"), id=ASSEMBLED.index("id")
)


@dataclass(frozen=True, slots=True)
class ObjectRows:
    """How the rows of a JSON table are made.

    Attributes
    ----------
    columns : tuple of str
        All the keys of its objects, in the order they appear, but those of personal data; or ``ASSEMBLED`` where the
        first object is a posting of a published format whose parts lie within one another.
    layout : Layout
    left_out : tuple of str
        The keys of personal data, where the others are the columns.
    choice : ColumnChoice
    assembled : bool
        Whether the columns are ``ASSEMBLED``.
    """

    columns: tuple[str, ...]
    layout: Layout
    left_out: tuple[str, ...]
    choice: ColumnChoice
    assembled: bool

    def row(self, number: int, content: object) -> TableRow:
        """Return an object as a row; what is none, or has no text, is a row with an error."""
        try:
            if isinstance(content, InputError):
                raise content
            if not isinstance(content, dict):
                raise InputError("line-is-no-json-object")
            return self._assembled(number, content) if self.assembled else self._plain(number, content)
        except InputError as error:
            return TableRow(number, ("",) * len(self.columns), Offer("", id=str(number)), error)

    def _plain(self, number: int, content: Mapping[str, Any]) -> TableRow:
        values = [without_personal_data(content.get(key)) for key in self.columns]
        offer = offer_of([as_text(value) for value in values], self.layout, number)
        return TableRow(number, tuple(map(as_cell, values)), offer)

    def _assembled(self, number: int, content: Mapping[str, Any]) -> TableRow:
        offer, facts = read_posting(content, self.choice)
        cells = (*(facts[fact] for fact in FACTS), offer.description)
        return TableRow(number, cells, Offer(offer.description, offer.title, offer.id or str(number)))


def look_over(contents: Iterable[object], choice: ColumnChoice, path: Path) -> ObjectRows:
    """Return how to make rows of what a JSON table holds.

    Raises
    ------
    InputError
        If it holds no object, or no key is known to hold the offers' text.
    """
    keys: dict[str, None] = {}
    empty, assembled = True, None
    for content in contents:
        empty = False
        if isinstance(content, dict):
            keys.update(dict.fromkeys(content))
            if assembled is None:
                assembled = choice.text is None and _is_assembled(content)
    if empty:
        raise InputError("empty", source=path)
    if not keys:
        raise InputError("no-json-object", path=path)
    if assembled:
        return ObjectRows(ASSEMBLED, _ASSEMBLED_LAYOUT, (), choice, assembled=True)
    left_out = tuple(filter(is_personal, keys))
    columns = tuple(key for key in keys if key not in left_out)
    return ObjectRows(columns, find_columns(columns, choice, str(path)), left_out, choice, assembled=False)


def _is_assembled(posting: Mapping[str, Any]) -> bool:
    layout = recognise(posting)
    return layout is not None and layout.text != (("description",),)
