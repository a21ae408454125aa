"""Put the figures of the last training into both READMEs, between their two ``figures`` comments.

With ``--check``, only tell whether the READMEs are in step with ``models/pm-or-po.metrics.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pm_or_po.taxonomy import Bilingual, Lang

ROOT = Path(__file__).resolve().parents[1]
METRICS = ROOT / "models" / "pm-or-po.metrics.json"
READMES: Mapping[Lang, Path] = {"en": ROOT / "README.md", "fr": ROOT / "README.fr.md"}
OPEN, CLOSE = "<!-- figures -->\n", "<!-- /figures -->"
COLUMNS = {
    "macro_f1": Bilingual(fr="rôle (macro-F1)", en="role (macro-F1)"),
    "pm_vs_po_accuracy": Bilingual(fr="PM ou PO (exactitude)", en="PM or PO (accuracy)"),
    "pm_overclaim_found": Bilingual(fr="titres PM abusifs (F1)", en="overstated PM titles (F1)"),
    "lines_discovery": Bilingual(fr="lignes de discovery (F1)", en="discovery lines (F1)"),
    "lines_delivery": Bilingual(fr="lignes de delivery (F1)", en="delivery lines (F1)"),
}
ROWS = {
    "this model": Bilingual(fr="**pm-or-po**", en="**pm-or-po**"),
    "keywords alone": Bilingual(fr="mots-clés seuls", en="keywords alone"),
    "title alone": Bilingual(fr="titre seul", en="title alone"),
    "majority": Bilingual(fr="rôle le plus fréquent", en="commonest role"),
}
_NOTE = Bilingual(
    fr="{offers} offres écrites pour ce projet ; intervalle à 95 % du premier chiffre : {low} à {high}.",
    en="{offers} offers written for this project; 95% interval of the first figure: {low} to {high}.",
)


def _cell(value: Any, lang: Lang) -> str:
    if isinstance(value, dict):  # what never says a title is overstated has no F1 to compare
        value = None if value["precision"] is None else value["f1"]
    if value is None:
        return "–"
    return f"{value:.2f}".replace(".", "," if lang == "fr" else ".")


def table(metrics: Mapping[str, Mapping[str, Any]], lang: Lang) -> str:
    """Return the Markdown table and note of a README from what ``pm-or-po train`` measured.

    Raises
    ------
    ValueError
        If the metrics lack the model or a baseline.
    """
    absent = [row for row in ROWS if row not in metrics]
    if absent:
        raise ValueError(f"The metrics lack {', '.join(absent)}: run 'pm-or-po train' again.")
    heads = " | ".join(name(lang) for name in COLUMNS.values())
    lines = [f"| | {heads} |", "|---" + "|---:" * len(COLUMNS) + "|"]
    for row, name in ROWS.items():
        cells = [_cell(metrics[row].get(column), lang) for column in COLUMNS]
        lines.append(f"| {name(lang)} | " + " | ".join(cells) + " |")
    model = metrics["this model"]
    low, high = (_cell(bound, lang) for bound in model["macro_f1_ci95"])
    offers = f"{model['offers']:,}"
    if lang == "fr":
        offers = offers.replace(",", "\N{NO-BREAK SPACE}")
    return "\n".join([*lines, "", _NOTE(lang).format(offers=offers, low=low, high=high)]) + "\n"


def fill(page: str, content: str) -> str:
    """Return a page with the content between its two markers.

    Raises
    ------
    ValueError
        If the page has not exactly one pair of markers.
    """
    before, opened, rest = page.partition(OPEN)
    _, closed, after = rest.partition(CLOSE)
    if not opened or not closed or OPEN in after:
        raise ValueError(f"A README needs one {OPEN.strip()} and one {CLOSE} after it.")
    return before + opened + content + closed + after


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the figures, or check them; return the exit code."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    if not METRICS.is_file():
        print(f"There is no {METRICS}: run 'make train'.", file=sys.stderr)
        return 2
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    stale = []
    for lang, path in READMES.items():
        page = path.read_text(encoding="utf-8")
        wanted = fill(page, table(metrics, lang))
        if wanted != page:
            stale.append(path.name)
            if not check:
                path.write_text(wanted, encoding="utf-8")
    if check:
        told = f"The figures of {' and '.join(stale)} are not those of {METRICS.name}: run 'make docs'."
        print(told if stale else "The figures of both READMEs are those of the last training.")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
