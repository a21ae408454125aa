"""A labelled collection as tables, and what is counted in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd

from pm_or_po.scoring.outputs import ZONES
from pm_or_po.taxonomy import FACETS, LANGS, ROLES
from pm_or_po.text.title import Claim, read_title
from pm_or_po.text.tokens import tokens
from pm_or_po.training.corpus import Corpus
from pm_or_po.training.rows import SIDE_LABELS

CLAIMS: tuple[Claim, ...] = get_args(Claim)
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
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
