"""End a command that a signal stops, whatever it is in the middle of: what it was writing is put in order."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from types import FrameType

from pm_or_po.processes import end_processes


@contextlib.contextmanager
def ended_tidily() -> Iterator[Callable[[], None]]:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does.

    While it ends, Ctrl-C is not heard: what ends its processes would be left halfway. The others end it there and then.

    Yields
    ------
    callable
        Ends it once more, if a signal came and did not: Python passes over what is raised while an object goes.
    """
    came: list[BaseException] = []

    def leave(number: int, frame: FrameType | None) -> None:
        if came:
            end_processes()
            os._exit(128 + number)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
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
        for number in heard if not came else ():
            signal.signal(number, before[number])
