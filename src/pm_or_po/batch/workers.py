"""Judge offers in several processes, in order, each with the model loaded once."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from pm_or_po.batch.score import Judge
from pm_or_po.errors import InputError, PmOrPoError
from pm_or_po.garbage import collect_less, collecting_less
from pm_or_po.offer import Offer, batches
from pm_or_po.processes import deaf_to_ctrl_c
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.taxonomy import Lang
from pm_or_po.verdict import Verdict

if TYPE_CHECKING:
    from pm_or_po.scoring.model import StatementModel

OFFERS_AT_ONCE: Final = 64  # given to a process
OFFERS_AHEAD: Final = 16  # scored together
_THREADED: Final = ("OPENBLAS", "MKL", "OMP")  # libraries of linear algebra, as their variables begin
WORTH_WORKERS: Final = 3_000_000  # bytes of a table under which starting processes costs more than it saves
_Results: TypeAlias = list[Verdict | InputError]
_T = TypeVar("_T")


def cores() -> int:
    """Return how many processes this one may run at once: what the machine has, less what a container is refused."""
    import joblib

    return int(joblib.cpu_count())


@contextlib.contextmanager
def judge_in(
    jobs: int, model: Path | None, lang: Lang, *, details: bool = True
) -> Iterator[tuple[Judge, ModelIdentity]]:
    """Yield a judge that works in so many processes, or in this one where it is one, and which model it judges with.

    Parameters
    ----------
    jobs : int
        How many processes.
    model : Path or None
        A model file; None for the shipped model.
    lang : {"fr", "en"}
    details : bool
        See ``classify_many``.

    Yields
    ------
    tuple of (callable, ModelIdentity)

    Raises
    ------
    ModelError
        If the model cannot be read.
    PmOrPoError
        When judging, if a process was ended from outside.
    """
    import pm_or_po

    if jobs <= 1:
        loaded = pm_or_po.load_model(model)
        with collecting_less():
            yield (
                lambda offers: pm_or_po.classify_many(
                    offers, lang=lang, model=loaded, details=details, ahead=OFFERS_AHEAD
                ),
                loaded.identity,
            )
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (model,))
    try:
        with deaf_to_ctrl_c():
            asked = [_submit(pool, _identity) for _ in range(jobs)]  # each starts a process
        yield lambda offers: _in_order(pool, offers, jobs, lang, details), _result(asked[0])
    finally:
        with deaf_to_ctrl_c():  # a second one would leave the processes waiting for work
            pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, offers: Iterable[Offer], jobs: int, lang: Lang, details: bool
) -> Iterator[Verdict | InputError]:
    asked = (_submit(pool, _judge, chunk, lang, details) for chunk in batches(offers, OFFERS_AT_ONCE))
    for one in _held_back(asked, 2 * jobs):
        yield from _result(one)


def _held_back(items: Iterable[_T], count: int) -> Iterator[_T]:
    """Yield items once so many more are made; where making one fails, first those before."""
    held: deque[_T] = deque()
    try:
        for item in items:
            held.append(item)
            if len(held) > count:
                yield held.popleft()
    except Exception:
        yield from held
        raise
    yield from held


def _submit(pool: ProcessPoolExecutor, work: Callable[..., _T], *given: object) -> Future[_T]:
    """Ask a process to work; to write to one that died as it started is a broken pipe."""
    try:
        return pool.submit(work, *given)
    except (BrokenProcessPool, OSError) as error:
        raise PmOrPoError("worker-died") from error


def _result(asked: Future[_T]) -> _T:
    try:
        return asked.result()
    except BrokenProcessPool as error:
        raise PmOrPoError("worker-died") from error


def _begin(model: Path | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it was not born deaf to it
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    # Before any is loaded: their threads would take the cores of the other processes.
    for library in _THREADED:
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    import pm_or_po

    global _MODEL  # noqa: PLW0603 - one a process
    try:
        _MODEL = pm_or_po.load_model(model)
    except PmOrPoError as error:
        _MODEL = error  # told when it is first asked for
    collect_less()


def _leave_with_parent() -> None:
    """End this process once the one that writes is gone, were it killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


_MODEL: StatementModel | PmOrPoError


def _model() -> StatementModel:
    if isinstance(_MODEL, PmOrPoError):
        raise _MODEL
    return _MODEL


def _identity() -> ModelIdentity:
    return _model().identity


def _judge(offers: list[Offer], lang: Lang, details: bool) -> _Results:
    import pm_or_po

    return list(
        pm_or_po.classify_many(offers, lang=lang, model=_model(), details=details, ahead=OFFERS_AHEAD)
    )
