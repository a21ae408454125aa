"""CSV whose quotation marks do not close: no row is ever read into a cell of another."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pm_or_po.errors import InputError
from pm_or_po.reading import open_table

HEADER = "id,title,description\n"


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="")
    return path


LONE = {
    "to the end of the file": ('1,PM,"Définir\n2,PO,Gérer\n3,PM,Mener\n', 2),
    "to the end of a file without a last line end": ('1,PM,"Définir\n2,PO,Gérer\n3,PM,Mener', 2),
    "in the last row": ('1,PM,Définir\n2,PO,"Gérer', 3),
    "to the opening mark of the next row": ('1,PM,"Définir\n2,PO,"Gérer"\n3,PM,"Mener"\n', 2),
    "to that of a row of several lines": ('1,PM,"Définir\n2,PO,"Gérer\nle backlog"\n', 2),
    "to that of a cell that begins with a line end": ('1,PM,"Définir\n2,PO,"\n- Gérer\n- Animer"\n', 2),
    "after a row of several lines": ('1,PM,"Définir\nla vision"\n2,PO,"Gérer\n3,PM,"Mener"\n', 4),
    "under an earlier cell of several lines": ('1,"P\nM","Définir\n2,PO,"Gérer"\n', 3),
    "past an empty quoted cell": ('1,PM,"Définir\n2,"",Gérer\n3,PM,"Mener"\n', 2),
    "opened by no mark": ('1,PM,Définir\nla vision"\n2,PO,"Gérer"\n', 3),
    "in the midst of a row": ('1,"PM,Définir\n2,"PO",Gérer\n', 2),
}


@pytest.mark.parametrize(("rows", "line"), LONE.values(), ids=LONE)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_mark_without_its_other_half_is_refused_with_its_line(
    tmp_path: Path, rows: str, line: int, end: str
) -> None:
    path = write(tmp_path / "t.csv", (HEADER + rows).replace("\n", end))
    with pytest.raises(InputError, match=f"a quotation mark in line {line} of the file lacks"):
        open_table(path)


def test_the_line_is_counted_from_the_one_that_names_the_delimiter(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", 'sep=;\nid;description\n1;"Définir\n2;"Gérer"\n')
    with pytest.raises(InputError, match="in line 3 of the file"):
        open_table(path)


def test_a_mark_is_found_beyond_the_sample_that_tells_the_delimiter(tmp_path: Path) -> None:
    sound = '1,PM,"Définir la vision,\net l\'arbitrer"\n' * 20_000
    path = write(tmp_path / "t.csv", HEADER + sound + '2,PO,"Gérer\n3,PO,"Animer"\n')
    with pytest.raises(InputError, match="in line 40002 of the file"):
        open_table(path)


GENUINE = {
    "several lines": ('1,PM,"Définir :\n- la vision,\n- le ""marché""\n"\n2,PO,Gérer\n', 2),
    "lines that look like rows": ('1,PM,"2,PO,Gérer\n3,PM,Mener"\n4,PO,"5,PO,\n"\n', 2),
    "a blank after the closing mark": ('1,PM,"Définir\nla vision" \n2,"PO" ,Gérer\n', 2),
    "loose marks in rows of one line": ('1,PM "senior","Le "bon" produit"\n2,Écran 24",Gérer\n', 2),
    "loose marks beside several lines": ('1,PM "senior",a\n2,PM "junior","Définir\nla vision"\n', 2),
    "no last line end": ('1,PM,"Définir\nla vision"\n2,PO,"Gérer\nle backlog"', 2),
    "empty quoted cells": ('1,"","Définir\nla vision"\n"3","",""\n', 2),
}


@pytest.mark.parametrize(("rows", "count"), GENUINE.values(), ids=GENUINE)
def test_cells_that_close_are_read_however_they_look(tmp_path: Path, rows: str, count: int) -> None:
    found = list(open_table(write(tmp_path / "t.csv", HEADER + rows)).rows())
    assert len(found) == count
    assert not any(row.error for row in found)


CELL = st.text(st.sampled_from('ab ",\n'), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=5), lost=st.integers(min_value=0))
def test_with_any_one_mark_missing_the_other_rows_are_whole_or_the_table_is_refused(
    tmp_path: Path, rows: list[tuple[str, str, str]], lost: int
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "title", "description"), *rows])
    written = buffer.getvalue()
    header = written.index("\n") + 1
    marks = [at for at, char in enumerate(written) if char == '"' and at >= header]
    gone = marks[lost % len(marks)]
    path = write(tmp_path / "t.csv", written[:gone] + written[gone + 1 :])
    try:
        rows_read = list(open_table(path).rows())
        kept = (None, "text-cut-off")  # whole, or told of because of the row after it
        found = [row.cells for row in rows_read if (row.error and row.error.message_id) in kept]
    except InputError as error:
        assert error.message_id == "lone-quotation-mark"
        return
    assert sum(row not in found for row in rows if "".join(row).strip()) <= 1, "the row that lacks the mark"


def test_batch_says_the_line_and_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", HEADER + LONE["to the opening mark of the next row"][0])
    command = [sys.executable, "-m", "pm_or_po.cli", "batch", "t.csv", "-o", "out.csv", "--lang", "fr"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == 2
    assert "un guillemet de la ligne 2 du fichier" in ran.stderr.decode()
    assert ran.stderr.count(b"\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
