"""The same text is one text, however a job board or a table wrote it, wherever it matters that it is."""

from __future__ import annotations

import html
import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.batch.reposts import Reposts
from pm_or_po.text.same import same_text

TEXT = "Rédiger les spécifications : le back-log, l'équipe & 3 sprints"
MARKED = f"<p class='x'>{html.escape(TEXT)}</p>"
WRITTEN = {
    "separate accents": unicodedata.normalize("NFD", TEXT),
    "entities": TEXT.replace("&", "&amp;").replace("é", "&eacute;").replace("'", "&#8217;"),
    "HTML": MARKED,
    "escaped HTML": html.escape(MARKED),
    "entities of separate accents": html.escape(unicodedata.normalize("NFD", TEXT)).replace(
        "\u0301", "&#769;"
    ),
    "a soft hyphen": TEXT.replace("fica", "fi&shy;ca"),
    "capitals": TEXT.upper(),
    "white space and marks": "\ufeff- **" + TEXT.replace(" ", "\xa0\r\n") + "**\n\n",
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_text_is_the_same_however_it_is_written(way: str) -> None:
    assert same_text(WRITTEN[way]) == same_text(TEXT)


def test_other_words_numbers_or_accents_make_another_text() -> None:
    others = [
        TEXT.replace("3", "4"),
        TEXT.replace("é", "e"),
        TEXT + " produit",
        TEXT.replace("back", "stock"),
    ]
    assert len(set(map(same_text, [TEXT, *others]))) == 5


def test_a_repost_is_recognised_however_it_is_written() -> None:
    with Reposts() as reposts:
        assert reposts.first_with(TEXT, "a") is None
        assert {reposts.first_with(text, "b") for text in WRITTEN.values()} == {"a"}


@given(st.text(st.characters(exclude_characters="<&")))
def test_any_text_is_the_same_as_html(text: str) -> None:
    assert same_text(text) == same_text(f"<p>{html.escape(text)}</p>")


def test_a_number_without_end_for_an_entity_is_no_entity() -> None:
    assert same_text("&#" + "1" * 10_000 + ";") == "1" * 10_000


def test_what_is_no_full_disk_is_not_told_as_one() -> None:
    with Reposts() as reposts:
        reposts._seen.execute("DROP TABLE ids")
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            reposts.has_met("1")
