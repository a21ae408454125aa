"""The processes of a program that a test runs in a folder of its own, where the system tells."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path


def commands(folder: Path) -> list[str]:
    """Return the commands of the processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").resolve() == folder.resolve():
                found.append((process / "cmdline").read_bytes().decode(errors="replace"))
    return found


def all_gone(folder: Path) -> bool:
    """Wait until no process works in a folder; where the system does not tell, believe it."""
    return comes_true(lambda: not commands(folder))


def comes_true(told: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something is so; return whether it is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if told():
            return True
        time.sleep(0.1)
    return False
