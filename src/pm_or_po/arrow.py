"""Score Arrow record batches: one function from an iterator of batches to another, which any engine can run.

Spark runs it by ``mapInArrow`` (see ``pm_or_po.spark``), Ray Data by ``map_batches(batch_format="pyarrow")``;
``docs/many-machines.md`` shows both. Needs the extra ``pm-or-po[tables]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pm_or_po import classify_many, load_model
from pm_or_po.batch.added import added_beside, added_cells
from pm_or_po.batch.parquet import arrow_fields
from pm_or_po.batch.score import ScoredRow
from pm_or_po.batch.workers import OFFERS_AHEAD
from pm_or_po.errors import ExtraError, Phrase
from pm_or_po.extras import TABLES
from pm_or_po.reading.columns import ColumnChoice, Layout, find_columns
from pm_or_po.reading.table import TableRow, not_text, offer_of
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.storage import read_model
from pm_or_po.taxonomy import Lang

try:
    import pyarrow as pa
except ImportError as error:
    raise ExtraError("module-needs-extra", module=__name__, extra=TABLES) from error

__all__ = ["ColumnChoice", "added_fields", "layout_of", "score_batches"]

SOURCE = Phrase("the-frame")  # what messages call a table that has no file


def layout_of(names: Iterable[str], choice: ColumnChoice | None = None) -> Layout:
    """Return which columns hold the text, the title and the id: those chosen, else those with known names.

    Raises
    ------
    InputError
        If no column is known to hold the text, a chosen one is not there, or two have the same name.
    """
    return find_columns(tuple(names), choice or ColumnChoice(), SOURCE)


def added_fields(names: Iterable[str]) -> list[pa.Field]:
    """Return the fields that scoring adds to columns of these names: texts, numbers as float64, places as int64."""
    return arrow_fields(added_beside(tuple(names)))


def score_batches(
    batches: Iterable[pa.RecordBatch],
    layout: Layout,
    *,
    lang: Lang = "fr",
    model: bytes | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield each batch with the columns that ``pm-or-po batch`` adds, but for ``id``; blank rows are kept.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
    layout : Layout
        From ``layout_of``; the place of each column is the same in all batches.
    lang : {"fr", "en"}
        Language of the column ``error``.
    model : bytes, optional
        Content of a model file, in place of the shipped one; loaded once a process, and never run as code.

    Raises
    ------
    InputError
        If ``lang`` is neither language: when the first batch is asked for.
    ModelError
        If ``model`` is damaged, of another version, or holds anything but plain data: then too.

    Notes
    -----
    ``duplicate_of`` stays empty: a batch does not know the others. A row without an id gets none, since its
    number in the table is not known.
    """
    loaded = load_model() if model is None else _model(model)
    for batch in batches:
        names = batch.schema.names
        used = {at for at in (layout.text, layout.title, layout.id) if at is not None}
        columns = {at: batch.column(at).to_pylist() for at in used}
        empty: list[Any] = [None] * len(names)
        rows = []
        for number in range(batch.num_rows):
            cells = list(empty)
            for at, column in columns.items():
                cells[at] = column[number]
            rows.append(TableRow(number, (), offer_of(cells, layout, number), not_text(cells, layout, names)))
        offers = (row.offer for row in rows)
        results = classify_many(offers, lang=lang, model=loaded, details=False, ahead=OFFERS_AHEAD)
        beside = added_beside(names)
        cells_of = [
            added_cells(ScoredRow(row, row.error or result), lang, beside)
            for row, result in zip(rows, results, strict=True)
        ]
        fields = arrow_fields(beside)
        added = [pa.array([row[at] for row in cells_of], field.type) for at, field in enumerate(fields)]
        yield pa.RecordBatch.from_arrays([*batch.columns, *added], schema=pa.schema([*batch.schema, *fields]))


@lru_cache(maxsize=1)
def _model(raw: bytes) -> StatementModel:
    return read_model(raw)
