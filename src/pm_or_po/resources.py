"""Where the package's data files are, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

from pm_or_po.errors import DataError

MODEL = "pm-or-po.joblib"
# In the wheel the build copies these files to pm_or_po/resources (see pyproject.toml); in a checkout they
# stay where people look for them.
_IN_CHECKOUT = {"keywords.toml": "data/keywords.toml", MODEL: f"models/{MODEL}"}


def checkout() -> Path:
    """Return the folder of the source repository, where the package runs from one."""
    return Path(__file__).resolve().parents[2]


def resource(name: str) -> Path:
    """Return the path of a data file shipped with the package.

    Raises
    ------
    DataError
        If the installation lacks the file.
    """
    installed = Path(__file__).parent / "resources" / name
    if installed.is_file():
        return installed
    kept = checkout() / _IN_CHECKOUT.get(name, name)
    if kept.is_file():
        return kept
    raise DataError("resource-missing", name=name)
