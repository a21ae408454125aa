"""The compiled model: the very scores that scikit-learn's pipeline gives, explained word by word."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pickle
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from pm_or_po.scoring.context import CONTEXT, context
from pm_or_po.scoring.logits import Array, sigmoid
from pm_or_po.scoring.model import FINAL, StatementModel
from pm_or_po.scoring.outputs import OUTPUTS, columns
from pm_or_po.scoring.units import SHAPES, grams, length, shapes_of, units
from pm_or_po.scoring.words import Pairs
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import Statement, read_document, read_statement
from pm_or_po.training.factors import fit_logistic
from pm_or_po.training.features import UnitVectorizer
from pm_or_po.training.labels import LabelledStatements
from pm_or_po.training.layers import (
    CONTEXT_C,
    DROPOUT,
    SHAPE_SCALE,
    SIDE_C,
    TEXT_C,
    fit_context_layer,
)
from pm_or_po.training.targets import Targets

AS_SCIKIT_LEARN = 1e-6  # log-odds
EXACT = 1e-6
ROUNDING = 1e-12  # a matrix product may round otherwise with more rows

LINES = [
    "- Rédiger les user stories et leurs critères d'acceptation",
    "Définir la vision du produit avec les utilisateurs, mener des A/B tests",
    "Own the product roadmap and talk to customers every week.",
    "**VOTRE PROFIL :**",
    "5 ans d'expérience en product discovery exigés",
    "Zbrxq vwkj",
    "🚀 2024 ?",
    "En tant que Product Owner",
    "",
]


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    return [read_statement(line, bullet=line.startswith("-")) for line in LINES]


@pytest.fixture(scope="module")
def labelled(few_cut: list[LabelledStatements]) -> tuple[list[Statement], list[object]]:
    pairs = [(c, label) for one in few_cut for c, label in zip(one.statements, one.labels, strict=True)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


Pipelines = dict[str, Pipeline]


@pytest.fixture(scope="module")
def pipelines(fitted: StatementModel, labelled: tuple[list[Statement], list[object]]) -> Pipelines:
    """Return a pipeline of scikit-learn's own parts for each of some outputs, fitted on the same lines.

    Its last part is given the weights that ``fit_logistic`` finds; ``test_factors.py`` holds them against its own fit.
    """
    seen, labels = labelled
    known = [i for i, label in enumerate(labels) if label is not None]
    vectorizer = UnitVectorizer(fitted.lexicon)
    X = vectorizer.fit_factors(seen).beside(SHAPE_SCALE * shapes_of(seen)).astype(np.float32)[known]
    made = {}
    for output in ("side:discovery", "side:delivery", "zone:duty", "zone:profile", "zone:heading"):
        kind, name = output.split(":")
        y = [getattr(labels[i], name) if kind == "side" else labels[i].zone == name for i in known]
        pipeline = make_pipeline(
            FeatureUnion(
                [
                    ("units", FunctionTransformer(lambda X: vectorizer.factors(X).tocsr())),
                    ("shapes", FunctionTransformer(lambda X: SHAPE_SCALE * shapes_of(X))),
                ]
            ),
            LogisticRegression(),
        )
        strength, dropout = (SIDE_C, DROPOUT) if kind == "side" else (TEXT_C, 0.0)
        coef, intercept = fit_logistic(X, np.array(y), strength, dropout)
        pipeline[-1].classes_ = np.array([False, True])
        pipeline[-1].coef_, pipeline[-1].intercept_ = coef[None, :], np.array([intercept])
        made[output] = pipeline
    return made


def assert_same_scores(fitted: StatementModel, pipelines: Pipelines, asked: list[Statement]) -> None:
    found = fitted.score_alone(asked)[0]
    for output, pipeline in pipelines.items():
        expected = pipeline.decision_function(asked)
        np.testing.assert_allclose(found[:, OUTPUTS.index(output)], expected, atol=AS_SCIKIT_LEARN, rtol=0)


def test_the_compiled_model_scores_as_the_scikit_learn_pipeline(
    fitted: StatementModel,
    labelled: tuple[list[Statement], list[object]],
    statements: list[Statement],
    pipelines: Pipelines,
) -> None:
    assert_same_scores(fitted, pipelines, [*labelled[0], *statements])


@given(
    st.lists(st.one_of(st.text(), st.sampled_from(LINES)), min_size=1, max_size=4).map(" ".join),
    st.booleans(),
)
def test_it_does_so_on_any_text(
    fitted: StatementModel, pipelines: Pipelines, text: str, bullet: bool
) -> None:
    assert_same_scores(fitted, pipelines, [read_statement(text, bullet=bullet)])


def test_the_context_layer_scores_as_the_scikit_learn_pipeline(
    fitted: StatementModel, few_cut: list[LabelledStatements], labelled: tuple[list[Statement], list[object]]
) -> None:
    seen, labels = labelled
    alone, shapes = fitted.score_alone(seen)
    around = context(alone, shapes, [length(one) for one in seen], [len(one.statements) for one in few_cut])
    layer = fit_context_layer(around, shapes, Targets.of(labels, [None] * len(labels)))
    X = np.hstack([around, shapes])
    known = np.array([label is not None for label in labels])
    for at, side in enumerate(SIDES):
        others = {
            CONTEXT.index(f"own {kind}:{s}") for s in SIDES if s != side for kind in ("side", "duty side")
        }
        kept = [i for i in range(X.shape[1]) if i not in others]
        y = [getattr(label, side) for label in labels if label is not None]
        # The scaler of the layer has seen every line, labelled or not.
        scaled = StandardScaler().fit(X[:, kept]).transform(X[:, kept])
        pipeline = LogisticRegression(C=CONTEXT_C, solver="newton-cholesky").fit(scaled[known], y)
        expected = pipeline.predict_proba(scaled)[:, 1]
        np.testing.assert_allclose(
            sigmoid(layer.logits(around, shapes))[:, at], expected, atol=AS_SCIKIT_LEARN, rtol=0
        )


def test_the_context_stands_in_its_documented_columns(
    fitted: StatementModel, few_cut: list[LabelledStatements]
) -> None:
    found = few_cut[0].statements
    alone, shapes = fitted.score_alone(found)
    around = context(alone, shapes, [length(one) for one in found])
    assert around.shape == (len(found), len(CONTEXT)) and np.isfinite(around).all()
    assert (around[:, CONTEXT.index("previous there")] == [0, *[1] * (len(found) - 1)]).all()
    assert (around[:, CONTEXT.index("next there")] == [*[1] * (len(found) - 1), 0]).all()
    assert len(fitted.context_weights) == len(CONTEXT) + len(SHAPES)


def test_from_a_limit_on_a_surer_side_of_its_own_is_no_surer_in_its_context(
    fitted: StatementModel, few_cut: list[LabelledStatements]
) -> None:
    alone, shapes = fitted.score_alone(few_cut[0].statements[:1])
    own = [CONTEXT.index(f"own {kind}:discovery") for kind in ("side", "duty side")]
    sides = [OUTPUTS.index(f"{kind}:discovery") for kind in ("side", "duty side")]

    def at(log_odds: float) -> Array:
        alone[0, sides] = log_odds
        return context(alone, shapes, [100])[0, own]

    assert (at(3.9) > at(2.0)).all()
    assert (at(4.0) == at(40.0)).all()


def test_no_offer_is_context_to_another(fitted: StatementModel, few_cut: list[LabelledStatements]) -> None:
    offers = [one.statements for one in few_cut[:6]] + [(), few_cut[6].statements[:1]]
    together = fitted.score_many(offers)
    for statements, scores in zip(offers, together, strict=True):
        alone = fitted.score(statements)
        np.testing.assert_allclose(scores.sides, alone.sides, atol=ROUNDING, rtol=0)
        np.testing.assert_allclose(scores.duty, alone.duty, atol=ROUNDING, rtol=0)
        assert len(scores.units) == len(statements)
    assert fitted.score_many([]) == []


def own_score(model: StatementModel, one: Statement, side: str) -> tuple[float, float]:
    """Return a statement's log-odds of a side, and the same added up from its explanation."""
    at = columns("side").start + list(SIDES).index(side)
    said = float(model.score_alone([one])[0][0, at])
    shares = model.explain(one, side)
    return said, sum(shares.values()) + float(model.intercept[at]) + float(
        shapes_of([one])[0] @ model.shape_weights[:, at]
    )


@pytest.mark.parametrize("side", SIDES)
def test_the_shares_of_an_explanation_add_up_to_the_score(
    model: StatementModel, statements: list[Statement], side: str
) -> None:
    for one in statements:
        said, added = own_score(model, one, side)
        assert said == pytest.approx(added, abs=EXACT)


@given(
    st.lists(st.sampled_from(" ".join(LINES).split()), max_size=12).map(" ".join),
    st.sampled_from(list(SIDES)),
)
def test_they_do_so_for_any_mix_of_words(model: StatementModel, text: str, side: str) -> None:
    said, added = own_score(model, read_statement(text), side)
    assert said == pytest.approx(added, abs=EXACT)


def test_an_explanation_names_words_of_the_statement(
    model: StatementModel, statements: list[Statement]
) -> None:
    for one in statements:
        assert all(-1 <= position < len(one.words) for position in model.explain(one, "delivery"))


def test_the_words_of_a_clear_duty_weigh_for_its_side(model: StatementModel) -> None:
    one = read_statement("- Rédiger les user stories", bullet=True)
    shares = model.explain(one, "delivery")
    assert one.words[max(shares, key=shares.__getitem__)] in {"rediger", "user", "stories"}


def test_neither_order_nor_company_changes_what_a_statement_scores_alone(
    model: StatementModel, statements: list[Statement]
) -> None:
    together = model.score_alone(statements)[0]
    np.testing.assert_allclose(
        together, np.vstack([model.score_alone([one])[0] for one in statements]), atol=ROUNDING
    )
    shuffled = list(range(len(statements)))
    random.Random(0).shuffle(shuffled)
    np.testing.assert_allclose(
        model.score_alone([statements[i] for i in shuffled])[0], together[shuffled], atol=ROUNDING
    )


def test_what_was_scored_before_changes_nothing(
    fitted: StatementModel, few_cut: list[LabelledStatements]
) -> None:
    first, second = few_cut[0].statements, few_cut[1].statements
    before = fitted.score(first)
    fitted.score(second)
    after = fitted.score(first)
    np.testing.assert_array_equal(before.sides, after.sides)
    np.testing.assert_array_equal(before.duty, after.duty)


def test_forgetting_words_changes_nothing(
    fitted: StatementModel, few_cut: list[LabelledStatements], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pm_or_po.scoring.words._ROOM", 4)
    monkeypatch.setattr("pm_or_po.scoring.words._MOST_MET", 20)
    forgetful = replace(fitted)
    strange = [read_statement(f"Zbrxq{number} vwkj{number}") for number in range(60)]
    for one in few_cut[:10]:
        for other in strange:
            forgetful.score([other])
        np.testing.assert_array_equal(
            forgetful.score(one.statements).sides, fitted.score(one.statements).sides
        )


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_forked_while_a_thread_scores_scores_the_same(fitted: StatementModel) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("this system does not fork")
    statements = [read_statement(line) for line in LINES]
    expected = fitted.score(statements).sides
    done = threading.Event()

    def score_new_words() -> None:
        for number in itertools.takewhile(lambda _: not done.is_set(), itertools.count()):
            fitted.score([read_statement(" ".join(f"mot{number}lettres{place}" for place in range(200)))])

    def score_in_child() -> None:
        np.testing.assert_array_equal(fitted.score(statements).sides, expected)

    with ThreadPoolExecutor(1) as threads:
        scoring = threads.submit(score_new_words)
        try:
            for _ in range(20):
                child = multiprocessing.get_context("fork").Process(target=score_in_child)
                child.start()
                child.join(30)
                if child.is_alive():
                    child.kill()
                    child.join()
                assert child.exitcode == 0
        finally:
            done.set()
        scoring.result()


def test_threads_share_a_model(fitted: StatementModel, few_cut: list[LabelledStatements]) -> None:
    shared = replace(fitted)
    texts = [one.statements for one in few_cut[:40]]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(shared.score, texts * 3))
    for statements, scored in zip(texts * 3, found, strict=True):
        np.testing.assert_array_equal(scored.sides, fitted.score(statements).sides)


def test_a_model_is_sent_along_without_the_words_it_met(
    fitted: StatementModel, few_cut: list[LabelledStatements]
) -> None:
    sent = pickle.dumps(replace(fitted))
    fitted.score(few_cut[0].statements)
    assert len(pickle.dumps(fitted)) == len(sent)
    statements = few_cut[0].statements
    np.testing.assert_array_equal(pickle.loads(sent).score(statements).sides, fitted.score(statements).sides)


def test_pairs_are_found_where_they_stand():
    pairs = Pairs({"la roadmap": 7, "roadmap produit": 2, "^definir la": 3, "la": 1, " x": 4, "": 5})
    said = ["la", "roadmap", "produit", "la", "roadmap", "x"]
    at, rows = pairs.find(np.array([pairs.codes.get(word, -1) for word in said]))
    assert (at.tolist(), rows.tolist()) == ([0, 1, 3], [7, 2, 7])
    for few in (said[:1], []):
        assert not pairs.find(np.array([pairs.codes[word] for word in few], np.int64))[0].size
    assert not Pairs({"la": 1}).find(np.array([-1, -1]))[0].size


def test_unknown_words_leave_intercept_and_shape(model: StatementModel) -> None:
    one = read_statement("⸻ 漢字 ⸻")
    alone, shapes = model.score_alone([one])
    names = units(one.words, model.lexicon).names
    assert one.words and not any(unit in model.rows for name in names for unit in (name, *grams(name)))
    np.testing.assert_allclose(alone[0], model.intercept + shapes[0] @ model.shape_weights, atol=EXACT)


def test_an_empty_statement_and_no_statement_are_scored(model: StatementModel) -> None:
    assert np.isfinite(model.score([read_statement("")]).sides).all()
    nothing = model.score([])
    assert (
        nothing.sides.shape == (0, 2)
        and nothing.duty.shape == (0,)
        and nothing.alone.shape == (0, len(OUTPUTS))
    )


@given(st.text(max_size=200))
def test_any_text_gets_probabilities(model: StatementModel, text: str) -> None:
    scores = model.score(read_document(text).statements)
    for found in (scores.sides, scores.duty):
        assert ((found >= 0) & (found <= 1)).all()
    assert scores.sides.shape[1] == len(FINAL) - 1


def test_a_unit_is_named_once_with_the_words_that_made_it(model: StatementModel) -> None:
    one = read_statement("Définir la roadmap, définir la vision")
    found = units(one.words, model.lexicon)
    assert len(found.names) == len(set(found.names))
    made_by = found.places
    assert list(made_by) == found.names
    assert made_by["la"] == (1,) and made_by["la roadmap"] == (1, 2) and made_by["^definir la"] == (0, 1)
    assert made_by["#roadmap"] == (2,)


def test_a_job_title_in_a_statement_is_no_unit(model: StatementModel) -> None:
    texts = ["En tant que Product Owner, vous gérez le backlog", "En tant que PM, vous gérez le backlog"]
    first, second = (read_statement(text) for text in texts)
    assert first.words == second.words == [token.word for token in first.tokens]
    np.testing.assert_array_equal(model.score_alone([first])[0], model.score_alone([second])[0])
