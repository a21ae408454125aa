"""Train a model from a labelled corpus: layers, judge, compiled model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pm_or_po.errors import CorpusError
from pm_or_po.judging.summing import duty_weights, own_parts
from pm_or_po.resources import resource
from pm_or_po.scoring.context import CONTEXT, context
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.logits import Array, sigmoid
from pm_or_po.scoring.model import FINAL, StatementModel
from pm_or_po.scoring.outputs import OUTPUTS, columns
from pm_or_po.scoring.rules import JudgeRules
from pm_or_po.scoring.units import length, shapes_of
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import read_statement
from pm_or_po.training.corpus import Corpus
from pm_or_po.training.factors import Factors, starting_processes
from pm_or_po.training.features import UnitVectorizer
from pm_or_po.training.folds import Rows, left_without_each
from pm_or_po.training.judge import (
    BAG_C,
    LEAST_EVIDENCE,
    build_bags,
    evidence_threshold,
    fit_owner_rule,
    fit_product_rule,
    fit_words,
    summaries,
    unseen_words,
)
from pm_or_po.training.layers import (
    ALL_OUTPUTS,
    CONTEXT_OUTPUTS,
    DROPOUT,
    ContextLayer,
    TextLayer,
    fit_context_layers,
    fit_text_layer,
)
from pm_or_po.training.prepared import Prepared, lines_of_few_groups, prepare
from pm_or_po.training.progress import Say, silent

NAME = "pm-or-po"


@dataclass(frozen=True)
class Settings:
    """What a study may change; the defaults are the model's own.

    Attributes
    ----------
    drop : tuple of str
        Kinds of units to leave out; see ``UnitVectorizer``.
    use_context : bool
        Whether the second layer knows what stands around the line.
    use_zones : bool
        Whether the second layer knows the zones of the line and of those around it, or their sides alone.
    dropout : float
        Share of the units that may be missing where sides are fitted; see ``fit_logistic``.
    C : float
        How much the words of the whole job may weigh; see ``fit_words``.
    seed : int
        Which way offers are split into folds; see ``grouped_folds``.
    lexicon : Lexicon or None
        The keywords; None for the project's.
    """

    drop: tuple[str, ...] = ()
    use_context: bool = True
    use_zones: bool = True
    dropout: float = DROPOUT
    C: float = BAG_C
    seed: int = 0
    lexicon: Lexicon | None = None

    def hides(self, name: str) -> bool:
        """Tell whether the second layer is not to know what stands under this name of ``CONTEXT``."""
        around = not name.startswith("own ")
        zone = "zone:" in name or "section:" in name
        return (around and not self.use_context) or (zone and not self.use_zones)


DEFAULTS = Settings()


def compile_model(
    text: TextLayer,
    context: ContextLayer,
    rules: JudgeRules,
    lexicon: Lexicon,
    identity: ModelIdentity,
) -> StatementModel:
    """Fold coefficients and inverse document frequencies into one table of weights."""
    vectorizer = text.vectorizer
    weights = text.coef * vectorizer.idf_[:, None]
    return StatementModel(
        rows=vectorizer.vocabulary_,
        weights=weights,
        squares=vectorizer.idf_**2,
        gram_weight=vectorizer.gram_weight,
        intercept=text.intercept,
        shape_weights=text.shape_coef,
        context_weights=context.coef,
        context_intercept=context.intercept,
        lexicon=lexicon,
        rules=rules,
        identity=identity,
    )


@dataclass(frozen=True)
class Layers:
    """The two layers, fitted on everything, and out-of-fold scores of each statement of the offers.

    No layer that gives a statement its out-of-fold score was fitted on the labels of its own fold. But the units and
    how rare they are come from all texts, its own among them; the text layer of every fold learns from all loose
    statements; and the context layer learns from scores that text layers of other folds gave, which did see the labels
    of this one. So these scores teach the judge and are no figures: ``validate.cross_validate`` does all of it again
    without the offers it measures.

    Attributes
    ----------
    lexicon : Lexicon
    text : TextLayer
    context : ContextLayer
    units : Factors of shape (statements, columns)
        Of the offers' statements, loose ones left out.
    unseen : array of shape (statements, len(FINAL))
        Probabilities, 0 to 1, of discovery, delivery and duty, out of fold; those of a model that is borrowed are its
        own.
    evidence : dict of str to float
        Probability from which a statement is evidence, by side; chosen on ``unseen``.
    """

    lexicon: Lexicon
    text: TextLayer
    context: ContextLayer
    units: Factors
    unseen: Array
    evidence: dict[str, float]


def fit_layers(prepared: Prepared, say: Say, settings: Settings) -> Layers:
    """Fit both layers, with out-of-fold scores; ``Layers`` says what these have not seen.

    Raises
    ------
    CorpusError
        If no line is labelled, or those that are leave a fold without any to learn from.
    """
    statements, labels = prepared.statements, prepared.labels
    lined = [label is not None for label in labels]
    if not any(lined):
        raise CorpusError("no-labelled-line")
    folds = prepared.folds(settings.seed)
    if not left_without_each(lined, folds):
        raise lines_of_few_groups(prepared.offers, prepared.groups)
    lexicon = settings.lexicon or Lexicon.load(resource("keywords.toml"))
    say("train-words")
    every = [*statements, *(piece for piece, _ in prepared.loose)]
    vectorizer = UnitVectorizer(lexicon, drop=settings.drop)
    units, shapes = vectorizer.fit_factors(every), shapes_of(every)
    targets = prepared.targets

    def text_layer(rows: Rows, kinds: Sequence[str]) -> TextLayer:
        return fit_text_layer(
            vectorizer,
            units[rows],
            shapes[rows],
            targets[rows],
            kinds,
            settings.dropout,
        )

    count = len(statements)
    alone = np.zeros((count, len(OUTPUTS)))
    rest = np.arange(count, len(every))
    for number, (seen, unseen) in enumerate(folds, 1):
        say("train-unseen", fold=number, folds=len(folds))
        layer = text_layer(np.concatenate([seen, rest]), CONTEXT_OUTPUTS)
        alone[unseen] = layer.scores(units[unseen], shapes[unseen])
    sizes = [len(one.statements) for one in prepared.labelled]
    around = context(alone, shapes[:count], [length(one) for one in statements], sizes)
    around[:, [i for i, name in enumerate(CONTEXT) if settings.hides(name)]] = 0.0

    parts = [*(seen for seen, _ in folds), np.arange(count)]
    *layers, context_layer = fit_context_layers(around, shapes[:count], targets[:count], parts)
    final = np.zeros((count, len(FINAL)))
    for (_, unseen), fitted in zip(folds, layers, strict=True):
        final[unseen] = sigmoid(fitted.logits(around[unseen], shapes[unseen]))
    final = prepared.of_the_reader(final)
    say("train-lines")
    text = text_layer(np.arange(len(every)), ALL_OUTPUTS)
    evidence = dict.fromkeys(SIDES, evidence_threshold(final[:, : len(SIDES)], labels))
    return Layers(lexicon, text, context_layer, units[:count], final, evidence)


def borrow_layers(prepared: Prepared, base: StatementModel) -> Layers:
    """Take both layers from a model, for a corpus in which too few lines are labelled."""
    idf = np.sqrt(base.squares.astype(np.float64))
    vectorizer = UnitVectorizer.fitted(base.lexicon, base.gram_weight, base.rows, idf)
    scored = [base.score(one.statements) for one in prepared.labelled]
    unseen = np.vstack([np.column_stack([s.sides, s.duty]) for s in scored])
    unseen = prepared.of_the_reader(unseen)
    coef = base.weights.astype(np.float64) / vectorizer.idf_[:, None]
    return Layers(
        base.lexicon,
        TextLayer(vectorizer, coef, base.shape_weights, base.intercept.copy()),
        ContextLayer(base.context_weights, base.context_intercept),
        vectorizer.factors(prepared.statements),
        unseen,
        dict(base.rules.evidence),
    )


def fit(
    corpus: Corpus,
    *,
    base: StatementModel | None = None,
    name: str = NAME,
    version: str,
    say: Say = silent,
    settings: Settings = DEFAULTS,
    groups: Sequence[int] | None = None,
) -> StatementModel:
    """Train on a corpus.

    Parameters
    ----------
    corpus : Corpus
        Offers with or without labelled lines, and loose statements.
    base : StatementModel, optional
        A model to score statements with, whatever lines are labelled, and to name job families: only what
        judges whole offers is fitted.
    name, version : str
        Written into the model, and so into its verdicts.
    say : callable
        Told of each step.
    settings : Settings
    groups : sequence of int, optional
        What must not be split, as a number an offer, where the corpus is a part of one whose groups are numbered
        already; else ``groups_of`` numbers them.

    Raises
    ------
    CorpusError
        If the corpus is one that ``prepare`` refuses, or without a base that ``fit_layers`` does.
    """
    say("train-corpus", offers=len(corpus.offers), statements=len(corpus.statements))
    with starting_processes():
        prepared = prepare(corpus, groups)
    layers = borrow_layers(prepared, base) if base is not None else fit_layers(prepared, say, settings)
    say("train-judge")
    bags = bags_of(prepared, layers)
    start = columns("product").start
    families = [offer.family for offer in prepared.offers]
    coef, intercept = fit_words(bags, prepared.roles, families, settings.C)
    learnt = len(intercept) if base is None else 1  # the job families of a base stay its own
    layers.text.coef[:, start : start + learnt] = coef[:, :learnt]
    layers.text.intercept[start : start + learnt] = intercept[:learnt]
    return compile_model(
        layers.text,
        layers.context,
        rules_of(prepared, layers, bags, settings),
        layers.lexicon,
        ModelIdentity(name, version, corpus.sha256),
    )


def bags_of(prepared: Prepared, layers: Layers) -> Factors:
    """Return each offer as the weighted mean of its statements' units and its title's."""
    titles = [read_statement(one.read.title) for one in prepared.labelled]
    return build_bags(
        layers.units,
        duty_weights(layers.unseen[:, -1], prepared.lengths),
        prepared.bounds,
        layers.text.vectorizer.factors(titles),
        [bool(title.words) for title in titles],
    )


def rules_of(prepared: Prepared, layers: Layers, bags: Factors, settings: Settings) -> JudgeRules:
    """Return the judge of whole offers, learnt from out-of-fold scores; ``Layers`` says what these have not seen."""
    roles = prepared.roles
    sides, duty = layers.unseen[:, : len(SIDES)], layers.unseen[:, -1]
    own = own_parts(piece.words for piece in prepared.statements)
    summed = summaries(sides, duty, prepared.lengths, own, prepared.bounds)
    words = unseen_words(bags, roles, prepared.groups, settings.C, settings.seed)
    return JudgeRules(
        product=fit_product_rule(summed, [one.read.claim for one in prepared.labelled], roles, words),
        owner=fit_owner_rule(summed, roles),
        least_evidence=LEAST_EVIDENCE,
        evidence=layers.evidence,
    )
