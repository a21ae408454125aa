"""Labelled offers and statements as the data dictionary has them: what the reader takes, what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from labelled_rows import offer_row, statement_row, write
from openpyxl import Workbook

from pm_or_po import classify_many
from pm_or_po.batch import score_table
from pm_or_po.errors import CorpusError
from pm_or_po.reading import open_table
from pm_or_po.training.corpus import read_corpus


def line_row(*line: Any) -> dict[str, Any]:
    return offer_row(lines=[["Votre rôle", "heading", "none", [], "\n"], list(line)])


def test_a_written_offer_is_its_lines_and_their_separators(tmp_path: Path):
    (offer,) = read_corpus([write(tmp_path, offer_row())]).offers
    assert offer.description == (
        "Vos missions\n- Tenir le backlog\n"
        "Vous aimez le vélo. Vous rencontrez les loueurs et rédigez les stories."
    )
    said = [(offer.description[s.start : s.end], s.zone, s.side, s.facets) for s in offer.spans]
    assert said[1] == ("- Tenir le backlog", "duty", "delivery", ("backlog",))
    assert said[3][3] == ("users", "specifications")
    assert (offer.role, offer.discovery, offer.delivery) == ("PO", 1.0, 3.0)


def test_a_description_with_marked_lines_leaves_unsure_ones_out(tmp_path: Path):
    text = "Write stories.\nMaybe.\nMeet users."
    lines = [[0, 14, "delivery"], [15, 21, "unsure"], [22, 33, "discovery"]]
    (offer,) = read_corpus([write(tmp_path, {"description": text, "role": "PM", "lines": lines})]).offers
    assert [(text[s.start : s.end], s.side, s.zone) for s in offer.spans] == [
        ("Write stories.", "delivery", None),
        ("Meet users.", "discovery", None),
    ]
    assert offer.id.endswith("mine.jsonl:1")  # rows without an id are known by their place


def test_a_csv_with_only_text_and_role_is_enough(tmp_path: Path):
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["description", "role", "title", "discovery"])
        writer.writerow(["Tenir le backlog,\navec soin", "PO", "Product Manager", ""])
        writer.writerow(["Interroger les loueurs", "PM", "", "2.5"])
    first, second = read_corpus([path]).offers
    assert (first.role, first.title, first.discovery, first.spans) == ("PO", "Product Manager", None, ())
    assert first.description == "Tenir le backlog,\navec soin"
    assert (second.role, second.discovery, second.delivery) == ("PM", 2.5, None)


def test_folders_are_read_whole_and_other_files_left_alone(tmp_path: Path):
    (tmp_path / "deeper").mkdir()
    write(tmp_path, offer_row())
    write(tmp_path / "deeper", statement_row(), "", name="more.jsonl")
    write(tmp_path, "# not data", name="README.md")
    found = read_corpus([tmp_path])
    assert (len(found.offers), len(found.statements)) == (1, 1)


def test_the_digest_follows_the_files(tmp_path: Path):
    first = read_corpus([write(tmp_path, offer_row())]).sha256
    assert read_corpus([write(tmp_path, offer_row())]).sha256 == first
    assert read_corpus([write(tmp_path, offer_row(title="PO"))]).sha256 != first


# --- What the reader refuses: the message names the line, then what is wrong ------------------------------

REFUSED = {
    "wrong role": (offer_row(role="CEO"), "role is 'CEO'"),
    "no role": (offer_row(role=None), "role is None"),
    "unknown family": (offer_row(family="astrology"), "family is 'astrology'"),
    "score above 3": (offer_row(discovery=4), "discovery is 4"),
    "score in words": (offer_row(delivery="much"), "delivery is 'much'"),
    "a whole offer as role": (
        offer_row(role="Tenir le backlog. " * 20),
        f"role is '{('Tenir le backlog. ' * 20)[:40]}…';",
    ),
    "a list as score": (offer_row(delivery=[1] * 50), f"delivery is '{str([1] * 50)[:40]}…';"),
    "a role of batch": (offer_row(title_claim="PM"), "role stands beside title_claim, which 'batch' adds"),
    "a role of batch that judged it twice": (
        offer_row(title_claim="PM", role_pm_or_po="PO", title_claim_pm_or_po="PM"),
        "role stands beside title_claim",
    ),
    "scores of batch": (
        offer_row(title_claim="PM", role_pm_or_po="PO", delivery=71.2),
        "discovery stands beside title_claim",
    ),
    "a low score of batch": (
        offer_row(title_claim="PM", role_pm_or_po="PO", discovery="", delivery="0.4"),
        "delivery stands beside",
    ),
    "marks without a text": (
        {"description": " ", "role": "PM", "lines": [[0, 9, "none"]]},
        "description is empty; give the offer's text",
    ),
    "lines of text without the rest": (
        {"description": "", "role": "PM", "lines": ["Tenir le backlog"]},
        "description is empty; give the offer's text",
    ),
    "no text": (offer_row(lines=[]), "there is no text"),
    "blank description": ({"description": " \n", "role": "PM"}, "there is no text"),
    "lines not a list": (offer_row(lines="Tenir le backlog"), "lines must be a list"),
    "line too short": (line_row("Tenir", "duty", "delivery", ["backlog"]), "line 2: a line must be [text,"),
    "empty line": (line_row(" ", "duty", "none", [], "\n"), "line 2: a line must be [text,"),
    "unknown zone": (line_row("Tenir", "title", "none", [], "\n"), "line 2: zone is 'title'"),
    "unknown side": (line_row("Tenir", "duty", "unsure", [], "\n"), "line 2: side is 'unsure'"),
    "bad separator": (line_row("Tenir", "duty", "none", [], "\t"), "line 2: separator is '\\t'"),
    "unknown facet": (line_row("Tenir", "duty", "delivery", ["jira"], "\n"), "line 2: facet is 'jira'"),
    "facets not a list": (line_row("Tenir", "duty", "delivery", "backlog", "\n"), "facets must be a list"),
    "facet of the other side": (
        line_row("Tenir", "duty", "discovery", ["backlog"], "\n"),
        "line 2: the facets backlog are of side delivery, not discovery",
    ),
    "facets of both sides": (
        line_row("Tenir", "duty", "delivery", ["backlog", "users"], "\n"),
        "are of side both, not delivery",
    ),
    "facet on a line of no side": (line_row("Tenir", "duty", "none", ["users"], "\n"), "not none"),
    "mark outside": ({"description": "abc", "role": "PM", "lines": [[0, 9, "none"]]}, "0 to 9 is outside"),
    "mark of three words": (
        {"description": "abc", "role": "PM", "lines": [["0", "1", "both"]]},
        "[start, end,",
    ),
    "mark of a wrong side": ({"description": "abc", "role": "PM", "lines": [[0, 1, "PM"]]}, "side is 'PM'"),
    "statement without text": (statement_row(text=""), "text is empty"),
    "statement in Dutch": (statement_row(lang="nl"), "lang is 'nl'"),
    "statement of a wrong zone": (statement_row(zone="duties"), "zone is 'duties'"),
    "statement of a wrong side": (statement_row(side="discovery"), "rituals are of side delivery"),
    "neither offer nor statement": (
        {"id": "x", "text": "Run the sprint"},
        "a row needs 'role' (an offer), or 'zone' and 'side' (a statement), but this one has 'id', 'text';",
    ),
    "not an object": ("[1, 2]", "a JSON object"),
    "not JSON": ('{"id": "a-2", ', "is not JSON"),
    "the same id again": (offer_row(id="good"), "mine.jsonl:1 already; give each row its own"),
}


@pytest.mark.parametrize(("row", "said"), REFUSED.values(), ids=REFUSED)
def test_a_malformed_row_is_refused_by_its_line(tmp_path: Path, row: dict[str, Any] | str, said: str):
    path = write(tmp_path, offer_row(id="good"), "", row)
    with pytest.raises(CorpusError) as refused:
        read_corpus([path])
    message = str(refused.value)
    assert message.startswith(f"{path}:3")
    assert said in message


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ('{"id": "a-2", "role": "PM"', 27),
        ('{"id": "a-2", ', 15),
        ('{"id": "a-2" "role": "PM"}', 14),
        ('{"id": "a-2", "description": "Tenir le', 30),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=["none", "lf", "crlf"])
def test_a_line_that_is_not_json_is_told_with_the_character_where_it_no_longer_is(
    row: str, place: int, end: str, tmp_path: Path
):
    (tmp_path / "mine.jsonl").write_bytes((row + end).encode())
    with pytest.raises(CorpusError, match=rf"mine\.jsonl:1: this line is not JSON from character {place} on"):
        read_corpus([tmp_path / "mine.jsonl"])


def test_labels_that_a_table_had_before_batch_judged_it_are_read(tmp_path: Path):
    once = {"title_claim": "PM", "role_pm_or_po": "PM", "discovery_pm_or_po": 40.5, "delivery_pm_or_po": 71.2}
    twice = once | {f"{name.removesuffix('_pm_or_po')}_pm_or_po_2": value for name, value in once.items()}
    twice["title_claim_pm_or_po"] = twice.pop("title_claim_pm_or_po_2")
    for judged in (once, twice):
        (offer,) = read_corpus([write(tmp_path, offer_row(**judged))]).offers
        assert (offer.role, offer.discovery, offer.delivery) == ("PO", 1, 3)


def test_so_are_those_beside_a_title_claim_of_ones_own(tmp_path: Path):
    labels = "description,role,discovery,delivery,title_claim", "Tenir le backlog.,PM,1,3,PO"
    table = write(tmp_path, *labels, name="in.csv")
    for out in (tmp_path / "once.csv", tmp_path / "twice.csv"):
        score_table(open_table(table), out, classify_many)
        (offer,) = read_corpus([out]).offers
        assert (offer.role, offer.discovery, offer.delivery) == ("PM", 1, 3)
        table = out


def test_what_batch_wrote_is_no_label_until_its_columns_are_gone(tmp_path: Path):
    table, out = write(tmp_path, "description", "Tenir le backlog.", name="in.csv"), tmp_path / "out.csv"
    score_table(open_table(table), out, classify_many)
    with pytest.raises(
        CorpusError, match=r"out\.csv, row 2: role stands beside title_claim, which 'batch' adds"
    ):
        read_corpus([out])
    (judged,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    write(tmp_path, "description,role", f"{judged['description']},PO", name="out.csv")
    assert read_corpus([out]).offers[0].role == "PO"


@pytest.mark.parametrize("mark", ["\t", "\r", "\u2028"])
def test_tabs_and_crs_within_a_text_are_read_as_batch_reads_them(mark: str, tmp_path: Path):
    path = write(tmp_path, f'{{"id": 7, "role": "PO", "description": "Tenir{mark}le backlog"}}')
    (offer,) = read_corpus([path]).offers
    (judged,) = open_table(path).rows()
    assert offer.plain == judged.offer and mark in offer.description


def test_a_family_is_read_in_any_case(tmp_path: Path):
    rows = [offer_row(id=given, role="OTHER", family=given) for given in ("Design", "scrum-AGILE", "")]
    assert [offer.family for offer in read_corpus([write(tmp_path, *rows)]).offers] == [
        "design",
        "scrum-agile",
        None,
    ]


LACKING = {
    "Job title,Text,Label": "it lacks a column 'role', which says PM, PO, OTHER or UNCLEAR; add",
    "Role,Town": "it lacks a column 'description', the text of the offer; add",
    "Label,Town": "it lacks a column 'description', the text of the offer, and a column 'role', which says",
}


@pytest.mark.parametrize(("header", "told"), LACKING.items())
def test_a_table_is_told_which_column_it_lacks_and_which_it_has(tmp_path: Path, header: str, told: str):
    path = write(tmp_path, header, "PO,Tenir", name="mine.csv")
    with pytest.raises(CorpusError) as refused:
        read_corpus([path])
    sentence = str(refused.value)
    assert told in sentence and f"'{header.rpartition(',')[2]}'" in sentence
    assert sentence.count("lacks a column") == 1 and ("'role'" in sentence) == ("'role'" in told)


@pytest.mark.parametrize("column", ["Notes", "description"])
def test_a_workbook_whose_labels_are_on_another_sheet_is_told_so(tmp_path: Path, column: str):
    book = Workbook()
    book.active.title = "Lisez-moi"
    book.active.append([column])
    book.active.append(["Tenir le backlog"])
    book.create_sheet("Étiquettes").append(["description", "role"])
    book.save(tmp_path / "mine.xlsx")
    told = rf"the sheet 'Lisez-moi' lacks a column .* \(its columns are '{column}'\) or, .* on another sheet \('Étiquettes'\), save it in a file"
    with pytest.raises(CorpusError, match=told):
        read_corpus([tmp_path / "mine.xlsx"])


def test_no_option_of_batch_is_advised_for_labels(tmp_path: Path):
    path = write(tmp_path, "description,role", "Tenir, le backlog,PO", name="mine.csv")
    with pytest.raises(
        CorpusError,
        match=r"mine\.csv, row 2: this row has more cells \(3\) than .* \(2\).* quotation marks\.$",
    ):
        read_corpus([path])


def test_an_empty_description_leaves_written_lines_as_they_are(tmp_path: Path):
    assert read_corpus([write(tmp_path, offer_row(description=""))]).offers[0].spans


def test_a_csv_row_is_refused_by_its_line(tmp_path: Path):
    path = write(tmp_path, "description,role", "Tenir le backlog,PO", "Vendre,SELLER", name="mine.csv")
    with pytest.raises(CorpusError, match=r"mine\.csv, row 3: role is 'SELLER'"):
        read_corpus([path])


def test_paths_that_hold_no_data_are_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match=r"those in it hold no \.jsonl, \.csv, \.tsv or \.xlsx file: put"):
        read_corpus([tmp_path])
    with pytest.raises(CorpusError, match="There is no labelled data at"):
        read_corpus([tmp_path / "absent.jsonl"])
    with pytest.raises(CorpusError, match=r"neither \.jsonl, \.csv, \.tsv nor \.xlsx"):
        read_corpus([write(tmp_path, "x", name="offers.txt")])


def test_text_that_is_not_utf8_is_refused_with_the_way_out(tmp_path: Path):
    path = tmp_path / "mine.jsonl"
    path.write_bytes(json.dumps(offer_row(), ensure_ascii=False).encode("cp1252"))
    with pytest.raises(CorpusError, match="UTF-8"):
        read_corpus([path])
