"""What tests of signals share: the signals of a text, and their kinds and words."""

from __future__ import annotations

import sys
from typing import Any

from pm_or_po.judging.denial import denied
from pm_or_po.signals import find_signals
from pm_or_po.text.document import cut_up
from pm_or_po.verdict import Signal

LEAD, FOUNDERS, SPLIT = "named-product-lead", "founders-hold-vision", "split-organisation"
ELSEWHERE, OWNER = "decided-elsewhere", "named-product-owner"


def signals_of(text: str, title: str = "") -> list[Signal]:
    """Return the signals of an offer."""
    statements = cut_up(text)
    return find_signals(text, title, statements, {statements[i].start for i in denied(statements)})


def told(text: str, title: str = "") -> list[tuple[str, str]]:
    """Return the kind and the words of each signal of an offer."""
    return [(signal.kind, signal.text) for signal in signals_of(text, title)]


def calls_of(text: str) -> int:
    """Return about how many functions are called to find the signals of a statement, on any machine."""
    statements, calls, before = cut_up(text), 0, sys.getprofile()
    find_signals(text, "Product Manager", statements)  # what is read or remembered once is not counted

    def count(_frame: Any, event: str, _function: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        find_signals(text, "Product Manager", statements)
    finally:
        sys.setprofile(before)
    return calls
