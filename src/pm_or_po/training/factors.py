"""A sparse matrix kept as the product of two, and logistic regression on it.

Statements share their units of text, and these their letters: which units each statement holds and what each unit is
made of are a third of the numbers of their product, and a fit reads them all at every step.
"""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from joblib import Parallel, delayed, effective_n_jobs
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from pm_or_po.errors import PmOrPoError
from pm_or_po.processes import deaf_to_ctrl_c
from pm_or_po.scoring.logits import Array

JOBS = -1
GRADIENT_NORM = 3e-4  # where a fit stops, where there is enough of both kinds
ENOUGH_OF_A_KIND = 0.1  # of the rows
MOST_STEPS = 200
RADIUS = {"initial_trust_radius": 1e2, "max_trust_radius": 1e4}  # how much all weights may change in one step


@dataclass(frozen=True, slots=True)
class Factors:
    """The matrix ``held @ units``.

    Attributes
    ----------
    held : sparse matrix of shape (rows, units)
        How much of each unit is in each row.
    units : sparse matrix of shape (units, columns)
        How much of each column is in each unit.
    """

    held: sp.csr_matrix
    units: sp.csr_matrix

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the product."""
        return self.held.shape[0], self.units.shape[1]

    def __getitem__(self, rows: npt.NDArray[np.intp] | slice) -> Factors:
        """Return some of the rows."""
        return Factors(self.held[rows], self.units)

    def __matmul__(self, right: Array) -> Array:
        """Return the product with a vector or an array."""
        return np.asarray(self.held @ (self.units @ right))

    def beside(self, columns: Array) -> Factors:
        """Return the matrix with more columns, which are mostly zero and a unit each, at its right."""
        more = sp.identity(columns.shape[1], format="csr")
        return Factors(
            sp.hstack([self.held, sp.csr_matrix(columns)]).tocsr(), sp.block_diag([self.units, more]).tocsr()
        )

    def astype(self, dtype: npt.DTypeLike) -> Factors:
        """Return the same numbers in another precision."""
        return Factors(self.held.astype(dtype), self.units.astype(dtype))

    def tocsr(self) -> sp.csr_matrix:
        """Return the product."""
        product = sp.csr_matrix(self.held @ self.units)
        product.sort_indices()
        return product


class _Point(NamedTuple):
    """What the loss is made of at some weights.

    Attributes
    ----------
    weights : array of shape (columns + 1,)
    of_units, of_rows : array of shape (units,), (rows,)
        Scores.
    chance, unsure : array of shape (rows,)
        Probability, and its variance.
    spread : array of shape (rows,)
        Variance of the score with units left out, over the odds of that.
    penalty : array of shape (units,)
        How much each unit's score weighs in all rows' variance.
    """

    weights: Array
    of_units: Array
    of_rows: Array
    chance: Array
    unsure: Array
    spread: Array
    penalty: Array


class _Loss:
    """What ``fit_logistic`` brings down, with its first and second derivatives; the intercept is the last weight."""

    def __init__(self, X: Factors, y: npt.NDArray[np.bool_], C: float, dropout: float) -> None:
        self.X = X
        self.y = y.astype(X.units.dtype)
        self.signs = 2 * self.y - 1
        self.ridge = 1 / (C * len(y))
        self.odds = X.units.dtype.type(dropout / (1 - dropout))
        self.squares = X.held.power(2) if dropout else sp.csr_matrix(X.held.shape, dtype=X.held.dtype)
        self.units_down, self.held_down = X.units.T.tocsr(), X.held.T.tocsr()
        self.last: _Point | None = None

    def _at(self, w: Array) -> _Point:
        """Return what the loss is made of; each step asks for that of the same weights many times."""
        if self.last is None or not np.array_equal(self.last.weights, w):
            of_units, of_rows = self._times(w)
            chance = expit(of_rows)
            unsure = chance * (1 - chance)
            spread, penalty = self.squares @ of_units**2, self.odds * (self.squares.T @ unsure)
            self.last = _Point(w.copy(), of_units, of_rows, chance, unsure, spread, penalty)
        return self.last

    def _times(self, w: Array) -> tuple[Array, Array]:
        w = w.astype(self.y.dtype)
        of_units = self.X.units @ w[:-1]
        return of_units, self.X.held @ of_units + w[-1]

    def _back(self, of_rows: Array, of_units: Array, w: Array) -> Array:
        """Return derivatives over weights from those over rows and over units."""
        over_units = self.held_down @ of_rows + of_units
        over_columns = self.units_down @ over_units / len(of_rows) + self.ridge * w[:-1]
        return np.append(over_columns, of_rows.mean(dtype=np.float64))

    def value(self, w: Array) -> float:
        """Return the loss."""
        at = self._at(w)
        losses = self.odds / 2 * at.unsure * at.spread - log_expit(self.signs * at.of_rows)
        return float(losses.mean(dtype=np.float64) + self.ridge / 2 * (w[:-1] @ w[:-1]))

    def gradient(self, w: Array) -> Array:
        """Return its first derivatives."""
        at = self._at(w)
        of_rows = at.chance - self.y + self.odds / 2 * at.unsure * (1 - 2 * at.chance) * at.spread
        return self._back(of_rows, at.penalty * at.of_units, w)

    def curvature(self, w: Array, step: Array) -> Array:
        """Return the product of its second derivatives with a step.

        Those of ``p * (1 - p)`` in the term of dropout are left out (Gauss-Newton), so that there is always a way down.
        """
        at = self._at(w)
        of_units, of_rows = self._times(step)
        return self._back(at.unsure * of_rows, at.penalty * of_units, step)


def fit_logistic(X: Factors, y: npt.NDArray[np.bool_], C: float, dropout: float = 0.0) -> tuple[Array, float]:
    """Fit logistic regression with a ridge penalty, for rows any unit of which may be missing.

    The loss is the mean of ``log(1 + exp(-s * z)) + dropout / (1 - dropout) / 2 * p * (1 - p) * h**2 @ v**2``, where
    ``v = X.units @ coef``, ``z = h @ v + intercept`` for a row ``h`` of ``X.held``, ``p = expit(z)`` and ``s`` is 1 or
    -1, plus ``coef @ coef / (2 * C * rows)``. The second term is what leaving out each unit with that
    probability does to the first, to the second order (Wager, Wang and Liang, *Dropout Training as Adaptive
    Regularization*, NIPS 2013); with it the loss is not convex, and what is found is the minimum reached from zero.
    Without, this is scikit-learn's ``LogisticRegression`` with the same ``C``, which takes no such product.

    The steps, in a trust region, ask for products with the matrix alone, and stop earlier the more there are of the
    rarer kind (Lin, Weng and Keerthi, *Trust Region Newton Method for Large-Scale Logistic Regression*, JMLR 9, 2008).

    Parameters
    ----------
    X : Factors of shape (rows, columns)
    y : array of bool of shape (rows,)
    C : float
        Inverse of the regularisation.
    dropout : float, default 0
        Probability, below 1, that a unit is missing.

    Returns
    -------
    coef : array of shape (columns,)
        Zeros where ``y`` is not of both kinds.
    intercept : float
        In log-odds; 9 for the one kind there is, where ``y`` is not of both.

    Warns
    -----
    ConvergenceWarning
        If rounding, or the most steps allowed, came first: rows are best of length 1 or so.
    """
    coef, intercept, trouble = _fit(X, y, C, dropout)
    if trouble:
        warnings.warn(trouble, ConvergenceWarning, stacklevel=2)
    return coef, intercept


def _fit(X: Factors, y: npt.NDArray[np.bool_], C: float, dropout: float) -> tuple[Array, float, str]:
    """Return what ``fit_logistic`` does, and why it did not converge, else an empty text: no process warns another."""
    if y.all() or not y.any():
        return np.zeros(X.shape[1]), 9.0 if y.any() else -9.0, ""
    loss = _Loss(X, y, C, dropout)
    stop = GRADIENT_NORM * min(1.0, min(y.mean(), 1 - y.mean()) / ENOUGH_OF_A_KIND)
    # Several threads would add up in another order, and not to quite the same.
    with threadpool_limits(1, "blas"):
        fitted = minimize(
            loss.value,
            np.zeros(X.shape[1] + 1),
            jac=loss.gradient,
            hessp=loss.curvature,
            method="trust-ncg",
            options={"gtol": stop, "maxiter": MOST_STEPS, **RADIUS},
        )
    return fitted.x[:-1], float(fitted.x[-1]), "" if fitted.success else str(fitted.message)


@contextlib.contextmanager
def starting_processes() -> Iterator[None]:
    """Start the processes of ``fit_many``, whose imports take a while, beside what is done within a ``with`` block.

    At its end they are waited for, but an error within it is told at once.
    """
    starting = threading.Thread(target=_start_processes, daemon=True)
    starting.start()
    yield
    starting.join()


def _start_processes() -> None:
    # Who cannot start is told of by the fits, which try again.
    with deaf_to_ctrl_c(), contextlib.suppress(Exception):
        Parallel(n_jobs=JOBS, batch_size=1)(delayed(_started)() for _ in range(effective_n_jobs(JOBS)))


def _started() -> None:
    """Do nothing: a process that is asked to has read this module."""


def fit_many(
    asked: Sequence[tuple[Factors, npt.NDArray[np.bool_], float, float]],
) -> list[tuple[Array, float]]:
    """Return what ``fit_logistic`` makes of each, on every core; give the longest fits first.

    Raises
    ------
    PmOrPoError
        If a process was ended from outside.

    Warns
    -----
    ConvergenceWarning
        As ``fit_logistic``, here and not in the processes that fit.
    """
    try:
        fitted = list(Parallel(n_jobs=JOBS, batch_size=1)(delayed(_fit)(*one) for one in asked))
    except (BrokenProcessPool, BrokenPipeError) as error:
        raise PmOrPoError("fitting-died") from error
    for trouble in dict.fromkeys(trouble for _, _, trouble in fitted if trouble):
        warnings.warn(trouble, ConvergenceWarning, stacklevel=2)
    return [(coef, intercept) for coef, intercept, _ in fitted]
