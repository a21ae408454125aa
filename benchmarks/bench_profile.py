"""Find where the time of a batch goes, module by module; ``make bench`` puts it at the end of results.md.

Profiled over the offers of ``data/``, one process, caches filled before, as ``batch`` scores a CSV. Profiling slows
small functions most, so the shares are a guide, not a measure.
"""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from pathlib import Path

from bench_batch import RESULTS

import pm_or_po
from pm_or_po.batch.workers import OFFERS_AHEAD
from pm_or_po.training.corpus import default_corpus, read_corpus

PACKAGE = Path(pm_or_po.__file__).parent
MARK = "\n# Where the time goes\n"
SHOWN = 12
PAGE = """{mark}
Written by `make bench` too: `cProfile` over the {offers:,} offers of `data/` in one process, words met before.
Profiling slows small functions most, so this is a guide. What is called from C counts to the module that calls it.

| module | share |
|---|---:|
{rows}

**What the next factor of two would need.** Keywords, statements, words and weights share the time, each a loop over
the same words of Python. Compiling those modules as they are was tried ([mypyc](../docs/tried.md)) and brings little.
Twice as fast takes words that never become Python objects: one pass in C or Rust from the bytes of an offer to the rows
of its units, the keywords matched on word numbers, the sums made on the way.
"""


def main() -> None:
    """Write a table of own time by module."""
    offers = [one.plain for one in read_corpus(default_corpus()).offers]

    def score() -> None:
        list(pm_or_po.classify_many(offers, details=False, ahead=OFFERS_AHEAD))

    score()
    profile = cProfile.Profile()
    profile.runcall(score)
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if Path(file).is_relative_to(PACKAGE):
            spent[Path(file).relative_to(PACKAGE).as_posix()] += own
            continue
        for (caller, _, _), (_, _, part, _) in callers.items():
            inside = Path(caller).is_relative_to(PACKAGE)
            spent[Path(caller).relative_to(PACKAGE).as_posix() if inside else "libraries"] += part
    total = sum(spent.values())
    rows = "\n".join(f"| `{name}` | {own / total:.0%} |" for name, own in spent.most_common(SHOWN))
    page = PAGE.format(mark=MARK, offers=len(offers), rows=rows)
    before = RESULTS.read_text(encoding="utf-8").partition(MARK)[0] if RESULTS.is_file() else ""
    RESULTS.write_text(before + page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
