"""Write scored rows as CSV or JSON Lines, in a file that is either whole or not there."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from pm_or_po.batch.score import ScoredRow
from pm_or_po.errors import InputError, OutputError
from pm_or_po.taxonomy import SIDES, Lang
from pm_or_po.verdict import Verdict

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]

ADDED: Final = (
    "role", "p_pm", "p_po", "p_other", "discovery", "delivery", "title_claim", "flag", "language",
    "evidence_discovery", "evidence_delivery", "error",
)  # fmt: skip
KINDS: Final = (".csv", ".jsonl")
SEPARATOR: Final = " | "  # between the statements of an evidence cell
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_THIRD = 1 / 3

Write = Callable[[ScoredRow], None]


def output_kind(path: Path) -> str:
    """Return the extension that decides the format.

    Raises
    ------
    OutputError
        If it is none of ``.csv`` and ``.jsonl``.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise OutputError("unknown-output-kind", path=path)
    return kind


def added_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the added columns: a name the input has already gets the suffix ``_pm_or_po``.

    Should that be taken too, a number follows, from 2.
    """
    taken = set(columns)
    names: list[str] = []
    for plain in ADDED:
        name, number = plain, 1
        while name in taken:
            name = f"{plain}_pm_or_po" if number == 1 else f"{plain}_pm_or_po_{number}"
            number += 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def csv_writer(stream: BinaryIO, columns: Sequence[str], lang: Lang) -> Write:
    """Write the header and return what writes a row: the input's cells as they are, then the added ones."""
    write_line = _line_writer(stream)
    write_line((*columns, *added_names(columns)))

    def write(scored: ScoredRow) -> None:
        write_line((*scored.row.cells, *map(_harmless, _added_cells(scored.result, lang))))

    return write


def jsonl_writer(stream: BinaryIO, lang: Lang) -> Write:
    """Return what writes a row as one full verdict a line, errors in ``lang``."""

    def write(scored: ScoredRow) -> None:
        stream.write(json_bytes(_record(scored, lang)))

    return write


def json_bytes(content: dict[str, Any], indent: int | None = None) -> bytes:
    """Return a JSON object in UTF-8, on one line without ``indent``; lone surrogates are escaped."""
    try:
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=indent).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(content, allow_nan=False, indent=indent).encode() + b"\n"


def refuse_overwriting(path: Path, source: Path, *, force: bool) -> None:
    """Check, before any work, that the output can be written and is not the input.

    Raises
    ------
    OutputError
        If the output is the input, exists and ``force`` is not given, or has no folder to go to.
    """
    for target in (path, part_of(path)):
        if target.exists() and target.samefile(source):
            raise OutputError("output-is-input", path=path, source=source)
    if path.is_dir():
        raise OutputError("output-is-a-folder", path=path)
    if not path.parent.is_dir():
        raise OutputError("no-output-folder", folder=path.parent)
    _refuse_existing(path, force=force)


def part_of(path: Path) -> Path:
    """Return where an output is written until it is whole: beside it, with ``.part`` at the end."""
    return path.with_name(path.name + ".part")


@contextlib.contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Open a file that appears under its name only once the block is left without an exception.

    It is written beside as ``.part``, brought to the disk, then renamed; an exception, Ctrl-C included,
    removes the part. A part left by a killed run is written over.

    Raises
    ------
    OutputError
        If it cannot be written, another run is writing it, or it came to exist meanwhile without ``force``.
    """
    path = path.resolve()  # a link stays a link to what is written
    part = part_of(path)
    try:
        file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b")
        with file:
            _lock(file, path)
            try:
                file.truncate()
                yield file
                file.flush()
                os.fsync(file.fileno())
                _refuse_existing(path, force=force)
                if fcntl is None:
                    file.close()
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)
    except OSError as error:
        raise OutputError("unwritable", path=path, error=error) from error


def _lock(file: BinaryIO, path: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError("output-busy", path=path) from None


def _refuse_existing(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise OutputError("output-exists", path=path)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system opens folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _line_writer(stream: BinaryIO) -> Callable[[Sequence[object]], None]:
    buffer = io.StringIO(newline="")
    # The ends of line are \r\n so that the csv module quotes a cell that holds either character.
    writer = csv.writer(buffer, lineterminator="\r\n")

    def write(cells: Sequence[object]) -> None:
        writer.writerow(cells)
        stream.write(buffer.getvalue().encode("utf-8", "replace"))
        buffer.seek(0)
        buffer.truncate()

    return write


def _added_cells(result: Verdict | InputError, lang: Lang) -> tuple[object, ...]:
    if isinstance(result, InputError):
        return ("UNCLEAR", *map(_rounded, [_THIRD] * 3), 0, 0, "", "", "", "", "", result.sentence(lang))
    return (
        result.role,
        *(_rounded(result.probabilities[role]) for role in ("PM", "PO", "OTHER")),
        round(result.discovery, 1),
        round(result.delivery, 1),
        result.title_claim,
        result.flag or "",
        result.language,
        *(_evidence(result, side) for side in SIDES),
        "",
    )


def _evidence(verdict: Verdict, side: str) -> str:
    return SEPARATOR.join(" ".join(item.text.split()) for item in verdict.evidence if item.side == side)


def _rounded(probability: float) -> float:
    return round(probability, 4)


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula: an apostrophe goes before what would be one."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_RUNS_AS_FORMULA) else cell


def _record(scored: ScoredRow, lang: Lang) -> dict[str, Any]:
    offer_id = scored.row.offer.id
    if isinstance(scored.result, InputError):
        return {
            "id": offer_id,
            "role": "UNCLEAR",
            "probabilities": dict.fromkeys(("PM", "PO", "OTHER"), _THIRD),
            "discovery": 0,
            "delivery": 0,
            "flag": None,
            "evidence": [],
            "error": scored.result.sentence(lang),
        }
    return {**scored.result.to_dict(), "id": offer_id}
