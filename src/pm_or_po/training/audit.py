"""Compare the labels of offers with a second reader's: ``python -m pm_or_po.training.audit``.

The second reader saw the lines of a sample of offers, not their labels. Prints the agreement on roles, on the 0-3
scores and on the side of each line (Cohen's kappa, and F1 with the first labels as the reference), then the lines in
dispute.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score

from pm_or_po.errors import CorpusError
from pm_or_po.taxonomy import ROLES, SIDES
from pm_or_po.training.corpus import default_corpus, read_corpus
from pm_or_po.training.rows import SIDE_LABELS, LabelledOffer
from pm_or_po.training.tool import tool


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What another reader says of an offer: ``sides`` holds the lines that have one, by their index from 0."""

    id: str
    role: str
    scores: tuple[float, float]
    sides: dict[int, str]


def read_audit(path: Path) -> list[SecondReading]:
    """Read a file of second readings, one JSON object a line.

    Raises
    ------
    CorpusError
        If it cannot be read or holds none, or a line lacks a field or has another value than the data dictionary.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        readings = [
            SecondReading(
                row["id"],
                row["role"],
                (float(row["discovery"]), float(row["delivery"])),
                {int(at): side for at, side in row["sides"].items()},
            )
            for row in rows
        ]
        sound = bool(readings) and all(map(_is_sound, readings))
    except OSError as error:
        raise CorpusError("unreadable", path=path, error=error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError("audit-broken", path=path) from error
    if not sound:
        raise CorpusError("audit-broken", path=path)
    return readings


def _is_sound(reading: SecondReading) -> bool:
    """Tell whether every value is one that the data dictionary knows."""
    return (
        isinstance(reading.id, str)
        and reading.role in ROLES
        and all(0 <= score <= 3 for score in reading.scores)
        and set(reading.sides.values()) <= set(SIDE_LABELS)
    )


def agreement(
    offers: Sequence[LabelledOffer], readings: Sequence[SecondReading]
) -> tuple[list[str], list[str]]:
    """Return the figures and the lines in dispute, each as a line of text.

    Raises
    ------
    CorpusError
        If an offer of the second reading is not among these, is not labelled line by line with its scores, or has
        fewer lines.
    """
    by_id = {offer.id: offer for offer in offers}
    pairs = []
    for reading in readings:
        if reading.id not in by_id:
            raise CorpusError("no-such-labelled-offer", offer=reading.id)
        offer = by_id[reading.id]
        if not offer.spans or offer.discovery is None or offer.delivery is None:
            raise CorpusError("audit-of-unlabelled", offer=offer.id)
        if not all(0 <= at < len(offer.spans) for at in reading.sides):
            raise CorpusError("audit-other-lines", offer=offer.id, lines=len(offer.spans))
        pairs.append((offer, reading))
    first: dict[str, list[bool]] = {side: [] for side in SIDES}
    second: dict[str, list[bool]] = {side: [] for side in SIDES}
    disputed = []
    for offer, reading in pairs:
        for at, span in enumerate(offer.spans):
            other = reading.sides.get(at, "none")
            for side in SIDES:
                first[side].append(span.side in (side, "both"))
                second[side].append(other in (side, "both"))
            if span.side != other:
                text = offer.description[span.start : span.end]
                disputed.append(f"{offer.id} corpus {span.side}, second reader {other}: {text}")
    roles = [[offer.role for offer, _ in pairs], [reading.role for _, reading in pairs]]
    lines = len(next(iter(first.values())))
    found = [
        f"{len(pairs)} offers, {lines} lines read twice",
        f"role: agree {np.mean(np.array(roles[0]) == np.array(roles[1])):.2f}, kappa {cohen_kappa_score(*roles):.2f}",
    ]
    for number, side in enumerate(SIDES):
        off = [abs(getattr(offer, side) - reading.scores[number]) for offer, reading in pairs]
        kappa = cohen_kappa_score(first[side], second[side])
        found.append(
            f"{side}: lines F1 {f1_score(first[side], second[side]):.2f}, kappa {kappa:.2f}; "
            f"0-3 score equal {np.mean(np.array(off) == 0):.2f}, within one {np.mean(np.array(off) <= 1):.2f}"
        )
    return found, disputed


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Print the agreement."""
    parser = argparse.ArgumentParser(prog="python -m pm_or_po.training.audit", description=__doc__)
    parser.add_argument("audit", type=Path, nargs="?", help="second readings (data/audit.jsonl)")
    parser.add_argument(
        "--offers", type=Path, action="append", help="labelled files or folders (the project's own)"
    )
    options = parser.parse_args(arguments)
    readings = read_audit(options.audit or default_corpus()[0].parent / "audit.jsonl")
    found, disputed = agreement(read_corpus(options.offers or default_corpus()).offers, readings)
    print("\n".join([*found, "", *disputed]))


if __name__ == "__main__":
    sys.exit(main())
