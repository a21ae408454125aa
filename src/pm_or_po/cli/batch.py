"""``pm-or-po batch``: judge every offer of a table."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from pm_or_po.cli.messages import Language, answer_language, help_text, say
from pm_or_po.taxonomy import FLAGS, Lang

if TYPE_CHECKING:
    from pm_or_po.batch import Summary
    from pm_or_po.reading import Table


def batch(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help=help_text("batch-input"))],
    output: Annotated[
        Path, typer.Option("--output", "-o", help=help_text("batch-output"), show_default=False)
    ],
    *,
    title_col: Annotated[str | None, typer.Option(help=help_text("title-col"), show_default=False)] = None,
    text_col: Annotated[str | None, typer.Option(help=help_text("text-col"), show_default=False)] = None,
    id_col: Annotated[str | None, typer.Option(help=help_text("id-col"), show_default=False)] = None,
    encoding: Annotated[str | None, typer.Option(help=help_text("encoding"), show_default=False)] = None,
    delimiter: Annotated[str | None, typer.Option(help=help_text("delimiter"), show_default=False)] = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("force"))] = False,
    strict: Annotated[bool, typer.Option("--strict", help=help_text("strict"))] = False,
    model: Annotated[Path | None, typer.Option(help=help_text("model"), show_default=False)] = None,
    lang: Annotated[Language | None, typer.Option(help=help_text("lang"), show_default=False)] = None,
) -> None:
    """Judge every offer of a CSV or JSON Lines table."""
    language = answer_language(lang)

    from pm_or_po.batch import score_table, score_table_to_stream
    from pm_or_po.batch.write import output_kind, refuse_overwriting
    from pm_or_po.reading import ColumnChoice, open_table

    to_stdout = str(output) == "-"
    if not to_stdout:
        output_kind(output)
    table = open_table(
        source, ColumnChoice(title_col, text_col, id_col), encoding=encoding, delimiter=delimiter
    )
    if not to_stdout:
        refuse_overwriting(output, source, force=force)
    _say_what_is_read(table, language)

    import pm_or_po

    judge = partial(pm_or_po.classify_many, lang=language, model=pm_or_po.load_model(model))
    with _ended_tidily(), _progress(table, language) as after_row:
        if to_stdout:
            stream = sys.stdout.buffer
            summary = score_table_to_stream(
                table, stream, judge, strict=strict, lang=language, after_row=after_row
            )
            stream.flush()
        else:
            summary = score_table(
                table, output, judge, force=force, strict=strict, lang=language, after_row=after_row
            )
    _say_summary(summary, language)
    if not to_stdout:
        typer.echo(say("summary-written", language, path=output), err=True)


def _say_what_is_read(table: Table, lang: Lang) -> None:
    from pm_or_po.cli.page import printable

    def named(index: int | None, absent: str) -> str:
        return say(absent, lang) if index is None else repr(table.columns[index])

    layout = table.layout
    told = say(
        "columns-used",
        lang,
        text=named(layout.text, "column-absent"),
        title=named(layout.title, "column-absent"),
        id=named(layout.id, "row-number"),
    )
    typer.echo(printable(told), err=True)
    if table.damaged:
        typer.echo(say("damaged", lang, count=table.damaged), err=True)


def _say_summary(summary: Summary, lang: Lang) -> None:
    unflagged = summary.flags[None]
    lines = [
        say("summary-read", lang, read=summary.read, scored=summary.scored, in_error=summary.in_error),
        say(
            "summary-flags",
            lang,
            scored=summary.scored,
            unflagged=unflagged,
            flagged=summary.scored - unflagged,
        ),
        *(f"  {summary.flags[flag]:>6}  {flag}" for flag in FLAGS),
    ]
    typer.echo("\n".join(lines), err=True)


@contextlib.contextmanager
def _ended_tidily() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does, so that no part of a file is left."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # A signal that is ignored (nohup) stays so.
    before = {number: signal.getsignal(number) for number in asked}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is signal.SIG_DFL:
                signal.signal(number, handler)


@contextlib.contextmanager
def _progress(table: Table, lang: Lang) -> Iterator[Callable[[Summary], None] | None]:
    """Show how far the table is read, on a terminal; yield what to call after each row."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    counter = TextColumn("{task.fields[rows]} " + say("progress-rows", lang))
    columns = (BarColumn(), TaskProgressColumn(), counter, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=table.size, rows=0)

        def after_row(summary: Summary) -> None:
            progress.update(task, completed=table.position, rows=summary.read)

        yield after_row
