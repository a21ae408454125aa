"""Figures of labelled offers, nothing being trained: those of ``evaluate`` on files, then some counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from labelled_rows import write, write_csv

from pm_or_po.errors import CorpusError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.training import evaluate
from pm_or_po.training.measures import Judged, calibration, figures, line_counts
from pm_or_po.training.rows import parse_offer
from pm_or_po.training.tables import comparison_text, report_text


def test_evaluate_gives_figures_for_lines_and_for_whole_offers(
    few_path: Path, few_rows: list[dict[str, Any]], tmp_path: Path, model: StatementModel
) -> None:
    lined = evaluate(few_path, model)
    whole = evaluate(write_csv(tmp_path / "whole.csv", few_rows), model)
    assert lined["offers"] == whole["offers"] == 18
    assert {
        "accuracy",
        "macro_f1",
        "macro_f1_ci95",
        "pm_vs_po_accuracy",
        "ece",
        "confusion",
        "lines_discovery",
    } <= set(lined)
    assert "lines_discovery" not in whole and lined["macro_f1"] == whole["macro_f1"]
    low, high = whole["macro_f1_ci95"]
    assert low <= whole["macro_f1"] <= high and lined["macro_f1_ci95"] is None
    assert all(name in report_text(lined) for name in lined if name != "confusion")


def test_evaluate_without_an_offer_is_refused(
    tmp_path: Path, model: StatementModel, is_one_sentence: Callable[..., bool]
) -> None:
    statement = {
        "id": "s",
        "lang": "fr",
        "text": "Gérer le backlog",
        "zone": "duty",
        "side": "delivery",
        "facets": ["backlog"],
    }
    with pytest.raises(CorpusError) as caught:
        evaluate(write(tmp_path, statement), model)
    assert is_one_sentence(caught.value)


def test_evaluate_names_the_offer_that_cannot_be_read(
    tmp_path: Path, model: StatementModel, is_one_sentence: Callable[..., bool]
) -> None:
    with pytest.raises(CorpusError) as caught:
        evaluate(write(tmp_path, {"id": "odd-7", "role": "PM", "description": "12 345"}), model)
    assert is_one_sentence(caught.value) and "odd-7" in str(caught.value)


def judged(
    gold: str, said: str, *, title: str = "Product Manager", sure: float = 0.8, **labels: Any
) -> Judged:
    row = {
        "role": gold,
        "title": title,
        "description": "Gérer le backlog. Comprendre les utilisateurs.",
        **labels,
    }
    rest = (1 - sure) / 2
    chances = {role: sure if role == said else rest for role in ("PM", "PO", "OTHER")}
    return Judged(parse_offer(row, "here"), "PM", said, chances, 50.0, 50.0, ())


def test_figures_counted_by_hand() -> None:
    rows = [
        judged("PM", "PM"),
        judged("PM", "PO"),
        judged("PO", "PO"),
        judged("OTHER", "OTHER"),
        judged("PO", "UNCLEAR"),
    ]
    found = figures(rows)
    assert found["accuracy"] == pytest.approx(3 / 5)
    assert found["macro_f1"] == pytest.approx((2 / 3 + 1 / 2 + 1) / 3)
    assert found["pm_vs_po_accuracy"] == pytest.approx(2 / 4)
    assert found["po_duties_found"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "cases": 2}
    assert found["unclear_rate"] == pytest.approx(1 / 5)
    assert found["confusion"][:3] == [[1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 1, 0]]


def test_offers_labelled_unclear_are_left_out() -> None:
    assert figures([judged("UNCLEAR", "PM"), judged("PM", "PM")])["offers"] == 1
    assert figures([]) == {"offers": 0}


def test_a_role_that_no_offer_is_labelled_takes_no_part_in_macro_f1() -> None:
    assert figures([judged("PM", "PM"), judged("PO", "PO")])["macro_f1"] == 1
    assert figures([judged("PM", "PM"), judged("PO", "OTHER")])["macro_f1"] == 0.5


def test_the_interval_of_few_writers_is_wider_than_that_of_many_offers() -> None:
    def interval(writers: int) -> list[float]:
        said = []
        for n in range(160):
            group = f"w{n % writers}"
            said.append(judged("PM", "PM" if n % 8 < 5 else "PO", description=f"Gérer {n}.", group=group))
            said.append(judged("PO", "PO", description=f"Écrire {n}.", group=group))
        return figures(said)["macro_f1_ci95"]

    few, many = interval(16), interval(160)
    assert few[1] - few[0] > 1.5 * (many[1] - many[0])


def of_groups(*offers: tuple[str, str], times: int = 1) -> list[Judged]:
    """Return offers, each of a group of its own, as (labelled, said)."""
    return [judged(*pair, description=f"Gérer {n}.", group=f"g{n}") for n, pair in enumerate(offers * times)]


def test_of_fewer_than_ten_groups_there_is_no_interval() -> None:
    nine = of_groups(("PM", "PM"), times=9)
    assert figures(nine)["macro_f1_ci95"] is None
    assert f"{'macro_f1_ci95':34s} –" in report_text(figures(nine)).splitlines()
    assert figures(of_groups(("PM", "PM"), times=10))["macro_f1_ci95"] == [1, 1]


def test_every_draw_of_the_interval_has_every_role_that_is_labelled() -> None:
    rare = [*of_groups(("PM", "PM"), times=11), judged("OTHER", "PM", description="Vendre.", group="rare")]
    low, high = figures(rare)["macro_f1_ci95"]
    assert 0 < low < high < 0.5, "where the rare role is not drawn, the other alone would be right every time"


def test_the_macro_f1_of_a_language_is_that_of_its_own_offers() -> None:
    said = [judged("PM", "PM", lang="fr"), judged("PO", "PO", lang="fr"), judged("PM", "PO", lang="en")]
    found = figures(said)
    assert found["macro_f1 fr"] == 1 and found["macro_f1 en"] == 0 and 0 < found["macro_f1"] < 1


def test_calibration_is_the_gap_between_being_sure_and_being_right() -> None:
    rows = [judged("PM", "PM", sure=0.75), judged("PO", "PM", sure=0.75)]
    error, points = calibration(rows)
    assert error == pytest.approx(0.25) and points == [(0.75, 0.5, 2)]


def test_too_sure_in_one_bin_does_not_make_up_for_too_unsure_in_another() -> None:
    rows = [
        judged("PM", "PM", sure=0.55),
        *(judged(gold, "PM", sure=0.95) for gold in ("PM", "PM", "PO", "PO")),
    ]
    error, points = calibration(rows)
    assert error == pytest.approx(0.45 / 5 + 0.45 * 4 / 5)
    assert points == [(0.55, 1.0, 1), (pytest.approx(0.95), 0.5, 4)]


def test_calibration_is_about_the_likeliest_role_and_confidence_about_the_role_said() -> None:
    chances = {"PM": 0.25, "PO": 0.3, "OTHER": 0.45}
    said = replace(judged("OTHER", "PO"), probabilities=chances)
    assert said.confidence == 0.3 and replace(said, role="UNCLEAR").confidence is None
    assert calibration([said])[1] == [(0.45, 1.0, 1)]


def test_the_comparison_says_what_its_figures_count() -> None:
    heads = comparison_text({"mine": figures([judged("PO", "PO"), judged("OTHER", "PO")])}).splitlines()
    row = dict(zip(heads[0].split(" | "), heads[2].split(" | "), strict=True))
    assert row["PO F1 among PM and PO"] == "1.000" and "ECE of highest probability |" in row


def test_a_line_half_covered_counts_as_marked() -> None:
    offer = judged("PM", "PM", lines=[[0, 17, "delivery"], [18, 46, "discovery"]])
    half = Judged(
        offer.gold, "PM", "PM", offer.probabilities, 0, 0, ((0, 9, "delivery"), (18, 25, "discovery"))
    )
    assert line_counts([half], "delivery") == (1, 0, 0)
    assert line_counts([half], "discovery") == (0, 0, 1)
