"""Make workbooks and Parquet files once all rows are known; until then their added cells alone are kept."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pm_or_po.batch.added import added_cells, added_to
from pm_or_po.batch.beside import made_of
from pm_or_po.batch.parquet import arrow_fields, write_parquet
from pm_or_po.batch.score import ScoredRow
from pm_or_po.batch.write import Write
from pm_or_po.reading.table import Table
from pm_or_po.taxonomy import Lang
from pm_or_po.verdict import json_bytes


def added_writer(stream: BinaryIO, table: Table, lang: Lang) -> Write:
    """Return what writes the added cells of a row alone, as a JSON array a line: what ``finish`` reads."""
    added = added_to(table)

    def write(scored: ScoredRow) -> None:
        stream.write(json_bytes(list(added_cells(scored, lang, added))))

    return write


@contextlib.contextmanager
def finish(table: Table, added: BinaryIO, path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Make the workbook or Parquet file of a table and of its added cells; yield where it is, and it, still open.

    It is removed when the block is left by an exception.

    Parameters
    ----------
    table : Table
        Read once more, for its own cells.
    added : BinaryIO
        What ``added_writer`` wrote.
    path : Path
        Of the output; the file made stands beside it.
    """
    added.seek(0)
    rows = ((*row.cells, *json.loads(line)) for row, line in zip(table.rows(), added, strict=True))
    columns = added_to(table)
    made = made_of(path.resolve())
    stream = made.open("wb")
    try:
        if path.suffix.lower() == ".xlsx":
            from pm_or_po.batch.workbook import write_workbook  # needs openpyxl

            write_workbook(rows, (*table.columns, *columns.names), stream)
        else:
            write_parquet(rows, table.columns, table.schema, arrow_fields(columns), stream)
        yield made, stream
    except BaseException:
        with contextlib.suppress(OSError):  # on a full disk
            stream.close()
        made.unlink(missing_ok=True)
        raise
    stream.close()
