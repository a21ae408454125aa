"""Read the offer in a saved web page: its JobPosting where it has one, else its main text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from pm_or_po.errors import InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.reading.damage import refused_as
from pm_or_po.reading.postings import postings_in, read_posting

EXTRA = "pm-or-po[documents]"
_PAGE: Final = re.compile(r"(?i)<(?:!doctype\s+html|html\b|head\b|body\b)")
_DEEPEST = 500  # elements within one another


def is_page(text: str) -> bool:
    """Tell whether a text is a whole web page, rather than the HTML of an offer alone."""
    return _PAGE.search(text[:5_000]) is not None


def read_page(text: str, source: str | Phrase) -> Offer:
    """Return the offer of a web page.

    Raises
    ------
    InputError
        If the page holds no text of its own, is nested too deeply, or the part of the program that reads pages is
        not installed.
    """
    try:
        import lxml.html  # noqa: PLC0415
        import trafilatura  # noqa: PLC0415
    except ImportError:
        raise InputError("needs-extra", source=source, extra=EXTRA) from None
    _refuse_deep(text, source)
    with refused_as("page-unreadable", source=source):
        page = lxml.html.document_fromstring(
            text.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    for posting in _postings(page):
        offer, _ = read_posting(posting)
        if offer.description.strip():
            return offer
    with refused_as("page-unreadable", source=source):
        found = trafilatura.extract(
            page,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            include_formatting=False,
            deduplicate=False,
        )
    if not found or not found.strip():
        raise InputError("page-without-text", source=source)
    heading = page.findtext(".//h1")
    title = " ".join(heading.split()) if heading and len(heading) < 200 else ""
    return Offer(found, title)


def _postings(page: Any) -> Iterator[dict[str, Any]]:
    """Yield the JobPostings of a page's JSON-LD, broken scripts left aside."""
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = (script.text_content() or "").strip().rstrip(";").strip()
        try:
            content = json.loads(raw, strict=False)
            found = postings_in(content, "")
        except (ValueError, RecursionError, InputError):
            continue
        for one in found:
            kinds = one.get("@type") if isinstance(one, dict) else None
            if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
                yield one


def _refuse_deep(text: str, source: str | Phrase) -> None:
    """Refuse a page whose elements lie too deep in one another for a parser to walk."""
    depth = 0
    for match in re.finditer(r"<(/?)(?:div|span|ul|ol|table|section|b|i|font)\b", text, re.IGNORECASE):
        depth = max(0, depth + (-1 if match.group(1) else 1))
        if depth > _DEEPEST:
            raise InputError("page-too-deep", source=source)
