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


def same_text(text: str) -> str:
    """Return the letters and digits of a text, which those that differ in markup, white space, marks or case share.

    Tags go, entities become their characters (twice, as where HTML was itself escaped), and letters followed by
    separate accents are composed.
    """
    plain = _resolved(_TAG.sub("", _resolved(text)))
    return "".join(_WORD.findall(unicodedata.normalize("NFC", plain))).casefold()


def _resolved(text: str) -> str:
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)
