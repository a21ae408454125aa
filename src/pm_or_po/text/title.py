"""Read what a job title claims, find the title in a pasted offer, and mark its echoes in the text.

The word lists are in ``titles.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias

from pm_or_po.text.phrases import Match
from pm_or_po.text.statements import first_sentence
from pm_or_po.text.title_words import TITLE, title_words
from pm_or_po.text.tokens import Token, tokens

Claim: TypeAlias = Literal["PM", "PO", "BOTH", "OTHER"]

LINES_SEARCHED: Final = 8
LONGEST_TITLE: Final = 18  # words
_SEARCHED_CHARACTERS: Final = 4_000
_LATEST_JOB = 3  # words that may come before the job: contract, level
_REACH = 9  # words between "we are looking for" and the job
_NOWHERE: Final[frozenset[int]] = frozenset()
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

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def find_title(text: str) -> tuple[str, int, int] | None:
    """Find the job title in the first lines of a pasted offer.

    Returns
    -------
    tuple of (str, int, int) or None
        The title and its characters, ``text[start:end]``; None when no line names a known job.
    """
    lines = list(islice(_lines(text), LINES_SEARCHED))
    labelled = [value for i, line in enumerate(lines) if (value := _after_label(line, lines[i + 1 : i + 2]))]
    short = [line for line in lines if _is_title_shaped(line.text)]
    opening = [line for line in short[:1] if line == lines[0]]
    first = [_Line(first_sentence(line.text), line.start) for line in lines[:1]]
    heading = [line for line in first if _is_title_shaped(line.text) and _opens_with_a_job(line.text)]
    asked = [part for line in lines for part in _asked_for(line)]
    for candidates, claim_needed in (
        (labelled, False),
        (opening, False),
        (short, True),
        (asked, True),
        (heading, True),
        (short, False),
        (asked, False),
    ):
        for line in candidates:
            claimed = read_title(line.text).claim != "OTHER"
            if claimed or (not claim_needed and _opens_with_a_job(line.text)):
                return line.text, line.start, line.end
    return None


def _opens_with_a_job(line: str) -> bool:
    found = next(title_words().jobs.find([token.word for token in tokens(line)]), None)
    return found is not None and found.first <= _LATEST_JOB


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold words, without the marks at their edges."""
    start = 0
    for raw in text[:_SEARCHED_CHARACTERS].split("\n"):
        line = _trimmed(raw, start)
        if any(character.isalpha() for character in line.text):
            yield line
        start += len(raw) + 1


def _trimmed(text: str, start: int) -> _Line:
    left = len(text) - len(text.lstrip(_EDGES))
    return _Line(text.strip(_EDGES), start + left)


def _is_title_shaped(line: str) -> bool:
    words = {token.word for token in tokens(line)}
    return (
        len(words) <= LONGEST_TITLE
        and not line.endswith((".", "!", "?"))
        and not words & title_words().sets["sentence"]
    )


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
