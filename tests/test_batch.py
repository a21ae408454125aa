"""A table in, a table out: nothing lost, nothing half written, nothing run by a spreadsheet."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import pm_or_po
from pm_or_po.batch import RowError, Summary, score_rows, score_table
from pm_or_po.batch.write import ADDED, added_names
from pm_or_po.errors import InputError, OutputError
from pm_or_po.offer import Offer
from pm_or_po.reading import open_table
from pm_or_po.verdict import Verdict

SRC = Path(__file__).resolve().parents[1] / "src"
DELIVERY = """Vos missions :
- Rédiger les user stories et les critères d'acceptation
- Gérer et prioriser le backlog au quotidien
- Animer les sprints et les cérémonies agiles
- Réaliser la recette et suivre la correction des anomalies
- Préparer les mises en production avec les développeurs
"""
DISCOVERY = """Vos missions :
- Définir la vision et la stratégie du produit
- Mener des entretiens avec les utilisateurs et étudier le marché
- Construire la roadmap et arbitrer selon l'impact
- Tester les hypothèses par des prototypes avant de développer
- Suivre l'adoption et la rétention du produit
"""
ROWS = [
    {"ref": "a", "titre": "Product Manager", "texte": DELIVERY, "prix": "=1+1"},
    {"ref": "b", "titre": "Product Manager", "texte": DISCOVERY, "prix": ""},
    {"ref": "", "titre": "Product Owner", "texte": "", "prix": "x;y"},
    {"ref": "d", "titre": "Product Owner", "texte": DELIVERY.replace("\n", "\r\n"), "prix": "-5"},
    {"ref": "e", "titre": "", "texte": "12345 !", "prix": '"'},
]


@pytest.fixture
def table_path(tmp_path: Path) -> Path:
    path = tmp_path / "offres.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, ROWS[0], delimiter=";")
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def judge(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
    return pm_or_po.classify_many(offers)


def test_csv_keeps_every_input_column_and_adds_the_verdict(table_path: Path, tmp_path: Path) -> None:
    before = table_path.read_bytes()
    summary = score_table(open_table(table_path), tmp_path / "out.csv", judge)
    rows = read_csv(tmp_path / "out.csv")
    assert list(rows[0]) == [*ROWS[0], *ADDED]
    assert [{name: row[name] for name in ROWS[0]} for row in rows] == ROWS
    assert [row["role"] for row in rows] == ["PO", "PM", "UNCLEAR", "PO", "UNCLEAR"]
    assert rows[0]["flag"] == "pm-title-po-duties"
    assert rows[0]["title_claim"] == "PM"
    assert rows[0]["language"] == "fr"
    assert "Gérer et prioriser le backlog" in rows[0]["evidence_delivery"]
    assert sum(float(rows[0][name]) for name in ("p_pm", "p_po", "p_other")) == pytest.approx(1, abs=2e-4)
    assert [bool(row["error"]) for row in rows] == [False, False, True, False, True]
    assert table_path.read_bytes() == before
    assert (summary.read, summary.scored, summary.in_error) == (5, 3, 2)


def test_jsonl_is_one_full_verdict_a_line(table_path: Path, tmp_path: Path) -> None:
    score_table(open_table(table_path), tmp_path / "out.jsonl", judge)
    scored = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [verdict["id"] for verdict in scored] == ["a", "b", "3", "d", "e"]
    for verdict, row in zip(scored, ROWS, strict=True):
        for item in verdict["evidence"]:
            assert item["text"] == row["texte"][item["start"] : item["end"]]
    assert scored[3]["evidence"]
    failed = scored[2]
    assert failed.pop("error")
    assert failed.pop("probabilities") == pytest.approx({"PM": 1 / 3, "PO": 1 / 3, "OTHER": 1 / 3})
    assert failed == {
        "id": "3", "role": "UNCLEAR", "discovery": 0, "delivery": 0, "flag": None, "evidence": [],
    }  # fmt: skip


def test_json_lines_in_and_csv_out(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "description": DISCOVERY + "\ud800"}) + "\n{\n", encoding="utf-8")
    summary = score_table(open_table(source), tmp_path / "out.csv", judge, lang="en")
    rows = read_csv(tmp_path / "out.csv")
    assert [row["error"] for row in rows] == ["", "This line is not JSON: put a JSON object there."]
    assert rows[0]["description"] == DISCOVERY + "?"
    assert (summary.scored, summary.in_error) == (1, 1)


def test_counts_add_up(table_path: Path, tmp_path: Path) -> None:
    seen: list[int] = []

    def after_row(summary: Summary) -> None:
        seen.append(summary.read)

    summary = score_table(open_table(table_path), tmp_path / "out.csv", judge, after_row=after_row)
    assert summary.read == summary.scored + summary.in_error == len(ROWS)
    assert sum(summary.flags.values()) == summary.scored
    assert summary.flags["pm-title-po-duties"] == 1
    assert seen == [1, 2, 3, 4, 5]


def test_rows_keep_their_order_when_the_judge_reads_ahead(table_path: Path) -> None:
    def eager(offers: Iterable[Offer]) -> list[Verdict | InputError]:
        return list(pm_or_po.classify_many(list(offers)))

    scored = list(score_rows(open_table(table_path).rows(), eager))
    assert [item.row.offer.id for item in scored] == ["a", "b", "3", "d", "e"]
    assert [isinstance(item.result, InputError) for item in scored] == [False, False, True, False, True]


def test_a_name_the_input_has_already_gets_a_suffix() -> None:
    assert added_names(["id", "text"]) == ADDED
    names = added_names(["role", "error", "role_pm_or_po"])
    assert names[0] == "role_pm_or_po_2"
    assert names[-1] == "error_pm_or_po"
    assert names[1:-1] == ADDED[1:-1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_added_cell_runs_as_a_formula(table_path: Path, tmp_path: Path, start: str) -> None:
    def hostile(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        return (InputError("empty", source=f"{start}cmd|'/c calc'!A1") for _ in offers)

    score_table(open_table(table_path), tmp_path / "out.csv", hostile)
    rows = read_csv(tmp_path / "out.csv")
    assert all(row["error"].startswith(f"'{start}cmd|'/c calc'!A1 ") for row in rows)
    assert rows[0]["prix"] == "=1+1"  # the user's own columns stay as they are


def test_evidence_that_starts_with_a_bullet_is_no_formula(table_path: Path, tmp_path: Path) -> None:
    score_table(open_table(table_path), tmp_path / "out.csv", judge)
    for row in read_csv(tmp_path / "out.csv"):
        for name in ADDED:
            assert not row[name].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_strict_stops_at_the_first_row_and_leaves_nothing(table_path: Path, tmp_path: Path) -> None:
    with pytest.raises(RowError, match="row 3: "):
        score_table(open_table(table_path), tmp_path / "out.csv", judge, strict=True)
    assert names(tmp_path) == ["offres.csv"]


def test_an_existing_output_is_left_alone_without_force(table_path: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("precious")
    with pytest.raises(OutputError, match="--force"):
        score_table(open_table(table_path), output, judge)
    assert output.read_text() == "precious"
    score_table(open_table(table_path), output, judge, force=True)
    assert len(read_csv(output)) == len(ROWS)


def test_an_output_that_appears_meanwhile_is_left_alone(table_path: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"

    def slow(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        output.write_text("precious")
        yield from judge(offers)

    with pytest.raises(OutputError, match="exists already"):
        score_table(open_table(table_path), output, slow)
    assert output.read_text() == "precious"
    assert names(tmp_path) == ["offres.csv", "out.csv"]


def test_the_input_is_never_the_output(table_path: Path, tmp_path: Path) -> None:
    before = table_path.read_bytes()
    (tmp_path / "link.csv").symlink_to(table_path)
    os.link(table_path, tmp_path / "out.csv.part")
    for output in ("offres.csv", "link.csv", "out.csv"):
        with pytest.raises(OutputError, match="overwrite the input"):
            score_table(open_table(table_path), tmp_path / output, judge, force=True)
    assert table_path.read_bytes() == before


@pytest.mark.parametrize(
    ("output", "told"), [("out.txt", ".csv or .jsonl"), ("none/out.csv", "no folder"), ("d.csv", "a folder")]
)
def test_outputs_that_cannot_be_written(table_path: Path, tmp_path: Path, output: str, told: str) -> None:
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(OutputError, match=told):
        score_table(open_table(table_path), tmp_path / output, judge)


def test_two_runs_do_not_share_an_output(table_path: Path, tmp_path: Path) -> None:
    pytest.importorskip("fcntl")

    def nested(offers: Iterable[Offer]) -> Iterator[Verdict | InputError]:
        with pytest.raises(OutputError, match="Another run"):
            score_table(open_table(table_path), tmp_path / "out.csv", judge)
        yield from judge(offers)

    score_table(open_table(table_path), tmp_path / "out.csv", nested)
    assert len(read_csv(tmp_path / "out.csv")) == len(ROWS)


# --- A real process, interrupted ----------------------------------------------------------------------------


def start_batch(folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "many.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "description"])
        writer.writerows([["Product Manager", DELIVERY + DISCOVERY]] * 50_000)
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(SRC)]))
    process = subprocess.Popen(
        [sys.executable, "-m", "pm_or_po.cli", "batch", "many.csv", "-o", "out.csv"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.DEVNULL,
    )
    part = folder / "out.csv.part"
    deadline = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    return process


def test_a_disk_that_fills_leaves_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    (tmp_path / "in.csv").write_text("description\n" + "Gérer le backlog.\n" * 2_000, encoding="utf-8")
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            score_table(open_table(tmp_path / "in.csv"), tmp_path / "out.csv", judge)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(tmp_path) == ["in.csv"]


def test_kill_9_leaves_no_file_that_looks_complete(tmp_path: Path) -> None:
    process = start_batch(tmp_path)
    process.kill()
    process.wait(30)
    assert names(tmp_path) == ["many.csv", "out.csv.part"]
    (tmp_path / "few.csv").write_text(f'description\n"{DELIVERY}"\n', encoding="utf-8")
    score_table(open_table(tmp_path / "few.csv"), tmp_path / "out.csv", judge)
    assert names(tmp_path) == ["few.csv", "many.csv", "out.csv"]
    assert len(read_csv(tmp_path / "out.csv")) == 1


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_leaves_nothing(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    process = start_batch(tmp_path)
    process.send_signal(sent)
    assert process.wait(30) == code
    assert names(tmp_path) == ["many.csv"]
