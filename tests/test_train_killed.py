"""A training that a signal ends: nothing is written, and none of its processes goes on."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest
from batch_runs import PROGRAM, SRC
from processes import all_gone, comes_true, commands

OFFERS = Path(__file__).resolve().parents[1] / "data" / "offers"


@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="the system does not tell of processes")
@pytest.mark.skipif(
    (os.cpu_count() or 1) < 2, reason="lines are learnt in processes where there are two cores"
)
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_training_that_is_ended_leaves_no_process(sent: signal.Signals, code: int, tmp_path: Path) -> None:
    asked = ["train", "--corpus", str(OFFERS / "seed.jsonl"), "-o", "m.joblib", "--no-report"]
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(SRC)]))
    training = subprocess.Popen(
        [*PROGRAM, *asked], cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.DEVNULL
    )
    assert comes_true(lambda: any("LokyProcess" in one for one in commands(tmp_path)), 60)
    training.send_signal(sent)
    assert training.wait(60) == code
    assert all_gone(tmp_path) and list(tmp_path.iterdir()) == []
