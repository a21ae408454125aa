"""What the judge makes of an offer summed up: probabilities, evidence, and when it will not say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po import classify
from pm_or_po.judging import judge
from pm_or_po.judging.deciding import decide, owner_features, probabilities, product_features
from pm_or_po.judging.proving import proofs
from pm_or_po.judging.summing import Summary, in_its_job, summarise
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel, StatementScores
from pm_or_po.scoring.rules import OWNER_FEATURES, PRODUCT_FEATURES
from pm_or_po.taxonomy import FAMILIES, SIDES, SideId
from pm_or_po.text.title import read_title


def offer_of(discovery: float, delivery: float, product: float = 3.0) -> Summary:
    both = discovery + delivery
    share = (discovery + 0.3) / (both + 0.8)
    families = np.zeros(len(FAMILIES))
    return Summary(discovery, delivery, both, both, discovery, 0.0, delivery, share, product, families)


def test_the_judge_weighs_as_many_features_as_a_model_file_holds_coefficients_for() -> None:
    assert len(product_features(offer_of(1.0, 1.0), None)) == len(PRODUCT_FEATURES)
    assert len(owner_features(offer_of(1.0, 1.0))) == len(OWNER_FEATURES)


def test_more_discovery_makes_a_product_owner_less_likely(model: StatementModel) -> None:
    claim = read_title("Product Manager")
    chances = [
        probabilities(offer_of(discovery, 6.0), claim, model.rules)["PO"]
        for discovery in (0, 0.5, 1, 2, 3, 5)
    ]
    assert chances == sorted(chances, reverse=True)


def test_no_verdict_is_surer_than_two_careful_readers_are_of_each_other(model: StatementModel) -> None:
    claim = read_title("Product Manager")
    for summary in (offer_of(40.0, 0.0, 30.0), offer_of(0.0, 40.0, 30.0), offer_of(0.0, 0.0, -30.0)):
        assert max(probabilities(summary, claim, model.rules).values()) == pytest.approx(0.97, abs=0.005)


def test_a_statement_proves_a_side_from_its_own_threshold_on(model: StatementModel) -> None:
    rules = replace(model.rules, evidence={"discovery": 0.4, "delivery": 0.6})
    found = proofs(np.array([[0.4, 0.5], [0.3, 0.6], [0.9, 0.9]]), rules)
    assert {side: at.tolist() for side, at in found.items()} == {"discovery": [0, 2], "delivery": [1, 2]}


@pytest.mark.parametrize(
    ("sides", "discovery"),
    [
        ([[0.5, 0.7], [0.9, 0.1]], [0, 1]),  # surely of neither
        ([[0.5, 0.9], [0.9, 0.1]], [1]),
        ([[0.6, 0.9], [0.9, 0.1]], [0, 1]),
        ([[0.5, 0.9], [0.1, 0.9]], [0]),  # else nothing would prove it
    ],
)
def test_a_line_that_is_surely_of_a_side_is_a_proof_of_the_other_if_that_is_likely(
    sides: list[list[float]], discovery: list[int], model: StatementModel
) -> None:
    rules = replace(model.rules, evidence={"discovery": 0.4, "delivery": 0.4})
    assert proofs(np.array(sides), rules)["discovery"].tolist() == discovery


def test_no_evidence_is_unclear_whatever_the_chances(model: StatementModel) -> None:
    claim = read_title("Product Manager")
    likely = {"PM": 0.9, "PO": 0.05, "OTHER": 0.05}
    assert decide(offer_of(0.1, 0.1), likely, claim, model.rules, proved=SIDES) == "UNCLEAR"


@pytest.mark.parametrize(
    ("owner", "proved", "role"),
    [
        (0.6, ["delivery"], "PO"),
        (0.6, ["discovery", "delivery"], "PO"),
        (0.6, ["discovery"], "UNCLEAR"),
        (0.6, [], "UNCLEAR"),
        (0.2, ["discovery"], "PM"),
        (0.2, ["delivery"], "UNCLEAR"),
    ],
)
def test_a_role_takes_a_line_that_proves_the_side_that_makes_it(
    owner: float, proved: list[SideId], role: str, model: StatementModel
) -> None:
    chances = {"PM": 0.8 - owner, "PO": owner, "OTHER": 0.2}
    assert decide(offer_of(1.0, 4.0), chances, None, model.rules, proved=proved) == role


@pytest.mark.parametrize(("discovery", "role"), [(3.9, "PO"), (4.1, "UNCLEAR")])
def test_no_product_owner_is_told_where_there_is_more_discovery(
    model: StatementModel, discovery: float, role: str
) -> None:
    """One long line of delivery may outweigh many short ones of discovery."""
    likely = {"PM": 0.1, "PO": 0.89, "OTHER": 0.01}
    claim = read_title("Product Manager")
    assert decide(offer_of(discovery, 4.0), likely, claim, model.rules, proved=SIDES) == role


@pytest.mark.parametrize(("doubtful", "clear", "role"), [(1.0, 1.1, "PO"), (1.0, 0.9, "UNCLEAR")])
def test_as_much_doubtful_discovery_as_clear_delivery_makes_no_product_owner(
    doubtful: float, clear: float, role: str, model: StatementModel
) -> None:
    summary = replace(offer_of(1.3, 1.5), doubtful_discovery=doubtful, clear_delivery=clear)
    assert decide(summary, {"PM": 0.1, "PO": 0.8, "OTHER": 0.1}, None, model.rules, proved=SIDES) == role


def test_to_share_a_duty_is_not_to_doubt_it() -> None:
    sides = np.array([[0.9, 0.1], [0.5, 0.8]])
    summary = summarise(sides, np.ones(2), [10, 10], np.array([0.5, 1.0]), np.zeros(1 + len(FAMILIES)))
    assert summary.doubtful_discovery == pytest.approx(0.9 * 0.1 + 0.5 * 0.5)
    assert summary.clear_delivery == pytest.approx(0.1**2 + 0.8**2)


@pytest.mark.parametrize(
    ("title", "sides", "duties", "role"),
    [
        ("Product Manager", 0.1, 0.3, "UNCLEAR"),
        ("Product Owner", 0.1, 0.3, "UNCLEAR"),
        (None, 0.1, 0.3, "UNCLEAR"),
        ("Comptable", 0.1, 0.3, "OTHER"),
        ("Product Manager", 1.0, 2.5, "UNCLEAR"),
        (None, 1.0, 2.5, "UNCLEAR"),
        ("Comptable", 1.0, 2.5, "OTHER"),
        ("Product Manager", 0.5, 2.5, "OTHER"),
        (None, 0.5, 2.5, "OTHER"),
        ("Product Manager", 2.0, 4.5, "UNCLEAR"),
        (None, 2.0, 4.5, "UNCLEAR"),
        ("Comptable", 2.0, 4.5, "OTHER"),
        ("Product Manager", 2.8, 6.5, "OTHER"),
        (None, 2.8, 6.5, "OTHER"),
    ],
)
def test_it_takes_a_title_a_duty_of_neither_side_or_a_few_to_call_a_job_another(
    title: str | None, sides: float, duties: float, role: str, model: StatementModel
) -> None:
    summary = replace(offer_of(sides, sides), duties=duties, duties_by_words=duties)
    chances = {"PM": 0.2, "PO": 0.2, "OTHER": 0.6}
    assert decide(summary, chances, read_title(title) if title else None, model.rules, proved=SIDES) == role


@pytest.mark.parametrize(
    ("title", "duties", "another", "role"),
    [
        ("Product Manager", 5.9, 0.94, "UNCLEAR"),
        ("Product Owner", 5.9, 0.94, "UNCLEAR"),
        ("Product Manager", 6.1, 0.6, "OTHER"),
        ("Product Manager", 2.0, 0.96, "OTHER"),
        ("Product Manager", 1.5, 0.96, "UNCLEAR"),
        ("Comptable", 1.0, 0.6, "OTHER"),
        (None, 5.9, 0.6, "OTHER"),
    ],
)
def test_a_product_title_is_not_flagged_over_a_few_duties_none_of_which_is_a_proof(
    title: str | None, duties: float, another: float, role: str, model: StatementModel
) -> None:
    summary = replace(offer_of(0.3, 0.3), duties=duties, duties_by_words=duties)
    chances = {"PM": (1 - another) / 2, "PO": (1 - another) / 2, "OTHER": another}
    claim = read_title(title) if title else None
    assert decide(summary, chances, claim, model.rules, proved=()) == role


def test_a_wall_of_text_that_may_be_another_job_s_is_not_taken_for_many_duties(model: StatementModel) -> None:
    wall = replace(offer_of(0.5, 0.6), duties=1.2, duties_by_words=13.0)
    claim = read_title("Product Manager")
    assert decide(wall, {"PM": 0.05, "PO": 0.05, "OTHER": 0.9}, claim, model.rules, proved=SIDES) == "UNCLEAR"
    assert (
        decide(wall, {"PM": 0.015, "PO": 0.015, "OTHER": 0.97}, claim, model.rules, proved=SIDES) == "OTHER"
    )


@pytest.mark.parametrize("title", ["Product Manager", "Product Owner", ""])
@pytest.mark.parametrize(
    "text",
    [
        "Comprendre les besoins des utilisateurs.\nÉtudier le marché.",
        "Interview our customers.\nWatch our competitors.",
    ],
)
def test_two_duties_that_any_trade_may_have_are_too_few_to_tell(
    title: str, text: str, model: StatementModel
) -> None:
    found = judge(Offer(text, title), model)
    assert found.role == "UNCLEAR" and found.flag is None


IN_PROSE = (
    "Vous élaborez le plan de lancement des nouveautés et les argumentaires de vente, vous formez les commerciaux à la démonstration, "
    "vous animez les webinaires et les salons, vous pilotez les campagnes d'e-mailing, vous briefez l'agence et les graphistes, "
    "et vous suivez les contacts obtenus et le budget avec la direction du marketing.",
    "You craft positioning and messaging for each release, write the launch plan, the sales decks and the case studies, train the field "
    "team on the demo, run the webinars and the trade shows, brief the agency on paid campaigns and manage the content calendar with the "
    "demand generation team, and you report on leads to the marketing director.",
)


@pytest.mark.parametrize("text", IN_PROSE)
def test_another_job_told_in_one_long_sentence_is_told_as_in_a_list(text: str, model: StatementModel) -> None:
    for layout in (text, text.replace(", ", "\n- ")):
        verdict = judge(Offer(layout, "Product Manager"), model)
        assert (verdict.role, verdict.flag) == ("OTHER", "product-title-other-duties")


@pytest.mark.parametrize("title", ["Product Manager", "Product Owner (H/F)"])
@pytest.mark.parametrize(
    "text",
    [
        "Rejoignez une maison familiale à deux pas de la gare. CDI, mutuelle, restaurant d'entreprise. Candidature par courriel.",
        "A friendly office near the river, a good salary and six weeks of holiday. Send us your CV before Friday.",
    ],
)
def test_an_offer_that_names_no_duty_raises_no_flag(title: str, text: str) -> None:
    verdict = classify(text, title=title)
    assert (verdict.role, verdict.flag) == ("UNCLEAR", None)


def test_a_long_statement_weighs_more_in_the_share_than_a_short_one() -> None:
    sides, duty, words = np.eye(2), np.ones(2), np.zeros(1 + len(FAMILIES))
    even, more, less = (
        summarise(sides, duty, lengths, np.ones(len(duty)), words).share
        for lengths in ([9, 9], [30, 9], [9, 30])
    )
    assert less < even < more


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 300)),
        min_size=1,
        max_size=30,
    )
)
def test_a_summary_counts_within_its_bounds(rows: list[tuple[float, float, float, int]]) -> None:
    table = np.array(rows)
    lengths = [row[3] for row in rows]
    summary = summarise(table[:, :2], table[:, 2], lengths, np.ones(len(table)), np.zeros(1 + len(FAMILIES)))
    assert 0 < summary.share < 1 and summary.clear_discovery <= summary.discovery + 1e-9
    assert all(0 <= summary.score(side) <= 100 for side in ("discovery", "delivery"))
    assert np.isfinite(owner_features(summary)).all()


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30),
    st.floats(0.015, 1),
    st.floats(0.015, 1),
)
def test_discovery_is_likelier_the_likelier_a_product_job(
    rows: list[tuple[float, float]], one: float, other: float
) -> None:
    sides = np.array(rows)
    scores = StatementScores(np.zeros((len(rows), 0)), sides, sides.max(axis=1), [])
    low, high = sorted((one, other))
    (less, told_less), (more, told_more), (same, _) = (
        in_its_job(scores, offer_of(9.0, 9.0), product) for product in (low, high, 1.0)
    )
    assert (
        less.sides[:, 0] <= more.sides[:, 0] + 1e-12
    ).all() and told_less.discovery <= told_more.discovery + 1e-9
    assert np.allclose(same.sides, sides) and (less.sides[:, 1] == sides[:, 1]).all()
    sure = (sides[:, 0] == 0) | (sides[:, 0] == 1)
    assert (less.sides[sure, 0] == sides[sure, 0]).all()
    assert told_less.discovery == pytest.approx(less.sides[:, 0].sum()) and told_less.delivery == 9.0


@given(
    st.floats(-30, 30),
    st.floats(0, 40),
    st.floats(0, 40),
    st.sampled_from(["Product Manager", "Product Owner", "Vendeur", None]),
)
def test_probabilities_are_probabilities(
    model: StatementModel, product: float, discovery: float, delivery: float, title: str | None
) -> None:
    claim = read_title(title) if title else None
    chances = probabilities(offer_of(discovery, delivery, product), claim, model.rules)
    assert sum(chances.values()) == pytest.approx(1) and all(0 <= chance <= 1 for chance in chances.values())


@given(st.floats(-30, 30), st.floats(0, 40), st.floats(0, 40))
def test_pm_and_po_titles_give_the_same_probabilities(
    model: StatementModel, product: float, discovery: float, delivery: float
) -> None:
    summary = offer_of(discovery, delivery, product)
    claims = [read_title(title) for title in ("Product Manager", "Product Owner", "PM/PO")]
    chances = [probabilities(summary, claim, model.rules) for claim in claims]
    assert chances[0] == chances[1] == chances[2]
