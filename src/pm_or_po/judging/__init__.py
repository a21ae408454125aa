"""From an offer summed up to a verdict: role, flag, proof, what is missing, how sure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pm_or_po.errors import InputError, ModelError
from pm_or_po.judging.asking import what_to_ask
from pm_or_po.judging.denial import denied
from pm_or_po.judging.summing import Summary, score_offers
from pm_or_po.judging.team import tells_team
from pm_or_po.offer import Offer
from pm_or_po.scoring.logits import Array, sigmoid
from pm_or_po.scoring.model import StatementModel, StatementScores
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.rules import JudgeRules
from pm_or_po.signals import find_signals
from pm_or_po.signals.hiring import of_hiring
from pm_or_po.taxonomy import (
    FACETS,
    FAMILIES,
    LANGS,
    SIDES,
    FlagId,
    Lang,
    RoleId,
    SideId,
    facets_of,
)
from pm_or_po.text.cutting import CutOffer, cut_offer
from pm_or_po.text.document import Document, Statement, read_statement
from pm_or_po.text.language import FUNCTION_WORDS
from pm_or_po.text.title import TitleClaim
from pm_or_po.verdict import Evidence, Signal, Verdict, Word

# Duties that it takes to tell another job from one that is hardly described: of neither side, or of any kind; and the
# probability from which fewer are enough, a long statement counting as several.
LEAST_ELSEWHERE, LEAST_DUTIES = 1.0, 6.0
SURELY_ANOTHER, SURELY_ENOUGH = 0.95, 4.0
BALANCED_WITHIN = 10.0  # of the 100 of a score: sides that differ by less weigh nearly the same
# Share of real offers on whose role two independent readers agreed; data/README.md says who they were.
READERS_AGREE = 0.97
FACET_HELD = 0.6  # probability from which a line of several duties speaks of a facet besides its nearest
# Probability from which a facet is not told to be missing, then that of a part of the line read alone, where a strong
# keyword of the line names the facet: most of those taken off are labelled in the offer, by a keyword alone few would.
FACET_HEARD = 0.25
FACET_IN_PART = 0.8
_PARTS = re.compile(r"[,;:()]|\b(?:et|and|puis|then|ou|or)\b")
WORDS_SHOWN = 4
DELIVERY_CORE = ("specifications", "backlog", "coordination")
_FACETS_OF = {side.id: [one.id for one in facets_of(side.id)] for side in SIDES.values()}
_COLUMNS_OF = {side: [OUTPUTS.index(f"facet:{f}") for f in names] for side, names in _FACETS_OF.items()}
WANTED = [f for f in FACETS if FACETS[f].side == "discovery" or f in DELIVERY_CORE]


def product_features(summary: Summary, claim: TitleClaim | None) -> list[float]:
    """Return what tells a product job, as ``PRODUCT_FEATURES`` names it; a title claims PM and PO alike."""
    product = claim is not None and claim.claim != "OTHER"
    other = claim is not None and claim.claim == "OTHER" and claim.family is not None
    return [
        summary.product,
        float(product),
        float(other),
        float(np.log1p(summary.discovery)),
        float(np.log1p(summary.delivery)),
    ]


def owner_features(summary: Summary) -> list[float]:
    """Return what tells a Product Owner, as ``OWNER_FEATURES`` names it: share and amount of clear discovery.

    These are the measures of the labelling guide: "about a quarter of the duties", "two clear duties".
    """
    return [summary.share, float(np.log1p(summary.clear_discovery))]


def probabilities(summary: Summary, claim: TitleClaim | None, rules: JudgeRules) -> dict[str, float]:
    """Return the probabilities of PM, PO and OTHER; PM against PO hangs on the duties alone.

    ``P(product) = sigmoid(product.log_odds(product_features))`` and ``P(PO) = P(product) *
    sigmoid(owner.log_odds(owner_features))``; then all three are drawn towards a third so that none is surer than two
    careful readers are of each other.
    """
    product = float(sigmoid(np.array(rules.product.log_odds(product_features(summary, claim)))))
    owner = float(sigmoid(np.array(rules.owner.log_odds(owner_features(summary)))))
    chances = {"PM": product * (1 - owner), "PO": product * owner, "OTHER": 1 - product}
    doubt = 1.5 * (1 - READERS_AGREE)
    return {role: (1 - doubt) * chance + doubt / 3 for role, chance in chances.items()}


def decide(
    summary: Summary,
    chances: Mapping[str, float],
    claim: TitleClaim | None,
    rules: JudgeRules,
    *,
    proved: Collection[SideId],
) -> RoleId:
    """Return the role: OTHER when that is likelier than a product job, UNCLEAR without evidence, else PM or PO.

    There is evidence where doubtful duties add up to some, and one at least is ``proved`` to be of the side that makes
    the role: discovery a Product Manager's, delivery a Product Owner's. A Product Owner is told by what is not there,
    too: where as much discovery is doubtful as delivery is clear, nothing tells one.

    It takes a title that says so, a duty of neither side or a few of any kind to call a job another: two of discovery
    alone hold too few words of the trade to tell a Product Manager's from a shopkeeper's. A sentence may list a few,
    but a wall of text is read as one duty by a model unsure of it.
    """
    if chances["OTHER"] > 0.5:
        elsewhere = summary.duties - summary.discovery - summary.delivery
        surely = chances["OTHER"] >= SURELY_ANOTHER and summary.duties_by_words >= SURELY_ENOUGH
        told = elsewhere >= LEAST_ELSEWHERE or summary.duties >= LEAST_DUTIES or surely
        other = claim is not None and claim.claim == "OTHER"
        return "OTHER" if other or told else "UNCLEAR"
    if summary.discovery + summary.delivery < rules.least_evidence:
        return "UNCLEAR"
    if chances["PO"] > chances["PM"]:
        alone = summary.doubtful_discovery < summary.clear_delivery
        return "PO" if "delivery" in proved and alone else "UNCLEAR"
    return "PM" if "discovery" in proved else "UNCLEAR"


def flag_of(claim: str, role: str) -> FlagId | None:
    """Return the flag that a title's claim raises against the role of the duties."""
    if claim == "PM" and role == "PO":
        return "pm-title-po-duties"
    if claim == "PO" and role == "PM":
        return "po-title-pm-duties"
    if claim in ("PM", "PO", "BOTH") and role == "OTHER":
        return "product-title-other-duties"
    return None


def proofs(sides: Array, rules: JudgeRules) -> dict[SideId, npt.NDArray[np.intp]]:
    """Return the statements that prove each side, by their indices, from ``sides`` of shape (statements, 2)."""
    return {side: np.flatnonzero(sides[:, at] >= rules.evidence[side]) for at, side in enumerate(_FACETS_OF)}


def _proof(scores: StatementScores, model: StatementModel) -> Iterator[tuple[int, int, list[str], list[str]]]:
    """Yield each statement that proves a side: its index, the side's, its facets of that side, the nearest first.

    Then come those of them that it may well speak of, shown or not.
    """
    for at, (side, found) in enumerate(proofs(scores.sides, model.rules).items()):
        names = _FACETS_OF[side]
        chances = sigmoid(scores.alone[found][:, _COLUMNS_OF[side]])
        order = np.argsort(-chances, axis=1, kind="stable").tolist()
        for i, ranked, chance in zip(found.tolist(), order, chances.tolist(), strict=True):
            held = [names[k] for k in ranked if k == ranked[0] or chance[k] >= FACET_HELD]
            heard = [names[k] for k in ranked if k == ranked[0] or chance[k] >= FACET_HEARD]
            yield i, at, held, heard


def _in_parts(lines: Iterable[tuple[Statement, set[str]]], model: StatementModel) -> set[str]:
    """Return those facets of each line that a part of it, read alone, speaks of.

    The words of a long line are so many that one of its duties may leave no facet likely but another's.
    """
    parts = [
        (read_statement(part), facets) for line, facets in lines if facets for part in _PARTS.split(line.text)
    ]
    if not parts:
        return set()
    alone = sigmoid(model.score_alone([part for part, _ in parts])[0])
    return {
        facet
        for (_, facets), chances in zip(parts, alone, strict=True)
        for facet in facets
        if chances[OUTPUTS.index(f"facet:{facet}")] >= FACET_IN_PART
    }


def _evidence(
    offer: Offer, document: Document, scores: StatementScores, model: StatementModel, details: bool
) -> tuple[tuple[Evidence, ...], set[str]]:
    """Return the evidence in the order of the text, and every facet that it speaks of or may well speak of."""
    found: list[Evidence] = []
    told: set[str] = set()
    named: list[tuple[Statement, set[str]]] = []
    for i, at, held, heard in _proof(scores, model):
        piece, side = document.statements[i], tuple(_FACETS_OF)[at]
        start, end = document.clean.span(piece.start, piece.end)
        weight = round(float(scores.sides[i, at]), 4)
        shares = model.explain(piece, side, scores.units[i]) if details else {}
        words = _words(offer, document, piece, shares)
        text = offer.description[start:end]
        found.append(Evidence(start, end, text, side, held[0], tuple(held), weight, words))
        told.update(heard)
        strong = {hit.keyword.facet for hit in scores.units[i].hits if hit.keyword.strength == "strong"}
        named.append((piece, strong.intersection(WANTED, _FACETS_OF[side])))
    told |= _in_parts([(line, facets - told) for line, facets in named], model)
    return tuple(sorted(found, key=lambda e: (e.start, e.side != "discovery"))), told


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


def _signals(document: Document, scores: StatementScores, offer: Offer, title: str) -> tuple[Signal, ...]:
    """Return the signals with the words and offsets of the offer as it was given."""
    found = []
    told = [
        piece
        for piece, hiring in zip(document.statements, of_hiring(scores.alone), strict=True)
        if not hiring
    ]
    refused = {document.statements[i].start for i in denied(document.statements)}
    for signal in find_signals(document.clean.text, title, told, refused):
        start, end = document.clean.span(signal.start, signal.end)
        found.append(Signal(signal.kind, start, end, offer.description[start:end]))
    return tuple(found)


def _place(document: Document, piece: Statement | None) -> int | None:
    """Return the character of the offer's description that a statement begins with."""
    return None if piece is None else document.clean.span(piece.start, piece.end)[0]


def _family(claim: TitleClaim | None, summary: Summary) -> str:
    if claim is not None and claim.claim == "OTHER" and claim.family is not None:
        return claim.family
    return list(FAMILIES)[int(summary.families.argmax())]


def judge(offer: Offer, model: StatementModel, lang: Lang = "fr", *, details: bool = True) -> Verdict:
    """Judge one offer.

    Parameters
    ----------
    offer : Offer
        Its description, title and id; without a title, one is looked for in the first lines.
    model : StatementModel
    lang : {"fr", "en"}
        Language of the questions.
    details : bool
        Whether to find the words that weighed most in each proof and who else may hold the discovery, which a table
        has no room for. Without, these and what they make one ask are left out, all else is the same, and it is
        faster.

    Raises
    ------
    InputError
        If there is no text, it is not text, it is over 1,000,000 characters or its title over 1,000, or it is in
        neither French nor English; or ``lang`` is neither.
    ModelError
        If the model is none: a path, for instance.
    """
    (verdict,) = judge_many([offer], model, lang, details=details)
    if isinstance(verdict, InputError):
        raise verdict
    return verdict


def judge_many(
    offers: Sequence[Offer], model: StatementModel, lang: Lang = "fr", *, details: bool = True
) -> list[Verdict | InputError]:
    """Judge several offers at once: the same as ``judge`` one by one, what it would raise handed back, and faster.

    Raises
    ------
    ModelError
        If the model is none: a path, for instance.
    InputError
        If ``lang`` is neither ``fr`` nor ``en``.
    """
    if not isinstance(model, StatementModel):
        raise ModelError("model-not-loaded", kind=type(model).__name__)
    if lang not in LANGS:
        raise InputError("no-such-language", lang=lang)
    found: list[CutOffer | InputError] = []
    for offer in offers:
        try:
            found.append(cut_offer(offer))
        except InputError as error:
            found.append(error)
    read = [one for one in found if isinstance(one, CutOffer)]
    scores = score_offers([(one.document.statements, one.title) for one in read], model)
    verdicts = iter(
        [_verdict(one, *scored, model, lang, details) for one, scored in zip(read, scores, strict=True)]
    )
    return [one if isinstance(one, InputError) else next(verdicts) for one in found]


def _verdict(
    read: CutOffer,
    scores: StatementScores,
    summary: Summary,
    model: StatementModel,
    lang: Lang,
    details: bool,
) -> Verdict:
    offer, document, language, title, claim = read
    chances = probabilities(summary, claim, model.rules)
    evidence, held = _evidence(offer, document, scores, model, details)
    role = decide(summary, chances, claim, model.rules, proved={one.side for one in evidence})
    missing = tuple(f for f in WANTED if f not in held)
    flag = flag_of(read.claimed, role)
    signals = _signals(document, scores, offer, title) if details and role != "OTHER" else ()
    leads = claim is not None and claim.leads
    team_told = leads and tells_team(piece.spoken for piece in document.statements)
    return Verdict(
        id=offer.id,
        title=title,
        title_claim=read.claimed,
        role=role,
        other_family=_family(claim, summary) if role == "OTHER" else None,
        probabilities={name: round(chance, 6) for name, chance in chances.items()},
        discovery=round(summary.score("discovery"), 2),
        delivery=round(summary.score("delivery"), 2),
        flag=flag,
        confidence=None if role == "UNCLEAR" else round(chances[role], 6),
        language=language,
        evidence=evidence,
        missing=missing,
        questions=what_to_ask(flag, missing, evidence, signals, leads, team_told, lang),
        signals=signals,
        offer_from=_place(document, document.opening),
        other_offers_from=_place(document, document.others),
        model=model.identity,
        balanced=bool(evidence)
        and abs(summary.score("discovery") - summary.score("delivery")) < BALANCED_WITHIN,
    )
