"""Whose requests or roadmap the person hired turns into work: "Turn the requests of the CPO into stories"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pm_or_po.signals.sentence import Sentence, near, people_in
from pm_or_po.signals.words import load_words
from pm_or_po.text.phrases import Match
from pm_or_po.text.tokens import APOSTROPHES
from pm_or_po.verdict import Signal

_FROM_VERB = 8  # words at most from what is done with it on
_TO_LEAD = 7  # words at most from it to the person: "requests from sales, support and the Head of Product"
_JOINING = frozenset({"et", "and"})


def handed(sentence: Sentence, people: Sequence[Match], titled: Sequence[str]) -> Iterator[Signal]:
    """Yield the product leads whose requests, vision or roadmap the person hired carries out.

    A job that ``titled``, the words of the title, names may be her own; that of several people, her users', unless they
    are "our" Product Managers.
    """
    words, known = sentence.words, load_words()
    verbs = list(known.carried.find(words))
    leads = [person for person in people if person.label in ("PM", "head")]
    if not verbs or not leads or sentence.elsewhere < leads[-1].first:
        return
    own = {person.label for person in people_in(titled)}
    things = list(known.handed.find(words))
    for person in leads:
        if person.label in own or not _is_one_of_ours(sentence, person):
            continue
        found = _thing_before(sentence, things, person) or _thing_after(sentence, things, person)
        if found is None:
            continue
        first, last = min(person.first, found.first), max(person.last, found.last)
        for verb in near(verbs, first - _FROM_VERB, first - 1):
            between = words[verb.last : first]
            told = sentence.signal("named-product-lead", verb.first, first + 1)
            if known.sets["link-breakers"].isdisjoint(between) and sentence.asserts(told):
                first -= words[first - 1] in known.sets["determiners"] and first > verb.last
                yield sentence.signal("named-product-lead", first, last)
                break


def _is_one_of_ours(sentence: Sentence, person: Match) -> bool:
    """Tell whether a product person is a certain one, or several are "ours", not those of clients nor the reader."""
    words, sets = sentence.words, load_words().sets
    before, named = words[person.first - 1 : person.first], words[person.first : person.last]
    several = any(word.endswith("s") and word != "products" for word in named)
    if not before or before[0] in sets["any"] or (several and before[0] not in sets["ours"]):
        return False
    return load_words().theirs.match(words, person.last) is None


def _thing_before(sentence: Sentence, things: Sequence[Match], person: Match) -> Match | None:
    """Return what is handed down that a product person comes after: "requests from our CPO"."""
    words, sets = sentence.words, load_words().sets
    place = person.first - (words[person.first - 1] in sets["determiners"])
    if place < person.first and sentence.mark(place) == ",":  # "requests from Anna, our CPO"
        place = sentence.name_before(place)
    for thing in reversed(near(things, person.first - _TO_LEAD, place - 1)):
        reach = words[thing.last : place]
        if (
            thing.last >= place
            or reach[0] not in sets["from"]
            or set(sentence.between(thing, person)) & {";", ":"}
        ):
            return None
        tail = len(reach) - (reach[-1] in sets["from"])
        return thing if tail == 0 or reach[tail - 1] in _JOINING else None
    return None


def _thing_after(sentence: Sentence, things: Sequence[Match], person: Match) -> Match | None:
    """Return what is handed down that is a product person's own: "our CPO's vision"."""
    possessive = sentence.words[person.last : person.last + 1] == ["s"]
    if not possessive or sentence.mark(person.last) not in (*APOSTROPHES, ""):
        return None
    for thing in near(things, person.last + 1, person.last + 2):
        return thing if thing.first > person.last else None
    return None
