"""How the modules of the package stand to one another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pm_or_po

SOURCE = Path(pm_or_po.__file__).parent
# Which may import which: a part imports those above it. `__init__` is what Python users call; what all share, and what
# stands beside them, is left out.
STEPS = (
    "text",
    "reading",
    "scoring",
    "verdict",
    "signals",
    "judging",
    "__init__",
    "batch",
    "training",
    "cli",
)


def imported(code: str) -> Iterator[str]:
    """Yield the parts of the package that some code imports; what is in none of them is in its ``__init__``."""
    parts = {path.stem for path in SOURCE.iterdir()}
    for node in ast.walk(ast.parse(code)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            package, part, *_ = [*name.split("."), ""]
            if package == "pm_or_po":
                yield part if part in parts else "__init__"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from pm_or_po.cli.ending import end", "cli"),
        ("from pm_or_po import cli", "cli"),
        ("import pm_or_po.cli.ending", "cli"),
        ("import pm_or_po", "__init__"),
        ("def late():\n    from pm_or_po import load_model as load", "__init__"),
    ],
)
def test_every_way_to_import_a_part_is_seen(code: str, found: str) -> None:
    assert list(imported(code)) == [found]


def test_no_step_imports_a_later_one() -> None:
    places = {name: place for place, name in enumerate(STEPS)}
    seen = 0
    for path in SOURCE.rglob("*.py"):
        own = places.get(path.relative_to(SOURCE).parts[0].removesuffix(".py"))
        if own is not None:
            found = imported(path.read_text(encoding="utf-8"))
            later = [name for name in found if places.get(name, 0) > own]
            assert not later, f"{path} imports {later}"
            seen += 1
    assert seen > len(STEPS)


def test_one_module_alone_knows_where_the_checkout_and_the_model_are() -> None:
    for said in ("parents[", '"pm-or-po.joblib"'):
        holding = [path.name for path in SOURCE.rglob("*.py") if said in path.read_text(encoding="utf-8")]
        assert holding == ["resources.py"], said


def test_one_offer_is_judged_without_the_tables() -> None:
    assert "batch" not in imported((SOURCE / "cli" / "classify.py").read_text(encoding="utf-8"))


def test_the_roles_that_can_be_right_are_listed_in_the_taxonomy_alone() -> None:
    for path in SOURCE.rglob("*.py"):
        assert '("PM", "PO", "OTHER")' not in path.read_text(encoding="utf-8"), path
