"""One statement of the offer: its words, and the signals quoted from it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from pm_or_po.signals.words import load_words
from pm_or_po.taxonomy import SignalKindId
from pm_or_po.text.document import Statement
from pm_or_po.text.phrases import Match
from pm_or_po.text.title import is_hour
from pm_or_po.text.tokens import APOSTROPHES, Token
from pm_or_po.verdict import Signal

# Words of what stands beside the vision or the roadmap ("la stratégie produit et la roadmap"), or of a person's name.
LONGEST_NAME = 2
_PAIRS = (
    ("(", ")", 1),
    ("«", "»", 30),
    ("“", "”", 30),
)  # marks that go together, the second at most so many characters on
_CLAUSE_MARKS = ",;:(–—"
_ELIDED = {"l" + mark for mark in APOSTROPHES}  # the article that the words of a sentence lack


@dataclass(frozen=True)
class Sentence:
    """A statement, and the clean text of the offer it stands in."""

    text: str
    piece: Statement

    @property
    def words(self) -> Sequence[str]:
        """The words, folded."""
        return self.piece.spoken

    @cached_property
    def tokens(self) -> list[Token]:
        """The words with their characters of the text; most sentences are let go before they are needed."""
        shift = self.piece.start
        return [Token(word, start + shift, end + shift) for word, start, end in self.piece.tokens_spoken]

    @cached_property
    def links(self) -> list[Match]:
        """The words that tie the person hired to another."""
        return list(load_words().links.find(self.words))

    @cached_property
    def objects(self) -> list[Match]:
        """The vision, the roadmap or the priorities of a product, not of a brand or IT."""
        return [
            match._replace(last=match.last - apart)
            for match in load_words().objects.find(self.words)
            # "Own the roadmap: it is yours" tells of no roadmap for IT.
            if (apart := self.words[match.last - 1] == "it" and self.mark(match.last - 1) != "")
            or match.label == "object"
        ]

    @cached_property
    def elsewhere(self) -> int:
        """How many words stand before one that tells of the past or the profile: all of them, if none does."""
        return next((match.first for match in load_words().elsewhere.find(self.words)), len(self.words))

    @cached_property
    def addressed(self) -> int:
        """The last place from which a statement turns to the reader, or 0: "...; vous les mettez en oeuvre"."""
        words, addressed = self.words, load_words().sets["addressed"]
        turns = (
            i
            for i in range(len(words) - 1, 0, -1)
            if words[i] in addressed and (self.mark(i) in (";", ",") or words[i - 1] in ("et", "and"))
        )
        return next(turns, 0)

    @cached_property
    def _doubts(self) -> list[Match]:
        return list(load_words().doubts.find(self.words))

    @cached_property
    def _is_past(self) -> bool:
        return any(match.label == "past" for match in self._doubts)

    @cached_property
    def _question(self) -> int:
        """The character of the last question mark, or one before the statement."""
        return self.piece.start + self.piece.text.rfind("?")

    @cached_property
    def _clauses(self) -> list[int]:
        """The characters that clauses begin with."""
        shift = self.piece.start
        return [shift, *(shift + i for i, mark in enumerate(self.piece.text) if mark in _CLAUSE_MARKS)]

    def signal(self, kind: SignalKindId, first: int, last: int) -> Signal:
        """Return the signal that quotes ``words[first:last]``."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        for opening, closing, reach in _PAIRS:
            if opening in self.text[start:end] and closing not in self.text[start:end]:
                closed = self.text.find(closing, end, min(end + reach, self.piece.end))
                end = closed + 1 if closed >= 0 else end
        return Signal(kind, start, end, self.text[start:end])

    def decision(self, kind: SignalKindId, first: int, last: int) -> Signal:
        """Return who decides what with all of the subject: its article, and what "et" or "and" joins to it."""
        words, sets = self.words, load_words().sets
        determiners, breakers = sets["determiners"], sets["vision-breakers"]
        # One word may stand after the article: "nos deux fondateurs".
        begun = first > 1 and words[first - 2] in determiners and not self.mark(first)
        if first and (self.mark(first) == "(" or (begun and words[first - 1] not in determiners)):
            first -= 1
        if first and words[first - 1] in determiners:
            first -= 1
        if first and words[first - 1] in ("et", "and"):
            joined = max(first - 2 - LONGEST_NAME, 0)
            starts = [i for i in range(joined, first - 1) if words[i] in determiners or i == 0]
            if starts and breakers.isdisjoint(words[starts[-1] : first]):
                first = starts[-1]
        found = self.signal(kind, first, last)
        elided = max(found.start - 2, 0)
        start = elided if self.text[elided : found.start].lower() in _ELIDED else found.start
        return Signal(kind, start, found.end, self.text[start : found.end])

    def asserts(self, found: Signal, *, alone: bool = False) -> bool:
        """Tell whether what a signal quotes is so today: not denied, asked, past or decided with the reader.

        Of a quote ``alone`` the words before deny nothing, as where a comma in it sets it off from them.
        """
        if self._is_past or self._question >= found.end:
            return False
        begin = found.start
        if not alone and "," not in found.text:
            begin = self._clauses[bisect_right(self._clauses, begin) - 1]
        first, last = (bisect_left(self.tokens, at, key=attrgetter("start")) for at in (begin, found.end))
        if self._is_shared(bisect_left(self.tokens, found.start, key=attrgetter("start")), last):
            return False
        at = bisect_left(self._doubts, first, key=attrgetter("first"))
        return all(doubt.last > last for doubt in self._doubts[at : at + 1])

    def _is_shared(self, first: int, last: int) -> bool:
        """Tell whether the words around some give the reader a part in what they say: "you and ...", "... with you"."""
        before = self.words[max(first - 2, 0) : first]
        if before[-1:] in (["et"], ["and"]) and before[0] in load_words().sets["addressed"]:
            return True
        found = load_words().shared.match(self.words, last)
        if found is None:
            return False
        ends = found.last == len(self.words) or self.mark(found.last) != ""
        return found.label == "with" or ends

    def between(self, left: Match, right: Match) -> str:
        """Return the characters between two matches."""
        return self.text[self.tokens[left.last - 1].end : self.tokens[right.first].start]

    def mark(self, place: int) -> str:
        """Return the punctuation mark after the word before, if any."""
        after = self.text[self.tokens[place - 1].end : self.tokens[place].start].lstrip()[:1]
        return "" if after.isalpha() else after

    def written(self, place: int) -> str:
        """Return a word as it stands in the text."""
        return self.text[self.tokens[place].start : self.tokens[place].end]

    def is_capitalised(self, place: int) -> bool:
        """Tell whether a word is written as a name, and not in capitals as an abbreviation."""
        word = self.written(place)
        return word[0].isupper() and not word.isupper()

    def name_before(self, place: int) -> int:
        """Return where a name begins that stands right before a place; the place, if none does."""
        name = place
        while name and place - name < LONGEST_NAME and self.is_capitalised(name - 1):
            if name < place and self.mark(name):
                break
            name -= 1
        return name

    def is_of_a_name(self, place: int, *, first: bool) -> bool:
        """Tell whether a word may be of a name, of which others than the first may be in capitals: "Anna LEROY"."""
        return self.is_capitalised(place) or (not first and self.written(place)[0].isupper())


def near(matches: Sequence[Match], first: int, last: int) -> Sequence[Match]:
    """Return those of the matches, in order and apart, that end from ``first`` on and begin up to ``last``."""
    begin = bisect_left(matches, first, key=attrgetter("last"))
    return matches[begin : bisect_right(matches, last, lo=begin, key=attrgetter("first"))]


def people_in(words: Sequence[str]) -> list[Match]:
    """Return the product people and founders a sentence names, hours of the day ("5 PM") left out."""
    return [
        match
        for match in load_words().people.find(words)
        if match.label != "none" and not is_hour(words, match.first)
    ]
