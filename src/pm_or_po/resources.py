"""Where the package's data files are, in a wheel or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pm_or_po.errors import DataError

# In the wheel the build copies these files to pm_or_po/resources (see pyproject.toml); in a checkout they
# stay where people look for them.
_IN_CHECKOUT = {"keywords.toml": "data/keywords.toml", "pm-or-po.joblib": "models/pm-or-po.joblib"}


def resource(name: str) -> Path:
    """Return the path of a data file shipped with the package.

    Raises
    ------
    DataError
        If the installation lacks the file.
    """
    installed = Path(str(files("pm_or_po"))) / "resources" / name
    if installed.is_file():
        return installed
    checkout = Path(__file__).resolve().parents[2] / _IN_CHECKOUT.get(name, name)
    if checkout.is_file():
        return checkout
    raise DataError("resource-missing", name=name)
