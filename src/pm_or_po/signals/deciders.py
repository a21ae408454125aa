"""Who is said to own or set the vision or the roadmap: founders, headquarters, a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pm_or_po.signals.people import linked
from pm_or_po.signals.sentence import LONGEST_NAME, Sentence, near, people_in
from pm_or_po.signals.words import load_words
from pm_or_po.text.phrases import Match
from pm_or_po.text.tokens import APOSTROPHES
from pm_or_po.verdict import Signal

_LONGEST_WANTED = 3  # words of what tells that the person is looked for, or stands beside
_LISTED = 4  # at most so many gaps are between a verb and its last object


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


def settled(sentence: Sentence) -> Iterator[Signal]:
    """Yield where the vision or the roadmap is said to be set by headquarters, the business, a client..."""
    words, gap, breakers = sentence.words, load_words().gaps["vision"], load_words().sets["vision-breakers"]
    for verb in load_words().settled.find(words):
        decider = load_words().deciders.match(words, verb.last)
        if decider is None:
            continue
        for thing in near(sentence.objects, verb.first - gap, verb.first):
            if breakers.isdisjoint(words[thing.last : verb.first]):
                yield sentence.decision("decided-elsewhere", thing.first, decider.last)


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
    for who in [*others, *load_words().deciders.find(words)]:
        clause = _clause(sentence, who)
        before = words[max(who.first - _LONGEST_WANTED, 0) : who.first]
        if clause is None or any(match.last == len(before) for match in load_words().wanted.every(before)):
            continue
        verb, apart = clause
        last = verb.last
        for thing in near(objects, last + 1, last + _LISTED * gap):
            between = words[last : thing.first]
            if len(between) > gap or not sets["vision-breakers"].isdisjoint(between):
                break
            last = thing.last
        if last > verb.last and (apart or _is_another(sentence, who, last, titled)):
            yield sentence.decision("decided-elsewhere", who.first, last)


def _is_another(sentence: Sentence, who: Match, last: int, titled: Sequence[str]) -> bool:
    """Tell whether those who decide, in words up to ``last``, are others than the person hired."""
    if who.label in ("PM", "PO"):
        return sentence.addressed >= last
    if who.label == "head":
        return all(person.label != "head" for person in people_in(titled))
    named = set(sentence.words[who.first : who.last]) - load_words().sets["determiners"]
    return who.label == "decider" or not named <= set(titled)


def _clause(sentence: Sentence, who: Match) -> tuple[Match, bool] | None:
    """Return the verb whose subject they are, and whether a name or a relative clause shows them to be others."""
    words, sets = sentence.words, load_words().sets
    place = _after_name(sentence, who.last)
    named = place > who.last
    relative = place < len(words) and words[place] in sets["relatives"]
    if not (named or relative) and (place == len(words) or sentence.mark(place)):
        return None
    verb = load_words().active.match(words, place + relative)
    if verb is None and relative:  # an adverb may follow it
        verb = load_words().active.match(words, place + 2)
    by_name = named and sentence.mark(who.last) == ","
    return None if verb is None else (verb, by_name or (relative and _is_beside(sentence, who)))


def _is_beside(sentence: Sentence, who: Match) -> bool:
    """Tell whether words before a Product Manager or Owner make her another than the person hired: "with the PM"."""
    start = max(who.first - LONGEST_NAME - _LONGEST_WANTED, 0)
    beside = load_words().beside.find(sentence.words[start : who.first])
    return (
        who.label not in ("PM", "PO")
        or any(linked(sentence, [who]))
        or any(who.first - start - match.last <= LONGEST_NAME for match in beside)
    )


def _after_name(sentence: Sentence, place: int) -> int:
    """Return the place after a name set off by commas or brackets: "notre PM, Julien, ..."; without one, the place."""
    end = place
    while end < len(sentence.words) and end - place <= LONGEST_NAME:
        mark = sentence.mark(end)
        if end > place and mark in (",", ")"):
            return end
        begins = mark in (",", "(") if end == place else not mark
        name = sentence.text[sentence.tokens[end].start : sentence.tokens[end].end]
        if not begins or not name[0].isupper() or name.isupper():
            break
        end += 1
    return place
