"""How the modules of the package stand to one another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pm_or_po

SOURCE = Path(pm_or_po.__file__).parent
# An offer's way through the program; what all steps share, and what stands beside them, is left out.
STEPS = (
    "text",
    "keywords",
    "scoring",
    "summing",
    "verdict",
    "signals",
    "judging",
    "batch",
    "training",
    "cli",
)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pm_or_po."):
            yield str(node.module).split(".")[1]


def test_no_step_imports_a_later_one() -> None:
    places = {name: place for place, name in enumerate(STEPS)}
    seen = 0
    for path in SOURCE.rglob("*.py"):
        own = places.get(path.relative_to(SOURCE).parts[0].removesuffix(".py"))
        if own is not None:
            later = [name for name in imported(path) if places.get(name, 0) > own]
            assert not later, f"{path} imports {later}"
            seen += 1
    assert seen > len(STEPS)


def test_one_module_alone_knows_where_the_checkout_and_the_model_are() -> None:
    for said in ("parents[", '"pm-or-po.joblib"'):
        holding = [path.name for path in SOURCE.rglob("*.py") if said in path.read_text(encoding="utf-8")]
        assert holding == ["resources.py"], said


def test_one_offer_is_judged_without_the_tables() -> None:
    assert "batch" not in imported(SOURCE / "cli" / "classify.py")


def test_the_roles_that_can_be_right_are_listed_in_the_taxonomy_alone() -> None:
    for path in SOURCE.rglob("*.py"):
        assert '("PM", "PO", "OTHER")' not in path.read_text(encoding="utf-8"), path
