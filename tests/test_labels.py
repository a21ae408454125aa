"""Which labels the statements of an offer get from its labelled lines."""

from __future__ import annotations

from pm_or_po.training.labels import label_offer
from pm_or_po.training.rows import parse_offer


def test_statements_take_the_labels_of_the_lines_they_stand_in() -> None:
    lines = [
        ["Vos missions :", "heading", "none", [], "\n"],
        ["- Gérer le backlog. Écrire les user stories.", "duty", "delivery", ["backlog"], "\n"],
        ["- Comprendre les utilisateurs", "duty", "discovery", ["users"], "\n"],
        ["5 ans d'expérience", "profile", "none", [], ""],
    ]
    found = label_offer(parse_offer({"role": "PM", "lines": lines}, "here"))
    labels = [
        (one.text, label.zone, label.discovery, label.delivery)
        for one, label in zip(found.statements, found.labels, strict=False)
        if label
    ]
    assert labels == [
        ("Vos missions :", "heading", False, False),
        ("- Gérer le backlog.", "duty", False, True),
        ("Écrire les user stories.", "duty", False, True),
        ("- Comprendre les utilisateurs", "duty", True, False),
        ("5 ans d'expérience", "profile", False, False),
    ]


def test_what_only_leads_into_a_line_has_no_label() -> None:
    text = "Vos missions principales :\nTenir le backlog, rédiger les user stories et animer les rituels de l'équipe."
    row = {"role": "PO", "description": text, "lines": [[0, len(text), "delivery"]]}
    found = label_offer(parse_offer(row, "here"))
    said = {one.text: label is not None for one, label in zip(found.statements, found.labels, strict=True)}
    assert said.pop("Vos missions principales :") is False and said and all(said.values())


def test_what_is_not_marked_has_no_label() -> None:
    row = {"role": "PM", "description": "Gérer le backlog.\nTester.", "lines": [[0, 17, "delivery"]]}
    assert [label is not None for label in label_offer(parse_offer(row, "here")).labels] == [True, False]
