"""Write ``docs/cli.md`` from the ``--help`` of every command, in English.

With ``--check``, only tell whether the file is in step, and whether every command, option and make target
that the documentation mentions exists.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "cli.md"
PAGES = (
    "README.md",
    "README.fr.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/how-it-works.md",
)
PROGRAM = "import sys; sys.argv[0] = 'pm-or-po'; from pm_or_po.cli import main; main()"
HEAD = """# The command line

Written by `docs/make_cli.py` from `--help`; the same texts come in French under a French locale.
"""
_COMMAND_LINE = re.compile(r"^\s+([a-z][a-z-]*)  ", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--?[a-z][\w-]*")
_BLOCK = re.compile(r"^```(?:console|bash|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")


def help_of(*command: str) -> str:
    """Return the help of a command, or of the program, as a terminal of 80 columns shows it."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, *command, "--help"],
        env=environment, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in run.stdout.strip("\n").splitlines())


def commands() -> list[str]:
    """Return the names of the commands, in the order of the program's help."""
    return _COMMAND_LINE.findall(help_of().partition("Commands:\n")[2])


def page() -> str:
    """Return what ``docs/cli.md`` should hold."""
    parts = [HEAD, f"```text\n{help_of()}\n```\n"]
    parts += [f"## `pm-or-po {name}`\n\n```text\n{help_of(name)}\n```\n" for name in commands()]
    return "\n".join(parts)


def mentioned(text: str) -> list[str]:
    """Return the command lines in the code of a Markdown page, prompts and comments taken off."""
    lines = [line for block in _BLOCK.findall(text) for line in re.sub(r"\\\n\s*", "", block).splitlines()]
    lines += _INLINE.findall(_BLOCK.sub("", text))
    return [line.strip().removeprefix("$ ").partition("  #")[0].strip() for line in lines]


def unknown(text: str) -> list[str]:
    """Return what is wrong with each ``pm-or-po`` or ``make`` command line of a page."""
    known = {name: set(_OPTION.findall(help_of(name))) for name in commands()}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    wrong = []
    for line in mentioned(text):
        for part in re.split(r"\s*(?:\||&&|;|>|<)\s*", line):
            program, *words = part.split() or [""]
            program = program.rsplit("/", 1)[-1]
            if program == "make" and words and words[0] not in targets and "=" not in words[0]:
                wrong.append(f"there is no target {words[0]!r}: {line}")
            if program != "pm-or-po" or not words or words[0].startswith("--"):
                continue
            if words[0] not in known:
                wrong.append(f"there is no command {words[0]!r}: {line}")
                continue
            for option in (word for word in words[1:] if _OPTION.fullmatch(word)):
                if option not in known[words[0]]:
                    wrong.append(f"{words[0]} has no option {option}: {line}")
    return wrong


def main() -> int:
    """Write or check; return the exit code."""
    text = page()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    wrong = []
    if not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text:
        wrong.append("docs/cli.md is not what --help says: run 'make docs'.")
    for name in PAGES:
        wrong += [f"{name}: {what}" for what in unknown((ROOT / name).read_text(encoding="utf-8"))]
    print("\n".join(wrong or ["docs/cli.md is in step; every command the documentation mentions exists."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
