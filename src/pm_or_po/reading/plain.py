"""Read one offer from a text file or from standard input."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.encoding import find_encoding

MOST_BYTES: Final = 5_000_000
_REMEDY = "open it, copy the text of the offer, and paste it or save it as a .txt file"


def read_offer(path: Path, *, title: str = "") -> Offer:
    """Read a text file as one offer; nothing in the text is changed but its byte order mark, which goes.

    Raises
    ------
    InputError
        If the file is missing, a folder, empty, over 5 MB, or no text.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: give a text file that holds one offer.")
        with path.open("rb") as file:
            return _offer(file, str(path), title)
    except FileNotFoundError:
        raise InputError(f"There is no file at {path}: check the path, or paste the offer instead.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None


def read_offer_stream(stream: BinaryIO, *, name: str = "standard input", title: str = "") -> Offer:
    """Read a stream of bytes as one offer, to its end or to the first byte over 5 MB.

    Raises
    ------
    InputError
        If the stream is empty, over 5 MB, or no text.
    """
    return _offer(stream, name, title)


def _offer(stream: BinaryIO, name: str, title: str) -> Offer:
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError(
            f"{name} is over {MOST_BYTES // 1_000_000} MB, far more than a job offer: give one offer, "
            "or score a table of offers with 'pm-or-po batch'."
        )
    encoding = find_encoding([raw] if raw else [], name, _REMEDY)
    text = raw.decode(encoding.name, encoding.errors)
    if not text.strip():
        raise InputError(f"{name} is empty: there is nothing to read.")
    return Offer(text, title)
