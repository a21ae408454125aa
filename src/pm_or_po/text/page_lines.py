"""What a line of a pasted page is: an offer's title, the heading of one of its sections, an item, words of its text.

The headings are in ``sections.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from pm_or_po.packaged import packaged
from pm_or_po.text.items import BULLETS
from pm_or_po.text.phrases import Match, Phrases
from pm_or_po.text.title_words import GENDERS, title_words

ITEM_MARKS: Final = frozenset({*BULLETS, *"-*–"})
LONGEST_HEADING: Final = 12  # words
_MOST_TITLE_WORDS: Final = 14
TEASER: Final = 80  # words of an offer's text below the title of another offer at most
# Characters of the text, and folded words.
Line: TypeAlias = tuple[int, int, Sequence[str]]

_LATEST_JOB: Final = 2  # words that may come before the job in a title
_SPOKEN: Final = 8  # words of a line that is no menu's
_TELLING: Final = 4  # of one that is an item of a list or ends a sentence


class _SectionPhrases(NamedTuple):
    sections: Phrases
    rarer: Phrases
    tails: frozenset[str]


@cache
def _phrases() -> _SectionPhrases:
    data = packaged("text/sections.toml")
    return _SectionPhrases(Phrases(data["sections"]), Phrases(data["rarer"]), frozenset(data["tails"]))


def section(words: Sequence[str]) -> str | None:
    """Return which section of an offer, ``duties`` or ``profile``, a line of these words is the heading of."""
    match = _phrases().sections.match(words, 0) if len(words) <= LONGEST_HEADING else None
    return match.label if match is not None and is_whole(match, words) else None


def usual_heading(words: Sequence[str]) -> Sequence[str]:
    """Return the words of the usual heading of duties for one that is worded in a rarer way; else the words."""
    match = _phrases().rarer.match(words, 0) if len(words) <= LONGEST_HEADING else None
    return words if match is None or match.last < len(words) else match.label.split()


def is_whole(match: Match, words: Sequence[str]) -> bool:
    """Tell whether a heading ends after what was found of it, or goes on as headings do: "chez Acme", "at Acme"."""
    following = words[match.last : match.last + 1]
    return not following or following[0].isdigit() or following[0] in _phrases().tails


def words_told(text: str, line: Line) -> int:
    """Return how many words of an offer, not of a menu, a line holds."""
    start, end, words = line
    least = _TELLING if text[end - 1] in ".;" or is_item(text, start) else _SPOKEN
    return len(words) if len(words) >= least and title_words().sets["site"].isdisjoint(words) else 0


def is_item(text: str, start: int) -> bool:
    """Tell whether a line that starts there is an item of a list."""
    return text[start] in ITEM_MARKS and text[start + 1] != text[start]  # not "**in bold**"


def is_title(text: str, line: Line) -> bool:
    """Tell whether a line may be the title of an offer: of this one, or of another on its page."""
    start, end, words = line
    if len(words) > _MOST_TITLE_WORDS or text[end - 1] == ".":
        return False
    if GENDERS.search(text, start, end) is not None:
        return True
    job = title_words().jobs.first(words)
    is_sentence = not title_words().sets["sentence"].isdisjoint(words)
    return job is not None and job.first <= _LATEST_JOB and not is_sentence
