"""Find which columns of a table hold the title, the text and the id.

The names they are known under are in ``columns.toml`` next to this module.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from pm_or_po.errors import DataError, InputError, Phrase
from pm_or_po.packaged import packaged

Use: TypeAlias = Literal["title", "text", "id"]
USES: Final[tuple[Use, ...]] = ("title", "text", "id")
_SHOWN = 12  # column names in an error
_LONGEST_SHOWN = 40  # characters of each, or of an id
_LONGEST_NAME = 100  # characters of a column name
_MOST_ROWS_ABOVE = 10  # of several cells, above the column names


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Column names the user gave; None where the names decide."""

    title: str | None = None
    text: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Indexes of the columns in use; the title and the id may be missing.

    ``passed_over`` are those whose names are known for the text too, where the names decided.
    """

    text: int
    title: int | None = None
    id: int | None = None
    passed_over: tuple[int, ...] = ()


def folded_name(name: str) -> str:
    """Return a column name without case, accents, spaces and punctuation."""
    spelled = unicodedata.normalize("NFKD", name.replace("œ", "oe")).casefold()
    return "".join(character for character in spelled if character.isalnum())


@cache
def known_names() -> MappingProxyType[Use, tuple[str, ...]]:
    """Return the folded names of each use, best first.

    Raises
    ------
    DataError
        If ``columns.toml`` lacks a use or gives a name to two.
    """
    data = packaged("reading/columns.toml")
    names: dict[Use, tuple[str, ...]] = {}
    for use in USES:
        names[use] = tuple(dict.fromkeys(folded_name(name) for name in data.get(use, ())))
        if not names[use] or "" in names[use]:
            raise DataError("column-names-missing", use=use)
    if len(set().union(*names.values())) < sum(map(len, names.values())):
        raise DataError("column-name-twice")
    return MappingProxyType(names)


@cache
def duties_first() -> tuple[tuple[str, str], ...]:
    """Return pairs of folded names: where a table has both, the first holds the duties."""
    data = packaged("reading/columns.toml")
    return tuple((folded_name(duties), folded_name(beside)) for duties, beside in data["duties"])


def count_known(columns: Sequence[str], choice: ColumnChoice) -> int:
    """Return how many of the columns have a known name or one the user gave."""
    chosen = {folded_name(name) for name in (choice.title, choice.text, choice.id) if name}
    return len({folded_name(name) for name in columns} & chosen.union(*known_names().values()))


def find_columns(columns: Sequence[str], choice: ColumnChoice, source: str | Phrase) -> Layout:
    """Return which columns hold the text, the title and the id.

    Raises
    ------
    InputError
        If no column holds the text, one the user named is not there, or two have the same name.
    """
    _refuse_doubles(columns, source)
    found = {use: _find(use, columns, getattr(choice, use), source) for use in USES}
    text = found["text"]
    if text is None:
        raise InputError(
            "no-text-column", source=source, option=_option("text", source), columns=shown(columns)
        )
    return Layout(text, found["title"], found["id"], () if choice.text else _also_text(columns, text))


def refuse_rows_above(rows: Iterable[Sequence[str]], choice: ColumnChoice, source: str | Phrase) -> None:
    """Refuse a table whose column names stand below other rows: a title, what was exported, groups of columns.

    Below a lone title, a row of column names has two that are known or more, the text's among them. Below more cells,
    it is among the first rows, with one known for the text and one for another use, and with no long text or number.
    Where the first row names the text too, only the next can be such, and none where the user said so.

    Parameters
    ----------
    rows : iterable of sequence of str
        The first rows of the table, blank ones included.
    choice : ColumnChoice
    source : str or Phrase
        Of the table, for the error.

    Raises
    ------
    InputError
    """
    filled: Iterator[tuple[int, Sequence[str]]]
    filled = ((number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row)))
    _, first = next(filled, (0, ()))
    with_text = find_each(first, choice)["text"] is not None
    lone = not with_text and sum(map(bool, map(str.strip, first))) == 1
    if with_text:
        filled = itertools.islice(filled, 1 if choice.text is None else 0)
    elif not lone:
        filled = itertools.islice(filled, _MOST_ROWS_ABOVE)
    for number, row in filled:
        if not lone and not _may_be_names(row):
            continue
        uses = {use for use, at in find_each(row, choice).items() if at is not None}
        if "text" in uses and (count_known(row, choice) if lone else len(uses)) > 1:
            raise InputError("header-not-first", source=source, row=number)


def _may_be_names(row: Sequence[str]) -> bool:
    """Tell whether no cell of a row is too long for a column name, or a mere number or date."""
    return all(
        len(cell) <= _LONGEST_NAME and (any(map(str.isalpha, cell)) or not any(map(str.isdigit, cell)))
        for cell in row
    )


def _also_text(columns: Sequence[str], taken: int) -> tuple[int, ...]:
    known = {*known_names()["text"], *(duties for duties, _ in duties_first())}
    return tuple(at for at, name in enumerate(columns) if at != taken and folded_name(name) in known)


def refuse_unknown(columns: Sequence[str], choice: ColumnChoice, source: str | Phrase) -> None:
    """Refuse a column that the user named and that is not there.

    Raises
    ------
    InputError
    """
    for use in USES:
        if getattr(choice, use) is not None:
            _find(use, columns, getattr(choice, use), source)


def find_each(columns: Sequence[str], choice: ColumnChoice) -> dict[Use, int | None]:
    """Return which column holds the title, the text and the id, None where none does."""
    found: dict[Use, int | None] = {}
    for use in USES:
        try:
            found[use] = _find(use, columns, getattr(choice, use), "")
        except InputError:
            found[use] = None
    return found


def _refuse_doubles(columns: Sequence[str], source: str | Phrase) -> None:
    names = Counter(name.strip() for name in columns)
    double = next((name for name, count in names.items() if name and count > 1), None)
    if double is not None:
        raise InputError("same-column-twice", source=source, name=double)


def shown(columns: Sequence[str]) -> str | Phrase:
    """Return column names fit for one sentence: quoted, shortened, the first dozen."""
    first = ", ".join(repr(shortened(name)) for name in columns[:_SHOWN])
    more = len(columns) - _SHOWN
    return Phrase("columns-and-more", columns=first, count=more) if more > 0 else first


def shortened(text: str) -> str:
    """Return a text fit for one sentence: its first characters where it is long."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _option(use: Use, source: str | Phrase) -> str:
    """Return what chooses a column: of a table without a file, an argument in Python."""
    return f"ColumnChoice({use}=…)" if isinstance(source, Phrase) else f"--{use}-col"


def _find(use: Use, columns: Sequence[str], chosen: str | None, source: str | Phrase) -> int | None:
    folded = [folded_name(name) for name in columns]
    if chosen is not None:
        if chosen in columns:
            return columns.index(chosen)
        if folded_name(chosen) and folded.count(folded_name(chosen)) == 1:
            return folded.index(folded_name(chosen))
        option = _option(use, source)
        raise InputError("no-such-column", source=source, name=chosen, option=option, columns=shown(columns))
    if use == "text":
        for duties, beside in duties_first():
            if duties in folded and beside in folded:
                return folded.index(duties)
    return next((folded.index(name) for name in known_names()[use] if name in folded), None)
