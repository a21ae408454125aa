"""The top of a pasted page, where an offer's title may stand: its first lines, and the menu that others begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from pm_or_po.text.ending import other_offers_heading
from pm_or_po.text.page_lines import ITEM_MARKS, section
from pm_or_po.text.title_words import title_words
from pm_or_po.text.tokens import folded_words

LINES_SEARCHED: Final = 8
MOST_TITLE_WORDS: Final = 18
_QUOTES: Final = ("«»", "“”")
EDGES: Final = ' \t\r#*_>-–—•|:~"“”«»`'

_SEARCHED_CHARACTERS: Final = 4_000
_LINES_OF_A_MENU: Final = 60  # banner, menu, search, cards of other offers; the title may be one of the last
_SPOKEN, _TELLING = 6, 4  # words of a sentence that speaks to somebody; of an item or a line with a full stop
_NEXT: Final = 3  # lines below a sentence among which an offer's text goes on; a banner stands alone
_AGE = re.compile(r"\bil y a (?=\d)", re.IGNORECASE)  # of an offer; no sentence
_COLON = re.compile(r"[ *_]*:")
_OPEN_STAR = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]*$")  # of Markdown, which closes no more


@lru_cache(maxsize=200)  # a line is looked at more than once
def _words(text: str) -> tuple[str, ...]:
    return tuple(folded_words(text))


class TopLine(NamedTuple):
    """A line without the marks at its edges, ``text[start:end]`` of the page; ``item`` where a bullet led it."""

    text: str
    start: int
    item: bool = False

    @property
    def end(self) -> int:
        """Where it ends in the page."""
        return self.start + len(self.text)

    @property
    def words(self) -> tuple[str, ...]:
        """Its folded words."""
        return _words(self.text)


class PageTop(NamedTuple):
    """The lines of a page where a title may stand, in the order of the page.

    Attributes
    ----------
    above : list of TopLine
        Those above the text of the offer; the first ones of the page where it is not known where that begins.
    within : list of TopLine
        Those of its text, up to its first section.
    first : list of TopLine
        The first ones of the page, whatever they are of, up to its second section.
    """

    above: list[TopLine]
    within: list[TopLine]
    first: list[TopLine]


def page_top(text: str) -> PageTop:
    """Read the top of a page, which the names of those who recruit end, and so do other offers."""
    lines = list(_lines(text))
    top = PageTop([], [], [])
    named: set[str] = set()
    begun = offered = False
    for place, line in enumerate(lines):
        words = line.words
        if title_words().recruiters.match(words, 0):
            begun = True
            break
        if (begun or offered) and other_offers_heading(words):
            break
        found = section(words)
        offered = offered or found == "duties" or (len(words) > MOST_TITLE_WORDS and _is_told(text, line))
        below = lines[place + 1 : place + 1 + _NEXT]
        begun = begun or (found == "duties" and not _is_a_menu(below)) or _begins_an_offer(text, line, below)
        if found is not None and begun:
            named.add(found)
        if len(named) > 1:
            break
        if not begun:
            top.above.append(line)
        elif not named:
            top.within.append(line)
        if place < LINES_SEARCHED:
            top.first.append(line)
    if begun:
        return top
    # An offer in one paragraph.
    told = [place for place, line in enumerate(lines) if _is_told(text, line)]
    alone = max(told, key=lambda place: len(lines[place].words), default=LINES_SEARCHED)
    return PageTop(top.above[:alone], top.above[alone:], top.first)


def _begins_an_offer(text: str, line: TopLine, below: Sequence[TopLine]) -> bool:
    """Tell whether an offer's text begins at a line: below it the names of jobs are no titles."""
    if title_words().team.match(line.words, 0):
        return True
    return _is_told(text, line) and any(_is_told(text, other) for other in below)


def _is_a_menu(lines: Sequence[TopLine]) -> bool:
    """Tell whether lines are too short for duties: "Nos activités" heads some menus."""
    return bool(lines) and not any(line.item or len(line.words) >= _TELLING for line in lines)


def _is_told(text: str, line: TopLine) -> bool:
    """Tell whether a line is of an offer's text, by its length, its full stop or its words; a menu's is not."""
    words = _words(_AGE.sub("", line.text))
    if len(words) < _TELLING or is_of_a_menu(words):
        return False
    if len(words) > MOST_TITLE_WORDS or line.item:
        return True
    job = title_words().jobs.first(words)
    if job is not None and not job.first:
        return False
    speaks = len(words) >= _SPOKEN and not title_words().sets["sentence"].isdisjoint(words)
    return speaks or line.text[-1] in ".;" or _COLON.match(text, line.end) is not None


def is_of_a_menu(words: Sequence[str]) -> bool:
    """Tell whether a line of these words is a job board's own: a menu, a banner, how an offer was posted."""
    return not title_words().sets["site"].isdisjoint(words) or any(title_words().clutter.find(words))


def _lines(text: str) -> Iterator[TopLine]:
    return islice(_worded_lines(text), _LINES_OF_A_MENU)


def _worded_lines(text: str) -> Iterator[TopLine]:
    """Yield the lines that hold words, without the marks at their edges."""
    start = 0
    for raw in text[:_SEARCHED_CHARACTERS].split("\n"):
        line = trimmed(raw, start)
        if any(character.isalpha() for character in line.text):
            yield line._replace(item=raw[: line.start - start].strip() in ITEM_MARKS)
        start += len(raw) + 1


def trimmed(text: str, start: int) -> TopLine:
    """Return a text that begins at ``start`` as a line, without the marks at its edges; no pair of quotes is broken."""
    left = len(text) - len(text.lstrip(EDGES))
    right = max(left, len(text.rstrip(EDGES)))
    if _OPEN_STAR.search(text, left, right) and text.startswith("*", right):
        right += 1
    for opening, closing in _QUOTES:
        if text.count(opening, left, right) > text.count(closing, left, right):
            right = max(right, text.find(closing, right) + 1)
        elif text.count(opening, left, right) < text.count(closing, left, right) and opening in text[:left]:
            left = text.rfind(opening, 0, left)
    return TopLine(text[left:right], start + left)
