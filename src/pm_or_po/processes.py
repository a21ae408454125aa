"""Processes beside the one that a person started, who ends that one alone."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing import resource_tracker


def end_processes() -> None:
    """Kill the processes that this one started, whatever they do."""
    for child in multiprocessing.active_children():
        if child.pid is not None:  # joblib's know no other way to be killed
            with contextlib.suppress(OSError):
                os.kill(child.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


@contextlib.contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Hear Ctrl-C, in this thread, after a ``with`` block only; processes born within never do.

    A terminal sends it to all of them, and it is for the one that writes.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # or it would start with them, and undo this
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
