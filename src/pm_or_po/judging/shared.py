"""Which duties an offer says are shared or led by others ("Contribuer à la roadmap", "Help define the vision").

The words are in ``shared.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from pm_or_po.packaged import packaged
from pm_or_po.text.phrases import Phrases

_SOON: Final = 4  # among how many first words of a line it says so
_LONGEST: Final = 3  # words of a phrase


@cache
def _phrases() -> Phrases:
    return Phrases(packaged("judging/shared.toml"))


def is_shared(words: Sequence[str]) -> bool:
    """Tell whether the first words of a statement say that its duty is shared, or led by somebody else."""
    first = _phrases().first(words[: _SOON + _LONGEST - 1])
    return first is not None and first.first < _SOON
