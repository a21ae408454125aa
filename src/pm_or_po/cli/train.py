"""``pm-or-po train``: train a model on labelled offers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pm_or_po.cli.ending import ended_tidily
from pm_or_po.cli.messages import Language, answer_language, help_text, say
from pm_or_po.cli.streams import silence
from pm_or_po.errors import OutputError
from pm_or_po.resources import MODEL, checkout


def train(
    ctx: typer.Context,
    corpus: Annotated[
        list[Path] | None, typer.Option(help=help_text("corpus"), readable=False, show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="MODEL",
            help=help_text("train-output"),
            readable=False,
            show_default=False,
        ),
    ] = None,
    keywords: Annotated[
        Path | None, typer.Option(help=help_text("keywords"), readable=False, show_default=False)
    ] = None,
    no_report: Annotated[bool, typer.Option("--no-report", help=help_text("no-report"))] = False,
    lang: Annotated[Language | None, typer.Option(help=help_text("lang"), show_default=False)] = None,
) -> None:
    """Train a model on labelled offers."""
    from pm_or_po.training import train as train_model
    from pm_or_po.training.corpus import default_corpus

    language = answer_language(lang)
    if ctx.args:
        name = ctx.args[0]
        raise typer.BadParameter(say("corpus-option", language, path=name), param_hint=name)
    paths = corpus or default_corpus()
    model = output or _default_output(project=not (corpus or keywords))

    with ended_tidily() as leave_if_asked:

        def tell(step: str, /, **values: object) -> None:
            leave_if_asked()
            try:
                typer.echo(say(step, language, **values))
            except BrokenPipeError:  # a reader that leaves does not take the model with it
                silence(sys.stdout)

        train_model(paths, model, keywords=keywords, cross_validate=not no_report, report=tell)


def _default_output(*, project: bool) -> Path:
    """Return where to write: the project's own model only when it is trained on the project's own corpus and keywords.

    Raises
    ------
    OutputError
        If a model of the user's own would be written over a file the user did not name.
    """
    if project:
        return checkout() / "models" / MODEL
    own = Path(f"own-{MODEL}")
    if own.exists():
        raise OutputError("model-exists", path=own)
    return own
