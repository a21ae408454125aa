"""Statements as rows of a sparse matrix, with the very units that scoring sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin

from pm_or_po.keywords import Lexicon
from pm_or_po.scoring.units import Units, grams, is_word, units
from pm_or_po.text.document import Cut


class UnitVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """TF-IDF over units of text whose norm adds up unit by unit, so that a fitted model can be summed word
    by word.

    Parameters
    ----------
    lexicon : Lexicon
        Source of the keyword units.
    min_units, min_grams : int, default 4 and 15
        Statements that a unit, or a run of letters, must stand in to be kept.
    gram_weight : float, default 5.0
        Length that the letters of one word are brought to, against about 1 to 10 for the word's own weight.
    drop : tuple of str, default ()
        Kinds of units to leave out: ``word``, ``pair``, ``opening``, ``keyword``, ``letters``. For ablations.

    Attributes
    ----------
    rows_ : dict of str to int
        Column of each unit and run of letters.
    idf_ : array of shape (columns,)
        ``log((1 + n) / (1 + df)) + 1``, as scikit-learn's ``TfidfTransformer`` with ``smooth_idf``.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        min_units: int = 4,
        min_grams: int = 15,
        gram_weight: float = 5.0,
        drop: tuple[str, ...] = (),
    ) -> None:
        self.lexicon = lexicon
        self.min_units = min_units
        self.min_grams = min_grams
        self.gram_weight = gram_weight
        self.drop = drop

    def fit(self, X: Sequence[Cut], y: object = None) -> UnitVectorizer:
        """Learn the units of the statements ``X`` and how rare they are."""
        return self._learn([units(cut.words, self.lexicon) for cut in X])

    def transform(self, X: Sequence[Cut]) -> sp.csr_matrix:
        """Return the matrix of shape (statements, columns), every row of length 1 by the units' own squares."""
        return self._rows([units(cut.words, self.lexicon) for cut in X])

    def fit_transform(self, X: Sequence[Cut], y: object = None) -> sp.csr_matrix:
        """Do both, reading each statement once."""
        found = [units(cut.words, self.lexicon) for cut in X]
        return self._learn(found)._rows(found)

    def _learn(self, statements: Sequence[Units]) -> UnitVectorizer:
        of_units: Counter[str] = Counter()
        of_grams: Counter[str] = Counter()
        letters = lru_cache(maxsize=None)(grams)
        for found in statements:
            of_units.update(found.names)
            of_grams.update({gram for word in found.words for gram in letters(word)})
        kept = [(name, n) for name, n in sorted(of_units.items()) if n >= self.min_units]
        kept += [(name, n) for name, n in sorted(of_grams.items()) if n >= self.min_grams]
        kept = [(name, n) for name, n in kept if _kind(name) not in self.drop]
        self.rows_ = {name: row for row, (name, _) in enumerate(kept)}
        counts = np.array([n for _, n in kept], dtype=np.float64)
        self.idf_ = np.log((1 + len(statements)) / (1 + counts)) + 1
        return self

    def _rows(self, statements: Sequence[Units]) -> sp.csr_matrix:
        known: dict[str, tuple[npt.NDArray[np.int32], npt.NDArray[np.float64], float]] = {}
        columns: list[npt.NDArray[np.int32]] = []
        values: list[npt.NDArray[np.float64]] = []
        ends = [0]
        for found in statements:
            square = 0.0
            row: list[npt.NDArray[np.float64]] = []
            for name in found.names:
                if name not in known:
                    known[name] = self._unit(name)
                at, weight, own = known[name]
                columns.append(at)
                row.append(weight)
                square += own
            if square:
                values.append(np.concatenate(row) / np.sqrt(square))
            ends.append(ends[-1] + sum(map(len, row)))
        matrix = sp.csr_matrix(
            (
                np.concatenate(values) if values else np.zeros(0),
                np.concatenate(columns) if columns else np.zeros(0, dtype=np.int32),
                np.array(ends),
            ),
            shape=(len(statements), len(self.rows_)),
        )
        matrix.sum_duplicates()
        return matrix

    def _unit(self, name: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64], float]:
        at: list[int] = []
        weights: list[float] = []
        square = 0.0
        if name in self.rows_:
            at.append(self.rows_[name])
            weights.append(float(self.idf_[at[0]]))
            square = weights[0] ** 2
        if is_word(name):
            letters = [self.rows_[gram] for gram in grams(name) if gram in self.rows_]
            if letters:
                idf = self.idf_[letters]
                at += letters
                weights += list(idf * self.gram_weight / np.sqrt((idf**2).sum()))
                square += self.gram_weight**2
        return np.array(at, dtype=np.int32), np.array(weights, dtype=np.float64), square


def _kind(name: str) -> str:
    if name[0] in _MARKS:
        return _MARKS[name[0]]
    return "word" if is_word(name) else "pair"


_MARKS = {"^": "opening", "#": "keyword", "·": "letters"}
