"""Files that one has no right to read, be it root, who may read all, that runs the tests."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65534


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@contextlib.contextmanager
def closed(path: Path) -> Iterator[None]:
    """Close a file or folder of ``shared_path`` to all; root is another user within the block.

    What the program loads late it has to have loaded before: it may be root's too.
    """
    mode, root = path.stat().st_mode, is_root()
    path.chmod(0)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(mode)
