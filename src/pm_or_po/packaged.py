"""The tables that are shipped inside the package, beside the modules that use them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def packaged(name: str) -> dict[str, Any]:
    """Return a TOML file of the package, read once, to be left unchanged: ``packaged("text/titles.toml")``."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
