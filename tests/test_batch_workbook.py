"""A workbook in or out: what cells hold comes out as it looked there."""

from __future__ import annotations

import csv
import datetime
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from batch_runs import judge, names
from few_offers import ROWS, read_csv, write_offers

from pm_or_po import classify_many
from pm_or_po.batch import score_table
from pm_or_po.batch.added import ADDED
from pm_or_po.errors import OutputError
from pm_or_po.reading import ColumnChoice, TableRow, open_table

openpyxl = pytest.importorskip("openpyxl")

from pm_or_po.reading.workbook import WorkbookTable  # noqa: E402


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


@pytest.fixture
def table_path(tmp_path: Path) -> Path:
    return write_offers(tmp_path)


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


def test_what_excel_would_round_or_leave_empty_is_written_as_text(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    held = {
        "id": [12345678901234567, -999999999999999, 10**15], "salary": [float("nan"), float("-inf"), 0.5],
        "description": ["Gérer le backlog"] * 3,
    }  # fmt: skip
    pq.write_table(pa.table(held), tmp_path / "in.parquet")
    score_table(open_table(tmp_path / "in.parquet"), tmp_path / "out.xlsx", classify_many)
    _, *rows = openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["12345678901234567", -999999999999999, "1000000000000000"]
    assert [row[1] for row in rows] == ["nan", "'-inf", 0.5]


def test_the_offers_of_a_workbook_are_written_beside_it_alone(
    dated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    there: list[set[str]] = []

    class Watched(WorkbookTable):
        def rows(self) -> Iterator[TableRow]:
            yield from super().rows()
            there.append({file.name for file in [*temporary.iterdir(), *tmp_path.glob("out*")]})

    score_table(Watched(dated, ColumnChoice(), None), tmp_path / "out.xlsx", classify_many)
    assert there[-1] == {"out.xlsx.part", "out.xlsx.part.state", "out.xlsx.part.made"}
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").active["A2"].value == "Gérer le backlog"


def test_what_looks_like_the_code_of_a_character_comes_out_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("description\nGérer le _x000D_ backlog\n", encoding="utf-8")
    score_table(open_table(tmp_path / "in.csv"), tmp_path / "out.xlsx", classify_many)
    (row,) = open_table(tmp_path / "out.xlsx").rows()
    assert row.cells[0] == "Gérer le _x000D_ backlog"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_and_structs_of_parquet_are_written_as_those_of_json(kind: str, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pandas as pd
    import pyarrow.parquet as pq

    day = datetime.date(2026, 3, 12)
    held = {
        "description": [["Gérer le backlog", "Écrire les specs"]], "days": [[day, day]],
        "place": [{"city": "Nîmes", "since": day}], "pay": [[1, 2.5]],
    }  # fmt: skip
    pq.write_table(pa.table(held), tmp_path / "in.parquet")
    (tmp_path / "in.jsonl").write_text(
        json.dumps({name: column[0] for name, column in held.items()}, default=str), encoding="utf-8"
    )
    for source in ("in.parquet", "in.jsonl"):
        output = tmp_path / f"{source}.{kind}"
        score_table(open_table(tmp_path / source), output, classify_many)
        made = (pd.read_csv if kind == "csv" else pd.read_excel)(output)
        assert made.loc[0, list(held)].to_list() == [
            "Gérer le backlog\nÉcrire les specs",
            "2026-03-12\n2026-03-12",
            '{"city": "Nîmes", "since": "2026-03-12"}',
            "[1.0, 2.5]" if source == "in.parquet" else "[1, 2.5]",
        ]


def test_a_workbook_holds_what_the_csv_holds(table_path: Path, tmp_path: Path) -> None:
    score_table(open_table(table_path), tmp_path / "out.csv", judge)
    score_table(open_table(table_path), tmp_path / "out.xlsx", judge)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    cells = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    expected = [list(row.values()) for row in read_csv(tmp_path / "out.csv")]
    assert cells[0] == [*ROWS[0], *ADDED]
    numbers = [cells[0].index(name) for name in ("p_pm", "p_po", "p_other", "discovery", "delivery")]
    for found, told in zip(cells[1:], expected, strict=True):
        for at, (one, other) in enumerate(zip(found, told, strict=True)):
            if at in numbers:
                assert float(one) == float(other)
            else:
                assert str(one).replace("_x000D_", "\r") == other
    assert names(tmp_path) == ["offres.csv", "out.csv", "out.xlsx"]


def test_a_workbook_is_made_to_be_read_and_filtered(tmp_path: Path) -> None:
    long = "Tenir le backlog avec les développeurs et le métier. " * 30
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [["K-1", "PO", long], ["K-2", "Product Owner confirmé", "Tenir le backlog\nÉcrire les specs"]]
        csv.writer(file).writerows([["réf", "titre", "texte"], *rows, ["K-3", "PM", "Tenir"]])
    score_table(open_table(tmp_path / "in.csv"), tmp_path / "out.xlsx", classify_many)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    last = openpyxl.utils.get_column_letter(3 + len(ADDED))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{last}4")
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [8, len("Product Owner confirmé") + 1, 60]
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [15, 90, 30]
    assert [cell.alignment.wrap_text for cell in sheet[2][:4]] == [True] * 4
    assert {cell.alignment.vertical for cell in sheet[2] if cell.value is not None} == {"top"}


def test_a_table_too_long_for_a_sheet_is_refused_before_any_row_is_judged(
    table_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = pytest.importorskip("pm_or_po.batch.workbook")
    monkeypatch.setattr(workbook, "MOST_ROWS", len(ROWS) - 1)
    with pytest.raises(
        OutputError, match="more than 4 rows, the limit of an Excel sheet: write CSV or Parquet"
    ):
        score_table(open_table(table_path), tmp_path / "out.xlsx", lambda _: pytest.fail("a row is judged"))
    assert names(tmp_path) == ["offres.csv"]
    monkeypatch.setattr(workbook, "MOST_ROWS", len(ROWS))
    assert score_table(open_table(table_path), tmp_path / "out.xlsx", judge).read == len(ROWS)


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_numbers_of_rows_are_numbers_that_a_sheet_can_sort_by(kind: str, tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / f"out.{kind}"
    source.write_text("description\nGérer le backlog\nTenir la caisse\nGérer le backlog\n", encoding="utf-8")
    score_table(open_table(source), output, judge)
    frame = pd.read_excel(output) if kind == "xlsx" else pd.read_parquet(output)
    assert frame["id"].tolist() == [2, 3, 4]
    assert [None if pd.isna(one) else int(one) for one in frame["duplicate_of"]] == [None, None, 2]


def test_a_cell_is_cut_where_excel_counts_too_many_characters(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.xlsx"
    source.write_text("description\nGérer le backlog " + "🚀" * 20_000 + "\n", encoding="utf-8")
    score_table(open_table(source), output, judge)
    cell = openpyxl.load_workbook(output).active["A2"].value
    assert cell.endswith("🚀 […]")
    assert 32_764 <= len(cell.encode("utf-16-le")) / 2 <= 32_767
