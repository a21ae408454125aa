"""Scoring on a real standalone Spark: a master and two workers on loopback, one of them killed on the way.

Run by ``make spark``; skipped where Spark or Java is not installed.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pm_or_po import Offer, classify_many
from pm_or_po.batch.write import ADDED
from pm_or_po.resources import resource

pyspark = pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Java is not installed", allow_module_level=True)

DATA = Path(__file__).resolve().parents[1] / "data" / "offers"
ROWS = 1_200
PARTITIONS = 24

pytestmark = pytest.mark.filterwarnings("default")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A master and two workers of one core each, every one a process group of its own."""

    def __init__(self, folder: Path) -> None:
        home = Path(pyspark.__file__).parent
        self.folder = folder
        self.command = str(home / "bin" / "spark-class")
        self.environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_WORKER_DIR": str(folder / "work"),
        }
        port = free_port()
        self.url = f"spark://127.0.0.1:{port}"
        started = ("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port))
        self.master = self.start("master", *started, "--webui-port", str(free_port()))
        self.workers = [self.start_worker(number) for number in (1, 2)]
        self.wait_for(2)

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [self.command, *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_worker(self, number: int) -> subprocess.Popen[bytes]:
        ports = ("--host", "127.0.0.1", "--webui-port", str(free_port()))
        size = ("--cores", "1", "--memory", "1g")
        return self.start(f"worker{number}", "org.apache.spark.deploy.worker.Worker", *ports, *size, self.url)

    def wait_for(self, workers: int) -> None:
        log = self.folder / "master.log"
        for _ in range(300):
            if log.read_text(encoding="utf-8", errors="replace").count("Registering worker") >= workers:
                return
            time.sleep(0.2)
        raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-2000:])

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a worker and the executor it started, as a machine that goes dark would."""
        children = subprocess.run(
            ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        for pid in [*map(int, children), process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()

    def stop(self) -> None:
        for process in (*self.workers, self.master):
            self.kill(process)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("spark"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def session(cluster: Cluster) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    made = (
        SparkSession.builder.master(cluster.url)
        .appName("pm-or-po tests")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "600m")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "20")
        .getOrCreate()
    )
    yield made
    made.stop()


def rows() -> list[tuple[str, str, str]]:
    lines = (line for path in sorted(DATA.glob("w*.jsonl")) for line in path.open(encoding="utf-8"))
    read = [json.loads(line) for line in lines]
    texts = [(one["title"], "".join(part[0] + part[4] for part in one["lines"])) for one in read]
    return [(f"{i}", *texts[i % len(texts)]) for i in range(ROWS)]


def expected(given: list[tuple[str, str, str]]) -> dict[str, tuple[str, float]]:
    asked = [Offer(text, title, own) for own, title, text in given]
    return {
        own: (one.role, round(one.discovery, 1))
        for (own, _, _), one in zip(given, classify_many(asked), strict=True)
    }


def test_a_worker_killed_on_the_way_loses_nothing(cluster: Cluster, session: Any):
    import threading

    from pm_or_po.spark import score_frame

    given = rows()
    frame = session.createDataFrame(given, ["id", "title", "description"]).repartition(PARTITIONS)
    scored = score_frame(frame, model=resource("pm-or-po.joblib"))
    assert scored.columns == ["id", "title", "description", *ADDED]
    done: list[int] = []

    def kill_once_under_way() -> None:
        tracker = session.sparkContext.statusTracker()
        for _ in range(1200):
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if (
                    info is not None
                    and info.numTasks == PARTITIONS
                    and 3 <= info.numCompletedTasks < PARTITIONS - 6
                ):
                    done.append(info.numCompletedTasks)
                    cluster.kill(cluster.workers[0])
                    return
            time.sleep(0.05)

    killer = threading.Thread(target=kill_once_under_way)
    killer.start()
    found = scored.select("id", "role", "discovery").collect()
    killer.join()
    assert done, "the job was over before the worker could be killed"
    assert cluster.workers[0].poll() is not None
    assert len(found) == ROWS
    assert {row.id: (row.role, row.discovery) for row in found} == expected(given)
