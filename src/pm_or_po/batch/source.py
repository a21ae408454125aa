"""The files of an input: what tells them from others, and whether they stay as they were while they are read."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from pm_or_po.errors import InputError
from pm_or_po.reading.feeds import offer_files
from pm_or_po.reading.table import Table

_HEAD: Final = 1 << 16


class Source(NamedTuple):
    """An input as it stands on the disk; two are equal when nothing was written to it in between.

    Attributes
    ----------
    files : tuple of (str, int, int)
        Name, bytes and time of the last change, in nanoseconds, of the file, or of each file of a folder that is read,
        which has its path there for a name.
    head : bytes
        The first 64 KiB of a file.
    """

    files: tuple[tuple[str, int, int], ...]
    head: bytes

    @property
    def size(self) -> int:
        """Bytes of all the files."""
        return sum(size for _, size, _ in self.files)


def source_of(table: Table) -> Source:
    """Return the input of a table as it stands.

    Raises
    ------
    InputError
        If it is not what the table was opened on.
    """
    found = _found(table.path)
    if found is None or found.size != table.size:
        raise InputError("input-changed", path=table.path)
    return found


def content_of(path: Path) -> str:
    """Return the SHA-256 of what an input holds, a file or the files of a folder and their names, whenever written.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for file in offer_files(path) if path.is_dir() else [path]:
            with file.open("rb") as stream:
                held = hashlib.file_digest(stream, "sha256").hexdigest()
            digest.update(f"{file.relative_to(path).as_posix()}\0{held}\0".encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise InputError("unreadable", path=path, error=error) from error
    return digest.hexdigest()


@contextlib.contextmanager
def unchanged(path: Path, before: Source) -> Iterator[None]:
    """Refuse, at the end of a block that reads an input, one that changed; an error of reading it then says so.

    Raises
    ------
    InputError
        If the input at ``path`` is no longer as it was ``before``.
    """
    try:
        yield
    except Exception as error:
        if _found(path) != before:
            raise InputError("input-changed", path=path) from error
        raise
    if _found(path) != before:
        raise InputError("input-changed", path=path)


def _found(path: Path) -> Source | None:
    try:
        if path.is_dir():
            return Source(tuple(_facts(one, path) for one in offer_files(path)), b"")
        with path.open("rb") as stream:
            return Source((_facts(path, path.parent),), stream.read(_HEAD))
    except OSError:
        return None


def _facts(file: Path, folder: Path) -> tuple[str, int, int]:
    status = file.stat()
    return file.relative_to(folder).as_posix(), status.st_size, status.st_mtime_ns
