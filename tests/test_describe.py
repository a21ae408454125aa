"""The figures that describe a corpus, and the report of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from labelled_rows import offer_row, write

from pm_or_po.training.corpus import read_corpus
from pm_or_po.training.describe import (
    copied_runs,
    leaning_words,
    main,
    nearest_duplicates,
    portrait,
    repeated_lines,
    tell_apart,
)


def test_nearest_duplicates_are_jaccard_of_shingles():
    one = list("abcdef")  # abcde bcdef
    near = nearest_duplicates([one, [*one[:5], "x"], list("klmnop"), ["short"]])
    assert list(near["nearest"][:2]) == [1, 0]
    assert list(near["jaccard"]) == pytest.approx([1 / 3, 1 / 3, 0, 0])


def test_repeated_lines_need_two_offers(tmp_path: Path):
    twice = [["Tenir le backlog", "duty", "delivery", ["backlog"], "\n"]] * 2
    again = [["• TENIR le backlog !", "duty", "delivery", ["backlog"], "\n"]]
    alone = portrait(read_corpus([write(tmp_path, offer_row(lines=twice))]))
    both = portrait(read_corpus([write(tmp_path, offer_row(lines=twice), offer_row(id="a-2", lines=again))]))
    assert len(repeated_lines(alone.lines)) == 0
    assert repeated_lines(both.lines)["offers"].to_dict() == {"tenir le backlog": 2}
    assert copied_runs(both, alone, size=3) == {
        "a-1": {"tenir le backlog", "backlog tenir le", "le backlog tenir"}
    } | {"a-2": {"tenir le backlog"}}


def test_telling_apart_is_chance_within_one_collection_and_certain_between_two():
    draw = np.random.default_rng(0).integers
    texts = [" ".join(f"tenir{i}" for i in draw(20, size=8)) for _ in range(200)]
    others = [" ".join(f"rencontrer{i}" for i in draw(20, size=8)) for _ in range(200)]
    assert tell_apart(texts[:100], texts[100:]).auc == pytest.approx(0.5, abs=0.12)
    told = tell_apart(texts, others, top=3)
    assert (told.accuracy, told.auc) == (1.0, 1.0)
    assert all(word.startswith("tenir") for word in told.ours)
    assert all(word.startswith("rencontrer") for word in told.theirs)


def test_words_lean_to_the_side_that_says_them():
    said = [("users interviews", "discovery"), ("users research", "discovery"), ("write stories", "delivery")]
    lines = pd.DataFrame([("en", *pair) for pair in said], columns=["lang", "words", "side"])
    lean = leaning_words(lines, "en", top=2)["lean"]
    assert lean.index[-1] == "users"
    assert lean["stories"] < 0 < lean["users"]


def test_the_report_sets_two_collections_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    other = write(tmp_path, {"description": "Tenir le backlog avec la squad.", "role": "PO", "lang": "fr"})
    assert (
        main(["--corpus", str(write(tmp_path, offer_row(), name="own.jsonl")), "--against", str(other)]) == 0
    )
    printed = capsys.readouterr().out
    assert "| offers | 1 | 1 |" in printed
    assert "| claim | PM | PO | OTHER | UNCLEAR |" in printed
    assert "## Told from mine by their words" in printed


def test_a_file_called_corpus_stands_beside_the_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    row = {"description": "Tenir le backlog avec la squad.", "role": "PO", "lang": "fr"}
    other = write(tmp_path, row, {**row, "description": "Rencontrer les clients."}, name="corpus.jsonl")
    own = write(tmp_path, offer_row(), name="own.jsonl")
    assert main(["--corpus", str(own), "--against", str(other)]) == 0
    assert "| offers | 1 | 2 |" in capsys.readouterr().out


def test_the_report_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--corpus", str(tmp_path / "absent")]) == 2
    assert "There is no labelled data at" in capsys.readouterr().err
