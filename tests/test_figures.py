"""Figures of ``pm-or-po evaluate``: lines of web pages are read as they are judged, and what has no case is not a zero."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from labelled_rows import offer_row
from typer.testing import CliRunner, Result

from pm_or_po.cli.program import app
from pm_or_po.judging import judge
from pm_or_po.scoring.model import StatementModel
from pm_or_po.taxonomy import WANTED
from pm_or_po.training import evaluate
from pm_or_po.training.measures import Judged, figures, judged
from pm_or_po.training.rows import parse_offer
from pm_or_po.training.tables import names_of, report_text

TAGS = (
    '<div class="job-description__section job-description__section--wide"><p style="margin: 0">',
    "</p></div>",
)
LINES = [
    ("Vos missions :", "none"),
    ("Mener des entretiens utilisateurs.", "discovery"),
    ("Étudier le marché.", "discovery"),
    ("Définir la vision du produit.", "discovery"),
    ("Animer les rituels.", "delivery"),
    ("Nous offrons des titres-restaurant.", "none"),
]


def labelled(role: str, tags: tuple[str, str] = ("", ""), **fields: Any) -> dict[str, Any]:
    """Return an offer of six lines; labels take in the tags around them."""
    text, marks = "", []
    for said, side in LINES:
        line = f"{tags[0]}{said}{tags[1]}"
        marks.append([len(text), len(text) + len(line), side])
        text += line + "\n"
    return {"role": role, "title": "Product Manager", "description": text, "lines": marks, **fields}


def write(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def command(*args: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(app, [*map(str, args)], env={"LC_ALL": lang})


def test_lines_labelled_with_their_tags_are_measured_by_what_they_say(
    tmp_path: Path, model: StatementModel
) -> None:
    plain = evaluate(write(tmp_path, labelled("PM")), model)
    page = evaluate(write(tmp_path, labelled("PM", TAGS)), model)
    for lines in ("lines_discovery", "lines_delivery"):
        assert plain[lines]["recall"] == 1
        assert page[lines] == plain[lines]


def test_a_label_around_nothing_to_read_is_not_found(tmp_path: Path, model: StatementModel) -> None:
    row = labelled("PM")
    end = len(row["description"])
    bare = {**row, "description": row["description"] + "<p></p>", "lines": [[end, end + 7, "delivery"]]}
    assert evaluate(write(tmp_path, bare), model)["lines_delivery"]["recall"] == 0


def test_what_has_no_case_is_a_dash_and_null_in_json(tmp_path: Path) -> None:
    path = write(tmp_path, labelled("PM"), labelled("PM", title="Product Owner"))
    told = command("evaluate", path).stdout
    for name in ("po_duties_found", "role PO", "role OTHER", "pm_overclaim_found", "flag pm-title-po-duties"):
        assert f"{name:34s} precision –  recall –  f1 –  cases 0\n" in told
    found = json.loads(command("evaluate", path, "--json").stdout)
    assert found["role OTHER"] == {"precision": None, "recall": None, "f1": None, "cases": 0}
    assert found["role PM"]["f1"] == found["macro_f1"] == 1


def test_false_alarms_without_a_case_have_a_precision_and_no_f1(
    tmp_path: Path, model: StatementModel
) -> None:
    found = evaluate(write(tmp_path, labelled("OTHER")), model)["role PM"]
    assert found == {"precision": 0, "recall": None, "f1": None, "cases": 0}


def test_a_rank_that_cannot_be_told_is_a_dash(tmp_path: Path) -> None:
    path = write(tmp_path, labelled("PM", discovery=2), labelled("PM", discovery=2, id="b"))
    assert f"{'spearman_discovery':34s} –\n" in command("evaluate", path).stdout


def test_the_figures_are_told_in_french_and_every_name_is_of_a_figure(few_path: Path) -> None:
    told = command("evaluate", few_path, "--lang", "fr").stdout.splitlines()
    found = json.loads(command("evaluate", few_path, "--lang", "fr", "--json").stdout)
    assert {key.partition(" ")[0] for key in found} == set(names_of("figure"))
    assert f"{'macro-F1':38s} {found['macro_f1']:.3f}".replace(".", ",") in told
    assert any(line.startswith("rôle PM") and "  rappel " in line and "  cas 6" in line for line in told)
    assert not [line for line in told if line.split()[0] in set(found) - {"confusion"}]
    assert "confusion (lignes : rôle étiqueté, colonnes : rôle dit)" in told


def test_facets_what_is_missing_and_the_job_family_are_measured() -> None:
    owner = parse_offer(offer_row(), "here")
    backlog, both = owner.spans[1], owner.spans[3]
    marks = (
        (backlog.start, backlog.end, "delivery"), (both.start, both.end, "discovery"), (both.start, both.end, "delivery"),
    )  # fmt: skip
    named = ("backlog", "market", "specifications")
    chances = {"PM": 0.1, "PO": 0.8, "OTHER": 0.1}
    of_owner = Judged(owner, "PO", "PO", chances, 20.0, 60.0, marks, named, ("vision", "users"), None)
    designer = parse_offer(offer_row(id="b", role="OTHER", family="design"), "here")
    of_designer = Judged(designer, "PO", "OTHER", chances, 0.0, 0.0, (), (), ("vision",), "sales")
    found = figures([of_owner, of_designer])
    assert found["facet_nearest"] == {"right": pytest.approx(2 / 3), "cases": 3}
    missing = found["missing_facets"]
    assert (missing["precision"], missing["cases"]) == (
        0.5,
        len(WANTED) - len({"backlog", "specifications", "users"}),
    )
    assert found["family_named"] == {"right": 0.0, "cases": 1}
    assert "facet_nearest" in report_text(found) and "family_named" in report_text(found)


def test_facets_are_not_measured_where_no_label_says_them(tmp_path: Path, model: StatementModel) -> None:
    found = evaluate(write(tmp_path, labelled("PM")), model)
    assert not {"facet_nearest", "missing_facets", "family_named"} & set(found)


def test_a_verdict_keeps_what_these_figures_are_about(model: StatementModel) -> None:
    offer = parse_offer(offer_row(), "here")
    said, verdict = judged(offer, model), judge(offer.plain, model)
    assert said.facets == tuple(one.facet for one in verdict.evidence) and said.facets
    assert (said.missing, said.family) == (verdict.missing, verdict.other_family)
