"""Studies of the corpus and of the model's errors: the second reading, and the verdicts kept by training."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pm_or_po.errors import CorpusError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.training.audit import agreement, main, read_audit
from pm_or_po.training.corpus import read_corpus
from pm_or_po.training.measures import figures, judged
from pm_or_po.training.out_of_fold import line_errors, read_out_of_fold
from pm_or_po.training.rows import LabelledOffer, LabelledSpan
from pm_or_po.training.study import with_the_readers_lines

DATA = Path(__file__).resolve().parents[1] / "data"
TEXT = "Gérer le backlog.\nDéfinir la vision."
OFFER = LabelledOffer(
    "o-1", "PO", TEXT, "PO", "fr", None, 1, 2,
    (LabelledSpan(0, 17, "delivery", "duty", ("backlog",)), LabelledSpan(18, 36, "discovery", "duty", ("vision",))),
    "w1",
)  # fmt: skip


def second(tmp_path: Path, **fields: object) -> Path:
    row = {"id": "o-1", "role": "PO", "discovery": 2, "delivery": 2, "sides": {"0": "delivery"}, **fields}
    path = tmp_path / "audit.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_the_second_reading_of_the_corpus_agrees(corpus_offers: tuple[LabelledOffer, ...]) -> None:
    readings = read_audit(DATA / "audit.jsonl")
    found, disputed = agreement(corpus_offers, readings)
    assert found[0].startswith(f"{len(readings)} offers, ")
    assert len(disputed) < 0.05 * sum(len(o.spans) for o in corpus_offers if o.id in {r.id for r in readings})


def test_the_second_reading_of_the_hard_offers_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(DATA / "hard.audit.jsonl"), "--offers", str(DATA / "hard.jsonl")]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "30 offers, 639 lines read twice" and told[1] == "role: agree 1.00, kappa 1.00"
    assert len(told) <= 5 + 0.02 * 639


def test_a_line_in_dispute_is_told(tmp_path: Path) -> None:
    other = LabelledOffer(
        "o-2", "PM", "x", "PM", discovery=0, delivery=0, spans=(LabelledSpan(0, 1, "none"),)
    )
    path = second(tmp_path)
    rest = {"id": "o-2", "role": "PM", "discovery": 0, "delivery": 0, "sides": {}}
    path.write_text(path.read_text("utf-8") + json.dumps(rest) + "\n", encoding="utf-8")
    found, disputed = agreement([OFFER, other], read_audit(path))
    assert disputed == ["o-1 corpus discovery, second reader none: Définir la vision."]
    assert found[1] == "role: agree 1.00, kappa 1.00"
    assert "0-3 score equal 0.50, within one 1.00" in found[2]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sides": None}, "second readings"),
        ({"sides": {"0": "deliver"}}, "second readings"),
        ({"sides": {"0": ["delivery"]}}, "second readings"),
        ({"role": "Product Owner"}, "second readings"),
        ({"discovery": 4}, "second readings"),
        ({"id": ["o-1"]}, "second readings"),
        ({"id": "x"}, "offer x"),
        ({"sides": {"2": "delivery"}}, r"a line that does not exist: its labelled lines \(2\)"),
    ],
)
def test_a_broken_second_reading_is_refused(tmp_path: Path, fields: dict[str, object], told: str) -> None:
    with pytest.raises(CorpusError, match=told):
        agreement([OFFER], read_audit(second(tmp_path, **fields)))


@pytest.mark.parametrize("lacking", [{"spans": ()}, {"discovery": None}, {"delivery": None}])
def test_an_offer_that_is_not_fully_labelled_is_compared_with_nothing(
    tmp_path: Path, lacking: dict[str, object]
) -> None:
    with pytest.raises(CorpusError, match="o-1, read a second time, has no labelled lines or no scores"):
        agreement([replace(OFFER, **lacking)], read_audit(second(tmp_path)))


def test_the_order_of_files_on_the_command_line_makes_no_difference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--offers", str(DATA / "hard.jsonl"), str(DATA / "hard.audit.jsonl")]) == 0
    assert capsys.readouterr().out.startswith("30 offers, 639 lines read twice\n")


def test_the_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "empty.jsonl").touch()
    assert main([str(tmp_path / "empty.jsonl")]) == 2
    assert "second readings" in capsys.readouterr().err


KEPT = {
    "id": "o-1", "role": "PM", "probabilities": {"PM": 0.7, "PO": 0.2, "OTHER": 0.1}, "discovery": 40.0,
    "delivery": 50.0, "marks": [[0, 17, "delivery"], [0, 17, "discovery"], [18, 25, "discovery"]],
}  # fmt: skip


def test_verdicts_kept_by_training_are_set_beside_the_labels(tmp_path: Path) -> None:
    path = tmp_path / "out-of-fold.jsonl"
    path.write_text(json.dumps(KEPT) + "\n", encoding="utf-8")
    verdicts = read_out_of_fold(path, [OFFER])
    assert verdicts[["role", "said", "confidence"]].to_numpy().tolist() == [["PO", "PM", 0.7]]
    lines = line_errors(verdicts, [OFFER])
    assert lines[["side", "kind", "text"]].to_numpy().tolist() == [
        ["discovery", "false", "Gérer le backlog."],
        ["discovery", "missed", "Définir la vision."],
    ]
    with pytest.raises(CorpusError, match="o-1"):
        read_out_of_fold(path, [])


def test_of_a_line_of_both_sides_the_facets_of_the_missed_one_are_told(tmp_path: Path) -> None:
    both = replace(OFFER, spans=(LabelledSpan(0, 17, "both", "duty", ("backlog", "vision")),))
    path = tmp_path / "out-of-fold.jsonl"
    for marks, told in (
        ([[0, 17, "delivery"]], [["discovery", "vision"]]),
        ([], [["discovery", "vision"], ["delivery", "backlog"]]),
    ):
        path.write_text(json.dumps(KEPT | {"marks": marks}) + "\n", encoding="utf-8")
        lines = line_errors(read_out_of_fold(path, [both]), [both])
        assert lines[["side", "facets"]].to_numpy().tolist() == told


@pytest.mark.parametrize(
    "changed",
    [
        {"probabilities": None}, {"probabilities": {"PM": 1}}, {"probabilities": ["PM", "PO", "OTHER"]}, {"role": "CEO"},
        {"id": ["o-1"]}, {"discovery": "much"}, {"marks": [[0, 17]]}, {"marks": [[0, 17, "none"]]},
    ],
)  # fmt: skip
def test_a_file_that_keeps_no_verdicts_is_refused(tmp_path: Path, changed: dict[str, object]) -> None:
    path = tmp_path / "out-of-fold.jsonl"
    kept = KEPT | changed
    for row in (kept, {"role": "PM"}, [1]):
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
        with pytest.raises(
            CorpusError, match="does not hold the verdicts that 'pm-or-po train' keeps"
        ) as refused:
            read_out_of_fold(path, [OFFER])
        assert str(path) in str(refused.value)


def test_the_confidence_kept_is_that_of_the_role_said(tmp_path: Path) -> None:
    path = tmp_path / "out-of-fold.jsonl"
    rows = [KEPT | {"role": role} for role in ("PO", "UNCLEAR")]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    low, none = read_out_of_fold(path, [OFFER])["confidence"]
    assert low == 0.2 and np.isnan(none)


def test_the_models_own_lines_are_those_of_the_program_denied_ones_included(
    tmp_path: Path, model: StatementModel
) -> None:
    text = (
        "Vos missions :\n- Rédiger les user stories et suivre le backlog.\n\nCe que vous ne ferez pas :\n"
        "- Mener des entretiens utilisateurs.\n- Définir la vision du produit.\n- Fixer la roadmap du produit."
    )
    marks = [[text.index(said), text.index(said) + len(said), side] for said, side in (
        ("- Rédiger les user stories et suivre le backlog.", "delivery"), ("- Fixer la roadmap du produit.", "none"),
    )]  # fmt: skip
    row = {"id": "o", "title": "Product Owner", "description": text, "role": "PO", "lines": marks}
    path = tmp_path / "read.jsonl"
    path.write_text(json.dumps(row | {"discovery": 0, "delivery": 2}) + "\n", encoding="utf-8")
    (offer,) = read_corpus([path]).offers
    found = with_the_readers_lines(path)["the model's own lines"]
    program = figures([judged(offer, model)])
    assert found.pop("ece") == pytest.approx(program.pop("ece"), abs=1e-6)
    assert found == program
    assert found["lines_discovery"] == {"precision": None, "recall": None, "f1": None, "cases": 0}


def test_the_readers_lines_take_the_place_of_the_models(tmp_path: Path) -> None:
    text = "Vos missions :\n- Tenir le planning des salles.\n- Rédiger les user stories et suivre le backlog."
    lines = [
        [text.index("- Tenir"), text.index("\n- Réd"), "discovery"],
        [text.index("- Réd"), len(text), "none"],
    ]
    row = {
        "title": "Product Owner",
        "description": text,
        "role": "PO",
        "discovery": 1,
        "delivery": 2,
        "lines": lines,
    }
    path = tmp_path / "read.jsonl"
    path.write_text("".join(json.dumps({**row, "id": f"o-{i}"}) + "\n" for i in range(3)), encoding="utf-8")
    rows = with_the_readers_lines(path)
    assert rows["the readers' lines"]["lines_discovery"]["f1"] == 1
    assert rows["the model's own lines"]["lines_discovery"]["f1"] == 0


def test_the_page_of_the_study_was_printed_on_the_corpus_of_the_shipped_model(model: StatementModel) -> None:
    page = (DATA.parent / "models" / "study.md").read_text(encoding="utf-8")
    assert model.identity.data_sha256 in page
