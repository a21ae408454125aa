"""Write ``known_words.toml`` from the corpus: by it, a word that a hyphen cuts at a line end is told from a compound.

The file is one of ``src/pm_or_po/text/``; a test holds it beside what this makes.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pm_or_po.text.tokens import fold
from pm_or_po.training.corpus import Corpus, default_corpus, read_corpus
from pm_or_po.training.tool import tool

FILE: Final = Path(__file__).resolve().parents[1] / "src" / "pm_or_po" / "text" / "known_words.toml"
SHORTEST: Final = 5  # letters
LEAST: Final = 5  # times
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
_HEAD = """# Words of job offers, by which a word cut at a line end is told from a compound: those of five letters or
# more met five times or more, in small letters and outside compounds, in data/offers and data/statements; folded
# (lower case, no accents). Written by `python docs/make_known_words.py`.

"""


def known_words(texts: Iterable[str]) -> list[str]:
    """Return the words that stand often enough in the texts, alone and in small letters: folded, in order."""
    met = Counter(fold(word) for text in texts for word in _WORD.findall(text) if word.islower())
    return sorted(word for word, times in met.items() if times >= LEAST and len(word) >= SHORTEST)


def texts_of(corpus: Corpus) -> list[str]:
    """Return the descriptions of the offers, then the loose statements."""
    return [*(offer.description for offer in corpus.offers), *(one.text for one in corpus.statements)]


def page(words: Iterable[str]) -> str:
    """Return the file's text."""
    return _HEAD + 'words = """\n' + textwrap.fill(" ".join(words), 119) + '\n"""\n'


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Write the file."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    words = known_words(texts_of(read_corpus(default_corpus())))
    FILE.write_text(page(words), encoding="utf-8")
    print(f"{len(words)} words")


if __name__ == "__main__":
    sys.exit(main())
