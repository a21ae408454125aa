"""Where one statement ends and the next begins, in every shape offers come in."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.text.items import _AFTER_COLON, _INLINE_BULLET, _MAY_BE_ITEMS, _NUMBER_ITEM, _SIGN_ITEM, BULLETS
from pm_or_po.text.statements import _GLUED, _MAY_BE_GLUED, spans_of


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in spans_of(text)]


SHAPES = {
    "one bullet a line": (
        "Vos missions :\n• Gérer le backlog\n• Écrire les user stories",
        ["Vos missions :", "• Gérer le backlog", "• Écrire les user stories"],
    ),
    "bullets on one line": (
        "Vos missions : • Gérer le backlog • Écrire les user stories",
        ["Vos missions :", "• Gérer le backlog", "• Écrire les user stories"],
    ),
    "dashes on one line": (
        "Missions : - Définir la vision - Écrire les specs",
        ["Missions :", "- Définir la vision", "- Écrire les specs"],
    ),
    "a dash within a phrase": ("Paris - télétravail possible", ["Paris - télétravail possible"]),
    "arrows within a phrase": (
        "- Suivre le funnel visite → inscription → achat et décider des tests",
        ["- Suivre le funnel visite → inscription → achat et décider des tests"],
    ),
    "an arrow between figures": ("Taux d'activation de 20 → 35 %", ["Taux d'activation de 20 → 35 %"]),
    "an arrow before a capital": ("Intro call → SQL test → offer", ["Intro call → SQL test → offer"]),
    "an arrow within an item": (
        "→ Analyser le tunnel visite → achat → Décider",
        ["→ Analyser le tunnel visite → achat", "→ Décider"],
    ),
    "arrows after words alone": (
        "Your work → Own the vision → Write stories",
        ["Your work", "→ Own the vision", "→ Write stories"],
    ),
    "ticks after words alone": (
        "Vos missions ✓ rédiger les stories ✓ tester",
        ["Vos missions", "✓ rédiger les stories", "✓ tester"],
    ),
    "a tick within a phrase": ("• Analyse ✓ et décision", ["• Analyse ✓ et décision"]),
    "a tick met again": (
        "Vos missions ✓ rédiger les stories ✓ tenir le backlog",
        ["Vos missions", "✓ rédiger les stories", "✓ tenir le backlog"],
    ),
    "arrows on one line": (
        "Missions : → Rédiger les specs → Animer les rituels",
        ["Missions :", "→ Rédiger les specs", "→ Animer les rituels"],
    ),
    "arrows from the start of a line": ("→ rédiger → tester", ["→ rédiger", "→ tester"]),
    "arrows after a sentence": ("Vous gérez. → rédiger → tester", ["Vous gérez.", "→ rédiger", "→ tester"]),
    "ticks on one line": (
        "Vos missions ✓ Rédiger les specs ✓ Animer les rituels",
        ["Vos missions", "✓ Rédiger les specs", "✓ Animer les rituels"],
    ),
    "emoji bullets": ("👉 Gérer 👉 Tester", ["👉 Gérer", "👉 Tester"]),
    "numbers": (
        "1. Gérer le backlog\n2) Tester\n(3) Livrer",
        ["1. Gérer le backlog", "2) Tester", "(3) Livrer"],
    ),
    "sentences": (
        "Vous gérez le backlog. Vous testez ! Prêt ? Oui…",
        ["Vous gérez le backlog.", "Vous testez !", "Prêt ?", "Oui…"],
    ),
    "items between semicolons": (
        "Vous avez en charge : le paramétrage ; la rédaction des specs (et des cas d'usage) ; les tests.",
        [
            "Vous avez en charge : le paramétrage ;",
            "la rédaction des specs (et des cas d'usage) ;",
            "les tests.",
        ],
    ),
    "one semicolon": ("Vous testez ; vous livrez.", ["Vous testez ; vous livrez."]),
    "quotes": ('You say "yes." "No" too. (Maybe.) So.', ['You say "yes."', '"No" too.', "(Maybe.)", "So."]),
    "abbreviations": (
        "Avec M. Dupont, Mme. Durand et Dr. Who. Jira, etc. Vous testez.",
        ["Avec M. Dupont, Mme. Durand et Dr. Who.", "Jira, etc. Vous testez."],
    ),
    "English abbreviations": (
        "Tools, e.g. Jira. Based in the U.S. Office first.",
        ["Tools, e.g. Jira.", "Based in the U.S. Office first."],
    ),
    "numbers with points": (
        "Version 2.0 de l'app, 3.5 k€ par mois.",
        ["Version 2.0 de l'app, 3.5 k€ par mois."],
    ),
    "glued after a stop": ("Own the roadmap.You will lead.", ["Own the roadmap.", "You will lead."]),
    "glued without a stop": ("Listen to patientsImprove the app", ["Listen to patients", "Improve the app"]),
    "names that hold a capital": (
        "JavaScript, GitHub, LinkedIn, PostgreSQL, DevOps et iPhone",
        ["JavaScript, GitHub, LinkedIn, PostgreSQL, DevOps et iPhone"],
    ),
    "paragraphs": ("Titre\n\n\nTexte", ["Titre", "Texte"]),
    "Markdown": (
        "## Missions\n* **Gérer** le backlog\n+ Tester",
        ["## Missions", "* **Gérer** le backlog", "+ Tester"],
    ),
    "one-line ad": (
        "PO confirmé, Lyon, 45-50 k€, gestion du backlog et recette, télétravail 2 j",
        ["PO confirmé, Lyon, 45-50 k€, gestion du backlog et recette, télétravail 2 j"],
    ),
    "nothing but marks and numbers": ("---\n***\n12\n•", []),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape: str) -> None:
    text, expected = SHAPES[shape]
    assert cut(text) == expected


def test_a_french_quotation_may_open_a_sentence() -> None:
    assert cut("Vous dites « oui ». « Non » aussi.") == ["Vous dites « oui ».", "« Non » aussi."]


def test_bullets_and_numbers_are_told() -> None:
    text = "Missions :\n• Gérer\n- Tester\n1. Livrer\no Suivre\n* Écrire\nVous êtes prêt"
    assert [s.bullet for s in spans_of(text)] == [False, True, True, True, True, True, False]


HARD_WRAPPED = """\
Nous recherchons une personne pour rejoindre notre équipe produit et
porter avec elle la refonte de notre espace client. Vous serez chargé
de recueillir les besoins des métiers, d'écrire les spécifications et
de suivre les développements jusqu'à la mise en production du lot.
- Animer les ateliers avec les utilisateurs et rendre compte de leurs
résultats au comité
- Rédiger les cahiers de recette
"""


def test_hard_wrapped_lines_are_joined_again() -> None:
    found = [" ".join(piece.split()) for piece in cut(HARD_WRAPPED)]
    assert found == [
        "Nous recherchons une personne pour rejoindre notre équipe produit et porter avec elle la refonte de notre espace client.",
        "Vous serez chargé de recueillir les besoins des métiers, d'écrire les spécifications et de suivre les développements "
        "jusqu'à la mise en production du lot.",
        "- Animer les ateliers avec les utilisateurs et rendre compte de leurs résultats au comité",
        "- Rédiger les cahiers de recette",
    ]


def test_a_numbered_section_does_not_go_on_with_the_line_before() -> None:
    found = [" ".join(piece.split()) for piece in cut(f"{HARD_WRAPPED.rstrip()}\n2.2 Réalisation\n- Tester")]
    assert found[-3:] == ["- Rédiger les cahiers de recette", "2.2 Réalisation", "- Tester"]
    wide = (
        HARD_WRAPPED.rstrip() + " avec les équipes de la région et de ses filiales\n2.2 Réalisation\n- Tester"
    )
    assert [" ".join(piece.split()) for piece in cut(wide)][-2:] == ["2.2 Réalisation", "- Tester"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• Recueillir les besoins du support\n  puis les traduire\n• Tester", ["• Recueillir les besoins du support puis les traduire", "• Tester"]),
        ("- Animer les sprints, les démos et\nles rétrospectives", ["- Animer les sprints, les démos et les rétrospectives"]),
        ("- Write the stories,\nthe tests and\n  the manuals", ["- Write the stories, the tests and the manuals"]),
        ("- Gérer le backlog\nvotre profil", ["- Gérer le backlog", "votre profil"]),
        ("- Une mutuelle et bien plus\nvotre profil", ["- Une mutuelle et bien plus", "votre profil"]),
        ("- Gérer le backlog et\nVotre profil", ["- Gérer le backlog et", "Votre profil"]),
        ("- Gérer le backlog :\n  stories, bugs", ["- Gérer le backlog :", "stories, bugs"]),
        ("- Gérer le backlog\n\n  puis tester", ["- Gérer le backlog", "puis tester"]),
        ("- Gérer le backlog et\n  - le prioriser", ["- Gérer le backlog et", "- le prioriser"]),
        ("Une ligne sans puce et\nune autre", ["Une ligne sans puce et", "une autre"]),
    ],
)  # fmt: skip
def test_a_list_item_goes_on_where_the_next_line_cannot_stand_alone(text: str, expected: list[str]) -> None:
    assert [" ".join(piece.split()) for piece in cut(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Tenir le carnet et le prio\xad\nriser\n- Tester", ["- Tenir le carnet et le prio\xad\nriser", "- Tester"]),
        ("Une approche user-\n centric\nTester", ["Une approche user-\n centric", "Tester"]),
        ("Tenir le carnet -\ntester", ["Tenir le carnet -", "tester"]),
        ("Tenir le car-\nNet", ["Tenir le car-", "Net"]),
        ("Tenir le car-\n\nnet", ["Tenir le car-", "net"]),
    ],
)  # fmt: skip
def test_a_line_that_ends_with_the_hyphen_of_a_word_goes_on(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_word_cut_at_a_line_end_shows_a_text_to_be_hard_wrapped() -> None:
    lines = [
        "Vous recueillez auprès des magasins les demandes nées de leurs utilisa\xad",
        "teurs quotidiens, et vous en tirez pour chaque trimestre une priorité",
        "claire, partagée par tous les magasins. Vous testez le logiciel chaque",
        "semaine avec eux.",
        "Vous aimez la caisse.",
        "Vous savez écouter.",
    ]
    assert cut("\n".join(lines))[1:] == ["Vous testez le logiciel chaque\nsemaine avec eux.", *lines[4:]]


@pytest.mark.parametrize("mark", ["»", ">", ">>", "\uf0b7", "\uf0a7", "\uf0d8"])
def test_a_sign_that_begins_several_lines_opens_items(mark: str) -> None:
    text = f"Missions\n{mark} Tenir le\nbacklog\n{mark} Tester, former et\naccompagner\nProfil\n{mark} Jira"
    assert [" ".join(piece.split()) for piece in cut(text)] == [
        "Missions",
        f"{mark} Tenir le backlog",
        f"{mark} Tester, former et accompagner",
        "Profil",
        f"{mark} Jira",
    ]


def test_the_first_item_that_a_sign_opens_is_not_joined_to_the_line_before() -> None:
    lines = [
        "Dans une équipe de huit personnes, vous porterez avec la directrice la",
        "voix de tous les magasins auprès des éditeurs du logiciel de caisse et",
        "des équipes internes, et vous aurez pour cela à vous charger des tâches",
        "» Recueillir les besoins des caissières",
        "» Tenir le backlog",
        "» Tester",
    ]
    assert cut("\n".join(lines)) == ["\n".join(lines[:3]), *lines[3:]]


@pytest.mark.parametrize("mark", ["»", ">"])
def test_a_sign_met_once_opens_no_item(mark: str) -> None:
    assert cut(f"{mark} Tenir le\nbacklog") == [f"{mark} Tenir le", "backlog"]


@pytest.mark.parametrize("last", ["à", "a", "avec", "de", "être"])
def test_an_item_goes_on_after_a_word_that_ends_none(last: str) -> None:
    line = f"- Le produit va contribuer {last}\nla définition de la vision"
    assert cut(line) == [line]


def test_an_item_ends_with_a_capital_alone() -> None:
    assert cut("- Prepare plan A\nstudy the market") == ["- Prepare plan A", "study the market"]


def test_wrapped_lines_are_joined_among_many_short_ones() -> None:
    text = """\
Poste :

Chargé du logiciel de caisse

Lieu :

Le Mans

Tâches :
- Recenser avec les gérants de magasin les cas de la
remise sur quantité.
- Tenir la liste des corrections en fonction de la
gravité et du nombre de caisses touchées.
- Écrire les règles de calcul.
- Faire essayer chaque version par deux caissières et
noter leurs remarques.

Profil :
Deux ans de caisse
"""
    found = [" ".join(piece.split()) for piece in cut(text)]
    assert "- Recenser avec les gérants de magasin les cas de la remise sur quantité." in found
    assert "- Faire essayer chaque version par deux caissières et noter leurs remarques." in found
    assert len(found) == 11


def test_long_lines_in_lower_case_without_bullets_are_not_joined() -> None:
    lines = [
        "recueillir les demandes des magasins et des entrepôts",
        "rédiger les règles de calcul des remises sur quantité",
        "court",
        "suivre les corrections avec l'équipe de développement",
        "caisse",
        "vite",
        "bien",
        "seul",
        "ici",
        "former les référents de chaque magasin à l'outil neuf",
    ]
    assert cut("\n".join(lines)) == lines


def test_short_lines_are_not_joined() -> None:
    lines = [
        "Gérer le backlog",
        "écrire les stories",
        "animer les rituels",
        "tester",
        "livrer",
        "suivre les anomalies",
        "rendre compte",
    ]
    assert cut("\n".join(lines)) == lines


def test_a_wall_of_text_is_cut_by_sentence() -> None:
    sentence = "Vous recueillez les besoins des métiers et vous écrivez les spécifications."
    assert cut(" ".join([sentence] * 200)) == [sentence] * 200


PIECES = st.sampled_from(
    [
        "Gérer le backlog", "vous", "Équipe", "iOS", "M.", "etc.", "e.g.", "1.", "(2)", "12", ". ", "! ", "? ", "… ", "; ",
        ".", ":", "\n", "\n\n", " ", "   ", "• ", "•", "- ", "-", "* ", "– ", "o ", "« ", " »", "**", "# ", "👉", "PatientsImprove",
        "une ligne assez longue pour qu'elle ait l'air coupée à la main par un logiciel\n",
    ]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))


@given(TEXT)
def test_statements_stand_in_order_without_overlap(text: str) -> None:
    found = spans_of(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


@given(TEXT)
def test_a_statement_has_a_letter_and_no_blank_at_its_ends(text: str) -> None:
    for piece in cut(text):
        assert piece == piece.strip() and any(c.isalpha() for c in piece)


@given(TEXT)
def test_every_letter_is_in_exactly_one_statement(text: str) -> None:
    covered = [0] * len(text)
    for s in spans_of(text):
        for i in range(s.start, s.end):
            covered[i] += 1
    assert all(covered[i] == 1 for i, c in enumerate(text) if c.isalpha())


@given(TEXT)
def test_only_blanks_marks_and_lonely_numbers_are_lost(text: str) -> None:
    place = 0
    for start, end in [*((s.start, s.end) for s in spans_of(text)), (len(text), len(text))]:
        assert not any(c.isalpha() for c in text[place:start])
        place = end


@given(
    st.lists(
        st.sampled_from(["Gérer le backlog", "Écrire les stories", "Animer les ateliers"]),
        min_size=1,
        max_size=6,
    )
)
def test_any_bullet_mark_gives_the_same_statements(duties: list[str]) -> None:
    for mark in [f"{bullet} " for bullet in BULLETS] + ["- ", "* ", "– ", "+ "]:
        assert cut("\n".join(mark + duty for duty in duties)) == [mark + duty for duty in duties]


LONG = 200_000
ADVERSARIES = {
    "blanks": "a" + " " * LONG + "b",
    "blanks between bullets": ("•" + " " * 1000) * (LONG // 1001),
    "bullets": "•" * LONG,
    "arrows": "a → " * (LONG // 4),
    "dashes": "- " * (LONG // 2),
    "stops": "a" + "." * LONG,
    "quotes": 'a."' + '"' * LONG,
    "hashes": "a. " + "#" * LONG,
    "one word": "a" * LONG,
    "glued words": "abcdA" * (LONG // 5),
    "numbers": "1. " * (LONG // 3),
    "lines": "a\n" * (LONG // 2),
    "hard-wrapped lines without a stop": "un texte de ligne coupée à la main qui continue encore sur la ligne\n"
    * (LONG // 68),
}


@pytest.mark.parametrize("name", ADVERSARIES)
def test_hostile_texts_are_cut_in_bounded_time(name: str) -> None:
    start = time.perf_counter()
    spans_of(ADVERSARIES[name])
    assert time.perf_counter() - start < 5


@given(st.text(alphabet=st.sampled_from("abéÀŒZ9/).:!?; -–•*_>»🔍◾·\t’")))
def test_no_place_to_cut_is_passed_over(text: str) -> None:
    assert not _GLUED.search(text) or _MAY_BE_GLUED.search(text)
    for pattern in (_INLINE_BULLET, _AFTER_COLON):
        assert not pattern.search(text, 1) or _MAY_BE_ITEMS.search(text, 1)
    for pattern in (_SIGN_ITEM, _NUMBER_ITEM):
        assert len(pattern.findall(text)) < 2 or _MAY_BE_ITEMS.search(text, 1)
