"""Write scored rows: CSV and JSON Lines as they come, workbooks and Parquet once all are known."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from pm_or_po.batch.beside import made_of
from pm_or_po.batch.score import ScoredRow
from pm_or_po.batch.spreadsheet import harmless_cell
from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.table import Table, cell_text
from pm_or_po.taxonomy import JUDGED_ROLES, SIDES, Lang
from pm_or_po.text.clean import CleanText, clean, is_escaped_html
from pm_or_po.text.quoting import quoted, quoted_alone
from pm_or_po.verdict import Verdict, json_bytes

ADDED: Final = (
    "role", "p_pm", "p_po", "p_other", "discovery", "delivery", "title_compared", "title_claim", "flag",
    "language", "evidence_discovery", "evidence_delivery", "offer_from", "other_offers_from", "duplicate_of", "error",
)  # fmt: skip
ROW_ID: Final = "id"  # added before them where the table has no column of ids
NUMBERS: Final = ("p_pm", "p_po", "p_other", "discovery", "delivery")
PLACES: Final = ("offer_from", "other_offers_from")  # characters of the text
SEPARATOR: Final = " | "  # between the statements of an evidence cell
_ROWS_AT_ONCE = 2_000
_EVEN: Final = 1 / len(JUDGED_ROLES)  # the probability of each role where nothing is known

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


def added_writer(stream: BinaryIO, table: Table, lang: Lang) -> Write:
    """Return what writes the added cells of a row alone, as a JSON array a line: what ``finish`` reads."""
    added = added_to(table)

    def write(scored: ScoredRow) -> None:
        stream.write(json_bytes(list(added_cells(scored, lang, added))))

    return write


@contextlib.contextmanager
def finish(table: Table, added: BinaryIO, path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Make the workbook or Parquet file of a table and of its added cells; yield where it is, and it, still open.

    It is removed when the block is left by an exception.

    Parameters
    ----------
    table : Table
        Read once more, for its own cells.
    added : BinaryIO
        What ``added_writer`` wrote.
    path : Path
        Of the output; the file made stands beside it.
    """
    added.seek(0)
    rows = ((*row.cells, *json.loads(line)) for row, line in zip(table.rows(), added, strict=True))
    columns = added_to(table)
    made = made_of(path.resolve())
    stream = made.open("wb")
    try:
        if path.suffix.lower() == ".xlsx":
            from pm_or_po.batch.workbook import write_workbook  # needs openpyxl

            write_workbook(rows, (*table.columns, *columns.names), stream)
        else:
            _write_parquet(rows, table.columns, table.schema, arrow_fields(columns), stream)
        yield made, stream
    except BaseException:
        with contextlib.suppress(OSError):  # on a full disk
            stream.close()
        made.unlink(missing_ok=True)
        raise
    stream.close()


def arrow_fields(added: Added) -> list[Any]:
    """Return the Arrow fields of the added columns: texts, numbers as float64, places and numbers of rows as int64."""
    import pyarrow as pa

    whole = (*PLACES, ROW_ID, "duplicate_of") if added.numbers_rows else PLACES
    kinds = dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(whole, pa.int64())
    return [pa.field(name, kinds.get(usual, pa.string())) for usual, name in zip(*added, strict=True)]


def _write_parquet(
    rows: Iterator[tuple[Any, ...]], columns: Sequence[str], schema: Any, added: Sequence[Any], made: BinaryIO
) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    own = len(columns)
    fields = (
        [schema.field(i) for i in range(own)]
        if schema is not None
        else [pa.field(name, pa.string()) for name in columns]
    )
    whole = pa.schema([*fields, *added])

    def table_of(block: list[tuple[Any, ...]]) -> Any:
        columns = []
        for at, one in enumerate(whole):
            values = [row[at] for row in block]
            if schema is None and at < own:
                values = [cell_text(value).encode("utf-8", "replace").decode() for value in values]
            columns.append(pa.array(values, one.type))
        return pa.Table.from_arrays(columns, schema=whole)

    with ParquetWriter(made, whole) as writer:
        block: list[tuple[Any, ...]] = []
        for row in rows:
            block.append(row)
            if len(block) == _ROWS_AT_ONCE:
                writer.write_table(table_of(block))
                block = []
        if block:
            writer.write_table(table_of(block))


def added_cells(scored: ScoredRow, lang: Lang, added: Added) -> tuple[str | float | None, ...]:
    """Return the cells of the added columns for a row."""
    result = scored.result
    cells = (
        _refused(_reason(scored, result, lang))
        if isinstance(result, InputError)
        else _judged(result, scored.row.offer.description)
    )
    cells["duplicate_of"] = scored.duplicate_of or ""
    if added.numbers_rows:
        cells[ROW_ID] = int(scored.row.offer.id)
        cells["duplicate_of"] = None if scored.duplicate_of is None else int(scored.duplicate_of)
    return tuple(map(cells.__getitem__, added.usual))


def _reason(scored: ScoredRow, error: InputError, lang: Lang) -> str:
    """Return why a row has no verdict; of a line of JSON that could not be read, with its number."""
    row = scored.row
    if row.error is not None and row.line is not None and row.sheet_row is None:
        error = InputError("line-refused", line=row.line, error=error)
    return error.sentence(lang)


def _refused(reason: str) -> dict[str, str | float | None]:
    even = {f"p_{role.lower()}": _rounded(_EVEN) for role in JUDGED_ROLES}
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


def _record(scored: ScoredRow, lang: Lang) -> dict[str, Any]:
    """Return every field of the JSON contract; of a row in error, what is not known is null or empty."""
    offer, result = scored.row.offer, scored.result
    return {
        **(_unknown(offer) if isinstance(result, InputError) else result.to_dict()),
        "id": offer.id,
        "description": offer.description,
        "duplicate_of": scored.duplicate_of,
        "error": _reason(scored, result, lang) if isinstance(result, InputError) else None,
    }


def _unknown(offer: Offer) -> dict[str, Any]:
    return {
        **dict.fromkeys(one.name for one in fields(Verdict)),
        **{name: [] for name in ("evidence", "missing", "questions", "signals")},
        "title": offer.title,
        "role": "UNCLEAR",
        "probabilities": dict.fromkeys(JUDGED_ROLES, _EVEN),
        **dict.fromkeys(SIDES, 0.0),
        "balanced": False,
    }
