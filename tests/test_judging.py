"""What the shipped model makes of duties and titles: role, scores, flag and questions, and where an offer ends."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from short_offers import BOTH, DELIVERY, DESIGN, DISCOVERY, duties

from pm_or_po import classify, judging
from pm_or_po.judging import (
    decide,
    flag_of,
    judge,
    judge_many,
    owner_features,
    probabilities,
    product_features,
    proofs,
)
from pm_or_po.offer import Offer
from pm_or_po.scoring.context import sigmoid
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.rules import OWNER_FEATURES, PRODUCT_FEATURES, Rule
from pm_or_po.summing import Summary, summarise
from pm_or_po.taxonomy import FACETS, FAMILIES, LANGS, SIGNAL_KINDS, facets_of
from pm_or_po.text.document import read_document
from pm_or_po.text.title import read_title
from pm_or_po.training.rows import LabelledOffer

# --- What the duties say ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "description", "role", "flag"),
    [
        ("Product Manager", DELIVERY, "PO", "pm-title-po-duties"),
        ("Product Owner", DELIVERY, "PO", None),
        ("Product Owner / Product Manager", DELIVERY, "PO", None),
        ("Product Manager", DISCOVERY, "PM", None),
        ("Product Owner", DISCOVERY, "PM", "po-title-pm-duties"),
        ("Product Manager", BOTH, "PM", None),
        ("UX/UI Designer", DESIGN, "OTHER", None),
    ],
)
def test_role_and_flag(title: str, description: str, role: str, flag: str | None) -> None:
    verdict = classify(description, title)
    assert (verdict.role, verdict.flag) == (role, flag)


@pytest.mark.parametrize(
    ("claim", "role", "flag"),
    [
        ("PM", "PO", "pm-title-po-duties"), ("PO", "PM", "po-title-pm-duties"), ("PM", "OTHER", "product-title-other-duties"),
        ("PO", "OTHER", "product-title-other-duties"), ("BOTH", "OTHER", "product-title-other-duties"), ("PM", "PM", None),
        ("PO", "PO", None), ("BOTH", "PM", None), ("BOTH", "PO", None), ("OTHER", "PM", None), ("OTHER", "OTHER", None),
        ("PM", "UNCLEAR", None), ("PO", "UNCLEAR", None),
    ],
)  # fmt: skip
def test_a_flag_is_raised_where_the_title_claims_more_or_other_than_the_duties(
    claim: str, role: str, flag: str | None
) -> None:
    assert flag_of(claim, role) == flag


def test_without_a_title_the_family_is_the_likeliest_by_the_words() -> None:
    verdict = classify(DESIGN)
    assert (verdict.title, verdict.role, verdict.other_family) == ("", "OTHER", "design")


def test_other_names_the_nearest_family() -> None:
    assert classify(DESIGN, "UX/UI Designer").other_family == "design"
    assert classify(DELIVERY, "Product Owner").other_family is None


@pytest.mark.parametrize(
    "description",
    [
        "Nous recherchons une personne pour notre équipe de Lyon.",
        "Product Manager\nCDI, Paris",
        "Une belle entreprise depuis 1950.",
    ],
)
def test_without_duties_the_role_is_unclear(description: str) -> None:
    verdict = classify(description, "Product Manager")
    assert (verdict.role, verdict.flag, verdict.evidence) == ("UNCLEAR", None, ())


def test_confidence_is_the_probability_of_the_role_said_even_where_another_is_likelier(
    model: StatementModel,
) -> None:
    torn = replace(model.rules, product=Rule((0.0,) * 5, 0.2), owner=Rule((0.0,) * 2, 0.1))
    verdict = classify(DELIVERY, model=replace(model, rules=torn))
    assert (verdict.role, verdict.confidence) == ("PO", verdict.probabilities["PO"])
    assert verdict.confidence < verdict.probabilities["OTHER"]


def test_an_unclear_offer_has_no_confidence() -> None:
    assert classify("Nous recherchons une personne à Lyon.", "Product Manager").confidence is None


def test_balanced_duties_are_told_from_none() -> None:
    even, none = (
        classify(BOTH, "Product Manager"),
        classify("Nous recherchons une personne à Lyon.", "Product Manager"),
    )
    assert even.balanced and {e.side for e in even.evidence} == {"discovery", "delivery"}
    assert not none.balanced and not none.evidence
    assert not classify(DELIVERY, "Product Manager").balanced


def test_duties_are_balanced_under_a_difference_of_ten(
    corpus_offers: tuple[LabelledOffer, ...], model: StatementModel
) -> None:
    differences: dict[bool, list[float]] = {True: [], False: []}
    for offer in corpus_offers[:100]:
        verdict = judge(offer.plain, model, details=False)
        if verdict.evidence:
            differences[verdict.balanced].append(abs(verdict.discovery - verdict.delivery))
    assert 5 < max(differences[True]) < 10 < min(differences[False]) < 15


def test_a_line_speaks_of_a_second_facet_where_it_is_likely_enough(
    corpus_offers: tuple[LabelledOffer, ...], model: StatementModel
) -> None:
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for offer in corpus_offers[:100]:
        document = read_document(offer.description)
        cuts = {document.clean.span(cut.start, cut.end): cut for cut in document.cuts}
        for proof in judge(offer.plain, model, details=False).evidence:
            cut = cuts[proof.start, proof.end]
            alone = dict(zip(OUTPUTS, sigmoid(model.score([cut]).alone[0]), strict=True))
            second = sorted(float(alone[f"facet:{facet.id}"]) for facet in facets_of(proof.side))[-2]
            seconds[len(proof.facets) > 1].append(second)
    assert 0.5 < max(seconds[False]) < 0.6 <= min(seconds[True]) < 0.7


def test_each_side_scores_where_its_duties_are() -> None:
    delivery, discovery = classify(DELIVERY, "Product Owner"), classify(DISCOVERY, "Product Owner")
    assert delivery.delivery > 50 > 20 > delivery.discovery
    assert discovery.discovery > 50 > 20 > discovery.delivery


def test_what_the_offer_lacks_is_asked_about() -> None:
    verdict = classify(DELIVERY, "Product Manager", lang="en")
    assert {"users", "market", "vision"} <= set(verdict.missing)
    assert verdict.questions[0] == FACETS[verdict.missing[0]].question("en")


def test_what_a_line_lists_is_not_missing() -> None:
    listed = "Vos missions : user research, A/B tests, veille concurrentielle, vision produit"
    verdict = classify(
        f"Nous éditons un logiciel.\n{listed}\nProfil : trois ans d'expérience.", "Product Manager"
    )
    assert len({(one.start, one.end) for one in verdict.evidence}) == 1
    assert {"users", "experiments", "market", "vision"}.isdisjoint(verdict.missing)
    assert {"outcomes", "launch", "backlog"} <= set(verdict.missing)


@pytest.mark.parametrize(
    ("line", "facets"),
    [
        (
            "Définir la vision et la feuille de route des produits data, arbitrer entre les demandes des filiales",
            {"vision"},
        ),
        (
            "Cadrage : ateliers de vision, interviews d'utilisateurs, analyse de la concurrence",
            {"vision", "market"},
        ),
        (
            "Vous réalisez une veille concurrentielle, interviewez les utilisateurs et priorisez les évolutions.",
            {"market", "roadmap"},
        ),
        ("You'll run experiments, track retention and decide the roadmap.", {"outcomes", "experiments"}),
        (
            "Vous fixez la vision et le cap du produit, menez des tests d'usage avec des prototypes et analysez la "
            "rétention des abonnés",
            {"vision", "experiments"},
        ),
    ],
)
def test_what_a_quoted_line_may_well_speak_of_is_not_said_to_be_missing(line: str, facets: set[str]) -> None:
    verdict = classify(f"{DELIVERY}{line}\n", "Product Manager")
    assert line in " ".join(proof.text for proof in verdict.evidence)
    assert facets.isdisjoint(verdict.missing)
    assert not {FACETS[one].question("fr") for one in facets} & set(verdict.questions)


@pytest.mark.parametrize(
    ("line", "facet"),
    [
        (
            "Fixer la vision, tester les idées sur maquettes auprès de dix clients et préparer le lancement avec les "
            "revendeurs",
            "vision",
        ),
        (
            "Travailler avec les architectes sur les spécifications, trier le backlog avant chaque itération et "
            "annoncer aux agences les dates de livraison",
            "specifications",
        ),
    ],
)
def test_what_a_part_of_a_quoted_line_speaks_of_is_not_said_to_be_missing(
    line: str, facet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = f"Vos missions\n- {line}\n- Suivre la rétention des abonnés\n"
    assert facet not in classify(offer, "Product Manager").missing
    monkeypatch.setattr(judging, "FACET_IN_PART", 1.0)
    assert facet in classify(offer, "Product Manager").missing


def test_what_is_so_taken_off_is_labelled_far_more_often_than_what_stays_missing(
    corpus_offers: tuple[LabelledOffer, ...], model: StatementModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    labelled = {
        offer.id: {one for span in offer.spans for one in span.facets} for offer in corpus_offers[::3]
    }
    offers = [Offer(offer.description, offer.title, offer.id) for offer in corpus_offers[::3]]

    def missing() -> set[tuple[str, str]]:
        return {(one.id, facet) for one in judge_many(offers, model, details=False) for facet in one.missing}

    stays = missing()
    monkeypatch.setattr(judging, "FACET_HEARD", 1.0)
    monkeypatch.setattr(judging, "FACET_IN_PART", 1.0)
    taken = missing() - stays
    right = [sum(facet in labelled[offer] for offer, facet in found) / len(found) for found in (taken, stays)]
    assert len(taken) > 5 and right[0] > 5 * right[1]


def test_an_offer_without_duties_is_asked_about_both_sides() -> None:
    verdict = classify("Nous recherchons une personne à Lyon.", "Product Manager")
    asked = [facet for facet in FACETS.values() if facet.question("fr") in verdict.questions]
    assert [facet.side for facet in asked] == ["discovery"] * 4 + ["delivery"] * 2


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("La stratégie et la roadmap sont fixées par le groupe.", "decided-elsewhere"),
        ("La vision est portée par les fondateurs.", "founders-hold-vision"),
    ],
)
def test_who_decides_is_not_asked_where_the_offer_tells_it_but_what_part_one_may_take(
    line: str, kind: str
) -> None:
    alone, verdict = classify(DELIVERY, "Product Owner"), classify(f"{line}\n{DELIVERY}", "Product Owner")
    who = {FACETS[facet].question("fr") for facet in ("vision", "roadmap")}
    assert who <= set(alone.questions) and who.isdisjoint(verdict.questions)
    assert verdict.questions[0] == SIGNAL_KINDS[kind].questions[0]("fr")
    assert {"vision", "roadmap"} <= set(verdict.missing) and len(verdict.questions) == len(alone.questions)


@pytest.mark.parametrize("lang", LANGS)
def test_under_a_product_title_over_another_job_the_product_is_asked_about(lang: Any) -> None:
    verdict = classify(DESIGN, "Product Manager", lang=lang)
    assert verdict.flag == "product-title-other-duties"
    assert "product" in verdict.questions[0] or "produit" in verdict.questions[0]
    assert "backlog" in verdict.questions[1]


@pytest.mark.parametrize("heading", ["Votre profil :", "Profil recherché", "What we offer"])
def test_duties_under_the_wanted_profile_weigh_less_than_as_duties(heading: str) -> None:
    wanted = "- Vous avez 5 ans d'expérience en discovery et en tests utilisateurs\n- Vous connaissez le marché et la stratégie produit\n"
    under = {
        one: classify(f"{DELIVERY}{one}\n{wanted}", "Product Manager") for one in ("Vos missions :", heading)
    }
    assert under[heading].discovery < 0.6 * under["Vos missions :"].discovery
    assert under[heading].role == "PO"


# --- What the title may change ------------------------------------------------------------------------------------

NAMES = {
    "PM": ("Product Manager", "PM"),
    "PO": ("Product Owner", "PO"),
    "CDP": ("Chef de produit", "Chef de produit"),
}
_FULL = re.compile(r"\b(?:product\s+(?:manager|owner)|chef(?:fe)? de produit)\b", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\w/])(?:PM|PO)(?![\w/])")


def swapped(text: str, name: str) -> str:
    """Return a text with every product title in it replaced by one of ``NAMES``, capitals kept."""
    full, short = NAMES[name]
    return _SHORT.sub(short, _FULL.sub(lambda m: full.upper() if m.group().isupper() else full, text))


@pytest.mark.parametrize("name", NAMES)
def test_another_product_title_changes_title_claim_and_flag_alone(
    name: str, corpus_offers: tuple[LabelledOffer, ...]
) -> None:
    changed = []
    for offer in corpus_offers[::9]:
        if read_title(offer.title).claim == "OTHER":
            continue
        before = classify(offer.description, offer.title)
        after = classify(swapped(offer.description, name), swapped(offer.title, name))
        if duties(after) != duties(before):
            changed.append(offer.id)
    assert not changed


def test_the_claim_follows_the_title() -> None:
    claims = {name: classify(DELIVERY, NAMES[name][0]).title_claim for name in NAMES}
    assert (claims["PM"], claims["PO"]) == ("PM", "PO")


def test_the_echo_of_the_title_in_the_text_is_not_heard() -> None:
    sentence = "En tant que {}, vous travaillez avec les développeurs.\n"
    verdicts = [classify(sentence.format(NAMES[name][0]) + DELIVERY, "Product Manager") for name in NAMES]
    assert duties(verdicts[0]) == duties(verdicts[1]) == duties(verdicts[2])


def test_a_title_is_found_in_the_first_lines() -> None:
    verdict = classify("Product Owner H/F\n\n" + DELIVERY)
    assert (verdict.title_claim, verdict.title) == ("PO", "Product Owner H/F")
    assert classify(DELIVERY).title == ""


# --- Where the offer ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["Offres similaires", "**Ces offres pourraient vous intéresser :**", "Similar jobs"]
)
def test_other_offers_pasted_below_are_not_read(heading: str) -> None:
    offer = "Product Manager H/F\n\nVos missions\n" + "- Rédiger les user stories et tenir le backlog\n" * 10
    below = f"\n{heading}\nHead of Product\n- Définir la vision et mener des entretiens utilisateurs\n"
    alone, verdict = classify(offer), classify(offer + below)
    assert (verdict.role, verdict.discovery, verdict.evidence) == (
        alone.role,
        alone.discovery,
        alone.evidence,
    )
    assert verdict.other_offers_from == (offer + below).index(heading)
    assert alone.other_offers_from is None


def test_words_like_such_a_heading_in_a_menu_or_a_sentence_end_nothing() -> None:
    lines = "- Rédiger les user stories et tenir le backlog\n" * 10
    for text in (
        f"Product Owner\nOffres similaires\n{lines}",
        f"{lines}Partager - Offres similaires\n{lines}",
    ):
        assert classify(text).other_offers_from is None
        assert classify(text).evidence[-1].start > text.index("Offres")


# --- From numbers to a role -----------------------------------------------------------------------------------------


def offer_of(discovery: float, delivery: float, product: float = 3.0) -> Summary:
    both = discovery + delivery
    share = (discovery + 0.3) / (both + 0.8)
    return Summary(discovery, delivery, both, discovery, delivery, share, product, np.zeros(len(FAMILIES)))


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


def test_no_evidence_is_unclear_whatever_the_chances(model: StatementModel) -> None:
    claim = read_title("Product Manager")
    likely = {"PM": 0.9, "PO": 0.05, "OTHER": 0.05}
    assert decide(offer_of(0.1, 0.1), likely, claim, model.rules) == "UNCLEAR"
    assert decide(offer_of(1.0, 4.0), {"PM": 0.3, "PO": 0.5, "OTHER": 0.2}, claim, model.rules) == "PO"


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
        ("Product Manager", 2.0, 4.5, "OTHER"),
        (None, 2.0, 4.5, "OTHER"),
    ],
)
def test_it_takes_a_title_a_duty_of_neither_side_or_a_few_to_call_a_job_another(
    title: str | None, sides: float, duties: float, role: str, model: StatementModel
) -> None:
    summary = replace(offer_of(sides, sides), duties=duties)
    chances = {"PM": 0.2, "PO": 0.2, "OTHER": 0.6}
    assert decide(summary, chances, read_title(title) if title else None, model.rules) == role


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
