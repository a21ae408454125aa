"""The command line as people and programs meet it: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import CLI, OFFER, ROOT, environment, one_sentence, run

from pm_or_po import __version__
from pm_or_po.cli.messages import locale_language, messages, say
from pm_or_po.judging.deciding import flag_of
from pm_or_po.taxonomy import FLAGS, JUDGED_ROLES, LANGS, Lang

GERMAN = """Product Owner (m/w/d)
Wir suchen eine engagierte Person für unser Team in Berlin, die mit uns die digitale Zukunft gestaltet und die
Arbeit mit den Entwicklern liebt. Deine Aufgaben: Du bist für das Backlog verantwortlich und schreibst die
Anforderungen mit dem Fachbereich. Du planst die Sprints und bist der erste Kontakt für die Kunden. Wir bieten
dir ein faires Gehalt, ein junges Team und die Möglichkeit, von zu Hause zu arbeiten.
"""


# --- classify -----------------------------------------------------------------------------------------------


def test_json_contract() -> None:
    result = run("classify", "--json", "--lang", "fr", given=OFFER.encode())
    assert result.returncode == 0
    verdict = json.loads(result.stdout)
    assert list(verdict)[:12] == [
        "id", "title", "title_claim", "role", "other_family", "probabilities", "discovery", "delivery",
        "flag", "confidence", "language", "evidence",
    ]  # fmt: skip
    assert (verdict["title"], verdict["title_claim"]) == ("Product Manager H/F", "PM")
    assert (verdict["role"], verdict["flag"]) == ("PO", "pm-title-po-duties")
    assert sum(verdict["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert verdict["delivery"] > verdict["discovery"]
    assert verdict["evidence"]
    for item in [*verdict["evidence"], *verdict["signals"]]:
        assert item["text"] == OFFER[item["start"] : item["end"]]
    for item in verdict["evidence"]:
        assert {"side", "facet", "weight"} <= set(item)
        for word in item["words"]:
            assert word["text"] == OFFER[word["start"] : word["end"]]
    assert set(verdict["model"]) == {"name", "version", "data_sha256"}
    assert "\n" in result.stdout.decode().strip()


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_is_in_the_language_asked_for(lang: Lang) -> None:
    result = run("classify", "-", "--lang", lang, given=OFFER.encode())
    lines = result.stdout.decode().splitlines()
    assert lines[0] == FLAGS["pm-title-po-duties"].sentence(lang)
    assert say("missing", lang) in lines
    assert say("questions", lang) in lines
    assert result.stderr == b""
    assert not set("█░\x1b") & set(result.stdout.decode())
    assert "[bold red]tôt[/bold red]" in result.stdout.decode()


def test_the_language_is_that_of_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "offre.txt"
    path.write_text(OFFER, encoding="cp1252")
    assert run("classify", path, LANG="fr_FR.UTF-8").stdout.startswith(b"Le titre annonce")
    assert run("classify", path, LANG="de_DE.UTF-8").stdout.startswith(b"The title promises")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_gets_one_sentence() -> None:
    for options in ([], ["--json"]):
        with Path("/dev/full").open("wb") as full:
            result = subprocess.run(
                [*CLI, "classify", *options],
                input=OFFER.encode(),
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment(),
                check=False,
            )
        assert result.returncode == 2
        assert result.stderr.decode().startswith("pm-or-po: No space left on device, ")
        assert result.stderr.count(b"\n") == 1


def test_closed_standard_streams_are_no_crash() -> None:
    shell = f"{' '.join(CLI)} classify <&- >&-"
    result = subprocess.run(["/bin/sh", "-c", shell], env=environment(), stderr=subprocess.PIPE, check=False)
    assert result.returncode == 2
    assert b"standard input is empty" in result.stderr


def test_the_title_can_be_given() -> None:
    result = run("classify", "--title", "Product Owner", "--json", given=OFFER.encode())
    assert json.loads(result.stdout)["flag"] is None


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (["pm-title-po-duties"], 1),
        (["any"], 1),
        (["po-title-pm-duties", "pm-title-po-duties"], 1),
        (["po-title-pm-duties"], 0),
    ],
)
def test_fail_on(flags: list[str], code: int) -> None:
    asked = [part for flag in flags for part in ("--fail-on", flag)]
    result = run("classify", *asked, "--json", given=OFFER.encode())
    assert result.returncode == code
    assert json.loads(result.stdout)["flag"] == "pm-title-po-duties"


def test_an_unknown_flag_is_a_usage_error() -> None:
    result = run("classify", "--fail-on", "nonsense", given=OFFER.encode())
    assert result.returncode == 2
    assert b"pm-title-po-duties" in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "damaged"),
        (bytes(range(256)) * 10, "NUL byte"),
        ("Gérer le backlog. ".encode() * 262_145, "characters"),  # just under 5 MB
        (b"Own the backlog. " * 310_000, "over 5 MB"),
        (GERMAN.encode(), "German"),
        (b"12 34 !!\n", "text"),
    ],
    ids=["empty", "blank", "pdf", "binary", "almost 5 MB", "over 5 MB", "german", "no letters"],
)
@pytest.mark.parametrize("by", ["file", "stdin"])
def test_what_cannot_be_judged_gets_one_sentence(tmp_path: Path, content: bytes, told: str, by: str) -> None:
    path = tmp_path / "offre.txt"
    path.write_bytes(content)
    began = time.monotonic()
    result = run("classify", path) if by == "file" else run("classify", given=content)
    assert time.monotonic() - began < 20
    assert result.returncode == 2
    assert told in one_sentence(result)


def test_missing_files_get_one_sentence(tmp_path: Path) -> None:
    result = run("classify", tmp_path / "absent.txt")
    assert result.returncode == 2
    assert "no file at" in one_sentence(result)
    result = run("classify", "--model", tmp_path / "absent.joblib", given=OFFER.encode())
    assert result.returncode == 2
    assert "no model file at" in one_sentence(result)


def test_of_several_files_each_is_named_once(tmp_path: Path) -> None:
    damaged, foreign, absent = tmp_path / "a.pdf", tmp_path / "b.txt", tmp_path / "c.txt"
    damaged.write_bytes(b"%PDF-1.4\n")
    foreign.write_text("Wir suchen einen Product Owner, der das Backlog pflegt und mit den Teams spricht.")
    result = run("classify", damaged, foreign, absent)
    told = result.stderr.decode().splitlines()
    assert result.returncode == 2 and len(told) == 3
    assert [line.count(str(tmp_path)) for line in told] == [1, 1, 1]


# --- The program as a whole ---------------------------------------------------------------------------------


def test_version_and_help() -> None:
    assert run("--version").stdout.decode().strip() == f"pm-or-po {__version__}"
    for command in ([], ["classify"], ["batch"], ["train"], ["evaluate"]):
        result = run(*command, "--help")
        assert result.returncode == 0
        assert result.stdout
    assert "Lit une offre" in run("--help", LANG="fr_FR.UTF-8").stdout.decode()


@pytest.mark.parametrize("args", [["--help"], ["classify", "OFFER"]])
def test_what_scores_never_loads_what_trains(args: list[str], tmp_path: Path) -> None:
    (tmp_path / "OFFER").write_text(OFFER)
    program = (
        "import sys; from pm_or_po.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({'sklearn', 'pandas', 'scipy'} & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, *args],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0
    assert result.stderr.decode().splitlines()[-1] == "[]"


def test_ctrl_c_while_the_program_is_loaded_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")  # found in place of the library
    result = run("classify", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")


def test_a_terminal_without_input_is_told_how_to_end() -> None:
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*CLI, "classify", "--lang", "fr", "--json"],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        os.write(master, OFFER.replace("\x1b", "").encode() + b"\n\x04")
        out, told = process.communicate(timeout=60)
    os.close(master)
    os.close(slave)
    assert told.decode().strip() == say("paste", "fr")
    assert json.loads(out)["title_claim"] == "PM"


# --- Words --------------------------------------------------------------------------------------------------


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_message_is_whole_in_both_languages() -> None:
    for key, texts in messages().items():
        assert _fields(texts.fr) == _fields(texts.en), key
        assert texts.fr == texts.fr.strip() and texts.en == texts.en.strip(), key
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for room in ("cli", "training")
        for path in (ROOT / "src/pm_or_po" / room).glob("*.py")
    )
    for key in messages():
        if not key.startswith(("verdict-", "reading-")):
            assert f'"{key.removeprefix("help-")}"' in code, f"{key} is never said"
    claims, roles = ("PM", "PO", "BOTH", "OTHER", "NONE"), ("PM", "PO", "OTHER", "UNCLEAR")
    assert {key for key in messages() if key.startswith("verdict-")} == {
        f"verdict-{claim}-{role}" for claim in claims for role in roles if flag_of(claim, role) is None
    } | {f"verdict-LEADER-{role}" for role in roles if role != "OTHER"} | {
        f"verdict-{role}-{role}-unsure" for role in ("PM", "PO")
    }
    assert {key for key in messages() if key.startswith("reading-")} == {
        f"reading-{role}" for role in JUDGED_ROLES
    }


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CA"}, "fr"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_FR", "LANG": "en_US"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_locale_language(environ: dict[str, str], lang: str) -> None:
    assert locale_language(environ) == lang
