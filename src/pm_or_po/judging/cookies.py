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
from pm_or_po.text.items import openers
from pm_or_po.text.language import may_be_infinitive
from pm_or_po.text.phrases import Phrases

_SOON: Final = 8  # among how many first words the page speaks
_NEXT: Final = 2  # characters at most before a sentence that goes on: a blank and a line end


class _CookieWords(NamedTuple):
    openings: Phrases
    things: Phrases
    speaks: Phrases
    follows: Phrases
    page: frozenset[str]
    studied: frozenset[str]


@cache
def _words() -> _CookieWords:
    data = packaged("judging/cookies.toml")
    return _CookieWords(
        Phrases({name: data[name] for name in ("purposes", "alone", "begins")}),
        Phrases({name: data[name] for name in ("cookies", "trackers")}),
        Phrases({"speaks": data["speaks"]}),
        Phrases({"follows": data["follows"]}),
        frozenset(data["page"]),
        frozenset(data["studied"]),
    )


def of_cookies(statements: Sequence[Statement]) -> list[int]:
    """Return which statements are of the notice of a page's cookies, or go on with it, and so are no duty.

    One that only names cookies may be: "Concevoir notre bandeau de cookies". So may an item of a list, and a line that
    begins as a duty does, but for the purposes that every such notice gives.
    """
    found: list[int] = []
    for i, statement in enumerate(statements):
        if _is_of_cookies(statement) or (found[-1:] == [i - 1] and _goes_on(statements[i - 1], statement)):
            found.append(i)
    return found


def _is_of_cookies(statement: Statement) -> bool:
    words, told = statement.spoken, _words()
    opening = told.openings.match(words, 0)
    if opening is not None and opening.label != "begins":
        return opening.label == "purposes" or opening.last == len(words)
    if statement.bullet:
        return False
    if opening is not None and ":" not in statement.text:
        return True
    thing = told.things.first(words)
    if thing is None or (thing.label == "trackers" and told.page.isdisjoint(words)):
        return False
    if words[0] in openers() or may_be_infinitive(words[0]):
        return False
    spoken = told.speaks.first(words)
    return spoken is not None and spoken.first < _SOON and told.studied.isdisjoint(words[: spoken.first])


def _goes_on(before: Statement, statement: Statement) -> bool:
    near = statement.start <= before.end + _NEXT and not statement.bullet
    return near and _words().follows.match(statement.spoken, 0) is not None
