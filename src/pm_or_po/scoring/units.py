"""A statement as the units a linear model weighs: words, pairs, openings, keywords, letters, and its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pm_or_po.scoring.keywords import Hit, Lexicon
from pm_or_po.text.document import Statement

GRAM_LENGTH = 4
_DIGIT = re.compile(r"\d")
SHAPES = (
    "bullet", "colon", "under_40", "under_80", "over_250", "capitals", "hash", "bold", "digit", "stop", "question",
    "four_words",
)  # fmt: skip


class Units(NamedTuple):
    """The units of one statement, as often as they stand in it; the model counts each once.

    Attributes
    ----------
    words : sequence of str
        Its folded words, in order. Two in a row are a unit too (``la roadmap``), and the letters of a word are weighed
        with the word: see ``grams``.
    marks : list of str
        How the statement opens (``^definir``, ``^definir la``), keyword hits (``#roadmap`` for its facet, ``#~roadmap``
        for a weak one) and cues that it is no duty (``#-profile``).
    hits : sequence of Hit
        The keyword hits with the positions of their words.
    """

    words: Sequence[str]
    marks: list[str]
    hits: Sequence[Hit]

    @property
    def names(self) -> list[str]:
        """All units, each once: words, pairs, then marks."""
        return list(dict.fromkeys([*self.words, *map(" ".join, pairwise(self.words)), *self.marks]))

    @property
    def places(self) -> dict[str, tuple[int, ...]]:
        """All ``names``, in order, with the positions of the words that first made each; a cue has none."""
        found: dict[str, tuple[int, ...]] = {}
        for at, word in enumerate(self.words):
            found.setdefault(word, (at,))
        for at, pair in enumerate(map(" ".join, pairwise(self.words))):
            found.setdefault(pair, (at, at + 1))
        of_hits: dict[str, tuple[int, ...]] = {}
        for hit in self.hits:
            of_hits.setdefault(_named(hit), hit.positions)
        for mark in self.marks:
            opening = tuple(range(1 + mark.count(" "))) if mark[0] == "^" else ()
            found.setdefault(mark, of_hits.get(mark, opening))
        return found


def units(words: Sequence[str], lexicon: Lexicon) -> Units:
    """Return the units of a statement's words: what a linear model weighs."""
    hits, cues = lexicon.scan(words)
    marks = ["^" + words[0]] if words else []
    if len(words) > 1:
        marks.append(f"^{words[0]} {words[1]}")
    marks += map(_named, hits)
    marks += ["#-" + cue.reason for cue in cues]
    return Units(words, marks, hits)


def _named(hit: Hit) -> str:
    return ("#" if hit.keyword.strength == "strong" else "#~") + hit.keyword.facet


def is_word(unit: str) -> bool:
    """Tell whether a unit is a single word, the only kind that has letters of its own."""
    return unit[0] not in "#^" and " " not in unit


def grams(word: str) -> tuple[str, ...]:
    """Return the runs of 4 letters of a word between its bounds, marked with ``·`` so as to be no word."""
    bounded = f"<{word}>"
    return tuple("·" + bounded[i : i + GRAM_LENGTH] for i in range(len(bounded) - GRAM_LENGTH + 1))


def length(statement: Statement) -> int:
    """Return the letters of a statement's words, one more each: a length that a job title in it does not change."""
    return len("".join(statement.words)) + len(statement.words)


def shapes_of(
    statements: Sequence[Statement], lengths: Sequence[int] | None = None
) -> npt.NDArray[np.float64]:
    """Return how statements look, an array of shape (statements, len(SHAPES)) of numbers from 0 to 1.

    ``lengths`` are those of ``length``, where they are known already.
    """
    shapes = chain.from_iterable(map(_shape, statements, lengths or map(length, statements)))
    return np.fromiter(shapes, np.float64, len(statements) * len(SHAPES)).reshape(
        len(statements), len(SHAPES)
    )


def _shape(statement: Statement, letters: int) -> tuple[bool, ...]:
    text = statement.text
    last = text.strip(" *_#")[-1:]
    return (
        statement.bullet,
        last == ":",
        letters < 40,
        letters < 80,
        letters > 250,
        statement.capitals,
        text[:1] == "#",
        text.startswith("**") and text.rstrip(" :").endswith("**"),
        _DIGIT.search(text, statement.number) is not None,
        last == ".",
        last == "?",
        len(statement.words) <= 4,
    )
