"""Cut an offer into statements: one bullet, one sentence or one heading each, with exact offsets."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pm_or_po.text.items import BULLETS, NEVER_LAST, STOPS, WALL, items_in_line, items_in_wall
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.tokens import WORD_GOES_ON, fold

# Words that end no line: the French "à" is the English article once it is folded.
_HANGING = FUNCTION_WORDS | {"a"}
_NEVER_LAST = NEVER_LAST | {"a"}
_BULLET_START = re.compile(
    rf"\s*(?:[{BULLETS}]|\\?[-*+·–—−]+(?=[\s*\w«\"'’(])|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\\?[.)°](?=\s|[A-ZÀ-Ý])|o\s(?=[A-ZÀ-Ý]))\s*"
)
# Signs that open items where several lines begin with them; the model learnt from such items as lines without a bullet.
_QUOTE_MARK = ">"  # of e-mails too, before lines that go on
_LIST_MARKS = {mark: re.compile(rf"^[ \t]*{mark}+[ \t]*(\S)", re.MULTILINE) for mark in ("»", _QUOTE_MARK)}
_LIST_NUMBER = re.compile(r"\s*\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\\?[.)°]\s*")
# A number or letter that a line begins with is no word of it: "1. ", "3) ", "(a) ", "2.1 ", "IV - ", "1️⃣ ".
_OPENING_NUMBER = re.compile(
    r"[*_# ]{0,8}\(?(?:(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4}|[IVX]{1,4})\\?(?:[.)°]|/(?=\s)|[ \t]?[-–—:](?=\s))"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s\s{0,9}[A-ZÀ-Ý])|\d\ufe0f?\u20e3)(?=[*_]*(?:\s|[A-ZÀ-Ý]))"
)
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?[ \t][ \t]{0,9}[A-ZÀ-Ý]")  # "2.2 Réalisation"
# A sentence ends at . ! ? … (with closing quotes), before a space and something that can open a sentence.
_OPENER = rf"(?:«\s)?[\"'«“(\[*_#]*[A-ZÀ-ÝŒ0-9{BULLETS}\U0001F300-\U0001FAFF]|[-–—*]\s"
_SENTENCE_END = re.compile(rf"[.!?…][\"'»”)\]*_]*\s+(?={_OPENER})|;\s+(?=[-–•*]\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:M|Mr|Mrs|Ms|Mme|Dr|St|Ste|Sr|Jr|vs|etc|eg|ie|ex|cf|env|art|no|approx|incl|min|max|p|i\.e|e\.g|U\.S|U\.K)|(?<!/)\b[A-Z])\.$",
)
# Sentences scraped without the space between them: "the roadmap.You will", "patientsImprove".
_GLUED = re.compile(
    r"(?<=[a-zà-ÿ0-9)][.!?:;])(?=[A-ZÀ-ÝŒ][a-zà-ÿ'’])"
    r"|(?<=[a-zà-ÿ0-9]{2}\))(?=[A-ZÀ-ÝŒ][a-zà-ÿ]{2})"
    r"|(?<=(?<![A-Za-zÀ-ÿ])[a-zà-ÿ]{4})[a-zà-ÿ]*(?=[A-ZÀ-Ý][a-zà-ÿ]{2})"
    r"|(?<=(?<![A-Za-zÀ-ÿ])[A-ZÀ-Ý][a-zà-ÿ]{8})[a-zà-ÿ]*(?=[A-ZÀ-Ý][a-zà-ÿ]{3})"
)
# What no glued sentence lacks: it begins with a set of characters, which is found fast.
_MAY_BE_GLUED = re.compile(r"[A-ZÀ-ÝŒ](?:(?<=[a-zà-ÿ0-9)].)|(?<=[a-zà-ÿ0-9)][.!?:;].))")

# Characters of a line that may go on, and of one that does before a capital too.
_WRAPPED_LINE, _WIDE_LINE = 45, 60
_HYPHENS = "-" + WORD_GOES_ON[0]
_LEAST_HANGING = 3  # lines ended in mid-sentence that show a text to be hard-wrapped


class Span(NamedTuple):
    """A span of the offer, ``text[start:end]``, trimmed of white space and bullet marks kept.

    Attributes
    ----------
    start, end : int
        Offsets in characters of the text that was cut.
    bullet : bool
        Whether the statement opens with a bullet mark or a list number.
    """

    start: int
    end: int
    bullet: bool


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the spans of the text's lines, those cut in mid-sentence joined."""
    spans: list[tuple[int, int]] = []
    wrapped = _is_hard_wrapped(text)
    marks = {mark for mark in _LIST_MARKS if mark in text and _opens_items(mark, text)}
    position = 0
    previous = ""  # the line before, as it stood; nothing after an empty one
    item: int | None = None  # how far the list item that the line before belongs to is indented
    for raw in text.split("\n"):
        start, end = position, position + len(raw)
        position = end + 1
        bullet = opens_with_bullet(raw) or raw.lstrip()[:1] in marks
        if previous and raw.strip() and not bullet and previous[-1] not in STOPS:
            joined = (
                _is_hyphenated(previous, raw)
                or (wrapped and _may_be_wrapped(previous, raw))
                or _continues(item, previous, raw)
            )
        else:
            joined = False
        if joined:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            item = _indent(raw) if bullet else None
        previous = raw.rstrip()
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _opens_items(mark: str, text: str) -> bool:
    """Tell whether several lines of a text are items that one of ``_LIST_MARKS`` opens, and no quoted e-mail."""
    opened = _LIST_MARKS[mark].findall(text)
    return len(opened) > 1 and not (mark == _QUOTE_MARK and any(map(str.islower, opened)))


def _is_hyphenated(previous: str, raw: str) -> bool:
    """Tell whether a hyphen at the end of the line before cuts a word, or a compound at its own hyphen."""
    return previous[-1] in _HYPHENS and previous[-2:-1].islower() and raw.lstrip()[0].islower()


def _may_be_wrapped(previous: str, raw: str) -> bool:
    """Tell whether a line goes on from the one before, in a text that is hard-wrapped."""
    if _SECTION_NUMBER.match(raw.lstrip()):
        return False
    return len(previous) > _WRAPPED_LINE and (raw.lstrip()[0].islower() or len(previous) > _WIDE_LINE)


def _continues(item: int | None, previous: str, raw: str) -> bool:
    """Tell whether a line in lower case goes on with a list item: it is indented, or words must follow.

    Parameters
    ----------
    item : int or None
        How far the item is indented; None where the line before belongs to none.
    previous, raw : str
        The line before, without blanks at its end, and the line.
    """
    if item is None or not raw.lstrip()[0].islower():
        return False
    return _indent(raw) > item or previous[-1] == "," or _last_word(previous) in _NEVER_LAST


def _indent(raw: str) -> int:
    return len(raw) - len(raw.lstrip())


def _is_hard_wrapped(text: str) -> bool:
    """Tell whether the lines look cut at a fixed width.

    Some end within a word or with one that ends no sentence ("... en fonction de la") and go on in lower case: one is
    enough where many lines are of nearly the longest length, elsewhere it takes several.
    """
    rows = [line.strip() for line in text.split("\n")]
    lengths = [len(row) for row in rows if row]
    if len(lengths) < 6:
        return False
    widest = max(lengths)
    if not 50 <= widest <= 130:
        return False
    near = sum(length > 0.8 * widest for length in lengths)
    hanging = sum(
        bool(after)
        and after[0].islower()
        and not opens_with_bullet(after)
        and (row[-1:] == WORD_GOES_ON[0] or _last_word(row) in _HANGING)
        for row, after in pairwise(rows)
    )
    if near >= 0.35 * len(lengths):
        return hanging > 0
    return hanging >= _LEAST_HANGING and hanging >= 0.05 * len(lengths)


def _last_word(row: str) -> str:
    """Return what stands after the last space or apostrophe of a line, folded; a capital alone, "plan A", as it is."""
    word = re.split(r"[\s'’]", row[-30:])[-1]
    return word if len(word) == 1 and word.isupper() else fold(word)


def spans_of(text: str) -> list[Span]:
    """Cut a text into statements, in order, without overlap; only white space is left between them.

    Parameters
    ----------
    text : str
        The offer's text; lines end with ``\\n``.
    """
    found: list[Span] = []
    for start, end in _lines(text):
        line = text[start:end]
        cuts = _cuts_of(line)
        for a, b in pairwise([0, *cuts, len(line)]) if cuts else [(0, len(line))]:
            piece = line[a:b]
            if not any(map(str.isalpha, piece)):
                continue
            left = len(piece) - len(piece.lstrip())
            right = len(piece.rstrip())
            found.append(Span(start + a + left, start + a + right, opens_with_bullet(piece)))
    return found


def opening_number(text: str) -> int:
    """Return how many characters the number or letter takes that a statement of a list begins with, most often none."""
    found = _OPENING_NUMBER.match(text)
    return 0 if found is None else found.end()


def opens_with_bullet(text: str) -> bool:
    """Tell whether a text opens with a bullet mark or a list number."""
    return _BULLET_START.match(text) is not None


def first_sentence(line: str) -> str:
    """Return a line up to its first full stop, if a sentence begins after it."""
    end = next(filter(_ends_a_sentence, _SENTENCE_END.finditer(line)), None)
    return line if end is None else line[: end.start()]


def _ends_a_sentence(stop: re.Match[str]) -> bool:
    """Tell whether a stop is none of an abbreviation."""
    start = stop.start()
    return not _ABBREVIATION.search(stop.string[max(0, start - 7) : start + 1])


def _cuts_of(line: str) -> list[int]:
    """Return where a line is to be cut, in order; most lines are not."""
    cuts = items_in_line(line)
    cuts.update([match.end() for match in _SENTENCE_END.finditer(line) if _ends_a_sentence(match)])
    if _MAY_BE_GLUED.search(line):
        cuts.update(m.end() for m in _GLUED.finditer(line))
    if not cuts and len(line) < WALL:
        return []
    number = _LIST_NUMBER.match(line)
    first = number.end() if number else 0
    kept = sorted(c for c in cuts if first < c < len(line))
    walls = [(a, b) for a, b in pairwise([0, *kept, len(line)]) if b - a >= WALL]
    return sorted([*kept, *(a + at for a, b in walls for at in items_in_wall(line[a:b]))]) if walls else kept
