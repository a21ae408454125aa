"""What tests give training to tell of its steps to."""

from __future__ import annotations

from pm_or_po.cli.messages import say
from pm_or_po.training.progress import Say


def telling(said: list[str]) -> Say:
    """Return what keeps what is told, in English."""

    def tell(step: str, /, **values: object) -> None:
        said.append(say(step, "en", **values))

    return tell
