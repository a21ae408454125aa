"""Rows of a CSV file that a line break outside quotation marks cuts, and rows before what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_or_po.errors import InputError
from pm_or_po.reading import open_table
from pm_or_po.reading.tables import MOST_CHARACTERS


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_text_cut_by_a_line_break_outside_quotation_marks_is_told(tmp_path: Path) -> None:
    text = "id;title;description\n1;PO;Rédiger\nPrioriser le backlog; animer\n2;PM;Définir la vision\n  \n"
    rows = list(open_table(write(tmp_path / "t.csv", text)).rows())
    assert [row.error and row.error.message_id for row in rows] == [None, "too-few-cells", None]
    rows = list(open_table(write(tmp_path / "u.csv", text + "3;PM;Étudier\nle marché")).rows())
    cut, short = "text-cut-off", "too-few-cells"
    sound = 'id;title;description\n1;PO;"Rédiger"\n2;PM\n3;PM;"Définir"\n4;PM\n'
    found = list(open_table(write(tmp_path / "v.csv", sound)).rows())
    assert [row.error and row.error.message_id for row in found] == [None, short, None, short]
    wide = (
        sound.replace('"', "").replace("description", "description;city").replace("Rédiger", "Rédiger;Paris")
    )
    found = list(open_table(write(tmp_path / "w.csv", wide)).rows())
    assert [row.error and row.error.message_id for row in found] == [None, short, cut, short]
    assert [row.error and row.error.message_id for row in rows] == [cut, short, None, cut, short]
    assert "fewer cells (2) than there are column names (3), and no text" in str(rows[1].error)
    assert rows[1].cells == ("Prioriser le backlog", " animer", "")


def test_a_row_before_what_cannot_be_read_is_kept(tmp_path: Path) -> None:
    table = open_table(
        write(tmp_path / "t.csv", f"title,description\nPM,a\nPO,{'x' * (MOST_CHARACTERS + 1)}\n")
    )
    rows = table.rows()
    assert next(rows).cells == ("PM", "a")
    with pytest.raises(InputError, match="cell"):
        next(rows)
