"""Read JSON Lines: one offer a line, as a JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import ColumnChoice, find_columns
from pm_or_po.reading.encoding import TextEncoding
from pm_or_po.reading.feeds import COLUMNS, LAYOUT, posting_row
from pm_or_po.reading.postings import recognise
from pm_or_po.reading.table import LONGEST_LINE, Table, TableRow, offer_of, open_text, opened


class JsonLinesTable(Table):
    """A JSON Lines file; its columns are all the keys of its objects, in the order they appear.

    Where the first object is a posting of a published format whose parts lie within one another, the columns are those
    of ``feeds.FeedTable``. A line that is no JSON object is a row with an error, unless all are.
    """

    def __init__(self, path: Path, encoding: TextEncoding, choice: ColumnChoice) -> None:
        self._encoding = encoding
        self._choice = choice
        self._nested: bool | None = None
        keys: dict[str, None] = {}
        lines = 0
        for content, _ in self._objects(path):
            lines += 1
            if isinstance(content, dict):
                keys.update(dict.fromkeys(content))
                if self._nested is None:
                    self._nested = choice.text is None and _is_nested(content)
        if not lines:
            raise InputError("empty", source=path)
        if not keys:
            raise InputError("no-json-object", path=path)
        if self._nested:
            super().__init__(path, COLUMNS, LAYOUT, encoding.damaged)
        else:
            super().__init__(path, tuple(keys), find_columns(list(keys), choice, str(path)), encoding.damaged)

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows in order; blank lines are no rows, missing keys are empty cells."""
        for number, (content, position) in enumerate(self._objects(self.path), 1):
            self.position = position
            if isinstance(content, InputError):
                yield TableRow(number, ("",) * len(self.columns), Offer("", id=str(number)), content)
                continue
            if self._nested:
                yield posting_row(number, content, self._choice)
                continue
            cells = tuple(as_cell(content.get(key)) for key in self.columns)
            yield TableRow(number, cells, offer_of(cells, self.layout, number))

    def _objects(self, path: Path) -> Iterator[tuple[dict[str, Any] | InputError, int]]:
        """Yield each line's object, or why it is none, with the bytes read so far."""
        with opened(path) as (stream, raw), open_text(stream, self._encoding, newline="\n") as file:
            while line := file.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    raise InputError("line-too-long-for-jsonl", path=path, most=LONGEST_LINE)
                if line.strip():
                    yield _object(line), raw.tell()


def _is_nested(posting: dict[str, Any]) -> bool:
    layout = recognise(posting)
    return layout is not None and layout.text != (("description",),)


def _object(line: str) -> dict[str, Any] | InputError:
    try:
        content = json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return InputError("line-is-not-json")
    return content if isinstance(content, dict) else InputError("line-is-no-json-object")


def as_cell(value: object) -> str:
    """Return a JSON value as the text of a cell: lists of texts one to a line, other values as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)
