"""A table of many offers, and runs of batch on it, for the tests of runs that end before their time."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pm_or_po
from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.verdict import Verdict

SRC = Path(__file__).resolve().parents[2] / "src"
# As the installed script does. Under -m, Python would end by SIGINT itself after a Ctrl-C within exec(), caught or not.
PROGRAM = [sys.executable, "-c", "from pm_or_po.cli import main; main()"]


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


def run(
    folder: Path,
    *arguments: str,
    stdout: int | None = None,
    stderr: int = subprocess.DEVNULL,
    alone: bool = False,
) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(SRC)]))
    return subprocess.Popen(
        [*PROGRAM, "batch", "many.csv", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=stdout,
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
