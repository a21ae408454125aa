"""Follow links to what they point to."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def followed(path: Path) -> Path:
    """Return where a path leads, absolute and without links, whether anything is there or not.

    Raises
    ------
    OSError
        If links lead in a circle.
    """
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return found
