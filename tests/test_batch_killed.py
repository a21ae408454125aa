"""Signals and processes of batch: a run that is killed goes on, Ctrl-C ends all of it, workers judge as one does."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_runs import many, names, run, wait_for_rows
from processes import all_gone, kill_one

import pm_or_po
from pm_or_po.batch.journal import ROWS_BETWEEN
from pm_or_po.batch.workers import judge_in
from pm_or_po.errors import InputError, ModelError
from pm_or_po.offer import Offer
from pm_or_po.verdict import Verdict


@pytest.mark.parametrize(
    ("sent", "code", "jobs"),
    [
        (signal.SIGKILL, -9, "1"),
        (signal.SIGINT, 130, "1"),
        (signal.SIGTERM, 143, "1"),
        (signal.SIGINT, 130, "2"),
        (signal.SIGKILL, -9, "2"),
    ],
)
def test_a_killed_process_loses_no_row(tmp_path: Path, sent: signal.Signals, code: int, jobs: str) -> None:
    many(tmp_path, 4 * ROWS_BETWEEN)
    assert run(tmp_path, "-o", "whole.csv").wait(120) == 0
    process = run(tmp_path, "-o", "out.csv", "--jobs", jobs, stderr=subprocess.PIPE)
    wait_for_rows(tmp_path / "out.csv.part.state", process)
    process.send_signal(sent)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == code
    assert (b"--resume" in told) is (sent != signal.SIGKILL)
    assert all_gone(tmp_path)
    assert names(tmp_path) == ["many.csv", "out.csv.part", "out.csv.part.state", "whole.csv"]
    assert run(tmp_path, "-o", "out.csv", "--resume").wait(120) == 0
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert names(tmp_path) == ["many.csv", "out.csv", "whole.csv"]


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.4])
def test_ctrl_c_while_processes_start_is_no_traceback(seconds: float, tmp_path: Path) -> None:
    many(tmp_path, 4 * ROWS_BETWEEN)
    process = run(tmp_path, "-o", "out.csv", "--jobs", "4", stderr=subprocess.PIPE, alone=True)
    assert process.stderr is not None
    process.stderr.readline()  # what is read is said just before they start
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all of them
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert b"Traceback" not in told
    assert all_gone(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="the system does not tell of processes")
@pytest.mark.parametrize("seconds", [0, 0.2, 0.4])
def test_a_worker_that_is_killed_while_it_starts_is_told_in_a_sentence(
    seconds: float, tmp_path: Path
) -> None:
    many(tmp_path, 4 * ROWS_BETWEEN)
    process = run(tmp_path, "-o", "out.csv", "--jobs", "2", stderr=subprocess.PIPE)
    assert process.stderr is not None
    process.stderr.readline()
    time.sleep(seconds)
    kill_one(tmp_path, "spawn_main")
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert b"Traceback" not in told and b"--jobs 1" in told
    assert all_gone(tmp_path)


def test_the_garbage_collector_is_left_as_it_was() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with judge_in(1, None, "en") as (judge, _):
        list(judge([Offer("- Gérer le backlog")]))
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_a_model_that_the_workers_cannot_read_is_told_before_anything_is_judged(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"own\.joblib"), judge_in(2, tmp_path / "own.joblib", "en"):
        pytest.fail("there is a judge")


def test_the_model_that_judges_is_known_with_one_process_or_more() -> None:
    shipped = pm_or_po.load_model().identity
    for jobs in (1, 2):
        with judge_in(jobs, None, "en") as (_, identity):
            assert identity == shipped


def test_workers_give_the_same_verdicts(tmp_path: Path) -> None:
    many(tmp_path, 300)
    assert run(tmp_path, "-o", "one.jsonl", "--jobs", "1").wait(120) == 0
    assert run(tmp_path, "-o", "two.jsonl", "--jobs", "2").wait(120) == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_rows_read_before_reading_fails_are_judged(jobs: int) -> None:
    def offers() -> Iterator[Offer]:
        yield from [Offer(f"- Gérer le backlog {n}", id=str(n)) for n in range(150)]
        raise InputError("cell-too-long", path="many.csv", line=151, most=1)

    found = []
    with judge_in(jobs, None, "en") as (judge, _), pytest.raises(InputError, match="line 151"):
        for verdict in judge(offers()):
            assert isinstance(verdict, Verdict)
            found.append(verdict.id)
    assert found == [str(n) for n in range(150)]
