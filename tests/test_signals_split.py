"""Which organisations divide the product roles: tribes, squads, SAFe, PMs beside POs; never what one should know."""

from __future__ import annotations

import pytest
from signals_told import LEAD, OWNER, SPLIT, told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vous intégrez la tribu Paiement.", "la tribu Paiement"),
        ("You join our Payments Tribe.", "our Payments Tribe"),
        ("Vous rendez compte au Tribe Lead.", "au Tribe Lead"),
        ("Rejoignez notre Tribu Épargne.", "notre Tribu Épargne"),
        ("Nos équipes travaillent en mode SAFe depuis 2021.", "mode SAFe"),
        ("La DSI est organisée en trains agiles (SAFe).", "SAFe"),
        ("You join one of six SAFe teams.", "six SAFe teams"),
        ("Vous rejoindrez un train SAFe aux compétences variées.", "train SAFe"),
        ("Nous appliquons la méthode SAFe.", "méthode SAFe"),
        ("Within a SAFe organisation", "SAFe organisation"),
        ("Au sein du train « Épargne » (SAFe)", "SAFe"),
        ("A SAFe Product Owner for our Billing ART", "SAFe"),
        ("Animer les démos, les revues et le PI planning", "PI planning"),
        ("Dans la tribu « Info Voyageurs »", "la tribu « Info Voyageurs »"),
        ("Au sein de la tribu « Trouver mon produit »", "la tribu « Trouver mon produit »"),
        ("Rejoignez la tribu BI et Data.", "la tribu BI"),
        ("Within the Cloud & Infrastructure tribe", "the Cloud & Infrastructure tribe"),
        ("Les équipes sont organisées en tribus.", "en tribus"),
        ("Chaque tribu définit sa vision.", "Chaque tribu"),
        ("Vous rendez compte au responsable de tribu.", "responsable de tribu"),
        ("Une tribu de 45 personnes", "Une tribu"),
        ("Vous rejoignez l'une des 4 squads.", "4 squads"),
        ("Préparer les PI Planning", "PI Planning"),
        ("Three squads share one platform.", "Three squads"),
        ("La direction compte 5 squads.", "5 squads"),
        ("Several squads share one backlog.", "Several squads"),
        ("The product strategy team hands you the goals.", "product strategy team"),
        ("L'équipe stratégie produit fixe les objectifs.", "équipe stratégie produit"),
        (
            "Une équipe de 4 Product Managers et de 6 Product Owners",
            "Product Managers et de 6 Product Owners",
        ),
        ("The team: PMs, POs and designers", "PMs, POs"),
    ],
)
def test_an_organisation_that_splits_the_product_roles(text, words):
    assert told(text) == [(SPLIT, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Vous rejoignez une squad de huit personnes.",
        "Keep our customers safe and sound.",
        "Maîtrise des méthodes agiles (Scrum, SAFe, Kanban)",
        "Certified SAFe Product Owner / Product Manager",
        "Product Owner / Product Manager (H/F)",
        "Expérience de Product Manager et de Product Owner",
        "A tribute to our teams",
        "Rejoins la tribu !",
        "Notre tribu grandit vite.",
        "Une tribu de passionnés",
        "Join our tribe!",
        "You join a tribe of talented people.",
        "Tribu Cycles",
        "Tribu Cycles, c'est la location de vélos pour les campings.",
        "Pourquoi travailler chez Tribu Cycles ?",
        "- SAFe",
        "Outils : Jira, Miro, SQL, SAFe",
        "Esprit d'équipe, Jira, SAFe, anglais",
        "À l'aise dans une organisation SAFe",
        "Vous avez déjà travaillé dans un train SAFe",
        "You have worked in a SAFe team before.",
        "Les bases de SAFe, de SQL et de Jira",
        "SAFe 6.0 or similar papers",
        "Jira, Confluence, SQL, PI planning",
        "Figma, SQL et PI planning",
        "- PI planning",
        "Venez comme vous êtes : PO, PM, curieux",
    ],
)
def test_methods_and_double_titles_are_no_split(text):
    assert told(text) == []


def test_a_lead_and_an_owner_named_apart_are_a_split():
    text = "Rattaché au CPO.\nTests\nAffiner les stories avec le Product Owner"
    assert told(text) == [(LEAD, "Rattaché au CPO"), (SPLIT, "avec le Product Owner")]
    assert told("Affiner les stories avec le Product Owner") == [(OWNER, "avec le Product Owner")]


@pytest.mark.parametrize(
    "text", ["We work in 4 squads", "Tu pilotes les feature teams", "La tribe Paiement est à toi"]
)
def test_the_teams_of_a_head_of_product_split_nothing(text: str) -> None:
    assert told(text, "CPO") == told(text, "Head of Product") == []
    assert [kind for kind, _ in told(text, "Product Manager")] == [SPLIT]


@pytest.mark.parametrize(
    "text",
    ["Work with the Product Strategy department", "Other tribes have heads of their own", "We work in SAFe"],
)
def test_what_a_head_of_product_does_not_lead_is_a_split_under_her_title_too(text: str) -> None:
    assert [kind for kind, _ in told(text, "Head of Product")] == [SPLIT]
