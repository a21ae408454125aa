"""Keep a model in a joblib file of plain data, and read one back without ever running code from it."""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import pickle
import pickletools
import reprlib
import zlib
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from pm_or_po.errors import ModelError, OutputError, Phrase, PmOrPoError
from pm_or_po.scoring.context import CONTEXT
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.model import FINAL, StatementModel
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.rules import OWNER_FEATURES, PRODUCT_FEATURES, JudgeRules, Rule
from pm_or_po.scoring.units import SHAPES
from pm_or_po.taxonomy import SIDES

RECEIVED = Phrase("received")  # what messages call a model that came without a file
FORMAT = "pm-or-po model"
FORMAT_VERSION = 4
# What the rows and columns of the arrays stand for, in their order: a model of others is refused.
_COLUMNS = {
    "outputs": list(OUTPUTS),
    **{key: "\n".join(names) for key, names in (("shapes", SHAPES), ("context", CONTEXT), ("final", FINAL))},
}
_LARGEST_FILE = 100 * 2**20
_LARGEST_CONTENT = 100 * 2**20
_MOST_OPCODES = 1_000_000
_LONGEST_LEXICON = 2**22
LONGEST_NAME = 100
# Tuples are hashable, so one nested without end can be made a dict key and overflow the C stack; models hold none.
_REFUSED_OPCODES = frozenset({"TUPLE", "TUPLE1", "TUPLE2", "TUPLE3", "EMPTY_TUPLE", "FROZENSET"})
_CODE_OPCODES = frozenset({"GLOBAL", "STACK_GLOBAL", "INST"})
_NUMBERED = ("LONG_BINPUT", "PUT")  # they make room for as many objects as the number says
_DTYPES = ("float16", "float32", "float64")
_LARGEST_GRAM_WEIGHT = 1000.0
# Weights are kept to a sixteenth: they reach 100 and are divided by about 15, and so halve the file.
_STEPS = 16


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, strings, bytes, lists and dicts; anything that names a class or function is refused."""

    def find_class(self, module: str, name: str) -> NoReturn:
        wanted = f"{module}.{name}"
        printable = wanted.isprintable() and len(wanted) <= LONGEST_NAME
        raise ModelError("model-asks-for-code", name=wanted if printable else reprlib.repr(wanted))

    def persistent_load(self, pid: Any) -> NoReturn:
        raise ModelError("model-refers-outside")


def _refuse_bombs(raw: bytes) -> None:
    """Refuse, before anything is built, content that is no plain tree or is made to fill the memory."""
    for count, (opcode, argument, _) in enumerate(pickletools.genops(raw)):
        if count > _MOST_OPCODES or (opcode.name in _NUMBERED and int(argument or 0) > _MOST_OPCODES):
            raise ModelError("model-too-large")
        if opcode.name in _CODE_OPCODES:
            return  # the unpickler stops here and names what is asked for
        if opcode.name in _REFUSED_OPCODES:
            raise ModelError("model-values")


def _text(content: dict[str, Any], key: str) -> str:
    value = content[key]
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not value.isprintable():
        raise ModelError("model-values")
    return value


def _lexicon(text: Any) -> Lexicon:
    if not isinstance(text, str) or len(text) > _LONGEST_LEXICON:
        raise ModelError("model-values")
    return Lexicon.from_plain(json.loads(text))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _plain_rules(rules: JudgeRules) -> dict[str, Any]:
    return {
        "product_coef": list(rules.product.coef),
        "product_intercept": rules.product.intercept,
        "owner_coef": list(rules.owner.coef),
        "owner_intercept": rules.owner.intercept,
        "least_evidence": rules.least_evidence,
        "evidence": dict(rules.evidence),
    }


def _rules(content: dict[str, Any]) -> JudgeRules:
    """Return the judge's rules, their numbers checked to be all there and finite."""

    def rule(name: str, features: tuple[str, ...]) -> Rule:
        coef, intercept = content[f"{name}_coef"], content[f"{name}_intercept"]
        if (
            not isinstance(coef, list)
            or len(coef) != len(features)
            or not all(map(_is_number, [*coef, intercept]))
        ):
            raise ModelError("model-values")
        return Rule(tuple(coef), intercept)

    least, evidence = content["least_evidence"], content["evidence"]
    if (
        not _is_number(least)
        or set(evidence) != set(SIDES)
        or not all(_is_number(value) and 0 <= value <= 1 for value in evidence.values())
    ):
        raise ModelError("model-values")
    return JudgeRules(rule("product", PRODUCT_FEATURES), rule("owner", OWNER_FEATURES), least, evidence)


def _pack(array: npt.NDArray[Any]) -> dict[str, Any]:
    return {"dtype": str(array.dtype), "shape": list(array.shape), "bytes": array.tobytes()}


def _unpack(packed: Any, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    if not isinstance(packed, dict) or packed.get("dtype") not in _DTYPES:
        raise ModelError("model-array-kind")
    array = np.frombuffer(packed["bytes"], dtype=packed["dtype"])
    if list(shape) != packed["shape"] or array.size != int(np.prod(shape)):
        raise ModelError("model-array-size")
    if not np.isfinite(array).all():
        raise ModelError("model-values")
    return array.reshape(shape)


def save_model(model: StatementModel, path: Path) -> None:
    """Write the model to a compressed joblib file that holds plain data only, once that is known to be read again.

    Raises
    ------
    OutputError
        If the file cannot be written, or ``load_model_file`` would refuse it; what was there stays.
    """
    import joblib  # noqa: PLC0415 - only those who train need it

    with np.errstate(over="ignore"):  # what is too large for half precision is refused below
        weights = np.asarray(np.round(model.weights * _STEPS) / _STEPS, dtype=np.float16)
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "name": model.identity.name,
        "version": model.identity.version,
        "data_sha256": model.identity.data_sha256,
        **_COLUMNS,
        "units": "\n".join(model.rows),
        "weights": _pack(weights),
        "squares": _pack(np.asarray(model.squares, dtype=np.float32)),
        "gram_weight": model.gram_weight,
        "intercept": _pack(model.intercept),
        "shape_weights": _pack(model.shape_weights),
        "context_weights": _pack(model.context_weights),
        "context_intercept": _pack(model.context_intercept),
        # One text: far faster to look through than its entries.
        "lexicon": json.dumps(model.lexicon.to_plain(), ensure_ascii=False),
        "judge": _plain_rules(model.rules),
    }
    packed = io.BytesIO()
    joblib.dump(content, packed, compress=("zlib", 6))
    try:
        _read(packed.getvalue())
    except PmOrPoError as error:
        raise OutputError("model-not-readable-again", path=path, error=error) from error
    beside = part_of(path)
    try:
        beside.write_bytes(packed.getvalue())
        beside.replace(path)
    except OSError as error:
        raise OutputError("model-unwritable", path=path, error=error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def part_of(path: Path) -> Path:
    """Return where a model is written until it is whole; no file of the user's is named so."""
    return path.with_name(f"{path.name}.{os.getpid()}.part")


def _content(packed: bytes) -> dict[str, Any]:
    stream = zlib.decompressobj()
    raw = stream.decompress(packed, _LARGEST_CONTENT)
    if stream.unconsumed_tail or not stream.eof:
        raise ModelError("model-cut-short")
    _refuse_bombs(raw)
    content = _PlainUnpickler(io.BytesIO(raw)).load()
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ModelError("not-a-model")
    if content.get("format_version") != FORMAT_VERSION:
        found = reprlib.repr(content.get("format_version"))
        raise ModelError("model-version", found=found, known=FORMAT_VERSION)
    if any(content.get(key) != names for key, names in _COLUMNS.items()):
        raise ModelError("model-outputs")
    return content


def load_model_file(path: Path) -> StatementModel:
    """Read a model file.

    Raises
    ------
    ModelError
        If the file is missing, damaged, of another version, or holds anything but plain data; nothing in it
        is run.
    """
    return read_model(model_bytes(path), path)


def model_bytes(path: Path) -> bytes:
    """Return the bytes of a model file, unread; of one that is too large, the first that show it.

    Raises
    ------
    ModelError
        If the file is missing or cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        raise ModelError("no-model-file", path=path) from None
    except OSError as error:
        raise ModelError("model-unreadable", path=path, error=error) from error


def read_model(packed: bytes, path: Path | Phrase = RECEIVED) -> StatementModel:
    """Read the content of a model file; ``path`` is where it came from, for messages.

    Raises
    ------
    ModelError
        If it is damaged, of another version, or holds anything but plain data; nothing in it is run.
    """
    try:
        return _read(packed)
    except PmOrPoError as error:
        raise ModelError("model-refused", path=path, error=error) from error
    except (
        pickle.UnpicklingError, zlib.error, EOFError, KeyError, ValueError, TypeError, AttributeError, IndexError,
        MemoryError, OverflowError, RecursionError, UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise ModelError("model-damaged", path=path) from error


def _read(packed: bytes) -> StatementModel:
    if len(packed) > _LARGEST_FILE:
        raise ModelError("model-too-large")
    content = _content(packed)
    names = content["units"].split("\n")
    rows = {name: row for row, name in enumerate(names)}
    counts = (len(names), len(OUTPUTS))
    features = len(CONTEXT) + len(SHAPES)
    squares = _unpack(content["squares"], counts[:1])
    gram_weight = content["gram_weight"]
    if not _is_number(gram_weight) or not 0 < gram_weight <= _LARGEST_GRAM_WEIGHT:
        raise ModelError("model-values")
    if not (squares > 0).all() or len(rows) != len(names):
        raise ModelError("model-values")
    return StatementModel(
        rows=rows,
        weights=_unpack(content["weights"], counts).astype(np.float32),
        squares=squares,
        gram_weight=float(gram_weight),
        intercept=_unpack(content["intercept"], (len(OUTPUTS),)),
        shape_weights=_unpack(content["shape_weights"], (len(SHAPES), len(OUTPUTS))),
        context_weights=_unpack(content["context_weights"], (features, len(FINAL))),
        context_intercept=_unpack(content["context_intercept"], (len(FINAL),)),
        lexicon=_lexicon(content["lexicon"]),
        rules=_rules(content["judge"]),
        identity=ModelIdentity(*(_text(content, key) for key in ("name", "version", "data_sha256"))),
    )
