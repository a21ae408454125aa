"""Tables in JSON: one document or one object a line, the same rows either way, and no personal data in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading import ColumnChoice, Table, open_table

SECRET = "jeanne.martin@recrute.example"
FRANCE_TRAVAIL = {
    "id": "201ABC", "intitule": "Product Owner (H/F)", "description": "Gérer le backlog.",
    "entreprise": {"nom": "Ville d'Aubrac", "contact": {"nom": SECRET}},
    "contact": {"nom": "Jeanne Martin", "courriel": SECRET}, "agence": {"courriel": SECRET},
    "salaire": {"libelle": "45 k€"}, "romeCode": "M1806",
}  # fmt: skip
OWN = {"Intitulé": "PO", "missions": {"html": "<p>Gérer</p>"}, "réf": 7, "remote": True, "tags": ["a", "b"]}
LEVER = {
    "id": "a-b", "text": "Product Manager", "descriptionPlain": "Nous éditons.",
    "lists": [{"text": "Missions", "content": "<li>Gérer</li>"}], "hostedUrl": "https://jobs.example/a-b",
}  # fmt: skip


def both(folder: Path, *postings: Any, choice: ColumnChoice | None = None) -> tuple[Table, Table]:
    document, lines = folder / "t.json", folder / "t.jsonl"
    document.write_text(json.dumps(postings), encoding="utf-8")
    lines.write_text("".join(json.dumps(one) + "\n" for one in postings), encoding="utf-8")
    return open_table(document, choice), open_table(lines, choice)


@pytest.mark.parametrize(
    "postings",
    [
        [FRANCE_TRAVAIL],
        [OWN],
        [LEVER],
        [LEVER, OWN],
        [OWN, LEVER],
        [OWN, 3, {"missions": ["un", "deux"], "more": None}],
    ],
    ids=["known", "own names", "assembled", "mixed", "mixed late", "broken"],
)
def test_a_document_and_json_lines_give_the_same_rows(tmp_path: Path, postings: list[Any]) -> None:
    document, lines = both(tmp_path, *postings)
    assert document.columns == lines.columns
    assert document.left_out == lines.left_out
    for one, other in zip(document.rows(), lines.rows(), strict=True):
        assert (one.number, one.cells, one.offer) == (other.number, other.cells, other.offer)
        assert str(one.error) == str(other.error)


@pytest.mark.parametrize("index", [None, [7, 3, 5]])
def test_a_frame_that_pandas_writes_as_it_does_by_default_is_read_row_by_row(
    index: list[int] | None, tmp_path: Path
) -> None:
    rows = [{"id": f"r{n}", "intitule": f"PO {n}", "description": f"Gérer le backlog {n}"} for n in range(3)]
    pd.DataFrame(rows, index=index).to_json(tmp_path / "t.json")
    told = [row.offer for row in open_table(tmp_path / "t.json").rows()]
    assert told == [Offer(row["description"], row["intitule"], row["id"]) for row in rows]


def test_a_posting_in_two_languages_or_forms_is_one(tmp_path: Path) -> None:
    for keys in (("fr", "en"), ("html", "plain"), ("h1", "p1")):
        posting = {"title": dict.fromkeys(keys, "PO"), "description": dict.fromkeys(keys, "Gérer le backlog")}
        (tmp_path / "t.json").write_text(json.dumps(posting), encoding="utf-8")
        assert len(list(open_table(tmp_path / "t.json").rows())) == 1


def test_numbered_sections_of_a_posting_are_one_text(tmp_path: Path) -> None:
    posting = {"description": {"1": "Gérer le backlog", "2": "Rédiger les stories"}}
    (tmp_path / "t.json").write_text(json.dumps(posting), encoding="utf-8")
    assert len(list(open_table(tmp_path / "t.json").rows())) == 1


@pytest.mark.parametrize("indent", [None, 1])
def test_an_array_that_is_named_as_json_lines_says_how_to_name_it(indent: int | None, tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps([OWN, OWN], indent=indent), encoding="utf-8")
    with pytest.raises(InputError, match=r"is a JSON array, not one object a line: name it \.json"):
        open_table(tmp_path / "t.jsonl")


def test_what_is_no_object_in_an_answer_of_several_postings_is_a_row_with_an_error(tmp_path: Path) -> None:
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps({"jobs": [OWN, "oops", 3]}), encoding="utf-8")
    rows = list(open_table(path).rows())
    assert [row.number for row in rows if row.error is not None] == [2, 3]
    assert rows[0].offer.title == "PO"


def test_every_field_is_kept_and_the_text_is_read_out_of_objects(tmp_path: Path) -> None:
    for table in both(tmp_path, OWN):
        (row,) = table.rows()
        assert table.columns == tuple(OWN)
        assert row.cells == ("PO", '{"html": "<p>Gérer</p>"}', "7", "true", "a\nb")
        assert row.offer == Offer("<p>Gérer</p>", "PO", "7")


SMART = {
    "id": "743", "name": "PO", "refNumber": "REF1", "company": {"name": "Brumaire"}, "location": {"city": "Metz"},
    "uuid": "u-1", "department": {"label": "IT"}, "releasedDate": "2026-02-01", "creator": {"name": SECRET},
    "jobAd": {"sections": {"jobDescription": {"text": "Gérer le backlog"}, "qualifications": {"text": "Bac+5"}}},
}  # fmt: skip


def cells(table: Table) -> list[dict[str, object]]:
    """Return the cells of each row that hold something, by column."""
    rows = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows()]
    return [{column: cell for column, cell in row.items() if cell} for row in rows]


def test_what_a_feed_holds_besides_its_facts_and_text_is_kept_but_personal_data(tmp_path: Path) -> None:
    for table in both(tmp_path, SMART):
        assert table.left_out == ("creator",)
        assert cells(table) == [{
            "id": "REF1", "title": "PO", "employer": "Brumaire", "place": "Metz", "date": "2026-02-01",
            "description": "Gérer le backlog", "posting_id": "743", "uuid": "u-1", "department": '{"label": "IT"}',
            "jobAd": '{"sections": {"qualifications": {"text": "Bac+5"}}}',
        }]  # fmt: skip


def test_a_field_that_another_was_read_instead_of_is_kept(tmp_path: Path) -> None:
    html = {"description": "<p>Nous éditons.</p>", "salaryRange": {"min": 45000}, "posting_description": "x"}
    for table in both(tmp_path, LEVER | html):
        (row,) = cells(table)
        assert str(row["description"]).startswith("Nous éditons.\n\nMissions")
        assert row["posting_posting_description"] == "<p>Nous éditons.</p>"
        assert row["posting_description"] == "x"
        assert row["salaryRange"] == '{"min": 45000}'
        assert len(set(table.columns)) == len(table.columns)


def test_postings_of_several_formats_are_each_read_by_their_own(tmp_path: Path) -> None:
    for table in both(
        tmp_path, OWN | {"url": "u"}, FRANCE_TRAVAIL, LEVER, {"description": "Gérer", "ville": "Metz"}
    ):
        assert [row.error for row in table.rows()] == [None] * 4
        own, public, lever, bare = cells(table)
        assert own == {
            "id": "7",
            "title": "PO",
            "url": "u",
            "description": "<p>Gérer</p>",
            "remote": "true",
            "tags": "a\nb",
        }
        assert public["employer"] == "Ville d'Aubrac" and public["romeCode"] == "M1806"
        assert lever["title"] == "Product Manager"
        assert bare == {"description": "Gérer", "ville": "Metz"}


def test_a_posting_without_text_in_a_feed_keeps_its_facts_and_its_own_id(tmp_path: Path) -> None:
    draft = {key: value for key, value in SMART.items() if key != "jobAd"} | {"refNumber": "REF2"}
    for table in both(tmp_path, SMART, draft, {"Intitulé": "PM", "réf": 9}):
        _, without_ad, other = table.rows()
        assert (without_ad.offer.id, without_ad.offer.title) == ("REF2", "PO")
        assert cells(table)[1]["place"] == "Metz"
        assert "No field of the posting holds its text (its fields are 'id', 'name'" in str(without_ad.error)
        assert (other.offer.id, other.offer.title) == ("9", "PM")


def test_a_field_the_user_names_is_the_text(tmp_path: Path) -> None:
    for table in both(tmp_path, OWN, choice=ColumnChoice(text="tags")):
        assert next(iter(table.rows())).offer.description == "a\nb"


def test_no_field_known_to_hold_the_text_is_told_with_the_fields(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--text-col \\(the columns are 'x'\\)"):
        both(tmp_path, {"x": 1})


def test_personal_data_is_left_out_at_any_depth(tmp_path: Path) -> None:
    other = {
        "Nom du recruteur": SECRET,
        "hr_e-mail": SECRET,
        "company.contact.name": SECRET,
        "Téléphone": SECRET,
    }
    for table in both(tmp_path, FRANCE_TRAVAIL | other):
        (row,) = table.rows()
        assert SECRET not in json.dumps(row.cells)
        assert table.columns == ("id", "intitule", "description", "entreprise", "salaire", "romeCode")
        assert table.left_out == ("contact", "agence", *other)
        assert row.cells[3] == '{"nom": "Ville d\'Aubrac"}'


def test_a_line_nested_without_end_is_a_row_with_an_error(tmp_path: Path) -> None:
    deep = '{"description": ' + "[" * 500 + "]" * 500 + "}"
    path = tmp_path / "t.jsonl"
    path.write_text('{"description": "a"}\n' + deep + "\n" + "[" * 100_000 + "\n", encoding="utf-8")
    errors = [row.error and row.error.message_id for row in open_table(path).rows()]
    assert errors == [None, "json-too-deep", "line-is-not-json"]


def batch(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pm_or_po.cli", "batch", *args, "--lang", "en"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
def test_batch_copies_no_personal_data_and_says_which_columns_it_leaves_out(
    tmp_path: Path, name: str
) -> None:
    both(tmp_path, FRANCE_TRAVAIL)
    for output in ("out.csv", "out.jsonl", "out.parquet"):
        ran = batch(tmp_path, name, "-o", output)
        assert ran.returncode == 0, ran.stderr
        assert "Columns not copied, since they may hold personal data: 'contact', 'agence'." in ran.stderr
        assert SECRET.encode() not in (tmp_path / output).read_bytes()
    assert "45 k€" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_a_line_that_is_no_object_is_told_by_its_number_and_has_an_id_of_its_own(tmp_path: Path) -> None:
    lines = ['{"id": 2, "description": "Gérer le backlog"}', "", "[1]", '{"id": 3, "description": " "}']
    (tmp_path / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    told = "Line 3 of the file: this line is not a JSON object: put one there, in braces."
    rows = list(map(json.loads, batch(tmp_path, "t.jsonl", "-o", "-").stdout.splitlines()))
    assert [row["id"] for row in rows] == ["2", "#2", "3"]
    assert [row["error"] for row in rows] == [None, told, InputError("no-offer-text").sentence("en")]
    assert batch(tmp_path, "t.jsonl", "-o", "out.csv").returncode == 0
    assert pd.read_csv(tmp_path / "out.csv")["error"][1] == told
    stopped = batch(tmp_path, "t.jsonl", "-o", "strict.csv", "--strict")
    assert stopped.stderr.endswith("t.jsonl:3: this line is not a JSON object: put one there, in braces.\n")


def test_a_verdict_in_json_lines_holds_the_text_that_its_offsets_count(tmp_path: Path) -> None:
    duties = LEVER | {"lists": [{"text": "Missions", "content": "<li>Gérer et prioriser le backlog</li>"}]}
    both(tmp_path, duties)
    verdict = json.loads(batch(tmp_path, "t.json", "-o", "-").stdout)
    assert verdict["description"].startswith("Nous éditons.\n\nMissions")
    assert verdict["evidence"]
    for proof in verdict["evidence"]:
        assert verdict["description"][proof["start"] : proof["end"]] == proof["text"]
