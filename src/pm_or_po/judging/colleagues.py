"""Which lines tell what a colleague does, presented by name and job: "Nadia, Group PM : elle porte la vision".

The words are in ``colleagues.toml`` next to this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.clean import known_words
from pm_or_po.text.document import Statement
from pm_or_po.text.phrases import Phrases
from pm_or_po.text.title_words import title_words
from pm_or_po.text.tokens import folded_words

_NAME: Final = r"[A-ZÀ-ÝŒ](?:\.|[a-zà-ÿœ]+(?:(?:['’-][A-ZÀ-Ý]?|[A-ZÀ-Ý])[a-zà-ÿœ]+)*)"
_NAMES: Final = rf"{_NAME}(?: {_NAME}){{0,2}}(?: (?:et|and|&) {_NAME}(?: {_NAME})?)?"
# A name, then a job after a comma or a colon or in brackets, then what is said of them.
_JOB: Final = r"([^,:;()|–—]+)"
_PRESENTED: Final = re.compile(
    rf"[\W\d_]*(?P<name>{_NAMES})(?:, {_JOB}(?:,|\s?:| [–—-])|\s?: {_JOB},| \(([^()]+)\)\s?[,:–—-]?)"
    r"\s(?P<said>.+)",
    re.DOTALL,
)
_DETERMINERS: Final = frozenset({"le", "la", "les", "the", "un", "une", "a", "an"})
_OURS: Final = frozenset({"notre", "our"})
_MOST_BESIDE: Final = 2  # words beside those of a job
_LEAST_JOBS: Final = 2  # of colleagues, where none is said to be "ours"


class _ColleaguePhrases(NamedTuple):
    jobs: Phrases
    subjects: Phrases
    impersonal: Phrases
    verbs: Phrases
    wanted: Phrases


@cache
def _phrases() -> _ColleaguePhrases:
    data = packaged("judging/colleagues.toml")
    return _ColleaguePhrases(*(Phrases({name: data[name]}) for name in _ColleaguePhrases._fields))


def of_colleagues(statements: Sequence[Statement]) -> list[int]:
    """Return which statements tell what a colleague does, whom they present by name and job.

    One alone may be the person hired, or whom she follows, and those of one job may be at several sites: unless a line
    says "our", it takes several jobs. Where one speaks to the reader too, or of whom the colleague looks for, it may
    tell a duty all the same.
    """
    jobs = {i: job for i, one in enumerate(statements) if (job := _job_of_a_colleague(one))}
    several = len(set(jobs.values())) >= _LEAST_JOBS
    return [i for i, job in jobs.items() if several or job[0] in _OURS]


def speaks_of_the_wanted(words: Sequence[str]) -> bool:
    """Tell whether a line speaks of the person hired as well, or of what comes to her: it may tell a duty."""
    return any(_phrases().wanted.find(words))


def _job_of_a_colleague(statement: Statement) -> tuple[str, ...]:
    """Return the words of the job of a colleague whom a statement presents and tells of; none if it presents none."""
    presented = _PRESENTED.match(statement.text)
    if presented is None:
        return ()
    name, job = folded_words(presented["name"]), folded_words(next(filter(None, presented.groups()[1:])))
    ours = not _OURS.isdisjoint(job[:1])
    if not known_words().isdisjoint(name) or any(title_words().jobs.find(name)) or not _is_job(job[ours:]):
        return ()
    told = _is_told(folded_words(presented["said"])) and not speaks_of_the_wanted(statement.spoken)
    return tuple(job) if told else ()


def _is_job(words: Sequence[str]) -> bool:
    """Tell whether words are a job and little more, "data analyst", but not that of an offer: "le Product Owner"."""
    if not _DETERMINERS.isdisjoint(words[:1]):
        return False
    jobs = max((sum(match.last - match.first for match in book.find(words)) for book in _books()), default=0)
    return jobs > 0 and len(words) - jobs <= _MOST_BESIDE


def _books() -> tuple[Phrases, Phrases]:
    return title_words().jobs, _phrases().jobs


def _is_told(words: Sequence[str]) -> bool:
    """Tell whether words say what somebody does: "elle porte la vision", "owns the roadmap"."""
    phrases = _phrases()
    if phrases.subjects.match(words, 0) is not None:
        return phrases.impersonal.match(words, 0) is None
    return phrases.verbs.match(words, 0) is not None
