"""``pm-or-po train``: what it says in either language, and whose model the card tells of."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import CLI, environment, one_sentence, run
from typer.testing import CliRunner

from pm_or_po import load_model
from pm_or_po.cli.program import app
from pm_or_po.scoring import storage
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.scoring.model import StatementModel
from pm_or_po.taxonomy import FAMILIES
from pm_or_po.training.card import Making, is_card, write_card
from pm_or_po.training.kinds import LEAST_OF_A_KIND
from pm_or_po.training.measures import Judged, figures
from pm_or_po.training.rows import parse_offer

OURS = ModelIdentity("pm-or-po", "1.2.3", "a" * 64)


def command(*args: str | Path, locale: str = "C.UTF-8") -> str:
    result = CliRunner().invoke(app, ["train", *map(str, args)], env={"LC_ALL": locale})
    assert result.exit_code == 0, result.output
    return result.output


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def product_only(few_rows: list[dict[str, Any]], tmp_path: Path) -> Path:
    return write(tmp_path / "rows.jsonl", [row for row in few_rows if row["role"] != "OTHER"])


@pytest.mark.parametrize("content", ["important\n", ""])
def test_a_file_that_is_no_model_is_refused_before_anything_is_read_and_left_as_it_is(
    content: str, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(content, encoding="utf-8")
    corpus = tmp_path / "absent.jsonl"
    args = ["train", f"--corpus={corpus}", "-o", str(notes), "--no-report", "--lang", "en"]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 2
    assert result.output.endswith("notes.txt exists already and is no model of this program: "
                                  "give the model another name with -o.\n")  # fmt: skip
    assert notes.read_text(encoding="utf-8") == content


@pytest.mark.parametrize("version", [storage.FORMAT_VERSION, storage.FORMAT_VERSION - 1])
def test_a_model_is_replaced_even_one_of_an_older_version(
    version: int, product_only: Path, tmp_path: Path, model: StatementModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "mine.joblib"
    with monkeypatch.context() as older:
        older.setattr(storage, "FORMAT_VERSION", version)
        storage.save_model(model, out)
    told = command("--corpus", product_only, "-o", out, "--no-report")
    assert told.endswith(f"Model written, in place of the one that was there: {out}\n")
    assert load_model(out).identity.data_sha256 != model.identity.data_sha256


def test_a_reader_that_leaves_does_not_take_the_model_with_it(product_only: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*CLI, "train", "--corpus", product_only, "--no-report"],
        cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as training:  # fmt: skip
        assert training.stdout is not None and training.stderr is not None
        training.stdout.close()
        assert training.stderr.read() == b"" and training.wait(60) == 0
    assert load_model(tmp_path / "own-pm-or-po.joblib").identity.name == "own-pm-or-po"
    again = run("train", "--corpus", product_only, cwd=tmp_path)
    assert again.returncode == 2 and one_sentence(again).startswith(
        "pm-or-po: own-pm-or-po.joblib exists already"
    )


@pytest.mark.parametrize("measured", [(), ("--no-report",)], ids=["measured", "not measured"])
@pytest.mark.parametrize(
    ("texts", "different"), [([], 0), (["a"], 1), (["a", "b", "c"], 3), (["a"] * 18, 1)],
    ids=["no offer", "one", "three", "one text again and again"],
)  # fmt: skip
def test_too_few_offers_are_told_in_one_sentence_and_nothing_is_trained(
    texts: list[str], different: int, measured: tuple[str, ...], tmp_path: Path
) -> None:
    loose = {"id": "s", "lang": "fr", "text": "Gérer le backlog", "zone": "duty", "side": "delivery"}
    roles = ("PO", "PM", "OTHER")
    rows = [{"description": f"Tenir le backlog {text}", "role": roles[i % 3]} for i, text in enumerate(texts)]
    corpus = write(tmp_path / "few.jsonl", [loose, *rows])
    asked = ["train", f"--corpus={corpus}", "-o", str(tmp_path / "mine.joblib"), "--lang=en", *measured]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    *warned, told = result.output.splitlines()
    assert f"too few different offers ({different})" in told and len(warned) == (
        len(texts) == 18
    )  # of two roles
    assert list(tmp_path.iterdir()) == [corpus]


FRENCH = """\
Lignes étiquetées dans vos offres : {lines} ; il en faut au moins 30000 pour apprendre à lire les lignes. \
Elles seront lues par le modèle fourni, et seul le verdict sur l'offre entière sera appris des vôtres.
Les offres étiquetées OTHER sont de 0 groupes et les autres de 5 (une offre sans groupe en est un), trop peu pour \
apprendre sur les uns à reconnaître un autre métier et le vérifier sur les autres. Ce modèle prendra tout poste pour \
celui d'un Product Manager ou d'un Product Owner ; étiquetez des offres d'autres groupes.
Apprentissage sur les offres (12) et les énoncés isolés (0)
Apprentissage du verdict sur l'offre entière
Écriture du modèle
Modèle écrit : {path}
"""


@pytest.mark.parametrize(("asked", "locale"), [(("--lang", "fr"), "C.UTF-8"), ((), "fr_FR.UTF-8")])
def test_training_speaks_french(
    asked: tuple[str, ...], locale: str, product_only: Path, few_rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "mine.joblib"
    told = command("--corpus", product_only, "-o", out, "--no-report", *asked, locale=locale)
    lines = sum(len(row["lines"]) for row in few_rows if row["role"] != "OTHER")
    assert told == FRENCH.format(lines=lines, path=out)


def test_the_figures_are_announced_in_french_and_the_card_is_that_of_a_users_model_with_borrowed_lines(
    few_path: Path, tmp_path: Path, model: StatementModel
) -> None:
    loose = {"id": "s", "lang": "fr", "text": "Gérer le backlog", "zone": "duty", "side": "delivery"}
    statements = write(tmp_path / "loose.jsonl", [loose])
    out = tmp_path / "mine.joblib"
    told = command("--corpus", few_path, "--corpus", statements, "-o", out, "--lang", "fr")
    assert "Validation croisée : pli 1 sur 3\n" in told
    assert "Chaque offre est jugée par un modèle entraîné sur les offres des autres groupes" in told
    assert "ces mesures sont trop flatteuses" in told
    assert "| | macro-F1 des rôles | PM contre PO | F1 des PO parmi PM et PO |" in told
    assert "\n| ce modèle | " in told and "\n| mots-clés seuls | " in told and "\nexactitude " in told
    assert not [word for word in ("macro_f1", "accuracy", "recall", "keywords", "against") if word in told]
    *_, model_written, beside = told.splitlines()
    assert model_written == f"Modèle écrit : {out}"
    written = {path.name for path in tmp_path.iterdir()} - {out.name, statements.name}
    assert beside.startswith("Écrits à côté : ")
    assert set(beside.partition(" : ")[2].split(", ")) == written
    card = " ".join(out.with_suffix(".md").read_text(encoding="utf-8").split())
    assert card.startswith(f"# Model card: a model of your own, made with pm-or-po {model.identity.version} ")
    assert "This is not the model that pm-or-po ships" in card
    assert "Lines are scored and job families named by the model shipped with pm-or-po" in card
    assert model.identity.data_sha256 in card
    assert "| | role macro-F1 | PM against PO |" in card and "macro_f1 " in card
    assert "loose statements" not in card and "writers" not in card


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("labels.csv", "touche les offres étiquetées"),
        ("labels/x.joblib", "touche les offres étiquetées"),
        ("labels/models/x.joblib", "touche les offres étiquetées"),
        ("notes.joblib", "rien ne dit que ce qui s'y trouve vient d'un modèle"),
        ("labels", "est un dossier"),
        ("nowhere/x.joblib", "n'existe pas"),
    ],
)
def test_training_writes_over_nothing_of_the_users(output: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "labels" / "models").mkdir(parents=True)
    for name in ("labels.csv", "notes.md"):
        (tmp_path / name).write_text("précieux", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    corpus = [f"--corpus={tmp_path / name}" for name in ("labels.csv", "labels")]
    result = CliRunner().invoke(
        app, ["train", *corpus, "-o", str(tmp_path / output)], env={"LC_ALL": "fr_FR"}
    )
    assert result.exit_code == 2 and told in result.output and result.output.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def judged(gold: str, said: str, title: str, **fields: Any) -> Judged:
    row = {"role": gold, "title": title, "description": "Gérer le backlog.", **fields}
    chances = {role: 0.8 if role == said else 0.1 for role in ("PM", "PO", "OTHER")}
    return Judged(parse_offer(row, "here"), "PM", said, chances, 50.0, 50.0, ())


ERRORS = [
    judged("PM", "PO", "Product\n  Manager\tH/F", id="an\nid"),
    judged("UNCLEAR", "PO", "Product Owner"),
    judged("PO", "PO", "Product Owner"),
]


def card_of(path: Path, **changed: Any) -> str:
    facts = {"identity": OURS, "shipped": False, "base": None, "statements": 5, "groups": 3, **changed}
    write_card(path, Making(**facts), ERRORS, {"this model": figures(ERRORS)}, diagram=False)
    assert is_card(path)
    return path.read_text(encoding="utf-8")


def test_an_error_is_one_line_of_the_card_and_an_unclear_offer_is_none(tmp_path: Path) -> None:
    assert errors_in(card_of(tmp_path / "card.md")) == [
        "- 0.80 `an id` “Product Manager H/F”: labelled PM, said PO"
    ]


def errors_in(card: str) -> list[str]:
    listed = card.partition("## The most confident errors\n\n")[2].partition("\n\n## ")[0]
    said, _, errors = listed.partition("\n\n")
    assert said == "Each with the probability of the role said."
    return errors.splitlines()


def test_an_error_is_told_with_the_probability_of_the_role_said_and_unclear_has_none(tmp_path: Path) -> None:
    chances = {"PM": 0.3, "PO": 0.25, "OTHER": 0.45}
    errors = [
        replace(judged("PM", "UNCLEAR", "Chef", id="a"), probabilities=chances),
        replace(judged("PO", "PM", "Chef", id="b"), probabilities=chances),
    ]
    facts = Making(identity=OURS, shipped=False, base=None, statements=0, groups=2)
    write_card(tmp_path / "card.md", facts, errors, {"this model": figures(errors)}, diagram=False)
    card = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert errors_in(card) == [
        "- 0.30 `b` “Chef”: labelled PO, said PM",
        "- – `a` “Chef”: labelled PM, said UNCLEAR",
    ]
    assert "- **Trained on** 2 offers (1 PM, 1 PO), SHA-256" in card, "a language that no offer has"


def test_a_title_with_half_an_emoji_is_told_in_the_card(
    few_rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    wrong = {"PM": "PO", "PO": "PM", "OTHER": "OTHER"}
    rows = [
        {
            **row,
            "title": "Chef \ud83d produit",
            "role": wrong[row["role"]] if number % 6 == 0 else row["role"],
        }
        for number, row in enumerate(few_rows)
    ]
    out = tmp_path / "mine.joblib"
    command("--corpus", write(tmp_path / "rows.jsonl", rows), "-o", out)
    assert "“Chef ? produit”: labelled" in out.with_suffix(".md").read_text(encoding="utf-8")


def test_the_card_of_the_shipped_model_is_headed_with_its_name(tmp_path: Path) -> None:
    card = card_of(tmp_path / "card.md", shipped=True)
    assert card.startswith("# Model card: pm-or-po 1.2.3\n\nReads a job offer's duties")
    assert "All were written for this project" in card and "3 groups: writers of the corpus; 3 folds" in card
    assert "Some statements are by writers of offers" in card


def test_the_card_tells_limits_by_the_numbers_that_the_program_goes_by(tmp_path: Path) -> None:
    card = card_of(tmp_path / "card.md")
    assert f"kinds of fewer than {LEAST_OF_A_KIND} offers are not shown" in card
    assert f"the nearest of {len(FAMILIES)}, learnt" in card
    assert "An offer that names one duty or none is often UNCLEAR" in card


def test_groups_too_few_to_count_are_told_and_stand_in_the_card(
    few_rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    rows = [row | {"group": f"board {n % 3}"} for n, row in enumerate(few_rows)]
    path, out = write(tmp_path / "rows.jsonl", rows), tmp_path / "mine.joblib"
    told = "Groups named: 3; it takes 4 or more for them to count. Each offer is taken for a group"
    assert told in command("--corpus", path, "-o", out)
    card = " ".join(out.with_suffix(".md").read_text(encoding="utf-8").split())
    assert "(18 groups; 3 folds). Groups named: 3, fewer than the 4 it takes for them to count" in card
    assert told in CliRunner().invoke(app, ["evaluate", str(path), "--json"]).stderr


def test_a_users_model_that_learnt_its_lines_borrows_nothing(tmp_path: Path) -> None:
    card = card_of(tmp_path / "card.md")
    assert card.startswith("# Model card: a model of your own, made with pm-or-po 1.2.3\n\nThis is not")
    assert (
        "other groups and all loose statements, whoever wrote them (3 groups; 3 folds)" in card
        and "5 loose statements" in card
    )
    assert "shipped" not in card and "written for this project" not in card
