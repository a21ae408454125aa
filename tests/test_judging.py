"""What the shipped model makes of duties and titles: role, scores and flag, and where an offer ends."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from short_offers import BOTH, DELIVERY, DESIGN, DISCOVERY, duties

from pm_or_po import classify
from pm_or_po.judging import judge
from pm_or_po.judging.deciding import flag_of
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.rules import Rule
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


def test_each_side_scores_where_its_duties_are() -> None:
    delivery, discovery = classify(DELIVERY, "Product Owner"), classify(DISCOVERY, "Product Owner")
    assert delivery.delivery > 50 > 20 > delivery.discovery
    assert discovery.discovery > 50 > 20 > discovery.delivery


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


@pytest.mark.parametrize("number", ["1. ", "2) ", "(3) ", "a) "])
def test_a_numbered_duty_is_read_as_one_after_a_bullet(number: str, model: StatementModel) -> None:
    def weights(mark: str) -> list[tuple[str, float]]:
        text = f"Vos missions :\n{mark}Définir la roadmap\n- Suivre les tests"
        return [(one.side, one.weight) for one in judge(Offer(text, "Product Owner"), model).evidence]

    assert weights(number) == weights("- ")
