"""The files that training writes: where they go, what they may take the place of, and those of a former model."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pm_or_po.errors import ModelError, OutputError
from pm_or_po.links import followed
from pm_or_po.scoring.storage import LONGEST_NAME, load_model_file, part_of
from pm_or_po.training.card import is_card
from pm_or_po.training.fit import NAME

_HIDDEN = ".pm-or-po-train-"  # how the name begins of a folder that files are written in
# What a model of another version of this program is refused for.
_OF_ANOTHER_VERSION = frozenset({"model-version", "model-outputs"})


class ModelFiles(NamedTuple):
    """A model, and what is written beside it where it is measured."""

    model: Path
    metrics: Path
    out_of_fold: Path
    reliability: Path
    card: Path

    @property
    def name(self) -> str:
        """What verdicts call a model of the user's own: as its file, but never as the shipped one."""
        name = "".join(filter(str.isprintable, self.model.name.removesuffix(".joblib")))[:LONGEST_NAME]
        return f"own-{NAME}" if name in ("", NAME) else name

    @property
    def has_card(self) -> bool:
        """Whether a model card stands there: then the files beside it are of that model too."""
        return self.card.is_file() and is_card(self.card)


def files_of(model: Path) -> ModelFiles:
    """Return where the files of a model go; where that is a link, to what it points to and beside that.

    Raises
    ------
    OutputError
        If the model has no name, ``.`` or ``/``, or one that no file can have, or is a link that leads in a circle.
    """
    if not model.name:
        raise OutputError("model-is-a-folder", path=model)
    try:
        model = followed(model) if model.is_symlink() else model
    except OSError as error:
        raise OutputError("model-unwritable", path=model, error=error) from error
    name = model.name.removesuffix(".joblib")
    beside = (".metrics.json", ".out-of-fold.jsonl", "-reliability.png", ".md")
    return ModelFiles(model, *(model.with_name(name + ending) for ending in beside))


def refuse_overwriting(files: ModelFiles, corpus: Sequence[Path], *, measured: bool) -> None:
    """Refuse to touch what is not of a former model, or stands among labels, and to write where nothing can be written.

    Raises
    ------
    OutputError
        Which file, and why.
    """
    try:
        _refuse_overwriting(files, corpus, measured)
        _try_to_write([*(files if measured else [files.model]), part_of(files.model)])
    except OSError as error:
        raise OutputError("model-unwritable", path=files.model, error=error) from error


def _refuse_overwriting(files: ModelFiles, corpus: Sequence[Path], measured: bool) -> None:
    model, *beside = files
    if model.is_dir():
        raise OutputError("model-is-a-folder", path=model)
    labels = [Path(os.path.realpath(path)) for path in corpus]
    for output in map(Path, map(os.path.realpath, files if measured or files.has_card else [model])):
        for path in labels:
            if path in (output, *output.parents):
                raise OutputError("model-over-labels", path=output, corpus=path)
    folder = Path(os.path.realpath(model.parent))
    if not folder.is_dir():
        raise OutputError("model-no-folder", path=model, folder=folder)
    if model.exists() and not _is_model(model):
        raise OutputError("model-over-other", path=model)
    for path in beside if measured else ():
        if path.exists() and not (files.has_card and path.is_file()):
            raise OutputError("beside-model-exists", path=path)


def _try_to_write(files: Sequence[Path]) -> None:
    """Make files empty, in a folder beside the first, and remove them: training takes minutes, and comes before."""
    with tempfile.TemporaryDirectory(prefix=_HIDDEN, dir=files[0].parent) as folder:
        for path in files:
            Path(folder, path.name).touch()


@contextmanager
def written_together(files: ModelFiles) -> Iterator[ModelFiles]:
    """Yield where to write the files of a model: a hidden folder beside it, which they leave once all are written.

    The card goes first, by which the others are known, and the model last. What goes wrong before leaves all that was
    there.

    Raises
    ------
    OutputError
        If a file cannot be written or put in its place.
    """
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=files.model.parent))
        yield ModelFiles(*(folder / path.name for path in files))
        for path in reversed(files):
            if (written := folder / path.name).exists():
                written.replace(path)
    except OutputError as error:
        error.fields["path"] = files.model.with_name(Path(str(error.fields["path"])).name)
        raise
    except OSError as error:
        raise OutputError("model-unwritable", path=files.model, error=error) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _is_model(path: Path) -> bool:
    """Tell whether a file is a model, be it of another version of this program."""
    if not path.is_file():
        return False
    try:
        load_model_file(path)
    except ModelError as error:
        reason = error.fields.get("error")
        return isinstance(reason, ModelError) and reason.message_id in _OF_ANOTHER_VERSION
    return True


def remove_former(files: ModelFiles) -> list[str]:
    """Remove what stands beside a model that has taken the place of another; return the names.

    Raises
    ------
    OutputError
        If a file cannot be removed.
    """
    former = [path for path in files[1:] if path.is_file()] if files.has_card else []
    for path in former:  # the card last, by which the others are known
        try:
            path.unlink()
        except OSError as error:
            raise OutputError("unwritable", path=path, error=error) from error
    return [path.name for path in former]
