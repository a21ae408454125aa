"""Put styled lines on a terminal, wrapped to its width, or plain ones in a pipe; offers stay literal."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

_NARROWEST = 12
_FRENCH_SPACE = re.compile(r" (?=[?!:;»%])|(?<=«) ")  # where a line may not be cut
_HELD = "\ufdd0"  # stands for such a space while lines are cut: no character of any text
# Controls, formats (bidirectional marks, zero-width characters), lone surrogates: nothing for the eye.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})


def literal(pieces: Iterable[tuple[str, str]]) -> Text:
    """Return pieces of (text, style) as one line: control characters go, white space becomes single spaces.

    Markup in a piece stays text.
    """
    line = Text()
    for text, style in pieces:
        kept: list[str] = []
        blank = not line.plain or line.plain[-1] == " "
        for character in text:
            if character.isspace():
                if not blank:
                    kept.append(" ")
                blank = True
            elif unicodedata.category(character) not in _INVISIBLE:
                kept.append(character)
                blank = False
        line.append("".join(kept), style or None)
    line.rstrip()
    return line


def printable(text: str) -> str:
    """Return a text on one line without control characters."""
    return literal([(text, "")]).plain


class Page:
    """Where an answer is written.

    Attributes
    ----------
    terminal : bool
        Whether a person reads it as it comes; without one there are neither styles nor bars.
    """

    def __init__(self, file: TextIO | None = None, *, terminal: bool | None = None) -> None:
        self._file = file or sys.stdout
        dumb = os.environ.get("TERM") == "dumb"
        self.terminal = self._file.isatty() and not dumb if terminal is None else terminal
        self._console = Console(
            file=self._file, force_terminal=self.terminal, highlight=False, markup=False, emoji=False
        )

    @property
    def width(self) -> int:
        """Columns of the terminal, or as many as rich assumes without one."""
        return self._console.width

    def blank(self) -> None:
        """Leave a line empty."""
        self._file.write("\n")

    def line(self, text: Text | str, *, indent: int = 0, bullet: str = "", style: str = "") -> None:
        """Write one line, or on a terminal as many as it takes, aligned after the bullet."""
        line = text.copy() if isinstance(text, Text) else Text(text)
        start = " " * indent + bullet
        if not self.terminal:
            self._file.write(f"{start}{line.plain}\n")
            return
        if style:
            line.stylize_before(style)
        width = max(_NARROWEST, self.width - len(start))
        line.plain = _FRENCH_SPACE.sub(_HELD, line.plain)
        for part in line.wrap(self._console, width):
            part.rstrip()
            part.plain = part.plain.replace(_HELD, " ")
            self._console.print(Text(start) + part, no_wrap=True, overflow="ignore", crop=False)
            start = " " * len(start)
