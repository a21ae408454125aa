"""Read a table of offers from a sheet of an Excel workbook, row by row."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pm_or_po.errors import InputError
from pm_or_po.reading.columns import ColumnChoice, find_columns
from pm_or_po.reading.damage import refused_as
from pm_or_po.reading.packed import check_zip
from pm_or_po.reading.table import Table, TableRow, cell_text, offer_of

EXTRA: Final = "pm-or-po[tables]"
MOST_INFLATED: Final = 1_000_000_000  # bytes; a full sheet of offers of 1 kB each
MOST_COLUMNS: Final = 2_000


class WorkbookTable(Table):
    """A sheet of a workbook, the first unless named; its first row that is not empty is the header.

    Cells keep the numbers and dates they hold, a day at midnight being a date; formulas count for their last result.
    """

    def __init__(self, path: Path, choice: ColumnChoice, sheet: str | None) -> None:
        check_zip(path, str(path), MOST_INFLATED)
        self._sheet = sheet
        header = next((cells for cells in self._cells(path) if any(map(cell_text, cells))), None)
        if header is None:
            raise InputError("empty", source=path)
        names = [cell_text(name) for name in header]
        while names and not names[-1].strip():
            names.pop()
        if len(names) > MOST_COLUMNS:
            raise InputError("too-many-columns", path=path, columns=len(names), most=MOST_COLUMNS)
        super().__init__(
            path, tuple(names), find_columns([name.strip() for name in names], choice, str(path))
        )

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows under the header; empty ones are no rows."""
        number = -1
        width = len(self.columns)
        for cells in self._cells(self.path):
            if not any(map(cell_text, cells)):
                continue
            number += 1
            if number:
                row = (*cells[:width], *[None] * (width - len(cells)))
                yield TableRow(number, row, offer_of(row, self.layout, number))

    def _cells(self, path: Path) -> Iterator[tuple[Any, ...]]:
        try:
            import openpyxl  # noqa: PLC0415
        except ImportError:
            raise InputError("needs-extra", source=path, extra=EXTRA) from None
        book = None
        try:
            with refused_as("workbook-damaged", path=path):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of styles and extensions that openpyxl leaves out
                    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
                if self._sheet is not None and self._sheet not in book.sheetnames:
                    raise InputError(
                        "no-such-sheet", path=path, name=self._sheet, sheets=", ".join(book.sheetnames)
                    )
                sheet = book[self._sheet] if self._sheet is not None else book.worksheets[0]
                sheet.reset_dimensions()  # what a file says of its own size is often wrong
                for cells in sheet.iter_rows(values_only=True):
                    yield tuple(map(_without_midnight, cells))
        finally:
            if book is not None:
                book.close()


def _without_midnight(cell: Any) -> Any:
    """Return a date for one without a time, which openpyxl gives as its midnight."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time.min:
        return cell.date()
    return cell
