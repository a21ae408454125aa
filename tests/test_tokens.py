"""Folded words: what is one word, what it is folded to, and where it stood."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pm_or_po.text.tokens import fold, folded_words, tokens, words_within


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


# text | its words, folded
TABLE = """
Été ÉTÉ ete                        | ete ete ete
Cœur, cœlacanthe, ex æquo          | coeur coelacanthe ex aequo
Straße Ærø                         | strasse aerø
l'équipe d’abord qu'il c‘est       | equipe abord il est
Jusqu'à lorsqu'on                  | a on
développeur·euse·s                 | developpeur
développeur•euse                   | developpeur
directeur·rice                     | directeur
chargé(e)s de projet               | charge de projet
chargé(e) chargée                  | charge chargee
chef(fe) chef.fe chef/fe chef·fe·s | chef chef chef chef
client/e acteur/trice              | client acteur
intégré.e.s motivé.es              | integre motive
user(s) product(s)                 | user product
A/B testing, tests a/b             | a/b testing tests a/b
un A/B-test                        | un a/b test
des AB tests, AB-testing, l'AB     | des a/b tests a/b testing ab
les road maps, la road-map         | les roadmaps la roadmap
le back log et les back-logs       | le backlog et les backlogs
road mapping, back logging         | road mapping back logging
R&D et R&amp;D                     | r&d et r&d
P&L Q&A                            | p&l q&a
go-to-market, go to market         | go-to-market go-to-market
time-to-market end-to-end          | time-to-market end-to-end
bout en bout                       | bout-en-bout
CI/CD UX/UI UI/UX                  | ci/cd ux/ui ui/ux
PM/PO PO/PM                        | pm/po po/pm
B2B, B2C et B2B2C                  | b2b b2c et b2b2c
C++ C# .NET                        | c++ c# .net
PM/POC                             | pm poc
un PM/POC ou un PO/PMO             | un pm poc ou un po pmo
R&Département                      | r departement
et/ou and/or                       | et ou and or
e.g. Jira                          | e g jira
https://x.fr/a_b                   | https x fr a b
v2.0 3 ans                         | v2 0 3 ans
🚀 · — …                           |
ﾞ un ﾞmot ﾟ                        | un mot
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_words_of(text: str, expected: str) -> None:
    assert folded_words(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("L'équipe d’été", ["équipe", "été"]),
        ("les développeur·euse·s, ici", ["les", "développeur·euse·s", "ici"]),
        ("R&amp;D (A/B)", ["R&amp;D", "A/B"]),
        ("chargé(e)s de go to market", ["chargé(e)s", "de", "go to market"]),
        ("PM/POC", ["PM", "POC"]),
    ],
)
def test_offsets_are_those_of_the_words_as_written(text: str, spans: list[str]) -> None:
    assert [text[token.start : token.end] for token in tokens(text)] == spans


TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            [
                "PM/PO",
                "R&D",
                "l'",
                "d’",
                "chef",
                "·",
                "fe",
                "(e)",
                "/e",
                ".",
                " ",
                "A/B",
                "b2b",
                "-",
                "É",
                "œ",
                "𝐏",
            ]
        ),
        max_size=20,
    ).map("".join),
)


@given(TEXT)
def test_words_stand_in_order_without_overlap_and_are_never_empty(text: str) -> None:
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


@given(TEXT)
def test_a_word_that_is_folded_already_stays_as_it_is(text: str) -> None:
    for token in tokens(text):
        assert fold(token.word) == token.word


@given(st.text(st.characters(max_codepoint=0x17F, categories=("Lu", "Ll")), min_size=1))
def test_case_makes_no_difference(word: str) -> None:
    assert (
        fold(word.upper()) == fold(word.lower())
        or "ı" in word
        or "İ" in word
        or "ŉ" in word
        or "ſ" in word
        or "ĸ" in word
    )


@given(TEXT)
def test_no_letter_or_digit_is_lost_but_for_elisions_and_inclusive_endings(text: str) -> None:
    covered = {i for token in tokens(text) for i in range(token.start, token.end)}
    lost = "".join(c for i, c in enumerate(text) if c.isalnum() and i not in covered)
    allowed = {"c", "d", "j", "l", "m", "n", "s", "t", "q", "u"}
    assert set(lost.lower()) <= allowed


def test_bold_letters_of_social_networks_are_letters() -> None:
    assert words("𝐏𝐫𝐨𝐝𝐮𝐜𝐭 𝗢𝘄𝗻𝗲𝗿") == ["product", "owner"]


LONG = 200_000


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A/",
        "c+",
        "b2",
        "l'",
        "qu'",
        "go-to-",
        "bout en ",
        "a(e",
        "a(e)",
        "a.e",
        "a·e",
        "a/e",
        "r&amp;",
        "_",
        "(",
        "PM/",
        "a\xad\n",
    ],
)
def test_hostile_texts_are_read_in_bounded_time(piece: str) -> None:
    start = time.perf_counter()
    assert folded_words(text := piece * (LONG // len(piece))) == words(text)
    assert time.perf_counter() - start < 3


PIECES = ["chef", "fe", "·", ".", "(", ")", "/", "-", " ", "'", "’", "l", "d", "qu", "aujourd", "hui", "go", "to", "market", "to",
          "end", "bout", "en", "A", "B", "R", "&", "amp;", "D", "É", "œ", "_", "b2b", "c", "ç", "ñ", "²", "½", "ſ", "++", "#", ".net", "\n", "\xad\n", "e", "s", "ux"]  # fmt: skip


ANY = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@settings(max_examples=500)
@given(ANY)
def test_words_alone_are_those_of_the_tokens(text):
    assert folded_words(text) == [token.word for token in tokens(text)]


@settings(max_examples=500)
@given(ANY, st.data())
def test_words_of_parts_are_those_of_the_tokens_of_each(text, data):
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = list(itertools.pairwise(edges))
    assert words_within(text, spans) == [[token.word for token in tokens(text[a:b])] for a, b in spans]
