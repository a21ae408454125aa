"""Keep spreadsheets from running a cell's text as a formula, in a way that can be undone."""

from __future__ import annotations

import re
from typing import Final

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_MAY_RUN: Final = frozenset({*_STARTS_FORMULA, "'"})
_PLAIN_NUMBER: Final = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?\Z")


def harmless_cell(text: str) -> str:
    """Return a cell's text that no spreadsheet runs: an apostrophe goes before what would be a formula.

    Plain numbers such as ``-5`` stay. What begins with apostrophes before such a start gets one more, so that
    ``restored_cell`` gives every text back exactly.
    """
    return "'" + text if _would_run(text) else text


def restored_cell(text: str) -> str:
    """Return what ``harmless_cell`` was given."""
    return text[1:] if text.startswith("'") and _would_run(text[1:]) else text


def _would_run(text: str) -> bool:
    if text[:1] not in _MAY_RUN:  # most cells
        return False
    start = text.lstrip("'")
    return start.startswith(_STARTS_FORMULA) and not _PLAIN_NUMBER.match(start)
