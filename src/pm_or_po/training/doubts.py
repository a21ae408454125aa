"""Find labelled lines that models which had not seen them read otherwise: ``python -m pm_or_po.training.doubts``.

Confident learning (Northcutt, Jiang, Chuang, JAIR 2021), by cleanlab, on out-of-fold probabilities; prints the most
doubtful lines first, for a person to reread.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pm_or_po.taxonomy import SIDES
from pm_or_po.training.corpus import default_corpus, read_corpus
from pm_or_po.training.fit import DEFAULTS, fit_layers
from pm_or_po.training.prepared import prepare
from pm_or_po.training.progress import silent
from pm_or_po.training.tool import tool


def doubts(paths: Sequence[Path], most: int) -> list[str]:
    """Return the most doubtful labels of the offers' lines, one line of text each.

    Raises
    ------
    CorpusError
        If the corpus cannot be read.
    """
    from cleanlab.filter import find_label_issues  # noqa: PLC0415 - a development extra

    prepared = prepare(read_corpus(paths))
    layers = fit_layers(prepared, silent, DEFAULTS)
    ids = [
        offer.id
        for offer, one in zip(prepared.offers, prepared.labelled, strict=True)
        for _ in one.statements
    ]
    known = [(i, label) for i, label in enumerate(prepared.labels) if label is not None]
    statements = prepared.statements
    found: list[tuple[float, str]] = []
    for at, side in enumerate(SIDES):
        truth = np.array([int(getattr(label, side)) for _, label in known])
        says = layers.unseen[[i for i, _ in known], at]
        issues = find_label_issues(
            truth, np.column_stack([1 - says, says]), return_indices_ranked_by="self_confidence"
        )
        for issue in issues:
            i = known[issue][0]
            label = side if truth[issue] else f"not {side}"
            own = says[issue] if truth[issue] else 1 - says[issue]
            found.append((float(own), f"{own:.2f} {ids[i]} labelled {label}: {statements[i].text}"))
    return [text for _, text in sorted(found)[:most]]


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Print the doubtful lines."""
    parser = argparse.ArgumentParser(prog="python -m pm_or_po.training.doubts", description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, action="append", help="labelled files or folders (the project's own)"
    )
    parser.add_argument("--most", type=int, default=100, help="how many lines to print")
    options = parser.parse_args(arguments)
    print("\n".join(doubts(options.corpus or default_corpus(), options.most)))


if __name__ == "__main__":
    sys.exit(main())
