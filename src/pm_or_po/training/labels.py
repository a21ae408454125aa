"""Carry the labels of a corpus over to the statements that this program cuts."""

from __future__ import annotations

from dataclasses import dataclass

from pm_or_po.text.clean import CleanText
from pm_or_po.text.cutting import CutOffer, cut_offer
from pm_or_po.text.document import Statement, read_statement
from pm_or_po.text.statements import opens_with_bullet
from pm_or_po.training.rows import LabelledOffer, LabelledSpan, LabelledStatement, naming


@dataclass(frozen=True, slots=True)
class StatementLabels:
    """Labels of one statement; ``zone`` is None where only the side is known."""

    zone: str | None
    discovery: bool
    delivery: bool
    facets: frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelledStatements:
    """An offer as scoring reads it and, where it has any, the labels of its statements (None: not labelled)."""

    read: CutOffer
    labels: tuple[StatementLabels | None, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Its statements."""
        return self.read.document.statements


def standing(plain: CleanText, span: LabelledSpan) -> slice:
    """Return where the words of a labelled line stand in the plain text, without the blanks around them."""
    within = plain.within(span.start, span.end)
    text = plain.text[within.start : within.stop]
    start = within.start + len(text) - len(text.lstrip())
    return slice(start, start + len(text.strip()))


def label_offer(offer: LabelledOffer) -> LabelledStatements:
    """Cut an offer and give each statement the labels of the labelled lines it covers or lies in.

    A statement takes the zone of the line it shares most characters with, and the side and facets of every
    line of which it shares at least half (of the shorter of the two). One that only leads into the line it shares most
    with, as ``_leads_in`` says, is not labelled.

    Raises
    ------
    CorpusError
        If the offer is one that would not be judged; see ``pm_or_po.text.cutting.cut_offer``.
    """
    with naming(offer):
        read = cut_offer(offer.plain)
    lines = [(standing(read.document.clean, span), span) for span in offer.spans]
    labels: list[StatementLabels | None] = []
    first = 0
    for piece in read.document.statements:
        while first < len(lines) and lines[first][0].stop <= piece.start:
            first += 1
        best, zone, sides, facets, leads_in = 0, None, set(), set(), False
        for line, span in lines[first:]:
            if line.start >= piece.end:
                break
            shared = min(line.stop, piece.end) - max(line.start, piece.start)
            if shared <= 0:
                continue
            size = line.stop - line.start
            if shared > best:
                best, zone, leads_in = shared, span.zone, _leads_in(piece, shared, size)
            if 2 * shared >= min(size, piece.end - piece.start):
                sides |= {"discovery", "delivery"} if span.side == "both" else {span.side}
                facets |= set(span.facets)
        if best and not leads_in:
            labels.append(StatementLabels(zone, "discovery" in sides, "delivery" in sides, frozenset(facets)))
        else:
            labels.append(None)
    return LabelledStatements(read, tuple(labels))


def _leads_in(piece: Statement, shared: int, size: int) -> bool:
    """Tell whether a statement is the beginning of a longer line, to whose duties its label belongs: "Your role:".

    It is less than half of the line, and ends in a colon or has under three words.
    """
    return 2 * shared < size and (piece.text.endswith(":") or len(piece.words) < 3)


def label_statement(statement: LabelledStatement) -> tuple[Statement, StatementLabels]:
    """Return a loose statement as scoring sees it, with its labels."""
    sides = {"discovery", "delivery"} if statement.side == "both" else {statement.side}
    labels = StatementLabels(
        statement.zone, "discovery" in sides, "delivery" in sides, frozenset(statement.facets)
    )
    return read_statement(statement.text, bullet=opens_with_bullet(statement.text)), labels
