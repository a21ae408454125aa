"""The numbers by which whole offers are judged; what they are applied to is in ``pm_or_po.judging``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

# What the rules of JudgeRules weigh, in the order of their coefficients.
PRODUCT_FEATURES = ("words", "product title", "title of another job", "discovery", "delivery")
OWNER_FEATURES = ("share of discovery", "clear discovery")


class Rule(NamedTuple):
    """A logistic rule over a few features of an offer."""

    coef: tuple[float, ...]
    intercept: float

    def log_odds(self, features: Sequence[float]) -> float:
        """Return ``intercept + coef @ features``."""
        return self.intercept + float(np.dot(self.coef, features))


@dataclass(frozen=True, slots=True)
class JudgeRules:
    """What makes a product job, what makes a Product Owner, and what counts as evidence.

    Attributes
    ----------
    product : Rule
        Over ``PRODUCT_FEATURES``, whose values ``pm_or_po.judging.deciding.product_features`` returns.
    owner : Rule
        Over ``OWNER_FEATURES``, of ``pm_or_po.judging.deciding.owner_features``.
    least_evidence : float
        Expected duties of both sides under which a product job is UNCLEAR.
    evidence : mapping of str to float
        Probability, 0 to 1, from which a statement is shown as evidence, by side.
    """

    product: Rule
    owner: Rule
    least_evidence: float
    evidence: Mapping[str, float]
