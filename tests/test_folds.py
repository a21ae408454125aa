"""Folds: what must not be split stays in one, and every fold has its share of every role."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from pm_or_po.training.folds import grouped_folds, groups_of
from pm_or_po.training.rows import LabelledOffer

ORDERS = {
    "in turn": ["PM", "PO", "OTHER"] * 60,
    "sorted by role": ["PM"] * 60 + ["PO"] * 60 + ["OTHER"] * 60,
}


def offer(text: str, group: str = "") -> LabelledOffer:
    return LabelledOffer(text, "", text, "PM", group=group)


WRITERS = [offer("a", "w1"), offer("b", "w2"), offer("c", "w3"), offer("d", "w4")]


# --- What must not be split -------------------------------------------------------------------------------------------


def test_four_named_groups_are_groups() -> None:
    assert groups_of([*WRITERS, offer("e", "w1")]) == [0, 1, 2, 3, 0]


def test_of_three_named_groups_only_the_same_texts_are_groups() -> None:
    assert groups_of([*WRITERS[:3], offer("e", "w1"), offer("e", "w1")]) == [0, 1, 2, 3, 3]


def test_the_same_text_under_two_named_groups_makes_them_one() -> None:
    assert groups_of([*WRITERS, offer("e", "w5"), offer("a", "w5")]) == [0, 1, 2, 3, 0, 0]


def test_named_groups_that_shared_texts_leave_fewer_than_four_of_do_not_count() -> None:
    shared = [offer("z", one.group) for one in WRITERS]
    assert groups_of([*WRITERS, *shared]) == [0, 1, 2, 3, 4, 4, 4, 4]


def test_an_offer_without_a_group_goes_by_its_text_and_the_named_ones_stay() -> None:
    assert groups_of([*WRITERS, offer("e", "w1"), offer("f"), offer("b"), offer("f")]) == [
        0, 1, 2, 3, 0, 4, 1, 4,
    ]  # fmt: skip


def test_a_text_that_reads_like_the_name_of_a_group_is_none() -> None:
    assert groups_of([*WRITERS, offer("w1")]) == [0, 1, 2, 3, 4]


def test_a_text_posted_again_in_other_markup_stays_with_the_first() -> None:
    texts = [
        "Gérer le backlog",
        "Définir la vision",
        "<p>G&eacute;rer le\nbacklog</p>",
        "GE\u0301RER LE BACKLOG\n",
    ]
    first, second, *again = groups_of([offer(text) for text in texts])
    assert again == [first, first] and second != first


# --- Folds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("roles", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("size", [1, 3])
def test_however_the_rows_are_ordered_every_fold_has_every_role_and_no_half_group(
    roles: list[str], size: int
) -> None:
    groups = [row // size for row in range(len(roles))]
    folds = grouped_folds(roles, groups)
    assert sorted(row for _, unseen in folds for row in unseen) == list(range(len(roles)))
    for seen, unseen in folds:
        assert sorted([*seen, *unseen]) == list(range(len(roles)))
        assert {groups[row] for row in seen}.isdisjoint(groups[row] for row in unseen)
        held = Counter(roles[row] for row in unseen)
        assert len(held) == 3 and all(count >= 15 for count in held.values())


def test_a_seed_always_splits_in_the_same_way_and_another_in_another() -> None:
    def split(seed: int) -> list[list[int]]:
        return [
            unseen.tolist()
            for _, unseen in grouped_folds(ORDERS["in turn"], np.arange(180).tolist(), seed=seed)
        ]

    assert split(0) == split(0) != split(1)


def test_a_role_of_fewer_offers_than_folds_is_split_without_a_word(recwarn: pytest.WarningsRecorder) -> None:
    grouped_folds(["PM"] * 9 + ["PO"] * 9 + ["UNCLEAR"], list(range(19)))
    assert not recwarn.list
