"""Turn whatever a parser raises on a damaged file into one error that can be acted on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pm_or_po.errors import InputError, PmOrPoError


@contextmanager
def refused_as(message_id: str, /, **fields: object) -> Iterator[None]:
    """Raise ``InputError(message_id, **fields)`` in place of any exception but our own.

    The libraries that read workbooks, PDF, Word, Parquet and pages raise exceptions of every kind on a file that is
    damaged or made to harm; fuzzing found a new one each time a list of them was thought complete.
    """
    try:
        yield
    except PmOrPoError:
        raise
    except Exception as raised:
        raise InputError(message_id, **fields) from raised
