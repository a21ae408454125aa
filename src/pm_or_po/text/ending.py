"""Where an offer ends on a pasted page: at the heading of other offers ("Offres similaires"), or of something else.

The headings are in ``ending.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.page_lines import (
    LONGEST_HEADING,
    TEASER,
    Line,
    is_item,
    is_title,
    is_whole,
    section,
    words_told,
)
from pm_or_po.text.phrases import Phrases

_KINDS: Final = ("open", "sentence", "closed", "bare")
_MOST_HEADINGS: Final = 10  # of a text; each takes reading it all
_NEAREST: Final = 15  # lines below the heading where the title of another offer is looked for
_BEFORE_RECRUITS: Final = 3  # words of the name in "Acme recrute aussi"
_LITTLE, _MUCH = 12, 60  # words of an offer: one where two others follow; where one does
_DUTY, _DUTIES = 3, 6  # words of a duty under their heading; of them all
_MANY_ITEMS: Final = 3  # below a heading, which may be duties of the same offer
_FEW_LINES: Final = 2  # that tell what a page goes on with where the offer above has no profile


class _HeadingPhrases(NamedTuple):
    others: Phrases
    recruits: Phrases


class _BelowPhrases(NamedTuple):
    openings: Phrases
    headings: Phrases
    signs: Phrases
    lines: Phrases


@cache
def _phrases() -> _HeadingPhrases:
    data = packaged("text/ending.toml")
    others = {name: [heading.format(**data["words"]) for heading in data[name]] for name in _KINDS}
    return _HeadingPhrases(Phrases(others), Phrases({"recruits": data["recruits"]}))


@cache
def _below() -> _BelowPhrases:
    kinds = packaged("text/ending.toml")["below"].items()
    return _BelowPhrases(
        *(Phrases({kind: it.get(name, ()) for kind, it in kinds}) for name in _BelowPhrases._fields)
    )


def end_of_offer(text: str, lines: Sequence[Line]) -> int | None:
    """Return at which statement the page goes on with something else than the offer, None where it does not.

    Parameters
    ----------
    text : str
        The offer, as plain text.
    lines : sequence of (start, end, words)
        Its statements: characters of ``text``, and folded words.
    """
    others = _other_offers(text, lines)
    something_else = _something_else(text, lines[:others])
    return others if something_else is None else something_else


def _other_offers(text: str, lines: Sequence[Line]) -> int | None:
    """Return which statement is the heading of other offers, None where there is none.

    An offer stands above it and titles of others below, and no section that the offer lacks: what a page has in its
    menu, or in the midst of an offer, ends nothing.
    """
    headings = islice(_headings_among(text, lines), _MOST_HEADINGS)
    return next((i for i in headings if _ends(text, lines[:i], lines[i + 1 :])), None)


def _something_else(text: str, lines: Sequence[Line]) -> int | None:
    """Return which statement is the heading of what else the page holds below the offer: reviews, advice, cookies."""
    kinds = ((i, _kind_below(line[2])) for i, line in enumerate(lines[:-1]))
    headings = ((i, kind) for i, kind in kinds if kind is not None and _stands_apart(text, lines, i))
    found = (
        i for i, kind in islice(headings, _MOST_HEADINGS) if _is_below(text, kind, lines[:i], lines[i + 1 :])
    )
    return next(found, None)


def _kind_below(words: Sequence[str]) -> str | None:
    if len(words) > LONGEST_HEADING:
        return None
    match = _below().openings.match(words, 0)
    return match.label if match is not None else _whole_label(_below().headings, words)


def _whole_label(phrases: Phrases, words: Sequence[str]) -> str | None:
    match = phrases.match(words, 0)
    return match.label if match is not None and match.last == len(words) else None


def _is_below(text: str, kind: str, above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Tell whether a whole offer stands above a heading, and below it what it announces, with no section of an offer.

    Without the headings of duties and profile an offer may go on, or begin, and so it may in several items: the lines
    must leave no doubt.
    """
    if _sections(below):
        return False
    nearest = [words for _, _, words in below[:_NEAREST]]
    clear = sum(_whole_label(_below().lines, words) == kind for words in nearest)
    if _tells_duties(above) and "profile" in _sections(above):
        items = sum(is_item(text, line[0]) and words_told(text, line) > 0 for line in below)
        signed = any(m.label == kind for words in nearest for m in _below().signs.find(words))
        return clear > 0 or (signed and items < _MANY_ITEMS)
    told, untold = (sum(words_told(text, line) for line in lines) for lines in (above, below))
    return (
        clear >= _FEW_LINES and told >= max(_LITTLE, untold) and any(is_title(text, line) for line in above)
    )


def _headings_among(text: str, lines: Sequence[Line]) -> Iterator[int]:
    for i, line in enumerate(lines[:-1]):
        kind = other_offers_heading(line[2])
        if kind and _stands_apart(text, lines, i, stops=kind == "sentence"):
            yield i


def other_offers_heading(words: Sequence[str]) -> str | None:
    """Return which kind of heading of other offers the words of a line are, None when they are none."""
    if len(words) > LONGEST_HEADING:
        return None
    words = [word for word in words if not word.isdigit()]
    match = _phrases().others.match(words, 0)
    if match is None:
        match = _phrases().recruits.first(words[: _BEFORE_RECRUITS + 2])
    if match is None:
        return None
    whole = is_whole(match, words) if match.label == "closed" else match.last == len(words)
    return match.label if whole or match.label in ("open", "sentence") else None


def _stands_apart(text: str, lines: Sequence[Line], i: int, stops: bool = False) -> bool:
    """Tell whether a statement has its line for itself, is no sentence (unless it ``stops`` as one) and no item."""
    if not _has_its_line(text, lines[i]) or (text[lines[i][1] - 1] == "." and not stops):
        return False
    return not i or not _is_amid_items(text, *lines[i - 1 : i + 2])


def _is_amid_items(text: str, above: Line, line: Line, below: Line) -> bool:
    """Tell whether a line is an item like the one above, or stands in the midst of one that goes on below."""
    if is_item(text, line[0]):
        return text[above[0]] == text[line[0]]
    hangs = is_item(text, above[0]) and above[2][-1:] and above[2][-1] in FUNCTION_WORDS
    return bool(hangs) and next(filter(str.isalnum, text[below[0] : below[1]]), "").islower()


def _ends(text: str, above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Tell whether an offer stands above a heading, and below it others, but nothing of the same offer."""
    titles = [line[2] for line in below[:_NEAREST] if is_title(text, line)]
    if not titles or (len(titles) == 1 and _is_told_again(titles[0], above)):
        return False
    if _sections(below) - _sections(above):
        return False
    if _tells_duties(above):
        return True
    told = sum(words_told(text, line) for line in above)
    return (
        len(titles) >= (1 if told >= _MUCH else 2)
        and told >= _LITTLE
        and _longest_told(text, below) <= TEASER
    )


def _is_told_again(title: Sequence[str], above: Sequence[Line]) -> bool:
    """Tell whether a title is the offer's own, which stays in view as the page scrolls."""
    return any(words == title for _, _, words in above)


def _sections(lines: Sequence[Line]) -> Set[str]:
    """Return which sections of an offer the lines are the headings of."""
    return {found for _, _, words in lines if (found := section(words)) is not None}


def _tells_duties(lines: Sequence[Line]) -> bool:
    """Tell whether the heading of the duties is among the lines, with duties below: no mere contract and place."""
    first = next((i for i, (_, _, words) in enumerate(lines) if section(words) == "duties"), len(lines))
    lengths = [sum(not word.isdigit() for word in words) for _, _, words in lines[first + 1 :]]
    return sum(length for length in lengths if length >= _DUTY) >= _DUTIES


def _longest_told(text: str, lines: Sequence[Line]) -> int:
    """Return the words of an offer that stand below one title at most: a whole offer, or what teases of one."""
    longest = told = 0
    for line in lines:
        told = 0 if is_title(text, line) else told + words_told(text, line)
        longest = max(longest, told)
    return longest


def _has_its_line(text: str, line: Line) -> bool:
    """Tell whether nothing but marks stands before a statement on its line."""
    return not any(map(str.isalnum, text[text.rfind("\n", 0, line[0]) + 1 : line[0]]))
