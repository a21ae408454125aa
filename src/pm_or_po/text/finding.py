"""Find the title in a pasted offer: on its first lines, or below the menu of the page it was copied from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from pm_or_po.text.page_top import PageTop, TopLine, is_of_a_menu, page_top
from pm_or_po.text.statements import first_sentence
from pm_or_po.text.title import Claim, read_title
from pm_or_po.text.title_asked import addressed, asked_for, held
from pm_or_po.text.title_lines import (
    after_label,
    clipped,
    is_bare,
    is_clutter,
    is_crumb,
    is_marked,
    is_plain_title,
    is_searched_for,
    is_title_shaped,
    names_a_job,
    names_somebodys_job,
    opens_with_a_job,
)
from pm_or_po.text.title_words import title_words

# Strength of what bears both genders' mark or comes again: of such titles the last is the offer's.
_SURE: Final = 2
# Lines on which a product title is one for want of another, were it what somebody looks for.
_FIRST: Final = 4
_EMPLOYER = re.compile(r"(?:\b(?i:chez|at)\s|@\s?)\s*(?P<name>[A-Z]\w+)")


class _Candidate(NamedTuple):
    """A line that may be the title; what makes it strong are both genders' mark, repetition, words besides the job."""

    line: TopLine
    claim: Claim
    strength: int
    first: bool = False


def find_title(text: str) -> str:
    """Find the job title in the first lines of a pasted offer, or below the menu of the page it was copied from.

    Returns
    -------
    str
        Empty when no line names a known job, or when two different product titles are as likely.
    """
    for found, claim_needed in _in_order(text):
        line = clipped(found)
        known = read_title(line.text).claim != "OTHER" or is_marked(line.text)
        if known or (not claim_needed and opens_with_a_job(line.text)):
            return line.text
    return ""


def _in_order(text: str) -> Iterator[tuple[TopLine, bool]]:
    """Yield what may be the title, the likeliest first, and whether it must be a product title or bear a mark."""
    top = page_top(text)
    lines = top.first
    yield from ((line, False) for line in _labelled(lines))
    candidates = list(_candidates(text, top))
    chosen = _likeliest(candidates)
    yield from ((one.line, False) for one in chosen if one.claim != "OTHER" or one.strength or one.first)
    yield from ((line, True) for line in _labelled([one for one in top.above if one not in lines]))
    short = [] if candidates and not chosen else list(_titles_among(text, top))
    yield from ((line, True) for line in short)
    asked = [part for line in lines for part in asked_for(line)]
    asked += [part for line in lines for part in held(line)]
    yield from ((line, True) for line in asked)
    first = [TopLine(first_sentence(line.text), line.start) for line in lines[:1] if not is_crumb(line.text)]
    first = [line for line in first if is_title_shaped(line.text) and not names_somebodys_job(line)]
    yield from ((line, True) for line in first if opens_with_a_job(line.text))
    yield from ((line, False) for line in [*(one.line for one in chosen), *short, *asked])
    yield from ((part, True) for line in lines for part in addressed(line))
    if not candidates:
        plain = takewhile(lambda line: not _begins_a_menu(line.words), top.above[:_FIRST])
        yield from ((line, True) for line in plain if _has_a_titles_form(line))


def _labelled(lines: Sequence[TopLine]) -> Iterator[TopLine]:
    """Yield what follows a label on one of the lines, or on the next."""
    found = (after_label(line, lines[i + 1 : i + 2]) for i, line in enumerate(lines))
    return (line for line in found if line is not None)


def _begins_a_menu(words: Sequence[str]) -> bool:
    return is_of_a_menu(words) or (len(words) == 1 and words[0] in title_words().sets["menu"])


def _titles_among(text: str, top: PageTop) -> Iterator[TopLine]:
    """Yield the first lines of a page that may be a title; in the offer's text a product title opens them."""
    for place, line in enumerate(top.first):
        if not _has_a_titles_form(line) or (
            place and _is_of_something_else(line, top.first[place - 1], text)
        ):
            continue
        if line in top.above or is_plain_title(line):
            yield line


def _has_a_titles_form(line: TopLine) -> bool:
    others = is_clutter(line.words) or is_crumb(line.text) or names_somebodys_job(line)
    return is_title_shaped(line.text) and not others


def _is_of_something_else(line: TopLine, above: TopLine, text: str) -> bool:
    """Tell whether a line without both genders' mark names a job that was searched for, or somebody's own."""
    return not is_marked(line.text) and (is_searched_for(line, above) or _is_somebodys(line, text))


def _candidates(text: str, top: PageTop) -> Iterator[_Candidate]:
    """Yield the lines that are a title's; in the offer's text only those that bear both genders' mark."""
    lines = [clipped(line) for line in [*top.above, *top.within]]
    said = [" ".join(line.words) for line in lines]
    for place, line in enumerate(lines):
        marked = is_marked(line.text)
        if place and not marked and not any(title_words().jobs.find(line.words)):
            continue
        if not _has_a_titles_form(line):
            continue
        if is_searched_for(line, line) if not place else _is_of_something_else(line, lines[place - 1], text):
            continue
        claim, bare = read_title(line.text).claim, is_bare(line)
        first = place == 0 and bool(top.above)
        named = claim != "OTHER" or opens_with_a_job(line.text) if first else names_a_job(line)
        if place >= len(top.above):
            named = named and marked
        if not named and (not marked or line.item):
            continue
        again = _stands_again(said, place, whole=bare)
        specific = not bare and (claim != "OTHER" or marked or again)
        yield _Candidate(line, claim, 2 * marked + specific + again * (1 if bare else 2), first)


def _stands_again(said: Sequence[str], place: int, *, whole: bool) -> bool:
    """Tell whether a line comes again elsewhere, on a line of its own or, unless ``whole``, among other words.

    The cards of a list of offers say a title twice in a row.
    """
    elsewhere = [other for i, other in enumerate(said) if abs(i - place) > 1]
    return said[place] in elsewhere or (
        not whole and any(f" {said[place]} " in f" {other} " for other in elsewhere)
    )


def _is_somebodys(line: TopLine, text: str) -> bool:
    """Tell whether a line says where somebody works, an employer that the page does not name again: "PO chez Acme"."""
    employer = _EMPLOYER.search(line.text)
    return employer is not None and text.count(employer["name"]) == line.text.count(employer["name"])


def _likeliest(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the likeliest title as a list of one, of none where another is as likely and claims another job."""
    departments = title_words().sets["departments"]
    candidates = [one for one in candidates if one.line.words[0] not in departments] or candidates
    if not candidates:
        return []
    if candidates[0].first:
        return [candidates[0]]
    most = max(one.strength for one in candidates)
    best = [one for one in candidates if one.strength == most]
    chosen = best[-1]
    if most >= _SURE or chosen.claim == "OTHER":
        return [chosen]
    later = candidates[candidates.index(chosen) + 1 :]
    rivals = [*(one for one in best if one.claim != "OTHER"), *later]
    return [chosen] if all(one.claim == chosen.claim for one in rivals) else []
