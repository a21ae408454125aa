"""How well each kind of offer is judged: by language, title, length, manner of writing, and what the duties hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from pm_or_po.taxonomy import FAMILIES, JUDGED_ROLES, SIDES
from pm_or_po.text.clean import clean
from pm_or_po.text.statements import spans_of
from pm_or_po.text.tokens import folded_words
from pm_or_po.training.measures import Judged, line_counts, precision_recall

SHORT, LONG = 200, 400  # words
LEAST_OF_A_KIND = 5  # of a kind, to be shown: a share of fewer says nothing

Belongs = Callable[[Judged], bool]


def _words(offer: Judged) -> int:
    return len(folded_words(clean(offer.gold.description).text))


def _in_bullets(offer: Judged) -> bool | None:
    """Tell whether most labelled lines with a side open with a bullet mark or number; None where there are none."""
    plain = clean(offer.gold.description)
    places = [plain.within(s.start, s.end) for s in offer.gold.spans if s.side != "none"]
    sided = [plain.text[place.start : place.stop] for place in places]
    opened = [found[0].bullet for line in sided if (found := spans_of(line))]
    return bool(np.mean(opened) > 0.5) if opened else None


def _of_family(name: str) -> Belongs:
    return lambda o: o.gold.role == "OTHER" and o.gold.family == name


def kinds(offers: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Return the offers of each kind; an offer is of several, those labelled UNCLEAR of none.

    Kinds are told from the labels and the text, never from what the model says.
    """
    clear = [o for o in offers if o.gold.role in JUDGED_ROLES]
    tests: dict[str, Belongs] = {
        "in French": lambda o: o.gold.lang == "fr",
        "in English": lambda o: o.gold.lang == "en",
        "title claims PM": lambda o: o.claim == "PM",
        "title claims PO": lambda o: o.claim == "PO",
        "title claims both": lambda o: o.claim == "BOTH",
        "title of another job": lambda o: o.claim == "OTHER",
        f"under {SHORT} words": lambda o: _words(o) < SHORT,
        f"{SHORT} to {LONG} words": lambda o: SHORT <= _words(o) <= LONG,
        f"over {LONG} words": lambda o: _words(o) > LONG,
        "duties in bullets": lambda o: _in_bullets(o) is True,
        "duties in prose or bare lines": lambda o: _in_bullets(o) is False,
        "PO without discovery": lambda o: o.gold.role == "PO" and o.gold.discovery == 0,
        "PO with a little discovery": lambda o: o.gold.role == "PO" and (o.gold.discovery or 0) > 0,
        "PM with mostly delivery": lambda o: o.gold.role == "PM" and _leans(o) < 0,
        "PM with as much of both": lambda o: o.gold.role == "PM" and _leans(o) == 0,
        "PM with mostly discovery": lambda o: o.gold.role == "PM" and _leans(o) > 0,
        **{f"other: {name}": _of_family(name) for name in FAMILIES},
    }
    found = {name: [o for o in clear if belongs(o)] for name, belongs in tests.items()}
    return {name: some for name, some in found.items() if len(some) >= LEAST_OF_A_KIND}


def _leans(offer: Judged) -> float:
    """Return by how much the labelled discovery outweighs the delivery; no number where either is not labelled."""
    if offer.gold.discovery is None or offer.gold.delivery is None:
        return math.nan
    return offer.gold.discovery - offer.gold.delivery


def kinds_text(offers: Sequence[Judged]) -> str:
    """Return a Markdown table: of each kind, offers, share of roles said right, F1 of the lines of each side."""
    rows = [
        "| kind of offer | offers | role right | discovery lines F1 | delivery lines F1 |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, some in kinds(offers).items():
        right = np.mean([o.role == o.gold.role for o in some])
        rows.append(
            f"| {name} | {len(some)} | {right:.2f} | {' | '.join(_lines_f1(some, s) for s in SIDES)} |"
        )
    return "\n".join(rows)


def _lines_f1(offers: Sequence[Judged], side: str) -> str:
    found = precision_recall(*line_counts([o for o in offers if o.gold.spans and o.marks is not None], side))
    return "–" if found["f1"] is None else f"{found['f1']:.2f}"
