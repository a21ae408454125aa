"""Scoring of Arrow batches gives what the batch command gives, wherever the batches are cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_or_po import Offer, classify_many
from pm_or_po.batch.added import ADDED
from pm_or_po.errors import InputError, ModelError
from pm_or_po.resources import resource

pa = pytest.importorskip("pyarrow")
from pm_or_po.arrow import ColumnChoice, added_fields, layout_of, score_batches  # noqa: E402

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NAMES = ("product-manager", "product-owner", "pm-title-po-duties", "designer")


def offers() -> pa.Table:
    texts = [(EXAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES]
    return pa.table(
        {"salary": [1, 2, 3, 4, 5], "description": [*texts, None], "title": ["", None, "PM", "", ""]}
    )


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_batches_get_the_added_columns_whatever_their_size(rows: int):
    table = offers()
    layout = layout_of(table.column_names)
    scored = pa.Table.from_batches(list(score_batches(table.to_batches(rows), layout)))
    assert scored.column_names == ["salary", "description", "title", *ADDED]
    assert scored.select(table.column_names) == table
    asked = [Offer(row["description"] or "", row["title"] or "") for row in table.to_pylist()]
    roles = ["UNCLEAR" if isinstance(one, InputError) else one.role for one in classify_many(asked)]
    assert scored["role"].to_pylist() == roles
    assert scored["error"].to_pylist()[:4] == [""] * 4
    assert scored["error"].to_pylist()[4] != ""
    assert scored["p_pm"].type == pa.float64()


def test_from_where_an_offer_was_read_and_from_where_not_is_a_whole_number():
    below = "\nOffres similaires\nHead of Product\n- Définir la vision du produit\n"
    text = (EXAMPLES / "product-owner.txt").read_text(encoding="utf-8")
    cards = "".join(
        f"{title}\nVallon {number}\nRennes\n"
        for number, title in enumerate(
            ["Product Manager", "Product Owner", "Chef de produit", "Product Designer"]
        )
    )
    opened = "Product Owner\nVallon 1\nPostuler\nVos missions\n"
    table = pa.table({"description": [text, text + below, None, cards + opened + text]})
    scored = pa.Table.from_batches(list(score_batches(table.to_batches(), layout_of(table.column_names))))
    assert scored["other_offers_from"].type == pa.int64()
    assert scored["other_offers_from"].to_pylist() == [None, len(text) + 1, None, None]
    assert scored["offer_from"].type == pa.int64()
    assert scored["offer_from"].to_pylist() == [None, None, None, len(cards)]


def test_bytes_that_are_not_utf8_are_refused_in_their_row():
    table = pa.table({"description": ["Gérer le backlog".encode(), "Gérer".encode("cp1252")]})
    scored = pa.Table.from_batches(list(score_batches(table.to_batches(), layout_of(table.column_names))))
    sound, refused = scored["error"].to_pylist()
    assert sound == "" and "'description'" in refused and "UTF-8" in refused


def test_a_taken_name_gets_a_suffix():
    assert [field.name for field in added_fields(["role", "text"])][:2] == ["role_pm_or_po", "p_pm"]


def test_columns_can_be_chosen_and_unknown_ones_are_refused():
    assert layout_of(["a", "b"], ColumnChoice(text="b")).text == 1
    with pytest.raises(InputError, match=r"the frame: .* with ColumnChoice\(text=…\)") as refused:
        layout_of(["a", "b"])
    assert "le tableau reçu" in refused.value.sentence("fr") and "--text-col" not in str(refused.value)
    with pytest.raises(InputError, match=r"no column 'c' for ColumnChoice\(title=…\)"):
        layout_of(["a", "b"], ColumnChoice(text="b", title="c"))


def test_a_model_can_be_given_by_its_content_and_a_damaged_one_is_refused():
    table = offers().slice(0, 1)
    layout = layout_of(table.column_names)
    content = resource("pm-or-po.joblib").read_bytes()
    by_content = list(score_batches(table.to_batches(), layout, model=content))
    assert by_content == list(score_batches(table.to_batches(), layout))
    with pytest.raises(ModelError, match="received"):
        list(score_batches(table.to_batches(), layout, model=content[:1000]))
