"""Model files: read back as written, and refused when they are damaged or anything else."""

from __future__ import annotations

import gzip
import json
import pickle
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_files import Check, refused

from pm_or_po.errors import OutputError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.storage import FORMAT, FORMAT_VERSION, load_model_file, save_model
from pm_or_po.text.document import read_statement
from pm_or_po.training.labels import LabelledStatements

ROOT = Path(__file__).resolve().parents[1]
HALF = 0.05  # log-odds: weights kept to a sixteenth, summed over a statement and divided by its length


@pytest.fixture(scope="module")
def saved(fitted: StatementModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "few.joblib"
    save_model(fitted, path)
    return path


@pytest.fixture(scope="module")
def content(saved: Path) -> dict[str, Any]:
    return dict(joblib.load(saved))


# --- Written and read back ----------------------------------------------------------------------------------


def test_a_model_read_back_is_the_model_written(fitted: StatementModel, saved: Path) -> None:
    before, after = fitted, load_model_file(saved)
    assert after.rows == before.rows and after.identity == before.identity and after.rules == before.rules
    assert after.lexicon.to_plain() == before.lexicon.to_plain() and after.gram_weight == before.gram_weight
    np.testing.assert_array_equal(after.squares, before.squares.astype(np.float32))
    for name in ("intercept", "shape_weights", "context_weights", "context_intercept"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    np.testing.assert_allclose(
        after.weights, before.weights, rtol=0, atol=0.5 / 16 + 1e-4
    )  # kept to a sixteenth


def test_it_scores_the_same_within_half_precision(
    fitted: StatementModel, few_cut: list[LabelledStatements], saved: Path
) -> None:
    after = load_model_file(saved)
    for one in few_cut[:5]:
        alone = after.score_alone(one.statements)[0]
        np.testing.assert_allclose(alone, fitted.score_alone(one.statements)[0], atol=HALF)


def test_writing_it_again_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.joblib"
    save_model(load_model_file(saved), again)
    assert again.read_bytes() == saved.read_bytes()


def test_the_file_is_joblib_and_holds_plain_data_only(content: dict[str, Any]) -> None:
    def is_plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and is_plain(one) for key, one in value.items())
        if isinstance(value, list):
            return all(is_plain(one) for one in value)
        return type(value) in (str, bytes, int, float, bool)

    assert is_plain(content)
    assert content["format"] == FORMAT and content["format_version"] == FORMAT_VERSION


def test_nothing_is_left_beside_a_written_model(saved: Path) -> None:
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_a_model_that_cannot_be_written_says_so(
    fitted: StatementModel, tmp_path: Path, is_one_sentence: Check
) -> None:
    with pytest.raises(OutputError) as caught:
        save_model(fitted, tmp_path / "no such folder" / "m.joblib")
    assert is_one_sentence(caught.value)  # type: ignore[arg-type]


def test_a_model_that_cannot_be_written_leaves_nothing_and_spares_what_is_there(
    fitted: StatementModel, tmp_path: Path
) -> None:
    (tmp_path / "m.joblib").mkdir()  # found out once the whole model is written beside
    (tmp_path / "m.joblib.part").write_text("precious")
    with pytest.raises(OutputError):
        save_model(fitted, tmp_path / "m.joblib")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.joblib", "m.joblib.part"]
    assert (tmp_path / "m.joblib.part").read_text() == "precious"


def with_one_weight_of(model: StatementModel, weight: float) -> StatementModel:
    weights = np.array(model.weights)
    weights[0, 0] = weight
    return replace(model, weights=weights)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda model: with_one_weight_of(model, 70_000.0),  # more than half precision holds
        lambda model: with_one_weight_of(model, float("nan")),
        lambda model: replace(model, squares=model.squares * 0),
        lambda model: replace(model, gram_weight=1e9),
        lambda model: replace(model, identity=replace(model.identity, name="two\nlines")),
    ],
    ids=["overflows", "nan", "no square", "letters", "name"],
)
def test_a_model_that_could_not_be_read_again_is_not_written_and_spares_the_one_there(
    spoilt: Callable[[StatementModel], StatementModel],
    fitted: StatementModel,
    tmp_path: Path,
    is_one_sentence: Check,
) -> None:
    path = tmp_path / "m.joblib"
    save_model(fitted, path)
    before = path.read_bytes()
    with pytest.raises(OutputError) as caught:
        save_model(spoilt(fitted), path)
    assert is_one_sentence(caught.value)  # type: ignore[arg-type]
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["m.joblib"]


def test_the_shipped_model_is_small_and_read_quickly(model: StatementModel) -> None:
    shipped = ROOT / "models" / "pm-or-po.joblib"
    assert shipped.stat().st_size < 20 * 2**20
    assert len(model.intercept) == len(OUTPUTS) and np.isfinite(model.weights).all()


# --- Files that are damaged or of another kind --------------------------------------------------------------------


def test_a_missing_file_a_folder_and_an_empty_file_are_refused(
    tmp_path: Path, is_one_sentence: Check
) -> None:
    (tmp_path / "empty.joblib").touch()
    for path in (tmp_path / "none.joblib", tmp_path, tmp_path / "empty.joblib"):
        refused(path, is_one_sentence)


@pytest.mark.parametrize("kept", [0.01, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(
    saved: Path, tmp_path: Path, kept: float, is_one_sentence: Check
) -> None:
    path = tmp_path / "cut.joblib"
    path.write_bytes(saved.read_bytes()[: int(kept * saved.stat().st_size)])
    refused(path, is_one_sentence)


def test_a_flipped_bit_is_refused(saved: Path, tmp_path: Path, is_one_sentence: Check) -> None:
    path = tmp_path / "flipped.joblib"
    raw = bytearray(saved.read_bytes())
    raw[len(raw) // 2] ^= 0x10
    path.write_bytes(raw)
    refused(path, is_one_sentence)


def test_other_kinds_of_file_are_refused(
    content: dict[str, Any], tmp_path: Path, is_one_sentence: Check
) -> None:
    pickled = pickle.dumps(content)
    kinds = {
        "pickle": pickled,
        "gzip": gzip.compress(pickled),
        "twice": zlib.compress(zlib.compress(pickled)),
        "text": "Vos missions : gérer le backlog.".encode(),
        "zip": b"PK\x03\x04" + bytes(100),
    }
    for kind, raw in kinds.items():
        path = tmp_path / f"{kind}.joblib"
        path.write_bytes(raw)
        refused(path, is_one_sentence)


@settings(max_examples=150)
@given(raw=st.binary(max_size=200), packed=st.booleans())
def test_garbage_is_refused(
    raw: bytes, packed: bool, tmp_path_factory: pytest.TempPathFactory, is_one_sentence: Check
) -> None:
    path = tmp_path_factory.getbasetemp() / "garbage.joblib"
    path.write_bytes(zlib.compress(raw) if packed else raw)
    refused(path, is_one_sentence)


# --- Plain data that is no model -------------------------------------------------------------------------------

ARRAYS = ("weights", "squares", "intercept", "shape_weights", "context_weights", "context_intercept")


@pytest.fixture
def refuses(content: dict[str, Any], tmp_path: Path, is_one_sentence: Check) -> Callable[..., str]:
    """Write the good content with some keys changed, and expect a refusal."""

    def check(**changes: Any) -> str:
        path = tmp_path / "changed.joblib"
        joblib.dump({**content, **changes}, path, compress=("zlib", 1))
        return refused(path, is_one_sentence)

    return check


def test_good_content_written_by_joblib_alone_is_read(content: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "good.joblib"
    joblib.dump(content, path, compress=("zlib", 1))
    assert load_model_file(path).score_alone([read_statement("Gérer le backlog")])[0].shape == (
        1,
        len(OUTPUTS),
    )


@pytest.mark.parametrize(
    "plain", [None, 3, "model", [], {}, {"format": "another"}, [FORMAT], {1: 2}, b"", True]
)
def test_plain_data_of_another_kind_is_refused(plain: object, tmp_path: Path, is_one_sentence: Check) -> None:
    path = tmp_path / "plain.joblib"
    joblib.dump(plain, path, compress=("zlib", 1))
    refused(path, is_one_sentence)


@pytest.mark.parametrize("version", [0, FORMAT_VERSION - 1, FORMAT_VERSION + 1, 99, "1", None, [1]])
def test_another_version_is_refused_and_named(refuses: Callable[..., str], version: object) -> None:
    assert repr(version) in refuses(format_version=version)


def test_a_version_of_any_length_is_refused_in_one_short_sentence(refuses: Callable[..., str]) -> None:
    refuses(format_version="9" * 10_000)


@pytest.mark.parametrize(
    "outputs", [[], list(OUTPUTS[:-1]), list(reversed(OUTPUTS)), [*OUTPUTS, "zone:new"], "outputs", None]
)
def test_other_outputs_are_refused(refuses: Callable[..., str], outputs: object) -> None:
    refuses(outputs=outputs)


@pytest.mark.parametrize("key", ["shapes", "context", "final"])
def test_columns_in_another_order_are_refused(
    content: dict[str, Any], refuses: Callable[..., str], key: str
) -> None:
    refuses(**{key: "\n".join(reversed(content[key].split("\n")))})


KEYS = (
    "format", "format_version", "name", "version", "data_sha256", "outputs", "shapes", "context", "final", "units",
    "weights", "squares", "gram_weight", "intercept", "shape_weights", "context_weights", "context_intercept", "lexicon", "judge",
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_key_is_refused(
    content: dict[str, Any], key: str, tmp_path: Path, is_one_sentence: Check
) -> None:
    assert set(KEYS) == set(content)
    path = tmp_path / "less.joblib"
    joblib.dump({name: value for name, value in content.items() if name != key}, path, compress=("zlib", 1))
    refused(path, is_one_sentence)


@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_the_wrong_type_is_refused(refuses: Callable[..., str], key: str) -> None:
    for wrong in (None, [1, 2], {"x": 1}, b"bytes", [[]]):
        refuses(**{key: wrong})


@pytest.mark.parametrize(
    "change",
    [
        {"owner_coef": None},
        {"product_coef": [1.0]},
        {"evidence": {}},
        {"least_evidence": "x"},
        {"evidence": {"discovery": 2.0, "delivery": 0.4}},
    ],
)
def test_a_judge_with_a_wrong_number_is_refused(
    refuses: Callable[..., str], content: dict[str, Any], change: dict[str, Any]
) -> None:
    refuses(judge={**content["judge"], **change})


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), 0, -3.0, 1e300, "5", True])
def test_a_weight_of_letters_out_of_bounds_is_refused(refuses: Callable[..., str], weight: object) -> None:
    refuses(gram_weight=weight)


def test_units_that_repeat_or_have_no_weight_are_refused(
    refuses: Callable[..., str], content: dict[str, Any]
) -> None:
    names = content["units"].split("\n")
    refuses(units="\n".join([names[1], *names[1:]]))
    refuses(squares={**content["squares"], "bytes": bytes(len(content["squares"]["bytes"]))})


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_of_another_shape_is_refused(
    refuses: Callable[..., str], content: dict[str, Any], name: str
) -> None:
    good = content[name]
    size = int(np.prod(good["shape"]))
    wrong = [
        {**good, "shape": [*good["shape"], 1]},
        {**good, "shape": [size]} if len(good["shape"]) > 1 else {**good, "shape": [1, size]},
        {**good, "shape": [10**9] * len(good["shape"])},
        {**good, "shape": [10**30] * len(good["shape"])},
        {**good, "shape": [-1] * len(good["shape"])},
        {**good, "shape": None},
        {**good, "bytes": good["bytes"][:-8]},
        {**good, "bytes": good["bytes"] + bytes(8)},
        {**good, "bytes": good["bytes"][:-1]},
        {**good, "bytes": b""},
        {**good, "bytes": "text"},
        {**good, "dtype": "object"},
        {**good, "dtype": "O"},
        {**good, "dtype": "int64"},
        {**good, "dtype": "float64,float64"},
        {**good, "dtype": ["float64"]},
        {key: value for key, value in good.items() if key != "bytes"},
        {key: value for key, value in good.items() if key != "shape"},
    ]
    for packed in wrong:
        refuses(**{name: packed})


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_of_no_numbers_is_refused(
    refuses: Callable[..., str], content: dict[str, Any], name: str
) -> None:
    good = content[name]
    bad = np.full(good["shape"], np.nan, dtype=good["dtype"])
    refuses(**{name: {**good, "bytes": bad.tobytes()}})


def test_more_or_fewer_units_than_weights_are_refused(
    refuses: Callable[..., str], content: dict[str, Any]
) -> None:
    refuses(units=content["units"] + "\nunheard-of")
    refuses(units=content["units"].rpartition("\n")[0])
    refuses(units="")


def test_a_lexicon_that_breaks_its_rules_is_refused(
    refuses: Callable[..., str], content: dict[str, Any]
) -> None:
    plain = json.loads(content["lexicon"])
    entry = plain["keyword"][0]
    for wrong in (
        {**entry, "side": "sideways"},
        {**entry, "phrase": ""},
        {**entry, "phrase": "*"},
        {"phrase": "x"},
        "x",
        {},
    ):
        refuses(lexicon=json.dumps({**plain, "keyword": [wrong]}))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, '{"keyword": []}' + " " * 2**22, "NaN", "[]", '"keyword"'],
    ids=["empty", "cut short", "nested without end", "too long", "a number", "a list", "a string"],
)
def test_a_lexicon_that_is_no_text_of_one_is_refused(refuses: Callable[..., str], text: str) -> None:
    refuses(lexicon=text)
