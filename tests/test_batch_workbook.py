"""A workbook in: what its cells hold comes out as it looked there."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from pm_or_po import classify_many
from pm_or_po.batch import score_table
from pm_or_po.reading import open_table

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["description", "Publiée", "Vue"])
    moments = [datetime.date(2026, 3, 12), datetime.datetime(2026, 3, 12, 9, 30)]
    book.active.append(["Gérer le backlog", *moments])
    for cell in book.active["B2:C2"][0]:
        cell.number_format = "dd/mm/yyyy" if cell.column == 2 else "dd/mm/yyyy hh:mm"
    book.save(tmp_path / "in.xlsx")
    return tmp_path / "in.xlsx"


def test_a_date_without_a_time_stays_one_in_csv(dated: Path, tmp_path: Path) -> None:
    score_table(open_table(dated), tmp_path / "out.csv", classify_many)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Publiée"], row["Vue"]) == ("2026-03-12", "2026-03-12T09:30:00")


def test_a_date_without_a_time_stays_one_in_a_workbook(dated: Path, tmp_path: Path) -> None:
    score_table(open_table(dated), tmp_path / "out.xlsx", classify_many)
    _, (_, day, moment, *_) = openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows()
    assert (day.value, day.number_format) == (datetime.datetime(2026, 3, 12), "yyyy-mm-dd")
    assert (moment.value, moment.number_format) == (
        datetime.datetime(2026, 3, 12, 9, 30),
        "yyyy-mm-dd h:mm:ss",
    )
