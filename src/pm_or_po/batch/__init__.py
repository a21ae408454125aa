"""A table of offers in, a table of verdicts out, row by row."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from pm_or_po.batch.added import added_to
from pm_or_po.batch.finish import added_writer, finish
from pm_or_po.batch.journal import open_journal, publish, run_of
from pm_or_po.batch.output import MADE_AT_THE_END, output_kind, refuse_overwriting
from pm_or_po.batch.reposts import Reposts
from pm_or_po.batch.score import Counts, Judge, RowError, ScoredRow, score_rows
from pm_or_po.batch.source import content_of, source_of, unchanged
from pm_or_po.batch.spreadsheet import restored_cell
from pm_or_po.batch.write import CsvStyle, Write, csv_writer, jsonl_writer
from pm_or_po.errors import InputError, OutputError
from pm_or_po.reading.table import Table
from pm_or_po.taxonomy import Lang

__all__ = [
    "Counts", "CsvStyle", "Judge", "RowError", "ScoredRow", "restored_cell", "score_table", "score_table_to_stream",
]  # fmt: skip


def score_table(
    table: Table,
    output: str | os.PathLike[str],
    judge: Judge,
    *,
    force: bool = False,
    strict: bool = False,
    resume: bool = False,
    restart: bool = False,
    lang: Lang = "fr",
    style: CsvStyle | None = None,
    options: Mapping[str, Any] | None = None,
    after_row: Callable[[Counts], None] | None = None,
) -> Counts:
    """Score every row of a table into a file, which appears once it is whole.

    Parameters
    ----------
    table : Table
        Its file is only read.
    output : str or path-like
        ``.csv``, ``.tsv``, ``.jsonl``, ``.xlsx`` or ``.parquet``.
    judge : callable
        From offers to one verdict or InputError each, in order: ``pm_or_po.classify_many``.
    force : bool
        Replace an existing output.
    strict : bool
        Stop at the first row that cannot be scored, rather than keep it with the reason in ``error``.
    resume : bool
        Go on from the last checkpoint of a run that was ended before its time, if there is one.
    restart : bool
        Give up such a run and start over. Without either, its output is refused; both at once are refused too.
    lang : {"fr", "en"}
        Language of the reasons.
    style : CsvStyle, optional
    options : mapping, optional
        What else, besides the table and the arguments here, decides the result: only a run with the same can go on.
    after_row : callable, optional
        Called after each row with the summary so far.

    Raises
    ------
    OutputError
        If the output exists and ``force`` is not given, is the input, cannot be written, or is a workbook and the table
        too long for one; or an interrupted run of it is neither resumed nor given up, or both, or is another run than
        the one to resume; or the system's temporary folder is full.
    RowError
        If ``strict`` and a row cannot be scored.
    InputError
        If the table cannot be read on, or its file changed since it was opened.
    """
    output = Path(output)
    if resume and restart:
        raise OutputError("resumed-and-restarted", path=output)
    kind = output_kind(output)
    source = source_of(table)
    refuse_overwriting(output, table.path, force=force)
    if kind == ".xlsx":
        from pm_or_po.batch.workbook import refuse_too_many_rows  # needs openpyxl

        refuse_too_many_rows(table, output)
    style = style or CsvStyle(delimiter="\t" if kind == ".tsv" else ",")
    written = {
        "kind": kind,
        "lang": lang,
        "style": [style.separator, style.french],
        "added": added_to(table).names,
    }
    run = run_of(content_of(table.path), {**(options or {}), **written})
    with (
        open_journal(output, run, force=force, resume=resume, restart=restart) as journal,
        Reposts() as reposts,
        contextlib.ExitStack() as made,
    ):
        stream, start = journal.stream, journal.start
        write: Write
        if kind in MADE_AT_THE_END:
            write = added_writer(stream, table, lang)
        elif kind == ".jsonl":
            write = jsonl_writer(stream, lang)
        else:
            write = csv_writer(stream, table, lang, style, header=start is None)
        summary = Counts.from_plain(start.counts) if start else Counts()

        with unchanged(table.path, source):
            _score(table, judge, reposts, write, summary, strict, after_row, journal.row_done)
            whole = (journal.part, stream)
            if kind in MADE_AT_THE_END:
                whole = made.enter_context(finish(table, stream, output))
        publish(output, *whole, force=force)
    return summary


def score_table_to_stream(
    table: Table,
    stream: BinaryIO,
    judge: Judge,
    *,
    strict: bool = False,
    lang: Lang = "fr",
    after_row: Callable[[Counts], None] | None = None,
) -> Counts:
    """Score every row of a table as JSON Lines into an open stream; otherwise as ``score_table``.

    Raises
    ------
    RowError
        If ``strict`` and a row cannot be scored.
    InputError
        If the table cannot be read on, or its file changed since it was opened.
    OutputError
        If the system's temporary folder is full.
    OSError
        If the stream cannot be written.
    """
    with Reposts() as reposts, unchanged(table.path, source_of(table)):
        summary = Counts()
        _score(table, judge, reposts, jsonl_writer(stream, lang), summary, strict, after_row, None)
    return summary


def _score(
    table: Table,
    judge: Judge,
    reposts: Reposts,
    write: Write,
    summary: Counts,
    strict: bool,
    after_row: Callable[[Counts], None] | None,
    row_done: Callable[[int, Callable[[], Mapping[str, Any]]], None] | None,
) -> None:
    for scored in score_rows(table.rows(), judge, reposts, done=summary.read):
        if strict and isinstance(scored.result, InputError):
            raise RowError("row-refused", place=table.place(scored.row), error=scored.result)
        write(scored)
        summary.count(scored)
        if row_done is not None:
            row_done(summary.read, summary.to_plain)
        if after_row is not None:
            after_row(summary)
