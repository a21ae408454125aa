"""End a command that a signal stops, whatever it is in the middle of: what it was writing is put in order."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def ended_tidily() -> Iterator[Callable[[], None]]:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does.

    Yields
    ------
    callable
        Ends it once more, if a signal came and did not: Python passes over what is raised while an object goes.
    """
    came: list[BaseException] = []

    def leave(number: int, frame: FrameType | None) -> None:
        came.append(KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number))
        raise came[-1]

    def leave_again() -> None:
        if came:
            raise came[-1]

    asked = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in asked}
    # A signal that is ignored (nohup) stays so.
    heard = [n for n, handler in before.items() if handler in (signal.SIG_DFL, signal.default_int_handler)]
    for number in heard:
        signal.signal(number, leave)
    try:
        yield leave_again
    finally:
        for number in heard:
            signal.signal(number, before[number])
