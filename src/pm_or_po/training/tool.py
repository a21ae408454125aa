"""What every ``python -m`` of this package does where it cannot go on."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence

from pm_or_po.errors import PmOrPoError

Arguments = Sequence[str] | None


def tool(main: Callable[[Arguments], None]) -> Callable[..., int]:
    """Return a ``main`` that gives the exit code: 0, or 2 where it raised an error for the user, which it tells."""

    @functools.wraps(main)
    def told(arguments: Arguments = None) -> int:
        try:
            main(arguments)
        except PmOrPoError as error:
            print(error, file=sys.stderr)
            return 2
        return 0

    return told
