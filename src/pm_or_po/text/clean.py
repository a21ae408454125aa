"""Make an offer's text plain without losing where each character came from.

The words that a hyphen may cut at a line end are in ``known_words.toml`` next to this module.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Final

from pm_or_po.packaged import packaged
from pm_or_po.text.tokens import WORD_GOES_ON, fold

_HTML = re.compile(
    r"(?i)<(?:/?(?:p|br|li|ul|ol|div|span|strong|b|em|i|u|h[1-6]|table|tr|td|a|section|html|body)\b[^<>]{0,500}|!--)>?"
)
_ESCAPED_HTML = re.compile(r"(?i)&lt;/?(?:p|br|li|ul|ol|div|span|strong|b|em|h[1-6])\b")
ENTITY: Final = r"&(?:[a-zA-Z]{2,10}|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});"
_SMALL = "a-zà-öø-ÿœ"
_SIGN = (
    r"(?P<line>\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029])"
    r"|(?P<space>[\t\xa0\u2000-\u200a\u202f\u205f\u3000])"
    r"|(?P<drop>[\x00-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0f\ud800-\udfff]"
    rf"(?-i:(?!(?<=[{_SMALL}]\u00ad)[ \t]*(?:\r\n?|\n)[ \t]*[{_SMALL}])))"
    r"|(?P<accent>[^\W\d_][\u0300-\u036f]+)"
)
_MENDED = rf"{_SIGN}|(?P<escape>\\u00[0-9a-fA-F]{{2}})|(?P<entity>{ENTITY})"
_SIGNS, _PLAIN = re.compile(_SIGN), re.compile(_MENDED)
_ENTITY_OR_ESCAPE = re.compile(rf"{ENTITY}|\\u00")
_MARK = re.compile("[\u0300-\u036f\ufe0f]")
_MARKUP = re.compile(
    r"(?P<drop_block><!--(?:(?!<!--).){0,20000}?-->|<(?:script|style)\b(?:(?!<(?:script|style)\b).){0,20000}?</(?:script|style)>)"
    r"|(?P<item><li\b[^<>]{0,500}>)"
    r"|(?P<block></?(?:p|br|ul|ol|div|h[1-6]|table|tr|section|article|header|footer|html|body|li)\b[^<>]{0,500}>)"
    r"|(?P<cell></?t[dh]\b[^<>]{0,500}>)"
    r"|(?P<tag></?[a-zA-Z][^<>]{0,500}>)"
    rf"|{_MENDED}",
    re.DOTALL | re.IGNORECASE,
)
# Letters that stand for bullets of Word where their font is lost, if several lines open with one; "§ 2" is a law's.
_LOST_BULLETS = {
    letter: re.compile(rf"^ *(?P<bullet>{letter}) {not_before}", re.MULTILINE)
    for letter, not_before in (("Ø", ""), ("ü", ""), ("§", r"(?! *\d)"))
}
# A line end of the source of HTML whose paragraphs or items are closed is a blank; before a small letter it surely is.
_CLOSED = ("</p>", "</li>")
_WRAPPED = re.compile(rf"(?P<space>\n)(?<![-\u2010\u00ad]\n)[ \t]*(?=[{_SMALL}])(?!o\s|\w[.)])")
# A hyphen between small letters at a line end, soft or not; the halves of a word around it.
_LINE_END_HYPHEN = re.compile(rf"(?P<hyphen>[-\u2010\u00ad](?<=[{_SMALL}].) *\n *)(?=[{_SMALL}])")
_MAY_BE_HYPHEN = re.compile(r"\n(?<=[- \u2010\u00ad]\n)")
_FIRST_HALF, _SECOND_HALF = re.compile(r"(?<![\w-])[^\W\d_]+$"), re.compile(r"[^\W\d_]+(?![\w-])")
_LONGEST_HALF = 30
# A quoted e-mail, which has lines with nothing but its mark, and that mark.
_QUOTED, _QUOTE_MARK = re.compile(r"^>[> ]*$", re.MULTILINE), re.compile(r"^(?P<drop>>[> ]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CleanText:
    """Plain text and, for each of its characters, the place it came from.

    Attributes
    ----------
    text : str
        Composed characters (NFC), ``\\n`` line ends, no markup, no invisible characters but soft hyphens at line ends.
    starts, ends : list of int or None
        ``text[i]`` came from the source's characters ``starts[i]`` to ``ends[i]``; None when the text is the source.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]``, not empty, stands in the source, as offsets (start, end)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def within(self, start: int, end: int) -> range:
        """Return which characters of ``text`` come from the source's characters ``start`` to ``end``."""
        if self.starts is None or self.ends is None:
            return range(start, end)
        return range(bisect_left(self.starts, start), bisect_right(self.ends, end))


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    piece = match[kind or 0]
    if kind in ("line", "block"):
        return "\n"
    if kind == "item":
        return "\n- "
    if kind in ("space", "cell"):
        return " "
    if kind == "bullet":
        return "•"
    if kind == "hyphen":
        return WORD_GOES_ON if piece[0] == "\u00ad" or _cuts_a_word(match) else "-\n"
    if kind == "accent":
        return unicodedata.normalize("NFC", piece)
    if kind == "escape":
        return chr(int(piece[4:], 16))
    if kind == "entity":
        return html.unescape(piece)
    return ""


def _cuts_a_word(hyphen: re.Match[str]) -> bool:
    """Tell whether a hyphen at a line end is none of a compound: without it there stands a word that is known."""
    text, (start, end) = hyphen.string, hyphen.span()
    first = _FIRST_HALF.search(text, max(0, start - _LONGEST_HALF), start)
    second = _SECOND_HALF.match(text, end, end + _LONGEST_HALF)
    return first is not None and second is not None and fold(first[0] + second[0]) in known_words()


@cache
def known_words() -> frozenset[str]:
    """Return the words of five letters or more that offers write in small letters, folded."""
    return frozenset(packaged("text/known_words.toml")["words"].split())


def _rewrite(source: CleanText, pattern: re.Pattern[str]) -> CleanText:
    """Replace every match and keep the way back: all characters of a replacement came from the whole match."""
    text = source.text
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        new = _replacement(match)
        pieces += [text[done:start], new]
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        starts.extend([start] * len(new))
        ends.extend([end] * len(new))
        done = end
    if not pieces:
        return source
    pieces.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    if source.starts is not None and source.ends is not None:
        starts = [source.starts[i] for i in starts]
        ends = [source.ends[i - 1] for i in ends]
    return CleanText("".join(pieces), starts, ends)


def _needs_nothing(text: str) -> bool:
    """Tell, quickly, that no part of ``_PLAIN`` is in a text; False says nothing."""
    return (
        text.replace("\n", " ").isprintable()
        and not _ENTITY_OR_ESCAPE.search(text)
        and (text.isascii() or not _MARK.search(text))
    )


def is_escaped_html(description: str) -> bool:
    """Tell whether a text holds HTML whose own signs are escaped: "&lt;li&gt;"."""
    return _ESCAPED_HTML.search(description) is not None


def clean(description: str) -> CleanText:
    """Return the description as plain text, with the way back to its own characters.

    Line ends become ``\\n``; HTML tags become line breaks or nothing and entities their characters (twice where the
    HTML was itself escaped); letters followed by separate accents are composed; invisible and control characters go,
    those that stood as entities too. Letters in the place of Word's bullets become bullets; the marks of a quoted
    e-mail go. Where a hyphen cuts a word at a line end, a soft one stands in its place: see ``WORD_GOES_ON``.
    Markdown marks stay: they are harmless and tell headings.
    """
    plain = CleanText(description)
    if is_escaped_html(description):
        plain = _rewrite(plain, _PLAIN)
    if _HTML.search(plain.text):
        if any(map(plain.text.__contains__, _CLOSED)):
            plain = _rewrite(plain, _WRAPPED)
        plain = _rewrite(plain, _MARKUP)
    elif not _needs_nothing(plain.text):
        plain = _rewrite(plain, _PLAIN)
    if _ENTITY_OR_ESCAPE.search(description):
        plain = _rewrite(plain, _SIGNS)
    for letter, mark in _LOST_BULLETS.items():
        if letter in plain.text and len(mark.findall(plain.text)) > 1:
            plain = _rewrite(plain, mark)
    if ">" in plain.text and _QUOTED.search(plain.text):
        plain = _rewrite(plain, _QUOTE_MARK)
    return _rewrite(plain, _LINE_END_HYPHEN) if _MAY_BE_HYPHEN.search(plain.text) else plain
