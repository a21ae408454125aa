"""Time the program as people start it, beside what it is often compared with, in the same run.

Every row is a whole process on the same table: the offers of ``data/``, a few times over, in one CSV. The peers:

- pandas reading and writing the table, and nothing else: the floor for anything in Python;
- fastText (``pip install fasttext-numpy2-wheel``) predicting the zone of each statement, already cut: one process, no
  evidence;
- a scikit-learn pipeline with about what this model has, words, pairs and runs of letters, a logistic regression for
  each of 22 outputs, called offer by offer on statements already cut;
- the import of the parts of scikit-learn that such a pipeline needs, for a single offer.

Adds its part to ``benchmarks/results.md`` and draws ``benchmarks/throughput.png``. A peer that is not installed is
left out, and said.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench_batch import RESULTS, machine

from pm_or_po.training.corpus import default_corpus, read_corpus
from pm_or_po.training.labels import label_offer

RUNS = 3
TIMES_OVER = 2
LARGER = 5  # times as many rows again: what is done once, start and words met, weighs less
MARK = "\n# Whole processes, beside peers\n"
SKLEARN = "import sklearn.linear_model, sklearn.feature_extraction.text"
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "pm-title-po-duties.txt"
PAGE = """{mark}
Written by `make bench` too. Medians of {runs} interleaved runs, lowest and highest in brackets, over
{offers:,} rows ({megabytes:.1f} MB of CSV, {statements:,} statements), on {machine}. Every
figure is a whole process, start and imports included, after a first run that is not counted.

| process | seconds | rows a second |
|---|---:|---:|
{rows}

| ratio | measured | wanted |
|---|---:|---:|
{ratios}
{missing}
At the speed of {cores} processes on this machine, 100 million such offers take about {days:,.0f} core-days:
{machines:,.1f} machines of 16 cores for a day, if they scale as two cores do here.

![Rows a second by number of rows and of processes](throughput.png)
"""


def read_write(source: Path, output: Path) -> None:
    """Read a table and write it, with pandas."""
    import pandas as pd  # noqa: PLC0415

    pd.read_csv(source).to_csv(output, index=False)


def train_fasttext(statements: Path, model: Path) -> None:
    """Train fastText to tell the zone of a statement, by words, pairs and runs of letters."""
    import fasttext  # noqa: PLC0415

    zones = statements.with_suffix(".zones.txt")
    rows = (line.split(" ", 1) for line in statements.open(encoding="utf-8"))
    zones.write_text("".join(f"{label.partition('+')[0]} {text}" for label, text in rows), encoding="utf-8")
    trained = fasttext.train_supervised(str(zones), wordNgrams=2, minn=3, maxn=5, bucket=100_000, verbose=0)
    trained.save_model(str(model))


def run_fasttext(model: Path, cut: Path, output: Path) -> None:
    """Predict the zone of every statement of every offer, as it ships."""
    import fasttext  # noqa: PLC0415

    loaded = fasttext.load_model(str(model))
    with cut.open(encoding="utf-8") as lines, output.open("w", encoding="utf-8") as out:
        for line in lines:
            labels, _ = loaded.predict(json.loads(line))
            out.write(f"{[one[0] for one in labels]}\n")


def train_pipeline(statements: Path, model: Path) -> None:
    """Fit the naive pipeline: as many outputs as words of the labels give, one logistic regression each."""
    import joblib  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.multiclass import OneVsRestClassifier  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415
    from sklearn.preprocessing import MultiLabelBinarizer  # noqa: PLC0415

    rows = [line.rstrip("\n").split(" ", 1) for line in statements.open(encoding="utf-8")]
    labels = MultiLabelBinarizer().fit_transform(
        [label.removeprefix("__label__").split("+") for label, _ in rows]
    )
    pipeline = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=3),
        ),
        OneVsRestClassifier(LogisticRegression(solver="liblinear")),
    )
    joblib.dump(pipeline.fit([text for _, text in rows], labels), model)


def run_pipeline(model: Path, cut: Path, output: Path) -> None:
    """Predict all outputs, offer by offer."""
    import joblib  # noqa: PLC0415

    loaded = joblib.load(model)
    with cut.open(encoding="utf-8") as lines, output.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(f"{loaded.predict_proba(json.loads(line)).argmax(axis=1).tolist()}\n")


OURS = [sys.executable, "-m", "pm_or_po.cli"]
PARTS: dict[str, Callable[..., None]] = {
    "read-write": read_write, "train-fasttext": train_fasttext, "fasttext": run_fasttext,
    "train-pipeline": train_pipeline, "pipeline": run_pipeline,
}  # fmt: skip


def seconds(command: Sequence[str]) -> float:
    """Time a process; stop everything if it fails.

    Python keeps what it compiles, as where a program is installed, even if this machine is told otherwise: else ours,
    which runs from its sources, would be compiled at every start, and its peers would not.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=kept)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)[:200]} failed:\n{done.stderr.decode()[-500:]}")
    return time.perf_counter() - start


def part(name: str, *paths: Path) -> list[str]:
    """Return the command that runs a part of this file in a process of its own."""
    return [sys.executable, __file__, "--part", name, *map(str, paths)]


def batch(source: Path, output: Path, jobs: int) -> list[str]:
    """Return the command that scores a table."""
    asked = ["batch", str(source), "-o", str(output), "--force", "--jobs", str(jobs)]
    return [*OURS, *asked]


def prepare(folder: Path) -> tuple[int, int]:
    """Write the table, a larger one, the cut statements and the labelled ones; return the rows and statements cut."""
    corpus = read_corpus(default_corpus())
    offers = [label_offer(offer) for offer in corpus.offers]
    with (
        (folder / "offers.csv").open("w", encoding="utf-8", newline="") as table,
        (folder / "larger.csv").open("w", encoding="utf-8", newline="") as larger,
        (folder / "cut.jsonl").open("w", encoding="utf-8") as cut,
        (folder / "labelled.txt").open("w", encoding="utf-8") as labelled,
    ):
        rows = csv.writer(table)
        rows.writerow(["id", "title", "description"])
        more = csv.writer(larger)
        more.writerow(["id", "title", "description"])
        for again in range(TIMES_OVER * LARGER):
            for offer, one in zip(corpus.offers, offers, strict=True):
                # A row of its own each time, as far as any cache of texts goes.
                row = [f"{offer.id}-{again}", offer.title, f"{offer.description}\n\nRéf. {offer.id}-{again}"]
                more.writerow(row)
                if again >= TIMES_OVER:
                    continue
                rows.writerow(row)
                texts = [" ".join(piece.text.split()) for piece in one.statements]
                cut.write(json.dumps(texts) + "\n")
                if not again:
                    for text, label in zip(texts, one.labels, strict=True):
                        if label is not None:
                            kinds = "+".join(filter(None, [label.zone, *label.facets])) or "none"
                            labelled.write(f"__label__{kinds} {text}\n")
    return TIMES_OVER * len(offers), TIMES_OVER * sum(len(one.statements) for one in offers)


def head(source: Path, rows: int) -> Path:
    """Return a table of the first rows of another."""
    made = source.with_name(f"first{rows}.csv")
    with (
        source.open(encoding="utf-8", newline="") as table,
        made.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        for number, row in enumerate(csv.reader(table)):
            if number > rows:
                break
            writer.writerow(row)
    return made


def draw(source: Path, total: int) -> None:
    """Draw rows a second by number of rows, with one process and with all cores."""
    try:
        import matplotlib as mpl  # noqa: PLC0415
    except ImportError:
        return
    mpl.use("agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    counts = sorted({10, 50, 200, 1000, total})
    figure, axes = plt.subplots(figsize=(6, 3.6), layout="constrained")
    for jobs in sorted({1, len(os.sched_getaffinity(0))}):
        taken = [seconds(batch(head(source, count), source.with_name("drawn.csv"), jobs)) for count in counts]
        speeds = [count / one for count, one in zip(counts, taken, strict=True)]
        axes.plot(counts, speeds, marker="o", label=f"{jobs} process{'es' if jobs > 1 else ''}")
    axes.set(xscale="log", xlabel="rows of the table", ylabel="rows a second, start included", ylim=(0, None))
    axes.legend(frameon=False)
    axes.grid(alpha=0.3)
    figure.savefig(RESULTS.with_name("throughput.png"), dpi=120)


def main() -> None:
    """Run the parts asked for, or everything."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    options.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.part:
        PARTS[asked.part](*asked.paths)
        return
    where, missing = machine(), ""
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows, statements = prepare(folder)
        source = folder / "offers.csv"
        cut, labelled = folder / "cut.jsonl", folder / "labelled.txt"
        seconds(part("train-pipeline", labelled, folder / "pipeline.joblib"))
        ours, floor = f"pm-or-po batch, {cores} processes", "pandas, read and write alone"
        many = f"pm-or-po batch, {cores} processes, {LARGER * rows:,} rows"
        single, naive, fast = (
            "pm-or-po batch, 1 process",
            "scikit-learn pipeline, offer by offer",
            "fastText predict",
        )
        cold, imports = "pm-or-po classify, one offer", "import of scikit-learn"
        train = "pm-or-po train --no-report"
        commands = {
            ours: batch(source, folder / "out.csv", cores),
            single: batch(source, folder / "out1.csv", 1),
            many: batch(folder / "larger.csv", folder / "out-larger.csv", cores),
            floor: part("read-write", source, folder / "copy.csv"),
            naive: part("pipeline", folder / "pipeline.joblib", cut, folder / "pipeline.txt"),
            cold: [*OURS, "classify", str(EXAMPLE)],
            imports: [sys.executable, "-c", SKLEARN],
            train: [*OURS, "train", "--no-report", "-o", str(folder / "model.joblib")],
        }
        try:
            import fasttext  # noqa: F401, PLC0415

            seconds(part("train-fasttext", labelled, folder / "fasttext.bin"))
            commands[fast] = part("fasttext", folder / "fasttext.bin", cut, folder / "fasttext.txt")
        except ImportError:
            missing = "\nfastText is not installed here, so it is left out.\n"
        for command in commands.values():  # once untimed: to compile, and to have the files at hand
            seconds(command)
        taken: dict[str, list[float]] = {one: [] for one in commands}
        for _ in range(RUNS):
            for one, command in commands.items():
                taken[one].append(seconds(command))
        megabytes = source.stat().st_size / 1e6
        draw(source, rows)
    medians = {one: statistics.median(times) for one, times in taken.items()}
    speeds = {
        **{one: f"{rows / medians[one]:,.0f}" for one in taken},
        many: f"{LARGER * rows / medians[many]:,.0f}",
        **dict.fromkeys((cold, imports, train), "–"),
    }
    lines = "\n".join(
        f"| {one} | {medians[one]:.2f} ({min(times):.2f}–{max(times):.2f}) | {speeds[one]} |"
        for one, times in taken.items()
    )
    over_again = LARGER * medians[naive] / medians[many]
    ratios = [
        f"| offers a second of the batch, against the pipeline | × {medians[naive] / medians[ours]:.2f} | ≥ 6 |",
        f"| the same, with {LARGER * rows:,} rows (the same offers over again) | × {over_again:.2f} | |",
        f"| time of the batch, against pandas | × {medians[ours] / medians[floor]:.1f} | ≤ 4 |",
        f"| time to classify one offer, against the import | × {medians[cold] / medians[imports]:.2f} | ≤ 0.35 |",
        f"| seconds to train on `data/` without the report | {medians[train]:.0f} | ≤ 30 |",
    ]
    if fast in medians:
        ratios.insert(
            0,
            f"| offers a second of the batch, against fastText | × {medians[fast] / medians[ours]:.3f} | ≥ 2 |",
        )
    days = cores * medians[ours] / rows * 1e8 / 86_400
    page = PAGE.format(
        mark=MARK, runs=RUNS, offers=rows, megabytes=megabytes, statements=statements, machine=where, rows=lines,
        ratios="\n".join(ratios), missing=missing, cores=cores, days=days,
        machines=days / 16,
    )  # fmt: skip
    before = RESULTS.read_text(encoding="utf-8").partition(MARK)[0] if RESULTS.is_file() else ""
    RESULTS.write_text(before + page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
