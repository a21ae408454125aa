"""The title of an offer pasted as plain text: alone on its first line, or below the menu of the page it was copied from."""

from __future__ import annotations

import pytest

from pm_or_po import classify
from pm_or_po.text.finding import find_title

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
        (LINKEDIN_MENU + "{}\n" + POSTED + DUTIES, "Data Analyst"),
        (LINKEDIN_MENU_EN + "{}\n" + POSTED_EN, "Product Marketing Manager"),
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
    assert found == title and found in text


def test_how_an_offer_was_posted_is_no_title() -> None:
    assert find_title(POSTED + DUTIES) == ""
    assert find_title(POSTED_EN) == ""
    found = find_title(f"Partager\nAfficher plus\nProduct Owner\n{POSTED}")
    assert found == "Product Owner"


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
        "H/F\nLyon\n" + DUTIES,
        "CDI H/F\n" + DUTIES,
        "Genre : H/F\n" + DUTIES,
    ],
)
def test_a_sentence_a_colleague_or_another_offer_is_no_title(text: str) -> None:
    assert find_title(text) == ""


def test_a_sentence_about_colleagues_beside_the_title_is_left_out_of_it() -> None:
    found = find_title(f"Product Manager - Vous travaillez avec le Product Owner\n{DUTIES}")
    assert found == "Product Manager"


MENU = "Accueil\nEntreprises\nConseils\nSalaires\nFormations\nMon compte\nFR\nEN\n"
BANNERS = [
    "Nous déposons des cookies pour mesurer l'audience du site, et vous pouvez les refuser quand vous le voulez.\nAccepter\nRefuser\n",
    "Nos partenaires et nous-mêmes lisons des informations sur votre appareil afin de vous montrer des publicités"
    " adaptées et d'en mesurer l'effet.\nAccepter\nRefuser\n",
    "Your browser is too old for this website.\n",
    "Cette annonce a été retirée par l'employeur.\n",
    "Brumeval\nDes logiciels de paie que l'on comprend.\nSuivre\n",
    "Nos activités\nPaie\nComptabilité\nTrésorerie\n",
]


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("title", ["Product Owner Paie", "Comptable fournisseurs H/F"])
@pytest.mark.parametrize(
    "body",
    [DUTIES, "Vous tenez le backlog de la paie, rédigez les user stories, et préparez les sprints. " * 3],
)
def test_a_banner_above_the_menu_hides_no_title(banner: str, title: str, body: str) -> None:
    found = find_title(f"{banner}{MENU}{title}\nLyon\n{body}")
    assert found == title


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Accueil\nQuoi\nproduct owner\nOù\nLyon\nRechercher\n", "Comptable (H/F)"),
        ("Accueil\nproduct manager\nLyon\nRechercher\n", "Business Analyst"),
        ("Emploi\nQuel métier cherchez-vous ?\nProduct Owner\nLyon\n", "Product Manager"),
        ("Your recent searches\nProduct Owner\nLeeds\n", "Product Manager, Payroll"),
        ("Product Owner in Greater Leeds Area\nJoin now\n", "Product Manager H/F"),
        ("Emploi\nProduct Owner - Lyon et alentours\n45 offres\n", "Product Manager"),
        ("Accueil\nEmploi\nInformatique\nProduct Owner\nLyon\n", "Responsable de magasin H/F"),
        ("Home > Careers > Product Owner > Leeds\n", "Product Manager, Payroll"),
        ("Réseau\nPaul Tessier\nProduct Owner chez Olivane\nMon profil\n", "Product Manager"),
        (
            "Liste\nOffre précédente\nProduct Owner H/F\nOffre suivante\nScrum Master H/F\n",
            "Product Manager H/F",
        ),
        ("Nos univers\nProduct Owner / Product Manager\nData\n", "Chef de projet MOA H/F"),
        ("Nos offres\nProduct Owner\nOlivane\nScrum Master\nTallis\n", "Product Manager Paie"),
    ],
)
def test_what_was_searched_for_a_path_and_somebodys_job_are_no_titles(top: str, title: str) -> None:
    found = find_title(f"{top}{title}\nBrumeval\nLyon\n{DUTIES}")
    assert found == title


@pytest.mark.parametrize(
    "top",
    [
        "Accueil\nQuoi\nProduct Owner\nOù\nLyon\n",
        "Emploi\nproduct owner\nLyon\n",
        "Home > Careers > Product Owner > Leeds\n",
        "Accueil\nPaul Tessier\nProduct Owner chez Olivane\n",
        "Accueil\nSous la responsabilité du Product Owner (H/F)\n",
        "Accueil\nProduct Owner\nBrumeval\nProduct Manager\n",
    ],
)
def test_no_title_is_said_where_none_is_the_offers_or_two_are_as_likely(top: str) -> None:
    assert find_title(f"{top}Cariste\nLyon\n{DUTIES}") == ""


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Brumeval\nProduct Manager in the Claims team\n", "Product Manager in the Claims team"),
        ("Brumeval\nProduct Manager dans la logistique\n", "Product Manager dans la logistique"),
        ("brumeval\nproduct manager\nleeds\n", "product manager"),
        ("Fonction\nProduct Manager\nLieu\nLyon\n", "Product Manager"),
        ("A new job\nProduct Manager at Olivane\nLeeds\n", "Product Manager at Olivane"),
    ],
)
def test_at_the_top_of_a_plain_paste_a_product_title_is_one_for_want_of_another(top: str, title: str) -> None:
    found = find_title(top + DUTIES)
    assert found == title
    assert classify(top + DUTIES).flag == "pm-title-po-duties"


CARDS = """Trier
Filtrer
Product Owner H/F
Product Owner H/F
Olivane
Rédiger les stories avec les métiers de la paie.
Animer les rituels de deux équipes.
Product Manager {mark}
Product Manager {mark}
Brumeval
Lead Product Owner H/F
Tallis
1
2
Suivant
Product Manager {mark}
Brumeval, Lyon
Postuler
"""


@pytest.mark.parametrize("mark", ["H/F", "Paie (F/H)"])
def test_of_a_list_and_the_offer_opened_beside_it_the_title_that_comes_again_is_the_offers(mark: str) -> None:
    assert classify(CARDS.format(mark=mark) + DUTIES).title == f"Product Manager {mark}"


def test_skills_below_the_title_are_no_titles() -> None:
    found = find_title(
        f"Accueil\nProduct Owner\nLyon\nCDI\nGestion de projets agiles\nProduct Management\n{DUTIES}"
    )
    assert found == "Product Owner"


def test_the_first_line_stays_the_title_whatever_others_follow() -> None:
    for title in ("Product Owner", "Product Owner - Paie", "Product Owner H/F"):
        found = find_title(f"{title}\nBrumeval\nHead of Product\nScrum Master\n{DUTIES}")
        assert found == title


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Product Owner Paie - job post", "Product Owner Paie"),
        ("Product Owner H/F - Offre d'emploi | Brumeval", "Product Owner H/F"),
        ("OFFRE D'EMPLOI - Product Owner H/F", "Product Owner H/F"),
        ("Poste à pourvoir | Product Owner - Lyon", "Product Owner - Lyon"),
        ("ANNONCE : PRODUCT OWNER", "PRODUCT OWNER"),
        ("Alternance - Product Owner (H/F)", "Alternance - Product Owner (H/F)"),
        ("03/02/2026 08:05 Product Owner (H/F)", "Product Owner (H/F)"),
        ("Intitulé du poste Product Owner Paie", "Product Owner Paie"),
        ("Objet : Opportunité Product Owner – Lyon", "Product Owner – Lyon"),
        ("Subject: Fwd: Product Owner, Payroll", "Product Owner, Payroll"),
    ],
)
def test_what_a_page_a_print_or_a_letter_puts_around_a_title_is_left_out(line: str, title: str) -> None:
    text = f"Brumeval\n{line}\nBonjour,\n{DUTIES}"
    found = find_title(text)
    assert found == title and found in text


def test_a_line_of_the_duties_that_names_a_colleague_is_no_title() -> None:
    text = "About us\nWhat you'll do\nPlan the sprint with the product manager\nWrite stories\n"
    assert find_title(text) == ""


def test_other_offers_below_an_offer_in_one_paragraph_are_no_titles() -> None:
    paragraph = "Vous tenez le backlog de la paie, rédigez les user stories, animez les rituels et préparez la recette. "
    found = find_title(
        f"Accueil\nProduct Owner\nLyon\n{paragraph * 2}\nOffres similaires\nProduct Manager H/F\nAlan\n"
    )
    assert found == "Product Owner"
