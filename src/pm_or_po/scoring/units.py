"""A statement as the units a linear model weighs: words, pairs, openings, keywords, letters, and its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pm_or_po.keywords import Hit, Lexicon
from pm_or_po.text.document import Cut

GRAM_LENGTH = 4
_DIGIT = re.compile(r"\d")
SHAPES = (
    "bullet", "colon", "under_40", "under_80", "over_250", "capitals", "hash", "bold", "digit", "stop", "question",
    "four_words",
)  # fmt: skip


class Units(NamedTuple):
    """The units of one statement.

    Attributes
    ----------
    spoken : sequence of str
        Its folded words, in order.
    words : list of str
        Each of them once. The letters of a word are weighed with the word: see ``grams``.
    others : list of str
        Two words in a row (``la roadmap``), how the statement opens (``^definir``, ``^definir la``), keyword hits
        (``#roadmap`` for its facet, ``#~roadmap`` for a weak one) and cues that it is no duty (``#-profile``), each
        once.
    hits : sequence of Hit
        The keyword hits with the positions of their words.
    """

    spoken: Sequence[str]
    words: list[str]
    others: list[str]
    hits: Sequence[Hit]

    @property
    def names(self) -> list[str]:
        """All units, words first."""
        return self.words + self.others

    def positions(self, others: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the words that first made each of ``words``, then each of these ``others``; a cue has none."""
        spoken = self.spoken
        first = dict(zip(reversed(spoken), reversed(range(len(spoken))), strict=True))
        of_hits = {_named(hit): hit.positions for hit in reversed(self.hits)}
        pairs = list(pairwise(spoken))
        found: list[tuple[int, ...]] = [(first[word],) for word in self.words]
        for name in others:
            if name[0] == "^":
                found.append(tuple(range(1 + name.count(" "))))
            elif name[0] == "#":
                found.append(of_hits.get(name, ()))
            else:
                one, two = name.split(" ")
                at = pairs.index((one, two), first[one])
                found.append((at, at + 1))
        return found


def units(words: Sequence[str], lexicon: Lexicon) -> Units:
    """Return the distinct units of a statement's words: what a linear model weighs."""
    others = [f"{one} {two}" for one, two in pairwise(words)]
    if words:
        others.append("^" + words[0])
    if len(words) > 1:
        others.append(f"^{words[0]} {words[1]}")
    hits, cues = lexicon.scan(words)
    others += map(_named, hits)
    others += ["#-" + cue.reason for cue in cues]
    return Units(words, list(dict.fromkeys(words)), list(dict.fromkeys(others)), hits)


def _named(hit: Hit) -> str:
    return ("#" if hit.keyword.strength == "strong" else "#~") + hit.keyword.facet


def is_word(unit: str) -> bool:
    """Tell whether a unit is a single word, the only kind that has letters of its own."""
    return unit[0] not in "#^" and " " not in unit


def grams(word: str) -> tuple[str, ...]:
    """Return the runs of 4 letters of a word between its bounds, marked with ``·`` so as to be no word."""
    bounded = f"<{word}>"
    return tuple("·" + bounded[i : i + GRAM_LENGTH] for i in range(len(bounded) - GRAM_LENGTH + 1))


def length(cut: Cut) -> int:
    """Return the letters of a statement's words, one more each: a length that a job title in it does not change."""
    return sum(map(len, cut.words)) + len(cut.words)


def shapes_of(cuts: Sequence[Cut]) -> npt.NDArray[np.float64]:
    """Return how statements look, an array of shape (statements, len(SHAPES)) of numbers from 0 to 1."""
    return np.array([_shape(cut) for cut in cuts], dtype=np.float64).reshape(len(cuts), len(SHAPES))


def _shape(cut: Cut) -> tuple[bool, ...]:
    text = cut.text
    bare = text.strip(" *_#")
    letters = length(cut)
    return (
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
        len(cut.words) <= 4,
    )
