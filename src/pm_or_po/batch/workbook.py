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
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from pm_or_po.batch.spreadsheet import harmless_cell
from pm_or_po.errors import OutputError
from pm_or_po.reading.table import Table, cell_text

MOST_ROWS: Final = 1_048_575
MOST_CHARACTERS: Final = 32_767  # of a cell
MOST_DIGITS: Final = 15  # of a number
_CUT = " […]"
# What Excel would take for the code of a character.
_LIKE_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


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
    """Write rows under column names into an open file, and nowhere else: they may be private."""
    book = Workbook(write_only=True)
    book.create_sheet("pm-or-po")
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:  # Workbook.save leaves it open when the disk is full
        _Writer(book, archive, itertools.chain([names], rows)).write_data()


class _Writer(ExcelWriter):  # type: ignore[misc]
    """Writes rows straight into the workbook, where openpyxl makes a sheet in the temporary folder first."""

    def __init__(self, book: Workbook, archive: ZipFile, rows: Iterable[Sequence[Any]]) -> None:
        super().__init__(book, archive)
        self._rows = rows

    def write_worksheet(self, sheet: Any) -> None:
        """Write the one sheet of the workbook."""
        with self._archive.open(sheet.path[1:], "w", force_zip64=True) as part:
            sheet._writer = WorksheetWriter(sheet, part)
            sheet._writer.write_top()
            try:
                for row in self._rows:
                    sheet.append([_cell(value) for value in row])
                sheet.close()
            except BaseException:
                with contextlib.suppress(Exception):
                    sheet.close()  # or it would complain when it is forgotten
                raise
        self.manifest.append(sheet)


def _cell(value: Any) -> Any:
    if value is None or _fits(value):
        return value
    clean = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell_text(value)).encode("utf-8", "replace").decode()
    text = _LIKE_ESCAPED.sub("_x005F_", harmless_cell(clean))
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(_CUT)] + _CUT


def _fits(value: Any) -> bool:
    """Tell whether Excel holds a value as it is: it knows no time zones, and rounds a number of more digits."""
    if isinstance(value, int):
        return abs(value) < 10**MOST_DIGITS
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, datetime.datetime | datetime.time):
        return value.tzinfo is None
    return isinstance(value, datetime.date)
