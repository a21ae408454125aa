"""Split labelled offers so that what is measured, or learnt from scores, was never trained on."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from pm_or_po.training.corpus import LabelledOffer

FOLDS = 3
LEAST_GROUPS = 4

Rows = npt.NDArray[np.intp]


def groups_of(offers: Sequence[LabelledOffer]) -> list[int]:
    """Return what must not be split, as a number an offer: its ``group`` where there are four, else its very text."""
    named = {offer.group for offer in offers}
    keys = [
        offer.group if len(named) >= LEAST_GROUPS and "" not in named else offer.description
        for offer in offers
    ]
    numbers = {key: number for number, key in enumerate(sorted(set(keys)))}
    return [numbers[key] for key in keys]


def grouped_folds(
    roles: Sequence[str], groups: Sequence[int], folds: int = FOLDS, seed: int = 0
) -> list[tuple[Rows, Rows]]:
    """Split offers into folds of whole groups, each with its share of every role: always the same way for a seed.

    There are fewer folds than asked for where there are fewer groups, or of no role as many offers.

    Returns
    -------
    list of (array, array)
        The rows of all other folds and those of the fold, at most ``folds`` times.
    """
    count = min(folds, len(set(groups)), max(map(roles.count, roles)))
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        return list(splitter.split(np.zeros(len(roles)), roles, groups))
