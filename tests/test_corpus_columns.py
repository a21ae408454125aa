"""Labelled files of a job board's columns and postings: trained on and measured is the text that ``batch`` judges."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from labelled_rows import offer_row, write
from openpyxl import Workbook
from progress import telling

from pm_or_po.errors import CorpusError, PmOrPoError
from pm_or_po.reading import open_table
from pm_or_po.training.corpus import read_corpus

COMPANY = "Fondée en 2010, notre société édite un logiciel pour les hôpitaux."
DUTIES = "Tenir le backlog\nRédiger les user stories"
SECTIONS = {"jobAd": {"sections": {"jobDescription": {"text": DUTIES}}}}
POSTINGS: dict[str, dict[str, Any]] = {
    "missions beside the profile": {"Intitulé": "Product Owner", "Description": COMPANY, "Missions": DUTIES, "Profil": "Bac+5"},
    "key missions": {"name": "Product Owner", "description": COMPANY, "key_missions": DUTIES.split("\n"), "profile": "Bac+5"},
    "schema.org": {
        "@type": "JobPosting", "title": "Product Owner", "description": f"<p>{DUTIES}</p>", "responsibilities": "Tenir le backlog",
    },
    "SmartRecruiters": {"name": "Product Owner", "refNumber": "R1", **SECTIONS},
    "a list of lines": {"title": ["Product Owner"], "description": DUTIES.split("\n")},
}  # fmt: skip


@pytest.mark.parametrize("posting", POSTINGS.values(), ids=POSTINGS)
def test_a_labelled_posting_is_read_as_batch_reads_it(posting: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path, posting | {"role": "PO"}, {"role": "PM", **posting})
    found = [(offer.title, offer.description) for offer in read_corpus([path]).offers]
    assert found == [(row.offer.title, row.offer.description) for row in open_table(path).rows()]
    assert [(title, re.sub("<[^>]*>", "", text)) for title, text in found] == [("Product Owner", DUTIES)] * 2


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_the_column_of_the_duties_is_read_and_those_passed_over_are_told(name: str, tmp_path: Path) -> None:
    rows = [["Description", "Missions", "Profil", "role"], [COMPANY, DUTIES, "Bac+5", "PO"]]
    path = tmp_path / name
    if name.endswith("csv"):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    said: list[str] = []
    assert read_corpus([path], telling(said)).offers[0].description == DUTIES
    assert said == [
        f"{path}: text read from column 'Missions'. Columns that may hold it too, but are not read: 'Description'; "
        "if one of them holds it, remove or rename the others."
    ]


def test_the_sheets_that_are_not_read_and_cells_read_as_empty_are_told(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "t.xlsx"
    for row in (["title", "description", "role"], ["PO", DUTIES, "PO"], ["", DUTIES, "PO", "=A2"]):
        book.active.append(row)
    book.active.title = "mai"
    book.active.merge_cells("A2:A3")
    book.create_sheet("juin")
    book.save(path)
    said: list[str] = []
    assert len(read_corpus([path], telling(said)).offers) == 2
    assert [line.split(": ", 1)[1][:36] for line in said] == [
        "sheet read: 'mai'. The others are no",
        "cells of several rows are merged: wh",
        "formulas have no result saved, the f",
    ]


def test_lines_marked_in_a_description_stand_in_it(tmp_path: Path) -> None:
    row = POSTINGS["schema.org"] | {
        "description": COMPANY,
        "role": "PO",
        "lines": [[0, len(COMPANY), "none"]],
    }
    (offer,) = read_corpus([write(tmp_path, row)]).offers
    assert offer.description == COMPANY and offer.spans


def test_an_offer_of_labelled_lines_may_stand_beside_one_of_a_text(tmp_path: Path) -> None:
    said: list[str] = []
    text = {"id": "b", "intitulé": "Product Owner", "missions": DUTIES, "role": "PO"}
    lines, other = read_corpus([write(tmp_path, offer_row(), text)], telling(said)).offers
    assert lines.spans and lines.title == "Product Owner" and lines.description.startswith("Vos missions\n")
    assert (other.title, other.description) == ("Product Owner", DUTIES)
    assert said == []


def test_a_title_beside_labelled_lines_may_have_another_name(tmp_path: Path) -> None:
    row = offer_row(intitulé="Chef de produit")
    del row["title"]
    assert read_corpus([write(tmp_path, row)]).offers[0].title == "Chef de produit"


REFUSED = {
    "deep": ('{"role": "PO", "description": ' + "[" * 99 + "]" * 99 + "}", r"mine\.jsonl:1"),
    "a summary": ({"role": "PO", "refNumber": "1", "releasedDate": "", "company": {}}, "SmartRecruiters"),
}


@pytest.mark.parametrize(("row", "told"), REFUSED.values(), ids=REFUSED)
def test_a_posting_that_cannot_be_read_is_refused_in_one_sentence(
    row: dict[str, Any] | str, told: str, tmp_path: Path, is_one_sentence: Callable[[PmOrPoError], bool]
) -> None:
    with pytest.raises(CorpusError, match=told) as refused:
        read_corpus([write(tmp_path, row)])
    assert is_one_sentence(refused.value)
