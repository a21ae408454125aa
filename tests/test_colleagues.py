"""What a colleague does, presented by name and job, is no duty of the person hired; and lines that only look so."""

from __future__ import annotations

import pytest
from short_offers import PO

from pm_or_po.judging import judge
from pm_or_po.judging.colleagues import of_colleagues
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.text.document import read_document


def lines_of_colleagues(text: str) -> list[str]:
    document = read_document(text)
    return [document.statements[i].text for i in of_colleagues(document.statements)]


TEAM = "- Sami (Scrum Master) : il anime la mêlée quotidienne\n"


@pytest.mark.parametrize(
    "line",
    [
        "- Nadia, Group Product Manager : elle porte la vision et construit la roadmap",
        "• Yann, UX Researcher : il interviewe 10 utilisateurs par mois et tient notre base d'insights",
        "- Julie (Head of Product): owns the vision",
        "• Lise, QA : elle rédige les cahiers de tests et valide chaque mise en production.",
        "- Marie-Laure Dupont (CEO et co-fondatrice), qui fixe la stratégie produit avec les investisseurs",
        "Nadia (Group PM) porte la vision et construit la roadmap",
        "1. Anna, Principal PM – she leads discovery and decides what we build",
        "Léo & Sarah, Product Designers: they run the user interviews",
        "- Élodie, Directrice produit : en charge de la vision et de la roadmap",
        "- Mehdi, développeur·euse front : il livre chaque semaine",
        "- Hugo, alternant PO : il écrit les user stories",
        "- Inès : Chief Product & Head of Design, elle porte la vision et choisit les tests",
        "- Paul : Chargé de déploiement, il accompagne les collectivités",
        "- Thomas, data analyst : il mesure l'adoption et mène les A/B tests",
    ],
)
def test_what_several_colleagues_do_is_no_duty(line: str, model: StatementModel) -> None:
    assert lines_of_colleagues(PO + line) == []
    text = f"{PO}{TEAM}{line}"
    assert lines_of_colleagues(text) == [TEAM.strip(), line]
    with_it, without = judge(Offer(text), model), judge(Offer(PO), model)
    assert with_it.role == without.role == "PO"
    assert with_it.discovery == pytest.approx(without.discovery, abs=0.5)
    assert all(line not in one.text for one in with_it.evidence)


@pytest.mark.parametrize(
    "line",
    [
        "Paul, our designer, runs the research",
        "Karim, notre CTO et cofondateur, définit la roadmap technique et la vision.",
    ],
)
def test_what_one_of_ours_does_is_none_either(line: str) -> None:
    assert lines_of_colleagues(PO + line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Nadia, Group Product Manager : elle porte la vision, tu construis la roadmap",
        "Vous travaillez avec Nadia, Group Product Manager, qui porte la vision",
        "Paris : Product Manager, vous portez la vision",
        "Mission : Product Owner, il définit la roadmap",
        "Product Owner, Paiement (H/F) : vous tenez le backlog",
        "The Product Manager, Commercial Lines is responsible for the roadmap",
        "Product Manager, Payments: owns the roadmap",
        "Product Owner (PO) : il écrit les user stories et tient le backlog",
        "Decathlon, Product Manager : définir la vision",
        "Poste : Product Owner. Il rédige les user stories. Il gère le backlog.",
        "Role: Senior Product Manager. They own the vision and the roadmap.",
        "Discovery : le Product Manager interviewe dix clients, il teste des maquettes",
        "Strategy: the Product Manager sets the vision, they build the roadmap",
        "Concrètement, le Product Manager, chez nous, porte la vision",
        "Quotidiennement, le Product Owner, il écrit les stories",
        "Autonome, Product Manager confirmé, il construit la roadmap",
        "Mission (Product Owner) : anime les sprints",
        "- Discovery (UX) : interroge les utilisateurs et teste les maquettes",
        "- Stratégie (data) : analyse le marché et priorise la roadmap",
        "- Marché, tech : veille concurrentielle",
        "Your expertise helps us define the vision and the roadmap",
        "Votre poste Product Owner est responsable du backlog",
        "Roadmap (Product Manager) : construire et prioriser",
        "Discovery (PM): run interviews and define the vision",
        "Marie, notre CPO, recherche son Product Manager pour construire la roadmap",
        "Paul, our Head of Product, is looking for someone to own the roadmap",
        "Sophie, Product Manager, part en congé maternité : la roadmap est à reprendre",
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
        "Garant de la vision, le Product Manager construit la roadmap",
        "Vision, stratégie, roadmap : porte ces sujets",
        "Own the roadmap with Julie, Head of Product, who sets the vision",
        "- Travailler avec Paul, notre designer, qui mène la recherche",
    ],
)
def test_a_line_that_may_be_the_readers_is_left(line: str) -> None:
    assert lines_of_colleagues(f"{PO}{TEAM}{line}") == []


@pytest.mark.parametrize(
    "line",
    [
        "Nantes, Product Owner : rédige les user stories",
        "Léa, Product Owner : elle anime les sprints avec l'équipe",
    ],
)
def test_one_job_told_of_several_times_may_be_the_one_offered(line: str) -> None:
    assert lines_of_colleagues(f"{line}\nHugo, Product Owner : il tient le backlog") == []


def test_one_person_presented_alone_may_be_whom_the_reader_follows(model: StatementModel) -> None:
    text = (
        "Product Manager\n\nSophie, Product Manager, construit la roadmap et mène les entretiens clients. "
        "Elle définit la vision du produit. Elle écrit les user stories. Elle nous quitte en juin : son poste est à prendre."
    )
    assert lines_of_colleagues(text) == []
    assert judge(Offer(text), model).role == "PM"


def test_colleagues_told_of_do_not_make_a_product_owner_a_product_manager(model: StatementModel) -> None:
    team = (
        "L'équipe que tu rejoindras\n- Nadia, Group Product Manager : elle porte la vision et construit la roadmap\n"
        "- Yann, UX Researcher : il interviewe 10 utilisateurs par mois et tient notre base d'insights\n\n"
    )
    duties = "Et toi ?\n- Tu écris les user stories\n- Tu tiens le backlog\n- Tu fais la recette\n"
    verdict = judge(Offer(f"Product Owner\n\n{team}{duties}"), model)
    assert (verdict.role, verdict.flag) == ("PO", None)
