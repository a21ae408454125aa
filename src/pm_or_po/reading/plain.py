"""Read one offer from a file or from standard input, whatever it is kept in: text, page, document or JSON."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import BinaryIO, Final

from pm_or_po.errors import InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.reading.encoding import find_encoding
from pm_or_po.reading.listed import offers_in
from pm_or_po.reading.packed import GZIP_MARK, inflate, kind_of
from pm_or_po.reading.postings import DEEPEST, read_posting

MOST_BYTES: Final = 5_000_000
MOST_DOCUMENT_BYTES: Final = 30_000_000
TABLES: Final = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".parquet", ".pq")
STANDARD_INPUT: Final = Phrase("standard-input")
_REMEDY: Final = Phrase("copy-the-offer")


def read_offer(path: str | os.PathLike[str], *, title: str = "") -> Offer:
    """Read a file as one offer: text, Markdown, HTML, JSON of a posting, PDF or Word, or one of the first four in gzip.

    What the file begins with decides, not its name, unless it is that of a table. A text is left as it is but for its
    byte order mark.

    Raises
    ------
    InputError
        If the file is missing, a folder, a table, empty, too large, or holds no offer that can be read.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError("offer-is-a-folder", path=path)
        if path.is_file() and kind_of(path) in TABLES:
            raise InputError("offer-is-a-table", path=path)
        with path.open("rb") as file:
            return read_offer_stream(file, name=str(path), title=title)
    except FileNotFoundError as error:
        raise InputError("no-offer-file", path=path) from error
    except OSError as error:
        raise InputError("unreadable", path=path, error=error) from error


def read_offer_stream(stream: BinaryIO, *, name: str | Phrase = STANDARD_INPUT, title: str = "") -> Offer:
    """Read a stream of bytes as one offer, as ``read_offer`` does a file.

    Raises
    ------
    InputError
        If the stream is empty, over 5 MB of text or 30 MB of document, or holds no offer that can be read.
    """
    offer = offer_of_bytes(stream.read(MOST_DOCUMENT_BYTES + 1), name)
    return Offer(offer.description, title or offer.title, offer.id)


def offer_of_bytes(raw: bytes, name: str | Phrase) -> Offer:
    """Return the offer in the bytes of a file; see ``read_offer``."""
    if len(raw) > MOST_DOCUMENT_BYTES:
        raise InputError("offer-file-too-large", source=name, megabytes=MOST_DOCUMENT_BYTES // 1_000_000)
    if raw.startswith(GZIP_MARK):
        raw = b"".join(inflate(io.BytesIO(raw), name, MOST_BYTES))
    if raw[:1024].lstrip().startswith(b"%PDF"):
        from pm_or_po.reading.documents import read_pdf

        return Offer(read_pdf(raw, name))
    if _is_word(raw):
        from pm_or_po.reading.documents import read_docx

        return _some_text(Offer(read_docx(raw, name)), name)
    if len(raw) > MOST_BYTES:
        raise InputError("offer-file-too-large", source=name, megabytes=MOST_BYTES // 1_000_000)
    encoding = find_encoding([raw] if raw else [], name, _REMEDY)
    return _some_text(_of_text(raw.decode(encoding.name, encoding.errors), name), name)


def _is_word(raw: bytes) -> bool:
    if not raw.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _of_text(text: str, name: str | Phrase) -> Offer:
    start = text.lstrip()[:1]
    if start and start in "{[":
        try:
            content = json.loads(text, strict=False)
        except ValueError:
            return Offer(text)
        except RecursionError as error:
            raise InputError("json-too-deep", source=name, most=DEEPEST) from error
        return _of_json(content, name) or Offer(text)
    if start == "<":
        from pm_or_po.reading.html import is_page, read_page

        if is_page(text):
            return read_page(text, name)
        if text.lstrip().startswith("<?xml"):
            raise InputError("offer-is-xml", source=name)
    return Offer(text)


def _of_json(content: object, name: str | Phrase) -> Offer | None:
    """Return the posting of a JSON document, None when it holds no object: then it is text that looks like JSON."""
    found = [one for one in offers_in(content, name) if isinstance(one, dict)]
    if not found:
        return None
    if len(found) > 1:
        raise InputError("several-postings", source=name, count=len(found))
    return read_posting(found[0])


def _some_text(offer: Offer, name: str | Phrase) -> Offer:
    if not offer.description.strip():
        raise InputError("empty", source=name)
    return offer
