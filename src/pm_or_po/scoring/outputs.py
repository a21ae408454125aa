"""What the model says of a statement, output by output, in a fixed order."""

from __future__ import annotations

from functools import cache

from pm_or_po.taxonomy import FACETS, FAMILIES, SIDES

ZONES = ("duty", "profile", "company", "benefits", "process", "legal", "context", "heading")
SECTIONS = ZONES[:-1]  # what a heading announces

OUTPUTS = (
    *(f"zone:{zone}" for zone in ZONES),
    *(f"section:{zone}" for zone in SECTIONS),
    *(f"side:{side}" for side in SIDES),
    *(f"duty side:{side}" for side in SIDES),  # the same, taking for granted that the statement is a duty
    *(f"facet:{facet}" for facet in FACETS),
    "product",
    *(f"family:{family}" for family in FAMILIES),
)


@cache
def columns(kind: str) -> slice:
    """Return where the outputs of a kind (``zone``, ``section``, ``side``, ``facet``, ``product``…) stand."""
    at = [i for i, name in enumerate(OUTPUTS) if name.split(":")[0] == kind]
    return slice(at[0], at[-1] + 1)
