"""Write scored rows: CSV and JSON Lines as they come, workbooks and Parquet once all are known."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

from pm_or_po.batch.added import EVEN, NUMBERS, PLACES, ROW_ID, Added, added_cells, added_to, reason_of
from pm_or_po.batch.beside import made_of
from pm_or_po.batch.score import ScoredRow
from pm_or_po.batch.spreadsheet import harmless_cell
from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.table import Table, cell_text
from pm_or_po.taxonomy import JUDGED_ROLES, SIDES, Lang
from pm_or_po.verdict import Verdict, json_bytes

_ROWS_AT_ONCE = 2_000

Write = Callable[[ScoredRow], None]


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How CSV is written: ``french`` for what Excel in French opens at once, semicolons and decimal commas."""

    french: bool = False
    delimiter: str = ","

    @property
    def separator(self) -> str:
        """What stands between two cells."""
        return ";" if self.french else self.delimiter


def csv_writer(stream: BinaryIO, table: Table, lang: Lang, style: CsvStyle, *, header: bool) -> Write:
    """Return what writes a row, after the header: the input's cells, then the added ones.

    Every cell that a spreadsheet would run is made harmless; see ``spreadsheet``.
    """
    added = added_to(table)
    buffer = io.StringIO(newline="")
    # The ends of line are \r\n so that the csv module quotes a cell that holds either character.
    writer = csv.writer(buffer, delimiter=style.separator, lineterminator="\r\n")

    def written(cell: object) -> str:
        if style.french and isinstance(cell, float):
            return str(cell).replace(".", ",")
        return harmless_cell(cell_text(cell).replace("\0", "\ufffd"))

    def write_line(cells: Sequence[object]) -> None:
        writer.writerow(list(map(written, cells)))
        stream.write(buffer.getvalue().encode("utf-8", "replace"))
        buffer.seek(0)
        buffer.truncate()

    if header:
        if style.french:
            stream.write(b"\xef\xbb\xbf")
        write_line((*table.columns, *added.names))
    return lambda scored: write_line((*scored.row.cells, *added_cells(scored, lang, added)))


def jsonl_writer(stream: BinaryIO, lang: Lang) -> Write:
    """Return what writes a row as one full verdict a line, errors in ``lang``."""

    def write(scored: ScoredRow) -> None:
        stream.write(json_bytes(_record(scored, lang)))

    return write


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
            _write_parquet(rows, table.columns, table.schema, arrow_fields(columns), stream)
        yield made, stream
    except BaseException:
        with contextlib.suppress(OSError):  # on a full disk
            stream.close()
        made.unlink(missing_ok=True)
        raise
    stream.close()


def arrow_fields(added: Added) -> list[Any]:
    """Return the Arrow fields of the added columns: texts, numbers as float64, places and numbers of rows as int64."""
    import pyarrow as pa

    whole = (*PLACES, ROW_ID, "duplicate_of") if added.numbers_rows else PLACES
    kinds = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(whole, pa.int64())
    return [pa.field(name, kinds.get(usual, pa.string())) for usual, name in zip(*added, strict=True)]


def _write_parquet(
    rows: Iterator[tuple[Any, ...]], columns: Sequence[str], schema: Any, added: Sequence[Any], made: BinaryIO
) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    own = len(columns)
    fields = (
        [schema.field(i) for i in range(own)]
        if schema is not None
        else [pa.field(name, pa.string()) for name in columns]
    )
    whole = pa.schema([*fields, *added])

    def table_of(block: list[tuple[Any, ...]]) -> Any:
        columns = []
        for at, one in enumerate(whole):
            values = [row[at] for row in block]
            if schema is None and at < own:
                values = [cell_text(value).encode("utf-8", "replace").decode() for value in values]
            columns.append(pa.array(values, one.type))
        return pa.Table.from_arrays(columns, schema=whole)

    with ParquetWriter(made, whole) as writer:
        block: list[tuple[Any, ...]] = []
        for row in rows:
            block.append(row)
            if len(block) == _ROWS_AT_ONCE:
                writer.write_table(table_of(block))
                block = []
        if block:
            writer.write_table(table_of(block))


def _record(scored: ScoredRow, lang: Lang) -> dict[str, Any]:
    """Return every field of the JSON contract; of a row in error, what is not known is null or empty."""
    offer, result = scored.row.offer, scored.result
    return {
        **(_unknown(offer) if isinstance(result, InputError) else result.to_dict()),
        "id": offer.id,
        "description": offer.description,
        "duplicate_of": scored.duplicate_of,
        "error": reason_of(scored, result, lang) if isinstance(result, InputError) else None,
    }


def _unknown(offer: Offer) -> dict[str, Any]:
    return {
        **dict.fromkeys(one.name for one in fields(Verdict)),
        **{name: [] for name in ("evidence", "missing", "questions", "signals")},
        "title": offer.title,
        "role": "UNCLEAR",
        "probabilities": dict.fromkeys(JUDGED_ROLES, EVEN),
        **dict.fromkeys(SIDES, 0.0),
        "balanced": False,
    }
