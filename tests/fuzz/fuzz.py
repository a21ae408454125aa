"""Fuzz the readers, the cleaner or the scorer: ``python tests/fuzz/fuzz.py offer|table|clean|judge [libFuzzer options]``."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import atheris
import pandas as pd

# Every module now, those imported late as well, so that all of them steer the search. Spark needs a cluster.
with atheris.instrument_imports(include=["pm_or_po"]):
    import pm_or_po

    for found in pkgutil.walk_packages(pm_or_po.__path__, "pm_or_po."):
        if not found.name.startswith(("pm_or_po.spark", "pm_or_po.training", "pm_or_po.cli.__main__")):
            importlib.import_module(found.name)
    from pm_or_po.errors import PmOrPoError
    from pm_or_po.reading import open_table
    from pm_or_po.reading.plain import offer_of_bytes
    from pm_or_po.text.clean import clean

warnings.simplefilter("ignore")
FOLDER = Path(tempfile.mkdtemp())
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
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


def seeds(target: str) -> Path:
    """Write what the search starts from: this project's examples, as the target takes them."""
    folder = FOLDER / target
    folder.mkdir()
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))}
    if target != "table":
        for name, text in texts.items():
            (folder / name).write_bytes((b"\0" if target == "offer" else b"") + text.encode())
        return folder
    frame = pd.DataFrame({"id": list(texts), "title": list(texts), "description": list(texts.values())})
    writers: dict[str, Callable[[Path], object]] = {
        ".csv": lambda path: frame.to_csv(path, index=False),
        ".jsonl": lambda path: frame.to_json(path, orient="records", lines=True),
        ".json": lambda path: frame.to_json(path, orient="records"),
        ".csv.gz": lambda path: frame.to_csv(path, index=False, compression="gzip"),
        ".xlsx": lambda path: frame.to_excel(path, index=False),
        ".parquet": frame.to_parquet,
    }
    for kind, write in writers.items():
        write(FOLDER / f"seed{kind}")
        content = (FOLDER / f"seed{kind}").read_bytes()
        (folder / kind.replace(".", "_")).write_bytes(bytes([KINDS.index(kind), 0]) + content)
    return folder


TARGETS: dict[str, Callable[[bytes], None]] = {
    "offer": offer,
    "table": table,
    "clean": cleaned,
    "judge": judged,
}


def main() -> None:
    """Run the target named first on the command line."""
    name = sys.argv.pop(1)
    target = TARGETS[name]

    def once(data: bytes) -> None:
        try:
            target(data)
        except (PmOrPoError, UnicodeDecodeError) as error:
            if isinstance(error, UnicodeDecodeError) and target is not judged:
                raise

    atheris.Setup([*sys.argv, str(seeds(name))], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
