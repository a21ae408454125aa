"""What stands around a statement, as numbers: its neighbours, the last heading, its place in the offer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pm_or_po.scoring.outputs import SECTIONS, ZONES, columns
from pm_or_po.taxonomy import SIDES

Array = npt.NDArray[np.float64]

_REACH = 6
_DECAY = 0.7
_HEADING = 0.4
_FADE = 0.97


def softmax(logits: Array) -> Array:
    """Return the probabilities of logits along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def sigmoid(logits: Array) -> Array:
    """Return the probability of each logit."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))))


def _names() -> tuple[str, ...]:
    around = [*(f"zone:{zone}" for zone in ZONES), *(f"side:{side}" for side in SIDES), "there"]
    return (
        *(f"own zone:{zone}" for zone in ZONES),
        *(f"own side:{side}" for side in SIDES),
        *(f"previous {name}" for name in around),
        *(f"next {name}" for name in around),
        *(f"before zone:{zone}" for zone in ZONES),
        *(f"after zone:{zone}" for zone in ZONES),
        *(f"heading section:{section}" for section in SECTIONS),
        "since heading",
        "place",
        "statements",
        "length",
        "bullet as previous",
        "bullet as next",
    )


CONTEXT = _names()


def context(scores: Array, shapes: Array, lengths: Sequence[int]) -> Array:
    """Return the context of every statement of one offer.

    Parameters
    ----------
    scores : array of shape (statements, outputs)
        What the text model says of each statement alone, in log-odds.
    shapes : array of shape (statements, shapes)
    lengths : sequence of int
        Characters of each statement.

    Returns
    -------
    array of shape (statements, len(CONTEXT))
        Own log-odds first, then probabilities (0 to 1) of the neighbours and of the section of the last
        heading.
    """
    count = len(scores)
    zone_logits = scores[:, columns("zone")]
    zones = softmax(zone_logits)
    own = np.hstack([np.log(np.maximum(zones, 1e-4)), np.clip(scores[:, columns("side")], -9.2, 9.2)])
    around = np.hstack([zones, sigmoid(scores[:, columns("side")]), np.ones((count, 1))])
    previous, following = np.zeros_like(around), np.zeros_like(around)
    previous[1:], following[:-1] = around[:-1], around[1:]
    before, after = np.zeros_like(zones), np.zeros_like(zones)
    before_weight, after_weight = np.full((count, 1), 0.5), np.full((count, 1), 0.5)
    for step in range(1, min(_REACH, count - 1) + 1):
        weight = _DECAY**step
        before[step:] += weight * zones[:-step]
        before_weight[step:] += weight
        after[:-step] += weight * zones[step:]
        after_weight[:-step] += weight
    place = np.arange(count)
    heads = np.where(zones[:, ZONES.index("heading")] > _HEADING, place, -1)
    last = np.concatenate([[-1], np.maximum.accumulate(heads)[:-1]])
    since = place - last
    sections = softmax(scores[:, columns("section")])[np.maximum(last, 0)]
    flat = 1.0 / len(SECTIONS)
    sections = np.where(last[:, None] < 0, flat, flat + (sections - flat) * (_FADE ** (since - 1))[:, None])
    bullets = shapes[:, 0]
    as_previous, as_next = np.zeros(count), np.zeros(count)
    as_previous[1:] = as_next[:-1] = bullets[1:] == bullets[:-1]
    rest = np.column_stack(
        [
            np.minimum(np.where(last < 0, 12, since), 12) / 12.0,
            place / count,
            np.full(count, min(count, 60) / 60.0),
            np.log(np.maximum(lengths, 1)),
            as_previous,
            as_next,
        ]
    )
    return np.hstack([own, previous, following, before / before_weight, after / after_weight, sections, rest])
