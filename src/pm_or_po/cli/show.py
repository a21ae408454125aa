"""Show a verdict to a person: one sentence, a caveat, two bars, the proof, what is missing, what to ask."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from pm_or_po.cli.messages import say
from pm_or_po.cli.page import Page
from pm_or_po.cli.quote import plain, quote
from pm_or_po.taxonomy import FACETS, FAMILIES, FLAGS, SIDES, SIGNAL_KINDS, WANTED, Lang, facets_of
from pm_or_po.text.clean import CleanText, clean
from pm_or_po.text.title import read_title
from pm_or_po.verdict import Verdict

LIKELY = 0.5  # probability of another job from which an UNCLEAR verdict names it
SURE = 0.75  # under this confidence the verdict comes with a caveat
# By statements of evidence; for none there is another sentence.
_THIN = {1: "caveat-one-sentence", 2: "caveat-two-sentences"}
_LONGEST_BAR = 30  # characters for a score of 100
_COLOURS = {"discovery": "magenta", "delivery": "cyan"}


def verdict_sentence(verdict: Verdict, lang: Lang) -> str:
    """Return in one sentence what the title claims and what the duties are."""
    if read_title(verdict.title).leads and verdict.role != "OTHER":
        return say(f"verdict-LEADER-{verdict.role}", lang)
    if verdict.flag is not None:
        return FLAGS[verdict.flag].sentence(lang, FAMILIES.get(verdict.other_family or ""))
    claim = verdict.title_claim if verdict.title.strip() else "NONE"
    unsure = verdict.confidence is not None and verdict.confidence < SURE and claim == verdict.role != "OTHER"
    return say(f"verdict-{claim}-{verdict.role}" + ("-unsure" if unsure else ""), lang)


def caveats(verdict: Verdict, lang: Lang) -> Iterator[str]:
    """Yield what was not read, and why the verdict may be wrong, or what may lie behind UNCLEAR."""
    if verdict.offer_from is not None:
        yield say("caveat-offers-above", lang)
    if verdict.other_offers_from is not None:
        yield say("caveat-other-offers", lang)
    if verdict.confidence is None:
        if verdict.probabilities["OTHER"] >= LIKELY:
            yield say("caveat-may-be-other", lang)
        return
    if verdict.confidence < SURE:
        rest = {role: chance for role, chance in verdict.probabilities.items() if role != verdict.role}
        other = say(f"reading-{max(rest, key=rest.__getitem__)}", lang)
        yield say("caveat-unsure", lang, percent=round(100 * verdict.confidence), other=other)
    statements = len({(item.start, item.end) for item in verdict.evidence})
    if verdict.role != "OTHER" and statements in _THIN:
        yield say(_THIN[statements], lang)


def show_verdict(verdict: Verdict, description: str, lang: Lang, page: Page) -> None:
    """Write the verdict on an offer's description on a page."""
    offer = clean(description)
    page.line(verdict_sentence(verdict, lang), style="bold")
    if verdict.title.strip():
        page.line(say("quoted", lang, words=plain(verdict.title)), indent=2, style="dim")
    for caveat in caveats(verdict, lang):
        page.line(caveat, style="yellow")
    _show_next_step(verdict, lang, page)
    _show_scores(verdict, lang, page)
    for side in SIDES:
        _show_evidence(verdict, offer, side, lang, page)
    if verdict.evidence and (verdict.role != "OTHER" or verdict.flag is not None):
        _show_missing(verdict, lang, page)
    if verdict.role != "OTHER" or verdict.flag is not None:
        _show_signals(verdict, offer, lang, page)
        _show_list(say("questions", lang), verdict.questions, page)


def _show_next_step(verdict: Verdict, lang: Lang, page: Page) -> None:
    family = FAMILIES.get(verdict.other_family or "")
    if verdict.flag is None and family is not None and family.id != "other":
        page.line(say("nearest-family", lang, family=family.name(lang)))
    if verdict.role == "UNCLEAR":
        page.line(say("unclear-advice", lang))
    if not verdict.title.strip():
        page.line(say("title-advice", lang))


def _show_scores(verdict: Verdict, lang: Lang, page: Page) -> None:
    page.blank()
    widest = max(len(side.name(lang)) for side in SIDES.values())
    longest = max(1, min(_LONGEST_BAR, page.width - widest - len(" " + " 100 ")))
    for side in SIDES.values():
        score = verdict.discovery if side.id == "discovery" else verdict.delivery
        if page.terminal:
            full = min(longest, max(0, round(score / 100 * longest)))
            bar = Text(f"{side.name(lang):<{widest}} ")
            bar.append("█" * full, _COLOURS[side.id]).append("░" * (longest - full), "dim")
            page.line(bar.append(f" {score:3.0f}"))
        else:
            page.line(say("score", lang, side=side.name(lang), score=f"{score:.0f}"))
    if not verdict.evidence:
        page.line(say("no-evidence", lang))
    elif verdict.balanced and verdict.role != "OTHER":
        page.line(say("balanced", lang))
    elif verdict.role == "PM" and verdict.delivery > verdict.discovery:
        page.line(say("mostly-delivery", lang))


def _show_evidence(verdict: Verdict, offer: CleanText, side: str, lang: Lang, page: Page) -> None:
    items = [item for item in verdict.evidence if item.side == side]
    if not items:
        return
    page.blank()
    page.line(say("evidence", lang, side=SIDES[side].name(lang)), style=f"bold {_COLOURS[side]}")
    for facet in facets_of(SIDES[side].id):
        of_facet = [item for item in items if item.facet == facet.id]
        if of_facet:
            page.line(facet.name(lang), indent=2, style=_COLOURS[side])
        for item in of_facet:
            words = [(word.start, word.end) for word in item.words]
            line = quote(offer, item.start, item.end, words)
            if others := ", ".join(FACETS[one].name(lang) for one in item.facets if one != item.facet):
                line.append(" ").append(say("also", lang, facets=others), "dim")
            page.line(line, indent=4, bullet="- ")


def _show_missing(verdict: Verdict, lang: Lang, page: Page) -> None:
    found = [FACETS[facet] for facet in verdict.missing]
    shown = {facet for item in verdict.evidence for facet in item.facets}
    doubtful = [FACETS[facet] for facet in WANTED if facet not in shown and facet not in verdict.missing]
    if leads := read_title(verdict.title).leads:  # whose team has the duties of delivery
        found, doubtful = ([one for one in some if one.side == "discovery"] for some in (found, doubtful))
    lines = [
        facet.name(lang) if leads else f"{facet.name(lang)} ({SIDES[facet.side].name(lang).lower()})"
        for facet in found
    ]
    _show_list(say("missing-discovery" if leads else "missing", lang), lines, page)
    if doubtful:
        if not lines:
            page.blank()
        told = ", ".join(one.name(lang) for one in doubtful)
        page.line(say("in-doubt", lang, facets=told), indent=2, style="dim")


def _show_signals(verdict: Verdict, offer: CleanText, lang: Lang, page: Page) -> None:
    if not verdict.signals:
        return
    page.blank()
    page.line(say("signals", lang), style="bold")
    for kind in SIGNAL_KINDS.values():
        found = [quote(offer, one.start, one.end).plain for one in verdict.signals if one.kind == kind.id]
        if found:
            page.line(kind.sentence(lang), indent=2, bullet="- ")
        for words in dict.fromkeys(found):
            page.line(say("quoted", lang, words=words), indent=6)


def _show_list(heading: str, lines: tuple[str, ...] | list[str], page: Page) -> None:
    if not lines:
        return
    page.blank()
    page.line(heading, style="bold")
    for line in lines:
        page.line(line, indent=2, bullet="- ")
