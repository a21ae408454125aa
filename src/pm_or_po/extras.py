"""The optional parts of the package, by the names ``pip install`` knows them under (see ``pyproject.toml``)."""

from typing import Final

DOCUMENTS: Final = "pm-or-po[documents]"
TABLES: Final = "pm-or-po[tables]"
SPARK: Final = "pm-or-po[spark]"
