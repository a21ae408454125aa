"""What a page holds below an offer and is no other offer: never read as duties, never found within the offer itself."""

from __future__ import annotations

import pytest

from pm_or_po import classify

FR = """Product Owner H/F
Maralis - Rennes
Vos missions
Rédiger les user stories avec les gestionnaires
Tenir le backlog et préparer les sprints
Faire la recette de chaque version
Votre profil
3 ans d'expérience
Postuler
"""
EN = """Product Owner
Maralis - Leeds
Responsibilities
- Write user stories with the claims team
- Keep the backlog in order and prepare sprints
- Test every release and sign it off
Requirements
3 years in a similar job
Apply now
"""
BARE = """Product Owner
Maralis
Tu rédiges les user stories et leurs critères d'acceptation avec les soignants.
Tu tiens le backlog, tu le priorises avec les directions et tu prépares les sprints de l'équipe.
Tu fais la recette de chaque version avant sa mise en production.
"""
COOKIES_FR = """Votre vie privée compte pour nous
Avec nos partenaires, nous traitons vos données pour :
Exploiter des études de marché afin de générer des données d'audience
Développer et améliorer les produits
Tout refuser
Tout accepter
"""
COOKIES_EN = """Manage cookie preferences
Understand audiences through statistics
Test versions of our pages with users
Reject all
Accept all
"""
COMMENTS_FR = """J’aime
Commenter
Republier
Envoyer
Thomas G.
Product Manager chez Vallon
Je construis la roadmap et je mène les entretiens avec les utilisateurs.
"""
COMMENTS_EN = """Like
Comment
Repost
Send
Thomas G.
Product Manager at Vallon
I decide the roadmap and interview users.
"""
BELOW_FR = [
    COOKIES_FR,
    COMMENTS_FR,
    "Le métier de Product Owner\nLe Product Owner construit la roadmap.\nIl étudie le marché et rencontre les clients.\n",
    "Quelles sont les missions d'un Product Owner ?\nMener des entretiens, définir la vision\nComment devenir PO ?\n",
    "Avis des salariés\n3,9 sur 5\nEntretiens avec les clients, veille concurrentielle, roadmap à construire\n",
    "Rencontrez l'équipe\nNadia, Head of Product\n« Je fixe la vision et je construis la roadmap. »\n",
    "Formations recommandées\nApprenez à définir une vision, à construire une roadmap et à mener des entretiens\n",
    "Nos conseils carrière\nMener des entretiens avec les utilisateurs : le guide\n10 outils pour étudier le marché\n",
    "Questions de présélection\nDécrivez une roadmap que vous avez construite et les entretiens que vous avez menés\n",
]
BELOW_EN = [
    COOKIES_EN,
    COMMENTS_EN,
    "What does a Product Owner do?\nA Product Owner sets the vision and decides the roadmap.\nThey interview users.\n",
    "Employee reviews\n4.2 out of 5\nSet the vision, interviewed users and measured retention\nPros: freedom\n",
    'Meet the team\nNadia, Head of Product\n"I set the vision and decide the roadmap with the squads."\n',
    "Recommended courses\nLearn how to set a vision, decide a roadmap and interview users\nView course\n",
    "Career advice\nHow to decide a roadmap\nInterview users: a guide\n10 tools to study competitors\n",
    "Apply for this job\nFirst name\nDescribe a roadmap that you decided and the users you interviewed\n",
]


@pytest.mark.parametrize("below", BELOW_FR + BELOW_EN)
def test_what_a_page_holds_below_a_whole_offer_is_not_read(below: str) -> None:
    offer = FR if below in BELOW_FR else EN
    verdict, alone = classify(offer + below), classify(offer)
    assert verdict.other_offers_from == len(offer)
    assert (verdict.role, verdict.discovery, verdict.evidence) == (
        alone.role,
        alone.discovery,
        alone.evidence,
    )


@pytest.mark.parametrize("below", [COOKIES_FR, COMMENTS_FR])
def test_cookies_and_comments_end_an_offer_without_headings_too(below: str) -> None:
    assert classify(BARE + below).other_offers_from == len(BARE)


def test_other_offers_below_do_not_hide_what_stands_above_them() -> None:
    cards = "Offres similaires\nProduct Manager H/F\nAlan\nProfil recherché\nHead of Product\nQonto\n"
    assert classify(FR + BELOW_FR[4] + cards).other_offers_from == len(FR)


@pytest.mark.parametrize("below", BELOW_FR + BELOW_EN)
def test_the_same_above_an_offer_or_before_its_profile_ends_nothing(below: str) -> None:
    offer, heading = (FR, "Votre profil") if below in BELOW_FR else (EN, "Requirements")
    for text in (below + offer, offer.replace(heading, below + heading)):
        assert classify(text).other_offers_from is None


@pytest.mark.parametrize(
    "text",
    [
        COOKIES_FR + BARE,
        FR.replace(
            "Faire la recette", "Nos conseils\nLire et publier les articles de conseil\nFaire la recette"
        ),
        FR.replace(
            "Faire la recette", "Formations\nApprendre aux métiers à se servir de l'outil\nFaire la recette"
        ),
        FR.replace("Votre profil", "Rencontrez nos clients\nJe, tu, il : tous en agence\nVotre profil"),
        FR
        + "Formations\nUn parcours d'intégration de deux semaines est prévu.\nVous pilotez aussi la recette.\n",
        FR
        + "Rencontrez l'équipe\nEntretien avec Léa, Head of Product\nVous pilotez aussi les mises en production.\n",
        EN
        + "Meet the team\nThree interviews with engineers and design\nYou also plan the releases with support.\n",
        EN + "Like\nwhat you read? You also plan the releases with support.\n",
        "Product Manager H/F\nLe métier de Product Manager chez Orsay\nLe Product Manager construit la roadmap.\n"
        "Il rencontre les trésoriers chaque semaine.\nVotre profil\n3 ans d'expérience\n",
        "Product Owner\nLe poste\nVous rejoignez la direction digitale d'un assureur.\n"
        "Quelles sont les missions d'un Product Owner chez nous ?\nRédiger les user stories et tenir le backlog\n",
    ],
)
def test_lines_like_these_within_an_offer_end_nothing(text: str) -> None:
    assert classify(text).other_offers_from is None


@pytest.mark.parametrize("heading", ["Offres similaires", "À lire aussi", "Similar jobs", "Votre vie privée"])
@pytest.mark.parametrize("last", ["", "Voir tout", "Voir tout\nPostuler"])
def test_a_page_may_end_at_the_heading_of_what_follows(heading: str, last: str) -> None:
    assert classify(f"{FR}{heading}\n{last}").role == "PO"


MORE = """- Interviewer les assurés et comprendre leurs parcours
- Étudier le marché et les offres concurrentes
- Définir la vision et la stratégie du produit
- Construire la roadmap et arbitrer les priorités
"""


@pytest.mark.parametrize(
    "heading",
    [
        "Rencontrez l'équipe\nJe suis Inès, et mon équipe compte six personnes.\nVos principales missions",
        "Rencontrez l'équipe\nJe suis Inès, et mon équipe compte six personnes.\nCe qui vous attend",
        "Le métier de Product Manager chez Maralis\nChez nous, le Product Manager porte son produit.",
        "Nos conseils\nLire notre guide avant de postuler.\nVotre champ d'action",
    ],
)
def test_items_below_what_may_stand_within_an_offer_are_read(heading: str) -> None:
    verdict = classify(f"{FR.removesuffix('Postuler' + chr(10))}{heading}\n{MORE}")
    assert verdict.other_offers_from is None and verdict.role == "PM"
