"""Tell what is doubtful in labelled data that can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pm_or_po.reading.columns import Layout
from pm_or_po.reading.table import Table
from pm_or_po.text.same import same_text
from pm_or_po.training.progress import Say
from pm_or_po.training.rows import LabelledOffer, LabelledSpan, Place


def tell_encoding(table: Table, report: Say) -> None:
    """Tell that the encoding of a table was guessed, and how many of its characters are damaged."""
    encoding = table.encoding
    if encoding.guessed:
        report("corpus-encoding-guessed", path=table.path)
    if encoding.damaged:
        report("corpus-damaged", path=table.path, count=encoding.damaged, line=encoding.line)


def tell_sheet(table: Table, report: Say) -> None:
    """Tell which sheet of a workbook is read where it has others, and which of its cells are read as empty.

    These are merged over several rows, or hold a formula without a result.
    """
    if table.other_sheets:
        others = ", ".join(map(repr, table.other_sheets))
        report("corpus-sheet", path=table.path, sheet=repr(table.sheet), others=others)
    if table.merges_rows:
        report("corpus-merged-cells", path=table.path)
    if table.unsaved:
        report("corpus-unsaved-formulas", path=table.path, cell=table.unsaved)


def tell_passed_over(path: Path, columns: Sequence[str], layout: Layout, report: Say) -> None:
    """Tell which columns of a table may hold the text of its offers too, but are not read."""
    if layout.passed_over:
        passed_over = ", ".join(repr(columns[at]) for at in layout.passed_over)
        report("corpus-passed-over", path=path, column=repr(columns[layout.text]), columns=passed_over)


def tell_two_roles(offers: Sequence[LabelledOffer], places: Mapping[str, Place], report: Say) -> None:
    """Tell how many texts come again with another role, and where the first does."""
    first: dict[str, LabelledOffer] = {}
    pairs = [(first.setdefault(same_text(offer.description), offer), offer) for offer in offers]
    disputed = [(one, other) for one, other in pairs if one.role != other.role]
    if disputed:
        one, other = disputed[0]
        report(
            "corpus-two-roles",
            count=len({one.id for one, _ in disputed}),
            role=one.role,
            place=places[one.id],
            other_role=other.role,
            other_place=places[other.id],
        )


def tell_overlaps(offers: Sequence[LabelledOffer], places: Mapping[str, Place], report: Say) -> None:
    """Tell how many offers have labelled lines that overlap and are of different sides, and where the first does."""
    found = [(offer, overlap) for offer in offers if (overlap := _overlap(offer.spans)) is not None]
    if found:
        offer, (one, other) = found[0]
        report(
            "corpus-overlap",
            count=len(found),
            place=places[offer.id],
            start=other.start,
            end=min(one.end, other.end),
            side=one.side,
            other_side=other.side,
        )


def _overlap(spans: Sequence[LabelledSpan]) -> tuple[LabelledSpan, LabelledSpan] | None:
    """Return the first two lines, which are in the order of the text, that overlap and differ in side."""
    for at, one in enumerate(spans):
        for other in spans[at + 1 :]:
            if other.start >= one.end:
                break
            if other.side != one.side:
                return one, other
    return None
