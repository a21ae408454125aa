"""Labelled offers and statements, each from a row, checked against the data dictionary (data/README.md)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pm_or_po.errors import CorpusError, InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.scoring.outputs import ZONES
from pm_or_po.taxonomy import FACETS, FAMILIES, LANGS, ROLES, SIDES

SIDE_LABELS = ("discovery", "delivery", "both", "none")
# What stands in a row beside its title and text.
LABELS = ("id", "group", "lang", "role", "family", "discovery", "delivery", "lines", "zone", "side", "facets")
SEPARATORS = ("\n", "\n\n", " ", "")
_LONGEST_SHOWN = 40  # characters of a value in an error
Place: TypeAlias = str | Phrase  # where a row stands
_OF_BATCH = ("title_claim", "p_pm", "p_po", "p_other")  # columns of every table of batch, and no labels


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


_ROLE_NAMES = {"autre": "OTHER"} | {
    name.casefold(): role.id for role in ROLES.values() for name in (role.id, role.name.fr, role.name.en)
}


@contextlib.contextmanager
def naming(offer: LabelledOffer) -> Iterator[None]:
    """Name the labelled offer where it turns out to be one that cannot be judged."""
    try:
        yield
    except InputError as error:
        raise CorpusError("labelled-offer-refused", offer=offer.id, error=error) from error


def _side(facets: Sequence[str]) -> str:
    sides = {FACETS[facet].side for facet in facets}
    return "both" if len(sides) == 2 else sides.pop() if sides else "none"


def shown(value: Any) -> Any:
    """Return a value fit for one sentence: itself, or where it is long its first characters."""
    text = value if isinstance(value, str) else repr(value)
    return value if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _check(where: Place, name: str, value: Any, allowed: Sequence[str]) -> Any:
    if value not in allowed:
        choices = ", ".join(map(repr, allowed))
        raise CorpusError("corpus-value", where=where, name=name, value=shown(value), allowed=choices)
    return value


def _facets(where: Place, side: str, facets: Any) -> tuple[str, ...]:
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


def _role(where: Place, value: Any) -> str:
    """Return a role by its id or its name in either language, whatever their case."""
    found = _ROLE_NAMES.get(" ".join(str(value).split()).casefold())
    return found or str(_check(where, "role", value, tuple(ROLES)))


def _language(where: Place, lang: str) -> str:
    return lang.lower() if lang.lower() in LANGS else str(_check(where, "lang", lang, LANGS))


def _family(where: Place, value: Any) -> str | None:
    """Return a job family by its id, whatever its case, None where there is none."""
    if not value:
        return None
    folded = _text(value).casefold()
    return folded if folded in FAMILIES else str(_check(where, "family", value, tuple(FAMILIES)))


def _scale(where: Place, name: str, value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        number = float(value.replace(",", ".") if isinstance(value, str) else value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= 3:
        raise CorpusError("corpus-scale", where=where, name=name, value=shown(value))
    return number


def _refuse_verdicts_of_batch(where: Place, row: Mapping[str, Any]) -> None:
    """Refuse a role and scores from 0 to 100 that batch wrote, not those that its input had, which it writes beside."""
    told = _OF_BATCH[0]
    if not _times(row, told):
        return
    runs = min(times for name in _OF_BATCH if (times := _times(row, name)))  # one may be the user's own too
    if _times(row, "role") <= runs:
        raise CorpusError("corpus-role-of-batch", where=where, column=told)
    for side in SIDES:
        if row.get(side) not in (None, "") and _times(row, side) <= runs:
            raise CorpusError("corpus-scores-of-batch", where=where, name=side, column=told)


def _times(row: Mapping[str, Any], name: str) -> int:
    """Return how many columns have a name, as it is or as batch writes it beside one of that name."""
    return sum(column == name or column.startswith(f"{name}_pm_or_po") for column in row)


def _is_written(line: Any) -> bool:
    return isinstance(line, list) and len(line) == 5 and isinstance(line[0], str) and bool(line[0].strip())


def _written_lines(where: Place, lines: Any) -> tuple[str, tuple[LabelledSpan, ...]]:
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


def _marked_lines(where: Place, description: str, lines: Any) -> tuple[LabelledSpan, ...]:
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


def parse_offer(row: dict[str, Any], where: Place) -> LabelledOffer:
    """Return a labelled offer from a JSON object or the row of a table.

    The text is either ``lines`` of ``[text, zone, side, facets, separator]``, or a ``description`` with
    optional ``lines`` of ``[start, end, side]``. Only the text and ``role`` are required.

    Raises
    ------
    CorpusError
        If a field is missing or out of its domain, or the role or scores are those that batch writes.
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
    _refuse_verdicts_of_batch(where, row)
    role = _role(where, row.get("role"))
    lang = _text(row.get("lang"))
    return LabelledOffer(
        id=str(row.get("id") or where),
        title=str(row.get("title") or ""),
        description=description,
        role=role,
        lang=_language(where, lang) if lang else "",
        family=_family(where, row.get("family")),
        discovery=_scale(where, "discovery", row.get("discovery")),
        delivery=_scale(where, "delivery", row.get("delivery")),
        spans=spans,
        group=_text(row.get("group")),
    )


def parse_statement(row: dict[str, Any], where: Place) -> LabelledStatement:
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
