"""Cut a labelled corpus as scoring cuts offers, and refuse one that is too small to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pm_or_po.errors import CorpusError
from pm_or_po.judging.summing import of_the_reader
from pm_or_po.scoring.logits import Array
from pm_or_po.text.document import Statement
from pm_or_po.training.corpus import Corpus
from pm_or_po.training.folds import Rows, different_texts, grouped_folds, groups_of
from pm_or_po.training.labels import LabelledStatements, StatementLabels, label_offer, label_statement
from pm_or_po.training.rows import LabelledOffer
from pm_or_po.training.targets import Targets, section_targets

LEAST_OFFERS = 8


@dataclass(frozen=True)
class Prepared:
    """A corpus cut as scoring cuts it: offers one after the other, their statements in one list between ``bounds``."""

    offers: Sequence[LabelledOffer]
    groups: Sequence[int]
    labelled: Sequence[LabelledStatements]
    loose: Sequence[tuple[Statement, StatementLabels]]

    @property
    def statements(self) -> list[Statement]:
        """The offers' statements."""
        return [piece for one in self.labelled for piece in one.statements]

    @property
    def lengths(self) -> list[int]:
        """How many words each has, job titles left out."""
        return [len(piece.words) for piece in self.statements]

    @property
    def labels(self) -> list[StatementLabels | None]:
        """Their labels."""
        return [label for one in self.labelled for label in one.labels]

    @property
    def targets(self) -> Targets:
        """The targets of every statement, loose ones last."""
        sections = [section for one in self.labelled for section in section_targets(one)]
        loose = [label for _, label in self.loose]
        return Targets.of([*self.labels, *loose], [*sections, *(None for _ in loose)])

    @property
    def roles(self) -> list[str]:
        """The role of each offer."""
        return [offer.role for offer in self.offers]

    @property
    def bounds(self) -> list[int]:
        """Where each offer's statements begin, and the end."""
        return [int(n) for n in np.cumsum([0, *(len(one.statements) for one in self.labelled)])]

    def of_the_reader(self, final: Array) -> Array:
        """Return what the statements are as duties of the person hired, as scoring takes them.

        Scoring also takes discovery off a line that says others decide it. Learning does not: some fifty lines of the
        corpus say so, and what is left of one is scored with the model that is learnt here.
        """
        ends = zip(pairwise(self.bounds), self.labelled, strict=True)
        return np.vstack([of_the_reader(final[start:end], one.statements) for (start, end), one in ends])

    def folds(self, seed: int) -> list[tuple[Rows, Rows]]:
        """Return the statements of all other folds and those of the fold, offers split by role and group."""
        bounds = self.bounds
        owner = np.repeat(np.arange(len(self.offers)), np.diff(bounds))
        folds = grouped_folds(self.roles, self.groups, seed=seed)
        return [
            (np.flatnonzero(np.isin(owner, seen)), np.flatnonzero(np.isin(owner, unseen)))
            for seen, unseen in folds
        ]


def check_offers(offers: Sequence[LabelledOffer]) -> None:
    """Refuse offers too few to train on.

    Raises
    ------
    CorpusError
        If there are fewer than 8 different offers, or none of a Product Manager or of a Product Owner.
    """
    different = different_texts(offers)
    if different < LEAST_OFFERS:
        raise CorpusError("corpus-too-small", offers=different, least=LEAST_OFFERS)
    for role in ("PM", "PO"):
        if not any(offer.role == role for offer in offers):
            raise CorpusError("corpus-without-role", role=role)


def prepare(corpus: Corpus, groups: Sequence[int] | None = None) -> Prepared:
    """Cut every offer and statement of a corpus; ``groups`` are those of ``fit``.

    Raises
    ------
    CorpusError
        If ``check_offers`` refuses the offers, or one of them would not be judged.
    """
    offers = corpus.offers
    check_offers(offers)
    return Prepared(
        offers,
        groups_of(offers) if groups is None else groups,
        [label_offer(offer) for offer in offers],
        [label_statement(statement) for statement in corpus.statements],
    )


def lines_of_few_groups(offers: Sequence[LabelledOffer], groups: Sequence[int]) -> CorpusError:
    """Return the error that says in how few groups the labelled lines stand."""
    labelled = {group for offer, group in zip(offers, groups, strict=True) if offer.spans}
    return CorpusError("lines-of-few-groups", labelled=len(labelled), groups=len(set(groups)))
