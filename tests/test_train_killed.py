"""A training that a signal ends: nothing is written, and none of its processes goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from batch_runs import PROGRAM, SRC
from processes import all_gone, comes_true, kill_one, running

OFFERS = Path(__file__).resolve().parents[1] / "data" / "offers"


pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="the system does not tell of processes"),
    pytest.mark.skipif(
        (os.cpu_count() or 1) < 2, reason="lines are learnt in processes where there are two cores"
    ),
]


def train(folder: Path) -> subprocess.Popen[bytes]:
    asked = ["train", "--corpus", str(OFFERS / "seed.jsonl"), "-o", "m.joblib", "--no-report", "--lang", "en"]
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(SRC)]))
    return subprocess.Popen(
        [*PROGRAM, *asked],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("group", [False, True])
def test_a_training_that_is_ended_leaves_no_process(
    sent: signal.Signals, code: int, group: bool, tmp_path: Path
) -> None:
    training = train(tmp_path)
    assert comes_true(lambda: any("LokyProcess" in one for one in running(tmp_path).values()), 60)
    if group and sent == signal.SIGINT:  # as a terminal does
        os.killpg(training.pid, sent)
    else:
        training.send_signal(sent)
    told = training.communicate(timeout=60)[1]
    assert (training.returncode, told) == (code, b"")
    assert all_gone(tmp_path) and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", [0.02, 0.3])
def test_a_second_ctrl_c_leaves_no_process_either(seconds: float, tmp_path: Path) -> None:
    training = train(tmp_path)
    assert comes_true(lambda: any("LokyProcess" in one for one in running(tmp_path).values()), 60)
    os.killpg(training.pid, signal.SIGINT)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):  # it is gone already
        os.killpg(training.pid, signal.SIGINT)
    told = training.communicate(timeout=60)[1]
    assert (training.returncode, told) == (130, b"")
    assert all_gone(tmp_path) and list(tmp_path.iterdir()) == []


def test_a_process_that_is_killed_while_it_starts_is_replaced_or_told_in_a_sentence(tmp_path: Path) -> None:
    training = train(tmp_path)
    kill_one(tmp_path, "LokyProcess")
    told = training.communicate(timeout=120)[1]
    assert training.returncode in (0, 2)
    assert told.count(b"\n") == (1 if training.returncode else 0) and b"Traceback" not in told
    assert all_gone(tmp_path) and (list(tmp_path.iterdir()) == []) is (training.returncode == 2)


def test_a_training_whose_processes_are_killed_again_and_again_is_told_in_a_sentence(tmp_path: Path) -> None:
    training = train(tmp_path)
    deadline = time.monotonic() + 120
    while training.poll() is None and time.monotonic() < deadline:
        for number, command in running(tmp_path).items():
            if "LokyProcess" in command:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        time.sleep(0.02)
    told = training.communicate(timeout=60)[1]
    assert training.returncode == 2 and told.count(b"\n") == 1 and b"was ended from outside" in told
    assert all_gone(tmp_path) and list(tmp_path.iterdir()) == []
