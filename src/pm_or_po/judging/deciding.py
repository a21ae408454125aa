"""Decide what an offer summed up is: the chances of each role, the role, the flag."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from pm_or_po.judging.summing import Summary
from pm_or_po.scoring.logits import sigmoid
from pm_or_po.scoring.rules import JudgeRules
from pm_or_po.taxonomy import FlagId, RoleId, SideId
from pm_or_po.text.title import TitleClaim

# Duties that it takes to tell another job from one that is hardly described: of neither side, or of any kind; and the
# probability from which fewer are enough, a long statement counting as several.
LEAST_ELSEWHERE, LEAST_DUTIES = 1.0, 6.0
SURELY_ANOTHER, SURELY_ENOUGH = 0.95, 4.0
# Share of real offers on whose role two independent readers agreed; data/README.md says who they were.
READERS_AGREE = 0.97


def product_features(summary: Summary, claim: TitleClaim | None) -> list[float]:
    """Return what tells a product job, as ``PRODUCT_FEATURES`` names it; a title claims PM and PO alike."""
    product = claim is not None and claim.claim != "OTHER"
    other = claim is not None and claim.claim == "OTHER" and claim.family is not None
    return [
        summary.product,
        float(product),
        float(other),
        float(np.log1p(summary.discovery)),
        float(np.log1p(summary.delivery)),
    ]


def owner_features(summary: Summary) -> list[float]:
    """Return what tells a Product Owner, as ``OWNER_FEATURES`` names it: share and amount of clear discovery.

    These are the measures of the labelling guide: "about a quarter of the duties", "two clear duties".
    """
    return [summary.share, float(np.log1p(summary.clear_discovery))]


def probabilities(summary: Summary, claim: TitleClaim | None, rules: JudgeRules) -> dict[str, float]:
    """Return the probabilities of PM, PO and OTHER; PM against PO hangs on the duties alone.

    ``P(product) = sigmoid(product.log_odds(product_features))`` and ``P(PO) = P(product) *
    sigmoid(owner.log_odds(owner_features))``; then all three are drawn towards a third so that none is surer than two
    careful readers are of each other.
    """
    product = float(sigmoid(np.array(rules.product.log_odds(product_features(summary, claim)))))
    owner = float(sigmoid(np.array(rules.owner.log_odds(owner_features(summary)))))
    chances = {"PM": product * (1 - owner), "PO": product * owner, "OTHER": 1 - product}
    doubt = 1.5 * (1 - READERS_AGREE)
    return {role: (1 - doubt) * chance + doubt / 3 for role, chance in chances.items()}


def decide(
    summary: Summary,
    chances: Mapping[str, float],
    claim: TitleClaim | None,
    rules: JudgeRules,
    *,
    proved: Collection[SideId],
) -> RoleId:
    """Return the role: OTHER when that is likelier than a product job, UNCLEAR without evidence, else PM or PO.

    There is evidence where doubtful duties add up to some, and one at least is ``proved`` to be of the side that makes
    the role: discovery a Product Manager's, delivery a Product Owner's. A Product Owner is told by what is not there,
    too: where as much discovery is doubtful as delivery is clear, or there is more discovery in all, nothing tells one.

    It takes a title that says so, a duty of neither side or a few of any kind to call a job another: two of discovery
    alone hold too few words of the trade to tell a Product Manager's from a shopkeeper's. A sentence may list a few,
    but a wall of text is read as one duty by a model unsure of it. Under a product title, which is flagged then, a duty
    of neither side is not enough where nothing is proved, unless it is nearly sure.
    """
    if chances["OTHER"] > 0.5:
        surely = chances["OTHER"] >= SURELY_ANOTHER
        many = summary.duties >= LEAST_DUTIES or (surely and summary.duties_by_words >= SURELY_ENOUGH)
        elsewhere = summary.duties - summary.discovery - summary.delivery >= LEAST_ELSEWHERE
        other = claim is not None and claim.claim == "OTHER"
        told = many or (elsewhere and (proved or surely or claim is None))
        return "OTHER" if other or told else "UNCLEAR"
    if summary.discovery + summary.delivery < rules.least_evidence:
        return "UNCLEAR"
    if chances["PO"] > chances["PM"]:
        alone = summary.doubtful_discovery < summary.clear_delivery and summary.discovery <= summary.delivery
        return "PO" if "delivery" in proved and alone else "UNCLEAR"
    return "PM" if "discovery" in proved else "UNCLEAR"


def flag_of(claim: str, role: str) -> FlagId | None:
    """Return the flag that a title's claim raises against the role of the duties."""
    if claim == "PM" and role == "PO":
        return "pm-title-po-duties"
    if claim == "PO" and role == "PM":
        return "po-title-pm-duties"
    if claim in ("PM", "PO", "BOTH") and role == "OTHER":
        return "product-title-other-duties"
    return None
