"""The tables that are shipped inside the package, beside the modules that use them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packaged(name: str) -> dict[str, Any]:
    """Return a TOML file of the package, read once, to be left unchanged: ``packaged("text/titles.toml")``."""
    return tomllib.loads(files("pm_or_po").joinpath(*name.split("/")).read_text(encoding="utf-8"))
