"""Read the offer in a saved web page: its JobPosting where it has one, else its text without what stands around it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from pm_or_po.errors import InputError, Phrase
from pm_or_po.extras import DOCUMENTS
from pm_or_po.offer import Offer
from pm_or_po.reading.damage import refused_as
from pm_or_po.reading.postings import parts_of, postings_in
from pm_or_po.text.ending import other_offers_heading
from pm_or_po.text.finding import find_title
from pm_or_po.text.page_lines import section
from pm_or_po.text.tokens import folded_words

_PAGE: Final = re.compile(r"(?i)<(?:!doctype\s+html|html\b|head\b|body\b)")
_DEEPEST = 500  # elements within one another
_LONGEST_HEADING = 200  # characters of one that may be the title

# Elements that are never part of a text, landmarks of the page (https://www.w3.org/TR/wai-aria-1.2/#landmark_roles),
# and words by which sites call the blocks around an offer.
_NO_TEXT: Final = (
    "head", "script", "style", "noscript", "template", "svg", "button", "select", "textarea", "iframe",
)  # fmt: skip
_AROUND: Final = frozenset({"nav", "footer", "aside", "dialog"})
_ROLES: Final = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    }
)
_NAMES: Final = re.compile(
    r"\b(?:cookies?|consent|gdpr|rgpd|breadcrumbs?|newsletter|share|social|similar|similaires|related|recommended"
    r"|recommendations|suggestions"
    # Tools that ask for consent, most by their own names, the last by those of their blocks.
    r"|onetrust|didomi|axeptio|tarteaucitron|usercentrics|cookiebot|cybot|iubenda|osano|trustarc|truste|klaro"
    r"|cookiefirst|cookieyes|cmplz|orejime|appconsent|(?:qc|sd) cmp|sp message|privacy manager)\b"
)
_LEAST_MAIN = 200  # characters of a main part that is taken for the whole
_LEAST_LINKS, _LINKED = 4, 0.6  # a block of so many links, which make so much of its text, is a menu
_ITEM = re.compile(r"^[ \t]*[-–•*·][ \t]", re.MULTILINE)
_EMPTY_LINE = re.compile(r"\n\s*\n")
_BLOCKS: Final = frozenset(
    {
        "address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
    }
)  # fmt: skip
_MARKUP, _ESCAPED = re.compile(r"</?[a-zA-Z]"), re.compile(r"&lt;/?[a-zA-Z]")


def is_page(text: str) -> bool:
    """Tell whether a text is a whole web page, rather than the HTML of an offer alone."""
    return _PAGE.search(text[:5_000]) is not None


def read_page(text: str, source: str | Phrase) -> Offer:
    """Return the offer of a web page, as plain text: headings and list items on lines of their own.

    Raises
    ------
    InputError
        If the page holds no text of its own, is nested too deeply, or the part of the program that reads pages is
        not installed.
    """
    try:
        import lxml.html  # noqa: F401
    except ImportError as error:
        raise InputError("needs-extra", source=source, extra=DOCUMENTS) from error
    with refused_as("page-unreadable", source=source):
        page = _parsed(text, source)
        for posting in _postings(page):
            offer = parts_of(posting).offer
            duties = _plain(offer.description, source)
            if any(map(str.isalpha, duties)):
                return Offer(duties, offer.title, offer.id)
        named, heading = _line_of(page.find(".//title")), page.find(".//h1")
        _drop_code(page)
        _prune(page, heading)
        first = _line_of(heading)
        titles = [first, *_headings(page), named]
        found = _text_of(_main(page))
    if not any(map(str.isalpha, found)):
        raise InputError("page-without-text", source=source)
    # The first heading may be the site's own, or name a job that the program does not know.
    title = next(filter(None, map(find_title, titles)), "" if find_title(found) else first)
    return Offer(found, title if len(title) < _LONGEST_HEADING else "")


def _parsed(text: str, source: str | Phrase) -> Any:
    """Return the tree of a page; refuse one too deep to be one, for past 2,048 elements the parser drops the text."""
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    page = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    depth = 0
    for event, _ in lxml.etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise InputError("page-too-deep", source=source)
    return page


def _plain(description: str, source: str | Phrase) -> str:
    """Return the description of a posting, which is HTML as a rule, as plain text."""
    if _ESCAPED.search(description):
        description = html.unescape(description)
    if not _MARKUP.search(description):
        return description
    tree = _parsed(description, source)
    _drop_code(tree)
    return _text_of(tree)


def _drop_code(tree: Any) -> None:
    """Take out what is in a page and is never text."""
    for element in list(tree.iter(*_NO_TEXT)):
        element.drop_tree()


def _prune(page: Any, heading: Any) -> None:
    """Take out of a page what stands around its text, never an element that holds its heading or most of its words."""
    sizes, links = _sizes(page)
    kept = set() if heading is None else {heading, *heading.iterancestors()}
    for element in list(page.iter("*")):
        if element in kept or 2 * sizes[element] > sizes[page]:
            continue
        count, linked = links[element]
        menu = count >= _LEAST_LINKS and linked > _LINKED * sizes[element]
        if menu or _stands_around(element):
            element.drop_tree()


def _headings(page: Any) -> Iterator[str]:
    """Yield the headings of a page that may be the offer's title, down to that of a section or of other offers."""
    for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        heading = _line_of(element)
        words = folded_words(heading)
        if element.tag != "h1" and (section(words) or other_offers_heading(words)):
            return
        if element.tag in ("h1", "h2"):
            yield heading


def _line_of(element: Any) -> str:
    return "" if element is None else " ".join(element.text_content().split())


def _sizes(page: Any) -> tuple[dict[Any, int], dict[Any, tuple[int, int]]]:
    """Return the characters of each element, white space aside; and how many links it holds, and their characters."""
    sizes: dict[Any, int] = {}
    links: dict[Any, tuple[int, int]] = {}
    for element in reversed(list(page.iter("*"))):  # what an element holds comes after it
        size = _letters(element.text) + sum(sizes[one] + _letters(one.tail) for one in element)
        sizes[element] = size
        inside = [links[one] for one in element]
        links[element] = (
            (1, size) if element.tag == "a" else (sum(n for n, _ in inside), sum(n for _, n in inside))
        )
    return sizes, links


def _letters(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _stands_around(element: Any) -> bool:
    if element.tag in _AROUND or element.get("role", "").strip().lower() in _ROLES:
        return True
    named = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{element.get('class', '')} {element.get('id', '')}")
    return _NAMES.search(" ".join(re.findall("[a-z]+", named.lower()))) is not None


def _main(page: Any) -> Any:
    """Return the part that a page marks as its posting or as its main part, else all of it."""
    for path in (".//*[contains(@itemtype, 'JobPosting')]", ".//main", ".//*[@role='main']"):
        found = page.xpath(path)
        if len(found) == 1 and _letters(found[0].text_content()) >= _LEAST_MAIN:
            return found[0]
    return page


def _text_of(element: Any) -> str:
    """Return the text of an element, what stands in a block of its own on lines of its own."""
    set_out = {one for pre in element.iter("pre") for one in pre.iter("*")}
    for one in element.iter("*"):
        before = {"li": "\n- ", "td": " ", "th": " "}.get(one.tag, "\n" if one.tag in _BLOCKS else "")
        text, tail = one.text or "", one.tail or ""
        one.text = before + (text if one in set_out else _on_one_line(text))
        one.tail = before[:1] + (tail if one.getparent() in set_out else _on_one_line(tail))
    element.tail = None
    lines = "\n".join(" ".join(line.split()) for line in element.text_content().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)^-$\n+", "- ", lines)).strip()


def _on_one_line(text: str) -> str:
    """Return a piece of a page's text with its line ends as spaces, unless they set off items or paragraphs."""
    if _ITEM.search(text) or _EMPTY_LINE.search(text.strip()):
        return text
    return text.replace("\n", " ")


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
