"""A matrix kept as two, and the fit on it: what scikit-learn makes of their product."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp
from scipy.optimize import check_grad
from scipy.special import expit, log_expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from pm_or_po.training.factors import Factors, _Loss, fit_logistic, fit_many, starting_processes

ROUNDING = 1e-12


@pytest.fixture
def factors() -> Factors:
    held = sp.random(300, 80, density=0.1, format="csr", random_state=1)
    words = sp.random(80, 50, density=0.1, format="csr", random_state=2)
    return Factors(held, words)


def scaled(factors: Factors) -> Factors:
    return Factors(20 * factors.held, factors.units)


def test_they_are_their_product(factors: Factors) -> None:
    product = (factors.held @ factors.units).toarray()
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
    assert factors.astype(np.float32).units.dtype == np.float32


@pytest.fixture
def answers(factors: Factors) -> npt.NDArray[np.bool_]:
    rng = np.random.default_rng(5)
    return scaled(factors) @ rng.normal(size=50) - 1 + rng.logistic(size=300) > 0


@pytest.mark.parametrize("C", [0.1, 1.0, 6.0])
def test_the_fit_is_that_of_scikit_learn(
    factors: Factors, answers: npt.NDArray[np.bool_], C: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pm_or_po.training.factors.GRADIENT_NORM", 1e-9)
    factors = scaled(factors)
    coef, intercept = fit_logistic(factors, answers, C)
    product = factors.tocsr().toarray()
    plain = LogisticRegression(C=C, solver="newton-cholesky", tol=1e-12).fit(product, answers)
    np.testing.assert_allclose(coef, plain.coef_[0], atol=1e-6)
    assert intercept == pytest.approx(plain.intercept_[0], abs=1e-6)


@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("C", [0.1, 6.0])
def test_it_stops_near_the_least_loss_in_single_precision_too(
    factors: Factors,
    answers: npt.NDArray[np.bool_],
    C: float,
    dropout: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = fit_logistic(factors.astype(np.float32), answers, C, dropout)
    monkeypatch.setattr("pm_or_po.training.factors.GRADIENT_NORM", 1e-7)
    monkeypatch.setattr("pm_or_po.training.factors.MOST_STEPS", 10_000)
    best = fit_logistic(factors, answers, C, dropout)
    value = _Loss(factors, answers, C, dropout).value
    assert value(np.append(*found)) == pytest.approx(value(np.append(*best)), rel=1e-4)


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_the_gradient_is_the_slope_of_the_loss(
    factors: Factors, answers: npt.NDArray[np.bool_], dropout: float
) -> None:
    loss = _Loss(factors, answers, 1.0, dropout)
    at = np.random.default_rng(6).normal(size=51)
    assert check_grad(loss.value, loss.gradient, at) < 1e-6 * np.linalg.norm(loss.gradient(at)) + 1e-7


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_its_curvature_is_that_of_the_loss_but_for_what_moves_the_doubt(
    factors: Factors, answers: npt.NDArray[np.bool_], dropout: float
) -> None:
    loss = _Loss(factors, answers, 1.0, dropout)
    rng = np.random.default_rng(6)
    at, step = rng.normal(size=51), rng.normal(size=51)
    product, held = factors.tocsr().toarray(), factors.held.toarray()
    chance = expit(product @ at[:-1] + at[-1])
    doubt = chance * (1 - chance)
    rows = np.hstack([product, np.ones((300, 1))])
    matrix = rows.T @ (doubt[:, None] * rows) / 300
    units = factors.units.toarray()
    weigh = dropout / (1 - dropout) * (held**2).T @ doubt
    matrix[:50, :50] += units.T @ (weigh[:, None] * units) / 300 + np.eye(50) / 300
    np.testing.assert_allclose(loss.curvature(at, step), matrix @ step, rtol=1e-9)
    if not dropout:
        slope = (loss.gradient(at + 1e-6 * step) - loss.gradient(at - 1e-6 * step)) / 2e-6
        np.testing.assert_allclose(loss.curvature(at, step), slope, rtol=1e-4, atol=1e-7)


def test_a_rare_kind_is_learnt_as_scikit_learn_learns_it() -> None:
    held = sp.random(5_000, 200, density=0.03, format="csr", random_state=8)
    X = Factors(held, sp.identity(200, format="csr"))
    y = np.asarray(held[:, 0].toarray()).ravel() > 0.9
    assert 5 <= y.sum() <= 50
    coef, intercept = fit_logistic(X.astype(np.float32), y, 6.0)
    plain = LogisticRegression(C=6.0, solver="newton-cholesky", tol=1e-10).fit(held.toarray(), y)
    np.testing.assert_allclose(
        (X @ coef + intercept)[y], plain.decision_function(held.toarray())[y], atol=0.1
    )


def test_rows_too_large_for_its_precision_are_told_of(
    factors: Factors, answers: npt.NDArray[np.bool_]
) -> None:
    large = Factors(2_000 * factors.held, factors.units).astype(np.float32)
    with pytest.warns(ConvergenceWarning):
        fit_logistic(large, answers, 1.0, 0.5)


def test_a_fit_in_another_process_is_told_of_here(factors: Factors, answers: npt.NDArray[np.bool_]) -> None:
    large = Factors(2_000 * factors.held, factors.units).astype(np.float32)
    with pytest.warns(ConvergenceWarning) as told:
        (_, _), (coef, intercept) = fit_many([(large, answers, 1.0, 0.5), (factors, answers, 1.0, 0.0)])
    assert len(told) == 1
    alone = fit_logistic(factors, answers, 1.0)
    assert np.array_equal(coef, alone[0]) and intercept == alone[1]


def test_an_error_beside_starting_processes_is_told_and_the_next_fit_is_right(
    factors: Factors, answers: npt.NDArray[np.bool_]
) -> None:
    with pytest.raises(ValueError, match="beside"), starting_processes():
        raise ValueError("beside")
    with starting_processes():
        alone = fit_logistic(factors, answers, 1.0)[0]
    ((coef, _),) = fit_many([(factors, answers, 1.0, 0.0)])
    assert np.array_equal(coef, alone)


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
            missing.append(-log_expit(signs * (left @ (factors.units @ coef) + intercept)).mean())
        losses[dropout] = np.mean(missing)
    assert losses[0.5] < 0.8 * losses[0.0]


@pytest.mark.parametrize("kind", [True, False])
def test_of_one_kind_alone_nothing_is_learnt(factors: Factors, kind: bool) -> None:
    coef, intercept = fit_logistic(factors, np.full(300, kind), 1.0)
    assert not coef.any() and coef.shape == (50,)
    assert intercept == (9.0 if kind else -9.0)
