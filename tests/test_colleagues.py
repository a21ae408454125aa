"""What a colleague does, presented by name and job, is no duty of the person hired; and lines that only look so."""

from __future__ import annotations

import pytest

from pm_or_po.judging import judge
from pm_or_po.judging.colleagues import of_colleagues
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.text.document import read_document

PO = "Product Owner\nVos missions\n- Rédiger les user stories\n- Gérer le backlog\n- Faire la recette\n\n"


def lines_of_colleagues(text: str) -> list[str]:
    document = read_document(text)
    return [document.statements[i].text for i in of_colleagues(document.statements)]


@pytest.mark.parametrize(
    "line",
    [
        "- Nadia, Group Product Manager : elle porte la vision et construit la roadmap",
        "• Yann, UX Researcher : il interviewe 10 utilisateurs par mois et tient notre base d'insights",
        "- Julie (Head of Product): owns the vision",
        "Paul, our designer, runs the research",
        "• Lise, QA : elle rédige les cahiers de tests et valide chaque mise en production.",
        "- Marie-Laure Dupont (CEO et co-fondatrice), qui fixe la stratégie produit avec les investisseurs",
        "Karim, notre CTO et cofondateur, définit la roadmap technique et la vision.",
        "Nadia (Group PM) porte la vision et construit la roadmap",
        "Your PM, Julie, interviews users, sets the vision and builds the roadmap.",
        "Votre Product Manager, Léa, mène les entretiens et construit la roadmap.",
        "Ton PM porte la vision et priorise la roadmap.",
        "1. Anna, Principal PM – she leads discovery and decides what we build",
        "Léo & Sarah, Product Designers: they run the user interviews",
        "- Élodie, Directrice produit : en charge de la vision et de la roadmap",
        "- Mehdi, développeur·euse front : il livre chaque semaine",
        "- Hugo, alternant PO : il écrit les user stories",
    ],
)
def test_what_a_colleague_does_is_no_duty(line: str, model: StatementModel) -> None:
    assert lines_of_colleagues(PO + line) == [line]
    with_it, without = judge(Offer(PO + line), model), judge(Offer(PO), model)
    assert with_it.role == without.role == "PO"
    assert with_it.discovery == pytest.approx(without.discovery, abs=0.5)
    assert all(line not in one.text for one in with_it.evidence)


@pytest.mark.parametrize(
    "line",
    [
        "Nadia, Group Product Manager : elle porte la vision, tu construis la roadmap",
        "Vous travaillez avec Nadia, Group Product Manager, qui porte la vision",
        "Product Owner, Paiement (H/F) : vous tenez le backlog",
        "The Product Manager, Commercial Lines is responsible for the roadmap",
        "Product Manager, Payments: owns the roadmap",
        "Decathlon, Product Manager : définir la vision",
        "Roadmap (Product Manager) : construire et prioriser",
        "Discovery (PM): run interviews and define the vision",
        "Marie, notre CPO, recherche son Product Manager pour construire la roadmap",
        "Paul, our Head of Product, is looking for someone to own the roadmap",
        "Lead, coach and grow a team of product managers, who own the roadmap",
        "Recruits, develops, evaluates and motivates staff; builds the roadmap",
        "Prototyper, tester, itérer puis préparer les écrans pour les développeurs",
        "Acme, Product Manager : il ou elle porte la vision",
        "Rattaché au CPO, le Product Manager construit la roadmap",
        "Avec Nadia, Group PM, construire la roadmap",
        "Julie, Head of Product, hands over the roadmap of the payment squad",
        "Anne, fondatrice, portait la vision jusqu'ici",
        "Design, product and engineering, who sit together, build the roadmap",
        "Your role: owns the roadmap",
        "Your colleagues are experts who own the roadmap of their squads.",
        "Your Product Owner role is to write the stories",
        "Ton rôle de Product Manager : construire la roadmap",
        "Garant de la vision, le Product Manager construit la roadmap",
        "Interviewer les clients, les data analysts et les designers : construire la roadmap",
        "Vision, stratégie, roadmap : porte ces sujets",
        "Own the roadmap with Julie, Head of Product, who sets the vision",
        "- Travailler avec Paul, notre designer, qui mène la recherche",
    ],
)
def test_a_line_that_may_be_the_readers_is_left(line: str) -> None:
    assert lines_of_colleagues(PO + line) == []


def test_what_follows_of_the_same_colleague_is_hers_too() -> None:
    said = ["Elle porte la vision et construit la roadmap.", "Elle anime aussi le comité produit."]
    line = f"- Nadia, Group Product Manager. {' '.join(said)}"
    assert lines_of_colleagues(f"{line}\n- Tenir le backlog") == said
    assert lines_of_colleagues(f"{line} Tu construis la roadmap. Elle est suivie de près.") == said
    assert lines_of_colleagues("- Nadia, Group Product Manager. Il s'agit de construire la roadmap.") == []


def test_a_name_cut_off_before_a_dash_is_still_that_of_the_colleague() -> None:
    assert lines_of_colleagues("- **Inès** – Product Owner – écrit les user stories") == [
        "– Product Owner – écrit les user stories"
    ]


def test_colleagues_told_of_do_not_make_a_product_owner_a_product_manager(model: StatementModel) -> None:
    team = (
        "L'équipe que tu rejoindras\n- Nadia, Group Product Manager : elle porte la vision et construit la roadmap\n"
        "- Yann, UX Researcher : il interviewe 10 utilisateurs par mois et tient notre base d'insights\n\n"
    )
    duties = "Et toi ?\n- Tu écris les user stories\n- Tu tiens le backlog\n- Tu fais la recette\n"
    verdict = judge(Offer(f"Product Owner\n\n{team}{duties}"), model)
    assert (verdict.role, verdict.flag) == ("PO", None)
