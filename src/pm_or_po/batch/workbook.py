"""Write a workbook of Excel."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from pm_or_po.batch.spreadsheet import harmless_cell
from pm_or_po.errors import OutputError
from pm_or_po.reading.table import Table, cell_text

MOST_ROWS: Final = 1_048_575
MOST_CHARACTERS: Final = 32_767  # of a cell, as UTF-16 counts them
MOST_DIGITS: Final = 15  # of a number
_CUT = " […]"
_WIDEST: Final = 60  # characters of a column
_NARROWEST: Final = 8
_BUTTON: Final = 3  # characters that the filter's hides of a name
_ROWS_LOOKED_AT: Final = 50  # for the widths, which a sheet tells before its rows
_MOST_LINES: Final = 6  # of a row: offers are longer than a screen
_LINE_HEIGHT: Final = 15  # points
# What Excel would take for the code of a character.
_LIKE_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_AT_THE_TOP: Final = Alignment(vertical="top")
_WRAPPED: Final = Alignment(vertical="top", wrap_text=True)


def refuse_too_many_rows(table: Table, path: Path) -> None:
    """Check that a sheet can hold the rows of a table; a CSV has to be read for it.

    Raises
    ------
    OutputError
        If it cannot; messages call the workbook ``path``.
    """
    if table.is_longer_than(MOST_ROWS):
        raise OutputError("too-many-sheet-rows", path=path, most=MOST_ROWS)


def write_workbook(rows: Iterable[Sequence[Any]], names: Sequence[str], stream: BinaryIO) -> None:
    """Write rows under column names into an open file, and nowhere else: they may be private.

    The names stay in view and can be filtered by; long texts are wrapped, up to six lines being shown.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("pm-or-po")
    coming = iter(rows)
    first = list(itertools.islice(coming, _ROWS_LOOKED_AT))
    for letter, width in _widths(names, first).items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:  # Workbook.save leaves it open when the disk is full
        _Writer(book, archive, itertools.chain([names], first, coming)).write_data()


def _widths(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, int]:
    """Return how many characters wide each column is, by its letter."""
    found = {}
    for at, name in enumerate(names):
        lines = (line for row in rows for line in cell_text(row[at]).splitlines())
        longest = max(map(len, lines), default=0)
        found[get_column_letter(at + 1)] = min(_WIDEST, max(_NARROWEST, longest + 1, len(name) + _BUTTON))
    return found


class _Writer(ExcelWriter):  # type: ignore[misc]
    """Writes rows straight into the workbook, where openpyxl makes a sheet in the temporary folder first."""

    def __init__(self, book: Workbook, archive: ZipFile, rows: Iterable[Sequence[Any]]) -> None:
        super().__init__(book, archive)
        self._rows = rows
        (sheet,) = book.worksheets
        self._letters = tuple(sheet.column_dimensions)

    def write_worksheet(self, sheet: Any) -> None:
        """Write the one sheet of the workbook."""
        with self._archive.open(sheet.path[1:], "w", force_zip64=True) as part:
            sheet._writer = WorksheetWriter(sheet, part)
            sheet._writer.write_top()
            try:
                for number, row in enumerate(self._rows, 1):
                    self._write_row(sheet, number, [_cell(value) for value in row])
                sheet.auto_filter.ref = f"A1:{self._letters[-1]}{number}"
                sheet.close()
            except BaseException:
                with contextlib.suppress(Exception):
                    sheet.close()  # or it would complain when it is forgotten
                raise
        self.manifest.append(sheet)

    def _write_row(self, sheet: Any, number: int, values: Sequence[Any]) -> None:
        """Write a row whose cells begin at its top, as high as its longest text takes."""
        cells: list[Any] = []
        lines = 1
        for letter, value in zip(self._letters, values, strict=True):
            if value in (None, ""):
                cells.append(value)
                continue
            cell = WriteOnlyCell(sheet, value)
            cell.alignment = _WRAPPED if isinstance(value, str) else _AT_THE_TOP
            if isinstance(value, str):
                lines = max(lines, _lines(value, sheet.column_dimensions[letter].width))
            cells.append(cell)
        sheet.row_dimensions[number].height = lines * _LINE_HEIGHT
        sheet.append(cells)
        del sheet.row_dimensions[number]  # or there would be as many as rows


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, or the most that are shown."""
    if len(text) > _MOST_LINES * width:
        return _MOST_LINES
    return min(_MOST_LINES, sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n")))


def _cell(value: Any) -> Any:
    if value is None or _fits(value):
        return value
    clean = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell_text(value)).encode("utf-8", "replace").decode()
    text = _LIKE_ESCAPED.sub("_x005F_", harmless_cell(clean))
    units = text.encode("utf-16-le")  # which Excel counts: two of an emoji
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _fits(value: Any) -> bool:
    """Tell whether Excel holds a value as it is: it knows no time zones, and rounds a number of more digits."""
    if isinstance(value, int):
        return abs(value) < 10**MOST_DIGITS
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, datetime.datetime | datetime.time):
        return value.tzinfo is None
    return isinstance(value, datetime.date)
