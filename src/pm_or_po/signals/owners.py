"""What an offer says is somebody else's job: "La stratégie produit (c'est le rôle de notre CPO)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pm_or_po.signals.deciders import is_another
from pm_or_po.signals.sentence import Sentence, near
from pm_or_po.signals.words import load_words
from pm_or_po.taxonomy import SignalKindId
from pm_or_po.text.phrases import Match, Phrases
from pm_or_po.verdict import Signal

_LONGEST_LEADING = 7  # words of what tells that it is the job of those after
_TO_OWNER = 8  # words at most from what is decided to what tells whose job it is
_LONGEST_CLAUSE = 20  # words looked at before what is decided
_NEW_CLAUSE = frozenset(";:(–—.")
_SET_OFF = frozenset("(:–—→-=>")  # marks between what is not the reader's and a bare name of whose it is
_AND = frozenset({"et", "and", "pas", "not"})


def owned(
    sentence: Sentence, people: Sequence[Match], titled: Sequence[str], *, refused: bool
) -> Iterator[Signal]:
    """Yield where the vision or the roadmap is said to be the job of others.

    Where the statement is ``refused``, one of what the job is not, a Product Manager or Owner, a team or whoever is
    just named beside are others too; elsewhere only those who are by ``titled``, the words of the title.
    """
    if not sentence.objects:
        return
    known = load_words()
    owners = [*people, *(who for who in known.deciders.find(sentence.words) if who.label != "people")]
    if refused:
        owners += known.teams.find(sentence.words)
    addressed = known.sets["addressed"]
    reader = max((at for at, word in enumerate(sentence.words) if word in addressed), default=-1)
    for who in sorted(owners, key=lambda one: one.first):
        if not refused and (who.label == "founder" or not is_another(sentence, who, who.last, titled)):
            continue
        if who.last <= reader:  # "the CPO owns it, you build it"
            continue
        span = _job_of(sentence, who, refused)
        first = None if span is None else _owned_before(sentence, span[0], refused)
        if span is None or first is None:
            continue
        kind: SignalKindId = "founders-hold-vision" if who.label == "founder" else "decided-elsewhere"
        found = sentence.decision(kind, first, span[1])
        if sentence.asserts(found, alone=True):
            yield found


def _job_of(sentence: Sentence, who: Match, refused: bool) -> tuple[int, int] | None:
    """Return the words, those who own included, that tell that something is theirs; None if none do."""
    words, known = sentence.words, load_words()
    begin = who.first - (who.first > 0 and words[who.first - 1] in known.sets["determiners"])
    if begin > 0 and sentence.mark(begin) == ",":
        begin = sentence.name_before(begin)
    end = who.last
    led = _ending(known.jobs_of, words, begin) or _ending(known.jobs_of, words, who.first)
    if led is not None and _closes(sentence, end):
        return led.first, end
    it_is = _ending(known.it_is, words, begin)
    begin = begin if it_is is None else it_is.first
    place = end + (words[end : end + 1] == ["s"])
    taken = known.their_job.match(words, place) or known.takes.match(words, end)
    if taken is not None and sentence.mark(begin) and _closes(sentence, taken.last):
        return begin, taken.last
    had = _ending(known.we_have, words, who.first) or _ending(known.we_have, words, begin)
    if had is not None and sentence.mark(had.first):
        need = known.for_that.match(words, end)
        if need is not None or (refused and _closes(sentence, end)):
            return had.first, end if need is None else need.last
    bare = refused and it_is is None and sentence.mark(begin) in _SET_OFF and begin > 0
    return (begin, end) if bare and _closes(sentence, end) else None


def _closes(sentence: Sentence, place: int) -> bool:
    """Tell whether a clause ends at a place, or a name or "et", "and" follows."""
    words = sentence.words
    return (
        place == len(words)
        or sentence.mark(place) != ""
        or words[place] in _AND
        or sentence.is_capitalised(place)
    )


def _ending(phrases: Phrases, words: Sequence[str], place: int) -> Match | None:
    """Return the longest of the phrases that ends at a place."""
    start = max(place - _LONGEST_LEADING, 0)
    window = words[start:place]
    for first in range(len(window)):
        found = phrases.match(window, first)
        if found is not None and found.last == len(window):
            return found._replace(first=start + first, last=place)
    return None


def _owned_before(sentence: Sentence, place: int, refused: bool) -> int | None:
    """Return where the vision or the roadmap stands whose owner is told of from ``place`` on; None if it is not.

    To present a roadmap is not to decide it, and what the reader does is not another's job.
    """
    words, known = sentence.words, load_words()
    things = [thing for thing in near(sentence.objects, place - _TO_OWNER, place) if thing.last <= place]
    if not things or not known.sets["vision-breakers"].isdisjoint(words[things[-1].last : place]):
        return None
    last = things[-1].first
    earliest = max(last - _LONGEST_CLAUSE, 0)
    clause = next((i for i in range(last, earliest, -1) if sentence.mark(i) in _NEW_CLAUSE), earliest)
    first = next(thing.first for thing in things if thing.first >= clause)
    before = words[clause:first]
    denies = any(known.doubts.find(before))
    if not (refused or denies) and not known.sets["addressed"].isdisjoint(before):
        return None
    plain = (known.sets["determiners"] | known.sets["plain"]).issuperset(before)
    return first if plain or any(known.deciding.find(before)) else None
