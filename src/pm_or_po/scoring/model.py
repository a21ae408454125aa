"""The compiled model: every unit's weights in one table, summed word by word, then the context around."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from pm_or_po.keywords import Lexicon
from pm_or_po.scoring.context import Array, context, sigmoid
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.units import Units, grams, is_word, length, shapes_of, units
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import Cut
from pm_or_po.verdict import ModelIdentity

_MOST_MET = 16_000  # words whose weights are kept, 200 bytes each
Weights: TypeAlias = npt.NDArray[np.floating[Any]]  # double precision as fitted, single as loaded
FINAL = (*SIDES, "duty")  # what is decided about a statement once its context is known


@dataclass(frozen=True, slots=True)
class StatementScores:
    """Scores of one offer's statements.

    Attributes
    ----------
    alone : array of shape (statements, len(OUTPUTS))
        Log-odds of every output from the statement's own text.
    sides : array of shape (statements, 2)
        Probability, 0 to 1, that the statement is a duty of discovery and of delivery, context included.
    duty : array of shape (statements,)
        Probability that it is a duty at all, context included.
    units : sequence of Units
        Each statement's units: what ``explain`` asks for.
    """

    alone: Array
    sides: Array
    duty: Array
    units: Sequence[Units]


class _WordsMet:
    """The weights of words met so far, their letters included, each summed once, in a table to gather from."""

    def __init__(self, dtype: np.dtype[np.floating[Any]]) -> None:
        self._at: dict[str, int] = {}
        self._most = _MOST_MET
        self.weights: Weights = np.zeros((1 << 12, len(OUTPUTS)), dtype)
        self.squares = np.zeros(1 << 12)

    def places(
        self,
        words: Sequence[str],
        unit: Callable[[str], tuple[Weights, float]],
        known: Container[str],
    ) -> npt.NDArray[np.intp]:
        """Return the row of each word; ``unit`` gives the weights of one not met yet.

        When there are too many, those stay that the model has for units, ``known``; most others are seen once.
        """
        if len(self._at) > self._most:
            kept = [word for word in self._at if word in known]
            rows = [self._at[word] for word in kept]
            self.weights[: len(rows)], self.squares[: len(rows)] = self.weights[rows], self.squares[rows]
            self._at = {word: row for row, word in enumerate(kept)}
            self._most = max(_MOST_MET, 2 * len(kept))
        found = list(map(self._at.get, words))
        for place, row in enumerate(found):
            if row is None:
                found[place] = self._meet(words[place], unit)
        return np.array(found, dtype=np.intp)

    def _meet(self, word: str, unit: Callable[[str], tuple[Weights, float]]) -> int:
        row = self._at.setdefault(word, len(self._at))  # known where it stands twice in the same batch
        if row == len(self.squares):
            self.weights = np.concatenate([self.weights, np.zeros_like(self.weights)])
            self.squares = np.concatenate([self.squares, np.zeros_like(self.squares)])
        self.weights[row], self.squares[row] = unit(word)
        return row


@dataclass(frozen=True)
class StatementModel:
    """A linear model over units of text: weights summed unit by unit, then divided by the statement's length.

    Each unit counts once, at its inverse document frequency, and a word also brings the runs of letters in it. The
    whole is brought to length 1, that length being the root of the sum of the units' own squares, so that
    ``logit = intercept + sum(weights[u] for u in units) / norm + shape @ shape_weights`` and each unit's share is
    exact.

    Attributes
    ----------
    rows : mapping of str to int
        Row of each unit and each run of letters.
    weights : array of shape (rows, outputs)
        Inverse document frequency times coefficient.
    squares : array of shape (rows,)
        Square of the inverse document frequency.
    gram_weight : float
        Length that the letters of a word are brought to, in place of their own.
    intercept, shape_weights, context_weights, context_intercept : arrays
        See ``pm_or_po.scoring.units.SHAPES`` and ``pm_or_po.scoring.context.CONTEXT``.
    lexicon : Lexicon
    judge : mapping
        Numbers of the judge, see ``pm_or_po.judging``.
    identity : ModelIdentity
    """

    rows: Mapping[str, int]
    weights: Weights
    squares: Weights
    gram_weight: float
    intercept: Array
    shape_weights: Array
    context_weights: Array
    context_intercept: Array
    lexicon: Lexicon
    judge: Mapping[str, Any]
    identity: ModelIdentity
    _met: _WordsMet = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_met", _WordsMet(self.weights.dtype))

    def unit(self, unit: str) -> tuple[Weights, float]:
        """Return a unit's weights, one an output, and its square: its own, and what its letters bring."""
        row = self.rows.get(unit)
        weights, square = np.zeros(len(OUTPUTS), self.weights.dtype), 0.0
        if row is not None:
            weights, square = self.weights[row], float(self.squares[row])
        if is_word(unit):
            letters = [self.rows[gram] for gram in grams(unit) if gram in self.rows]
            if letters:
                scale = self.gram_weight / float(np.sqrt(self.squares[letters].sum()))
                weights = weights + scale * self.weights[letters].sum(axis=0)
                square += self.gram_weight**2
        return weights, square

    def score_alone(self, cuts: Sequence[Cut]) -> tuple[Array, Array]:
        """Return the log-odds of every output for each statement alone, and the statements' shapes."""
        return self._score_alone(cuts, [units(cut.words, self.lexicon) for cut in cuts])

    def _score_alone(self, cuts: Sequence[Cut], found: Sequence[Units]) -> tuple[Array, Array]:
        shapes = shapes_of(cuts)
        words = self._met.places([word for one in found for word in one.words], self.unit, self.rows)
        others = [[row for row in map(self.rows.get, one.others) if row is not None] for one in found]
        rows = np.array([row for some in others for row in some], dtype=np.intp)
        sums, squares = _summed(
            self._met.weights, self._met.squares, words, [len(one.words) for one in found]
        )
        more_sums, more_squares = _summed(self.weights, self.squares, rows, list(map(len, others)))
        norms = np.sqrt(squares + more_squares)
        sums = (sums + more_sums) / np.where(norms > 0, norms, 1.0)[:, None]
        return self.intercept + sums + shapes @ self.shape_weights, shapes

    def score(self, cuts: Sequence[Cut]) -> StatementScores:
        """Score the statements of one offer, in order."""
        return self.score_many([cuts])[0]

    def score_many(self, offers: Sequence[Sequence[Cut]]) -> list[StatementScores]:
        """Score the statements of several offers, each in order: the same as one by one, and faster."""
        cuts = [cut for one in offers for cut in one]
        sizes = [len(one) for one in offers]
        found = [units(cut.words, self.lexicon) for cut in cuts]
        alone, shapes = self._score_alone(cuts, found)
        around = context(alone, shapes, [length(cut) for cut in cuts], sizes)
        final = sigmoid(np.hstack([around, shapes]) @ self.context_weights + self.context_intercept)
        scored, start = [], 0
        for size in sizes:
            own = slice(start, start := start + size)
            scored.append(
                StatementScores(alone[own], final[own, : len(SIDES)], final[own, len(SIDES)], found[own])
            )
        return scored

    def explain(self, cut: Cut, side: str, found: Units | None = None) -> dict[int, float]:
        """Return what each token of a statement adds to the log-odds of a side, from its text alone.

        Shares of units made of several tokens are split evenly between them; those of no token stand under
        -1. Intercept, shape and these shares add up to the statement's own score. ``found`` are its units, where
        they are known already: ``StatementScores.units``.
        """
        output = OUTPUTS.index(f"side:{side}")
        found = units(cut.words, self.lexicon) if found is None else found
        at = self._met.places(found.words, self.unit, self.rows)
        known = [(name, row) for name in found.others if (row := self.rows.get(name)) is not None]
        rows = [row for _, row in known]
        weights = np.concatenate(
            [self._met.weights[at, output], self.weights[rows, output]], dtype=np.float64
        )
        norm = float(np.sqrt(self._met.squares[at].sum() + self.squares[rows].sum(dtype=np.float64))) or 1.0
        shares: dict[int, float] = {}
        places = found.positions([name for name, _ in known])
        for weight, positions in zip((weights / norm).tolist(), places, strict=True):
            for position in positions or (-1,):
                shares[position] = shares.get(position, 0.0) + weight / (len(positions) or 1)
        return shares


def _summed(
    weights: Weights,
    squares: npt.NDArray[Any],
    at: npt.NDArray[np.intp],
    counts: Sequence[int],
) -> tuple[Array, Array]:
    """Sum rows of a table run by run: ``counts`` are the runs' lengths, a run of none sums to zero."""
    sums, square_sums = np.zeros((len(counts), weights.shape[1])), np.zeros(len(counts))
    filled = [i for i, count in enumerate(counts) if count]
    if filled:
        starts = np.cumsum([0, *(counts[i] for i in filled[:-1])])
        sums[filled] = np.add.reduceat(weights[at], starts, dtype=np.float64)
        square_sums[filled] = np.add.reduceat(squares[at], starts, dtype=np.float64)
    return sums, square_sums
