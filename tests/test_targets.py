"""Which labels each kind of outputs learns from."""

from __future__ import annotations

import numpy as np
import pytest

from pm_or_po.scoring.outputs import SECTIONS, ZONES
from pm_or_po.taxonomy import FACETS, SIDES
from pm_or_po.training.labels import StatementLabels
from pm_or_po.training.targets import Targets


def labels(zone: str | None, *sides: str, facets: tuple[str, ...] = ()) -> StatementLabels:
    return StatementLabels(zone, "discovery" in sides, "delivery" in sides, frozenset(facets))


LINES = {
    "not labelled": None,
    "duty of discovery": labels("duty", "discovery", facets=("users", "market")),
    "duty of no side": labels("duty"),
    "profile": labels("profile"),
    "heading": labels("heading"),
    "heading that names a duty": labels("heading", "delivery", facets=("backlog",)),
    "zone not known": labels(None, "discovery", "delivery"),
    "neither known": labels(None),
}
ANNOUNCED = SECTIONS.index("benefits")


@pytest.fixture
def targets() -> Targets:
    return Targets.of(list(LINES.values()), [ANNOUNCED if name == "heading" else None for name in LINES])


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (
            "zone",
            ["duty of discovery", "duty of no side", "profile", "heading", "heading that names a duty"],
        ),
        (
            "duty",
            ["duty of discovery", "duty of no side", "profile", "heading", "heading that names a duty"],
        ),
        ("section", ["heading"]),
        ("side", [name for name in LINES if name != "not labelled"]),
        (
            "duty side",
            [
                "duty of discovery",
                "duty of no side",
                "heading that names a duty",
                "zone not known",
                "neither known",
            ],
        ),
        ("facet", ["duty of discovery", "heading that names a duty"]),
    ],
)
def test_a_kind_is_learnt_from_the_lines_whose_truth_is_known(
    targets: Targets, kind: str, known: list[str]
) -> None:
    assert [list(LINES)[row] for row in targets.asked(kind).rows] == known


@pytest.mark.parametrize(
    ("kind", "line", "names", "true"),
    [
        ("zone", "profile", ZONES, ["profile"]),
        ("section", "heading", SECTIONS, ["benefits"]),
        ("side", "zone not known", tuple(SIDES), ["discovery", "delivery"]),
        ("side", "profile", tuple(SIDES), []),
        ("duty side", "heading that names a duty", tuple(SIDES), ["delivery"]),
        ("duty", "duty of no side", ("duty",), ["duty"]),
        ("duty", "heading that names a duty", ("duty",), []),
        ("facet", "duty of discovery", tuple(FACETS), ["market", "users"]),
    ],
)
def test_the_truth_is_that_of_the_labels(
    targets: Targets, kind: str, line: str, names: tuple[str, ...], true: list[str]
) -> None:
    rows, truths = targets.asked(kind)
    assert truths.shape == (len(rows), len(names))
    (of_line,) = truths[rows == list(LINES).index(line)]
    assert sorted(name for name, said in zip(names, of_line, strict=True) if said) == sorted(true)


@pytest.mark.parametrize("kind", ["zone", "section", "side", "duty side", "facet", "duty"])
def test_some_rows_are_asked_as_they_would_be_among_all(targets: Targets, kind: str) -> None:
    some = np.array([0, 1, 4, 6])
    rows, truths = targets[some].asked(kind)
    all_rows, all_truths = targets.asked(kind)
    assert some[rows].tolist() == [row for row in all_rows if row in some]
    assert np.array_equal(truths, all_truths[np.isin(all_rows, some)])


@pytest.mark.parametrize("kind", ["zone", "section", "side", "duty side", "facet", "duty"])
def test_of_no_statement_nothing_is_asked(kind: str) -> None:
    rows, truths = Targets.of([], []).asked(kind)
    assert not len(rows) and truths.shape[0] == 0 and truths.shape[1] > 0


def test_a_kind_that_there_is_not_is_refused(targets: Targets) -> None:
    with pytest.raises(KeyError):
        targets.asked("title")
