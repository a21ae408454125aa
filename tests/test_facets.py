"""What a quoted line speaks of, what is said to be missing, and what to ask about it."""

from __future__ import annotations

from typing import Any

import pytest
from short_offers import DELIVERY, DESIGN

from pm_or_po import classify
from pm_or_po.judging import judge, judge_many, proving
from pm_or_po.offer import Offer
from pm_or_po.scoring.logits import sigmoid
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.taxonomy import FACETS, LANGS, LEADER_QUESTIONS, SIGNAL_KINDS, facets_of
from pm_or_po.text.document import read_document
from pm_or_po.training.rows import LabelledOffer


def test_a_line_speaks_of_a_second_facet_where_it_is_likely_enough(
    corpus_offers: tuple[LabelledOffer, ...], model: StatementModel
) -> None:
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for offer in corpus_offers[:100]:
        document = read_document(offer.description)
        statements = {
            document.clean.span(statement.start, statement.end): statement
            for statement in document.statements
        }
        for proof in judge(offer.plain, model, details=False).evidence:
            statement = statements[proof.start, proof.end]
            alone = dict(zip(OUTPUTS, sigmoid(model.score([statement]).alone[0]), strict=True))
            second = sorted(float(alone[f"facet:{facet.id}"]) for facet in facets_of(proof.side))[-2]
            seconds[len(proof.facets) > 1].append(second)
    assert 0.5 < max(seconds[False]) < 0.6 <= min(seconds[True]) < 0.7


def test_what_the_offer_lacks_is_asked_about() -> None:
    verdict = classify(DELIVERY, "Product Manager", lang="en")
    assert {"users", "market", "vision"} <= set(verdict.missing)
    assert verdict.questions[0] == FACETS["users"].question("en")
    assert verdict.questions.index(FACETS["vision"].question("en")) < verdict.questions.index(
        FACETS["market"].question("en")
    )


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
    monkeypatch.setattr(proving, "FACET_IN_PART", 1.0)
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
    monkeypatch.setattr(proving, "FACET_HEARD", 1.0)
    monkeypatch.setattr(proving, "FACET_IN_PART", 1.0)
    taken = missing() - stays
    right = [sum(facet in labelled[offer] for offer, facet in found) / len(found) for found in (taken, stays)]
    assert len(taken) > 5 and right[0] > 5 * right[1]


def test_an_offer_without_duties_is_asked_about_both_sides() -> None:
    verdict = classify("Nous recherchons une personne à Lyon.", "Product Manager")
    asked = [facet for facet in FACETS.values() if facet.question("fr") in verdict.questions]
    assert [facet.side for facet in asked] == ["discovery"] * 4 + ["delivery"] * 2


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("description", [DELIVERY, "Nous recherchons une personne à Lyon."])
def test_who_would_lead_a_team_asks_about_that_and_not_who_keeps_the_backlog(
    description: str, lang: Any
) -> None:
    own = [question(lang) for question in LEADER_QUESTIONS]
    delivery = {facet.question(lang) for facet in FACETS.values() if facet.side == "delivery"}
    alone = classify(description, "Product Manager", lang=lang)
    verdict = classify(description, "Head of Product", lang=lang)
    assert (verdict.role, verdict.flag, verdict.missing) == (alone.role, alone.flag, alone.missing)
    assert list(verdict.questions[: len(own)]) == own and delivery.isdisjoint(verdict.questions)
    assert FACETS["users"].question(lang) in verdict.questions and not set(own) & set(alone.questions)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("La stratégie et la roadmap sont fixées par le groupe.", "decided-elsewhere"),
        ("La vision est portée par les fondateurs.", "founders-hold-vision"),
        ("Rattaché au Head of Product.", "named-product-lead"),
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


def test_a_product_owner_whom_the_offer_names_is_asked_about_and_who_decides_all_the_same() -> None:
    verdict = classify(f"Vous travaillez avec le Product Owner.\n{DELIVERY}", "Product Manager")
    assert verdict.questions[0] == SIGNAL_KINDS["named-product-owner"].questions[0]("fr")
    assert FACETS["vision"].question("fr") in verdict.questions


def test_of_signals_that_stand_for_the_same_questions_the_first_asks() -> None:
    text = f"Rattaché au Head of Product.\nLa roadmap est fixée par le groupe.\n{DELIVERY}"
    asked = classify(text, "Product Owner").questions
    assert SIGNAL_KINDS["decided-elsewhere"].questions[0]("fr") in asked
    assert SIGNAL_KINDS["named-product-lead"].questions[0]("fr") not in asked


@pytest.mark.parametrize("lang", LANGS)
def test_under_a_product_title_over_another_job_the_product_is_asked_about(lang: Any) -> None:
    verdict = classify(DESIGN, "Product Manager", lang=lang)
    assert verdict.flag == "product-title-other-duties"
    assert "product" in verdict.questions[0] or "produit" in verdict.questions[0]
    assert "backlog" in verdict.questions[1]
