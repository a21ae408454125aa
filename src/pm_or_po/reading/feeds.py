"""Read a table of offers from JSON postings in their published formats, or from a folder of offer files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import ColumnChoice, Layout
from pm_or_po.reading.encoding import find_encoding
from pm_or_po.reading.packed import GZIP_MARK, inflate
from pm_or_po.reading.plain import read_offer
from pm_or_po.reading.postings import FACTS, postings_in, read_posting
from pm_or_po.reading.table import SAVE_AS_TABLE, Table, TableRow

MOST_BYTES: Final = 300_000_000  # of a JSON document, which is read whole
COLUMNS: Final = (*FACTS, "description")
LAYOUT: Final = Layout(
    text=COLUMNS.index("description"), title=COLUMNS.index("title"), id=COLUMNS.index("id")
)


class FeedTable(Table):
    """The postings of a JSON document; its columns are the facts of ``postings.FACTS`` and the text judged."""

    def __init__(self, path: Path, choice: ColumnChoice, encoding: str | None = None) -> None:
        self._choice = choice
        self._postings = postings_in(_document(path, encoding), str(path))
        if not self._postings:
            raise InputError("empty", source=path)
        super().__init__(path, COLUMNS, LAYOUT, 0)

    def rows(self) -> Iterator[TableRow]:
        """Yield the postings in order; one that is no object, or has no text, is a row with an error."""
        for number, posting in enumerate(self._postings, 1):
            self.position = self.size * number // len(self._postings)
            yield posting_row(number, posting, self._choice)


def posting_row(number: int, posting: Any, choice: ColumnChoice) -> TableRow:
    """Return a posting as a row under ``COLUMNS``."""
    try:
        if not isinstance(posting, dict):
            raise InputError("line-is-no-json-object")
        offer, facts = read_posting(posting, choice)
    except (InputError, RecursionError) as error:
        if isinstance(error, RecursionError):
            error = InputError("posting-without-text")
        return TableRow(number, ("",) * len(COLUMNS), Offer("", id=str(number)), error)
    return TableRow(
        number,
        (*(facts[fact] for fact in FACTS), offer.description),
        Offer(offer.description, offer.title, offer.id or str(number)),
    )


def _document(path: Path, encoding: str | None) -> Any:
    if path.stat().st_size > MOST_BYTES:
        raise InputError("feed-too-large", path=path, megabytes=MOST_BYTES // 1_000_000)
    raw = path.read_bytes()
    if raw.startswith(GZIP_MARK):
        with path.open("rb") as file:
            raw = b"".join(inflate(file, str(path), MOST_BYTES))
    found = find_encoding([raw] if raw else [], str(path), SAVE_AS_TABLE, encoding)
    try:
        return json.loads(raw.decode(found.name, found.errors), strict=False)
    except (ValueError, RecursionError):
        raise InputError("json-broken", path=path) from None


class FolderTable(Table):
    """A folder of offer files, one a row, in the order of their names; folders and hidden files are passed over."""

    def __init__(self, path: Path) -> None:
        self._files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        if not self._files:
            raise InputError("empty-folder", path=path)
        super().__init__(path, ("file", "title", "description"), Layout(text=2, title=1, id=0), 0)
        self.size = sum(one.stat().st_size for one in self._files)

    def rows(self) -> Iterator[TableRow]:
        """Yield the files in order; one that cannot be read is a row with an error."""
        for number, file in enumerate(self._files, 1):
            self.position += file.stat().st_size
            try:
                offer = read_offer(file)
            except InputError as error:
                yield TableRow(number, (file.name, "", ""), Offer("", id=file.name), error)
                continue
            cells = (file.name, offer.title, offer.description)
            yield TableRow(number, cells, Offer(offer.description, offer.title, file.name))
