"""No pattern of ours backtracks without end: each goes through long hostile strings in time that grows with their length."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import types
from collections.abc import Iterator

import pytest

import pm_or_po

LONG = 100_000  # characters; a pattern that looks at each pair of them takes hours
SECONDS = 15  # far more than a pattern that looks at each a few hundred times
UNITS = (
    "a", "A", "aA", "1", "1.", " ", "\n", "\t", "\r", ". ", ".", "!\"", ".'", "·e", "(e", "/e", "l'", "- ", "-", "• ", "•", "\\-",
    "<", "<p ", "<p", "</", "<!--", "<!-- a", "<script>", "<script", "<style>a</", "<li ", "<a b='", "<html ", "<!doctype ", "&", "&a",
    "&#", "&#1", "&amp", "&lt;", "&lt;p", "\\u00", "e\u0301", "\u0301", "e\u0301 ", "[a](", "**", "#", "*_#", "@", "a@", "a@b.", "a.b@c",
    "http://", "+33 ", "06 ", "0", "=", "\ud800", "\u200b", "go-to-", "bout en ", "aujourd", "R&", "PM/", "C+", "M. ", "é.É", "aaaaaAa", "🔹",
)  # fmt: skip
ENDS = ("", "Z<")
# Only asked how a text begins, or what stands at one place of it.
ANCHORED = {
    "text.statements:_BULLET_START", "text.statements:_LIST_NUMBER", "text.page_top:_COLON", "reading.tables:_MARKUP",
    "judging.colleagues:_PRESENTED",
}  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every pattern that a module of the package holds, each once."""
    seen: set[tuple[str, int]] = set()
    for info in pkgutil.walk_packages(pm_or_po.__path__, "pm_or_po."):
        if info.name.endswith("__main__") or info.name == "pm_or_po.spark" or ".training" in info.name:
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and (str(value.pattern), value.flags) not in seen:
                seen.add((str(value.pattern), value.flags))
                yield f"{info.name.removeprefix('pm_or_po.')}:{name}", value


EVERY = dict(patterns())


def test_patterns_are_found():
    assert {"text.clean:_MARKUP", "text.tokens:_TOKEN", "text.same:_TAG", "reading.html:_PAGE"} <= set(EVERY)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer")
@pytest.mark.parametrize("name", EVERY)
def test_a_pattern_goes_through_hostile_strings(name: str):
    def late(_: int, frame: types.FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    try:
        for unit in UNITS:
            for end in ENDS:
                text: str | bytes = unit * (LONG // len(unit)) + end
                if isinstance(EVERY[name].pattern, bytes):
                    text = text.encode("utf-8", "surrogatepass")
                signal.setitimer(signal.ITIMER_REAL, SECONDS)
                try:
                    EVERY[name].match(text)
                    for _ in () if name in ANCHORED else EVERY[name].finditer(text):
                        pass
                except TimeoutError:
                    pytest.fail(f"{name} does not get through {unit!r} repeated, then {end!r}")
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
