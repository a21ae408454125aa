"""Fit the two layers that score statements: their own text first, then what stands around them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from pm_or_po.scoring.context import CONTEXT
from pm_or_po.scoring.logits import Array
from pm_or_po.scoring.model import FINAL
from pm_or_po.scoring.outputs import OUTPUTS, columns
from pm_or_po.taxonomy import SIDES
from pm_or_po.training.factors import JOBS, Factors, fit_many
from pm_or_po.training.features import UnitVectorizer
from pm_or_po.training.folds import Rows
from pm_or_po.training.targets import Targets

TEXT_C = 6.0
# Sides, and what tells a product job, are fitted as if any unit of text might be missing: real offers have other words
# than the corpus (docs/tried.md).
SIDE_C = 12.0
DROPOUT = 0.5
CONTEXT_C = 0.03
SHAPE_SCALE = 0.3
CONTEXT_OUTPUTS = ("zone", "section", "side", "duty side")
ALL_OUTPUTS = (*CONTEXT_OUTPUTS, "facet")


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


def fit_text_layer(
    vectorizer: UnitVectorizer,
    units: Factors,
    shapes: Array,
    targets: Targets,
    kinds: Sequence[str] = ALL_OUTPUTS,
    dropout: float = DROPOUT,
) -> TextLayer:
    """Fit the named kinds of outputs; the others stay at zero.

    Parameters
    ----------
    units : Factors of shape (statements, columns)
    shapes : array of shape (statements, len(SHAPES))
    targets : Targets
        Of each statement.
    kinds : sequence of str
    dropout : float
        Share of the units that may be missing where sides are fitted; see ``fit_logistic``.
    """
    # In single precision every step of the fit reads half as much (docs/tried.md).
    X = units.beside(shapes * SHAPE_SCALE).astype(np.float32)
    coef = np.zeros((X.shape[1], len(OUTPUTS)))
    intercept = np.zeros(len(OUTPUTS))
    rows_of: dict[str, Factors] = {}
    asked: list[tuple[int, str, npt.NDArray[np.bool_]]] = []
    for kind in kinds:
        rows, truths = targets.asked(kind)
        rows_of[kind] = X[rows]
        asked += [(at, kind, truth) for at, truth in zip(_range(kind), truths.T, strict=True)]
    sided = ("side", "duty side")
    # The longest fits first, so that no process waits at the end.
    asked.sort(key=lambda one: (one[1] not in sided, -len(one[2])))
    fitted = fit_many(
        [
            (rows_of[kind], truth, *((SIDE_C, dropout) if kind in sided else (TEXT_C, 0.0)))
            for _, kind, truth in asked
        ]
    )
    for (at, _, _), (weights, constant) in zip(asked, fitted, strict=True):
        coef[:, at], intercept[at] = weights, constant
    split = units.shape[1]
    return TextLayer(vectorizer, coef[:split], coef[split:] * SHAPE_SCALE, intercept)


def _range(kind: str) -> range:
    return range(columns(kind).start, columns(kind).stop)


def fit_context_layer(around: Array, shapes: Array, targets: Targets) -> ContextLayer:
    """Fit ``FINAL`` on the context of statements scored by a text layer that has not seen their offers' labels.

    A side is decided without the other side's score of the same statement: real offers hold many more lines
    of both sides than authored ones, and the weight learnt here would drown one of the two.

    Parameters
    ----------
    around : array of shape (statements, len(CONTEXT))
    shapes : array of shape (statements, len(SHAPES))
    targets : Targets
        Of each statement; those that are not labelled are left out.

    Notes
    -----
    Products of matrices take as many threads as the linear algebra library is allowed; ``fit_context_layers`` allows
    one.
    """
    X = np.hstack([around, shapes])
    scaler = StandardScaler().fit(X)
    coef = np.zeros((X.shape[1], len(FINAL)))
    intercept = np.zeros(len(FINAL))
    for at, name in enumerate(FINAL):
        rows, truths = targets.asked("side" if name in SIDES else name)
        y = truths[:, [*SIDES].index(name) if name in SIDES else 0]
        if y.all() or not y.any():
            intercept[at] = 9.0 if y.any() else -9.0
            continue
        kept = np.array([i for i in range(X.shape[1]) if i not in _other_side(name)])
        fitted = LogisticRegression(C=CONTEXT_C, solver="newton-cholesky").fit(
            scaler.transform(X[rows])[:, kept], y
        )
        coef[kept, at] = fitted.coef_[0] / scaler.scale_[kept]
        intercept[at] = fitted.intercept_[0] - float(scaler.mean_ @ coef[:, at])
    return ContextLayer(coef, intercept)


def fit_context_layers(
    around: Array, shapes: Array, targets: Targets, parts: Sequence[Rows]
) -> list[ContextLayer]:
    """Return what ``fit_context_layer`` makes of each part of the statements, on every core.

    Threads share the statements, and their products of dense matrices leave Python's lock alone. scikit-learn sets
    filters of warnings in each, which are the process's and are put back once here.
    """
    with threadpool_limits(1, "blas"), warnings.catch_warnings():
        return list(
            Parallel(n_jobs=JOBS, prefer="threads")(
                delayed(fit_context_layer)(around[rows], shapes[rows], targets[rows]) for rows in parts
            )
        )


def _other_side(name: str) -> set[int]:
    others = [side for side in SIDES if name in SIDES and side != name]
    return {CONTEXT.index(f"own {kind}:{side}") for side in others for kind in ("side", "duty side")}
