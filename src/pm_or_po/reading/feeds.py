"""Read a table of offers from JSON postings in their published formats, or from a folder of offer files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import ColumnChoice, Layout
from pm_or_po.reading.encoding import TextEncoding, find_encoding
from pm_or_po.reading.listed import offers_in
from pm_or_po.reading.objects import look_over
from pm_or_po.reading.packed import GZIP_MARK, inflate, kind_of
from pm_or_po.reading.plain import read_offer
from pm_or_po.reading.table import SAVE_AS_TABLE, Table, TableRow

MOST_BYTES: Final = 300_000_000  # of a JSON document, which is read whole
_OF_THE_SYSTEM = ("desktop.ini", "thumbs.db")
# What browsers put beside a page they save, by the end of the folder's name.
_OF_PAGES = (
    "_files", ".files", "_fichiers", "_dateien", "-dateien", "_archivos", "_arquivos", "_ficheiros", "_bestanden",
)  # fmt: skip
# What is read of the folders in a folder; old Word, OpenDocument and RTF are refused with what to do.
_OFFERS = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".json", ".pdf", ".docx", ".doc", ".odt", ".rtf",
)  # fmt: skip


class FeedTable(Table):
    """The postings of a JSON document; its columns are those of ``objects.ObjectRows``."""

    def __init__(self, path: Path, choice: ColumnChoice, encoding: str | None = None) -> None:
        content, found = _document(path, encoding)
        self._postings = offers_in(content, str(path), choice)
        self._objects = look_over(lambda: self._postings, choice, path)
        super().__init__(path, self._objects.columns, self._objects.layout, found)
        self.left_out = self._objects.left_out

    def _rows(self) -> Iterator[TableRow]:
        """Yield the postings in order; one that is no object, or has no text, is a row with an error."""
        for number, posting in enumerate(self._postings, 1):
            self.position = self.size * number // len(self._postings)
            yield self._objects.row(number, posting)


def _document(path: Path, encoding: str | None) -> tuple[Any, TextEncoding]:
    if path.stat().st_size > MOST_BYTES:
        raise InputError("feed-too-large", path=path, megabytes=MOST_BYTES // 1_000_000)
    raw = path.read_bytes()
    if raw.startswith(GZIP_MARK):
        with path.open("rb") as file:
            raw = b"".join(inflate(file, str(path), MOST_BYTES))
    found = find_encoding([raw] if raw else [], str(path), SAVE_AS_TABLE, encoding)
    try:
        return json.loads(raw.decode(found.name, found.errors), strict=False), found
    except (ValueError, RecursionError) as error:
        raise InputError("json-broken", path=path) from error


def is_no_offer(name: str) -> bool:
    """Tell the files of a folder that are hidden, or that systems and Office (``~$``) put there themselves."""
    return name.startswith((".", "~$")) or name.lower() in _OF_THE_SYSTEM


def offer_files(folder: Path) -> list[Path]:
    """Return the files of a folder and of those in it by their paths, but for what ``is_no_offer`` names.

    In the folders in it, only files with the extension of an offer count; folders that came with a saved page are left
    out. A folder that a link leads to is read too, but none twice.

    Raises
    ------
    OSError
        If one of the folders cannot be read.
    """
    found: list[Path] = []
    read: set[tuple[int, int]] = set()
    for name, folders, files in os.walk(folder, onerror=_raise, followlinks=True):
        here = Path(name)
        status = here.stat()
        if (status.st_dev, status.st_ino) in read:
            folders.clear()
            continue
        read.add((status.st_dev, status.st_ino))
        folders[:] = sorted(
            one for one in folders if not is_no_offer(one) and not one.lower().endswith(_OF_PAGES)
        )
        offers = (here / one for one in files if not is_no_offer(one))
        found += (one for one in offers if (here == folder or kind_of(one) in _OFFERS) and one.is_file())
    return sorted(found)


def _raise(error: OSError) -> NoReturn:
    raise error


class FolderTable(Table):
    """A folder of offer files, one a row, in the order of their paths in it, which are their ids; see ``offer_files``.

    The title is that of a page or a posting, which has no column: the title that is compared is added to every table.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._files = offer_files(path)
        except OSError as error:
            raise InputError("unreadable", path=error.filename or path, error=error) from error
        if not self._files:
            raise InputError("empty-folder", path=path)
        super().__init__(path, ("file", "description"), Layout(text=1, id=0))
        self.size = sum(one.stat().st_size for one in self._files)

    def _rows(self) -> Iterator[TableRow]:
        """Yield the files in order; one that cannot be read is a row with an error."""
        read = 0
        for number, file in enumerate(self._files, 1):
            read += file.stat().st_size
            self.position = read
            own_id = file.relative_to(self.path).as_posix()
            try:
                offer = read_offer(file)
            except InputError as error:
                yield TableRow(number, (own_id, ""), Offer("", id=own_id), error)
                continue
            yield TableRow(
                number,
                (own_id, offer.description),
                Offer(offer.description, offer.title, own_id),
            )

    def is_longer_than(self, rows: int) -> bool:
        """Tell it from the number of files."""
        return len(self._files) > rows
