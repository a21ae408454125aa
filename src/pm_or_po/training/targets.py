"""What statements are known to be, output by output: what the layers are fitted on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pm_or_po.scoring.outputs import SECTIONS, ZONES
from pm_or_po.taxonomy import FACETS, SIDES
from pm_or_po.training.folds import Rows
from pm_or_po.training.labels import LabelledStatements, StatementLabels

Truths: TypeAlias = npt.NDArray[np.bool_]


class Asked(NamedTuple):
    """The truth of a kind of outputs.

    Attributes
    ----------
    rows : array of int of shape (known,)
        The statements whose truth is known.
    truths : array of bool of shape (known, outputs of the kind)
    """

    rows: Rows
    truths: Truths


@dataclass(frozen=True, slots=True)
class Targets:
    """The labels of statements as arrays, a row for each.

    Attributes
    ----------
    labelled : array of bool of shape (statements,)
        Whether a statement has labels.
    zones : array of int of shape (statements,)
        Index of ``ZONES``; -1 where it is not known.
    sections : array of int of shape (statements,)
        Index of ``SECTIONS``; -1 where it is not known, or the statement is no heading.
    sides : array of bool of shape (statements, len(SIDES))
    facets : array of bool of shape (statements, len(FACETS))
    """

    labelled: Truths
    zones: Rows
    sections: Rows
    sides: Truths
    facets: Truths

    @classmethod
    def of(cls, labels: Sequence[StatementLabels | None], sections: Sequence[int | None]) -> Targets:
        """Return the labels of statements, and what the headings among them announce (``section_targets``)."""
        facets = np.zeros((len(labels), len(FACETS)), dtype=bool)
        at = {facet: i for i, facet in enumerate(FACETS)}
        for row, label in enumerate(labels):
            for facet in label.facets if label is not None else ():
                facets[row, at[facet]] = True
        return cls(
            np.array([label is not None for label in labels], dtype=bool),
            np.array(
                [-1 if label is None or label.zone is None else ZONES.index(label.zone) for label in labels],
                dtype=np.intp,
            ),
            np.array([-1 if section is None else section for section in sections], dtype=np.intp),
            np.array(
                [[label is not None and getattr(label, side) for side in SIDES] for label in labels],
                dtype=bool,
            ).reshape(-1, len(SIDES)),
            facets,
        )

    def __getitem__(self, rows: Rows | slice) -> Targets:
        """Return some of the rows."""
        return Targets(
            self.labelled[rows], self.zones[rows], self.sections[rows], self.sides[rows], self.facets[rows]
        )

    def asked(self, kind: str) -> Asked:
        """Return the truth of a kind of outputs: ``zone``, ``section``, ``side``, ``duty side``, ``facet``, ``duty``.

        ``duty side`` is asked of work alone: of duties, and of statements of a side whose zone is not known or is a
        heading. Facets are asked of statements that have one; ``duty``, of those whose zone is known.

        Raises
        ------
        KeyError
            If there is no such kind.
        """
        duty = np.equal(self.zones, ZONES.index("duty"))
        work = duty | (self.zones < 0) | self.sides.any(axis=1)
        known = {
            "zone": (self.zones >= 0, np.equal(self.zones[:, None], np.arange(len(ZONES)))),
            "section": (self.sections >= 0, np.equal(self.sections[:, None], np.arange(len(SECTIONS)))),
            "side": (self.labelled, self.sides),
            "duty side": (self.labelled & work, self.sides),
            "facet": (np.logical_or.reduce(self.facets, axis=1), self.facets),
            "duty": (self.zones >= 0, duty[:, None]),
        }
        rows, truths = known[kind]
        return Asked(np.flatnonzero(rows), truths[rows])


def section_targets(offer: LabelledStatements) -> list[int | None]:
    """Return for each heading the zone that most of the statements under it are of, as an index of ``SECTIONS``."""
    targets: list[int | None] = [None] * len(offer.statements)
    for i, labels in enumerate(offer.labels):
        if labels is None or labels.zone != "heading":
            continue
        under: list[str] = []
        for below in offer.labels[i + 1 : i + 8]:
            if below is None or below.zone is None:
                continue
            if below.zone == "heading":
                break
            under.append(below.zone)
        if under:
            targets[i] = SECTIONS.index(Counter(under).most_common(1)[0][0])
    return targets
