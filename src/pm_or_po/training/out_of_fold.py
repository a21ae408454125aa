"""Set the cross-validated verdicts that ``pm-or-po train`` keeps beside the labels, to study what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pm_or_po.errors import CorpusError
from pm_or_po.taxonomy import FACETS, JUDGED_ROLES, ROLES, SIDES
from pm_or_po.training.measures import confidence, lines_marked
from pm_or_po.training.rows import LabelledOffer


def read_out_of_fold(path: Path, offers: Sequence[LabelledOffer]) -> pd.DataFrame:
    """Return one row an offer: its labels, what was said of it, and the lines marked.

    Returns
    -------
    DataFrame
        Columns ``id, group, lang, title, role, discovery, delivery, said, confidence, said_discovery, said_delivery,
        marks``; ``confidence`` is the probability of the role said, none where that is UNCLEAR.

    Raises
    ------
    CorpusError
        If the file cannot be read, is of another corpus, or does not hold what ``pm-or-po train`` keeps.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        sound = all(map(_is_sound, rows))
    except OSError as error:
        raise CorpusError("unreadable", path=path, error=error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError("out-of-fold-broken", path=path) from error
    if not sound:
        raise CorpusError("out-of-fold-broken", path=path)
    by_id = {offer.id: offer for offer in offers}
    missing = next((row["id"] for row in rows if row["id"] not in by_id), None)
    if missing is not None:
        raise CorpusError("no-such-labelled-offer", offer=missing)
    found = []
    for row in rows:
        gold = by_id[row["id"]]
        found.append(
            {
                "id": gold.id, "group": gold.group, "lang": gold.lang, "title": gold.title, "role": gold.role,
                "discovery": gold.discovery, "delivery": gold.delivery, "said": row["role"],
                "confidence": confidence(row["role"], row["probabilities"]), "said_discovery": row["discovery"],
                "said_delivery": row["delivery"], "marks": row["marks"],
            }
        )  # fmt: skip
    return pd.DataFrame(found)


def _is_sound(row: Mapping[str, Any]) -> bool:
    """Tell whether a row holds what training writes; one without some field raises."""
    numbers = (*row["probabilities"].values(), row["discovery"], row["delivery"])
    marks = [(int(start), int(end), side) for start, end, side in row["marks"]]
    return (
        isinstance(row["id"], str)
        and row["role"] in ROLES
        and row["probabilities"].keys() == set(JUDGED_ROLES)
        and all(isinstance(number, int | float) for number in numbers)
        and all(side in SIDES for _, _, side in marks)
    )


def line_errors(verdicts: pd.DataFrame, offers: Sequence[LabelledOffer]) -> pd.DataFrame:
    """Return one row for every labelled line that was marked and should not, or should and was not.

    A line is marked as ``lines_marked`` says, by which it is measured too.

    Returns
    -------
    DataFrame
        Columns ``id, lang, zone, labelled, facets, side, kind, text``; ``kind`` is ``missed`` or ``false``.
        ``facets`` are those of the line, where a side of it was missed those of that side.
    """
    by_id = {offer.id: offer for offer in offers}
    found = []
    for offer_id, marks in zip(verdicts["id"], verdicts["marks"], strict=True):
        offer = by_id[offer_id]
        marked = {side: lines_marked(offer, marks, side) for side in SIDES}
        for at, span in enumerate(offer.spans):
            for side in SIDES:
                said, truth = marked[side][at], span.side in (side, "both")
                if said != truth:
                    facets = [facet for facet in span.facets if said or FACETS[facet].side == side]
                    found.append(
                        {
                            "id": offer_id, "lang": offer.lang, "zone": span.zone, "labelled": span.side,
                            "facets": ", ".join(facets), "side": side, "kind": "false" if said else "missed",
                            "text": offer.description[span.start : span.end],
                        }
                    )  # fmt: skip
    return pd.DataFrame(found, columns=["id", "lang", "zone", "labelled", "facets", "side", "kind", "text"])
