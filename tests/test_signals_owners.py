"""Whose job the vision or the roadmap is said to be, above all where an offer says what the job is not."""

from __future__ import annotations

import pytest
from signals_told import ELSEWHERE, FOUNDERS, told

from pm_or_po.judging import judge
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.taxonomy import FACETS, SIGNAL_KINDS, Lang

FR = "Product Manager\n\nVos missions\n- Tenir le backlog\n- Animer les sprints\n\nCe que vous ne ferez pas\n- "
EN = "Product Manager\n\nYour duties\n- Keep the backlog\n- Run the sprints\n\nWhat you won't do\n- "


def decided(text: str, title: str = "Product Manager") -> list[tuple[str, str]]:
    return [one for one in told(text, title) if one[0] in (ELSEWHERE, FOUNDERS)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            f"{FR}La vision du produit (c'est le travail de la CPO)",
            "La vision du produit (c'est le travail de la CPO)",
        ),
        (
            f"{FR}Définir la vision et la roadmap : c'est la mission de notre Head of Product",
            "la vision et la roadmap : c'est la mission de notre Head of Product",
        ),
        (f"{FR}Fixer les priorités, la direction s'en charge", "les priorités, la direction s'en charge"),
        (
            f"{FR}La roadmap : c'est Nora, notre CPO, qui la porte",
            "La roadmap : c'est Nora, notre CPO, qui la porte",
        ),
        (f"{FR}La roadmap (notre Product Manager la tient)", "La roadmap (notre Product Manager la tient)"),
        (f"{FR}La roadmap (VP Produit)", "La roadmap (VP Produit)"),
        (
            f"{FR}La stratégie produit : nous avons une équipe dédiée",
            "La stratégie produit : nous avons une équipe dédiée",
        ),
        (f"{EN}Own the roadmap: that's our VP Product's job", "the roadmap: that's our VP Product's job"),
        (f"{EN}Set the vision (our CEO does that)", "the vision (our CEO does that)"),
        (f"{EN}Own the roadmap: it belongs to the business", "the roadmap: it belongs to the business"),
        (f"{EN}Decide what to build: that's up to our CPO", "what to build: that's up to our CPO"),
        (f"{EN}Product strategy: we have a CPO for that", "Product strategy: we have a CPO for that"),
        (
            "Vous ne définirez pas la roadmap : c'est le rôle de notre CPO.",
            "la roadmap : c'est le rôle de notre CPO",
        ),
        ("You won't set the vision: that's our CPO's role.", "the vision: that's our CPO's role"),
        ("La vision est l'affaire de la direction.", "La vision est l'affaire de la direction"),
    ],
)
def test_whose_job_the_vision_or_the_roadmap_is(text: str, words: str) -> None:
    assert decided(text) == [(ELSEWHERE, words)]


def test_that_of_the_founders_is_told_as_theirs() -> None:
    assert decided(f"{FR}La vision : c'est le rôle de nos fondatrices") == [
        (FOUNDERS, "La vision : c'est le rôle de nos fondatrices")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Vous fixez la roadmap : c'est le rôle du Product Manager.",
        "La roadmap, ce n'est pas le rôle de notre CPO : c'est le vôtre.",
        "La roadmap, est-ce le rôle du CPO ? Non, le vôtre.",
        "Avant, la roadmap, c'était le rôle du CPO.",
        "Vous construisez la roadmap : c'est le rôle du CPO de la valider.",
        "Construire la roadmap, c'est le rôle du CPO et le vôtre.",
        "Présenter la roadmap : c'est le rôle du CEO",
        "La roadmap technique : c'est le rôle de notre CTO",
        "Définir la vision (Head of Product)",
        "Own the roadmap: that's your job.",
        "Own the roadmap: the CPO's job is to clear your way.",
        "You set the roadmap: it's up to the business to fund it.",
        "Own the roadmap (our CPO trusts you)",
        "Construire la roadmap : le CPO en est responsable, vous la préparez",
        "La vision reste le rôle du CPO, vous en êtes le coauteur",
        "Roadmap: our CPO owns it, you build it",
        f"{FR}Le support (c'est le rôle de notre équipe dédiée)",
        f"{FR}Suivre une roadmap toute faite : notre CPO vous laisse la main",
        f"{FR}Partager la vision : le marketing s'en charge",
        f"{EN}Present the roadmap to the board (CEO)",
        f"{EN}Take orders from sales: you own the roadmap",
        "Ce poste n'est pas fait pour toi si\n- tu penses que la roadmap, c'est le rôle du CPO",
        "This role is not for you if\n- You think the roadmap is the CPO's job",
    ],
)
def test_the_job_of_nobody_else(text: str) -> None:
    assert decided(text) == []


@pytest.mark.parametrize("title", ["Head of Product", "Directrice produit"])
def test_the_job_of_the_title_is_the_readers(title: str) -> None:
    assert decided("Définir la vision : c'est le rôle du Head of Product", title) == []
    assert decided("Définir la vision : c'est le rôle du Head of Product", "Product Owner") != []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_who_decides_is_asked_no_more_where_the_offer_told(lang: Lang, model: StatementModel) -> None:
    asked = judge(Offer(f"{FR}La roadmap (c'est le rôle de notre CPO)"), model, lang).questions
    known = judge(Offer(f"{FR}La roadmap"), model, lang).questions
    who_decides = FACETS["roadmap"].question(lang)
    assert who_decides in known and who_decides not in asked
    assert SIGNAL_KINDS[ELSEWHERE].questions[0](lang) in asked
