"""Score the rows of a table one by one and count what came out."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pm_or_po.batch.reposts import Reposts
from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.table import TableRow
from pm_or_po.verdict import Verdict

Judge: TypeAlias = Callable[[Iterable[Offer]], Iterable[Verdict | InputError]]


class RowError(InputError):
    """A row cannot be scored, and the user asked to stop at the first such row."""


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A row with its verdict, or with the reason why it has none.

    ``duplicate_of`` is the id of the first row with the same text, or None; ``same_id``, whether a row before it has
    its id.
    """

    row: TableRow
    result: Verdict | InputError
    duplicate_of: str | None = None
    same_id: bool = False


@dataclass
class Counts:
    """How many rows came out how; ``read == scored + in_error`` and the roles, as the flags, add up to ``scored``.

    Attributes
    ----------
    read, scored, in_error : int
    duplicates : int
        Rows, scored or not, whose text a row before them had.
    same_ids : int
        Rows, scored or not, whose id a row before them had.
    offers_above : int
        Scored rows whose text begins with the cards of other offers, which were not read.
    other_offers : int
        Scored rows whose text goes on with other offers, or something else, which was not read.
    roles : counter of str
        Scored rows by role. Rows in error, which stand in the table as ``UNCLEAR`` too, are in ``in_error`` alone.
    flags : counter of str or None
        Scored rows by flag, those without one under None.
    """

    read: int = 0
    scored: int = 0
    in_error: int = 0
    duplicates: int = 0
    same_ids: int = 0
    offers_above: int = 0
    other_offers: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    flags: Counter[str | None] = field(default_factory=Counter)

    def count(self, scored: ScoredRow) -> None:
        """Count one more row."""
        self.read += 1
        self.duplicates += scored.duplicate_of is not None
        self.same_ids += scored.same_id
        if isinstance(scored.result, InputError):
            self.in_error += 1
        else:
            self.scored += 1
            self.roles[scored.result.role] += 1
            self.flags[scored.result.flag] += 1
            self.offers_above += scored.result.offer_from is not None
            self.other_offers += scored.result.other_offers_from is not None

    def to_plain(self) -> dict[str, Any]:
        """Return the counts as plain numbers under plain names."""
        flags = {flag or "": count for flag, count in self.flags.items()}
        return {**vars(self), "roles": dict(self.roles), "flags": flags}

    @classmethod
    def from_plain(cls, counts: Mapping[str, Any]) -> Counts:
        """Return what ``to_plain`` was called on."""
        flags = Counter({flag or None: count for flag, count in counts["flags"].items()})
        return cls(**{**counts, "roles": Counter(counts["roles"]), "flags": flags})


def score_rows(
    rows: Iterable[TableRow], judge: Judge, reposts: Reposts, done: int = 0
) -> Iterator[ScoredRow]:
    """Yield every row with its result, in order, however many offers the judge reads ahead.

    Parameters
    ----------
    rows : iterable of TableRow
    judge : callable
        From offers to one verdict or InputError each, in order: ``pm_or_po.classify_many``.
    reposts : Reposts
    done : int
        Rows that an earlier run has scored: they are read for their text and id alone, and not yielded.
    """
    waiting: deque[tuple[TableRow, str | None, bool]] = deque()

    def offers() -> Iterator[Offer]:
        for number, row in enumerate(rows):
            first = None if row.error is not None else reposts.first_with(row.offer.description, row.offer.id)
            same_id = reposts.has_met(row.offer.id)
            if number >= done:
                waiting.append((row, first, same_id))
                yield row.offer

    for result in judge(offers()):
        row, first, same_id = waiting.popleft()
        yield ScoredRow(row, row.error or result, first, same_id)
