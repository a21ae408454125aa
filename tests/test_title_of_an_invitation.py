"""A job to which the first line invites, or that a mark of a sentence ends, is the title."""

from __future__ import annotations

import pytest

from pm_or_po.text.finding import find_title

OFFER = "{0}\n\nNous éditons un logiciel pour les écoles.\n\nMissions\n- Rédiger les user stories\n- Tenir le backlog\n"


@pytest.mark.parametrize("job", ["Product Owner", "Product Manager"])
@pytest.mark.parametrize(
    "line",
    [
        "Notre prochaine {0}",
        "Notre futur {0}, c'est vous ?",
        "Our next {0}",
        "Our first {0}",
        "Et si vous étiez notre prochain {0} ?",
        "Devenez notre futur {0} !",
        "Become our {0}",
        "Qui sera notre {0} ?",
        "Are you our next {0}?",
        "Rejoignez Brumeval comme {0}",
        "Join Brumeval as {0}!",
        "Votre futur poste : {0}",
        "Ton job : {0}",
        "Wanted: {0}",
        "{0} !",
        "{0} ?",
        "{0}.",
    ],
)
def test_the_job_alone_is_the_title(line: str, job: str) -> None:
    assert find_title(OFFER.format(line.format(job))) == job


def test_a_level_before_it_is_kept() -> None:
    assert find_title(OFFER.format("Our next Senior Product Manager in Leeds")).startswith(
        "Senior Product Manager"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Our new platform gives Product Managers the tools they need",
        "Our next Product Managers will love it",
        "Notre futur site permet aux Product Owners de travailler",
        "Notre nouveau Product Manager vous accompagnera",
        "Our new Product Manager will show you around",
        "You will meet our next Product Manager",
        "C'est quoi un Product Manager ?",
        "Pourquoi un Product Owner ?",
        "Rejoignez une équipe soudée, comme la nôtre",
        "Join us as we build tools that Product Managers love",
    ],
)
def test_what_only_names_a_job_is_none(line: str) -> None:
    assert find_title(OFFER.format(line)) == ""
