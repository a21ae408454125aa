"""How the titles of pasted offers are measured, and files of them that cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pm_or_po.errors import CorpusError
from pm_or_po.training.titles import PastedOffer, comparison, main, outcome, read_pasted

TEXT = "{0}\nVos missions :\n- Rédiger les user stories\n- Tenir le backlog\n"


@pytest.mark.parametrize(
    ("line", "claim", "found"),
    [
        ("Product Owner H/F", "PO", "right"),
        ("Product Owner H/F", "PM", "wrong"),
        ("Nous sommes trente.", "PM", "missed"),
        ("Développeur H/F", "PM", "missed"),
        ("Développeur H/F", "NONE", "left alone"),
        ("Nous sommes trente.", "OTHER", "left alone"),
        ("Product Owner H/F", "OTHER", "taken for one"),
    ],
)
def test_what_becomes_of_a_title(line: str, claim: str, found: str) -> None:
    assert outcome(PastedOffer("a", "plain", TEXT.format(line), "", claim)) == found


def test_kinds_are_counted_apart_and_together() -> None:
    offers = [
        PastedOffer("a", "post", TEXT.format("Product Owner H/F"), "", "PO"),
        PastedOffer("b", "page", TEXT.format("Product Owner H/F"), "", "PM"),
    ]
    assert comparison(offers) == [
        ("page", "0", "0", "1", "0", "0"),
        ("post", "1", "0", "0", "0", "0"),
        ("all", "1", "0", "1", "0", "0"),
    ]


def row(**fields: str) -> str:
    return json.dumps(
        {"id": "a", "kind": "page", "text": "Product Owner", "title": "", "claim": "PO"} | fields
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '{"id": "a"}', row(claim="CEO")])
def test_a_file_of_another_kind_is_refused(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pasted.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"pasted\.jsonl does not follow"):
        read_pasted(path)
    assert main([str(path)]) == 2
    assert "does not follow" in capsys.readouterr().err


def test_those_not_read_right_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pasted.jsonl"
    path.write_text(row(claim="PM", title="Product Manager"), encoding="utf-8")
    assert main([str(path), "--errors"]) == 0
    assert "a wrong: PM 'Product Manager', said 'Product Owner'" in capsys.readouterr().out
