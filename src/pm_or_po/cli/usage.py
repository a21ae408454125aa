"""Say what is wrong with a command line, in the user's language: the parser itself speaks English only."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer

from pm_or_po.cli.messages import say
from pm_or_po.taxonomy import Lang

_errors = import_module(typer.BadParameter.__module__)  # click's, or those of typer's own copy of click
UsageError: type[Exception] = _errors.UsageError


def fault_of(error: Any, ctx: Any, lang: Lang) -> str | None:
    """Return in one sentence what a usage error says; None for a kind that is not known here."""
    if getattr(error, "param_hint", None):  # one of our own
        return say("usage-value", lang, name=error.param_hint, fault=error.message)
    told = _told(error, ctx, lang)
    return None if told is None else say("usage", lang, fault=told, command=ctx.command_path)


def unknown_command(name: str, ctx: Any, lang: Lang) -> str:
    """Return the sentence for a command that does not exist."""
    told = say("usage-no-command", lang, name=repr(name), commands=", ".join(ctx.command.list_commands(ctx)))
    return say("usage", lang, fault=told, command=ctx.command_path)


def _told(error: Any, ctx: Any, lang: Lang) -> str | None:
    if isinstance(error, _errors.NoSuchOption):
        near = ", ".join(error.possibilities or ())
        key = "usage-no-option-but" if near else "usage-no-option"
        return say(key, lang, name=error.option_name, **({"near": near} if near else {}))
    if isinstance(error, _errors.BadOptionUsage):
        key = "usage-no-value" if _is_flag(error.option_name, ctx) else "usage-needs-value"
        return say(key, lang, name=error.option_name)
    if isinstance(error, _errors.MissingParameter):
        return say("usage-missing", lang, name=_name(error.param))
    if isinstance(error, _errors.BadParameter):
        return _expected(error.param, lang)
    return say("usage-too-many", lang) if type(error) is UsageError else None


def _expected(param: Any, lang: Lang) -> str | None:
    choices, least = getattr(param.type, "choices", None), getattr(param.type, "min", None)
    if choices is not None:
        return say("usage-choice", lang, name=_name(param), choices=", ".join(map(str, choices)))
    return None if least is None else say("usage-number", lang, name=_name(param), least=least)


def _name(param: Any) -> str:
    return str(param.opts[0] if param.param_type_name == "option" else param.human_readable_name)


def _is_flag(option: str, ctx: Any) -> bool:
    return any(getattr(param, "is_flag", False) for param in ctx.command.params if option in param.opts)
