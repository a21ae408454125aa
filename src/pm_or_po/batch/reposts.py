"""Tell ids and texts already met in a table."""

from __future__ import annotations

import hashlib
import sqlite3
from types import TracebackType
from typing import Final, Self

from pm_or_po.errors import OutputError
from pm_or_po.text.same import same_text

_DISK_TROUBLE: Final = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)
_PRIMARY: Final = 0xFF  # the part of a code that says which error it is, without its details


class Reposts:
    """The texts and ids of a table seen so far, as digests in a temporary file of the system's that goes with this.

    Memory does not grow with their number. Two texts are the same when ``same_text`` says so.
    """

    def __init__(self) -> None:
        self._seen = sqlite3.connect("")  # on disk, without a name
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY, id TEXT) WITHOUT ROWID")
        self._seen.execute("CREATE TABLE ids (digest BLOB PRIMARY KEY) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._seen.close()

    def first_with(self, text: str, offer_id: str) -> str | None:
        """Return the id of the first offer with a text, or remember this one under it and return None.

        Raises
        ------
        OutputError
            If the temporary folder is full or cannot be written.
        """
        key = same_text(text)
        if not key:
            return None
        digest = _digest(key)
        found = self._execute("SELECT id FROM seen WHERE digest = ?", digest).fetchone()
        if found is not None:
            return str(found[0])
        self._execute("INSERT INTO seen VALUES (?, ?)", digest, offer_id.encode("utf-8", "replace").decode())
        return None

    def has_met(self, offer_id: str) -> bool:
        """Tell whether an id was asked about before.

        Raises
        ------
        OutputError
            If the temporary folder is full or cannot be written.
        """
        return not self._execute("INSERT OR IGNORE INTO ids VALUES (?)", _digest(offer_id)).rowcount

    def _execute(self, statement: str, *values: bytes | str) -> sqlite3.Cursor:
        try:
            return self._seen.execute(statement, values)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY in _DISK_TROUBLE:
                raise OutputError("temporary-folder-full") from error
            raise


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
