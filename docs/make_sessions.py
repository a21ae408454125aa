"""Run again the terminal sessions shown in both READMEs and put what was printed in place.

A session stands between ``<!-- session: COMMAND -->`` and ``<!-- /session -->``. The command runs in a
terminal of 100 columns, in a folder that holds ``examples/`` alone. With ``session, 5 lines:`` no more than
the first five lines of each paragraph are kept, then ``[...]``. With ``--check``, only tell whether the
READMEs are in step.
"""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "README.fr.md")
PROGRAM = "import sys; sys.argv[0] = 'pm-or-po'; from pm_or_po.cli import main; main()"
COLUMNS = 100
_SESSION = re.compile(r"(<!-- session(?:, (\d+) lines)?: (.+?) -->\n).*?(<!-- /session -->)", re.DOTALL)
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def printed(command: str) -> str:
    """Return what a ``pm-or-po`` command prints on a terminal, without colours."""
    program, *arguments = shlex.split(command)
    if program != "pm-or-po":
        raise ValueError(f"A session runs pm-or-po, not {program}.")
    paths = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    environment = {
        **os.environ,
        "PYTHONPATH": paths,
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
    }
    ours, theirs = pty.openpty()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", PROGRAM, *arguments],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
        )  # fmt: skip
        os.close(theirs)
        output = _read_all(ours)
        told = process.communicate()[1]
    os.close(ours)
    text = _STYLE.sub("", (told + output).decode()).replace("\r\n", "\n")
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def _read_all(terminal: int) -> bytes:
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            part = b""
        if not part:
            return b"".join(parts)
        parts.append(part)


def shortened(text: str, longest: int) -> str:
    """Return a text with the first lines of each paragraph only, no list item cut in two."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        kept = longest
        while (
            1 < kept < len(lines) and lines[kept].startswith("    ") and not lines[kept].startswith("    - ")
        ):
            kept -= 1
        paragraphs.append("\n".join(lines if len(lines) <= longest + 1 else [*lines[:kept], "  [...]"]))
    return "\n\n".join(paragraphs)


def filled(page: str) -> str:
    """Return a README with each session as the program prints it today."""

    def session(match: re.Match[str]) -> str:
        head, longest, command, tail = match.groups()
        text = shortened(printed(command), int(longest)) if longest else printed(command)
        return f"{head}```console\n$ {command}\n{text}\n```\n{tail}"

    return _SESSION.sub(session, page)


def main() -> int:
    """Write or check; return the exit code."""
    stale = []
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        wanted = filled(page)
        if wanted != page:
            stale.append(path.name)
            if "--check" not in sys.argv[1:]:
                path.write_text(wanted, encoding="utf-8")
    if "--check" not in sys.argv[1:]:
        return 0
    if stale:
        print(f"The sessions of {' and '.join(stale)} are not what the program prints: run 'make docs'.")
        return 1
    print("The sessions of both READMEs are what the program prints.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
