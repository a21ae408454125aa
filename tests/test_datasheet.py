"""The datasheet of the corpus, ``data/README.md``: its counts and figures are those of the files beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_or_po.scoring.model import StatementModel
from pm_or_po.training import evaluate
from pm_or_po.training.corpus import default_corpus, read_corpus
from pm_or_po.training.describe import report
from pm_or_po.training.titles import comparison, read_pasted

DATA = Path(__file__).resolve().parents[1] / "data"


def rows_of(page: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in page.splitlines()
        if line.startswith("| ") and not line.startswith("| ---")
    ]


@pytest.fixture(scope="module")
def told() -> list[list[str]]:
    return rows_of((DATA / "README.md").read_text(encoding="utf-8"))


def test_the_corpus_is_counted_as_it_is(told: list[list[str]]) -> None:
    parts = report(read_corpus(default_corpus())).split("\n## ")
    counted = [part for part in parts if part.startswith(("Size", "Offers by role", "Lines by"))]
    rows = [row for part in counted if not part.startswith("Lines by lang") for row in rows_of(part)[1:]]
    assert len(rows) > 30
    assert [row for row in rows if not any(said[: len(row)] == row for said in told)] == []


def test_the_offers_held_out_are_judged_as_it_says(told: list[list[str]], model: StatementModel) -> None:
    at = next(i for i, row in enumerate(told) if "PO called PM" in row)
    found = evaluate(DATA / "hard.jsonl", model)
    main = [found["accuracy"], found["macro_f1"], found["pm_vs_po_accuracy"]]
    lines = [
        found[f"lines_{side}"][kind] for side in ("discovery", "delivery") for kind in ("precision", "recall")
    ]
    said = [float(number) for cell in told[at + 1][:5] for number in cell.split(" / ")]
    assert said == pytest.approx([*main, *lines], abs=0.001)
    assert told[at + 1][5] == f"{found['confusion'][1][0]} of {sum(found['confusion'][1])}"


def test_the_titles_of_pasted_offers_are_found_as_it_says(told: list[list[str]]) -> None:
    rows = comparison(read_pasted(DATA / "pasted.jsonl"))
    assert [row for row in rows if list(row) not in told] == []
