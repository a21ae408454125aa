"""Disks that fill or fail under batch: told in one sentence, no file that looks complete, and the run can go on."""

from __future__ import annotations

import errno
import io
import itertools
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from batch_runs import ids, judge, many, names, run

from pm_or_po.batch import score_table, score_table_to_stream
from pm_or_po.batch.journal import ROWS_BETWEEN
from pm_or_po.batch.output import MADE_AT_THE_END
from pm_or_po.errors import InputError, OutputError, PmOrPoError
from pm_or_po.offer import Offer
from pm_or_po.reading import ColumnChoice, TableRow, open_table
from pm_or_po.reading.encoding import TextEncoding
from pm_or_po.reading.tables import CsvTable
from pm_or_po.verdict import Verdict

SMALL = 256 * 1024  # bytes of a disk


@pytest.fixture
def small_files() -> Iterator[Callable[[int], None]]:
    """What limits the files that can be written to so many bytes, until the end of the test."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size or before[0], before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_leaves_no_file_that_looks_complete(
    tmp_path: Path, small_files: Callable[[int], None]
) -> None:
    many(tmp_path, 3 * ROWS_BETWEEN)
    small_files(130_000)
    with pytest.raises(OutputError, match="cannot be written"):
        score_table(open_table(tmp_path / "many.csv"), tmp_path / "out.csv", judge)
    assert not (tmp_path / "out.csv").exists()
    small_files(0)
    score_table(open_table(tmp_path / "many.csv"), tmp_path / "out.csv", judge, resume=True)
    assert ids(tmp_path / "out.csv") == list(map(str, range(3 * ROWS_BETWEEN)))


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_a_disk_that_fills_at_the_end_loses_no_row(
    kind: str, tmp_path: Path, small_files: Callable[[int], None]
) -> None:
    reader = pytest.importorskip("pandas")
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "openpyxl"}[kind])
    source, output = many(tmp_path, ROWS_BETWEEN + 60, filling=600), tmp_path / f"out.{kind}"
    small_files(200_000)  # enough for what is added to the table, but not for the table
    with pytest.raises(OutputError, match=f"out.{kind} cannot be"):
        score_table(open_table(source), output, judge)
    assert names(tmp_path) == ["many.csv", f"out.{kind}.part", f"out.{kind}.part.state"]
    small_files(0)
    score_table(open_table(source), output, judge, resume=True)
    made = reader.read_parquet(output) if kind == "parquet" else reader.read_excel(output)
    assert made["id"].astype(int).tolist() == list(range(ROWS_BETWEEN + 60))
    assert names(tmp_path) == ["many.csv", f"out.{kind}"]


def test_a_full_temporary_folder_is_told_in_one_sentence(
    tmp_path: Path, small_files: Callable[[int], None]
) -> None:
    with (tmp_path / "many.csv").open("w", encoding="utf-8") as file:
        file.write("description\n" + "".join(f"Offre {n}\n" for n in range(100_000)))

    def quick(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        return (InputError("no-offer-text") for _ in offers)

    small_files(100_000)
    with pytest.raises(OutputError, match="temporary folder is full"):
        score_table_to_stream(open_table(tmp_path / "many.csv"), io.BytesIO(), quick)


def test_a_small_disk_that_fills_is_told_and_the_run_goes_on_once_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "pm-or-po-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    try:
        many(tmp_path, 8 * ROWS_BETWEEN)
        assert run(tmp_path, "-o", "whole.csv").wait(120) == 0
        assert (tmp_path / "whole.csv").stat().st_size > SMALL
        full = run(tmp_path, "-o", "disk/out.csv", stderr=subprocess.PIPE)
        told = full.communicate(timeout=120)[1].decode()
        assert full.returncode == 2
        assert "Traceback" not in told
        assert "cannot be written" in told or "ne peut pas être écrit" in told
        assert not (disk / "out.csv").exists()
        subprocess.run(["mount", "-o", "remount,size=16m", str(disk)], check=True)
        assert run(tmp_path, "-o", "disk/out.csv", "--resume").wait(120) == 0
        assert (disk / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
        assert names(disk) == ["out.csv"]
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.parametrize(
    ("kind", "read"), [("csv", 1), ("jsonl", 1), ("xlsx", 1), ("xlsx", 2), ("parquet", 2)]
)
def test_a_disk_that_fails_under_the_input_is_not_told_of_the_output(
    kind: str, read: int, tmp_path: Path, is_one_sentence: Callable[[PmOrPoError], bool]
) -> None:
    pytest.importorskip(MADE_AT_THE_END.get(f".{kind}", "csv"))
    times: list[int] = []

    class Failing(CsvTable):
        def _rows(self) -> Iterator[TableRow]:
            times.append(1)
            yield from itertools.islice(super()._rows(), 2)
            if len(times) > (kind == "xlsx") + read - 1:  # for a workbook, the rows are counted first
                raise OSError(errno.EIO, os.strerror(errno.EIO))

    table = Failing(many(tmp_path, 2), TextEncoding("utf-8"), ColumnChoice(), None)
    with pytest.raises(InputError, match=r"many\.csv cannot be read") as refusal:
        score_table(table, tmp_path / f"out.{kind}", judge)
    assert is_one_sentence(refusal.value) and not (tmp_path / f"out.{kind}").exists()
