"""Print where the time of a batch goes, module by module: ``python benchmarks/profile_batch.py``.

Profiled over the offers of ``data/``, one process, caches filled before. Profiling slows small functions most, so the
shares are a guide, not a measure.
"""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from pathlib import Path

import pm_or_po
from pm_or_po.training.corpus import read_corpus
from pm_or_po.training.fit import default_corpus

PACKAGE = Path(pm_or_po.__file__).parent


def main() -> None:
    """Print a table of own time by module, what is called from C counted to the module that calls it."""
    offers = [
        pm_or_po.Offer(one.description, one.title, one.id) for one in read_corpus(default_corpus()).offers
    ]
    list(pm_or_po.classify_many(offers))
    profile = cProfile.Profile()
    profile.runcall(lambda: list(pm_or_po.classify_many(offers)))
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if Path(file).is_relative_to(PACKAGE):
            spent[Path(file).relative_to(PACKAGE).as_posix()] += own
            continue
        for (caller, _, _), (_, _, part, _) in callers.items():
            inside = Path(caller).is_relative_to(PACKAGE)
            spent[Path(caller).relative_to(PACKAGE).as_posix() if inside else "libraries"] += part
    total = sum(spent.values())
    print(f"| module | share of {len(offers)} offers' time |\n|---|---:|")
    for name, own in spent.most_common(12):
        print(f"| `{name}` | {own / total:.0%} |")


if __name__ == "__main__":
    main()
