"""A command line that cannot be read: one sentence in the user's language, and exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
