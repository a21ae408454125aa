"""Recognise a job posting in the JSON of the published formats and read its title, duties and id.

How each format names things is in ``postings.toml`` next to this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from pm_or_po.errors import DataError, InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.packaged import packaged
from pm_or_po.reading.columns import ColumnChoice, find_each, folded_name, shown
from pm_or_po.reading.values import as_cell, as_text
from pm_or_po.text.page_lines import section
from pm_or_po.text.same import same_text
from pm_or_po.text.tokens import folded_words

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
_NO_CHOICE: Final = ColumnChoice()
_LINE_END: Final = re.compile(
    r"(\n|(?:<|&lt;)/?(?:p|br|ul|ol|li|div|h[1-6]|table|tr|section)\b[^<>]{0,500}?(?:>|&gt;))", re.IGNORECASE
)
_LEAST_TOLD: Final = 3  # words of a line that is more than a heading
_MOST_COMPARED: Final = 20_000_000  # lines times characters: far more than of any offer

Keys: TypeAlias = tuple[str | None, ...]  # keys of objects within one another; None: every item of a list


@dataclass(frozen=True, slots=True)
class PostingFormat:
    """Where one format keeps the parts of a posting; see ``postings.toml``."""

    name: str
    needs: tuple[Keys, ...]
    text: tuple[tuple[Keys, ...], ...]
    facts: Mapping[str, tuple[Keys, ...]]
    type: str = ""
    lists: tuple[str, ...] = ()
    summary: frozenset[str] = frozenset()
    details: str = ""

    def fits(self, posting: Mapping[str, Any]) -> bool:
        """Tell whether a posting is of this format."""
        if self.type:
            kinds = posting.get("@type")
            return self.type in (kinds if isinstance(kinds, list) else [kinds])
        return all(_at(posting, path) for path in self.needs)


@cache
def _personal() -> tuple[str, ...]:
    return tuple(folded_name(name) for name in packaged("reading/postings.toml")["personal"])


@lru_cache(maxsize=10_000)
def is_personal(key: str) -> bool:
    """Tell whether a key names people to write to: contacts, recruiters, their addresses and telephones."""
    folded = folded_name(key)
    return any(name in folded for name in _personal())


def without_personal_data(value: Any) -> Any:
    """Return a JSON value without what stands, at any depth, under keys that are personal."""
    if isinstance(value, dict):
        return {key: without_personal_data(inside) for key, inside in value.items() if not is_personal(key)}
    return [without_personal_data(item) for item in value] if isinstance(value, list) else value


@cache
def formats() -> tuple[PostingFormat, ...]:
    """Return the known formats, in the order they are tried.

    Raises
    ------
    DataError
        If ``postings.toml`` breaks its rules.
    """
    optional = {"type", "summary", "details"}
    known = {"name", "list", "needs", "text", *optional, *FACTS}
    made = []
    for table in packaged("reading/postings.toml")["format"]:
        if not known - optional <= set(table) <= known or not table["needs"] or not table["text"]:
            raise DataError("posting-format", name=table.get("name", "?"))
        needs = tuple(map(_path, table["needs"]))
        text = tuple(_paths([part] if isinstance(part, str) else part) for part in table["text"])
        facts = {fact: _paths(table[fact].split("|")) for fact in FACTS}
        made.append(
            PostingFormat(
                table["name"],
                needs,
                text,
                facts,
                table.get("type", ""),
                tuple(filter(None, table["list"].split("|"))),
                frozenset(table.get("summary", ())),
                table.get("details", ""),
            )
        )
    return tuple(made)


def _paths(written: Iterable[str]) -> tuple[Keys, ...]:
    return tuple(_path(one) for one in written if one)


def _path(written: str) -> Keys:
    steps: list[str | None] = []
    for name in written.split("."):
        steps.append(name.removesuffix("[]"))
        if name.endswith("[]"):
            steps.append(None)
    return tuple(steps)


def recognise(posting: Mapping[str, Any]) -> PostingFormat | None:
    """Return the format a posting is in, or None."""
    return next((form for form in formats() if form.fits(posting)), None)


def summarised(keys: Iterable[str]) -> PostingFormat | None:
    """Return the format of which postings with these keys are the summaries, without their text, or None."""
    there = set(keys)
    return next((form for form in formats() if form.summary and form.summary <= there), None)


def postings_in(content: Any, source: str | Phrase) -> list[Any]:
    """Return the postings of a JSON document: those of an array, of a known answer, or the document itself.

    An object of columns, as pandas writes a frame unless told otherwise, holds a posting for each of their keys.

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
    if keys := _row_keys(content):
        return [{name: column[key] for name, column in content.items()} for key in keys]
    if recognise(content) is None:
        for form in formats():
            for name in form.lists:
                inside = content.get(name)
                if isinstance(inside, list):
                    return _linked(inside) if form.type else inside
    return [content]


def _row_keys(content: dict[str, Any]) -> list[str]:
    """Return the keys that all values of an object share, if they are several and their keys whole numbers; else none.

    Those of a text in several languages or forms (``fr``, ``html``, ``h1``) are no numbers.
    """
    first, *others = content.values() or [None]
    if not others or not isinstance(first, dict) or not all(map(str.isdecimal, first)):
        return []
    return list(first) if all(isinstance(one, dict) and one.keys() == first.keys() for one in others) else []


def _linked(inside: list[Any]) -> list[Any]:
    """Return the postings among the objects of a JSON-LD list, which holds others too; all of them if none is one."""
    objects = [one for one in inside if isinstance(one, dict)]
    objects = [one["item"] if isinstance(one.get("item"), dict) else one for one in objects]
    return [one for one in objects if recognise(one) is not None] or objects


class Parts(NamedTuple):
    """What a posting holds, but personal data.

    Attributes
    ----------
    text : str
        Empty where no field holds it.
    facts : dict
        Texts by ``FACTS``.
    rest : dict
        What is in neither, under the posting's own keys.
    """

    text: str
    facts: dict[str, str]
    rest: dict[str, Any]

    @property
    def offer(self) -> Offer:
        """The posting as an offer."""
        return Offer(self.text, self.facts["title"].strip(), self.facts["id"].strip())


def read_posting(posting: Mapping[str, Any]) -> Offer:
    """Return a posting as an offer, without its personal data.

    Raises
    ------
    InputError
        If no field holds the text.
    """
    parts = parts_of(posting)
    if not parts.text.strip():
        raise without_text(posting)
    return parts.offer


def without_text(posting: Mapping[str, Any]) -> InputError:
    """Return what a posting of which no field holds the text is refused with."""
    return InputError("posting-without-text", fields=shown(tuple(posting)))


def parts_of(
    posting: Mapping[str, Any],
    choice: ColumnChoice = _NO_CHOICE,
    beside: PostingFormat | None = None,
) -> Parts:
    """Return the parts of a posting.

    Parameters
    ----------
    posting : mapping
        In a known format, or with field names known from tables (``columns.toml``).
    choice : ColumnChoice, optional
        Fields the user named.
    beside : PostingFormat, optional
        The format of the postings beside it. Where this one, a draft for instance, has no text to be known by, its
        facts are read as theirs.
    """
    kept = without_personal_data(posting)
    form = recognise(kept) if choice.text is None else None
    if form is not None:
        return _by_format(kept, _with_chosen(form, tuple(kept), choice))
    named = _by_format(kept, _format_by_names(tuple(kept), choice))
    if named.text.strip() or beside is None:
        return named
    read = _by_format(kept, beside)
    return read._replace(facts={fact: read.facts[fact] or named.facts[fact] for fact in FACTS})


def _with_chosen(form: PostingFormat, names: tuple[str, ...], choice: ColumnChoice) -> PostingFormat:
    """Return a format with the title and the id where the user said that they are."""
    if choice.title is None and choice.id is None:
        return form
    facts = dict(form.facts)
    for use, at in find_each(names, choice).items():
        chosen = getattr(choice, use)
        if chosen is not None:
            facts[use] = ((chosen if at is None else names[at],),)
    return replace(form, facts=facts)


@lru_cache(maxsize=256)
def _format_by_names(names: tuple[str, ...], choice: ColumnChoice) -> PostingFormat:
    paths: dict[str, tuple[Keys, ...]] = {fact: ((fact,),) for fact in FACTS}
    paths |= {use: ((names[at],),) if at is not None else () for use, at in find_each(names, choice).items()}
    text = paths.pop("text")
    return PostingFormat("", (), (text,), paths)


def _by_format(posting: dict[str, Any], form: PostingFormat) -> Parts:
    texts = []
    told: list[Keys] = []
    for paths in form.text:
        text, tried = _first(posting, paths)
        told += tried
        if text:
            texts.append(text)
    facts = {fact: _first(posting, paths)[0][:_LONGEST_FACT] for fact, paths in form.facts.items()}
    for fact, paths in form.facts.items():
        told += [path for path in paths if [as_cell(value) for value in _at(posting, path)] == [facts[fact]]]
    rest = posting
    for path in told:
        rest = _without(rest, path)
    return Parts("\n\n".join(_told_once(texts)), facts, rest)


def _told_once(texts: Sequence[str]) -> Iterator[str]:
    """Yield texts but for the lines whose words a longer one holds: an ad told whole beside its list of duties."""
    plain = [same_text(text) for text in texts]
    by_length = sorted(range(len(texts)), key=lambda at: -len(plain[at]))
    for at, text in enumerate(texts):
        longer = [plain[other] for other in by_length[: by_length.index(at)]]
        if not any(plain[at] in one for one in longer):
            yield _new_lines(text, longer) if longer else text


def _new_lines(text: str, longer: Sequence[str]) -> str:
    """Return the lines of a text whose words no longer one holds, and its headings."""
    pieces = _LINE_END.split(text)
    lines, ends = pieces[::2], [*pieces[1::2], ""]
    if len(lines) * sum(map(len, longer)) > _MOST_COMPARED:
        return text
    words = [same_text(line) if _is_told(line) else "" for line in lines]
    told = [bool(same) and any(same in one for one in longer) for same in words]
    kept = zip(lines, ends, told, strict=True)
    return "".join(("" if end == "\n" else end) if held else line + end for line, end, held in kept).strip()


def _is_told(line: str) -> bool:
    """Tell whether a line is no heading of a section, nor as short as one."""
    words = folded_words(line)
    return len(words) >= _LEAST_TOLD and section(words) is None


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


def _first(posting: Mapping[str, Any], paths: tuple[Keys, ...]) -> tuple[str, tuple[Keys, ...]]:
    """Return the text under the first path that holds some, and the paths up to it."""
    for count, path in enumerate(paths, 1):
        text = "\n".join(filter(None, map(as_text, _at(posting, path))))
        if text.strip():
            return text, paths[:count]
    return "", paths


def _at(value: Any, path: Keys) -> list[Any]:
    """Return what stands at a path: one value at most where it goes into no list."""
    for step, key in enumerate(path, 1):
        if key is None:
            items = value if isinstance(value, list) else [value]
            return [found for item in items for found in _at(item, path[step:])]
        if not isinstance(value, dict) or key not in value:
            return []
        value = value[key]
    return [value]


def _without(posting: dict[str, Any], path: Keys) -> dict[str, Any]:
    """Return an object without what is at a path, nor the objects this empties; items of a list stay where they are."""
    name, further = path[0], path[1:]
    if name is None or name not in posting:
        return posting
    left = dict(posting)
    if further in ((), (None,)):
        del left[name]
    elif isinstance(posting[name], dict):
        left[name] = _without(posting[name], further)
        if not left[name]:
            del left[name]
    return left
