"""What several test files share: one thread for numpy, calm hypothesis, the shipped model and the corpus, read once."""

from __future__ import annotations

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before numpy: more threads are slower on arrays this small

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from typing import Any

    from pm_or_po.errors import PmOrPoError
    from pm_or_po.scoring.model import StatementModel
    from pm_or_po.training.labels import LabelledStatements
    from pm_or_po.training.rows import LabelledOffer

settings.register_profile("calm", deadline=None, max_examples=70)
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def model() -> StatementModel:
    """The model shipped with the package."""
    from pm_or_po import load_model

    return load_model()


@pytest.fixture(scope="session")
def corpus_offers() -> tuple[LabelledOffer, ...]:
    """Every authored offer of data/offers."""
    from pm_or_po.training.corpus import read_corpus

    return read_corpus([ROOT / "data" / "offers"]).offers


@pytest.fixture(scope="session")
def is_one_sentence() -> Callable[[PmOrPoError], bool]:
    """Tell whether an error is fit for a user: one line, one sentence of a readable length, in both languages."""

    def check(error: PmOrPoError) -> bool:
        for text in (error.sentence("en"), error.sentence("fr")):
            assert text.endswith(".") and not text.endswith(".."), text
            assert text.replace("\N{NO-BREAK SPACE}", " ").isprintable() and "Traceback" not in text, text
            assert ". " not in text and len(text) < 400, text
        return True

    return check


@pytest.fixture
def shared_path() -> Iterator[Path]:
    """A folder that every user may write to; pytest's own are root's, where that runs the tests."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.fixture(scope="session")
def few_rows() -> list[dict[str, Any]]:
    """Eighteen offers of data/offers as their JSON objects, six of each role, every line labelled."""
    found: list[dict[str, Any]] = []
    for path in sorted((ROOT / "data" / "offers").glob("*.jsonl")):
        found += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lined = [row for row in found if row.get("lines")]
    return [row for role in ("PM", "PO", "OTHER") for row in [r for r in lined if r["role"] == role][:174:29]]


@pytest.fixture(scope="session")
def few_path(few_rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a corpus file."""
    path = tmp_path_factory.mktemp("corpus") / "few.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in few_rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def fitted(few_path: Path) -> StatementModel:
    """A model trained on them in a few seconds, lines and all."""
    from pm_or_po.training.corpus import read_corpus
    from pm_or_po.training.fit import fit

    return fit(read_corpus([few_path]), version="0.0.test")


@pytest.fixture(scope="session")
def few_cut(few_path: Path) -> list[LabelledStatements]:
    """The same offers as training cuts them."""
    from pm_or_po.training.corpus import read_corpus
    from pm_or_po.training.labels import label_offer

    return [label_offer(offer) for offer in read_corpus([few_path]).offers]
