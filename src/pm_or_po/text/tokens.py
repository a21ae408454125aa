"""Cut text into folded words that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

APOSTROPHES = "'’ʼ‘`´"
# Compounds that mean one thing and would be lost if cut at their sign.
_COMPOUNDS = (
    r"go[- ]to[- ]market|time[- ]to[- ]market|end[- ]to[- ]end|bout en bout|"
    r"[abAB]/[bB](?=\W|$)|[rR]&(?:amp;)?[dD]|[pP]&(?:amp;)?[lL]|[qQ]&(?:amp;)?[aA]|[cC][iI]/[cC][dD]|"
    r"[uU][xX]/[uU][iI]|[uU][iI]/[uU][xX]|[pP][mM]/[pP][oO]|[pP][oO]/[pP][mM]|[bB]2[bB2cC]+|[cC]\+\+|[cC]#|\.[nN][eE][tT]\b"
)
# A feminine or plural ending written inclusively: développeur·euse·s, chargé(e)s, chef.fe, client/e.
_ENDINGS = (
    r"e|es|s|fe|fes|ne|nes|le|les|ve|ves|se|ses|re|res|te|tes|ère|ères|"
    r"rice|rices|trice|trices|euse|euses|ice|ices"
)
_INCLUSIVE = (
    rf"(?:(?:[·•‧⋅∙]|\.(?=\w))(?:{_ENDINGS})\b(?:[·•‧⋅∙.]s\b)?"
    rf"|[(](?:-?(?:{_ENDINGS}))[)]s?|/-?(?:{_ENDINGS})\b)"
)
_TOKEN = re.compile(
    rf"(?P<compound>(?<!\w)(?:{_COMPOUNDS})(?!\w))"
    rf"|(?P<elided>(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|aujourd)[{APOSTROPHES}](?=\w))"
    rf"|(?P<word>[^\W_]+){_INCLUSIVE}?",
    re.IGNORECASE,
)


# Most texts hold only plain words and elisions, for which quicker patterns do: here an elision is an empty group.
_WORD = re.compile(r"[^\W_]+")
_WORD_OR_ELISION = re.compile(
    rf"(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|aujourd)[{APOSTROPHES}](?=\w)|([^\W_]+)", re.IGNORECASE
)
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# They do not know compounds and inclusive endings; a text that holds one holds one of these.
_PECULIAR = re.compile(
    r"[&+#]|[·•‧⋅∙.](?=\w)|/(?:[bB]|[cC][dD]|[uU][iIxX]|[pP][oOmM])(?!\w)"
    r"|/-?[^\W\d_]{0,5}[eEsSſ](?!\w)|\(-?[^\W\d_]{0,5}[eEsSſ]\)"
)
_SPACED = re.compile(r"(?:go|time|end)[- ]to[- ]|bout en bout", re.IGNORECASE)


class Token(NamedTuple):
    """A folded word and the characters of the text it came from: ``text[start:end]``."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=12_000)
def fold(word: str) -> str:
    """Return the word in lower case, without accents or ligatures: ``Cœur`` gives ``coeur``, ``Été`` gives ``ete``."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize(
        "NFKD", word.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    ).lower()
    return "".join(c for c in plain if not unicodedata.combining(c))


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order, folded, elisions dropped, inclusive endings cut back to the plain
    form.

    Compounds such as ``A/B``, ``R&D``, ``P&L`` and ``go-to-market`` stay whole (``a/b``, ``r&d``, ``p&l``,
    ``go-to-market``). Offsets are characters of ``text`` as given, so accents typed as separate characters
    must be composed first (see ``pm_or_po.text.clean``).
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "elided":
            continue
        word = match.group(kind) if kind else match.group()
        if kind == "compound":
            word = word.replace("&amp;", "&").replace(" ", "-")
        found.append(Token(fold(word), match.start(), match.end()))
    return found


def folded_words(text: str) -> list[str]:
    """Return the words of ``tokens(text)`` alone, found faster."""
    if _APOSTROPHE.search(text):
        found = [fold(word) for word in _WORD_OR_ELISION.findall(text) if word]
    else:
        found = list(map(fold, _WORD.findall(text)))
    spaced = ("to" in found or "bout" in found) and _SPACED.search(text)
    return [token.word for token in tokens(text)] if spaced or _PECULIAR.search(text) else found
