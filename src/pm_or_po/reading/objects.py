"""Make rows of JSON objects, in the same way whether they come in one document or one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import ColumnChoice, Layout, find_columns, find_each, refuse_unknown
from pm_or_po.reading.postings import (
    FACTS,
    PostingFormat,
    is_personal,
    parts_of,
    recognise,
    summarised,
    without_personal_data,
    without_text,
)
from pm_or_po.reading.table import TableRow, offer_of
from pm_or_po.reading.values import as_cell, as_text

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
        All the keys of its objects, in the order they appear, but those of personal data. Where one of the objects is
        a posting of a published format whose parts lie within one another, ``ASSEMBLED`` and then the keys that hold
        anything else, after ``posting_`` where ``ASSEMBLED`` has that name.
    layout : Layout
    left_out : tuple of str
        The keys of personal data.
    choice : ColumnChoice
    keys : tuple of str
        Those of the columns, without ``ASSEMBLED``.
    format : PostingFormat or None
        That of the first posting whose parts lie within one another; None where the columns are the keys.
    """

    columns: tuple[str, ...]
    layout: Layout
    left_out: tuple[str, ...]
    choice: ColumnChoice
    keys: tuple[str, ...]
    format: PostingFormat | None = None

    def row(self, number: int, content: object) -> TableRow:
        """Return an object as a row; what is none, or has no text, is a row with an error.

        What is none has ``#`` before its number where the others have ids of their own, since these may be numbers too.
        """
        if isinstance(content, dict):
            return self._plain(number, content) if self.format is None else self._assembled(number, content)
        error = content if isinstance(content, InputError) else InputError("line-is-no-json-object")
        own_id = str(number) if self.layout.id is None else f"#{number}"
        return TableRow(number, ("",) * len(self.columns), Offer("", id=own_id), error)

    def _plain(self, number: int, content: Mapping[str, Any]) -> TableRow:
        values = [without_personal_data(content.get(key)) for key in self.keys]
        offer = offer_of([as_text(value) for value in values], self.layout, number)
        return TableRow(number, tuple(map(as_cell, values)), offer)

    def _assembled(self, number: int, content: Mapping[str, Any]) -> TableRow:
        parts = parts_of(content, self.choice, self.format)
        rest = (as_cell(parts.rest.get(key)) for key in self.keys)
        cells = (*(parts.facts[fact] for fact in FACTS), parts.text, *rest)
        error = None if parts.text.strip() else without_text(content)
        return TableRow(number, cells, offer_of(cells, self.layout, number), error)


def look_over(contents: Callable[[], Iterable[object]], choice: ColumnChoice, path: Path) -> ObjectRows:
    """Return how to make rows of what a JSON table holds.

    Parameters
    ----------
    contents : callable
        Returns what the table holds, from its beginning each time.
    choice : ColumnChoice
    path : Path
        Of the table, for errors.

    Raises
    ------
    InputError
        If it holds no object, only summaries of postings, or no key is known to hold the offers' text.
    """
    keys: dict[str, None] = {}
    empty, assembled = True, None
    for content in contents():
        empty = False
        if isinstance(content, dict):
            keys.update(dict.fromkeys(content))
            if assembled is None and choice.text is None:
                assembled = _assembled_format(content)
    if empty:
        raise InputError("empty", source=path)
    if not keys:
        raise InputError("no-json-object", path=path)
    left_out = tuple(filter(is_personal, keys))
    if assembled is not None:
        refuse_unknown(tuple(keys), choice, str(path))
        objects = (content for content in contents() if isinstance(content, dict))
        rest = dict.fromkeys(key for one in objects for key in parts_of(one, choice, assembled).rest)
        return ObjectRows(_named_apart(rest), _ASSEMBLED_LAYOUT, left_out, choice, tuple(rest), assembled)
    columns = tuple(key for key in keys if key not in left_out)
    if find_each(columns, choice)["text"] is None and (form := summarised(columns)) is not None:
        raise InputError("postings-in-short", source=path, format=form.name, details=form.details)
    return ObjectRows(columns, find_columns(columns, choice, str(path)), left_out, choice, columns)


def _assembled_format(posting: Mapping[str, Any]) -> PostingFormat | None:
    form = recognise(posting)
    return None if form is None or form.text == ((("description",),),) else form


def _named_apart(keys: Mapping[str, None]) -> tuple[str, ...]:
    """Return ``ASSEMBLED`` and the names of the columns after it, none of which is another's."""
    names = dict.fromkeys(ASSEMBLED)
    taken = {*ASSEMBLED, *keys}
    for key in keys:
        name = key
        while name in names or (name != key and name in taken):
            name = f"posting_{name}"
        names[name] = None
    return tuple(names)
