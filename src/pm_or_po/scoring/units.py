"""A statement as the units a linear model weighs: words, pairs, openings, keywords, letters, and its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pm_or_po.keywords import Lexicon
from pm_or_po.text.document import Cut
from pm_or_po.text.tokens import Token

GRAM_LENGTHS = (3, 4, 5)
_DIGIT = re.compile(r"\d")
SHAPES = (
    "bullet", "colon", "under_40", "under_80", "over_250", "capitals", "hash", "bold", "digit", "stop", "question",
    "four_words",
)  # fmt: skip


def units(tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[str, tuple[int, ...]]]:
    """Return the distinct units of a statement, each with the positions of the tokens that made it.

    A unit is a word (``roadmap``), two words in a row (``la roadmap``), how the statement opens
    (``^definir``,
    ``^definir la``), or a keyword hit (``#roadmap`` for its facet, ``#~roadmap`` for a weak one,
    ``#-profile`` for a
    phrase that tells the line is no duty, which has no position). The letters of a word are weighed with the
    word: see ``grams``.
    """
    words = [token.word for token in tokens]
    places = range(len(words))
    # The first place of each counts: later ones are written first and so written over.
    found: dict[str, tuple[int, ...]] = dict.fromkeys(words, ())
    found.update(zip(reversed(words), ((at,) for at in reversed(places)), strict=True))
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    found.update(zip(reversed(pairs), ((at, at + 1) for at in reversed(range(len(pairs)))), strict=True))
    if words:
        found["^" + words[0]] = (0,)
    if len(words) > 1:
        found["^" + " ".join(words[:2])] = (0, 1)
    keywords, cues = lexicon.scan(tokens)
    for hit in keywords:
        name = ("#" if hit.keyword.strength == "strong" else "#~") + hit.keyword.facet
        found.setdefault(name, hit.positions)
    for cue in cues:
        found.setdefault("#-" + cue.reason, ())
    return list(found.items())


def is_word(unit: str) -> bool:
    """Tell whether a unit is a single word, the only kind that has letters of its own."""
    return unit[0] not in "#^" and " " not in unit


def grams(word: str) -> tuple[str, ...]:
    """Return the runs of 3 to 5 letters of a word between its bounds, marked with ``·`` so as to be no word."""
    bounded = f"<{word}>"
    return tuple("·" + bounded[i : i + n] for n in GRAM_LENGTHS for i in range(len(bounded) - n + 1))


def length(cut: Cut) -> int:
    """Return the letters of a statement's words, one more each: a length that a job title in it does not change."""
    return sum(len(token.word) + 1 for token in cut.tokens)


def shape(cut: Cut) -> npt.NDArray[np.float64]:
    """Return how a statement looks, one number from 0 to 1 for each name of ``SHAPES``."""
    text = cut.text
    bare = text.strip(" *_#")
    letters = length(cut)
    return np.array(
        [
            cut.bullet,
            bare.endswith(":"),
            letters < 40,
            letters < 80,
            letters > 250,
            cut.capitals,
            text.startswith("#"),
            text.startswith("**") and text.rstrip(" :").endswith("**"),
            _DIGIT.search(text) is not None,
            bare.endswith("."),
            bare.endswith("?"),
            len(cut.tokens) <= 4,
        ],
        dtype=np.float64,
    )
