"""Fit the two layers that score statements: their own text first, then what stands around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from pm_or_po.scoring.context import CONTEXT
from pm_or_po.scoring.logits import Array
from pm_or_po.scoring.model import FINAL
from pm_or_po.scoring.outputs import OUTPUTS, SECTIONS, ZONES, columns
from pm_or_po.taxonomy import FACETS, SIDES
from pm_or_po.training.factors import Factors, fit_many
from pm_or_po.training.features import UnitVectorizer
from pm_or_po.training.labels import LabelledStatements, StatementLabels

TEXT_C = 6.0
# Sides, and what tells a product job, are fitted as if any unit of text might be missing: real offers have other words
# than the corpus (docs/tried.md).
SIDE_C = 12.0
DROPOUT = 0.5
CONTEXT_C = 0.03
SHAPE_SCALE = 0.3
CONTEXT_OUTPUTS = ("zone", "section", "side", "duty side")
ALL_OUTPUTS = (*CONTEXT_OUTPUTS, "facet")

Labels = Sequence[StatementLabels | None]


@dataclass(frozen=True, slots=True)
class TextLayer:
    """A linear model of every output over units and shapes: ``scores = X @ coef + shapes @ shape_coef + intercept``.

    Attributes
    ----------
    vectorizer : UnitVectorizer
    coef : array of shape (columns, len(OUTPUTS))
        Of the vectorizer's columns.
    shape_coef : array of shape (len(SHAPES), len(OUTPUTS))
    intercept : array of shape (len(OUTPUTS),)
    """

    vectorizer: UnitVectorizer
    coef: Array
    shape_coef: Array
    intercept: Array

    def scores(self, units: Factors, shapes: Array) -> Array:
        """Return log-odds of every output.

        Parameters
        ----------
        units : Factors of shape (statements, columns)
        shapes : array of shape (statements, len(SHAPES))

        Returns
        -------
        array of shape (statements, len(OUTPUTS))
        """
        return np.asarray(units @ self.coef + shapes @ self.shape_coef + self.intercept)


@dataclass(frozen=True, slots=True)
class ContextLayer:
    """A linear model of ``FINAL`` over ``CONTEXT`` and ``SHAPES``.

    Attributes
    ----------
    coef : array of shape (len(CONTEXT) + len(SHAPES), len(FINAL))
    intercept : array of shape (len(FINAL),)
    """

    coef: Array
    intercept: Array

    def logits(self, around: Array, shapes: Array) -> Array:
        """Return log-odds of ``FINAL``.

        Parameters
        ----------
        around : array of shape (statements, len(CONTEXT))
        shapes : array of shape (statements, len(SHAPES))

        Returns
        -------
        array of shape (statements, len(FINAL))
        """
        return np.asarray(np.hstack([around, shapes]) @ self.coef + self.intercept)


def section_targets(offer: LabelledStatements) -> list[int | None]:
    """Return for each heading the zone that most of the statements under it are of, as an index of ``SECTIONS``."""
    targets: list[int | None] = [None] * len(offer.statements)
    for i, labels in enumerate(offer.labels):
        if labels is None or labels.zone != "heading":
            continue
        under: list[str] = []
        for below in offer.labels[i + 1 : i + 8]:
            if below is None or below.zone is None:
                continue
            if below.zone == "heading":
                break
            under.append(below.zone)
        if under:
            targets[i] = SECTIONS.index(Counter(under).most_common(1)[0][0])
    return targets


def fit_text_layer(
    vectorizer: UnitVectorizer,
    units: Factors,
    shapes: Array,
    labels: Labels,
    sections: Sequence[int | None],
    kinds: Sequence[str] = ALL_OUTPUTS,
    dropout: float = DROPOUT,
) -> TextLayer:
    """Fit the named kinds of outputs; the others stay at zero.

    Parameters
    ----------
    units : Factors of shape (statements, columns)
    shapes : array of shape (statements, len(SHAPES))
    labels : sequence of StatementLabels or None
    sections : sequence of int or None
        Target of ``section_targets`` for headings.
    kinds : sequence of str
    dropout : float
        Share of the units that may be missing where sides are fitted; see ``fit_logistic``.
    """
    # In single precision every step of the fit reads half as much (docs/tried.md).
    X = units.beside(shapes * SHAPE_SCALE).astype(np.float32)
    coef = np.zeros((X.shape[1], len(OUTPUTS)))
    intercept = np.zeros(len(OUTPUTS))
    rows_of: dict[str, Factors] = {}
    targets: list[tuple[int, str, npt.NDArray[np.bool_]]] = []
    for kind in kinds:
        rows, truths = _truths(kind, labels, sections)
        rows_of[kind] = X[rows]
        targets += [(at, kind, truth) for at, truth in zip(_range(kind), truths.T, strict=True)]
    sided = ("side", "duty side")
    # The longest fits first, so that no process waits at the end.
    targets.sort(key=lambda target: (target[1] not in sided, -len(target[2])))
    fitted = fit_many(
        [
            (rows_of[kind], truth, *((SIDE_C, dropout) if kind in sided else (TEXT_C, 0.0)))
            for _, kind, truth in targets
        ]
    )
    for (at, _, _), (weights, constant) in zip(targets, fitted, strict=True):
        coef[:, at], intercept[at] = weights, constant
    split = units.shape[1]
    return TextLayer(vectorizer, coef[:split], coef[split:] * SHAPE_SCALE, intercept)


def _truths(
    kind: str, labels: Labels, sections: Sequence[int | None]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Return the statements whose truth of a kind of outputs is known, and that truth.

    Returns
    -------
    rows : array of int of shape (known,)
    truths : array of bool of shape (known, outputs of the kind)
    """
    known = [(i, label) for i, label in enumerate(labels) if label is not None]
    told: list[tuple[int, list[bool]]]
    if kind == "zone":
        told = [(i, [label.zone == z for z in ZONES]) for i, label in known if label.zone is not None]
    elif kind == "section":
        headed = [(i, section) for i, section in enumerate(sections) if section is not None]
        told = [(i, [section == s for s in range(len(SECTIONS))]) for i, section in headed]
    elif kind == "facet":
        told = [(i, [facet in label.facets for facet in FACETS]) for i, label in known if label.facets]
    else:
        asked = [(i, label) for i, label in known if kind == "side" or _is_duty(label)]
        told = [(i, [getattr(label, side) for side in SIDES]) for i, label in asked]
    rows = np.array([i for i, _ in told], dtype=np.intp)
    return rows, np.array([truth for _, truth in told], dtype=bool).reshape(-1, len(_range(kind)))


def _is_duty(label: StatementLabels) -> bool:
    """Tell whether a statement is work: a duty, or one of a side where its zone is not known or is a heading."""
    return label.zone in (None, "duty") or label.discovery or label.delivery


def _range(kind: str) -> range:
    return range(columns(kind).start, columns(kind).stop)


def fit_context_layer(around: Array, shapes: Array, labels: Labels) -> ContextLayer:
    """Fit ``FINAL`` on the context of statements scored by a text layer that has not seen their offers' labels.

    A side is decided without the other side's score of the same statement: real offers hold many more lines
    of both sides than authored ones, and the weight learnt here would drown one of the two.

    Parameters
    ----------
    around : array of shape (statements, len(CONTEXT))
    shapes : array of shape (statements, len(SHAPES))
    labels : sequence of StatementLabels or None
        Of each statement; those without are left out.
    """
    X = np.hstack([around, shapes])
    scaler = StandardScaler().fit(X)
    coef = np.zeros((X.shape[1], len(FINAL)))
    intercept = np.zeros(len(FINAL))
    for at, name in enumerate(FINAL):
        truth = {i: _final_label(label, name) for i, label in enumerate(labels) if label is not None}
        rows = [i for i, value in truth.items() if value is not None]
        y = np.array([truth[i] for i in rows], dtype=bool)
        if y.all() or not y.any():
            intercept[at] = 9.0 if y.any() else -9.0
            continue
        kept = np.array([i for i in range(X.shape[1]) if i not in _other_side(name)])
        with threadpool_limits(1, "blas"):
            fitted = LogisticRegression(C=CONTEXT_C, solver="newton-cholesky").fit(
                scaler.transform(X[rows])[:, kept], y
            )
        coef[kept, at] = fitted.coef_[0] / scaler.scale_[kept]
        intercept[at] = fitted.intercept_[0] - float(scaler.mean_ @ coef[:, at])
    return ContextLayer(coef, intercept)


def _final_label(label: StatementLabels, name: str) -> bool | None:
    if name == "duty":
        return None if label.zone is None else label.zone == "duty"
    return bool(getattr(label, name))


def _other_side(name: str) -> set[int]:
    others = [side for side in SIDES if name in SIDES and side != name]
    return {CONTEXT.index(f"own {kind}:{side}") for side in others for kind in ("side", "duty side")}
