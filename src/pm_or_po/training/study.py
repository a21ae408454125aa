"""What each part of the model is worth, and whether more data would help: ``python -m pm_or_po.training.study``.

Prints the page ``models/study.md``: four tables, all cross-validated on the project's corpus with all offers of a
writer held out together (loose statements never are, and some are by writers of offers: see ``validate``): ablations,
the whole model with the writers split into folds in other ways, how much the words of the whole job are let to weigh,
and a learning curve over growing parts of the corpus.
``--against FILE`` adds the learning curve measured on another labelled file, and what the shipped model's judge makes
of that file when it is told the sides of the lines that its readers marked (whether they are duties stays the model's):
what perfect sides would bring to a judge left as it is.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pm_or_po import __version__, load_model
from pm_or_po.judging.deciding import decide, probabilities
from pm_or_po.judging.proving import proofs
from pm_or_po.judging.summing import Summary, in_its_job, score_offers, sum_up
from pm_or_po.resources import resource
from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.model import StatementModel, StatementScores
from pm_or_po.taxonomy import SIDES
from pm_or_po.training import evaluate
from pm_or_po.training.corpus import Corpus, default_corpus, read_corpus
from pm_or_po.training.fit import Settings, fit
from pm_or_po.training.labels import LabelledStatements, label_offer
from pm_or_po.training.measures import Judged, baselines, figures
from pm_or_po.training.prepared import LEAST_OFFERS
from pm_or_po.training.rows import LabelledOffer
from pm_or_po.training.tables import comparison_text
from pm_or_po.training.tool import tool
from pm_or_po.training.validate import cross_validate

ABLATIONS: dict[str, dict[str, Any]] = {
    "whole model": {},
    "no keywords (TF-IDF alone)": {"drop": ("keyword",)},
    "no letters": {"drop": ("letters",)},
    "no word pairs or openings": {"drop": ("pair", "opening")},
    "letters instead of words": {"drop": ("word", "pair", "opening")},
    "no zones": {"use_zones": False},
    "no context around the line": {"use_context": False},
    "sides fitted with all units there": {"dropout": 0.0},
    "sides with one unit in four missing": {"dropout": 0.25},
    "sides with three in four missing": {"dropout": 0.75},
}
PARTS = (0.125, 0.25, 0.5, 1.0)
SPLITS = (1, 2, 3)
CS_TRIED = (10.0, 30.0, 100.0, 300.0)
_HEAD = """# What each part is worth, and whether more data helps

Printed by `python -m pm_or_po.training.study` on {offers} offers and their statements (SHA-256 `{sha256}`),
models judged on writers they had not seen. Tables with the name of a file are measured on that file, which is not in
this repository, and were printed with `--against`."""


def measured(corpus: Corpus, **changed: Any) -> dict[str, Any]:
    """Return the cross-validated figures of a model fitted with these ``Settings`` changed."""
    return figures(cross_validate(corpus, settings=Settings(**changed)))


def part_of(corpus: Corpus, share: float) -> Corpus:
    """Return a random part of a corpus, the same each time: that share of its offers and of its statements."""
    if share >= 1:
        return corpus
    rng = random.Random(0)  # noqa: S311 - a draw to be repeated, not a secret
    offers = rng.sample(corpus.offers, max(LEAST_OFFERS, round(share * len(corpus.offers))))
    statements = rng.sample(corpus.statements, round(share * len(corpus.statements)))
    return replace(corpus, offers=tuple(offers), statements=tuple(statements))


def learning_curve(corpus: Corpus, against: Path | None) -> dict[str, dict[str, Any]]:
    """Return figures by part of the corpus: cross-validated, or on another labelled file where one is given."""
    rows = {}
    for share in PARTS:
        part = part_of(corpus, share)
        name = f"{share:.1%} ({len(part.offers)} offers, {len(part.statements)} statements)"
        if against is None:
            rows[name] = measured(part)
        else:
            rows[name] = evaluate(against, fit(part, version=__version__))
    return rows


def with_the_readers_lines(against: Path) -> dict[str, dict[str, Any]]:
    """Return the figures of the shipped model, and of its judge given the readers' lines in place of its own.

    What is replaced is the sides of the statements that the readers labelled. Whether a statement is a duty, and what
    its words say of the job, stays the model's; so do the sides of the others.
    """
    model = load_model()
    own: list[Judged] = []
    told: list[Judged] = []
    for offer in read_corpus([against]).offers:
        one = label_offer(offer)
        if not any(label is not None for label in one.labels):
            continue
        ((scores, summary),) = score_offers([(one.statements, one.read.title)], model)
        sides = scores.sides.copy()
        for i, label in enumerate(one.labels):
            if label is not None:
                sides[i] = [getattr(label, side) for side in SIDES]
        told_so = sum_up(replace(scores, sides=sides), np.append(summary.product, summary.families))
        own.append(_judged_on(offer, one, scores, summary, model))
        told.append(_judged_on(offer, one, replace(scores, sides=sides), told_so, model))
    return {"the model's own lines": figures(own), "the readers' lines": figures(told)}


def _judged_on(
    gold: LabelledOffer,
    one: LabelledStatements,
    scores: StatementScores,
    summary: Summary,
    model: StatementModel,
) -> Judged:
    """Return an offer beside what a model's judge makes of its summary, statements marked by their sides."""
    claim, clean = one.read.claim, one.read.document.clean
    chances = probabilities(summary, claim, model.rules)
    in_job, told = in_its_job(scores, summary, 1 - chances["OTHER"])
    marks = tuple(
        (*clean.span(one.statements[i].start, one.statements[i].end), side)
        for side, found in proofs(in_job.sides, model.rules).items()
        for i in found
    )
    return Judged(
        gold, one.read.claimed, decide(summary, chances, claim, model.rules, proved={side for *_, side in marks}),
        chances, told.score("discovery"), told.score("delivery"), marks,
    )  # fmt: skip


def keywords_alone(corpus: Corpus) -> dict[str, Any]:
    """Return the figures of the lexicon by itself."""
    rules = baselines(corpus.offers, Lexicon.load(resource("keywords.toml")))
    return figures(rules["keywords alone"])


@tool
def main(arguments: Sequence[str] | None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m pm_or_po.training.study", description=__doc__)
    parser.add_argument("--against", type=Path, help="measure the learning curve on this labelled file too")
    options = parser.parse_args(arguments)
    corpus = read_corpus(default_corpus())
    print(_HEAD.format(offers=len(corpus.offers), sha256=corpus.sha256) + "\n")
    rows = {name: measured(corpus, **parts) for name, parts in ABLATIONS.items()}
    rows["keywords alone"] = keywords_alone(corpus)
    print(
        "## Ablations, cross-validated, the offers of whole writers held out\n\n"
        + comparison_text(rows)
        + "\n"
    )
    splits = {f"writers split another way, {seed}": measured(corpus, seed=seed) for seed in SPLITS}
    print("## Repeated cross-validation\n\n" + comparison_text(splits) + "\n")
    tried = {f"C = {C:g}": measured(corpus, C=C) for C in CS_TRIED}
    print("## Words of the whole job\n\n" + comparison_text(tried) + "\n")
    print("## Learning curve, cross-validated\n\n" + comparison_text(learning_curve(corpus, None)) + "\n")
    if options.against:
        curve = learning_curve(corpus, options.against)
        print(f"## Learning curve, measured on {options.against.name}\n\n" + comparison_text(curve) + "\n")
        told = with_the_readers_lines(options.against)
        print(f"## The readers' own sides of the lines of {options.against.name}\n\n" + comparison_text(told))


if __name__ == "__main__":
    sys.exit(main())
