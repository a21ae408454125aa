"""Write a Parquet file, and say what types the added columns have in Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final

from pm_or_po.batch.added import NUMBERS, PLACES, ROW_ID, Added
from pm_or_po.reading.table import cell_text

_ROWS_AT_ONCE: Final = 2_000


def arrow_fields(added: Added) -> list[Any]:
    """Return the Arrow fields of the added columns: texts, numbers as float64, places and numbers of rows as int64."""
    import pyarrow as pa

    whole = (*PLACES, ROW_ID, "duplicate_of") if added.numbers_rows else PLACES
    kinds = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(whole, pa.int64())
    return [pa.field(name, kinds.get(usual, pa.string())) for usual, name in zip(*added, strict=True)]


def write_parquet(
    rows: Iterator[tuple[Any, ...]], columns: Sequence[str], schema: Any, added: Sequence[Any], made: BinaryIO
) -> None:
    """Write rows to ``made``, where the types of their own columns are those of ``schema``, or else texts."""
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
