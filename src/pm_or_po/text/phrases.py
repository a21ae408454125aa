"""Match literal phrases in a list of folded words, the longest first; a phrase is data, never a pattern.

A phrase is written word by word: ``a|b`` is one word or the other, ``a?`` a word that may lack, ``a*`` any
word that starts so. ``chef|cheffe de? produit*`` matches ``chef produit`` and ``cheffe de produits``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from pm_or_po.errors import DataError

_WORDS_REMEMBERED = 19_000
_WORD: Final = r"[^|?*A-Z]+\*?"
_SLOT: Final = re.compile(rf"{_WORD}(?:\|{_WORD})*\??")


class Match(NamedTuple):
    """A phrase found: ``words[first:last]`` belongs to ``label``."""

    label: str
    first: int
    last: int


# A phrase that is being planted: its label, its slots, and which of them comes next.
_Coming: TypeAlias = tuple[str, Sequence[str], int]


@dataclass(slots=True)
class _Node:
    """A step in the tree of phrases, which is planted one step at a time: most of them are never reached.

    Attributes
    ----------
    unplanted : sequence of (str, slots, int)
        The phrases that come by here; none once they are planted.
    words, stems : dict of nodes
        Where the next word leads, by itself or by how it begins.
    label : str or None
        That of the phrase that ends here.
    """

    unplanted: Sequence[_Coming] = ()
    words: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    label: str | None = None

    def plant(self) -> None:
        """Plant what may come next; searches at the same time find the whole step or none of it."""
        coming = self.unplanted
        ends: dict[str, Sequence[str]] = {}
        words: dict[str, list[_Coming]] = {}
        stems: dict[str, list[_Coming]] = {}
        for label, slots, place in coming:
            for after, slot in enumerate(slots[place:], start=place + 1):
                for word in slot.removesuffix("?").split("|"):
                    stem = word.removesuffix("*")
                    (words if word == stem else stems).setdefault(stem, []).append((label, slots, after))
                if not slot.endswith("?"):
                    break
            else:
                ends[label] = slots
        if len(ends) > 1:
            (one, _), (other, slots) = [*ends.items()][:2]
            raise DataError("phrase-twice", phrase=" ".join(slots), one=one, other=other)
        if coming:
            self.words = {word: _Node(following) for word, following in words.items()}
            self.stems = {stem: _Node(following) for stem, following in stems.items()}
            self.label = next(iter(ends), None)
            self.unplanted = ()


class _Openers(dict[str, bool]):
    """Whether the words met may begin a phrase, each learnt when it is first asked for."""

    def __init__(self, root: _Node) -> None:
        super().__init__()
        self._words, self._stems = root.words, tuple(root.stems)

    def __missing__(self, word: str) -> bool:
        if len(self) >= _WORDS_REMEMBERED:
            self.clear()
        opens = self[word] = word in self._words or word.startswith(self._stems)
        return opens


class Phrases:
    """A set of labelled phrases.

    Parameters
    ----------
    table : mapping of label to phrases

    Raises
    ------
    DataError
        If a phrase is empty, not folded, or could match no word at all; once a text comes to it, if it belongs to two
        labels (see ``check``).
    """

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        planted = [(label, _slots(label, one), 0) for label, phrases in table.items() for one in phrases]
        self._root = _Node(planted)
        self._root.plant()
        self._opens = _Openers(self._root)
        # Where no phrase begins with a stem, the words that begin one, which are told from others all at once.
        self._begin = None if self._root.stems else frozenset(self._root.words)
        # Where each phrase has words that cannot lack, those of one place of each: a text without any of them holds no
        # phrase. Long words are rarer than the "of" that a phrase begins with.
        anchors = [_anchor(slots) for _, slots, _ in planted]
        self._anchors = frozenset().union(*anchors) if all(anchors) else None

    def check(self) -> None:
        """Look at all phrases now, where a text only comes to some.

        Raises
        ------
        DataError
            If a phrase belongs to two labels.
        """
        pending = [self._root]
        while pending:
            node = pending.pop()
            if node.unplanted:
                node.plant()
            pending += (*node.words.values(), *node.stems.values())

    def match(self, words: Sequence[str], first: int) -> Match | None:
        """Return the longest phrase that starts at ``words[first]``."""
        return self._longest(words, first) if first < len(words) and self._opens[words[first]] else None

    def _longest(self, words: Sequence[str], first: int) -> Match | None:
        best: Match | None = None
        pending = [(self._root, first)]
        while pending:
            node, place = pending.pop()
            if node.unplanted:
                node.plant()
            if node.label is not None and (best is None or place > best.last):
                best = Match(node.label, first, place)
            if place < len(words):
                word = words[place]
                if word in node.words:
                    pending.append((node.words[word], place + 1))
                if node.stems:
                    pending += [
                        (child, place + 1) for stem, child in node.stems.items() if word.startswith(stem)
                    ]
        return best

    def find(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield the phrases found from left to right, each the longest at its place, none overlapping."""
        place = 0
        while (found := self.first(words, place)) is not None:
            yield found
            place = found.last

    def first(self, words: Sequence[str], start: int = 0) -> Match | None:
        """Return the first phrase from a place on, the longest there; None if there is none."""
        if not self.may_find(words):
            return None
        opens = self._opens
        for place in range(start, len(words)):
            if opens[words[place]] and (found := self._longest(words, place)) is not None:
                return found
        return None

    def may_find(self, words: Sequence[str]) -> bool:
        """Tell whether the words may hold a phrase; most statements hold none, which this tells quickly."""
        return self.may_begin(words) if self._anchors is None else not self._anchors.isdisjoint(words)

    def may_begin(self, words: Iterable[str]) -> bool:
        """Tell whether any of the words may begin a phrase, whatever comes after."""
        if self._begin is not None:
            return not self._begin.isdisjoint(words)
        return any(map(self._opens.__getitem__, words))

    def openers(self, words: Iterable[str]) -> Set[str]:
        """Return those of the words that may begin a phrase."""
        if self._begin is not None:
            return self._begin.intersection(words)
        return set(filter(self._opens.__getitem__, words))

    def every(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield the longest phrase at every place, overlapping ones included."""
        for place in range(len(words)):
            found = self.match(words, place)
            if found is not None:
                yield found


def _anchor(slots: Sequence[str]) -> Sequence[str]:
    """Return the words of the place of a phrase whose shortest word is longest; none if it has only stems."""
    places = [slot.split("|") for slot in slots if slot[-1] != "?" and "*" not in slot]
    return max(places, key=lambda words: min(map(len, words)), default=())


def _slots(label: str, phrase: str) -> Sequence[str]:
    slots = phrase.split()
    for slot in slots:
        if not _SLOT.fullmatch(slot) or not slot.isascii():
            raise DataError("phrase-word", phrase=phrase, label=label, word=slot)
    if all(slot.endswith("?") for slot in slots):
        raise DataError("phrase-empty", label=label, phrase=phrase)
    return slots
