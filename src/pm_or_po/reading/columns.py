"""Find which columns of a table hold the title, the text and the id.

The names they are known under are in ``columns.toml`` next to this module.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
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
_NEARLY_ALL = 0.75  # of the cells of a row of column names have names that are known


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

    Of such names a row has two that are known or more, the text's among them. Below a first row of several cells, or of
    a name that is known for the text, it has more cells filled than that has different ones, nearly all are known, for
    several uses, and they are more than those of the first row, which does not name both a text and a title. Where the
    first row names the text, only the next can be such, and none where the user said so.

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
    filled = ((number, cells) for number, row in enumerate(rows, 1) if (cells := _filled(row)))
    _, first = next(filled, (0, []))
    above = _uses(first, choice)
    lone = "text" not in above and len(first) == 1
    if above >= {"text", "title"} or ("text" in above and choice.text is not None):
        return
    for number, row in itertools.islice(filled, 1) if "text" in above else filled:
        uses, known = _uses(row, choice), count_known(row, choice)
        wider = len(row) > len(set(first)) and known > count_known(first, choice)
        if "text" in uses and (
            known > 1 if lone else len(uses) > 1 and wider and known >= _NEARLY_ALL * len(row)
        ):
            raise InputError("header-not-first", source=source, row=number)


def _filled(row: Sequence[str]) -> list[str]:
    return list(filter(None, map(str.strip, row)))


def _uses(row: Sequence[str], choice: ColumnChoice) -> set[Use]:
    return {use for use, at in find_each(row, choice).items() if at is not None}


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
