"""Read one offer from a text file or from standard input."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from pm_or_po.errors import InputError, Phrase
from pm_or_po.offer import Offer
from pm_or_po.reading.encoding import find_encoding

MOST_BYTES: Final = 5_000_000
STANDARD_INPUT: Final = Phrase("standard-input")
_REMEDY: Final = Phrase("copy-the-offer")


def read_offer(path: Path, *, title: str = "") -> Offer:
    """Read a text file as one offer; nothing in the text is changed but its byte order mark, which goes.

    Raises
    ------
    InputError
        If the file is missing, a folder, empty, over 5 MB, or no text.
    """
    try:
        if path.is_dir():
            raise InputError("offer-is-a-folder", path=path)
        with path.open("rb") as file:
            return _offer(file, str(path), title)
    except FileNotFoundError:
        raise InputError("no-offer-file", path=path) from None
    except OSError as error:
        raise InputError("unreadable", path=path, error=error) from None


def read_offer_stream(stream: BinaryIO, *, name: str | Phrase = STANDARD_INPUT, title: str = "") -> Offer:
    """Read a stream of bytes as one offer, to its end or to the first byte over 5 MB.

    Raises
    ------
    InputError
        If the stream is empty, over 5 MB, or no text.
    """
    return _offer(stream, name, title)


def _offer(stream: BinaryIO, name: str | Phrase, title: str) -> Offer:
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError("offer-file-too-large", source=name, megabytes=MOST_BYTES // 1_000_000)
    encoding = find_encoding([raw] if raw else [], name, _REMEDY)
    text = raw.decode(encoding.name, encoding.errors)
    if not text.strip():
        raise InputError("empty", source=name)
    return Offer(text, title)
