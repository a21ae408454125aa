"""What an output may be: its kind, by its extension, and whether it can be written where it is to go."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Final

from pm_or_po.batch.beside import part_of, state_of
from pm_or_po.batch.journal import refuse_existing
from pm_or_po.errors import OutputError
from pm_or_po.extras import TABLES

KINDS: Final = (".csv", ".tsv", ".jsonl", ".xlsx", ".parquet")
MADE_AT_THE_END: Final = {".xlsx": "openpyxl", ".parquet": "pyarrow"}  # by what is installed with TABLES
DETAILED: Final = (".jsonl",)  # kinds of output that hold the words of each proof and the signals


def output_kind(path: Path) -> str:
    """Return the extension that decides the format.

    Raises
    ------
    OutputError
        If it is none of ``KINDS``, or the part of the program that writes it is not installed.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise OutputError("unknown-output-kind", path=path)
    if kind in MADE_AT_THE_END:
        try:
            importlib.import_module(MADE_AT_THE_END[kind])
        except ImportError as error:
            raise OutputError("output-needs-extra", path=path, extra=TABLES) from error
    return kind


def refuse_overwriting(path: Path, source: Path, *, force: bool) -> None:
    """Check, before any work, that the output can be written and is not the input.

    Raises
    ------
    OutputError
        If the output is the input, exists and ``force`` is not given, or has no folder to go to.
    """
    for target in (path, part_of(path), state_of(path)):
        if target.exists() and target.samefile(source):
            raise OutputError("output-is-input", path=path, source=source)
    if path.is_dir():
        raise OutputError("output-is-a-folder", path=path)
    if not path.parent.is_dir():
        raise OutputError("no-output-folder", folder=path.parent)
    # Of the folders in it no file is read that ends as an output does.
    if source.is_dir() and Path(os.path.realpath(path)).parent == source.resolve():
        raise OutputError("output-in-input", path=path, source=source)
    refuse_existing(path, force=force)
