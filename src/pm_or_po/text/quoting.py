"""Tell which characters of an offer are left where it is quoted: not the bullets and marks of HTML and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pm_or_po.text.clean import CleanText, clean
from pm_or_po.text.items import BULLETS
from pm_or_po.text.tokens import WORD_GOES_ON

_OPENING: Final = BULLETS + "»>➡➜➝➞➟➠➥⇒⟶▷○□☐-*+·–—−\\ "  # signs that a quotation does not begin with
_SIGNS: Final = "-+−"
# Bold (which often closes in another statement), headings, escapes, line ends after a hyphen; then pairs around words;
# then links.
_MARKS: Final = re.compile(rf"\*\*+|^\s*#+\s|\\(?=[^\w\s])|{WORD_GOES_ON}|(?<=\w-)\n(?=\w)")
_PAIRS: Final = re.compile(
    r"(?<![\w*])(?P<open>[*`]|_{1,2})(?=[^\s*]).{1,300}?(?<=[^\s*])(?P<close>(?P=open))(?![\w*])"
)
_LINKS: Final = re.compile(r"(?P<open>\[)[^\[\]]{0,300}(?P<close>\]\([^()\s]{0,500}\))")
# Words on one line with the marks of plain sentences between them, as most texts are: that reads as it stands.
_PLAIN: Final = re.compile(r"(?:[•·*–-] )?([0-9A-Za-zÀ-ÿœŒ](?: ?[0-9A-Za-zÀ-ÿœŒ,.;:!?'’\"«»()/%+–—-]++)*+)")


def quoted(offer: CleanText, start: int, end: int) -> str:
    """Return characters ``start`` to ``end`` of an offer's source as they read, on one line."""
    span = offer.within(start, end)
    text = offer.text[span.start : span.stop]
    if marked := _marked(text):
        text = "".join(character for place, character in enumerate(text) if place not in marked)
    line = " ".join(text.split())
    return line[past_opening(line) :]


def quoted_alone(text: str) -> str:
    """Return a part of an offer, cut out of its source, as it reads, on one line."""
    plain = _PLAIN.fullmatch(text)
    return quoted(clean(text), 0, len(text)) if plain is None else plain[1]


def past_opening(line: str) -> int:
    """Return where a quotation begins, after bullets and the like; the sign of a number stays: "-5 %"."""
    start = len(line) - len(line.lstrip(_OPENING))
    return start - (start > 1 and line[start : start + 1].isdigit() and line[start - 1] in _SIGNS)


def places(offer: CleanText, start: int, end: int) -> Iterator[int]:
    """Yield which characters of the plain text are left of characters ``start`` to ``end`` of its source."""
    span = offer.within(start, end)
    marked = _marked(offer.text[span.start : span.stop])
    return (place for place in span if place - span.start not in marked)


def _marked(text: str) -> set[int]:
    """Return the places of Markdown's marks."""
    spans = [match.span() for match in _MARKS.finditer(text)]
    for pattern in (_PAIRS, _LINKS):
        spans += [match.span(mark) for match in pattern.finditer(text) for mark in ("open", "close")]
    return {place for span in spans for place in range(*span)}
