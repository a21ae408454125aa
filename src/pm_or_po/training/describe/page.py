"""The description of a labelled corpus as Markdown."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pm_or_po.scoring.outputs import ZONES
from pm_or_po.taxonomy import FAMILIES, LANGS, ROLES
from pm_or_po.training.corpus import Corpus, default_corpus, read_corpus
from pm_or_po.training.describe.distance import COPIED_RUN, copied_runs, tell_apart
from pm_or_po.training.describe.tables import (
    CLAIMS,
    QUANTILES,
    Portrait,
    claims_by_role,
    facet_counts,
    length_quantiles,
    portrait,
    shares,
)
from pm_or_po.training.describe.variety import (
    SHINGLE,
    VARIETY_SAMPLE,
    distinct_ngrams,
    nearest_duplicates,
    repeated_share,
    vocabulary_growth,
)
from pm_or_po.training.rows import SIDE_LABELS
from pm_or_po.training.tool import tool


def markdown(table: pd.DataFrame, corner: str = "", digits: int = 0) -> str:
    """Return a table as Markdown; ``digits`` after the point for numbers that are not whole."""

    def cell(value: Any) -> str:
        if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
            return "–"
        if isinstance(value, float | np.floating):
            return f"{value:,.{digits}f}"
        return f"{value:,}" if isinstance(value, int | np.integer) else str(value)

    head = [corner, *map(str, table.columns)]
    rows = zip(table.index, table.to_numpy(object), strict=True)
    body = [[str(name), *map(cell, row)] for name, row in rows]
    rule = ["---", *("---:" for _ in table.columns)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))


def _counted(named: Mapping[str, tuple[Iterable[str | None], Sequence[str]]], corner: str) -> str:
    """Return shares of several collections side by side, without the labels that none of them bears."""
    columns = {}
    for name, (values, order) in named.items():
        table = shares(values, order)
        columns[name] = [f"{n:,} ({p:.0f} %)" for n, p in zip(table["count"], table["percent"], strict=True)]
        index = table.index
    shown = pd.DataFrame(columns, index=index)
    return markdown(shown[(shown != "0 (0 %)").any(axis=1)], corner)


def _beside(tables: Mapping[str, pd.DataFrame], corner: str, digits: int = 0) -> str:
    """Return tables one under the other when alone, else with the collection named in each row."""
    if len(tables) == 1:
        return markdown(next(iter(tables.values())), corner, digits)
    names = next(iter(tables.values())).index
    rows = [t.loc[[i]].rename({i: f"{i}, {name}"}) for i in names for name, t in tables.items()]
    return markdown(pd.concat(rows), corner, digits)


def _sizes(given: Portrait) -> dict[str, int]:
    loose = int((given.lines["source"] == "statements").sum())
    return {
        "offers": len(given.offers),
        "words of offers": sum(map(len, given.words)),
        "labelled lines of offers": len(given.lines) - loose,
        "loose statements": loose,
        "labelled lines in all": len(given.lines),
    }


def _variety(named: Mapping[str, Portrait]) -> list[str]:
    repeated, twins = {}, {}
    for name, given in named.items():
        whole = given.lines[given.lines["source"] == "offers"]
        sided, plain = whole[whole["side"] != "none"], whole[whole["side"] == "none"]
        repeated[name] = [100 * repeated_share(part) for part in (whole, sided, plain)]
        near = nearest_duplicates(given.words)["jaccard"]
        twins[name] = [*near.quantile(list(QUANTILES[2:])), near.max()]
    kinds = ["all lines", "lines with a side", "other lines"]
    quantiles = [*(f"{100 * q:.0f} %" for q in QUANTILES[2:]), "largest"]
    return [
        "## Variety (whole offers)",
        "### Vocabulary growth: distinct words, offers shuffled",
        _beside({name: vocabulary_growth(p) for name, p in named.items()}, "language"),
        f"### Distinct n-grams per n-gram, first {VARIETY_SAMPLE:,} words of each language",
        _beside({name: distinct_ngrams(p) for name, p in named.items()}, "language", 3),
        "### Lines said word for word in another offer, %",
        markdown(pd.DataFrame.from_dict(repeated, orient="index", columns=kinds), "", 1),
        f"### Nearest other offer: Jaccard of {SHINGLE}-word shingles, quantiles over the offers",
        markdown(pd.DataFrame.from_dict(twins, orient="index", columns=quantiles), "", 3),
    ]


def _texts(given: Portrait, lang: str, kind: str) -> tuple[list[str], list[str]]:
    """Return the texts of a kind to tell apart and the offers they stand in."""
    if kind == "whole offers":
        own = zip(given.words, given.offers["lang"], given.offers["id"], strict=True)
        kept = [(" ".join(words), offer) for words, found, offer in own if found == lang]
        return [text for text, _ in kept], [offer for _, offer in kept]
    lines = given.lines[(given.lines["source"] == "offers") & (given.lines["lang"] == lang)]
    lines = lines[lines["words"].str.count(" ") >= 2]
    lines = lines[(lines["side"] != "none") == (kind == "lines with a side")]
    return list(lines["words"]), list(lines["offer"])


def _distance(ours: Portrait, theirs: Portrait, other: str) -> list[str]:
    rows, words = {}, {}
    for kind in ("whole offers", "lines with a side", "other lines"):
        for lang in LANGS:
            (mine, held), (others, held_there) = (_texts(given, lang, kind) for given in (ours, theirs))
            if min(len(set(held)), len(set(held_there))) < 10:
                continue
            told = tell_apart(mine, others, [*held, *held_there])
            rows[f"{kind}, {lang}"] = [told.accuracy, told.auc]
            words[f"{kind}, {lang}"] = [", ".join(told.ours), ", ".join(told.theirs)]
    copied = copied_runs(ours, theirs)
    runs = sorted(set().union(*copied.values()))
    return [
        f"## Told from {other} by their words (TF-IDF and logistic regression, 5-fold; 0.5 is chance)",
        markdown(pd.DataFrame.from_dict(rows, orient="index", columns=["balanced accuracy", "AUC"]), "", 2),
        "### The words that give it away, heaviest first",
        markdown(pd.DataFrame.from_dict(words, orient="index", columns=["corpus", other])),
        f"### Runs of {COPIED_RUN} words in common with {other}",
        "\n".join(
            [f"{len(runs)} runs in {len(copied)} offers.", "", *(f"- {run}" for run in runs[:30])]
        ).strip(),
    ]


def report(corpus: Corpus, against: Corpus | None = None, other: str = "other") -> str:
    """Return the description of a corpus as Markdown, beside another collection if one is given."""
    ours = portrait(corpus)
    other = "other corpus" if other == "corpus" else other
    named = {"corpus": ours} | ({other: portrait(against)} if against else {})
    sizes = pd.DataFrame({name: _sizes(given) for name, given in named.items()})
    parts = [
        "# The labelled corpus in figures",
        f"Files: SHA-256 `{corpus.sha256}`",
        "## Size",
        markdown(sizes),
    ]
    groups = sorted({group for given in named.values() for group in given.offers["group"]})
    labels: dict[str, Sequence[str]] = {"lang": LANGS, "role": list(ROLES), "claim": CLAIMS}
    labels |= {"family": list(FAMILIES), "group": groups}
    for column, order in labels.items():
        columns = {n: (p.offers[column].dropna(), order) for n, p in named.items()}
        parts += [f"## Offers by {column}", _counted(columns, column)]
    for name, given in named.items():
        parts += [f"## Title claim by role: {name}", markdown(claims_by_role(given.offers), "claim")]
    sources = {
        f"{name}, {source}": p.lines[p.lines["source"] == source]
        for name, p in named.items()
        for source in ("offers", "statements")
        if (p.lines["source"] == source).any()
    }
    for column, order in {"lang": LANGS, "zone": ZONES, "side": SIDE_LABELS}.items():
        counted = {n: (t[column].dropna(), order) for n, t in sources.items() if t[column].notna().any()}
        parts += [f"## Lines by {column}", _counted(counted, column)] if counted else []
    facets = [facet_counts(t).add_prefix(f"{n}, ") for n, t in sources.items() if t["facets"].map(len).any()]
    if facets:
        facet_table = pd.concat(facets, axis=1)
        parts += ["## Lines by facet (a line may bear several)", markdown(facet_table, "facet")]
    parts += ["## Lengths: quantiles", _beside({n: length_quantiles(p) for n, p in named.items()}, "")]
    parts += _variety(named)
    parts += _distance(ours, named[other], other) if against else []
    return "\n\n".join(parts) + "\n"


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Print the description of the corpus."""
    parser = argparse.ArgumentParser(prog="python -m pm_or_po.training.describe", description=__doc__)
    parser.add_argument("--corpus", type=Path, action="append", help="labelled file or folder (data/)")
    parser.add_argument("--against", type=Path, help="labelled file to set beside it, such as real offers")
    given = parser.parse_args(arguments)
    corpus = read_corpus(given.corpus or default_corpus())
    against = read_corpus([given.against]) if given.against else None
    print(report(corpus, against, given.against.stem if given.against else ""), end="")
