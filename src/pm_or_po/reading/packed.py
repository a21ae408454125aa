"""Open compressed files without letting a small one fill the memory: gzip, and the zip inside Office documents."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from pm_or_po.errors import InputError, Phrase

GZIP_MARK: Final = b"\x1f\x8b"
MOST_INFLATED: Final = 2_000_000_000  # bytes of a table once inflated
_MOST_ENTRIES = 20_000
_HIGHEST_RATIO = 200  # bytes out for one byte in; text and workbooks stay under 40
_SMALL = 5_000_000  # bytes under which the ratio does not matter
_READ = 1 << 15  # bytes at a time: what follows a member is copied for each member
_CHUNK = 1 << 20


def kind_of(path: Path) -> str:
    """Return a file's extension in lower case, that under ``.gz`` where it is in gzip."""
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def inflate(raw: BinaryIO, source: str | Phrase, most: int = MOST_INFLATED) -> Iterator[bytes]:
    """Yield the content of a gzip file, of one member or more, a piece at a time.

    Raises
    ------
    InputError
        If it is damaged or cut short, or inflates to more than ``most`` bytes or 200 times its size.
    """
    stream = zlib.decompressobj(wbits=31)
    read = made = 0
    try:
        while chunk := raw.read(_READ):
            read += len(chunk)
            while chunk:
                if stream.eof:  # another member follows, or zeros that fill up a block
                    chunk = chunk.lstrip(b"\0")
                    if not chunk:
                        break
                    stream = zlib.decompressobj(wbits=31)
                piece = stream.decompress(chunk, _CHUNK)
                made += len(piece)
                if made > most or (made > _SMALL and made > _HIGHEST_RATIO * read):
                    raise InputError("inflates-too-much", source=source)
                if piece:
                    yield piece
                chunk = stream.unused_data if stream.eof else stream.unconsumed_tail
        if not stream.eof:
            raise InputError("packed-damaged", source=source)
    except zlib.error as error:
        raise InputError("packed-damaged", source=source) from error


def check_zip(content: bytes | Path, source: str | Phrase, most: int) -> None:
    """Check, before anything in it is inflated, that an Office file is what it says and no bomb.

    Raises
    ------
    InputError
        If it is damaged or encrypted, has too many entries, declares more than ``most`` bytes or 200 times its
        size, or an XML part of it declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as archive:
            entries = archive.infolist()
            packed = sum(entry.compress_size for entry in entries)
            made = sum(entry.file_size for entry in entries)
            if (
                len(entries) > _MOST_ENTRIES
                or made > most
                or (made > _SMALL and made > _HIGHEST_RATIO * packed)
            ):
                raise InputError("inflates-too-much", source=source)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise InputError("encrypted", source=source)
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        start = part.read(4096)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise InputError("xml-entities", source=source)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        raise InputError("packed-damaged", source=source) from error
