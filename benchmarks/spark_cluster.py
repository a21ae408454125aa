"""A real standalone Spark on this machine, for the test and the benchmark: a master and workers of one core each."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyspark

HOME = Path(pyspark.__file__).parent
LOOPBACK = "127.0.0.1"
MASTER, WORKER = (f"org.apache.spark.deploy.{name}" for name in ("master.Master", "worker.Worker"))


class Cluster:
    """A running master with so many workers; every process leads a group of its own and logs into ``folder``.

    Attributes
    ----------
    url : str
        Of the master: what a session connects to.
    workers : list of processes
    """

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder = folder
        self.master = self._start("master", MASTER, "--port", "0")
        self.workers: list[subprocess.Popen[bytes]] = []
        try:
            self.url = self._said(r"Starting Spark master at (spark://\S+)")
            size = ("--cores", "1", "--memory", "1g", self.url)
            self.workers += [self._start(f"worker{number}", WORKER, *size) for number in range(workers)]
            self._said("Registering worker", workers)
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": LOOPBACK,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_WORKER_DIR": str(self.folder / "work"),
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [str(HOME / "bin" / "spark-class"), *arguments, "--host", LOOPBACK, "--webui-port", "0"],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _said(self, pattern: str, times: int = 1) -> str:
        """Wait until a pattern stands so many times in the master's log, and return the last of them."""
        log = self.folder / "master.log"
        for _ in range(300):
            found = re.findall(pattern, log.read_text(encoding="utf-8", errors="replace"))
            if len(found) >= times:
                return str(found[-1])
            time.sleep(0.2)
        end = log.read_text(encoding="utf-8", errors="replace")[-2_000:]
        raise AssertionError(f"The master never said {pattern!r}:\n{end}")

    def session(self, settings: Mapping[str, str]) -> Any:
        """Return a session of this cluster with these settings besides its own."""
        from pyspark.sql import SparkSession  # noqa: PLC0415

        os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP=LOOPBACK)
        own = {
            "spark.driver.host": LOOPBACK,
            "spark.driver.bindAddress": LOOPBACK,
            "spark.executor.memory": "600m",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        builder = SparkSession.builder.master(self.url).appName("pm-or-po")
        for name, value in {**own, **settings}.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process and those it started, as a machine that goes dark would."""
        asked = ["pgrep", "-P", str(process.pid)]
        children = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        for pid in [*map(int, children), process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()

    def stop(self) -> None:
        """Kill what still runs."""
        for process in (*self.workers, self.master):
            self.kill(process)
