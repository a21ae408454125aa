"""Phrases: how they are written, and which words they match."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.errors import DataError
from pm_or_po.judging import colleagues, cookies, denial, others, shared, team
from pm_or_po.signals.words import load_words
from pm_or_po.text import ending, page_lines
from pm_or_po.text.phrases import Match, Phrases
from pm_or_po.text.title_words import title_words

BOOK = Phrases({"PM": ["chef|cheffe de? produit*"], "project": ["chef de projet", "projet"]})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chef produit", [Match("PM", 0, 2)]),
        ("une cheffe de produits web", [Match("PM", 1, 4)]),
        ("chef de projet produit", [Match("project", 0, 3)]),
        ("chef de chef de produit", [Match("PM", 2, 5)]),
        ("projet chef produit", [Match("project", 0, 1), Match("PM", 1, 3)]),
        ("produit", []),
        ("", []),
    ],
)
def test_the_longest_phrase_is_found_from_left_to_right(text, found):
    assert list(BOOK.find(text.split())) == found


def test_every_place_is_tried_when_phrases_may_overlap():
    book = Phrases({"a": ["x y"], "b": ["y z"]})
    assert list(book.find(["x", "y", "z"])) == [Match("a", 0, 2)]
    assert list(book.every(["x", "y", "z"])) == [Match("a", 0, 2), Match("b", 1, 3)]


@pytest.mark.parametrize("phrase", ["", "a?", "Chef", "été", "a||b", "*", "ch*f", "a? b?"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase):
    with pytest.raises(DataError):
        Phrases({"PM": [phrase]})


def test_a_phrase_of_two_labels_is_refused_once_a_text_comes_to_it():
    book = Phrases({"PM": ["a|b c"], "PO": ["b c"]})
    assert [match.label for match in book.find(["a", "c"])] == ["PM"]
    for _ in range(2):
        with pytest.raises(DataError, match="both PM and PO"):
            list(book.find(["b", "c"]))
    with pytest.raises(DataError, match="'b c' belongs to both PM and PO"):
        book.check()


def _packaged_phrases():
    """Yield the name and the phrases of every table of the package."""
    tables = {
        "colleagues": colleagues._phrases(), "cookies": cookies._words(), "denial": denial._phrases(), "ending": ending._phrases(), "ending below": ending._below(), "sections": page_lines._phrases(),
        "others": others._words(), "signals": load_words(), "team": team._words(), "titles": title_words(),
    }  # fmt: skip
    for name, table in tables.items():
        yield from (
            pytest.param(one, id=f"{name} {key}")
            for key, one in table._asdict().items()
            if isinstance(one, Phrases)
        )
    yield pytest.param(shared._phrases(), id="shared")


@pytest.mark.parametrize("book", list(_packaged_phrases()))
def test_no_phrase_of_the_package_has_two_labels(book):
    book.check()


@given(
    st.lists(st.sampled_from(["a", "b", "a|b", "a*", "b?", "a|b c", "b* c? a"]), min_size=1, max_size=6).map(
        " ".join
    ),
    st.lists(st.sampled_from(["a", "b", "c", "ab", "ba"]), max_size=8),
)
def test_phrases_match_what_the_regular_expression_of_their_words_does(phrase, words):
    if all(slot.endswith("?") for slot in phrase.split()):
        return
    slots = [slot.replace("*", "[abc]*") for slot in phrase.split()]
    pattern = "".join(f"(?:(?:{slot.removesuffix('?')}),)" + "?" * slot.endswith("?") for slot in slots)
    lengths = [
        n
        for n in range(1, len(words) + 1)
        if re.fullmatch(pattern, "".join(f"{word}," for word in words[:n]))
    ]
    book = Phrases({"one": [phrase]})
    found = book.match(words, 0)
    assert (found.last if found else None) == max(lengths, default=None)
    assert book.first(words) == next(book.every(words), None)
    assert book.may_begin(words) or book.first(words) is None


@given(st.lists(st.sampled_from(["chef", "cheffe", "de", "produit", "produits", "projet", "x"]), max_size=20))
def test_matches_are_ordered_and_never_overlap(words):
    found = list(BOOK.find(words))
    assert all(match.first < match.last <= len(words) for match in found)
    assert all(one.last <= other.first for one, other in pairwise(found))
    assert {match.first for match in found} <= {match.first for match in BOOK.every(words)}


def test_a_full_memory_changes_nothing(monkeypatch):
    monkeypatch.setattr("pm_or_po.text.phrases._WORDS_REMEMBERED", 2)
    book = Phrases({"a": ["x y"]})
    under_way = book.find(["x", "y", "z", "x", "y"])
    assert next(under_way) == Match("a", 0, 2)
    assert not list(book.find(["u", "v", "w"])) and not list(book.find(["t"]))
    assert list(under_way) == [Match("a", 3, 5)]
