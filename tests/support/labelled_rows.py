"""Rows of labelled data, and files of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any


def offer_row(**changes: Any) -> dict[str, Any]:
    """Return an offer labelled line by line."""
    lines = [
        ["Vos missions", "heading", "none", [], "\n"],
        ["- Tenir le backlog", "duty", "delivery", ["backlog"], "\n"],
        ["Vous aimez le vélo.", "profile", "none", [], " "],
        [
            "Vous rencontrez les loueurs et rédigez les stories.",
            "duty",
            "both",
            ["users", "specifications"],
            "",
        ],
    ]
    row = {"id": "a-1", "lang": "fr", "title": "Product Owner", "role": "PO", "discovery": 1, "delivery": 3}
    return row | {"lines": lines} | changes


def statement_row(**changes: Any) -> dict[str, Any]:
    """Return a statement labelled alone."""
    row = {"id": "s-1", "lang": "en", "text": "Run the sprint review", "zone": "duty", "side": "delivery"}
    return row | {"facets": ["rituals"]} | changes


def write(folder: Path, *rows: dict[str, Any] | str, name: str = "mine.jsonl") -> Path:
    """Write rows, or lines of text, to a file."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def description(row: dict[str, Any]) -> str:
    """Return the text that the lines of an offer's row make."""
    return "".join(line[0] + line[4] for line in row["lines"])


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write offers, labelled as a whole, to a table."""
    names = ["id", "title", "description", "role", "discovery", "delivery", "lang"]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, extrasaction="ignore")
        table.writeheader()
        table.writerows({**row, "description": description(row)} for row in rows)
    return path
