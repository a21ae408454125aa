"""Which lines tell what a page's cookies are for: "Nous utilisons des traceurs pour étudier vos parcours".

Pasted with an offer, they read like work on users, tests and figures. The words are in ``cookies.toml`` next to this
module.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from pm_or_po.packaged import packaged
from pm_or_po.text.document import Statement
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.phrases import Phrases

_INFINITIVE: Final = ("er", "ir", "re")
_SOON: Final = 8  # among how many first words the page speaks
_NEXT: Final = 2  # characters at most before a sentence that goes on: a blank and a line end


class _CookieWords(NamedTuple):
    begins: Phrases
    things: Phrases
    speaks: Phrases
    follows: Phrases


@cache
def _words() -> _CookieWords:
    data = packaged("judging/cookies.toml")
    return _CookieWords(*(Phrases({name: data[name]}) for name in _CookieWords._fields))


def of_cookies(statements: Sequence[Statement]) -> list[int]:
    """Return which statements are of the notice of a page's cookies, or go on with it, and so are no duty.

    One that only names cookies may be: "Concevoir notre bandeau de cookies". So may an item of a list, and a line that
    begins with an infinitive.
    """
    found: list[int] = []
    for i, statement in enumerate(statements):
        if _is_of_cookies(statement) or (found[-1:] == [i - 1] and _goes_on(statements[i - 1], statement)):
            found.append(i)
    return found


def _is_of_cookies(statement: Statement) -> bool:
    words, told = statement.spoken, _words()
    if not words or told.begins.match(words, 0) is not None:
        return bool(words)
    if statement.bullet or not told.things.may_find(words) or not any(told.things.find(words)):
        return False
    infinitive = words[0] not in FUNCTION_WORDS and words[0].endswith(_INFINITIVE)
    spoken = next(told.speaks.find(words), None)
    return spoken is not None and spoken.first < _SOON and not infinitive and "gps" not in words


def _goes_on(before: Statement, statement: Statement) -> bool:
    near = statement.start <= before.end + _NEXT and not statement.bullet
    return near and _words().follows.match(statement.spoken, 0) is not None
