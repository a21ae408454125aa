"""Labelled files as people have them: saved by Excel, with their own headers, and read whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from labelled_files import OFFER, write, write_rows
from openpyxl import Workbook
from progress import telling

from pm_or_po.training.corpus import read_corpus
from pm_or_po.training.rows import LabelledOffer


def offers(path: Path) -> tuple[LabelledOffer, ...]:
    return read_corpus([path]).offers


@pytest.mark.parametrize("name", ["UP.CSV", "UP.JSONL", "up.csv"])
def test_the_case_of_an_extension_makes_no_difference(tmp_path: Path, name: str) -> None:
    is_csv = name.lower().endswith("csv")
    write(tmp_path / name, "description,role\nTenir,PO\n" if is_csv else json.dumps(OFFER))
    assert len(offers(tmp_path / name)) == len(offers(tmp_path)) == 1


def test_what_is_not_read_in_a_folder_is_told_and_tabs_are_read(tmp_path: Path) -> None:
    said: list[str] = []
    for name in (
        "notes.txt",
        "more/a.tsv",
        "more/b.TSV",
        "more/guide.pdf",
        "more/.hidden",
        "elsewhere/c.csv",
    ):
        (tmp_path / "all" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / name).write_text(f"description\trole\nTenir {name}\tPO\n", encoding="utf-8")
    (tmp_path / "all" / "elsewhere").rename(tmp_path / "elsewhere")
    (tmp_path / "all" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "all" / "lost.csv").symlink_to("nowhere")
    found = read_corpus([tmp_path / "all"], telling(said)).offers
    assert [offer.description for offer in found] == ["Tenir more/a.tsv", "Tenir more/b.TSV"]
    assert said == [
        f"{tmp_path / 'all'}: .jsonl, .csv, .tsv and .xlsx files are read, there and in its own folders. "
        "What is not: 4, the first 'link'."
    ]


def test_a_byte_order_mark_is_no_part_of_json(tmp_path: Path) -> None:
    (offer,) = offers(write(tmp_path / "t.jsonl", json.dumps(OFFER), "utf-8-sig"))
    assert offer.title == "Product Manager"


def test_what_a_french_excel_saves_is_read(tmp_path: Path) -> None:
    content = (
        'Intitulé du poste;Missions;Rôle;Discovery\nProduct Manager;"Tenir le backlog,\r\ntrier";PO;2,5\n'
    )
    (offer,) = offers(write(tmp_path / "t.csv", content, "utf-8-sig"))
    assert (offer.title, offer.description) == ("Product Manager", "Tenir le backlog,\r\ntrier")
    assert (offer.role, offer.discovery) == ("PO", 2.5)


ACCENTED = (
    "Intitulé;Descriptif;Rôle;Discovery\r\nChef de produit;Gérer le backlog, à Orléans;po;0,5\r\n;;;\r\n"
)


def test_a_csv_in_the_encoding_of_windows_is_read_and_that_it_was_guessed_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    path = write(tmp_path / "t.csv", ACCENTED, "cp1252")
    (offer,) = read_corpus([path], telling(said)).offers
    assert (offer.title, offer.description) == ("Chef de produit", "Gérer le backlog, à Orléans")
    assert (offer.role, offer.discovery) == ("PO", 0.5)
    assert said == [f"{path}: encoding guessed, Windows-1252. If letters are wrong, save it again as UTF-8."]


def test_a_damaged_letter_in_a_csv_is_told_with_its_line(tmp_path: Path) -> None:
    said: list[str] = []
    content = "description,role\n" + "éé" * 20 + ",PO\nG\ue000rer,PM\n"
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode().replace("\ue000".encode(), b"\xe9"))
    assert read_corpus([path], telling(said)).offers[1].description == "G\ufffdrer"
    assert said == [f"{path}: damaged characters, read as '\ufffd': 1, the first in line 3."]


def test_texts_labelled_with_two_roles_are_told_with_two_places(tmp_path: Path) -> None:
    said: list[str] = []
    texts = {
        "Tenir le backlog": "PM",
        "<p>Tenir  le&nbsp;backlog</p>": "PO",
        "Vendre": "OTHER",
        "Vendre ": "OTHER",
    }
    rows = [OFFER | {"id": f"o{n}", "description": t, "role": r} for n, (t, r) in enumerate(texts.items())]
    path = write_rows(tmp_path / "t.jsonl", rows)
    assert len(read_corpus([path], telling(said)).offers) == 4
    assert said == [
        f"Texts labelled with two roles: 1. The first is PM ({path}:1) and PO ({path}:2); "
        "mend one of the two labels."
    ]


def test_lines_that_overlap_and_differ_in_side_are_told_with_their_place(tmp_path: Path) -> None:
    said: list[str] = []
    whole, start, end = [0, 16, "delivery"], [0, 5, "delivery"], [6, 16, "discovery"]
    rows = [
        OFFER | {"id": f"o{n}", "lines": lines} for n, lines in enumerate(([start, end], [whole, start, end]))
    ]
    found = read_corpus([write_rows(tmp_path / "t.jsonl", rows)], telling(said)).offers
    assert [len(offer.spans) for offer in found] == [2, 3]
    assert said == [
        "Offers whose labelled lines overlap and differ in side: 1. "
        f"The first ({tmp_path / 't.jsonl'}:2) is delivery and discovery from character 6 to 16: "
        "each label counts there; for a line of both sides, give 'both' instead."
    ]


def test_what_is_sure_is_not_told(tmp_path: Path) -> None:
    said: list[str] = []
    read_corpus([write(tmp_path / "t.csv", ACCENTED)], telling(said))
    assert said == []


def test_a_workbook_is_read_as_its_csv_is(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["Intitulé", "Descriptif", "Rôle", "Discovery", "id"],
        ["Product Owner", "Gérer le backlog", "Product Manager", 2.5, 7],
        [None, None, None, None, None],
        [" ", "", None, None, None],
        ["Product Owner", "Écrire les stories", "autre", None, 8],
    ):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    (tmp_path / "~$t.xlsx").write_bytes(b"what Excel leaves beside an open workbook")
    (tmp_path / "._t.csv").write_bytes(b"what macOS leaves beside a file")
    first, second = offers(tmp_path)
    assert (first.id, first.role, first.discovery, first.delivery) == ("7", "PM", 2.5, None)
    assert (second.description, second.role) == ("Écrire les stories", "OTHER")


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("pm", "PM"),
        ("Product Manager", "PM"),
        (" product  owner ", "PO"),
        ("Autre", "OTHER"),
        ("other", "OTHER"),
        ("autre métier", "OTHER"),
        ("Indéterminé", "UNCLEAR"),
        ("unclear", "UNCLEAR"),
    ],
)
def test_a_role_goes_by_its_name_in_any_case(written: str, role: str, tmp_path: Path) -> None:
    (in_csv,) = offers(write(tmp_path / "t.csv", f"description,role\nTenir,{written}\n"))
    (in_json,) = offers(write_rows(tmp_path / "t.jsonl", [OFFER | {"role": written}]))
    assert in_csv.role == in_json.role == role


@pytest.mark.parametrize("header", ["intitule", "Job title", "Title"])
def test_a_title_under_another_name_is_not_lost(tmp_path: Path, header: str) -> None:
    (in_csv,) = offers(write(tmp_path / "t.csv", f"{header},description,role\nPM,Tenir,PO\n"))
    row = {header: "PM", "description": "Tenir", "role": "PO"}
    (in_json,) = offers(write(tmp_path / "t.jsonl", json.dumps(row)))
    assert in_csv.title == in_json.title == "PM"


@pytest.mark.parametrize("lang", ["FR", " fr", "Fr "])
def test_case_and_blanks_of_a_language_and_blanks_around_a_group_make_no_difference(
    tmp_path: Path, lang: str
) -> None:
    (offer,) = offers(write_rows(tmp_path / "t.jsonl", [OFFER | {"lang": lang, "group": " Ma source "}]))
    assert (offer.lang, offer.group) == ("fr", "Ma source")
    row = {"text": "Trier", "lang": lang, "zone": "duty", "side": "none"}
    assert read_corpus([write_rows(tmp_path / "s.jsonl", [row])]).statements[0].lang == "fr"


@pytest.mark.parametrize("blank", [None, "", " "])
def test_a_blank_language_or_group_is_none(tmp_path: Path, blank: str | None) -> None:
    (offer,) = offers(write_rows(tmp_path / "t.jsonl", [OFFER | {"lang": blank, "group": blank}]))
    assert (offer.lang, offer.group) == ("", "")


def test_a_group_may_be_a_number(tmp_path: Path) -> None:
    (offer,) = offers(write_rows(tmp_path / "t.jsonl", [OFFER | {"group": 0}]))
    assert offer.group == "0"


def test_the_names_of_the_dictionary_come_first(tmp_path: Path) -> None:
    row = OFFER | {"intitulé": "x", "missions": "y", "Title": "z"}
    (offer,) = offers(write(tmp_path / "t.jsonl", json.dumps(row)))
    assert (offer.title, offer.description) == ("Product Manager", "Tenir le backlog")


def test_a_text_longer_than_the_csv_module_takes_unasked_is_read(tmp_path: Path) -> None:
    (offer,) = offers(write(tmp_path / "t.csv", "description,role\n" + "a" * 200_000 + ",PO\n"))
    assert len(offer.description) == 200_000


def test_a_number_that_is_no_label_may_have_any_length(tmp_path: Path) -> None:
    assert offers(write(tmp_path / "t.jsonl", json.dumps(OFFER)[:-1] + ', "views": ' + "1" * 5000 + "}"))


def test_evaluate_reads_such_a_file_and_tells_what_is_doubtful_and_what_is_left_out(tmp_path: Path) -> None:
    rows = "Product Manager;Gérer le backlog;PO\nPO;Gérer le backlog;PM\nPO;Divers travaux;UNCLEAR\n"
    write(tmp_path / "T.CSV", "Intitulé;Descriptif;role\n" + rows, "cp1252")
    command = [sys.executable, "-m", "pm_or_po.cli", "evaluate", "T.CSV", "--json"]
    french = {**os.environ, "LC_ALL": "fr_FR.UTF-8"}
    ran = subprocess.run(command, cwd=tmp_path, env=french, capture_output=True, check=True)
    assert json.loads(ran.stdout)["offers"] == 2
    assert ran.stderr.decode().splitlines() == [
        "T.CSV : encodage deviné, Windows-1252. Si des lettres sont fausses, enregistrez-le à nouveau en UTF-8.",
        "Textes étiquetés de deux rôles : 1. Le premier est PO (T.CSV, ligne 2) et PM (T.CSV, ligne 3) ; "
        "corrigez l'une des deux étiquettes.",
        "Offres étiquetées UNCLEAR, laissées hors des mesures : 1.",
    ]
