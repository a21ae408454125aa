"""An offer's description cut up for scoring: clean text, statements, words without job titles."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from pm_or_po.text.clean import CleanText, clean
from pm_or_po.text.ending import Line, end_of_offer, start_of_offer
from pm_or_po.text.statements import statements
from pm_or_po.text.title import title_echo, title_echoes
from pm_or_po.text.tokens import Token, folded_words, tokens, words_within


class Cut(NamedTuple):
    """A statement ready to be scored.

    Attributes
    ----------
    text : str
        As it stands in the clean text, ``clean.text[start:end]``.
    words : sequence of str
        Its folded words but for PM and PO job titles.
    spoken : sequence of str
        All its words, job titles too.
    echo : set of int
        Positions in ``spoken`` of the words of those titles.
    start, end : int
    bullet : bool
        Whether it opens with a bullet mark or a list number.
    capitals : bool
        Whether it is written in capitals, as headings are, in a text that is not.
    """

    text: str
    words: Sequence[str]
    spoken: Sequence[str]
    echo: Set[int]
    start: int
    end: int
    bullet: bool
    capitals: bool

    @property
    def tokens(self) -> list[Token]:
        """The same as ``words``, with their characters of ``text``: cut anew at every call, for few are asked for."""
        return [token for i, token in enumerate(tokens(self.text)) if i not in self.echo]


@dataclass(frozen=True, slots=True)
class Document:
    """A description made plain and cut into statements.

    Attributes
    ----------
    clean : CleanText
    cuts : tuple of Cut
        Its statements, from its title where the cards of others stand above, up to the heading of other offers, or of
        something else, where some follow.
    words : tuple of str
        All their folded words, job titles included: for telling the language.
    others : Cut or None
        That heading.
    """

    clean: CleanText
    cuts: tuple[Cut, ...]
    words: tuple[str, ...]
    others: Cut | None


def cut(text: str, bullet: bool = False) -> Cut:
    """Return a single statement ready to be scored."""
    spoken = folded_words(text)
    return _cut(text, spoken, title_echo(spoken), start=0, bullet=bullet, shouted=False)


def _cut(text: str, spoken: Sequence[str], echo: Set[int], start: int, bullet: bool, shouted: bool) -> Cut:
    """Return a statement ready to be scored; in a ``shouted`` text, all in capitals, they tell nothing."""
    kept = [word for i, word in enumerate(spoken) if i not in echo] if echo else spoken
    return Cut(text, kept, spoken, echo, start, start + len(text), bullet, not shouted and text.isupper())


def read_document(description: str) -> Document:
    """Clean a description and cut it into statements without the job titles in them; leave other offers out."""
    plain = clean(description)
    cuts = cut_up(plain.text)
    cuts = cuts[start_of_offer(plain.text, _lines(cuts)) :]
    end = end_of_offer(plain.text, _lines(cuts))
    others = None if end is None else cuts[end]
    cuts = cuts[:end]
    return Document(plain, cuts, tuple(word for piece in cuts for word in piece.spoken), others)


def _lines(cuts: Sequence[Cut]) -> list[Line]:
    return [(piece.start, piece.end, piece.spoken) for piece in cuts]


def cut_up(text: str) -> tuple[Cut, ...]:
    """Return the statements of a clean text, ready to be scored."""
    shouted = _is_shouted(text)
    spans = statements(text)
    heard = words_within(text, [(s.start, s.end) for s in spans])
    return tuple(
        _cut(text[s.start : s.end], spoken, echo, start=s.start, bullet=s.bullet, shouted=shouted)
        for s, spoken, echo in zip(spans, heard, title_echoes(heard), strict=True)
    )


def _is_shouted(text: str) -> bool:
    """Tell whether more of a text stands in lines of capitals than in others."""
    return 2 * sum(len(line) for line in text.split("\n") if line.isupper()) > len(text)
