"""Titles in the text of an offer: the one found as its own, and those marked among its other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.text.finding import find_title
from pm_or_po.text.title import read_title, title_echo
from pm_or_po.text.tokens import folded_words, tokens


@pytest.mark.parametrize(
    ("offer", "title"),
    [
        ("Product Owner H/F\nLyon\n\nNous sommes une mutuelle.", "Product Owner H/F"),
        ("## **Senior Product Manager**\nParis", "Senior Product Manager"),
        ("**Product Manager** — *Observability*\nParis", "Product Manager** — *Observability*"),
        ("*Développeur*se* Product Owner*\nParis", "Développeur*se* Product Owner"),
        ("Direction produit\nProduct Owner F/H\nLyon\n\nVos missions\n- Tenir", "Product Owner F/H"),
        ("Direction produit H/F\nLyon\n\nVos missions\n- Tenir", "Direction produit H/F"),
        ("Intitulé du poste :   Product Owner Paie          Réf. : 24-117\nLyon", "Product Owner Paie"),
        ("Role ........ Product Owner, Claims\nGrade ....... H", "Product Owner, Claims"),
        ("Logo\nBrumeval SAS\nPO confirmé (F/H) - Nantes\nCDI", "PO confirmé (F/H) - Nantes"),
        ("Qui sommes-nous ?\nUne PME.\nPoste : Chef de produit\nLyon", "Chef de produit"),
        (
            "Référence 123\nIntitulé du poste : Responsable produit (H/F)\nVos missions",
            "Responsable produit (H/F)",
        ),
        ("Job title: Product Manager, Billing\nLocation: Leeds", "Product Manager, Billing"),
        ("Chargé(e) de produit « Démarches »\nVos missions", "Chargé(e) de produit « Démarches »"),
        ("« Product Manager » H/F\nVos missions", "« Product Manager » H/F"),
        ("« Product Manager H/F »\nVos missions", "Product Manager H/F"),
        ("Town Museums\nPost title: Product Manager (Apps)\nGrade 8", "Product Manager (Apps)"),
        ("Intitulé du poste\nProduct Owner Data\nContrat\nCDI", "Product Owner Data"),
        (
            "Brumeval édite un logiciel de paie.\nNous recherchons un(e) Product Owner Paie pour le siège.",
            "Product Owner Paie",
        ),
        (
            "About us\nWe make maps. We are looking for a Senior Product Manager to lead the route planner.",
            "Senior Product Manager",
        ),
        ("Dans le cadre de sa croissance, Ovalie recrute son futur Head of Product.", "Head of Product"),
        ("En tant que Product Owner, vous rejoignez la DSI.", "Product Owner"),
        ("Scrum Master F/H\nVous travaillerez avec le Product Owner.\n", "Scrum Master F/H"),
        ("Brumeval SAS\nDéveloppeur Java (H/F)\nLyon", "Développeur Java (H/F)"),
        ("Bienvenue chez nous.\nNous cherchons une développeuse web.", "développeuse web"),
        (
            "Product Owner - CDI - Paris. Vous rédigez les user stories et gérez le backlog.",
            "Product Owner - CDI - Paris",
        ),
        ("Product Owner H/F. Vous rédigez les user stories.", "Product Owner H/F"),
        (
            "Poste : Product Owner (H/F). Vous rédigez les user stories, vous gérez le backlog.",
            "Product Owner (H/F)",
        ),
        ("Sr. Product Manager, Berlin! You will own the roadmap.", "Sr. Product Manager, Berlin"),
        (
            "JOB DESCRIPTION\n\n1. Position\n1.1 Title: Product Owner, Claims\n1.2 Team: IT",
            "Product Owner, Claims",
        ),
        ("Fiche\n1) Titre officiel : Product Owner\n2) Lieu : Lyon", "Product Owner"),
        ("Chez Ovalie on n'a pas encore de Product Owner. Vous serez le premier.", ""),
        ("Qui sommes-nous ?\nUne coopérative agricole.\nVos missions\nRédiger les user stories", ""),
        ("Vous aiderez notre Product Owner au quotidien.", ""),
        ("", ""),
        (" \n\n", ""),
        ("Ligne sans rien\n" * 40 + "Product Owner", ""),
    ],
)
def test_finding_the_title(offer, title):
    assert find_title(offer) == title
    assert title in offer


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text):
    read_title(text)
    assert find_title(text) in text
    assert title_echo(folded_words(text)) <= set(range(len(tokens(text))))


def left(text: str) -> list[str]:
    words = folded_words(text)
    echo = title_echo(words)
    return [word for i, word in enumerate(words) if i not in echo]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("En tant que Product Manager, vous pilotez la roadmap", "en tant que vous pilotez la roadmap"),
        ("Le PO rédige ; les POs et le PM valident", "le redige les et le valident"),
        ("la chef·fe de produit et le responsable produit", "la et le"),
        ("Head of Product, VP Product et CPO", "et"),
        ("a culture of product management", "a culture of"),
        ("a culture of product ownership", "a culture of"),
        ("a culture of Product Managership", "a culture of"),  # what a plain search and replace makes of it
        ("Product Owner/Manager", ""),
        ("chef ou cheffe de produit", ""),
        ("le chef de projet suit le produit", "le chef de projet suit le produit"),
        ("production manager, product designer", "production manager product designer"),
    ],
)
def test_title_words_in_the_body_are_marked(text, words):
    assert " ".join(left(text)) == words


TITLES = (
    "Product Manager",
    "Product Owner",
    "PM",
    "PO",
    "Chef de produit",
    "product managers",
    "PRODUCT OWNERS",
)
AROUND = """
    head of director chef cheffe ou de du produit produits product responsable gestionnaire owner manager lead
    proxy la le roadmap vice president officer chief & / , - ( ) . : en tant que vous et data 5
"""


@given(
    st.lists(st.sampled_from(AROUND.split()) | st.none(), max_size=14),
    st.sampled_from(TITLES),
    st.sampled_from(TITLES),
)
def test_swapping_titles_leaves_the_other_words(parts, one, other):
    def text(title: str) -> str:
        return " ".join(title if part is None else part for part in parts)

    assert left(text(one)) == left(text(other))


@given(st.lists(st.sampled_from(TITLES), min_size=3, max_size=3), st.permutations(TITLES))
def test_swapping_titles_in_an_offer(titles, others):
    offer = (
        "{0} H/F\nEn tant que {0}, vous travaillez avec les {1} et les autres {2}.\n- Porter la vision\n"
        "Expérience de {1}/{2} ou d'un poste proche ({0}). Le/la {2} anime l'équipe ; head of {1}."
    )
    assert left(offer.format(*titles)) == left(offer.format(*others[:3]))
