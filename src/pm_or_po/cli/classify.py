"""``pm-or-po classify``: judge one offer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pm_or_po.cli.messages import Language, answer_language, help_text, say
from pm_or_po.taxonomy import FLAGS, Lang

_ANY = "any"


def classify(
    file: Annotated[Path | None, typer.Argument(help=help_text("classify-file"), show_default=False)] = None,
    *,
    title: Annotated[str, typer.Option(help=help_text("title"), show_default=False)] = "",
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
    model: Annotated[Path | None, typer.Option(help=help_text("model"), show_default=False)] = None,
    fail_on: Annotated[
        list[str] | None, typer.Option(metavar="FLAG", help=help_text("fail-on"), show_default=False)
    ] = None,
    lang: Annotated[Language | None, typer.Option(help=help_text("lang"), show_default=False)] = None,
) -> None:
    """Judge one offer, read from a file or pasted."""
    language = answer_language(lang)
    raised = _flags(fail_on or [], language)

    from pm_or_po.reading.plain import read_offer, read_offer_stream

    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            typer.echo(say("paste", language), err=True)
        offer = read_offer_stream(sys.stdin.buffer, title=title)
    else:
        offer = read_offer(file, title=title)

    import pm_or_po

    verdict = pm_or_po.classify(
        offer.description, offer.title, lang=language, model=pm_or_po.load_model(model), id=offer.id
    )
    if as_json:
        from pm_or_po.batch.write import json_bytes
        from pm_or_po.cli.streams import write_bytes

        write_bytes(json_bytes(verdict.to_dict(), indent=2))
    else:
        from pm_or_po.cli.page import Page
        from pm_or_po.cli.show import show_verdict

        show_verdict(verdict, language, Page())
    if verdict.flag in raised:
        sys.stdout.flush()
        raise typer.Exit(1)


def _flags(asked: list[str], lang: Lang) -> frozenset[str]:
    for flag in asked:
        if flag not in FLAGS and flag != _ANY:
            told = say("unknown-flag", lang, flag=repr(flag), flags=", ".join([*FLAGS, _ANY]))
            raise typer.BadParameter(told, param_hint="--fail-on")
    return frozenset(FLAGS) if _ANY in asked else frozenset(asked)
