"""From labelled offers to a model file: corpus, features, fit, evaluation, model card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pm_or_po.errors import CorpusError, InputError, OutputError
from pm_or_po.training.evaluate import report_text

if TYPE_CHECKING:
    from pm_or_po.scoring.model import StatementModel
    from pm_or_po.training.evaluate import Judged
    from pm_or_po.training.fit import Unfitted

__all__ = ["evaluate", "report_text", "train"]


class _Outputs(NamedTuple):
    """The files that training writes."""

    model: Path
    metrics: Path
    out_of_fold: Path
    reliability: Path
    card: Path


def _outputs(model: Path) -> _Outputs:
    name = model.name.removesuffix(".joblib")
    beside = (".metrics.json", ".out-of-fold.jsonl", "-reliability.png", ".md")
    return _Outputs(model, *(model.with_name(name + ending) for ending in beside))


def _refuse_overwriting(outputs: Sequence[Path], corpus: Sequence[Path]) -> None:
    """Refuse to write over or among the labels, over a page that is no model card, or where there is no folder."""
    from pm_or_po.training.card import is_card  # noqa: PLC0415

    model = outputs[0]
    if model.is_dir():
        raise OutputError("model-is-a-folder", path=model)
    labels = [path.resolve() for path in corpus]
    for output in map(Path.resolve, outputs):
        for path in labels:
            if output == path or (path.is_dir() and output.parent == path):
                raise OutputError("model-over-labels", path=output, corpus=path)
        if output.suffix == ".md" and output.is_file() and not is_card(output):
            raise OutputError("card-exists", path=output, model=model)
    if not model.resolve().parent.is_dir():
        raise OutputError("model-no-folder", path=model, folder=model.resolve().parent)


def cross_validated(fitted: Unfitted) -> list[Judged]:
    """Return each training offer as judged by models that had not seen its group."""
    from pm_or_po.training.evaluate import judged_on  # noqa: PLC0415

    found = []
    start = 0
    oof = fitted.out_of_fold
    for offer, one, summary, judge in zip(fitted.offers, fitted.cut, oof.summaries, oof.judged, strict=True):
        end = start + len(one.cuts)
        found.append(judged_on(offer, one.cuts, oof.sides[start:end], summary, judge, oof.thresholds))
        start = end
    return found


def train(
    corpus: Sequence[Path], out: Path, *, cross_validate: bool = True, report: Callable[[str], None] = print
) -> dict[str, Any]:
    """Train a model, write it, and beside it its metrics and card.

    Parameters
    ----------
    corpus : sequence of Path
        Labelled files and folders; see ``data/README.md``.
    out : Path
        The model file; ``NAME.metrics.json``, ``NAME.out-of-fold.jsonl``, ``NAME.md`` and a diagram stand beside
        it.
    cross_validate : bool
        Whether to measure and write those.
    report : callable
        Told of progress and figures.

    Returns
    -------
    dict
        Cross-validated figures of the model and the baselines, empty without ``cross_validate``.

    Raises
    ------
    CorpusError
        If the data breaks the data dictionary or is too small.
    OutputError
        If the files cannot be written, or would take the place of labels or of a page that is no model card: that is
        told before anything is read.
    """
    import pm_or_po  # noqa: PLC0415
    from pm_or_po.scoring.storage import save_model  # noqa: PLC0415
    from pm_or_po.training.card import write_card, write_metrics, write_out_of_fold, write_reliability  # noqa: PLC0415
    from pm_or_po.training.corpus import read_corpus  # noqa: PLC0415
    from pm_or_po.training.evaluate import baselines, comparison_text, figures  # noqa: PLC0415
    from pm_or_po.training.fit import fit, groups_of  # noqa: PLC0415

    outputs = _outputs(out)
    _refuse_overwriting(outputs if cross_validate else outputs[:1], corpus)
    read = read_corpus(corpus)
    unlabelled = not read.statements and not any(offer.spans for offer in read.offers)
    base = pm_or_po.load_model() if unlabelled else None
    if unlabelled:
        report(
            "No line is labelled: lines are scored by the shipped model, and only the judge of whole offers is trained."
        )
    fitted = fit(read, base=base, version=pm_or_po.__version__, say=report)
    save_model(fitted.model, out)
    if not cross_validate:
        return {}
    judged = cross_validated(fitted)
    rules = baselines(fitted.offers, fitted.cut, fitted.model.lexicon)
    found = {"this model": figures(judged), **{name: figures(rows) for name, rows in rules.items()}}
    count = len(set(groups_of(fitted.offers)))
    kind = "writers of the corpus" if count < len(fitted.offers) else "offers"
    folds = f"Each offer judged by models that had not seen its group ({count} groups: {kind}); baselines on the same."
    if unlabelled:
        folds += " The line scores are the shipped model's: if it was trained on these offers, the figures flatter."
    report("\n" + folds + "\n\n" + comparison_text(found) + "\n\n" + report_text(found["this model"]))
    write_metrics(outputs.metrics, found)
    write_out_of_fold(outputs.out_of_fold, judged)
    diagram = write_reliability(outputs.reliability, judged)
    write_card(
        outputs.card,
        fitted.model.identity,
        judged,
        found,
        len(read.statements),
        folds,
        diagram,
    )
    return found


def evaluate(labelled: Path, model: StatementModel) -> dict[str, Any]:
    """Measure a model on a labelled file or folder.

    Raises
    ------
    CorpusError
        If the data breaks the data dictionary, holds no offer, or an offer cannot be read.
    """
    from pm_or_po.judging import judge  # noqa: PLC0415
    from pm_or_po.offer import Offer  # noqa: PLC0415
    from pm_or_po.training.corpus import read_corpus  # noqa: PLC0415
    from pm_or_po.training.evaluate import figures, judged  # noqa: PLC0415

    offers = read_corpus([labelled]).offers
    if not offers:
        raise CorpusError("no-labelled-offer", path=labelled)
    found = []
    for offer in offers:
        try:
            found.append(judged(offer, judge(Offer(offer.description, offer.title, offer.id), model)))
        except InputError as error:
            raise CorpusError("labelled-offer-refused", path=labelled, offer=offer.id, error=error) from error
    return figures(found)
