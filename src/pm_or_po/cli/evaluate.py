"""``pm-or-po evaluate``: measure a model on labelled offers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pm_or_po.cli.messages import Language, answer_language, help_text, say


def evaluate(
    labelled: Annotated[Path, typer.Argument(metavar="LABELLED", help=help_text("labelled"), readable=False)],
    model: Annotated[
        Path | None, typer.Option(help=help_text("model"), readable=False, show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("evaluate-json"))] = False,
    lang: Annotated[Language | None, typer.Option(help=help_text("lang"), show_default=False)] = None,
) -> None:
    """Measure a model on labelled offers."""
    import pm_or_po
    from pm_or_po.training import evaluate as evaluate_model
    from pm_or_po.training import report_text

    language = answer_language(lang)

    def tell(step: str, /, **values: object) -> None:
        typer.echo(say(step, language, **values), err=True)

    figures = evaluate_model(labelled, pm_or_po.load_model(model), report=tell)
    typer.echo(
        json.dumps(figures, ensure_ascii=False, indent=2) if as_json else report_text(figures, language)
    )
