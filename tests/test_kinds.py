"""Figures by kind of offer: which offers are of a kind, and what is shown of them."""

from __future__ import annotations

from dataclasses import replace

from pm_or_po.training.kinds import LEAST_OF_A_KIND, kinds, kinds_text
from pm_or_po.training.measures import Judged
from pm_or_po.training.rows import parse_offer


def offer(number: int, role: str, said: str, bullet: str = "", words: int = 50, **scores: int) -> Judged:
    line = f"{bullet}Tenir le backlog " + "mot " * (words - 3)
    gold = parse_offer(
        {
            "id": str(number), "title": "Product Owner", "lang": "fr", "role": role,
            "family": "data" if role == "OTHER" else None, "discovery": 0, "delivery": 3, **scores,
            "lines": [[line.strip(), "duty", "delivery", ["backlog"], "\n"]],
        },
        "here",
    )  # fmt: skip
    chances = {name: float(name == said) for name in ("PM", "PO", "OTHER")}
    marks = ((0, len(gold.description), "delivery"),) if said == role else ()
    return Judged(gold, "PO", said, chances, 0.0, 100.0, marks)


def of(name: str, offers: list[Judged]) -> list[str]:
    return [one.gold.id for one in kinds(offers).get(name, [])]


def test_an_offer_is_of_the_kinds_its_labels_and_text_say() -> None:
    owners = [offer(i, "PO", "PO", "- ") for i in range(LEAST_OF_A_KIND)]
    little = [offer(10 + i, "PO", "PM", words=500, discovery=1) for i in range(LEAST_OF_A_KIND)]
    managers = [offer(20 + i, "PM", "PM", discovery=2) for i in range(LEAST_OF_A_KIND)]
    others = [offer(30 + i, "OTHER", "PO") for i in range(LEAST_OF_A_KIND)]
    every = [*owners, *little, *managers, *others]
    assert of("PO without discovery", every) == [o.gold.id for o in owners]
    assert (
        of("PO with a little discovery", every) == [o.gold.id for o in little] == of("over 400 words", every)
    )
    assert of("PM with mostly delivery", every) == [o.gold.id for o in managers]
    assert of("other: data", every) == [o.gold.id for o in others]
    assert of("duties in bullets", every) == [o.gold.id for o in owners]
    assert len(of("in French", every)) == len(of("title claims PO", every)) == len(every)
    assert not of("in English", every) and not of("title claims PM", every)


def test_a_line_that_begins_with_an_o_is_no_bullet_and_one_with_a_number_is() -> None:
    some = [
        *(offer(i, "PO", "PO", "organiser et ") for i in range(LEAST_OF_A_KIND)),
        *(offer(10 + i, "PO", "PO", "1. ") for i in range(LEAST_OF_A_KIND)),
    ]
    assert of("duties in prose or bare lines", some) == [o.gold.id for o in some[:LEAST_OF_A_KIND]]
    assert of("duties in bullets", some) == [o.gold.id for o in some[LEAST_OF_A_KIND:]]


def test_the_tags_of_a_page_are_no_words_and_hide_no_bullet() -> None:
    line = '<div class="row wide"><p>• Tenir le backlog</p></div>'
    page = {
        "description": 40 * line,
        "lines": [[at, at + len(line), "delivery"] for at in range(0, 40 * len(line), len(line))],
    }
    pages = [
        replace(offer(i, "PO", "PO"), gold=parse_offer({"id": str(i), "role": "PO", **page}, "here"))
        for i in range(LEAST_OF_A_KIND)
    ]
    assert of("under 200 words", pages) == of("duties in bullets", pages) == [o.gold.id for o in pages]


def test_few_offers_and_unclear_ones_make_no_kind() -> None:
    few = [offer(i, "PO", "PO") for i in range(LEAST_OF_A_KIND - 1)]
    assert kinds([*few, offer(9, "UNCLEAR", "PO")]) == {}
    assert kinds_text([]).count("\n") == 1


def test_the_table_tells_how_many_were_right() -> None:
    some = [*(offer(i, "PO", "PO") for i in range(6)), *(offer(10 + i, "PO", "PM") for i in range(2))]
    assert "| in French | 8 | 0.75 | – | 0.86 |" in kinds_text(some)
