"""Read the text of PDF and Word documents."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator
from typing import Any, Final

from pm_or_po.errors import InputError, Phrase
from pm_or_po.extras import DOCUMENTS
from pm_or_po.reading.damage import refused_as
from pm_or_po.reading.packed import check_zip

MOST_PAGES: Final = 60
MOST_INFLATED: Final = 50_000_000
MOST_CHARACTERS: Final = 1_000_000


def read_pdf(raw: bytes, source: str | Phrase) -> str:
    """Return the text of a PDF, page after page.

    Raises
    ------
    InputError
        If it is damaged, needs a password, has over 60 pages or 1,000,000 characters, or holds no text, as scans do; or
        if the part of the program that reads PDF is not installed.
    """
    try:
        import pypdf
    except ImportError as error:
        raise InputError("needs-extra", source=source, extra=DOCUMENTS) from error
    with _quiet("pypdf"), refused_as("document-damaged", source=source):
        document = pypdf.PdfReader(io.BytesIO(raw))
        if document.is_encrypted and not document.decrypt(""):
            raise InputError("encrypted", source=source)
        if len(document.pages) > MOST_PAGES:
            raise InputError("too-many-pages", source=source, pages=len(document.pages), most=MOST_PAGES)
        pages = []
        for page in document.pages:
            pages.append(page.extract_text() or "")
            if sum(map(len, pages)) > MOST_CHARACTERS:
                raise InputError("document-too-long", source=source, most=MOST_CHARACTERS)
    text = "\n".join(pages)
    if not any(character.isalpha() for character in text):
        raise InputError("pdf-without-text", source=source)
    return text


@contextlib.contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a library from telling within the block what it mends or doubts, which is no news to the user."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def read_docx(raw: bytes, source: str | Phrase) -> str:
    """Return the text of a Word document: paragraphs, list items and the cells of tables, in order.

    Raises
    ------
    InputError
        If it is damaged, no Word document, or too large once inflated; or if the part of the program that reads
        Word is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise InputError("needs-extra", source=source, extra=DOCUMENTS) from error
    check_zip(raw, source, MOST_INFLATED)
    with refused_as("document-damaged", source=source):
        document = docx.Document(io.BytesIO(raw))
        lines = list(_lines(document))
    return "\n".join(lines)


def _lines(container: Any) -> Iterator[str]:
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            # Merged cells come once for each place; they are kept, for a freed one's id comes again.
            seen: set[Any] = set()
            for row in block.rows:
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from _lines(cell)
        elif block.text.strip():
            style = (block.style.name or "") if block.style is not None else ""
            numbered = block._p.pPr is not None and block._p.pPr.numPr is not None
            yield ("- " if numbered or style.startswith("List") else "") + block.text
