"""An offer in lines, the posting of one, and pages that hold them, for the tests of what is read from pages."""

from __future__ import annotations

LINES = [
    "Product Owner H/F",
    "Vos missions",
    "Rédiger les user stories",
    "Gérer le backlog",
    "Animer les sprints",
]
POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Product Owner",
    "description": "<p>Gérer</p>",
}


def page(script: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html><html lang='fr'><head><title>x</title>{script}</head><body>{body}</body></html>"


def items(*lines: str) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
