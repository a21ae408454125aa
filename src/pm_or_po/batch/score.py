"""Score the rows of a table one by one and count what came out."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.table import TableRow
from pm_or_po.verdict import Verdict

Judge: TypeAlias = Callable[[Iterable[Offer]], Iterable[Verdict | InputError]]


class RowError(InputError):
    """A row cannot be scored, and the user asked to stop at the first such row."""


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A row with its verdict, or with the reason why it has none."""

    row: TableRow
    result: Verdict | InputError


@dataclass
class Summary:
    """How many rows came out how; ``read == scored + in_error`` and the flags add up to ``scored``.

    Attributes
    ----------
    read, scored, in_error : int
    flags : counter of str or None
        Scored rows by flag, those without one under None.
    """

    read: int = 0
    scored: int = 0
    in_error: int = 0
    flags: Counter[str | None] = field(default_factory=Counter)

    def count(self, scored: ScoredRow) -> None:
        """Count one more row."""
        self.read += 1
        if isinstance(scored.result, InputError):
            self.in_error += 1
        else:
            self.scored += 1
            self.flags[scored.result.flag] += 1


def score_rows(rows: Iterable[TableRow], judge: Judge) -> Iterator[ScoredRow]:
    """Yield every row with its result, in order, however many offers the judge reads ahead.

    Parameters
    ----------
    rows : iterable of TableRow
    judge : callable
        From offers to one verdict or InputError each, in order: ``pm_or_po.classify_many``.
    """
    waiting: deque[TableRow] = deque()

    def offers() -> Iterator[Offer]:
        for row in rows:
            waiting.append(row)
            yield row.offer

    for result in judge(offers()):
        row = waiting.popleft()
        yield ScoredRow(row, row.error or result)
