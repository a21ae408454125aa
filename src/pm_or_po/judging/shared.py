"""Which duties an offer says are shared or led by others ("Contribuer à la roadmap", "Help define the vision")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pm_or_po.text.phrases import Phrases

_SOON: Final = 4  # among how many first words of a line it says so
_LONGEST: Final = 3  # words of a phrase
_SHARED: Final = Phrases(
    {
        "shared": (
            "contribu*", "particip*", "collabor*", "assist*", "force de proposition",
            "appui|appuyer|appuyez|appuies|appuie", "aider|aidez|aides|aide|aiderez|aideras",
            "soutenir|soutenez|soutiens|soutien", "epauler|epaulez|seconder|secondez",
            "travailler|travaillez|travailles|travaillerez|travailleras avec|en|main|conjointement|etroitement",
            "help|helps|helping", "support|supports|supporting the|our|your|a|an|other|senior|product",
            "partner|partners|partnering", "work|works|working with|alongside|together|closely|hand",
            "take|taking part", "provide|give|giving input",
        )
    }
)  # fmt: skip


def is_shared(words: Sequence[str]) -> bool:
    """Tell whether the first words of a statement say that its duty is shared, or led by somebody else."""
    opening = words[: _SOON + _LONGEST - 1]
    return any(match.first < _SOON for match in _SHARED.find(opening))
