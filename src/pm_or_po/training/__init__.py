"""From labelled offers to a model file: corpus, features, fit, evaluation, model card."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pm_or_po import __version__, load_model
from pm_or_po.errors import CorpusError
from pm_or_po.scoring.keywords import Lexicon
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.storage import save_model
from pm_or_po.taxonomy import LANGS, Bilingual
from pm_or_po.training.card import (
    Making,
    can_draw,
    write_card,
    write_metrics,
    write_out_of_fold,
    write_reliability,
)
from pm_or_po.training.corpus import is_default_corpus, read_corpus
from pm_or_po.training.files import files_of, refuse_overwriting, remove_former, written_together
from pm_or_po.training.fit import NAME, Settings
from pm_or_po.training.fit import fit as fit_model
from pm_or_po.training.folds import FOLDS, LEAST_GROUPS, groups_of, uncounted_groups
from pm_or_po.training.judge import LEAST_OF_EACH, groups_of_kinds, tells_others
from pm_or_po.training.measures import baselines, figures, judged
from pm_or_po.training.prepared import check_offers
from pm_or_po.training.progress import Say, silent
from pm_or_po.training.rows import LabelledOffer
from pm_or_po.training.tables import comparison_text, report_text
from pm_or_po.training.validate import cross_validate as judge_unseen

__all__ = ["evaluate", "report_text", "train"]

# Labelled lines of offers from which lines are learnt from them alone. By the learning curve of models/study.md, half
# of the project's offers and loose statements still read real offers less well than all: who has fewer labelled lines
# than that half is better served by the shipped model.
LEAST_LINES = 30_000


def _tell_unclear(offers: Sequence[LabelledOffer], report: Say) -> None:
    """Tell how many offers no figure is about."""
    if unclear := sum(offer.role == "UNCLEAR" for offer in offers):
        report("figures-without-unclear", count=unclear)


def _tell_uncounted(offers: Sequence[LabelledOffer], report: Say) -> int:
    """Tell how many groups are named, where they are too few to count, and return it."""
    if uncounted := uncounted_groups(offers):
        report("groups-uncounted", groups=uncounted, least=LEAST_GROUPS)
    return uncounted


def _tell_few_others(offers: Sequence[LabelledOffer], groups: Sequence[int], report: Say) -> None:
    roles = [offer.role for offer in offers]
    if not tells_others(roles, groups):
        others, products = groups_of_kinds(roles, groups)
        report("train-without-others", others=others, products=products)
    elif min(others := roles.count("OTHER"), len(roles) - others) < LEAST_OF_EACH:
        report("train-few-others", others=others, products=len(roles) - others, least=LEAST_OF_EACH)


def train(
    corpus: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    keywords: str | os.PathLike[str] | None = None,
    cross_validate: bool = True,
    report: Say = silent,
) -> dict[str, Any]:
    """Train a model, write it, and beside it its metrics and card.

    Parameters
    ----------
    corpus : sequence of str or path-like
        Labelled files and folders; see ``data/README.md``.
    out : str or path-like
        The model file, which takes the place of a model that is there, and names one of your own.
        ``NAME.metrics.json``, ``NAME.out-of-fold.jsonl``, ``NAME.md`` and a diagram stand beside it.
    keywords : str or path-like, optional
        A file of keywords in place of the project's ``data/keywords.toml``, written as that is.
    cross_validate : bool
        Whether to measure and write those; else they are removed where they are of a model that was there.
    report : callable
        Told of each step, of what the corpus is too small for, of the figures, and of the files written.

    Returns
    -------
    dict
        Cross-validated figures of the model and the baselines, empty without ``cross_validate``.

    Raises
    ------
    CorpusError
        If the data breaks the data dictionary or is too small, to learn keywords of one's own too.
    DataError
        If the file of keywords cannot be read, or breaks the rules.
    OutputError
        If the files cannot be written, or would take the place of labels, of a file that is no model or of one beside
        which no model card stands: that is told before anything is read.
    """
    paths, files = [Path(path) for path in corpus], files_of(Path(out))
    refuse_overwriting(files, paths, measured=cross_validate)
    settings = Settings(lexicon=None if keywords is None else Lexicon.load(Path(keywords)))
    read = read_corpus(paths, report)
    check_offers(read.offers)
    lines = sum(len(offer.spans) for offer in read.offers)
    base = load_model() if lines < LEAST_LINES else None
    if base is not None and keywords is not None:
        raise CorpusError("keywords-borrowed", path=keywords, lines=lines, least=LEAST_LINES)
    if base is not None:
        report("train-borrowed", lines=lines, least=LEAST_LINES)
    groups, uncounted = groups_of(read.offers), _tell_uncounted(read.offers, report)
    _tell_few_others(read.offers, groups, report)
    # First, for it refuses a corpus that is too small to measure.
    said = judge_unseen(read, base=base, settings=settings, say=report) if cross_validate else None
    shipped = keywords is None and is_default_corpus(paths)
    name = NAME if shipped else files.name
    model = fit_model(read, base=base, name=name, version=__version__, settings=settings, say=report)
    written = "train-replaced" if files.model.exists() else "train-written"
    if said is None:
        report("train-writing")
        save_model(model, files.model)
        report(written, path=files.model)
        if removed := remove_former(files):
            report("train-removed", names=", ".join(removed))
        return {}
    found = {
        "this model": figures(said),
        **{name: figures(rows) for name, rows in baselines(read.offers, model.lexicon).items()},
    }
    tables = {
        "comparison": Bilingual(**{lang: comparison_text(found, lang) for lang in LANGS}),
        "figures": Bilingual(**{lang: report_text(found["this model"], lang) for lang in LANGS}),
    }
    _tell_unclear(read.offers, report)
    report("train-figures", groups=len(set(groups)), folds=FOLDS, **tables)
    if base is not None:
        report("train-flattered")
    made = Making(
        model.identity,
        shipped=shipped,
        base=base.identity if base else None,
        statements=len(read.statements) if base is None else 0,
        groups=len(set(groups)),
        uncounted=uncounted,
    )
    diagram = can_draw()
    report("train-writing")
    with written_together(files) as there:
        write_card(there.card, made, said, found, diagram=diagram)
        write_metrics(there.metrics, found)
        write_out_of_fold(there.out_of_fold, said)
        if diagram:
            write_reliability(there.reliability, said)
        save_model(model, there.model)
    if not diagram:
        files.reliability.unlink(missing_ok=True)  # a former model's
    report(written, path=files.model)
    beside = (path.name for path in files[1:] if diagram or path != files.reliability)
    report("train-written-beside", names=", ".join(beside))
    return found


def evaluate(
    labelled: str | os.PathLike[str], model: StatementModel, *, report: Say = silent
) -> dict[str, Any]:
    """Measure a model on a labelled file or folder; ``report`` is told what is doubtful in it, or left out.

    Raises
    ------
    CorpusError
        If the data breaks the data dictionary, holds no offer, or an offer cannot be read.
    """
    offers = read_corpus([Path(labelled)], report).offers
    if not offers:
        raise CorpusError("no-labelled-offer", path=labelled)
    _tell_unclear(offers, report)
    _tell_uncounted(offers, report)
    return figures([judged(offer, model) for offer in offers])
