"""Labelled files that cannot be read are refused in one sentence, with the place of what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from labelled_files import OFFER, write, write_rows
from openpyxl import Workbook
from rights import closed

from pm_or_po.errors import CorpusError, PmOrPoError
from pm_or_po.training.corpus import read_corpus


@pytest.mark.parametrize("name", ["all", "all/sub", "all/t.csv"])
def test_what_one_has_no_right_to_read_is_refused(
    name: str, shared_path: Path, is_one_sentence: Callable[[PmOrPoError], bool]
) -> None:
    (shared_path / "all" / "sub").mkdir(parents=True)
    write(shared_path / "all" / "t.csv", "description,role\nTenir,PO\n")
    assert len(read_corpus([shared_path / "all"]).offers) == 1
    told = rf"{name} cannot be read: permission denied"
    with closed(shared_path / name), pytest.raises(CorpusError, match=told) as refused:
        read_corpus([shared_path / "all"])
    assert is_one_sentence(refused.value)


BLANKS = {
    "t.csv": 'sep=;\n\ndescription;role\n\n"Tenir\r\n\nle backlog";PO\n\n;\nTrier;chef\n',
    "t.jsonl": f"\n{json.dumps(OFFER)}\n\n\n\n\n\n{json.dumps(OFFER | {'role': 'chef'})}\n",
}


@pytest.mark.parametrize(
    ("name", "place"), [("t.csv", "t.csv, row 7 (line 10 of the text file)"), ("t.jsonl", "t.jsonl:8")]
)
def test_a_row_is_told_as_a_spreadsheet_shows_it_and_by_its_line_in_the_file(
    name: str, place: str, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match=re.escape(f"{place}: role is 'chef'")):
        read_corpus([write(tmp_path / name, BLANKS[name])])


def test_a_row_is_told_by_its_own_id_too_in_the_language_of_the_reader(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", 'Réf;description;role\nK-1;"Tenir\nle backlog";PO\nK-2;Trier;chef\n')
    with pytest.raises(CorpusError) as refused:
        read_corpus([path])
    told = "t.csv, ligne 3, identifiant 'K-2' (ligne 4 du fichier texte) : role vaut 'chef'"
    assert told in refused.value.sentence("fr")


def test_and_by_the_row_of_its_sheet(tmp_path: Path) -> None:
    book = Workbook()
    for at, row in ((2, ["description", "role"]), (4, ["Tenir", "PO"]), (7, ["Trier", "chef"])):
        for column, text in enumerate(row, 1):
            book.active.cell(at, column, text)
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(CorpusError, match=r"t\.xlsx, row 7: role is 'chef'"):
        read_corpus([tmp_path / "t.xlsx"])


REFUSED = {
    "number without end": (
        "t.jsonl",
        json.dumps(OFFER)[:-1] + ', "discovery": ' + "1" * 5000 + "}",
        "discovery is",
    ),
    "number beyond a float": (
        "t.jsonl",
        json.dumps(OFFER)[:-1] + ', "discovery": ' + "1" * 400 + "}",
        "discovery is",
    ),
    "lone mark": (
        "t.csv",
        'description,role\n"Tenir,PO\n"Trier",PO\n',
        "a quotation mark in line 2 of the file",
    ),
    "no text column": (
        "t.csv",
        "ville;role\nMetz;PO\n",
        "it lacks a column 'description', the text of the offer; add",
    ),
    "cells without a column": (
        "t.csv",
        "description,role\nTenir, trier,PO\n",
        "t.csv, row 2: this row has more cells",
    ),
    "columns of one name": ("t.csv", "description,role,role\nTenir,PO,PM\n", "two columns are named 'role'"),
    "labels of one name in two spellings": (
        "t.csv",
        "description,Rôle,ROLE\nTenir,PO,PM\n",
        "'Rôle', 'ROLE' both give 'role'",
    ),
    "a label beside another spelling of it": (
        "t.jsonl",
        json.dumps(OFFER | {"Role": "PM"}),
        "'role', 'Role' both give 'role'",
    ),
    "two encodings": (
        "t.csv",
        "description,role\nGérer,PO\n" + "Gérer,PO\n".encode().decode("cp1252"),
        "mixes two encodings, line 3 is in UTF-8 and line 2 is not",
    ),
    "a workbook in name only": ("t.xlsx", "description,role\nTenir,PO\n", "t.xlsx is damaged or cut short"),
}


@pytest.mark.parametrize(("name", "content", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: str, told: str, is_one_sentence: Callable[[PmOrPoError], bool]
) -> None:
    path = write(tmp_path / name, content, "cp1252")
    with pytest.raises(CorpusError, match=told) as refused:
        read_corpus([path])
    assert is_one_sentence(refused.value)


BAD_ROWS: dict[str, dict[str, Any]] = {
    "no text": {"role": "PM"},
    "blank text": {"role": "PM", "description": " "},
    "no role": {"description": "Gérer", "role": None},
    "unknown role": {"description": "Gérer", "role": "Product Designer"},
    "role in doubt": {"description": "Gérer", "role": "PM ?"},
    "unknown family": {"description": "Gérer", "role": "OTHER", "family": "cooking"},
    "score out of range": {"description": "Gérer", "role": "PM", "discovery": 4},
    "unknown language": {"description": "Gérer", "role": "PM", "lang": "français"},
    "score that is no number": {"description": "Gérer", "role": "PM", "delivery": "much"},
    "lines that are no list": {"description": "Gérer", "role": "PM", "lines": "all"},
    "a line of four": {"role": "PM", "lines": [["Gérer", "duty", "none", []]]},
    "unknown zone": {"role": "PM", "lines": [["Gérer", "task", "none", [], "\n"]]},
    "unknown side": {"role": "PM", "lines": [["Gérer", "duty", "left", [], "\n"]]},
    "unknown facet": {"role": "PM", "lines": [["Gérer", "duty", "delivery", ["stories"], "\n"]]},
    "facet of the other side": {"role": "PM", "lines": [["Gérer", "duty", "delivery", ["market"], "\n"]]},
    "unknown separator": {"role": "PM", "lines": [["Gérer", "duty", "none", [], "--"]]},
    "span outside the text": {"description": "Gérer", "role": "PM", "lines": [[0, 99, "none"]]},
    "span of no numbers": {"description": "Gérer", "role": "PM", "lines": [["a", "b", "none"]]},
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_row_that_breaks_the_data_dictionary_is_refused_with_its_place(
    name: str, tmp_path: Path, is_one_sentence: Callable[..., bool]
) -> None:
    good = {"id": "good", "role": "PO", "description": "Gérer le backlog"}
    with pytest.raises(CorpusError) as caught:
        read_corpus([write_rows(tmp_path / "rows.jsonl", [good, BAD_ROWS[name]])])
    assert is_one_sentence(caught.value) and "rows.jsonl:2" in str(caught.value)


def test_files_that_are_no_corpus_are_refused(tmp_path: Path, is_one_sentence: Callable[..., bool]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("Gérer")
    (tmp_path / "list.jsonl").write_text("[1]\n")
    (tmp_path / "broken.jsonl").write_text('{"role": "PM"\n')
    (tmp_path / "latin.jsonl").write_bytes('{"role": "PM", "description": "Gérer"}'.encode("latin-1"))
    write_rows(tmp_path / "twice.jsonl", [{"id": "a", "role": "PM", "description": "Gérer"}] * 2)
    write_rows(tmp_path / "neither.jsonl", [{"id": "a", "text": "Gérer"}])
    for name in ("none.jsonl", *(path.name for path in tmp_path.iterdir())):
        with pytest.raises(CorpusError) as caught:
            read_corpus([tmp_path / name])
        assert is_one_sentence(caught.value), name
