"""Headings of duties in rarer words are read as the usual one; those of a profile, and lines of text, as they stand."""

from __future__ import annotations

import pytest

from pm_or_po import classify
from pm_or_po.packaged import packaged
from pm_or_po.text.document import read_statement
from pm_or_po.text.tokens import folded_words
from pm_or_po.training.rows import LabelledOffer

DUTIES = (
    "- Passer deux jours par semaine sur le terrain avec les restaurateurs\n- Écrire la première roadmap de la boîte\n"
    "- Nous dire quoi construire, et quoi ne pas construire\n- Faire passer notre rétention à 6 mois de 71 % à 85 %\n"
)


@pytest.mark.parametrize(
    ("heading", "usual"),
    [
        ("🎯 Ce que vous accomplirez :", "vos missions"),
        ("Ce que tu vas réaliser", "vos missions"),
        ("Tes défis", "vos missions"),
        ("Les livrables attendus", "vos missions"),
        ("Tu seras celui ou celle qui", "vos missions"),
        ("Tes trois premiers mois", "vos missions"),
        ("You'll be the one to", "your responsibilities"),
        ("What you'll achieve", "your responsibilities"),
        ("In your first 30 days you will", "your responsibilities"),
        ("By day 60 you will", "your responsibilities"),
        ("By month 3", "your responsibilities"),
        ("By the end of month 6 you will:", "your responsibilities"),
        ("In the first six months, you will", "your responsibilities"),
        ("Within six months you will", "your responsibilities"),
        ("Your first 90 days", "your responsibilities"),
    ],
)
def test_a_heading_in_rarer_words_is_read_as_the_usual_one(heading: str, usual: str) -> None:
    assert list(read_statement(heading).words) == usual.split()


@pytest.mark.parametrize(
    "line",
    [
        "Ce qu'on attend de toi",
        "Ce que nous attendons de vous",
        "What we expect from you",
        "Le défi",
        "On compte sur toi pour",
        "Nous comptons sur vous pour :",
        "We'll count on you to",
        "The first six months",
        "Over the next 12 months",
        "Les trois premiers mois",
        "By month 6 you'll have",
        "In your first 90 days you will have",
        "The challenge",
        "Tes premiers jours",
        "In your first week",
        "30 days of holiday",
        "Within six months of hire",
        "Tu aimes les défis",
        "On compte sur toi pour construire la roadmap",
        "By month 3 you will have a roadmap",
        "Health benefits after 90 days",
        "Nos défis",
        "Valider les livrables attendus",
    ],
)
def test_other_lines_are_read_as_they_stand(line: str) -> None:
    assert list(read_statement(line).words) == folded_words(line)


@pytest.mark.parametrize("heading", ["Ce que vous accomplirez", "Vos défis"])
def test_duties_under_such_a_heading_weigh_what_they_do_under_the_usual_one(heading: str) -> None:
    found, usual = (
        classify(f"Nous livrons des restaurants.\n\n{one}\n{DUTIES}", title="Product Manager")
        for one in (heading, "Vos missions")
    )
    assert (found.role, found.discovery) == (usual.role, usual.discovery)
    assert found.role == "PM"


def test_no_usual_heading_is_longer_than_what_is_read_as_it() -> None:
    for usual, phrases in packaged("text/sections.toml")["rarer"].items():
        for phrase in phrases:
            least = sum(not slot.endswith("?") for slot in phrase.split())
            assert least >= len(usual.split()), phrase


def test_no_offer_of_the_corpus_holds_one(corpus_offers: tuple[LabelledOffer, ...]) -> None:
    lines = {line for offer in corpus_offers for line in offer.description.splitlines()}
    usual = [one.split() for one in packaged("text/sections.toml")["rarer"]]
    read_so = [line for line in lines if list(read_statement(line).words) in usual]
    assert [line for line in read_so if folded_words(line) not in usual] == []
