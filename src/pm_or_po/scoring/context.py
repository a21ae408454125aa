"""What stands around a statement, as numbers: its neighbours, the last heading, its place in the offer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pm_or_po.scoring.logits import Array, sigmoid, softmax
from pm_or_po.scoring.outputs import SECTIONS, ZONES, columns
from pm_or_po.scoring.units import SHAPES
from pm_or_po.taxonomy import SIDES

_REACH = 6
_DECAY = 0.7
_HEADING = 0.4  # probability above which a statement is one
_FADE = 0.97
_LEAST = 1e-4  # probability below which a zone or a side is no less likely
# Log-odds of a side above which a line is no surer: else the words of one line drown all that stands around it.
_SUREST = 4.0


def last_headings(zones: Array) -> npt.NDArray[np.intp]:
    """Return the nearest heading above each statement, -1 where none is; ``zones`` is of shape (statements, zones)."""
    heads = np.where(zones[:, ZONES.index("heading")] > _HEADING, np.arange(len(zones)), -1)
    return np.maximum.accumulate(np.append(-1, heads))[:-1]


def _names() -> tuple[str, ...]:
    around = [*(f"zone:{zone}" for zone in ZONES), *(f"side:{side}" for side in SIDES), "there"]
    return (
        *(f"own zone:{zone}" for zone in ZONES),
        *(f"own side:{side}" for side in SIDES),
        *(f"own duty side:{side}" for side in SIDES),
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


def context(
    scores: Array, shapes: Array, lengths: Sequence[int], sizes: Sequence[int] | None = None
) -> Array:
    """Return the context of every statement of one offer, or of several at once.

    Parameters
    ----------
    scores : array of shape (statements, len(OUTPUTS))
        What the text model says of each statement alone, in log-odds.
    shapes : array of shape (statements, len(SHAPES))
    lengths : sequence of int
        Letters of each statement's words, see ``pm_or_po.scoring.units.length``.
    sizes : sequence of int, optional
        How many statements each offer has, where there are several, one after the other.

    Returns
    -------
    array of shape (statements, len(CONTEXT))
        Its own zones first, as log-probabilities, and its own sides, as log-odds; then probabilities (0 to 1) of the
        neighbours and of the section of the last heading, and where it stands. Nothing reaches from one offer into the
        next.
    """
    if not len(scores):
        return np.zeros((0, len(CONTEXT)))
    sizes = [len(scores)] if sizes is None else sizes
    row = np.arange(len(scores))
    first = np.repeat(np.cumsum([0, *sizes[:-1]]), sizes)
    total = np.repeat(sizes, sizes)
    place = row - first
    zones = softmax(scores[:, columns("zone")])
    own_sides = np.hstack([scores[:, columns("side")], scores[:, columns("duty side")]])
    own = np.hstack([np.log(np.maximum(zones, _LEAST)), np.clip(own_sides, np.log(_LEAST), _SUREST)])
    around = np.hstack([zones, sigmoid(scores[:, columns("side")]), np.ones((len(scores), 1))])
    previous, following = np.zeros_like(around), np.zeros_like(around)
    previous[1:] = around[:-1] * (place[1:, None] > 0)
    following[:-1] = around[1:] * (place[1:, None] > 0)
    before, after = np.zeros_like(zones), np.zeros_like(zones)
    before_weight, after_weight = np.full((len(scores), 1), 0.5), np.full((len(scores), 1), 0.5)
    for step in range(1, min(_REACH, max(sizes) - 1) + 1):
        weight = _DECAY**step * (place[step:, None] >= step)
        before[step:] += weight * zones[:-step]
        before_weight[step:] += weight
        after[:-step] += weight * zones[step:]
        after_weight[:-step] += weight
    last = last_headings(zones)
    headed = last >= first
    since = np.where(headed, row - last, 1)
    sections = softmax(scores[:, columns("section")])[np.maximum(last, 0)]
    flat = 1.0 / len(SECTIONS)
    sections = np.where(headed[:, None], flat + (sections - flat) * (_FADE ** (since - 1))[:, None], flat)
    bullets = shapes[:, SHAPES.index("bullet")]
    as_previous, as_next = np.zeros(len(scores)), np.zeros(len(scores))
    as_previous[1:] = as_next[:-1] = (bullets[1:] == bullets[:-1]) & (place[1:] > 0)
    rest = np.column_stack(
        [
            np.where(headed, np.minimum(since, 12), 12) / 12.0,
            place / total,
            np.minimum(total, 60) / 60.0,
            np.log(np.maximum(lengths, 1)),
            as_previous,
            as_next,
        ]
    )
    return np.hstack([own, previous, following, before / before_weight, after / after_weight, sections, rest])
