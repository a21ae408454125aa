"""The labelled corpus: files read, nothing is said twice, the balance holds; the offers held out."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from pm_or_po.scoring.model import StatementModel
from pm_or_po.taxonomy import FACETS, LANGS, ROLES
from pm_or_po.training.corpus import Corpus, read_corpus
from pm_or_po.training.describe import (
    Portrait,
    nearest_duplicates,
    portrait,
    repeated_lines,
    shares,
)
from pm_or_po.training.measures import figures, judged

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = sorted([*DATA.glob("offers/*"), *DATA.glob("statements/*")])
TWINS = 0.5  # Jaccard of 5-word shingles from which two offers are one offer written twice
REPEATED_DUTIES = 5  # duty lines that may stand word for word in two offers
REPEATED_PLAIN = 0.20  # share of other lines that may: stock headings, mostly


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus([DATA / "offers", DATA / "statements"])


@pytest.fixture(scope="module")
def drawn(corpus: Corpus) -> Portrait:
    return portrait(corpus)


# --- The project's own data ----------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=[f"{f.parent.name}/{f.name}" for f in FILES])
def test_each_file_reads_alone_and_holds_one_kind_of_row(file: Path):
    assert file.suffix == ".jsonl"
    found = read_corpus([file])
    assert bool(found.offers) == (file.parent.name == "offers")
    assert bool(found.statements) == (file.parent.name == "statements")


def test_offers_are_fully_labelled(corpus: Corpus):
    for offer in corpus.offers:
        assert offer.lang in LANGS, offer.id
        assert offer.title.strip(), offer.id
        assert offer.group, offer.id
        assert offer.spans, offer.id
        assert offer.discovery is not None and offer.delivery is not None, offer.id
        assert (offer.family is not None) == (offer.role == "OTHER"), offer.id


def test_roles_follow_from_the_scores(corpus: Corpus):
    for offer in corpus.offers:
        if offer.role == "PM":
            assert offer.discovery >= 2, offer.id
        elif offer.role == "PO":
            assert offer.delivery >= 2 > offer.discovery, offer.id


def test_a_scored_side_has_a_line_that_proves_it(corpus: Corpus):
    for offer in corpus.offers:
        for side in ("discovery", "delivery"):
            if getattr(offer, side) >= 2:
                assert any(span.side in (side, "both") for span in offer.spans), (offer.id, side)


def test_facets_say_the_side_everywhere_and_only_duties_bear_one(drawn: Portrait):
    sided = drawn.lines["side"] != "none"
    assert (drawn.lines["facets"].map(bool) == sided).all()
    stray = drawn.lines[sided & ~drawn.lines["zone"].isin(["duty", "heading"])]
    assert stray.empty, stray[["offer", "zone", "words"]].to_string()


def test_no_offer_is_a_near_duplicate_of_another(drawn: Portrait):
    near = nearest_duplicates(drawn.words)
    twins = near[near["jaccard"] >= TWINS]
    assert [(drawn.offers["id"][i], drawn.offers["id"][j]) for i, j in twins["nearest"].items()] == []


def test_duties_are_not_repeated_word_for_word(drawn: Portrait):
    repeated = repeated_lines(drawn.lines[drawn.lines["side"] != "none"])
    assert len(repeated) <= REPEATED_DUTIES, list(repeated.index)


def test_few_other_lines_are_repeated(drawn: Portrait):
    plain = drawn.lines[(drawn.lines["source"] == "offers") & (drawn.lines["side"] == "none")]
    assert plain["words"].isin(repeated_lines(plain).index).mean() <= REPEATED_PLAIN


def test_the_same_words_never_have_two_sides(drawn: Portrait):
    said = drawn.lines[drawn.lines["words"] != ""].groupby("words")["side"].nunique()
    assert list(said[said > 1].index) == []


def test_size(drawn: Portrait):
    assert len(drawn.offers) >= 500
    assert len(drawn.lines) >= 20_000


def test_language_balance(drawn: Portrait):
    assert 50 <= shares(drawn.offers["lang"], LANGS).loc["fr", "percent"] <= 70


@pytest.mark.parametrize("role", ["PM", "PO", "OTHER"])
def test_role_balance(drawn: Portrait, role: str):
    assert shares(drawn.offers["role"], list(ROLES)).loc[role, "percent"] >= 20


def test_a_third_of_the_po_offers_stand_under_a_pm_title(drawn: Portrait):
    claims = drawn.offers.loc[drawn.offers["role"] == "PO", "claim"]
    assert (claims == "PM").mean() >= 1 / 3


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", ["offers", "statements"])
def test_every_facet_occurs_in_both_languages(drawn: Portrait, lang: str, source: str):
    own = drawn.lines[(drawn.lines["lang"] == lang) & (drawn.lines["source"] == source)]
    assert set(own["facets"].explode().dropna()) == set(FACETS)


def test_no_mark_of_the_writing_format_is_left_in_a_text(corpus: Corpus):
    marks = re.compile(
        r"(?:^|\S|\s)\++(?:duty|profile|company|context|benefits|process|legal|heading)(?:\[| )"
    )
    texts = [offer.description for offer in corpus.offers] + [s.text for s in corpus.statements]
    assert [text for text in texts if marks.search(text)] == []


# --- The offers held out -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hard() -> Corpus:
    return read_corpus([DATA / "hard.jsonl"])


def test_no_hard_offer_is_one_of_the_corpus(hard: Corpus, corpus: Corpus, drawn: Portrait):
    assert {o.group for o in hard.offers}.isdisjoint(o.group for o in corpus.offers)
    both = portrait(Corpus((*corpus.offers, *hard.offers), (), ""))
    near = nearest_duplicates(both.words)[len(corpus.offers) :]
    assert near["jaccard"].max() < TWINS / 2
    sided = portrait(hard).lines.query("side != 'none'")
    assert len(sided) > 1_000
    assert set(sided["words"]).isdisjoint(drawn.lines["words"])


def test_most_hard_offers_are_judged_right_though_their_writers_are_unseen(
    hard: Corpus, model: StatementModel
):
    said = [judged(offer, model) for offer in hard.offers]
    assert np.mean([one.role == one.gold.role for one in said]) >= 0.85
    assert figures(said)["lines_discovery"]["f1"] >= 0.75
