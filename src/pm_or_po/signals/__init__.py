"""Find the words that tell who else has a part in the product: a product lead or owner, the founders, others.

The phrases are in ``words.toml`` next to this module. What the offer calls the person hired is never a
signal, so swapping that title for another leaves the signals as they are, but where somebody is told of by the same
words: "supported by the Product Owner" is a colleague under the title of a Product Manager alone.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import chain, islice

from pm_or_po.signals.deciders import decided
from pm_or_po.signals.handed import handed
from pm_or_po.signals.owners import owned
from pm_or_po.signals.people import linked, may_split, split, stands_alone, under_label
from pm_or_po.signals.sentence import Sentence, people_in
from pm_or_po.signals.words import load_words
from pm_or_po.text.document import Statement
from pm_or_po.text.title import title_echo
from pm_or_po.text.tokens import folded_words
from pm_or_po.verdict import Signal

_PRODUCT_TITLE_WORDS = 6  # at most; they count as one where lines are compared


def find_signals(
    text: str, title: str, statements: Sequence[Statement], refused: Container[int] = ()
) -> list[Signal]:
    """Find who holds the discovery, with the words that show it.

    Parameters
    ----------
    text : str
        The offer's clean text, which the offsets of the statements and of the signals count.
    title : str
        The offer's title, empty if unknown; the line of the text that repeats it is not searched.
    statements : sequence of Statement
        The text's statements, without those of ``of_hiring``.
    refused : container of int
        The characters that statements of what the job is not begin with.

    Returns
    -------
    list of Signal
        In the order of the text, at most one of each kind per statement, and one that tells who decides.
        ``named-product-lead`` and ``split-organisation`` may share words: "with the Product Managers and Product
        Owners" is both.
    """
    found: list[Signal] = []
    owners: list[Signal] = []
    titled = folded_words(title)
    heard = _without_title(titled) if titled else None
    before: list[Statement] = []
    for piece in statements:
        if not piece.spoken:
            continue
        before.append(piece)
        people = people_in(piece.spoken)
        if not (people or _may_tell(piece.spoken)) or _is_title(piece, heard):
            continue
        sentence = Sentence(text, piece)
        leads, others = linked(sentence, people, titled)
        if not leads and stands_alone(people):
            leads = under_label(
                next((one for one in islice(reversed(before), 1, None) if not _is_title(one, heard)), None),
                sentence,
                people,
            )
        leads = leads or list(islice(handed(sentence, people, titled), 1))
        found += leads[:1]
        owners += others[:1]
        others_jobs = owned(sentence, people, titled, refused=piece.start in refused)
        found += islice(chain(decided(sentence, people, titled), others_jobs), 1)
        found += islice(split(sentence, people, titled), 1)
    kinds = {signal.kind for signal in found}
    if "named-product-lead" in kinds and "split-organisation" not in kinds:
        # A Product Manager and a Product Owner are both named, apart.
        found += (replace(owner, kind="split-organisation") for owner in owners[:1])
    elif "split-organisation" not in kinds:
        found += owners[:1]
    return sorted(found, key=lambda signal: (signal.start, signal.kind))


def _without_title(found: Sequence[str]) -> list[str]:
    """Return the words of a line with one mark for each product title in it, whichever title it is."""
    echo = title_echo(found)
    marked = ["" if i in echo else word for i, word in enumerate(found)]
    return [word for i, word in enumerate(marked) if word or i == 0 or marked[i - 1]]


def _is_title(piece: Statement, heard: Sequence[str] | None) -> bool:
    """Tell whether a statement is the offer's title over again, or that of the other product job."""
    if heard is None or len(piece.spoken) > _PRODUCT_TITLE_WORDS * len(heard):
        return False
    return _without_title(piece.spoken) == heard


def _may_tell(words: Sequence[str]) -> bool:
    """Tell whether a statement that names nobody may say that all the same others decide, or roles are split."""
    return may_split(words) or load_words().objects.may_find(words)
