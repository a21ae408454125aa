"""Describe a labelled corpus: counts, lengths, variety, near-duplicates, and how far it is from real offers.

Run it with ``python -m pm_or_po.training.describe [--against FILE]``; it prints Markdown.
"""

from __future__ import annotations

from pm_or_po.training.describe.distance import copied_runs, leaning_words, tell_apart
from pm_or_po.training.describe.page import main, report
from pm_or_po.training.describe.tables import (
    Portrait,
    claims_by_role,
    facet_counts,
    length_quantiles,
    portrait,
    shares,
    zones_by_side,
)
from pm_or_po.training.describe.variety import nearest_duplicates, repeated_lines

__all__ = [
    "Portrait",
    "claims_by_role",
    "copied_runs",
    "facet_counts",
    "leaning_words",
    "length_quantiles",
    "main",
    "nearest_duplicates",
    "portrait",
    "repeated_lines",
    "report",
    "shares",
    "tell_apart",
    "zones_by_side",
]
