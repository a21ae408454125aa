"""Cut text into folded words that remember where they stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

WORD_GOES_ON = "\u00ad\n"  # stands in a word cut at a line end
APOSTROPHES = "'’ʼ‘`´"
# Compounds that mean one thing and would be lost if cut at their sign.
_COMPOUNDS = (
    r"go[- ]to[- ]market|time[- ]to[- ]market|end[- ]to[- ]end|bout en bout|"
    r"road[- ]maps?|back[- ]logs?|ab(?=[- ]test(?:s|ing)?\b)|"
    r"[abAB]/[bB](?=\W|$)|[rR]&(?:amp;)?[dD]|[pP]&(?:amp;)?[lL]|[qQ]&(?:amp;)?[aA]|[cC][iI]/[cC][dD]|"
    r"[uU][xX]/[uU][iI]|[uU][iI]/[uU][xX]|[pP][mM]/[pP][oO]|[pP][oO]/[pP][mM]|[bB]2[bB2cC]+|[cC]\+\+|[cC]#|\.[nN][eE][tT]\b"
)
# Other ways to write one word.
_SPELT = {
    "road-map": "roadmap",
    "road-maps": "roadmaps",
    "back-log": "backlog",
    "back-logs": "backlogs",
    "ab": "a/b",
}
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
    rf"|(?P<word>[^\W_]+(?:{WORD_GOES_ON}[^\W_]+)*){_INCLUSIVE}?",
    re.IGNORECASE,
)


# Most texts hold only plain words and elisions, for which whole texts are folded character by character. Each pattern
# begins with a set of characters or a literal, which is found fast.
_ELISION_END = re.compile(
    rf"[{APOSTROPHES}](?=\w)(?:(?<=(?<!\w)[cdjlmnstCDJLMNST].)"
    r"|(?i:(?<=(?<!\w)qu.)|(?<=(?<!\w)jusqu.)|(?<=(?<!\w)lorsqu.)|(?<=(?<!\w)puisqu.)|(?<=(?<!\w)aujourd.)))"
)
_MANY_FROM_ONE = "µ¼½¾ÆÐØÞßæðøþ"  # letters of Latin-1 that are not folded to one letter of ASCII
# What is in every compound, inclusive ending and word that cannot be folded so, and in little else.
_PECULIAR = re.compile(
    rf"[&+#·•‧⋅∙./({_MANY_FROM_ONE}\u00ad](?:(?<=[{_MANY_FROM_ONE}\u00ad])|(?<=[cC][+#])|(?<=&)(?:amp;)?[aAdDlL]"
    rf"|(?i:(?<=[·•‧⋅∙.])(?:{_ENDINGS}|net)\b|(?<=/)(?:b|cd|ux|ui|po|pm|-?(?:{_ENDINGS}))\b|(?<=\()-?(?:{_ENDINGS})\)))"
)
_BEYOND_LATIN = re.compile(r"[^\W\x00-\xff]")
_SPACED = re.compile(
    r" to (?:(?<=go to )|(?<=time to )|(?<=end to ))|bout en bout| (?:road maps?|back logs?|ab test(?:s|ing)?)(?= )"
)


class Token(NamedTuple):
    """A folded word and the characters of the text it came from: ``text[start:end]``."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=4_000)
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
    ``go-to-market``), however they are written (``AB tests``, ``road map``). Offsets are characters of ``text`` as
    given, so accents typed as separate characters must be composed first (see ``pm_or_po.text.clean``).
    """
    return [Token(word, match.start(), match.end()) for word, match in _found(text)]


def _found(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "elided":
            continue
        word = match.group(kind) if kind else match.group()
        if kind == "compound":
            word = word.replace("&amp;", "&").replace(" ", "-").lower()
            word = _SPELT.get(word, word)
        # Nothing is left of the voiced sound marks of half-width Japanese.
        if folded := fold(word.replace(WORD_GOES_ON, "")):
            yield folded, match


def folded_words(text: str) -> list[str]:
    """Return the words of ``tokens(text)`` alone, found faster."""
    return words_within(text, [(0, len(text))])[0]


def words_within(text: str, spans: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Return the words of ``tokens(text[start:end])`` for each span, in order and apart: found faster all at once."""
    padded = f" {text} "
    plain = _folded(padded)
    peculiar = _peculiar(padded, plain)
    found: list[list[str]] = []
    at = 0
    for start, end in spans:
        while peculiar[at] < start:
            at += 1
        apart = padded[start].isspace() and padded[end + 1].isspace()
        if apart and peculiar[at] > end:
            found.append(plain[start + 1 : end + 1].split())
        else:
            found.append([word for word, _ in _found(text[start:end])])
    return found


def _folded(text: str) -> str:
    """Return a text with every letter folded and all else blank, elisions too; it starts and ends blank."""
    plain = text.encode("latin-1", "replace").translate(_FOLDED).decode("ascii")
    pieces, done = [], 0
    for match in _ELISION_END.finditer(text):
        end = match.start()
        start = plain.rfind(" ", 0, end) + 1
        pieces += [plain[done:start], " " * (end - start)]
        done = end
    return "".join([*pieces, plain[done:]]) if pieces else plain


def _peculiar(text: str, plain: str) -> list[int]:
    """Return, in order, the places in a text of what ``_folded`` may get wrong, and one place past its end."""
    places = [match.start() for match in _PECULIAR.finditer(text)]
    places += [match.start() for match in _SPACED.finditer(plain)]
    if not text.isascii():
        places += [match.start() for match in _BEYOND_LATIN.finditer(text)]
    return [*sorted(places), len(text)]


def _folded_byte(code: int) -> str:
    letter = chr(code)
    return fold(letter) if letter.isalnum() and letter not in _MANY_FROM_ONE else " "


_FOLDED = "".join(map(_folded_byte, range(256))).encode("ascii")
