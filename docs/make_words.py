"""Write the files of words that come from the corpus: ``known_words.toml`` and ``openers.toml``.

By the first a word that a hyphen cuts at a line end is told from a compound, by the second items that lost their marks
and line ends are told apart. They are files of ``src/pm_or_po/text/``; tests hold them beside what this makes.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pm_or_po.text.tokens import fold, folded_words
from pm_or_po.training.corpus import Corpus, default_corpus, read_corpus
from pm_or_po.training.tool import tool

FOLDER: Final = Path(__file__).resolve().parents[1] / "src" / "pm_or_po" / "text"
SHORTEST: Final = 5  # letters of a known word
LEAST_MET: Final = 5  # times
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
LEAST_OPENED: Final = 8  # duties that a word opens
SHARE: Final = 10  # times as many as it opens other lines
# Openers that are names of departments, tools or documents as well: "le responsable Support", "l'équipe Design".
NAMES: Final = frozenset({
    "analysis", "assistance", "brief", "co", "communication", "controle", "design", "document", "documentation",
    "execution", "he", "interface", "line", "log", "map", "mesure", "model", "order", "partner", "partners", "plan",
    "plans", "production", "report", "schedule", "se", "suivi", "support", "survey", "tests", "train", "validation",
    "vendor", "watch",
})  # fmt: skip
KNOWN_HEAD: Final = """\
# Words of job offers, by which a word cut at a line end is told from a compound: those of five letters or
# more met five times or more, in small letters and outside compounds, in data/offers and data/statements; folded
# (lower case, no accents). Written by `python docs/make_words.py`.

"""
OPENERS_HEAD: Final = """\
# Words that open duties, by which an item that lost its mark and line end is told: first words of eight
# duties or more of data/offers and data/statements, and of ten times as many duties as other lines, but for those that
# are names as well; folded (lower case, no accents). Written by `python docs/make_words.py`.

"""


def known_words(texts: Iterable[str]) -> list[str]:
    """Return the words that stand often enough in the texts, alone and in small letters: folded, in order."""
    met = Counter(fold(word) for text in texts for word in _WORD.findall(text) if word.islower())
    return sorted(word for word, times in met.items() if times >= LEAST_MET and len(word) >= SHORTEST)


def texts_of(corpus: Corpus) -> list[str]:
    """Return the descriptions of the offers, then the loose statements."""
    return [*(offer.description for offer in corpus.offers), *(one.text for one in corpus.statements)]


def openers(lines: Iterable[tuple[str, bool]]) -> list[str]:
    """Return the words that open duties, in order, from the text of each line and whether it is a duty."""
    duties, others = Counter[str](), Counter[str]()
    for text, duty in lines:
        for first in folded_words(text)[:1]:
            (duties if duty else others)[first] += 1
    found = (word for word, times in duties.items() if times >= max(LEAST_OPENED, SHARE * others[word]))
    return sorted(word for word in found if word.isalpha() and word not in NAMES)


def lines_of(corpus: Corpus) -> Iterator[tuple[str, bool]]:
    """Yield the labelled lines of the offers, then the loose statements."""
    for offer in corpus.offers:
        for span in offer.spans:
            yield offer.description[span.start : span.end], span.zone == "duty"
    for one in corpus.statements:
        yield one.text, one.zone == "duty"


def page(head: str, words: Iterable[str]) -> str:
    """Return a file's text."""
    return head + 'words = """\n' + textwrap.fill(" ".join(words), 119) + '\n"""\n'


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Write the files."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    corpus = read_corpus(default_corpus())
    made = {
        "known_words.toml": (KNOWN_HEAD, known_words(texts_of(corpus))),
        "openers.toml": (OPENERS_HEAD, openers(lines_of(corpus))),
    }
    for name, (head, words) in made.items():
        (FOLDER / name).write_text(page(head, words), encoding="utf-8")
        print(f"{name}: {len(words)} words")


if __name__ == "__main__":
    sys.exit(main())
