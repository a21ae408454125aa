"""Quote an offer to a person, words of it in bold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from pm_or_po.cli.page import literal
from pm_or_po.text.clean import CleanText, clean
from pm_or_po.text.quoting import past_opening, places


def quote(offer: CleanText, start: int, end: int, bold: Iterable[tuple[int, int]] = ()) -> Text:
    """Return characters ``start`` to ``end`` of an offer's source as they read, parts of them in bold."""
    heavy = {place for part in bold for place in offer.within(*part)}
    pieces = groupby(places(offer, start, end), heavy.__contains__)
    line = literal(
        ("".join(offer.text[place] for place in run), "bold" if is_heavy else "") for is_heavy, run in pieces
    )
    return line[past_opening(line.plain) :]


def plain(text: str) -> str:
    """Return a text of an offer as it reads, on one line."""
    return quote(clean(text), 0, len(text)).plain
