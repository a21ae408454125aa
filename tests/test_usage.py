"""A command line that cannot be read: one sentence in the user's language, and exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from command_line import OFFER
from rights import closed
from typer.testing import CliRunner

from pm_or_po.cli.program import app
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.storage import save_model

SOURCE = Path(__file__).resolve().parents[1] / "src"
SEE = " : voyez « pm-or-po {} --help »."


def run(line: str, locale: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; sys.argv[0] = 'pm-or-po'; from pm_or_po.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *line.split()],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "LANG": locale},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("classify --pastee", "L'option --pastee n'existe pas, essayez --paste" + SEE.format("classify")),
        ("classify --zzz", "L'option --zzz n'existe pas" + SEE.format("classify")),
        ("classify a.txt --lang de", "Après --lang, donnez l'une des valeurs fr, en" + SEE.format("classify")),
        ("classify --title", "L'option --title doit être suivie d'une valeur" + SEE.format("classify")),
        ("classify --json=3", "L'option --json ne prend pas de valeur" + SEE.format("classify")),
        ("batch", "Il manque INPUT" + SEE.format("batch")),
        ("batch a.csv", "Il manque --output" + SEE.format("batch")),
        ("evaluate", "Il manque LABELLED" + SEE.format("evaluate")),
        ("batch a.csv -o b.csv --jobs 0", "Après --jobs, donnez un nombre entier à partir de 1" + SEE.format("batch")),
        ("batch a.csv -o b.csv --jobs x", "Après --jobs, donnez un nombre entier à partir de 1" + SEE.format("batch")),
        (
            "batch mes offres.csv -o b.csv",
            "Il y a trop d'arguments, mettez entre guillemets un chemin qui contient des espaces" + SEE.format("batch"),
        ),
        (
            "train mine.csv",
            "mine.csv : donnez les offres étiquetées avec --corpus mine.csv, entre guillemets si le chemin contient des "
            "espaces.",
        ),
        (
            "offre.txt",
            "La commande 'offre.txt' n'existe pas, choisissez parmi classify, batch, train, evaluate : "
            "voyez « pm-or-po --help ».",
        ),
        ("classify a.txt --paste", "--paste : donnez des fichiers ou --paste, pas les deux."),
    ],
)  # fmt: skip
def test_a_usage_error_is_one_french_sentence(line: str, told: str, tmp_path: Path) -> None:
    result = run(line, "fr_FR.UTF-8", tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode() == f"pm-or-po: {told}\n"


@pytest.mark.parametrize(
    ("line", "locale", "told"),
    [
        ("classify --zzz --lang en", "fr_FR.UTF-8", "There is no option --zzz"),
        ("classify --zzz --lang=fr", "C.UTF-8", "L'option --zzz n'existe pas"),
        ("clasify a.txt --lang fr", "C.UTF-8", "La commande 'clasify' n'existe pas"),
        (
            "train --corpus a.csv b.csv --lang en",
            "fr_FR.UTF-8",
            "b.csv: give labelled offers with --corpus b.csv, in quotes if the path holds spaces.",
        ),
        ("batch a.csv", "C.UTF-8", "--output is missing: see 'pm-or-po batch --help'."),
        ("classify --fail-on bad --lang fr", "C.UTF-8", "--fail-on : signalement inconnu 'bad'"),
    ],
)
def test_it_is_in_the_language_asked_for(line: str, locale: str, told: str, tmp_path: Path) -> None:
    result = run(line, locale, tmp_path)
    assert result.returncode == 2
    assert result.stderr.decode().startswith(f"pm-or-po: {told}")
    assert result.stderr.count(b"\n") == 1


def test_the_help_option_is_told_in_french(tmp_path: Path) -> None:
    assert "Affiche cette aide." in run("classify --help", "fr_FR.UTF-8", tmp_path).stdout.decode()


@pytest.mark.parametrize("line", ["batch --lang fr --help", "batch --help --lang=fr"])
def test_help_is_in_the_language_asked_for(line: str, tmp_path: Path) -> None:
    assert "Colonne de l'intitulé." in run(line, "C.UTF-8", tmp_path).stdout.decode()
    french = run(line.replace("fr", "en"), "fr_FR.UTF-8", tmp_path).stdout.decode()
    assert "Column of the title." in french


def test_what_each_command_does_is_told_whole(tmp_path: Path) -> None:
    _, told = run("--help", "fr_FR.UTF-8", tmp_path).stdout.decode().split("Commands:")
    assert "..." not in told and "dossier." in told


def test_evaluate_answers_in_the_language_asked_for(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_text("", encoding="utf-8")
    for lang, told in (("fr", "étiquetées"), ("en", "labelled")):
        assert told in run(f"evaluate labels.txt --lang {lang}", "C.UTF-8", tmp_path).stderr.decode()


NO_RIGHT = "ne peut pas être lu : vous n'y avez pas accès, demandez-en le droit ou prenez un autre fichier.\n"


def test_a_file_that_one_has_no_right_to_read_is_told_and_the_others_are_judged(shared_path: Path) -> None:
    read, other = shared_path / "a.txt", shared_path / "b.txt"
    for path in (read, other):
        path.write_text(OFFER, encoding="utf-8")
    asked = ["classify", str(other), str(read), "--lang", "fr"]
    whole = CliRunner().invoke(app, asked)
    with closed(other):
        result = CliRunner().invoke(app, asked)
    assert (whole.exit_code, result.exit_code) == (0, 2)
    assert result.stderr == f"pm-or-po: {other} {NO_RIGHT}"
    heading = f"== {read}\n"
    assert heading in result.stdout
    assert result.stdout.partition(heading)[2] == whole.stdout.partition(heading)[2] != ""


@pytest.mark.parametrize("asked", [
    "classify a.txt", "batch t.csv -o -", "evaluate t.csv", "train --corpus t.csv -o m.joblib",
    "classify b.txt --model m.joblib",
])  # fmt: skip
def test_so_it_is_by_every_command(
    asked: str, shared_path: Path, model: StatementModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared_path)
    args = [*asked.split(), "--lang", "fr"]
    assert CliRunner().invoke(app, args).exit_code == 2, "there are no files"
    for name in ("a.txt", "b.txt", "t.csv"):
        Path(name).write_text(f"description,role\n{OFFER!r},PO\n", encoding="utf-8")
    name = "m.joblib" if "--model" in asked else "a.txt" if "a.txt" in asked else "t.csv"
    if "--model" in asked:
        save_model(model, Path(name))
    with closed(shared_path / name):
        result = CliRunner().invoke(app, args)
    assert result.exit_code == 2
    assert result.stderr.endswith(f"{name} {NO_RIGHT}") and result.stderr.count("\n") == 1


def test_no_path_is_checked_by_the_parser_which_speaks_english_only() -> None:
    commands = typer.main.get_command(app).commands.values()  # type: ignore[attr-defined]
    paths = [param for command in commands for param in command.params if param.type.name == "path"]
    assert len(paths) >= 9
    assert [param.name for param in paths if param.type.readable or param.type.exists] == []
