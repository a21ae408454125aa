"""Tables in workbooks and Parquet: the right sheet, and what cells hold."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pm_or_po import classify_many
from pm_or_po.batch import score_table
from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading import open_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TITLED = '<row r="1"><c r="C1" t="str"><v>texte</v></c></row>'


def test_a_workbook_is_read_from_its_first_filled_row(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Divers"
    sheet = book.create_sheet("Offres")
    sheet.append([])
    sheet.append(["Réf", "Intitulé du poste", "Description", "Créée"])
    sheet.append([12, "PO", "Gérer le backlog", datetime.datetime(2026, 11, 2)])
    sheet.append([])
    sheet.append([None, "PM", "Définir la vision", None])
    book.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx", sheet="Offres")
    rows = list(table.rows())
    assert table.columns == ("Réf", "Intitulé du poste", "Description", "Créée")
    assert [row.offer for row in rows] == [
        Offer("Gérer le backlog", "PO", "12"),
        Offer("Définir la vision", "PM", "5"),
    ]
    assert rows[0].cells[3] == datetime.date(2026, 11, 2)
    with pytest.raises(InputError, match="no worksheet 'x': choose one of Divers, Offres"):
        open_table(tmp_path / "t.xlsx", sheet="x")
    with pytest.raises(InputError, match="is empty"):
        open_table(tmp_path / "t.xlsx")


def workbook(path: Path, *titles: str) -> Any:
    """Return a workbook of sheets with these titles, each with an offer whose title is the sheet's."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in titles:
        sheet = book.create_sheet(title)
        sheet.append(["titre", "client", "description"])
        sheet.append([title, "Acme", "Gérer le backlog"])
    book.save(path)
    return book


def test_the_first_sheet_that_is_not_hidden_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", "Listes", "Janvier", "Février")
    book["Listes"].sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx")
    assert (table.sheet, table.other_sheets) == ("Janvier", ("Listes", "Février"))
    assert [row.offer.title for row in table.rows()] == ["Janvier"]
    table = open_table(tmp_path / "t.xlsx", sheet="Listes")
    assert (table.sheet, table.other_sheets) == ("Listes", ())
    assert [row.offer.title for row in table.rows()] == ["Listes"]


def test_where_no_column_of_the_sheet_holds_the_text_the_others_are_named(tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", "Lisez-moi", "Offres")
    book["Lisez-moi"]["C1"] = "Notes"
    book.save(tmp_path / "t.xlsx")
    told = (
        r"no column of the sheet 'Lisez-moi' .* \(its columns are 'titre', 'client', 'Notes'\), "
        r"or another sheet with --sheet \('Offres'\)\.$"
    )
    with pytest.raises(InputError, match=told):
        open_table(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match="no column has a known name"):
        open_table(tmp_path / "t.xlsx", sheet="Lisez-moi")


@pytest.mark.parametrize("asked", [None, "Accueil"])
def test_of_an_empty_sheet_the_filled_ones_are_told(asked: str | None, tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", "Accueil", "Feuil2", "Offres", "Masquées")
    for name in ("Accueil", "Feuil2"):
        book[name].delete_rows(1, 2)
    book["Masquées"].sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    told = r"the sheet 'Accueil' is empty; delete it, or .* with --sheet of batch \('Offres', 'Masquées'\)\.$"
    with pytest.raises(InputError, match=told):
        open_table(tmp_path / "t.xlsx", sheet=asked)


def test_a_workbook_of_empty_sheets_is_empty(tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    book.create_sheet("Feuil2")
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match=r"t\.xlsx is empty: there must be at least one offer"):
        open_table(tmp_path / "t.xlsx")


def test_the_sheet_of_a_chart_is_no_sheet_to_read(tmp_path: Path) -> None:
    chart = pytest.importorskip("openpyxl.chart")
    book = workbook(tmp_path / "t.xlsx", "Offres")
    book.create_chartsheet("Graphique", 0).add_chart(chart.BarChart())
    book.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx")
    assert (table.sheet, table.other_sheets) == ("Offres", ())
    with pytest.raises(InputError, match="no worksheet 'Graphique': choose one of Offres"):
        open_table(tmp_path / "t.xlsx", sheet="Graphique")


@pytest.mark.parametrize(
    ("merged", "told"),
    [(["A2:A3"], True), (["B2:C3"], True), (["A4:C4", "B2:B3"], False), (["B2:B3", "A10:A11"], True)],
)
def test_cells_merged_over_rows_are_told_where_they_are_read(
    merged: list[str], told: bool, tmp_path: Path
) -> None:
    book = workbook(tmp_path / "t.xlsx", "Offres")
    for places in merged:
        book.active.merge_cells(places)
    book.save(tmp_path / "t.xlsx")
    assert open_table(tmp_path / "t.xlsx").merges_rows is told


def of_xml(path: Path, rows: str, prefix: str = "") -> Path:
    """Write a workbook whose sheet holds these rows under a header, as another program may spell it."""
    workbook(path, "Offres")
    mark = f":{prefix}" if prefix else ""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{TITLED}{rows}</sheetData></worksheet>'
    if prefix:
        sheet = re.sub("<(/?)", rf"<\1{prefix}:", sheet).replace("xmlns", f"xmlns{mark}")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, sheet if name.startswith("xl/worksheets/sheet") else content)
    return path


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize(
    ("cells", "first"),
    [
        ('<c r="A2"><f>C2</f><v></v></c>', "A2"),
        ('<c r="A2" s="1"><f t="array" ref="A2">C2&amp;D2</f><v/></c>', "A2"),
        ('<c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f t="shared" si="0"/></c>', "B2"),
        ('<c r="A2" t="str"><f>C2</f><v></v></c><c r="B2" t="str"><f>C2</f></c>', "B2"),
        ('<c r="A2" t="str"><f>IF(C2,D2,"")</f><v></v></c><c r="B2"><f>1</f> <v>1</v> </c>', ""),
        ('<c r="A2"/><c r="B2"><v>3</v></c>', ""),
    ],
    ids=["empty result", "array", "no result", "text without result", "empty text", "no formula"],
)
def test_the_first_formula_whose_result_is_not_saved_is_known(
    cells: str, first: str, prefix: str, tmp_path: Path
) -> None:
    rows = f'<row r="2">{cells}</row><row r="3"><c r="A3"><v>1</v></c></row>'
    assert open_table(of_xml(tmp_path / "t.xlsx", rows, prefix)).unsaved == first


def test_a_formula_is_found_wherever_its_sheet_is_cut_in_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = pytest.importorskip("pm_or_po.reading.workbook")
    path = of_xml(tmp_path / "t.xlsx", '<row r="2"><c r="B2"><f>D2</f><v></v></c></row>')
    for size in range(1, 40):
        monkeypatch.setattr(module, "_CHUNK", size)
        assert open_table(path).unsaved == "B2"


def test_a_text_for_want_of_a_result_is_missing_in_its_row_alone(tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", "Offres")
    for row in (["PO", "Acme", "=Liste!C4"], ["=Liste!A3", "Acme", "Définir la vision"]):
        book.active.append(row)
    book.active.append([None, None, '=COUNTA(C2:C4)&" offres"'])
    book.save(tmp_path / "t.xlsx")
    table = open_table(tmp_path / "t.xlsx")
    told = [(row.offer.title, row.offer.description) for row in table.rows()]
    assert told == [("Offres", "Gérer le backlog"), ("PO", ""), ("", "Définir la vision")]
    assert table.unsaved == "C3"
    scored = score_table(table, tmp_path / "out.csv", classify_many)
    assert (scored.read, scored.in_error) == (3, 1)


@pytest.mark.parametrize("header", ["=Liste!A1", "Notes"])
def test_without_text_for_want_of_results_the_formulas_are_told(header: str, tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.append([header, "=Liste!B1"])
    book.active.append(["=Liste!A2", "=Liste!B2"])
    book.save(tmp_path / "t.xlsx")
    first = "A1" if header.startswith("=") else "B1"
    told = rf"'Sheet' holds formulas whose results are not saved, the first in {first}; open the workbook in Excel"
    with pytest.raises(InputError, match=told):
        open_table(tmp_path / "t.xlsx")


def test_a_formula_below_the_column_names_hides_none_of_them(tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    for row in (["Intitulé", "Notes"], ["PO", "Gérer le backlog"], [None, "=COUNTA(B2:B2)"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match=r"--text-col \(the columns are 'Intitulé', 'Notes'\)"):
        open_table(tmp_path / "t.xlsx")


def test_what_a_workbook_escapes_is_read_as_it_looks(tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", "Offres")
    book.active["C2"] = "Gérer_x000D_\nle _x005F_x000D_ max_x_y_x0000_"
    book.save(tmp_path / "t.xlsx")
    (row,) = open_table(tmp_path / "t.xlsx").rows()
    assert row.offer.description == row.cells[2] == "Gérer\r\nle _x000D_ max_x_y"


def test_emoji_in_two_codes_and_lengths_of_time_are_read_as_they_look(tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", "Offres")
    book.active["B2"] = datetime.timedelta(hours=26, minutes=5)
    book.active["C2"] = "Gérer _xD83D__xDE00_ le _xD83D_ backlog"
    book.save(tmp_path / "t.xlsx")
    (row,) = open_table(tmp_path / "t.xlsx").rows()
    assert row.cells[1:] == ("26:05:00", "Gérer 😀 le � backlog")


def test_parquet_is_read_in_batches(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    count = 700
    pq.write_table(
        pa.table({"id": range(count), "description": [f"a {n}" for n in range(count)]}),
        tmp_path / "t.parquet",
    )
    rows = list(open_table(tmp_path / "t.parquet").rows())
    assert [row.offer for row in rows] == [Offer(f"a {n}", "", str(n)) for n in range(count)]


def test_a_nan_of_pandas_is_an_empty_cell_and_a_whole_number_has_no_decimals(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    held = {"id": [12.0, float("nan"), 12.5], "title": [float("nan")] * 3, "description": ["Gérer"] * 3}
    pq.write_table(pa.table(held), tmp_path / "t.parquet")
    line = '{{"id": {}, "title": NaN, "description": "Gérer"}}\n'
    (tmp_path / "t.jsonl").write_text("".join(map(line.format, ("12.0", "NaN", "12.5"))), encoding="utf-8")
    for name in ("t.parquet", "t.jsonl"):
        told = [row.offer for row in open_table(tmp_path / name).rows()]
        assert told == [Offer("Gérer", "", written) for written in ("12", "2", "12.5")]
