"""A folder of offer files, with the folders in it: each file once, in one order, under an id of its own."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from pm_or_po import classify_many
from pm_or_po.batch import score_table
from pm_or_po.errors import InputError, OutputError
from pm_or_po.reading import open_table


def tree(folder: Path, *paths: str) -> Path:
    """Write an offer under each path."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"Gérer le backlog de {path}", encoding="utf-8")
    return folder


def test_the_folders_in_a_folder_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    folder = tree(tmp_path / "offers", "b/a.txt", "a.txt", "b/c/a.txt", "c.txt", ".git/a.txt", "b/.DS_Store")
    table = open_table(folder)
    assert [row.offer.id for row in table.rows()] == ["a.txt", "b/a.txt", "b/c/a.txt", "c.txt"]
    assert [row.cells[0] for row in table.rows()] == ["a.txt", "b/a.txt", "b/c/a.txt", "c.txt"]
    assert score_table(table, tmp_path / "out.csv", classify_many).same_ids == 0


def test_a_folder_may_hold_folders_alone_and_one_of_them_none_of_the_offers(tmp_path: Path) -> None:
    folder = tree(tmp_path / "offers", "may/pm/a.txt")
    (folder / "june").mkdir()
    assert [row.offer.id for row in open_table(folder).rows()] == ["may/pm/a.txt"]
    with pytest.raises(InputError, match="june holds no file of an offer"):
        open_table(folder / "june")


def test_of_the_folders_in_a_folder_only_offers_are_read(tmp_path: Path) -> None:
    named = ("a.TXT", "b.md.gz", "c.htm", "d.json", "e.pdf", "f.docx", "g.doc")
    others = ("old.csv", "old.jsonl", "old.xlsx", "logo.png", "page.js", "style.css", "Makefile")
    folder = tree(tmp_path / "offers", "notes", "old.csv", *(f"out/{name}" for name in (*named, *others)))
    assert [row.offer.id for row in open_table(folder).rows()] == [
        "notes", "old.csv", *(f"out/{name}" for name in named),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["_files", "_fichiers", "-Dateien", ".files"])
def test_what_a_browser_saves_beside_a_page_is_no_offer(end: str, tmp_path: Path) -> None:
    saved = (f"page{end}/saved_resource.html", f"b/page{end}/c/frame.html")
    folder = tree(tmp_path / "offers", "page.html", "b/page.html", *saved)
    assert [row.offer.id for row in open_table(folder).rows()] == ["b/page.html", "page.html"]
    assert len(list(open_table(folder / f"page{end}").rows())) == 1


def test_a_folder_that_links_lead_to_is_read_once(tmp_path: Path) -> None:
    folder = tree(tmp_path / "offers", "a.txt", "b/c.txt")
    tree(tmp_path / "elsewhere", "d.txt")
    (folder / "b" / "up").symlink_to(folder, target_is_directory=True)
    for name in ("e", "f"):
        (folder / name).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert [row.offer.id for row in open_table(folder).rows()] == ["a.txt", "b/c.txt", "e/d.txt"]


def test_a_folder_in_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree(tmp_path / "offers", "a.txt", "b/c.txt")
    listed = os.scandir

    def scandir(path: str) -> Any:
        if Path(path).name == "b":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(InputError, match=r"offers/b cannot be read: permission denied"):
        open_table(folder)


def test_no_output_is_written_among_the_offers(tmp_path: Path) -> None:
    folder = tree(tmp_path / "offers", "a.txt", "b/c.txt")
    with pytest.raises(OutputError, match="the folder of offers to read: give another folder"):
        score_table(open_table(folder), folder / "out.csv", classify_many)


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize("place", ["offers/b", "elsewhere"])
def test_an_output_in_a_folder_of_the_folder_is_no_offer_and_changes_no_input(
    place: str, kind: str, tmp_path: Path
) -> None:
    folder = tree(tmp_path / "offers", "a.txt", "b/c.txt")
    tree(tmp_path / "elsewhere", "d.txt")
    (folder / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    for force in (False, True):
        output = tmp_path / place / f"out{kind}"
        assert score_table(open_table(folder), output, classify_many, force=force).read == 3
        assert output.exists()
