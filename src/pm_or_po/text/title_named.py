"""Find the job that an offer's text gives to the person hired, where no line at its top is a title.

It is told in sentences: "As Senior Product Owner, you ...", "Le ou la Product Manager est responsable de ...".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pm_or_po.text.document import Statement
from pm_or_po.text.page_lines import section
from pm_or_po.text.page_top import TopLine, trimmed
from pm_or_po.text.title import read_title
from pm_or_po.text.title_asked import Said, asked_for, invited, one_job
from pm_or_po.text.title_lines import PRODUCT, are_several, job_at_start
from pm_or_po.text.title_words import title_words

_BETWEEN: Final = (
    6  # words from a job to what is said of it: "The Product Owner Claims in Leeds is responsible"
)
_LEADING: Final = (
    10  # words that may lead to a job: "Au sein de la Direction des Achats, le ou la Product Owner est"
)
_DESCRIBED: Final = 4  # words of what is said of it at most: "will be in charge"
_HEADING: Final = 4  # words of one
_QUOTES: Final = tuple('«“"')
_READER: Final = frozenset({"vous", "tu", "you"})


class _Named(NamedTuple):
    """A job that a sentence names, and whether it must be that of the person hired, whomever else the text names."""

    line: TopLine
    surely: bool


def named_title(statements: Sequence[Statement]) -> str:
    """Return the product job that the statements of an offer say the person hired will have.

    What stands under a heading of the wanted profile tells of other jobs.

    Returns
    -------
    str
        Empty where none says so, or where they name jobs that differ. A job told of in the third person, "The Product
        Owner is responsible for ...", is a colleague's where the text speaks to its reader, or names somebody of a
        product job; unless both genders are named as offers do, "le ou la Product Owner".
    """
    found: list[_Named] = []
    alone, wanted = True, False
    for piece in statements:
        if _is_heading(piece):
            wanted = section(piece.spoken) == "profile"
        if wanted:
            continue
        alone = alone and _READER.isdisjoint(piece.spoken)
        if any(title_words().jobs.find(piece.spoken)):
            said = Said(trimmed(piece.text, 0))
            alone = alone and not _knows_somebody(said)
            if not piece.text.startswith(_QUOTES):
                found += _named(said)
    own = [one.line for one in found if one.surely]
    return _agreed(own) if own or not alone else _agreed([one.line for one in found])


def _is_heading(piece: Statement) -> bool:
    """Tell whether a statement is a heading, by its look or its words."""
    short = len(piece.spoken) <= _HEADING and not piece.bullet and piece.text[-1] not in ".;,"
    return short or section(piece.spoken) is not None


def _named(said: Said) -> Iterator[_Named]:
    """Yield the jobs that a sentence may give the person hired; it tells of no other post, nor of another time."""
    sets = title_words().sets
    if not sets["other-posts"].isdisjoint(said.folded):
        return
    find = invited if said.folded[0] in sets["reader"] else asked_for
    yield from (_Named(part, True) for part in find(said.line))
    yield from (_Named(part, True) for part in _readers(said))
    yield from _told_of(said)


def _agreed(lines: Sequence[TopLine]) -> str:
    """Return the first of lines that each begin with one product job; empty where these differ."""
    found = [one for one in lines if _is_of_one(one)]
    claims = {read_title(one.text).claim for one in found}
    return found[0].text if len(claims) == 1 and "OTHER" not in claims else ""


def _is_of_one(line: TopLine) -> bool:
    """Tell whether a line begins with the job of one person, of any family."""
    job, now = job_at_start(line.words), title_words().sets["at-another-time"].isdisjoint(line.words)
    return now and job is not None and not are_several(line.words, job)


def _knows_somebody(said: Said) -> bool:
    """Tell whether a product job of the sentence is somebody's: "avec le Product Manager", "notre Product Owner"."""
    sets, words = title_words().sets, said.folded
    subject = next((at for at, word in enumerate(words) if word not in sets["definite"]), len(words))
    return any(
        job.first > subject and job.label in PRODUCT and words[job.first - 1] in sets["known"]
        for job in title_words().jobs.find(words)
    )


def _readers(said: Said) -> Iterator[TopLine]:
    """Yield the job that a sentence gives its reader: "As Product Owner, you ...", "Vous serez notre Product Owner"."""
    for match in title_words().given.find(said.folded[:_LEADING]):
        opens = match.first == 0 or said.marked(match.first)
        place = one_job(said, match.last) if opens else None
        if (
            place is None
            or _is_likened(said, match.last, place)
            or said.folded[place.stop : place.stop + 1] == ["s"]
        ):
            continue
        if match.label == "reader" or _goes_on_with_reader(said, place.stop):
            yield said.part(place)


def _is_likened(said: Said, at: int, place: range) -> bool:
    """Tell whether the reader is only like those of a job: "Comme le Product Manager, vous"."""
    return said.folded[at - 1] == "comme" and place.start > at


def _goes_on_with_reader(said: Said, at: int) -> bool:
    """Tell whether a sentence goes on, after a job and maybe what it is of, with its reader: "..., you will".

    Not with somebody of the job, "..., Léa vous", nor with what one does, "As the Product Manager prepares".
    """
    sets = title_words().sets
    reader = next((n for n in range(at, len(said.folded)) if said.folded[n] in _READER), None)
    if reader is None or not (reader == at or said.marked(reader)):
        return False
    return reader == at or said.marked(at) or said.folded[at] in sets["after-job"]


def _told_of(said: Said) -> Iterator[_Named]:
    """Yield a job of which a sentence that speaks to nobody, and names no other job, tells what it is for."""
    sets = title_words().sets
    superior = next((match.last for match in title_words().superiors.find(said.folded)), len(said.folded))
    jobs = [job for job in title_words().jobs.find(said.folded) if job.first < superior]
    for first in _starts(said):
        job = said.past_articles(first)
        articles = said.folded[first:job]
        place = one_job(said, job) if articles and sets["definite"].issuperset(articles) else None
        if (
            place is None
            or read_title(said.part(place).text).leads
            or len(jobs) > 1
            or said.marked(place.stop)
        ):
            continue
        if not sets["reader"].isdisjoint(said.folded[: place.start] + said.folded[place.stop :]):
            continue
        told = next(
            title_words().described.find(said.folded[place.stop : place.stop + _BETWEEN + _DESCRIBED]), None
        )
        if told is not None and told.first <= _BETWEEN:
            yield _Named(said.part(place), len(articles) > 1)


def _starts(said: Said) -> Iterator[int]:
    """Yield where a sentence may name its subject: at its start, and after a comma that ends its first words."""
    yield 0
    comma = next((at for at in range(1, min(_LEADING, len(said.words))) if "," in said.before(at)), None)
    if comma is not None:
        yield comma
