"""Quote an offer to a person: as plain text, without the bullets and marks of HTML and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from pm_or_po.cli.page import literal
from pm_or_po.text.clean import CleanText, clean
from pm_or_po.text.statements import BULLETS
from pm_or_po.text.tokens import WORD_GOES_ON

_BULLETS = BULLETS + "»>➡➜➝➞➟➠➥⇒⟶▷○□☐-*+·–—−\\ "
# Bold (which often closes in another statement), headings, escapes, line ends after a hyphen; then pairs around words;
# then links.
_MARKS = re.compile(rf"\*\*+|^\s*#+\s|\\(?=[^\w\s])|{WORD_GOES_ON}|(?<=\w-)\n(?=\w)")
_PAIRS = re.compile(
    r"(?<![\w*])(?P<open>[*`]|_{1,2})(?=[^\s*]).{1,300}?(?<=[^\s*])(?P<close>(?P=open))(?![\w*])"
)
_LINKS = re.compile(r"(?P<open>\[)[^\[\]]{0,300}(?P<close>\]\([^()\s]{0,500}\))")


def quote(offer: CleanText, start: int, end: int, bold: Iterable[tuple[int, int]] = ()) -> Text:
    """Return characters ``start`` to ``end`` of an offer's source as they read, parts of them in bold."""
    span = offer.within(start, end)
    marked = _marked(offer.text[span.start : span.stop])
    heavy = {place for part in bold for place in offer.within(*part)}
    kept = (place for place in span if place - span.start not in marked)
    pieces = groupby(kept, heavy.__contains__)
    line = literal(
        ("".join(offer.text[place] for place in places), "bold" if is_heavy else "")
        for is_heavy, places in pieces
    )
    return line[len(line.plain) - len(line.plain.lstrip(_BULLETS)) :]


def plain(text: str) -> str:
    """Return a text of an offer as it reads, on one line."""
    return quote(clean(text), 0, len(text)).plain


def _marked(text: str) -> set[int]:
    """Return the places of Markdown's marks."""
    spans = [match.span() for match in _MARKS.finditer(text)]
    for pattern in (_PAIRS, _LINKS):
        spans += [match.span(mark) for match in pattern.finditer(text) for mark in ("open", "close")]
    return {place for span in spans for place in range(*span)}
