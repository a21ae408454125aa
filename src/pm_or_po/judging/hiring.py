"""Which statements tell of the hiring: whom one meets in an interview is not said to be one's colleague."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pm_or_po.scoring.context import last_headings
from pm_or_po.scoring.logits import Array, softmax
from pm_or_po.scoring.outputs import SECTIONS, ZONES, columns

# Probability of the zone, or of the section under the last heading, from which a statement tells of it: low, for in
# cross-validation what is labelled so and names somebody stands far from what is not.
_ZONE = 0.3
_SECTION = 0.5


def of_hiring(scores: Array) -> npt.NDArray[np.bool_]:
    """Tell which statements of an offer tell of the hiring, by what they say or by the heading above them.

    Parameters
    ----------
    scores : array of shape (statements, len(OUTPUTS))
        Log-odds of every output, ``StatementScores.alone``.

    Returns
    -------
    array of bool of shape (statements,)
    """
    zones, sections = softmax(scores[:, columns("zone")]), softmax(scores[:, columns("section")])
    last = last_headings(zones)
    under = (last >= 0) & (sections[last, SECTIONS.index("process")] >= _SECTION)
    return np.asarray((zones[:, ZONES.index("process")] >= _ZONE) | under)
