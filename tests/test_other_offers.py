"""Where the offer ends on a page that goes on with others, in a paste and in a saved page; never among its own duties."""

from __future__ import annotations

from time import perf_counter

import pytest

from pm_or_po import Verdict, classify
from pm_or_po.reading.plain import offer_of_bytes
from pm_or_po.text.document import read_document

LISTED = """Product Manager

Missions
- Rédiger les user stories
- Prioriser le backlog
- Faire la recette
- Animer les rituels agiles

Profil
- Bac+5
"""
UNHEADED = """Product Manager
- Rédiger les user stories
- Prioriser le backlog de l'équipe
- Faire la recette avec les métiers
- Animer les rituels agiles
"""
PROSE = """Product Manager

Vous rédigez les user stories, vous priorisez le backlog et vous animez les rituels. Vous faites la recette.
"""
TEASER = "Vous définirez la vision produit et la roadmap et mènerez des entretiens utilisateurs"
CARDS = {
    "title, company, teaser": f"Product Manager H/F\nAlan - Paris\n{TEASER}.\nHead of Product\nQonto\n{TEASER}.\n",
    "company first": f"Alan\nProduct Manager\nParis\nIl y a 3 jours\n{TEASER}\nQonto\nProduct Owner\n{TEASER}\n",
    "items": f"- Product Manager Alan\n- {TEASER}\n- Product Manager Qonto\n- {TEASER}\n",
    "one line each": f"Product Manager - Alan - Paris - {TEASER}\nProduct Owner - Qonto - Paris\n",
    "no known job": f"Webmaster H/F\nAlan\n{TEASER}\nResponsable innovation F/H\nQonto\n{TEASER}\n",
    "no teaser": "Product Manager\nAlan\nParis\nProduct Owner\nQonto\nParis\nMentions légales\n",
}
HEADINGS = """Offres similaires
Offres d'emploi similaires
Emplois similaires
Jobs similaires
OFFRES SIMILAIRES (12)
**Offres similaires**
Offres similaires à Paris
Voir des offres similaires
Ces offres pourraient vous intéresser
D'autres offres qui pourraient t'intéresser
Vous aimerez aussi
Recommandé pour vous
Les candidats ont aussi consulté
Ces entreprises recrutent aussi au poste de “Product Manager”.
Plus d'offres chez Acme
👉 Nos autres offres
Dernières offres consultées
8 offres similaires
Voir 12 offres similaires
3 autres offres chez Acme
Missions similaires
Nos dernières offres
Plus d'offres d'emploi comme celle-ci
Plus de jobs chez Acme
Ça pourrait vous intéresser
Ils recrutent aussi
Acme recrute aussi
Offres à la une
Offres proches de chez vous
À voir aussi
Postes ouverts
Vos dernières offres consultées
More from this employer
Other openings
Current openings
Featured jobs
Recently viewed
Job seekers also viewed
Similar jobs
Similar jobs near Paris
More jobs
More jobs from Acme
Recommended for you
People also viewed
Show more jobs like this""".splitlines()


def same(one: Verdict, other: Verdict) -> bool:
    return (one.role, one.flag, one.discovery, one.delivery, one.evidence) == (
        other.role,
        other.flag,
        other.discovery,
        other.delivery,
        other.evidence,
    )


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_heading_of_other_offers_ends_the_offer(heading: str) -> None:
    for offer in (LISTED, UNHEADED, PROSE):
        text = f"{offer}\n{heading}\n{CARDS['title, company, teaser']}"
        verdict = classify(text)
        assert verdict.other_offers_from == text.index(heading)
        assert same(verdict, classify(offer))


@pytest.mark.parametrize("cards", CARDS.values(), ids=CARDS)
def test_other_offers_end_the_offer_however_they_are_laid_out(cards: str) -> None:
    for offer in (LISTED, UNHEADED, PROSE):
        text = f"{offer}\nOffres similaires\n{cards}"
        assert classify(text).other_offers_from == text.index("Offres similaires")
        assert same(classify(text), classify(offer))


def test_the_teasers_of_other_offers_on_a_saved_page_are_no_duties_of_this_one() -> None:
    duties = "".join(f"<li>{line[2:]}</li>" for line in LISTED.splitlines() if line.startswith("- "))
    body = f"<h1>Product Manager</h1><p><strong>Missions</strong></p><ul>{duties}</ul>"
    card = f"<li><a>Product Manager Alan</a><p>{TEASER}</p></li>"
    menu = "<div><div>Accueil</div><div>Offres similaires</div></div>"
    for above in ("", menu):
        below = f"<section><h2>Offres similaires</h2><ul>{card * 5}</ul></section>"
        page = offer_of_bytes(f"<html><body>{above}{body}{below}</body></html>".encode(), "a.html")
        verdict = classify(page.description, page.title)
        assert verdict.flag == "pm-title-po-duties"
        assert verdict.other_offers_from == page.description.rindex("Offres similaires")


COMPANY = "Acme édite un logiciel de paie pour 300 entreprises en France depuis 2012 et compte 80 salariés.\n"
OWN = "Vos missions\nRédiger les user stories\nPrioriser le backlog\nProfil recherché\nBac+5\n"


@pytest.mark.parametrize(
    "text",
    [
        "Product Owner\nOffres similaires\nConnexion\n" + OWN,
        "Accueil\nOffres similaires\nOffres d'emploi Product Manager à Paris\nProduct Owner\nProduct Manager\n"
        + OWN,
        COMPANY + "Voir nos autres offres\nProduct Owner H/F\n" + OWN,
        COMPANY * 8 + "Similar jobs\nProduct Owner\nResponsibilities\n- Write user stories\n",
        COMPANY * 8
        + "Voir nos autres offres\nProduct Owner\n"
        + "- Gérer le backlog avec les équipes\n" * 25,
        "Missions\n- Rédiger les stories\n- Analyser les offres similaires du marché\n- Product Owner senior\n",
        "Missions\n- Rédiger les stories\n- Offres similaires\n- Product Owner\n- Faire la recette\n",
        "Missions\n- Rédiger les stories\nOffres similaires : veille\nProduct Owner\nFaire la recette\n",
        "Missions\n- Rédiger les stories\nOffres similaires du marché\nProduct Owner\nFaire la recette\n",
        "Missions\n- Rédiger les stories\nOffres similaires\nProduct Owner\nAlan\nProfil recherché\n- Backlog\n",
        "Missions\n- Rédiger les stories\nOffres similaires\nPrioriser le backlog\nFaire la recette\n",
        "Missions\n- Rédiger les stories\nDécouvrez nos autres offres sur notre site.\nProduct Owner\nRecette\n",
        LISTED + "Acme recrute aussi des testeurs\nProduct Owner\nAlan\nProduct Owner\nQonto\n",
        LISTED + "Missions similaires sur l'autre produit\nProduct Owner\nAlan\nProduct Owner\nQonto\n",
    ],
)
def test_a_menu_a_duty_and_a_link_amid_the_offer_end_nothing(text: str) -> None:
    assert classify(text).other_offers_from is None


FACTS = "Voir toutes nos offres\nProduct Manager H/F\nNantes\nPostuler\n"
BODY = "Tu rencontres les libraires et observes leurs usages.\nTu construis la roadmap.\nTu mesures la rétention.\n"


@pytest.mark.parametrize(
    "told",
    ["CDI - Nantes - 48 k€\nRéférence 12\n", "Tu rejoins l'équipe produit de notre librairie en ligne.\n"],
)
def test_the_title_of_the_offer_that_stays_in_view_is_not_another_offers(told: str) -> None:
    text = f"Product Manager H/F\nFolio\nÀ propos du poste\n{told}{FACTS}Ton quotidien\n{BODY}"
    verdict = classify(text)
    assert (verdict.role, verdict.other_offers_from) == ("PM", None)


def test_a_contract_and_a_place_below_the_heading_of_the_duties_are_no_duties() -> None:
    text = f"Product Manager H/F\nFolio\nÀ propos du poste\nCDI\nNantes\n{FACTS}Lead Developer H/F\n{BODY}"
    assert classify(text).other_offers_from is None


@pytest.mark.parametrize(
    "block",
    [
        "- Decide the roadmap of\nSimilar jobs\n- the block below an ad, with its Product Manager\nProduct Owner\n",
        "- Decide the roadmap of\nSimilar jobs\nThe Product Manager of the feed works beside you\n",
    ],
)
def test_a_duty_that_names_a_block_of_other_offers_is_not_cut_by_it(block: str) -> None:
    duties = "- Interview job seekers every week\n- Set the vision of search\n"
    text = f"Product Manager\nWhat you'll do\n{duties}{block}- Run A/B tests on ranking\n"
    assert classify(text).other_offers_from is None


def test_a_text_of_nothing_but_headings_is_read_in_no_time() -> None:
    started = perf_counter()
    assert read_document("Offres similaires\nPM\n" * 9_000).others is None
    assert perf_counter() - started < 20
