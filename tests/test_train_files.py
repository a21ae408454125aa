"""The files ``pm-or-po train`` writes: none of the user's is touched, and none of a former model stays beside a new one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from progress import telling

from pm_or_po import load_model
from pm_or_po.errors import CorpusError, OutputError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.storage import save_model
from pm_or_po.training import train
from pm_or_po.training.files import ModelFiles, files_of


@pytest.fixture
def product_only(few_rows: list[dict[str, Any]], tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    rows = [row for row in few_rows if row["role"] != "OTHER"]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def former(model: StatementModel, tmp_path: Path) -> ModelFiles:
    """A model, its card and what else stands beside it."""
    files = files_of(tmp_path / "mine.joblib")
    save_model(model, files.model)
    for path in files[1:]:
        path.write_text("of the former model", encoding="utf-8")
    files.card.write_text("# Model card: a model of your own\n", encoding="utf-8")
    return files


@pytest.mark.parametrize(
    "name", ["mine.metrics.json", "mine.out-of-fold.jsonl", "mine-reliability.png", "mine.md"]
)
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_not_of_a_model_is_refused_before_anything_is_read(
    kind: str, name: str, tmp_path: Path
) -> None:
    own = tmp_path / name
    own.mkdir() if kind == "folder" else own.write_text("important", encoding="utf-8")
    with pytest.raises(OutputError, match="would be written beside the model") as refused:
        train([tmp_path / "absent.jsonl"], tmp_path / "mine.joblib")
    assert name in str(refused.value) and [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_beside_a_card_is_refused(former: ModelFiles, tmp_path: Path) -> None:
    former.metrics.unlink()
    former.metrics.mkdir()
    with pytest.raises(OutputError, match=r"metrics\.json would be written beside the model"):
        train([tmp_path / "absent.jsonl"], former.model)


def test_labels_beside_a_card_are_refused_even_where_nothing_is_measured(former: ModelFiles) -> None:
    with pytest.raises(OutputError, match="stands among, the labelled offers"):
        train([former.out_of_fold], former.model, cross_validate=False)


def test_without_a_report_what_told_of_the_former_model_is_removed_and_told(
    former: ModelFiles, product_only: Path
) -> None:
    said: list[str] = []
    train([product_only], former.model, cross_validate=False, report=telling(said))
    assert {path.name for path in former.model.parent.iterdir()} == {"mine.joblib", "rows.jsonl"}
    assert load_model(former.model).identity.name == "mine"
    assert said[-1] == (
        "Removed beside it, since they told of the model that was there: "
        "mine.metrics.json, mine.out-of-fold.jsonl, mine-reliability.png, mine.md"
    )


def test_it_is_removed_even_where_the_new_model_is_the_same(former: ModelFiles, product_only: Path) -> None:
    train([product_only], former.model, cross_validate=False)
    same = former.model.read_bytes()
    former.card.write_text("# Model card: a model of your own\n", encoding="utf-8")
    said: list[str] = []
    train([product_only], former.model, cross_validate=False, report=telling(said))
    assert former.model.read_bytes() == same
    assert not former.card.exists() and said[-1].endswith(": mine.md")


def test_without_a_card_what_stands_beside_is_the_users(former: ModelFiles, product_only: Path) -> None:
    former.card.unlink()
    train([product_only], former.model, cross_validate=False)
    assert former.metrics.read_text(encoding="utf-8") == "of the former model"


@pytest.mark.parametrize("writing", ["write_text", "write_bytes", "replace"])
def test_a_full_disk_leaves_a_former_model_and_all_beside_it_as_they_were(
    former: ModelFiles, few_path: Path, monkeypatch: pytest.MonkeyPatch, writing: str
) -> None:
    kept = {path: path.read_bytes() for path in former}
    monkeypatch.setattr(
        Path, writing, _no_space
    )  # cards are text, a model is bytes, both are put in their places
    with pytest.raises(OutputError, match=r"written.*mine\.|mine\..*written"):
        train([few_path], former.model)
    assert {path: path.read_bytes() for path in former.model.parent.iterdir()} == kept


def test_no_diagram_of_a_former_model_stays_where_none_is_drawn(
    former: ModelFiles, few_path: Path, model: StatementModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pm_or_po.training.can_draw", lambda: False)
    train([few_path], former.model)
    assert load_model(former.model).identity != model.identity
    assert not former.reliability.exists() and "reliability" not in former.card.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("mine.joblib", "mine"),
        ("mon modèle.v2", "mon modèle.v2"),
        ("pm-or-po.joblib", "own-pm-or-po"),
        ("\udce9\n.joblib", "own-pm-or-po"),
        ("m" * 120, "m" * 100),
    ],
)
def test_a_model_of_ones_own_is_called_as_its_file_and_never_as_the_shipped_one(file: str, name: str) -> None:
    assert files_of(Path("folder") / file).name == name


@pytest.mark.parametrize("name", ["m" * 300, "m" * 250, "m" * 240])
def test_a_name_that_a_file_of_the_model_cannot_have_is_told_before_anything_is_read(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match="the name is too long, give a shorter one"):
        train([tmp_path / "absent.jsonl"], tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_too_long_for_those_beside_the_model_alone_will_do_for_it(
    product_only: Path, tmp_path: Path
) -> None:
    train([product_only], tmp_path / ("m" * 240), cross_validate=False)
    assert (tmp_path / ("m" * 240)).is_file()


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder that not even root writes to")
def test_so_is_a_folder_that_nothing_can_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"The model cannot be written to /proc/mine\.joblib: "):
        train([tmp_path / "absent.jsonl"], "/proc/mine.joblib")


@pytest.mark.parametrize("written", [False, True])
def test_a_link_stays_one_to_the_model_beside_which_the_other_files_go(
    written: bool, few_path: Path, model: StatementModel, tmp_path: Path
) -> None:
    (tmp_path / "models").mkdir()
    link, target = tmp_path / "current.joblib", tmp_path / "models" / "third.joblib"
    link.symlink_to("models/third.joblib")
    if written:
        save_model(model, target)
    train([few_path], link)
    assert link.is_symlink() and load_model(link).identity.name == "third"
    assert [path for path in files_of(target) if not path.exists()] == []
    assert {path.name for path in tmp_path.iterdir()} == {"current.joblib", "models"}


@pytest.mark.parametrize("out", ["one.joblib", "one.joblib/mine.joblib"])
def test_a_link_that_leads_in_a_circle_is_told_as_no_model(out: str, tmp_path: Path) -> None:
    (tmp_path / "one.joblib").symlink_to("other.joblib")
    (tmp_path / "other.joblib").symlink_to("one.joblib")
    with pytest.raises(OutputError, match=r"links lead to one another|folder .*one\.joblib does not exist"):
        train([tmp_path / "absent.jsonl"], tmp_path / out)


def test_and_as_no_labels(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("other")
    (tmp_path / "other").symlink_to("one")
    with pytest.raises(CorpusError, match="no labelled data at"):
        train([tmp_path / "one"], tmp_path / "mine.joblib")


def _no_space(path: Path, *_: object, **__: object) -> int:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("out", [".", "/", ""])
def test_a_model_without_a_name_is_a_folder(product_only: Path, out: str) -> None:
    with pytest.raises(OutputError, match="is a folder: give the file of the model"):
        train([product_only], out)
