"""Encodings: read when named, what was guessed is told, and what is none or two of them is refused with the place."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pm_or_po.errors import InputError
from pm_or_po.reading import Table, open_table, read_offer

UTF_8 = "Chargé d'études,Recueillir les besoins à la clé\n".encode()
LATIN_1 = "Chargé d'études,Recueillir les besoins à la clé\n".encode("latin-1")
HEADER = b"titre,description\n"


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells) for row in table.rows()]


def batch(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pm_or_po.cli", "batch", *args, "-o", "-", "--lang", "en"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize(
    ("rows", "sound", "damaged"),
    [
        (UTF_8 + LATIN_1, 2, 3),
        (LATIN_1 + UTF_8, 3, 2),
        (UTF_8 * 9 + LATIN_1, 2, 11),
        (LATIN_1 * 900 + UTF_8, 902, 2),
        (b"a" * 3_000_000 + b"\n" + UTF_8 + LATIN_1, 3, 4),
    ],
    ids=["one of each", "the other way round", "mostly UTF-8", "hardly any UTF-8", "far down"],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_a_file_in_two_encodings_is_refused_with_a_line_of_each(
    tmp_path: Path, rows: bytes, sound: int, damaged: int, end: bytes
) -> None:
    path = write(tmp_path / "t.csv", (HEADER + rows).replace(b"\n", end))
    with pytest.raises(InputError, match=f"line {sound} is in UTF-8 and line {damaged} is not"):
        open_table(path)
    with pytest.raises(InputError, match="mixes two encodings"):
        read_offer(write(tmp_path / "t.txt", rows))
    assert open_table(path, encoding="cp1252").encoding.name == "cp1252"


@pytest.mark.parametrize(
    "text", ["QUALITÉ\xa0: être", "CAFÉ’S", "« SÉCURITÉ »", "qualité\xa0»", "À\xa0L’ÉCOUTE"]
)
def test_windows_text_that_happens_to_be_sound_utf8_in_places_is_no_mixture(
    tmp_path: Path, text: str
) -> None:
    path = write(tmp_path / "t.csv", f"description\n{text} à côté\n".encode("cp1252"))
    table = open_table(path)
    assert [row.cells for row in table.rows()] == [(f"{text} à côté",)]
    assert table.encoding.guessed


@pytest.mark.parametrize("text", ["45 k€ à 50 K€", "400€ par jour", "50 000 € brut"])
def test_the_euro_of_latin_9_is_not_read_as_another_sign(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "t.csv", f"description\n{text} selon expérience\n".encode("iso8859-15"))
    with pytest.raises(InputError, match="--encoding iso8859-15"):
        open_table(path)


def test_a_rare_damaged_character_in_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", HEADER + UTF_8 * 50 + b"PO,G\xe9rer\n")
    ran = batch(tmp_path, "t.csv")
    assert ran.returncode == 0
    assert "read as '�': 1, the first in line 52." in ran.stderr
    (*_, last) = open_table(tmp_path / "t.csv").rows()
    assert last.cells == ("PO", "G\ufffdrer")


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.json"])
def test_batch_says_that_it_guessed_the_encoding_unless_it_was_given(tmp_path: Path, name: str) -> None:
    content = (
        '{"description": "Gérer le backlog à la clé"}' if "json" in name else "description\nGérer à la clé"
    )
    write(tmp_path / name, content.encode("cp1252"))
    assert "Encoding guessed: Windows-1252. If letters are wrong" in batch(tmp_path, name).stderr
    assert "guessed" not in batch(tmp_path, name, "--encoding", "cp1252").stderr
    write(tmp_path / name, content.encode())
    assert "guessed" not in batch(tmp_path, name).stderr


def test_a_wrong_encoding_that_was_given_is_refused_with_its_byte(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", b"a" * 1_500_000 + b"\nG\xe9rer")
    with pytest.raises(InputError, match="near byte 1,500,003"):
        open_table(path, encoding="utf-8")


# --- In tables of one encoding -------------------------------------------------------------------------------


def test_the_encoding_the_user_names_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "description\nété\n".encode("mac-roman"))
    assert cells(open_table(path, encoding="mac-roman")) == [["été"]]
    with pytest.raises(InputError, match="not written in utf-8 "):
        open_table(path, encoding="utf-8")


@pytest.mark.parametrize("name", ["klingon", "\udcff", "é\0", "", "hex", "rot13", "idna", "undefined"])
def test_a_name_of_no_encoding_of_texts_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "t.csv", b"description\nShip it\n")
    with pytest.raises(InputError, match=re.escape(f"Unknown encoding {name!r}")):
        open_table(path, encoding=name)


def test_an_encoding_without_accents_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", b"description\nShip it\n")
    assert cells(open_table(path, encoding="ascii")) == [["Ship it"]]


NAMED = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "cp1252", "latin-1",
    "iso8859-15", "mac-roman", "cp850", "cp437", "cp858", "gb18030",
)  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "pipe"])
@pytest.mark.parametrize("codec", NAMED)
def test_sixteen_encodings_are_read_when_named(tmp_path: Path, codec: str, delimiter: str, end: str) -> None:
    wanted = f"é ç à ô â{delimiter}ù"
    text = f'Intitulé{delimiter}Description{end}Chef de projet{delimiter}"{wanted}"{end}'
    path = write(tmp_path / "t.csv", text.encode(codec))
    assert cells(open_table(path, encoding=codec)) == [["Chef de projet", wanted]]


@pytest.mark.parametrize("codec", ["mac-roman", "cp850", "cp437", "iso8859-15"])
def test_other_encodings_of_one_byte_are_refused_by_name_and_not_read_as_windows(
    tmp_path: Path, codec: str
) -> None:
    text = "titre,description\nChargé d'études,Recueillir les besoins à la clé ; être au cœur du métier\n"
    path = write(tmp_path / "t.csv", text.encode(codec, "ignore"))
    with pytest.raises(InputError, match="cp850" if codec == "cp437" else codec):
        open_table(path)
    assert open_table(path, encoding=codec)


@pytest.mark.parametrize(
    "text",
    [
        "été",
        "½ journée",
        "Chargé d’études – 45 k€",
        "œuvre",
        "naïf ; 30 %\xa0",
        "équipe de Žižkov",
        "¤ à créer",
    ],
)
def test_windows_text_is_read_as_such(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "t.csv", f"description\n{text}\n".encode("cp1252"))
    assert cells(open_table(path)) == [[text]]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_nul_bytes(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path / "t.csv", "description\nRédiger l’œuvre — 45 k€\n".encode(codec))
    assert cells(open_table(path)) == [["Rédiger l’œuvre — 45 k€"]]


@pytest.mark.parametrize(
    "data",
    ["titre,description\nPM,Rédiger\n".encode("utf-32-le"), b"titre,description\nPM,R\0diger\n", bytes(64)],
)
def test_other_nul_bytes_are_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="NUL"):
        open_table(write(tmp_path / "t.csv", data))
