"""Write scored rows as they come: CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, BinaryIO

from pm_or_po.batch.added import EVEN, added_cells, added_to, reason_of
from pm_or_po.batch.score import ScoredRow
from pm_or_po.batch.spreadsheet import harmless_cell
from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.table import Table, cell_text
from pm_or_po.taxonomy import JUDGED_ROLES, SIDES, Lang
from pm_or_po.verdict import Verdict, json_bytes

Write = Callable[[ScoredRow], None]


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How CSV is written: ``french`` for what Excel in French opens at once, semicolons and decimal commas."""

    french: bool = False
    delimiter: str = ","

    @property
    def separator(self) -> str:
        """What stands between two cells."""
        return ";" if self.french else self.delimiter


def csv_writer(stream: BinaryIO, table: Table, lang: Lang, style: CsvStyle, *, header: bool) -> Write:
    """Return what writes a row, after the header: the input's cells, then the added ones.

    Every cell that a spreadsheet would run is made harmless; see ``spreadsheet``.
    """
    added = added_to(table)
    buffer = io.StringIO(newline="")
    # The ends of line are \r\n so that the csv module quotes a cell that holds either character.
    writer = csv.writer(buffer, delimiter=style.separator, lineterminator="\r\n")

    def written(cell: object) -> str:
        if style.french and isinstance(cell, float):
            return str(cell).replace(".", ",")
        return harmless_cell(cell_text(cell).replace("\0", "\ufffd"))

    def write_line(cells: Sequence[object]) -> None:
        writer.writerow(list(map(written, cells)))
        stream.write(buffer.getvalue().encode("utf-8", "replace"))
        buffer.seek(0)
        buffer.truncate()

    if header:
        if style.french:
            stream.write(b"\xef\xbb\xbf")
        write_line((*table.columns, *added.names))
    return lambda scored: write_line((*scored.row.cells, *added_cells(scored, lang, added)))


def jsonl_writer(stream: BinaryIO, lang: Lang) -> Write:
    """Return what writes a row as one full verdict a line, errors in ``lang``."""

    def write(scored: ScoredRow) -> None:
        stream.write(json_bytes(_record(scored, lang)))

    return write


def _record(scored: ScoredRow, lang: Lang) -> dict[str, Any]:
    """Return every field of the JSON contract; of a row in error, what is not known is null or empty."""
    offer, result = scored.row.offer, scored.result
    return {
        **(_unknown(offer) if isinstance(result, InputError) else result.to_dict()),
        "id": offer.id,
        "description": offer.description,
        "duplicate_of": scored.duplicate_of,
        "error": reason_of(scored, result, lang) if isinstance(result, InputError) else None,
    }


def _unknown(offer: Offer) -> dict[str, Any]:
    return {
        **dict.fromkeys(one.name for one in fields(Verdict)),
        **{name: [] for name in ("evidence", "missing", "questions", "signals")},
        "title": offer.title,
        "role": "UNCLEAR",
        "probabilities": dict.fromkeys(JUDGED_ROLES, EVEN),
        **dict.fromkeys(SIDES, 0.0),
        "balanced": False,
    }
