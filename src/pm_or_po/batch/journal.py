"""An output that is whole or not there, written beside as ``.part`` with checkpoints a killed run goes on from."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from pm_or_po.batch.beside import new_state_of, part_of, state_of
from pm_or_po.errors import OutputError
from pm_or_po.links import followed

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]

ROWS_BETWEEN: Final = 500
SECONDS_BETWEEN: Final = 10.0
ROWS_AS: Final = 5  # raised where rows are counted, numbered or written otherwise: no run goes on so
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Up to where the part of a run is safe on the disk: ``rows`` of the input, ``size`` bytes, what was counted."""

    run: str
    rows: int
    size: int
    counts: Mapping[str, Any]


class Journal:
    """The part of an output that is being written.

    Attributes
    ----------
    part : Path
    stream : BinaryIO
        Where rows go: the part, open.
    start : Checkpoint or None
        From where the run goes on; None for one that begins.
    """

    def __init__(self, path: Path, stream: BinaryIO, run: str, start: Checkpoint | None) -> None:
        self.part = part_of(path)
        self.stream = stream
        self.start = start
        self._path = path
        self._run = run
        stream.truncate(start.size if start else 0)
        stream.seek(0, os.SEEK_END)
        if start is None:
            self._save(0, {})  # from now on the part is known to be of this program
        self._rows = start.rows if start else 0
        self._at = time.monotonic()

    def row_done(self, rows: int, counts: Callable[[], Mapping[str, Any]]) -> None:
        """Make a checkpoint when the last one is 500 rows or 10 seconds old.

        Parameters
        ----------
        rows : int
            Rows of the input written so far.
        counts : callable
            What to remember beside, as plain numbers and texts.
        """
        if rows - self._rows < ROWS_BETWEEN and time.monotonic() - self._at < SECONDS_BETWEEN:
            return
        self._save(rows, counts())
        self._rows, self._at = rows, time.monotonic()

    def _save(self, rows: int, counts: Mapping[str, Any]) -> None:
        self.stream.flush()
        os.fsync(self.stream.fileno())
        content = {"run": self._run, "rows": rows, "size": self.stream.tell(), "counts": counts}
        beside = new_state_of(self._path)
        with beside.open("w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(state_of(self._path))


def run_of(content: str, options: Mapping[str, Any]) -> str:
    """Return what tells a run from another: what its input holds, its options, model and program version."""
    told = json.dumps([ROWS_AS, content, options], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


@contextlib.contextmanager
def open_journal(path: Path, run: str, *, force: bool, resume: bool, restart: bool) -> Iterator[Journal]:
    """Open the part of an output: from its last checkpoint with ``resume``, from nothing with ``restart``.

    When the block is left by an exception, Ctrl-C included, a part that has a checkpoint stays for ``--resume``, and
    one that has none is removed. ``publish`` gives the output its name.

    Raises
    ------
    OutputError
        If it cannot be written, another run is writing it or has written it, its part is not of this program, or is
        an interrupted run's and neither ``resume`` of that very run nor ``restart`` is asked for.
    """
    try:
        path = followed(path)  # a link stays a link to what is written
        with _locked_part(path) as stream:
            last = _last_checkpoint(path, stream)
            try:
                refuse_existing(path, force=force)
                start = None if last is None or restart else _to_go_on_from(last, path, run, resume=resume)
                yield Journal(path, stream, run, start)
            except BaseException:
                if not _holds_rows(path, stream):
                    _forget(path)
                raise
    except OSError as error:
        raise OutputError("unwritable", path=path, error=error) from error


def publish(path: Path, made: Path, stream: BinaryIO, *, force: bool) -> None:
    """Give a whole output its name: ``made``, open as ``stream``, is brought to the disk, then renamed.

    Part and checkpoint go.

    Raises
    ------
    OutputError
        If the output came to exist meanwhile without ``force``.
    """
    path = path.resolve()
    stream.flush()
    os.fsync(stream.fileno())
    refuse_existing(path, force=force)
    if fcntl is None:
        stream.close()
    made.replace(path)
    _forget(path)
    _sync_folder(path.parent)


@contextlib.contextmanager
def _locked_part(path: Path) -> Iterator[BinaryIO]:
    """Open the part of an output for this run alone."""
    part = part_of(path)
    while True:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
        with cast(BinaryIO, os.fdopen(descriptor, "r+b")) as stream:
            _lock(stream, path)
            if _is_at(part, stream):
                yield stream
                return
            # Between opening and locking, another run published or removed this very file.


def _is_at(path: Path, stream: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    except FileNotFoundError:
        return False


def _last_checkpoint(path: Path, stream: BinaryIO) -> Checkpoint | None:
    """Return the last checkpoint of a part, or None when no row of it is safe."""
    size = os.fstat(stream.fileno()).st_size
    if not size:
        return None
    try:
        content = json.loads(state_of(path).read_text(encoding="utf-8"))
        found = Checkpoint(
            str(content["run"]), int(content["rows"]), int(content["size"]), dict(content["counts"])
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise OutputError("part-in-the-way", part=part_of(path)) from error
    return found if found.rows and found.size <= size else None


def _holds_rows(path: Path, stream: BinaryIO) -> bool:
    """Tell from the disk, since a signal may come between a checkpoint and all that follows it."""
    try:
        return _last_checkpoint(path, stream) is not None
    except OutputError:
        return False


def _to_go_on_from(last: Checkpoint, path: Path, run: str, *, resume: bool) -> Checkpoint:
    if last.run != run:
        raise OutputError("resume-other-run", path=path)
    if not resume:
        raise OutputError("unfinished-run", path=path, rows=last.rows)
    return last


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse to replace an output without ``force``.

    Raises
    ------
    OutputError
    """
    if path.exists() and not force:
        raise OutputError("output-exists", path=path)


def _forget(path: Path) -> None:
    for file in (part_of(path), state_of(path), new_state_of(path)):
        file.unlink(missing_ok=True)


def _lock(file: BinaryIO, path: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError("output-busy", path=path) from error


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system opens folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
