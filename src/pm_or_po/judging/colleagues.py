"""Which lines tell what a colleague does, presented by name and job ("Nadia, Group PM : elle porte la vision").

The words are in ``colleagues.toml`` next to this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.document import Statement
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.phrases import Phrases
from pm_or_po.text.title_words import title_words
from pm_or_po.text.tokens import folded_words

_DASHES: Final = "–—-"
_MOST_MARKS: Final = 6
_NAME: Final = r"[A-ZÀ-ÝŒ](?:\.|[a-zà-ÿœ]+(?:(?:['’-][A-ZÀ-Ý]?|[A-ZÀ-Ý])[a-zà-ÿœ]+)*)"
_NAMES: Final = rf"{_NAME}(?: {_NAME}){{0,2}}(?: (?:et|and|&) {_NAME}(?: {_NAME})?)?"
_MARK: Final = r"[,:;|()]|[\s*_][–—-][\s*_]"
_MARKS: Final = re.compile(_MARK)
_NAME_ALONE: Final = re.compile(rf"[\W\d_]*({_NAMES})[\W_]*")
_NAMED: Final = re.compile(rf"[\W\d_]*({_NAMES})[\s*_]*(?:{_MARK})")
_LONGEST_JOB: Final = 9  # words
_SOON: Final = 4  # among how many first words of its part a job begins
_DETERMINERS: Final = frozenset(
    {"notre", "our", "votre", "your", "ton", "ta", "la", "le", "the", "un", "une", "a"}
)
_YOUR: Final = frozenset({"ton", "ta", "votre", "your"})  # before the job of a colleague that opens a line
_JOINTS: Final = frozenset({"et", "and", "ou", "or"})


class _ColleaguePhrases(NamedTuple):
    jobs: Phrases
    subjects: Phrases
    impersonal: Phrases
    verbs: Phrases
    wanted: Phrases


@cache
def _phrases() -> _ColleaguePhrases:
    data = packaged("judging/colleagues.toml")
    return _ColleaguePhrases(*(Phrases({name: data[name]}) for name in _ColleaguePhrases._fields))


def of_colleagues(statements: Sequence[Statement]) -> list[int]:
    """Return which statements tell what a colleague does whom they, or the sentence before, present by name and job.

    Where one speaks to the reader too, or of whom the colleague looks for, it may tell a duty all the same.
    """
    found: list[int] = []
    presented, before = False, ""
    for i, statement in enumerate(statements):
        said = _said_of_a_colleague(_with_name(before, statement.text), statement.spoken)
        before = statement.text
        if said is None and not presented:
            continue
        told = _is_told(said) or (presented and not statement.bullet and _is_subject(statement.spoken))
        names_one = told or (said is not None and statement.text.endswith("."))
        presented = names_one and not any(_phrases().wanted.find(statement.spoken))
        if told and presented:
            found.append(i)
    return found


def _with_name(before: str, text: str) -> str:
    """Return a text that a dash begins after a name alone, which was cut off as an item is, with the name again."""
    return f"{before} {text}" if text[0] in _DASHES and _NAME_ALONE.fullmatch(before) else text


def _said_of_a_colleague(text: str, words: Sequence[str]) -> Sequence[Sequence[str]] | None:
    """Return the words that follow the name and the job that open a line, part by part; None if none do."""
    named = _NAMED.match(text)
    if named is None or not FUNCTION_WORDS.isdisjoint(folded_words(named[1])[:1]):
        return None if _YOUR.isdisjoint(words[:1]) else _said_of_yours(text)
    parts = filter(None, map(folded_words, _parts(text[named.end() :])))
    return [*parts] if _is_job(next(parts, [])) else None


def _said_of_yours(text: str) -> Sequence[Sequence[str]] | None:
    """Return the words that follow "your Product Manager", and a name, that open a line; None if no job does."""
    first, *parts = _parts(text)
    words = folded_words(first)
    ends = [m.last for jobs in _books() for m in jobs.find(words[: _SOON + 1]) if m.first < _SOON - 1]
    last = max(ends, default=0)
    if last == len(words) and parts and _NAME_ALONE.fullmatch(parts[0]):
        parts = parts[1:]
    said = map(folded_words, [" ".join(words[last:]), *parts])
    return [*filter(None, said)] if ends else None


def _parts(text: str) -> list[str]:
    """Return what stands between the marks of a text."""
    return _MARKS.split(text, maxsplit=_MOST_MARKS)


def _is_job(words: Sequence[str]) -> bool:
    """Tell whether a part is a job, and little more: "notre data analyst", "Group Product Manager chez nous"."""
    if not 0 < len(words) <= _LONGEST_JOB or (words[0] in FUNCTION_WORDS and words[0] not in _DETERMINERS):
        return False
    first = min((match.first for jobs in _books() for match in jobs.find(words)), default=_SOON)
    return first < _SOON and _JOINTS.isdisjoint(words[:first])


def _books() -> tuple[Phrases, Phrases]:
    return title_words().jobs, _phrases().jobs


def _is_told(said: Sequence[Sequence[str]] | None) -> bool:
    """Tell whether what follows a name and a job says what the colleague does."""
    if not said:
        return False
    return _phrases().verbs.match(said[0], 0) is not None or any(map(_is_subject, said))


def _is_subject(words: Sequence[str]) -> bool:
    phrases = _phrases()
    return phrases.subjects.match(words, 0) is not None and phrases.impersonal.match(words, 0) is None
