"""Cross-validate: judge every offer with a model trained, as the shipped one is, on the offers of other groups.

Loose statements have no group: every model is trained on all of them, be they by the writer of the offers it judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pm_or_po.errors import CorpusError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.training.corpus import Corpus
from pm_or_po.training.fit import DEFAULTS, Settings, fit
from pm_or_po.training.folds import Rows, different_texts, grouped_folds, groups_of, left_without_each
from pm_or_po.training.judge import groups_of_kinds, tells_others
from pm_or_po.training.measures import Judged, judged
from pm_or_po.training.prepared import LEAST_OFFERS, check_offers, lines_of_few_groups
from pm_or_po.training.progress import Say, silent
from pm_or_po.training.rows import LabelledOffer


def check_measurable(
    corpus: Corpus, *, base: StatementModel | None = None, settings: Settings = DEFAULTS
) -> None:
    """Refuse a corpus of which, without one of its folds, too little is left to train on; nothing is trained for it.

    Raises
    ------
    CorpusError
        If ``check_offers`` refuses the whole, or without a fold there are too few offers, none of a product role or,
        without a base, too few labelled lines, or another job is not learnt as it is from the whole.
    """
    check_offers(corpus.offers)
    try:
        _check_folds(corpus.offers, groups_of(corpus.offers), settings, lines=base is None)
    except CorpusError as error:
        raise CorpusError("corpus-not-measurable", error=error) from error


def _check_folds(
    offers: Sequence[LabelledOffer], groups: Sequence[int], settings: Settings, *, lines: bool
) -> None:
    folds = _folds(offers, groups, settings)
    left = min(different_texts([offers[i] for i in seen]) for seen, _ in folds)
    if left < LEAST_OFFERS:
        different = different_texts(offers)
        raise CorpusError(
            "few-offers-left", folds=len(folds), left=left, offers=different, least=LEAST_OFFERS
        )
    for role in ("PM", "PO"):
        held = [offer.role == role for offer in offers]
        if not left_without_each(held, folds):
            raise CorpusError("role-in-one-fold", folds=len(folds), role=role, offers=sum(held))
    roles = [offer.role for offer in offers]
    learnt = tells_others(roles, groups, settings.seed)
    for seen, _ in folds:
        part, within = [offers[i] for i in seen], [groups[i] for i in seen]
        if tells_others([offer.role for offer in part], within, settings.seed) != learnt:
            others, products = groups_of_kinds(roles, groups)
            raise CorpusError("others-of-few-groups", others=others, products=products)
        lined = [bool(offer.spans) for offer in part]
        if lines and not left_without_each(lined, _folds(part, within, settings)):
            raise lines_of_few_groups(offers, groups)


def _folds(
    offers: Sequence[LabelledOffer], groups: Sequence[int], settings: Settings
) -> list[tuple[Rows, Rows]]:
    return grouped_folds([offer.role for offer in offers], groups, seed=settings.seed)


def cross_validate(
    corpus: Corpus,
    *,
    base: StatementModel | None = None,
    say: Say = silent,
    settings: Settings = DEFAULTS,
) -> list[Judged]:
    """Return each offer as judged by a model trained on the offers of other groups and all loose statements.

    The parameters are those of ``fit``.

    Raises
    ------
    CorpusError
        If ``check_measurable`` refuses the corpus, or one of its offers would not be judged.
    """
    check_measurable(corpus, base=base, settings=settings)
    offers, groups = corpus.offers, groups_of(corpus.offers)
    folds = _folds(offers, groups, settings)
    found: dict[int, Judged] = {}
    for number, (seen, unseen) in enumerate(folds, 1):
        say("train-fold", fold=number, folds=len(folds))
        part = replace(corpus, offers=tuple(offers[i] for i in seen))
        model = fit(part, base=base, version="", settings=settings, groups=[groups[i] for i in seen])
        for i in unseen:
            found[i] = judged(offers[i], model)
    return [found[i] for i in range(len(offers))]
