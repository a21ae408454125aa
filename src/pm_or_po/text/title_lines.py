"""What one line of a page says of its title: whether it has the shape of one, asks for a job, or is the page's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Final

from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.page_top import EDGES, MOST_TITLE_WORDS, TopLine, trimmed
from pm_or_po.text.phrases import Match
from pm_or_po.text.statements import first_sentence
from pm_or_po.text.title import read_title
from pm_or_po.text.title_words import GENDERS, title_words
from pm_or_po.text.tokens import folded_words, tokens

LATEST_JOB = 3  # words that may come before the job: contract, level
_CLOSING = " \u00a0\u202f.!?"  # marks of a sentence, after a job that stands alone
_LETTERS = 3  # of what bears both genders' mark and is no job: "CDI H/F"
_CALLED_OUT = 3  # besides a job that is called out: "Senior Product Owner H/F !"
_LONG_LABEL = 2  # words of one that a colon may lack after
# Before a job: "IT Product Manager" is one, "le Product Manager" none.
NEVER_BEFORE: Final = FUNCTION_WORDS - {"it"}
_PRODUCT: Final = frozenset({"PM", "PO", "BOTH", "PM-open", "PM-short", "CPO-short"})
_LABEL_END = re.compile(r":|\.{3,}")  # "Poste : ...", "Poste ........ ..."
_COLUMN = re.compile(r"(?<=\S)[ \t\u00a0]{4,}(?=\S)")  # between two columns of a form or of a PDF
_BAR = re.compile(r"\s[-–—|•·]\s")
_CRUMB = re.compile(r"(?<=\w)\s*[>›»→]\s")
_PRINTED = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}[:h]\d{2}\s+")  # the day and hour of a print
_NO_WORDS = re.compile(rf"(?<=rendez)-vous\b|{GENDERS.pattern}", re.IGNORECASE)  # of a sentence


def opens_with_a_job(line: str) -> bool:
    """Tell whether a line names a job among its first words."""
    found = title_words().jobs.first([token.word for token in tokens(line)])
    return found is not None and found.first <= LATEST_JOB


def is_marked(line: str) -> bool:
    """Tell whether a line bears the mark of both genders that job titles bear, and more: "Commercial terrain H/F"."""
    mark = GENDERS.search(line)
    if mark is None or ":" in line or any(title_words().triggers.find(folded_words(line))):
        return False
    return sum(map(str.isalpha, line[: mark.start()])) > _LETTERS


def is_clutter(words: Sequence[str]) -> bool:
    """Tell whether a line is a job board's own: a menu, a button, a search, how an offer was posted."""
    book = title_words()
    job = book.jobs.first(words)
    before = words[: job.first] if job else ()
    return not (book.sets["site"] | book.sets["buttons"]).isdisjoint(before) or any(book.clutter.find(words))


def is_plain_title(line: TopLine) -> bool:
    """Tell whether a line can be nothing but a title: it begins with a product title, or bears both genders' mark."""
    words = line.words
    if line.item or not is_title_shaped(line.text) or is_clutter(words):
        return False
    claims = read_title(line.text).claim != "OTHER" and job_at_start(words) is not None
    return claims or is_marked(line.text)


def names_a_job(line: TopLine) -> bool:
    """Tell whether a line begins with a product title, or with another job of two words or more; no skill is one."""
    words = line.words
    job = job_at_start(words)
    if job is None or line.item or ":" in line.text[: tokens(line.text)[job.first].start]:
        return False
    skills = title_words().sets["skills"]
    if not skills.isdisjoint(words[job.first : job.last]) and skills.issuperset(
        words[: job.first] + words[job.last :]
    ):
        return False
    return read_title(line.text).claim != "OTHER" or job.last - job.first > 1


def names_somebodys_job(line: TopLine) -> bool:
    """Tell whether a line names the job of people known: "sous la responsabilité du PM", "Coach PMs in writing"."""
    words = line.words
    job = title_words().jobs.first(words)
    if job is None or not job.first:
        return False
    several = job.label in _PRODUCT and are_several(words, job) and not GENDERS.search(line.text)
    counted = title_words().sets["numbers"].issuperset(words[: job.first])
    passing = several and not counted and job.last < len(words)
    return passing or words[job.first - 1] in title_words().sets["known"]


def are_several(words: Sequence[str], job: Match) -> bool:
    """Tell whether a job is told of several people: "Product Owners", but not "chef de produits"."""
    singular = title_words().sets["singular"]
    return any(words[at].endswith("s") and words[at] not in singular for at in (job.first, job.last - 1))


def is_crumb(line: str) -> bool:
    """Tell whether a line is the path of a page, which leads to a job: "Accueil > Emploi > Product Owner"."""
    head, *rest = _CRUMB.split(line)
    return bool(rest) and not any(title_words().jobs.find(folded_words(head)))


def is_bare(line: TopLine) -> bool:
    """Tell whether a line says nothing but the name of a job."""
    words = line.words
    return sum(job.last - job.first for job in title_words().jobs.find(words)) == len(words)


def _is_called_out(line: str) -> bool:
    """Tell whether a line is one job that a mark of a sentence ends, with few words more: "Product Owner H/F !"."""
    words = folded_words(line)
    jobs = list(title_words().jobs.find(words))
    job = job_at_start(words)
    if job is None or len(jobs) > 1 or not line.endswith((".", "!", "?")):
        return False
    besides = len(words) - (job.last - job.first)
    return besides == 0 or (besides <= _CALLED_OUT and not line.endswith(".") and not {",", ":"} & set(line))


def is_searched_for(line: TopLine, above: TopLine) -> bool:
    """Tell whether a job is what somebody looked for: as typed, below the name of a field, or with a place."""
    words, label = line.words, above.words
    field = title_words().searches.match(label, 0)
    if (field is not None and field.last == len(label)) or (is_bare(line) and line.text.islower()):
        return True
    job = job_at_start(words)
    if job is None or job.last == len(words):
        return False
    return _is_near_a_place(line, job.last) or any(title_words().surroundings.find(words[job.last :]))


def _is_near_a_place(line: TopLine, first: int) -> bool:
    """Tell whether from a word on a place is named, as in a search: "in Paris", but not "in the Payments team"."""
    if line.words[first] not in title_words().sets["near"] or first + 1 == len(line.words):
        return False
    place = line.text[tokens(line.text)[first + 1].start]
    return place.isupper() or line.text.islower()


def is_title_shaped(line: str) -> bool:
    """Tell whether a line is short and no sentence."""
    words = {token.word for token in tokens(line)}
    ends = line.endswith((".", "!", "?")) and not _is_called_out(line)
    return len(words) <= MOST_TITLE_WORDS and not ends and not _is_sentence(line)


def _is_sentence(line: str) -> bool:
    """Tell whether a line is a sentence; a job at its start may be followed by any words after a dash or a bar."""
    head = _BAR.split(line, maxsplit=1)[0]
    words = folded_words(_NO_WORDS.sub("", head if opens_with_a_job(head) else line))
    told = title_words().sets["sentence"].intersection(words)
    return bool(told) and not (told <= title_words().sets["possessive"] and _names_its_product(words))


def clipped(line: TopLine) -> TopLine:
    """Return a title without what a page or a print puts around it, nor a sentence that names other jobs.

    The sentence stands after a dash or a bar: those are colleagues'. A job alone loses its "!" or "?" too.
    """
    printed = _PRINTED.match(line.text)
    if printed is not None:
        line = trimmed(line.text[printed.end() :], line.start + printed.end())
    for bar in _BAR.finditer(line.text):
        before = folded_words(line.text[: bar.start()])
        head = title_words().heads.match(before, 0)
        if head is not None and head.last == len(before):
            return clipped(trimmed(line.text[bar.end() :], line.start + bar.end())._replace(item=line.item))
        words = folded_words(line.text[bar.end() :])
        told = not title_words().sets["sentence"].isdisjoint(words) and any(title_words().jobs.find(words))
        if title_words().tails.match(words, 0) or (told and opens_with_a_job(line.text[: bar.start()])):
            return trimmed(line.text[: bar.start()], line.start)._replace(item=line.item)
    return line._replace(text=line.text.rstrip(_CLOSING)) if _is_called_out(line.text) else line


def _names_its_product(words: Sequence[str]) -> bool:
    """Tell whether words begin with a product title and whose it is: "Product Manager pour notre application"."""
    job, sets = job_at_start(words), title_words().sets
    following = words[job.last : job.last + 2] if job and job.label in _PRODUCT else ()
    return len(following) == 2 and following[0] in sets["subject"] and following[1] in sets["possessive"]


def job_at_start(words: Sequence[str]) -> Match | None:
    """Return the job that words begin with, a level or a subject before it at most."""
    job = title_words().jobs.first(words)
    if job is None or job.first >= LATEST_JOB or NEVER_BEFORE.intersection(words[: job.first]):
        return None
    return job


def after_label(line: TopLine, following: Sequence[TopLine]) -> TopLine | None:
    """Return what follows "Poste :" on the same line, or on the next when the label stands alone.

    After a label of two words or more the job may follow without a colon: "Intitulé du poste Product Owner". A number
    may stand before it: "1.1 Title:".
    """
    mark = _LABEL_END.search(line.text)
    label = line.text if mark is None else line.text[: mark.start()]
    start = line.start + (len(label) if mark is None else mark.end())
    value = _COLUMN.split(line.text[start - line.start :], maxsplit=1)[0]
    words = list(dropwhile(lambda token: not any(map(str.isalpha, token.word)), tokens(label)))
    match = title_words().labels.match([token.word for token in words], 0)
    if match is None:
        return None
    if match.label == "short":
        job = trimmed(value, start)
        return job if match.last == len(words) and _is_plainly_a_title(job) else None
    if match.last == len(words) and mark is not None and value.strip(EDGES):
        title = value if is_title_shaped(value.strip(EDGES)) else first_sentence(value)
        led = _led(trimmed(title, start))
        return led if _opens_with_its_job(led) else None
    if match.last == len(words):
        return next(
            (one for one in following if _is_plainly_a_title(one) and not is_searched_for(one, line)), None
        )
    begins = words[match.last].start
    after = [token.word for token in words[match.last :]]
    named = job_at_start(after)
    unlabelled = match.last < _LONG_LABEL or named is None or named.first or is_clutter(after)
    return None if unlabelled else trimmed(line.text[begins:], line.start + begins)


def _opens_with_its_job(line: TopLine) -> bool:
    """Tell whether a line that names a product job leads to it by no sentence: not "an interview with the CPO"."""
    words = list(dropwhile(title_words().sets["skip"].__contains__, line.words))
    job = title_words().jobs.first(words)
    before = words[: job.first] if job is not None and read_title(line.text).claim != "OTHER" else ()
    return NEVER_BEFORE.isdisjoint(word for word in before if len(word) > 1)  # "P&C" is a subject


def _is_plainly_a_title(line: TopLine) -> bool:
    searched = is_bare(line) and line.text.islower()
    return is_title_shaped(line.text) and not searched and (names_a_job(line) or is_marked(line.text))


def _led(line: TopLine) -> TopLine:
    """Return the subject of a letter without the words that lead to the job: "Fwd: opportunity: Product Owner"."""
    words = tokens(line.text)
    folded = [token.word for token in words]
    first = 0
    while (match := title_words().leads.match(folded, first)) is not None:
        first = match.last
    start = words[first].start if 0 < first < len(words) else 0
    return trimmed(line.text[start:], line.start + start)
