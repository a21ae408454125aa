"""Which lines of an offer deny a work ("Vous n'aurez pas à mener d'entretiens"), and are no duty whatever they name.

The words are in ``denial.toml`` next to this module.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from pm_or_po.text.document import Cut
from pm_or_po.text.phrases import Match, Phrases

_LONGEST_HEADING: Final = 7  # words
_SOON: Final = 6  # among how many first words of a line its denial begins


class _DenialPhrases(NamedTuple):
    denial: Phrases
    contrast: Phrases
    again: Phrases


@cache
def _phrases() -> _DenialPhrases:
    data = tomllib.loads(files("pm_or_po.text").joinpath("denial.toml").read_text(encoding="utf-8"))
    return _DenialPhrases(*(Phrases({name: data[name]}) for name in _DenialPhrases._fields))


def denied(cuts: Sequence[Cut]) -> list[int]:
    """Return which statements deny a work, or are items under a heading that does."""
    found: list[int] = []
    listing = False
    for i, cut in enumerate(cuts):
        match = _denial(cut.spoken)
        listing = _is_heading(cut) if match is not None else listing and cut.bullet
        if match is not None or listing:
            found.append(i)
    return found


def _denial(words: Sequence[str]) -> Match | None:
    """Return the words of a statement that deny what follows, None where it may say a duty all the same."""
    told = _phrases()
    match = next(told.denial.find(words), None)
    if match is None or match.first >= _SOON:
        return None
    before, after = words[: match.first], words[match.last :]
    clear = not any(any(told.contrast.find(part)) for part in (before, after))
    return match if clear and not any(told.again.find(after)) else None


def _is_heading(cut: Cut) -> bool:
    return not cut.bullet and len(cut.spoken) <= _LONGEST_HEADING
