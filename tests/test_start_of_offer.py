"""An offer opened beside the cards of others: it alone is read, and no line of an offer that stands alone is lost."""

from __future__ import annotations

import pytest

from pm_or_po import classify
from pm_or_po.text.document import read_document

BODY = """Vos missions
Rédiger les user stories avec les gestionnaires
Tenir le backlog et préparer les sprints
Faire la recette de chaque version
Votre profil
3 ans d'expérience
"""
BODY_EN = """Responsibilities
- Write user stories with the claims team
- Keep the backlog in order and prepare sprints
- Test every release and sign it off
Requirements
3 years in a similar job
"""
LINKEDIN = """Accueil
Mon réseau
Emplois
product owner
Rennes
124 résultats
Product Manager H/F
Product Manager H/F avec vérification
Vallon
Rennes, Bretagne, France (Hybride)
Candidature simplifiée
Product Owner{card}
Product Owner{card} avec vérification
Maralis
Rennes, Bretagne, France (Sur site)
Vu
Chef de projet digital
Olivane
Rennes, Bretagne, France (À distance)
Lead Product Manager
Vallon Consulting
Rennes, Bretagne, France (Hybride)
1
2
Suivant
Logo de Maralis
Maralis
Partager
Afficher plus d’options
<>Product Owner H/F
Rennes, Bretagne, France · il y a 2 semaines · Plus de 100 candidats
Promu par un recruteur · Réponses gérées en dehors de LinkedIn
Postuler
Enregistrer
Rencontrez l’équipe de recrutement
Julie Martin
Head of Product
Auteur de l’offre d’emploi
À propos de l’offre d’emploi
Maralis édite un logiciel d’assurance.
"""
INDEED = """Avis sur les entreprises
Profil
Employeurs / Publier une offre
Quoi
product owner
Où
Rennes
Product Owner{card}
Maralis
35000 Rennes
CDI
Product Manager (H/F)
Vallon
35000 Rennes
CDI
Définir la vision et la stratégie avec les directions.
Mener des entretiens et construire la roadmap.
Il y a 3 jours
Lead Product Owner
Brico Zen
35500 Vitré
CDI
<>Product Owner H/F - job post
Maralis
3,8 sur 5
35000 Rennes
Postuler
Détails de l’emploi
Type de poste
CDI
Description du poste
"""
HELLOWORK = """Offres d’emploi product owner Rennes
Product Manager H/F
Vallon
Rennes - 35
CDI
Voir l’offre
Business Analyst H/F
Tallis Consulting
Rennes - 35
CDI
Voir l’offre
Product Owner{card}
Maralis
Rennes - 35
CDI
Voir l’offre
Responsable produit H/F
Olivane
Rennes - 35
CDI
Voir l’offre
<>Product Owner H/F
Maralis
Rennes - 35
CDI
Publiée le 12/11/2025 - Réf : 8823
"""
APEC = """Mots clés
product owner
VALLON
Product Manager H/F
Vallon équipe les ports. Rattaché à la direction, vous portez la vision du produit, étudiez le marché et...
A négocier
CDI
Rennes - 35
MARALIS
Product Owner{card}
Maralis édite un logiciel d'assurance. Vous tenez le backlog avec les gestionnaires et vous...
A négocier
CDI
Rennes - 35
OLIVANE
Chef de produit
Vous menez des entretiens, construisez la roadmap et décidez des prix avec la direction...
A négocier
CDI
Rennes - 35
1
2
<>Product Owner H/F
MARALIS
1 CDI
Rennes - 35
Publiée le 12/11/2025
Postuler
Descriptif du poste
"""
WELCOME = """Trouver un job
product owner
Vallon
Product Manager - Mobilité
La paie enfin simple
CDI
Rennes
Olivane
Lead Product Manager
Logiciels, SaaS / Cloud Services
CDI
Rennes
Tallis
Product Designer
Logiciels, SaaS / Cloud Services
CDI
Rennes
Maralis
Product Owner{card}
Logiciels, SaaS / Cloud Services
CDI
Rennes
<>Product Owner H/F
Maralis
CDI
Rennes
Postuler
Sauvegarder
Le poste
"""
GOOGLE = """Emplois
product owner rennes
V
Product Manager
Vallon
Rennes • via Indeed
O
Head of Product
Olivane
Rennes • via LinkedIn
M
Product Owner{card}
Maralis
Rennes • via HelloWork
T
Business Analyst
Tallis
Rennes • via HelloWork
<>Product Owner H/F
Maralis • Rennes • via LinkedIn
Postuler sur LinkedIn
Postuler sur HelloWork
Description du poste
"""
PAGES = [LINKEDIN, INDEED, HELLOWORK, APEC, WELCOME, GOOGLE]
ENGLISH = """Home
Jobs
product owner
Leeds
Senior Product Manager
Vallon
Leeds (Hybrid)
Easy Apply
Own the vision and decide the roadmap with the founders.
Product Owner
Maralis
Leeds (On-site)
Product Designer
Olivane
Leeds (Remote)
Head of Product
Tallis
Leeds
Next
<>Product Owner
Maralis
Leeds
Apply now
Full job description
"""


def parted(page: str, card: str = " H/F") -> tuple[str, str]:
    """Return the top of a page, and what it shows of the opened offer."""
    top, own = page.replace("{card}", card).split("<>")
    return top, own


@pytest.mark.parametrize("card", [" H/F", ""])
@pytest.mark.parametrize("employer", ["Maralis", "Maralis Consulting"])
@pytest.mark.parametrize("page", PAGES)
def test_the_cards_above_the_opened_offer_are_not_read(page: str, employer: str, card: str) -> None:
    top, own = parted(page.replace("Maralis", employer), card)
    verdict, alone = classify(top + own + BODY), classify(own + BODY)
    assert verdict.offer_from == len(top) and alone.offer_from is None
    assert (verdict.title, verdict.title_claim, verdict.role, verdict.flag) == (
        "Product Owner H/F",
        "PO",
        "PO",
        None,
    )
    assert (verdict.discovery, verdict.delivery, verdict.missing) == (
        alone.discovery,
        alone.delivery,
        alone.missing,
    )
    assert [one.text for one in verdict.evidence] == [one.text for one in alone.evidence]


def test_nor_are_they_on_a_page_in_english_and_what_follows_is_left_out_too() -> None:
    top, own = parted(ENGLISH)
    below = "Similar jobs\nProduct Manager\nVallon\nLeeds\n"
    verdict = classify(top + own + BODY_EN + below)
    assert (verdict.title, verdict.role) == ("Product Owner", "PO")
    assert (verdict.offer_from, verdict.other_offers_from) == (len(top), len(top + own + BODY_EN))


def test_the_language_and_who_decides_are_those_of_the_opened_offer() -> None:
    top, _ = parted(ENGLISH)
    card = "La roadmap est décidée par notre Head of Product, et vous rejoignez le Product Manager. " * 2
    verdict = classify(top.replace("Easy Apply", card) + parted(ENGLISH)[1] + BODY_EN)
    assert (verdict.offer_from, verdict.language, verdict.signals) == (len(top) + len(card) - 10, "en", ())


def test_the_lines_of_the_opened_offer_are_cut_as_if_it_stood_alone() -> None:
    wrapped = "Vous travaillez au sein de la direction des sinistres, et vous êtes le relais de la\n"
    wrapped += "direction auprès des équipes de développement, qui livrent une version par mois et\n"
    top, own = parted(HELLOWORK)
    page, alone = (
        read_document(text + BODY + wrapped * 6) for text in (top.replace("CDI\n", "CDI\n" * 100) + own, own)
    )
    assert [one.text for one in page.statements] == [one.text for one in alone.statements]
    assert len(alone.statements[-1].text) > 3 * len(wrapped)


def test_the_title_told_again_in_the_text_is_not_where_the_offer_begins() -> None:
    top, own = parted(APEC)
    intro = "Maralis édite un logiciel d'assurance.\nProduct Owner H/F\nMaralis\n"
    assert classify(top + own.replace("Descriptif du poste\n", intro) + BODY).offer_from == len(top)


def test_a_title_with_a_dash_is_one_line() -> None:
    top, own = parted(HELLOWORK.replace("Product Owner", "Freelance – Product Owner"))
    assert classify(top + own + BODY).offer_from == len(top)


def test_a_teaser_that_is_a_heading_begins_no_offer() -> None:
    top, own = parted(INDEED)
    top = top.replace("Il y a 3 jours", "Vos missions principales\nCandidature simplifiée en deux clics")
    assert classify(top + own + BODY).offer_from == len(top)


def test_of_cards_that_bear_one_title_the_opened_one_is_the_last() -> None:
    top, own = parted(HELLOWORK)
    top = top.replace("Business Analyst H/F", "Product Owner H/F").replace(
        "Responsable produit", "Product Owner"
    )
    assert classify(top + own + BODY).offer_from == len(top)


ALONE = "Product Owner H/F\nMaralis\nRennes - 35\nCDI\nPostuler\n"
TEAM = "Votre équipe\nProduct Manager\nUX Designer\nScrum Master\nData Analyst\nTech Lead\n"


@pytest.mark.parametrize(
    "text",
    [
        ALONE + BODY,
        ALONE + ALONE + BODY,
        ALONE + TEAM + BODY,
        ALONE + TEAM + "Product Owner H/F\n" + BODY,
        ALONE + BODY + ALONE + TEAM + BODY,
        TEAM.replace("\n", "\n- ").removesuffix("- ") + ALONE + BODY,
        parted(HELLOWORK)[0] + ALONE + "Une ligne\n" * 20 + BODY,
        parted(HELLOWORK)[0].replace("Responsable produit", "Product Owner")
        + "Coach maison\nBrumeval\n"
        + BODY,
        parted(HELLOWORK)[0] + BODY + ALONE + BODY,
        parted(HELLOWORK)[0] + "Vous décidez des prix avec la direction. " * 12 + "\n" + ALONE + BODY,
        parted(HELLOWORK)[0],
    ],
)
def test_nothing_above_is_left_out_unless_it_is_surely_the_cards_of_others(text: str) -> None:
    assert read_document(text).opening is None


DUTIES = "Au programme :\nTenir le backlog et rédiger les user stories du service\nSuivre la recette de chaque version avec les agences\n"
TEAMS = (
    "Head of Product\nUX Designer\nTech Lead\nData Analyst\nScrum Master\n",
    "Inès\nHead of Product\nMarc\nUX Designer\nLéa\nTech Lead\nTom\nData Analyst\nZoé\nScrum Master\n",
    "Inès - Head of Product\nMarc - UX Designer\nLéa - Tech Lead\nTom - Data Analyst\nZoé - Scrum Master\n",
)


@pytest.mark.parametrize("told", ["", DUTIES])
@pytest.mark.parametrize("button", ["Postuler\n", ""])
@pytest.mark.parametrize("team", TEAMS)
def test_the_jobs_of_a_team_above_a_button_are_no_cards(team: str, button: str, told: str) -> None:
    offer = f"Product Owner H/F\nMaralis\nRennes\n{told}Ton équipe\n{team}{button}{BODY}"
    verdict = classify(offer)
    assert (verdict.offer_from, verdict.title, verdict.role) == (None, "Product Owner H/F", "PO")


def test_below_hundreds_of_cards_an_opened_offer_is_not_looked_for() -> None:
    top, own = parted(LINKEDIN)
    assert read_document(top * 9 + own + BODY).opening is not None
    assert read_document(top * 900 + own + BODY).opening is None
