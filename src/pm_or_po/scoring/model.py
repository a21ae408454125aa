"""The compiled model: every unit's weights in one table, summed word by word, then the context around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from pm_or_po.keywords import Lexicon
from pm_or_po.scoring.context import Array, context, sigmoid
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.units import grams, is_word, length, shape, units
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import Cut
from pm_or_po.verdict import ModelIdentity

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
    """

    alone: Array
    sides: Array
    duty: Array


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
    weights: npt.NDArray[np.float32]
    squares: npt.NDArray[np.float32]
    gram_weight: float
    intercept: Array
    shape_weights: Array
    context_weights: Array
    context_intercept: Array
    lexicon: Lexicon
    judge: Mapping[str, Any]
    identity: ModelIdentity
    _known: dict[str, tuple[npt.NDArray[np.float32], float]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def _nothing(self) -> tuple[npt.NDArray[np.float32], float]:
        return np.zeros(len(OUTPUTS), dtype=np.float32), 0.0

    def unit(self, unit: str) -> tuple[npt.NDArray[np.float32], float]:
        """Return a unit's weights, one an output, and its square; computed once for each distinct unit."""
        known = self._known.get(unit)
        if known is not None:
            return known
        row = self.rows.get(unit)
        weights, square = self._nothing
        if row is not None:
            weights, square = self.weights[row], float(self.squares[row])
        if is_word(unit):
            letters = [self.rows[gram] for gram in grams(unit) if gram in self.rows]
            if letters:
                scale = self.gram_weight / float(np.sqrt(self.squares[letters].sum()))
                weights = weights + scale * self.weights[letters].sum(axis=0)
                square += self.gram_weight**2
        if len(self._known) > 400_000:
            self._known.clear()
        self._known[unit] = weights, square
        return weights, square

    def score_alone(self, cuts: Sequence[Cut]) -> tuple[Array, Array]:
        """Return the log-odds of every output for each statement alone, and the statements' shapes."""
        scores = np.tile(self.intercept, (len(cuts), 1))
        shapes = np.zeros((len(cuts), len(self.shape_weights)))
        for i, cut in enumerate(cuts):
            found = [self.unit(name) for name, _ in units(cut.tokens, self.lexicon)]
            square = sum(pair[1] for pair in found)
            if square:
                scores[i] += np.sum([pair[0] for pair in found], axis=0, dtype=np.float64) / np.sqrt(square)
            shapes[i] = shape(cut)
        return scores + shapes @ self.shape_weights, shapes

    def score(self, cuts: Sequence[Cut]) -> StatementScores:
        """Score the statements of one offer, in order."""
        alone, shapes = self.score_alone(cuts)
        if not len(cuts):
            return StatementScores(alone, np.zeros((0, len(SIDES))), np.zeros(0))
        around = context(alone, shapes, [length(cut) for cut in cuts])
        final = sigmoid(np.hstack([around, shapes]) @ self.context_weights + self.context_intercept)
        return StatementScores(alone, final[:, : len(SIDES)], final[:, len(SIDES)])

    def explain(self, cut: Cut, side: str) -> dict[int, float]:
        """Return what each token of a statement adds to the log-odds of a side, from its text alone.

        Shares of units made of several tokens are split evenly between them; those of no token stand under
        -1. Intercept, shape and these shares add up to the statement's own score.
        """
        output = OUTPUTS.index(f"side:{side}")
        found = units(cut.tokens, self.lexicon)
        norm = float(np.sqrt(sum(self.unit(name)[1] for name, _ in found))) or 1.0
        shares: dict[int, float] = {}
        for name, positions in found:
            at = positions or (-1,)
            share = float(self.unit(name)[0][output]) / norm / len(at)
            for position in at:
                shares[position] = shares.get(position, 0.0) + share
        return shares
