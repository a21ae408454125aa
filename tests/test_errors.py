"""Every error as the user meets it: whole in both languages, raised with what its sentence needs."""

from __future__ import annotations

import ast
import errno
import pickle
import string
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from pm_or_po import Offer, classify_many
from pm_or_po.batch import RowError
from pm_or_po.errors import (
    CorpusError,
    InputError,
    ModelError,
    OutputError,
    Phrase,
    PmOrPoError,
    system_phrase,
    templates,
)
from pm_or_po.taxonomy import LANGS, Lang, bilingual

SOURCE = Path(__file__).resolve().parents[1] / "src" / "pm_or_po"
IDS = list(templates())
FRAGMENTS = {
    "standard-input",
    "the-clipboard",
    "the-frame",
    "copy-the-offer",
    "save-as-table",
    "received",
    "columns-and-more",
    "corpus-line",
    "row-of",
    "row-with-id",
    "row-on-line",
}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def kinds(base: type[Exception] = PmOrPoError) -> Iterator[str]:
    yield base.__name__
    yield from chain.from_iterable(map(kinds, base.__subclasses__()))


def told() -> Iterator[tuple[str, ast.Call]]:
    """Yield every error and phrase made in the package, with where."""
    names = {*kinds(), "Phrase", "refused_as"}
    for path in sorted(SOURCE.rglob("*.py")):
        if path in (SOURCE / "errors.py", SOURCE / "reading" / "damage.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


TOLD = list(told())


def is_fragment(message_id: str) -> bool:
    return message_id in FRAGMENTS or message_id.startswith(("in-", "a-", "an-"))


def fits(given: dict[str, object], message_id: str, where: str) -> None:
    for lang in LANGS:
        assert set(given) == fields(templates()[message_id][lang]), where


# --- The whole file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("message_id", IDS)
def test_every_sentence_is_whole_in_both_languages(message_id: str) -> None:
    texts = templates()[message_id]
    assert bilingual(texts, "errors.toml", message_id)
    assert fields(texts["fr"]) == fields(texts["en"])
    assert texts["fr"] != texts["en"] or fields(texts["fr"])
    for lang, text in texts.items():
        assert text == text.strip() and "  " not in text
        assert not set(text) & set("\n\t—’")
        assert text.count("{error}") == text.endswith("{error}"), "an error ends the sentence"
        if is_fragment(message_id):
            assert text[0].islower() or text[0] == "{"
            assert not text.endswith(".")
        else:
            assert text.endswith((".", "{error}"))
            assert not text[0].islower() or text.startswith(("columns.toml", "taxonomy.toml"))
        spaced = [mark in text for mark in (" :", " ;", " !", " ?", "« ")]
        assert lang == "fr" or not any(spaced), "French spaces in English"


@pytest.mark.parametrize("message_id", IDS)
def test_french_says_vous_and_spaces_its_marks(message_id: str) -> None:
    text = templates()[message_id]["fr"]
    assert not {"tu", "te", "ton", "ta", "tes", "toi"} & set(text.lower().replace("'", " ").split())
    assert ": " not in text.replace(" : ", "").replace('{{"description": …}}', "")
    assert "; " not in text.replace(" ; ", "")


def test_every_error_is_raised_with_an_id_of_the_file_and_its_fields() -> None:
    assert len(TOLD) > 100
    for where, call in TOLD:
        assert len(call.args) == 1 and isinstance(call.args[0], ast.Constant), f"{where}: give an id"
        message_id = call.args[0].value
        assert message_id in templates(), f"{where}: no sentence for {message_id}"
        fits({str(word.arg): None for word in call.keywords}, message_id, where)


def test_every_sentence_is_said_somewhere() -> None:
    said = {call.args[0].value for _, call in TOLD if isinstance(call.args[0], ast.Constant)}
    system = {message_id for message_id in IDS if message_id.startswith("system-")}
    assert said == set(IDS) - system
    for message_id in system - {"system-other"}:
        assert hasattr(errno, message_id.removeprefix("system-"))


# --- One error ----------------------------------------------------------------------------------------------


def test_an_error_speaks_both_languages_and_english_by_default() -> None:
    error = InputError("no-table-file", path=Path("/d/a.csv"))
    assert str(error) == error.sentence("en") == "There is no file at /d/a.csv: check the path."
    assert error.sentence("fr") == "Il n'y a aucun fichier /d/a.csv : vérifiez le chemin."
    assert repr(error) == "InputError('There is no file at /d/a.csv: check the path.')"


def test_numbers_are_written_as_the_language_does() -> None:
    error = InputError("offer-too-long", length=1_234_567, most=1_000_000)
    assert "1,234,567 characters" in error.sentence("en")
    assert "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567 caractères" in error.sentence("fr")


def test_braces_in_a_field_stay_text() -> None:
    assert "{error} {0}" in str(InputError("json-broken", path="{error} {0}"))
    assert 'like {"description": …}.' in str(InputError("no-json-object", path="a"))


def test_an_error_in_another_follows_its_language() -> None:
    error = ModelError("model-refused", path="M (It)", error=ModelError("not-a-model"))
    assert str(error).startswith("The model file M (It) is refused (")
    assert str(error).endswith("): it is not a model of this program.")
    assert error.sentence("fr").startswith("Le fichier de modèle M (It) est refusé (")
    assert error.sentence("fr").endswith(") : ce n'est pas un modèle de ce programme.")


def test_three_errors_in_one() -> None:
    inner = CorpusError("unreadable", path="/A", error=PermissionError(errno.EACCES, "Permission denied"))
    error = RowError("row-refused", place=Phrase("row-of", path="T.csv", row=3), error=inner)
    assert str(error).startswith("T.csv, row 3: /A cannot be read: permission denied, ask")
    assert error.sentence("fr").startswith("T.csv, ligne 3 : /A ne peut pas être lu : vous n'y avez pas")
    assert error.sentence("fr").count(".") == 2


def test_a_phrase_follows_the_language_of_its_error() -> None:
    error = InputError("empty", source=Phrase("standard-input"))
    assert str(error).startswith("standard input is empty")
    assert error.sentence("fr").startswith("l'entrée standard est vide")


def test_what_the_system_says_of_its_own_is_quoted() -> None:
    odd = OSError(errno.EXDEV, "Invalid cross-device link")
    assert str(OutputError("unwritable", path="a", error=odd)).endswith("says 'Invalid cross-device link'.")
    assert system_phrase(OSError("odd")).sentence("fr") == "Le système dit « odd »."


def test_errors_can_be_sent_to_another_process() -> None:
    error = RowError("row-refused", place="t:1", error=InputError("no-offer-text"))
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is RowError
    assert back.sentence("fr") == error.sentence("fr")


# --- From the program ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "says"), [("en", "There is no text"), ("fr", "Il n'y a aucun texte")])
def test_what_classify_many_yields_speaks_both(lang: Lang, says: str) -> None:
    (error,) = classify_many([Offer(" ")])
    assert isinstance(error, InputError)
    assert error.sentence(lang).startswith(says)


@pytest.mark.parametrize(
    ("args", "locale", "says"),
    [
        (["classify", "none.txt"], "fr_FR.UTF-8", "pm-or-po: Il n'y a aucun fichier none.txt"),
        (["classify", "none.txt"], "C.UTF-8", "pm-or-po: There is no file at none.txt"),
        (["classify", "none.txt", "--lang", "fr"], "C.UTF-8", "pm-or-po: Il n'y a aucun fichier none.txt"),
        (["classify", "none.txt", "--lang", "en"], "fr_FR.UTF-8", "pm-or-po: There is no file at none.txt"),
        (["batch", "none.csv", "-o", "-", "--lang", "fr"], "C.UTF-8", "pm-or-po: Il n'y a aucun fichier"),
        (["evaluate", "none.jsonl"], "fr_FR.UTF-8", "pm-or-po: Aucune donnée étiquetée"),
        (["train", "--corpus", "none.jsonl"], "C.UTF-8", "pm-or-po: There is no labelled data at none.jsonl"),
    ],
)
def test_the_command_line_answers_in_its_language(
    args: list[str], locale: str, says: str, tmp_path: Path
) -> None:
    paths = {"PYTHONPATH": str(SOURCE.parent), "LANG": locale, "PATH": ""}
    command = [sys.executable, "-m", "pm_or_po.cli", *args]
    result = subprocess.run(command, cwd=tmp_path, env=paths, capture_output=True, check=False)
    assert result.returncode == 2
    assert result.stderr.decode().startswith(says)
    assert result.stderr.count(b"\n") == 1
