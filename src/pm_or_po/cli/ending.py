"""End a command that a signal stops as Ctrl-C would: what it was writing is put in order, its processes end."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def ended_tidily() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # A signal that is ignored (nohup) stays so.
    before = {number: signal.getsignal(number) for number in asked}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is signal.SIG_DFL:
                signal.signal(number, handler)
