"""The judge's training: words of whole offers, how far to trust them, and what few offers teach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from pm_or_po.judging.deciding import decide
from pm_or_po.judging.summing import Summary, duty_weights, score_offers, summarise
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.taxonomy import FAMILIES
from pm_or_po.text.title import TitleClaim, read_title
from pm_or_po.training.corpus import Corpus, read_corpus
from pm_or_po.training.factors import Factors
from pm_or_po.training.fit import Settings, bags_of, borrow_layers, fit
from pm_or_po.training.judge import (
    FAR_FOLDS,
    FAR_SPLITS,
    LEAST_OF_EACH,
    build_bags,
    evidence_threshold,
    fit_product_rule,
    fit_words,
    summaries,
    unseen_words,
)
from pm_or_po.training.labels import StatementLabels
from pm_or_po.training.prepared import prepare
from pm_or_po.training.rows import LabelledOffer


def as_bags(columns: sp.csr_matrix) -> Factors:
    return Factors(columns, sp.identity(columns.shape[1], format="csr"))


def test_offers_without_a_known_word_leave_the_words_at_zero() -> None:
    coef, _ = fit_words(as_bags(sp.csr_matrix((4, 9))), ["PM", "OTHER"] * 2, [None, "data"] * 2)
    assert not coef.any() and coef.shape == (9, 1 + len(FAMILIES))


def test_each_family_is_told_by_its_words_and_a_family_without_an_offer_is_never_nearest() -> None:
    names = list(FAMILIES)
    families = [*names[:3] * 5, *[None] * 15]
    roles = ["OTHER" if family else "PM" for family in families]
    columns = sp.csr_matrix(np.eye(4)[[names.index(family) if family else 3 for family in families]])
    coef, intercept = fit_words(as_bags(columns), roles, families, 100.0)
    scores = columns @ coef + intercept
    assert ((scores[:, 0] > 0) == [role == "PM" for role in roles]).all()
    assert [names[k] for k in scores[:15, 1:].argmax(axis=1)] == families[:15]
    assert (scores[:, 1:].argmax(axis=1) < 3).all()


def test_an_offer_is_scored_by_the_words_of_every_few_writers_that_are_not_its_own() -> None:
    each = 2 * LEAST_OF_EACH
    groups = [i // each for i in range(FAR_FOLDS * each)]
    product = np.arange(len(groups)) % 2 == 0
    columns = np.zeros((len(groups), 1 + FAR_FOLDS))
    columns[:, 0] = np.where(product, 1, -1)  # what all writers say
    columns[np.arange(len(groups)), 1 + np.array(groups)] = np.where(product, 9, -9)  # what each alone says
    bags = as_bags(sp.csr_matrix(columns))
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
    scores = unseen_words(as_bags(sp.csr_matrix(columns)), roles, list(range(72)))
    assert sorted(offer for offer, _ in scores) == list(range(72))
    offers = summaries(np.full((72, 2), 0.5), np.ones(72), [5] * 72, np.ones(72), list(range(73)))
    assert fit_product_rule(offers, [None] * 72, roles, scores).coef[0] > 0.5


def test_an_offer_without_statements_has_no_words() -> None:
    units = Factors(sp.csr_matrix([[1.0, 2.0]]), sp.csr_matrix([[3.0], [4.0]]))
    bags = build_bags(
        units, np.array([0.5]), [0, 1, 1], Factors(sp.csr_matrix((2, 1)), sp.csr_matrix((1, 1))), [False] * 2
    )
    np.testing.assert_allclose(bags @ np.ones(1), [11.0, 0.0])


def test_writers_are_drawn_anew_each_time() -> None:
    groups = [group for group in range(12) for _ in range(30 + 4 * group)]
    roles = ["PM" if i % (5 + group) < 3 else "OTHER" for i, group in enumerate(groups)]
    # One column a writer: of an unseen one nothing is known but how common product jobs are among those seen.
    columns = sp.csr_matrix((np.ones(len(groups)), (range(len(groups)), groups)))
    scores = unseen_words(as_bags(columns), roles, groups)
    assert len(scores) == len(groups) * (FAR_FOLDS - 1) * FAR_SPLITS
    assert len({round(score, 5) for _, score in scores}) > FAR_FOLDS * FAR_SPLITS / 2


def test_offers_are_summed_up_in_training_as_in_scoring(
    corpus_offers: tuple[LabelledOffer, ...], model: StatementModel
) -> None:
    titles = ["Product Manager", "Product Owner, facturation", "Developer", "Zzxq", "Zzxq Product Manager"]
    offers = [replace(offer, title=titles[i % 5]) for i, offer in enumerate(corpus_offers[:20])]
    prepared = prepare(Corpus(tuple(offers), (), ""))
    layers = borrow_layers(prepared, model)
    said = slice(OUTPUTS.index("product"), None)
    found = bags_of(prepared, layers) @ layers.text.coef[:, said] + layers.text.intercept[said]
    scored = score_offers([(one.statements, one.read.title) for one in prepared.labelled], model)
    expected = [[summary.product, *summary.families] for _, summary in scored]
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3)


def test_a_statement_counts_as_a_duty_and_by_the_root_of_its_words() -> None:
    short, long, wordless, other = duty_weights(np.array([1.0, 1.0, 1.0, 0.0]), [4, 16, 0, 16])
    assert long == pytest.approx(2 * short) and wordless == pytest.approx(short / 2)
    assert 0 < other < long / 20


@pytest.mark.parametrize("each", [36, 80], ids=["few offers", "enough for words of a few writers"])
def test_words_are_split_among_writers_by_the_seed(each: int) -> None:
    roles, writers = ["PM"] * each + ["OTHER"] * each, list(range(2 * each))
    columns = sp.random(2 * each, 9, density=0.5, format="csr", random_state=3)
    first, again, other = (unseen_words(as_bags(columns), roles, writers, seed=seed) for seed in (0, 0, 1))
    assert first == again != other


# --- What the judge is told -------------------------------------------------------------------------------------------


def alike(count: int) -> list[Summary]:
    """Return offers that their duties do not tell apart."""
    words = np.zeros(1 + len(FAMILIES))
    return [summarise(np.full((4, 2), 0.5), np.ones(4), [5] * 4, np.ones(4), words) for _ in range(count)]


def test_titles_tell_a_product_job_and_an_offer_without_one_is_judged_by_its_words() -> None:
    product, other = read_title("Product Owner"), read_title("Data Analyst")
    roles = ["PM"] * 30 + ["OTHER"] * 30
    claims: list[TitleClaim | None] = [product] * 30 + [other] * 30
    words = [(i, 0.5 if role == "PM" else -0.5) for i, role in enumerate(roles)]
    told = fit_product_rule(alike(60), claims, roles, words)
    assert told.coef[1] > 1 and told.coef[2] < -1
    untold = fit_product_rule(alike(60), [None] * 60, roles, words)
    assert untold.coef[1:3] == (0, 0)
    assert told.coef[0] == pytest.approx(untold.coef[0], rel=0.35)


def test_training_hands_the_titles_and_the_seed_to_the_judge(few_path: Path, model: StatementModel) -> None:
    corpus = read_corpus([few_path])
    rule = fit(corpus, base=model, version="0").rules.product
    assert rule.coef[1] > 0.2 and rule.coef[2] < 0
    assert rule != fit(corpus, base=model, version="0", settings=Settings(seed=1)).rules.product


# --- Thresholds -------------------------------------------------------------------------------------------------------


def test_a_line_is_evidence_from_the_lowest_threshold_that_is_nearly_the_best() -> None:
    duty = {side: StatementLabels("duty", side == "discovery", side == "delivery", frozenset()) for side in (
        "discovery", "delivery", "none",
    )}  # fmt: skip
    # Of discovery, F1 is 0.983 at 0.25, 0.993 at 0.30 and 1 from 0.40 on; of delivery 1 at 0.20 already.
    lines = [(0.9, 0.0, duty["discovery"])] * 1000 + [(0.0, 0.9, duty["delivery"])] * 1000
    lines += [(0.37, 0.0, duty["none"])] * 15 + [(0.27, 0.0, duty["none"])] * 20
    unlabelled = [(0.66, 0.66, None)] * 500
    sides = np.array([line[:2] for line in lines + unlabelled])
    labels = [line[2] for line in lines + unlabelled]
    assert evidence_threshold(sides, labels) == 0.3
    assert (
        evidence_threshold(
            sides[:, ::-1],
            [one and replace(one, discovery=one.delivery, delivery=one.discovery) for one in labels],
        )
        == 0.3
    )


@pytest.mark.parametrize(("duties", "role"), [(0.5, "UNCLEAR"), (0.7, "PO")])
def test_half_a_duty_is_too_little_to_call_a_job_a_product_job(
    duties: float, role: str, fitted: StatementModel
) -> None:
    summary = summarise(
        np.array([[0.0, duties]]), np.array([duties]), [5], np.ones(1), np.zeros(1 + len(FAMILIES))
    )
    assert (
        decide(summary, {"PM": 0.2, "PO": 0.6, "OTHER": 0.2}, None, fitted.rules, proved=["delivery"]) == role
    )
