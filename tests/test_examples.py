"""The offers of ``examples/``, which are the demo: what each is judged to be, and that the READMEs show it truly."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest
from doc_scripts import script

from pm_or_po import Verdict, classify

figures = script("make_figures")
ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
#           file: (language, what the title claims, role, flag, family)
EXPECTED = {
    "product-manager": ("fr", "PM", "PM", None, None),
    "product-owner": ("fr", "PO", "PO", None, None),
    "pm-title-po-duties": ("fr", "PM", "PO", "pm-title-po-duties", None),
    "designer": ("en", "OTHER", "OTHER", None, "design"),
}
LISTINGS = {
    "Product Manager H/F": ("PO", "pm-title-po-duties"),
    "Product Owner (F/H)": ("PM", "po-title-pm-duties"),
    "Product Owner confirmé": ("PO", None),
    "Senior Product Manager": ("PM", None),
    "Chef de produit outillage à main (H/F)": ("OTHER", "product-title-other-duties"),
    "Product Manager": ("UNCLEAR", None),
}
README_PAGES = [ROOT / "README.md", ROOT / "README.fr.md"]


def text_of(name: str) -> str:
    return (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def duties_of(verdict: Verdict) -> tuple[object, ...]:
    marked = [(item.side, item.facet, item.weight) for item in verdict.evidence]
    return verdict.role, verdict.probabilities, verdict.discovery, verdict.delivery, marked


# --- the offers -----------------------------------------------------------------------------------------------


def test_every_example_has_its_expectation():
    assert {path.stem for path in EXAMPLES.glob("*.txt")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_judged_as_what_it_is(name: str):
    verdict = classify(text_of(name))
    said = (verdict.language, verdict.title_claim, verdict.role, verdict.flag, verdict.other_family)
    assert said == EXPECTED[name]
    assert verdict.confidence > 0.6
    assert verdict.evidence


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_has_the_length_of_a_real_offer(name: str):
    assert 20 <= len(text_of(name).splitlines()) <= 40


def test_no_evidence_comes_from_the_wanted_profile():
    offer = text_of("pm-title-po-duties")
    profile = offer.index("Votre profil")
    assert "vision produit" in offer[profile:]
    assert all(item.end <= profile for item in classify(offer).evidence)


@pytest.mark.parametrize("name", ["product-manager", "product-owner", "pm-title-po-duties"])
def test_swapping_the_titles_changes_the_flag_only(name: str):
    offer = text_of(name)
    swapped = re.sub(
        "Product (Manager|Owner)", lambda m: f"Product {'Owner' if m[1] == 'Manager' else 'Manager'}", offer
    )
    one, other = classify(offer), classify(swapped)
    assert duties_of(one) == duties_of(other)
    assert {one.title_claim, other.title_claim} == {"PM", "PO"}
    assert (one.flag is None) != (other.flag is None)


def test_each_listing_is_judged_as_what_it_is():
    with (EXAMPLES / "listings.csv").open(encoding="utf-8", newline="") as file:
        verdicts = {
            row["intitule"]: classify(row["description"], row["intitule"])
            for row in csv.DictReader(file, delimiter=";")
        }
    assert {title: (verdict.role, verdict.flag) for title, verdict in verdicts.items()} == LISTINGS


# --- what the READMEs show ------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("path", README_PAGES, ids=lambda path: path.name)
def test_the_sessions_of_a_readme_are_what_the_commands_print(path: Path):
    page = path.read_text(encoding="utf-8")
    assert page.count("<!-- session") == page.count("<!-- /session -->") == 2
    assert script("make_sessions").filled(page) == page, "run 'make docs'"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_long_paragraph_is_shortened_between_two_items():
    paragraph = "Head\n  - one\n    more of one\n  - two\n    more of two\n  - three\n  - four"
    shortened = script("make_sessions").shortened(f"{paragraph}\n\nshort", 4)
    assert shortened == "Head\n  - one\n    more of one\n  [...]\n\nshort"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("pm-or-po classify offer.txt --json", False),
        ("make demo", False),
        ("pm-or-po clasify offer.txt", True),
        ("pm-or-po classify --colour", True),
        ("make coffee", True),
    ],
)
def test_a_command_that_does_not_exist_is_found_in_a_page(line: str, wrong: bool):
    unknown = script("make_cli").unknown
    assert bool(unknown(f"```console\n$ {line}    # why\n```\n")) is wrong
    assert bool(unknown(f"Type `{line}` now.\n")) is wrong


FIGURES = {
    row: {
        "offers": 4,
        "macro_f1": 0.5,
        "macro_f1_ci95": [0.25, 0.75],
        "lines_delivery": {"precision": 0.5, "f1": 0.125},
        "lines_discovery": {"precision": None, "f1": 0.0},
    }
    for row in figures.ROWS
}


def test_figures_are_put_between_their_marks_and_stay_there():
    page = f"before\n{figures.OPEN}old\n{figures.CLOSE}\nafter\n"
    once = figures.fill(page, figures.table(FIGURES, "en"))
    assert once.startswith("before\n") and once.endswith("after\n") and "old" not in once
    assert "| **pm-or-po** | 0.50 | – |" in once
    assert figures.fill(once, figures.table(FIGURES, "en")) == once


def test_what_never_says_a_thing_has_a_dash_for_its_f1():
    assert "| **pm-or-po** | 0.50 | – | – | – | 0.12 |" in figures.table(FIGURES, "en")


def test_figures_are_written_as_each_language_writes_them():
    assert "0,25 à 0,75" in figures.table(FIGURES, "fr")
    assert "0.25 to 0.75" in figures.table(FIGURES, "en")


def test_thousands_are_told_apart_as_each_language_does():
    many = {**FIGURES, "this model": {**FIGURES["this model"], "offers": 1429}}
    assert "\n1,429 offers" in figures.table(many, "en")
    assert "\n1\N{NO-BREAK SPACE}429 offres" in figures.table(many, "fr")


def test_without_metrics_it_is_told_how_to_get_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(figures, "METRICS", tmp_path / "models" / "pm-or-po.metrics.json")
    assert figures.main(["--check"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "make train" in told


@pytest.mark.parametrize("page", ["", figures.OPEN, figures.CLOSE, (figures.OPEN + figures.CLOSE) * 2])
def test_a_page_without_its_two_marks_is_refused(page: str):
    with pytest.raises(ValueError, match="A README needs"):
        figures.fill(page, "")


def test_metrics_without_a_baseline_are_refused():
    with pytest.raises(ValueError, match="majority"):
        figures.table({row: FIGURES[row] for row in FIGURES if row != "majority"}, "en")
