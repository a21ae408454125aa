"""What a team or others do is no duty of the person hired; and lines that only look so."""

from __future__ import annotations

import pytest
from short_offers import PO

from pm_or_po.judging import judge
from pm_or_po.judging.others import of_others
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.text.document import read_document
from pm_or_po.training.labels import label_offer
from pm_or_po.training.rows import LabelledOffer

OTHERS = [
    "L'équipe UX Research rencontre chaque semaine des clients.",
    "La cellule Études observe les usages et l'équipe Offre bâtit la roadmap.",
    "Le pôle Innovation étudie le marché.",
    "- Notre équipe produit définit la vision et construit la roadmap.",
    "The growth team runs user interviews every month.",
    "Our team owns the roadmap of the whole suite.",
    "Another team owns the roadmap.",
    "A separate team runs user interviews.",
    "Une autre équipe mène les entretiens.",
    "Toute l'équipe mène les entretiens.",
    "- Pricing and positioning sit with Product Marketing",
    "Pricing sits with Product Marketing, user research with the UX team.",
    "Strategy work stays with headquarters in Milan.",
    "User interviews are run by the research team.",
    "Market studies belong to our Insights team.",
    "Les études de marché sont menées par le pôle Marketing.",
    "La stratégie et le pricing reviennent au siège.",
    "Les entretiens utilisateurs sont pris en charge par notre équipe UX.",
    "Le marketing étudie le marché et définit le positionnement.",
    "Product Marketing owns go-to-market and pricing.",
    "L'équipe UX réalise les entretiens utilisateurs.",
    "The Growth team is responsible for building the platform that drives retention.",
    "Our sales teams identify new opportunities.",
    "Ces études relèvent du marketing.",
    "La recherche utilisateur reste du ressort de la cellule Expérience.",
]


def lines_of_others(text: str) -> list[str]:
    document = read_document(text)
    return [document.statements[i].text for i in of_others(document.statements)]


@pytest.mark.parametrize("line", OTHERS)
def test_what_a_team_does_or_others_have_is_no_duty(line: str, model: StatementModel) -> None:
    text = f"{PO}{line}\n"
    assert lines_of_others(text) == [line]
    found = judge(Offer(text), model)
    assert found.role == "PO"
    assert all(one.text != line for one in found.evidence)


def test_what_others_deliver_may_be_the_readers_as_well(model: StatementModel) -> None:
    line = "L'équipe priorise le backlog et rédige les user stories."
    assert lines_of_others(PO + line) == [line]
    found = judge(Offer(PO + line), model)
    assert [one.side for one in found.evidence if one.text == line] == ["delivery"]


@pytest.mark.parametrize(
    "line",
    [
        "L'équipe que vous rejoignez étudie le marché avec vous.",
        "L'équipe étudie le marché et vous construisez la roadmap.",
        "L'équipe qui vous entoure.",
        "Équipe : vous rencontrez les clients.",
        "The team you lead runs user interviews.",
        "Le pôle Produit définit la roadmap.",
        "The product team defines the roadmap and interviews users.",
        "The team lead develops the vision.",
        "Marketing : définir le positionnement",
        "1. Marketing / Analyse du marché et des besoins clients",
        "- Data, analyse des usages",
        "Marketing (analyse du marché, positionnement)",
        "Research, defines and drives the roadmap",
        "Data analyse des usages",
        "Animer l'équipe et mener les entretiens",
        "The roadmap is yours.",
        "Service public : mener les entretiens",
        "Our clients run factories.",
        "The team lead runs user interviews and owns the roadmap.",
        "The Search team PM owns the vision and leads user research.",
        "L'équipe fait confiance au PM pour définir la vision.",
        "Our team owns the product end to end: define the vision, interview users.",
        "The team helps but the PM defines the vision.",
        "Équipe produit : pilote la roadmap, anime les entretiens.",
        "L'équipe UX, sous votre responsabilité, mène les entretiens.",
        "Notre service mesure la qualité de l'air.",
        "Pricing sits with you.",
        "Market analysis and competitive watch remain with a strong focus on Europe.",
        "Comprendre pourquoi les clients restent chez les concurrents",
        "Study what is done by sales and define the pricing",
        "Each squad member sits with users once a month.",
        "Décider si une demande appartient à la vision du produit",
        "Decide whether an idea belongs to the roadmap and study the market",
        "Understand the segment each customer belongs to and why they churn",
        "Make sure the product vision stays with real market needs",
        "L'étude du marché et la vision du produit reviennent à l'alternant.",
        "Market research and the roadmap sit with the successful applicant.",
        "The roadmap and the vision belong to this role.",
        "The Product Manager sits with sales and defines the pricing.",
        "The ideal candidate sits with the strategy team and studies the market.",
        "Decide which of the bets that sit with marketing we fund.",
        "Discovery and strategy are led by the Product Manager.",
        "User interviews are run every month.",
        "La vision est portée par le Product Manager.",
        "Les entretiens sont menés chaque mois avec les designers.",
        "La roadmap vous revient.",
        "La stratégie revient à ce poste.",
        "Coordinate go-lives with the marketing team and study the market.",
        "｡･:*:･ﾟ★",
        "(ﾟ",
    ],
)
def test_a_line_that_speaks_to_the_reader_or_of_no_team_is_left(line: str) -> None:
    assert lines_of_others(PO + line) == []


def test_no_such_line_of_the_corpus_is_a_duty(corpus_offers: tuple[LabelledOffer, ...]) -> None:
    found = 0
    for offer in corpus_offers:
        labelled = label_offer(offer)
        for i in of_others(labelled.statements):
            label = labelled.labels[i]
            found += 1
            assert label is None or not (label.discovery or label.delivery), labelled.statements[i].text
    assert found > 10
