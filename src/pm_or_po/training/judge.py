"""Fit the judge: what makes a product job, and what share of discovery makes a Product Manager."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.linalg import eigh
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from threadpoolctl import threadpool_limits

from pm_or_po.judging import DUTY_FLOOR, TITLE_SHARE, Summary, owner_features, product_features, summarise
from pm_or_po.scoring.context import Array
from pm_or_po.taxonomy import FAMILIES, SIDES
from pm_or_po.text.title import TitleClaim
from pm_or_po.training.labels import CutLabels

# Bags are means of many short vectors, so they are small. Of the strengths that cross-validation does not tell apart
# (models/study.md), the simplest model, for real offers are written otherwise.
BAG_C = 100.0
JUDGE_C = 10.0
LEAST_EVIDENCE = 0.6
THRESHOLD_SLACK = 0.005
PRODUCT_ROLES = ("PM", "PO", "UNCLEAR")
# Of the squared length of an axis against the longest: below it there is nothing but rounding.
LEAST_AXIS = 1e-10


def build_bags(
    units: sp.csr_matrix, duty: Array, bounds: Sequence[int], titles: sp.csr_matrix
) -> sp.csr_matrix:
    """Return offers as ``pm_or_po.judging.offer_words`` sees them, before any weight is known: means of unit vectors.

    Parameters
    ----------
    units : sparse matrix of shape (statements, columns)
    duty : array of shape (statements,)
    bounds : sequence of int
        Where each offer's statements begin, and the end.
    titles : sparse matrix of shape (offers, columns)
    """
    rows = []
    for k, (start, end) in enumerate(pairwise(bounds)):
        weight = duty[start:end] + DUTY_FLOOR
        mean = sp.csr_matrix((weight / weight.sum())[None, :]) @ units[start:end]
        named = titles[k].nnz > 0
        rows.append((mean + TITLE_SHARE * titles[k]) / (1 + TITLE_SHARE) if named else mean)
    return sp.vstack(rows).tocsr()


def fit_words(
    bags: sp.csr_matrix, roles: Sequence[str], families: Sequence[str | None], strength: float = BAG_C
) -> tuple[Array, Array]:
    """Fit which words tell a product job, and which job family; ``strength`` is the inverse of the regularisation.

    Returns
    -------
    coef : array of shape (columns, 1 + families)
    intercept : array of shape (1 + families,)
    """
    with threadpool_limits(1, "blas"):  # many small products: on a busy machine threads wait for one another
        axes, coordinates = principal_axes(bags)
        weights, intercept = _fit_coordinates(coordinates, roles, families, strength)
    return bags.T @ (axes @ weights), intercept


def _fit_coordinates(
    coordinates: Array, roles: Sequence[str], families: Sequence[str | None], strength: float
) -> tuple[Array, Array]:
    names = list(FAMILIES)
    weights = np.zeros((coordinates.shape[1], 1 + len(names)))
    intercept = np.zeros(1 + len(names))
    product = np.array([role in PRODUCT_ROLES for role in roles])
    if not coordinates.shape[1]:  # not one known word in any offer
        return weights, intercept
    if 0 < product.sum() < len(product):
        fitted = LogisticRegression(C=strength, max_iter=500).fit(coordinates, product)
        weights[:, 0], intercept[0] = fitted.coef_[0], fitted.intercept_[0]
    rows = [i for i, family in enumerate(families) if family is not None and not product[i]]
    of_rows = np.array([names.index(str(families[i])) for i in rows], dtype=int)
    if len(set(of_rows.tolist())) > 2:
        fitted = LogisticRegression(C=strength, max_iter=300).fit(coordinates[rows], of_rows)
        seen = 1 + fitted.classes_
        intercept[1:] = -9.0
        weights[:, seen], intercept[seen] = fitted.coef_.T, fitted.intercept_
    return weights, intercept


def principal_axes(bags: sp.csr_matrix) -> tuple[Array, Array]:
    """Turn rows of many columns so that there are no more columns than rows, without changing a distance.

    A ridge penalty does not mind which way the axes point, so a linear model fitted on the coordinates is the
    one fitted on the rows, at a fraction of the cost (Hastie, Tibshirani and Friedman, *The Elements of Statistical
    Learning*, section 18.3.5, "Computational shortcuts when p >> N").

    Returns
    -------
    axes : array of shape (rows, axes)
        ``bags.T @ (axes @ w)`` are the weights over columns of weights ``w`` over coordinates.
    coordinates : array of shape (rows, axes)
    """
    squares, vectors = eigh((bags @ bags.T).toarray())
    kept = squares > squares.max() * LEAST_AXIS
    lengths = np.sqrt(squares[kept])
    return vectors[:, kept] / lengths, vectors[:, kept] * lengths


def summaries(
    sides: Array, duty: Array, lengths: Sequence[int], words: Array, bounds: Sequence[int]
) -> list[Summary]:
    """Sum up offers whose words were scored as bags: ``words`` has one row an offer, the rest one a statement."""
    return [
        summarise(sides[start:end], duty[start:end], lengths[start:end], of_offer)
        for (start, end), of_offer in zip(pairwise(bounds), words, strict=True)
    ]


def fit_judge(
    offers: Sequence[Summary], claims: Sequence[TitleClaim | None], roles: Sequence[str]
) -> dict[str, Any]:
    """Fit the two logistic rules of ``pm_or_po.judging.probabilities``.

    Every offer counts twice for the first rule, with its title and without, so that an offer pasted without
    one is judged by its words.
    """
    X = [product_features(s, c) for s, c in zip(offers, claims, strict=True)]
    X += [product_features(s, None) for s in offers]
    product = np.array([role in PRODUCT_ROLES for role in roles] * 2)
    judge: dict[str, Any] = {"product_coef": [0.0, 0.0, 0.0], "product_intercept": 4.0}
    if 0 < product.sum() < len(product):
        fitted = LogisticRegression(C=JUDGE_C, max_iter=500).fit(X, product)
        judge["product_coef"] = [float(c) for c in fitted.coef_[0]]
        judge["product_intercept"] = float(fitted.intercept_[0])
    owned = [i for i, role in enumerate(roles) if role in ("PM", "PO")]
    owner = np.array([roles[i] == "PO" for i in owned])
    judge["owner_coef"], judge["owner_intercept"] = [0.0, 0.0, 0.0], 0.0
    if 0 < owner.sum() < len(owner):
        fitted = LogisticRegression(C=JUDGE_C, max_iter=500).fit(
            [owner_features(offers[i]) for i in owned], owner
        )
        judge["owner_coef"] = [float(c) for c in fitted.coef_[0]]
        judge["owner_intercept"] = float(fitted.intercept_[0])
    judge["least_evidence"] = LEAST_EVIDENCE
    return judge


def evidence_thresholds(sides: Array, labels: Sequence[CutLabels | None]) -> dict[str, float]:
    """Return for each side the probability from which a statement is shown as evidence.

    It is the lowest whose F1 comes within 0.005 of the best: authored duties are plainer than real ones,
    whose probabilities are lower, so of two thresholds that serve the corpus alike the lower one is right.
    """
    known = [i for i, label in enumerate(labels) if label is not None]
    found = {}
    for at, side in enumerate(SIDES):
        truth = np.array([getattr(labels[i], side) for i in known])
        tried = np.arange(0.2, 0.71, 0.05)
        scores = np.array(
            [f1_score(truth, sides[known, at] >= threshold, zero_division=0) for threshold in tried]
        )
        found[side] = round(float(tried[int(np.argmax(scores >= scores.max() - THRESHOLD_SLACK))]), 2)
    return found
