"""Write values of JSON and Parquet as text: to be read as an offer, or to stand in a cell."""

from __future__ import annotations

import datetime
import json
import math
from typing import Any

# A number in a list is told from a text by the list's brackets.
_TEXTS = (str, bytes, datetime.date, datetime.time)


def as_text(value: Any) -> str:
    """Return a value as an offer's text: lists one item a line, objects their heading and content one after the other.

    NaN is nothing, as pandas has it, and 12.0 is 12.
    """
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and (math.isnan(value) or value.is_integer()):
        return "" if math.isnan(value) else str(int(value))
    if isinstance(value, list):
        return "\n".join(filter(None, map(as_text, value)))
    if isinstance(value, dict):
        return "\n".join(filter(None, map(as_text, value.values())))
    return plain_text(value)


def as_cell(value: object) -> str:
    """Return a value as the text of a cell: lists of texts, dates or bytes one item a line, other values as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, _TEXTS) for item in value):
        return "\n".join(map(plain_text, value))
    return json.dumps(value, ensure_ascii=False, default=plain_text)


def plain_text(value: object) -> str:
    """Return a value that holds no other as text: dates as ISO 8601 writes them, bytes as UTF-8, else as hex."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    return str(value)
