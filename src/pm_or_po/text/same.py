"""Tell whether two texts are the same: a repost in a table, a labelled offer met again."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from pm_or_po.text.clean import ENTITY

_ENTITY: Final = re.compile(ENTITY)
_TAG: Final = re.compile(r"</?[a-zA-Z!][^<>]{0,500}>")
_WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = bytes(
    code for code in range(128) if not chr(code).isalnum()
)  # most of what stands between words


def same_text(text: str) -> str:
    """Return the letters and digits of a text, which those that differ in markup, white space, marks or case share.

    Tags go, entities become their characters (twice, as where HTML was itself escaped), and letters followed by
    separate accents are composed.
    """
    plain = unicodedata.normalize("NFC", _resolved(_without_tags(_resolved(text))))
    words = plain.encode("utf-8", "surrogatepass").translate(None, _MARKS).decode("utf-8", "surrogatepass")
    return "".join(_WORD.findall(words)).casefold()


def _resolved(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


def _without_tags(text: str) -> str:
    return _TAG.sub("", text) if "<" in text else text
