"""The judge's training: words of whole offers, how far to trust them, and what few offers teach."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from pm_or_po.judging import offer_words
from pm_or_po.taxonomy import FAMILIES
from pm_or_po.training.factors import Factors
from pm_or_po.training.judge import (
    FAR_FOLDS,
    FAR_SPLITS,
    LEAST_OF_A_KIND,
    build_bags,
    fit_product_rule,
    fit_words,
    summaries,
    unseen_words,
)


def bags_of(columns: sp.csr_matrix) -> Factors:
    return Factors(columns, sp.identity(columns.shape[1], format="csr"))


def test_offers_without_a_known_word_leave_the_words_at_zero() -> None:
    coef, _ = fit_words(bags_of(sp.csr_matrix((4, 9))), ["PM", "OTHER"] * 2, [None, "data"] * 2)
    assert not coef.any() and coef.shape == (9, 1 + len(FAMILIES))


def test_each_family_is_told_by_its_words_and_a_family_without_an_offer_is_never_nearest() -> None:
    names = list(FAMILIES)
    families = [*names[:3] * 5, *[None] * 15]
    roles = ["OTHER" if family else "PM" for family in families]
    columns = sp.csr_matrix(np.eye(4)[[names.index(family) if family else 3 for family in families]])
    coef, intercept = fit_words(bags_of(columns), roles, families, 100.0)
    scores = columns @ coef + intercept
    assert ((scores[:, 0] > 0) == [role == "PM" for role in roles]).all()
    assert [names[k] for k in scores[:15, 1:].argmax(axis=1)] == families[:15]
    assert (scores[:, 1:].argmax(axis=1) < 3).all()


def test_an_offer_is_scored_by_the_words_of_every_few_writers_that_are_not_its_own() -> None:
    each = 2 * LEAST_OF_A_KIND
    groups = [i // each for i in range(FAR_FOLDS * each)]
    product = np.arange(len(groups)) % 2 == 0
    columns = np.zeros((len(groups), 1 + FAR_FOLDS))
    columns[:, 0] = np.where(product, 1, -1)  # what all writers say
    columns[np.arange(len(groups)), 1 + np.array(groups)] = np.where(product, 9, -9)  # what each alone says
    bags = bags_of(sp.csr_matrix(columns))
    roles = np.where(product, "PM", "OTHER").tolist()
    scores = unseen_words(bags, roles, groups)
    unseen = list(range(len(groups))) * (FAR_FOLDS - 1) * FAR_SPLITS
    assert sorted(offer for offer, _ in scores) == sorted(unseen)
    # A writer's own words weigh nine times the common ones, and would show if it were among the few.
    own = fit_words(bags, roles, [None] * len(roles))[0][:, 0]
    assert max(abs(score) for _, score in scores) < 0.5 * abs(bags @ own).max()
    assert all((score > 0) == product[offer] for offer, score in scores)


def test_from_few_offers_of_a_kind_words_are_learnt_from_all_others() -> None:
    roles = ["PM"] * 36 + ["OTHER"] * 36
    columns = np.array([[1.0] if role == "PM" else [-1.0] for role in roles])
    scores = unseen_words(bags_of(sp.csr_matrix(columns)), roles, list(range(72)))
    assert sorted(offer for offer, _ in scores) == list(range(72))
    offers = summaries(np.full((72, 2), 0.5), np.ones(72), [5] * 72, list(range(73)))
    assert fit_product_rule(offers, [None] * 72, roles, scores).coef[0] > 0.5


def test_offers_are_summed_up_in_training_as_in_scoring() -> None:
    rng = np.random.default_rng(9)
    counts = [3, 0, 5, 1]
    bounds = [0, *np.cumsum(counts).tolist()]
    words = sp.random(12, 7, density=0.5, format="csr", random_state=1)
    units = Factors(sp.random(9, 12, density=0.4, format="csr", random_state=2), words)
    titles = Factors(sp.csr_matrix([[1.0, 2.0], [0.0, 1.0], [0.0, 0.0], [3.0, 0.0]]), words[:2])
    duty, coef = rng.random(9), rng.normal(size=(7, 1 + len(FAMILIES)))
    found = build_bags(units, duty, bounds, titles) @ coef
    of_statements, of_titles = units @ coef, titles @ coef
    for k in (0, 2, 3):
        rows = slice(bounds[k], bounds[k + 1])
        title = of_titles[k] if titles.held[k].nnz else None
        np.testing.assert_allclose(
            found[k], offer_words(duty[rows], of_statements[rows], title), rtol=1e-4, atol=1e-5
        )
    assert np.isfinite(found).all()
