"""Read a job offer and say, with proof, whether its duties are a Product Manager's or a Product Owner's."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pm_or_po.errors import InputError, ModelError, PmOrPoError
from pm_or_po.offer import Offer, batches
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.verdict import Evidence, Signal, Verdict, Word

if TYPE_CHECKING:
    from pm_or_po.scoring.model import StatementModel
    from pm_or_po.taxonomy import Lang

__version__ = "0.1.0"
__all__ = [
    "Evidence", "InputError", "ModelError", "ModelIdentity", "Offer", "PmOrPoError", "Signal", "StatementModel",
    "Verdict", "Word", "classify", "classify_many", "load_model",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Return the class of models, which takes a while to import and few ask for by name."""
    if name == "StatementModel":
        from pm_or_po.scoring.model import StatementModel

        return StatementModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@lru_cache(maxsize=1)
def _shipped() -> StatementModel:
    from pm_or_po.resources import MODEL, resource
    from pm_or_po.scoring.storage import load_model_file

    return load_model_file(resource(MODEL))


def load_model(path: str | os.PathLike[str] | None = None) -> StatementModel:
    """Return the model of a file, or the one shipped with the package.

    Parameters
    ----------
    path : str or path-like, optional
        A file written by ``pm-or-po train``.

    Returns
    -------
    StatementModel

    Raises
    ------
    ModelError
        If the file is missing, damaged, or holds anything but plain data; nothing in it is ever run.
    """
    if path is None:
        return _shipped()
    from pm_or_po.scoring.storage import load_model_file

    return load_model_file(Path(path))


def classify(
    description: str,
    title: str = "",
    *,
    lang: Lang = "fr",
    model: StatementModel | None = None,
    id: str = "",  # noqa: A002
) -> Verdict:
    """Judge one job offer.

    Parameters
    ----------
    description : str
        The offer's text: plain, Markdown or HTML.
    title : str
        The job title; when empty it is looked for in the text.
    lang : {"fr", "en"}
        Language of the interview questions.
    model : StatementModel, optional
        Another model than the shipped one, from ``load_model``.
    id : str
        The offer's own identifier, which the verdict repeats.

    Returns
    -------
    Verdict

    Raises
    ------
    InputError
        If there is nothing to read, it is no text, it is over 1,000,000 characters or its title over 1,000, or it is in
        neither French nor English; or ``lang`` is neither.
    ModelError
        If ``model`` is no loaded model.
    """
    from pm_or_po.judging import judge

    return judge(Offer(description, title, id), _shipped() if model is None else model, lang)


def classify_many(
    offers: Iterable[Offer],
    *,
    lang: Lang = "fr",
    model: StatementModel | None = None,
    details: bool = True,
    ahead: int = 1,
) -> Iterator[Verdict | InputError]:
    """Judge offers one after the other, as the verdicts are asked for.

    Parameters
    ----------
    offers : iterable of Offer
        Read as the verdicts are asked for, and never more than ``ahead`` at once.
    lang : {"fr", "en"}
        Language of the interview questions.
    model : StatementModel, optional
        Another model than the shipped one, from ``load_model``.
    details : bool
        Whether to find the words of each proof and the signals. Without, these and what they make one ask are left
        out, all else is the same, and it is faster.
    ahead : int
        Offers read and judged together, from 1 on; the verdicts are the same. More than one is faster, 16 are enough.

    Returns
    -------
    iterator of Verdict or InputError
        One an offer, in their order; the error says why there is no verdict, by ``str(error)`` in English and by
        ``error.sentence("fr")`` in French.

    Raises
    ------
    InputError
        If ``lang`` is neither language or ``ahead`` no whole number from 1 on: at once, before any offer is read.
    ModelError
        If ``model`` is no loaded model: at once too.
    """
    from pm_or_po.judging import judge_many

    size, judging = _whole(ahead), _shipped() if model is None else model
    judge_many([], judging, lang)  # refuses a language or a model that is none

    def verdicts() -> Iterator[Verdict | InputError]:
        for some in batches(offers, size):
            yield from judge_many(some, judging, lang, details=details)

    return verdicts()


def _whole(ahead: int) -> int:
    try:
        size = operator.index(ahead)
    except TypeError as error:
        raise InputError("no-such-ahead", ahead=ahead) from error
    if size < 1:
        raise InputError("no-such-ahead", ahead=ahead)
    return size
