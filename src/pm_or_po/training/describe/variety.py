"""How varied the texts of a labelled collection are: vocabulary, repeated lines, near-duplicate offers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy.sparse as sp

from pm_or_po.taxonomy import LANGS
from pm_or_po.training.describe.tables import Portrait

GROWTH = (10_000, 50_000, 100_000)  # words read
SHINGLE = 5  # words in a row: near-duplicate offers
VARIETY_SAMPLE = 40_000  # words of a language over which n-grams are compared


def running_words(given: Portrait, lang: str | None = None) -> list[str]:
    """Return the words of the offers one after the other, offers shuffled, of one language or of all."""
    kept = [w for w, found in zip(given.words, given.offers["lang"], strict=True) if lang in (None, found)]
    order = np.random.default_rng(0).permutation(len(kept))
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


def shingles(words: Sequence[str], size: int) -> set[tuple[str, ...]]:
    """Return every run of ``size`` words."""
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def nearest_duplicates(texts: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Return the nearest neighbour of each text by its runs of words.

    Parameters
    ----------
    texts : sequence of sequences of str
        Words of each text.

    Returns
    -------
    DataFrame
        One row a text: ``nearest``, the index of the other text, and ``jaccard``, the shingles in common over
        the shingles of the two, from 0 to 1. Exact: every pair is compared.
    """
    index: dict[tuple[str, ...], int] = {}
    held = [[index.setdefault(s, len(index)) for s in shingles(words, SHINGLE)] for words in texts]
    bounds = np.cumsum([0, *map(len, held)])
    columns = np.array([i for ids in held for i in ids], dtype=np.int64)
    table = sp.csr_matrix((np.ones(len(columns)), columns, bounds), shape=(len(held), max(1, len(index))))
    common = (table @ table.T).toarray()
    sizes = np.diff(bounds)
    union = sizes[:, None] + sizes[None, :] - common
    jaccard = common / np.maximum(union, 1)
    np.fill_diagonal(jaccard, -1.0)
    return pd.DataFrame({"nearest": jaccard.argmax(axis=1), "jaccard": np.maximum(jaccard.max(axis=1), 0.0)})
