"""What tests of signals share: the signals of a text, and their kinds and words."""

from __future__ import annotations

from pm_or_po.signals import find_signals
from pm_or_po.text.document import cut_up
from pm_or_po.verdict import Signal

LEAD, FOUNDERS, SPLIT = "named-product-lead", "founders-hold-vision", "split-organisation"
ELSEWHERE = "decided-elsewhere"


def signals_of(text: str, title: str | None = None) -> list[Signal]:
    """Return the signals of an offer."""
    return find_signals(text, title, cut_up(text))


def told(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """Return the kind and the words of each signal of an offer."""
    return [(signal.kind, signal.text) for signal in signals_of(text, title)]
