"""The command ``batch`` as people and programs meet it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from batch_runs import names
from command_line import CLI, OFFER, environment, one_sentence, run


def write_table(folder: Path) -> Path:
    path = folder / "offres.csv"
    text = OFFER.replace("\x1b", "")
    path.write_text(f'ref;titre;descriptif\r\n7;"Product Manager";"{text}"\r\n8;PO;\r\n', encoding="cp1252")
    return path


def test_batch_says_what_it_did(tmp_path: Path) -> None:
    write_table(tmp_path)
    result = run("batch", "offres.csv", "-o", "out.csv", "--lang", "fr", cwd=tmp_path)
    told = result.stderr.decode()
    assert result.returncode == 0
    assert result.stdout == b""
    assert "Texte : colonne 'descriptif' ; intitulé : 'titre' ; identifiant : 'ref'." in told
    assert "Lignes lues : 2, dont jugées : 1, en erreur : 1\n" in told
    assert "Raisons des erreurs : colonne error\n" in told
    assert (
        "Rôles : PM 0 (Product Manager), PO 1 (Product Owner), OTHER 0 (Autre métier), UNCLEAR 0 (Indéterminé)"
        in told
    )
    assert "Lignes jugées : 1, dont sans signalement : 0, avec un signalement : 1" in told
    assert re.search(r"^ +1  pm-title-po-duties$", told, re.MULTILINE)
    assert names(tmp_path) == ["offres.csv", "out.csv"]
    again = run("batch", "offres.csv", "-o", "out.csv", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in one_sentence(again)
    assert run("batch", "offres.csv", "-o", "out.csv", "--force", cwd=tmp_path).returncode == 0


def test_batch_says_which_sheet_it_reads_and_that_cells_are_merged(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Février")):
        sheet.append(["titre", "description"])
        sheet.append(["PO", "Gérer le backlog"])
        sheet.append([None, "Définir la vision"])
        sheet.merge_cells("A2:A3")
    book.active.title = "Janvier"
    book.save(tmp_path / "in.xlsx")
    told = run("batch", tmp_path / "in.xlsx", "-o", "-", "--lang", "fr").stderr.decode()
    assert "Feuille lue : 'Janvier'. Les autres ne le sont pas : 'Février'. Choisissez avec --sheet." in told
    assert "Dans ces colonnes, des cellules de plusieurs lignes sont fusionnées" in told
    assert (
        "Février" not in run("batch", tmp_path / "in.xlsx", "-o", "-", "--sheet", "Janvier").stderr.decode()
    )


def test_batch_says_that_formulas_have_no_result(tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    for row in (["titre", "description"], ["PO", "Gérer le backlog"], ['="P"&"M"', "Définir la vision"]):
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")
    for lang, told in (
        ("fr", "Des formules n'ont pas de résultat enregistré, la première en A3 : ces cellules sont lues"),
        ("en", "Formulas have no result saved, the first in A3: these cells are read as empty."),
    ):
        ran = run("batch", tmp_path / "in.xlsx", "-o", "-", "--lang", lang)
        assert ran.returncode == 0 and told in ran.stderr.decode()


def test_batch_says_that_it_looks_for_the_title_where_no_column_holds_it(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("description\nGérer le backlog\n", encoding="utf-8")
    for lang, told in (
        ("fr", "intitulé : cherché dans l'offre ;"),
        ("en", "title: looked for in the offer;"),
    ):
        assert told in run("batch", tmp_path / "in.csv", "-o", "-", "--lang", lang).stderr.decode()


def test_batch_says_which_added_columns_it_renamed(tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text("role;error;description\nlead;;Gérer le backlog\n", encoding="utf-8")
    told = run("batch", path, "-o", tmp_path / "scored.csv").stderr.decode()
    assert "since the table has one of that name already: role_pm_or_po, error_pm_or_po.\n" in told
    assert "role_pm_or_po" in (tmp_path / "scored.csv").read_text(encoding="utf-8")
    assert "another name" not in run("batch", path, "-o", tmp_path / "scored.jsonl").stderr.decode()


def test_batch_to_standard_output_is_json_lines(tmp_path: Path) -> None:
    result = run("batch", write_table(tmp_path), "-o", "-")
    scored = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [verdict["id"] for verdict in scored] == ["7", "8"]
    assert scored[0]["flag"] == "pm-title-po-duties"
    assert scored[1]["error"]


@pytest.mark.parametrize(("kind", "told"), [("csv", True), ("xlsx", False)])
def test_batch_tells_a_terminal_how_far_it_is_where_the_table_can_tell(
    kind: str, told: bool, tmp_path: Path
) -> None:
    pty = pytest.importorskip("pty")
    frame = pd.DataFrame({"description": ["Gérer le backlog"]})
    if kind == "xlsx":
        pytest.importorskip("openpyxl")
        frame.to_excel(tmp_path / "in.xlsx", index=False)
    else:
        frame.to_csv(tmp_path / "in.csv", index=False)
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*CLI, "batch", str(tmp_path / f"in.{kind}"), "-o", str(tmp_path / "out.csv"), "--lang", "en"],
        stderr=slave,
        env=environment(TERM="xterm", COLUMNS="120"),
    ) as process:
        os.close(slave)
        shown = b""
        with contextlib.suppress(OSError):  # once the program has ended
            while some := os.read(master, 4096):
                shown += some
    os.close(master)
    assert process.returncode == 0
    assert b"1 rows" in shown and (b"%" in shown) == told


def test_batch_strict_exits_3(tmp_path: Path) -> None:
    write_table(tmp_path)
    result = run("batch", "offres.csv", "-o", "out.csv", "--strict", cwd=tmp_path)
    assert result.returncode == 3
    told = "offres.csv, row 3, id '8' (line 13 of the text file): there is no text"
    assert told in result.stderr.decode().splitlines()[-1]
    assert names(tmp_path) == ["offres.csv"]


def test_batch_without_a_text_column_names_the_option(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("titre,ville\nPM,Paris\n")
    result = run("batch", path, "-o", tmp_path / "out.csv")
    assert result.returncode == 2
    assert "--text-col (the columns are 'titre', 'ville')" in one_sentence(result)


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        ("semi.csv", ["--sheet", "foo"], "--sheet: this option chooses a sheet of a workbook (.xlsx), and"),
        ("in.json", ["--delimiter", ";"], "--delimiter: this option says how to read CSV, and"),
        ("in.jsonl.gz", ["--delimiter", "tab"], "--delimiter: this option says how to read CSV, and"),
        ("in.xlsx", ["--encoding", "utf-16", "--delimiter", ";"], "--encoding: this option says how to read text"),
        ("in.parquet", ["--encoding", "cp1252"], "--encoding: this option says how to read text"),
        ("folder", ["--text-col", "texte"], "--text-col: this option says how to read a table, and folder is a folder"),
        ("folder", ["--encoding", "cp1252"], "--encoding: this option says how to read a table, and folder is a folder"),
    ],
)  # fmt: skip
def test_an_option_of_another_kind_of_table_is_refused(
    source: str, options: list[str], told: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "semi.csv").write_text("titre;texte\nPM;Tenir\n", encoding="utf-8")
    (tmp_path / source).touch()
    there = names(tmp_path)
    refused = run("batch", source, "-o", "out.csv", *options, cwd=tmp_path)
    sentence = one_sentence(refused)
    assert refused.returncode == 2 and source in sentence
    assert sentence.startswith(f"pm-or-po: {told}") and sentence.endswith(": leave it out.\n")
    refused = run("batch", source, "-o", "out.csv", *options, "--lang", "fr", cwd=tmp_path)
    assert one_sentence(refused).endswith(" : retirez-la.\n")
    assert names(tmp_path) == there


@pytest.mark.parametrize("option", ["--sheet", "--delimiter", "--text-col"])
@pytest.mark.parametrize("name", ["none.csv", "none.xlsx"])
def test_of_a_missing_table_no_option_is_refused_but_the_table(
    name: str, option: str, tmp_path: Path
) -> None:
    refused = run("batch", name, "-o", "out.csv", option, "x", cwd=tmp_path)
    assert refused.returncode == 2
    assert one_sentence(refused).startswith(f"pm-or-po: There is no file at {name}: ")


def test_batch_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("a#b#c\nPM#Gérer le backlog et animer les sprints#x9\n", encoding="mac-roman")
    options = ["--title-col", "a", "--text-col", "b", "--id-col", "c", "--delimiter", "#"]
    result = run("batch", path, "-o", "-", *options, "--encoding", "mac-roman")
    scored = json.loads(result.stdout)
    assert (scored["id"], scored["title"]) == ("x9", "PM")


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("description\n" + "Gérer le backlog et animer les sprints\n" * 2_000, encoding="utf-8")
    with subprocess.Popen(
        [*CLI, "batch", str(path), "-o", "-"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read().decode()
        assert process.wait(60) == 141
    assert "Traceback" not in told
    assert "BrokenPipe" not in told
