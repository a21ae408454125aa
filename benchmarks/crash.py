"""Kill a batch at random moments, go on with it, and compare with a run that nothing disturbed.

``python benchmarks/crash.py`` makes a table of 20,000 offers, scores it once in peace, then scores it again under
50 ``kill -9``, each followed by ``--resume``. The two files must be the same to the byte (to the cell for XLSX).
Options:
``--rows``, ``--kills``, ``--kind csv|jsonl|parquet|xlsx``, ``--seed``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLI = [sys.executable, "-m", "pm_or_po.cli", "batch"]
DUTIES = (
    "Rédiger les user stories du module {n} et leurs critères d'acceptation",
    "Mener des entretiens avec les utilisateurs de la région {n}",
    "Prioriser le backlog de l'équipe {n} avec les développeurs",
    "Définir la vision du produit {n} et sa feuille de route",
    "Prepare the releases of version {n} with the developers",
    "Study the market of country {n} and its competitors",
)
TITLES = ("Product Manager", "Product Owner H/F", "Chef de projet", "")


def write_offers(path: Path, rows: int, seed: int) -> None:
    """Write offers of a few lines each: a tenth are reposts, some are empty, some hold what spreadsheets would run."""
    chance = random.Random(seed)
    seen: list[str] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ref", "title", "description", "salary"])
        for number in range(rows):
            lines = [f"- {chance.choice(DUTIES).format(n=chance.randrange(100_000))}" for _ in range(3)]
            text = "Vos missions :\n" + "\n".join(lines)
            if seen and chance.random() < 0.1:
                text = chance.choice(seen).upper()
            elif chance.random() < 0.01:
                text = ""
            else:
                seen.append(text)
            writer.writerow(
                [f"R{number}", chance.choice(TITLES), text, chance.choice(["=1+1", "45 k€", "-5"])]
            )


def content(path: Path) -> str:
    """Return what is compared: the bytes of a file, or the cells of a workbook."""
    digest = hashlib.sha256()
    if path.suffix == ".xlsx":
        import openpyxl  # noqa: PLC0415

        for row in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
            digest.update(repr(row).encode())
    else:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> int:
    """Run, kill, compare; return 1 if anything is lost, doubled or otherwise different."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--kind", default="csv", choices=["csv", "jsonl", "parquet", "xlsx"])
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        source, peace, war = (Path(folder) / name for name in ("in.csv", "peace", "war"))
        peace, war = peace.with_suffix(f".{asked.kind}"), war.with_suffix(f".{asked.kind}")
        write_offers(source, asked.rows, asked.seed)
        start = time.monotonic()
        subprocess.run([*CLI, str(source), "-o", str(peace)], check=True, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - start
        print(f"{asked.rows} rows in peace: {seconds:.0f} s", flush=True)
        expected, kills, rounds, same = content(peace), 0, 0, True
        command = [*CLI, str(source), "-o", str(war), "--resume", "--force"]
        longest = 2 * (seconds / asked.kills + 3)  # a start takes some two seconds of each
        while kills < asked.kills:
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            try:
                process.wait(chance.uniform(0, longest))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
                part = war.with_name(war.name + ".part")
                size = part.stat().st_size if part.exists() else 0
                print(f"kill {kills}: part of {size:,} bytes, output there: {war.exists()}", flush=True)
                continue
            rounds += 1
            same = same and process.returncode == 0 and content(war) == expected
            print(f"whole after {kills} kills: {'the same' if same else 'DIFFERENT'}", flush=True)
            war.unlink()
        last = subprocess.run(command, check=False, stderr=subprocess.PIPE)
        same = same and last.returncode == 0 and content(war) == expected
        left = sorted(path.name for path in Path(folder).iterdir())
        print(last.stderr.decode().strip())
        print(
            f"{kills} kills, {rounds + 1} whole runs: {'all the same' if same else 'DIFFERENT'}; left: {left}"
        )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
