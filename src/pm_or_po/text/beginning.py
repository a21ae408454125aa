"""Where an offer begins on a pasted page of search results, which holds one offer beside the cards of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from pm_or_po.text.page_lines import TEASER, Line, is_item, is_title, section, words_told
from pm_or_po.text.title_words import title_words

_Words: TypeAlias = tuple[str, ...]

_MOST_LINES: Final = 600  # above the offer's text: a menu and some fifty cards
_LEAST_CARDS: Final = 4  # titles above the offer's own, its card and the words of a search among them
_BANNER: Final = 240  # words of a page's own above its first title at most
_NEAREST: Final = 20  # lines from its title to its text
_BESIDE: Final = 3  # lines above and below a title among which the employer is named
_OFTEN: Final = 3  # times at most that a page names an employer; places and contracts come more often
_BUTTON: Final = 8  # lines below a title among which stands the button to apply
_LONGEST_BUTTON: Final = 7  # words
_NEXT: Final = 3  # lines below a heading, one of which is long enough for an offer's text
_TELLING: Final = 4  # words of such a line
_IN_A_ROW: Final = 3  # titles at most without a line between: more are a team's, or a menu's
# Words of an offer under the first title alone: those of the offer, the other titles being its team's.
_TOLD: Final = 15


class _Top(NamedTuple):
    """The lines of a page above the text of the first offer told at length.

    Attributes
    ----------
    firsts : list of int
        The first statement of each line.
    lines : list of tuple of str
        Their words.
    titles : dict of int to tuple of str
        Lines that are titles, and the words of each but for marks of gender and what a page adds.
    told : dict of int to int
        How many words of an offer other lines hold, where they hold any.
    """

    firsts: list[int]
    lines: list[_Words]
    titles: dict[int, _Words]
    told: dict[int, int]


def start_of_offer(text: str, statements: Sequence[Line]) -> int:
    """Return at which statement the offer begins: the first, but on a page of search results the opened one's title.

    Above it stand the cards of several others, with no more than teasers, and soon below it the offer's text. It is the
    title of a card told again, above the page's first button to apply or beside the same employer: a title told once
    may be that of a colleague.

    Parameters
    ----------
    text : str
        The page, as plain text.
    statements : sequence of (start, end, words)
        Its statements: characters of ``text``, and folded words.
    """
    top = _without_lists(_top(text, statements))
    near = [i for i in list(top.titles)[_LEAST_CARDS:] if len(top.lines) - i <= _NEAREST]
    own = _opened(top, near) if near else None
    return 0 if own is None or _is_told_above(top, own) else top.firsts[own]


def _top(text: str, statements: Sequence[Line]) -> _Top:
    """Read a page down to where an offer is told: under the heading of a section, or in more words than a teaser's.

    What stands above the first title is a menu or a banner, unless it is longer.
    """
    top = _Top([], [], {}, {})
    told = begun = 0
    for i, (first, after, line) in enumerate(islice(_whole_lines(text, statements), _MOST_LINES)):
        words = tuple(line[2])
        if _is_a_title(text, line):
            top.titles[i] = _name(words)
            told = 0
        elif top.titles and section(words) and _tells_more(text, statements[after : after + _NEXT]):
            return top
        else:
            said = words_told(text, line)
            begun = begun if told else i
            told += said
            if said:
                top.told[i] = said
            if told > (TEASER if top.titles else _BANNER):
                return _Top(top.firsts[:begun], top.lines[:begun], top.titles, top.told)
        top.firsts.append(first)
        top.lines.append(words)
    return _Top([], [], {}, {})


def _without_lists(top: _Top) -> _Top:
    """Leave out the titles that stand in a list of titles: between those of two cards stand an employer or a place."""
    titles: dict[int, _Words] = {}
    row: list[int] = []
    for i in [*top.titles, len(top.lines) + 1]:
        if row and i > row[-1] + 1:
            titles |= {one: top.titles[one] for one in row if len(row) <= _IN_A_ROW}
            row = []
        row.append(i)
    return top._replace(titles=titles)


def _is_told_above(top: _Top, own: int) -> bool:
    """Tell whether above a title an offer is told under the first title alone; cards tease of several."""
    first, second = list(top.titles)[:2]
    above = {i: words for i, words in top.told.items() if i < own}
    return sum(above.values()) >= _TOLD and all(first < i < second for i in above)


def _whole_lines(text: str, statements: Sequence[Line]) -> Iterator[tuple[int, int, Line]]:
    """Yield each line with its first statement and the next line's: a dash cuts titles, and teasers hold sentences."""
    first = 0
    for after in range(1, len(statements) + 1):
        last = statements[after - 1]
        if after < len(statements) and text.find("\n", last[1], statements[after][0]) < 0:
            continue
        if after - first > 1:
            pieces = statements[first:after]
            last = (pieces[0][0], last[1], [word for piece in pieces for word in piece[2]])
        yield first, after, last
        first = after


def _is_a_title(text: str, line: Line) -> bool:
    """Tell whether a line is a title, no item and no firm's name: "Maralis Consulting"."""
    if not is_title(text, line) or is_item(text, line[0]):
        return False
    job = title_words().jobs.first(line[2])
    return job is None or not title_words().sets["skills"].issuperset(line[2][job.first : job.last])


def _name(words: _Words) -> _Words:
    tail = title_words().tails.first(words)
    return tuple(word for word in words[: tail.first if tail else None] if len(word) > 1)


def _tells_more(text: str, below: Sequence[Line]) -> bool:
    """Tell whether lines below a heading are an offer's text: those of a menu are short, and a card soon ends."""
    if any(_is_a_title(text, line) for line in below[1:]):  # of the next card
        return False
    return any(is_item(text, line[0]) or len(line[2]) >= _TELLING for line in below)


def _opened(top: _Top, near: Sequence[int]) -> int | None:
    """Return which of the titles near the text is the opened offer's, None where that is not sure."""
    button = next((i for i in range(min(top.titles), len(top.lines)) if _is_button(top.lines[i])), 0)
    above = next((i for i in reversed(near) if 0 < button - i <= _BUTTON), None)
    again = [i for i in reversed(near) if _has_others(top, i) and _cards(top, i)]
    if above in again:
        return above
    often = Counter(top.lines)
    beside = (i for i in again if any(_have_one_employer(top, often, card, i) for card in _cards(top, i)))
    return next(beside, None)


def _is_button(words: _Words) -> bool:
    found = title_words().apply.match(words, 0) if len(words) <= _LONGEST_BUTTON else None
    return found is not None and (found.label == "apply-at" or found.last == len(words))


def _cards(top: _Top, own: int) -> list[int]:
    """Return the titles above one that are the same."""
    return [i for i, name in top.titles.items() if i < own and name == top.titles[own]]


def _has_others(top: _Top, own: int) -> bool:
    """Tell whether a title above one is another."""
    return any(i < own and name != top.titles[own] for i, name in top.titles.items())


def _have_one_employer(top: _Top, often: Mapping[_Words, int], card: int, own: int) -> bool:
    """Tell whether beside two titles stands the same line, or one begins with the other: "Maralis · Rennes"."""
    middle = (card + own) // 2 + 1
    above = [
        *top.lines[max(0, card - _BESIDE) : card],
        *top.lines[card + 1 : min(card + 1 + _BESIDE, middle)],
    ]
    below = [*top.lines[max(middle, own - _BESIDE) : own], *top.lines[own + 1 : own + 1 + _BESIDE]]
    pairs = (sorted((one, other), key=len) for one in above for other in below)
    return any(
        short and short == long[: len(short)] and not short[0].isdigit() and often[short] <= _OFTEN
        for short, long in pairs
    )
