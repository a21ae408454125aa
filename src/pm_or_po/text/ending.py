"""Where an offer ends on a pasted page: at the heading of other offers ("Offres similaires"), which are not its own.

The headings are in ``ending.toml`` next to this module.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from pm_or_po.text.phrases import Phrases

_SOONEST: Final = 400  # characters of an offer; what stands sooner is a menu
_LONGEST: Final = 9  # words of a heading


@cache
def _headings() -> Phrases:
    data = tomllib.loads(files("pm_or_po.text").joinpath("ending.toml").read_text(encoding="utf-8"))
    return Phrases({"others": [heading.format(**data["words"]) for heading in data["headings"]]})


def other_offers(text: str, lines: Sequence[tuple[int, int, Sequence[str]]]) -> int | None:
    """Return which statement is the heading of other offers, None where there is none.

    Parameters
    ----------
    text : str
        The offer, as plain text.
    lines : sequence of (start, end, words)
        Its statements: characters of ``text``, and folded words.
    """
    for i, (start, end, words) in enumerate(lines[:-1]):
        if start < _SOONEST or len(words) > _LONGEST or _headings().match(words, 0) is None:
            continue
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if text[end - 1] != "." and not any(map(str.isalnum, before)):
            return i
    return None
