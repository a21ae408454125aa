"""Time this program beside a plain scikit-learn pipeline on the same statements, in the same run.

The pipeline is what one would write in ten lines: ``TfidfVectorizer`` (words and pairs) and
``LogisticRegression``, one for each side, trained on the statements this project's model is trained on.
Speed and size only: both have seen these offers, so neither can be judged on them. Writes
``benchmarks/results.md``.
"""

from __future__ import annotations

import gc
import io
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

import pm_or_po
from pm_or_po.resources import resource
from pm_or_po.training.corpus import default_corpus, read_corpus
from pm_or_po.training.labels import label_offer, label_statement

RUNS = 3
RESULTS = Path(__file__).with_name("results.md")
PAGE = """# Speed and size, beside a plain scikit-learn pipeline

Written by `make bench`. Medians of {runs} interleaved runs over the {offers} offers of `data/`
({statements} statements), on {machine}.

| what is done | seconds | offers a second | time against the pipeline |
|---|---:|---:|---:|
{rows}

- **The pipeline** is `TfidfVectorizer` (words and pairs) and one `LogisticRegression` a side, trained on
  the same statements. It is handed statements already cut and returns two probabilities for each. It looks
  at no neighbouring line, names no facet and shows no words.
- **Statement scores** is the like-for-like row: the same statements, already cut; this program returns
  {outputs} outputs for each and takes the neighbouring statements into account.
- **The whole batch** also cleans and cuts the text, reads the title, judges the offer, and finds the words,
  signals and questions.
- A model file of {ours:.1f} MB against {theirs:.1f} MB, both compressed by joblib (zlib, level 6).
- Nothing here says which is more often right: see the model card for that.
"""


def machine() -> str:
    """Describe where the figures come from."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = info.read_text(encoding="utf-8").splitlines()
        names = [line for line in lines if line.startswith("model name")]
        name = names[0].partition(":")[2].strip() if names else name
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    libraries = ", ".join(f"{lib} {version(lib)}" for lib in ("numpy", "scikit-learn"))
    return (
        f"{name} ({cores} cores{load}), {platform.system()}, Python {platform.python_version()}, {libraries}"
    )


def seconds(work: Callable[[], Any]) -> float:
    """Time one call."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Train the pipeline, time everything, print and write the results."""
    where = machine()
    corpus = read_corpus(default_corpus())
    labelled = [label_offer(offer) for offer in corpus.offers]
    texts, sides = [], []
    for one in labelled:
        for piece, label in zip(one.statements, one.labels, strict=True):
            if label is not None:
                texts.append(piece.text)
                sides.append((label.discovery, label.delivery))
    for statement in corpus.statements:
        piece, label = label_statement(statement)
        texts.append(piece.text)
        sides.append((label.discovery, label.delivery))
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        OneVsRestClassifier(LogisticRegression(C=10, max_iter=1000)),
    )
    pipeline.fit(texts, np.array(sides, dtype=int))

    model = pm_or_po.load_model()
    offers = [offer.plain for offer in corpus.offers]
    by_offer = [[piece.text for piece in one.statements] for one in labelled]
    every = [text for one in by_offer for text in one]
    tasks: dict[str, Callable[[], Any]] = {
        "pipeline, all statements at once": lambda: pipeline.predict_proba(every),
        "pipeline, offer by offer": lambda: [pipeline.predict_proba(one) for one in by_offer],
        "pm-or-po, statement scores, offer by offer": lambda: [
            model.score(one.statements) for one in labelled
        ],
        "pm-or-po, the whole batch": lambda: list(pm_or_po.classify_many(offers)),
    }
    for work in tasks.values():  # caches filled, as in any long run
        work()
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(RUNS):
        for name, work in tasks.items():
            times[name].append(seconds(work))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    unit = medians["pipeline, offer by offer"]
    rows = "\n".join(
        f"| {name} | {taken:.2f} | {len(offers) / taken:,.0f} | × {taken / unit:.2f} |"
        for name, taken in medians.items()
    )
    theirs = io.BytesIO()
    joblib.dump(pipeline, theirs, compress=("zlib", 6))
    page = PAGE.format(
        runs=RUNS, offers=len(offers), statements=f"{len(every):,}", machine=where, rows=rows,
        outputs=model.weights.shape[1], ours=resource("pm-or-po.joblib").stat().st_size / 1e6,
        theirs=theirs.tell() / 1e6,
    )  # fmt: skip
    RESULTS.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
