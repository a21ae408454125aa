"""Measure verdicts against labels: roles, flags, lines, ranks, calibration, each with what it is measured on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr
from sklearn.metrics import confusion_matrix, f1_score

from pm_or_po.judging import judge
from pm_or_po.judging.deciding import flag_of
from pm_or_po.judging.summing import SHARE_PRIOR
from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.model import StatementModel
from pm_or_po.taxonomy import FLAGS, JUDGED_ROLES, SIDES, WANTED
from pm_or_po.text.clean import clean
from pm_or_po.text.cutting import cut_offer
from pm_or_po.training.folds import groups_of
from pm_or_po.training.labels import standing
from pm_or_po.training.rows import LabelledOffer, naming

BOOTSTRAPS = 500
LEAST_GROUPS_DRAWN = 10  # of fewer, draws are too alike for an interval
BINS = 10
OVERCLAIM = ("pm-title-po-duties", "product-title-other-duties")
# Of discovery among lines with keywords: "about a quarter" of the labelling guide, smoothed.
KEYWORD_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Judged:
    """An offer's labels beside what a model said of it.

    ``marks`` are (start, end, side) in characters of the description, and ``facets`` the nearest facet of each; None
    when the model marks no lines. ``missing`` are the facets said to be missing, ``family`` the job family of an OTHER.
    """

    gold: LabelledOffer
    claim: str
    role: str
    probabilities: dict[str, float]
    discovery: float
    delivery: float
    marks: tuple[tuple[int, int, str], ...] | None
    facets: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    family: str | None = None

    @property
    def confidence(self) -> float | None:
        """The probability of the role said."""
        return confidence(self.role, self.probabilities)

    @property
    def flag(self) -> str | None:
        """The flag raised."""
        return flag_of(self.claim, self.role)


def confidence(role: str, probabilities: Mapping[str, float]) -> float | None:
    """Return the probability of the role said, 0 to 1, which need not be the highest; UNCLEAR has none."""
    return probabilities.get(role)


def judged(gold: LabelledOffer, model: StatementModel) -> Judged:
    """Return an offer beside the verdict of a model.

    Raises
    ------
    CorpusError
        If the offer is one that would not be judged.
    """
    with naming(gold):
        verdict = judge(gold.plain, model, details=False)
    marks = tuple((e.start, e.end, e.side) for e in verdict.evidence)
    return Judged(
        gold,
        verdict.title_claim,
        verdict.role,
        verdict.probabilities,
        verdict.discovery,
        verdict.delivery,
        marks,
        tuple(e.facet for e in verdict.evidence),
        verdict.missing,
        verdict.other_family,
    )


def lines_marked(gold: LabelledOffer, marks: Iterable[tuple[int, int, str]], side: str) -> list[bool]:
    """Tell of each labelled line whether marks of a side cover half of it.

    A line is what it says: tags and white space around it, which a label may take in, are no part of it.
    """
    plain = clean(gold.description)
    covered = np.zeros(len(plain.text), dtype=bool)
    for start, end, of_side in marks:
        if of_side == side:
            covered[plain.within(start, end)] = True
    lines = (covered[standing(plain, span)] for span in gold.spans)
    return [bool(2 * line.sum() >= max(line.size, 1)) for line in lines]


def line_counts(offers: Iterable[Judged], side: str) -> tuple[int, int, int]:
    """Return true positives, false positives and misses over labelled lines; half covered counts as marked."""
    truth: list[bool] = []
    said: list[bool] = []
    for offer in offers:
        truth += [span.side in (side, "both") for span in offer.gold.spans]
        said += lines_marked(offer.gold, offer.marks or (), side)
    return _counts(truth, said)


def precision_recall(hit: int, extra: int, missed: int) -> dict[str, float | int | None]:
    """Return precision, recall and F1, and of how many cases, from true positives, false positives and misses.

    What cannot be measured is None: precision where nothing is said, recall and F1 where there is no case.
    """
    precision = hit / (hit + extra) if hit + extra else None
    recall = hit / (hit + missed) if hit + missed else None
    f1 = 2 * hit / (2 * hit + extra + missed) if hit + missed else None
    return {"precision": precision, "recall": recall, "f1": f1, "cases": hit + missed}


def _counts(truth: Sequence[bool], said: Sequence[bool]) -> tuple[int, int, int]:
    pairs = Counter(zip(truth, said, strict=True))
    return pairs[True, True], pairs[False, True], pairs[True, False]


def _found(truth: Sequence[bool], said: Sequence[bool]) -> dict[str, float | int | None]:
    return precision_recall(*_counts(truth, said))


def _roles_labelled(offers: Sequence[Judged]) -> list[str]:
    return [role for role in JUDGED_ROLES if any(o.gold.role == role for o in offers)]


def macro_f1(offers: Sequence[Judged]) -> float:
    """Return the mean F1 of the roles that are labelled; UNCLEAR on a clear offer counts as a miss."""
    return float(
        f1_score(
            [o.gold.role for o in offers],
            [o.role for o in offers],
            labels=_roles_labelled(offers),
            average="macro",
            zero_division=0,
        )
    )


def macro_f1_interval(offers: Sequence[Judged], groups: Sequence[int]) -> tuple[float, float] | None:
    """Return the 95 % percentile interval of ``macro_f1`` over groups of offers drawn again with replacement.

    The groups are numbers of ``groups_of``: offers of one writer are alike, and as many offers of many writers tell
    more. Of fewer than 10 groups there is no interval. A draw without an offer of each role that is labelled is drawn
    again: the mean F1 of fewer roles is another figure.
    """
    together: dict[int, list[Judged]] = {}
    for offer, group in zip(offers, groups, strict=True):
        together.setdefault(group, []).append(offer)
    if len(together) < LEAST_GROUPS_DRAWN:
        return None
    whole, roles = list(together.values()), _roles_labelled(offers)
    rng = np.random.default_rng(0)
    values: list[float] = []
    while len(values) < BOOTSTRAPS:
        drawn = [offer for i in rng.integers(0, len(whole), len(whole)) for offer in whole[i]]
        if _roles_labelled(drawn) == roles:
            values.append(macro_f1(drawn))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def calibration(offers: Sequence[Judged]) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error over 10 bins of the highest probability, and what is in each bin.

    It is about the likeliest role, as is usual (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017,
    equation 3), and not about the role said, which may be UNCLEAR or another: see ``Judged.confidence``.

    Returns
    -------
    error : float
    points : list of (float, float, int)
        Of each bin that is not empty: mean highest probability, share of offers whose likeliest role is right, offers.
    """
    sure = np.array([max(o.probabilities.values()) for o in offers])
    right = np.array(
        [max(o.probabilities, key=o.probabilities.__getitem__) == o.gold.role for o in offers], float
    )
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    points = [
        (float(sure[bins == b].mean()), float(right[bins == b].mean()), int((bins == b).sum()))
        for b in np.unique(bins)
    ]
    error = sum(abs(highest - accuracy) * count for highest, accuracy, count in points) / max(len(offers), 1)
    return float(error), points


def _rank(gold: npt.ArrayLike, said: npt.ArrayLike) -> float | None:
    if len(set(np.asarray(gold).tolist())) < 2 or len(set(np.asarray(said).tolist())) < 2:
        return None
    return float(spearmanr(gold, said).statistic)


def figures(offers: Sequence[Judged]) -> dict[str, Any]:
    """Return every figure that the labels allow, as plain numbers.

    Offers labelled UNCLEAR are left out, as are figures without labels to measure them on.
    """
    clear = [o for o in offers if o.gold.role in JUDGED_ROLES]
    product = [o for o in clear if o.gold.role in ("PM", "PO")]
    claimed = [o for o in clear if o.claim == "PM"]
    out: dict[str, Any] = {"offers": len(clear)}
    if not clear:
        return out
    out["accuracy"] = float(np.mean([o.role == o.gold.role for o in clear]))
    out["macro_f1"] = macro_f1(clear)
    # Numbered on all offers: those labelled UNCLEAR may be all that a group has.
    numbered = zip(offers, groups_of([o.gold for o in offers]), strict=True)
    groups = [group for offer, group in numbered if offer.gold.role in JUDGED_ROLES]
    interval = macro_f1_interval(clear, groups)
    out["macro_f1_ci95"] = None if interval is None else list(interval)
    if product:
        out["pm_vs_po_accuracy"] = float(np.mean([o.role == o.gold.role for o in product]))
        out["po_duties_found"] = _found(
            [o.gold.role == "PO" for o in product], [o.role == "PO" for o in product]
        )
    for flag in FLAGS:
        out[f"flag {flag}"] = _found(
            [flag_of(o.claim, o.gold.role) == flag for o in clear], [o.flag == flag for o in clear]
        )
    out["pm_overclaim_found"] = _found(
        [o.gold.role != "PM" for o in claimed], [o.flag in OVERCLAIM for o in claimed]
    )
    out["unclear_rate"] = float(np.mean([o.role == "UNCLEAR" for o in clear]))
    out["ece"] = calibration(clear)[0]
    for side in SIDES:
        scored = [o for o in clear if getattr(o.gold, side) is not None]
        if scored:
            out[f"spearman_{side}"] = _rank(
                [getattr(o.gold, side) for o in scored], [getattr(o, side) for o in scored]
            )
        lined = [o for o in clear if o.gold.spans and o.marks is not None]
        if lined:
            out[f"lines_{side}"] = precision_recall(*line_counts(lined, side))
    out |= _details(clear)
    for lang in sorted({o.gold.lang for o in clear if o.gold.lang}):
        out[f"macro_f1 {lang}"] = macro_f1([o for o in clear if o.gold.lang == lang])
    for role in JUDGED_ROLES:
        out[f"role {role}"] = _found([o.gold.role == role for o in clear], [o.role == role for o in clear])
    labels = [*JUDGED_ROLES, "UNCLEAR"]
    out["confusion"] = confusion_matrix(
        [o.gold.role for o in clear], [o.role for o in clear], labels=labels
    ).tolist()
    return out


def _details(offers: Sequence[Judged]) -> dict[str, Any]:
    """Return how often what a verdict tells besides the role is right, of offers whose labels say so.

    ``facet_nearest``: of marks over labelled lines of their side, those whose facet is one of the line's.
    ``missing_facets``: of offers of a product job, facets said to be missing that no line is labelled with.
    ``family_named``: of offers labelled OTHER and said to be, those whose family is the one labelled.
    """
    out: dict[str, Any] = {}
    right = [hit for o in offers for hit in _facets_right(o)]
    if right:
        out["facet_nearest"] = {"right": float(np.mean(right)), "cases": len(right)}
    told = [
        (facet not in labelled, facet in o.missing)
        for o in offers
        if o.missing is not None and o.gold.role != "OTHER"
        if (labelled := {facet for span in o.gold.spans for facet in span.facets})
        for facet in WANTED
    ]
    if told:
        out["missing_facets"] = _found(*zip(*told, strict=True))
    named_right = [
        o.family == o.gold.family for o in offers if o.family and o.gold.role == "OTHER" and o.gold.family
    ]
    if named_right:
        out["family_named"] = {"right": float(np.mean(named_right)), "cases": len(named_right)}
    return out


def _facets_right(offer: Judged) -> Iterator[bool]:
    """Yield whether a mark's facet is right, for each line of its side that shares over half of the shorter."""
    if offer.marks is None or offer.facets is None:
        return
    for (start, end, side), facet in zip(offer.marks, offer.facets, strict=True):
        for span in offer.gold.spans:
            shared = min(span.end, end) - max(span.start, start)
            half = min(span.end - span.start, end - start) / 2
            if span.facets and span.side in (side, "both") and shared > half:
                yield facet in span.facets


def _certain(role: str) -> dict[str, float]:
    return {name: float(name == role) for name in JUDGED_ROLES}


def baselines(offers: Sequence[LabelledOffer], lexicon: Lexicon) -> dict[str, list[Judged]]:
    """Return what three simple rules say of the offers.

    ``majority``: the commonest role. ``title alone``: what the title claims (BOTH is PM). ``keywords alone``: lines
    with a strong keyword and no cue against; OTHER by the title, else PO where under 0.3 of those lines are discovery.
    """
    roles = [offer.role for offer in offers if offer.role in JUDGED_ROLES]
    common = max(JUDGED_ROLES, key=roles.count)
    out: dict[str, list[Judged]] = {"majority": [], "title alone": [], "keywords alone": []}
    for offer in offers:
        with naming(offer):
            read = cut_offer(offer.plain)
        claim = read.claimed
        statements, plain = read.document.statements, read.document.clean
        out["majority"].append(Judged(offer, claim, common, _certain(common), 0.0, 0.0, None))
        by_title = "PM" if claim == "BOTH" else claim
        out["title alone"].append(Judged(offer, claim, by_title, _certain(by_title), 0.0, 0.0, None))
        marks = []
        for piece in statements:
            hits, cues = lexicon.scan(piece.words)
            strong = (
                {hit.keyword.side for hit in hits if hit.keyword.strength == "strong"} if not cues else set()
            )
            marks += [(*plain.span(piece.start, piece.end), side) for side in strong]
        held = {side: sum(mark[2] == side for mark in marks) for side in SIDES}
        share = (held["discovery"] + SHARE_PRIOR[0]) / (sum(held.values()) + SHARE_PRIOR[1])
        role = "OTHER" if claim == "OTHER" else "PO" if share < KEYWORD_SHARE else "PM"
        lines = max(len(statements), 1)
        out["keywords alone"].append(
            Judged(
                offer, claim, role, _certain(role),
                100 * held["discovery"] / lines, 100 * held["delivery"] / lines, tuple(marks),
            )
        )  # fmt: skip
    return out
