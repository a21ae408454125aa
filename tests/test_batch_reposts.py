"""Rows met twice: what names an offer in the output, and which other has its text."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from batch_runs import judge
from few_offers import DELIVERY, DISCOVERY, read_csv, write_offers
from typer.testing import CliRunner

from pm_or_po.batch import score_table
from pm_or_po.cli.program import app
from pm_or_po.reading import open_table


def test_a_repost_names_the_first_offer_with_its_text(tmp_path: Path) -> None:
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "description"])
        writer.writerow(["a", "Product Manager", DELIVERY])
        writer.writerow(["b", "Product Manager", DISCOVERY])
        writer.writerow(
            ["c", "Product Owner", "<p>" + DELIVERY.upper().replace("\n", "</p>\n\n<p>") + "</p>"]
        )
        writer.writerow(["d", "Product Owner", ""])
        writer.writerow(["e", "Product Owner", ""])
    summary = score_table(open_table(tmp_path / "in.csv"), tmp_path / "out.csv", judge)
    rows = read_csv(tmp_path / "out.csv")
    assert [row["duplicate_of"] for row in rows] == ["", "", "a", "", ""]
    assert (
        rows[2]["flag"] == "" and rows[0]["flag"] == "pm-title-po-duties"
    )  # each keeps its own title's flag
    assert summary.duplicates == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_where_no_column_holds_ids_the_row_s_number_is_told_and_a_repost_names_it(
    kind: str, tmp_path: Path
) -> None:
    rows = [["PM", DELIVERY], ["", ""], ["PO", DISCOVERY], ["PO", ""], ["PM", DISCOVERY.upper()]]
    frame = pd.DataFrame(rows, columns=["titre", "texte"])
    frame.to_csv(tmp_path / "in.csv", index=False)
    frame.to_excel(tmp_path / "in.xlsx", index=False)
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}[kind]
    for source in ("in.csv", "in.xlsx"):
        output = tmp_path / f"{source}.{kind}"
        score_table(open_table(tmp_path / source), output, judge)
        made = read(output).astype({"id": str})
        assert list(made)[:4] == ["titre", "texte", "id", "role"]
        assert made["id"].to_list() == ["2", "4", "5", "6"]  # the header is row 1, and row 3 blank
        assert [int(one) for one in made["duplicate_of"] if one and one == one] == [4]


def test_no_column_of_ids_is_added_beside_one(tmp_path: Path) -> None:
    score_table(open_table(write_offers(tmp_path)), tmp_path / "out.csv", judge)
    assert "id" not in read_csv(tmp_path / "out.csv")[0]


def test_the_summary_counts_the_ids_met_twice(tmp_path: Path) -> None:
    table = "id,description\n3,Gérer le backlog\n,Définir la vision\n3,\n7,Faire la recette\n"
    (tmp_path / "in.csv").write_text(table, encoding="utf-8")
    arguments = ["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.jsonl"), "--lang", "en"]
    ran = CliRunner().invoke(app, arguments)
    assert ran.exit_code == 0
    assert "(the row number where it is empty) is also that of a row before: 2." in ran.stderr
    (tmp_path / "in.csv").write_text(table.replace("3,", "1,", 1), encoding="utf-8")
    assert "row before: 1." in CliRunner().invoke(app, [*arguments, "--force"]).stderr
    (tmp_path / "in.csv").write_text("id,description\nA,Gérer\na,Gérer le backlog\n", encoding="utf-8")
    assert "row before" not in CliRunner().invoke(app, [*arguments, "--force"]).stderr
