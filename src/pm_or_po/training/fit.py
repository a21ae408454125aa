"""Train a model from a labelled corpus: layers, judge, compiled model, out-of-fold scores to report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from pm_or_po.errors import CorpusError
from pm_or_po.judging import Summary
from pm_or_po.keywords import Lexicon
from pm_or_po.resources import resource
from pm_or_po.scoring.context import Array, sigmoid
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.outputs import OUTPUTS, columns
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import cut
from pm_or_po.text.title import TitleClaim, read_title
from pm_or_po.training.corpus import Corpus, LabelledOffer
from pm_or_po.training.features import UnitVectorizer
from pm_or_po.training.judge import Bags, evidence_thresholds, fit_judge, fit_words, summaries
from pm_or_po.training.labels import LabelledCuts, label_offer, label_statement
from pm_or_po.training.layers import (
    CONTEXT_OUTPUTS,
    ContextLayer,
    TextLayer,
    contexts_of,
    fit_context_layer,
    fit_text_layer,
    inner_folds,
    section_targets,
    shapes_of,
)
from pm_or_po.verdict import ModelIdentity

FOLDS = 7
LEAST_OFFERS = 8
NAME = "pm-or-po"


@dataclass(frozen=True)
class OutOfFold:
    """What models that had not seen an offer's group say of it: the ground of every cross-validated figure.

    Attributes
    ----------
    sides : array of shape (statements, 2)
    duty : array of shape (statements,)
    summaries : list of Summary
        One an offer.
    judged : list of dict
        For each offer, the parameters of a judge fitted on the other groups.
    """

    sides: Array
    duty: Array
    summaries: list[Summary]
    judged: list[dict[str, object]]


@dataclass(frozen=True)
class Fitted:
    """A trained model with what is needed to report on it."""

    model: StatementModel
    offers: Sequence[LabelledOffer]
    cut: Sequence[LabelledCuts]
    claims: Sequence[TitleClaim | None]
    out_of_fold: OutOfFold


def groups_of(offers: Sequence[LabelledOffer]) -> list[int]:
    """Return the fold group of each offer: its ``group`` where the corpus names at least four, else itself."""
    named = sorted({offer.group for offer in offers if offer.group})
    if len(named) >= 4 and all(offer.group for offer in offers):
        return [named.index(offer.group) for offer in offers]
    return list(range(len(offers)))


def compile_model(
    text: TextLayer, context: ContextLayer, judge: dict[str, object], lexicon: Lexicon, identity: ModelIdentity
) -> StatementModel:
    """Fold coefficients and inverse document frequencies into one table of weights."""
    vectorizer = text.vectorizer
    weights = text.coef * vectorizer.idf_[:, None]
    return StatementModel(
        rows=vectorizer.rows_,
        weights=weights.astype(np.float32),
        squares=(vectorizer.idf_**2).astype(np.float32),
        gram_weight=vectorizer.gram_weight,
        intercept=text.intercept,
        shape_weights=text.shape_coef,
        context_weights=context.coef,
        context_intercept=context.intercept,
        lexicon=lexicon,
        judge=judge,
        identity=identity,
    )


def fit(
    corpus: Corpus, *, base: StatementModel | None = None, version: str, say: Callable[[str], None] = lambda _: None
) -> Fitted:
    """Train on a corpus.

    Parameters
    ----------
    corpus : Corpus
        Offers with or without labelled lines, and loose statements. Where no line at all is labelled, statements are
        scored by ``base`` and only what judges whole offers is fitted.
    base : StatementModel, optional
    version : str
        Written into the model.
    say : callable
        Told of each step.

    Raises
    ------
    CorpusError
        If there are fewer than 8 offers, or only one role among them, or no labelled line and no base.
    """
    offers = corpus.offers
    roles = [offer.role for offer in offers]
    if len(offers) < LEAST_OFFERS or len(set(roles)) < 2:
        raise CorpusError(
            f"The corpus holds {len(offers)} offers with {len(set(roles))} role(s): at least {LEAST_OFFERS} offers and "
            "two roles are needed to train."
        )
    say(f"Reading {len(offers)} offers and {len(corpus.statements)} statements")
    labelled = [label_offer(offer) for offer in offers]
    bounds = np.cumsum([0, *(len(one.cuts) for one in labelled)]).tolist()
    cuts = [piece for one in labelled for piece in one.cuts]
    labels = [label for one in labelled for label in one.labels]
    claims = [read_title(offer.title) if offer.title.strip() else None for offer in offers]
    of_offer = groups_of(offers)
    groups = [group for group, one in zip(of_offer, labelled, strict=True) for _ in one.cuts]
    folds = inner_folds(groups, FOLDS)
    identity = ModelIdentity(NAME, version, corpus.sha256)
    shapes = shapes_of(cuts)
    if any(label is not None for label in labels):
        lexicon = Lexicon.load(resource("keywords.toml"))
        loose = [label_statement(statement) for statement in corpus.statements]
        say("Counting words")
        every = [*cuts, *(piece for piece, _ in loose)]
        vectorizer = UnitVectorizer(lexicon).fit(every)
        units = vectorizer.transform(every)
        all_shapes = shapes_of(every)
        all_labels = [*labels, *(label for _, label in loose)]
        sections = [*(t for one in labelled for t in section_targets(one)), *(None for _ in loose)]
        alone = np.zeros((len(cuts), len(OUTPUTS)))
        rest = np.arange(len(cuts), len(every))
        for number, (seen, unseen) in enumerate(folds, 1):
            say(f"Cross-validating: fold {number} of {len(folds)}")
            rows = np.concatenate([seen, rest])
            layer = fit_text_layer(
                vectorizer, units[rows], all_shapes[rows], [all_labels[i] for i in rows], [sections[i] for i in rows],
                CONTEXT_OUTPUTS,
            )  # fmt: skip
            alone[unseen] = layer.scores(units[unseen], shapes[unseen])
        around = contexts_of(alone, shapes, labelled)
        final = np.zeros((len(cuts), len(SIDES) + 1))
        for seen, unseen in folds:
            context = fit_context_layer(around[seen], shapes[seen], [labels[i] for i in seen])
            final[unseen] = sigmoid(context.logits(around[unseen], shapes[unseen]))
        say("Fitting on everything")
        text = fit_text_layer(vectorizer, units, all_shapes, all_labels, sections)
        context = fit_context_layer(around, shapes, labels)
        thresholds = evidence_thresholds(final[:, : len(SIDES)], labels)
    elif base is not None:
        lexicon = base.lexicon
        vectorizer = UnitVectorizer(lexicon, gram_weight=base.gram_weight)
        vectorizer.rows_ = dict(base.rows)
        vectorizer.idf_ = np.sqrt(base.squares.astype(np.float64))
        units = vectorizer.transform(cuts)
        scored = [base.score(one.cuts) for one in labelled]
        final = np.vstack([np.column_stack([s.sides, s.duty]) for s in scored])
        coef = base.weights.astype(np.float64) / vectorizer.idf_[:, None]
        text = TextLayer(vectorizer, coef, base.shape_weights, base.intercept.copy())
        context = ContextLayer(base.context_weights, base.context_intercept)
        thresholds = dict(base.judge["evidence"])
    else:
        raise CorpusError("No line of this corpus is labelled: a base model is needed to score its statements.")
    say("Fitting the judge")
    titles = vectorizer.transform([cut(offer.title) for offer in offers])
    bags = Bags.build(units[: len(cuts)], final[:, -1], bounds, titles).offers
    words, judged, whole = _judges(bags, final, bounds, claims, offers, of_offer)
    coef, intercept = fit_words(bags, roles, [offer.family for offer in offers])
    start = columns("product").start
    text.coef[:, start:], text.intercept[start:] = coef, intercept
    judge = {**whole, "evidence": thresholds}
    model = compile_model(text, context, judge, lexicon, identity)
    summed = summaries(final[:, : len(SIDES)], final[:, -1], words, bounds)
    oof = OutOfFold(final[:, : len(SIDES)], final[:, -1], summed, [{**j, "evidence": thresholds} for j in judged])
    return Fitted(model, offers, labelled, claims, oof)


def _judges(
    bags: sp.csr_matrix,
    final: Array,
    bounds: Sequence[int],
    claims: Sequence[TitleClaim | None],
    offers: Sequence[LabelledOffer],
    groups: Sequence[int],
) -> tuple[Array, list[dict[str, object]], dict[str, object]]:
    """Return out-of-fold word log-odds, each offer's judge fitted without its fold, and the judge fitted on all."""
    roles = [offer.role for offer in offers]
    families = [offer.family for offer in offers]
    words = np.zeros((len(offers), len(OUTPUTS) - columns("product").start))
    folds = inner_folds(groups, FOLDS)
    for seen, unseen in folds:
        coef, intercept = fit_words(bags[seen], [roles[i] for i in seen], [families[i] for i in seen])
        words[unseen] = bags[unseen] @ coef + intercept
    summed = summaries(final[:, : len(SIDES)], final[:, -1], words, bounds)
    judged: list[dict[str, object]] = [{} for _ in offers]
    for seen, unseen in folds:
        one = fit_judge([summed[i] for i in seen], [claims[i] for i in seen], [roles[i] for i in seen])
        for i in unseen:
            judged[i] = one
    return words, judged, fit_judge(summed, claims, roles)


def default_corpus() -> list[Path]:
    """Return the project's own labelled data.

    Raises
    ------
    CorpusError
        If this installation has none: the corpus is in the source repository, not in the wheel.
    """
    data = Path(__file__).resolve().parents[3] / "data"
    folders = [data / "offers", data / "statements"]
    if not all(folder.is_dir() for folder in folders):
        raise CorpusError(
            "The project's corpus is not part of this installation: give your labelled offers with --corpus PATH, or run "
            "this in a checkout of the repository."
        )
    return folders
