"""Tables of offers: every encoding, delimiter, line end and quoting is read right or refused clearly."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from pm_or_po.errors import InputError, PmOrPoError
from pm_or_po.reading import ColumnChoice, Table, open_table

HEADER = ["Référence", "Intitulé", "Ville", "Descriptif"]
ROWS = [
    [
        "A-1",
        "Chef de produit H/F",
        "Orléans",
        "Vos missions :\n- définir la vision ; l'arbitrer, toujours\n- œuvrer",
    ],
    ["A-2", 'Product Owner "confirmé"', "", "Gérer le backlog\tà 45 k€ | télétravail"],
    ["A-3", "PM, sénior", "Nîmes", "Une ligne – tirets, «guillemets»; et point-virgule"],
    ["A-4", "UX", "Paris", "x" * 140_000],
]
# Python codec, byte order mark to add
ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("cp1252", b""),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
]
QUOTINGS = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "strings": csv.QUOTE_NONNUMERIC}


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def table_text(delimiter: str, end: str, quoting: int) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting)
    writer.writerow(HEADER)
    writer.writerows(ROWS)
    return buffer.getvalue().replace("\r\n", "\n").replace("\n", end)


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells) for row in table.rows()]


@pytest.mark.parametrize("quoting", QUOTINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "pipe"])
@pytest.mark.parametrize(
    ("codec", "mark"), ENCODINGS, ids=["utf8", "utf8-bom", "cp1252", "utf16le", "utf16be"]
)
def test_grid(tmp_path: Path, codec: str, mark: bytes, delimiter: str, end: str, quoting: str) -> None:
    text = table_text(delimiter, end, QUOTINGS[quoting])
    table = open_table(write(tmp_path / "offres.csv", mark + text.encode(codec)))
    assert list(table.columns) == HEADER
    expected = [[cell.replace("\n", end) for cell in row] for row in ROWS]
    assert cells(table) == expected
    offers = [row.offer for row in table.rows()]
    assert [offer.id for offer in offers] == ["A-1", "A-2", "A-3", "A-4"]
    assert [offer.title for offer in offers] == [row[1] for row in ROWS]
    assert [offer.description for offer in offers] == [row[3] for row in expected]


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=6), delimiter=st.sampled_from(",;\t|"))
def test_what_the_csv_module_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str]], delimiter: str
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([("title", "description"), *rows])
    table = open_table(write(tmp_path / "t.csv", buffer.getvalue()))
    assert [row.cells for row in table.rows()] == [row for row in rows if "".join(row).strip()]


def test_excel_names_the_delimiter_before_the_header(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", "sep=;\r\ntitre;texte\r\nPM;a, b\r\n"))
    assert table.columns == ("titre", "texte")
    assert cells(table) == [["PM", "a, b"]]


def test_a_single_column_of_prose_is_not_cut_at_its_commas(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", "description\nDéfinir, porter et arbitrer\nGérer, animer\n"))
    assert cells(table) == [["Définir, porter et arbitrer"], ["Gérer, animer"]]


def test_blank_lines_are_no_rows_and_short_rows_are_filled(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", "id,title,description\n\n1,PM,a\n\n2,PO\n3,PM,c,,\n"))
    assert cells(table) == [["1", "PM", "a"], ["2", "PO", ""], ["3", "PM", "c"]]
    assert [row.number for row in table.rows()] == [1, 2, 3]


@pytest.mark.parametrize("kind", [".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", ".json"])
def test_blank_rows_are_no_rows_in_any_kind_of_table(tmp_path: Path, kind: str) -> None:
    rows = [["a", "Tenir le backlog"], ["", ""], [" ", "\t"], ["d", ""], ["", "Définir la vision"], ["", ""]]
    frame = pd.DataFrame(rows, columns=["id", "texte"])
    path = tmp_path / f"in{kind}"
    if kind == ".xlsx":
        frame.to_excel(path, index=False)
    elif kind == ".parquet":
        frame.to_parquet(path)
    elif kind in (".jsonl", ".json"):
        frame.replace("", None).to_json(path, orient="records", lines=kind == ".jsonl")
    else:
        frame.to_csv(path, index=False, sep=";" if kind == ".csv" else "\t", lineterminator="\r\n")
    table = open_table(path)
    told = [(row.cells[0] or "", row.cells[1] or "", row.error) for row in table.rows()]
    assert told == [("a", "Tenir le backlog", None), ("d", "", None), ("", "Définir la vision", None)]
    assert table.is_longer_than(2) and not table.is_longer_than(3)


def test_rows_left_empty_at_the_end_of_an_export_are_no_errors(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", ";;\nid;texte;\n\n1;Tenir le backlog;\n;;\n;; \n2;Définir;\n;;;;;\n")
    table = open_table(path)
    assert [(row.offer.id, row.error) for row in table.rows()] == [("1", None), ("2", None)]
    assert [(row.line, row.sheet_row) for row in table.rows()] == [(4, 4), (7, 7)]


def test_a_row_without_id_is_known_by_its_number_in_a_spreadsheet(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "t.csv", "id,description\nx,a\n,b\n\n,c\n"))
    assert [row.offer.id for row in table.rows()] == ["x", "3", "5"]


@pytest.mark.parametrize("nothing", ["nan", "N/A", "NULL", "None", " <NA> "])
def test_what_says_that_there_is_no_text_or_title_is_none_and_the_cell_is_kept(
    nothing: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"id,title,description\n1,{nothing},Gérer le backlog\n2,PO,{nothing}\n", "utf-8")
    first, second = open_table(path).rows()
    assert (first.offer.title, first.offer.description) == ("", "Gérer le backlog")
    assert (second.offer.title, second.offer.description) == ("PO", "")
    assert second.cells == ("2", "PO", nothing)


def test_columns_the_user_names_win(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "a;b;description\n1;PM;x\n")
    table = open_table(path, ColumnChoice(title="b", text="a"))
    assert next(iter(table.rows())).offer.description == "1"
    assert next(iter(table.rows())).offer.title == "PM"
    assert open_table(
        write(tmp_path / "u.csv", "x#Le Texte\n1#2\n"), ColumnChoice(text="le texte"), delimiter="#"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("titre;ville\nPM;Paris\n", "--text-col (the columns are 'titre', 'ville')"),
        ("Bonjour, voici une offre, lisez-la\n", "--text-col"),
        ("title,description,title\n", "two columns are named 'title'"),
        ('title,description\nPM,"a\nPO,b\nPO,c\n', "a quotation mark in line 2 of the file lacks"),
        (
            "<?xml version='1.0'?><source><job><title>PM</title></job></source>",
            "is XML or a web page, not a table",
        ),
        ("\n<table><tr><td>titre</td><td>texte</td></tr></table>", "is XML or a web page, not a table"),
        (b"title,description\nPM,a\0\n", "NUL byte"),
        (b"PK\x03\x04...", "Excel workbook"),
        (b"PAR1...", "Parquet"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: str | bytes, told: str) -> None:
    path = write(tmp_path / "t.csv", content)
    with pytest.raises(InputError) as refusal:
        list(open_table(path).rows())
    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_cell_beyond_every_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", 'title,description\nPM,"' + "a,\n" * 4_000_000)
    with pytest.raises(InputError, match="line 2 of the text file: a cell holds over 10,000,000 characters"):
        list(open_table(path).rows())


@pytest.mark.parametrize("delimiter", [";;", "", '"', "\n"])
def test_a_strange_delimiter_is_refused(tmp_path: Path, delimiter: str) -> None:
    with pytest.raises(InputError, match="not one character"):
        open_table(write(tmp_path / "t.csv", "description\na\n"), delimiter=delimiter)


def test_strange_paths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file at"):
        open_table(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="holds no file"):
        open_table(tmp_path)
    with pytest.raises(InputError, match="is empty"):
        open_table(write(tmp_path / "t.json", "[]"))


def test_a_row_with_more_cells_than_the_header_is_kept_whole_with_its_error(tmp_path: Path) -> None:
    rows = list(open_table(write(tmp_path / "t.csv", "title,description\nPM,a\nPM,b, c,d\nPO,e\n")).rows())
    assert [row.cells for row in rows] == [("PM", "a"), ("PM", "b, c,d"), ("PO", "e")]
    assert [bool(row.error) for row in rows] == [False, True, False]
    assert "more cells (4) than there are column names (2)" in str(rows[1].error)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252"]
TEXT = 'Garantir l\'œuvre ; « rédiger, trier »\r\n- gérer\tle | "backlog"\r\n'


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_grid_of_encodings_delimiters_and_line_ends(
    encoding: str, delimiter: str, newline: str, tmp_path: Path
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    writer.writerows([["réf", "Intitulé", "Description"], ["1", "Chef·fe", TEXT], ["2", "PO", "a"]])
    text = buffer.getvalue().replace("·", " ") if encoding == "cp1252" else buffer.getvalue()
    raw = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    (tmp_path / "t.csv").write_bytes(raw)
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(raw))
    for name in ("t.csv", "t.csv.gz"):
        rows = list(open_table(tmp_path / name).rows())
        assert [row.offer.description for row in rows] == [TEXT, "a"]
        assert [row.offer.id for row in rows] == ["1", "2"]


def test_backslashes_written_twice_as_jobspy_says_are_read_once(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"id": ["in-1"], "title": ["PM"], "description": ['\\- Own the "roadmap"\\_x'], "n": [1.5]}
    )
    frame.to_csv(tmp_path / "one.csv", index=False, quoting=csv.QUOTE_NONNUMERIC, escapechar="\\")
    frame.to_csv(tmp_path / "two.csv", index=False)
    for name in ("one.csv", "two.csv"):
        (row,) = open_table(tmp_path / name).rows()
        assert row.offer.description == frame["description"][0]


def test_backslashes_in_pairs_are_kept_where_no_markdown_shows_that_they_were_doubled(tmp_path: Path) -> None:
    frame = pd.DataFrame({"title": ["PM"], "description": ["Le partage \\\\serveur est à reprendre"]})
    frame.to_csv(tmp_path / "t.csv", index=False, quoting=csv.QUOTE_ALL)
    (row,) = open_table(tmp_path / "t.csv").rows()
    assert row.offer.description == frame["description"][0]


@example([("", "\\\\")])
@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=5))
def test_what_pandas_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    kept = [[cell.replace("\0", "").encode("utf-8", "ignore").decode() for cell in row] for row in rows]
    assume(not any(re.search(r"\\\\\W", cell) for row in kept for cell in row))  # as JobSpy writes Markdown
    path = tmp_path_factory.mktemp("t") / "t.csv"
    pd.DataFrame(kept, columns=["title", "description"]).to_csv(path, index=False, quoting=csv.QUOTE_ALL)
    not_blank = [row for row in kept if "".join(row).strip()]
    assert [list(row.cells) for row in open_table(path).rows()] == not_blank


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "csv.gz"])
def test_a_file_damaged_anywhere_is_read_or_refused_by_us(tmp_path: Path, kind: str) -> None:
    frame = pd.DataFrame({"title": ["PM"] * 40, "description": ["Rédiger les user stories"] * 40})
    whole = tmp_path / f"whole.{kind}"
    {"xlsx": frame.to_excel, "parquet": frame.to_parquet, "csv.gz": frame.to_csv}[kind](whole, index=False)
    raw = whole.read_bytes()
    refused = 0
    for at in range(0, len(raw), max(1, len(raw) // 150)):
        path = write(tmp_path / f"t.{kind}", raw[:at] + bytes([raw[at] ^ 0x24]) + raw[at + 1 :])
        try:
            list(open_table(path).rows())
        except InputError:
            refused += 1
    assert refused


@pytest.mark.parametrize("name", ["t.xlsx", "t.parquet", "t.csv.gz", "t.json", "t.json.gz"])
def test_what_is_not_what_its_name_says_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(
        b"\x1f\x8b\x08\x00 nothing" if name.endswith(".gz") else b"nothing of the kind"
    )
    with pytest.raises(InputError) as refusal:
        list(open_table(tmp_path / name).rows())
    assert name in str(refusal.value) and "\n" not in str(refusal.value)


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        {"job_id": 7, "title": "PM", "description": "a\r\nb"},
        {"job_id": 8, "description": ["un", "deux"], "more": {"x": None}},
        {"title": None, "description": "lone \ud800"},
    ]
    text = "\ufeff" + "".join(json.dumps(line) + "\n\n" for line in lines) + "[1]\n{oops\n"
    table = open_table(write(tmp_path / "t.jsonl", text))
    assert table.columns == ("job_id", "title", "description", "more")
    rows = list(table.rows())
    assert rows[0].cells == ("7", "PM", "a\r\nb", "")
    assert rows[1].cells == ("8", "", "un\ndeux", '{"x": null}')
    assert rows[2].offer.description == "lone \ud800"
    assert [row.offer.id for row in rows] == ["7", "8", "3", "#4", "#5"]
    assert [row.error and row.error.message_id for row in rows] == [
        None, None, None, "line-is-no-json-object", "line-is-not-json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"), [("\n", "is empty"), ("a\nb\n", "no JSON object"), ('{"x": 1}\n', "--text-col")]
)
def test_json_lines_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        open_table(write(tmp_path / "t.jsonl", content))


@pytest.mark.parametrize("kind", [".csv", ".jsonl"])
@pytest.mark.parametrize("there", [None, "/proc/self/mem"], ids=["removed", "a disk that fails"])
def test_a_table_that_cannot_be_read_on_is_refused_in_one_sentence(
    kind: str, there: str | None, tmp_path: Path, is_one_sentence: Callable[[PmOrPoError], bool]
) -> None:
    table = open_table(three_rows(tmp_path, kind))
    table.path.unlink()
    if there is not None:
        if not Path(there).exists():
            pytest.skip("no such file on this system")
        table.path.symlink_to(there)
    for read in (lambda: next(table.rows()), lambda: table.is_longer_than(1)):
        with pytest.raises(InputError, match=f"offers{kind} cannot be read") as refusal:
            read()
        assert is_one_sentence(refusal.value)


def test_reading_long_cells_leaves_the_limit_of_the_csv_module_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", table_text(",", "\n", csv.QUOTE_MINIMAL))
    before = csv.field_size_limit(1_000)
    try:
        lengths = [(len(row.offer.description), csv.field_size_limit()) for row in open_table(path).rows()]
        assert lengths[-1] == (140_000, 1_000)
    finally:
        csv.field_size_limit(before)


# --- How long a table is ------------------------------------------------------------------------------------------


def three_rows(folder: Path, kind: str) -> Path:
    frame = pd.DataFrame({"description": ["Rédiger le backlog.", "Étudier le marché.", "Suivre la recette."]})
    path = folder / f"offers{kind}"
    if kind == ".csv":
        frame.to_csv(path, index=False)
    elif kind == ".jsonl":
        frame.to_json(path, orient="records", lines=True)
    elif kind == ".xlsx":
        frame.to_excel(path, index=False)
    elif kind == ".parquet":
        frame.to_parquet(path)
    else:
        path.mkdir()
        for number, text in enumerate(frame["description"]):
            (path / f"{number}.txt").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", [".csv", ".jsonl", ".xlsx", ".parquet", ""])
def test_a_table_tells_whether_it_is_longer_and_is_read_as_far_afterwards(tmp_path: Path, kind: str) -> None:
    if kind in (".xlsx", ".parquet"):
        pytest.importorskip({".xlsx": "openpyxl", ".parquet": "pyarrow"}[kind])
    table = open_table(three_rows(tmp_path, kind))
    assert [table.is_longer_than(rows) for rows in (2, 3, 4)] == [True, False, False]
    assert len(list(table.rows())) == 3
    if kind == ".xlsx":
        assert table.position is None
    else:
        assert table.position is not None and 0 < table.position <= table.size
