"""Whether an offer tells how many people the one hired would lead, which is then not asked."""

from __future__ import annotations

import pytest
from short_offers import DISCOVERY

from pm_or_po import classify
from pm_or_po.judging.team import tells_team
from pm_or_po.taxonomy import FACETS, LANGS, LEADER_QUESTIONS, Lang
from pm_or_po.text.tokens import folded_words


@pytest.mark.parametrize(
    "line",
    [
        "Recruter et encadrer six Product Managers",
        "Encadrer une équipe de 12 personnes",
        "Manager 4 PM et 2 designers",
        "Vous dirigez l'équipe produit (6 PM, 3 PO, 2 designers)",
        "Équipe produit : 7 PM",
        "Animer une équipe de cinq Product Owners",
        "Accompagner deux cheffes de produit",
        "You will lead a team of 8 product people.",
        "Manage and mentor 6 PMs",
        "Your team: 4 product managers and 3 designers",
        "Hire and grow a team of ten.",
        "Direct line management of 3 product owners",
    ],
)
def test_a_line_tells_how_many_one_would_lead(line: str) -> None:
    assert tells_team([folded_words(line)])


@pytest.mark.parametrize(
    "line",
    [
        "Encadrer une équipe de Product Managers",
        "Vous avez déjà encadré une équipe de 5 personnes.",
        "Experience leading a team of 8 product managers",
        "Encadrer 3 PM pendant 5 ans",
        "Work with the team from 9 AM to 5 PM",
        "Piloter 3 produits et 12 marchés",
        "Travailler avec une équipe de 6 développeurs",
        "Rejoindre une équipe de 40 personnes",
        "Lead a team of 12 markets",
        "Lead two product launches",
        "Recruter deux PM dans l'année",
        "Nous sommes 250 personnes dans le monde",
        "Manager la roadmap de 4 produits",
        "Point d'équipe chaque lundi 2 PM",
        "Notre logiciel accompagne plus de 50 product managers",
        "Vous pilotez une gamme conçue par 4 chefs de produit externes",
    ],
)
def test_other_numbers_tell_of_no_team(line: str) -> None:
    assert not tells_team([folded_words(line)])


@pytest.mark.parametrize("lang", LANGS)
def test_how_many_one_would_lead_is_not_asked_where_the_offer_tells_it(lang: Lang) -> None:
    how_many, decisions = (question(lang) for question in LEADER_QUESTIONS)
    asked = classify(DISCOVERY, "Head of Product", lang=lang).questions
    told = classify(f"{DISCOVERY}\n- Recruter et encadrer six PM", "Head of Product", lang=lang).questions
    assert asked[:2] == (how_many, decisions)
    assert told[0] == decisions and how_many not in told


@pytest.mark.parametrize("lang", LANGS)
def test_no_question_takes_the_job_to_last_a_year(lang: Lang) -> None:
    questions = [facet.question(lang) for facet in FACETS.values()]
    assert not [question for question in questions if "un an" in question or "a year" in question]
