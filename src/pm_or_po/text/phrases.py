"""Match literal phrases in a list of folded words, the longest first; a phrase is data, never a pattern.

A phrase is written word by word: ``a|b`` is one word or the other, ``a?`` a word that may lack, ``a*`` any
word that starts so. ``chef|cheffe de? produit*`` matches ``chef produit`` and ``cheffe de produits``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from pm_or_po.errors import DataError

_WORDS_REMEMBERED = 19_000


class Match(NamedTuple):
    """A phrase found: ``words[first:last]`` belongs to ``label``."""

    label: str
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    words: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    label: str | None = None


class Phrases:
    """A set of labelled phrases.

    Parameters
    ----------
    table : mapping of label to phrases

    Raises
    ------
    DataError
        If a phrase is empty, not folded, could match no word at all, or belongs to two labels.
    """

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._root = _Node()
        # Words met, and those of them that may begin a phrase.
        self._seen: tuple[set[str], set[str]] = (set(), set())
        for label, phrases in table.items():
            for phrase in phrases:
                self._add(label, phrase)
        self._stems = tuple(self._root.stems)

    def _add(self, label: str, phrase: str) -> None:
        nodes = [self._root]
        for slot in phrase.split():
            optional = slot.endswith("?")
            following = []
            for word in slot.removesuffix("?").split("|"):
                stem = word.removesuffix("*")
                if not stem or stem != stem.lower() or not stem.isascii() or "*" in stem or "?" in stem:
                    raise DataError("phrase-word", phrase=phrase, label=label, word=word)
                for node in nodes:
                    children = node.stems if word != stem else node.words
                    following.append(children.setdefault(stem, _Node()))
            nodes = following + nodes if optional else following
        for node in nodes:
            if node is self._root:
                raise DataError("phrase-empty", label=label, phrase=phrase)
            if node.label not in (None, label):
                raise DataError("phrase-twice", phrase=phrase, one=node.label, other=label)
            node.label = label

    def match(self, words: Sequence[str], first: int) -> Match | None:
        """Return the longest phrase that starts at ``words[first]``."""
        best: Match | None = None
        pending = [(self._root, first)]
        while pending:
            node, place = pending.pop()
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
        openers = self._openers_among(words)
        if openers.isdisjoint(words):
            return
        place = 0
        while place < len(words):
            found = self.match(words, place) if words[place] in openers else None
            if found is not None:
                yield found
            place = found.last if found else place + 1

    def may_find(self, words: Sequence[str]) -> bool:
        """Tell whether any of the words may begin a phrase; most statements hold none, which this tells quickly."""
        return not self._openers_among(words).isdisjoint(words)

    def openers(self, words: Sequence[str]) -> Set[str]:
        """Return those of the words that may begin a phrase."""
        return self._openers_among(words).intersection(words)

    def _openers_among(self, words: Sequence[str]) -> set[str]:
        """Return a set that holds those of the words that may begin a phrase, and remember them.

        A full memory is replaced, never emptied, for a search under way may still be reading it.
        """
        met, openers = self._seen
        if not met.issuperset(words):
            if len(met) > _WORDS_REMEMBERED:
                met, openers = self._seen = set(), set()
            new = set(words) - met
            openers.update(word for word in new if word in self._root.words or word.startswith(self._stems))
            met.update(new)
        return openers

    def every(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield the longest phrase at every place, overlapping ones included."""
        for place in range(len(words)):
            found = self.match(words, place)
            if found is not None:
                yield found
