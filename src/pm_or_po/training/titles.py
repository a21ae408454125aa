"""Measure how the titles of pasted offers are found: ``python -m pm_or_po.training.titles [FILE]``.

The file holds one JSON object a line: ``id``, ``kind`` (how it was pasted), ``text``, ``title`` (as it stands in the
text, or empty) and ``claim`` (what a careful reader would say the job is called: ``PM``, ``PO``, ``BOTH``, ``OTHER``,
or ``NONE`` where the text does not tell). Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pm_or_po.errors import CorpusError
from pm_or_po.offer import Offer
from pm_or_po.resources import checkout
from pm_or_po.text.cutting import cut_offer
from pm_or_po.training.tool import tool

CLAIMS: Final = ("PM", "PO", "BOTH", "OTHER", "NONE")
_PRODUCT: Final = frozenset({"PM", "PO", "BOTH"})
_OUTCOMES: Final = ("right", "missed", "wrong", "left alone", "taken for one")


class PastedOffer(NamedTuple):
    """A text as it was pasted, its title and what that claims, by a reader."""

    id: str
    kind: str
    text: str
    title: str
    claim: str


def read_pasted(path: Path) -> list[PastedOffer]:
    """Read a file of pasted offers.

    Raises
    ------
    CorpusError
        If it cannot be read or holds none, or a line lacks a field or has another claim than those above.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        offers = [PastedOffer(*(str(row[name]) for name in PastedOffer._fields)) for row in rows]
    except OSError as error:
        raise CorpusError("unreadable", path=path, error=error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError("pasted-broken", path=path) from error
    if not offers or not {one.claim for one in offers}.issubset(CLAIMS):
        raise CorpusError("pasted-broken", path=path)
    return offers


def outcome(offer: PastedOffer) -> str:
    """Return what becomes of an offer's title, one of ``_OUTCOMES``; the last two are of offers of no product title.

    A title of another job raises no flag by what it claims, and nor does none: they count alike.
    """
    said = cut_offer(Offer(offer.text)).claimed
    if offer.claim not in _PRODUCT:
        return "taken for one" if said in _PRODUCT else "left alone"
    if said == offer.claim:
        return "right"
    return "wrong" if said in _PRODUCT else "missed"


def comparison(offers: Iterable[PastedOffer]) -> list[tuple[str, ...]]:
    """Return a row a kind, and one of all: the kind, then how many offers came out as each of ``_OUTCOMES``."""
    found: dict[str, Counter[str]] = {}
    for offer in offers:
        result = outcome(offer)
        for kind in (offer.kind, "all"):
            found.setdefault(kind, Counter()).update([result])
    kinds = [*sorted(found.keys() - {"all"}), "all"]
    return [(kind, *(str(found[kind][name]) for name in _OUTCOMES)) for kind in kinds]


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Print the table, and with ``--errors`` the titles that are not read right."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, help="pasted offers (default: data/pasted.jsonl)")
    options.add_argument("--errors", action="store_true", help="print those that are not read right too")
    asked = options.parse_args(arguments)
    offers = read_pasted(asked.file or checkout() / "data" / "pasted.jsonl")
    for row in [("how it was pasted", *_OUTCOMES), ("---",) * (len(_OUTCOMES) + 1), *comparison(offers)]:
        print("| " + " | ".join(row) + " |")
    for offer in offers if asked.errors else ():
        if (result := outcome(offer)) not in ("right", "left alone"):
            said = cut_offer(Offer(offer.text)).title
            print(f"\n{offer.id} {result}: {offer.claim} {offer.title!r}, said {said!r}")


if __name__ == "__main__":
    sys.exit(main())
