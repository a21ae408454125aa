"""A table of offers in, a table of verdicts out, row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from pm_or_po.batch.score import Judge, RowError, ScoredRow, Summary, score_rows
from pm_or_po.batch.write import csv_writer, jsonl_writer, output_kind, refuse_overwriting, whole_file
from pm_or_po.errors import InputError
from pm_or_po.reading.table import Table
from pm_or_po.taxonomy import Lang

__all__ = ["Judge", "RowError", "ScoredRow", "Summary", "score_table", "score_table_to_stream"]


def score_table(
    table: Table,
    output: Path,
    judge: Judge,
    *,
    force: bool = False,
    strict: bool = False,
    lang: Lang = "fr",
    after_row: Callable[[Summary], None] | None = None,
) -> Summary:
    """Score every row of a table into a ``.csv`` or ``.jsonl`` file, which appears once it is whole.

    Parameters
    ----------
    table : Table
        Its file is only read.
    output : Path
    judge : callable
        From offers to one verdict or InputError each, in order: ``pm_or_po.classify_many``.
    force : bool
        Replace an existing output.
    strict : bool
        Stop at the first row that cannot be scored, rather than keep it with the reason in ``error``.
    lang : {"fr", "en"}
        Language of the reasons.
    after_row : callable, optional
        Called after each row with the summary so far.

    Raises
    ------
    OutputError
        If the output exists and ``force`` is not given, is the input, or cannot be written.
    RowError
        If ``strict`` and a row cannot be scored.
    InputError
        If a row cannot be read.
    """
    kind = output_kind(output)
    refuse_overwriting(output, table.path, force=force)
    with whole_file(output, force=force) as stream:
        if kind == ".csv":
            return _score(table, judge, csv_writer(stream, table.columns, lang), strict, after_row)
        return _score(table, judge, jsonl_writer(stream, lang), strict, after_row)


def score_table_to_stream(
    table: Table,
    stream: BinaryIO,
    judge: Judge,
    *,
    strict: bool = False,
    lang: Lang = "fr",
    after_row: Callable[[Summary], None] | None = None,
) -> Summary:
    """Score every row of a table as JSON Lines into an open stream; otherwise as ``score_table``."""
    return _score(table, judge, jsonl_writer(stream, lang), strict, after_row)


def _score(
    table: Table,
    judge: Judge,
    write: Callable[[ScoredRow], None],
    strict: bool,
    after_row: Callable[[Summary], None] | None,
) -> Summary:
    summary = Summary()
    for scored in score_rows(table.rows(), judge):
        if strict and isinstance(scored.result, InputError):
            raise RowError("row-refused", path=table.path, row=scored.row.number, error=scored.result)
        write(scored)
        summary.count(scored)
        if after_row is not None:
            after_row(summary)
    return summary
