"""Offers in PDF and Word documents, packed or not, and hostile files; made with the libraries people make them with."""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_pages import LINES, POSTING, page

import pm_or_po
from pm_or_po import classify_many
from pm_or_po.batch import score_table
from pm_or_po.errors import InputError
from pm_or_po.reading import open_table, read_offer
from pm_or_po.reading.packed import inflate
from pm_or_po.reading.plain import offer_of_bytes

pytest.importorskip("docx")
pytest.importorskip("pypdf")
pytest.importorskip("lxml")


def word(make: Callable[..., None] | None = None) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(LINES[0])
    document.add_paragraph(LINES[1])
    for line in LINES[2:]:
        document.add_paragraph(line, style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Lieu", "Lyon"
    if make is not None:
        make(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(lines: list[str], password: str = "") -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=11)
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    if lines:
        made.multi_cell(0, 6, "\n".join(lines))
    return bytes(made.output())


def test_a_word_document_is_read_in_order() -> None:
    text = offer_of_bytes(word(), "a.docx").description
    assert text.splitlines() == [*LINES[:2], *(f"- {line}" for line in LINES[2:]), "Lieu", "Lyon"]


def test_a_long_table_of_a_word_document_is_read_row_by_row_and_a_merged_cell_once() -> None:
    cells = [[f"Mission {row}", f"Livrable {row}", f"Public {row}"] for row in range(100)]

    def add_table(document: Any) -> None:
        table = document.add_table(1 + len(cells), 3)
        table.cell(0, 0).merge(table.cell(0, 2)).text = "Vos missions"
        for row, texts in zip(table.rows[1:], cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    lines = offer_of_bytes(word(add_table), "a.docx").description.splitlines()
    assert lines[-301:] == ["Vos missions", *(text for row in cells for text in row)]


def test_a_pdf_is_read() -> None:
    text = offer_of_bytes(pdf(LINES), "a.pdf").description
    assert [line.strip() for line in text.splitlines() if line.strip()] == LINES


@pytest.mark.parametrize("level", [logging.NOTSET, logging.DEBUG])
def test_reading_a_pdf_leaves_what_its_library_may_tell_as_it_was(level: int) -> None:
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(level)
    try:
        offer_of_bytes(pdf(LINES), "a.pdf")
        with pytest.raises(InputError):
            offer_of_bytes(pdf(LINES)[:300], "a.pdf")
        assert logger.level == level
    finally:
        logger.setLevel(before)


def test_a_document_is_judged_and_its_proof_stands_in_its_text(tmp_path: Path) -> None:
    (tmp_path / "offre.docx").write_bytes(word())
    offer = read_offer(tmp_path / "offre.docx")
    verdict = pm_or_po.classify(offer.description)
    assert verdict.role == "PO" and verdict.evidence
    assert all(offer.description[item.start : item.end] == item.text for item in verdict.evidence)


def test_a_scan_says_that_it_is_one() -> None:
    with pytest.raises(InputError, match="holds pictures only"):
        offer_of_bytes(pdf([]), "a.pdf")


def test_a_protected_pdf_says_so() -> None:
    with pytest.raises(InputError, match="protected by a password"):
        offer_of_bytes(pdf(LINES, password="s"), "a.pdf")


def test_a_long_pdf_is_no_offer() -> None:
    from fpdf import FPDF

    made = FPDF()
    for _ in range(61):
        made.add_page()
    with pytest.raises(InputError, match="61 pages"):
        offer_of_bytes(bytes(made.output()), "a.pdf")


def test_gzip_is_opened() -> None:
    assert (
        offer_of_bytes(gzip.compress("Gérer le backlog".encode()), "x.txt.gz").description
        == "Gérer le backlog"
    )


def test_a_folder_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word())
    (tmp_path / "b.pdf").write_bytes(pdf(LINES))
    (tmp_path / "c.html").write_text(
        page(f'<script type="application/ld+json">{json.dumps(POSTING)}</script>'), "utf-8"
    )
    (tmp_path / "d.txt").write_bytes(b"\x00\x01")
    for name in (".hidden", "desktop.ini", "Thumbs.db", "~$a.docx"):
        (tmp_path / name).write_text("x")
    rows = list(open_table(tmp_path).rows())
    assert [row.offer.id for row in rows] == ["a.docx", "b.pdf", "c.html", "d.txt"]
    assert [bool(row.error) for row in rows] == [False, False, False, True]
    made = tmp_path.with_suffix(".csv")
    assert score_table(open_table(tmp_path), made, classify_many).read == 4
    written = list(csv.DictReader(made.read_text("utf-8").splitlines(keepends=True)))
    assert list(written[0])[:3] == ["file", "description", "role"]
    assert [row["title_compared"] for row in written] == [
        "Product Owner H/F",
        "Product Owner H/F",
        POSTING["title"],
        "",
    ]


# --- Hostile files -------------------------------------------------------------------------------------------


def zipped(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


BOMB = b" " * 60_000_000
DEEP_POSTING = f'<script type="application/ld+json">{json.dumps({**POSTING, "description": "<em>" * 600 + "x"})}</script>'
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (zipped(word__document_xml=BOMB), "out of all proportion"),
        (zipped(word__document_xml=ENTITIES), "XML entities"),
        (word()[:2000], "no text in UTF-8|NUL|ZIP"),
        (gzip.compress(BOMB), "out of all proportion"),
        (gzip.compress(b"x" * 5000)[:-20], "damaged or cut short"),
        (pdf(LINES)[:400], "damaged|pictures"),
        (page(body="<div>" * 3000).encode(), "too many elements"),
        (page(body="<em>" * 600 + "x").encode(), "too many elements"),
        (page(DEEP_POSTING).encode(), "too many elements"),
        (b'{"description": ' + b"[" * 3000 + b"]" * 3000 + b"}", "levels"),
        (b"%PDF-1.7\n" + b"1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj trailer<</Root 1 0 R>>", "damaged|pictures"),
    ],
    ids=["zip bomb", "entities", "cut zip", "gzip bomb", "cut gzip", "cut pdf", "deep page",
         "page deep in emphasis", "deep posting of a page", "deep json", "pdf loop"],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_one_sentence(raw: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told) as refusal:
        offer_of_bytes(raw, "offre")
    assert "\n" not in str(refusal.value)


def test_a_workbook_bomb_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    (tmp_path / "t.xlsx").write_bytes(zipped(xl__workbook_xml=BOMB))
    with pytest.raises(InputError, match="out of all proportion"):
        open_table(tmp_path / "t.xlsx")


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"<html>", b"{", b"["]),
)
def test_any_bytes_are_read_or_refused(raw: bytes, start: bytes) -> None:
    try:
        assert offer_of_bytes(start + raw, "x").description
    except InputError as error:
        assert "\n" not in str(error)


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=4))
def test_gzip_members_follow_one_another(pieces: list[bytes]) -> None:
    packed = io.BytesIO(b"".join(map(gzip.compress, pieces)))
    assert b"".join(inflate(packed, "x")) == b"".join(pieces)


@pytest.mark.parametrize("zeros", [1, 512, 100_000])
def test_zeros_after_a_gzip_member_are_passed_over_as_gzip_does(zeros: int) -> None:
    packed = (gzip.compress(b"Vos missions ") + bytes(zeros)) * 2
    assert b"".join(inflate(io.BytesIO(packed), "x")) == gzip.decompress(packed) == b"Vos missions " * 2


def test_a_gzip_of_many_small_members_is_read_in_time_that_grows_with_its_length() -> None:
    packed = io.BytesIO(gzip.compress(b"x") * 400_000)
    start = time.perf_counter()
    assert sum(map(len, inflate(packed, "x"))) == 400_000
    assert time.perf_counter() - start < 10


def test_a_clipboard_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pyperclip = pytest.importorskip("pyperclip")
    from pm_or_po.reading.clipboard import read_clipboard

    monkeypatch.setattr(pyperclip, "paste", pyperclip.init_no_clipboard()[1])
    with pytest.raises(InputError, match="no access to a clipboard"):
        read_clipboard()


@pytest.fixture
def desktop() -> Iterator[dict[str, str]]:
    """Start an X server and give the environment that speaks to it."""
    if not (shutil.which("Xvfb") and shutil.which("xclip")):
        pytest.skip("needs Xvfb and xclip")
    heard, told = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(told)], pass_fds=[told], stderr=subprocess.DEVNULL)
    os.close(told)
    with os.fdopen(heard) as answer:
        number = answer.readline().strip()
    try:
        yield {**os.environ, "DISPLAY": f":{number}"}
    finally:
        server.kill()
        server.wait()


def test_an_offer_copied_on_a_desktop_is_judged(desktop: dict[str, str]) -> None:
    text = (Path(__file__).resolve().parents[1] / "examples" / "pm-title-po-duties.txt").read_text(
        encoding="utf-8"
    )
    subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), env=desktop, check=True)
    asked = [sys.executable, "-m", "pm_or_po.cli", "classify", "--paste", "--json"]
    run = subprocess.run(asked, env=desktop, capture_output=True, check=True)
    verdict = json.loads(run.stdout)
    assert verdict["flag"] == "pm-title-po-duties"
    assert verdict["description"] == text
