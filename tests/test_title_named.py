"""Where no line at the top is a title, sentences of the text may still say which job it is; a colleague's is none."""

from __future__ import annotations

import pytest

from pm_or_po import classify
from pm_or_po.text.document import read_document
from pm_or_po.text.finding import find_title
from pm_or_po.text.title import read_title
from pm_or_po.text.title_named import named_title

TEXT = """Brumeval édite un logiciel pour les écoles. Nous sommes trente, à Nantes et à Lyon.

Vos missions
- Rédiger les user stories
- Tenir le backlog

Votre profil
- Trois ans d'expérience
- Anglais courant

Le quotidien
{0}
"""


def named(sentence: str) -> str:
    document = read_document(TEXT.format(sentence))
    assert find_title(document.text) == ""
    return named_title(document.statements)


OWN = [
    ("En tant que Senior Product Owner, vous animez l'équipe.", "Senior Product Owner"),
    ("En tant qu'AI Product Manager, tu choisis les sujets.", "AI Product Manager"),
    ("À titre de gestionnaire de produits, vous aiderez les écoles.", "gestionnaire de produits"),
    ("Vous serez notre Product Owner sur la paie.", "Product Owner"),
    ("Le ou la Product Owner est garant·e du planning.", "Product Owner"),
    (
        "Au sein de la Direction des études, le/la Product Manager est responsable du portail.",
        "Product Manager",
    ),
    ("La ou le Product Owner aura en charge l'espace des parents.", "Product Owner"),
    ("Ce poste est celui de Product Owner.", "Product Owner"),
    ("As Product Manager, Billing, you'll join a squad of six.", "Product Manager"),
    ("You'd be our first Product Manager.", "Product Manager"),
    ("Le ou la Lead Product Owner est rattaché·e au siège.", "Lead Product Owner"),
    ("We are currently hiring a Product Owner for the schools.", "Product Owner"),
    ("En tant que PO, vous rédigez. La Product Manager est responsable de la vision.", "PO"),
    ("De votre côté, vous serez Product Owner du portail.", "Product Owner"),
    ("Vous interviendrez comme Product Owner chez un client.", "Product Owner"),
    ("Votre quotidien de Product Manager se passe chez les clients.", "Product Manager"),
    ("In your capacity as Product Owner, you speak for the schools.", "Product Owner"),
    ("You, as Product Owner, write the stories.", "Product Owner"),
    ("Bientôt, nous grandirons. Nous recherchons donc une Product Owner.", "Product Owner"),
]


@pytest.mark.parametrize(("sentence", "title"), OWN)
def test_a_sentence_says_which_job_it_is(sentence: str, title: str) -> None:
    assert named(sentence) == title


@pytest.mark.parametrize("sentence", [one for one, _ in OWN if "Product Owner" in one])
def test_the_other_product_title_is_found_as_well(sentence: str) -> None:
    other = named(sentence.replace("Product Owner", "Product Manager"))
    assert read_title(other).claim == "PM"


@pytest.mark.parametrize(
    "sentence",
    [
        "Le Product Manager est responsable de la vision et vous de la réalisation.",
        "Le Product Manager est responsable de la vision, le Product Owner du backlog.",
        "Le Product Manager, Karim, est responsable de la vision.",
        "Le Product Manager est responsable de la vision. Vous travaillez avec lui.",
        "Le Product Manager est responsable de la vision. Notre Product Manager s'appelle Karim.",
        "Dans chaque squad, un Product Manager est responsable de la vision.",
        "The Product Manager is responsible for the vision. You work with her.",
        "Le Head of Product est rattaché au siège.",
        "As the Product Manager prepares the roadmap, you draw the screens.",
        "As Product Manager at Brumeval, Lea will be your mentor.",
        "En tant que Product Owner, Claire fixe l'ordre et répond à vos questions.",
        "En tant que Product Manager, Léa vous accueillera.",
        "En tant que Product Manager, elle vous aidera.",
        "Comme le Product Manager, vous êtes proche des écoles.",
        "« Comme Product Manager, j'aime nos échanges avec toi », Hugo",
        "You will be the Product Manager's counterpart.",
        "Vous serez le bras droit du Product Owner.",
        "Vous serez Product Manager dans deux ans.",
        "Vous êtes Product Owner, Product Manager ou consultant.",
        "Vous avez déjà travaillé comme Product Manager.",
        "Vous aurez Paul comme Product Manager.",
        "You will have Lea as Product Manager.",
        "You will need a Product Manager to sign off your work.",
        "Nous recrutons trois Product Owners cette année.",
        "Nous venons de recruter un Product Manager, Hugo.",
        "Nous recrutons par ailleurs un Product Manager.",
        "Notre client cherche aussi un Product Owner.",
        "Nous recherchons un développeur. Le Product Owner est responsable du backlog.",
        "Le Product Owner dort.",
        "Le Product Owner est responsable des priorités.",
        "- Piloter le recrutement d'un Product Owner",
        "- Hire a Product Owner in the spring",
        "Ce poste s'adresse à un Product Owner qui veut devenir Product Manager.",
        "As Product Owner, Priya sets the priorities, you decide how to build.",
        "Nous avons recruté un Product Owner en janvier.",
        "We are hiring a Product Owner to support you.",
        "We are hiring a Product Manager and two engineers.",
        "Chaque squad a besoin d'un Product Owner.",
        "Recrutement en trois temps : un échange, un test, un Product Manager.",
        "Nous cherchons une personne sachant convaincre un Product Owner.",
        "Vous serez Product Owner les premiers mois, puis responsable de tout.",
        "Le poste s'adresse à un ancien Product Owner.",
        "Après deux ans, vous évoluerez vers un poste de Product Manager.",
        "Ce n'est pas un poste de Product Owner.",
        "Une expérience en tant que Product Owner est utile.",
    ],
)
def test_a_colleague_or_several_jobs_are_none(sentence: str) -> None:
    assert named(sentence) == ""


def test_the_wanted_profile_tells_of_other_jobs() -> None:
    wanted = "Votre profil\nComme Product Owner, vous aimez écrire."
    assert named(wanted) == ""
    assert named(wanted.replace("Votre profil", "Votre quotidien")) == "Product Owner"


def test_a_job_named_in_the_text_is_flagged_as_a_title_is() -> None:
    text = TEXT.format("En tant que Product Manager, vous rejoignez la squad.") + "- Suivre la recette\n" * 2
    verdict = classify(text)
    assert (verdict.title, verdict.title_claim, verdict.flag) == (
        "Product Manager",
        "PM",
        "pm-title-po-duties",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Product Owner H/F - Lyon - Vous rédigez les user stories. Vous tenez le backlog. Vous faites la recette.",
        "Product Owner (F/H) Vos missions : - rédiger les user stories - tenir le backlog - animer les sprints",
        "Product Manager, Trust & Safety. You own the roadmap. You meet users every week. You test what was built.",
        "Product Manager freelance 4 mois Lille TJM 480 : rédaction des stories, backlog Jira, recette et mises en production.",
        "Product Manager wanted for a team in Leeds, you write user stories, run sprints and test releases, apply with CV",
        "Product Owner (banque, télétravail) – vous rédigez les stories, tenez le backlog et faites la recette.",
    ],
)
def test_of_a_text_without_line_ends_the_first_statement_may_be_the_title(text: str) -> None:
    for pasted in (text, f"Postuler\n\n{text}\n\nIl y a 3 jours\n"):
        found = classify(pasted)
        assert found.title and text.startswith(found.title)
        assert found.title_claim == ("PO" if "Owner" in text else "PM")


@pytest.mark.parametrize(
    "text",
    [
        "Avec la Product Manager, vous rédigez les user stories, tenez le backlog et faites la recette.",
        "Nos Product Managers, répartis en squads, construisent la roadmap. Vous développez en Java les user stories.",
        "Rattaché au Product Manager, vous rédigez les user stories, tenez le backlog et faites la recette.",
        "Product Manager, designer, développeurs : vous rejoignez l'équipe comme Business Analyst et rédigez les stories.",
        "Product Owner (Sarah), Tech Lead (Tom) and you, our new Business Analyst, write stories and run the tests.",
        "Le Product Manager, chez nous, construit la roadmap. Vous rédigez les user stories, tenez le backlog.",
    ],
)
def test_a_colleagues_job_is_none_of_a_text_without_line_ends(text: str) -> None:
    assert classify(text).title_claim == "OTHER"
