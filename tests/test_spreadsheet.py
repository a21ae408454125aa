"""Cells that a spreadsheet would run: made harmless, and given back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.batch import restored_cell
from pm_or_po.batch.spreadsheet import harmless_cell


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n\0 a1,.＝é")))
def test_what_is_made_harmless_comes_back_exactly(text: str) -> None:
    safe = harmless_cell(text)
    assert restored_cell(safe) == text
    assert safe[:1] not in tuple("=@\t\r\n\0") or not safe


@pytest.mark.parametrize("number", ["-5", "+33", "-1,5", "+0.25"])
def test_plain_numbers_stay(number: str) -> None:
    assert harmless_cell(number) == number
