"""Print the peak memory of a batch against the number of its rows: it should hardly grow.

``python benchmarks/memory.py`` scores tables of 10,000 and 100,000 rows in one process; ``--rows 1000000`` adds what is
asked for. Options: ``--kind csv|jsonl|parquet|xlsx`` (several), for the input and the output alike.

Two rows of three are reposts, a few of them with other markup; the rest are offers of their own, whose marks (some 50
bytes each) are what grows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

LINES = (
    "Rédiger les user stories de l'équipe {n} et leurs critères d'acceptation",
    "Mener des entretiens avec les utilisateurs de la région {n} et en tirer des hypothèses",
    "Prioriser le backlog n° {n} avec les développeurs et les métiers",
    "Porter la vision du produit {n} devant la direction",
)
ABOUT = "Maison Tournesol vend des graines et des outils de jardin dans toute la France. " * 3
COLUMNS = ("id", "title", "description")


def offers(rows: int) -> Iterator[tuple[str, str, str]]:
    """Yield rows of about half a kilobyte."""
    chance = random.Random(7)
    text = ""
    for number in range(rows):
        if number % 3 == 0:
            lines = "\n".join(f"- {line.format(n=number)}" for line in LINES)
            text = f"{ABOUT}\n\nVos missions :\n{lines}"
        shown = f"<p>{text}</p>" if number % 3 == 2 and chance.random() < 0.1 else text
        yield f"R{number}", "Product Owner", shown


def write_table(path: Path, rows: int) -> None:
    """Write them in the format the extension says, a few at a time."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS])
            csv.writer(file).writerows(offers(rows))
    elif path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n" for row in offers(rows))
    elif path.suffix == ".parquet":
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        every = offers(rows)
        schema = pa.schema([(name, pa.string()) for name in COLUMNS])
        with pq.ParquetWriter(path, schema) as writer:
            while some := [row for row, _ in zip(every, range(20_000), strict=False)]:
                writer.write_table(pa.table(list(map(pa.array, zip(*some, strict=True))), schema=schema))
    else:
        import openpyxl  # noqa: PLC0415

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("offres")
        for row in (COLUMNS, *offers(rows)):
            sheet.append(row)
        book.save(path)


def peak(source: Path, output: Path) -> tuple[float, float]:
    """Score a table in a process of its own; return its peak memory in MB and its seconds."""
    arguments = [sys.executable, "-m", "pm_or_po.cli", "batch", str(source), "-o", str(output), "--jobs", "1"]
    start = time.monotonic()
    process = os.posix_spawn(
        sys.executable,
        arguments,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{source.name} was not scored (status {status}).")
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20), time.monotonic() - start


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--kind", nargs="+", default=["csv", "jsonl", "parquet"])
    asked = options.parse_args()
    print("| format | rows | input | peak memory | time |\n|---|---:|---:|---:|---:|")
    for kind in asked.kind:
        for rows in asked.rows:
            with tempfile.TemporaryDirectory() as folder:
                source = Path(folder) / f"in.{kind}"
                write_table(source, rows)
                megabytes, seconds = peak(source, Path(folder) / f"out.{kind}")
                size = source.stat().st_size / 1e6
                print(
                    f"| {kind} | {rows:,} | {size:,.0f} MB | {megabytes:,.0f} MB | {seconds:,.0f} s |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
