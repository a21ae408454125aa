"""A table in, a table out: nothing lost, nothing half written, nothing run by a spreadsheet."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from batch_runs import judge, names
from few_offers import DELIVERY, DISCOVERY, ROWS, read_csv, write_offers
from typer.testing import CliRunner

import pm_or_po
from pm_or_po.batch import Counts, CsvStyle, RowError, restored_cell, score_rows, score_table
from pm_or_po.batch.added import ADDED, added_beside
from pm_or_po.batch.output import MADE_AT_THE_END
from pm_or_po.batch.reposts import Reposts
from pm_or_po.cli.program import app
from pm_or_po.errors import InputError, OutputError
from pm_or_po.offer import Offer
from pm_or_po.reading import open_table
from pm_or_po.verdict import Verdict


@pytest.fixture
def table_path(tmp_path: Path) -> Path:
    return write_offers(tmp_path)


def test_csv_keeps_every_input_column_and_adds_the_verdict(table_path: Path, tmp_path: Path) -> None:
    before = table_path.read_bytes()
    summary = score_table(open_table(table_path), tmp_path / "out.csv", judge)
    rows = read_csv(tmp_path / "out.csv")
    assert list(rows[0]) == [*ROWS[0], *ADDED]
    kept = [{name: restored_cell(row[name]) for name in ROWS[0]} for row in rows]
    assert kept == ROWS
    assert [row["prix"] for row in rows] == ["'=1+1", "", "x;y", "-5", '"']
    assert [row["role"] for row in rows] == ["PO", "PM", "UNCLEAR", "PO", "UNCLEAR"]
    assert rows[0]["flag"] == "pm-title-po-duties"
    assert rows[0]["title_claim"] == "PM"
    assert rows[0]["language"] == "fr"
    assert "Gérer et prioriser le backlog" in rows[0]["evidence_delivery"]
    assert sum(float(rows[0][name]) for name in ("p_pm", "p_po", "p_other")) == pytest.approx(1, abs=2e-4)
    assert [bool(row["error"]) for row in rows] == [False, False, True, False, True]
    assert table_path.read_bytes() == before
    assert (summary.read, summary.scored, summary.in_error) == (5, 3, 2)


def test_jsonl_is_one_full_verdict_a_line(table_path: Path, tmp_path: Path) -> None:
    score_table(open_table(table_path), tmp_path / "out.jsonl", judge)
    scored = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [verdict["id"] for verdict in scored] == ["a", "b", "4", "d", "e"]
    for verdict, row in zip(scored, ROWS, strict=True):
        for item in verdict["evidence"]:
            assert item["text"] == row["texte"][item["start"] : item["end"]]
    assert scored[3]["evidence"]
    assert [verdict["error"] is None for verdict in scored] == [True, True, False, True, False]


def test_a_row_in_error_has_every_field_of_the_contract_too(table_path: Path, tmp_path: Path) -> None:
    score_table(open_table(table_path), tmp_path / "out.jsonl", judge, lang="en")
    scored = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    contract = readme.partition("## The JSON contract")[2].partition("\n## ")[0]
    told = [
        name for row in re.findall(r"^\| (`.*?) \|", contract, re.M) for name in re.findall(r"`(\w+)`", row)
    ]
    for verdict in scored:
        assert list(verdict) == told
    failed = scored[2]
    assert failed.pop("error").startswith("There is no text")
    assert failed.pop("probabilities") == pytest.approx({"PM": 1 / 3, "PO": 1 / 3, "OTHER": 1 / 3})
    known = {
        "id": "4",
        "title": "Product Owner",
        "role": "UNCLEAR",
        "discovery": 0,
        "delivery": 0,
        "balanced": False,
    }
    empty: dict[str, object] = {
        "evidence": [],
        "missing": [],
        "questions": [],
        "signals": [],
        "description": "",
    }
    assert failed == dict.fromkeys(failed) | known | empty


def test_json_lines_in_and_csv_out(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "description": DISCOVERY + "\ud800"}) + "\n{\n", encoding="utf-8")
    summary = score_table(open_table(source), tmp_path / "out.csv", judge, lang="en")
    rows = read_csv(tmp_path / "out.csv")
    told = "Line 2 of the file: this line is not JSON: put a JSON object there."
    assert [row["error"] for row in rows] == ["", told]
    assert rows[0]["description"] == DISCOVERY + "?"
    assert (summary.scored, summary.in_error) == (1, 1)


def test_counts_add_up(table_path: Path, tmp_path: Path) -> None:
    seen: list[int] = []

    def after_row(summary: Counts) -> None:
        seen.append(summary.read)

    summary = score_table(open_table(table_path), tmp_path / "out.csv", judge, after_row=after_row)
    assert summary.read == summary.scored + summary.in_error == len(ROWS)
    assert sum(summary.flags.values()) == sum(summary.roles.values()) == summary.scored
    assert summary.roles == {"PO": 2, "PM": 1}
    assert summary.flags["pm-title-po-duties"] == 1
    assert seen == [1, 2, 3, 4, 5]


def test_rows_keep_their_order_when_the_judge_reads_ahead(table_path: Path) -> None:
    def eager(offers: Iterable[Offer]) -> list[Verdict | InputError]:
        return list(pm_or_po.classify_many(list(offers)))

    with Reposts() as reposts:
        scored = list(score_rows(open_table(table_path).rows(), eager, reposts))
    assert [item.row.offer.id for item in scored] == ["a", "b", "4", "d", "e"]
    assert [isinstance(item.result, InputError) for item in scored] == [False, False, True, False, True]


def test_a_name_the_input_has_already_gets_a_suffix() -> None:
    assert added_beside(["id", "text"]).names == ADDED
    names = added_beside(["role", "error", "role_pm_or_po"]).names
    assert names[0] == "role_pm_or_po_2"
    assert names[-1] == "error_pm_or_po"
    assert names[1:-1] == ADDED[1:-1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_added_cell_runs_as_a_formula(table_path: Path, tmp_path: Path, start: str) -> None:
    def hostile(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        return (InputError("empty", source=f"{start}cmd|'/c calc'!A1") for _ in offers)

    score_table(open_table(table_path), tmp_path / "out.csv", hostile)
    rows = read_csv(tmp_path / "out.csv")
    assert all(row["error"].startswith(f"'{start}cmd|'/c calc'!A1 ") for row in rows)
    assert rows[0]["prix"] == "'=1+1"


def test_evidence_that_starts_with_a_bullet_is_no_formula(table_path: Path, tmp_path: Path) -> None:
    score_table(open_table(table_path), tmp_path / "out.csv", judge)
    for row in read_csv(tmp_path / "out.csv"):
        for name in ADDED:
            assert not row[name].startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_evidence_reads_as_plain_text_where_the_offer_is_markup(kind: str, tmp_path: Path) -> None:
    page = "<p>Missions&nbsp;:</p><ul><li>R&eacute;diger les <b>user stories</b></li><li>G&eacute;rer le backlog</li></ul>"
    offers = {
        "page": page,
        "escaped": page.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "markdown": "## Your duties\n- **Write** the _user stories_ of the sprint\n- Prioritise the [backlog](https://x.example)\n",
    }
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "description"], *offers.items()])
    score_table(open_table(tmp_path / "in.csv"), tmp_path / f"out.{kind}", judge)
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}[kind]
    french = "Rédiger les user stories | Gérer le backlog"
    english = "Write the user stories of the sprint | Prioritise the backlog"
    made = read(tmp_path / f"out.{kind}")
    assert made["evidence_delivery"].to_list() == [french, french, english]
    assert made["description"].to_list()[0] == page


def test_json_lines_keep_the_proof_as_it_stands_in_the_offer(tmp_path: Path) -> None:
    page = "<ul><li>R&eacute;diger les <b>user stories</b></li></ul>"
    (tmp_path / "in.csv").write_text(f"description\n{page}\n", encoding="utf-8")
    score_table(open_table(tmp_path / "in.csv"), tmp_path / "out.jsonl", judge)
    (proof,) = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["evidence"]
    assert proof["text"] == page[proof["start"] : proof["end"]] and "&eacute;" in proof["text"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_title_that_was_compared_is_told_and_the_table_s_own_stays(kind: str, tmp_path: Path) -> None:
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [["Chef de projet", DELIVERY], ["", f"Product Manager H/F\n\n{DELIVERY}"], ["PO", ""]]
        csv.writer(file).writerows([["titre", "texte"], *rows])
    output = tmp_path / f"out.{kind}"
    score_table(open_table(tmp_path / "in.csv"), output, judge)
    made = (
        {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}[kind](output)
        .astype(object)
        .fillna("")
    )
    assert made["titre"].to_list() == ["Chef de projet", "", "PO"]
    assert made["title_compared"].to_list() == ["Chef de projet", "Product Manager H/F", ""]
    assert made["title_claim"].to_list() == ["OTHER", "PM", ""]


def test_strict_stops_at_the_first_row_and_leaves_nothing(table_path: Path, tmp_path: Path) -> None:
    with pytest.raises(RowError, match=r"offres\.csv, row 4 \(line 16 of the text file\): "):
        score_table(open_table(table_path), tmp_path / "out.csv", judge, strict=True)
    assert names(tmp_path) == ["offres.csv"]


def test_an_existing_output_is_left_alone_without_force(table_path: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("precious")
    with pytest.raises(OutputError, match="--force"):
        score_table(open_table(table_path), output, judge)
    assert output.read_text() == "precious"
    score_table(open_table(table_path), output, judge, force=True)
    assert len(read_csv(output)) == len(ROWS)


def test_an_output_that_appears_meanwhile_is_left_alone(table_path: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"

    def slow(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        output.write_text("precious")
        yield from judge(offers)

    with pytest.raises(OutputError, match="exists already"):
        score_table(open_table(table_path), output, slow)
    assert output.read_text() == "precious"
    assert names(tmp_path) == ["offres.csv", "out.csv"]


def test_the_input_is_never_the_output(table_path: Path, tmp_path: Path) -> None:
    before = table_path.read_bytes()
    (tmp_path / "link.csv").symlink_to(table_path)
    os.link(table_path, tmp_path / "out.csv.part")
    for output in ("offres.csv", "link.csv", "out.csv"):
        with pytest.raises(OutputError, match="overwrite the input"):
            score_table(open_table(table_path), tmp_path / output, judge, force=True)
    assert table_path.read_bytes() == before


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("out.txt", ".xlsx or .parquet"),
        ("none/out.csv", "no folder"),
        ("d.csv", "a folder"),
        ("loop.csv", "links lead to one another"),
        ("loop.csv/out.csv", "no folder"),
    ],
)
def test_outputs_that_cannot_be_written(table_path: Path, tmp_path: Path, output: str, told: str) -> None:
    (tmp_path / "d.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    with pytest.raises(OutputError, match=told):
        score_table(open_table(table_path), tmp_path / output, judge)


@pytest.mark.parametrize(("kind", "library"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
def test_an_output_that_needs_an_optional_part_says_so_before_the_table_is_read(
    kind: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed
    ran = CliRunner().invoke(app, ["batch", "none.csv", "-o", str(tmp_path / f"out.{kind}"), "--lang", "en"])
    assert ran.exit_code == 2
    assert f"out.{kind} takes an optional part" in ran.stderr
    assert ran.stderr.endswith("pip install 'pm-or-po[tables]'.\n")


def test_csv_for_excel_in_french(table_path: Path, tmp_path: Path) -> None:
    score_table(open_table(table_path), tmp_path / "out.csv", judge, style=CsvStyle(french=True))
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfref;titre;texte;prix;role;")
    row = next(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert 0 < float(row["p_po"].replace(",", ".")) < 1 and "," in row["p_po"]


def test_parquet_keeps_the_types_of_its_columns(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import datetime

    import pyarrow.parquet as pq

    rows = {
        "id": [1, 2], "title": ["Product Manager", None], "description": [DELIVERY, "=1+1"],
        "seen": [datetime.date(2026, 11, 2), None], "score": [-0.5, 2.0],
    }  # fmt: skip
    pq.write_table(pa.table(rows), tmp_path / "in.parquet")
    score_table(open_table(tmp_path / "in.parquet"), tmp_path / "out.parquet", judge)
    made = pq.read_table(tmp_path / "out.parquet")
    assert made.select(list(rows)).to_pydict() == rows
    assert made.schema.field("seen").type == pa.date32()
    assert made.column("role").to_pylist() == ["PO", "UNCLEAR"]
    assert made.column("p_po").type == pa.float64()


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "jsonl", "csv", "csv.gz"])
def test_every_kind_of_table_gives_the_same_verdicts(kind: str, table_path: Path, tmp_path: Path) -> None:
    frame = pd.DataFrame([row for row in ROWS if row["texte"]])
    source = tmp_path / f"in.{kind}"
    if kind == "xlsx":
        pytest.importorskip("openpyxl")
        frame.to_excel(source, index=False)
    elif kind == "parquet":
        pytest.importorskip("pyarrow")
        frame.to_parquet(source)
    elif kind == "jsonl":
        frame.to_json(source, orient="records", lines=True, force_ascii=False)
    else:
        frame.to_csv(source, index=False)
    score_table(open_table(source), tmp_path / "out.jsonl", judge)
    score_table(open_table(table_path), tmp_path / "expected.jsonl", judge)
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    wanted = [json.loads(line) for line in (tmp_path / "expected.jsonl").read_text("utf-8").splitlines()]
    wanted = [one for one in wanted if one["id"] != "4"]
    keys = ("role", "probabilities", "discovery", "delivery", "flag")
    assert [[one[key] for key in keys] for one in found] == [[one[key] for key in keys] for one in wanted]


FOLLOWED = (
    DELIVERY * 3 + "\nOffres similaires\nHead of Product\n- Définir la vision et mener des entretiens\n"
)


CARDS = "".join(
    f"{title} H/F\n{firm}\nRennes\n"
    for title, firm in (
        ("Product Manager", "Vallon"),
        ("Product Owner", "Maralis"),
        ("Business Analyst", "Tallis"),
        ("Chef de produit", "Olivane"),
    )
)
PRECEDED = f"{CARDS}Product Owner H/F\nMaralis\nPostuler\nVos missions\n{DELIVERY}"


def write_followed(folder: Path) -> Path:
    """Write a table of an offer alone, one that others follow, none, and one that the cards of others precede."""
    rows = [["title", "description"], *(["PO", text] for text in (DELIVERY, FOLLOWED, "", PRECEDED))]
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder / "in.csv"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet"])
def test_every_kind_of_output_tells_from_where_other_offers_were_not_read(kind: str, tmp_path: Path) -> None:
    pytest.importorskip(MADE_AT_THE_END.get(f".{kind}", "csv"))
    output = tmp_path / f"out.{kind}"
    score_table(open_table(write_followed(tmp_path)), output, judge)
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}
    made = pd.read_json(output, lines=True) if kind == "jsonl" else read[kind](output)
    told = made["other_offers_from"]
    assert told.isna().tolist() == [True, False, True, True]
    assert FOLLOWED[int(told[1]) :].startswith("Offres similaires")
    told = made["offer_from"]
    assert told.isna().tolist() == [True, True, True, False]
    assert int(told[3]) == len(CARDS)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_the_summary_counts_the_offers_that_others_precede_or_follow(kind: str, tmp_path: Path) -> None:
    write_followed(tmp_path)
    arguments = ["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / f"out.{kind}"), "--lang", "en"]
    ran = CliRunner().invoke(app, arguments)
    assert ran.exit_code == 0
    followed = "Offers followed by another text (other offers, reviews, advice…), which was not read: 1"
    preceded = "Offers preceded by other offers, which were not read: 1 (column offer_from)\n"
    assert f"{preceded}{followed} (column other_offers_from)\n" in ran.stderr
    (tmp_path / "in.csv").write_text("title,description\nProduct Owner,Gérer le backlog\n", encoding="utf-8")
    said = CliRunner().invoke(app, [*arguments, "--force"]).stderr
    assert "offer_from" not in said and "other_offers_from" not in said
