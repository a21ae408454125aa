"""The command line: one module per command, put together in ``program``."""

from __future__ import annotations

import gc
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line; any error is one sentence on standard error and exit code 2.

    Ctrl-C ends it quietly, while the commands are still being loaded too.
    """
    gc.set_threshold(50_000, 20, 100)  # loading makes many objects that stay, and one offer little garbage
    try:
        from pm_or_po.cli.program import run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
