"""Read an offer from the desktop's clipboard, when the user asks for it."""

from __future__ import annotations

from typing import Final

from pm_or_po.errors import InputError, Phrase
from pm_or_po.extras import DOCUMENTS
from pm_or_po.offer import Offer
from pm_or_po.reading.plain import offer_of_bytes

CLIPBOARD: Final = Phrase("the-clipboard")


def read_clipboard() -> Offer:
    """Return the offer in the clipboard.

    Raises
    ------
    InputError
        If there is no clipboard, nothing in it, or the part of the program that reads it is not installed.
    """
    try:
        import pyperclip
    except ImportError as error:
        raise InputError("needs-extra", source=CLIPBOARD, extra=DOCUMENTS) from error
    try:
        text = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError) as error:
        raise InputError("no-clipboard") from error
    return offer_of_bytes(str(text).encode("utf-8", "replace"), CLIPBOARD)
