"""``pm-or-po classify``: judge one offer, or several files one after the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pm_or_po.cli.messages import Language, answer_language, asked_flags, help_text, say
from pm_or_po.errors import InputError
from pm_or_po.taxonomy import Lang

if TYPE_CHECKING:
    from pm_or_po.offer import Offer
    from pm_or_po.scoring.model import StatementModel
    from pm_or_po.verdict import Verdict

_FAILED = 2


def classify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help=help_text("classify-file"), readable=False, show_default=False
        ),
    ] = None,
    *,
    title: Annotated[str, typer.Option(help=help_text("title"), show_default=False)] = "",
    paste: Annotated[bool, typer.Option("--paste", help=help_text("paste-option"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_text("json"))] = False,
    model: Annotated[
        Path | None, typer.Option(help=help_text("model"), readable=False, show_default=False)
    ] = None,
    fail_on: Annotated[
        list[str] | None, typer.Option(metavar="FLAG", help=help_text("fail-on"), show_default=False)
    ] = None,
    lang: Annotated[Language | None, typer.Option(help=help_text("lang"), show_default=False)] = None,
) -> None:
    """Judge one offer, read from a file or pasted; or several files."""
    language = answer_language(lang)
    raised = asked_flags(fail_on or [], language)
    asked = files or []
    if paste and asked:
        raise typer.BadParameter(say("paste-alone", language), param_hint="--paste")
    if len(asked) > 1:
        _judge_all(asked, title, as_json, model, raised, language)
        return
    import pm_or_po

    read = _clipboard if paste else lambda: _one(asked[0] if asked else Path("-"), title, language)
    offer, loaded = read(), pm_or_po.load_model(model)
    verdict = _verdict(offer, title or offer.title, loaded, language)
    _show(verdict, offer, as_json, language, indent=2)
    if verdict.flag in raised:
        sys.stdout.flush()
        raise typer.Exit(1)


def _judge_all(
    files: list[Path], title: str, as_json: bool, model: Path | None, raised: frozenset[str], lang: Lang
) -> None:
    """Judge every file; one that cannot be read gets its sentence, and the others are judged all the same."""
    import pm_or_po
    from pm_or_po.cli.page import printable

    loaded = pm_or_po.load_model(model)
    flagged = failed = False
    for number, file in enumerate(files):
        if not as_json:
            typer.echo(("\n" if number else "") + printable(f"== {file}"))
        try:
            offer = _one(file, title, lang)
            verdict = _verdict(offer, title or offer.title, loaded, lang, str(file))
        except InputError as error:
            sys.stdout.flush()
            told = error.sentence(lang)
            if str(file) not in map(str, error.fields.values()):
                told = f"{file}: {told}"
            typer.echo(printable(f"pm-or-po: {told}"), err=True)
            failed = True
            continue
        _show(verdict, offer, as_json, lang)
        flagged = flagged or verdict.flag in raised
    sys.stdout.flush()
    if failed or flagged:
        raise typer.Exit(_FAILED if failed else 1)


def _one(file: Path, title: str, lang: Lang) -> Offer:
    from pm_or_po.reading.plain import read_offer, read_offer_stream

    if str(file) != "-":
        return read_offer(file, title=title)
    if sys.stdin.isatty():
        typer.echo(say("paste", lang), err=True)
    return read_offer_stream(sys.stdin.buffer, title=title)


def _clipboard() -> Offer:
    from pm_or_po.reading.clipboard import read_clipboard

    return read_clipboard()


def _verdict(offer: Offer, title: str, model: StatementModel, lang: Lang, offer_id: str = "") -> Verdict:
    import pm_or_po

    return pm_or_po.classify(offer.description, title, lang=lang, model=model, id=offer.id or offer_id)


def _show(verdict: Verdict, offer: Offer, as_json: bool, lang: Lang, indent: int | None = None) -> None:
    if as_json:
        from pm_or_po.cli.streams import write_bytes
        from pm_or_po.verdict import json_bytes

        write_bytes(json_bytes({**verdict.to_dict(), "description": offer.description}, indent=indent))
    else:
        from pm_or_po.cli.page import Page
        from pm_or_po.cli.show import show_verdict

        show_verdict(verdict, offer.description, lang, Page())
