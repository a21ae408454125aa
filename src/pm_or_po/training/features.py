"""Statements as rows of a sparse matrix, with the very units that scoring sums."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.exceptions import NotFittedError

from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.units import grams, is_word, units
from pm_or_po.text.document import Statement
from pm_or_po.training.factors import Factors

# Statements that a unit, or a run of letters, must stand in to be kept.
LEAST_OF_UNIT, LEAST_OF_LETTERS = 4, 15


class UnitVectorizer:
    """TF-IDF over units of text whose norm adds up unit by unit, so that a fitted model can be summed word
    by word.

    Units that stand in fewer than ``LEAST_OF_UNIT`` of the statements it learns from are left out, and runs of letters
    in fewer than ``LEAST_OF_LETTERS``.

    Parameters
    ----------
    lexicon : Lexicon
        Source of the keyword units.
    gram_weight : float, default 5.0
        Length that the letters of one word are brought to, against about 1 to 10 for the word's own weight.
    drop : tuple of str, default ()
        Kinds of units to leave out: ``word``, ``pair``, ``opening``, ``keyword``, ``letters``. For ablations.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Column of each unit and run of letters.
    idf_ : array of shape (columns,)
        ``log((1 + n) / (1 + df)) + 1``, as scikit-learn's ``TfidfTransformer`` with ``smooth_idf``.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        gram_weight: float = 5.0,
        drop: tuple[str, ...] = (),
    ) -> None:
        self.lexicon = lexicon
        self.gram_weight = gram_weight
        self.drop = drop

    @classmethod
    def fitted(
        cls, lexicon: Lexicon, gram_weight: float, vocabulary: Mapping[str, int], idf: npt.NDArray[np.float64]
    ) -> UnitVectorizer:
        """Return a vectorizer that knows the columns of a model, ``vocabulary``, and their weights ``idf``."""
        made = cls(lexicon, gram_weight=gram_weight)
        made.vocabulary_, made.idf_ = dict(vocabulary), idf
        return made

    def factors(self, X: Sequence[Statement]) -> Factors:
        """Return the matrix of shape (statements, columns), every row of length 1 by the units' own squares.

        It is kept as it comes about: units of each statement, columns of each unit.

        Raises
        ------
        NotFittedError
            If no units have been learnt.
        """
        if not hasattr(self, "vocabulary_"):
            raise NotFittedError("This UnitVectorizer knows no units yet: call fit_factors first.")
        return self._weigh(*self._read(X))

    def fit_factors(self, X: Sequence[Statement]) -> Factors:
        """Learn the units of the statements ``X`` and how rare they are; return the matrix of these statements."""
        names, held = self._read(X)
        return self._learn(names, held)._weigh(names, held)

    def _read(self, X: Sequence[Statement]) -> tuple[list[str], sp.csr_matrix]:
        """Return the names of all units met, and which of them each statement holds, a one for each."""
        known: dict[str, int] = {}
        columns: list[int] = []
        ends = [0]
        for one in X:
            columns += [known.setdefault(name, len(known)) for name in units(one.words, self.lexicon).names]
            ends.append(len(columns))
        return list(known), _ones(columns, ends, len(known))

    def _learn(self, names: Sequence[str], held: sp.csr_matrix) -> UnitVectorizer:
        of_units = held.getnnz(axis=0)
        words = [i for i, name in enumerate(names) if is_word(name)]
        letters: dict[str, int] = {}
        columns: list[int] = []
        ends = [0]
        for i in words:
            columns += [letters.setdefault(gram, len(letters)) for gram in dict.fromkeys(grams(names[i]))]
            ends.append(len(columns))
        of_grams = (held[:, words] @ _ones(columns, ends, len(letters))).getnnz(axis=0)
        kept = sorted((name, int(n)) for name, n in zip(names, of_units, strict=True) if n >= LEAST_OF_UNIT)
        kept += sorted(
            (name, int(n)) for name, n in zip(letters, of_grams, strict=True) if n >= LEAST_OF_LETTERS
        )
        kept = [(name, n) for name, n in kept if _kind(name) not in self.drop]
        self.vocabulary_ = {name: row for row, (name, _) in enumerate(kept)}
        counts = np.array([n for _, n in kept], dtype=np.float64)
        self.idf_ = np.log((1 + held.shape[0]) / (1 + counts)) + 1
        return self

    def _weigh(self, names: Sequence[str], held: sp.csr_matrix) -> Factors:
        """Return statements times units, times what each unit weighs in each column, every row at length 1."""
        idf = self.idf_.tolist()
        columns: list[int] = []
        weights: list[float] = []
        squares: list[float] = []
        ends = [0]
        for name in names:
            square = 0.0
            if (row := self.vocabulary_.get(name)) is not None:
                columns.append(row)
                weights.append(idf[row])
                square = idf[row] ** 2
            letters = (
                [self.vocabulary_[gram] for gram in grams(name) if gram in self.vocabulary_]
                if is_word(name)
                else []
            )
            if letters:
                length = math.sqrt(math.fsum(idf[row] ** 2 for row in letters))
                columns += letters
                weights += [idf[row] * self.gram_weight / length for row in letters]
                square += self.gram_weight**2
            squares.append(square)
            ends.append(len(columns))
        of_names = sp.csr_matrix((weights, columns, ends), shape=(len(names), len(self.vocabulary_)))
        lengths = np.sqrt(held @ np.array(squares))
        scale = sp.diags(1 / np.where(lengths > 0, lengths, 1.0))
        known = np.flatnonzero(of_names.getnnz(axis=1))
        return Factors(sp.csr_matrix(scale @ held[:, known]), of_names[known])


def _ones(columns: Sequence[int], ends: Sequence[int], width: int) -> sp.csr_matrix:
    """Return rows with a one in each of their columns; row ``i`` has ``columns[ends[i]:ends[i + 1]]``."""
    return sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, width))


def _kind(name: str) -> str:
    if name[0] in _MARKS:
        return _MARKS[name[0]]
    return "word" if is_word(name) else "pair"


_MARKS = {"^": "opening", "#": "keyword", "·": "letters"}
