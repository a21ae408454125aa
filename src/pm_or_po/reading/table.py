"""What every table of offers has in common, whatever the format it is written in."""

from __future__ import annotations

import contextlib
import gzip
import io
import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from pm_or_po.errors import InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import Layout, shortened
from pm_or_po.reading.encoding import TextEncoding
from pm_or_po.reading.packed import GZIP_MARK, inflate
from pm_or_po.reading.values import as_cell, as_text, plain_text

LONGEST_LINE: Final = 50_000_000  # characters
UTF_8: Final = TextEncoding("utf-8")
SAVE_AS_TABLE: Final = Phrase("save-as-table")
# What ``pandas.read_csv`` takes for no value, but for codes of numbers.
_NO_VALUE: Final = frozenset({"#N/A", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"})
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes
    ----------
    number : int
        From 1, the header not counted, nor blank lines and, of a text or a sheet, blank rows.
    cells : tuple of object
        Under the table's columns, in their order: texts, or what a workbook or a Parquet file holds there.
    offer : Offer
        Where the table has no id column or an empty cell there, its id is ``sheet_row``, or ``number``; what is no JSON
        object beside ids of others has ``#`` and ``number``.
    error : InputError or None
        Why the row could not be read.
    line : int or None
        Of a text file, the line where it begins, from 1.
    sheet_row : int or None
        Which row it is where a spreadsheet shows the file, from 1; None of what no spreadsheet opens.
    """

    number: int
    cells: tuple[object, ...]
    offer: Offer
    error: InputError | None = None
    line: int | None = None
    sheet_row: int | None = None


class Table(ABC):
    """A table that has been looked over: its columns are known, its rows are still to be read.

    Attributes
    ----------
    path : Path
    columns : tuple of str
        The column names as they stand in the file.
    layout : Layout
    encoding : TextEncoding
        That of the file; UTF-8 where its format sees to it.
    left_out : tuple of str
        Columns that are not copied, since they hold personal data.
    sheet, other_sheets : str, tuple of str
        Of a workbook: the sheet that is read, and those that are not, where none was asked for.
    merges_rows : bool
        Whether cells of several rows are merged in a column in use, and so empty in all but the first.
    unsaved : str
        Of a workbook: the first cell whose formula has no result saved with it, and so is empty here.
    schema : pyarrow.Schema or None
        The types of the columns, where the format has some.
    size : int
        Bytes of the file.
    position : int or None
        How many of them have been read; None where the format cannot tell.
    """

    def __init__(
        self, path: Path, columns: tuple[str, ...], layout: Layout, encoding: TextEncoding = UTF_8
    ) -> None:
        self.path = path
        self.columns = columns
        self.layout = layout
        self.encoding = encoding
        self.left_out: tuple[str, ...] = ()
        self.sheet = ""
        self.other_sheets: tuple[str, ...] = ()
        self.merges_rows = False
        self.unsaved = ""
        self.schema: Any = None
        self.size = path.stat().st_size
        self.position: int | None = 0

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows in order, from the first; blank ones are none.

        Raises
        ------
        InputError
            If the file cannot be read on, or a line or a cell of it is too long.
        """
        try:
            yield from (row for row in self._rows() if row.error is not None or not is_blank(row.cells))
        except OSError as error:
            raise InputError("unreadable", path=self.path, error=error) from error

    @abstractmethod
    def _rows(self) -> Iterator[TableRow]:
        """Yield the rows as the format holds them."""

    def place(self, row: TableRow) -> str | Phrase:
        """Return where to look for a row: as a spreadsheet numbers it, by its own id, and in the text of the file."""
        if row.sheet_row is None and row.line is not None:  # one row a line
            return f"{self.path}:{row.line}"
        shown = row.sheet_row or row.number
        place = Phrase("row-of", path=self.path, row=shown)
        own_id = "" if self.layout.id is None else as_text(row.cells[self.layout.id]).strip()
        if own_id and own_id != str(shown):
            place = Phrase("row-with-id", place=place, id=shortened(own_id))
        if row.line is not None and row.line != shown:
            place = Phrase("row-on-line", place=place, line=row.line)
        return place

    def is_longer_than(self, rows: int) -> bool:
        """Tell whether there are more rows than so many; where no format tells, as many are read."""
        return next(itertools.islice(self.rows(), rows, None), None) is not None


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open a file that may be in gzip; yield its content, and the file itself, which counts what was read."""
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP_MARK
        raw.seek(0)
        if packed:
            with gzip.GzipFile(fileobj=raw) as content:
                yield cast(BinaryIO, content), raw
        else:
            yield raw, raw


def open_text(content: BinaryIO, encoding: TextEncoding, newline: str) -> io.TextIOWrapper:
    """Return the text of a content opened as bytes."""
    return io.TextIOWrapper(content, encoding.name, encoding.errors, newline)


def in_chunks(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes, decompressed, a megabyte at a time.

    Raises
    ------
    InputError
        If it is in gzip and damaged or a bomb.
    """
    with path.open("rb") as file:
        packed = file.read(2) == GZIP_MARK
        file.seek(0)
        if packed:
            yield from inflate(file, str(path))
            return
        while chunk := file.read(_CHUNK):
            yield chunk


def cell_text(cell: object) -> str:
    """Return a cell as text: nothing for an empty one, lists and objects as ``values.as_cell`` writes them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list | dict):
        return as_cell(cell)
    return "" if cell is None else plain_text(cell)


def is_blank(cells: Iterable[object]) -> bool:
    """Tell whether cells hold nothing but white space; NaN is nothing, as pandas has it."""
    return all(
        cell is None or (isinstance(cell, float) and math.isnan(cell)) or not cell_text(cell).strip()
        for cell in cells
    )


def offer_of(cells: Sequence[object], layout: Layout, number: int) -> Offer:
    """Return the offer of a row; of a cell that holds several texts, one a line.

    A text or title that only says there is none, as pandas writes or reads it, is none.
    """

    def text(at: int | None) -> str:
        return "" if at is None else as_text(cells[at])

    description, title = (
        "" if one.strip() in _NO_VALUE else one for one in map(text, (layout.text, layout.title))
    )
    return Offer(description, title.strip(), text(layout.id).strip() or str(number))


def not_text(cells: Sequence[object], layout: Layout, columns: Sequence[str]) -> InputError | None:
    """Return what a row is refused with whose offer is in bytes that are not UTF-8, else None."""
    for at in (layout.text, layout.title, layout.id):
        cell = None if at is None else cells[at]
        if at is not None and isinstance(cell, bytes) and not _is_utf_8(cell):
            return InputError("cell-not-utf8", name=columns[at])
    return None


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
