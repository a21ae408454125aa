"""Write bytes for programs on standard output, and let nothing break when its reader has left."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO


def write_bytes(content: bytes) -> None:
    """Write bytes on standard output after what was printed."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def open_missing_streams() -> None:
    """Open nothing in place of a standard stream that was closed before the program started."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def never_fail_on_characters() -> None:
    """Let standard output and error show ``?`` for a character their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def silence(stream: TextIO) -> None:
    """Send what is left to write nowhere, once the reader has closed the pipe."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except OSError:  # a stream without a file behind it
        return
