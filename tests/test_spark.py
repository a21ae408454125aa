"""Scoring on a real standalone Spark: a master and two workers on loopback, one of them killed on the way.

Run by ``make spark``; skipped where Spark or Java is not installed.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pm_or_po import InputError, ModelError, Offer, classify_many
from pm_or_po.batch.added import ADDED
from pm_or_po.resources import resource

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Java is not installed", allow_module_level=True)

from spark_cluster import Cluster  # of benchmarks/

from pm_or_po.spark import score_frame

DATA = Path(__file__).resolve().parents[1] / "data" / "offers"
ROWS = 1_200
PARTITIONS = 24

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("spark"), workers=2) as running:
        yield running


@pytest.fixture(scope="module")
def session(cluster: Cluster) -> Iterator[Any]:
    made = cluster.session({"spark.sql.execution.arrow.maxRecordsPerBatch": "20"})
    yield made
    made.stop()


def rows() -> list[tuple[str, str, str]]:
    files = (path.read_bytes() for path in sorted(DATA.glob("w*.jsonl")))
    read = [json.loads(line) for content in files for line in content.strip().split(b"\n")]
    texts = [(one["title"], "".join(part[0] + part[4] for part in one["lines"])) for one in read]
    return [(f"{i}", *texts[i % len(texts)]) for i in range(ROWS)]


def expected(given: list[tuple[str, str, str]]) -> dict[str, tuple[str, float]]:
    asked = [Offer(text, title, own) for own, title, text in given]
    return {
        own: (one.role, round(one.discovery, 1))
        for (own, _, _), one in zip(given, classify_many(asked), strict=True)
    }


def test_a_worker_killed_on_the_way_loses_nothing(cluster: Cluster, session: Any):
    given = rows()
    frame = session.createDataFrame(given, ["id", "title", "description"]).repartition(PARTITIONS)
    scored = score_frame(frame, model=resource("pm-or-po.joblib"))
    assert scored.columns == ["id", "title", "description", *ADDED]
    done: list[int] = []
    over = threading.Event()

    def kill_once_under_way() -> None:
        tracker = session.sparkContext.statusTracker()
        while not over.wait(0.05):
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

    killer = threading.Thread(target=kill_once_under_way)
    killer.start()
    found = scored.select("id", "role", "discovery").collect()
    over.set()
    killer.join()
    assert done, "the job was over before the worker could be killed"
    assert cluster.workers[0].poll() is not None
    assert len(found) == ROWS
    assert {row.id: (row.role, row.discovery) for row in found} == expected(given)


def test_what_no_executor_could_answer_is_refused_before_any_works(session: Any, tmp_path: Path):
    frame = session.createDataFrame([("Gérer le backlog",)], ["description"])
    unknown: Any = "de"
    with pytest.raises(InputError, match="no answer in 'de'"):
        score_frame(frame, lang=unknown)
    with pytest.raises(ModelError, match=r"none\.joblib"):
        score_frame(frame, model=tmp_path / "none.joblib")
