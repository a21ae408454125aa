"""A job to which a line invites, or that it asks for, is the title; not one that is denied or only addressed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.text.finding import find_title
from pm_or_po.text.title import read_title

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


@pytest.mark.parametrize("job", ["chef de produits", "responsable produits", "Head of Products"])
def test_one_at_the_head_of_several_products_is_one(job: str) -> None:
    assert find_title(OFFER.format(f"Devenez notre {job} !")) == job


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
        "Notre premier Product Manager est arrivé en 2019",
        "Our first Product Manager joined in 2020",
        "Our future Product Manager will work with you",
        "Rejoignez une équipe agile. Comme le Product Owner est à Lyon, vous voyagerez",
        "Join us as Product Manager coaches you",
        "Join as many Product Manager meetups as you like",
        "Join Acton as Data Analyst and help our Product Manager",
        "Your role: support the Product Manager in defining the roadmap.",
        "Votre poste : travailler avec le Product Manager.",
        "Vous aurez l'opportunité de seconder un Product Owner.",
        "Une opportunité de devenir Product Manager.",
        "Acton annonce l'arrivée d'un Product Manager.",
        "Whatever your job title, Product Manager or developer, you are welcome.",
        "We created a Product Owner position in each squad.",
        "Our new Product Manager will show you around",
        "You will meet our next Product Manager",
        "C'est quoi un Product Manager ?",
        "Pourquoi un Product Owner ?",
        "Rejoignez une équipe soudée, comme la nôtre",
        "Join us as we build tools that Product Managers love",
        "En tant que Product Owner, Claire décide de l'ordre des sujets et répond à vos questions.",
        "Two years ago I joined Oatfield as the only Product Owner in a team of two.",
        "Il y a deux ans j'ai rejoint Acme en tant que Product Owner.",
        "Nous recrutons un Product Manager, deux Product Owners et trois développeurs.",
    ],
)
def test_what_only_names_a_job_is_none(line: str) -> None:
    assert find_title(OFFER.format(line)) == ""


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Nous recherchons, pour notre client de la banque, un(e) Product Owner.", "Product Owner"),
        ("Je recrute, pour une coopérative à Brest, une Product Manager.", "Product Manager"),
        (
            "Orvane recrute pour le compte de l'une de ses filiales historiques du secteur de l'eau un(e) Product"
            " Owner confirmé(e) pour son agence de Brest.",
            "Product Owner confirmé(e)",
        ),
        (
            "Nous recrutons pour notre siège un Product Owner en CDD de douze mois.",
            "Product Owner en CDD de douze mois",
        ),
        ("Qui cherchons-nous ? Un·e Product Owner pour la paie.", "Product Owner"),
        ("On recrute du monde : un Product Manager !", "Product Manager"),
        ("Nous recrutons un Product Owner (H/F).", "Product Owner (H/F)"),
        ("Deux Product Owners confirmés à Rennes", "Deux Product Owners confirmés à Rennes"),
        ("Vivez une expérience unique en tant que Product Owner chez Brumeval.", "Product Owner"),
        ("En tant que Product Owner, Brumeval compte sur toi.", "Product Owner"),
        ("As the Product Owner Payments, you will keep the backlog.", "Product Owner Payments"),
        ("Nous recherchons également un Product Owner pour Rennes.", "Product Owner"),
        ("We're hiring! We're also looking for a Product Manager.", "Product Manager"),
        ("We are recruiting engineers. We also need a Product Owner.", "Product Owner"),
        ("En tant que Product Owner, Votre quotidien consiste à rédiger.", "Product Owner"),
        ("En tant que Product Owner, Rattaché au CPO, votre mission est de rédiger.", "Product Owner"),
        ("Je vous propose de nous rejoindre en tant que Product Owner.", "Product Owner"),
        ("I need you to join as a Product Owner.", "Product Owner"),
        ("Nous recrutons un Product Owner, deux ans d'expérience minimum.", "Product Owner"),
        (
            "Nous recherchons un Scrum Master confirmé. Notre client cherche aussi un Product Owner.",
            "Scrum Master confirmé",
        ),
        ("Nous recrutons une Product Owner Squad A.", "Product Owner Squad A"),
        ("Nous recrutons un Product Owner (CDI, Lyon).", "Product Owner"),
    ],
)
def test_words_between_do_not_hide_the_job_and_its_brackets_are_whole(line: str, title: str) -> None:
    assert find_title(OFFER.format(line)) == title


@pytest.mark.parametrize(
    "line",
    [
        "Nous recherchons une personne, un soutien pour le Product Owner",
        "Nous recrutons un développeur, et un Product Owner le guidera",
        "Nous recrutons. À vos côtés, un Product Owner",
        "Coach PMs in pricing and packaging",
        "En tant que Product Owner, Claire fixe l'ordre des sujets",
        "Ce n'est pas un poste de Product Owner",
        "Vous évoluerez vers un poste de Product Manager",
        "🧭 Encadrer deux Product Owners au quotidien",
        "Nous recrutons un développeur de la filiale historique du groupe dans le secteur de l'eau, un Product Owner"
        " l'attend",
        "On ne cherche pas un Product Owner.",
        "We are not looking for a Product Manager.",
        "Vous êtes Product Owner, Product Manager ou architecte ?",
        "Devenez notre Head of Product Design !",
        "Devenez notre Lead Product Designer !",
        "Nous ne recherchons plus de Product Manager.",
    ],
)
def test_a_job_that_is_not_the_one_asked_for_is_no_title(line: str) -> None:
    assert read_title(find_title(OFFER.format(line))).claim == "OTHER"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("On ne cherche pas un Product Owner.\nOn cherche un Product Manager.", "Product Manager"),
        ("Nous ne recrutons pas de Product Owner mais un Product Manager.", "Product Manager"),
        ("Are you a Product Owner who likes to travel?\nActon makes maps.", "Product Owner"),
        ("Vous êtes Product Manager et cherchez un nouveau défi ?\nVenez.", "Product Manager"),
        (
            "Vous êtes Product Manager et la technique vous attire ?\nNous recherchons un Product Owner.",
            "Product Owner",
        ),
        (
            "Notre premier Product Manager est arrivé en 2019. Nous recherchons un Product Owner.",
            "Product Owner",
        ),
        (
            "Product Owner H/F\nActon - Paris\nYour role: support the Product Manager in the roadmap.",
            "Product Owner H/F",
        ),
        (
            "Senior Product Manager\nActon\nYour role: lead a team of two Product Owners.",
            "Senior Product Manager",
        ),
        (
            "Product Owner\nActon\nHiring: Product Manager, CTO and Head of People will meet you.",
            "Product Owner",
        ),
        (
            "Product Owner\nLyon\nRecrutement : un échange avec la Head of Product, puis un cas pratique",
            "Product Owner",
        ),
        ("Product Owner (F/H)\nPoste : rattaché au Directeur Produit", "Product Owner (F/H)"),
        (
            "Depuis le départ d'Ana au poste de Product Manager, nous cherchons un Product Owner.",
            "Product Owner",
        ),
        ("Ana a commencé en tant que Product Manager. Elle recrute un Product Owner.", "Product Owner"),
        (
            "Notre première Product Manager, Ana, est partie.\nElle recherche un Product Owner.",
            "Product Owner",
        ),
        ("Rejoignez Ana, arrivée comme Product Manager.\nNous recrutons un Product Owner.", "Product Owner"),
        ("Nous recherchons, pour aider notre Product Manager, un Product Owner.", "Product Owner"),
        ("Nous recrutons, après l'arrivée de notre CPO, un Product Owner.", "Product Owner"),
        ("Acton recherche pour son équipe Product Management un Product Owner.", "Product Owner"),
        (
            "As a company founded by a former Product Manager, we care.\nWe need a Product Owner.",
            "Product Owner",
        ),
        (
            "Nous cherchons un Product Owner et non un Product Manager : la stratégie est posée.",
            "Product Owner",
        ),
        ("We need a Product Owner rather than a Product Manager.", "Product Owner"),
        ("N'hésitez pas, nous recrutons un Product Owner !", "Product Owner"),
        ("Le Product Owner (H/F) que nous recherchons aura la charge du site.", "Product Owner"),
        ("Our next Product Owner will shape the way nurses plan.", "Product Owner"),
        ("Vous êtes un Product Owner dans l'âme ?\nNous embauchons un développeur web.", "développeur web"),
        (
            "Notre premier Product Manager a quitté le poste. Nous recherchons un Product Owner.",
            "Product Owner",
        ),
        ("Our first Product Manager in Leeds needs help.\nWe are hiring a Product Owner.", "Product Owner"),
        ("Nous avons besoin d'un Product Owner.", "Product Owner"),
        ("Envie de bouger ? Devenez Product Owner chez Acton !", "Product Owner"),
        ("Acton souhaite recruter un Product Owner.", "Product Owner"),
        ("Product Owner H/F !\nLyon", "Product Owner H/F"),
        ("Senior Product Owner !\nLyon", "Senior Product Owner"),
        ("Le chef de produits que nous recherchons aura la charge de la gamme.", "chef de produits"),
        ("Are you a Product Owner (PO)? Join us.", "Product Owner"),
        ("Fiche de poste\nEmploi : Product Owner\nDirection des systèmes d'information", "Product Owner"),
    ],
)
def test_the_job_asked_for_comes_before_the_one_denied_or_addressed(text: str, title: str) -> None:
    assert find_title(OFFER.format(text)) == title


@pytest.mark.parametrize("title", ["Formatrice Product Owner", "Recruteur Product Managers (H/F)"])
def test_who_teaches_or_recruits_for_a_job_does_not_claim_it(title: str) -> None:
    assert read_title(title).claim == "OTHER"


WORDS = """
    nous recherchons notre prochain devenez rejoignez comme une annonce poste de are you a product owner manager (h/f) pas
    mais un une , . : ? ! ( ) à et we have an opportunity for as Acton
"""


@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=40).map(" ".join))
def test_whatever_is_asked_for_stands_in_the_text(text: str) -> None:
    assert find_title(text) in text


LETTER = "Hi Camille,\n\n{0}\n\nYour duties\n- Write the user stories\n- Keep the backlog\n"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("I'm working on a Product Manager role with a payments company.", "Product Manager"),
        ("I'm reaching out about a Product Owner opportunity at Acme.", "Product Owner"),
        ("Writing to you regarding a Lead Product Manager opening in Leeds.", "Lead Product Manager"),
        ("We have an exciting opportunity for a Product Owner to join us.", "Product Owner"),
        ("Quick one: there is an opening for a Product Manager.", "Product Manager"),
        ("I thought of you for our Product Manager vacancy.", "Product Manager"),
        ("We've just opened a Product Owner role.", "Product Owner"),
        ("I have a Product Manager role to fill.", "Product Manager"),
        ("Je te partage une annonce : Product Manager chez Brumeval, CDI.", "Product Manager"),
        ("Voici le descriptif. Titre officiel : Product Owner.", "Product Owner"),
        ("Je vous contacte pour une opportunité de Product Owner.", "Product Owner"),
        ("Nous avons un poste de Product Manager à pourvoir.", "Product Manager"),
        ("Le cabinet recrute pour son client un Product Owner.", "Product Owner"),
        ("Le cabinet recrute pour ses clients de la banque un(e) Product Owner.", "Product Owner"),
        ("Le ou la Product Owner que nous accueillerons rejoindra une squad.", "Product Owner"),
        ("La cheffe de produit que nous recherchons a le goût du terrain.", "cheffe de produit"),
        ("The Product Manager we're hiring will own the roadmap.", "Product Manager"),
        ("Acme grows. The Product Manager we're hiring will own the roadmap. You ...", "Product Manager"),
    ],
)
def test_a_title_is_found_in_a_letter_or_where_it_is_said_to_be_looked_for(line: str, title: str) -> None:
    assert find_title(LETTER.format(line)) == title


@pytest.mark.parametrize(
    "line",
    [
        "You will be working on Product Manager tools.",
        "We are working on product management topics.",
        "Our team has a Product Manager role and a designer role.",
        "La Product Manager que vous assisterez porte la roadmap.",
        "Le Product Manager que nous avons recruté en mai vous guidera.",
        "The Product Manager we hired last year will guide you.",
        "Contact the Product Manager about the position.",
        "Vous travaillerez avec le Product Manager que nous recrutons en parallèle.",
        "Vous serez rattaché au Head of Product que nous recrutons.",
        "You will work with the Product Manager we are hiring.",
        "Après le Product Manager que nous recruterons en mars, un designer nous rejoindra.",
        "Avec la Product Manager que nous recherchons aussi, vous formerez un binôme.",
        "Bonjour. Le Directeur produit que nous recrutons sera votre manager.",
        "The Head of Product we are hiring will be the manager of this position.",
        "Assistez le Chef de produit que nous recherchons.",
        "The Product Owners we are hiring will work in squads.",
        "Les développeurs que nous recrutons seront six.",
        "A client signed: the Product Owner we are hiring, with you, will write the stories.",
        "This is a perfect springboard for a Product Manager role.",
        "You will prepare for a future Product Manager position.",
        "Some leave for a Product Manager role elsewhere.",
        "Grow into or apply for a Senior Product Manager role.",
        "Hi Tom, we spoke last year about a Product Owner role at Acme; this one is different.",
        "Our Product Designer helps on a Product Manager opening when needed.",
        "Thanks for your message regarding a Head of Product position.",
        "I'm writing to you about your former Product Owner role.",
    ],
)
def test_a_colleague_or_a_subject_in_a_sentence_is_no_title(line: str) -> None:
    assert find_title(LETTER.format(line)) == ""
