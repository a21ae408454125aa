"""The program: its commands, and what can go wrong in them as one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from pm_or_po import __version__
from pm_or_po.cli import INTERRUPTED
from pm_or_po.cli.batch import batch
from pm_or_po.cli.classify import classify
from pm_or_po.cli.evaluate import evaluate
from pm_or_po.cli.messages import Language, answer_language, help_text, spoken_language
from pm_or_po.cli.streams import never_fail_on_characters, open_missing_streams, silence
from pm_or_po.cli.train import train
from pm_or_po.cli.usage import UsageError, fault_of, unknown_command
from pm_or_po.errors import PmOrPoError, system_phrase
from pm_or_po.taxonomy import Lang

ERROR, ROW_ERROR, READER_LEFT = 2, 3, 141


def _run(invoke: Callable[[Any], Any], ctx: Any) -> Any:
    """Turn what can go wrong into an exit code and one sentence, in the language of --lang or the locale."""
    try:
        result = invoke(ctx)
        sys.stdout.flush()
    except PmOrPoError as error:
        from pm_or_po.batch.score import RowError

        _tell(error.sentence(_language(ctx)))
        raise typer.Exit(ROW_ERROR if isinstance(error, RowError) else ERROR) from None
    except UsageError as error:
        _refuse(error, ctx, _language(ctx))
        raise
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


def _parse(parse: Callable[[Any, list[str]], list[str]], ctx: Any, args: list[str]) -> list[str]:
    """Turn a command line that cannot be read into one sentence, in the language of --lang or the locale."""
    lang = spoken_language(args)
    try:
        return parse(ctx, args)
    except UsageError as error:
        _refuse(error, ctx, lang)
        raise


def _refuse(error: Any, ctx: Any, lang: Lang) -> None:
    """End the program with what a usage error says, if it is of a known kind."""
    if (told := fault_of(error, ctx, lang)) is not None:
        _tell(told)
        raise typer.Exit(ERROR) from None


class _Command(TyperCommand):
    """One of the commands, which knows its language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return _parse(super().parse_args, ctx, args)

    def invoke(self, ctx: Any) -> Any:
        return _run(super().invoke, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        return _helped(super().get_help_option(ctx))


class _Commands(TyperGroup):
    """All of them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return _parse(super().parse_args, ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            _tell(unknown_command(args[0], ctx, spoken_language(args)))
            raise typer.Exit(ERROR)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        return _run(super().invoke, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        return _helped(super().get_help_option(ctx))


def _helped(option: Any) -> Any:
    option.help = help_text("help")
    return option


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
    # What stands loose after "train" is told by the command itself: most likely labelled offers.
    _settings = {"allow_extra_args": _command is train}
    _help = help_text(_name)  # whole in the list of commands too
    app.command(_name, cls=_Command, help=_help, short_help=_help, context_settings=_settings)(_command)


def run() -> None:
    """Run the command that the program was started with."""
    open_missing_streams()
    never_fail_on_characters()
    app()
