"""One offer from a file or a stream: encodings, and what is refused with one clear sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.errors import InputError
from pm_or_po.reading import open_table, read_offer, read_offer_stream

OFFER = "Chef·fe de produit – œuvre d'équipe\r\n\r\n• Définir la « vision » à 45 k€\r\n"
WINDOWS_OFFER = OFFER.replace("·", " ")


@pytest.mark.parametrize(
    "raw",
    [
        OFFER.encode(),
        b"\xef\xbb\xbf" + OFFER.encode(),
        OFFER.encode("utf-16"),
        b"\xff\xfe" + OFFER.encode("utf-16-le"),
        b"\xfe\xff" + OFFER.encode("utf-16-be"),
        OFFER.encode("utf-32"),
        OFFER.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_text_is_read_as_it_stands(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "offre.txt"
    path.write_bytes(raw)
    assert read_offer(path).description == OFFER
    assert read_offer_stream(io.BytesIO(raw), title="PM").title == "PM"


@given(st.text().filter(lambda text: text.strip() and "\0" not in text and not text.startswith("\ufeff")))
def test_any_utf8_text_comes_back_unchanged(text: str) -> None:
    raw = text.encode()
    try:
        assert read_offer_stream(io.BytesIO(raw)).description == text
    except InputError as error:
        # a text may start as a PDF or XML does, or be JSON without an offer in it
        assert any(told in str(error) for told in ("not text", "damaged", "posting", "levels", "XML"))


def test_utf8_with_a_rare_damaged_byte_stays_utf8() -> None:
    raw = ("é" * 200).encode() + b"\xff fin"
    assert read_offer_stream(io.BytesIO(raw)).description == "é" * 200 + "\ufffd fin"


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7\n1 0 obj", "damaged"),
        (_zip(), "damaged"),
        (b"\x1f\x8b\x08\x00", "damaged or cut short"),
        (b"Vos missions\0", "NUL byte (byte 13)"),
        (bytes(range(1, 256)), "no text in UTF-8"),
        ("a\0b".encode("utf-16"), "NUL characters"),
        (b"\xff\xfea", "not written in utf-16"),
        (b"a" * 5_000_001, "over 5 MB"),
        (b"<?xml version='1.0'?><source><job/></source>", "is XML, which is not read"),
    ],
)
def test_what_is_no_offer_is_refused_in_one_sentence(raw: bytes, told: str) -> None:
    with pytest.raises(InputError) as refusal:
        read_offer_stream(io.BytesIO(raw), name="offre.bin")
    assert told in str(refusal.value)
    assert str(refusal.value).startswith("offre.bin")
    assert "\n" not in str(refusal.value)


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file at .*absent\.txt"):
        read_offer(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="is a folder"):
        read_offer(tmp_path)


@pytest.mark.parametrize("name", ["t.csv", "t.TSV", "t.csv.gz", "t.jsonl", "t.ndjson", "t.xlsx", "t.parquet"])
def test_a_table_is_not_read_as_one_offer_alone_or_in_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"title,description\nPO,Run the sprints\nPM,Meet users\n")
    (tmp_path / "z.txt").write_bytes(b"Run the sprints")
    with pytest.raises(InputError, match=r"is a table, not one offer: .* 'pm-or-po batch'"):
        read_offer(tmp_path / name)
    table, offer = open_table(tmp_path).rows()
    assert table.error is not None and table.error.message_id == "offer-is-a-table"
    assert table.offer.description == ""
    assert offer.error is None
