"""An offer's description cut up for scoring: clean text, statements, words without job titles."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from pm_or_po.text.beginning import start_of_offer
from pm_or_po.text.clean import CleanText, clean
from pm_or_po.text.ending import end_of_offer
from pm_or_po.text.page_lines import Line, usual_heading
from pm_or_po.text.statements import opening_number, spans_of
from pm_or_po.text.title import title_echo, title_echoes
from pm_or_po.text.tokens import Token, folded_words, tokens, words_within


class Statement(NamedTuple):
    """A statement ready to be scored.

    Attributes
    ----------
    text : str
        As it stands in the clean text, ``clean.text[start:end]``.
    words : sequence of str
        Its folded words but for PM and PO job titles; those of the usual heading where it is a rarer one of duties.
    spoken : sequence of str
        All its words, job titles too.
    echo : set of int
        Positions in ``spoken`` of the words of those titles.
    start, end : int
    number : int
        How many characters of ``text`` are the number it has in a list, which is no word of it.
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
    number: int
    bullet: bool
    capitals: bool

    @property
    def tokens(self) -> list[Token]:
        """The words of ``text`` itself, job titles left out, with their characters.

        They are cut anew at every call, for few are asked for.
        """
        return [token for i, token in enumerate(self.tokens_spoken) if i not in self.echo]

    @property
    def tokens_spoken(self) -> list[Token]:
        """The words of ``spoken`` with their characters of ``text``, cut anew too."""
        shift = self.number
        return [
            Token(word, start + shift, end + shift) for word, start, end in tokens(self.text[self.number :])
        ]


@dataclass(frozen=True, slots=True)
class Document:
    """A description made plain and cut into statements.

    Attributes
    ----------
    clean : CleanText
    statements : tuple of Statement
        Its statements, from where the offer begins up to the heading of other offers, or of something else, where some
        follow.
    words : tuple of str
        All their folded words, job titles included: for telling the language.
    opening : Statement or None
        What the offer begins with, its title, where the cards of other offers stand above it.
    others : Statement or None
        The heading of what follows.
    """

    clean: CleanText
    statements: tuple[Statement, ...]
    words: tuple[str, ...]
    opening: Statement | None
    others: Statement | None

    @property
    def text(self) -> str:
        """The clean text from where the offer begins on: its first lines are those of the offer."""
        return self.clean.text if self.opening is None else self.clean.text[self.opening.start :]


def read_statement(text: str, bullet: bool = False) -> Statement:
    """Return a single statement ready to be scored."""
    number = opening_number(text)
    spoken = folded_words(text[number:])
    return _statement(text, spoken, title_echo(spoken), start=0, number=number, bullet=bullet, shouted=False)


def _statement(
    text: str, spoken: Sequence[str], echo: Set[int], start: int, number: int, bullet: bool, shouted: bool
) -> Statement:
    """Return a statement ready to be scored; in a ``shouted`` text, all in capitals, they tell nothing."""
    kept = [word for i, word in enumerate(spoken) if i not in echo] if echo else spoken
    return Statement(
        text,
        usual_heading(kept),
        spoken,
        echo,
        start,
        start + len(text),
        number,
        bullet,
        not shouted and text.isupper(),
    )


def read_document(description: str) -> Document:
    """Clean a description and cut it into statements without the job titles in them; leave other offers out."""
    plain = clean(description)
    statements = cut_up(plain.text)
    begun = start_of_offer(plain.text, _lines(statements))
    opening = statements[begun] if begun else None
    if opening is not None:
        statements = cut_up(plain.text, opening.start)  # how lines are cut hangs on all of them
    end = end_of_offer(plain.text, _lines(statements))
    others = None if end is None else statements[end]
    statements = statements[:end]
    words = tuple(word for piece in statements for word in piece.spoken)
    return Document(plain, statements, words, opening, others)


def _lines(statements: Sequence[Statement]) -> list[Line]:
    return [(piece.start, piece.end, piece.spoken) for piece in statements]


def cut_up(text: str, first: int = 0) -> tuple[Statement, ...]:
    """Return the statements of a clean text, from its character ``first`` on, ready to be scored."""
    read = text[first:]
    shouted = _is_shouted(read)
    spans = spans_of(read)
    texts = [read[s.start : s.end] for s in spans]
    numbers = [*map(opening_number, texts)]
    heard = words_within(read, [(s.start + number, s.end) for s, number in zip(spans, numbers, strict=True)])
    return tuple(
        _statement(one, spoken, echo, start=first + s.start, number=number, bullet=s.bullet, shouted=shouted)
        for s, one, number, spoken, echo in zip(
            spans, texts, numbers, heard, title_echoes(heard), strict=True
        )
    )


def _is_shouted(text: str) -> bool:
    """Tell whether more of a text stands in lines of capitals than in others."""
    return 2 * sum(len(line) for line in text.split("\n") if line.isupper()) > len(text)
