"""What every reader returns: one job offer."""

from __future__ import annotations

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
