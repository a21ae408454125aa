"""Time Spark scoring the same rows with one worker and with two: ``python benchmarks/spark_workers.py``.

A standalone master and workers of one core each run on this machine, so it wants at least three cores for a fair answer
(the driver and the master take a share). Needs the ``spark`` extra and Java 17 or newer. Prints a Markdown table: the
median of three jobs after one that warms the executors up. Rows are the offers of ``data/``, several times over.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

from pm_or_po.spark import score_frame

DATA = Path(__file__).resolve().parents[1] / "data" / "offers"
HOME = Path(pyspark.__file__).parent
JOBS = 3
PARTITIONS = 8


def rows(count: int) -> list[tuple[str, str, str]]:
    """Return so many offers: id, title, description."""
    read = [json.loads(line) for path in sorted(DATA.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    texts = [(one["title"], "".join(line[0] + line[4] for line in one["lines"])) for one in read]
    return [(str(i), *texts[i % len(texts)]) for i in range(count)]


def start(folder: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a master or a worker; it logs into the folder."""
    environment = {
        **os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable, "SPARK_WORKER_DIR": str(folder / "work"),
    }  # fmt: skip
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [str(HOME / "bin" / "spark-class"), *arguments],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def found_in(log: Path, pattern: str, times: int = 1) -> str:
    """Wait until a pattern stands so many times in a log, and return its last group."""
    for _ in range(300):
        found = re.findall(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if len(found) >= times:
            return str(found[-1])
        time.sleep(0.2)
    raise SystemExit(f"{log.name} never said {pattern}:\n{log.read_text(errors='replace')[-2000:]}")


def seconds(url: str, given: list[tuple[str, str, str]]) -> list[float]:
    """Return how long each job took on a running cluster, the first left out."""
    session = (
        SparkSession.builder.master(url)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "600m")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    frame = session.createDataFrame(given, "id string, title string, description string").repartition(
        PARTITIONS
    )
    frame = frame.cache()
    frame.count()
    times = []
    for _ in range(1 + JOBS):
        begin = time.perf_counter()
        score_frame(frame).write.format("noop").mode("overwrite").save()
        times.append(time.perf_counter() - begin)
    session.stop()
    return times[1:]


def measure(workers: int, given: list[tuple[str, str, str]]) -> list[float]:
    """Run a cluster of so many workers of one core for a while."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        running = [start(folder, "master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
                         "--port", "0", "--webui-port", "0")]  # fmt: skip
        try:
            url = found_in(folder / "master.log", r"Starting Spark master at (spark://\S+)")
            running += [
                start(folder, f"worker{i}", "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
                      "--webui-port", "0", "--cores", "1", "--memory", "1g", url)
                for i in range(workers)
            ]  # fmt: skip
            found_in(folder / "master.log", r"Registering worker", workers)
            return seconds(url, given)
        finally:
            for process in running:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=4_000)
    given = rows(options.parse_args().rows)
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    print("| workers | rows | seconds, median (lowest to highest) | rows/s |\n|---:|---:|---:|---:|")
    medians = {}
    for workers in (1, 2):
        times = measure(workers, given)
        medians[workers] = statistics.median(times)
        spread = f"{min(times):.1f} to {max(times):.1f}"
        rate = len(given) / medians[workers]
        print(f"| {workers} | {len(given):,} | {medians[workers]:.1f} ({spread}) | {rate:,.0f} |", flush=True)
    print(
        f"\nTwo workers against one: × {medians[1] / medians[2]:.2f}. This machine has {os.cpu_count()} cores."
    )


if __name__ == "__main__":
    main()
