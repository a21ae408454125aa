"""Plain text out of whatever was pasted, and the way back from every character to where it stood."""

from __future__ import annotations

import html
import itertools
import time
import unicodedata
from pathlib import Path

import pytest
from doc_scripts import script
from hypothesis import example, given
from hypothesis import strategies as st

from pm_or_po.text.clean import _PLAIN, _needs_nothing, clean, known_words
from pm_or_po.text.tokens import WORD_GOES_ON, tokens
from pm_or_po.training.corpus import default_corpus, read_corpus

making = script("make_words")
# Pieces of what people paste: markup whole and broken, entities, escapes, line ends, separate accents, invisible signs.
PIECES = st.sampled_from(
    [
        "Gérer le backlog", "vision", "é", "e\u0301", "o\u0302\u0323", "œ", "ﬁ", "🚀", "1", " ", "\n", "\r\n", "\r",
        "\t", "\xa0", "\u2028", "\u200b", "\ufeff", "\u00ad", "\x07", "\ud800", "<p>", "</p>", "<li>", "</li>", "<br/>",
        "<b>", "</b>", "<", ">", "<!--", "-->", "<script>", "</script>", "&amp;", "&nbsp;", "&eacute;", "&#233;",
        "&#x1F680;", "-\n", "\xad\n", "prio-\nriser", "> ", "\n>\n", "\nØ ", "&lt;p&gt;", "&amp;eacute;", "&shy;", "&#13;", "&#xA0;", "&#769;", "&", ";", "&fjlig;", "\\u00e9", "\\u", "#", "**", "• ",
    ]
)  # fmt: skip
PASTED = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))
LATIN = st.text(
    st.characters(max_codepoint=0x17F, categories=("Lu", "Ll", "Nd", "Zs", "Po"), exclude_characters="&<\\"),
    max_size=60,
)


def words(text: str) -> list[str]:
    return [token.word for token in tokens(clean(text).text)]


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("Gérer\r\nle\rbacklog", "Gérer\nle\nbacklog"),
        ("Ge\u0301rer", "Gérer"),
        ("road\u00admap\u200b", "roadmap"),
        ("a\xa0:\tb", "a : b"),
        ("R&amp;D", "R&D"),
        ("&#233;quipe &eacute;quipe \\u00e9quipe", "équipe équipe équipe"),
        ("<p>back&shy;log pro&#173;duit&zwnj; &#8203;x\\u00ad</p>", "\nbacklog produit x\n"),
        ("Gérer&#13;\nle&#xD;&#xA;backlog&#9;produit&nbsp;!", "Gérer\nle\nbacklog produit !"),
        ("&lt;p&gt;e&#769;quipe back&amp;shy;log&lt;/p&gt;", "\néquipe backlog\n"),
        ("<p>Gérer <b>le backlog</b></p>", "\nGérer le backlog\n"),
        ("<ul><li>Un</li><li>Deux</li></ul>", "\n\n- Un\n\n- Deux\n\n"),
        ("&lt;p&gt;Le caf&amp;eacute;&lt;/p&gt;", "\nLe café\n"),
        ("<style>p {color: red}</style><p>Vu<!-- pas vu --></p>", "\nVu\n"),
        ("Plus de 3 ans, <3 et a < b > c", "Plus de 3 ans, <3 et a < b > c"),
        ("## Vos **missions**", "## Vos **missions**"),
    ],
)
def test_what_is_pasted_becomes_plain(source: str, plain: str) -> None:
    assert clean(source).text == plain


@given(PASTED)
@example("<p>&fjlig;&fjlig;</p>")
@example("&lt;li&gt;&amp;lt;b&amp;gt;e\u0301")
def test_every_span_lies_in_the_source_and_in_order(source: str) -> None:
    made = clean(source)
    spans = [made.span(i, i + 1) for i in range(len(made.text))]
    assert all(0 <= start < end <= len(source) for start, end in spans)
    assert all(
        left[0] <= right[0] and left[1] <= max(right[1], right[0] + 1)
        for left, right in itertools.pairwise(spans)
    )
    assert all(
        0 <= made.span(i, i + 1)[0] < made.span(i, i + 1)[1] <= len(source) for i in range(len(made.text))
    )


@given(PASTED, st.data())
def test_a_stretch_of_text_spans_from_its_first_to_its_last_character(
    source: str, data: st.DataObject
) -> None:
    made = clean(source)
    if not made.text:
        return
    first = data.draw(st.integers(0, len(made.text) - 1))
    last = data.draw(st.integers(first, len(made.text) - 1))
    assert made.span(first, last + 1) == (made.span(first, first + 1)[0], made.span(last, last + 1)[1])


@given(PASTED)
@example("\uf900")
@example("A&#768;")
def test_a_letter_that_was_not_rewritten_stands_where_its_span_says(source: str) -> None:
    made = clean(source)
    for i, character in enumerate(made.text):
        start, end = made.span(i, i + 1)
        origin = source[start:end]
        if (
            character.isalpha()
            and origin[:1] not in ("&", "\\")
            and len(unicodedata.normalize("NFC", origin[:1])) == 1
        ):
            composed = unicodedata.normalize(
                "NFC", character
            )  # but for a few ideographs, the character itself
            mark = html.unescape(origin[1:])[:1] or " "
            assert unicodedata.normalize("NFC", origin).startswith(composed) or unicodedata.combining(mark)


@given(PASTED)
def test_nothing_invisible_is_left(source: str) -> None:
    text = clean(source).text.replace(WORD_GOES_ON, "\n")
    assert not set(text) & set("\r\t\xa0\u2028\u200b\ufeff\u00ad\x07\ud800")


@given(LATIN)
def test_composed_and_separate_accents_give_the_same_text(text: str) -> None:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert clean(apart).text == clean(composed).text


@given(st.lists(LATIN, max_size=5))
def test_line_ends_are_all_the_same(lines: list[str]) -> None:
    assert clean("\r\n".join(lines)).text == clean("\n".join(lines)).text == clean("\r".join(lines)).text


@given(st.lists(LATIN.filter(str.strip), min_size=1, max_size=4))
def test_markup_around_a_text_changes_none_of_its_words(lines: list[str]) -> None:
    plain = [word for line in lines for word in words(line)]
    marked = (
        "<ul>" + "".join(f'<li class="x"><span>{html.escape(line)}</span></li>' for line in lines) + "</ul>"
    )
    assert words(marked) == plain
    assert words(html.escape(marked)) == plain


def test_a_span_points_at_the_text_and_not_at_the_markup_before_it() -> None:
    source = "<div><p>Vous g&eacute;rez <b>le backlog</b> produit</p></div>"
    made = clean(source)
    at = made.text.index("gérez")
    assert source[slice(*made.span(at, at + 5))] == "g&eacute;rez"
    at = made.text.index("backlog")
    assert source[slice(*made.span(at, at + 6))] == "backlo"


def test_a_span_takes_along_the_entity_of_what_is_not_seen_within_a_word() -> None:
    source = "<p>G&eacute;rer le back&shy;log e&#769;tendu</p>"
    made = clean(source)
    for word, written in (("backlog", "back&shy;log"), ("étendu", "e&#769;tendu")):
        at = made.text.index(word)
        assert source[slice(*made.span(at, at + len(word)))] == written


def test_a_span_takes_no_markup_after_its_text_along() -> None:
    source = "<p>Vous gérez <b>le backlog</b></p><script>var x = 1;</script><p>Fin</p>"
    made = clean(source)
    at = made.text.index("le backlog")
    assert source[slice(*made.span(at, at + 10))] == "le backlog"


@pytest.mark.parametrize("letter", "Øü§")
def test_a_letter_that_stands_for_a_bullet_of_word_becomes_one(letter: str) -> None:
    source = f"Missions\r\n  {letter}\tGérer le backlog\n  {letter} Tester"
    made = clean(source)
    assert made.text == "Missions\n  • Gérer le backlog\n  • Tester"
    at = made.text.index("•")
    assert source[slice(*made.span(at, at + 7))] == f"{letter}\tGérer"


@pytest.mark.parametrize(
    "text",
    [
        "Ø 12 mm\nAcier",
        "§ 2 de la loi\n§ 3 du décret",
        "Øresund\nØster",
        "le § 2\nle § 3",
        "§ Tester",
        "> a\n> b",
    ],
)
def test_a_letter_or_a_mark_that_opens_no_list_stays(text: str) -> None:
    assert clean(text).text == text


def test_the_marks_of_a_quoted_e_mail_go() -> None:
    source = "Bonjour,\n> Vous tenez le\n> backlog > 1 an.\n>\n>> Bien à vous\n"
    made = clean(source)
    assert made.text == "Bonjour,\nVous tenez le\nbacklog > 1 an.\n\nBien à vous\n"
    at = made.text.index("backlog")
    assert source[slice(*made.span(at, at + 7))] == "backlog"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("le prio-\nriser", ["le", "prioriser"]),
        ("avec le de-\n  signer", ["avec", "le", "designer"]),
        ("des utilisa- \r\nteurs", ["des", "utilisateurs"]),
        ("Priori\u2010\nser", ["prioriser"]),
        ("d'expé-\nriences", ["experiences"]),
        ("un quel\u00ad\nquelmot", ["un", "quelquelmot"]),
        ("<p>les fonction-\nnalités</p>", ["les", "fonctionnalites"]),
        ("> les prio-\n>\n> x", ["les", "prio", "x"]),
        ("user-\ncentric", ["user", "centric"]),
        ("les sous-\ntraitants", ["les", "sous", "traitants"]),
        ("mise-à-\njour", ["mise", "a", "jour"]),
        ("mise-\nà-jour", ["mise", "a", "jour"]),
        ("end-\nto-end", ["end", "to", "end"]),
        ("peut-\nêtre", ["peut", "etre"]),
        ("en pro-\nDuit", ["en", "pro", "duit"]),
        ("en pro-\n\nduit", ["en", "pro", "duit"]),
        ("en pro -\nduit", ["en", "pro", "duit"]),
        ("en pro - \nduit", ["en", "pro", "duit"]),
        ("un\u00ad\n2", ["un", "2"]),
    ],
)
def test_a_word_cut_at_a_line_end_is_one_and_a_compound_is_none(written: str, read: list[str]) -> None:
    assert words(written) == read


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<p>Construire la\n  roadmap avec\nà la clé les ventes.</p>", ["Construire la roadmap avec à la clé les ventes."]),
        ("<p>Nos missions\nTenir le backlog</p>", ["Nos missions", "Tenir le backlog"]),
        ("<li>Animer\n- les rituels\no les démos\na) les revues</li>", ["- Animer", "- les rituels", "o les démos", "a) les revues"]),
        ("<b>Missions</b>\nrédiger\ntester", ["Missions", "rédiger", "tester"]),
    ],
)  # fmt: skip
def test_a_line_end_in_the_source_of_a_paragraph_is_a_blank(source: str, lines: list[str]) -> None:
    assert [" ".join(line.split()) for line in clean(source).text.split("\n") if line.strip()] == lines


def test_a_span_takes_along_the_hyphen_of_a_word_cut_at_a_line_end() -> None:
    source = "Tenir\tle carnet et le prio-\r\n  riser."
    made = clean(source)
    (word,) = (token for token in tokens(made.text) if token.word == "prioriser")
    assert source[slice(*made.span(word.start, word.end))] == "prio-\r\n  riser"


def test_the_words_that_a_hyphen_may_cut_are_those_of_the_corpus() -> None:
    words = making.known_words(making.texts_of(read_corpus(default_corpus())))
    held = (making.FOLDER / "known_words.toml").read_text(encoding="utf-8")
    assert held == making.page(making.KNOWN_HEAD, words), "run docs/make_words.py"
    assert known_words() == set(words)


def test_words_of_a_compound_a_name_or_met_seldom_are_not_known() -> None:
    assert making.known_words(["le carnet, Carnet : sous-carnet"] * 4 + ["carnet sous"]) == ["carnet"]
    assert making.known_words(["Carnet sous-carnet carnets"] * 4) == []


def test_without_the_corpus_no_words_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(making, "default_corpus", lambda: [tmp_path / "none"])
    monkeypatch.setattr(making, "FOLDER", tmp_path)
    assert making.main([]) == 2 and not list(tmp_path.iterdir())
    assert capsys.readouterr().err.count("\n") == 1


def test_tags_in_capitals_are_tags() -> None:
    assert clean("<P>Gérer<BR>Animer</P>").text.split() == ["Gérer", "Animer"]


def test_cells_of_a_table_do_not_run_together() -> None:
    assert clean("<table><tr><td>Lieu</td><td>Paris</td></tr></table>").text.split() == ["Lieu", "Paris"]


LONG = 200_000
ADVERSARIES = {
    "tags never closed": "<p>" + "<p" * (LONG // 2),
    "tags within tags": "<div>" * (LONG // 5),
    "attributes never closed": "<p>" + ("<a " + "x" * 490) * (LONG // 493),
    "only opening signs": "<p>" + "<" * LONG,
    "comments never closed": "<p>" + "<!--" * (LONG // 4),
    "a comment closed, then thousands that are not": "<p><!-- -->" + "<!-- " * (LONG // 5),
    "scripts never closed": "<p>" + "<script>" * (LONG // 8),
    "styles never closed": "<p>" + "<style " * (LONG // 7),
    "escaped markup": "&lt;p&gt;" * (LONG // 9),
    "ampersands": "&" * LONG,
    "entities never closed": "&#" * (LONG // 2),
    "entities of entities": "&amp;" * (LONG // 5),
    "half escapes": "\\u00" * (LONG // 4),
    "accents on one letter": "e" + "\u0301" * LONG,
    "blanks": "a" + "\t\xa0" * (LONG // 2) + "b",
    "hyphens at line ends": "prio-\n" * (LONG // 6),
    "blanks after hyphens": "a-" + (" " * 1000 + "-") * (LONG // 1001) + "\n",
    "a hyphen before blanks": "a-\n" + " " * LONG,
    "soft hyphens before blanks": ("a\xad" + "\t" * 1000) * (LONG // 1002),
    "marks of quotations": ">\n" + "> " * (LONG // 2),
    "letters for bullets": "Ø a\n" * (LONG // 4),
}


@pytest.mark.parametrize("name", ADVERSARIES)
def test_hostile_texts_are_cleaned_in_bounded_time(name: str) -> None:
    start = time.perf_counter()
    clean(ADVERSARIES[name])
    assert time.perf_counter() - start < 3


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_a_text_said_to_need_nothing_needs_nothing(text: str) -> None:
    assert not _needs_nothing(text) or not _PLAIN.search(text)
