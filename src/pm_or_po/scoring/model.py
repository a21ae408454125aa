"""The compiled model: every unit's weights in one table, summed word by word, then the context around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from pm_or_po.scoring.context import context
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.logits import Array, sigmoid
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.rules import JudgeRules
from pm_or_po.scoring.units import Units, length, shapes_of, units
from pm_or_po.scoring.words import Indices, Weights, WordTable
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import Statement

FINAL = (*SIDES, "duty")  # what is decided about a statement once its context is known


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, eq=False)
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
    weights : array of shape (rows, len(OUTPUTS))
        Inverse document frequency times coefficient.
    squares : array of shape (rows,)
        Square of the inverse document frequency.
    gram_weight : float
        Length that the letters of a word are brought to, in place of their own.
    intercept : array of shape (len(OUTPUTS),)
        Log-odds of a statement without known units and of no shape.
    shape_weights : array of shape (len(SHAPES), len(OUTPUTS))
    context_weights : array of shape (len(CONTEXT) + len(SHAPES), len(FINAL))
    context_intercept : array of shape (len(FINAL),)
    lexicon : Lexicon
    rules : JudgeRules
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
    rules: JudgeRules
    identity: ModelIdentity
    _met: WordTable = field(init=False, repr=False)

    def __post_init__(self) -> None:
        met = WordTable(self.rows, self.weights, self.squares, self.gram_weight)
        object.__setattr__(self, "_met", met)

    def __repr__(self) -> str:
        return f"<StatementModel {self.identity.name} {self.identity.version}, {len(self.rows):,} units>"

    def __reduce__(self) -> tuple[type[StatementModel], tuple[Any, ...]]:
        # The words met are not sent along.
        return type(self), tuple(getattr(self, one.name) for one in fields(self) if one.init)

    def score_alone(self, statements: Sequence[Statement]) -> tuple[Array, Array]:
        """Return the log-odds of every output for each statement alone, and the statements' shapes.

        Returns
        -------
        array of shape (statements, len(OUTPUTS))
        array of shape (statements, len(SHAPES))
        """
        found = [units(statement.words, self.lexicon) for statement in statements]
        shapes = shapes_of(statements)
        return self._score_alone(found, shapes), shapes

    def _score_alone(self, found: Sequence[Units], shapes: Array) -> Array:
        of_words = np.repeat(np.arange(len(found)), [len(one.words) for one in found])
        with self._met as met:
            words = met.rows_of([word for one in found for word in one.words])
            sums, squares = _summed(met.weights, met.squares, of_words, words, len(found))
            at, pairs = met.pairs_in(words)
        inside = of_words[at] == of_words[at + 1]
        of_rest, rest = self._with_marks(found, of_words[at[inside]], pairs[inside])
        rest_sums, rest_squares = _summed(self.weights, self.squares, of_rest, rest, len(found))
        norms = np.sqrt(squares + rest_squares)
        sums = (sums + rest_sums) / np.where(norms > 0, norms, 1.0)[:, None]
        return self.intercept + sums + shapes @ self.shape_weights

    def _with_marks(
        self, found: Sequence[Units], of_pairs: Indices, pairs: Indices
    ) -> tuple[Indices, Indices]:
        """Return known pairs and marks statement by statement: whose each is, and its row in ``weights``."""
        marks = [
            (number, row)
            for number, one in enumerate(found)
            for row in map(self.rows.get, one.marks)
            if row is not None
        ]
        of_marks, marked = np.array(marks, np.intp).reshape(-1, 2).T
        of, rows = np.append(of_pairs, of_marks), np.append(pairs, marked)
        order = np.argsort(of, kind="stable")
        return of[order], rows[order]

    def score(self, statements: Sequence[Statement]) -> StatementScores:
        """Score the statements of one offer, in order."""
        return self.score_many([statements])[0]

    def score_many(self, offers: Sequence[Sequence[Statement]]) -> list[StatementScores]:
        """Score the statements of several offers, each in order: the same as one by one, and faster."""
        statements = [statement for one in offers for statement in one]
        sizes = [len(one) for one in offers]
        found = [units(statement.words, self.lexicon) for statement in statements]
        lengths = list(map(length, statements))
        shapes = shapes_of(statements, lengths)
        alone = self._score_alone(found, shapes)
        around = context(alone, shapes, lengths, sizes)
        final = sigmoid(np.hstack([around, shapes]) @ self.context_weights + self.context_intercept)
        scored, start = [], 0
        for size in sizes:
            own = slice(start, start + size)
            scored.append(
                StatementScores(alone[own], final[own, : len(SIDES)], final[own, len(SIDES)], found[own])
            )
            start += size
        return scored

    def explain(self, statement: Statement, side: str, found: Units | None = None) -> dict[int, float]:
        """Return what each token of a statement adds to the log-odds of a side, from its text alone.

        Shares of units made of several tokens are split evenly between them; those of no token stand under
        -1. Intercept, shape and these shares add up to the statement's own score. ``found`` are its units, where
        they are known already: ``StatementScores.units``.
        """
        output = OUTPUTS.index(f"side:{side}")
        found = units(statement.words, self.lexicon) if found is None else found
        words, places = list(dict.fromkeys(found.words)), found.places
        known = {name: self.rows[name] for name in islice(places, len(words), None) if name in self.rows}
        rows = list(known.values())
        with self._met as met:
            at = met.rows_of(words)
            own, squares = met.weights[at, output], met.squares[at]
        weights = np.concatenate([own, self.weights[rows, output]], dtype=np.float64)
        norm = float(np.sqrt(squares.sum() + self.squares[rows].sum(dtype=np.float64))) or 1.0
        shares: dict[int, float] = {}
        for weight, name in zip((weights / norm).tolist(), [*words, *known], strict=True):
            positions = places[name] or (-1,)
            for position in positions:
                shares[position] = shares.get(position, 0.0) + weight / len(positions)
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
    _, first = np.unique(of * len(weights) + rows, return_index=True)  # one number for a statement and a row
    first.sort()  # in the order given, so that rounding is the same whatever the numbers of the rows
    statement, row = of[first], rows[first]
    sums, square_sums = np.zeros((count, weights.shape[1])), np.zeros(count)
    if len(row):
        starts = np.flatnonzero(np.diff(statement, prepend=-1))
        filled = statement[starts]
        sums[filled] = np.add.reduceat(weights[row].astype(np.float64), starts)
        square_sums[filled] = np.add.reduceat(squares[row].astype(np.float64), starts)
    return sums, square_sums
