"""From an offer summed up to a verdict: role, flag, proof, what is missing, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pm_or_po.errors import InputError, ModelError
from pm_or_po.judging.asking import what_to_ask
from pm_or_po.judging.deciding import decide, flag_of, probabilities
from pm_or_po.judging.denial import denied
from pm_or_po.judging.hiring import of_hiring
from pm_or_po.judging.proving import Proofs, prove
from pm_or_po.judging.summing import Summary, in_its_job, score_offers
from pm_or_po.judging.team import tells_team
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel, StatementScores
from pm_or_po.signals import find_signals
from pm_or_po.taxonomy import FAMILIES, LANGS, WANTED, Lang
from pm_or_po.text.cutting import CutOffer, cut_offer
from pm_or_po.text.document import Document, Statement
from pm_or_po.text.title import TitleClaim
from pm_or_po.verdict import Signal, Verdict

BALANCED_WITHIN = 10.0  # of the 100 of a score: sides that differ by less weigh nearly the same


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
        Its description, title and id; without a title, one is looked for in the text.
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
    scored = score_offers([(one.document.statements, one.title) for one in read], model)
    chances = [
        probabilities(summary, one.claim, model.rules) for one, (_, summary) in zip(read, scored, strict=True)
    ]
    in_job = [in_its_job(*one, 1 - chance["OTHER"]) for one, chance in zip(scored, chances, strict=True)]
    proved = prove(
        [(one, scores) for one, (scores, _) in zip(read, in_job, strict=True)], model, details=details
    )
    verdicts = (
        _verdict(one, _Findings(summary, chance, *told, proofs), model, lang, details=details)
        for one, (_, summary), chance, told, proofs in zip(read, scored, chances, in_job, proved, strict=True)
    )
    return [one if isinstance(one, InputError) else next(verdicts) for one in found]


class _Findings(NamedTuple):
    """What a verdict is made of: ``scores`` and ``told`` are those of ``in_its_job``, ``summary`` that before."""

    summary: Summary
    chances: dict[str, float]
    scores: StatementScores
    told: Summary
    proofs: Proofs


def _verdict(
    read: CutOffer, found: _Findings, model: StatementModel, lang: Lang, *, details: bool
) -> Verdict:
    offer, document, language, title, claim = read
    summary, chances, scores, told, (evidence, facets) = found
    role = decide(summary, chances, claim, model.rules, proved={one.side for one in evidence})
    missing = tuple(f for f in WANTED if f not in facets)
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
        discovery=round(told.score("discovery"), 2),
        delivery=round(told.score("delivery"), 2),
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
        balanced=bool(evidence) and abs(told.score("discovery") - told.score("delivery")) < BALANCED_WITHIN,
    )
