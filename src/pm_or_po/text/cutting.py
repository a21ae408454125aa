"""Cut an offer up: its description into statements, its language, its title and what that claims."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.taxonomy import LANGS, Lang
from pm_or_po.text.document import Document, read_document
from pm_or_po.text.finding import find_title
from pm_or_po.text.language import NAMES, detect_language
from pm_or_po.text.page_top import trimmed
from pm_or_po.text.title import Claim, TitleClaim, read_title
from pm_or_po.text.title_lines import is_bare, opens_with_a_job
from pm_or_po.text.title_named import named_title
from pm_or_po.text.title_words import GENDERS

LONGEST_DESCRIPTION: Final = 1_000_000
LONGEST_TITLE: Final = 1_000
_LINES_AROUND: Final = 4  # of a page, beside an offer that is one line
_TO_GENDERS: Final = re.compile(rf"[^.!?]{{3,100}}?(?:{GENDERS.pattern})\)?", GENDERS.flags)
# "Product Manager freelance, 6 mois : ...", "Product Owner (banque) – vous ..."
_TO_MARK: Final = re.compile(r"([^.!?:,;–—()]{3,100}(?:\([^()]{1,60}\) ?)?)([:,;–—])")


class CutOffer(NamedTuple):
    """An offer, its description cut up, the language of it, its title and what that claims."""

    offer: Offer
    document: Document
    language: Lang
    title: str
    claim: TitleClaim | None

    @property
    def claimed(self) -> Claim:
        """What the title says the job is; one that says nothing, or is missing, is of no product job."""
        return "OTHER" if self.claim is None else self.claim.claim


def cut_offer(offer: Offer) -> CutOffer:
    """Cut an offer up, and look for its title in its first lines, then in its sentences, where it has none.

    Raises
    ------
    InputError
        If it is no offer, there is no text, it is not text, it or the title is too long, or it is in neither French nor
        English.
    """
    if not isinstance(offer, Offer):
        raise InputError("offer-is-no-offer", kind=type(offer).__name__)
    for name in ("description", "title", "id"):
        if not isinstance(text := getattr(offer, name), str):
            raise InputError("offer-is-no-str", name=name, kind=type(text).__name__)
    if len(offer.description) > LONGEST_DESCRIPTION:
        raise InputError("offer-too-long", length=len(offer.description), most=LONGEST_DESCRIPTION)
    if len(offer.title) > LONGEST_TITLE:
        raise InputError("title-too-long", length=len(offer.title), most=LONGEST_TITLE)
    if "\0" in offer.description:
        raise InputError("offer-holds-nul")
    document = read_document(offer.description)
    if not document.statements:
        raise InputError("no-offer-text")
    language = detect_language(document.words)
    if language not in LANGS:
        raise InputError("foreign-offer", language=NAMES[language])
    title = offer.title
    if not title.strip():
        title = _title_of(document)
    return CutOffer(offer, document, language, title, read_title(title) if title else None)


def _only_line(document: Document) -> str:
    """Return the line of an offer that is one, with a few lines of a page around it or none; "" of any other."""
    lines = [line.strip() for line in document.text.split("\n") if line.strip()]
    longest = max(lines, key=len)
    return longest if len(lines) <= _LINES_AROUND + 1 and 2 * len(longest) >= len(document.text) else ""


def _is_a_title(words: str, mark: str) -> bool:
    """Tell whether the first words of an offer, up to a mark, are a product job's title."""
    more = mark in ":–—" or not is_bare(trimmed(re.sub(r"\(.*\)", "", words), 0))
    return more and opens_with_a_job(words) and read_title(words).claim != "OTHER"


def _title_of(document: Document) -> str:
    """Return the title that a text gives; of one pasted without its line ends, the first words may be its line.

    They end with the first statement, with the mark of both genders before that, or with the first mark where they open
    with a product job; after that job alone a comma may go on with colleagues. A few lines of the page around it change
    nothing.
    """
    found = find_title(document.text)
    if not found and (line := _only_line(document)):
        first = next((one.text for one in document.statements if line.startswith(one.text)), line)
        marked, begun = _TO_GENDERS.match(first), _TO_MARK.match(first)
        parts = [line, first, marked[0] if marked is not None else ""]
        if begun is not None and _is_a_title(begun[1].strip(), begun[2]):
            parts.append(begun[1].strip())
        found = next(filter(None, map(find_title, parts)), "")
    return found or named_title(document.statements)
