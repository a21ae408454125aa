"""``pm-or-po batch``: judge every offer of a table."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pm_or_po.cli.ending import ended_tidily
from pm_or_po.cli.messages import Language, answer_language, asked_flags, help_text, say
from pm_or_po.errors import PmOrPoError
from pm_or_po.taxonomy import FLAGS, ROLES, Lang

if TYPE_CHECKING:
    from pm_or_po.batch import Counts
    from pm_or_po.reading import Table
    from pm_or_po.reading.tables import Option

_NOT_TO_RESUME = frozenset(
    {"input-changed", "output-exists", "output-busy", "part-in-the-way", "resume-other-run", "unfinished-run"}
)
# What an option of ``open_table`` is refused with for a table that it does not say how to read.
_IDLE: Final[Mapping[Option, str]] = {
    "encoding": "encoding-is-of-text",
    "delimiter": "delimiter-is-of-csv",
    "sheet": "sheet-is-of-workbook",
}


def batch(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help=help_text("batch-input"), readable=False)],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help=help_text("batch-output"), readable=False, show_default=False),
    ],
    *,
    title_col: Annotated[str | None, typer.Option(help=help_text("title-col"), show_default=False)] = None,
    text_col: Annotated[str | None, typer.Option(help=help_text("text-col"), show_default=False)] = None,
    id_col: Annotated[str | None, typer.Option(help=help_text("id-col"), show_default=False)] = None,
    encoding: Annotated[str | None, typer.Option(help=help_text("encoding"), show_default=False)] = None,
    delimiter: Annotated[str | None, typer.Option(help=help_text("delimiter"), show_default=False)] = None,
    sheet: Annotated[str | None, typer.Option(help=help_text("sheet"), show_default=False)] = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("force"))] = False,
    resume: Annotated[bool, typer.Option("--resume", help=help_text("resume"))] = False,
    restart: Annotated[bool, typer.Option("--restart", help=help_text("restart"))] = False,
    strict: Annotated[bool, typer.Option("--strict", help=help_text("strict"))] = False,
    fail_on: Annotated[
        list[str] | None, typer.Option(metavar="FLAG", help=help_text("fail-on-batch"), show_default=False)
    ] = None,
    excel_fr: Annotated[bool, typer.Option("--excel-fr", help=help_text("excel-fr"))] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help=help_text("jobs"), show_default=False)] = None,
    model: Annotated[
        Path | None, typer.Option(help=help_text("model"), readable=False, show_default=False)
    ] = None,
    lang: Annotated[Language | None, typer.Option(help=help_text("lang"), show_default=False)] = None,
) -> None:
    """Judge every offer of a table, a feed or a folder."""
    language = answer_language(lang)
    raised = asked_flags(fail_on or [], language)
    if resume and restart:
        raise typer.BadParameter(say("resume-or-restart", language), param_hint="--restart")

    import pm_or_po
    from pm_or_po.batch import CsvStyle, score_table, score_table_to_stream
    from pm_or_po.batch.output import DETAILED, output_kind, refuse_overwriting
    from pm_or_po.batch.workers import WORTH_WORKERS, cores, judge_in
    from pm_or_po.reading import ColumnChoice, open_table

    to_stdout = str(output) == "-"
    kind = ".jsonl" if to_stdout else output_kind(output)
    if excel_fr and kind != ".csv":
        raise typer.BadParameter(say("excel-fr-is-csv", language), param_hint="--excel-fr")
    asked: list[tuple[str, Option, str | None]] = [
        ("--title-col", "choice", title_col),
        ("--text-col", "choice", text_col),
        ("--id-col", "choice", id_col),
        ("--encoding", "encoding", encoding),
        ("--delimiter", "delimiter", delimiter),
        ("--sheet", "sheet", sheet),
    ]
    _refuse_idle([(name, option) for name, option, value in asked if value is not None], source, language)
    table = open_table(
        source, ColumnChoice(title_col, text_col, id_col), encoding=encoding, delimiter=delimiter, sheet=sheet
    )
    if not to_stdout:
        refuse_overwriting(output, source, force=force)
    _say_what_is_read(table, language)
    workers = jobs or (cores() if table.size >= WORTH_WORKERS else 1)
    with (
        ended_tidily(),
        judge_in(workers, model, language, details=kind in DETAILED) as (judge, identity),
        _progress(table, language) as after_row,
        contextlib.nullcontext() if to_stdout else _told_how_to_go_on(output, language),
    ):
        options = {"version": pm_or_po.__version__, "model": [identity.name, identity.version, _sha256(model)],
                   "columns": [title_col, text_col, id_col], "encoding": encoding, "delimiter": delimiter,
                   "sheet": sheet}  # fmt: skip
        if to_stdout:
            stream = sys.stdout.buffer
            summary = score_table_to_stream(
                table, stream, judge, strict=strict, lang=language, after_row=after_row
            )
            stream.flush()
        else:
            summary = score_table(
                table,
                output,
                judge,
                force=force,
                strict=strict,
                resume=resume,
                restart=restart,
                lang=language,
                style=CsvStyle(french=True) if excel_fr else None,
                options=options,
                after_row=after_row,
            )
    _say_summary(summary, language)
    if kind != ".jsonl":
        _say_columns(table, summary.in_error, language)
    if not to_stdout:
        typer.echo(say("summary-written", language, path=output), err=True)
    if any(summary.flags[flag] for flag in raised):
        raise typer.Exit(1)


def _refuse_idle(asked: Sequence[tuple[str, Option]], source: Path, lang: Lang) -> None:
    """Refuse an option that says how to read another kind of table than the input is."""
    from pm_or_po.reading.tables import options_of

    for name, option in asked:
        if option not in options_of(source):
            told = "option-of-table" if source.is_dir() else _IDLE[option]
            raise typer.BadParameter(say(told, lang, path=source), param_hint=name)


def _sha256(model: Path | None) -> str:
    """Return what tells a model file, or the shipped one, from another."""
    from pm_or_po.resources import MODEL, resource

    return hashlib.sha256((model or resource(MODEL)).read_bytes()).hexdigest()


@contextlib.contextmanager
def _told_how_to_go_on(output: Path, lang: Lang) -> Iterator[None]:
    """Say, when a run ends before its time, that it can be resumed if it can."""
    from pm_or_po.batch.beside import state_of

    try:
        yield
    except BaseException as error:
        in_vain = isinstance(error, PmOrPoError) and error.message_id in _NOT_TO_RESUME
        if state_of(Path(os.path.realpath(output))).exists() and not in_vain:
            typer.echo(say("resume-hint", lang, path=output), err=True)
        raise


def _say_what_is_read(table: Table, lang: Lang) -> None:
    from pm_or_po.cli.page import printable

    def named(index: int | None, absent: str) -> str:
        return say(absent, lang) if index is None else repr(table.columns[index])

    layout = table.layout
    if table.other_sheets:
        others = ", ".join(map(repr, table.other_sheets))
        typer.echo(printable(say("sheet-read", lang, sheet=repr(table.sheet), others=others)), err=True)
    told = say(
        "columns-used",
        lang,
        text=repr(table.columns[layout.text]),
        title=named(layout.title, "title-sought"),
        id=named(layout.id, "row-number"),
    )
    typer.echo(printable(told), err=True)
    if layout.passed_over:
        columns = ", ".join(repr(table.columns[at]) for at in layout.passed_over)
        typer.echo(printable(say("columns-passed-over", lang, columns=columns)), err=True)
    if table.left_out:
        columns = ", ".join(map(repr, table.left_out))
        typer.echo(printable(say("left-out", lang, columns=columns)), err=True)
    if table.merges_rows:
        typer.echo(say("merged-cells", lang), err=True)
    if table.unsaved:
        typer.echo(say("unsaved-formulas", lang, cell=table.unsaved), err=True)
    if table.encoding.guessed:
        typer.echo(say("encoding-guessed", lang), err=True)
    if table.encoding.damaged:
        typer.echo(say("damaged", lang, count=table.encoding.damaged, line=table.encoding.line), err=True)


def _say_summary(summary: Counts, lang: Lang) -> None:
    unflagged = summary.flags[None]
    roles = ", ".join(f"{role} {summary.roles[role]} ({named.name(lang)})" for role, named in ROLES.items())
    lines = [
        say("summary-read", lang, read=summary.read, scored=summary.scored, in_error=summary.in_error),
        say("summary-roles", lang, roles=roles),
        say(
            "summary-flags",
            lang,
            scored=summary.scored,
            unflagged=unflagged,
            flagged=summary.scored - unflagged,
        ),
        *(f"  {summary.flags[flag]:>6}  {flag}" for flag in FLAGS),
    ]
    if summary.duplicates:
        lines.append(say("summary-duplicates", lang, duplicates=summary.duplicates))
    if summary.same_ids:
        lines.append(say("summary-same-ids", lang, count=summary.same_ids))
    if summary.offers_above:
        lines.append(say("summary-offers-above", lang, count=summary.offers_above))
    if summary.other_offers:
        lines.append(say("summary-other-offers", lang, count=summary.other_offers))
    typer.echo("\n".join(lines), err=True)


def _say_columns(table: Table, in_error: int, lang: Lang) -> None:
    """Say where the reasons of errors stand, and which added columns have other names than usual."""
    from pm_or_po.batch.added import added_to

    names = dict(zip(*added_to(table), strict=True))
    if in_error:
        typer.echo(say("summary-errors", lang, column=names["error"]), err=True)
    if renamed := [name for usual, name in names.items() if name != usual]:
        typer.echo(say("summary-renamed", lang, columns=", ".join(renamed)), err=True)


@contextlib.contextmanager
def _progress(table: Table, lang: Lang) -> Iterator[Callable[[Counts], None] | None]:
    """Show, on a terminal, how far the table is read, or only that it is where it cannot tell.

    Yields what to call after each row.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    counter = TextColumn("{task.fields[rows]} " + say("progress-rows", lang) + ", {task.fields[rate]}/s")
    how_far = table.position is not None
    columns = (
        (BarColumn(), TaskProgressColumn(), counter, TimeRemainingColumn())
        if how_far
        else (BarColumn(), counter)
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=table.size if how_far else None, rows=0, rate="–")
        before: list[tuple[int, float]] = []  # rows that an earlier run has scored, and when this one began

        def after_row(summary: Counts) -> None:
            now = time.monotonic()
            if not before:
                before.append((summary.read, now))
            read, start = before[0]
            rate = f"{(summary.read - read) / (now - start):,.0f}" if now - start > 1 else "–"
            progress.update(task, completed=table.position, rows=summary.read, rate=rate)

        yield after_row
