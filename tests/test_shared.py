"""Duties that an offer says are shared or led by others: a trace of them, where one's own are a part of the job."""

from __future__ import annotations

import numpy as np
import pytest

from pm_or_po import classify
from pm_or_po.judging.shared import is_shared
from pm_or_po.judging.summing import SHARED_PART, own_parts, summarise
from pm_or_po.taxonomy import FAMILIES
from pm_or_po.text.tokens import folded_words


@pytest.mark.parametrize(
    "line",
    [
        "Contribuer à la construction de la roadmap",
        "Vous participez à la définition de la vision",
        "Être force de proposition sur les évolutions du produit",
        "Aider le Product Manager à mener les entretiens",
        "Tu travailles avec le marketing sur le positionnement",
        "You will help define the roadmap",
        "Assist the Product Manager with market research",
        "Support the team in defining the strategy",
        "Work closely with users to understand their needs",
        "Provide input to the roadmap",
    ],
)
def test_a_line_says_first_that_its_duty_is_shared(line: str) -> None:
    assert is_shared(folded_words(line))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Construire la roadmap avec les équipes qui y contribuent",
        "Support utilisateur et documentation",
        "Définir la vision du produit en collaboration avec la direction",
        "Own the roadmap and work with engineering to deliver it",
        "Workshops with customers every month",
    ],
)
def test_a_duty_of_ones_own_is_not(line: str) -> None:
    assert not is_shared(folded_words(line))


def test_a_shared_duty_is_half_the_evidence_and_all_of_a_duty() -> None:
    own = own_parts([["contribuer", "a", "la", "roadmap"], ["gerer", "le", "backlog"]])
    assert own.tolist() == [SHARED_PART, 1.0]
    sides, duty, words = np.array([[0.8, 0.0], [0.0, 0.8]]), np.ones(2), np.zeros(1 + len(FAMILIES))
    shared, whole = (summarise(sides, duty, [5, 5], parts, words) for parts in (own, np.ones(2)))
    assert shared.clear_discovery == pytest.approx(SHARED_PART * whole.clear_discovery)
    assert shared.share < whole.share
    assert (shared.discovery, shared.duties) == (whole.discovery, whole.duties)


def test_shared_discovery_makes_no_product_manager_where_ones_own_does() -> None:
    delivery = (
        "- Rédiger les user stories\n- Gérer le backlog\n- Faire la recette\n- Suivre les développements\n"
    )
    own = "- {} la vision du produit\n- {} la roadmap"
    shared = classify(
        "Vos missions\n" + delivery + own.format("Contribuer à", "Participer à"), "Product Manager"
    )
    alone = classify("Vos missions\n" + delivery + own.format("Définir", "Construire"), "Product Manager")
    assert shared.probabilities["PO"] > alone.probabilities["PO"]
    assert (shared.role, alone.role) == ("PO", "PM")
