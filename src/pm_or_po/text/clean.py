"""Make an offer's text plain without losing where each character came from."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

_HTML = re.compile(
    r"<(?:/?(?:p|br|li|ul|ol|div|span|strong|b|em|i|u|h[1-6]|table|tr|td|a|section|html|body)\b[^<>]{0,500}|!--)>?"
)
_ESCAPED_HTML = re.compile(r"&lt;/?(?:p|br|li|ul|ol|div|span|strong|b|em|h[1-6])\b")
_ENTITY = r"&(?:[a-zA-Z]{2,10}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
_MENDED = (
    r"(?P<line>\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029])"
    r"|(?P<space>[\t\xa0\u2000-\u200a\u202f\u205f\u3000])"
    r"|(?P<drop>[\x00-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0f\ud800-\udfff])"
    r"|(?P<accent>[^\W\d_][\u0300-\u036f]+)"
    r"|(?P<escape>\\u00[0-9a-fA-F]{2})"
    rf"|(?P<entity>{_ENTITY})"
)
_PLAIN = re.compile(_MENDED)
_MARKUP = re.compile(
    r"(?P<drop_block><!--(?:(?!<!--).){0,20000}?-->|<(?:script|style)\b(?:(?!<(?:script|style)\b).){0,20000}?</(?:script|style)>)"
    r"|(?P<item><li\b[^<>]{0,500}>)"
    r"|(?P<block></?(?:p|br|ul|ol|div|h[1-6]|table|tr|section|article|header|footer|html|body|li)\b[^<>]{0,500}>)"
    r"|(?P<tag></?[a-zA-Z][^<>]{0,500}>)"
    rf"|{_MENDED}",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CleanText:
    """Plain text and, for each of its characters, the place it came from.

    Attributes
    ----------
    text : str
        Composed characters (NFC), ``\\n`` line ends, no markup, no invisible characters.
    origin : list of int or None
        ``origin[i]`` is the offset in the source of ``text[i]``, with one more entry for the end; None when
        the text is the source.
    """

    text: str
    origin: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]`` stands in the source, as offsets (start, end)."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + self._width(
            end - 1
        ) if end > start else self.origin[start]

    def _width(self, index: int) -> int:
        assert self.origin is not None
        return (
            max(1, self.origin[index + 1] - self.origin[index])
            if self.origin[index + 1] > self.origin[index]
            else 1
        )


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    piece = match.group()
    if kind in ("line", "block"):
        return "\n"
    if kind == "item":
        return "\n- "
    if kind == "space":
        return " "
    if kind == "accent":
        return unicodedata.normalize("NFC", piece)
    if kind == "escape":
        return chr(int(piece[4:], 16))
    if kind == "entity":
        return html.unescape(piece).replace("\xa0", " ")
    return ""


def _rewrite(source: CleanText, pattern: re.Pattern[str]) -> CleanText:
    """Replace every match and keep the way back; characters of a replacement all point at its match's start."""
    text = source.text
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = _replacement(match)
        pieces.append(text[done:start])
        origin.extend(range(done, start))
        pieces.append(new)
        origin.extend([start] * len(new))
        done = end
    if not pieces:
        return source
    pieces.append(text[done:])
    origin.extend(range(done, len(text) + 1))
    if source.origin is not None:
        origin = [source.origin[i] for i in origin]
    return CleanText("".join(pieces), origin)


def clean(description: str) -> CleanText:
    """Return the description as plain text, with the way back to its own characters.

    Line ends become ``\\n``; HTML tags become line breaks or nothing and entities their characters (twice
    where the HTML
    was itself escaped); letters followed by separate accents are composed; invisible and control characters
    go. Markdown marks stay: they are harmless and tell headings.
    """
    plain = CleanText(description, None)
    if _ESCAPED_HTML.search(description):
        plain = _rewrite(plain, _PLAIN)
    return _rewrite(plain, _MARKUP if _HTML.search(plain.text) else _PLAIN)
