"""Read a table of offers from a Parquet file, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pm_or_po.errors import InputError
from pm_or_po.extras import TABLES
from pm_or_po.reading.columns import ColumnChoice, find_columns
from pm_or_po.reading.damage import refused_as
from pm_or_po.reading.table import Table, TableRow, not_text, offer_of

_BATCH = 256


class ParquetTable(Table):
    """A Parquet file; its cells keep their values, ``schema`` their types. Bytes count for text in UTF-8."""

    def __init__(self, path: Path, choice: ColumnChoice) -> None:
        with _open(path) as file:
            schema = file.schema_arrow
            self._count: int = file.metadata.num_rows
        super().__init__(path, tuple(schema.names), find_columns(schema.names, choice, str(path)))
        self.schema = schema

    def _rows(self) -> Iterator[TableRow]:
        """Yield the rows in order; one whose offer is in bytes that are not UTF-8 comes with an error."""
        number = 0
        with _open(self.path) as file, refused_as("parquet-damaged", path=self.path):
            for batch in file.iter_batches(_BATCH):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    self.position = self.size * number // max(self._count, 1)
                    offer = offer_of(cells, self.layout, number)
                    yield TableRow(number, cells, offer, not_text(cells, self.layout, self.columns))

    def is_longer_than(self, rows: int) -> bool:
        """Tell it from what the file says of itself, unless some of its rows may be blank."""
        return self._count > rows and super().is_longer_than(rows)


def _open(path: Path) -> Any:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise InputError("needs-extra", source=path, extra=TABLES) from error
    with refused_as("parquet-damaged", path=path):
        return ParquetFile(path)
