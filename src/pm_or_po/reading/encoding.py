"""Tell in which encoding a text is written, and refuse what is no text."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pm_or_po.errors import InputError, Phrase

# How a file starts when it is no text, and what to call it.
_KINDS: Final = (
    (b"%PDF", Phrase("a-pdf")),
    (b"PK\x03\x04", Phrase("a-zip")),
    (b"PK\x05\x06", Phrase("an-empty-zip")),
    (b"\xd0\xcf\x11\xe0", Phrase("an-old-office-file")),
    (b"{\\rtf", Phrase("an-rtf")),
    (b"\x1f\x8b", Phrase("a-gzip")),
    (b"PAR1", Phrase("a-parquet")),
    (b"\x89PNG", Phrase("a-picture")),
    (b"\xff\xd8\xff", Phrase("a-picture")),
    (b"GIF8", Phrase("a-picture")),
)
_MARKS: Final = (  # UTF-32 first: its little-endian mark starts like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_IN_CP1252: Final = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])
# What French and English offers hold beside ASCII, and single-byte encodings that would show it as something else.
_USUAL: Final = "éèêëàâçùûüîïôöœæñÉÈÊÀÂÇÔŒ’‘“”…–—•·«»€°²™®©\xa0"
_RIVALS: Final = ("cp1252", "mac-roman", "cp850")
_HIGH: Final = {
    codec: {char.encode(codec) for char in _USUAL if char.encode(codec, "ignore")} for codec in _RIVALS
}
_ASCII: Final = bytes(range(128))
# "cœur", "œuvre", "45 k€": Windows-1252 has a half and a currency sign there.
_LATIN_9: Final = re.compile(rb"[a-z]\xbd[a-z]|\xbdu|[0-9k][ \xa0]?\xa4", re.IGNORECASE)
# What UTF-8 writes in bytes that no text in Windows-1252 has one after the other.
_SURELY_UTF_8: Final = re.compile(f"[{_USUAL}\U00010000-\U0010ffff]")
# So many sound accented letters for one damaged tell UTF-8 with a flaw from Windows-1252.
_SOUND_PER_DAMAGED = 10
_LIKELIER = 3
_LOOKED_AT, _LEAST_UTF_16 = 4_096, 16  # bytes
_NUL_SHARE, _STRAY_NUL = 0.8, 0.01  # of the higher bytes; of all


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How to decode a text.

    Attributes
    ----------
    name : str
        A Python codec that drops the byte order mark.
    errors : str
        ``strict``, or ``replace`` for UTF-8 with a few damaged characters, which become U+FFFD.
    damaged, line : int
        How many characters are damaged, and the line of the first.
    guessed : bool
        Whether another encoding of one byte a character would do as well.
    """

    name: str
    errors: str = "strict"
    damaged: int = 0
    line: int = 0
    guessed: bool = False


def find_encoding(
    chunks: Iterable[bytes], name: str | Phrase, remedy: Phrase, encoding: str | None = None
) -> TextEncoding:
    """Return the encoding of a text read from its first byte to its last.

    A byte order mark decides, or a NUL in nearly every second byte, which is UTF-16; else the text is UTF-8 when it all
    decodes as such, else Windows-1252. UTF-8 with a rare damaged character stays UTF-8; with more of them it is a
    mixture, and refused. So is a text that would be full of odd characters in Windows-1252 and of none in Mac Roman,
    DOS 850 or Latin-9, with the name of that encoding.

    Parameters
    ----------
    chunks : iterable of bytes
        The whole text in order.
    name : str or Phrase
        What to call the source in an error.
    remedy : Phrase
        What to do about a file that is no text, to end an error's sentence.
    encoding : str, optional
        Use this one, provided the whole text decodes in it.

    Raises
    ------
    InputError
        If the source is empty, is no text, holds NUL bytes, does not decode, or looks written in another encoding
        or in two.
    """
    pieces = iter(chunks)
    first = next(pieces, b"")
    if not first:
        raise InputError("empty", source=name)

    def whole() -> Iterator[bytes]:
        yield first
        yield from pieces

    _refuse_known_kinds(first, name, remedy)
    if encoding is not None:
        return _decoded_whole(whole(), name, remedy, _codec(encoding))
    for mark, codec in _MARKS:
        if first.startswith(mark):
            return _decoded_whole(whole(), name, remedy, codec)
    if (unmarked := _utf_16_of(first)) is not None:
        return _decoded_whole(whole(), name, remedy, unmarked)
    return _guessed(whole(), name, remedy)


def _utf_16_of(first: bytes) -> str | None:
    """Return which UTF-16 a text without a mark is written in; None if in neither.

    Nearly all letters of French and English have a NUL for their higher byte, and none for their lower one.
    """
    start = first[:_LOOKED_AT]
    nul = start[::2].count(0), start[1::2].count(0)
    if (
        len(start) >= _LEAST_UTF_16
        and min(nul) <= _STRAY_NUL * len(start)
        and max(nul) > _NUL_SHARE * len(start) / 2
    ):
        return "utf-16-le" if nul[1] else "utf-16-be"
    return None


def _refuse_known_kinds(first: bytes, name: str | Phrase, remedy: Phrase) -> None:
    start = first[:64].lstrip()
    for magic, kind in _KINDS:
        if start.startswith(magic):
            raise InputError("not-text", source=name, kind=kind, remedy=remedy)


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
        "é".encode(found.name, "ignore")  # refuses codecs of bytes, such as hex
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise InputError("unknown-encoding", encoding=encoding) from error
    return "utf-8-sig" if found.name == "utf-8" else found.name


def _decoded_whole(pieces: Iterable[bytes], name: str | Phrase, remedy: Phrase, codec: str) -> TextEncoding:
    decoder = codecs.getincrementaldecoder(codec)()
    read = 0
    try:
        for piece in pieces:
            read += len(piece)
            if "\0" in decoder.decode(piece):
                raise InputError("nul-characters", source=name, remedy=remedy)
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        rest = len(error.object) - error.start if isinstance(error, UnicodeDecodeError) else read
        shown = codec.removesuffix("-sig")
        raise InputError("wrong-encoding", source=name, encoding=shown, byte=read - rest + 1) from error
    return TextEncoding(codec)


def _guessed(pieces: Iterable[bytes], name: str | Phrase, remedy: Phrase) -> TextEncoding:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    read = damaged = accented = 0
    line = 1
    sound_line = damaged_line = 0  # of the first characters that are surely UTF-8, and surely not
    windows = True
    high: Counter[int] = Counter()
    latin_9 = False
    for piece in pieces:
        nul = piece.find(b"\0")
        if nul >= 0:
            raise InputError("nul-byte", source=name, byte=read + nul + 1, remedy=remedy)
        read += len(piece)
        windows = windows and not any(byte in piece for byte in _NOT_IN_CP1252)
        text = decoder.decode(piece)
        if not text.isascii():
            damaged += text.count("\ufffd") - piece.count(b"\xef\xbf\xbd")
            accented += len(text) - len(text.encode("ascii", "ignore"))
            if not sound_line and (sound := _SURELY_UTF_8.search(text)):
                sound_line = line + _line_ends(text[: sound.start()])
            if damaged > 0:
                damaged_line = damaged_line or line + _line_ends(text[: text.find("\ufffd")])
                high.update(piece.translate(None, _ASCII))
                latin_9 = latin_9 or _LATIN_9.search(piece) is not None
        line += _line_ends(text)
    damaged += decoder.decode(b"", final=True).count("\ufffd")
    if damaged <= 0:
        return TextEncoding("utf-8-sig")
    damaged_line = damaged_line or line
    if accented - damaged > _SOUND_PER_DAMAGED * damaged:
        return TextEncoding("utf-8-sig", "replace", damaged, damaged_line)
    if sound_line:
        raise InputError("two-encodings", source=name, sound=sound_line, damaged=damaged_line)
    likelier = _likelier(high, latin_9)
    if likelier is not None:
        raise InputError("likely-encoding", source=name, encoding=likelier)
    if windows:
        return TextEncoding("cp1252", guessed=True)
    raise InputError("no-known-encoding", source=name, remedy=remedy)


def _line_ends(text: str) -> int:
    return text.count("\n") or text.count("\r")


def _likelier(high: Mapping[int, int], latin_9: bool) -> str | None:
    """Return the single-byte encoding in which bytes above 127 are far more usual characters than in Windows-1252."""
    usual = {codec: sum(high.get(char[0], 0) for char in _HIGH[codec]) for codec in _RIVALS}
    best = max(_RIVALS, key=lambda codec: usual[codec])
    if usual[best] > _LIKELIER * usual["cp1252"] and usual[best] > sum(high.values()) / 2:
        return best
    return "iso8859-15" if latin_9 and not any(0x80 <= byte < 0xA0 for byte in high) else None
