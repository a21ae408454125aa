"""Read labelled offers and statements from files and folders."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from pm_or_po.errors import CorpusError, InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.reading import ColumnChoice, open_table
from pm_or_po.reading.columns import folded_name
from pm_or_po.reading.columns import shown as shown_names
from pm_or_po.reading.encoding import TextEncoding
from pm_or_po.reading.feeds import is_no_offer
from pm_or_po.reading.jsonlines import numbered_lines, read_json
from pm_or_po.reading.objects import ObjectRows, look_over
from pm_or_po.reading.postings import parts_of
from pm_or_po.reading.table import cell_text
from pm_or_po.resources import checkout
from pm_or_po.training.checks import (
    tell_encoding,
    tell_overlaps,
    tell_passed_over,
    tell_sheet,
    tell_two_roles,
)
from pm_or_po.training.progress import Say, silent
from pm_or_po.training.rows import (
    LABELS,
    LabelledOffer,
    LabelledStatement,
    Place,
    parse_offer,
    parse_statement,
    shown,
)

_UTF_8 = TextEncoding("utf-8-sig")
_KINDS = (".jsonl", ".csv", ".tsv", ".xlsx")
_LONGEST_INTEGER = 20  # digits; a longer one is no label, and Python may refuse to read it


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled offers and statements, and the SHA-256 of the files they came from."""

    offers: tuple[LabelledOffer, ...]
    statements: tuple[LabelledStatement, ...]
    sha256: str


def _rows(path: Path, report: Say) -> Iterator[tuple[Place, dict[str, Any]]]:
    return _json_rows(path, report) if path.suffix.lower() == ".jsonl" else _table_rows(path, report)


def _table_rows(path: Path, report: Say) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield the rows of a table with their places; blank ones are none."""
    try:
        table = open_table(path)
        tell_encoding(table, report)
        tell_sheet(table, report)
        if not _is_labelled(table.columns):
            names, others = shown_names(table.columns), shown_names(table.other_sheets)
            raise _wrong_columns(path, Phrase("a-role-column"), names, table.sheet, others)
        tell_passed_over(path, table.columns, table.layout, report)
        for row in table.rows():
            where = table.place(row)
            if row.error is not None:
                raise _row_error(where, row.error)
            cells = map(cell_text, row.cells)
            named = _named(dict(zip(map(str.strip, table.columns), cells, strict=True)), row.offer, where)
            named["id"] = named.get("id") or f"{path}:{row.sheet_row}"
            yield where, named
    except InputError as error:
        if error.message_id in ("no-text-column", "no-text-column-on-sheet"):
            found = error.fields
            labelled = _has_labels(path)
            missing = (
                Phrase("a-description-column") if labelled else Phrase("a-description-and-a-role-column")
            )
            raise _wrong_columns(
                path, missing, found["columns"], found.get("sheet"), found.get("others")
            ) from error
        raise CorpusError("corpus-table", error=error) from error


def _is_labelled(names: Iterable[str]) -> bool:
    return not {"role", "zone"}.isdisjoint(map(folded_name, names))


def _has_labels(path: Path) -> bool:
    """Tell whether a table has the column of roles, were there none of texts."""
    try:
        open_table(path, ColumnChoice(text="role"))
    except InputError:
        return False
    return True


def _wrong_columns(
    path: Path, missing: Phrase, columns: object, sheet: object, others: object
) -> CorpusError:
    if not others:
        return CorpusError("corpus-columns", path=path, missing=missing, columns=columns)
    return CorpusError(
        "corpus-columns-of-sheet", path=path, missing=missing, sheet=sheet, columns=columns, others=others
    )


def _row_error(where: Place, error: InputError) -> CorpusError:
    if error.message_id != "too-many-cells":
        return CorpusError("corpus-row", where=where, error=error)
    found = error.fields  # its sentence names an option of batch
    return CorpusError(
        "corpus-cells",
        where=where,
        cells=found["cells"],
        columns=found["columns"],
        delimiter=found["delimiter"],
    )


def _json_rows(path: Path, report: Say) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield the objects of a JSON Lines file with their places; offers without labelled lines are read as one table."""
    try:
        found = list(_json_objects(path))
        objects = _look_over([row for _, row in found if _is_offer(row) and not row.get("lines")], path)
    except InputError as error:
        raise CorpusError("corpus-table", error=error) from error
    if objects is not None:
        tell_passed_over(path, objects.columns, objects.layout, report)
    for number, (where, row) in enumerate(found, 1):
        if not _is_labelled(row):
            raise CorpusError("corpus-row-kind", where=where, names=shown_names(list(row)) or "{}")
        if not _is_offer(row):
            yield where, _named(row, Offer(""), where)
        elif objects is None or row.get("lines"):
            yield where, _named(row, parts_of(row).offer, where)
        else:
            yield where, _named(row, objects.row(number, row).offer, where)


def _is_offer(row: dict[str, Any]) -> bool:
    return "role" in map(folded_name, row)


def _look_over(offers: Sequence[dict[str, Any]], path: Path) -> ObjectRows | None:
    """Return how ``batch`` would read these objects, None where there is none or no key holds a text."""
    try:
        return look_over(lambda: offers, ColumnChoice(), path) if offers else None
    except InputError as error:
        if error.message_id != "no-text-column":
            raise
        return None


def _json_objects(path: Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    with path.open("rb") as content:
        for number, line in numbered_lines(content, _UTF_8, path):
            where = f"{path}:{number}"
            try:
                row = read_json(line, where, _integer)
            except (json.JSONDecodeError, RecursionError) as error:
                # The error's own column begins at 1 again past the line end, which is white space to JSON.
                place = min(getattr(error, "pos", 0), len(line.rstrip("\r\n"))) + 1
                raise CorpusError("corpus-not-json", where=where, place=place) from None
            if not isinstance(row, dict):
                raise CorpusError("corpus-no-object", where=where)
            yield where, row


def _integer(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _named(row: dict[str, Any], offer: Offer, where: Place) -> dict[str, Any]:
    """Return a row under the names of the data dictionary, its text and title those that ``batch`` would judge.

    Where lines are marked in a ``description``, that is the text.

    Raises
    ------
    CorpusError
        If two names are one label's.
    """
    spelled: dict[str, str] = {}  # names of the row by their folded ones
    for name in row:
        folded = folded_name(name)
        if folded in LABELS and folded in spelled:
            names = f"{spelled[folded]!r}, {name!r}"
            raise CorpusError("corpus-same-label", where=where, names=names, name=folded)
        spelled[folded] = name
    named = {folded: row[name] for folded, name in spelled.items()} | row | {"title": offer.title}
    if offer.description.strip() and not (named.get("lines") and named.get("description")):
        named["description"] = offer.description
    return named


def _files(path: Path, report: Say) -> list[Path]:
    try:
        if path.is_dir():
            return _files_in(path, report)
    except OSError as error:
        raise CorpusError("unreadable", path=error.filename or path, error=error) from error
    if not path.is_file():
        raise CorpusError("no-corpus", path=path)
    if path.suffix.lower() not in _KINDS:
        raise CorpusError("corpus-kind", path=path)
    return [path]


def _files_in(folder: Path, report: Say) -> list[Path]:
    """Return the files to read in a folder and its own ones; ``report`` is told what else is there."""
    found: list[Path] = []
    passed_over: list[Path] = []
    for name, folders, files in os.walk(folder, onerror=_raise):
        here = Path(name)
        passed_over += [here / link for link in folders if (here / link).is_symlink()]
        for path in (here / file for file in files if not is_no_offer(file)):
            (found if path.suffix.lower() in _KINDS and path.is_file() else passed_over).append(path)
    if not found:
        raise CorpusError("corpus-folder-empty", path=folder)
    if passed_over:
        first = repr(str(min(passed_over).relative_to(folder)))
        report("corpus-passed-over-files", path=folder, count=len(passed_over), name=first)
    return sorted(found)


def _raise(error: OSError) -> NoReturn:
    raise error


def read_corpus(paths: Sequence[Path], report: Say = silent) -> Corpus:
    """Read labelled offers and statements from files and folders; ``report`` is told what is doubtful in them.

    Raises
    ------
    CorpusError
        If a path, a row or a label is not as the data dictionary says, or cannot be read; the message names the line.
    """
    offers: list[LabelledOffer] = []
    statements: list[LabelledStatement] = []
    digest = hashlib.sha256()
    places: dict[str, Place] = {}  # by id
    for file in (f for path in paths for f in _files(path, report)):
        try:
            digest.update(file.read_bytes())
            for where, row in _rows(file, report):
                item: LabelledOffer | LabelledStatement
                if "role" in row:
                    item = parse_offer(row, where)
                    offers.append(item)
                else:
                    item = parse_statement(row, where)
                    statements.append(item)
                if (other := places.get(item.id)) is not None:
                    raise CorpusError("corpus-same-id", where=where, id=shown(item.id), other=other)
                places[item.id] = where
        except UnicodeDecodeError as error:
            raise CorpusError("not-utf8", path=file) from error
        except OSError as error:
            raise CorpusError("unreadable", path=file, error=error) from error
    tell_two_roles(offers, places, report)
    tell_overlaps(offers, places, report)
    return Corpus(tuple(offers), tuple(statements), digest.hexdigest())


def default_corpus() -> list[Path]:
    """Return the project's own labelled data.

    Raises
    ------
    CorpusError
        If this installation has none: the corpus is in the source repository, not in the wheel.
    """
    data = checkout() / "data"
    folders = [data / "offers", data / "statements"]
    if not all(folder.is_dir() for folder in folders):
        raise CorpusError("no-own-corpus")
    return folders


def is_default_corpus(paths: Sequence[Path]) -> bool:
    """Tell whether these are the project's own labelled data."""
    try:
        return sorted(path.resolve() for path in paths) == sorted(default_corpus())
    except CorpusError:
        return False
