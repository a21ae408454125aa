"""What every table of offers has in common, whatever the format it is written in."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import Layout
from pm_or_po.reading.encoding import TextEncoding

LONGEST_LINE: Final = 50_000_000  # characters
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes
    ----------
    number : int
        From 1, the header and blank lines not counted.
    cells : tuple of str
        Under the table's columns, in their order.
    offer : Offer
        Its id is the row's number where the table has no id column or an empty cell there.
    error : InputError or None
        Why the row could not be read.
    """

    number: int
    cells: tuple[str, ...]
    offer: Offer
    error: InputError | None = None


class Table(ABC):
    """A table that has been looked over: its columns are known, its rows are still to be read.

    Attributes
    ----------
    path : Path
    columns : tuple of str
        The column names as they stand in the file.
    layout : Layout
    damaged : int
        Characters that do not decode and are read as U+FFFD.
    size, position : int
        Bytes of the file, and how many of them have been read.
    """

    def __init__(self, path: Path, columns: tuple[str, ...], layout: Layout, damaged: int) -> None:
        self.path = path
        self.columns = columns
        self.layout = layout
        self.damaged = damaged
        self.size = path.stat().st_size
        self.position = 0

    @abstractmethod
    def rows(self) -> Iterator[TableRow]:
        """Yield the rows in order, from the first."""


def open_text(raw: BinaryIO, encoding: TextEncoding, newline: str) -> io.TextIOWrapper:
    """Return the text of a file opened as bytes, which keep the count of what was read."""
    return io.TextIOWrapper(raw, encoding.name, encoding.errors, newline)


def in_chunks(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes, a megabyte at a time."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def offer_of(cells: Sequence[str], layout: Layout, number: int) -> Offer:
    """Return the offer of a row."""
    title = "" if layout.title is None else cells[layout.title]
    own_id = "" if layout.id is None else cells[layout.id].strip()
    return Offer(cells[layout.text], title.strip(), own_id or str(number))
