"""Lists told in one line are cut into their items; lines that only look so are not."""

from __future__ import annotations

import pytest

from pm_or_po.text.statements import spans_of


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in spans_of(text)]


@pytest.mark.parametrize("mark", ["-", "–", "*", "_"])
def test_items_in_small_letters_after_a_colon_are_cut_at_their_mark(mark: str) -> None:
    items = ["construire la roadmap", "mener des entretiens - tous les mois", "tester"]
    expected = ["Vos missions :", f"{mark} {items[0]}", f"{mark} {items[1]}", f"{mark} {items[2]}"]
    if mark == "-":
        expected[2:3] = ["- mener des entretiens", "- tous les mois"]
    assert cut("Vos missions : " + " ".join(f"{mark} {item}" for item in items)) == expected


@pytest.mark.parametrize(
    "line",
    ["Le poste : un rôle - le vôtre", "Ville : Lyon - télétravail possible - contrat court", "a : - b"],
)
def test_a_dash_elsewhere_than_right_after_a_colon_opens_no_item_in_small_letters(line: str) -> None:
    assert cut(line) == [line]


def test_three_emoji_before_capitals_open_items_and_two_do_not() -> None:
    line = "🔍 Construire la roadmap 📊 Mener des entretiens 🚀 Livrer"
    assert cut(line) == ["🔍 Construire la roadmap", "📊 Mener des entretiens", "🚀 Livrer"]
    assert cut("🔍 Construire la roadmap 📊 Mener des entretiens") == [line.removesuffix(" 🚀 Livrer")]
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
        ("123", "Missions 1) Cadrer les demandes 2) **Gérer** le backlog 3) Faire la recette"),
    ],
)
def test_a_sign_or_numbers_before_three_capitals_open_items(opens: str, line: str) -> None:
    found = cut(line)
    assert len(found) == 4 and found[0] == "Missions" and " ".join(found) == line
    assert all(one.startswith(tuple(opens)) for one in found[1:])


@pytest.mark.parametrize(
    "line",
    [
        "Compte > Paramètres > aide > contact",
        "Une note de 4) Très bien ou de 5) Parfait",
        "De 3 à 5 jours + des primes + des repas + des tickets",
        "Parcours : visite → achat → avis",
    ],
)
def test_signs_and_numbers_in_the_midst_of_words_cut_nothing(line: str) -> None:
    assert cut(line) == [line]


WALL = [
    "Vous êtes responsable du produit et de son équipe au quotidien",
    "Gérer le backlog avec les équipes de Lyon et celles de l'étranger",
    "Rédiger les user stories que demandent la Direction des achats et le Product Manager chez nous",
    "Animer les rituels de la squad",
    "Suivre les développements jusqu'à la mise en production",
]  # fmt: skip


def test_items_without_marks_or_line_ends_are_cut_at_their_capitals() -> None:
    assert cut(" ".join(WALL)) == WALL


def test_few_such_capitals_or_a_short_text_cut_nothing() -> None:
    for text in (
        " ".join(WALL[:2]),
        " ".join(WALL[1:4]),
        " ".join([*WALL[:2], WALL[2].replace("R", "r", 1)] * 1),
    ):
        assert cut(text) == [text]
    names = " ".join(
        ["Notre Direction technique travaille avec la Société générale, le Ministère chargé du budget"] * 3
    )
    assert cut(names) == [names]


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


@pytest.mark.parametrize("items", [TOLD, BOLD])
def test_items_told_to_the_reader_or_in_bold_are_cut_at_their_first_word(items: list[str]) -> None:
    assert cut(" ".join(items)) == items
