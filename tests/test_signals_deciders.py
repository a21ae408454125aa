"""Who is said to hold the vision or the roadmap: founders, headquarters, a colleague."""

from __future__ import annotations

import pytest
from signals_told import ELSEWHERE, FOUNDERS, LEAD, told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La roadmap est définie au siège, à Amsterdam.", "La roadmap est définie au siège"),
        (
            "Vous déclinez la roadmap fixée par la direction générale.",
            "la roadmap fixée par la direction générale",
        ),
        (
            "La stratégie produit est portée par le marketing.",
            "La stratégie produit est portée par le marketing",
        ),
        (
            "Les orientations stratégiques relèvent du groupe.",
            "Les orientations stratégiques relèvent du groupe",
        ),
        ("La vision reste du ressort de la direction.", "La vision reste du ressort de la direction"),
        (
            "The roadmap is decided by the steering committee.",
            "The roadmap is decided by the steering committee",
        ),
        ("Deliver the roadmap handed down by headquarters", "the roadmap handed down by headquarters"),
        ("Priorities are set by the business.", "Priorities are set by the business"),
        (
            "Attention : la stratégie et la roadmap sont fixées par le groupe.",
            "la stratégie et la roadmap sont fixées par le groupe",
        ),
        ("Strategy and roadmap are set by headquarters.", "Strategy and roadmap are set by headquarters"),
        (
            "Vous cadrez, et la roadmap est arbitrée par le comité de direction.",
            "la roadmap est arbitrée par le comité de direction",
        ),
        (
            "The roadmap is set by the Director of Infrastructure.",
            "The roadmap is set by the Director of Infrastructure",
        ),
        (
            "La roadmap est définie par le Directeur de la Business Unit.",
            "La roadmap est définie par le Directeur de la Business Unit",
        ),
        (
            "Les priorités restent du ressort de la Responsable du domaine.",
            "Les priorités restent du ressort de la Responsable du domaine",
        ),
        ("The priorities are owned by our VP Engineering.", "The priorities are owned by our VP Engineering"),
        (
            "The roadmap comes down from the group every January.",
            "The roadmap comes down from the group",
        ),
        ("La feuille de route vient du siège.", "La feuille de route vient du siège"),
        ("La roadmap vient de la direction générale.", "La roadmap vient de la direction générale"),
        (
            "Les priorités sont imposées par la maison mère.",
            "Les priorités sont imposées par la maison mère",
        ),
        (
            "La roadmap est arrêtée chaque année par le comité d'investissement.",
            "La roadmap est arrêtée chaque année par le comité d'investissement",
        ),
        ("La roadmap est arrêtée en comité.", "La roadmap est arrêtée en comité"),
        (
            "La roadmap est arrêtée deux fois par an par le comité de pilotage.",
            "La roadmap est arrêtée deux fois par an par le comité de pilotage",
        ),
        ("The roadmap is drawn up twice a year by HQ.", "The roadmap is drawn up twice a year by HQ"),
        (
            "The roadmap is drawn up once per quarter by the business.",
            "The roadmap is drawn up once per quarter by the business",
        ),
        (
            "The product roadmap is set by our global product leadership.",
            "The product roadmap is set by our global product leadership",
        ),
        ("La maîtrise d'ouvrage définit les priorités.", "La maîtrise d'ouvrage définit les priorités"),
        (
            "La Direction de l'Expérience Client construit la roadmap.",
            "La Direction de l'Expérience Client construit la roadmap",
        ),
        (
            "Décliner la feuille de route décidée en comité de direction",
            "la feuille de route décidée en comité de direction",
        ),
        (
            "Ce que nous construisons est décidé par le métier.",
            "Ce que nous construisons est décidé par le métier",
        ),
    ],
)
def test_others_decide(text: str, words: str) -> None:
    assert told(text) == [(ELSEWHERE, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Notre PM, Julien, s'occupe de la discovery et de la roadmap ; toi, tu t'occupes de tout le reste !",
            "Notre PM, Julien, s'occupe de la discovery et de la roadmap",
        ),
        (
            "Our Product Manager, Ana, sets the vision and roadmap",
            "Our Product Manager, Ana, sets the vision and roadmap",
        ),
        (
            "Le Product Manager définit la vision et la roadmap ; vous les mettez en œuvre.",
            "Le Product Manager définit la vision et la roadmap",
        ),
        ("The PM owns the roadmap and you run the sprints.", "The PM owns the roadmap"),
        ("La direction métier fixe la roadmap.", "La direction métier fixe la roadmap"),
        ("L'intrapreneur porte la vision et la stratégie.", "L'intrapreneur porte la vision"),
        ("The CPO decides the priorities.", "The CPO decides the priorities"),
        (
            "Report to the Service Owner, who holds the vision and the roadmap",
            "the Service Owner, who holds the vision and the roadmap",
        ),
        (
            "Un échange avec le métier, qui arbitre seul les priorités",
            "le métier, qui arbitre seul les priorités",
        ),
        ("Roadmap handed down by the Business Owner", "Roadmap handed down by the Business Owner"),
        (
            "Maud, notre Head of Product, définit la vision et la roadmap.",
            "Maud, notre Head of Product, définit la vision et la roadmap",
        ),
        ("Maud (Head of Product) fixe la roadmap.", "Maud (Head of Product) fixe la roadmap"),
        ("Karim Diallo, notre CEO, porte la vision.", "Karim Diallo, notre CEO, porte la vision"),
        ("Joan, our Product Manager, owns the roadmap.", "Joan, our Product Manager, owns the roadmap"),
    ],
)
def test_others_decide_in_the_active_voice(text: str, words: str) -> None:
    assert told(text, "Product Owner") == [(ELSEWHERE, words)]


@pytest.mark.parametrize("name", ["Sofia, VP Product,", "la Head of Product"])
def test_a_lead_who_decides_is_both(name: str) -> None:
    kinds = [kind for kind, _ in told(f"Vous rapportez à {name} qui porte la vision.")]
    assert kinds == [LEAD, ELSEWHERE]


@pytest.mark.parametrize(
    "words",
    [
        "La vision et la roadmap sont définies par la Head of Product",
        "The priorities are set by our CPO",
        "La vision de la gamme et sa feuille de route sont portées par le Lead PM",
    ],
)
def test_a_lead_by_whom_the_vision_is_set_is_both(words: str) -> None:
    assert sorted(kind for kind, _ in told(f"{words}.", "Product Owner")) == [ELSEWHERE, LEAD]
    assert (ELSEWHERE, words) in told(f"{words}.", "Product Owner")


@pytest.mark.parametrize("title", ["", "Product Owner", "Product Manager", "Head of Product"])
@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("", "La vision et la feuille de route sont portées par Nora, notre CPO"),
        ("Attention, ", "la stratégie produit est fixée par Paul LEROY, directeur produit"),
        ("Décliner ", "la roadmap construite par Jean-Luc Petit (CPO)"),
        ("", "La roadmap est arbitrée chaque trimestre par Karim, notre DG"),
        ("", "La roadmap est tenue par Inès, Product Manager"),
        ("", "The priorities are set by Ida Berg, our VP Product"),
        ("", "The roadmap is built by Tom (Head of Product)"),
    ],
)
def test_a_name_hides_nobody_who_decides(before: str, words: str, title: str) -> None:
    assert (ELSEWHERE, words) in told(f"{before}{words}.", title)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La vision est encore portée par les fondateurs.", "La vision est encore portée par les fondateurs"),
        (
            "La vision produit, définie par nos deux co-fondateurs",
            "La vision produit, définie par nos deux co-fondateurs",
        ),
        ("The founders own the product vision.", "The founders own the product vision"),
        ("The founders decide what we build.", "The founders decide what we build"),
        ("Les fondateurs décident de ce qu'on construit.", "Les fondateurs décident de ce qu'on construit"),
        ("Aux côtés du fondateur qui définit la roadmap", "fondateur qui définit la roadmap"),
        ("Mettre en œuvre la vision des fondateurs", "la vision des fondateurs"),
        ("Turn the founders' vision into a backlog", "the founders' vision"),
        ("Turn our founder’s product vision into stories", "our founder’s product vision"),
        ("The roadmap stays with the founders for now.", "The roadmap stays with the founders"),
        ("L'équipe fondatrice décide des priorités", "L'équipe fondatrice décide des priorités"),
    ],
)
def test_founders_who_hold_the_vision(text, words):
    assert told(text) == [(FOUNDERS, words)]


def test_a_denial_before_a_comma_leaves_what_follows_it() -> None:
    text = (
        "Vous n'interviendrez pas dans la définition de la stratégie produit, qui appartient à la direction."
    )
    assert told(text) == [(ELSEWHERE, "la stratégie produit, qui appartient à la direction")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You partner with a PM who owns the roadmap.", "a PM who owns the roadmap"),
        ("L'équipe est composée de deux PM qui pilotent la roadmap.", "PM qui pilotent la roadmap"),
    ],
)
def test_a_relative_clause_tells_of_a_colleague(text: str, words: str) -> None:
    assert (ELSEWHERE, words) in told(text, "Product Owner")


def test_a_head_of_product_in_brackets_still_decides() -> None:
    assert told("Notre CPO (Anne) fixe la vision.") == [(ELSEWHERE, "Notre CPO (Anne) fixe la vision")]


def test_a_client_named_in_the_title_still_decides() -> None:
    text = "Notre client fixe la roadmap et vous la déclinez."
    assert told(text, "Product Manager - Client bancaire") == [(ELSEWHERE, "Notre client fixe la roadmap")]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ELSEWHERE, "Sophie (CPO), qui porte la vision"),
        (ELSEWHERE, "Our PM, Ana, who sets the vision"),
        (ELSEWHERE, "La responsable marketing définit les priorités"),
        (ELSEWHERE, "Les grandes orientations stratégiques sont décidées par le comité"),
        (ELSEWHERE, "The roadmap is decided by the steering group"),
        (ELSEWHERE, "Le cap est fixé par la direction marketing"),
        (ELSEWHERE, "The service owner sets the direction"),
        (FOUNDERS, "Nos deux fondateurs, Léa et Tom, portent la vision"),
        (FOUNDERS, "Our founder and CEO, Ann, sets the vision"),
        (FOUNDERS, "Notre co-fondateur, Luc, porte la vision"),
    ],
)
def test_who_decides_is_quoted_whole_and_once(kind: str, words: str) -> None:
    assert told(f"{words}.", "Product Manager") == [(kind, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La direction définit la vision et vous la déclinez.", "La direction définit la vision"),
        ("The board sets the roadmap and you carry it out.", "The board sets the roadmap"),
    ],
)
def test_a_part_in_what_follows_is_no_part_in_the_decision(text: str, words: str) -> None:
    assert told(text) == [(ELSEWHERE, words)]
