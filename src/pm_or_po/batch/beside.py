"""The files that stand beside an output while it is written."""

from __future__ import annotations

from pathlib import Path


def part_of(path: Path) -> Path:
    """Return where an output is written until it is whole: beside it, with ``.part`` at the end."""
    return path.with_name(path.name + ".part")


def state_of(path: Path) -> Path:
    """Return where the last checkpoint of an output is kept."""
    return path.with_name(path.name + ".part.state")


def new_state_of(path: Path) -> Path:
    """Return where a checkpoint is written until it is whole."""
    return path.with_name(path.name + ".part.state.new")


def made_of(path: Path) -> Path:
    """Return where a workbook or Parquet file is made of the rows that are known."""
    return path.with_name(path.name + ".part.made")
