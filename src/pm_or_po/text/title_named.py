"""Find the job that an offer's text gives to the person hired, where no line at its top is a title.

It is told in sentences: "As Senior Product Owner, you ...", "Le ou la Product Manager est responsable de ...". Where a
sentence may be about a colleague as well, it says nothing: a wrong title makes a wrong flag, no title makes none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pm_or_po.text.document import Statement
from pm_or_po.text.page_lines import section
from pm_or_po.text.page_top import TopLine, trimmed
from pm_or_po.text.title import read_title
from pm_or_po.text.title_asked import Said, invited, one_job
from pm_or_po.text.title_lines import are_several, job_at_start
from pm_or_po.text.title_words import title_words

_LEADING: Final = 10  # words that may lead to a job: "Au sein de la Direction des Achats, le ou la ..."
_BETWEEN: Final = 6  # words from a job to what is said of it: "le ou la Product Owner Paie à Lyon est ..."
_DESCRIBED: Final = 4  # words of what is said of it at most: "a pour principales missions"
_HEADING: Final = 4  # words of one
_QUOTES: Final = tuple('«“"')


def named_title(statements: Sequence[Statement]) -> str:
    """Return the product job that the statements of an offer say the person hired will have.

    What stands under a heading of the wanted profile tells of other jobs, and so do the items of a list.

    Returns
    -------
    str
        Empty where none says so, or where they name jobs that differ.
    """
    found: list[TopLine] = []
    wanted = False
    for piece in statements:
        if _is_heading(piece):
            wanted = section(piece.spoken) == "profile"
        quoted = piece.text.startswith(_QUOTES)
        if not wanted and not piece.bullet and not quoted and any(title_words().jobs.find(piece.spoken)):
            found += _named(Said(trimmed(piece.text, 0)))
    found = [one for one in found if _is_of_one(one)]
    claims = {read_title(one.text).claim for one in found}
    return found[0].text if len(claims) == 1 and "OTHER" not in claims else ""


def _is_heading(piece: Statement) -> bool:
    """Tell whether a statement is a heading, by its look or its words."""
    short = len(piece.spoken) <= _HEADING and not piece.bullet and piece.text[-1] not in ".;,"
    return short or section(piece.spoken) is not None


def _is_of_one(line: TopLine) -> bool:
    """Tell whether a line begins with the job of one person, of any family."""
    job, now = job_at_start(line.words), title_words().sets["at-another-time"].isdisjoint(line.words)
    return now and job is not None and not are_several(line.words, job)


def _named(said: Said) -> Iterator[TopLine]:
    """Yield the jobs that a sentence gives the person hired; it tells of no other post, nor of another time."""
    if title_words().sets["other-posts"].isdisjoint(said.folded):
        found = [*invited(said, "opening"), *_sought(said), *_readers(said), *_told_of(said)]
        yield from map(said.part, found)


def _sought(said: Said) -> Iterator[range]:
    """Yield the one job that the company says it looks for, not beside the reader: "We are hiring a Product Owner"."""
    if len(list(title_words().jobs.find(said.folded))) > 1:
        return
    for match in title_words().seeking.find(said.folded[:_LEADING]):
        place = one_job(said, match.last)
        if place is not None and title_words().sets["reader"].isdisjoint(_besides(said, place)):
            yield place


def _readers(said: Said) -> Iterator[range]:
    """Yield the job that a sentence gives its reader: "As Product Owner, you ...", "Vous serez notre Product Owner"."""
    for match in title_words().given.find(said.folded[:_LEADING]):
        opens = match.first == 0 or said.marked(match.first)
        place = one_job(said, match.last) if opens else None
        if place is None or said.folded[place.stop : place.stop + 1] == ["s"]:  # "the Product Manager's"
            continue
        likened = match.label == "bare" and place.start > match.last  # "Comme le Product Manager, vous"
        if match.label == "reader" or (not likened and _goes_on_with_reader(said, place.stop)):
            yield place


def _goes_on_with_reader(said: Said, at: int) -> bool:
    """Tell whether a sentence goes on, after a job and maybe what it is of, with its reader: "..., you will".

    Not with somebody of the job, "..., Léa vous", nor with what one does, "As the Product Manager prepares".
    """
    you = title_words().sets["you"]
    reader = next((n for n in range(at, len(said.folded)) if said.folded[n] in you), None)
    if reader is None or not (reader == at or said.marked(reader)):
        return False
    between = [said.written(n) for n in range(at, reader)]
    if between and said.marked(at) and between[0][0].isupper():
        return all(word[0].isupper() for word in between)  # "As Product Manager, Billing, you"
    return reader == at or said.marked(at) or said.folded[at] in title_words().sets["after-job"]


def _told_of(said: Said) -> Iterator[range]:
    """Yield a job, both genders named, that a sentence tells the purpose of: "Le ou la Product Owner est garant"."""
    sets = title_words().sets
    for first in _starts(said):
        job = said.past_articles(first)
        articles = said.folded[first:job]
        place = one_job(said, job) if len(articles) > 1 and sets["definite"].issuperset(articles) else None
        if place is None or not sets["reader"].isdisjoint(_besides(said, place)):
            continue
        following = said.folded[place.stop : place.stop + _BETWEEN + _DESCRIBED]
        told = title_words().described.first(following)
        if told is not None and told.first <= _BETWEEN:
            yield place


def _besides(said: Said, place: range) -> Sequence[str]:
    """Return the words of a sentence but for those at a place."""
    return said.folded[: place.start] + said.folded[place.stop :]


def _starts(said: Said) -> Iterator[int]:
    """Yield where a sentence may name its subject: at its start, and after a comma that ends its first words."""
    yield 0
    comma = next((at for at in range(1, min(_LEADING, len(said.words))) if "," in said.before(at)), None)
    if comma is not None:
        yield comma
