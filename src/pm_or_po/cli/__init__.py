"""The command line: one module per command."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pm_or_po import __version__
from pm_or_po.cli.batch import batch
from pm_or_po.cli.classify import classify
from pm_or_po.cli.evaluate import evaluate
from pm_or_po.cli.messages import help_text
from pm_or_po.cli.streams import never_fail_on_characters, open_missing_streams, silence
from pm_or_po.cli.train import train
from pm_or_po.errors import PmOrPoError

ERROR, ROW_ERROR, INTERRUPTED, READER_LEFT = 2, 3, 130, 141


class _Commands(TyperGroup):
    """Runs a command and turns what can go wrong into one sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except PmOrPoError as error:
            from pm_or_po.batch.score import RowError
            from pm_or_po.cli.page import printable

            typer.echo(printable(f"pm-or-po: {error}"), err=True)
            raise typer.Exit(ROW_ERROR if isinstance(error, RowError) else ERROR) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            silence(sys.stdout)
            raise typer.Exit(READER_LEFT) from None
        except OSError as error:  # a full disk behind standard output, for instance
            silence(sys.stdout)
            typer.echo(f"pm-or-po: {error.strerror or error}.", err=True)
            raise typer.Exit(ERROR) from None
        return result


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
    app.command(_name, help=help_text(_name))(_command)


def main() -> None:
    """Run the command line; any error is one sentence on standard error and exit code 2."""
    open_missing_streams()
    never_fail_on_characters()
    app()
