"""Lists told in one line are cut into their items; lines that only look so are not."""

from __future__ import annotations

import pytest
from doc_scripts import script

from pm_or_po.text.items import openers
from pm_or_po.text.statements import spans_of
from pm_or_po.training.corpus import default_corpus, read_corpus

making = script("make_words")


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in spans_of(text)]


# --- After a colon --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["-", "–", "*", "_"])
def test_items_in_small_letters_after_a_colon_are_cut_at_their_mark(mark: str) -> None:
    items = [f"{mark} {one}" for one in ("construire la roadmap", "tester", "d'animer les rituels.")]
    after = "Vous définirez la vision - à trois ans - de notre produit."
    assert cut(" ".join(["Vos missions :", *items, after])) == ["Vos missions :", *items, after]


@pytest.mark.parametrize(
    "line",
    [
        "Le poste : un rôle - le vôtre",
        "Ville : Lyon - télétravail possible - contrat court",
        "You own the roadmap: - short term - mid term - long term",
        "Vos missions : - cadrer",
        "Notre outil permet à nos clients de : - définir leur stratégie - construire leur roadmap",
        "Vous suivez le Product Manager dont le rôle est de : - définir la vision - construire la roadmap",
        "Vous savez : - mener des entretiens - définir une vision",
        "Ce poste n'est pas pour vous si vous voulez : - définir la vision - construire la roadmap",
        "Le CPO se charge de : - définir la vision - construire la roadmap",
    ],
)
def test_a_dash_elsewhere_or_before_what_opens_no_duty_opens_no_item_in_small_letters(line: str) -> None:
    assert cut(line) == [line]


def test_a_list_goes_on_after_the_full_stop_of_an_item() -> None:
    items = ["- cadrer les besoins.", "- tester la recette.", "- tenir le backlog."]
    assert cut(" ".join(["Vos missions :", *items])) == ["Vos missions :", *items]


def test_of_two_lists_in_one_line_the_one_of_duties_is_cut() -> None:
    wanted = "Vous savez : - mener des entretiens - définir une vision."
    duties = ["Vos missions :", "- rédiger les user stories", "- tenir le backlog"]
    assert cut(" ".join([wanted, *duties])) == [wanted, *duties]


# --- At signs and numbers -------------------------------------------------------------------------------------


def test_three_emoji_before_capitals_open_items_and_two_do_not() -> None:
    items = ["🔍 Construire la roadmap", "📊 Mener des entretiens", "🚀 Livrer"]
    assert cut(" ".join(items)) == items
    assert cut(" ".join(items[:2])) == [" ".join(items[:2])]
    assert cut("On aime le café ☕ et la 🚀 Roadmap 📊 Produit") == [
        "On aime le café ☕ et la 🚀 Roadmap 📊 Produit"
    ]


@pytest.mark.parametrize(
    ("opens", "line"),
    [
        (">", "Missions > Cadrer les demandes > Gérer le backlog > Faire la recette"),
        (">>", "Missions >> Cadrer les demandes >> Gérer le backlog >> Faire la recette"),
        ("◾", "Missions ◾ Cadrer les demandes ◾ Gérer le backlog ◾ Faire la recette"),
        ("123", "Missions 1/ Cadrer les demandes 2/ Gérer le backlog 3/ Faire la recette"),
        ("123", "Missions (CDI) 1) Cadrer les demandes 2) **Gérer** le backlog 3) Faire la recette"),
    ],
)
def test_a_sign_or_numbers_before_three_capitals_open_items(opens: str, line: str) -> None:
    found = cut(line)
    assert len(found) == 4 and found[0].startswith("Missions") and " ".join(found) == line
    assert all(one.startswith(tuple(opens)) for one in found[1:])


@pytest.mark.parametrize(
    "line",
    [
        "Compte > Paramètres > aide > contact",
        "Une note de 4) Très bien ou de 5) Parfait",
        "De 3 à 5 jours + des primes + des repas + des tickets",
        "Parcours : visite → achat → avis",
        "You own 1) Discovery, 2) Strategy, and 3) Pricing of our app",
        "Vous portez 1) La vision, 2) La stratégie et 3) La roadmap",
        "You own the funnel (Visit pages > Sign up > Purchase > Repeat) and improve it",
        "You define the vision for Search + Ads + Maps + Shopping and talk to users",
        "Vous arbitrez selon la règle Utilisateur > Équipe > Moi > Ego et tenez la roadmap",
        "Accueil > Offres > Product Owner > Paris",
        "Le CPO se charge de : 1) Définir la vision 2) Construire la roadmap 3) Mener les entretiens",
        "Nos valeurs : « Oser » Nous osons tester, « Grandir » Nous apprenons, « Partager » Nous partageons",
    ],
)
def test_signs_and_numbers_in_the_midst_of_words_cut_nothing(line: str) -> None:
    assert cut(line) == [line]


# --- At capitals alone ----------------------------------------------------------------------------------------


WALL = [
    "Vous êtes responsable du produit et de son équipe au quotidien",
    "Gérer le backlog avec les équipes de Lyon et celles de l'étranger",
    "Rédiger les user stories que demandent la Direction des achats et le Product Manager chez nous",
    "Animer les rituels de la squad",
    "Suivre les développements jusqu'à la mise en production",
]
TOLD = [
    "Au quotidien dans une équipe qui grandit vite,",
    "Vous rédigez les spécifications de votre squad,",
    "Vous analysez les avis laissés sur les magasins d'applications,",
    "Vous suivez le budget de l'agence avec la direction et les achats,",
    "Vous faites la recette de chaque version avant sa mise en ligne",
]
BOLD = [
    "Vos responsabilités seront nombreuses et passionnantes, dans un cadre que nous voulons bienveillant",
    "**Gérer** le backlog de la squad avec celles et ceux qui développent",
    "**Écouter** les vendeurs et les clients de nos magasins",
    "**Tester** chaque version avant sa mise en ligne",
]


@pytest.mark.parametrize("items", [WALL, TOLD, BOLD])
def test_items_without_marks_or_line_ends_are_cut_at_their_first_words(items: list[str]) -> None:
    assert cut(" ".join(items)) == items


def test_two_such_words_or_a_short_text_cut_nothing() -> None:
    long = f"{WALL[0]} dans une équipe qui grandit vite et bien depuis dix ans {WALL[1]} {WALL[2]}"
    assert len(long) > 250
    assert cut(long) == [long]
    assert cut(f"{long} {WALL[3]}") == [long[: long.index(" Gérer")], *WALL[1:4]]
    short = " ".join(["Au quotidien", WALL[1], WALL[3], "Suivre les tests"])
    more = f"{short}{' avec soin' * 15}"
    assert len(short) < 250 < len(more)
    assert (len(cut(short)), len(cut(more))) == (1, 4)


def test_sentences_that_end_in_numbers_keep_them() -> None:
    said = [
        "Vous rejoignez une équipe de 8.",
        "Vous suivez le lot 2.",
        "Vous gérez le lot 3.",
        "Vous testez le lot 4.",
    ]
    assert cut(" ".join(said)) == said


WANTED = (
    "Vous avez une première expérience réussie dans un poste similaire et vous savez Mener des entretiens avec soin "
    "Définir une vision claire pour un produit Construire une roadmap qui tient debout Analyser un marché et ceux qui "
    "y sont déjà avec méthode"
)


def test_what_is_wanted_of_the_candidate_is_no_list_of_duties() -> None:
    assert len(WANTED) > 200
    assert cut(f"{WANTED}, avec rigueur et curiosité, depuis longtemps") == [
        f"{WANTED}, avec rigueur et curiosité, depuis longtemps"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "notre Direction technique travaille avec la Société générale et le Ministère chargé du budget,",
        "avec le responsable Marketing et la responsable Support client vous rédigez les règles du module Facturation pour "
        "la branche Assurance et animez avec le lead Technique les rituels,",
        "que l'équipe Recherche de Lyon conduit, que la direction Produit de Paris tient et que le pôle Finance du "
        "groupe suit,",
    ],
)
def test_names_in_the_midst_of_a_long_sentence_open_nothing(sentence: str) -> None:
    text = " ".join([sentence] * 3)
    assert cut(text) == [text]


# --- The words that open duties -------------------------------------------------------------------------------


def test_the_words_that_open_duties_are_those_of_the_corpus() -> None:
    words = making.openers(making.lines_of(read_corpus(default_corpus())))
    held = (making.FOLDER / "openers.toml").read_text(encoding="utf-8")
    assert held == making.page(making.OPENERS_HEAD, words), "run docs/make_words.py"
    assert openers() == set(words)


def test_a_word_opens_duties_that_does_so_often_and_next_to_nothing_else() -> None:
    duties = [("Gérer le backlog", True)] * 8
    assert making.openers(duties) == ["gerer"]
    assert making.openers(duties[1:]) == making.openers([*duties, ("Gérer", False)]) == []
    assert making.openers([("Support client", True)] * 9) == []
