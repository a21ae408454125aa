"""The words a model has met, and the pairs it knows: tables that give many words' weights at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from pm_or_po.scoring.units import grams

Indices: TypeAlias = npt.NDArray[np.intp]
Weights: TypeAlias = npt.NDArray[np.floating[Any]]  # double precision as fitted, single as loaded

_MOST_MET: Final = 20_000  # words whose weights are kept, 200 bytes each
_ROOM: Final = 24_000  # those, and the new ones of a batch

# One for all tables: a fork waits for it, so that no child gets a table half written.
_LOCK = threading.RLock()


def _acquire() -> None:
    _LOCK.acquire()


def _release() -> None:
    _LOCK.release()


def _renew() -> None:
    global _LOCK  # noqa: PLW0603
    _LOCK = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_acquire, after_in_parent=_release, after_in_child=_renew)


class WordTable(dict[str, int]):
    """Words met so far, each with its row in tables of what a model knows of it, filled when it is first asked for.

    Used in a ``with`` block: one thread at a time, and inside the block rows keep their places.

    Parameters
    ----------
    rows, weights, squares, gram_weight
        Of the model, see ``StatementModel``.

    Attributes
    ----------
    weights : array of shape (rows, outputs)
        Each word's weights, its letters' included.
    squares : array of shape (rows,)
    """

    def __init__(
        self, rows: Mapping[str, int], weights: Weights, squares: Weights, gram_weight: float
    ) -> None:
        super().__init__()
        self._model = rows, weights, squares, gram_weight
        self._most = _MOST_MET
        # Rows that are not written yet take no memory.
        self.weights: Weights = np.zeros((_ROOM, weights.shape[1]), weights.dtype)
        self.squares, self._codes = np.zeros(_ROOM), np.zeros(_ROOM, np.int64)

    def __enter__(self) -> Self:
        _acquire()
        if len(self) > self._most:
            self._spare()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _release()

    def rows_of(self, words: Sequence[str]) -> Indices:
        """Return the row of each word in this table."""
        return np.fromiter(map(self.__getitem__, words), np.intp, len(words))

    def pairs_in(self, rows: Indices) -> tuple[Indices, Indices]:
        """Return where two words in a row, given by their rows, make a pair that the model knows, and its row there."""
        return self._pairs.find(self._codes[rows])

    @cached_property
    def _pairs(self) -> Pairs:
        return Pairs(self._model[0])

    def __missing__(self, word: str) -> int:
        row = len(self)
        if row == len(self.squares):
            self.weights = _longer(self.weights, 2 * row)
            self.squares, self._codes = _longer(self.squares, 2 * row), _longer(self._codes, 2 * row)
        self.weights[row], self.squares[row] = self._unit(word)
        self._codes[row] = self._pairs.codes.get(word, -1)
        self[word] = row  # last: a word that could not be learnt is not known
        return row

    def _unit(self, word: str) -> tuple[Weights, float]:
        """Return a word's weights, one an output, and its square: its own, and what its letters bring."""
        known, weights, squares, gram_weight = self._model
        total, square = np.zeros(weights.shape[1], weights.dtype), 0.0
        if (row := known.get(word)) is not None:
            total, square = weights[row], float(squares[row])
        if letters := [known[gram] for gram in grams(word) if gram in known]:
            scale = gram_weight / float(np.sqrt(squares[letters].sum()))
            total = total + scale * weights[letters].sum(axis=0)
            square += gram_weight**2
        return total, square

    def _spare(self) -> None:
        """Keep only the words that the model has for units: most others are seen once."""
        kept = [word for word in self if word in self._model[0]]
        rows = [self[word] for word in kept]
        for table in (self.weights, self.squares, self._codes):
            table[: len(rows)] = table[rows]
        self.clear()
        self.update(zip(kept, range(len(kept)), strict=True))
        self._most = max(_MOST_MET, 2 * len(kept))


def _longer(table: npt.NDArray[Any], rows: int) -> npt.NDArray[Any]:
    longer = np.zeros((rows, *table.shape[1:]), table.dtype)
    longer[: len(table)] = table
    return longer


class Pairs:
    """The pairs of words that a model knows, found many at a time.

    Attributes
    ----------
    codes : mapping of str to int
        A number for each word of a pair, from 0.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        pairs = {name: row for name, row in rows.items() if name.count(" ") == 1 and name[0] != "^"}
        words = " ".join(pairs).split(" ") if pairs else []
        self.codes = {word: code for code, word in enumerate(dict.fromkeys(words))}
        coded = np.fromiter(map(self.codes.__getitem__, words), np.int64, len(words))
        keys = coded[::2] * len(self.codes) + coded[1::2]
        found = np.fromiter(pairs.values(), np.intp, len(pairs))
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
