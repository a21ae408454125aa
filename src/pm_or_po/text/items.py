"""Where the items of a list begin that is told in one line: at its bullets and signs, or at capitals alone.

The words that open items are in ``openers.toml`` next to this module, those before a list in ``items.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.language import FUNCTION_WORDS, YOU
from pm_or_po.text.tokens import fold, folded_words

_ARROWS, _TICKS = "→➔", "►▶➤➢▸👉✓✔✅☑"  # bullets that also stand inside a sentence
_OPENING = " *_«\"'("  # what may stand before the first letter of an item
_SOON = 8  # characters from an arrow or a tick to that letter
_OF_WORD = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076"  # in the symbol fonts of its lists
BULLETS = "•●▪■◦‣⁃∙◆◇✦★❖🔹🔸" + _OF_WORD + _ARROWS + _TICKS
STOPS: Final = ".!?:;…"
# Function words with which no item ends, as "et bien plus" does.
NEVER_LAST: Final = FUNCTION_WORDS - {
    "plus", "vous", "nous", "tu", "you", "we", "they", "it", "all", "more", "other", "this", "that", "is", "are", "est",
    "sont", "en", "on", "in", "by",
}  # fmt: skip
# Where an item ends in a line that lists several: "tester ; documenter ; former".
_ITEM_END = re.compile(r"(?<=\w\w\w)[)\s]*;\s+(?=\w)")
_LEAST_ITEM_ENDS = 2
_INLINE_BULLET = re.compile(rf"(?<!\s)(?:\s*(?=[{BULLETS}]\s*\S)|\s+(?=[*·–—-]\s+[A-ZÀ-Ý]))")
# A mark that opens the first item of a list told in one line, after a colon: "vos missions : - cadrer - tester".
_AFTER_COLON = re.compile(r":\s?(?=(?P<mark>[-–—_*·])\s)")
# Narrower than where ``statements`` cuts: there a sentence also ends before the mark of an item, and a list whose items
# have full stops would be over after the first.
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[A-ZÀ-Ý])")
_LEAST_AFTER_COLON = 2
_MOST_LISTS = 15  # in a line, each of which is looked through to its end
# A sign before a capital, a number before one: items where a line has several of them, of more than a word.
_SIGN_ITEM = re.compile(r"[>»~\u2190-\u2bff\U0001f300-\U0001faff](?<=(?<!\S).)(?=>?\s\**[A-ZÀ-Ý])")
_NUMBER_ITEM = re.compile(r"\d(?<=(?<!\S).)\d?(?=[/).°]\s\**[A-ZÀ-Ý])")
_LEAST_SIGNS = 3
_LONE = 2  # words of a sign and a lone word
_JOINED = re.compile(r"(?:,|\b(?:et|and|ou|or))\s+$")  # before what goes on with a sentence
_LONGEST_JOINED = 6  # characters of that
# Items scraped without the line ends between them: "gérer le backlog Animer les rituels Suivre les tests".
_ITEM_WORD = re.compile(r" (?<=[a-zà-ÿ0-9)%»,*] )(?=\**([A-ZÀ-Ý][a-zà-ÿ]+)\**,? [a-zà-ÿ])")
WALL: Final = 250  # characters of a statement in which those are looked for
_LEAST_ITEM_WORDS = 3
_LONGEST_WORD = 30
_SHORT_HEAD: Final = 8  # words before the first item of a wall: a heading's
# What no line of several items but for those after semicolons lacks: it begins with a set of characters, which is found
# fast.
_MAY_BE_ITEMS = re.compile(
    rf"[{BULLETS}*·–—_>»~/).°\u2190-\u2bff\U0001f300-\U0001faff-]"
    rf"(?:(?<=[{BULLETS}])|(?<=[\s:].)(?=>?\s)|(?=\s\**[A-ZÀ-Ý])(?<=\d.))"
)


def items_in_line(line: str) -> set[int]:
    """Return where items begin in a line at bullets, signs or numbers, or after semicolons."""
    items: set[int] = set()
    if line.count(";") >= _LEAST_ITEM_ENDS:
        items.update(m.end() for m in _ITEM_END.finditer(line))
    if _MAY_BE_ITEMS.search(line, 1):
        inside = _marks_inside(line)
        items.update(m.end() for m in _INLINE_BULLET.finditer(line) if m.end() not in inside)
        items.update(_items_after_colon(line), _signed_items(line))
    return items


def items_in_wall(text: str) -> list[int]:
    """Return where the items begin of which a long statement is made: at words with a capital that open duties.

    What stands before the first opens a duty itself, or is short or leads to some: not "You have led ...".
    """
    items = [match.end() for match in _ITEM_WORD.finditer(text) if _opens_an_item(match)]
    if len(items) < _LEAST_ITEM_WORDS:
        return []
    words, heads = folded_words(text[: items[0]]), _head_words()
    if words[0] in openers():
        return items if (heads.wanted - heads.harmless).isdisjoint(words) else []
    led = len(words) <= _SHORT_HEAD or not heads.duties.isdisjoint(words)
    return items if led and heads.wanted.isdisjoint(words) else []


def _opens_an_item(match: re.Match[str]) -> bool:
    """Tell whether a word with a capital opens duties elsewhere, or is the reader, and no name stands before it."""
    before = match.string[max(0, match.start() - _LONGEST_WORD) : match.start()].split(" ")[-1]
    word = fold(match[1])
    opens = word in YOU or word in openers()
    return before[:1].islower() and before not in NEVER_LAST and opens


class _HeadWords(NamedTuple):
    """Words before a list, of duties or of what is none."""

    duties: frozenset[str]
    others: frozenset[str]
    wanted: frozenset[str]
    harmless: frozenset[str]


@cache
def _head_words() -> _HeadWords:
    data = packaged("text/items.toml")
    return _HeadWords(*(frozenset(data[name]) for name in _HeadWords._fields))


def _leads_to_duties(words: Sequence[str]) -> bool:
    """Tell whether the words before a list lead to duties of the reader's, and not to what others do or one knows."""
    heads = _head_words()
    return not heads.duties.isdisjoint(words) and (heads.others | heads.wanted).isdisjoint(words)


def _head(line: str, end: int) -> Sequence[str]:
    """Return the words of a line from its last sentence on, up to a place."""
    stops = [match.end() for match in _SENTENCE_END.finditer(line, 0, end)]
    return folded_words(line[stops[-1] if stops else 0 : end])


@cache
def openers() -> frozenset[str]:
    """Return the words that open duties, folded: ``openers.toml``."""
    return frozenset(packaged("text/openers.toml")["words"].split())


def _marks_inside(line: str) -> set[int]:
    """Return the places of the arrows and ticks that are words of the line ("visite → achat") and open no item.

    They open items where the first stands at the start of the line, or after a colon or the end of a sentence.
    Elsewhere arrows do before two capitals or more, and ticks before one, or where there are several. An arrow before
    a small letter opens none among others before capitals.
    """
    found: set[int] = set()
    for mark in filter(line.__contains__, _ARROWS + _TICKS):
        places = [at for at, sign in enumerate(line) if sign == mark]
        capitals = [at for at in places if line[at + 1 : at + _SOON].lstrip(_OPENING)[:1].isupper()]
        before = line[: places[0]].rstrip(" -*·–—")
        at_first = not before or before[-1] in STOPS
        if mark in _TICKS:
            items = places if at_first or capitals or len(places) > 1 else []
        elif at_first and places[0] not in capitals:
            items = places
        else:
            items = capitals if at_first or len(capitals) > 1 else []
        found.update(set(places).difference(items))
    return found


def _signed_items(line: str) -> list[int]:
    """Return where the items of a list begin that signs or numbers open in one line, several of them.

    In brackets, after a comma or "and", or before lone words they are part of a sentence: "Visit > Signup > Purchase".
    """
    quotes = "»" if "«" in line else ""
    signs = [m.start() for m in _SIGN_ITEM.finditer(line) if m[0] not in _ARROWS + _TICKS + quotes]
    counted = list(_NUMBER_ITEM.finditer(line))
    in_order = [int(m[0]) for m in counted] == list(range(1, len(counted) + 1))
    numbers = [m.start() for m in counted] if in_order else []
    return [at for found in (signs, numbers) if _are_items(line, found) for at in found]


def _are_items(line: str, places: Sequence[int]) -> bool:
    if len(places) < _LEAST_SIGNS or line.count("(", 0, places[0]) > line.count(")", 0, places[0]):
        return False
    items = [line[start:end].split() for start, end in pairwise([*places, len(line)])]
    head = _head(line, places[0])
    if head and not _leads_to_duties(head):
        return False
    joined = (_JOINED.search(line, max(0, at - _LONGEST_JOINED), at) for at in places)
    return not any(joined) and 2 * sum(len(words) > _LONE for words in items) > len(items)


def _items_after_colon(line: str) -> list[int]:
    """Return where the items of the lists begin that colons head in their line, each after the same mark.

    A list goes on to the end of its sentence; what stands before leads to duties, and most items begin as they do.
    """
    found: list[int] = []
    for first in islice(_AFTER_COLON.finditer(line), _MOST_LISTS):
        if not _leads_to_duties(_head(line, first.start())):
            continue
        mark, start = first["mark"], first.end()
        sentence = _SENTENCE_END.search(line, start)
        end = len(line) if sentence is None else sentence.start()
        items = [
            at
            for at in range(start, end)
            if line[at] == mark and line[at - 1] in ": " and line[at + 1 : at + 2].isspace()
        ]
        opened = sum(_opens_a_duty(line[a + 1 : b]) for a, b in pairwise([*items, end]))
        found += items if len(items) >= _LEAST_AFTER_COLON and 2 * opened > len(items) else []
    return found


def _opens_a_duty(item: str) -> bool:
    """Tell whether the first word of an item opens duties elsewhere, function words before it left out."""
    words = (word for word in folded_words(item) if word not in FUNCTION_WORDS)
    return next(words, "") in openers()
