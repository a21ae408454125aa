"""Keep a model in a joblib file of plain data, and read one back without ever running code from it."""

from __future__ import annotations

import io
import pickle
import zlib
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from pm_or_po.errors import ModelError, OutputError, PmOrPoError
from pm_or_po.keywords import Lexicon
from pm_or_po.scoring.context import CONTEXT
from pm_or_po.scoring.model import FINAL, StatementModel
from pm_or_po.scoring.outputs import OUTPUTS
from pm_or_po.scoring.units import SHAPES
from pm_or_po.verdict import ModelIdentity

FORMAT = "pm-or-po model"
FORMAT_VERSION = 1
_LARGEST_FILE = 100 * 2**20
_LARGEST_CONTENT = 500 * 2**20
_DTYPES = ("float16", "float32", "float64")


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, strings, bytes, lists, tuples and dicts; anything that names a class or function is refused."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise ModelError("model-asks-for-code", name=f"{module}.{name}")

    def persistent_load(self, pid: Any) -> NoReturn:
        raise ModelError("model-refers-outside")


def _pack(array: npt.NDArray[Any]) -> dict[str, Any]:
    return {"dtype": str(array.dtype), "shape": list(array.shape), "bytes": array.tobytes()}


def _unpack(packed: Any, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    if not isinstance(packed, dict) or packed.get("dtype") not in _DTYPES:
        raise ModelError("model-array-kind")
    array = np.frombuffer(packed["bytes"], dtype=packed["dtype"])
    if list(shape) != packed["shape"] or array.size != int(np.prod(shape)):
        raise ModelError("model-array-size")
    return array.reshape(shape)


def save_model(model: StatementModel, path: Path) -> None:
    """Write the model to a compressed joblib file that holds plain data only.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    import joblib  # noqa: PLC0415 - only those who train need it

    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "name": model.identity.name,
        "version": model.identity.version,
        "data_sha256": model.identity.data_sha256,
        "outputs": list(OUTPUTS),
        "units": "\n".join(model.rows),
        "weights": _pack(model.weights.astype(np.float16)),
        "squares": _pack(model.squares),
        "gram_weight": model.gram_weight,
        "intercept": _pack(model.intercept),
        "shape_weights": _pack(model.shape_weights),
        "context_weights": _pack(model.context_weights),
        "context_intercept": _pack(model.context_intercept),
        "lexicon": model.lexicon.to_plain(),
        "judge": dict(model.judge),
    }
    beside = path.with_name(path.name + ".part")
    try:
        joblib.dump(content, beside, compress=("zlib", 6))
        beside.replace(path)
    except OSError as error:
        raise OutputError("model-unwritable", path=path, error=error) from error


def _content(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _LARGEST_FILE:
        raise ModelError("model-too-large")
    stream = zlib.decompressobj()
    raw = stream.decompress(path.read_bytes(), _LARGEST_CONTENT)
    if stream.unconsumed_tail or not stream.eof:
        raise ModelError("model-cut-short")
    content = _PlainUnpickler(io.BytesIO(raw)).load()
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ModelError("not-a-model")
    if content.get("format_version") != FORMAT_VERSION:
        raise ModelError("model-version", found=content.get("format_version"), known=FORMAT_VERSION)
    if content.get("outputs") != list(OUTPUTS):
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
    try:
        content = _content(path)
        names = content["units"].split("\n")
        counts = (len(names), len(OUTPUTS))
        features = len(CONTEXT) + len(SHAPES)
        return StatementModel(
            rows={name: row for row, name in enumerate(names)},
            weights=_unpack(content["weights"], counts).astype(np.float32),
            squares=_unpack(content["squares"], counts[:1]),
            gram_weight=float(content["gram_weight"]),
            intercept=_unpack(content["intercept"], (len(OUTPUTS),)),
            shape_weights=_unpack(content["shape_weights"], (len(SHAPES), len(OUTPUTS))),
            context_weights=_unpack(content["context_weights"], (features, len(FINAL))),
            context_intercept=_unpack(content["context_intercept"], (len(FINAL),)),
            lexicon=Lexicon.from_plain(content["lexicon"]),
            judge=content["judge"],
            identity=ModelIdentity(
                str(content["name"]), str(content["version"]), str(content["data_sha256"])
            ),
        )
    except FileNotFoundError:
        raise ModelError("no-model-file", path=path) from None
    except PmOrPoError as error:
        raise ModelError("model-refused", path=path, error=error) from error
    except OSError as error:
        raise ModelError("model-unreadable", path=path, error=error) from error
    except (
        pickle.UnpicklingError, zlib.error, EOFError, KeyError, ValueError, TypeError, AttributeError, IndexError,
        MemoryError, OverflowError, UnicodeDecodeError,
    ) as error:  # fmt: skip
        raise ModelError("model-damaged", path=path) from error
