"""Which lines of an offer deny a work ("Vous n'aurez pas à mener d'entretiens"), and are no duty whatever they name.

The words are in ``denial.toml`` next to this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.document import Statement
from pm_or_po.text.language import FUNCTION_WORDS, YOU, may_be_infinitive
from pm_or_po.text.page_lines import section
from pm_or_po.text.phrases import Match, Phrases

_LONGEST_HEADING: Final = 7  # words
_SOON: Final = 6  # among how many first words of a line its denial begins
_LONGEST_TAIL: Final = 4  # words that a heading goes on with
_LONGEST_ITEM: Final = 14  # words, where no bullet marks it
_HEADING_WORDS: Final = frozenset(
    {"a", "an", "what", "how", "why", "where", "your", "ce", "comment", "pourquoi"}
)
_IF: Final = frozenset({"si", "if"})
_GOES_ON: Final = re.compile(r"[:—–]\s*\w|,? car\b|\bbecause\b")
_SIGN: Final = re.compile(r"[^\w\s\"'«“(\[]*")  # what may stand for a bullet: a cross, an emoji


class _DenialPhrases(NamedTuple):
    begins: Phrases
    denial: Phrases
    headings: Phrases
    unfit: Phrases
    contrast: Phrases
    negation: Phrases
    again: Phrases
    address: Phrases
    wishes: Phrases


@cache
def _phrases() -> _DenialPhrases:
    data = packaged("judging/denial.toml")
    begins = {"begins": [*data["denial"], *data["headings"], *data["unfit"]]}
    return _DenialPhrases(
        Phrases(begins), *(Phrases({name: data[name]}) for name in _DenialPhrases._fields[1:])
    )


def denied(statements: Sequence[Statement]) -> list[int]:
    """Return which statements deny a work, or are items under a heading that does."""
    found: set[int] = set()
    begins = _phrases().begins
    for i, statement in enumerate(statements):
        if i in found or not begins.may_begin(statement.spoken[:_SOON]):
            continue
        if _denies(statement):
            found.update(range(i, _end_of_items(statements, i)))
    return sorted(found)


def _denies(statement: Statement) -> bool:
    """Tell whether the first words of a statement deny what follows, and none of it may be a duty all the same."""
    told, words = _phrases(), statement.spoken
    if (match := _first(told.denial, words)) is not None:
        before, after = words[: match.first], words[match.last :]
        doubts = chain(told.contrast.find(before), told.contrast.find(after), told.again.find(after))
        if not any(doubts):
            return True
    if (match := _first(told.unfit, words)) is not None:
        after = words[match.last :]
        return not (
            any(told.contrast.find(after))
            or any(told.negation.find(after))
            or _GOES_ON.search(statement.text)
        )
    return _heads(statement)


def _first(phrases: Phrases, words: Sequence[str]) -> Match | None:
    """Return the first of the phrases in a statement, where it begins among the first words."""
    if not phrases.may_begin(words[:_SOON]):
        return None
    match = phrases.first(words)
    return match if match is not None and match.first < _SOON else None


def _heads(statement: Statement) -> bool:
    """Tell whether a statement is plainly the heading of what the job is not, or of what "you will not"."""
    told, words = _phrases(), statement.spoken
    match = told.headings.match(words, 0)
    if match is None or ":" in statement.text.rstrip(": "):
        return False
    after = words[match.last :]
    longest = 0 if words[0] in YOU else _LONGEST_TAIL
    return len(after) <= longest and not any(told.contrast.find(after))


def _is_of_unfit(statement: Statement) -> bool:
    """Tell whether a statement is the heading of whom the job would not suit: "this role is not for you if you"."""
    match = _first(_phrases().unfit, statement.spoken)
    return match is not None and YOU.issuperset(statement.spoken[match.last :])


def _end_of_items(statements: Sequence[Statement], i: int) -> int:
    """Return the place after the items under a statement that denies a work, or after it if it is no heading."""
    heading, first = statements[i], i + 1
    unfit = _is_of_unfit(heading)
    plainly = unfit or _heads(heading)
    if heading.bullet or not (plainly or len(heading.spoken) <= _LONGEST_HEADING):
        return first
    end = first
    while end < len(statements) and statements[end].bullet:
        end += 1
    return _end_of_lines(statements, first, unfit) if plainly and end == first else end


def _end_of_lines(statements: Sequence[Statement], first: int, unfit: bool) -> int:
    """Return the place after items without bullets: short lines right below the heading, which stands apart above.

    They open with the same sign, or no blank line is between.
    """
    apart = first < 2 or _is_apart(statements[first - 2], statements[first - 1])
    end = first
    while end < len(statements):
        statement, later = statements[end], end > first
        sign = _sign(statement)
        if sign != _sign(statements[first]) or not (_may_be_item(statement, unfit) or (sign and later)):
            break
        if not sign and later and not _opens_alike(statements[first], statement):
            break
        if not sign and (not apart or (later and _is_apart(statements[end - 1], statement))):
            break
        end += 1
    return end


def _is_apart(before: Statement, statement: Statement) -> bool:
    return statement.start > before.end + 1


def _sign(statement: Statement) -> str:
    found = _SIGN.match(statement.text)
    return found[0] if found else ""


def _may_be_item(statement: Statement, unfit: bool) -> bool:
    """Tell whether a line without a bullet may be an item: it is short, and no heading; ``unfit`` ones say "you"."""
    words, text = statement.spoken, statement.text
    if len(words) > _LONGEST_ITEM or statement.bullet or statement.capitals or section(words) is not None:
        return False
    if text[0] in "#*" or text[-1] in ":?" or words[-1] in _IF or _denies(statement):
        return False
    told = _phrases()
    return not any(told.address.find(words)) or (unfit and told.wishes.match(words, 0) is not None)


def _opens_alike(item: Statement, statement: Statement) -> bool:
    """Tell whether a line goes on with a list: it opens with the same kind of word as an item, and is no lone word."""
    first, other = item.spoken, statement.spoken
    return (len(other) > 1 or len(first) == 1) and _kind(first[0]) == _kind(other[0])


def _kind(word: str) -> str:
    if word in FUNCTION_WORDS or word in _HEADING_WORDS:
        return "function word"
    if word.endswith("ing"):
        return "-ing"
    return "infinitive" if may_be_infinitive(word) else ""
