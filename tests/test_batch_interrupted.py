"""Runs of batch that end before their time, and two at once: nothing of what was done is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from batch_runs import ids, judge, many, names, run

from pm_or_po.batch import Judge, score_table
from pm_or_po.batch.journal import ROWS_BETWEEN
from pm_or_po.errors import InputError, OutputError
from pm_or_po.offer import Offer
from pm_or_po.reading import open_table
from pm_or_po.verdict import Verdict


def stopped_after(rows: int) -> Judge:
    """Return a judge under which Ctrl-C comes after so many rows."""

    def breaks(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        for number, result in enumerate(judge(offers)):
            if number == rows:
                raise KeyboardInterrupt
            yield result

    return breaks


def interrupt(source: Path, output: Path, rows: int, **options: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        score_table(open_table(source), output, stopped_after(rows), options=options)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("stop", [10, ROWS_BETWEEN + 10, 2 * ROWS_BETWEEN + 1])
def test_a_resumed_run_gives_the_same_bytes(kind: str, stop: int, tmp_path: Path) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow")
    source = many(tmp_path, 2 * ROWS_BETWEEN + 60)
    whole = score_table(open_table(source), tmp_path / f"whole.{kind}", judge)
    interrupt(source, tmp_path / f"out.{kind}", stop)
    assert not (tmp_path / f"out.{kind}").exists()
    assert (tmp_path / f"out.{kind}.part.state").exists() == (stop > ROWS_BETWEEN)
    resumed = score_table(open_table(source), tmp_path / f"out.{kind}", judge, resume=True)
    assert resumed == whole
    assert (tmp_path / f"out.{kind}").read_bytes() == (tmp_path / f"whole.{kind}").read_bytes()
    assert names(tmp_path) == sorted(["many.csv", f"out.{kind}", f"whole.{kind}"])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_blank_rows_are_not_counted_and_a_resumed_run_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow")
    source = many(tmp_path, ROWS_BETWEEN + 60)
    header, *lines = source.read_text("utf-8").splitlines()
    blank = [f"{line}\n,,,\n{',' * (at % 4)}" for at, line in enumerate(lines)]
    source.write_text("\n".join([header, *blank]), encoding="utf-8")
    whole = score_table(open_table(source), tmp_path / f"whole.{kind}", judge)
    assert (whole.read, whole.in_error) == (ROWS_BETWEEN + 60, 0)
    interrupt(source, tmp_path / f"out.{kind}", ROWS_BETWEEN + 10)
    assert score_table(open_table(source), tmp_path / f"out.{kind}", judge, resume=True) == whole
    assert (tmp_path / f"out.{kind}").read_bytes() == (tmp_path / f"whole.{kind}").read_bytes()


def test_ctrl_c_right_after_the_first_checkpoint_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, state = many(tmp_path, ROWS_BETWEEN + 60), tmp_path / "out.csv.part.state"
    replace = Path.replace

    def interrupted(path: Path, target: Path) -> None:
        replace(path, target)
        if json.loads(state.read_bytes())["rows"]:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", interrupted)
        score_table(open_table(source), tmp_path / "out.csv", judge)
    assert json.loads(state.read_bytes())["rows"] == ROWS_BETWEEN
    assert score_table(open_table(source), tmp_path / "out.csv", judge, resume=True).read == ROWS_BETWEEN + 60


# --- What an interrupted run has done is not lost by another one ----------------------------------------------


@pytest.mark.parametrize("force", [False, True])
def test_an_interrupted_run_is_only_given_up_when_asked(force: bool, tmp_path: Path) -> None:
    source, output = many(tmp_path, ROWS_BETWEEN + 60), tmp_path / "out.csv"
    interrupt(source, output, ROWS_BETWEEN + 10)
    before = [(tmp_path / name).read_bytes() for name in ("out.csv.part", "out.csv.part.state")]
    with pytest.raises(OutputError, match=r"rows done: 500.*--resume.*--restart"):
        score_table(open_table(source), output, judge, force=force)
    assert [(tmp_path / name).read_bytes() for name in ("out.csv.part", "out.csv.part.state")] == before
    summary = score_table(open_table(source), output, judge, restart=True)
    assert summary.read == len(ids(output)) == ROWS_BETWEEN + 60
    assert names(tmp_path) == ["many.csv", "out.csv"]


def test_an_interrupted_run_is_not_both_resumed_and_given_up(tmp_path: Path) -> None:
    source, output = many(tmp_path, ROWS_BETWEEN + 60), tmp_path / "out.csv"
    interrupt(source, output, ROWS_BETWEEN + 10)
    with pytest.raises(OutputError, match="--resume or --restart, not both"):
        score_table(open_table(source), output, judge, resume=True, restart=True)
    assert score_table(open_table(source), output, judge, resume=True).read == ROWS_BETWEEN + 60


def test_a_run_that_is_not_the_interrupted_one_neither_resumes_nor_destroys_it(tmp_path: Path) -> None:
    source, output = many(tmp_path, ROWS_BETWEEN + 60), tmp_path / "out.csv"
    interrupt(source, output, ROWS_BETWEEN + 10, model="one")
    before = (tmp_path / "out.csv.part").read_bytes()
    for resume in (True, False):
        with pytest.raises(OutputError, match="another model"):
            score_table(open_table(source), output, judge, resume=resume, options={"model": "two"})
    assert (tmp_path / "out.csv.part").read_bytes() == before
    score_table(open_table(source), output, judge, resume=True, options={"model": "one"})
    assert ids(output) == list(map(str, range(ROWS_BETWEEN + 60)))


def test_the_same_content_written_again_is_the_same_input_and_one_other_byte_is_not(tmp_path: Path) -> None:
    source, output = many(tmp_path, ROWS_BETWEEN + 60), tmp_path / "out.csv"
    interrupt(source, output, ROWS_BETWEEN + 10)
    held = source.read_bytes()
    os.utime(source, ns=(0, 0))
    late = held[:-20] + bytes([held[-20] ^ 1]) + held[-19:]  # far from the first bytes
    source.write_bytes(late)
    os.utime(source, ns=(0, 0))
    with pytest.raises(OutputError, match="another input"):
        score_table(open_table(source), output, judge, resume=True)
    source.write_bytes(held)
    assert score_table(open_table(source), output, judge, resume=True).read == ROWS_BETWEEN + 60


def test_a_run_killed_before_its_first_checkpoint_is_simply_run_again(tmp_path: Path) -> None:
    source = many(tmp_path, ROWS_BETWEEN - 100)
    copies = tmp_path / "copies"
    copies.mkdir()

    def copied(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        for number, result in enumerate(judge(offers)):
            if number == ROWS_BETWEEN - 200:  # what a kill would leave
                for name in ("out.csv.part", "out.csv.part.state"):
                    shutil.copy(tmp_path / name, copies)
            yield result

    score_table(open_table(source), tmp_path / "out.csv", copied)
    assert (copies / "out.csv.part").stat().st_size > 0
    score_table(open_table(source), copies / "out.csv", judge)
    assert (copies / "out.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()
    assert names(copies) == ["out.csv"]


@pytest.mark.parametrize("state", [None, b"", b"{}", b'["precious"]', b"\xff"])
@pytest.mark.parametrize("asked", [{}, {"resume": True}, {"restart": True}, {"force": True}])
def test_a_part_of_another_program_is_left_alone(
    state: bytes | None, asked: dict[str, bool], tmp_path: Path
) -> None:
    source, part = many(tmp_path, 3), tmp_path / "out.csv.part"
    part.write_bytes(b"precious")
    if state is not None:
        (tmp_path / "out.csv.part.state").write_bytes(state)
    before = names(tmp_path)
    with pytest.raises(OutputError, match=r"out\.csv\.part stands where"):
        score_table(open_table(source), tmp_path / "out.csv", judge, **asked)
    assert part.read_bytes() == b"precious"
    assert names(tmp_path) == before


def test_what_stops_a_run_is_told_once_and_without_a_traceback(tmp_path: Path) -> None:
    interrupt(many(tmp_path, ROWS_BETWEEN + 60), tmp_path / "out.csv", ROWS_BETWEEN + 10)
    for arguments in (["-o", "out.csv"], ["-o", "out.csv", "--resume"]):  # neither is the run of this test
        process = run(tmp_path, *arguments, stderr=subprocess.PIPE)
        told = process.communicate(timeout=60)[1]
        assert process.returncode == 2
        assert (told.count(b"--resume"), told.count(b"--restart"), told.count(b"\n")) == (1, 1, 2)
    assert run(tmp_path, "-o", "out.csv", "--resume", "--restart").wait(60) == 2
    assert run(tmp_path, "-o", "out.csv", "--restart").wait(60) == 0
    assert len(ids(tmp_path / "out.csv")) == ROWS_BETWEEN + 60


# --- Two runs at once ------------------------------------------------------------------------------------------


def test_two_runs_do_not_share_an_output(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    source = many(tmp_path, 5)

    def nested(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        with pytest.raises(OutputError, match="Another run"):
            score_table(open_table(source), tmp_path / "out.csv", judge)
        yield from judge(offers)

    score_table(open_table(source), tmp_path / "out.csv", nested)
    assert len(ids(tmp_path / "out.csv")) == 5


@pytest.mark.parametrize("force", [False, True])
def test_a_run_that_waited_for_the_lock_spares_what_the_other_wrote(
    force: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    source, output = many(tmp_path, 5), tmp_path / "out.csv"
    lock = fcntl.flock

    def lock_late(*arguments: object) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        score_table(open_table(source), output, judge)  # a whole run between opening the part and locking it
        lock(*arguments)

    monkeypatch.setattr(fcntl, "flock", lock_late)
    if force:
        score_table(open_table(source), output, judge, force=True)
    else:
        with pytest.raises(OutputError, match="exists already"):
            score_table(open_table(source), output, lambda _: pytest.fail("a row is judged"))
    assert len(ids(output)) == 5
    assert names(tmp_path) == ["many.csv", "out.csv"]
