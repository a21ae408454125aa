"""Which model it is that scored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model judged: its name, version, and the SHA-256 of the corpus it was trained on."""

    name: str
    version: str
    data_sha256: str
