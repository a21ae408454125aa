"""What an offer says others do, and who does it is not asked; what it does not say."""

from __future__ import annotations

import pytest

from pm_or_po.judging import judge
from pm_or_po.judging.doers import done_by_others
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.taxonomy import FACETS
from pm_or_po.text.document import read_document


def facets_of(line: str) -> set[str]:
    return done_by_others(read_document(line).statements)


@pytest.mark.parametrize(
    ("line", "facet"),
    [
        ("Les lancements sont orchestrés par notre équipe marketing", "launch"),
        ("La mise sur le marché est assurée par les ventes.", "launch"),
        ("Launches are run by the product marketing managers.", "launch"),
        ("The go-to-market is already owned by sales.", "launch"),
        ("La veille concurrentielle est menée par l'équipe marketing.", "market"),
        ("Market research is done by our growth team.", "market"),
    ],
)
def test_a_work_that_others_do(line: str, facet: str) -> None:
    assert facets_of(line) == {facet}


@pytest.mark.parametrize(
    "line",
    [
        "Les lancements sont préparés par le Product Manager.",
        "Les lancements sont préparés par l'équipe produit.",
        "Les lancements sont préparés par le marketing et vous.",
        "Les lancements sont préparés par vous, avec le marketing.",
        "Les lancements ne sont pas préparés par le marketing.",
        "Les lancements sont-ils préparés par le marketing ?",
        "Les lancements étaient préparés par le marketing.",
        "Préparer les lancements avec le marketing",
        "Preparing launches, which are praised by sales",
        "Launches are prepared by you and marketing.",
        "Launches are followed by a marketing survey.",
        "Le marketing et ses campagnes sont pilotés par une agence.",
    ],
)
def test_a_work_that_may_be_the_readers(line: str) -> None:
    assert facets_of(line) == set()


def test_who_does_what_others_do_is_not_asked(model: StatementModel) -> None:
    duties = (
        "Product Owner\n\nVos missions\n- Tenir le backlog et rédiger les user stories\n- Faire la recette\n"
        "- Animer les sprints\n- Mener des entretiens avec les utilisateurs\n"
    )
    asked, told = (
        judge(Offer(duties + line), model).questions
        for line in ("", "- Les lancements sont préparés par le product marketing manager\n")
    )
    launch = FACETS["launch"].question("fr")
    assert launch in asked and launch not in told
