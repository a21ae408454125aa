"""The command line: one module per command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from pm_or_po import __version__
from pm_or_po.cli.batch import batch
from pm_or_po.cli.classify import classify
from pm_or_po.cli.evaluate import evaluate
from pm_or_po.cli.messages import Language, answer_language, help_text
from pm_or_po.cli.streams import never_fail_on_characters, open_missing_streams, silence
from pm_or_po.cli.train import train
from pm_or_po.errors import PmOrPoError, system_phrase
from pm_or_po.taxonomy import Lang

ERROR, ROW_ERROR, INTERRUPTED, READER_LEFT = 2, 3, 130, 141


def _run(invoke: Callable[[Any], Any], ctx: Any) -> Any:
    """Turn what can go wrong into an exit code and one sentence, in the language of --lang or the locale."""
    try:
        result = invoke(ctx)
        sys.stdout.flush()
    except PmOrPoError as error:
        from pm_or_po.batch.score import RowError

        _tell(error.sentence(_language(ctx)))
        raise typer.Exit(ROW_ERROR if isinstance(error, RowError) else ERROR) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        silence(sys.stdout)
        raise typer.Exit(READER_LEFT) from None
    except OSError as error:  # a full disk behind standard output, for instance
        silence(sys.stdout)
        _tell(system_phrase(error).sentence(_language(ctx)))
        raise typer.Exit(ERROR) from None
    return result


def _language(ctx: Any) -> Lang:
    asked = ctx.params.get("lang")
    return answer_language(Language(asked) if asked else None)


def _tell(sentence: str) -> None:
    from pm_or_po.cli.page import printable

    typer.echo(printable(f"pm-or-po: {sentence}"), err=True)


class _Command(TyperCommand):
    """One of the commands, which knows its language."""

    def invoke(self, ctx: Any) -> Any:
        return _run(super().invoke, ctx)


class _Commands(TyperGroup):
    """All of them."""

    def invoke(self, ctx: Any) -> Any:
        return _run(super().invoke, ctx)


app = typer.Typer(
    cls=_Commands,
    help=help_text("program"),
    epilog=help_text("exit-codes"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"pm-or-po {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=help_text("version"))
    ] = False,
) -> None:
    """Read job offers and say whether the duties are a Product Manager's or a Product Owner's."""


for _name, _command in (("classify", classify), ("batch", batch), ("train", train), ("evaluate", evaluate)):
    app.command(_name, cls=_Command, help=help_text(_name))(_command)


def main() -> None:
    """Run the command line; any error is one sentence on standard error and exit code 2."""
    open_missing_streams()
    never_fail_on_characters()
    app()
