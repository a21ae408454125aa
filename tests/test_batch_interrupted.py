"""Runs of batch that end before their time: killed, stopped, on a full disk, two at once; nothing of them is lost."""

from __future__ import annotations

import contextlib
import csv
import gc
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

import pm_or_po
from pm_or_po.batch import Judge, score_table, score_table_to_stream
from pm_or_po.batch.journal import ROWS_BETWEEN
from pm_or_po.batch.workers import judge_in
from pm_or_po.errors import InputError, ModelError, OutputError
from pm_or_po.offer import Offer
from pm_or_po.reading import open_table
from pm_or_po.verdict import Verdict

SRC = Path(__file__).resolve().parents[1] / "src"


def many(folder: Path, rows: int, filling: int = 0) -> Path:
    with (folder / "many.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "description", "filling"])
        texts = (f"- Gérer le backlog {n % 40}" for n in range(rows))
        chance = random.Random(1)
        writer.writerows(
            [n, "Product Manager", text, chance.randbytes(filling).hex()] for n, text in enumerate(texts)
        )
    return folder / "many.csv"


def ids(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def judge(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
    return pm_or_po.classify_many(offers)


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


# --- Signals, processes and full disks -------------------------------------------------------------------------


def run(
    folder: Path, *arguments: str, stderr: int = subprocess.DEVNULL, alone: bool = False
) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(SRC)]))
    return subprocess.Popen(
        [sys.executable, "-m", "pm_or_po.cli", "batch", "many.csv", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        stderr=stderr,
        start_new_session=alone,
        # A test run in the background ignores Ctrl-C, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


def wait_for_rows(state: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while not (state.exists() and json.loads(state.read_bytes())["rows"]):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)


def all_gone(folder: Path) -> bool:
    """Wait until no process works in a folder; where the system does not tell, believe it."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        here = []
        for link in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                here += [link] if link.resolve() == folder.resolve() else []
        if not here:
            return True
        time.sleep(0.1)
    return False


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


@pytest.mark.parametrize(
    ("kind", "told"), [("parquet", "out.parquet cannot be"), ("xlsx", "temporary folder")]
)
def test_a_disk_that_fills_at_the_end_loses_no_row(
    kind: str, told: str, tmp_path: Path, small_files: Callable[[int], None]
) -> None:
    reader = pytest.importorskip("pandas")
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "openpyxl"}[kind])
    source, output = many(tmp_path, ROWS_BETWEEN + 60, filling=600), tmp_path / f"out.{kind}"
    small_files(200_000)  # enough for what is added to the table, but not for the table
    with pytest.raises(OutputError, match=told):
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
    mounting = ["mount", "-t", "tmpfs", "-o", "size=256k", "pm-or-po-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root")
    try:
        many(tmp_path, 6 * ROWS_BETWEEN)
        assert run(tmp_path, "-o", "whole.csv").wait(120) == 0
        assert (tmp_path / "whole.csv").stat().st_size > 300_000
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


def test_the_garbage_collector_is_left_as_it_was() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with judge_in(1, None, "en") as judge:
        list(judge([Offer("- Gérer le backlog")]))
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_workers_that_cannot_read_the_model_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = pm_or_po.load_model()
    monkeypatch.setattr(pm_or_po, "load_model", lambda path: shipped)  # this process alone finds it
    model = tmp_path / "own.joblib"
    with pytest.raises(ModelError, match=r"own\.joblib"), judge_in(2, model, "en") as judge:
        list(judge([Offer("- Gérer le backlog")]))


def test_workers_give_the_same_verdicts(tmp_path: Path) -> None:
    many(tmp_path, 300)
    assert run(tmp_path, "-o", "one.jsonl", "--jobs", "1").wait(120) == 0
    assert run(tmp_path, "-o", "two.jsonl", "--jobs", "2").wait(120) == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
