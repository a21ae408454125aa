"""What must not change a verdict, and the sense in which duties must: on authored offers that the model judges rightly.

The offers are those of ``data/offers``, most of which the shipped model has been trained on: this measures how steady it
is, not how right. The table is the promise; a figure that falls under it is a regression or an honest new line.
"""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from pm_or_po import Verdict, classify
from pm_or_po.training.corpus import read_corpus
from pm_or_po.training.rows import LabelledOffer

# what is done to the offer | share of offers whose role must stay | median change of the larger-moving score (of 100)
PROMISES = """
separate accents (NFD)               | 1.00 | 0.00
Windows line ends (CRLF)             | 1.00 | 0.00
HTML paragraphs around               | 1.00 | 0.00
HTML paragraphs, escaped twice       | 1.00 | 0.00
HTML lists for bullets               | 1.00 | 0.00
Markdown bullets                     | 1.00 | 0.00
round bullets                        | 1.00 | 0.00
accents lost                         | 1.00 | 0.00
blank lines doubled                  | 1.00 | 0.00
title in the feminine                | 1.00 | 0.00
inclusive spelling                   | 0.98 | 0.50
equal-opportunity paragraph added    | 0.98 | 0.50
benefits added                       | 0.98 | 1.50
company blurb added                  | 0.98 | 1.50
company blurb put first              | 0.98 | 1.50
blurb, benefits and legal text cut   | 0.93 | 4.00
bullet marks lost                    | 0.98 | 1.00
bullets turned into prose            | 0.93 | 3.00
lines hard-wrapped at 78             | 0.96 | 0.50
all in capitals                      | 0.98 | 0.50
no title given                       | 0.98 | 0.00
"""
# A clear duty of a side added among the duties may lower that side's score by this much and no more (of 100).
FALL = 1.0
LEAST_RISEN = 0.97  # share of additions that raise it
EACH_ROLE = 24
ENOUGH = 60

PERSONS = Path(__file__).resolve().parents[1] / "data" / "persons.jsonl"

BULLET = re.compile(r"^[ \t]*[•●▪■◦‣–—*+-][ \t]+", re.MULTILINE)
EQUAL = {
    "fr": "Nous étudions toutes les candidatures à compétences égales : nos postes sont ouverts à tous, sans distinction "
    "d'âge, d'origine, de sexe ou de handicap.",
    "en": "We are an equal opportunity employer and consider all applicants without regard to age, origin, gender, "
    "disability or any other protected status.",
}
BENEFITS = {
    "fr": "Ce que nous offrons :\n- Mutuelle prise en charge à 100 %\n- Carte titres-restaurant\n- Deux jours de télétravail par "
    "semaine\n- Prime annuelle et intéressement\n- Salle de sport et fruits frais",
    "en": "What we offer:\n- Private health insurance\n- 25 days of holiday plus bank holidays\n- Pension scheme and yearly "
    "bonus\n- Two days of remote work a week\n- Gym membership and fresh fruit",
}
BLURB = {
    "fr": "À propos de nous\nFondée en 2009, notre entreprise est le leader de la location de matériel en Europe, avec 600 "
    "collaborateurs dans six pays. Nos clients sont des artisans et des collectivités. Notre culture est faite "
    "d'exigence et de bienveillance.",
    "en": "About us\nFounded in 2009, we are the leading equipment rental company in Europe, with 600 people in six countries. "
    "Our customers are craftsmen and local authorities. Our culture is made of high standards and kindness.",
}
DUTIES = {
    ("discovery", "fr"): [
        "Mener des entretiens avec les utilisateurs pour comprendre leurs besoins",
        "Définir la vision et la stratégie du produit",
        "Étudier le marché et les concurrents",
    ],
    ("discovery", "en"): [
        "Interview users to understand their needs",
        "Define the product vision and strategy",
        "Research the market and competitors",
    ],
    ("delivery", "fr"): [
        "Rédiger les user stories et les critères d'acceptation",
        "Gérer et prioriser le backlog de l'équipe",
        "Réaliser la recette fonctionnelle",
    ],
    ("delivery", "en"): [
        "Write user stories and acceptance criteria",
        "Manage and prioritise the team's backlog",
        "Run acceptance tests before each release",
    ],
}
FEMININE = {
    "Chef": "Cheffe", "Chargé": "Chargée", "Directeur": "Directrice", "Développeur": "Développeuse", "Consultant": "Consultante",
    "Assistant": "Assistante", "confirmé": "confirmée", "expérimenté": "expérimentée",
}  # fmt: skip
INCLUSIVE = {
    "développeurs": "développeur·euse·s", "utilisateurs": "utilisateur·rice·s", "clients": "client·e·s", "chargé": "chargé(e)",
    "chef": "chef·fe", "confirmé": "confirmé·e", "collaborateurs": "collaborateur·rice·s", "concepteurs": "concepteur·rice·s",
}  # fmt: skip


class Pasted(NamedTuple):
    """An offer as it might be pasted."""

    description: str
    title: str


def replaced(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = re.sub(rf"\b{old}\b(?![(·])", new, text)
    return text


def paragraphs(text: str) -> str:
    return "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())


def listed(text: str) -> str:
    made = []
    for line in text.split("\n"):
        bare = html.escape(BULLET.sub("", line), quote=False)
        if line.strip():
            made.append(f"<li>{bare}</li>" if BULLET.match(line) else f"<p>{bare}</p>")
    return f"<ul>{''.join(made)}</ul>"


def without_accents(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("œ", "oe").replace("Œ", "OE")


def prose(text: str) -> str:
    lines = [BULLET.sub("", line).strip() for line in text.split("\n")]
    return " ".join(line if line[-1] in ".:!?;" else line + "." for line in lines if line)


def wrapped(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, 78, break_long_words=False, break_on_hyphens=False) if line.strip() else line
        for line in text.split("\n")
    )


def without_zones(offer: LabelledOffer, zones: tuple[str, ...]) -> str:
    text = offer.description
    for span in reversed(offer.spans):
        if span.zone in zones:
            text = text[: span.start] + text[span.end :]
    return text


def to_text(change: Callable[[str], str]) -> Callable[[LabelledOffer], Pasted]:
    return lambda o: Pasted(change(o.description), o.title)


CHANGES: dict[str, Callable[[LabelledOffer], Pasted]] = {
    "separate accents (NFD)": to_text(lambda text: unicodedata.normalize("NFD", text)),
    "Windows line ends (CRLF)": to_text(lambda text: text.replace("\n", "\r\n")),
    "HTML paragraphs around": to_text(paragraphs),
    "HTML paragraphs, escaped twice": to_text(lambda text: html.escape(paragraphs(text), quote=False)),
    "HTML lists for bullets": to_text(listed),
    "Markdown bullets": to_text(lambda text: BULLET.sub("* ", text)),
    "round bullets": to_text(lambda text: BULLET.sub("• ", text)),
    "accents lost": lambda o: Pasted(without_accents(o.description), without_accents(o.title)),
    "blank lines doubled": to_text(lambda text: text.replace("\n", "\n\n")),
    "title in the feminine": lambda o: Pasted(o.description, replaced(o.title, FEMININE)),
    "inclusive spelling": lambda o: Pasted(replaced(o.description, INCLUSIVE), replaced(o.title, INCLUSIVE)),
    "equal-opportunity paragraph added": lambda o: Pasted(f"{o.description}\n\n{EQUAL[o.lang]}", o.title),
    "benefits added": lambda o: Pasted(f"{o.description}\n\n{BENEFITS[o.lang]}", o.title),
    "company blurb added": lambda o: Pasted(f"{o.description}\n\n{BLURB[o.lang]}", o.title),
    "company blurb put first": lambda o: Pasted(f"{BLURB[o.lang]}\n\n{o.description}", o.title),
    "blurb, benefits and legal text cut": lambda o: Pasted(
        without_zones(o, ("company", "benefits", "legal")), o.title
    ),
    "bullet marks lost": to_text(lambda text: BULLET.sub("", text)),
    "bullets turned into prose": to_text(prose),
    "lines hard-wrapped at 78": to_text(wrapped),
    "all in capitals": to_text(str.upper),
    "no title given": lambda o: Pasted(o.description, ""),
}
TABLE = [[cell.strip() for cell in row.split("|")] for row in PROMISES.strip().splitlines()]


@pytest.fixture(scope="module")
def judged_rightly(corpus_offers: tuple[LabelledOffer, ...]) -> list[tuple[LabelledOffer, Verdict]]:
    """Offers of each role, of ordinary length, that the model judges as they are labelled."""
    found = []
    for role in ("PM", "PO", "OTHER"):
        pool = [o for o in corpus_offers if o.role == role and o.lang and 12 <= len(o.spans) <= 60]
        found += [
            (o, classify(o.description, o.title)) for o in pool[:: max(1, len(pool) // EACH_ROLE)][:EACH_ROLE]
        ]
    return [(offer, verdict) for offer, verdict in found if verdict.role == offer.role]


def moved(before: Verdict, after: Verdict) -> float:
    """Return by how much the scores changed, the larger of the two, of 100."""
    return max(abs(after.discovery - before.discovery), abs(after.delivery - before.delivery))


def test_there_are_enough_offers_to_tell(judged_rightly: list[tuple[LabelledOffer, Verdict]]) -> None:
    assert len(judged_rightly) >= ENOUGH
    assert {offer.lang for offer, _ in judged_rightly} == {"fr", "en"}
    assert {name for name, _, _ in TABLE} == set(CHANGES)


@pytest.mark.parametrize(("name", "least_same", "most_moved"), TABLE, ids=[row[0] for row in TABLE])
def test_the_verdict_stays(
    name: str, least_same: str, most_moved: str, judged_rightly: list[tuple[LabelledOffer, Verdict]]
) -> None:
    rows = [(offer, before, classify(*CHANGES[name](offer))) for offer, before in judged_rightly]
    turned = [
        f"{offer.id}: {before.role} to {after.role}"
        for offer, before, after in rows
        if after.role != before.role
    ]
    same = 1 - len(turned) / len(rows)
    change = median(moved(before, after) for _, before, after in rows)
    print(f"{name}: role the same {same:.3f}, scores moved by {change:.2f}")
    assert same >= float(least_same), turned
    assert change <= float(most_moved) + 0.005


def test_whom_the_duties_are_told_to_changes_nothing() -> None:
    """Duties told to the reader ("vous", "tu", "you") and the same in the infinitive, in offers never trained on."""
    pairs: dict[str, list[Verdict]] = {}
    for offer in read_corpus([PERSONS]).offers:
        verdict = classify(offer.description, offer.title)
        assert verdict.role == offer.role, offer.id
        pairs.setdefault(offer.id.rsplit("-", 1)[0], []).append(verdict)
    assert len(pairs) == 54
    changes = sorted(moved(told, bare) for told, bare in pairs.values())
    print(f"scores moved by {median(changes):.2f}, at most {changes[-1]:.2f}")
    assert median(changes) <= 1.2 and changes[-1] <= 8.5


@pytest.mark.parametrize(
    "name", ["accents lost", "HTML lists for bullets", "Windows line ends (CRLF)", "separate accents (NFD)"]
)
def test_the_same_evidence_is_found(name: str, judged_rightly: list[tuple[LabelledOffer, Verdict]]) -> None:
    def facets(verdict: Verdict) -> list[tuple[str, str]]:
        return [(one.side, one.facet) for one in verdict.evidence]

    kept = [facets(classify(*CHANGES[name](offer))) == facets(before) for offer, before in judged_rightly]
    assert sum(kept) >= 0.98 * len(kept)


def with_duty(offer: LabelledOffer, duty: str) -> str | None:
    """Return the offer with a duty after the one in the middle of its duties, in their manner; None if it has none."""
    spans = [span for span in offer.spans if span.zone == "duty"]
    if not spans:
        return None
    span = spans[len(spans) // 2]
    line, text = offer.description[span.start : span.end], offer.description
    bullet = BULLET.match(line)
    if bullet:
        return f"{text[: span.end]}\n{bullet.group()}{duty}{text[span.end :]}"
    return f"{text[: span.end]}{' ' if line[-1] in '.!?' else '. '}{duty}.{text[span.end :]}"


@pytest.mark.parametrize("side", ["discovery", "delivery"])
def test_a_clear_duty_more_never_lowers_its_side(
    side: str, judged_rightly: list[tuple[LabelledOffer, Verdict]]
) -> None:
    rises = []
    for offer, before in judged_rightly:
        for duty in DUTIES[side, offer.lang]:
            text = with_duty(offer, duty)
            if text is not None:
                rise = getattr(classify(text, offer.title), side) - getattr(before, side)
                rises.append((rise, offer.id, duty))
    print(
        f"{side}: {len(rises)} duties added, least rise {min(rises)[0]:.2f}, median {median(r[0] for r in rises):.2f}"
    )
    assert min(rises)[0] >= -FALL, min(rises)
    assert sum(rise > 0 for rise, _, _ in rises) >= LEAST_RISEN * len(rises)


@pytest.mark.parametrize("side", ["discovery", "delivery"])
def test_taking_the_duties_of_a_side_away_never_raises_it(
    side: str, judged_rightly: list[tuple[LabelledOffer, Verdict]]
) -> None:
    rises = []
    for offer, before in judged_rightly:
        text = offer.description
        for span in reversed(offer.spans):
            if span.side in (side, "both"):
                text = text[: span.start] + text[span.end :]
        if text != offer.description and any(c.isalpha() for c in text):
            rises.append((getattr(classify(text, offer.title), side) - getattr(before, side), offer.id))
    print(
        f"{side}: {len(rises)} offers emptied, highest rise {max(rises)[0]:.2f}, median {median(r[0] for r in rises):.2f}"
    )
    assert sum(rise <= FALL for rise, _ in rises) >= LEAST_RISEN * len(rises), max(rises)
