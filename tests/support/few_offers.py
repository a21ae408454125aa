"""A table of five offers, two of which cannot be judged, and a table read back."""

from __future__ import annotations

import csv
from pathlib import Path

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


def write_offers(folder: Path) -> Path:
    path = folder / "offres.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, ROWS[0], delimiter=";")
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
