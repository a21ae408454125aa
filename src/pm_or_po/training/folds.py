"""Split labelled offers so that what is measured, or learnt from scores, was never trained on."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import StratifiedGroupKFold

from pm_or_po.text.same import same_text
from pm_or_po.training.rows import LabelledOffer

FOLDS = 3
LEAST_GROUPS = 4

Rows = npt.NDArray[np.intp]
_Key = tuple[str, str]


def groups_of(offers: Sequence[LabelledOffer]) -> list[int]:
    """Return what must not be split, as a number an offer: those of one ``group`` or of the same text.

    An offer without a group goes by its text. Named groups that share a text are one, and count where four or more are
    left; else only texts do.
    """
    texts, joined, named = _by_name(offers)
    return joined if named >= LEAST_GROUPS else _joined(texts, texts)


def uncounted_groups(offers: Sequence[LabelledOffer]) -> int:
    """Return how many groups are named where they are too few to count, else 0."""
    *_, named = _by_name(offers)
    return named if named < LEAST_GROUPS else 0


def _by_name(offers: Sequence[LabelledOffer]) -> tuple[list[_Key], list[int], int]:
    """Return the texts of offers, their numbers by named group and text, and how many of these groups are named."""
    texts = [("text", same_text(offer.description)) for offer in offers]
    names = [
        ("group", offer.group) if offer.group else text for offer, text in zip(offers, texts, strict=True)
    ]
    joined = _joined(names, texts)
    return texts, joined, len({n for n, offer in zip(joined, offers, strict=True) if offer.group})


def different_texts(offers: Sequence[LabelledOffer]) -> int:
    """Return how many offers there are, those of the same text counted once."""
    return len({same_text(offer.description) for offer in offers})


def _joined(names: Sequence[_Key], texts: Sequence[_Key]) -> list[int]:
    """Number offers, each named twice, so that those with a name in common, or with a common neighbour, are one."""
    places = {key: place for place, key in enumerate(sorted({*names, *texts}))}
    rows, columns = [places[key] for key in names], [places[key] for key in texts]
    graph = sp.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(places), len(places)))
    _, numbers = connected_components(graph, directed=False)
    return [int(number) for number in numbers[rows]]


def grouped_folds(roles: Sequence[str], groups: Sequence[int], seed: int = 0) -> list[tuple[Rows, Rows]]:
    """Split offers into folds of whole groups, each with its share of every role: always the same way for a seed.

    There are fewer than ``FOLDS`` where there are fewer groups, or of no role as many offers.

    Returns
    -------
    list of (array, array)
        The rows of all other folds and those of the fold, at most ``FOLDS`` times.
    """
    count = min(FOLDS, len(set(groups)), max(map(roles.count, roles)))
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        return list(splitter.split(np.zeros(len(roles)), roles, groups))


def left_without_each(marked: Sequence[bool], folds: Sequence[tuple[Rows, Rows]]) -> bool:
    """Tell whether some of the marked rows are left, whichever fold is taken away."""
    return all(any(marked[i] for i in seen) for seen, _ in folds)
