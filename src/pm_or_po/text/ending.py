"""Where an offer ends on a pasted page: at the heading of other offers ("Offres similaires"), or of something else.

And where it begins, on a page of search results that holds one offer beside the cards of the others.

The headings are in ``ending.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from pm_or_po.packaged import packaged
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.phrases import Match, Phrases
from pm_or_po.text.statements import BULLETS
from pm_or_po.text.title_words import GENDERS, title_words

ITEM_MARKS: Final = frozenset({*BULLETS, *"-*–"})
Line: TypeAlias = tuple[int, int, Sequence[str]]

_KINDS: Final = ("open", "sentence", "closed", "bare")
_MOST_HEADINGS: Final = 10  # of a text; each takes reading it all
_LONGEST: Final = 12  # words of a heading
_MOST_TITLE_WORDS: Final = 14  # of the title of another offer
_LATEST_JOB: Final = 2  # words that may come before the job in it
_NEAREST: Final = 15  # lines below the heading where such a title is looked for
_SPOKEN: Final = 8  # words of a line that is no menu's
_TELLING: Final = 4  # of one that is an item of a list or ends a sentence
_DUTY, _DUTIES = 3, 6  # of a duty under their heading; of them all
_BEFORE_RECRUITS: Final = 3  # words of the name in "Acme recrute aussi"
_LITTLE, _MUCH = 12, 60  # words of such lines: an offer where two others follow; where one does
_TEASER = 80  # words of such lines below the title of another offer
_MANY_ITEMS: Final = 3  # below a heading, which may be duties of the same offer
_LEAST_CARDS: Final = 3  # titles of others, a search among them, above the offer that a page of results opens
_FEW_LINES: Final = 2  # that tell what a page goes on with where the offer above has no profile


class _HeadingPhrases(NamedTuple):
    others: Phrases
    recruits: Phrases
    sections: Phrases
    tails: frozenset[str]


class _BelowPhrases(NamedTuple):
    openings: Phrases
    headings: Phrases
    signs: Phrases
    lines: Phrases


@cache
def _phrases() -> _HeadingPhrases:
    data = packaged("text/ending.toml")
    others = {name: [heading.format(**data["words"]) for heading in data[name]] for name in _KINDS}
    recruits = Phrases({"recruits": data["recruits"]})
    return _HeadingPhrases(Phrases(others), recruits, Phrases(data["sections"]), frozenset(data["tails"]))


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


def start_of_offer(text: str, lines: Sequence[Line]) -> int:
    """Return at which statement the offer begins: the first, but on a page of search results the title told again.

    Above it stand its own card and those of others, with no more than teasers and no section of an offer; soon below it
    the heading of its duties.
    """
    body = next((i for i, (_, _, words) in enumerate(lines) if section(words) is not None), len(lines))
    titles = [i for i in range(body) if _is_title(text, lines[i]) and not _is_item(text, lines[i][0])]
    if not titles or body - titles[-1] > _NEAREST or not _tells_duties(lines[body:]):
        return 0
    *cards, own = (tuple(lines[i][2]) for i in titles)
    others = {card for card in cards if card != own}
    alone = own not in cards or len(others) < _LEAST_CARDS
    return 0 if alone or _longest(text, lines[: titles[-1]]) > _TEASER else titles[-1]


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
    if len(words) > _LONGEST:
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
        items = sum(_is_item(text, line[0]) and _told(text, line) > 0 for line in below)
        signed = any(m.label == kind for words in nearest for m in _below().signs.find(words))
        return clear > 0 or (signed and items < _MANY_ITEMS)
    told, untold = (sum(_told(text, line) for line in lines) for lines in (above, below))
    return (
        clear >= _FEW_LINES and told >= max(_LITTLE, untold) and any(_is_title(text, line) for line in above)
    )


def _headings_among(text: str, lines: Sequence[Line]) -> Iterator[int]:
    for i, line in enumerate(lines[:-1]):
        kind = other_offers_heading(line[2])
        if kind and _stands_apart(text, lines, i, stops=kind == "sentence"):
            yield i


def other_offers_heading(words: Sequence[str]) -> str | None:
    """Return which kind of heading of other offers the words of a line are, None when they are none."""
    if len(words) > _LONGEST:
        return None
    words = [word for word in words if not word.isdigit()]
    match = _phrases().others.match(words, 0)
    if match is None:
        match = next(_phrases().recruits.find(words[: _BEFORE_RECRUITS + 2]), None)
    if match is None:
        return None
    whole = _is_whole(match, words) if match.label == "closed" else match.last == len(words)
    return match.label if whole or match.label in ("open", "sentence") else None


def section(words: Sequence[str]) -> str | None:
    """Return which section of an offer, ``duties`` or ``profile``, a line of these words is the heading of."""
    match = _phrases().sections.match(words, 0) if len(words) <= _LONGEST else None
    return match.label if match is not None and _is_whole(match, words) else None


def _is_whole(match: Match, words: Sequence[str]) -> bool:
    following = words[match.last : match.last + 1]
    return not following or following[0].isdigit() or following[0] in _phrases().tails


def _stands_apart(text: str, lines: Sequence[Line], i: int, stops: bool = False) -> bool:
    """Tell whether a statement has its line for itself, is no sentence (unless it ``stops`` as one) and no item."""
    start, end, _ = lines[i]
    before = text[text.rfind("\n", 0, start) + 1 : start]
    if any(map(str.isalnum, before)) or (text[end - 1] == "." and not stops):
        return False
    return not i or not _is_amid_items(text, *lines[i - 1 : i + 2])


def _is_amid_items(text: str, above: Line, line: Line, below: Line) -> bool:
    """Tell whether a line is an item like the one above, or stands in the midst of one that goes on below."""
    if _is_item(text, line[0]):
        return text[above[0]] == text[line[0]]
    hangs = _is_item(text, above[0]) and above[2][-1:] and above[2][-1] in FUNCTION_WORDS
    return bool(hangs) and next(filter(str.isalnum, text[below[0] : below[1]]), "").islower()


def _is_item(text: str, start: int) -> bool:
    return text[start] in ITEM_MARKS and text[start + 1] != text[start]  # not "**in bold**"


def _ends(text: str, above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Tell whether an offer stands above a heading, and below it others, but nothing of the same offer."""
    titles = [line[2] for line in below[:_NEAREST] if _is_title(text, line)]
    if not titles or (len(titles) == 1 and _is_told_again(titles[0], above)):
        return False
    if _sections(below) - _sections(above):
        return False
    if _tells_duties(above):
        return True
    told = sum(_told(text, line) for line in above)
    return len(titles) >= (1 if told >= _MUCH else 2) and told >= _LITTLE and _longest(text, below) <= _TEASER


def _is_told_again(title: Sequence[str], above: Sequence[Line]) -> bool:
    """Tell whether a title is the offer's own, which stays in view as the page scrolls."""
    return any(words == title for _, _, words in above)


def _tells_duties(lines: Sequence[Line]) -> bool:
    """Tell whether the heading of the duties is among the lines, with duties below: no mere contract and place."""
    first = next((i for i, (_, _, words) in enumerate(lines) if section(words) == "duties"), len(lines))
    lengths = [sum(not word.isdigit() for word in words) for _, _, words in lines[first + 1 :]]
    return sum(length for length in lengths if length >= _DUTY) >= _DUTIES


def _longest(text: str, lines: Sequence[Line]) -> int:
    """Return the words of an offer that stand below one title at most: a whole offer, or what teases of one."""
    longest = told = 0
    for line in lines:
        told = 0 if _is_title(text, line) else told + _told(text, line)
        longest = max(longest, told)
    return longest


def _sections(lines: Sequence[Line]) -> Set[str]:
    return {found for _, _, words in lines if (found := section(words)) is not None}


def _told(text: str, line: Line) -> int:
    """Return how many words of an offer, not of a menu, a line holds."""
    start, end, words = line
    least = _TELLING if text[end - 1] in ".;" or _is_item(text, start) else _SPOKEN
    return len(words) if len(words) >= least and title_words().sets["site"].isdisjoint(words) else 0


def _is_title(text: str, line: Line) -> bool:
    start, end, words = line
    if len(words) > _MOST_TITLE_WORDS or text[end - 1] == ".":
        return False
    if GENDERS.search(text, start, end) is not None:
        return True
    job = next(title_words().jobs.find(words), None)
    is_sentence = not title_words().sets["sentence"].isdisjoint(words)
    return job is not None and job.first <= _LATEST_JOB and not is_sentence
