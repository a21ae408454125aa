"""Where an offer ends on a pasted page: at the heading of other offers ("Offres similaires"), which are not its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from pm_or_po.text.phrases import Phrases

_SOONEST: Final = 400  # characters of an offer; what stands sooner is a menu
_LONGEST: Final = 9  # words of a heading
_OFFERS: Final = "offre|offres|annonce|annonces|poste|postes|emploi|emplois|job|jobs|opportunites emploi?"
_JOBS: Final = "job|jobs|role|roles|position|positions|vacancies|openings|opportunities"
_HEADINGS: Final = (
    f"{_OFFERS} similaires|similaire|semblables|recommandes|recommandees|suggeres|suggerees",
    f"voir|decouvrez|consultez|toutes? aussi? nos|les|ces|d? autres {_OFFERS}",
    f"d? autres {_OFFERS}",
    f"nos autres {_OFFERS}",
    f"ces|cette {_OFFERS} pourraient|pourrait|peuvent|devraient",
    f"{_OFFERS} qui pourraient|peuvent|devraient",
    "vous pourriez|pouvez aussi|egalement aimer|interesser",
    "vous pourriez etre interesse*",
    f"similar|related|recommended|suggested {_JOBS}",
    f"more|other {_JOBS} from|at|like|in|by|for|you",
    f"{_JOBS} you may|might|could|ll",
    f"explore|browse|see|view|discover more|other|similar {_JOBS}",
    "people|candidates also viewed|searched|applied|looked",
    "people who viewed this",
    "you may|might also like|be",
)


@cache
def _headings() -> Phrases:
    return Phrases({"others": _HEADINGS})


def other_offers(text: str, lines: Sequence[tuple[int, int, Sequence[str]]]) -> int | None:
    """Return which statement is the heading of other offers, None where there is none.

    Parameters
    ----------
    text : str
        The offer, as plain text.
    lines : sequence of (start, end, words)
        Its statements: characters of ``text``, and folded words.
    """
    for i, (start, end, words) in enumerate(lines[:-1]):
        if start < _SOONEST or len(words) > _LONGEST or _headings().match(words, 0) is None:
            continue
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if text[end - 1] != "." and not any(map(str.isalnum, before)):
            return i
    return None
