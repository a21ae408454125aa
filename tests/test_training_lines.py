"""Training on labelled lines: how many it takes, that no line is scored by what has seen it, what is written."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from progress import telling

from pm_or_po import load_model, training
from pm_or_po.errors import CorpusError
from pm_or_po.scoring.logits import Array
from pm_or_po.scoring.model import StatementModel
from pm_or_po.training import LEAST_LINES, train
from pm_or_po.training.corpus import Corpus, default_corpus, read_corpus
from pm_or_po.training.fit import DEFAULTS, Layers, Settings, fit_layers
from pm_or_po.training.labels import label_offer
from pm_or_po.training.prepared import prepare
from pm_or_po.training.progress import silent
from pm_or_po.training.rows import LabelledOffer

ROLES = ("PM", "PO", "OTHER")
OTHER_SIDE = {"discovery": "delivery", "delivery": "discovery", "both": "none", "none": "both"}


def marked(offers: list[LabelledOffer], path: Path, lines: int | None = None) -> Path:
    """Write offers as a user labels them: whole, with marked spans; of these the first ``lines``."""
    left = sum(len(offer.spans) for offer in offers) if lines is None else lines
    with path.open("w", encoding="utf-8") as file:
        for offer in offers:
            spans = offer.spans[:left]
            left -= len(spans)
            row = {
                "id": offer.id, "role": offer.role, "title": offer.title, "description": offer.description,
                "lang": offer.lang, "lines": [[span.start, span.end, span.side] for span in spans],
            }  # fmt: skip
            file.write(json.dumps(row) + "\n")
    assert left == 0, "too few lines to write"
    return path


FEW = 1000


@pytest.fixture
def a_thousand_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many lines as it takes would be fitted for minutes."""
    monkeypatch.setattr(training, "LEAST_LINES", FEW)


@pytest.fixture(scope="module")
def own(corpus_offers: tuple[LabelledOffer, ...]) -> list[LabelledOffer]:
    """Forty-two offers with more than a thousand lines."""
    by_role = [[offer for offer in corpus_offers if offer.role == role][5:425:30] for role in ROLES]
    found = [offer for same in by_role for offer in same]
    assert sum(len(offer.spans) for offer in found) > FEW
    return found


# --- How many lines it takes ------------------------------------------------------------------------------------------


def test_the_lines_of_half_the_corpus_are_too_few_and_those_of_all_enough() -> None:
    corpus = read_corpus(default_corpus())
    lines = sum(len(offer.spans) for offer in corpus.offers)
    assert lines / 2 < LEAST_LINES <= lines


@pytest.mark.usefixtures("a_thousand_are_enough")
@pytest.mark.parametrize(("lines", "learnt"), [(FEW - 1, False), (FEW, True)])
def test_lines_are_learnt_from_as_many_as_it_takes(
    lines: int, learnt: bool, own: list[LabelledOffer], tmp_path: Path, model: StatementModel
) -> None:
    said: list[str] = []
    path = marked(own, tmp_path / "own.jsonl", lines)
    train([path], tmp_path / "m.joblib", cross_validate=False, report=telling(said))
    mine = load_model(tmp_path / "m.joblib")
    assert np.array_equal(mine.context_weights, model.context_weights) is not learnt
    assert any("shipped model" in line for line in said) is not learnt
    assert (mine.rules.evidence == model.rules.evidence) is not learnt


KEYWORDS = """
[[keyword]]
lang = "fr"
phrase = "user stories"
side = "delivery"
facet = "specifications"
"""


@pytest.mark.usefixtures("a_thousand_are_enough")
@pytest.mark.parametrize("lines", [FEW - 1, FEW])
def test_keywords_of_one_s_own_are_learnt_with_the_lines_or_refused(
    lines: int, own: list[LabelledOffer], tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    keywords = tmp_path / "words.toml"
    keywords.write_text(KEYWORDS, encoding="utf-8")
    path, model = marked(own, tmp_path / "own.jsonl", lines), tmp_path / "m.joblib"
    if lines < FEW:
        with pytest.raises(CorpusError, match=r"words\.toml would not be used") as refused:
            train([path], model, keywords=keywords, cross_validate=False)
        assert is_one_sentence(refused.value) and not model.exists()
        return
    train([path], model, keywords=keywords, cross_validate=False)
    mine = load_model(model)
    assert [one.phrase for one in mine.lexicon.keywords] == ["user stories"]
    assert {name for name in mine.rows if name.startswith("#")} == {"#specifications"}


def between(offer: LabelledOffer, opening: str, closing: str) -> LabelledOffer:
    """Return an offer as a web page whose labels take in what stands around each line."""
    page, spans = "", []
    for span in offer.spans:
        line = opening + html.escape(offer.description[span.start : span.end]) + closing
        spans.append(replace(span, start=len(page), end=len(page) + len(line)))
        page += line
    return replace(offer, description=page, spans=tuple(spans))


def test_lines_labelled_with_their_tags_keep_their_labels(corpus_offers: tuple[LabelledOffer, ...]) -> None:
    for offer in corpus_offers[:40]:
        bare = label_offer(between(offer, "<p>", "</p>"))
        wide = label_offer(between(offer, '<div class="job__item"><p style="margin: 0">', "</p>\n</div>"))
        assert wide.labels == bare.labels and any(bare.labels)


@pytest.mark.usefixtures("a_thousand_are_enough")
def test_lines_of_one_group_cannot_be_learnt(
    own: list[LabelledOffer], tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    rows = [
        {
            "id": offer.id, "role": offer.role, "description": offer.description, "group": f"g{number % 4}",
            "lines": [] if number % 4 else [[span.start, span.end, span.side] for span in offer.spans] * 4,
        }
        for number, offer in enumerate(own)
    ]  # fmt: skip
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        train([path], tmp_path / "m.joblib", cross_validate=False, report=silent)
    assert is_one_sentence(caught.value) and "Too few groups of offers have labelled lines, 1 of 4" in str(
        caught.value
    )


def test_a_corpus_without_a_labelled_line_teaches_nothing_about_lines(
    own: list[LabelledOffer], is_one_sentence: Callable[..., bool]
) -> None:
    whole = Corpus(tuple(replace(offer, spans=()) for offer in own), (), "")
    with pytest.raises(CorpusError) as caught:
        fit_layers(prepare(whole), silent, DEFAULTS)
    assert is_one_sentence(caught.value) and str(caught.value).startswith(
        "No line of this corpus is labelled"
    )


# --- Lines of one's own, from end to end ------------------------------------------------------------------------------


@pytest.mark.usefixtures("a_thousand_are_enough")
def test_a_corpus_of_ones_own_lines_is_trained_measured_and_told_of(
    own: list[LabelledOffer], tmp_path: Path, model: StatementModel
) -> None:
    said: list[str] = []
    found = train([marked(own, tmp_path / "own.jsonl")], tmp_path / "m.joblib", report=telling(said))
    mine, figures = load_model(tmp_path / "m.joblib"), found["this model"]
    assert figures["offers"] == len(own) and sum(map(sum, figures["confusion"])) == len(own)
    for side in ("discovery", "delivery"):
        labelled = sum(span.side in (side, "both") for offer in own for span in offer.spans)
        assert figures[f"lines_{side}"]["cases"] == labelled and figures[f"lines_{side}"]["f1"] > 0.4
    assert figures["macro_f1"] > found["majority"]["macro_f1"]
    assert [line for line in said if line.startswith("Cross-validating")] == [
        f"Cross-validating: fold {number} of 3" for number in (1, 2, 3)
    ]
    assert "shipped model" not in "".join(said)
    assert "shipped with" not in (tmp_path / "m.md").read_text(encoding="utf-8")
    out_of_fold = (tmp_path / "m.out-of-fold.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in out_of_fold] == [offer.id for offer in own]
    assert mine.rows.keys() != model.rows.keys()


# --- No line is scored by what has seen it ----------------------------------------------------------------------------


def by_writers(corpus: Corpus, wrong: str | None = None) -> Corpus:
    """Return the corpus as of six writers; the lines of one of them are of the side that they are not."""
    offers = []
    for number, offer in enumerate(corpus.offers):
        group = f"w{number % 6}"
        spans = tuple(replace(span, side=OTHER_SIDE[span.side], facets=()) for span in offer.spans)
        offers.append(replace(offer, group=group, spans=spans if group == wrong else offer.spans))
    return replace(corpus, offers=tuple(offers))


def layers(corpus: Corpus, **changed: Any) -> Layers:
    return fit_layers(prepare(corpus), silent, Settings(**changed))


def test_the_labels_of_a_line_hardly_move_its_unseen_score(few_path: Path) -> None:
    corpus = read_corpus([few_path])
    honest, wrong = by_writers(corpus), by_writers(corpus, "w0")
    moved: Array = np.abs(layers(honest).unseen - layers(wrong).unseen)[:, :2]
    prepared = prepare(honest)
    its_own = np.repeat([offer.group == "w0" for offer in prepared.offers], np.diff(prepared.bounds))
    # A little, since what stands around a line is weighed on the scores of others, which have seen it.
    assert moved[its_own].mean() < 0.5 * moved[~its_own].mean()


def test_another_seed_splits_the_lines_in_another_way(few_path: Path) -> None:
    corpus = read_corpus([few_path])
    first, again, other = layers(corpus), layers(corpus), layers(corpus, seed=1)
    assert np.array_equal(first.unseen, again.unseen) and not np.array_equal(first.unseen, other.unseen)
    assert np.array_equal(first.text.coef, other.text.coef)
