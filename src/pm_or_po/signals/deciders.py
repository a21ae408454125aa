"""Who is said to own or set the vision or the roadmap: founders, headquarters, a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from pm_or_po.signals.people import linked
from pm_or_po.signals.sentence import LONGEST_NAME, Sentence, near, people_in
from pm_or_po.signals.words import load_words
from pm_or_po.text.phrases import Match
from pm_or_po.text.tokens import APOSTROPHES
from pm_or_po.verdict import Signal

_LONGEST_WANTED = 3  # words of what tells that the person is looked for, or stands beside
_FEMININE = re.compile(r"(?<=t)rice$|euse$")
_BEFORE_A_JOB = (",", "(", "–", "—")  # marks between a name and the job
_LISTED = 4  # at most so many gaps are between a verb and its last object


def decided(sentence: Sentence, people: Sequence[Match], titled: Sequence[str]) -> Iterator[Signal]:
    """Yield where others are said to decide the vision or the roadmap."""
    found = chain(
        founders(sentence, people), settled(sentence, people, titled), holders(sentence, people, titled)
    )
    return filter(sentence.asserts, found)


def founders(sentence: Sentence, people: Sequence[Match]) -> Iterator[Signal]:
    """Yield the founders who own, set or carry the vision or the roadmap."""
    words, gap, sets = sentence.words, load_words().gaps["vision"], load_words().sets
    reach = 2 * gap + load_words().gaps["verb"]
    for founder in (person for person in people if person.label == "founder"):
        for thing in near(sentence.objects, founder.first - reach, founder.last + reach):
            first, last = (founder, thing) if founder.first < thing.first else (thing, founder)
            inner = words[first.last : last.first]
            if sets["vision-breakers"] & set(inner):
                continue
            verbs = load_words().plural if first is founder else load_words().passive
            holds = (verb.first <= gap and len(inner) - verb.last <= gap for verb in verbs.every(inner))
            if _belongs(sentence, first, last) or any(holds):
                yield sentence.decision("founders-hold-vision", first.first, last.last)


def _belongs(sentence: Sentence, first: Match, last: Match) -> bool:
    """Tell whether the object is the founders' own: "la vision des fondateurs", "the founders' roadmap"."""
    inner = sentence.words[first.last : last.first]
    if first.label == "founder":
        possessive = sentence.between(first, last)[:1]
        return bool(possessive) and possessive in APOSTROPHES and set(inner) <= {"s", "product"}
    return set(inner) <= load_words().sets["belongs"] and bool({"de", "des", "du", "of"} & set(inner))


def settled(sentence: Sentence, people: Sequence[Match], titled: Sequence[str]) -> Iterator[Signal]:
    """Yield where the vision or the roadmap is said to be set by headquarters, a client, a head of product...

    A head of product counts where ``titled``, the words of the title, name another job; a lead unless they name one;
    whoever bears a name always does.
    """
    words, gap, breakers = sentence.words, load_words().gaps["vision"], load_words().sets["vision-breakers"]
    for verb in load_words().settled.find(words):
        place = _past_name(sentence, verb.last)
        decider = _decider(sentence, verb, place, titled) or _lead(sentence, verb, place, people, titled)
        if decider is None:
            continue
        for thing in near(sentence.objects, verb.first - gap, verb.first):
            if breakers.isdisjoint(words[thing.last : verb.first]):
                both = not load_words().sets["plural-verbs"].isdisjoint(words[thing.last : verb.last])
                first = _joined(sentence, thing) if both else thing.first
                found = sentence.decision("decided-elsewhere", first, decider.last)
                # The comma after a name sets nothing off from a denial before it.
                told = sentence.decision("decided-elsewhere", first, verb.last)
                if place == verb.last or sentence.asserts(told):
                    yield found


def _decider(sentence: Sentence, verb: Match, place: int, titled: Sequence[str]) -> Match | None:
    """Return who decides, from ``place`` on, after a verb and maybe a name.

    Not some people, a committee of the reader's or, but for a name, the job of the title. What comes from a client or
    the business may be what the reader hears there: it takes those above.
    """
    words, named = sentence.words, place > verb.last
    who = load_words().deciders.match(words, place)
    if who is None or who.label == "people" or verb.label == "by-people":
        return None
    if verb.label == "from" and words[who.last - 1] not in load_words().sets["above"]:
        return None
    if verb.label == "in-council":
        told = load_words().sets["addressed"].isdisjoint(words[who.last :])
        if who.label != "council" or not told or sentence.mark(verb.first):
            return None
    return who if named or is_another(sentence, who, who.last, titled) else None


def _lead(
    sentence: Sentence, verb: Match, place: int, people: Sequence[Match], titled: Sequence[str]
) -> Match | None:
    """Return the head of product or Lead PM from ``place`` on, after a verb and maybe a name or an article.

    Without a name, only if the title does not name them; with one, any product person.
    """
    words, named = sentence.words, place > verb.last
    place += not load_words().sets["determiners"].isdisjoint(words[place : place + 1])
    for person in near(people, place + 1, place):
        is_head = person.label == "head" and titled and is_another(sentence, person, person.last, titled)
        is_lead = (
            person.label == "PM" and "lead" in words[person.first : person.last] and "lead" not in titled
        )
        is_named = named and person.label != "founder"
        if person.first == place and (is_head or is_lead or is_named):
            return person
    return None


def _past_name(sentence: Sentence, place: int) -> int:
    """Return the place after a name that a job is set off from: "by Anna, our CPO"; without one, the place."""
    words, end = sentence.words, place
    while end < len(words) and end - place <= LONGEST_NAME and sentence.is_of_a_name(end, first=end == place):
        end += 1
        if end == len(words) or sentence.mark(end) not in ("", "-"):
            break
    return end if end < len(words) and sentence.mark(end) in _BEFORE_A_JOB else place


def _joined(sentence: Sentence, thing: Match) -> int:
    """Return where the object begins that "et" or "and" joins to another: "la vision de la tribu et sa roadmap"."""
    words, gap, breakers = sentence.words, load_words().gaps["vision"], load_words().sets["vision-breakers"]
    for other in reversed(near(sentence.objects, thing.first - gap - 1, thing.first - 1)):
        between = words[other.last : thing.first]
        if {"et", "and"} & set(between[-2:]) and breakers.isdisjoint(between):
            return other.first
    return thing.first


def holders(sentence: Sentence, people: Sequence[Match], titled: Sequence[str]) -> Iterator[Signal]:
    """Yield where others than the founders own or set the vision: "Notre PM, Julien, s'occupe de la discovery".

    A Product Manager or Owner may be the person hired, and counts only if named, worked with and told of in a relative
    clause, or told apart from the reader; other jobs count unless ``titled``, the words of the title, name them.
    """
    words, gap, sets = sentence.words, load_words().gaps["vision"], load_words().sets
    objects = [thing for thing in sentence.objects if words[thing.first - 1] not in sets["vague"]]
    if not objects:
        return
    others = [person for person in people if person.label != "founder"]
    for who in [*others, *(who for who in load_words().deciders.find(words) if who.label != "people")]:
        clause = _clause(sentence, who)
        before = words[max(who.first - _LONGEST_WANTED, 0) : who.first]
        if clause is None or any(match.last == len(before) for match in load_words().wanted.every(before)):
            continue
        first, verb, apart = clause
        last = verb.last
        for thing in near(objects, last + 1, last + _LISTED * gap):
            between = words[last : thing.first]
            if len(between) > gap or not sets["vision-breakers"].isdisjoint(between):
                break
            last = thing.last
        if last > verb.last and (apart or is_another(sentence, who, last, titled)):
            yield sentence.decision("decided-elsewhere", first, last)


def is_another(sentence: Sentence, who: Match, last: int, titled: Sequence[str]) -> bool:
    """Tell whether those who decide, in words up to ``last``, are others than the person hired."""
    if who.label in ("PM", "PO"):
        return sentence.addressed >= last
    if who.label == "head":
        return all(person.label != "head" for person in people_in(titled))
    small = load_words().sets["determiners"] | load_words().sets["of"]
    named = set(sentence.words[who.first : who.last]) - small
    return who.label != "job" or not set(map(_masculine, named)) <= set(map(_masculine, titled))


def _masculine(word: str) -> str:
    """Return the name of a job as men bear it: "directrice" as "directeur", "cheffe" as "chef"."""
    return "chef" if word == "cheffe" else _FEMININE.sub("eur", word)


def _clause(sentence: Sentence, who: Match) -> tuple[int, Match, bool] | None:
    """Return where they are named, the verb whose subject they are, and whether a name or clause makes them others."""
    words, sets = sentence.words, load_words().sets
    name = _before_name(sentence, who)
    if name < who.first and (verb := load_words().active.match(words, who.last)):
        return name, verb, name == 0 and sentence.mark(who.last) == ","
    place = _after_name(sentence, who.last)
    named = place > who.last
    relative = place < len(words) and words[place] in sets["relatives"]
    if not (named or relative) and (place == len(words) or sentence.mark(place)):
        return None
    verb = load_words().active.match(words, place + relative)
    if verb is None and relative:  # an adverb may follow it
        verb = load_words().active.match(words, place + 2)
    by_name = named and sentence.mark(who.last) == ","
    return None if verb is None else (who.first, verb, by_name or (relative and _is_beside(sentence, who)))


def _is_beside(sentence: Sentence, who: Match) -> bool:
    """Tell whether words before a Product Manager or Owner make her another than the person hired: "with the PM"."""
    start = max(who.first - LONGEST_NAME - _LONGEST_WANTED, 0)
    beside = load_words().beside.find(sentence.words[start : who.first])
    return (
        who.label not in ("PM", "PO")
        or any(linked(sentence, [who]))
        or any(who.first - start - match.last <= LONGEST_NAME for match in beside)
    )


def _before_name(sentence: Sentence, who: Match) -> int:
    """Return the place of a name that they are set off from: "Anne, notre CPO, ..."; without one, their place."""
    words, last = sentence.words, who.last
    place = who.first - (who.first > 0 and words[who.first - 1] in load_words().sets["determiners"])
    marks = (sentence.mark(place), sentence.mark(last)) if place > 0 and last < len(words) else ("", "")
    if marks not in ((",", ","), ("(", ")")):
        return who.first
    name = sentence.name_before(place)
    return name if name < place else who.first


def _after_name(sentence: Sentence, place: int) -> int:
    """Return the place after a name set off by commas or brackets: "notre PM, Julien, ..."; without one, the place."""
    end = place
    while end < len(sentence.words) and end - place <= LONGEST_NAME:
        mark = sentence.mark(end)
        if end > place and mark in (",", ")"):
            return end
        begins = mark in (",", "(") if end == place else not mark
        if not begins or not sentence.is_capitalised(end):
            break
        end += 1
    return place
