"""Look for circular garbage less often: offers make many small objects that stay or go, and no circles."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


def collect_less() -> None:
    """Do so from now on in this process."""
    gc.set_threshold(50_000, 20, 100)


@contextlib.contextmanager
def collecting_less() -> Iterator[None]:
    """Do so within a ``with`` block."""
    before = gc.get_threshold()
    collect_less()
    try:
        yield
    finally:
        gc.set_threshold(*before)
