"""What can go wrong, one sentence each: what happened, where, and how to mend it."""

from __future__ import annotations


class PmOrPoError(Exception):
    """Base of every error this package raises on purpose; its text is meant for the user."""


class InputError(PmOrPoError):
    """The offer or table cannot be read: missing, empty, binary, too large, without the needed columns."""


class OutputError(PmOrPoError):
    """The result cannot be written: it exists already, its kind is unknown, its folder is missing."""


class ModelError(PmOrPoError):
    """The model file is missing, damaged, of an unknown version, or holds anything but plain data."""


class CorpusError(PmOrPoError):
    """The labelled data does not follow the data dictionary, or is too small to train on."""


class DataError(PmOrPoError):
    """A data file of the package (taxonomy, keywords) breaks its own rules."""
