"""Read JSON Lines: one offer a line, as a JSON object."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from pm_or_po.errors import InputError
from pm_or_po.reading.columns import ColumnChoice
from pm_or_po.reading.encoding import TextEncoding
from pm_or_po.reading.objects import look_over
from pm_or_po.reading.postings import refuse_deep
from pm_or_po.reading.table import LONGEST_LINE, Table, TableRow, open_text, opened

_START = 1_000  # characters
_ARRAY = re.compile(r"\A\s*\[\s*\{")  # of objects: one document, be it on one line or on many


class JsonLinesTable(Table):
    """A JSON Lines file; its columns are those of ``objects.ObjectRows``.

    A line that is no JSON object is a row with an error, unless all are.
    """

    def __init__(self, path: Path, encoding: TextEncoding, choice: ColumnChoice) -> None:
        self._encoding = encoding
        with opened(path) as (stream, _), open_text(stream, encoding, newline="\n") as file:
            if _ARRAY.match(file.read(_START)):
                raise InputError("array-as-json-lines", path=path)
        self._objects = look_over(lambda: (content for content, _, _ in self._contents(path)), choice, path)
        super().__init__(path, self._objects.columns, self._objects.layout, encoding)
        self.left_out = self._objects.left_out

    def _rows(self) -> Iterator[TableRow]:
        """Yield the rows in order; blank lines are no rows, missing keys are empty cells."""
        for number, (content, line, position) in enumerate(self._contents(self.path), 1):
            self.position = position
            yield replace(self._objects.row(number, content), line=line)

    def _contents(self, path: Path) -> Iterator[tuple[Any, int, int]]:
        """Yield what each line holds, or why it cannot be read, with its number and the bytes read so far."""
        with opened(path) as (stream, raw):
            for number, line in numbered_lines(stream, self._encoding, path):
                yield _content(line, path), number, raw.tell()


def _content(line: str, path: Path) -> Any:
    try:
        return read_json(line, str(path))
    except (ValueError, RecursionError):
        return InputError("line-is-not-json")
    except InputError as error:
        return error


def numbered_lines(content: BinaryIO, encoding: TextEncoding, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number, from 1, and the text of each line of JSON Lines that is not blank; only LF ends one.

    Raises
    ------
    InputError
        If a line is too long.
    """
    with open_text(content, encoding, newline="\n") as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise InputError("line-too-long-for-jsonl", path=path, most=LONGEST_LINE)
            if line.strip():
                yield number, line


def read_json(line: str, source: str, parse_int: Callable[[str], float] | None = None) -> Any:
    """Return what a line of JSON Lines holds; tabs and CRs may stand in its texts as they are.

    Raises
    ------
    InputError
        If it holds too many objects and lists within one another.
    RecursionError
        If it holds more still.
    ValueError
        If it is not JSON, or Python refuses to read a number of it, which ``parse_int`` may do instead.
    """
    content = json.loads(line, strict=False, parse_int=parse_int)
    refuse_deep(content, source)
    return content
