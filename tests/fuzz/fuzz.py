"""Fuzz the readers, the cleaner or the scorer: ``python tests/fuzz/fuzz.py offer|table|clean|judge [libFuzzer options]``."""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pm_or_po"]):
    import pm_or_po
    from pm_or_po.errors import PmOrPoError
    from pm_or_po.reading import open_table
    from pm_or_po.reading.plain import offer_of_bytes
    from pm_or_po.text.clean import clean

warnings.simplefilter("ignore")
FOLDER = Path(tempfile.mkdtemp())
STARTS = (
    b"",
    b"%PDF-1.4\n",
    b"<!DOCTYPE html><html><body>",
    b'{"@type":"JobPosting","description":"',
    b"[{",
    b"\x1f\x8b",
)
KINDS = (".csv", ".tsv", ".jsonl", ".json", ".csv.gz", ".xlsx", ".parquet")
HEADERS = (
    b"",
    b"id,title,description\n",
    b'"id";"title";"description"\r\n',
    b"\xef\xbb\xbfdescription\tid\n",
)


def offer(data: bytes) -> None:
    """Read bytes as one offer."""
    raw = STARTS[data[0] % len(STARTS)] + data[1:] if data else data
    offer_of_bytes(raw, "x")


def table(data: bytes) -> None:
    """Read bytes as a table and all its rows."""
    if len(data) < 2:
        return
    path = FOLDER / f"t{KINDS[data[0] % len(KINDS)]}"
    path.write_bytes(HEADERS[data[1] % len(HEADERS)] + data[2:])
    for row in open_table(path).rows():
        assert row.error is not None or isinstance(row.offer.description, str)


def cleaned(data: bytes) -> None:
    """Clean a text and hold every character to its place in the source."""
    source = data.decode("utf-8", "replace")
    made = clean(source)
    for at in range(len(made.text)):
        start, end = made.span(at, at + 1)
        assert 0 <= start < end <= len(source)


def judged(data: bytes) -> None:
    """Judge a text and hold its proof to its offsets."""
    text = data.decode("utf-8", "surrogatepass" if data[:1] == b"\xed" else "replace")
    verdict = pm_or_po.classify(text)
    assert abs(sum(verdict.probabilities.values()) - 1) < 1e-4
    for item in verdict.evidence:
        assert text[item.start : item.end] == item.text


TARGETS: dict[str, Callable[[bytes], None]] = {
    "offer": offer,
    "table": table,
    "clean": cleaned,
    "judge": judged,
}


def main() -> None:
    """Run the target named first on the command line."""
    target = TARGETS[sys.argv.pop(1)]

    def once(data: bytes) -> None:
        try:
            target(data)
        except (PmOrPoError, UnicodeDecodeError) as error:
            if isinstance(error, UnicodeDecodeError) and target is not judged:
                raise

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
