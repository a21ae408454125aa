"""Recognise a job posting in the JSON of the published formats and read its title, duties and id.

How each format names things is in ``postings.toml`` next to this module.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from pm_or_po.errors import DataError, InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.reading.columns import ColumnChoice, find_columns, fold

FACTS: Final = (
    "id",
    "title",
    "employer",
    "place",
    "url",
    "date",
)  # what a table keeps of a posting, besides its text
DEEPEST: Final = 60  # objects and lists within one another
_LONGEST_FACT = 2_000


@dataclass(frozen=True, slots=True)
class PostingLayout:
    """Where one format keeps the parts of a posting; see ``postings.toml``."""

    name: str
    needs: tuple[str, ...]
    text: tuple[tuple[str, ...], ...]
    facts: Mapping[str, str]
    type: str
    list: str

    def fits(self, posting: Mapping[str, Any]) -> bool:
        """Tell whether a posting is of this format."""
        if self.type:
            kinds = posting.get("@type")
            return self.type in (kinds if isinstance(kinds, list) else [kinds])
        return all(_has(posting, path) for path in self.needs)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("pm_or_po.reading").joinpath("postings.toml").read_text(encoding="utf-8"))


@cache
def _personal() -> tuple[str, ...]:
    return tuple(fold(name) for name in _data()["personal"])


@lru_cache(maxsize=10_000)
def is_personal(key: str) -> bool:
    """Tell whether a key names people to write to: contacts, recruiters, their addresses and telephones."""
    folded = fold(key)
    return any(name in folded for name in _personal())


def without_personal_data(value: Any) -> Any:
    """Return a JSON value without what stands, at any depth, under keys that are personal."""
    if isinstance(value, dict):
        return {key: without_personal_data(inside) for key, inside in value.items() if not is_personal(key)}
    return [without_personal_data(item) for item in value] if isinstance(value, list) else value


@cache
def layouts() -> tuple[PostingLayout, ...]:
    """Return the known formats, in the order they are tried.

    Raises
    ------
    DataError
        If ``postings.toml`` breaks its rules.
    """
    known = {"name", "list", "needs", "text", "type", *FACTS}
    made = []
    for table in _data()["layout"]:
        if not known - {"type"} <= set(table) <= known or not table["needs"] or not table["text"]:
            raise DataError("posting-layout", name=table.get("name", "?"))
        text = tuple((part,) if isinstance(part, str) else tuple(part) for part in table["text"])
        facts = {fact: table[fact] for fact in FACTS}
        made.append(
            PostingLayout(
                table["name"], tuple(table["needs"]), text, facts, table.get("type", ""), table["list"]
            )
        )
    return tuple(made)


def recognise(posting: Mapping[str, Any]) -> PostingLayout | None:
    """Return the format a posting is in, or None."""
    return next((layout for layout in layouts() if layout.fits(posting)), None)


def postings_in(content: Any, source: str | Phrase) -> list[Any]:
    """Return the postings of a JSON document: those of an array, of a known answer, or the document itself.

    Raises
    ------
    InputError
        If the document is nested too deeply, or is neither an object nor an array.
    """
    refuse_deep(content, source)
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        raise InputError("json-is-no-posting", source=source)
    if recognise(content) is None:
        for name in dict.fromkeys(layout.list for layout in layouts() if layout.list):
            inside = content.get(name)
            if isinstance(inside, list):
                return _of_graph(inside) if name == "@graph" else inside
    return [content]


def _of_graph(inside: list[Any]) -> list[Any]:
    """Return the postings among the objects of a JSON-LD graph, which holds others too; all of them if none is one."""
    objects = [one for one in inside if isinstance(one, dict)]
    return [one for one in objects if recognise(one) is not None] or objects


def read_posting(
    posting: Mapping[str, Any], choice: ColumnChoice | None = None
) -> tuple[Offer, dict[str, str]]:
    """Return a posting as an offer, and the facts about it that a table keeps; personal data is in neither.

    Parameters
    ----------
    posting : mapping
        In a known format, or with field names known from tables (``columns.toml``).
    choice : ColumnChoice, optional
        Fields the user named.

    Raises
    ------
    InputError
        If no field holds the text.
    """
    posting = without_personal_data(posting)
    layout = recognise(posting)
    if choice is not None and choice.text is not None:
        layout = None
    if layout is None:
        return _by_field_names(posting, choice or ColumnChoice())
    parts = [_first(posting, paths) for paths in layout.text]
    facts = {fact: _first(posting, (path,))[:_LONGEST_FACT] for fact, path in layout.facts.items()}
    text = "\n\n".join(part for part in parts if part.strip())
    return Offer(text, facts["title"].strip(), facts["id"].strip()), facts


def _by_field_names(posting: Mapping[str, Any], choice: ColumnChoice) -> tuple[Offer, dict[str, str]]:
    names = list(posting)
    try:
        layout = find_columns(names, choice, "")
    except InputError:
        raise InputError("posting-without-text") from None

    def field(at: int | None) -> str:
        return "" if at is None else as_text(posting[names[at]])

    text = field(layout.text)
    if not text.strip():
        raise InputError("posting-without-text")
    facts = dict.fromkeys(FACTS, "") | {"id": field(layout.id), "title": field(layout.title)}
    return Offer(text, facts["title"].strip(), facts["id"].strip()), facts


def as_text(value: Any) -> str:
    """Return a JSON value as text: lists one item a line, objects their heading and content one after the other."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(filter(None, map(as_text, value)))
    if isinstance(value, dict):
        return "\n".join(filter(None, map(as_text, value.values())))
    return str(value)


def as_cell(value: object) -> str:
    """Return a JSON value as the text of a cell: lists of texts one to a line, other values as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)


def refuse_deep(content: Any, source: str | Phrase) -> None:
    """Refuse a JSON value with more than ``DEEPEST`` objects and lists within one another."""
    level, depth = [content], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise InputError("json-too-deep", source=source, most=DEEPEST)
        level = [
            inside
            for one in level
            if isinstance(one, dict | list)
            for inside in (one.values() if isinstance(one, dict) else one)
        ]


def _has(posting: Mapping[str, Any], path: str) -> bool:
    at: Any = posting
    for step in path.split("."):
        if not isinstance(at, dict) or step not in at:
            return False
        at = at[step]
    return True


def _first(posting: Mapping[str, Any], paths: tuple[str, ...]) -> str:
    """Return the text under the first path that holds some; paths may also be separated by ``|``."""
    for path in (one for joined in paths for one in joined.split("|")):
        if path:
            text = "\n".join(filter(None, (as_text(value) for value in _walk(posting, path.split(".")))))
            if text.strip():
                return text
    return ""


def _walk(at: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield at
        return
    name = steps[0].removesuffix("[]")
    if isinstance(at, dict) and name in at:
        inside = at[name]
        if steps[0] != name:
            for item in inside if isinstance(inside, list) else [inside]:
                yield from _walk(item, steps[1:])
        elif not (isinstance(inside, list) and steps[1:]):
            yield from _walk(inside, steps[1:])
