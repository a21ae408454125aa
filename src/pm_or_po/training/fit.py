"""Train a model from a labelled corpus: layers, judge, compiled model, out-of-fold scores to report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pm_or_po.errors import CorpusError
from pm_or_po.judging import Summary
from pm_or_po.keywords import Lexicon
from pm_or_po.resources import resource
from pm_or_po.scoring.context import CONTEXT, Array, sigmoid
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.outputs import OUTPUTS, columns
from pm_or_po.scoring.units import shapes_of
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import Cut, cut
from pm_or_po.text.title import TitleClaim, read_title
from pm_or_po.training.corpus import Corpus, LabelledOffer
from pm_or_po.training.factors import Factors
from pm_or_po.training.features import UnitVectorizer
from pm_or_po.training.judge import (
    BAG_C,
    build_bags,
    evidence_thresholds,
    far_words,
    fit_judge,
    fit_words,
    summaries,
)
from pm_or_po.training.labels import CutLabels, LabelledCuts, label_offer, label_statement
from pm_or_po.training.layers import (
    ALL_OUTPUTS,
    CONTEXT_OUTPUTS,
    DROPOUT,
    ContextLayer,
    TextLayer,
    contexts_of,
    fit_context_layer,
    fit_text_layer,
    inner_folds,
    section_targets,
)
from pm_or_po.verdict import ModelIdentity

FOLDS = 3
LEAST_OFFERS = 8
NAME = "pm-or-po"

Say = Callable[[str], None]


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
    thresholds : dict
        Probability from which a statement is evidence, by side.
    """

    sides: Array
    duty: Array
    summaries: list[Summary]
    judged: list[dict[str, object]]
    thresholds: dict[str, float]


@dataclass(frozen=True)
class Unfitted:
    """Training offers with what models that had not seen them say: all that a cross-validated report needs."""

    offers: Sequence[LabelledOffer]
    cut: Sequence[LabelledCuts]
    out_of_fold: OutOfFold


@dataclass(frozen=True)
class Fitted(Unfitted):
    """The same with the model trained on all of them."""

    model: StatementModel


def groups_of(offers: Sequence[LabelledOffer]) -> list[int]:
    """Return the fold group of each offer: its ``group`` where the corpus names at least four, else itself."""
    named = sorted({offer.group for offer in offers if offer.group})
    if len(named) >= 4 and all(offer.group for offer in offers):
        return [named.index(offer.group) for offer in offers]
    return list(range(len(offers)))


def compile_model(
    text: TextLayer,
    context: ContextLayer,
    judge: dict[str, object],
    lexicon: Lexicon,
    identity: ModelIdentity,
) -> StatementModel:
    """Fold coefficients and inverse document frequencies into one table of weights."""
    vectorizer = text.vectorizer
    weights = text.coef * vectorizer.idf_[:, None]
    return StatementModel(
        rows=vectorizer.rows_,
        weights=weights,
        squares=vectorizer.idf_**2,
        gram_weight=vectorizer.gram_weight,
        intercept=text.intercept,
        shape_weights=text.shape_coef,
        context_weights=context.coef,
        context_intercept=context.intercept,
        lexicon=lexicon,
        judge=judge,
        identity=identity,
    )


@dataclass(frozen=True)
class Prepared:
    """A corpus cut as scoring cuts it: offers one after the other, their statements in one list between ``bounds``."""

    offers: Sequence[LabelledOffer]
    cut: Sequence[LabelledCuts]
    loose: Sequence[tuple[Cut, CutLabels]]
    claims: Sequence[TitleClaim | None]
    groups: Sequence[int]

    @property
    def cuts(self) -> list[Cut]:
        """The offers' statements."""
        return [piece for one in self.cut for piece in one.cuts]

    @property
    def labels(self) -> list[CutLabels | None]:
        """Their labels."""
        return [label for one in self.cut for label in one.labels]

    @property
    def bounds(self) -> list[int]:
        """Where each offer's statements begin, and the end."""
        return [int(n) for n in np.cumsum([0, *(len(one.cuts) for one in self.cut)])]

    @property
    def statement_groups(self) -> list[int]:
        """The fold group of each statement."""
        return [group for group, one in zip(self.groups, self.cut, strict=True) for _ in one.cuts]


@dataclass(frozen=True)
class Layers:
    """The two layers, and what each statement of the offers gets from layers that have not seen its group.

    Attributes
    ----------
    units : Factors of shape (statements, columns)
    unseen : array of shape (statements, 3)
        Probabilities of discovery, delivery and duty, out of fold.
    """

    lexicon: Lexicon
    text: TextLayer
    context: ContextLayer
    units: Factors
    unseen: Array
    thresholds: dict[str, float]


def prepare(corpus: Corpus) -> Prepared:
    """Cut every offer and statement of a corpus.

    Raises
    ------
    CorpusError
        If there are fewer than 8 offers, or only one role among them.
    """
    offers = corpus.offers
    roles = {offer.role for offer in offers}
    if len(offers) < LEAST_OFFERS or len(roles) < 2:
        raise CorpusError("corpus-too-small", offers=len(offers), roles=len(roles), least=LEAST_OFFERS)
    return Prepared(
        offers,
        [label_offer(offer) for offer in offers],
        [label_statement(statement) for statement in corpus.statements],
        [read_title(offer.title) if offer.title.strip() else None for offer in offers],
        groups_of(offers),
    )


def fit_layers(
    prepared: Prepared,
    say: Say,
    *,
    drop: Sequence[str] = (),
    use_context: bool = True,
    use_zones: bool = True,
    dropout: float = DROPOUT,
    whole: bool = True,
    seed: int | None = None,
) -> Layers:
    """Fit both layers, with out-of-fold scores.

    Parameters
    ----------
    prepared : Prepared
    say : callable
    drop : sequence of str
        Kinds of units to leave out, for ablations; see ``UnitVectorizer``.
    use_context : bool
        Whether the second layer decides, or the text alone.
    use_zones : bool
        Whether the second layer knows the zones of the line and of those around it, or their sides alone.
    dropout : float
        Share of the units that may be missing where sides are fitted; see ``fit_logistic``.
    whole : bool
        Whether to fit on everything at the end; without it only the out-of-fold scores mean anything.
    seed : int, optional
        Split the groups into folds another way; see ``inner_folds``.
    """
    lexicon = Lexicon.load(resource("keywords.toml"))
    say("Counting words")
    cuts, labels = prepared.cuts, prepared.labels
    every = [*cuts, *(piece for piece, _ in prepared.loose)]
    vectorizer = UnitVectorizer(lexicon, drop=tuple(drop))
    units, shapes = vectorizer.fit_factors(every), shapes_of(every)
    all_labels = [*labels, *(label for _, label in prepared.loose)]
    sections = [*(t for one in prepared.cut for t in section_targets(one)), *(None for _ in prepared.loose)]

    def text_layer(rows: npt.NDArray[np.intp], kinds: Sequence[str]) -> TextLayer:
        return fit_text_layer(
            vectorizer,
            units[rows],
            shapes[rows],
            [all_labels[i] for i in rows],
            [sections[i] for i in rows],
            kinds,
            dropout,
        )

    count = len(cuts)
    folds = inner_folds(prepared.statement_groups, FOLDS, seed)
    alone = np.zeros((count, len(OUTPUTS)))
    rest = np.arange(count, len(every))
    for number, (seen, unseen) in enumerate(folds, 1):
        say(f"Cross-validating: fold {number} of {len(folds)}")
        layer = text_layer(np.concatenate([seen, rest]), CONTEXT_OUTPUTS)
        alone[unseen] = layer.scores(units[unseen], shapes[unseen])
    around = contexts_of(alone, shapes[:count], prepared.cut)
    if not use_zones:
        around[:, [i for i, name in enumerate(CONTEXT) if "zone:" in name or "section:" in name]] = 0.0
    final = np.column_stack([sigmoid(alone[:, columns("side")]), sigmoid(alone[:, columns("zone").start])])
    if use_context:
        for seen, unseen in folds:
            context = fit_context_layer(around[seen], shapes[seen], [labels[i] for i in seen])
            final[unseen] = sigmoid(context.logits(around[unseen], shapes[unseen]))
    say("Fitting on everything")
    text = text_layer(np.arange(len(every) if whole else 0), ALL_OUTPUTS) if whole else layer
    context = fit_context_layer(around, shapes[:count], labels)
    thresholds = evidence_thresholds(final[:, : len(SIDES)], labels)
    return Layers(lexicon, text, context, units[:count], final, thresholds)


def borrow_layers(prepared: Prepared, base: StatementModel) -> Layers:
    """Take both layers from a model, for a corpus in which no line is labelled."""
    vectorizer = UnitVectorizer(base.lexicon, gram_weight=base.gram_weight)
    vectorizer.rows_ = dict(base.rows)
    vectorizer.idf_ = np.sqrt(base.squares.astype(np.float64))
    scored = [base.score(one.cuts) for one in prepared.cut]
    coef = base.weights.astype(np.float64) / vectorizer.idf_[:, None]
    return Layers(
        base.lexicon,
        TextLayer(vectorizer, coef, base.shape_weights, base.intercept.copy()),
        ContextLayer(base.context_weights, base.context_intercept),
        vectorizer.factors(prepared.cuts),
        np.vstack([np.column_stack([s.sides, s.duty]) for s in scored]),
        dict(base.judge["evidence"]),
    )


def fit(
    corpus: Corpus, *, base: StatementModel | None = None, version: str, say: Say = lambda _: None
) -> Fitted:
    """Train on a corpus.

    Parameters
    ----------
    corpus : Corpus
        Offers with or without labelled lines, and loose statements. Where no line at all is labelled,
        statements are scored by ``base`` and only what judges whole offers is fitted.
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
    say(f"Reading {len(corpus.offers)} offers and {len(corpus.statements)} statements")
    prepared = prepare(corpus)
    if any(label is not None for label in prepared.labels):
        layers = fit_layers(prepared, say)
    elif base is not None:
        layers = borrow_layers(prepared, base)
    else:
        raise CorpusError("no-labelled-line")
    say("Fitting the judge")
    bags = bags_of(prepared, layers)
    oof, whole = judge_out_of_fold(prepared, layers, bags)
    roles, families = [o.role for o in prepared.offers], [o.family for o in prepared.offers]
    start = columns("product").start
    layers.text.coef[:, start:], layers.text.intercept[start:] = fit_words(bags, roles, families)
    model = compile_model(
        layers.text,
        layers.context,
        {**whole, "evidence": layers.thresholds},
        layers.lexicon,
        ModelIdentity(NAME, version, corpus.sha256),
    )
    return Fitted(prepared.offers, prepared.cut, oof, model)


def bags_of(prepared: Prepared, layers: Layers) -> Factors:
    """Return each offer as the weighted mean of its statements' units and its title's."""
    titles = layers.text.vectorizer.factors([cut(offer.title) for offer in prepared.offers])
    return build_bags(layers.units, layers.unseen[:, -1], prepared.bounds, titles)


def judge_out_of_fold(
    prepared: Prepared,
    layers: Layers,
    bags: Factors,
    seed: int | None = None,
    strength: float = BAG_C,
) -> tuple[OutOfFold, dict[str, object]]:
    """Return every offer summed up and judged by what has not seen its group, and the judge fitted on all."""
    roles = [offer.role for offer in prepared.offers]
    families = [offer.family for offer in prepared.offers]
    words = np.zeros((len(roles), len(OUTPUTS) - columns("product").start))
    folds = inner_folds(prepared.groups, FOLDS, seed)
    for seen, unseen in folds:
        coef, intercept = fit_words(
            bags[seen], [roles[i] for i in seen], [families[i] for i in seen], strength
        )
        words[unseen] = bags[unseen] @ coef + intercept
    sides, duty = layers.unseen[:, : len(SIDES)], layers.unseen[:, -1]
    lengths = [len(piece.words) for piece in prepared.cuts]
    summed = summaries(sides, duty, lengths, words, prepared.bounds)

    def judge_of(rows: npt.NDArray[np.intp]) -> dict[str, object]:
        own_roles = [roles[i] for i in rows]
        groups = [prepared.groups[i] for i in rows]
        far = far_words(bags[rows], own_roles, groups, strength, seed)
        return fit_judge([summed[i] for i in rows], [prepared.claims[i] for i in rows], own_roles, far)

    judged: list[dict[str, object]] = [{} for _ in roles]
    for seen, unseen in folds:
        judge = judge_of(seen)
        for i in unseen:
            judged[i] = judge
    return OutOfFold(sides, duty, summed, judged, layers.thresholds), judge_of(np.arange(len(roles)))


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
        raise CorpusError("no-own-corpus")
    return folders
