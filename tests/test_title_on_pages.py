"""The title of an offer pasted as plain text: alone on its first line, or below the menu of the page it was copied from."""

from __future__ import annotations

import pytest

from pm_or_po import classify
from pm_or_po.text.title import find_title

DUTIES = "Vos missions\nRédiger les user stories\nPrioriser le backlog\nFaire la recette\n"

LINKEDIN_MENU = """Passer au contenu principal
LinkedIn
Accueil
Mon réseau
Emplois
Messagerie
Notifications
Vous
Pour les entreprises
Essayer Premium pour 0 EUR
Logo de Doctomatic
Doctomatic
Partager
Afficher plus d’options
"""
POSTED = """Paris, Île-de-France, France · il y a 2 semaines · Plus de 100 candidats
Promu par un recruteur · Réponses gérées en dehors de LinkedIn
Hybride
Postuler
Rencontrez l’équipe de recrutement
Julie Martin
Head of Product
Auteur de l’offre d’emploi
À propos de l’offre d’emploi
Doctomatic facilite l’accès aux soins.
"""
LINKEDIN_MENU_EN = """Skip to main content
Home
My Network
Jobs
Messaging
Notifications
Me
For Business
Acme logo
Acme
Share
Show more options
"""
POSTED_EN = """Paris, France · 3 days ago · Over 100 people clicked apply
Promoted by hirer · Responses managed off LinkedIn
Apply
Meet the hiring team
Jane Doe
Head of Product
About the job
Acme builds tools.
What you'll do
Write user stories
"""
INDEED = """Aller au contenu
Nous utilisons des cookies pour améliorer votre expérience.
Tout accepter
Trouver un emploi
Avis sur les entreprises
Estimation de salaire
Déposer votre CV
Profil
Employeurs / Publier une offre
Emploi Product Manager Nantes
245 offres Product Manager
{}
Biscuits Martin SAS
44000 Nantes
Description du poste
"""
INDEED_EN = """Home
Company reviews
Find salaries
Sign in
Employers / Post Job
What
Where
Find jobs
Product Manager jobs in Leeds
Upload your resume
{}
Acme Ltd
Leeds
Full job description
You will work with the Product Manager.
"""
WELCOME = """Trouver un job
Trouver une entreprise
Média
Se connecter
Recruteurs ?
Jobs
Entreprises
FR
Greenloop
{}
CDI
Lyon
Rencontrez Marion, Head of People
Le poste
"""


@pytest.mark.parametrize(
    "title",
    [
        "Product Manager - Prise de rendez-vous",
        "Product Manager, Prise de rendez-vous",
        "Product Manager – Vous & nous",
        "Product Manager pour notre application mobile",
        "Product Manager chez nous",
        "Product Owner (H/F) pour nos outils internes",
        "Product manager (F/H) - Comprendre nos clients",
        "Senior Product Manager for our checkout team",
        "Lead Product Manager | Your payments, our job",
        "Commercial terrain H/F",
        "Animateur de réseau (h/f/x) - Lyon",
    ],
)
def test_a_title_alone_on_the_first_line_is_found_whatever_words_follow_the_job(title: str) -> None:
    assert classify(f"{title}\nParis\n\n{DUTIES}").title == title


def test_the_title_so_found_is_compared_with_the_duties() -> None:
    assert classify(f"Product Manager - Prise de rendez-vous\n{DUTIES}").flag == "pm-title-po-duties"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (LINKEDIN_MENU + "{}\n" + POSTED + DUTIES, "Product Manager - Prise de rendez-vous"),
        (LINKEDIN_MENU + "{}\n" + POSTED + DUTIES, "Consultant Product Owner H/F"),
        (LINKEDIN_MENU + "{}\n" + POSTED + DUTIES, "Commercial terrain H/F"),
        (LINKEDIN_MENU_EN + "{}\n" + POSTED_EN, "Senior Product Manager, Growth"),
        (LINKEDIN_MENU_EN + "{}\n" + POSTED_EN, "IT Product Owner"),
        (INDEED + DUTIES, "Product Owner Paiement"),
        (INDEED_EN, "Product Owner"),
        (WELCOME + DUTIES, "Responsable produit - Mobilité"),
    ],
)
def test_the_title_is_found_below_the_menu_of_a_page_copied_whole(page: str, title: str) -> None:
    text = page.format(title)
    found = find_title(text)
    assert found is not None and found[0] == title == text[found[1] : found[2]]


def test_how_an_offer_was_posted_is_no_title() -> None:
    assert find_title(POSTED + DUTIES) is None
    assert find_title(POSTED_EN) is None
    found = find_title(f"Partager\nAfficher plus\nProduct Owner\n{POSTED}")
    assert found is not None and found[0] == "Product Owner"


@pytest.mark.parametrize(
    "text",
    [
        "Product Manager et Product Owner travaillent ensemble ici.\n" + DUTIES,
        "Product Owner, il est votre interlocuteur\n" + DUTIES,
        "Product Owner pour notre client, vous pilotez le backlog\n" + DUTIES,
        "Notre Product Manager - Julie\n" + DUTIES,
        "Rattaché au Product Manager, vous rédigez les user stories\n" + DUTIES,
        "Vous travaillez avec : Product Manager, UX\n" + DUTIES,
        DUTIES + "Vous travaillez avec : Product Manager, UX\n",
        DUTIES + "Profil\nBac+5\nProduct Owner\n",
        DUTIES * 3 + "Équipe\nProduct Manager\nUX Designer\n",
        DUTIES * 3 + "Offres similaires\nProduct Manager H/F\nAlan\nParis\n",
        "Missions\nRédiger les stories\nOffres similaires\nProduct Manager H/F\nAlan\n",
        "- Rédiger les user stories avec soin\n" * 9 + "Product Owner\n",
        "Brumeval édite un logiciel de paie.\n" + "Une ligne\n" * 9 + "Product Owner\n",
        "Accueil\n" * 10 + "Notre équipe\nProduct Manager\n",
        LINKEDIN_MENU + "Data Analyst\n" + POSTED + DUTIES,
        "H/F\nLyon\n" + DUTIES,
        "CDI H/F\n" + DUTIES,
        "Genre : H/F\n" + DUTIES,
    ],
)
def test_a_sentence_a_colleague_or_another_offer_is_no_title(text: str) -> None:
    assert find_title(text) is None


def test_a_sentence_about_colleagues_beside_the_title_is_left_out_of_it() -> None:
    found = find_title(f"Product Manager - Vous travaillez avec le Product Owner\n{DUTIES}")
    assert found is not None and found[0] == "Product Manager"
