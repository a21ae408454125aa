"""Time Spark scoring the same rows with one worker and with two: ``python benchmarks/spark_workers.py``.

A standalone master and workers of one core each run on this machine, so it wants at least three cores for a fair answer
(the driver and the master take a share). Needs the ``spark`` extra and Java 17 or newer. Prints a Markdown table: the
median of three jobs after one that warms the executors up. Rows are the offers of ``data/``, several times over.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from spark_cluster import Cluster

from pm_or_po.spark import score_frame

DATA = Path(__file__).resolve().parents[1] / "data" / "offers"
JOBS = 3
PARTITIONS = 8


def rows(count: int) -> list[tuple[str, str, str]]:
    """Return so many offers: id, title, description."""
    files = (path.read_bytes() for path in sorted(DATA.glob("*.jsonl")))
    read = [json.loads(line) for content in files for line in content.strip().split(b"\n")]
    texts = [(one["title"], "".join(line[0] + line[4] for line in one["lines"])) for one in read]
    return [(str(i), *texts[i % len(texts)]) for i in range(count)]


def seconds(workers: int, given: list[tuple[str, str, str]]) -> list[float]:
    """Return how long each job took on a cluster of so many workers, the first left out."""
    with tempfile.TemporaryDirectory() as name, Cluster(Path(name), workers) as cluster:
        session = cluster.session({})
        frame = session.createDataFrame(given, "id string, title string, description string")
        frame = frame.repartition(PARTITIONS).cache()
        frame.count()
        times = []
        for _ in range(1 + JOBS):
            begin = time.perf_counter()
            score_frame(frame).write.format("noop").mode("overwrite").save()
            times.append(time.perf_counter() - begin)
        session.stop()
        return times[1:]


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=24_000)
    given = rows(options.parse_args().rows)
    print("| workers | rows | seconds, median (lowest to highest) | rows/s |\n|---:|---:|---:|---:|")
    medians = {}
    for workers in (1, 2):
        times = seconds(workers, given)
        medians[workers] = statistics.median(times)
        spread = f"{min(times):.1f} to {max(times):.1f}"
        rate = len(given) / medians[workers]
        print(f"| {workers} | {len(given):,} | {medians[workers]:.1f} ({spread}) | {rate:,.0f} |", flush=True)
    print(
        f"\nTwo workers against one: × {medians[1] / medians[2]:.2f}. This machine has {os.cpu_count()} cores."
    )


if __name__ == "__main__":
    main()
