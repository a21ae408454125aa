"""Find the job that an offer's text gives to the person hired, where no line at its top is a title.

It is told in sentences: "As Senior Product Owner, you ...", "Le ou la Product Manager est responsable de ...".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pm_or_po.text.document import Statement
from pm_or_po.text.page_top import TopLine, trimmed
from pm_or_po.text.title import read_title
from pm_or_po.text.title_asked import Said, asked_for, names_who_does, one_job
from pm_or_po.text.title_lines import are_several, job_at_start, names_somebodys_job
from pm_or_po.text.title_words import title_words

_BETWEEN: Final = (
    6  # words from a job to what is said of it: "The Product Owner, Claims, in Leeds is responsible"
)
_LEADING: Final = (
    10  # words that may lead to a job: "Au sein de la Direction des Achats, le ou la Product Owner est"
)
_GENDERS: Final = frozenset({"le", "la", "ou"})


def named_title(statements: Sequence[Statement]) -> str:
    """Return the product job that the statements of an offer say the person hired will have.

    Returns
    -------
    str
        Empty where none says so, or where they name jobs that differ. A job told of in the third person, "The Product
        Owner is responsible for ...", is a colleague's where the text names somebody of a product job besides, unless
        both genders are named as offers do: "le ou la Product Owner".
    """
    own: list[TopLine] = []
    told: list[TopLine] = []
    known = False
    for piece in statements:
        job = next(title_words().jobs.find(piece.spoken), None)
        if job is None:
            continue
        line = trimmed(piece.text, 0)
        said = Said(line)
        own += [*asked_for(line), *_readers(said), *(part for part, both in _told_of(said) if both)]
        told += [part for part, both in _told_of(said) if not both]
        product = read_title(line.text).claim != "OTHER"
        known = known or (product and said.past_articles(0) < job.first and names_somebodys_job(line))
    return _agreed(own) or ("" if known or any(map(_is_of_one, own)) else _agreed(told))


def _agreed(lines: Sequence[TopLine]) -> str:
    """Return the first of lines that each begin with one product job; empty where these differ."""
    found = [one for one in lines if _is_of_one(one)]
    claims = {read_title(one.text).claim for one in found}
    return found[0].text if len(claims) == 1 and "OTHER" not in claims else ""


def _is_of_one(line: TopLine) -> bool:
    """Tell whether a line begins with the job of one person, of any family."""
    job, now = job_at_start(line.words), title_words().sets["at-another-time"].isdisjoint(line.words)
    return now and job is not None and not are_several(line.words, job)


def _readers(said: Said) -> Iterator[TopLine]:
    """Yield the job that a sentence gives its reader: "As Product Owner, you ...", "Vous serez notre Product Owner"."""
    for match in title_words().given.find(said.folded[:_LEADING]):
        opens = match.first == 0 or said.marked(match.first)
        place = one_job(said, match.last) if opens else None
        if place is None or _goes_on_as_a_name(said, place.stop):
            continue
        if match.label == "reader" or _speaks_to_reader(said, place.stop):
            yield said.part(place)


def _goes_on_as_a_name(said: Said, at: int) -> bool:
    """Tell whether something of theirs follows a job: "You will be the Product Manager's right hand"."""
    return said.folded[at : at + 1] == ["s"]


def _speaks_to_reader(said: Said, at: int) -> bool:
    """Tell whether a sentence goes on, from a word on, with its reader, a mark, or what the job is of."""
    sets = title_words().sets
    if sets["reader"].isdisjoint(said.folded[at:]) or names_who_does(said, at):
        return False
    return said.marked(at) or said.folded[at] in sets["reader"] or said.folded[at] in sets["after-job"]


def _told_of(said: Said) -> Iterator[tuple[TopLine, bool]]:
    """Yield a job of which a sentence that speaks to nobody tells what it is for, and whether it names both genders."""
    reader = title_words().sets["reader"]
    for first in _starts(said):
        job = said.past_articles(first)
        place = one_job(said, job) if job > first else None
        if place is not None and reader.isdisjoint(said.folded[: place.start] + said.folded[place.stop :]):
            following = said.folded[place.stop : place.stop + _BETWEEN + 3]
            told = next(title_words().described.find(following), None)
            if told is not None and told.first <= _BETWEEN:
                yield said.part(place), len(_GENDERS.intersection(said.folded[first:job])) > 1
                return


def _starts(said: Said) -> Iterator[int]:
    """Yield where a sentence may name its subject: at its start, and after a comma that ends its first words."""
    yield 0
    comma = next((at for at in range(1, min(_LEADING, len(said.words))) if "," in said.before(at)), None)
    if comma is not None:
        yield comma
