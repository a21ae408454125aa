"""Which statements prove a side, with their words and facets, and which facets an offer tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pm_or_po.offer import Offer
from pm_or_po.scoring.logits import Array, sigmoid
from pm_or_po.scoring.model import StatementModel, StatementScores
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.rules import JudgeRules
from pm_or_po.scoring.units import Units
from pm_or_po.taxonomy import FACETS, SIDES, WANTED, SideId, facets_of
from pm_or_po.text.cutting import CutOffer
from pm_or_po.text.document import Document, Statement, read_statement
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.verdict import Evidence, Word

FACET_HELD: Final = (
    0.6  # probability from which a line of several duties speaks of a facet besides its nearest
)
# Probability from which a line that is surely of one side, so likely, is shown as a proof of the other: below, most of
# those shown are of the one side alone (docs/tried.md).
SECOND_SIDE: Final = 0.6
SURE_SIDE: Final = 0.8
FACET_HEARD: Final = 0.25  # probability from which a facet of a quoted line is not told to be missing
# Nor is one that a strong keyword of a duty names, where a part of the line, read alone, is likely of the facet and may
# be of its side: as many of those so taken off are labelled in the offer as not, by a keyword alone few would be.
FACET_IN_PART: Final = 0.8
SIDE_OF_PART: Final = 0.3
A_DUTY: Final = 0.5
WORDS_SHOWN: Final = 4
_PARTS: Final = re.compile(r"[,;:()]|\b(?:et|and|puis|then|ou|or)\b")
_FACETS_OF: Final = {side.id: [one.id for one in facets_of(side.id)] for side in SIDES.values()}
_COLUMNS_OF: Final = {
    side: [OUTPUTS.index(f"facet:{f}") for f in names] for side, names in _FACETS_OF.items()
}
_Named: TypeAlias = list[
    tuple[Statement, set[str]]
]  # lines, and the facets that a strong keyword of each names


def proofs(sides: Array, rules: JudgeRules) -> dict[SideId, npt.NDArray[np.intp]]:
    """Return the statements that prove each side, by their indices, from ``sides`` of shape (statements, 2).

    One that is surely of a side proves the other from ``SECOND_SIDE`` on, unless nothing else does.
    """
    found: dict[SideId, npt.NDArray[np.intp]] = {}
    for at, side in enumerate(_FACETS_OF):
        likely = sides[:, at] >= rules.evidence[side]
        clear = likely & ((sides[:, at] >= SECOND_SIDE) | (sides[:, 1 - at] < SURE_SIDE))
        found[side] = np.flatnonzero(clear if clear.any() else likely)
    return found


def _proof(
    scores: StatementScores, model: StatementModel
) -> Iterator[tuple[int, int, list[str], list[str], bool]]:
    """Yield each statement that may prove a side: its index, the side's, its facets of that side, the nearest first.

    Then come those of them that it may well speak of, and whether it is shown.
    """
    shown = {side: {*found.tolist()} for side, found in proofs(scores.sides, model.rules).items()}
    for at, (side, names) in enumerate(_FACETS_OF.items()):
        found = np.flatnonzero(scores.sides[:, at] >= model.rules.evidence[side])
        chances = sigmoid(scores.alone[found][:, _COLUMNS_OF[side]])
        order = np.argsort(-chances, axis=1, kind="stable").tolist()
        for i, ranked, chance in zip(found.tolist(), order, chances.tolist(), strict=True):
            held = [names[k] for k in ranked if k == ranked[0] or chance[k] >= FACET_HELD]
            heard = [names[k] for k in ranked if k == ranked[0] or chance[k] >= FACET_HEARD]
            yield i, at, held, heard, i in shown[side]


class Proofs(NamedTuple):
    """What proves the sides of an offer, in the order of its text, and every facet that it tells of."""

    evidence: tuple[Evidence, ...]
    told: frozenset[str]


def prove(
    offers: Sequence[tuple[CutOffer, StatementScores]], model: StatementModel, *, details: bool
) -> list[Proofs]:
    """Return the proofs of each offer, given with its scores; ``details`` asks for the words that weighed most."""
    found = [_evidence(read.offer, read.document, scores, model, details) for read, scores in offers]
    named = [[(line, more - told) for line, more in lines] for _, told, lines in found]
    in_parts = _told_in_parts(named, model)
    return [
        Proofs(evidence, frozenset(told | more))
        for (evidence, told, _), more in zip(found, in_parts, strict=True)
    ]


def _evidence(
    offer: Offer, document: Document, scores: StatementScores, model: StatementModel, details: bool
) -> tuple[tuple[Evidence, ...], set[str], _Named]:
    """Return the evidence, every facet that a line of it speaks of or may well speak of, and those that words name."""
    found: list[Evidence] = []
    told: set[str] = set()
    for i, at, held, heard, shown in _proof(scores, model):
        told.update(heard)
        if not shown:
            continue
        piece, side = document.statements[i], tuple(_FACETS_OF)[at]
        start, end = document.clean.span(piece.start, piece.end)
        weight = round(float(scores.sides[i, at]), 4)
        shares = model.explain(piece, side, scores.units[i]) if details else {}
        words = _words(offer, document, piece, shares)
        text = offer.description[start:end]
        found.append(Evidence(start, end, text, side, held[0], tuple(held), weight, words))
    named = [
        (document.statements[i], _named(scores.units[i]).intersection(WANTED))
        for i in np.flatnonzero(scores.duty >= A_DUTY).tolist()
    ]
    return tuple(sorted(found, key=lambda e: (e.start, e.side != "discovery"))), told, named


def _named(units: Units) -> set[str]:
    return {hit.keyword.facet for hit in units.hits if hit.keyword.strength == "strong"}


def _told_in_parts(offers: Sequence[_Named], model: StatementModel) -> list[set[str]]:
    """Return, offer by offer, which of the facets named in a line a part of it, read alone, speaks of.

    The words of a long line are so many that one of its duties may leave no facet likely but another's.
    """
    told: list[set[str]] = [set() for _ in offers]
    parts = [
        (at, facets, read_statement(part))
        for at, named in enumerate(offers)
        for line, facets in named
        if facets
        for part in _PARTS.split(line.text)
    ]
    if parts:
        alone = sigmoid(model.score_alone([part for _, _, part in parts])[0])
        for (at, facets, _), chances in zip(parts, alone, strict=True):
            told[at].update(
                f
                for f in facets
                if chances[OUTPUTS.index(f"facet:{f}")] >= FACET_IN_PART
                and chances[OUTPUTS.index(f"side:{FACETS[f].side}")] >= SIDE_OF_PART
            )
    return told


def _words(
    offer: Offer, document: Document, piece: Statement, shares: Mapping[int, float]
) -> tuple[Word, ...]:
    told = [p for p in shares if p >= 0 and shares[p] > 0 and piece.words[p] not in FUNCTION_WORDS]
    heaviest = sorted(told, key=lambda p: -shares[p])[:WORDS_SHOWN]
    tokens = piece.tokens if heaviest else []
    words = []
    for position in heaviest:
        token = tokens[position]
        start, end = document.clean.span(piece.start + token.start, piece.start + token.end)
        words.append(Word(start, end, offer.description[start:end], round(shares[position], 4)))
    return tuple(words)
