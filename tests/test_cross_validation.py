"""Cross-validation: no model has seen what it is measured on, and a corpus too small for it is refused at once."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from progress import telling

from pm_or_po import training
from pm_or_po.errors import CorpusError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.training import judge, prepared, train, validate
from pm_or_po.training.corpus import Corpus, read_corpus
from pm_or_po.training.fit import Settings
from pm_or_po.training.folds import grouped_folds
from pm_or_po.training.measures import Judged, baselines, figures
from pm_or_po.training.rows import LabelledOffer
from pm_or_po.training.validate import check_measurable, cross_validate

WRITERS = 6


@pytest.fixture(scope="module")
def corpus(few_path: Path) -> Corpus:
    return read_corpus([few_path])


def by_writers(corpus: Corpus, writers: int = WRITERS) -> Corpus:
    """Return the corpus as of so many writers, each with as many offers of every role."""
    offers = [replace(offer, group=f"w{number % writers}") for number, offer in enumerate(corpus.offers)]
    return replace(corpus, offers=tuple(offers))


def lying(offer: LabelledOffer) -> LabelledOffer:
    """Return an offer with another role and every line on the side of discovery."""
    wrong = {"PM": "OTHER", "PO": "PM", "OTHER": "PO"}[offer.role]
    spans = tuple(replace(span, side="discovery", facets=()) for span in offer.spans)
    return replace(offer, role=wrong, family=None, spans=spans)


@pytest.fixture(scope="module")
def told(corpus: Corpus) -> list[Judged]:
    return cross_validate(by_writers(corpus))


def said(offers: Iterable[Judged]) -> list[tuple[Any, ...]]:
    return [(one.probabilities, one.discovery, one.delivery, one.marks) for one in offers]


def of_writer(offers: Sequence[Judged], *, own: bool) -> list[Judged]:
    return [one for one in offers if (one.gold.group == "w0") == own]


def test_the_labels_of_a_group_change_nothing_of_what_is_said_of_its_own_offers(
    corpus: Corpus, told: list[Judged]
) -> None:
    whole = by_writers(corpus)
    offers = tuple(lying(offer) if offer.group == "w0" else offer for offer in whole.offers)
    lied = cross_validate(replace(whole, offers=offers))
    assert len(of_writer(told, own=True)) == 3
    assert said(of_writer(told, own=True)) == said(of_writer(lied, own=True))
    assert said(of_writer(told, own=False)) != said(of_writer(lied, own=False))


def test_nor_do_the_texts_of_the_others_in_its_group(
    corpus: Corpus, told: list[Judged], corpus_offers: tuple[LabelledOffer, ...]
) -> None:
    known = {offer.description for offer in corpus.offers}
    unlike = (offer for offer in corpus_offers if offer.description not in known)
    whole = by_writers(corpus)
    kept = next(offer for offer in whole.offers if offer.group == "w0")
    offers = tuple(
        replace(next(unlike), id=offer.id, role=offer.role, group="w0")
        if offer.group == "w0" and offer is not kept
        else offer
        for offer in whole.offers
    )
    changed = cross_validate(replace(whole, offers=offers))
    assert said(one for one in told if one.gold == kept) == said(one for one in changed if one.gold == kept)
    assert said(of_writer(told, own=False)) != said(of_writer(changed, own=False))


def test_within_a_fold_the_writers_of_the_whole_corpus_and_the_same_seed_split_it(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    splits: list[tuple[set[int], int]] = []

    def watched(roles: Sequence[str], groups: Sequence[int], seed: int = 0) -> Any:
        splits.append((set(groups), seed))
        return grouped_folds(roles, groups, seed)

    for module in (prepared, judge, validate):
        monkeypatch.setattr(module, "grouped_folds", watched)
    cross_validate(by_writers(corpus, 4), settings=Settings(seed=7))
    assert splits[0] == ({0, 1, 2, 3}, 7)
    assert all(groups <= {0, 1, 2, 3} for groups, _ in splits), "the texts of a fold, not its writers"
    assert {min(seed, 7) for _, seed in splits} == {7}


# --- A corpus too small to measure ------------------------------------------------------------------------------------


def refused(corpus: Corpus, folder: Path) -> str:
    """Train on a corpus with the report, and return the sentence that refuses it before any line is read."""
    rows = [
        {
            "id": offer.id, "role": offer.role, "description": offer.description, "group": offer.group,
            "lines": [[span.start, span.end, span.side] for span in offer.spans],
        }
        for offer in corpus.offers
    ]  # fmt: skip
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    told: list[str] = []
    with pytest.raises(CorpusError) as caught:
        train([path], folder / "m.joblib", report=telling(told))
    assert not any("Training on" in line or "fold" in line for line in told)
    assert list(folder.iterdir()) == [path]
    assert caught.value.sentence("fr").startswith("Ce corpus est trop petit pour évaluer un modèle")
    return str(caught.value)


def test_too_few_offers_to_measure_are_refused_with_their_own_number(
    corpus: Corpus, tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    eleven = replace(corpus, offers=corpus.offers[::2] + corpus.offers[1:5:2])
    assert len(eleven.offers) == 11
    sentence = refused(eleven, tmp_path)
    assert "too few of its 11 different offers are left to train on (7), and it takes 8" in sentence


def test_offers_posted_again_in_other_markup_are_no_others(corpus: Corpus) -> None:
    def twice(offers: Sequence[LabelledOffer]) -> Corpus:
        again = [
            replace(offer, id=offer.id + "b", description=f"<p>{offer.description}</p>", spans=())
            for offer in offers
        ]
        return replace(corpus, offers=(*offers, *again))

    with pytest.raises(CorpusError, match=r"too few different offers \(7\)"):
        prepared.check_offers(twice(corpus.offers[:7]).offers)
    with pytest.raises(CorpusError, match=r"its 11 different offers are left to train on \(7\)"):
        check_measurable(twice(corpus.offers[::2] + corpus.offers[1:5:2]))


def test_thirteen_offers_of_no_group_are_enough_to_measure(corpus: Corpus) -> None:
    some = corpus.offers[::2] + corpus.offers[1:9:2]
    check_measurable(replace(corpus, offers=tuple(replace(offer, group="") for offer in some)))


def test_a_role_of_one_group_cannot_be_measured(corpus: Corpus, tmp_path: Path) -> None:
    whole = by_writers(corpus)
    owners = [replace(offer, group="w0") if offer.role == "PO" else offer for offer in whole.offers]
    sentence = refused(replace(whole, offers=tuple(owners)), tmp_path)
    assert "it has offers labelled PO (6) in one of its 3 folds alone" in sentence


@pytest.mark.parametrize("groups", [2, 3])
def test_other_jobs_of_two_groups_are_learnt_from_the_whole_and_not_without_a_fold(
    corpus: Corpus, tmp_path: Path, groups: int
) -> None:
    whole = by_writers(corpus)
    others = [replace(offer, group=f"w{n % groups}") if offer.role == "OTHER" else offer
              for n, offer in enumerate(whole.offers)]  # fmt: skip
    few = replace(whole, offers=tuple(others))
    if groups == 3:
        check_measurable(few)
        return
    sentence = refused(few, tmp_path)
    assert "offers labelled OTHER are of 2 groups and the others of 6" in sentence
    assert "would not all learn what tells another job" in sentence


def test_lines_labelled_in_two_groups_cannot_be_measured(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "LEAST_LINES", 1)
    whole = by_writers(corpus)
    some = [
        replace(offer, spans=offer.spans if offer.group in ("w0", "w1") else ()) for offer in whole.offers
    ]
    sentence = refused(replace(whole, offers=tuple(some)), tmp_path)
    assert "too few groups of offers have labelled lines, 2 of 6" in sentence


# --- Web pages --------------------------------------------------------------------------------------------------------


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
