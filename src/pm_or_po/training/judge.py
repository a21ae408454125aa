"""Fit the judge: what makes a product job, and what share of discovery makes a Product Manager."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from pm_or_po.judging.deciding import owner_features, product_features
from pm_or_po.judging.summing import TITLE_SHARE, Summary, summarise
from pm_or_po.scoring.logits import Array
from pm_or_po.scoring.rules import PRODUCT_FEATURES, Rule
from pm_or_po.taxonomy import FAMILIES, SIDES
from pm_or_po.text.title import TitleClaim
from pm_or_po.training.factors import Factors, fit_many
from pm_or_po.training.folds import Rows, grouped_folds
from pm_or_po.training.labels import StatementLabels
from pm_or_po.training.layers import DROPOUT

# Bags are means of many short vectors, so they are small. Of the values that cross-validation does not tell apart
# (models/study.md), the simplest model, for real offers are written otherwise.
BAG_C = 100.0
JUDGE_C = 10.0
LEAST_EVIDENCE = 0.6
THRESHOLD_SLACK = 0.005
# Words learnt from one fold of four: from less, cross-validation gets worse (docs/tried.md).
FAR_FOLDS = 4
FAR_SPLITS = 10  # how far they can be trusted hangs on who is in which fold
LEAST_OF_EACH = 10  # product jobs, and others, in such a fold
PRODUCT_ROLES = ("PM", "PO", "UNCLEAR")


def build_bags(
    statements: Factors,
    weights: Array,
    bounds: Sequence[int],
    titles: Factors,
    titled: Sequence[bool],
) -> Factors:
    """Return offers as ``offer_words`` sees them, before any weight is known: means of unit vectors.

    Parameters
    ----------
    statements : Factors of shape (statements, columns)
    weights : array of shape (statements,)
        Of ``pm_or_po.judging.summing.duty_weights``.
    bounds : sequence of int
        Where each offer's statements begin, and the end.
    titles : Factors of shape (offers, columns)
    titled : sequence of bool
        Whether each title has a word besides the job's name, known or not.
    """
    counts = np.diff(bounds)
    offer = np.repeat(np.arange(len(counts)), counts)
    shares = weights / np.bincount(offer, weights)[offer]
    means = (
        sp.csr_matrix((shares, np.arange(len(weights)), bounds), shape=(len(counts), len(weights)))
        @ statements.held
    )
    scale = np.where(titled, 1 / (1 + TITLE_SHARE), 1.0)
    held = sp.diags(scale) @ sp.hstack([means, TITLE_SHARE * titles.held])
    return Factors(held.tocsr(), sp.vstack([statements.units, titles.units]).tocsr()).astype(np.float32)


def fit_words(
    bags: Factors, roles: Sequence[str], families: Sequence[str | None], C: float = BAG_C
) -> tuple[Array, Array]:
    """Fit which words tell a product job, and which job family; ``C`` is the inverse of the regularisation.

    Returns
    -------
    coef : array of shape (columns, 1 + families)
    intercept : array of shape (1 + families,)
    """
    product = _is_product(roles)
    others = np.array([i for i, family in enumerate(families) if family and not product[i]], dtype=int)
    of_others = bags[others]
    asked = [(bags, product, C, DROPOUT)]
    for name in FAMILIES:
        own = np.array([families[i] == name for i in others], dtype=bool)
        asked.append((of_others, own, C, 0.0))
    coef, intercept = zip(*fit_many(asked), strict=True)
    return np.column_stack(coef), np.array(intercept)


def _is_product(roles: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which roles are those of a product job."""
    return np.array([role in PRODUCT_ROLES for role in roles], dtype=bool)


def summaries(
    sides: Array, duty: Array, lengths: Sequence[int], own: Array, bounds: Sequence[int]
) -> list[Summary]:
    """Sum up offers by their statements, between ``bounds``; what their words say of the job is left at zero.

    The other parameters are those of ``pm_or_po.judging.summing.summarise``, the statements of all offers in a row.
    """
    words = np.zeros(1 + len(FAMILIES))
    return [
        summarise(sides[start:end], duty[start:end], lengths[start:end], own[start:end], words)
        for start, end in pairwise(bounds)
    ]


def unseen_words(
    bags: Factors,
    roles: Sequence[str],
    groups: Sequence[int],
    C: float = BAG_C,
    seed: int = 0,
) -> list[tuple[int, float]]:
    """Score offers by words learnt from a few writers, all others unseen: cross-validation the other way round.

    Real offers are further from the corpus than its writers are from one another, so words learnt from most of these
    would teach the judge to trust words more than it should. Writers are drawn at random ten times over. From fewer
    than 10 product jobs or others nothing is to be learnt; where no draw has as many, words are learnt from all other
    folds, as usual.

    Returns
    -------
    list of (int, float)
        An offer, and the log-odds that it is a product job, each time that its words were
        unseen by a model of both kinds.
    """
    product = _is_product(roles)
    folds = _folds_of_words(product, roles, groups, seed)
    fitted = fit_many([(bags[seen], product[seen], C, DROPOUT) for seen, _ in folds])
    scores: list[tuple[int, float]] = []
    for (_, unseen), (coef, intercept) in zip(folds, fitted, strict=True):
        scores += zip(unseen.tolist(), (bags[unseen] @ coef + intercept).tolist(), strict=True)
    return scores


def tells_others(roles: Sequence[str], groups: Sequence[int], seed: int = 0) -> bool:
    """Tell whether ``unseen_words`` scores product jobs and others; else ``fit_product_rule`` learns of no other."""
    product = _is_product(roles)
    scored = [product[unseen] for _, unseen in _folds_of_words(product, roles, groups, seed)]
    return any(one.any() for one in scored) and not all(one.all() for one in scored)


def groups_of_kinds(roles: Sequence[str], groups: Sequence[int]) -> tuple[int, int]:
    """Return in how many groups other jobs stand, and product jobs: what to tell where ``tells_others`` says no."""
    product, numbers = _is_product(roles), np.asarray(groups)
    return np.unique(numbers[~product]).size, np.unique(numbers[product]).size


def _folds_of_words(
    product: npt.NDArray[np.bool_], roles: Sequence[str], groups: Sequence[int], seed: int
) -> list[tuple[Rows, Rows]]:
    """Return the offers that words are learnt from, some of them product jobs and some others, and those scored."""
    folds = [
        (few, rest)
        for few, rest in _of_few(groups, seed)
        if min(product[few].sum(), (~product[few]).sum()) >= LEAST_OF_EACH
    ] or grouped_folds(roles, groups, seed=seed)
    return [(seen, unseen) for seen, unseen in folds if 0 < product[seen].sum() < len(seen)]


def _of_few(groups: Sequence[int], seed: int) -> Iterator[tuple[Rows, Rows]]:
    """Yield the rows of a few groups, drawn at random, and those of all others; nothing where groups are too few."""
    if len(set(groups)) < FAR_FOLDS:
        return
    for split in range(FAR_SPLITS):
        splitter = GroupKFold(FAR_FOLDS, shuffle=True, random_state=seed * FAR_SPLITS + split)
        for rest, few in splitter.split(groups, groups=groups):
            yield few, rest


def fit_product_rule(
    offers: Sequence[Summary],
    claims: Sequence[TitleClaim | None],
    roles: Sequence[str],
    words: Sequence[tuple[int, float]],
) -> Rule:
    """Fit what makes a product job.

    Every score of ``words``, which ``unseen_words`` returns, counts twice, with the offer's title and without, so that
    an offer pasted without one is judged by its words. Where not both kinds are among them, all are product jobs.
    """
    told = [(i, replace(offers[i], product=score)) for i, score in words]
    X = [product_features(s, claims[i]) for i, s in told] + [product_features(s, None) for _, s in told]
    product = np.tile(_is_product([roles[i] for i, _ in told]), 2)
    if product.all() or not product.any():
        return Rule((0.0,) * len(PRODUCT_FEATURES), 4.0)
    return _fit_rule(X, product)


def fit_owner_rule(offers: Sequence[Summary], roles: Sequence[str]) -> Rule:
    """Fit what makes a Product Owner of the offers that are a Product Manager's or a Product Owner's."""
    owned = [i for i, role in enumerate(roles) if role in ("PM", "PO")]
    return _fit_rule([owner_features(offers[i]) for i in owned], np.array([roles[i] == "PO" for i in owned]))


def _fit_rule(X: Sequence[Sequence[float]], y: npt.NDArray[np.bool_]) -> Rule:
    fitted = LogisticRegression(C=JUDGE_C, max_iter=500).fit(X, y)
    return Rule(tuple(map(float, fitted.coef_[0])), float(fitted.intercept_[0]))


def evidence_threshold(sides: Array, labels: Sequence[StatementLabels | None]) -> float:
    """Return the probability from which a statement is shown as evidence, of either side.

    It is the lowest for which the mean of both sides' F1 comes within 0.005 of the best: authored duties are plainer
    than real ones, whose probabilities are lower, so of two thresholds that serve the corpus alike the lower one is
    right. Each side's F1 alone is too uneven for one to be chosen for each.
    """
    known = [i for i, label in enumerate(labels) if label is not None]
    tried = np.arange(0.2, 0.71, 0.05)
    scores = np.zeros(len(tried))
    for at, side in enumerate(SIDES):
        truth = np.array([getattr(labels[i], side) for i in known])
        scores += [f1_score(truth, sides[known, at] >= threshold, zero_division=0) for threshold in tried]
    scores /= len(SIDES)
    return round(float(tried[int(np.argmax(scores >= scores.max() - THRESHOLD_SLACK))]), 2)
