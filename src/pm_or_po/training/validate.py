"""Cross-validate: judge every offer with a model trained, as the shipped one is, on other groups alone."""

from __future__ import annotations

from dataclasses import replace

from pm_or_po.errors import CorpusError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.training.corpus import Corpus
from pm_or_po.training.evaluate import Judged, judged
from pm_or_po.training.fit import DEFAULTS, Settings, fit
from pm_or_po.training.folds import grouped_folds, groups_of
from pm_or_po.training.progress import Say, silent


def cross_validate(
    corpus: Corpus,
    *,
    base: StatementModel | None = None,
    say: Say = silent,
    settings: Settings = DEFAULTS,
) -> list[Judged]:
    """Return each offer as judged by a model trained on other groups alone; the parameters are those of ``fit``.

    Raises
    ------
    CorpusError
        If the offers of all other groups are too few to train on.
    """
    offers = corpus.offers
    folds = grouped_folds([offer.role for offer in offers], groups_of(offers), seed=settings.seed)
    found: dict[int, Judged] = {}
    for number, (seen, unseen) in enumerate(folds, 1):
        say("train-fold", fold=number, folds=len(folds))
        part = replace(corpus, offers=tuple(offers[i] for i in seen))
        try:
            model = fit(part, base=base, version="", settings=settings)
        except CorpusError as error:
            raise CorpusError("fold-too-small", fold=number, folds=len(folds), error=error) from error
        for i in unseen:
            found[i] = judged(offers[i], model)
    return [found[i] for i in range(len(offers))]
