"""The command line: one module per command, put together in ``program``."""

from __future__ import annotations

import sys

from pm_or_po.garbage import collect_less

INTERRUPTED = 130


def main() -> None:
    """Run the command line; any error is one sentence on standard error and exit code 2.

    Ctrl-C ends it quietly, while the commands are still being loaded too.
    """
    collect_less()
    try:
        from pm_or_po.cli.program import run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
