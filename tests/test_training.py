"""Training on a few labelled offers: what is written, what is measured, what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from labelled_rows import description, write_csv
from progress import telling
from sklearn.exceptions import NotFittedError

from pm_or_po import classify, load_model
from pm_or_po.errors import CorpusError, OutputError
from pm_or_po.resources import resource
from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.outputs import columns
from pm_or_po.scoring.storage import save_model
from pm_or_po.text.document import read_statement
from pm_or_po.training import train
from pm_or_po.training.corpus import default_corpus, read_corpus
from pm_or_po.training.features import UnitVectorizer
from pm_or_po.training.fit import fit
from pm_or_po.training.prepared import LEAST_OFFERS
from pm_or_po.training.progress import silent
from pm_or_po.verdict import Verdict

Rows = list[dict[str, Any]]


def write(path: Path, rows: Rows) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def side_only(row: dict[str, Any]) -> dict[str, Any]:
    """Return an offer as a description with marked spans, which have a side and no zone."""
    marks, place = [], 0
    for text, _, side, _, separator in row["lines"]:
        marks.append([place, place + len(text), side])
        place += len(text) + len(separator)
    return {
        "id": row["id"],
        "title": row["title"],
        "role": row["role"],
        "description": description(row),
        "lines": marks,
    }


# --- Labelled by lines --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(few_path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], list[str]]:
    """Train once with the report: the model file, the figures returned, what was said."""
    out = tmp_path_factory.mktemp("trained") / "mine.joblib"
    said: list[str] = []
    return out, train([few_path], out, report=telling(said)), said


def test_model_metrics_and_card_are_written(run: tuple[Path, dict[str, Any], list[str]]) -> None:
    out = run[0]
    written = {path.name for path in out.parent.iterdir()}
    assert {"mine.joblib", "mine.metrics.json", "mine.md"} <= written
    kept = {"mine.out-of-fold.jsonl", "mine-reliability.png"}
    assert written <= {"mine.joblib", "mine.metrics.json", "mine.md", *kept}


def test_the_metrics_are_the_figures_returned(run: tuple[Path, dict[str, Any], list[str]]) -> None:
    out, found, _ = run
    assert json.loads(out.with_suffix(".metrics.json").read_text(encoding="utf-8")) == json.loads(
        json.dumps(found)
    )
    assert {"this model", "majority", "title alone", "keywords alone"} <= set(found)
    for figure in found.values():
        assert figure["offers"] == 18 and 0 <= figure["macro_f1"] <= 1


def test_the_card_says_what_the_model_is_and_shows_the_figures(
    run: tuple[Path, dict[str, Any], list[str]], few_path: Path
) -> None:
    out, found, _ = run
    card = out.with_suffix(".md").read_text(encoding="utf-8")
    corpus = read_corpus([few_path])
    french = sum(offer.lang == "fr" for offer in corpus.offers)
    assert f"- **Trained on** 18 offers ({french} fr, {18 - french} en; 6 PM, 6 PO, 6 OTHER), SHA-256" in card
    assert corpus.sha256 in card
    assert f"{found['this model']['macro_f1']:.3f}" in card
    assert "| in French |" in card and "| duties in bullets |" in card
    assert "majority" in card and "title alone" in card and "keywords alone" in card
    assert not re.search(r"\{\w+\}", card)


def test_the_figures_are_told(run: tuple[Path, dict[str, Any], list[str]]) -> None:
    told = "\n".join(run[2])
    assert "majority" in told and "confusion" in told and " groups, 3 folds)" in told


def test_the_trained_model_judges(run: tuple[Path, dict[str, Any], list[str]], few_rows: Rows) -> None:
    mine = load_model(run[0])
    verdicts = [classify(description(row), row["title"], model=mine) for row in few_rows]
    right = sum(verdict.role == row["role"] for verdict, row in zip(verdicts, few_rows, strict=True))
    assert right > len(few_rows) / 2, "it does not even know the offers it was trained on"


def test_two_trainings_give_the_same_bytes(
    run: tuple[Path, dict[str, Any], list[str]], few_path: Path, tmp_path: Path
) -> None:
    again = tmp_path / "mine.joblib"
    train([few_path], again, cross_validate=False, report=silent)
    assert again.read_bytes() == run[0].read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.joblib"]


def test_a_folder_that_is_not_there_is_said(
    few_rows: Rows, tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    whole = write_csv(tmp_path / "whole.csv", few_rows)
    with pytest.raises(OutputError) as caught:
        train([whole], tmp_path / "none" / "m.joblib", cross_validate=False, report=silent)
    assert is_one_sentence(caught.value)


# --- Labelled as a whole only ---------------------------------------------------------------------------------------


def test_offers_labelled_as_a_whole_in_a_csv_are_enough(
    few_rows: Rows, tmp_path: Path, model: StatementModel
) -> None:
    said: list[str] = []
    out = tmp_path / "whole.joblib"
    found = train([write_csv(tmp_path / "whole.csv", few_rows)], out, report=telling(said))
    mine = load_model(out)
    assert (
        said[0].startswith("Labelled lines in your offers: 0")
        and "shipped model" in said[0]
        and {"whole.joblib", "whole.md", "whole.metrics.json"} <= {path.name for path in tmp_path.iterdir()}
    )
    assert found["this model"]["offers"] == 18 and "lines_discovery" not in found["this model"]
    np.testing.assert_allclose(mine.context_weights, model.context_weights)
    assert mine.rules.evidence == model.rules.evidence and mine.identity != model.identity


# --- Corpora that leave something out ---------------------------------------------------------------------------------


def trained(rows: Rows, folder: Path) -> list[Verdict]:
    """Train on lines and all, save and load what comes of it, and return what it says of the same offers."""
    save_model(fit(read_corpus([write(folder / "rows.jsonl", rows)]), version="0"), folder / "m.joblib")
    mine = load_model(folder / "m.joblib")
    return [classify(row.get("description") or description(row), row["title"], model=mine) for row in rows]


def marked(verdicts: list[Verdict]) -> set[str]:
    return {proof.side for verdict in verdicts for proof in verdict.evidence}


def test_without_families_without_other_and_without_titles_it_trains(few_rows: Rows, tmp_path: Path) -> None:
    product = [{**row, "family": None, "title": ""} for row in few_rows if row["role"] != "OTHER"]
    verdicts = trained(product, tmp_path)
    assert [verdict.role for verdict in verdicts] == [row["role"] for row in product]
    assert all(verdict.probabilities["OTHER"] < 0.1 for verdict in verdicts)


def test_reading_statements_once_gives_the_matrix_of_reading_them_twice() -> None:
    statements = [
        read_statement(text)
        for text in ("Rédiger les user stories", "Write user stories", "", "Animer les rétros") * 9
    ]
    lexicon = Lexicon.load(resource("keywords.toml"))
    vectorizer = UnitVectorizer(lexicon)
    once = vectorizer.fit_factors(statements).tocsr()
    assert (once != vectorizer.factors(statements).tocsr()).nnz == 0


def test_a_vectorizer_that_has_learnt_nothing_says_so_and_one_of_a_model_has() -> None:
    statements, lexicon = (
        [read_statement("Rédiger les user stories")] * 4,
        Lexicon.load(resource("keywords.toml")),
    )
    with pytest.raises(NotFittedError):
        UnitVectorizer(lexicon).factors(statements)
    learnt = UnitVectorizer(lexicon, gram_weight=2.0)
    matrix = learnt.fit_factors(statements).tocsr()
    same = UnitVectorizer.fitted(lexicon, 2.0, learnt.vocabulary_, learnt.idf_)
    assert (same.factors(statements).tocsr() != matrix).nnz == 0


def test_lines_labelled_with_a_side_alone_are_enough(few_rows: Rows, tmp_path: Path) -> None:
    verdicts = trained([side_only(row) for row in few_rows], tmp_path)
    right = sum(verdict.role == row["role"] for verdict, row in zip(verdicts, few_rows, strict=True))
    assert right > 0.8 * len(few_rows) and marked(verdicts) == {"discovery", "delivery"}


def test_a_corpus_without_a_discovery_line_trains(few_rows: Rows, tmp_path: Path) -> None:
    def without(line: list[Any]) -> list[Any]:
        return [line[0], line[1], "none", [], line[4]] if line[2] in ("discovery", "both") else line

    verdicts = trained(
        [{**row, "lines": [without(line) for line in row["lines"]]} for row in few_rows], tmp_path
    )
    assert marked(verdicts) == {"delivery"} and max(verdict.discovery for verdict in verdicts) < 1
    other = [verdict.role == "OTHER" for verdict in verdicts]
    assert other == [row["role"] == "OTHER" for row in few_rows]


SPANISH = (
    "Buscamos una persona para gestionar el producto y escribir las historias con los equipos de la empresa. "
)


@pytest.mark.parametrize("text", ["12 345", 3 * SPANISH])
def test_an_offer_that_would_not_be_judged_is_refused_with_its_name(
    text: str, few_rows: Rows, tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    rows = [*few_rows, {"id": "odd-7", "role": "PM", "title": "", "description": text}]
    with pytest.raises(CorpusError) as caught:
        train([write(tmp_path / "rows.jsonl", rows)], tmp_path / "m.joblib", report=silent)
    assert is_one_sentence(caught.value) and "odd-7" in str(caught.value)


def of_role(rows: Rows, role: str) -> Rows:
    return [row for row in rows if row["role"] == role]


def test_too_few_offers_or_none_of_a_product_role_are_refused(
    few_rows: Rows, tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    copies = [{**row, "id": f"{n}-{row['id']}"} for row in few_rows[: LEAST_OFFERS - 1] for n in range(3)]
    no_owner = [*of_role(few_rows, "PM"), *of_role(few_rows, "OTHER")]
    no_manager = [*of_role(few_rows, "PO"), *of_role(few_rows, "OTHER")]
    for rows, told in (
        (copies, "different offers (7)"),
        (no_owner, "labelled PO"),
        (no_manager, "labelled PM"),
    ):
        with pytest.raises(CorpusError) as caught:
            train([write(tmp_path / "rows.jsonl", rows)], tmp_path / "m.joblib", report=silent)
        assert is_one_sentence(caught.value) and told in str(caught.value)
        assert not (tmp_path / "m.joblib").exists()


def test_a_role_of_one_offer_cannot_be_measured_but_can_be_trained(
    few_rows: Rows, tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    rows = [*of_role(few_rows, "PM"), *of_role(few_rows, "PO")[:1], *of_role(few_rows, "OTHER")]
    path, out = write(tmp_path / "rows.jsonl", rows), tmp_path / "m.joblib"
    with pytest.raises(CorpusError) as caught:
        train([path], out, report=silent)
    assert is_one_sentence(caught.value) and "--no-report" in str(caught.value) and not out.exists()
    train([path], out, cross_validate=False, report=silent)
    assert out.exists()


def test_a_corpus_of_next_to_no_other_jobs_is_told(few_rows: Rows, tmp_path: Path) -> None:
    said: list[str] = []
    rows = [*of_role(few_rows, "PM"), *of_role(few_rows, "PO"), *of_role(few_rows, "OTHER")[:1]]
    path, out = write(tmp_path / "rows.jsonl", rows), tmp_path / "m.joblib"
    train([path], out, cross_validate=False, report=telling(said))
    assert any("labelled OTHER" in one for one in said)
    verdict = classify(
        "Vos missions :\n- Tenir la caisse\n- Ranger les rayons", "Vendeur", model=load_model(out)
    )
    assert verdict.probabilities["OTHER"] < 0.5


def test_few_offers_of_another_job_are_told_to_teach_little(tmp_path: Path) -> None:
    seed = (default_corpus()[0] / "seed.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in seed.splitlines()]
    for others in (9, 10):
        said: list[str] = []
        some = [*of_role(rows, "PM")[:8], *of_role(rows, "PO")[:8], *of_role(rows, "OTHER")[:others]]
        path = write(tmp_path / "rows.jsonl", some)
        train([path], tmp_path / "m.joblib", cross_validate=False, report=telling(said))
        assert any("labelled OTHER: 9; others: 16" in one for one in said) == (others == 9)


def test_product_jobs_of_one_group_teach_to_tell_no_other_job_and_that_is_told(
    few_rows: Rows, tmp_path: Path
) -> None:
    said: list[str] = []
    rows = [
        {**row, "group": f"w{n % 3}" if row["role"] == "OTHER" else "w"} for n, row in enumerate(few_rows)
    ]
    path, out = write(tmp_path / "rows.jsonl", rows), tmp_path / "m.joblib"
    train([path], out, cross_validate=False, report=telling(said))
    assert any("labelled OTHER are of 3 groups and the others of 1" in one for one in said)
    assert out.exists()


def test_with_borrowed_lines_job_families_stay_those_of_the_shipped_model(
    few_rows: Rows, tmp_path: Path, model: StatementModel
) -> None:
    rows = [{**row, "family": None} for row in few_rows]
    train(
        [write_csv(tmp_path / "rows.csv", rows)], tmp_path / "m.joblib", cross_validate=False, report=silent
    )
    families = columns("product").start + 1
    mine = load_model(tmp_path / "m.joblib")
    np.testing.assert_allclose(mine.weights[:, families:], model.weights[:, families:], atol=0.07)
