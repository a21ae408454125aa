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
    with pytest.raises(InputError, match="june holds no file"):
        open_table(folder / "june")


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


@pytest.mark.parametrize("place", ["out.csv", "b/out.csv"])
def test_no_output_is_written_among_the_offers(place: str, tmp_path: Path) -> None:
    folder = tree(tmp_path / "offers", "a.txt", "b/c.txt")
    with pytest.raises(OutputError, match="the folder of offers to read: give another folder"):
        score_table(open_table(folder), folder / place, classify_many)
