"""Tables of figures, in French or English: names are in ``figures.toml`` next to this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pm_or_po.packaged import packaged
from pm_or_po.taxonomy import JUDGED_ROLES, Bilingual, Lang, bilingual

_LEAST_WIDTH = 34  # characters of a figure's name


@cache
def names_of(kind: str) -> Mapping[str, Bilingual]:
    """Return what figures (``figure``), their parts, or a table's columns or rows are called.

    Raises
    ------
    DataError
        If one lacks a language.
    """
    named = packaged("training/figures.toml")[kind]
    return MappingProxyType({key: bilingual(texts, "figures.toml", key) for key, texts in named.items()})


def report_text(found: Mapping[str, Any], lang: Lang = "en") -> str:
    """Return figures as lines of text, one a figure."""
    names = {key: _name(key, lang) for key in found}
    width = max(_LEAST_WIDTH, *(len(name) for key, name in names.items() if key != "confusion"))
    lines = []
    for key, value in found.items():
        if key == "confusion":
            lines += [names[key], *_confusion_lines(value)]
        else:
            lines.append(f"{names[key]:{width}s} {_number(value, lang)}")
    return "\n".join(lines)


def _name(key: str, lang: Lang) -> str:
    name, _, which = key.partition(" ")
    return f"{names_of('figure')[name](lang)} {which}".strip()


def _confusion_lines(counts: list[list[int]]) -> list[str]:
    return [
        "         " + " ".join(f"{role:>7}" for role in [*JUDGED_ROLES, "UNCLEAR"]),
        *(
            f"{role:>8} " + " ".join(f"{n:7d}" for n in row)
            for role, row in zip(JUDGED_ROLES, counts, strict=False)
        ),
    ]


def comparison_text(rows: Mapping[str, Mapping[str, Any]], lang: Lang = "en") -> str:
    """Return a Markdown table of the main figures, one row a model or baseline.

    "PM against PO" (accuracy) and "PO F1 among PM and PO" count the offers labelled PM or PO alone: that another job is
    taken for a PO is no error there.
    """
    columns = names_of("column")
    out = [
        "| | " + " | ".join(name(lang) for name in columns.values()) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for row, found in rows.items():
        cells = []
        for column in columns:
            value = found.get(column)
            cells.append(_number(value["f1"] if isinstance(value, dict) else value, lang))
        told = names_of("row")[row](lang) if row in names_of("row") else row
        out.append(f"| {told} | " + " | ".join(cells) + " |")
    return "\n".join(out)


def _number(value: Any, lang: Lang) -> str:
    if isinstance(value, dict):
        return "  ".join(
            f"{names_of('part')[key](lang)} {_number(part, lang)}" for key, part in value.items()
        )
    if isinstance(value, list):
        return f" {names_of('interval')['between'](lang)} ".join(_number(bound, lang) for bound in value)
    if value is None:
        return "–"
    return (
        f"{value:.3f}".replace(".", "," if lang == "fr" else ".") if isinstance(value, float) else str(value)
    )
