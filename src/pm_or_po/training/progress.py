"""Tell of training and measuring while they run, in no language: the caller has the words."""

from __future__ import annotations

from typing import Protocol


class Say(Protocol):
    """What training tells of its steps to."""

    def __call__(self, step: str, /, **values: object) -> None:
        """Take a step's name, one of the messages of ``cli/messages.toml``, and what fills that in.

        A value in two languages, a ``Bilingual``, fills it in in the reader's.
        """


def silent(step: str, /, **values: object) -> None:
    """Say nothing."""
