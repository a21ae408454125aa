"""Read what a job title claims, find the title in a pasted offer, and mark its echoes in the text.

The word lists are in ``titles.toml`` next to this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias

from pm_or_po.text.ending import ITEM_MARKS, other_offers_heading, section
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.phrases import Match
from pm_or_po.text.statements import first_sentence
from pm_or_po.text.title_words import GENDERS, TITLE, title_words
from pm_or_po.text.tokens import Token, folded_words, tokens

Claim: TypeAlias = Literal["PM", "PO", "BOTH", "OTHER"]

LINES_SEARCHED: Final = 8
MOST_TITLE_WORDS: Final = 18
_SEARCHED_CHARACTERS: Final = 4_000
_LATEST_JOB = 3  # words that may come before the job: contract, level
_LINES_OF_A_MENU: Final = 40  # where the offer's title may be one of the last
_SPOKEN, _TELLING = 6, 4  # words of a sentence that speaks to somebody; of an item or a line with a full stop
_LETTERS = 3  # of what bears both genders' mark and is no job: "CDI H/F"
_REACH = 9  # words between "we are looking for" and the job
# Before a job: "IT Product Manager" is one, "le Product Manager" none.
_NEVER_BEFORE: Final = FUNCTION_WORDS - {"it"}
_NOWHERE: Final[frozenset[int]] = frozenset()
_PRODUCT: Final = frozenset({"PM", "PO", "BOTH", "PM-open", "PM-short", "CPO-short"})
_BAR = re.compile(r"\s[-–—|•·]\s")
_COLON = re.compile(r"[ *_]*:")
_NO_WORDS = re.compile(rf"(?<=rendez)-vous\b|{GENDERS.pattern}", re.IGNORECASE)  # of a sentence
_OPEN_STAR = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]*$")  # of Markdown, which closes no more
_EDGES = ' \t\r#*_>-–—•|:~"“”«»`'


@dataclass(frozen=True, slots=True)
class TitleClaim:
    """What a title says the job is.

    Attributes
    ----------
    claim : str
        ``PM``, ``PO``, ``BOTH`` (Product Owner and Product Manager) or ``OTHER``.
    family : str or None
        Id of the family of another job the title names, alone or beside the claim: a Business Analyst /
        Product Owner claims ``PO`` and names ``business-analysis``.
    """

    claim: Claim
    family: str | None


@lru_cache(maxsize=2_000)  # boards repeat titles
def read_title(title: str) -> TitleClaim:
    """Read what a job title claims.

    A title that names a product job beside another one still claims the product job.

    Parameters
    ----------
    title : str
        With or without the usual noise: contract, place, ``H/F``, salary, reference, emoji, Markdown.
    """
    words = _titled_words(title)
    found = _jobs(title, words)
    claims = [match for match in found if match.label in ("PM", "PO", "BOTH")]
    families = [match for match in found if match.label not in ("PM", "PO", "BOTH")]
    if claims:  # "Product Manager, Developer Tools": what follows the comma is a subject, not a second job
        after = words[claims[0].last - 1].end
        families = [match for match in families if "," not in title[after : words[match.first].start]]
    kinds = {match.label for match in claims}
    claim: Claim = "OTHER"
    if "BOTH" in kinds or kinds == {"PM", "PO"}:
        claim = "BOTH"
    elif claims:
        claim = "PM" if "PM" in kinds else "PO"
    return TitleClaim(claim, families[0].label if families else None)


def _titled_words(title: str) -> list[Token]:
    """Return the words of a title without the gender endings written apart ("Chef-fe", "Chargé (e)")."""
    kept: list[Token] = []
    for token in tokens(title):
        if kept and token.word in title_words().sets["gender"]:
            between = title[kept[-1].end : token.start]
            if 0 < len(between) <= 2 and between.strip() and title[token.end : token.end + 1] != "-":
                continue
        kept.append(token)
    return kept


def _jobs(title: str, words: Sequence[Token]) -> list[Match]:
    """Return the product claims and other jobs a title names; the words around decide ambiguous ones."""
    book, sets = title_words().jobs, title_words().sets
    folded = [token.word for token in words]
    found: list[Match] = []
    place = 0
    while place < len(folded):
        match = book.match(folded, place)
        place += 1
        if match is None:
            continue
        if match.label == "PM-open":
            followed = match.last < len(folded) and folded[match.last] in sets["after-product"]
            if followed and title[words[match.last - 1].end : words[match.last].start].isspace():
                continue
            match = match._replace(label="PM")
        elif match.label == "PM-short" and match.first and folded[match.first - 1].isdigit():
            continue
        found.append(match)
        place = match.last
    if sets["other-cpo"] & set(folded):
        found = [match for match in found if match.label != "CPO-short"]
    if sets["project"] & set(folded) and not any(match.label in ("PM", "PO", "BOTH") for match in found):
        found = [m._replace(label="project-management") if m.label == "PM-short" else m for m in found]
    short = ("PM-short", "CPO-short")
    found = [match._replace(label="PM") if match.label in short else match for match in found]
    return found or list(title_words().topics.find(folded))


class _Line(NamedTuple):
    text: str
    start: int
    item: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def words(self) -> list[str]:
        return folded_words(self.text)


def find_title(text: str) -> tuple[str, int, int] | None:
    """Find the job title in the first lines of a pasted offer, or below the menu of the page it was copied from.

    Returns
    -------
    tuple of (str, int, int) or None
        The title and its characters, ``text[start:end]``; None when no line names a known job.
    """
    searched = list(_searched(text))
    lines = searched[:LINES_SEARCHED]
    labelled = [value for i, line in enumerate(lines) if (value := _after_label(line, lines[i + 1 : i + 2]))]
    short = [line for line in lines if _is_title_shaped(line.text) and not _is_clutter(line.words)]
    opening = [line for line in short[:1] if line == lines[0]]
    below = [line for line in searched[LINES_SEARCHED:] if _is_plain_title(line)]
    first = [_Line(first_sentence(line.text), line.start) for line in lines[:1]]
    heading = [line for line in first if _is_title_shaped(line.text) and _opens_with_a_job(line.text)]
    asked = [part for line in lines for part in _asked_for(line)]
    for candidates, claim_needed in (
        (labelled, False),
        (opening, False),
        (short, True),
        (below, False),
        (asked, True),
        (heading, True),
        (short, False),
        (asked, False),
    ):
        for line in map(_clipped, candidates):
            known = read_title(line.text).claim != "OTHER" or _is_marked(line.text)
            if known or (not claim_needed and _opens_with_a_job(line.text)):
                return line.text, line.start, line.end
    return None


def _opens_with_a_job(line: str) -> bool:
    found = next(title_words().jobs.find([token.word for token in tokens(line)]), None)
    return found is not None and found.first <= _LATEST_JOB


def _is_marked(line: str) -> bool:
    """Tell whether a line bears the mark of both genders that job titles bear, and more: "Commercial terrain H/F"."""
    mark = GENDERS.search(line)
    if mark is None or ":" in line or any(title_words().triggers.find(folded_words(line))):
        return False
    return sum(map(str.isalpha, line[: mark.start()])) > _LETTERS


def _searched(text: str) -> Iterator[_Line]:
    """Yield the lines where a title may stand: the first ones, and more of them where no offer has begun yet."""
    begun = False
    named: set[str] = set()
    for place, line in enumerate(islice(_lines(text), _LINES_OF_A_MENU)):
        words = line.words
        if title_words().recruiters.match(words, 0):
            return
        if begun and (place >= LINES_SEARCHED or len(named) > 1 or other_offers_heading(words)):
            return
        if (found := section(words)) is not None:
            named.add(found)
        begun = begun or "duties" in named or _begins_an_offer(text, line, words)
        yield line


def _begins_an_offer(text: str, line: _Line, words: Sequence[str]) -> bool:
    """Tell whether a line is of an offer's body: below it the names of jobs are no titles."""
    book = title_words()
    if book.team.match(words, 0) or len(words) > MOST_TITLE_WORDS:
        return True
    if len(words) < _TELLING or not book.sets["site"].isdisjoint(words) or any(book.clutter.find(words)):
        return False
    ends = line.text[-1] in ".;" or _COLON.match(text, line.end)
    speaks = len(words) >= _SPOKEN and not book.sets["sentence"].isdisjoint(words)
    return line.item or bool(ends) or speaks


def _is_clutter(words: Sequence[str]) -> bool:
    """Tell whether a line is a job board's own: a menu, a search, how an offer was posted."""
    book = title_words()
    job = next(book.jobs.find(words), None)
    before = words[: job.first] if job else ()
    return not book.sets["site"].isdisjoint(before) or any(book.clutter.find(words))


def _is_plain_title(line: _Line) -> bool:
    """Tell whether a line can be nothing but a title: it begins with a product title, or bears both genders' mark."""
    words = line.words
    if line.item or not _is_title_shaped(line.text) or _is_clutter(words):
        return False
    claims = read_title(line.text).claim != "OTHER" and _job_at_start(words) is not None
    return claims or _is_marked(line.text)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold words, without the marks at their edges."""
    start = 0
    for raw in text[:_SEARCHED_CHARACTERS].split("\n"):
        line = _trimmed(raw, start)
        if any(character.isalpha() for character in line.text):
            yield line._replace(item=raw[: line.start - start].strip() in ITEM_MARKS)
        start += len(raw) + 1


def _trimmed(text: str, start: int) -> _Line:
    left = len(text) - len(text.lstrip(_EDGES))
    trimmed = text.strip(_EDGES)
    closed = _OPEN_STAR.search(trimmed) and text[left + len(trimmed) :].startswith("*")
    return _Line(trimmed + "*" if closed else trimmed, start + left)


def _is_title_shaped(line: str) -> bool:
    words = {token.word for token in tokens(line)}
    return len(words) <= MOST_TITLE_WORDS and not line.endswith((".", "!", "?")) and not _is_sentence(line)


def _is_sentence(line: str) -> bool:
    """Tell whether a line is a sentence; a job at its start may be followed by any words after a dash or a bar."""
    head = _BAR.split(line, maxsplit=1)[0]
    words = folded_words(_NO_WORDS.sub("", head if _opens_with_a_job(head) else line))
    told = title_words().sets["sentence"].intersection(words)
    return bool(told) and not (told <= title_words().sets["possessive"] and _names_its_product(words))


def _clipped(line: _Line) -> _Line:
    """Return a title without the sentence after a dash or a bar that names other jobs: those are colleagues'."""
    head, *rest = _BAR.split(line.text, maxsplit=1)
    words = folded_words(rest[0]) if rest else []
    told = not title_words().sets["sentence"].isdisjoint(words) and any(title_words().jobs.find(words))
    return _trimmed(head, line.start) if told and _opens_with_a_job(head) else line


def _names_its_product(words: Sequence[str]) -> bool:
    """Tell whether words begin with a product title and whose it is: "Product Manager pour notre application"."""
    job, sets = _job_at_start(words), title_words().sets
    following = words[job.last : job.last + 2] if job and job.label in _PRODUCT else ()
    return len(following) == 2 and following[0] in sets["subject"] and following[1] in sets["possessive"]


def _job_at_start(words: Sequence[str]) -> Match | None:
    """Return the job that words begin with, a level or a subject before it at most."""
    job = next(title_words().jobs.find(words), None)
    if job is None or job.first >= _LATEST_JOB or _NEVER_BEFORE.intersection(words[: job.first]):
        return None
    return job


def _after_label(line: _Line, following: Sequence[_Line]) -> _Line | None:
    """Return what follows "Poste :" on the same line, or on the next when the label stands alone."""
    label, colon, value = line.text.partition(":")
    words = [token.word for token in tokens(label)]
    match = title_words().labels.match(words, 0)
    if match is None or match.last != len(words):
        return None
    if colon and value.strip(_EDGES):
        named = value if _is_title_shaped(value.strip(_EDGES)) else first_sentence(value)
        return _trimmed(named, line.start + len(label) + 1)
    return next((next_line for next_line in following if _is_title_shaped(next_line.text)), None)


def _asked_for(line: _Line) -> Iterator[_Line]:
    """Yield the jobs a sentence asks for: "We are looking for a Senior Product Owner"."""
    words = _titled_words(line.text)
    folded = [token.word for token in words]
    sets = title_words().sets
    for trigger in title_words().triggers.find(folded):
        first = trigger.last
        while first < len(folded) and folded[first] in sets["skip"]:
            first += 1
        last = first
        while last < min(len(folded), first + _REACH) and folded[last] not in sets["stops"]:
            if last > first and set(line.text[words[last - 1].end : words[last].start]) & set(",.;:!?"):
                break
            last += 1
        if last > first:
            start, end = words[first].start, words[last - 1].end
            yield _Line(line.text[start:end], line.start + start)


def title_echo(folded: Sequence[str]) -> Set[int]:
    """Return which of the folded words of a text belong to product titles: "Product Owner", "PM", "chef de produit".

    All such titles stand for the same thing: once these positions are dropped, a text where one was swapped
    for another has the same words. Product management and product ownership count as titles too.
    """
    return next(title_echoes([folded]))


def title_echoes(texts: Sequence[Sequence[str]]) -> Iterator[Set[int]]:
    """Yield the same of each text, found faster all at once: most have none of the words that may begin a title."""
    openers = title_words().echo_openers.openers([word for folded in texts for word in folded])
    for folded in texts:
        yield _NOWHERE if openers.isdisjoint(folded) else _echo(folded)


def _echo(folded: Sequence[str]) -> Set[int]:
    spans: list[tuple[int, int]] = []
    merged: list[str] = []
    place = 0
    for match in [*title_words().echoes.find(folded), Match(TITLE, len(folded), len(folded))]:
        spans += [(i, i + 1) for i in range(place, match.first)]
        merged += folded[place : match.first]
        if match.last > match.first:
            spans.append((match.first, match.last))
            merged.append(TITLE)
        place = match.last
    echo = {i for span, word in zip(spans, merged, strict=True) if word == TITLE for i in range(*span)}
    for match in title_words().around.find(merged):
        echo.update(range(spans[match.first][0], spans[match.last - 1][1]))
    return echo
