"""An offer's description cut up for scoring: clean text, statements, words without job titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pm_or_po.text.clean import CleanText, clean
from pm_or_po.text.statements import statements
from pm_or_po.text.title import title_echo
from pm_or_po.text.tokens import Token, tokens


@dataclass(frozen=True, slots=True)
class Cut:
    """A statement ready to be scored.

    Attributes
    ----------
    text : str
        As it stands in the clean text, ``clean.text[start:end]``.
    tokens : sequence of Token
        Its words but for PM and PO job titles; offsets are characters of ``text``.
    spoken : sequence of Token
        All its words, job titles too.
    start, end : int
    bullet : bool
        Whether it opens with a bullet mark or a list number.
    capitals : bool
        Whether it is written in capitals, as headings are, in a text that is not.
    """

    text: str
    tokens: Sequence[Token]
    spoken: Sequence[Token]
    start: int
    end: int
    bullet: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A description made plain and cut into statements.

    ``words`` are all its folded words, job titles included: for telling its language.
    """

    clean: CleanText
    cuts: tuple[Cut, ...]
    words: tuple[str, ...]


def cut(text: str, start: int = 0, bullet: bool = False, shouted: bool = False) -> Cut:
    """Return a single statement ready to be scored; in a ``shouted`` text, all in capitals, they tell nothing."""
    found = tokens(text)
    echo = title_echo(found)
    kept = [token for i, token in enumerate(found) if i not in echo] if echo else found
    return Cut(text, kept, found, start, start + len(text), bullet, not shouted and text.isupper())


def read_document(description: str) -> Document:
    """Clean a description and cut it into statements without the job titles in them."""
    plain = clean(description)
    shouted = _is_shouted(plain.text)
    cuts = tuple(cut(plain.text[s.start : s.end], s.start, s.bullet, shouted) for s in statements(plain.text))
    words = tuple(token.word for cut_ in cuts for token in cut_.spoken)
    return Document(plain, cuts, words)


def _is_shouted(text: str) -> bool:
    """Tell whether more of a text stands in lines of capitals than in others."""
    return 2 * sum(len(line) for line in text.split("\n") if line.isupper()) > len(text)
