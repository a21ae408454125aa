"""The compiled model: every unit's weights in one table, summed word by word, then the context around."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from pm_or_po.keywords import Lexicon
from pm_or_po.scoring.context import Array, context, sigmoid
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.units import grams, is_word, length, shape, units
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import Cut
from pm_or_po.verdict import ModelIdentity

_MOST_MET = 40_000
NOTHING = np.zeros(len(OUTPUTS), dtype=np.float32)
NOTHING.flags.writeable = False
Units: TypeAlias = Sequence[tuple[str, tuple[int, ...]]]  # of a statement, see ``pm_or_po.scoring.units``
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
    units : sequence of sequence of (str, tuple of int)
        Each statement's units, with the positions of the tokens that made each: what ``explain`` asks for.
    """

    alone: Array
    sides: Array
    duty: Array
    units: Sequence[Units]


class _UnitsMet:
    """The weights of units met so far, each computed once, in one table from which a batch is gathered.

    Row 0 is nothing: the units without weight, most pairs of words among them, all stand there and are not kept.
    """

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self.weights = np.zeros((1 << 12, len(OUTPUTS)), dtype=np.float32)
        self.squares = np.zeros(1 << 12)

    def places(
        self,
        names: Sequence[str],
        unit: Callable[[str], tuple[npt.NDArray[np.float32], float]],
        known: Mapping[str, int],
    ) -> npt.NDArray[np.intp]:
        """Return the row of each name; ``unit`` gives the weights of one not met yet, if ``known`` has any for it."""
        if len(self._at) > _MOST_MET:
            self._at = {}
        found = list(map(self._at.get, names))
        for place, row in enumerate(found):
            if row is None:
                name = names[place]
                # Most of them are pairs of words that the model does not know.
                found[place] = 0 if " " in name and name not in known else self._meet(name, unit)
        return np.array(found, dtype=np.intp)

    def _meet(self, name: str, unit: Callable[[str], tuple[npt.NDArray[np.float32], float]]) -> int:
        known = self._at.get(name)
        if known is not None:  # a second time in the same batch
            return known
        weights, square = unit(name)
        if weights is NOTHING:
            return 0
        row = len(self._at) + 1
        if row == len(self.squares):
            self.weights = np.concatenate([self.weights, np.zeros_like(self.weights)])
            self.squares = np.concatenate([self.squares, np.zeros_like(self.squares)])
        self.weights[row], self.squares[row] = weights, square
        self._at[name] = row
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
    _met: _UnitsMet = field(default_factory=_UnitsMet, repr=False, compare=False)

    def unit(self, unit: str) -> tuple[npt.NDArray[np.float32], float]:
        """Return a unit's weights, one an output, and its square: its own, and what its letters bring."""
        row = self.rows.get(unit)
        weights, square = NOTHING, 0.0
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
        return self._score_alone(cuts, [units(cut.tokens, self.lexicon) for cut in cuts])

    def _score_alone(self, cuts: Sequence[Cut], found: Sequence[Units]) -> tuple[Array, Array]:
        scores = np.tile(self.intercept, (len(cuts), 1))
        shapes = np.array([shape(cut) for cut in cuts]).reshape(len(cuts), len(self.shape_weights))
        names = [[name for name, _ in one] for one in found]
        filled = [at for at, some in enumerate(names) if some]
        if filled:
            at = self._met.places([name for some in names for name in some], self.unit, self.rows)
            starts = np.cumsum([0, *(len(names[i]) for i in filled[:-1])])
            sums = np.add.reduceat(self._met.weights[at].astype(np.float64), starts)
            norms = np.sqrt(np.add.reduceat(self._met.squares[at], starts))
            scores[filled] += sums / np.where(norms > 0, norms, 1.0)[:, None]
        return scores + shapes @ self.shape_weights, shapes

    def score(self, cuts: Sequence[Cut]) -> StatementScores:
        """Score the statements of one offer, in order."""
        found = [units(cut.tokens, self.lexicon) for cut in cuts]
        alone, shapes = self._score_alone(cuts, found)
        if not len(cuts):
            return StatementScores(alone, np.zeros((0, len(SIDES))), np.zeros(0), found)
        around = context(alone, shapes, [length(cut) for cut in cuts])
        final = sigmoid(np.hstack([around, shapes]) @ self.context_weights + self.context_intercept)
        return StatementScores(alone, final[:, : len(SIDES)], final[:, len(SIDES)], found)

    def explain(self, cut: Cut, side: str, found: Units | None = None) -> dict[int, float]:
        """Return what each token of a statement adds to the log-odds of a side, from its text alone.

        Shares of units made of several tokens are split evenly between them; those of no token stand under
        -1. Intercept, shape and these shares add up to the statement's own score. ``found`` are its units, where
        they are known already: ``StatementScores.units``.
        """
        output = OUTPUTS.index(f"side:{side}")
        found = units(cut.tokens, self.lexicon) if found is None else found
        places = self._met.places([name for name, _ in found], self.unit, self.rows)
        norm = float(np.sqrt(self._met.squares[places].sum())) or 1.0
        weights = self._met.weights[places, output].astype(np.float64)
        shares: dict[int, float] = {}
        for weight, (_, positions) in zip((weights / norm).tolist(), found, strict=True):
            at = positions or (-1,)
            for position in at:
                shares[position] = shares.get(position, 0.0) + weight / len(at)
        return shares
