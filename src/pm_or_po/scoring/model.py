"""The compiled model: every unit's weights in one table, summed word by word, then the context around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
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

_MOST_MET = 32_000  # words whose weights are kept, 200 bytes each
Indices: TypeAlias = npt.NDArray[np.intp]
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


class _WordsMet(dict[str, int]):
    """Words met so far: the row of each in tables of what the model knows of it, filled when it is first met.

    Attributes
    ----------
    weights : array of shape (rows, outputs)
        The word's weights, its letters' included.
    squares : array of shape (rows,)
    codes : array of shape (rows,)
        The word's number in ``Pairs``, -1 for one that no pair holds.
    """

    def __init__(self, model: StatementModel) -> None:
        super().__init__()
        self._model, self._most = model, _MOST_MET
        self._pairs = _Pairs(model.rows)
        self.weights: Weights = np.zeros((0, len(OUTPUTS)), model.weights.dtype)
        self.squares, self.codes = np.zeros(0), np.zeros(0, np.int64)

    def __missing__(self, word: str) -> int:
        row = self[word] = len(self)
        if row == len(self.squares):
            self._resize(max(1 << 12, 2 * row))
        self.weights[row], self.squares[row] = self._model.unit(word)
        self.codes[row] = self._pairs.codes.get(word, -1)
        return row

    def _resize(self, rows: int) -> None:
        more = rows - len(self.squares)
        self.weights = np.pad(self.weights, ((0, more), (0, 0)))
        self.squares, self.codes = np.pad(self.squares, (0, more)), np.pad(self.codes, (0, more))

    def find_pairs(self, rows: Indices) -> tuple[Indices, Indices]:
        """Return where a pair begins in a run of words, given by their rows here, and its row in the model."""
        return self._pairs.find(self.codes[rows])

    def spare(self) -> None:
        """Keep only the words that the model has for units, if there are too many; rows handed out are void then."""
        if len(self) > self._most:
            kept = [word for word in self if word in self._model.rows]
            rows = [self[word] for word in kept]
            for table in (self.weights, self.squares, self.codes):
                table[: len(rows)] = table[rows]
            self.clear()
            self.update(zip(kept, range(len(kept)), strict=True))
            self._most = max(_MOST_MET, 2 * len(kept))


class _Pairs:
    """The pairs of words that a model knows, found many at a time.

    Attributes
    ----------
    codes : mapping of str to int
        A number for each word of a pair, from 0.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        self.codes: dict[str, int] = {}
        coded: list[tuple[int, int, int]] = []
        number = self.codes.setdefault
        for name, row in rows.items():
            one, space, two = name.partition(" ")
            if space and one[0] != "^":
                coded.append((number(one, len(self.codes)), number(two, len(self.codes)), row))
        first, second, found = np.array(coded, np.int64).reshape(-1, 3).T
        keys = first * len(self.codes) + second
        order = np.argsort(keys)
        self._keys = np.append(keys[order], np.iinfo(np.int64).max)  # so that every search ends at a key
        self._rows = np.append(found[order], -1)

    def find(self, codes: npt.NDArray[np.int64]) -> tuple[Indices, Indices]:
        """Return where in a run of words a pair that the model knows begins, and its row."""
        at = np.flatnonzero((codes[:-1] >= 0) & (codes[1:] >= 0))
        keys = codes[at] * len(self.codes) + codes[at + 1]
        place = np.searchsorted(self._keys, keys)
        known = self._keys[place] == keys
        return at[known], self._rows[place[known]]


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
        object.__setattr__(self, "_met", _WordsMet(self))

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
        self._met.spare()
        sizes = [len(one.words) for one in found]
        spoken = chain.from_iterable(one.words for one in found)
        words = np.fromiter(map(self._met.__getitem__, spoken), np.intp, sum(sizes))
        of_words = np.repeat(np.arange(len(found)), sizes)
        of_others, others = self._pairs_and_marks(found, of_words, words)
        sums, squares = _summed(self._met.weights, self._met.squares, of_words, words, len(found))
        more_sums, more_squares = _summed(self.weights, self.squares, of_others, others, len(found))
        norms = np.sqrt(squares + more_squares)
        sums = (sums + more_sums) / np.where(norms > 0, norms, 1.0)[:, None]
        shapes = shapes_of(cuts)
        return self.intercept + sums + shapes @ self.shape_weights, shapes

    def _pairs_and_marks(
        self, found: Sequence[Units], of_words: Indices, words: Indices
    ) -> tuple[Indices, Indices]:
        """Return whose each known pair and mark is, statement by number, and its row in ``weights``."""
        at, pairs = self._met.find_pairs(words)
        inside = of_words[at] == of_words[at + 1]
        marks = [
            (number, row)
            for number, one in enumerate(found)
            for row in map(self.rows.get, one.marks)
            if row is not None
        ]
        of_marks, marked = np.array(marks, np.intp).reshape(-1, 2).T
        of, rows = np.append(of_words[at[inside]], of_marks), np.append(pairs[inside], marked)
        order = np.argsort(of, kind="stable")
        return of[order], rows[order]

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
            own = slice(start, start + size)
            scored.append(
                StatementScores(alone[own], final[own, : len(SIDES)], final[own, len(SIDES)], found[own])
            )
            start += size
        return scored

    def explain(self, cut: Cut, side: str, found: Units | None = None) -> dict[int, float]:
        """Return what each token of a statement adds to the log-odds of a side, from its text alone.

        Shares of units made of several tokens are split evenly between them; those of no token stand under
        -1. Intercept, shape and these shares add up to the statement's own score. ``found`` are its units, where
        they are known already: ``StatementScores.units``.
        """
        output = OUTPUTS.index(f"side:{side}")
        found = units(cut.words, self.lexicon) if found is None else found
        self._met.spare()
        words = list(dict.fromkeys(found.words))
        at = list(map(self._met.__getitem__, words))
        known = {name: self.rows[name] for name in found.names[len(words) :] if name in self.rows}
        rows = list(known.values())
        weights = np.concatenate(
            [self._met.weights[at, output], self.weights[rows, output]], dtype=np.float64
        )
        norm = float(np.sqrt(self._met.squares[at].sum() + self.squares[rows].sum(dtype=np.float64))) or 1.0
        shares: dict[int, float] = {}
        places = found.positions([*words, *known])
        for weight, positions in zip((weights / norm).tolist(), places, strict=True):
            for position in positions or (-1,):
                shares[position] = shares.get(position, 0.0) + weight / (len(positions) or 1)
        return shares


def _summed(
    weights: Weights,
    squares: npt.NDArray[Any],
    of: Indices,
    rows: Indices,
    count: int,
) -> tuple[Array, Array]:
    """Sum rows of a table for each of ``count`` statements.

    ``of`` tells whose each row is, in ascending order; a row that a statement has twice counts once.
    """
    _, first = np.unique(of * len(weights) + rows, return_index=True)
    first.sort()  # in the order given, so that rounding is the same whatever the numbers of the rows
    statement, row = of[first], rows[first]
    sums, square_sums = np.zeros((count, weights.shape[1])), np.zeros(count)
    if len(row):
        starts = np.flatnonzero(np.diff(statement, prepend=-1))
        filled = statement[starts]
        sums[filled] = np.add.reduceat(weights[row], starts, dtype=np.float64)
        square_sums[filled] = np.add.reduceat(squares[row], starts, dtype=np.float64)
    return sums, square_sums
