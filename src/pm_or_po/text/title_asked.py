"""Find the job that a sentence asks for: "We are looking for a Senior Product Owner", "Our next Product Owner"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from pm_or_po.text.page_top import TopLine
from pm_or_po.text.phrases import Match
from pm_or_po.text.title import read_title, titled_words
from pm_or_po.text.title_lines import LATEST_JOB, NEVER_BEFORE, are_several
from pm_or_po.text.title_words import title_words

_REACH: Final = 9  # words of a job asked for, and of those from "join" to "as"
_BEFORE: Final = 3  # words before "poste de", where "pas" may stand
_NAMED: Final = 10  # words that hold a job, which no more are looked through for; all jobs are shorter
_FAR: Final = 18  # and where it is told as one: "we recruit for a bank in Nantes a Product Owner"
_MARKS: Final = frozenset(",.;:!?")
_ENDS: Final = frozenset(".!?")
_LEADS: Final = frozenset(",:?")


def asked_for(line: TopLine) -> Iterator[TopLine]:
    """Yield the jobs a line asks for: "We are looking for a Senior Product Owner", "the PM that we are hiring"."""
    said = Said(line)
    found = [*invited(said, "opening"), *_after_triggers(said)]
    for job in title_words().jobs.every(said.folded):
        first = job.first if _is_sought(said, job) else _subject_of_letter(said.folded, job)
        found += [] if first is None else [range(first, job.last)]
    yield from (said.part(place) for place in found if place and not _others_follow(said, place.stop))


def _others_follow(said: Said, at: int) -> bool:
    """Tell whether several of another job follow: "a Product Manager, two Product Owners", not "two years"."""
    counted = not title_words().sets["numbers"].isdisjoint(said.folded[at : at + 1])
    return counted and title_words().jobs.match(said.folded, at + 1) is not None


def held(line: TopLine) -> Iterator[TopLine]:
    """Yield the jobs somebody has or will have: the reader, "En tant que Product Owner", or a colleague."""
    said = Said(line)
    yield from map(said.part, invited(said, "ours"))
    for trigger in title_words().triggers.find(said.folded):
        place = _clause(said, trigger.last) if trigger.label == "held" else range(0)
        job = title_words().jobs.first(said.folded[place.start : place.stop])
        if job is None or job.first > LATEST_JOB or not _is_held_now(said, trigger):
            continue
        if not _somebody_does(said, place.start + job.last):
            yield said.part(place)


def _is_held_now(said: Said, trigger: Match) -> bool:
    """Tell whether the words before say neither that it is no such job, nor the writer's, nor of another time."""
    sets, first = title_words().sets, trigger.first
    if not sets["denied"].isdisjoint(said.folded[max(0, first - _BEFORE) : first]):
        return False
    if _is_the_writers(said, trigger):
        return False
    while first and said.folded[first - 1] in sets["indefinite"]:
        first -= 1
    return first == 0 or said.folded[first - 1] not in sets["at-another-time"]


def _is_the_writers(said: Said, trigger: Match) -> bool:
    """Tell whether who writes tells of their own job: "I joined as the only Product Owner", not "I need you as"."""
    sets = title_words().sets
    words = said.folded[said.start_of_sentence(trigger.first) : trigger.first]
    capacity = not sets["in-capacity"].isdisjoint(said.folded[trigger.first : trigger.last])
    return capacity and not sets["writer"].isdisjoint(words) and sets["spoken-to"].isdisjoint(words)


def _somebody_does(said: Said, at: int) -> bool:
    """Tell whether a name follows the comma before a word: "..., Claire decides", not "..., Your job is".

    Nor does what follows speak to the reader: with "you", or with "your" after one more comma.
    """
    if at == len(said.words) or "," not in said.before(at) or not said.written(at)[0].isupper():
        return False
    sets = title_words().sets
    theirs = (
        n == at or said.marked(n) for n in range(at, len(said.words)) if said.folded[n] in sets["reader"]
    )
    return sets["spoken-to"].isdisjoint(said.folded[at:]) and not any(theirs)


def addressed(line: TopLine) -> Iterator[TopLine]:
    """Yield the job of those whom a line addresses: "Are you a Product Owner who likes to travel?".

    Its first sentence names no product job besides.
    """
    said = Said(line)
    match = title_words().addressed.match(said.folded, 0)
    place = one_job(said, match.last) if match is not None else None
    if place is not None:
        named, sentence = said.part(place), said.part(range(said.end_of_sentence(0)))
        if read_title(named.text).claim == read_title(sentence.text).claim:
            yield named


class Said:
    """A line word by word: ``words`` with their places, ``folded`` without."""

    def __init__(self, line: TopLine) -> None:
        self.line = line
        self.words = titled_words(line.text)
        self.folded = [token.word for token in self.words]

    def before(self, at: int) -> str:
        """Return what stands between a word and the one before it, or after the last word; nothing before the first."""
        end = self.words[at].start if at < len(self.words) else len(self.line.text)
        return self.line.text[self.words[at - 1].end : end] if at else ""

    def marked(self, at: int) -> bool:
        """Tell whether a mark stands right before a word."""
        return at < len(self.words) and not _MARKS.isdisjoint(self.before(at))

    def begins(self, at: int) -> bool:
        """Tell whether a sentence begins with a word."""
        return at == 0 or not _ENDS.isdisjoint(self.before(at))

    def start_of_sentence(self, at: int) -> int:
        """Return the place of the first word of the sentence that a word, or the end, stands in."""
        return next((n for n in range(min(at, len(self.words) - 1), 0, -1) if self.begins(n)), 0)

    def end_of_sentence(self, at: int) -> int:
        """Return the place after the last word of the sentence that goes on from a word."""
        return next((n for n in range(at + 1, len(self.words)) if self.begins(n)), len(self.words))

    def past_articles(self, at: int) -> int:
        """Return the place of the first word from one on that is no article or the like."""
        skip = title_words().sets["skip"]
        return next((n for n in range(at, len(self.folded)) if self.folded[n] not in skip), len(self.folded))

    def written(self, at: int) -> str:
        """Return a word as it is written."""
        return self.line.text[self.words[at].start : self.words[at].end]

    def part(self, place: range) -> TopLine:
        """Return some of the words; a bracket that opens among them is closed or left out."""
        text, start, end = self.line.text, self.words[place[0]].start, self.words[place[-1]].end
        if text.count("(", start, end) > text.count(")", start, end):
            end = end + 1 if text.startswith(")", end) else len(text[: text.rfind("(", start, end)].rstrip())
        return TopLine(text[start:end], self.line.start + start)


def invited(said: Said, kind: Literal["opening", "ours"]) -> Iterator[range]:
    """Yield where a job stands to which a sentence invites: "Become our Product Owner", "Join Acme as ...".

    Of the kind ``ours`` are "Our next Product Owner" and the like.
    """
    for begin in filter(said.begins, range(len(said.words))):
        opening = title_words().openings.match(said.folded, begin)
        if opening is not None and opening.label == kind:
            place = one_job(said, opening.last)
            if place and (kind != "ours" or _is_told_alone(said, place)):
                yield place
        joining = title_words().joining.match(said.folded, begin) if kind == "opening" else None
        if joining is not None:
            yield from _joined(said, joining.last - 1)


def _joined(said: Said, begin: int) -> Iterator[range]:
    """Yield the job after "as" where no mark, nor another clause, stands between: "Join Acme as Product Owner"."""
    sets = title_words().sets
    for at in range(begin + 1, min(len(said.words), begin + _REACH)):
        if said.folded[at] in sets["capacity"]:
            place = one_job(said, at + 1)
            if place and _is_told_alone(said, place):
                yield place
        if said.folded[at] in sets["stops"] or said.marked(at):
            return


def one_job(said: Said, at: int) -> range | None:
    """Return where one job stands that is named from a word on, articles before it and a level or subject at most.

    "Product Owners" are several, and "Head of Product Design" is another job.
    """
    first = said.past_articles(at)
    words = said.folded[first:]
    job = next((one for one in title_words().jobs.every(words[:_NAMED]) if not _goes_on(words, one)), None)
    if job is None or job.first > 1 or any(said.marked(first + n) for n in range(1, job.last)):
        return None
    return None if are_several(words, job) else range(first, first + job.last)


def _goes_on(words: Sequence[str], job: Match) -> bool:
    """Tell whether a job is part of the name of another: "Head of Product Design", "Lead Product Owner"."""
    return not title_words().sets["after-product"].isdisjoint(words[job.last : job.last + 1])


def _is_told_alone(said: Said, place: range) -> bool:
    """Tell whether of a job no more is told than a place, a team or what it will be, and not to a colleague of it."""
    sets, last = title_words().sets, place.stop
    if last == len(said.words):
        return True
    between, following = said.before(last).strip(), said.folded[last]
    if following in sets["will"]:
        return sets["reader"].isdisjoint(said.folded[last : said.end_of_sentence(last)])
    if following in sets["after-job"] or said.written(last) == "à":  # not "a", which is "has" too
        return True
    return bool(between) and (following == "est" or not between.startswith(","))  # "c'est vous ?"


def _after_triggers(said: Said) -> Iterator[range]:
    """Yield where a job and what tells it apart stand after what asks for it.

    Once one is named, none that is asked for besides: "We recruit a Scrum Master. Our client also looks for a ...".
    """
    book, named = title_words(), False
    for trigger in book.triggers.find(said.folded):
        around = _around(said, trigger)
        if named and not book.sets["besides"].isdisjoint(around):
            continue
        for first in _begins_after(said, trigger, around):
            place = _clause(said, first)
            words = said.folded[place.start : place.stop]
            named = named or any(not are_several(words, job) for job in book.jobs.find(words))
            yield place


def _begins_after(said: Said, trigger: Match, around: Sequence[str]) -> Iterator[int]:
    """Yield where a job may begin after what asks for it; of one that is not asked for, what stands after "but"."""
    book, last = title_words(), trigger.last
    if not book.sets["denied"].isdisjoint(around):
        reach = range(last, min(len(said.folded), last + _REACH))
        yield from (at + 1 for at in reach if said.folded[at] in book.sets["but"])
    elif trigger.label == "triggers":
        if "," not in said.before(last):
            yield last
        yield from _after_an_aside(said, last)
    elif trigger.label == "at-once" and book.jobs.match(said.folded, last) is not None:
        yield last


def _around(said: Said, trigger: Match) -> Sequence[str]:
    """Return the words of a trigger, two before it and one after, as far as no mark stands between."""
    first, last = trigger.first, trigger.last
    while first and trigger.first - first < 2 and not said.marked(first):
        first -= 1
    return said.folded[first : last if said.marked(last) else last + 1]


def _after_an_aside(said: Said, first: int) -> Iterator[int]:
    """Yield where a mark leads to "a Product Owner" after other words; the jobs these name are known people's."""
    book = title_words()
    for at in range(max(1, first), min(len(said.folded), first + _FAR)):
        between = said.before(at)
        if said.folded[at] in book.sets["indefinite"] and not _LEADS.isdisjoint(between):
            aside = said.folded[first:at]
            if one_job(said, at) is not None and all(_is_known(aside, job) for job in book.jobs.find(aside)):
                yield at
            return
        if "." in between or "!" in between:
            return


def _is_known(words: Sequence[str], job: Match) -> bool:
    """Tell whether a job is that of people known, ours or several: "notre Product Manager", "trois Product Owners"."""
    known = title_words().sets["known"]
    return (job.first > 0 and words[job.first - 1] in known) or are_several(words, job)


def _clause(said: Said, at: int) -> range:
    """Return where a job and what tells it apart stand, from a word on to the end of the clause; empty if nowhere.

    Of a job after other words, "our clients of the bank a Product Owner", what follows its article; none that is known
    people's.
    """
    sets = title_words().sets
    first = end = said.past_articles(at)
    while end < min(len(said.folded), first + _FAR) and said.folded[end] not in sets["stops"]:
        if end > first and said.marked(end):
            break
        end += 1
    articles = [n for n in range(first, end) if said.folded[n] in sets["indefinite"]]
    sure = [place for n in articles if (place := one_job(said, n)) is not None and place.stop <= end]
    last = min(end, max(first + _REACH, sure[0].start + _REACH if sure else 0))
    while last > first and said.written(last - 1) in ("à", "et", "and"):
        last -= 1  # "un Product Owner à pourvoir", "a Product Owner and not a ..."
    job = title_words().jobs.first(said.folded[first:last])
    if sure:
        first = sure[0].start
    elif job is not None and job.first:
        if said.folded[first + job.first - 1] in sets["known"]:
            return range(0)
        first = max([first, *(n + 1 for n in articles if n < first + job.first)])
    return range(first, last)


def _is_sought(said: Said, job: Match) -> bool:
    """Tell whether a sentence that opens with a job says that it is looked for: "The Product Owner we are hiring".

    Several are colleagues, and so is one whom the sentence tells the reader about: "... will be your manager".
    """
    sets, folded = title_words().sets, said.folded
    after = next((at for at in range(job.last, len(folded)) if folded[at] not in sets["marks"]), job.last)
    sought = title_words().sought.match(folded, after)
    if sought is None or are_several(folded, job):
        return False
    first = job.first
    while first and folded[first - 1] in sets["one"] and not said.begins(first):
        first -= 1
    told = folded[sought.last : said.end_of_sentence(sought.last - 1)]
    return said.begins(first) and sets["reader"].isdisjoint(told)


def _subject_of_letter(words: Sequence[str], job: Match) -> int | None:
    """Return where a job begins that a letter says it is about: "I'm working on a Product Manager role"."""
    if title_words().sets["vacancies"].isdisjoint(words[job.last : job.last + 1]):
        return None
    about = [match.last for match in title_words().about.find(words[: job.first])]
    if not about or job.first - about[-1] > LATEST_JOB:
        return None
    return None if NEVER_BEFORE.intersection(words[about[-1] : job.first]) else about[-1]
