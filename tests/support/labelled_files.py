"""Labelled files as people have them: any content, in any encoding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

OFFER = {"description": "Tenir le backlog", "role": "PO", "title": "Product Manager"}


def write(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Write a file in an encoding."""
    path.write_bytes(content.encode(encoding))
    return path


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as JSON Lines."""
    return write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
