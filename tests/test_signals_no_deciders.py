"""Who is not said to decide on the vision or the roadmap: the person hired, whoever is asked or told, or did once."""

from __future__ import annotations

import pytest
from signals_told import ELSEWHERE, told


@pytest.mark.parametrize(
    "text",
    [
        "La roadmap n'est pas fixée par Nora, notre CPO, mais par vous.",
        "Nous ne voulons plus que la roadmap soit portée par Nora, notre CPO.",
        "La roadmap est-elle portée par Nora, notre CPO ?",
        "La roadmap était tenue par Nora, notre CPO.",
        "La roadmap est portée par Nora, notre CPO, et par vous.",
        "The roadmap is set by Ida, our CPO, together with you.",
        "The roadmap isn't set by Ida, our CPO.",
        "La roadmap technique est fixée par Paul, notre CPO.",
        "Présenter la roadmap à Nora, notre CPO",
        "La roadmap est portée par vous, Product Owner.",
        "Own a roadmap shaped by client needs and by sales.",
    ],
)
def test_a_named_lead_who_does_not_decide(text: str) -> None:
    assert ELSEWHERE not in [kind for kind, _ in told(text)]


def test_a_head_of_product_may_be_the_person_hired_where_no_title_tells() -> None:
    assert ELSEWHERE not in [
        kind for kind, _ in told("La roadmap est définie par le Head of Product : c'est ce poste.", "")
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("La roadmap est portée par la Head of Product.", "Head of Product"),
        ("La roadmap est portée par le Lead PM.", "Lead Product Manager"),
        ("La roadmap est portée par le Product Manager.", "Product Owner"),
    ],
)
def test_a_lead_may_be_the_person_hired(text: str, title: str) -> None:
    assert ELSEWHERE not in [kind for kind, _ in told(text, title)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Le Product Manager définit la vision et la roadmap.", "Product Manager"),
        ("Chez Leurrio, le Product Manager, garant du produit, pilote la roadmap.", "Product Manager"),
        ("Dans la Direction Produit, le Product Owner, pilote la roadmap.", "Product Owner"),
        ("Le Product Manager définit la vision : vous en êtes garant.", "Product Manager"),
        ("The Product Manager will own the roadmap, working with our engineers.", "Product Manager"),
        ("Notre Product Manager porte la vision du produit.", "Product Manager"),
        ("Nous cherchons un Product Manager qui porte la vision.", "Product Manager"),
        ("Vous êtes le Product Owner qui porte la roadmap.", "Product Owner"),
        ("We're looking for a Head of Product who owns the roadmap.", ""),
        ("The Head of Product sets the vision.", "Head of Product (H/F)"),
        ("La directrice produit définit la roadmap.", "Directeur produit"),
        ("The Service Owner owns the roadmap.", "Service Owner"),
        ("Le responsable du domaine définit la vision.", "Responsable de domaine (Product Owner)"),
        ("Le chef du domaine définit la vision.", "Cheffe de domaine fonctionnel - Product Manager"),
        ("Le directeur de programme définit la vision.", "Directrice de programme / Product Manager"),
        ("La directrice de l'innovation définit la vision.", "Directeur de l'innovation"),
        ("The roadmap is set by the Director of Infrastructure.", "Director of Infrastructure"),
        ("Help the business set the priorities", "Product Owner"),
        ("Écouter le client, définir la vision et tenir la roadmap", "Product Owner"),
        ("Le métier décide ; vous tenez la roadmap.", "Product Owner"),
    ],
)
def test_the_person_hired_who_decides_is_no_other(text: str, title: str) -> None:
    assert told(text, title) == []


@pytest.mark.parametrize(
    "text",
    [
        "La roadmap est définie avec les métiers et vous l'arbitrez.",
        "Vous définissez la roadmap, validée par le comité de direction.",
        "La roadmap que vous aurez fixée est portée par la direction.",
        "Une roadmap guidée par les besoins des clients",
        "Présenter la roadmap au comité de direction",
        "Décider des priorités avec le métier",
        "You own the roadmap with the business.",
        "Own a roadmap driven by client feedback and business needs.",
        "Align the roadmap with business priorities set in the OKRs.",
        "Set the priorities, owned by the product team.",
        "Les priorités sont décidées en groupe, chaque lundi.",
        "Construire la roadmap, arbitrée en comité produit que vous animez.",
        "La roadmap est portée en comité de direction par vous.",
        "La roadmap est définie par un groupe de travail.",
        "The roadmap is set by a group of engineers.",
        "Construire la roadmap, arbitrée en comité",
        "Partager la roadmap avec le directeur de la Business Unit",
        "La roadmap technique est définie par le directeur de l'infrastructure.",
        "La vision vient des entretiens.",
        "La roadmap vient du client et du terrain : vous menez cinq entretiens par semaine.",
        "Les priorités viennent des métiers que tu rencontres.",
        "Recueillir les priorités qui viennent des métiers",
        "Chez nos clients, les priorités descendent de la direction générale ; notre outil y remédie.",
        "You and the founders decide what we build.",
    ],
)
def test_who_is_asked_or_told_decides_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rattachée aux fondateurs, vous définissez la roadmap.",
        "You work with the founders to define the vision.",
        "Définir la roadmap avec les fondateurs",
        "Les fondateurs ont levé 3 M€ auprès de fonds français.",
        "Membre fondateur du réseau, la coopérative compte 300 salariés.",
    ],
)
def test_founders_who_do_not_hold_it(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ce n'est pas le client qui fixe la roadmap, c'est vous.",
        "Ce n'est plus le CEO qui décide de la roadmap : c'est vous.",
        "La vision n'est pas portée par les fondateurs mais par vous.",
        "Les fondateurs ne portent plus la vision : ils vous la confient.",
        "La roadmap n'est plus imposée par la direction : vous la construisez.",
        "Le CPO, qui ne fixe plus la vision, vous la confie.",
        "Le client décide-t-il des priorités ? Jamais.",
        "No founder sets the vision here.",
        "It is not the CEO who decides the roadmap, it is you.",
        "Unlike companies in which the business sets the priorities, we trust product.",
        "With no PM above you, you own the roadmap.",
        "Si la direction décide des priorités sans vous, dites-le.",
    ],
)
def test_what_is_denied_or_asked_is_no_signal(text: str) -> None:
    assert told(text, "Product Manager") == []


@pytest.mark.parametrize(
    "text",
    [
        "Avant, les fondateurs décidaient de tout et notre CEO fixe encore les priorités.",
        "Les fondateurs portaient la vision.",
        "Until now our founders have set the vision; now it is yours.",
        "The roadmap was set by the board.",
        "Notre ancienne PM, Claire, a défini la vision et part en retraite : vous la remplacez.",
    ],
)
def test_the_past_is_no_signal(text: str) -> None:
    assert told(text, "Product Manager") == []


@pytest.mark.parametrize(
    "text",
    [
        "Vous serez le seul PM, qui pilote la roadmap de bout en bout.",
        "Le Product Manager, qui porte la vision du produit, travaille avec les métiers.",
        "The Product Manager, who owns the roadmap, reports to the CTO.",
        "We want a hands-on PM who owns the roadmap.",
        "You're the PM who owns the roadmap.",
        "Nous cherchons notre premier PM qui porte la roadmap.",
        "As the sole Product Manager, who owns the roadmap, you report to the CTO.",
    ],
)
def test_the_person_hired_told_of_in_a_relative_clause_is_no_other(text: str) -> None:
    assert told(text, "Product Manager") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Le Product Owner (PO) définit les priorités du produit.", "Product Owner"),
        ("Le Product Manager (Paris) définit les priorités du produit.", "Product Manager"),
        ("Le Product Manager, CDI, pilote la roadmap.", "Product Manager"),
        ("Rattaché au CTO, le Product Manager (H/F) définit la vision.", "Product Manager"),
        ("In touch with sales, the Product Manager (m/f/d) writes the stories.", "Product Manager"),
        (
            "Rattaché au CTO, le Product Manager, qui porte la vision, travaille avec les métiers.",
            "Product Manager",
        ),
        ("Le CTO fixe la roadmap.", "CTO"),
    ],
)
def test_an_abbreviation_or_a_gender_is_no_name(text: str, title: str) -> None:
    assert told(text, title) == []


@pytest.mark.parametrize(
    "text",
    [
        "Le CTO pilote la roadmap technique et vous la roadmap produit.",
        "Le marketing définit la vision de marque.",
        "Our CTO owns the technical roadmap.",
        "Vous aidez le client qui définit ses priorités.",
        "Le groupe porte une vision ambitieuse de la mobilité.",
        "Our CEO leads discovery workshops.",
        "Sales runs discovery calls.",
    ],
)
def test_a_vision_or_roadmap_of_something_else_is_no_signal(text: str) -> None:
    assert told(text, "Product Manager") == []


@pytest.mark.parametrize(
    "text",
    [
        "La roadmap est fixée par le siège et vous.",
        "La roadmap est fixée par la direction et par vous-même, chaque trimestre.",
        "La direction fixe les priorités avec vous.",
        "La vision est portée par les fondateurs et vous-même",
        "The roadmap is set by headquarters together with you.",
        "The product vision is owned by the founders and you.",
    ],
)
def test_what_is_decided_with_the_person_hired_is_not_decided_elsewhere(text: str) -> None:
    assert told(text) == []
