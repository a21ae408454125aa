"""What every judge returns: the verdict on one offer, its proof, and their JSON form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from pm_or_po.scoring.identity import ModelIdentity

if TYPE_CHECKING:
    from pm_or_po.taxonomy import FlagId, Lang, RoleId, SideId, SignalKindId
    from pm_or_po.text.title import Claim


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an evidence statement and what it added to the statement's score, in log-odds.

    ``text`` is ``description[start:end]``.
    """

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement of the offer that carries a duty of one side.

    Attributes
    ----------
    start, end : int
        Characters of the offer's description; ``text`` is ``description[start:end]``.
    text : str
    side : str
        ``discovery`` or ``delivery``; a statement that carries both stands twice.
    facet : str
        The nearest facet of that side.
    facets : tuple of str
        All facets of that side that it speaks of, the nearest first.
    weight : float
        Probability from 0 to 1 that the statement is a duty of that side.
    words : tuple of Word
        The words that weighed most for the side, heaviest first.
    """

    start: int
    end: int
    text: str
    side: SideId
    facet: str
    facets: tuple[str, ...]
    weight: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """Words that tell who else has a part in the product: ``description[start:end]``, and of which kind."""

    kind: SignalKindId
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one offer is, with proof; two are equal when all of it is.

    Attributes
    ----------
    id, title : str
        As read, or the title found in the text; empty when unknown.
    title_claim : str
        ``PM``, ``PO``, ``BOTH`` or ``OTHER``: what the title says the job is; ``OTHER`` too where there is none.
    role : str
        ``PM``, ``PO``, ``OTHER`` or ``UNCLEAR``: what the duties say it is.
    other_family : str or None
        The nearest job family when the role is ``OTHER``.
    probabilities : dict of str to float
        Over ``PM``, ``PO`` and ``OTHER``; they sum to 1. Of an ``UNCLEAR`` offer they rest on too little to be used.
    discovery, delivery : float
        How much of each side the offer holds, from 0 to 100.
    flag : str or None
        ``pm-title-po-duties``, ``po-title-pm-duties``, ``product-title-other-duties`` or None.
    confidence : float or None
        Probability of the role, from 0 to 1; None where it is ``UNCLEAR``, which has none.
    language : str
        ``fr`` or ``en``.
    evidence : tuple of Evidence
        In the order of the text.
    missing : tuple of str
        Facets of a Product Manager's job that were not found: those of discovery, ``specifications``, ``backlog``,
        ``coordination``.
    questions : tuple of str
        What to ask in the interview, in the language of the answer: about them and the part one may take in what
        others are said to decide, or, under a product title over another job, about the product.
    signals : tuple of Signal
        Who else has a part in the product; none where the duties are another job's.
    offer_from : int or None
        The character of the offer's description from which the offer begins, where the cards of other offers stand
        above it, which were not read.
    other_offers_from : int or None
        The character of the offer's description from which something else follows, which was not read: other offers,
        reviews, advice, cookies.
    model : ModelIdentity
    balanced : bool
        True when the two sides weigh nearly the same, which is not the same as having no evidence.
    """

    id: str
    title: str
    title_claim: Claim
    role: RoleId
    other_family: str | None
    probabilities: dict[str, float] = field(hash=False)
    discovery: float
    delivery: float
    flag: FlagId | None
    confidence: float | None
    language: Lang
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    questions: tuple[str, ...]
    signals: tuple[Signal, ...]
    offer_from: int | None
    other_offers_from: int | None
    model: ModelIdentity
    balanced: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain lists, dicts, strings and numbers, in the order of the JSON contract."""
        plain = _fields(self)
        plain["probabilities"] = dict(self.probabilities)
        plain["evidence"] = [
            {**_fields(one), "facets": list(one.facets), "words": [_fields(word) for word in one.words]}
            for one in self.evidence
        ]
        for name in ("missing", "questions"):
            plain[name] = list(plain[name])
        plain["signals"] = [_fields(one) for one in self.signals]
        plain["model"] = _fields(self.model)
        return plain


_NAMES = {
    kind: tuple(one.name for one in fields(kind)) for kind in (Word, Evidence, Signal, ModelIdentity, Verdict)
}


def _fields(one: Word | Evidence | Signal | ModelIdentity | Verdict) -> dict[str, Any]:
    """Return the fields of a part as they are; ``dataclasses.asdict`` copies every number in depth."""
    return {name: getattr(one, name) for name in _NAMES[type(one)]}


def json_bytes(content: Any, indent: int | None = None) -> bytes:
    """Return a JSON value in UTF-8, on one line without ``indent``; lone surrogates are escaped."""
    try:
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=indent).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(content, allow_nan=False, indent=indent).encode() + b"\n"
