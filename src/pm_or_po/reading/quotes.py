"""Find a quotation mark of a CSV that lacks its other half, and so joins rows or breaks one apart."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator


def line_of_lone_mark(lines: Iterable[str], width: int, delimiter: str, escape: str | None) -> int | None:
    """Return the number of the line that holds a mark without its other half, or None.

    A cell that is not closed goes on to the end of the file, or to the mark that opens a cell of a later row. What
    follows that mark is then neither a delimiter nor the end of a line; or, where that cell begins with a line end, its
    closing mark stands alone in a later line. So it does in the last line of a cell that is closed and not opened.
    Records on one line with all their cells may be quoted loosely: they join and break nothing.

    Parameters
    ----------
    lines : iterable of str
        The file, with its line ends.
    width : int
        How many cells a record should have.
    delimiter : str
    escape : str or None
        As ``csv.reader`` has them.
    """
    sound_cells = _sound_cells(re.escape(delimiter), re.escape(escape or ""))
    taken: list[str] = []  # the lines of a record
    ended = False  # in the midst of a record

    def followed() -> Iterator[str]:
        nonlocal ended
        for line in lines:
            taken.append(line)
            yield line
        ended = True

    first = 1
    spanning = 0  # where the last record of several lines began
    for record in csv.reader(followed(), delimiter=delimiter, escapechar=escape):
        if len(taken) > 1 or ended:
            spanning = first
            text = "".join(taken)
            sound = sound_cells.match(text)
            if sound is None or sound.end() < len(text):
                return first + _line_at(taken, sound.end() if sound else 0)
        if sum(line.count('"') for line in taken) % 2:
            if spanning:
                return spanning
            if len(record) < width:
                return first
        first += len(taken)
        taken.clear()
    return None


def _sound_cells(delimiter: str, escape: str) -> re.Pattern[str]:
    """Return what matches the cells of a record up to the first that is not closed before a delimiter or its end."""
    escaped = f"|{escape}." if escape else ""
    quoted = f'"(?:[^"{escape}]++|""{escaped})*+" *'
    plain = f'(?!")(?:[^{delimiter}{escape}\r\n]{escaped})*+'
    return re.compile(f"(?:(?:{quoted}|{plain})(?:{delimiter}|\r?\n?\\Z))*+", re.DOTALL)


def _line_at(lines: list[str], position: int) -> int:
    """Return the index of the line that holds the character at a position of them all."""
    for number, line in enumerate(lines):
        position -= len(line)
        if position < 0:
            return number
    return len(lines) - 1
