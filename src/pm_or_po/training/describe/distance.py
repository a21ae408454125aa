"""How far labelled collections and sides are from one another by their words, and what they copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from pm_or_po.training.describe.tables import Portrait
from pm_or_po.training.describe.variety import shingles

COPIED_RUN = 8  # words in a row: more than a stock phrase in common
LEAST_HOLDERS = 20  # groups that hold a word told of: an employer's name tells nothing of the others


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
    """
    texts = np.array([*ours, *theirs], dtype=object)
    y = np.repeat([1, 0], [len(ours), len(theirs)])
    held = np.arange(len(texts)) if groups is None else np.array(groups)
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    scored: npt.NDArray[np.float64] = cross_val_predict(
        _classifier((1, 2)), texts, y, groups=held, cv=folds, method="decision_function"
    )
    words = _classifier((1, 1)).fit(texts, y)
    names = words[0].get_feature_names_out()
    held_by = Counter(
        word for _, word in {(g, w) for g, t in zip(held, texts, strict=True) for w in t.split()}
    )
    ranked = [str(names[i]) for i in np.argsort(words[1].coef_[0]) if held_by[str(names[i])] >= LEAST_HOLDERS]
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
