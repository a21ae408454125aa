"""A matrix kept as two, and the fit on it: what scikit-learn makes of their product."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp
from scipy.optimize import check_grad
from scipy.special import log_expit
from sklearn.linear_model import LogisticRegression

from pm_or_po.training.factors import Factors, _Loss, fit_logistic

ROUNDING = 1e-12


@pytest.fixture
def factors() -> Factors:
    held = sp.random(300, 80, density=0.1, format="csr", random_state=1)
    words = sp.random(80, 50, density=0.1, format="csr", random_state=2)
    return Factors(held, words)


def scaled(factors: Factors) -> Factors:
    return Factors(20 * factors.held, factors.words)


def test_they_are_their_product(factors: Factors) -> None:
    product = (factors.held @ factors.words).toarray()
    rows, right = np.array([7, 3, 3]), np.arange(100.0).reshape(50, 2)
    assert factors.shape == product.shape
    for found, expected in (
        (factors.tocsr().toarray(), product),
        (factors @ right, product @ right),
        (factors[rows].tocsr().toarray(), product[rows]),
        (
            factors.beside(product[:, :2]).tocsr().toarray(),
            np.hstack([product, product[:, :2]]),
        ),
    ):
        np.testing.assert_allclose(found, expected, atol=ROUNDING * abs(expected).max())
    assert factors.astype(np.float32).words.dtype == np.float32


@pytest.fixture
def answers(factors: Factors) -> npt.NDArray[np.bool_]:
    rng = np.random.default_rng(5)
    return scaled(factors) @ rng.normal(size=50) - 1 + rng.logistic(size=300) > 0


@pytest.mark.parametrize("strength", [0.1, 1.0, 6.0])
def test_the_fit_is_that_of_scikit_learn(
    factors: Factors, answers: npt.NDArray[np.bool_], strength: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pm_or_po.training.factors.GRADIENT_NORM", 1e-9)
    factors = scaled(factors)
    coef, intercept = fit_logistic(factors, answers, strength)
    product = factors.tocsr().toarray()
    plain = LogisticRegression(C=strength, solver="newton-cholesky", tol=1e-12).fit(product, answers)
    np.testing.assert_allclose(coef, plain.coef_[0], atol=1e-6)
    assert intercept == pytest.approx(plain.intercept_[0], abs=1e-6)


@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("strength", [0.1, 6.0])
def test_it_stops_near_the_least_loss_in_single_precision_too(
    factors: Factors,
    answers: npt.NDArray[np.bool_],
    strength: float,
    dropout: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = fit_logistic(factors.astype(np.float32), answers, strength, dropout)
    monkeypatch.setattr("pm_or_po.training.factors.GRADIENT_NORM", 1e-9)
    best = fit_logistic(factors, answers, strength, dropout)
    value = _Loss(factors, answers, strength, dropout).value
    assert value(np.append(*found)) == pytest.approx(value(np.append(*best)), rel=1e-4)


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_the_gradient_is_the_slope_of_the_loss(
    factors: Factors, answers: npt.NDArray[np.bool_], dropout: float
) -> None:
    loss = _Loss(factors, answers, 1.0, dropout)
    at = np.random.default_rng(6).normal(size=51)
    assert check_grad(loss.value, loss.gradient, at) < 1e-6 * np.linalg.norm(loss.gradient(at)) + 1e-7


def test_with_dropout_it_bears_missing_words_better(factors: Factors, answers: npt.NDArray[np.bool_]) -> None:
    rng = np.random.default_rng(7)
    signs = np.where(answers, 1, -1)
    held = factors.held
    losses = {}
    for dropout in (0.0, 0.5):
        coef, intercept = fit_logistic(factors, answers, 6.0, dropout)
        missing = []
        for _ in range(50):
            left = held.copy()
            left.data = left.data * (rng.random(held.nnz) >= 0.5) / 0.5
            missing.append(-log_expit(signs * (left @ (factors.words @ coef) + intercept)).mean())
        losses[dropout] = np.mean(missing)
    assert losses[0.5] < 0.8 * losses[0.0]


@pytest.mark.parametrize("kind", [True, False])
def test_of_one_kind_alone_nothing_is_learnt(factors: Factors, kind: bool) -> None:
    coef, intercept = fit_logistic(factors, np.full(300, kind), 1.0)
    assert not coef.any() and coef.shape == (50,)
    assert intercept == (9.0 if kind else -9.0)
