"""A part of an offer reads the same whether it is told plain at a glance or goes through all that is cleaned."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pm_or_po.text.clean import clean
from pm_or_po.text.items import BULLETS
from pm_or_po.text.quoting import quoted, quoted_alone

WRITTEN = st.text(
    alphabet=f"aZ9àÉœÿ×ß_ ,.;:!?'’\"«»()/%+–—-*·{BULLETS}&<>[]`#\\\n\t\u00a0\u0301\u200b", max_size=30
)


@given(WRITTEN)
@example("- 5 % de parts")
@example("- -5 %")
@example("• Ü")
@example("Mener * les * tests")
def test_a_plain_part_reads_as_if_it_had_been_cleaned(written: str) -> None:
    assert quoted_alone(written) == quoted(clean(written), 0, len(written))
