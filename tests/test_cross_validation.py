"""Cross-validation: no model has seen what it is measured on, and every fold has its share of every role."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pm_or_po.scoring.model import StatementModel
from pm_or_po.training.corpus import Corpus, LabelledOffer, read_corpus
from pm_or_po.training.evaluate import baselines, figures
from pm_or_po.training.folds import grouped_folds, groups_of
from pm_or_po.training.validate import cross_validate

WRITERS = 6


@pytest.fixture(scope="module")
def corpus(few_path: Path) -> Corpus:
    return read_corpus([few_path])


def by_writers(corpus: Corpus, change: str | None = None) -> Corpus:
    """Return the corpus as of six writers; one of them has the roles of the offers, one of each, the wrong way round."""
    offers = []
    for number, offer in enumerate(corpus.offers):
        group = f"w{number % WRITERS}"
        wrong = {"PM": "OTHER", "PO": "PM", "OTHER": "PO"}[offer.role]
        spans = tuple(replace(span, side="discovery", facets=()) for span in offer.spans)
        lie = {"role": wrong, "family": None, "spans": spans} if group == change else {}
        offers.append(replace(offer, group=group, **lie))
    return replace(corpus, offers=tuple(offers))


def test_the_labels_of_a_group_change_nothing_of_what_is_said_of_its_own_offers(corpus: Corpus) -> None:
    told, lied = (cross_validate(by_writers(corpus, change)) for change in (None, "w0"))
    own = [(a, b) for a, b in zip(told, lied, strict=True) if a.gold.group == "w0"]
    others = [(a, b) for a, b in zip(told, lied, strict=True) if a.gold.group != "w0"]
    assert len(own) == 3
    assert all((a.probabilities, a.marks) == (b.probabilities, b.marks) for a, b in own)
    assert any((a.probabilities, a.marks) != (b.probabilities, b.marks) for a, b in others)


@pytest.mark.parametrize("size", [1, 3])
def test_however_the_rows_are_ordered_every_fold_has_every_role_and_no_half_group(size: int) -> None:
    roles = ["PM", "PO", "OTHER"] * 60
    groups = [row // size for row in range(len(roles))]
    folds = grouped_folds(roles, groups)
    assert sorted(row for _, unseen in folds for row in unseen) == list(range(len(roles)))
    for seen, unseen in folds:
        assert {groups[row] for row in seen}.isdisjoint(groups[row] for row in unseen)
        assert all(count >= 15 for count in Counter(roles[row] for row in unseen).values())
        assert len({roles[row] for row in unseen}) == 3


def test_a_role_of_fewer_offers_than_folds_is_split_without_a_word(recwarn: pytest.WarningsRecorder) -> None:
    grouped_folds(["PM"] * 9 + ["PO"] * 9 + ["UNCLEAR"], list(range(19)))
    assert not recwarn.list


def offer(text: str, group: str = "") -> LabelledOffer:
    return LabelledOffer(text, "", text, "PM", group=group)


def test_writers_are_groups_where_they_are_named_and_the_same_text_is_one_anyway() -> None:
    assert groups_of(
        [offer("a", "w1"), offer("b", "w2"), offer("c", "w3"), offer("d", "w4"), offer("e", "w1")]
    )[::4] == [
        0,
        0,
    ]
    assert groups_of([offer("a", "w1"), offer("b", "w2"), offer("a", "w2")]) == [0, 1, 0]


def test_lines_of_web_pages_are_measured_where_they_stand_in_the_page(
    corpus: Corpus, fitted: StatementModel
) -> None:
    pages = replace(corpus, offers=tuple(map(as_page, corpus.offers)))
    plain, page = (
        figures(baselines(one.offers, fitted.lexicon)["keywords alone"]) for one in (corpus, pages)
    )
    assert page["lines_delivery"]["f1"] == pytest.approx(plain["lines_delivery"]["f1"], abs=0.05)
    assert figures(cross_validate(pages))["lines_delivery"]["f1"] == pytest.approx(
        figures(cross_validate(corpus))["lines_delivery"]["f1"], abs=0.05
    )


def as_page(plain: LabelledOffer) -> LabelledOffer:
    """Return an offer as HTML, one block a line, its labels moved along."""
    text, spans, at = "", [], 0
    for span in plain.spans:
        text += "<br/>" * plain.description.count("\n", at, span.start) + "<div class='row'><p>"
        content = html.escape(plain.description[span.start : span.end])
        spans.append(replace(span, start=len(text), end=len(text) + len(content)))
        text += content + "</p></div>"
        at = span.end
    return replace(plain, description=text, spans=tuple(spans))
