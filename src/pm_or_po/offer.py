"""What every reader returns, one job offer, and many of them by so many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A job offer as it was read.

    Attributes
    ----------
    description : str
        The text of the offer, untouched: every offset of a verdict counts its characters.
    title : str
        The job title; empty when the source names none.
    id : str
        The source's own identifier, or empty.
    """

    description: str
    title: str = ""
    id: str = ""


def batches(offers: Iterable[Offer], size: int) -> Iterator[list[Offer]]:
    """Yield offers by so many; where reading them fails, first those before."""
    batch: list[Offer] = []
    try:
        for offer in offers:
            batch.append(offer)
            if len(batch) >= size:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
