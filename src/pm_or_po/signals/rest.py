"""What is left of a line that says others decide the vision or the roadmap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from pm_or_po.signals.deciders import decided
from pm_or_po.signals.sentence import Sentence, people_in
from pm_or_po.signals.words import load_words
from pm_or_po.text.document import Statement
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.phrases import Match
from pm_or_po.text.tokens import folded_words
from pm_or_po.verdict import Signal

_AT_LENGTH = 3  # words
_ASIDE = re.compile(r",[^,;:.]*,|\([^()]*\)|–[^–]*–")
_CLAUSES = re.compile(r"[,;:(–—.]")


def without_decisions(statement: Statement, title: str) -> str | None:
    """Return what a statement says besides who else decides the vision or the roadmap; None if it tells of no other.

    Of "The roadmap is set by the CPO and you carry it out", "and you carry it out". A Product Manager or Owner may be
    whom the person hired follows. Nor is it told where words before make what is decided the object of another verb,
    "Construire une roadmap arbitrée en comité", or where the rest tells the reader at length what to do.
    """
    known, spoken = load_words(), statement.spoken
    if not known.objects.may_find(spoken):
        return None
    people = [one for one in people_in(spoken) if one.label not in ("PM", "PO")]
    if not (people or known.deciders.may_find(spoken)):
        return None
    text = statement.text
    sentence = Sentence(text, statement._replace(start=0, end=len(text)))
    told = sorted(decided(sentence, people, folded_words(title)), key=attrgetter("start"))
    if not told or _is_made_by_the_reader(sentence, told[0], [*people, *known.deciders.find(spoken)]):
        return None
    end = max(one.end for one in told)
    joining = known.sets["determiners"] | {"et", "and"}
    for thing in sentence.objects:  # "The founders own the vision and the roadmap"
        first, last = sentence.tokens[thing.first], sentence.tokens[thing.last - 1]
        if first.start >= end and joining.issuperset(folded_words(text[end : first.start])):
            end = last.end
    rest = f"{text[: told[0].start]} {text[end:]}"
    return None if _tells_the_reader(folded_words(rest)) else rest


def _tells_the_reader(words: Sequence[str]) -> bool:
    """Tell whether words speak to the reader at length: "vous la déclinez et interviewez les clients"."""
    you = next((i for i, word in enumerate(words) if word in load_words().sets["addressed"]), len(words))
    return len([word for word in words[you + 1 :] if word not in FUNCTION_WORDS]) >= _AT_LENGTH


def _is_made_by_the_reader(sentence: Sentence, told: Signal, deciding: Sequence[Match]) -> bool:
    """Tell whether a quote begins with what is decided, and words before it in its clause say what is done with it."""
    thing, who = (
        min(
            (at for one in matches if (at := sentence.tokens[one.first].start) >= told.start),
            default=told.end,
        )
        for matches in (sentence.objects, deciding)
    )
    before = folded_words(_CLAUSES.split(_ASIDE.sub(" ", sentence.text[: told.start]))[-1])
    return thing < who and not FUNCTION_WORDS.issuperset(before)
