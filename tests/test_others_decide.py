"""What an offer says others decide is no duty of discovery; the rest of such a line still may be."""

from __future__ import annotations

import pytest

from pm_or_po.judging import judge
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.signals.rest import without_decisions
from pm_or_po.text.document import read_statement

FR = "Vos missions\n- Rédiger les user stories\n- Tenir le backlog\n- Animer les sprints\n- Faire la recette\n\n"
EN = "Your duties\n- Write the user stories\n- Keep the backlog\n- Run the sprints\n- Test each release\n\n"


def discovery_lines(text: str, title: str, model: StatementModel) -> list[str]:
    found = judge(Offer(text, title=title), model)
    return [one.text for one in found.evidence if one.side == "discovery"]


@pytest.mark.parametrize("title", ["Product Owner", "Product Manager"])
@pytest.mark.parametrize(
    ("duties", "line"),
    [
        (EN, "The VP of Product defines the product strategy and you carry it out."),
        (EN, "The founders own the product vision and the roadmap."),
        (FR, "Le Head of Product définit la stratégie et la roadmap, en lien avec la direction."),
        (FR, "Notre CPO, qui tient la vision et la feuille de route, vous confie un périmètre."),
        (FR, "La vision et la roadmap sont fixées par la direction du groupe."),
    ],
)
def test_a_line_that_says_others_decide_makes_no_manager_of_an_owner(
    duties: str, line: str, title: str, model: StatementModel
) -> None:
    found = judge(Offer(duties + line, title=title), model)
    assert found.role == "PO"
    assert any(signal.text in line for signal in found.signals)
    assert discovery_lines(duties + line, title, model) == []


def test_what_the_same_line_asks_of_the_reader_is_one_still(model: StatementModel) -> None:
    line = "Vous menez les entretiens utilisateurs et étudiez le marché, la roadmap étant fixée par la direction."
    assert discovery_lines(FR + line, "Product Owner", model) == [line]


def test_a_head_of_product_named_in_the_title_decides_for_herself(model: StatementModel) -> None:
    line = "Le Head of Product définit la stratégie et la roadmap, en lien avec la direction."
    assert discovery_lines(FR + line, "Head of Product", model) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "- Construire une roadmap arbitrée chaque trimestre en comité produit",
        "- Construire, avec les équipes, la roadmap arbitrée par le comité de direction",
        "- La roadmap est fixée par la direction ; vous la déclinez et menez les entretiens avec les clients",
        "- Faire de la vision des fondateurs une roadmap : entretiens, priorisation, arbitrages",
        "- Notre Product Manager, Sophie, construit la roadmap",
    ],
)
def test_what_the_reader_makes_of_a_decision_is_counted_as_before(line: str) -> None:
    assert without_decisions(read_statement(line), "Product Manager") is None
