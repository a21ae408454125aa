"""The program started as people and programs start it, for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLI = [sys.executable, "-m", "pm_or_po.cli"]
OFFER = """Product Manager H/F

Nous sommes une équipe de vingt personnes à Nantes.

Vos missions :
• Rédiger les user stories et les critères d'acceptation [bold red]tôt[/bold red]
• Gérer et prioriser le backlog au quotidien\x1b[31m
• Animer les sprints et les cérémonies agiles
• Réaliser la recette et suivre la correction des anomalies
• Préparer les mises en production avec les développeurs
"""


def environment(**changes: str) -> dict[str, str]:
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(ROOT / "src")]))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": paths, **changes}


def run(
    *args: str | Path, given: bytes = b"", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*CLI, *map(str, args)],
        input=given,
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        timeout=120,
        check=False,
    )


def one_sentence(result: subprocess.CompletedProcess[bytes]) -> str:
    told = result.stderr.decode()
    assert result.stdout == b""
    assert told.startswith("pm-or-po: ")
    assert told.endswith(".\n")
    assert told.count("\n") == 1
    return told
