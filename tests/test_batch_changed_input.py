"""An input that is replaced, rewritten, added to or cut while it is judged: no row gets another's verdict."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_runs import ids, judge, many, names, run, wait_for_rows

from pm_or_po.batch import Counts, score_table
from pm_or_po.batch.journal import ROWS_BETWEEN
from pm_or_po.batch.output import MADE_AT_THE_END
from pm_or_po.batch.source import content_of
from pm_or_po.errors import InputError, OutputError
from pm_or_po.reading import open_table

ROWS = 4 * ROWS_BETWEEN


def replaced(path: Path) -> None:
    """Put the same offers in another order in its place, as an export that is renamed once it is whole does."""
    header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    beside = path.with_name("new")
    beside.write_text("".join([header, *reversed(lines)]), encoding="utf-8")
    beside.replace(path)


def longer(path: Path) -> None:
    """Put a table with one more row in its place."""
    beside = path.with_name("new")
    beside.write_text(
        path.read_text(encoding="utf-8") + "x,Product Owner,Gérer le backlog,\n", encoding="utf-8"
    )
    beside.replace(path)


def added_to(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("x,Product Owner,Gérer le backlog,\n")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


Change = Callable[[Path], None]


@pytest.mark.parametrize(
    ("kind", "change"),
    [("xlsx", replaced), ("parquet", longer), ("parquet", replaced), ("csv", added_to), ("jsonl", cut)],
)
def test_an_input_that_changes_meanwhile_is_refused(kind: str, change: Change, tmp_path: Path) -> None:
    pytest.importorskip(MADE_AT_THE_END.get(f".{kind}", "csv"))
    source = many(tmp_path, ROWS)
    process = run(tmp_path, "-o", f"out.{kind}", "--lang", "en", stderr=subprocess.PIPE)
    wait_for_rows(tmp_path / f"out.{kind}.part.state", process)
    change(source)
    told = process.communicate(timeout=120)[1]
    assert process.returncode == 2
    assert b"many.csv changed while its rows were judged: run again with --restart" in told
    assert b"Traceback" not in told and b"--resume" not in told
    kept = [f"out.{kind}.part", f"out.{kind}.part.state"]
    assert names(tmp_path) == ["many.csv", *kept]
    assert run(tmp_path, "-o", f"out.{kind}", "--resume").wait(60) == 2
    assert names(tmp_path) == ["many.csv", *kept]


def test_the_run_after_it_judges_what_is_there(tmp_path: Path) -> None:
    source = many(tmp_path, ROWS)
    process = run(tmp_path, "-o", "out.csv")
    wait_for_rows(tmp_path / "out.csv.part.state", process)
    longer(source)
    assert process.wait(120) == 2
    assert run(tmp_path, "-o", "out.csv", "--restart").wait(120) == 0
    assert ids(tmp_path / "out.csv") == ids(source)
    assert names(tmp_path) == ["many.csv", "out.csv"]


def test_rows_written_to_standard_output_are_not_passed_for_all(tmp_path: Path) -> None:
    source = many(tmp_path, ROWS)
    process = run(tmp_path, "-o", "-", "--lang", "en", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(1)
    cut(source)
    told = process.communicate(timeout=120)[1]
    assert process.returncode == 2
    assert b"many.csv changed" in told


@pytest.mark.parametrize("change", [replaced, longer, cut])
@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_an_input_that_changes_before_its_cells_are_read_again_is_refused(
    kind: str, change: Change, tmp_path: Path
) -> None:
    pytest.importorskip(MADE_AT_THE_END[f".{kind}"])
    source = many(tmp_path, 20)

    def after_row(summary: Counts) -> None:
        if summary.read == 20:
            change(source)

    with pytest.raises(InputError, match=r"many\.csv changed"):
        score_table(open_table(source), tmp_path / f"out.{kind}", judge, after_row=after_row)
    assert names(tmp_path) == ["many.csv"]


def test_an_input_that_changed_since_it_was_opened_is_refused(tmp_path: Path) -> None:
    table = open_table(many(tmp_path, 3))
    longer(table.path)
    with pytest.raises(InputError, match=r"many\.csv changed"):
        score_table(table, tmp_path / "out.csv", lambda _: pytest.fail("a row is judged"))
    table.path.unlink()
    with pytest.raises(InputError, match=r"many\.csv changed"):
        score_table(table, tmp_path / "out.csv", lambda _: pytest.fail("a row is judged"))


@pytest.mark.parametrize("name", ["a.txt", "b.txt", "c.txt", "more/a.txt"])
def test_a_folder_in_which_an_offer_changes_or_comes_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "offers"
    (folder / "more").mkdir(parents=True)
    for one in ("a.txt", "b.txt"):
        (folder / one).write_text("- Gérer le backlog", encoding="utf-8")

    def after_row(_: Counts) -> None:
        (folder / name).write_text("- Définir la vision du produit", encoding="utf-8")

    with pytest.raises(InputError, match="offers changed"):
        score_table(open_table(folder), tmp_path / "out.csv", judge, after_row=after_row)
    assert names(tmp_path) == ["offers"]


def test_a_file_of_the_system_that_comes_into_a_folder_of_offers_is_no_change(tmp_path: Path) -> None:
    folder = tmp_path / "offers"
    folder.mkdir()
    (folder / "a.txt").write_text("- Gérer le backlog", encoding="utf-8")

    def after_row(_: Counts) -> None:
        (folder / ".DS_Store").touch()

    assert score_table(open_table(folder), tmp_path / "out.csv", judge, after_row=after_row).read == 1


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_an_output_that_appears_while_it_is_made_leaves_nothing_beside(kind: str, tmp_path: Path) -> None:
    pytest.importorskip(MADE_AT_THE_END[f".{kind}"])
    source, output = many(tmp_path, 3), tmp_path / f"out.{kind}"

    def after_row(_: Counts) -> None:
        output.write_text("precious")

    with pytest.raises(OutputError, match="exists already"):
        score_table(open_table(source), output, judge, after_row=after_row)
    assert names(tmp_path) == sorted(["many.csv", output.name])


def test_what_an_input_holds_is_known_by_its_bytes_and_the_names_of_its_files_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "b").mkdir(parents=True)
        (folder / "a.txt").write_bytes(b"PM")
        (folder / "b" / "c.txt").write_bytes(b"PO")
    os.utime(other / "a.txt", ns=(0, 0))
    (other / "b" / "out.csv").write_bytes(b"no offer")
    held = content_of(one)
    assert held == content_of(other) != content_of(one / "a.txt")
    assert content_of(one / "a.txt") == content_of(other / "a.txt") != content_of(one / "b" / "c.txt")
    (other / "a.txt").rename(other / "d.txt")
    assert content_of(other) != held
    (other / "d.txt").rename(other / "a.txt")
    (other / "a.txt").write_bytes(b"PMP")
    (other / "b" / "c.txt").write_bytes(b"O")  # the same bytes, cut elsewhere
    assert content_of(other) != held
    with pytest.raises(InputError, match=r"none\.csv cannot be read: "):
        content_of(tmp_path / "none.csv")
