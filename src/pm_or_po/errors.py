"""What can go wrong, one sentence each in French and English: what happened, where, and how to mend it.

The sentences are in ``errors.toml`` next to this module, under the ids that errors are raised with.
"""

from __future__ import annotations

import errno
import string
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pm_or_po.packaged import packaged

if TYPE_CHECKING:
    from pm_or_po.taxonomy import Lang


@cache
def templates() -> Mapping[str, Mapping[Lang, str]]:
    """Return the sentences by id and language, read once; ``{names}`` stand for fields."""
    return packaged("errors.toml")


class Phrase:
    """Words for the middle of an error's sentence, in either language.

    Parameters
    ----------
    message_id : str
        Where the words are in ``errors.toml``.
    **fields
        What fills their ``{names}``. A phrase, an error of this package or one of the system is put in the
        language of the whole.
    """

    def __init__(self, message_id: str, /, **fields: object) -> None:
        self.message_id = message_id
        self.fields = fields

    def sentence(self, lang: Lang) -> str:
        """Return the words in ``lang``, ``fr`` or ``en``."""
        return _InLanguage(lang).vformat(templates()[self.message_id][lang], (), self.fields)

    def __str__(self) -> str:
        return self.sentence("en")


class PmOrPoError(Exception):
    """Base of every error this package raises on purpose; its text, English unless asked, is for the user.

    Parameters
    ----------
    message_id : str
        Where the sentence is in ``errors.toml``.
    **fields
        As those of a ``Phrase``.
    """

    def __init__(self, message_id: str, /, **fields: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.fields = fields

    def sentence(self, lang: Lang) -> str:
        """Return what happened, where and how to mend it in ``lang``, ``fr`` or ``en``."""
        return Phrase(self.message_id, **self.fields).sentence(lang)

    def __str__(self) -> str:
        return self.sentence("en")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class InputError(PmOrPoError):
    """The offer or table cannot be read: missing, empty, binary, too large, without the needed columns."""


class OutputError(PmOrPoError):
    """The result cannot be written: it exists already, its kind is unknown, its folder is missing."""


class ModelError(PmOrPoError):
    """The model file is missing, damaged, of an unknown version, or holds anything but plain data."""


class CorpusError(PmOrPoError):
    """The labelled data does not follow the data dictionary, or is too small to train on."""


class DataError(PmOrPoError):
    """A data file of the package (taxonomy, keywords) breaks its own rules."""


class ExtraError(PmOrPoError, ImportError):
    """A module of the package takes an optional part of it that is not installed."""


def system_phrase(error: OSError) -> Phrase:
    """Return what the operating system refused, in words of ours where there are some."""
    known = f"system-{errno.errorcode.get(error.errno or 0)}"
    if known in templates():
        return Phrase(known)
    return Phrase("system-other", detail=error.strerror or str(error))


class _InLanguage(string.Formatter):
    """Fills a sentence in: texts within it follow its language, and so does ``{number:,}``."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, OSError):
            value = system_phrase(value)
        if isinstance(value, PmOrPoError | Phrase):
            return self._inside(value)
        text = format(value, format_spec)
        return text.replace(",", "\N{NO-BREAK SPACE}") if format_spec == "," and self._lang == "fr" else text

    def _inside(self, part: PmOrPoError | Phrase) -> str:
        """Return a text without its capital, unless that begins a field or an acronym."""
        template, text = templates()[part.message_id][self._lang], part.sentence(self._lang)
        capital = template[:1].isupper() and not template[1:2].isupper()
        return text[:1].lower() + text[1:] if capital else text
