"""Labelled files as people have them: saved by Excel, with their own headers; read whole or refused in one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pm_or_po.errors import CorpusError, PmOrPoError
from pm_or_po.training.corpus import LabelledOffer, read_corpus

OFFER = {"description": "Tenir le backlog", "role": "PO", "title": "Product Manager"}


def write(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def offers(path: Path) -> tuple[LabelledOffer, ...]:
    return read_corpus([path]).offers


@pytest.mark.parametrize("name", ["UP.CSV", "UP.JSONL", "up.csv"])
def test_the_case_of_an_extension_makes_no_difference(tmp_path: Path, name: str) -> None:
    is_csv = name.lower().endswith("csv")
    write(tmp_path / name, "description,role\nTenir,PO\n" if is_csv else json.dumps(OFFER))
    assert len(offers(tmp_path / name)) == len(offers(tmp_path)) == 1


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


@pytest.mark.parametrize("header", ["intitule", "Job title", "Title"])
def test_a_title_under_another_name_is_not_lost(tmp_path: Path, header: str) -> None:
    (in_csv,) = offers(write(tmp_path / "t.csv", f"{header},description,role\nPM,Tenir,PO\n"))
    row = {header: "PM", "description": "Tenir", "role": "PO"}
    (in_json,) = offers(write(tmp_path / "t.jsonl", json.dumps(row)))
    assert in_csv.title == in_json.title == "PM"


def test_the_names_of_the_dictionary_come_first(tmp_path: Path) -> None:
    row = OFFER | {"intitulé": "x", "missions": "y", "Title": "z"}
    (offer,) = offers(write(tmp_path / "t.jsonl", json.dumps(row)))
    assert (offer.title, offer.description) == ("Product Manager", "Tenir le backlog")


def test_a_text_longer_than_the_csv_module_takes_unasked_is_read(tmp_path: Path) -> None:
    (offer,) = offers(write(tmp_path / "t.csv", "description,role\n" + "a" * 200_000 + ",PO\n"))
    assert len(offer.description) == 200_000


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
    "no text column": ("t.csv", "ville;role\nMetz;PO\n", "it takes the columns 'description' and 'role'"),
    "cells without a column": ("t.csv", "description,role\nTenir, trier,PO\n", "t.csv:2: there are 3 cells"),
    "columns of one name": ("t.csv", "description,role,role\nTenir,PO,PM\n", "two columns are named 'role'"),
    "another encoding": ("t.csv", "description,role\nGérer,PO\n", "not written in UTF-8"),
}


@pytest.mark.parametrize(("name", "content", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: str, told: str, is_one_sentence: Callable[[PmOrPoError], bool]
) -> None:
    path = write(tmp_path / name, content, "cp1252")
    with pytest.raises(CorpusError, match=told) as refused:
        read_corpus([path])
    assert is_one_sentence(refused.value)


def test_a_number_that_is_no_label_may_have_any_length(tmp_path: Path) -> None:
    assert offers(write(tmp_path / "t.jsonl", json.dumps(OFFER)[:-1] + ', "views": ' + "1" * 5000 + "}"))


def test_evaluate_reads_such_a_file(tmp_path: Path) -> None:
    write(tmp_path / "T.CSV", "Intitulé;Descriptif;role\nProduct Manager;Gérer le backlog;PO\n")
    command = [sys.executable, "-m", "pm_or_po.cli", "evaluate", "T.CSV", "--json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(ran.stdout)["offers"] == 1
