"""Describe a labelled corpus: counts, lengths, variety, near-duplicates, and how far it is from real offers.

Run it with ``python -m pm_or_po.training.describe [--against FILE]``; it prints Markdown.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from pm_or_po.errors import PmOrPoError
from pm_or_po.scoring.outputs import ZONES
from pm_or_po.taxonomy import FACETS, FAMILIES, LANGS, ROLES
from pm_or_po.text.title import read_title
from pm_or_po.text.tokens import tokens
from pm_or_po.training.corpus import SIDE_LABELS, Corpus, default_corpus, read_corpus

CLAIMS = ("PM", "PO", "BOTH", "OTHER")
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
GROWTH = (10_000, 50_000, 100_000)  # words read
SHINGLE = 5  # words in a row: near-duplicate offers
COPIED_RUN = 8  # words in a row: more than a stock phrase in common
VARIETY_SAMPLE = 40_000  # words of a language over which n-grams are compared
_OFFER_COLUMNS = ("id", "lang", "group", "role", "claim", "family", "lines", "characters", "words", "sided")
_LINE_COLUMNS = ("source", "offer", "lang", "group", "words", "zone", "side", "facets")


@dataclass(frozen=True)
class Portrait:
    """A labelled collection as tables.

    Attributes
    ----------
    offers : DataFrame
        One row an offer; ``claim`` is what its title says, ``sided`` the share of its labelled lines that are
        discovery, delivery or both.
    lines : DataFrame
        One row a labelled line; ``source`` is ``offers`` or ``statements``, ``offer`` the id it stands in
        (its own id for a loose statement), ``words`` its folded words joined by spaces.
    words : tuple of tuple of str
        Folded words of each offer, in the order of ``offers``.
    """

    offers: pd.DataFrame
    lines: pd.DataFrame
    words: tuple[tuple[str, ...], ...]


def portrait(corpus: Corpus) -> Portrait:
    """Return the tables of a corpus."""
    offers: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    words: list[tuple[str, ...]] = []
    for o in corpus.offers:
        found = tuple(token.word for token in tokens(o.description))
        sided = float(np.mean([span.side != "none" for span in o.spans])) if o.spans else None
        claim = read_title(o.title).claim
        size = (len(o.spans), len(o.description), len(found))
        offers.append((o.id, o.lang, o.group, o.role, claim, o.family, *size, sided))
        words.append(found)
        for span in o.spans:
            said = _folded(o.description[span.start : span.end])
            lines.append(("offers", o.id, o.lang, o.group, said, span.zone, span.side, span.facets))
    for s in corpus.statements:
        group = s.id.split("-")[0]
        lines.append(("statements", s.id, s.lang, group, _folded(s.text), s.zone, s.side, s.facets))
    return Portrait(
        pd.DataFrame(offers, columns=list(_OFFER_COLUMNS)),
        pd.DataFrame(lines, columns=list(_LINE_COLUMNS)),
        tuple(words),
    )


def _folded(text: str) -> str:
    return " ".join(token.word for token in tokens(text))


# --- Counts ----------------------------------------------------------------------------------------------


def shares(values: Iterable[str | None], order: Sequence[str]) -> pd.DataFrame:
    """Return how often each of ``order`` occurs: columns ``count`` and ``percent`` of all the values."""
    counts = Counter(values)
    total = max(1, sum(counts.values()))
    kept = [(name, counts[name], 100 * counts[name] / total) for name in order]
    return pd.DataFrame(kept, columns=["label", "count", "percent"]).set_index("label")


def claims_by_role(offers: pd.DataFrame) -> pd.DataFrame:
    """Return the number of offers by what the title claims (rows) and what the duties are (columns)."""
    table = pd.crosstab(offers["claim"], offers["role"])
    return table.reindex(index=list(CLAIMS), columns=list(ROLES), fill_value=0)


def zones_by_side(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the number of lines by zone (rows) and side (columns)."""
    table = pd.crosstab(lines["zone"], lines["side"])
    return table.reindex(index=list(ZONES), columns=list(SIDE_LABELS), fill_value=0)


def facet_counts(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the number of lines that bear each facet, by language; a line may bear several."""
    spread = lines[["lang", "facets"]].explode("facets").dropna()
    table = pd.crosstab(spread["facets"], spread["lang"])
    return table.reindex(index=list(FACETS), columns=list(LANGS), fill_value=0)


def length_quantiles(given: Portrait) -> pd.DataFrame:
    """Return quantiles of the offers' lines, characters, words and duty share, and of the lines' words."""
    said = given.lines.loc[given.lines["source"] == "offers", "words"]
    rows = {
        "lines of an offer": given.offers["lines"],
        "characters of an offer": given.offers["characters"],
        "words of an offer": given.offers["words"],
        "words of a line of an offer": said.map(lambda words: len(words.split())),
        "% of its lines with a side": 100 * given.offers["sided"].astype(float),
    }
    table = {name: values.astype(float).quantile(list(QUANTILES)) for name, values in rows.items()}
    return pd.DataFrame(table).T.rename(columns=lambda q: f"{100 * q:.0f} %")


# --- Variety ---------------------------------------------------------------------------------------------


def running_words(given: Portrait, lang: str | None = None, seed: int = 0) -> list[str]:
    """Return the words of the offers one after the other, offers shuffled, of one language or of all."""
    kept = [w for w, found in zip(given.words, given.offers["lang"], strict=True) if lang in (None, found)]
    order = np.random.default_rng(seed).permutation(len(kept))
    return [word for i in order for word in kept[i]]


def vocabulary_growth(given: Portrait) -> pd.DataFrame:
    """Return the distinct words met in the first 10,000, 50,000, 100,000 and all words, by language."""
    rows = {}
    for lang in (None, *LANGS):
        read = running_words(given, lang)
        seen = [len(set(read[:n])) if len(read) >= n else None for n in GROWTH]
        rows[lang or "both languages"] = [*seen, len(set(read)), len(read)]
    columns = [*(f"at {n // 1000}k words" for n in GROWTH), "in all", "words in all"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype("Int64")


def distinct_ngrams(given: Portrait) -> pd.DataFrame:
    """Return the distinct n-grams per n-gram (n = 2, 3) of the first 40,000 words of each language.

    See Li et al. (2016), "A diversity-promoting objective function for neural conversation models".
    """
    rows = {}
    for lang in LANGS:
        read = running_words(given, lang)[:VARIETY_SAMPLE]
        rows[lang] = [len(shingles(read, n)) / max(1, len(read) - n + 1) for n in (2, 3)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["distinct-2", "distinct-3"])


def repeated_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines said word for word in more than one offer (accents, case and signs aside).

    Returns
    -------
    DataFrame
        The lines, most repeated first: columns ``offers`` (how many hold it), ``zone`` and ``side`` (of its
        first occurrence), indexed by the folded words.
    """
    said = lines[lines["words"] != ""].groupby("words")
    table = said.agg(offers=("offer", "nunique"), zone=("zone", "first"), side=("side", "first"))
    return table[table["offers"] > 1].sort_values("offers", ascending=False, kind="stable")


def repeated_share(lines: pd.DataFrame) -> float:
    """Return the share of the lines that are said word for word in another offer too."""
    return float(lines["words"].isin(repeated_lines(lines).index).mean()) if len(lines) else 0.0


def shingles(words: Sequence[str], size: int = SHINGLE) -> set[tuple[str, ...]]:
    """Return every run of ``size`` words."""
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def nearest_duplicates(texts: Sequence[Sequence[str]], size: int = SHINGLE) -> pd.DataFrame:
    """Return the nearest neighbour of each text by its runs of words.

    Parameters
    ----------
    texts : sequence of sequences of str
        Words of each text.
    size : int
        Words in a shingle.

    Returns
    -------
    DataFrame
        One row a text: ``nearest``, the index of the other text, and ``jaccard``, the shingles in common over
        the shingles of the two, from 0 to 1. Exact: every pair is compared.
    """
    index: dict[tuple[str, ...], int] = {}
    held = [[index.setdefault(s, len(index)) for s in shingles(words, size)] for words in texts]
    bounds = np.cumsum([0, *map(len, held)])
    columns = np.array([i for ids in held for i in ids], dtype=np.int64)
    table = sp.csr_matrix((np.ones(len(columns)), columns, bounds), shape=(len(held), max(1, len(index))))
    common = (table @ table.T).toarray()
    sizes = np.diff(bounds)
    union = sizes[:, None] + sizes[None, :] - common
    jaccard = common / np.maximum(union, 1)
    np.fill_diagonal(jaccard, -1.0)
    return pd.DataFrame({"nearest": jaccard.argmax(axis=1), "jaccard": np.maximum(jaccard.max(axis=1), 0.0)})


# --- What leans where ------------------------------------------------------------------------------------


def leaning_words(lines: pd.DataFrame, lang: str, top: int = 15) -> pd.DataFrame:
    """Return the words that lean most to discovery and to delivery in a language's lines of one side.

    The lean is the z-score of the log-odds with a Dirichlet prior of Monroe, Colaresi and Quinn (2008),
    "Fightin' Words": positive for discovery, negative for delivery.

    Returns
    -------
    DataFrame
        Column ``lean`` indexed by word, most delivery first, most discovery last; ``2 * top`` rows at most.
    """
    said = lines[lines["lang"] == lang].groupby("side")["words"].agg(" ".join)
    counts = [Counter(said.get(side, "").split()) for side in ("discovery", "delivery")]
    prior = counts[0] + counts[1]
    total = sum(prior.values())
    sums = [sum(c.values()) for c in counts]
    lean = {}
    for word, both in prior.items():
        if len(word) < 3:
            continue
        a, b = (counts[i][word] + both for i in (0, 1))
        odds = np.log(a / (sums[0] + total - a)) - np.log(b / (sums[1] + total - b))
        lean[word] = float(odds / np.sqrt(1 / a + 1 / b))
    ranked = pd.DataFrame({"lean": pd.Series(lean, dtype=float)}).sort_values("lean", kind="stable")
    return ranked if len(ranked) <= 2 * top else pd.concat([ranked.head(top), ranked.tail(top)])


# --- Authored or not -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldApart:
    """How well words tell two collections apart: cross-validated, 0.5 is chance and the best result for us.

    ``ours`` and ``theirs`` are the single words that weigh most for each, heaviest first.
    """

    accuracy: float
    auc: float
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


def tell_apart(
    ours: Sequence[str],
    theirs: Sequence[str],
    groups: Sequence[str] | None = None,
    *,
    top: int = 15,
    least: int = 20,
    random_state: int = 0,
) -> ToldApart:
    """Cross-validate a TF-IDF and logistic-regression classifier that tells two collections of texts apart.

    Parameters
    ----------
    ours, theirs : sequence of str
        Folded words joined by spaces: layout, accents, case and punctuation are not seen.
    groups : sequence of str, optional
        What each text of ``ours`` then ``theirs`` belongs to: texts of one group stay in one fold.
    top : int
        Words to name for each collection.
    least : int
        Groups that must hold a word for it to be named: an employer's name tells nothing of the others.
    """
    texts = np.array([*ours, *theirs], dtype=object)
    y = np.repeat([1, 0], [len(ours), len(theirs)])
    held = np.arange(len(texts)) if groups is None else np.array(groups)
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=random_state)
    scored: npt.NDArray[np.float64] = cross_val_predict(
        _classifier((1, 2)), texts, y, groups=held, cv=folds, method="decision_function"
    )
    words = _classifier((1, 1)).fit(texts, y)
    names = words[0].get_feature_names_out()
    held_by = Counter(
        word for _, word in {(g, w) for g, t in zip(held, texts, strict=True) for w in t.split()}
    )
    ranked = [str(names[i]) for i in np.argsort(words[1].coef_[0]) if held_by[str(names[i])] >= least]
    return ToldApart(
        accuracy=float(balanced_accuracy_score(y, scored > 0)),
        auc=float(roc_auc_score(y, scored)),
        ours=tuple(ranked[: -top - 1 : -1]),
        theirs=tuple(ranked[:top]),
    )


def _classifier(ngrams: tuple[int, int]) -> Any:
    vectorizer = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, ngram_range=ngrams, min_df=3, sublinear_tf=True
    )
    return make_pipeline(vectorizer, LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear"))


def copied_runs(ours: Portrait, theirs: Portrait, size: int = COPIED_RUN) -> dict[str, set[str]]:
    """Return, by offer of ``ours``, the runs of ``size`` words that stand in an offer of ``theirs`` too."""
    known = set().union(*(shingles(words, size) for words in theirs.words))
    found = {
        offer: {" ".join(run) for run in shingles(words, size) & known}
        for offer, words in zip(ours.offers["id"], ours.words, strict=True)
    }
    return {offer: runs for offer, runs in found.items() if runs}


# --- The report ------------------------------------------------------------------------------------------


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the description of the corpus; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pm_or_po.training.describe", description=main.__doc__)
    parser.add_argument("--corpus", type=Path, action="append", help="labelled file or folder (data/)")
    parser.add_argument("--against", type=Path, help="labelled file to set beside it, such as real offers")
    given = parser.parse_args(arguments)
    try:
        corpus = read_corpus(given.corpus or default_corpus())
        against = read_corpus([given.against]) if given.against else None
    except PmOrPoError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(corpus, against, given.against.stem if given.against else ""), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
