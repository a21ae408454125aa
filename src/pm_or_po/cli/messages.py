"""What the command line says, in French and English: the texts of ``messages.toml`` next to this module."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import typer

from pm_or_po.errors import Phrase
from pm_or_po.packaged import packaged
from pm_or_po.taxonomy import FLAGS, LANGS, Bilingual, Lang, bilingual

_ANY = "any"


class Language(StrEnum):
    """The languages an answer can be in."""

    fr = "fr"
    en = "en"


@cache
def messages() -> Mapping[str, Bilingual]:
    """Return every message by its key.

    Raises
    ------
    DataError
        If one lacks a language.
    """
    data = packaged("cli/messages.toml")
    return MappingProxyType({key: bilingual(texts, "messages.toml", key) for key, texts in data.items()})


def say(key: str, lang: Lang, **values: object) -> str:
    """Return a message with its values filled in, those that have two languages in ``lang``."""
    filled = {name: _in_language(value, lang) for name, value in values.items()}
    return messages()[key](lang).format(**filled)


def _in_language(value: object, lang: Lang) -> object:
    if isinstance(value, Phrase):
        return value.sentence(lang)
    return value(lang) if isinstance(value, Bilingual) else value


def locale_language(environ: Mapping[str, str] = os.environ) -> Lang:
    """Return the user's language: French if the first of LC_ALL, LC_MESSAGES and LANG that is set says so."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environ[name] for name in names if environ.get(name)), "")
    return "fr" if chosen.lower().startswith("fr") else "en"


def spoken_language(args: Sequence[str]) -> Lang:
    """Return the language that arguments not yet understood ask for with ``--lang``, or the user's."""
    line = " ".join(args).replace("--lang=", "--lang ")
    return next((lang for lang in LANGS if f"--lang {lang} " in f"{line} "), locale_language())


def answer_language(asked: Language | None) -> Lang:
    """Return the language asked for, or that of the user's locale."""
    if asked is None:
        return locale_language()
    return "fr" if asked is Language.fr else "en"


def help_text(key: str) -> str:
    """Return a help text in the language of ``--lang`` or the user's: helps are read before the command line is."""
    return say(f"help-{key}", spoken_language(sys.argv[1:]))


def asked_flags(asked: Sequence[str], lang: Lang) -> frozenset[str]:
    """Return the flags named by ``--fail-on``, all of them for ``any``."""
    for flag in asked:
        if flag not in FLAGS and flag != _ANY:
            told = say("unknown-flag", lang, flag=repr(flag), flags=", ".join([*FLAGS, _ANY]))
            raise typer.BadParameter(told, param_hint="--fail-on")
    return frozenset(FLAGS) if _ANY in asked else frozenset(asked)
