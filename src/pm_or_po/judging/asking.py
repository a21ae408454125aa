"""What to ask in the interview about what an offer says or leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from pm_or_po.taxonomy import FACETS, FLAGS, LEADER_QUESTIONS, SIGNAL_KINDS, Bilingual, Lang
from pm_or_po.verdict import Evidence, Signal

QUESTIONS_ASKED = 6
DELIVERY_ASKED = 2  # of these, where the offer tells of no delivery
ASKED_FIRST = ("users", "vision", "roadmap")  # facets of which the answer tells most


def what_to_ask(
    flag: str | None,
    missing: Sequence[str],
    evidence: Sequence[Evidence],
    signals: Sequence[Signal],
    leads: bool,
    team_told: bool,
    lang: Lang,
) -> tuple[str, ...]:
    """Return what to ask: the flag's own questions, or those of the signals, then about what is missing.

    What is missing is of both sides, the facets of which the answer tells most first; a question that a signal's
    stands for is not asked. Whoever ``leads`` a team asks about that, not about delivery, nor how many they are where
    that is told.
    """
    if flag is not None and FLAGS[flag].questions:
        return tuple(question(lang) for question in FLAGS[flag].questions)
    kinds = [SIGNAL_KINDS[kind] for kind in SIGNAL_KINDS if kind in {signal.kind for signal in signals}]
    decided: list[Bilingual] = []
    for at, kind in enumerate(kinds):
        if all(kind.instead != before.instead for before in kinds[:at]):
            decided += kind.questions
    asked = [f for f in missing if not any(f in kind.instead for kind in kinds)]
    asked.sort(key=lambda facet: facet not in ASKED_FIRST)
    if leads:
        decided += LEADER_QUESTIONS[1:] if team_told else LEADER_QUESTIONS
        asked = [f for f in asked if FACETS[f].side == "discovery"]
    told = any(one.side == "delivery" for one in evidence)
    kept = [] if told else [f for f in asked if FACETS[f].side == "delivery"][:DELIVERY_ASKED]
    first = [f for f in asked if f not in kept][: QUESTIONS_ASKED - len(kept) - len(decided)]
    return tuple(question(lang) for question in [*decided, *(FACETS[f].question for f in [*first, *kept])])
