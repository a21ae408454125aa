"""Find the words that tell who else holds the discovery: a product lead, the founders, a split organisation.

The phrases are in ``signals.toml`` next to this module. What the offer calls the person hired is never a
signal, so swapping that title for another leaves the signals as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain, islice, pairwise
from typing import Any, NamedTuple

from pm_or_po.text.document import Cut
from pm_or_po.text.phrases import Match, Phrases
from pm_or_po.text.title import title_echo
from pm_or_po.text.tokens import APOSTROPHES, Token, fold, folded_words, tokens
from pm_or_po.verdict import Signal

_LONGEST_TITLE = 6  # words of a title that count as one in a comparison of lines
_LONGEST_NAME = (
    2  # words of what stands beside the vision or the roadmap: "la stratégie produit et la roadmap"
)
_LONGEST_WANTED = 3  # words of what tells that the person is looked for
_ELIDED = {"l" + mark for mark in APOSTROPHES}  # the article that the words of a sentence lack


class _Words(NamedTuple):
    people: Phrases
    links: Phrases
    elsewhere: Phrases
    objects: Phrases
    active: Phrases
    plural: Phrases
    passive: Phrases
    wanted: Phrases
    settled: Phrases
    deciders: Phrases
    split: Phrases
    sets: dict[str, frozenset[str]]
    gaps: dict[str, int]


@cache
def _words() -> _Words:
    data: dict[str, Any] = tomllib.loads(
        files("pm_or_po").joinpath("signals.toml").read_text(encoding="utf-8")
    )
    links, vision, settled, split = data["links"], data["vision"], data["settled"], data["split"]
    return _Words(
        people=Phrases(data["people"]),
        links=Phrases({"near": links["near"], "far": links["far"]}),
        elsewhere=Phrases({"elsewhere": links["elsewhere"]}),
        objects=Phrases({"object": vision["objects"]}),
        active=Phrases({"active": vision["active"]}),
        plural=Phrases({"active": vision["active"] + vision["plural"]}),
        passive=Phrases({"passive": vision["passive"]}),
        wanted=Phrases({"wanted": vision["wanted"]}),
        settled=Phrases({"settled": settled["verbs"]}),
        deciders=Phrases({"decider": settled["deciders"]}),
        split=Phrases({"split": split["words"]}),
        sets={
            "link-breakers": frozenset(links["breakers"]),
            "peers": frozenset(links["peers"]),
            "articles": frozenset(links["articles"]),
            "followers": frozenset(links["followers"]),
            "vision-breakers": frozenset(vision["breakers"]),
            "determiners": frozenset(vision["determiners"]),
            "relatives": frozenset(vision["relatives"]),
            "addressed": frozenset(vision["addressed"]),
            "belongs": frozenset(vision["belongs"]),
            "spelled": frozenset(split["spelled"]),
            "spelled-folded": frozenset(map(fold, split["spelled"])),
            "methods": frozenset(split["methods"]),
            "joints": frozenset(split["joints"]),
        },
        gaps={
            "near": links["near-gap"],
            "far": links["far-gap"],
            "vision": vision["gap"],
            "verb": max(len(phrase.split()) for phrase in (*vision["active"], *vision["passive"])),
            "spelled": split["shortest"],
        },
    )


@dataclass(frozen=True)
class _Sentence:
    text: str
    piece: Cut

    @property
    def words(self) -> Sequence[str]:
        return self.piece.spoken

    @cached_property
    def tokens(self) -> list[Token]:
        """The words with their characters of the text; most sentences are let go before they are needed."""
        shift = self.piece.start
        return [Token(word, start + shift, end + shift) for word, start, end in tokens(self.piece.text)]

    def signal(self, kind: str, first: int, last: int) -> Signal:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        if "(" in self.text[start:end] and self.text[end : end + 1] == ")":
            end += 1
        return Signal(kind, start, end, self.text[start:end])

    def decision(self, kind: str, first: int, last: int) -> Signal:
        """Return who decides what with all of the subject: its article, and what "et" or "and" joins to it."""
        words, sets = self.words, _words().sets
        determiners, breakers = sets["determiners"], sets["vision-breakers"]
        if first and words[first - 1] in determiners:
            first -= 1
        if first and words[first - 1] in ("et", "and"):
            joined = max(first - 2 - _LONGEST_NAME, 0)
            starts = [i for i in range(joined, first - 1) if words[i] in determiners or i == 0]
            if starts and breakers.isdisjoint(words[starts[-1] : first]):
                first = starts[-1]
        found = self.signal(kind, first, last)
        elided = max(found.start - 2, 0)
        start = elided if self.text[elided : found.start].lower() in _ELIDED else found.start
        return Signal(kind, start, found.end, self.text[start : found.end])

    def between(self, left: Match, right: Match) -> str:
        return self.text[self.tokens[left.last - 1].end : self.tokens[right.first].start]

    def mark(self, place: int) -> str:
        """Return the punctuation mark after the word before, if any."""
        after = self.text[self.tokens[place - 1].end : self.tokens[place].start].lstrip()[:1]
        return "" if after.isalpha() else after


def find_signals(text: str, title: str | None, cuts: Sequence[Cut]) -> list[Signal]:
    """Find who holds the discovery, with the words that show it.

    Parameters
    ----------
    text : str
        The offer, as the verdict's offsets count it.
    title : str or None
        The offer's title; the line of the text that repeats it is not searched.
    cuts : sequence of Cut
        The text's statements.

    Returns
    -------
    list of Signal
        In the order of the text, at most one of each kind per statement. ``named-product-lead`` and
        ``split-organisation`` may share words: "with the Product Managers and Product Owners" is both.
    """
    found: list[Signal] = []
    owners: list[Signal] = []
    titled = folded_words(title or "")
    heard = _without_title(titled) if titled else None
    before: list[Cut] = []
    for piece in cuts:
        if not piece.spoken:
            continue
        before.append(piece)
        people = _people(piece.spoken)
        if not (people or _may_tell(piece.spoken)) or _is_title(piece, heard):
            continue
        sentence = _Sentence(text, piece)
        leads, others = _linked(sentence, people)
        if not leads and _stands_alone(people):
            leads = _under_label(
                next((one for one in before[-2::-1] if not _is_title(one, heard)), None), sentence, people
            )
        found += leads[:1]
        owners += others[:1]
        found += islice(_founders(sentence, people), 1)
        found += islice(chain(_settled(sentence), _holders(sentence, people, titled)), 1)
        found += islice(_split(sentence, people), 1)
    kinds = {signal.kind for signal in found}
    if "named-product-lead" in kinds and "split-organisation" not in kinds:
        found += owners[:1]  # a Product Manager and a Product Owner are both named, apart
    return sorted(found, key=lambda signal: (signal.start, signal.kind))


def _without_title(found: Sequence[str]) -> list[str]:
    """Return the words of a line with one mark for each product title in it, whichever title it is."""
    echo = title_echo(found)
    marked = ["" if i in echo else word for i, word in enumerate(found)]
    return [word for i, word in enumerate(marked) if word or i == 0 or marked[i - 1]]


def _is_title(piece: Cut, heard: Sequence[str] | None) -> bool:
    """Tell whether a statement is the offer's title over again, or that of the other product job."""
    if heard is None or len(piece.spoken) > _LONGEST_TITLE * len(heard):
        return False
    return _without_title(piece.spoken) == heard


def _may_split(words: Sequence[str]) -> bool:
    """Tell whether a statement may hold words of a split organisation; most do not, which this tells quickly."""
    return _words().split.may_find(words) or not _words().sets["spelled-folded"].isdisjoint(words)


def _may_tell(words: Sequence[str]) -> bool:
    """Tell whether a statement that names nobody may say that all the same others decide, or roles are split."""
    return _may_split(words) or _words().objects.may_find(words)


def _people(words: Sequence[str]) -> list[Match]:
    """Return the product people and founders a sentence names, hours of the day ("5 PM") left out."""
    return [
        match
        for match in _words().people.find(words)
        if match.label != "none"
        and not (words[match.first] == "pm" and match.first and words[match.first - 1].isdigit())
    ]


def _linked(sentence: _Sentence, people: Sequence[Match]) -> tuple[list[Signal], list[Signal]]:
    """Return the product leads, then the Product Owners, that the person hired works for or with."""
    words, sets = sentence.words, _words().sets
    leads: list[Signal] = []
    owners: list[Signal] = []
    if not people or _is_elsewhere(words[: people[-1].first]):
        return leads, owners
    links = list(_words().links.find(words))
    for person in people:
        if person.label == "founder" or (person.first and words[person.first - 1] in sets["peers"]):
            continue
        for link in reversed(links):
            reach = words[link.last : person.first]
            if link.last > person.first or len(reach) > _words().gaps[link.label]:
                continue
            if sets["link-breakers"] & set(reach):
                continue
            if _is_subject(sentence, link, person):
                continue
            if person.label == "PO":
                owners.append(sentence.signal("split-organisation", link.first, person.last))
            else:
                leads.append(sentence.signal("named-product-lead", link.first, person.last))
            break
    return leads, owners


def _stands_alone(people: Sequence[Match]) -> bool:
    """Tell whether a head of product opens the statement."""
    return bool(people) and people[0].label == "head" and people[0].first <= 1


def _under_label(label: Cut | None, sentence: _Sentence, people: Sequence[Match]) -> list[Signal]:
    """Return the head of product who stands alone under a label such as "Reports to:"."""
    if label is None:
        return []
    length = len(label.spoken)
    ends = any(link.label == "near" and link.last == length for link in _words().links.find(label.spoken))
    return [sentence.signal("named-product-lead", people[0].first, people[0].last)] if ends else []


def _is_subject(sentence: _Sentence, link: Match, person: Match) -> bool:
    """Tell whether a new clause or a list begins before the person: "with sales, the PM writes ..."."""
    words, sets = sentence.words, _words().sets
    between = sentence.between(link, person)
    if ":" in between and link.label == "far":
        return True
    if "," not in between or words[person.first - 1] not in sets["articles"] or person.last == len(words):
        return False
    after = sentence.text[sentence.tokens[person.last - 1].end : sentence.tokens[person.last].start]
    return after.isspace() and words[person.last] not in sets["followers"]


def _is_elsewhere(words: Sequence[str]) -> bool:
    return next(_words().elsewhere.find(words), None) is not None


def _founders(sentence: _Sentence, people: Sequence[Match]) -> Iterator[Signal]:
    """Yield the founders who own, set or carry the vision or the roadmap."""
    words, gap, sets = sentence.words, _words().gaps["vision"], _words().sets
    founders = [person for person in people if person.label == "founder"]
    if not founders:
        return
    objects = list(_words().objects.find(words))
    for founder in founders:
        for thing in objects:
            first, last = (founder, thing) if founder.first < thing.first else (thing, founder)
            if last.first - first.last > 2 * gap + _words().gaps["verb"]:
                continue
            inner = words[first.last : last.first]
            if sets["vision-breakers"] & set(inner):
                continue
            verbs = _words().plural if first is founder else _words().passive
            holds = (verb.first <= gap and len(inner) - verb.last <= gap for verb in verbs.every(inner))
            if _belongs(sentence, first, last) or any(holds):
                yield sentence.decision("founders-hold-vision", first.first, last.last)


def _belongs(sentence: _Sentence, first: Match, last: Match) -> bool:
    """Tell whether the object is the founders' own: "la vision des fondateurs", "the founders' roadmap"."""
    inner = sentence.words[first.last : last.first]
    if first.label == "founder":
        possessive = sentence.between(first, last)[:1]
        return bool(possessive) and possessive in APOSTROPHES and set(inner) <= {"s", "product"}
    return set(inner) <= _words().sets["belongs"] and bool({"de", "des", "du", "of"} & set(inner))


def _settled(sentence: _Sentence) -> Iterator[Signal]:
    """Yield where the vision or the roadmap is said to be set by headquarters, the business, a client..."""
    words, gap, breakers = sentence.words, _words().gaps["vision"], _words().sets["vision-breakers"]
    for verb in _words().settled.find(words):
        decider = _words().deciders.match(words, verb.last)
        if decider is None:
            continue
        for thing in _words().objects.find(words[: verb.first]):
            between = words[thing.last : verb.first]
            if len(between) <= gap and breakers.isdisjoint(between):
                yield sentence.decision("decided-elsewhere", thing.first, decider.last)


def _holders(sentence: _Sentence, people: Sequence[Match], titled: Sequence[str]) -> Iterator[Signal]:
    """Yield where others than the founders own or set the vision: "Notre PM, Julien, s'occupe de la discovery".

    A Product Manager or Owner may be the person hired, and counts only if named, told of in a relative clause, or told
    apart from the reader; others count unless ``titled``, the words of the offer's title, name them.
    """
    words, gap, sets = sentence.words, _words().gaps["vision"], _words().sets
    objects = list(_words().objects.find(words))
    if not objects:
        return
    others = [person for person in people if person.label != "founder"]
    for who in [*others, *_words().deciders.find(words)]:
        clause = _clause(sentence, who)
        before = words[max(who.first - _LONGEST_WANTED, 0) : who.first]
        if clause is None or any(match.last == len(before) for match in _words().wanted.every(before)):
            continue
        verb, apart = clause
        last = verb.last
        for thing in objects:
            between = words[last : thing.first]
            if thing.first >= last and len(between) <= gap and sets["vision-breakers"].isdisjoint(between):
                last = thing.last
        if last > verb.last and (apart or _is_another(sentence, who, last, titled)):
            yield sentence.decision("decided-elsewhere", who.first, last)


def _is_another(sentence: _Sentence, who: Match, last: int, titled: Sequence[str]) -> bool:
    """Tell whether those who decide, in words up to ``last``, are others than the person hired."""
    if who.label in ("PM", "PO"):
        return _is_addressed(sentence, last)
    if who.label == "head":
        return all(person.label != "head" for person in _people(titled))
    return not set(sentence.words[who.first : who.last]) - _words().sets["determiners"] <= set(titled)


def _clause(sentence: _Sentence, who: Match) -> tuple[Match, bool] | None:
    """Return the verb whose subject they are, and whether a name or a relative pronoun stands between."""
    words, sets = sentence.words, _words().sets
    place = _after_name(sentence, who.last)
    named = place > who.last
    relative = place < len(words) and words[place] in sets["relatives"]
    if not (named or relative) and (place == len(words) or sentence.mark(place)):
        return None
    verb = _words().active.match(words, place + relative)
    if verb is None and relative:  # an adverb may follow it
        verb = _words().active.match(words, place + 2)
    return None if verb is None else (verb, named or relative)


def _after_name(sentence: _Sentence, place: int) -> int:
    """Return the place after a name set off by commas or brackets: "notre PM, Julien, ..."; without one, the place."""
    end = place
    while end < len(sentence.words) and end - place <= _LONGEST_NAME:
        mark = sentence.mark(end)
        if end > place and mark in (",", ")"):
            return end
        begins = mark in (",", "(") if end == place else not mark
        if not (begins and sentence.text[sentence.tokens[end].start].isupper()):
            break
        end += 1
    return place


def _is_addressed(sentence: _Sentence, last: int) -> bool:
    """Tell whether a statement turns to the reader after its first words: "...; vous les mettez en oeuvre"."""
    words = sentence.words
    return any(
        word in _words().sets["addressed"]
        and (sentence.mark(i) in (";", ",") or words[i - 1] in ("et", "and"))
        for i, word in enumerate(words[last:], last)
    )


def _split(sentence: _Sentence, people: Sequence[Match]) -> Iterator[Signal]:
    """Yield the words of an organisation that divides the product roles: tribes, SAFe, PMs beside POs."""
    words, sets = sentence.words, _words().sets
    if (len(people) < 2 and not _may_split(words)) or _is_elsewhere(words):
        return
    for one, other in pairwise(people):
        joint = {word for word in words[one.last : other.first] if not word.isdigit()}
        apart = sentence.between(one, other)
        named = {one.label, other.label} == {"PM", "PO"}
        listed = "," in apart and words[one.last - 1].endswith("s")
        if named and joint <= sets["joints"] and ({"et", "and"} & joint or "&" in apart or listed):
            yield sentence.signal("split-organisation", one.first, other.last)
    if not sets["methods"].isdisjoint(words):
        return
    for match in _words().split.find(words):
        yield sentence.signal("split-organisation", match.first, match.last)
    if len(words) < _words().gaps["spelled"] or sets["spelled-folded"].isdisjoint(words):
        return
    for place, token in enumerate(sentence.tokens):
        if sentence.text[token.start : token.end] in sets["spelled"]:
            yield sentence.signal("split-organisation", place, place + 1)
