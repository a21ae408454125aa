"""The processes of a program that a test runs in a folder of its own, where the system tells."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def running(folder: Path) -> dict[int, str]:
    """Return the processes that work in a folder, by their numbers, and the command of each."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").resolve() == folder.resolve():
                found[int(process.name)] = (process / "cmdline").read_bytes().decode(errors="replace")
    return found


def kill_one(folder: Path, part: str) -> None:
    """Wait for a process of a folder whose command holds some words, and kill it."""
    found: list[int] = []

    def is_there() -> bool:
        found[:] = [number for number, command in running(folder).items() if part in command]
        return bool(found)

    assert comes_true(is_there, 60)
    os.kill(found[0], signal.SIGKILL)


def all_gone(folder: Path) -> bool:
    """Wait until no process works in a folder; where the system does not tell, believe it."""
    return comes_true(lambda: not running(folder))


def comes_true(told: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something is so; return whether it is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if told():
            return True
        time.sleep(0.02)
    return False
