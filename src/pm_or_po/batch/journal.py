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

from pm_or_po.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]

ROWS_BETWEEN: Final = 500
SECONDS_BETWEEN: Final = 10.0
_HEAD = 1 << 16
_OF_THE_TEXT = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Up to where a part is safely on the disk: ``rows`` of the input, ``size`` bytes, what was counted so far."""

    rows: int
    size: int
    counts: Mapping[str, Any]


class Journal:
    """The part of an output that is being written.

    Attributes
    ----------
    stream : BinaryIO
        Where rows go.
    start : Checkpoint or None
        From where the run goes on; None for one that begins.
    """

    def __init__(self, path: Path, stream: BinaryIO, run: str, start: Checkpoint | None) -> None:
        self.stream = stream
        self.start = start
        self.kept = start is not None
        self._state = state_of(path)
        self._run = run
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
        self.stream.flush()
        os.fsync(self.stream.fileno())
        content = {"run": self._run, "rows": rows, "size": self.stream.tell(), "counts": counts()}
        beside = self._state.with_name(self._state.name + ".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._state)
        self._rows, self._at, self.kept = rows, time.monotonic(), True


def part_of(path: Path) -> Path:
    """Return where an output is written until it is whole: beside it, with ``.part`` at the end."""
    return path.with_name(path.name + ".part")


def state_of(path: Path) -> Path:
    """Return where the last checkpoint of an output is kept."""
    return path.with_name(path.name + ".part.state")


def run_of(source: Path, options: Mapping[str, Any]) -> str:
    """Return what tells a run from another: its input as it is now, its options, model and program version."""
    digest = hashlib.sha256()
    files = sorted(one for one in source.iterdir() if one.is_file()) if source.is_dir() else [source]
    for file in files:
        facts = file.stat()
        digest.update(
            f"{file.name}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode("utf-8", "surrogateescape")
        )
    if not source.is_dir():
        with source.open("rb") as stream:
            digest.update(stream.read(_HEAD))
    digest.update(json.dumps(options, sort_keys=True, default=str).encode())
    return digest.hexdigest()


@contextlib.contextmanager
def open_journal(path: Path, run: str, *, force: bool, resume: bool) -> Iterator[Journal]:
    """Open the part of an output, from its last checkpoint with ``resume``.

    When the block is left by an exception, Ctrl-C included, a part that has a checkpoint stays for ``--resume``, and
    one that has none is removed. ``publish`` gives the output its name.

    Raises
    ------
    OutputError
        If it cannot be written, another run is writing it, or the part was made by another run than ``resume`` names.
    """
    path = path.resolve()  # a link stays a link to what is written
    part = part_of(path)
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | _OF_THE_TEXT, 0o666)
        with cast(BinaryIO, os.fdopen(descriptor, "r+b")) as stream:
            _lock(stream, path)
            journal: Journal | None = None
            try:
                start = _last_checkpoint(path, run, stream) if resume else None
                stream.truncate(start.size if start else 0)
                stream.seek(0, os.SEEK_END)
                if start is None:
                    state_of(path).unlink(missing_ok=True)
                journal = Journal(path, stream, run, start)
                yield journal
            except BaseException as error:
                foreign = isinstance(error, OutputError) and error.message_id == "resume-other-run"
                if not foreign and (journal is None or not journal.kept):
                    part.unlink(missing_ok=True)
                    state_of(path).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OutputError("unwritable", path=path, error=error) from error


def publish(path: Path, made: BinaryIO, *, force: bool) -> None:
    """Give a whole output its name: ``made`` is brought to the disk, then renamed; part and checkpoint go.

    Raises
    ------
    OutputError
        If the output came to exist meanwhile without ``force``.
    """
    path = path.resolve()
    made.flush()
    os.fsync(made.fileno())
    if path.exists() and not force:
        raise OutputError("output-exists", path=path)
    if fcntl is None:
        made.close()
    Path(made.name if isinstance(made.name, str) else part_of(path)).replace(path)
    part_of(path).unlink(missing_ok=True)
    state_of(path).unlink(missing_ok=True)
    _sync_folder(path.parent)


def _last_checkpoint(path: Path, run: str, stream: BinaryIO) -> Checkpoint | None:
    try:
        content = json.loads(state_of(path).read_text(encoding="utf-8"))
        found = Checkpoint(int(content["rows"]), int(content["size"]), dict(content["counts"]))
        same = content["run"] == run
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise OutputError("resume-other-run", path=path) from None
    if not same or os.fstat(stream.fileno()).st_size < found.size:
        raise OutputError("resume-other-run", path=path)
    return found


def _lock(file: BinaryIO, path: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError("output-busy", path=path) from None


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system opens folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
