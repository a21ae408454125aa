"""Write ``openers.toml`` from the corpus: by these words, items that lost their marks and line ends are told apart.

The file is one of ``src/pm_or_po/text/``; a test holds it beside what this makes.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pm_or_po.text.tokens import folded_words
from pm_or_po.training.corpus import Corpus, default_corpus, read_corpus
from pm_or_po.training.tool import tool

FILE: Final = Path(__file__).resolve().parents[1] / "src" / "pm_or_po" / "text" / "openers.toml"
LEAST: Final = 8  # duties that a word opens
SHARE: Final = 10  # times as many as it opens other lines
# Openers that are names of departments, tools or documents as well: "le responsable Support", "l'équipe Design".
NAMES: Final = frozenset({
    "analysis", "assistance", "brief", "co", "communication", "controle", "design", "document", "documentation",
    "execution", "he", "interface", "line", "log", "map", "mesure", "model", "order", "partner", "partners", "plan",
    "plans", "production", "report", "schedule", "se", "suivi", "support", "survey", "tests", "train", "validation",
    "vendor", "watch",
})  # fmt: skip
_HEAD = """# Words that open duties, by which an item that lost its mark and line end is told: first words of eight
# duties or more of data/offers and data/statements, and of ten times as many duties as other lines, but for those that
# are names as well; folded (lower case, no accents). Written by `python docs/make_openers.py`.

"""


def openers(lines: Iterable[tuple[str, bool]]) -> list[str]:
    """Return the words that open duties, in order, from the text of each line and whether it is a duty."""
    duties, others = Counter[str](), Counter[str]()
    for text, duty in lines:
        for first in folded_words(text)[:1]:
            (duties if duty else others)[first] += 1
    found = (word for word, times in duties.items() if times >= max(LEAST, SHARE * others[word]))
    return sorted(word for word in found if word.isalpha() and word not in NAMES)


def lines_of(corpus: Corpus) -> Iterator[tuple[str, bool]]:
    """Yield the labelled lines of the offers, then the loose statements."""
    for offer in corpus.offers:
        for span in offer.spans:
            yield offer.description[span.start : span.end], span.zone == "duty"
    for one in corpus.statements:
        yield one.text, one.zone == "duty"


def page(words: Iterable[str]) -> str:
    """Return the file's text."""
    return _HEAD + 'words = """\n' + textwrap.fill(" ".join(words), 119) + '\n"""\n'


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Write the file."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    words = openers(lines_of(read_corpus(default_corpus())))
    FILE.write_text(page(words), encoding="utf-8")
    print(f"{len(words)} words")


if __name__ == "__main__":
    sys.exit(main())
