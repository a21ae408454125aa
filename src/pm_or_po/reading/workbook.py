"""Read a table of offers from a sheet of an Excel workbook, row by row."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import re
import string
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pm_or_po.errors import InputError
from pm_or_po.extras import TABLES
from pm_or_po.reading.columns import ColumnChoice, Layout, find_columns, refuse_rows_above, shown
from pm_or_po.reading.damage import refused_as
from pm_or_po.reading.packed import check_zip
from pm_or_po.reading.table import Table, TableRow, cell_text, is_blank, offer_of

MOST_INFLATED: Final = 1_000_000_000  # bytes; a full sheet of offers of 1 kB each
MOST_COLUMNS: Final = 2_000
# How XML holds a carriage return, or an underscore before such.
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_MERGED: Final = re.compile(rb'mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
# A formula, with or without the element of its result, which is empty.
_UNSAVED: Final = re.compile(
    rb"<(?:\w{1,9}:)?c ([^<>]*)>\s*+<(?:\w{1,9}:)?f(?:\s[^<>]*)?(?:/>|>[^<]*+</(?:\w{1,9}:)?f>)\s*+"
    rb"(<(?:\w{1,9}:)?v\s*+(?:/>|>\s*+</(?:\w{1,9}:)?v>))?\s*+</(?:\w{1,9}:)?c>"
)
_CELL: Final = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_LONGEST_CELL: Final = 1 << 16  # bytes of one that holds a formula
_CHUNK: Final = 1 << 20
_MOST_ROWS_ABOVE: Final = 50  # the column names
_FOR_WANT_OF_CELLS: Final = ("empty", "empty-sheet", "no-text-column", "no-text-column-on-sheet")


class WorkbookTable(Table):
    """A sheet of a workbook, the first not hidden unless named; its first row that is not empty is the header.

    Cells keep the numbers and dates they hold, a day at midnight being a date; formulas count for their last result,
    where the program that wrote the workbook left one.
    """

    def __init__(self, path: Path, choice: ColumnChoice, sheet: str | None) -> None:
        check_zip(path, str(path), MOST_INFLATED)
        self._asked = sheet
        with self._opened(path) as (read, others):
            unread = () if sheet else tuple(one.title for one in others)
            merged, unsaved = _look_through(read)
            header_row, header = _first_row(read)
            try:
                if not header:
                    raise _empty(path, read, others)
                names = [cell_text(name) for name in header]
                while names and not names[-1].strip():
                    names.pop()
                if len(names) > MOST_COLUMNS:
                    raise InputError("too-many-columns", path=path, columns=len(names), most=MOST_COLUMNS)
                rows = itertools.islice(_cells(read), _MOST_ROWS_ABOVE)
                refuse_rows_above([list(map(cell_text, cells)) for cells in rows], choice, str(path))
                layout = _layout([name.strip() for name in names], choice, path, read.title, unread)
            except InputError as error:
                above = unsaved and (not header or _row_of(unsaved) <= header_row)
                if above and error.message_id in _FOR_WANT_OF_CELLS:
                    raise InputError("formulas-unsaved", path=path, sheet=read.title, cell=unsaved) from error
                raise
            super().__init__(path, tuple(names), layout)
            self.position = None  # openpyxl reads the parts of a workbook out of our sight
            self.sheet, self.other_sheets = read.title, unread
            self.merges_rows, self.unsaved = _merges_rows(merged, layout), unsaved

    def _rows(self) -> Iterator[TableRow]:
        """Yield the rows under the header; empty ones are no rows."""
        number = -1
        width = len(self.columns)
        with self._opened(self.path) as (sheet, _):
            for sheet_row, cells in enumerate(_cells(sheet), 1):
                if is_blank(cells):
                    continue
                number += 1
                if number:
                    row = (*cells[:width], *[None] * (width - len(cells)))
                    yield TableRow(number, row, offer_of(row, self.layout, sheet_row), sheet_row=sheet_row)

    @contextlib.contextmanager
    def _opened(self, path: Path) -> Iterator[tuple[Any, list[Any]]]:
        """Open the workbook; yield the sheet to read and the others, those of charts left out."""
        try:
            import openpyxl
        except ImportError as error:
            raise InputError("needs-extra", source=path, extra=TABLES) from error
        with refused_as("workbook-damaged", path=path):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions that openpyxl leaves out
                book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            with contextlib.closing(book):
                named = {sheet.title: sheet for sheet in book.worksheets}
                if self._asked is not None and self._asked not in named:
                    raise InputError("no-such-sheet", path=path, name=self._asked, sheets=", ".join(named))
                visible = [name for name, sheet in named.items() if sheet.sheet_state == "visible"]
                name = self._asked or (visible or list(named))[0]
                yield named.pop(name), list(named.values())


def _layout(
    names: Sequence[str], choice: ColumnChoice, path: Path, sheet: str, others: Sequence[str]
) -> Layout:
    """Return the columns in use; where none holds the text, the error names the sheets that are not read too."""
    try:
        return find_columns(names, choice, str(path))
    except InputError as error:
        if error.message_id != "no-text-column" or not others:
            raise
        raise InputError(
            "no-text-column-on-sheet", source=path, sheet=sheet, columns=shown(names), others=shown(others)
        ) from None


def _first_row(sheet: Any) -> tuple[int, tuple[Any, ...]]:
    """Return the number and the cells of the first row that is not empty; 0 and none where all are."""
    rows = enumerate(_cells(sheet), 1)
    return next(((number, cells) for number, cells in rows if not is_blank(cells)), (0, ()))


def _empty(path: Path, sheet: Any, others: Sequence[Any]) -> InputError:
    """Return what an empty sheet is refused with: the names of the others that hold something, if any."""
    filled = [one.title for one in others if _first_row(one)[1]]
    if not filled:
        return InputError("empty", source=path)
    return InputError("empty-sheet", path=path, sheet=sheet.title, others=shown(filled))


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for cells in sheet.iter_rows(values_only=True):
        yield tuple(map(_held, cells))


def _look_through(sheet: Any) -> tuple[set[tuple[str, str]], str]:
    """Return what openpyxl does not tell of a sheet it streams.

    The first and the last column of cells of several rows that are merged, which a sheet says after all its rows; and
    the first cell whose formula has no saved result, or nothing.
    """
    merged: set[tuple[str, str]] = set()
    unsaved = ""
    end = b""
    with sheet._get_source() as content:
        while piece := content.read(_CHUNK):
            piece = end + piece
            if b"mergeCell" in piece:
                found = _MERGED.findall(piece)
                merged |= {(one.decode(), other.decode()) for one, top, other, low in found if top != low}
            if not unsaved and (b"<f" in piece or b":f" in piece):
                unsaved = next(filter(None, map(_place, _UNSAVED.finditer(piece))), "")
            end = piece[-_LONGEST_CELL:]
    return merged, unsaved


def _place(cell: re.Match[bytes]) -> str:
    """Return where the cell of a formula is; nothing where its result is saved and is an empty text."""
    attributes, empty_result = cell.groups()
    place = _CELL.search(attributes)
    return "" if place is None or (empty_result and b't="str"' in attributes) else place[1].decode()


def _row_of(cell: str) -> int:
    return int(cell.lstrip(string.ascii_uppercase))


def _merges_rows(merged: Iterable[tuple[str, str]], layout: Layout) -> bool:
    """Tell whether cells of several rows are merged in a column in use."""
    from openpyxl.utils import column_index_from_string

    used = {at + 1 for at in (layout.text, layout.title, layout.id) if at is not None}
    spans = (tuple(map(column_index_from_string, span)) for span in merged)
    return any(first <= at <= last for first, last in spans for at in used)


def _unescaped(code: re.Match[str]) -> str:
    """Return the character of a code; of NUL nothing, which no text holds."""
    return chr(int(code[1], 16)).strip("\0")


def _whole(text: str) -> str:
    """Return a text whose characters beyond U+FFFF, which are two codes each, are whole; half of one is U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _held(cell: Any) -> Any:
    """Return what a cell holds: its text unescaped, a date without a time as such, which openpyxl gives a midnight.

    A length of time is a text of hours, minutes and seconds: ``26:05:00``.
    """
    if isinstance(cell, str):
        return _whole(_ESCAPED.sub(_unescaped, cell)) if "_x" in cell else cell
    if isinstance(cell, datetime.timedelta):
        seconds = round(abs(cell).total_seconds())
        sign = "-" if cell < datetime.timedelta(0) else ""
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time.min:
        return cell.date()
    return cell
