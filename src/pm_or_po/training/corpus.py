"""Read labelled offers and statements, and check them against the data dictionary (data/README.md)."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pm_or_po.errors import CorpusError, InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.reading import open_table
from pm_or_po.reading.columns import Use, fold, known_names
from pm_or_po.reading.table import Table, cell_text
from pm_or_po.scoring.outputs import ZONES
from pm_or_po.taxonomy import FACETS, FAMILIES, LANGS, ROLES, SIDES
from pm_or_po.training.progress import Say, silent

SIDE_LABELS = ("discovery", "delivery", "both", "none")
SEPARATORS = ("\n", "\n\n", " ", "")
_KINDS = (".jsonl", ".csv", ".xlsx")
_OPEN_IN_EXCEL = "~$"  # how the file begins that stands beside a workbook while Excel has it open
_LONGEST_SHOWN = 40  # characters of a value in an error
_OF_BATCH = "title_claim"  # a column of every output of batch, and no label
_LONGEST_INTEGER = 20  # digits; a longer one is no label, and Python may refuse to read it


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """Characters ``start`` to ``end`` of an offer with their labels; ``zone`` is None when only sides are."""

    start: int
    end: int
    side: str
    zone: str | None = None
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledOffer:
    """An offer with its labels; ``spans`` is empty and the 0-3 scores are None when only the role is known."""

    id: str
    title: str
    description: str
    role: str
    lang: str = ""
    family: str | None = None
    discovery: float | None = None
    delivery: float | None = None
    spans: tuple[LabelledSpan, ...] = ()
    group: str = ""

    @property
    def plain(self) -> Offer:
        """The offer without its labels, as it is judged."""
        return Offer(self.description, self.title, self.id)


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement labelled outside any offer."""

    id: str
    lang: str
    text: str
    zone: str
    side: str
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled offers and statements, and the SHA-256 of the files they came from."""

    offers: tuple[LabelledOffer, ...]
    statements: tuple[LabelledStatement, ...]
    sha256: str


_ROLE_NAMES = {"autre": "OTHER"} | {
    name.casefold(): role.id for role in ROLES.values() for name in (role.id, role.names.fr, role.names.en)
}


@contextlib.contextmanager
def named(offer: LabelledOffer) -> Iterator[None]:
    """Name the labelled offer where it turns out to be one that cannot be judged."""
    try:
        yield
    except InputError as error:
        raise CorpusError("labelled-offer-refused", offer=offer.id, error=error) from error


def _side(facets: Sequence[str]) -> str:
    sides = {FACETS[facet].side for facet in facets}
    return "both" if len(sides) == 2 else sides.pop() if sides else "none"


def _shown(value: Any) -> Any:
    """Return a value fit for one sentence: itself, or where it is long its first characters."""
    text = value if isinstance(value, str) else repr(value)
    return value if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _check(where: str | Phrase, name: str, value: Any, allowed: Sequence[str]) -> Any:
    if value not in allowed:
        choices = ", ".join(map(repr, allowed))
        raise CorpusError("corpus-value", where=where, name=name, value=_shown(value), allowed=choices)
    return value


def _facets(where: str | Phrase, side: str, facets: Any) -> tuple[str, ...]:
    if not isinstance(facets, list):
        raise CorpusError("corpus-facets-type", where=where)
    for facet in facets:
        _check(where, "facet", facet, tuple(FACETS))
    if facets and _side(facets) != side:
        names, found = ", ".join(facets), _side(facets)
        raise CorpusError("corpus-facets-side", where=where, facets=names, found=found, side=side)
    return tuple(facets)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _role(where: str, value: Any) -> str:
    """Return a role by its id or its name in either language, whatever their case."""
    found = _ROLE_NAMES.get(" ".join(str(value).split()).casefold())
    return found or str(_check(where, "role", value, tuple(ROLES)))


def _language(where: str, lang: str) -> str:
    return lang.lower() if lang.lower() in LANGS else str(_check(where, "lang", lang, LANGS))


def _scale(where: str, name: str, value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        number = float(value.replace(",", ".") if isinstance(value, str) else value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 3:
        raise CorpusError("corpus-scale", where=where, name=name, value=_shown(value))
    return number


def _refuse_scores_of_batch(where: str, row: Mapping[str, Any]) -> None:
    """Refuse scores from 0 to 100 that batch wrote; labels that its input had stand beside them and are none."""
    if _OF_BATCH in row:
        for side in SIDES:
            if row.get(side) not in (None, "") and f"{side}_pm_or_po" not in row:
                raise CorpusError("corpus-scores-of-batch", where=where, name=side, column=_OF_BATCH)


def _is_written(line: Any) -> bool:
    return isinstance(line, list) and len(line) == 5 and isinstance(line[0], str) and bool(line[0].strip())


def _written_lines(where: str, lines: Any) -> tuple[str, tuple[LabelledSpan, ...]]:
    """Put together an offer stored as labelled lines ``[text, zone, side, facets, separator]``."""
    text, spans = "", []
    for number, line in enumerate(lines, 1):
        place = Phrase("corpus-line", where=where, line=number)
        if not _is_written(line):
            raise CorpusError("corpus-written-line", where=place)
        content, zone, side, facets, separator = line
        _check(place, "zone", zone, ZONES)
        _check(place, "side", side, SIDE_LABELS)
        _check(place, "separator", separator, SEPARATORS)
        spans.append(
            LabelledSpan(len(text), len(text) + len(content), side, zone, _facets(place, side, facets))
        )
        text += content + separator
    return text, tuple(spans)


def _marked_lines(where: str, description: str, lines: Any) -> tuple[LabelledSpan, ...]:
    """Read labelled spans ``[start, end, side]`` over a description; ``unsure`` spans are left out."""
    spans = []
    for number, line in enumerate(lines, 1):
        place = Phrase("corpus-line", where=where, line=number)
        if not isinstance(line, list) or len(line) != 3 or not all(isinstance(x, int) for x in line[:2]):
            raise CorpusError("corpus-marked-line", where=place)
        start, end, side = line
        if not 0 <= start <= end <= len(description):
            raise CorpusError("corpus-mark-outside", where=place, start=start, end=end)
        if side != "unsure" and end > start:
            spans.append(LabelledSpan(start, end, _check(place, "side", side, SIDE_LABELS)))
    return tuple(sorted(spans, key=lambda span: span.start))


def parse_offer(row: dict[str, Any], where: str) -> LabelledOffer:
    """Return a labelled offer from a JSON object or the row of a table.

    The text is either ``lines`` of ``[text, zone, side, facets, separator]``, or a ``description`` with
    optional ``lines`` of ``[start, end, side]``. Only the text and ``role`` are required.

    Raises
    ------
    CorpusError
        If a field is missing or out of its domain, or the scores are those that batch writes.
    """
    lines = row.get("lines") or []
    if not isinstance(lines, list):
        raise CorpusError("corpus-lines-type", where=where)
    if isinstance(row.get("description"), str) and row["description"].strip():
        description = row["description"]
        spans = _marked_lines(where, description, lines)
    elif lines and "description" in row and not all(map(_is_written, lines)):
        raise CorpusError("corpus-empty-description", where=where)
    elif lines:
        description, spans = _written_lines(where, lines)
    else:
        raise CorpusError("corpus-no-text", where=where)
    role = _role(where, row.get("role"))
    family = row.get("family") or None
    if family is not None:
        _check(where, "family", family, tuple(FAMILIES))
    lang = _text(row.get("lang"))
    _refuse_scores_of_batch(where, row)
    return LabelledOffer(
        id=str(row.get("id") or where),
        title=str(row.get("title") or ""),
        description=description,
        role=role,
        lang=_language(where, lang) if lang else "",
        family=family,
        discovery=_scale(where, "discovery", row.get("discovery")),
        delivery=_scale(where, "delivery", row.get("delivery")),
        spans=spans,
        group=_text(row.get("group")),
    )


def parse_statement(row: dict[str, Any], where: str) -> LabelledStatement:
    """Return a labelled statement from a JSON object with ``text``, ``lang``, ``zone``, ``side`` and ``facets``."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise CorpusError("corpus-empty-statement", where=where)
    side = _check(where, "side", row.get("side"), SIDE_LABELS)
    return LabelledStatement(
        id=str(row.get("id") or where),
        lang=_language(where, _text(row.get("lang"))),
        text=text,
        zone=_check(where, "zone", row.get("zone"), ZONES),
        side=side,
        facets=_facets(where, side, row.get("facets") or []),
    )


def _rows(path: Path, report: Say) -> Iterator[tuple[str, dict[str, Any]]]:
    return _json_rows(path) if path.suffix.lower() == ".jsonl" else _table_rows(path, report)


def _table_rows(path: Path, report: Say) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of a table with their places; those without a single word are none."""
    try:
        table = open_table(path)
        _tell_encoding(table, report)
        for row in table.rows():
            where = f"{path}:{row.number + 1}"
            if row.error is not None:
                raise CorpusError("corpus-row", where=where, error=row.error)
            cells = [cell_text(cell) for cell in row.cells]
            if any(map(str.strip, cells)):
                yield where, dict(zip(map(str.strip, table.columns), cells, strict=True))
    except InputError as error:
        if error.message_id == "no-text-column":
            raise CorpusError("corpus-columns", path=path, columns=error.fields["columns"]) from error
        raise CorpusError("corpus-table", error=error) from error


def _tell_encoding(table: Table, report: Say) -> None:
    encoding = table.encoding
    if encoding.guessed:
        report("corpus-encoding-guessed", path=table.path)
    if encoding.damaged:
        report("corpus-damaged", path=table.path, count=encoding.damaged, line=encoding.line)


def _json_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                row = json.loads(line, parse_int=_integer)
            except (json.JSONDecodeError, RecursionError) as error:
                place = getattr(error, "colno", 1)
                raise CorpusError("corpus-not-json", where=where, place=place) from None
            if not isinstance(row, dict):
                raise CorpusError("corpus-no-object", where=where)
            yield where, row


def _integer(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row under the names of the data dictionary; those that tables have for the text and the title do too."""
    named = {fold(name): value for name, value in row.items()} | row
    uses: tuple[tuple[str, Use], ...] = (("description", "text"), ("title", "title"))
    for field, use in uses:
        known = next((name for name in known_names()[use] if name in named), None)
        if known is not None:
            named.setdefault(field, named[known])
    return named


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        kept = (p for p in path.rglob("*") if not p.name.startswith(_OPEN_IN_EXCEL))
        found = sorted(p for p in kept if p.suffix.lower() in _KINDS and p.is_file())
        if not found:
            raise CorpusError("corpus-folder-empty", path=path)
        return found
    if not path.is_file():
        raise CorpusError("no-corpus", path=path)
    if path.suffix.lower() not in _KINDS:
        raise CorpusError("corpus-kind", path=path)
    return [path]


def read_corpus(paths: Sequence[Path], report: Say = silent) -> Corpus:
    """Read labelled offers and statements from files and folders; ``report`` is told what is doubtful in them.

    Raises
    ------
    CorpusError
        If a path, a row or a label is not as the data dictionary says; the message names the line.
    """
    offers: list[LabelledOffer] = []
    statements: list[LabelledStatement] = []
    digest = hashlib.sha256()
    places: dict[str, str] = {}  # by id
    for file in (f for path in paths for f in _files(path)):
        try:
            digest.update(file.read_bytes())
            for where, found in _rows(file, report):
                row = _named(found)
                item: LabelledOffer | LabelledStatement
                if "role" in row:
                    item = parse_offer(row, where)
                    offers.append(item)
                elif "zone" in row:
                    item = parse_statement(row, where)
                    statements.append(item)
                else:
                    raise CorpusError("corpus-row-kind", where=where)
                if item.id in places:
                    raise CorpusError("corpus-same-id", where=where, id=_shown(item.id))
                places[item.id] = where
        except UnicodeDecodeError as error:
            raise CorpusError("not-utf8", path=file) from error
        except OSError as error:
            raise CorpusError("unreadable", path=file, error=error) from error
    _tell_two_roles(offers, places, report)
    _tell_overlaps(offers, places, report)
    return Corpus(tuple(offers), tuple(statements), digest.hexdigest())


def _tell_two_roles(offers: Sequence[LabelledOffer], places: Mapping[str, str], report: Say) -> None:
    """Tell how many texts come again with another role, and where the first does."""
    first: dict[str, LabelledOffer] = {}
    pairs = [(first.setdefault(" ".join(offer.description.split()), offer), offer) for offer in offers]
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


def _tell_overlaps(offers: Sequence[LabelledOffer], places: Mapping[str, str], report: Say) -> None:
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


def default_corpus() -> list[Path]:
    """Return the project's own labelled data.

    Raises
    ------
    CorpusError
        If this installation has none: the corpus is in the source repository, not in the wheel.
    """
    data = Path(__file__).resolve().parents[3] / "data"
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
