"""Find the job that a sentence asks for: "We are looking for a Senior Product Owner", "Our next Product Owner"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pm_or_po.text.page_top import TopLine
from pm_or_po.text.phrases import Match
from pm_or_po.text.title import read_title, titled_words
from pm_or_po.text.title_lines import LATEST_JOB, NEVER_BEFORE
from pm_or_po.text.title_words import title_words
from pm_or_po.text.tokens import Token

_REACH: Final = 9  # words between "we are looking for" and the job
_ASIDE: Final = (
    14  # and where a mark stands right before it: "we recruit, for a bank in Nantes, a Product Owner"
)
_MARKS: Final = frozenset(",.;:!?")
_ENDS: Final = frozenset(".!?")
_LEADS: Final = frozenset(",:?")


def asked_for(line: TopLine) -> Iterator[TopLine]:
    """Yield the jobs a sentence asks for: "We are looking for a Senior Product Owner", "the PM that we are hiring"."""
    words = titled_words(line.text)
    folded = [token.word for token in words]
    found = [*_invited(line.text, words, "opening")]
    found += [_clause(line.text, words, first) for first in _after_triggers(line.text, words)]
    for job in title_words().jobs.every(folded):
        first = job.first if _is_sought(line.text, words, job) else _subject_of_letter(folded, job)
        found += [] if first is None else [range(first, job.last)]
    yield from (_named(line, words, place) for place in found if place)


def held(line: TopLine) -> Iterator[TopLine]:
    """Yield the jobs somebody has or will have: the reader, "En tant que Product Owner", or a colleague."""
    words = titled_words(line.text)
    folded = [token.word for token in words]
    yield from (_named(line, words, place) for place in _invited(line.text, words, "ours"))
    for trigger in title_words().triggers.find(folded):
        place = _clause(line.text, words, trigger.last) if trigger.label == "held" else range(0)
        job = next(title_words().jobs.find(folded[place.start : place.stop]), None)
        if job is not None and job.first <= LATEST_JOB:
            yield _named(line, words, place)


def addressed(line: TopLine) -> Iterator[TopLine]:
    """Yield the job of those whom a line addresses: "Are you a Product Owner who likes to travel?".

    Its first sentence names no product job besides.
    """
    words = titled_words(line.text)
    folded = [token.word for token in words]
    match = title_words().addressed.match(folded, 0)
    place = _one_job(line.text, words, match.last) if match is not None else None
    if place is None:
        return
    end = next((at for at in range(1, len(words)) if _ends_sentence(line.text, words, at)), len(words))
    if (
        read_title(line.text[: words[end - 1].end]).claim
        == read_title(line.text[: words[place.stop - 1].end]).claim
    ):
        yield _named(line, words, place)


def _named(line: TopLine, words: Sequence[Token], place: range) -> TopLine:
    """Return some of the words of a line; a bracket that opens among them is closed or left out."""
    text, start, end = line.text, words[place[0]].start, words[place[-1]].end
    if text.count("(", start, end) > text.count(")", start, end):
        end = end + 1 if text.startswith(")", end) else len(text[: text.rfind("(", start, end)].rstrip())
    return TopLine(text[start:end], line.start + start)


def _invited(line: str, words: Sequence[Token], kind: str) -> Iterator[range]:
    """Yield where a job stands to which a sentence invites: "Become our Product Owner", "Join Acme as ...".

    Of the kind ``ours`` are "Our next Product Owner" and the like.
    """
    folded, sets = [token.word for token in words], title_words().sets
    for begin in (at for at in range(len(words)) if at == 0 or _ends_sentence(line, words, at)):
        opening = title_words().openings.match(folded, begin)
        if opening is not None and opening.label == kind:
            place = _one_job(line, words, opening.last)
            if place and (kind != "ours" or _ends_there(line, words, place.stop)):
                yield place
        if kind == "opening" and folded[begin] in sets["joining"]:
            yield from _joined(line, words, begin)


def _joined(line: str, words: Sequence[Token], begin: int) -> Iterator[range]:
    """Yield the job after "as" where no mark, nor another clause, stands between: "Join Acme as Product Owner"."""
    sets = title_words().sets
    for at in range(begin + 1, min(len(words), begin + _REACH)):
        if words[at].word in sets["capacity"]:
            place = _one_job(line, words, at + 1)
            if place and _ends_there(line, words, place.stop):
                yield place
        if words[at].word in sets["stops"] or not _MARKS.isdisjoint(
            line[words[at - 1].end : words[at].start]
        ):
            return


def _one_job(line: str, words: Sequence[Token], first: int) -> range | None:
    """Return where one job stands that is named from a word on, articles before it and a level or subject at most."""
    folded, sets = [token.word for token in words], title_words().sets
    while first < len(folded) and folded[first] in sets["skip"]:
        first += 1
    job = next(title_words().jobs.find(folded[first:]), None)
    if job is None or job.first > 1:
        return None
    place = range(first, first + job.last)
    whole = _MARKS.isdisjoint(line[words[place[0]].start : words[place[-1]].end])
    goes_on = not sets["after-product"].isdisjoint(folded[place.stop : place.stop + 1])
    several = _are_several(folded[first:], job)
    return (
        place if whole and not goes_on and not several else None
    )  # "Head of Product Design", "Product Owners"


def _ends_there(line: str, words: Sequence[Token], last: int) -> bool:
    """Tell whether a job is told no more of than a place, a team or what it will be, and not to a colleague of it."""
    sets = title_words().sets
    if last == len(words):
        return True
    between, following = line[words[last - 1].end : words[last].start].strip(), words[last].word
    if following in sets["will"]:
        end = next((at for at in range(last, len(words)) if _ends_sentence(line, words, at)), len(words))
        return sets["reader"].isdisjoint(token.word for token in words[last:end])
    its_you = following == "est"  # "c'est vous ?"
    if line[words[last].start : words[last].end] == "à":  # not "a", which is "has" too
        return True
    return following in sets["after-job"] or (bool(between) and (its_you or not between.startswith(",")))


def _after_triggers(line: str, words: Sequence[Token]) -> Iterator[int]:
    """Yield where a job may begin after what asks for it; of one that is not asked for, what stands after "but"."""
    folded, sets = [token.word for token in words], title_words().sets
    for trigger in title_words().triggers.find(folded):
        last = trigger.last
        if not sets["denied"].isdisjoint(_near(line, words, trigger)):
            reach = range(last, min(len(folded), last + _REACH))
            yield from (at + 1 for at in reach if folded[at] in sets["but"])
        elif trigger.label == "triggers":
            if "," not in line[words[last - 1].end : words[last].start if last < len(words) else None]:
                yield last
            yield from _after_an_aside(line, words, last)
        elif trigger.label == "at-once" and title_words().jobs.match(folded, last) is not None:
            yield last


def _near(line: str, words: Sequence[Token], trigger: Match) -> Iterator[str]:
    """Yield the words of a trigger, two before it and one after, as far as no mark stands between."""
    first, last = trigger.first, trigger.last

    def apart(at: int) -> bool:
        return not _MARKS.isdisjoint(line[words[at - 1].end : words[at].start])

    while first and trigger.first - first < 2 and not apart(first):
        first -= 1
    if last < len(words) and not apart(last):
        last += 1
    yield from (token.word for token in words[first:last])


def _after_an_aside(line: str, words: Sequence[Token], first: int) -> Iterator[int]:
    """Yield where a mark leads to "a Product Owner" after other words; the jobs these name are known people's."""
    folded, book = [token.word for token in words], title_words()
    for at in range(max(1, first), min(len(folded), first + _ASIDE)):
        between = line[words[at - 1].end : words[at].start]
        if folded[at] in book.sets["indefinite"] and not _LEADS.isdisjoint(between):
            others = [job for job in book.jobs.find(folded[first:at]) if not _is_known(folded[first:at], job)]
            if _one_job(line, words, at) is not None and not others:
                yield at
            return
        if "." in between or "!" in between:
            return


def _is_known(words: Sequence[str], job: Match) -> bool:
    """Tell whether a job is that of people known, ours or several: "notre Product Manager", "trois Product Owners"."""
    sets = title_words().sets
    return (job.first > 0 and words[job.first - 1] in sets["known"]) or _are_several(words, job)


def _are_several(words: Sequence[str], job: Match) -> bool:
    singular = title_words().sets["singular"]
    return any(words[at].endswith("s") and words[at] not in singular for at in (job.first, job.last - 1))


def _clause(line: str, words: Sequence[Token], first: int) -> range:
    """Return where a job and what tells it apart stand, from a word on to the end of the clause; empty if nowhere."""
    folded, sets = [token.word for token in words], title_words().sets
    while first < len(folded) and folded[first] in sets["skip"]:
        first += 1
    last = first
    while last < min(len(folded), first + _REACH) and folded[last] not in sets["stops"]:
        if last > first and not _MARKS.isdisjoint(line[words[last - 1].end : words[last].start]):
            break
        last += 1
    while last > first and line[words[last - 1].start : words[last - 1].end] in ("à", "et", "and"):
        last -= 1  # "un Product Owner à pourvoir", "a Product Owner and not a ..."
    job = next(title_words().jobs.find(folded[first:last]), None)
    articles = [at for at in range(first, last) if folded[at] in sets["indefinite"]]
    sure = [
        one.start for at in articles if (one := _one_job(line, words, at)) is not None and one.stop <= last
    ]
    if sure:  # "pour nos clients de la banque un Product Owner"
        return range(sure[0], last)
    if job is None:
        return range(first, last)
    if job.first and folded[first + job.first - 1] in sets["known"]:
        return range(0)
    return range(max([first, *(at + 1 for at in articles if at < first + job.first)]), last)


def _is_sought(line: str, words: Sequence[Token], job: Match) -> bool:
    """Tell whether a sentence that opens with a job says that it is looked for: "The Product Owner we are hiring".

    Several are colleagues, and so is one whom the sentence tells the reader about: "... will be your manager".
    """
    folded, sets = [token.word for token in words], title_words().sets
    after = next((at for at in range(job.last, len(words)) if folded[at] not in sets["marks"]), job.last)
    sought = title_words().sought.match(folded, after)
    if sought is None or _are_several(folded, job):
        return False
    first = job.first
    while first and folded[first - 1] in sets["one"] and not _ends_sentence(line, words, first):
        first -= 1
    last = sought.last
    while last < len(words) and not _ends_sentence(line, words, last):
        last += 1
    opens = first == 0 or _ends_sentence(line, words, first)
    return opens and sets["reader"].isdisjoint(folded[sought.last : last])


def _ends_sentence(line: str, words: Sequence[Token], place: int) -> bool:
    """Tell whether a sentence ends right before a word."""
    return not _ENDS.isdisjoint(line[words[place - 1].end : words[place].start])


def _subject_of_letter(words: Sequence[str], job: Match) -> int | None:
    """Return where a job begins that a letter says it is about: "I'm working on a Product Manager role"."""
    if title_words().sets["vacancies"].isdisjoint(words[job.last : job.last + 1]):
        return None
    about = [match.last for match in title_words().about.find(words[: job.first])]
    if (
        not about
        or job.first - about[-1] > LATEST_JOB
        or NEVER_BEFORE.intersection(words[about[-1] : job.first])
    ):
        return None
    return about[-1]
