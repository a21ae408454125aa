"""The words a model has met, and the pairs it knows: tables that give many words' weights at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Indices: TypeAlias = npt.NDArray[np.intp]
Weights: TypeAlias = npt.NDArray[np.floating[Any]]  # double precision as fitted, single as loaded

_MOST_MET: Final = 20_000  # words whose weights are kept, 200 bytes each
_ROOM: Final = 24_000  # those, and the new ones of a batch


class WordsMet(dict[str, int]):
    """Words met so far: the row of each in tables of what a model knows of it, filled when it is first met.

    Parameters
    ----------
    rows : mapping of str to int
        The model's row of each unit.
    unit : callable
        Returns a word's weights and its square.
    weights : array of shape (rows, outputs)
        The model's.

    Attributes
    ----------
    weights : array of shape (rows, outputs)
        The word's weights, its letters' included.
    squares : array of shape (rows,)
    codes : array of shape (rows,)
        The word's number in ``Pairs``, -1 for one that no pair holds.
    """

    def __init__(
        self, rows: Mapping[str, int], unit: Callable[[str], tuple[Weights, float]], weights: Weights
    ) -> None:
        super().__init__()
        self._known, self._unit, self._most = rows, unit, _MOST_MET
        self._pairs = Pairs(rows)
        # Rows that are not written yet take no memory.
        self.weights: Weights = np.zeros((_ROOM, weights.shape[1]), weights.dtype)
        self.squares, self.codes = np.zeros(_ROOM), np.zeros(_ROOM, np.int64)

    def __missing__(self, word: str) -> int:
        row = self[word] = len(self)
        if row == len(self.squares):
            self._resize(2 * row)
        self.weights[row], self.squares[row] = self._unit(word)
        self.codes[row] = self._pairs.codes.get(word, -1)
        return row

    def _resize(self, rows: int) -> None:
        self.weights = _longer(self.weights, rows)
        self.squares, self.codes = _longer(self.squares, rows), _longer(self.codes, rows)

    def find_pairs(self, rows: Indices) -> tuple[Indices, Indices]:
        """Return where a pair begins in a run of words, given by their rows here, and its row in the model."""
        return self._pairs.find(self.codes[rows])

    def spare(self) -> None:
        """Keep only the words that the model has for units, if there are too many; rows handed out are void then."""
        if len(self) > self._most:
            kept = [word for word in self if word in self._known]
            rows = [self[word] for word in kept]
            for table in (self.weights, self.squares, self.codes):
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
        self.codes: dict[str, int] = {}
        coded: list[tuple[int, int, int]] = []
        number = self.codes.setdefault
        for name, row in rows.items():
            one, space, two = name.partition(" ")
            if space and one[:1] != "^":
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
