"""The columns that scoring adds to a table: their names, and the cells of a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pm_or_po.batch.score import ScoredRow
from pm_or_po.errors import InputError
from pm_or_po.reading.table import Table
from pm_or_po.taxonomy import JUDGED_ROLES, SIDES, Lang
from pm_or_po.text.clean import CleanText, clean, is_escaped_html
from pm_or_po.text.quoting import quoted, quoted_alone
from pm_or_po.verdict import Verdict

ADDED: Final = (
    "role", "p_pm", "p_po", "p_other", "discovery", "delivery", "title_compared", "title_claim", "flag",
    "language", "evidence_discovery", "evidence_delivery", "offer_from", "other_offers_from", "duplicate_of", "error",
)  # fmt: skip
ROW_ID: Final = "id"  # added before them where the table has no column of ids
NUMBERS: Final = ("p_pm", "p_po", "p_other", "discovery", "delivery")
PLACES: Final = ("offer_from", "other_offers_from")  # characters of the text
SEPARATOR: Final = " | "  # between the statements of an evidence cell
EVEN: Final = 1 / len(JUDGED_ROLES)  # the probability of each role where nothing is known


class Added(NamedTuple):
    """The columns that scoring adds to a table, by their usual names and by those they get beside its own.

    Among them is ``ROW_ID``, as a whole number, where no column of the table tells one row from another.
    """

    usual: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def numbers_rows(self) -> bool:
        """Whether ``ROW_ID`` is one of them."""
        return ROW_ID in self.usual


def added_to(table: Table) -> Added:
    """Return the columns added to a table."""
    return added_beside(table.columns, (ROW_ID, *ADDED) if table.layout.id is None else ADDED)


def added_beside(columns: Sequence[str], usual: tuple[str, ...] = ADDED) -> Added:
    """Return the added columns: one whose usual name the input has already gets the suffix ``_pm_or_po``.

    Should that be taken too, a number follows, from 2.
    """
    taken = set(columns)
    names: list[str] = []
    for plain in usual:
        name, number = plain, 1
        while name in taken:
            name = f"{plain}_pm_or_po" if number == 1 else f"{plain}_pm_or_po_{number}"
            number += 1
        taken.add(name)
        names.append(name)
    return Added(usual, tuple(names))


def added_cells(scored: ScoredRow, lang: Lang, added: Added) -> tuple[str | float | None, ...]:
    """Return the cells of the added columns for a row."""
    result = scored.result
    cells = (
        _refused(reason_of(scored, result, lang))
        if isinstance(result, InputError)
        else _judged(result, scored.row.offer.description)
    )
    cells["duplicate_of"] = scored.duplicate_of or ""
    if added.numbers_rows:
        cells[ROW_ID] = int(scored.row.offer.id)
        cells["duplicate_of"] = None if scored.duplicate_of is None else int(scored.duplicate_of)
    return tuple(map(cells.__getitem__, added.usual))


def reason_of(scored: ScoredRow, error: InputError, lang: Lang) -> str:
    """Return why a row has no verdict; of a line of JSON that could not be read, with its number."""
    row = scored.row
    if row.error is not None and row.line is not None and row.sheet_row is None:
        error = InputError("line-refused", line=row.line, error=error)
    return error.sentence(lang)


def _refused(reason: str) -> dict[str, str | float | None]:
    even = {f"p_{role.lower()}": _rounded(EVEN) for role in JUDGED_ROLES}
    return {
        **dict.fromkeys(ADDED, ""), **even, **dict.fromkeys(PLACES), "role": "UNCLEAR", "discovery": 0.0,
        "delivery": 0.0, "error": reason,
    }  # fmt: skip


def _judged(verdict: Verdict, description: str) -> dict[str, str | float | None]:
    # Elsewhere a proof reads the same cut out of the offer as in it, which is much faster to tell.
    offer = clean(description) if verdict.evidence and is_escaped_html(description) else None
    return {
        "role": verdict.role,
        **{f"p_{role.lower()}": _rounded(chance) for role, chance in verdict.probabilities.items()},
        **{side: round(getattr(verdict, side), 1) for side in SIDES},
        "title_compared": quoted_alone(verdict.title),
        "title_claim": verdict.title_claim,
        "flag": verdict.flag or "",
        "language": verdict.language,
        **{f"evidence_{side}": _evidence(verdict, offer, side) for side in SIDES},
        **{name: getattr(verdict, name) for name in PLACES},
        "error": "",
    }


def _evidence(verdict: Verdict, offer: CleanText | None, side: str) -> str:
    """Return the proofs of a side as they read: cut out of markup, ``text`` is broken markup."""
    proofs = (item for item in verdict.evidence if item.side == side)
    return SEPARATOR.join(
        quoted_alone(item.text) if offer is None else quoted(offer, item.start, item.end) for item in proofs
    )


def _rounded(probability: float) -> float:
    return round(probability, 4)
