"""Write what a model is and how well it does beside it: metrics as JSON, a model card, a reliability diagram."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pm_or_po.errors import OutputError
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.taxonomy import FAMILIES, JUDGED_ROLES
from pm_or_po.training.fit import NAME
from pm_or_po.training.folds import FOLDS, LEAST_GROUPS
from pm_or_po.training.kinds import LEAST_OF_A_KIND, kinds_text
from pm_or_po.training.measures import LEAST_GROUPS_DRAWN, Judged, calibration
from pm_or_po.training.tables import comparison_text, report_text

_WORST = 10
_JOINED = 10  # offers of a bin of the reliability diagram: fewer say little, and are dots alone
_HEAD = "# Model card: "
_CARD = (
    _HEAD
    + """{name}
{whose}
Reads a job offer's duties, line by line, and says whether the job is a Product Manager's (discovery and delivery), a
Product Owner's (delivery) or another. Written by `pm-or-po train`; every figure below comes from that run.

- **Kind.** {kind}
- **Trained on** {trained_on}, SHA-256
  `{sha256}`.
{origin}- **Meant for** French and English offers, to tell a candidate, recruiter or job board what the duties are.
  Not for deciding about people.

## Cross-validated figures

{measured}

{comparison}

```
{report}
```

{reliability}

## By kind of offer

The same cross-validated verdicts. An offer is of several kinds; kinds of fewer than {least} offers are not shown.

{kinds}

## The most confident errors

Each with the probability of the role said.

{worst}

## Limits

- On offers unlike those it was trained on the figures are lower (see the README for how to measure your own labelled
  set with `pm-or-po evaluate`). Lines that say something of both sides, and vague ones ("drive the product"), are the
  weakest.
- PM against PO turns on one or two discovery lines in a mostly-delivery offer; two careful readers hesitate
  there too.
- Only French and English. An offer that names one duty or none is often UNCLEAR, and rightly so.
- The job family named for OTHER is the nearest of {families}, learnt from few examples each.
"""
)
_YOURS = """
This is not the model that pm-or-po ships: it was trained on labelled offers of your own.
"""
_KIND = """TF-IDF over words, word pairs, line openings, letters of words and keywords; logistic regressions for
  each line's zone, side and facet, and for what tells a product job (sides and product jobs as if any of these units
  might be missing); a second one for what stands around the line; two logistic rules that judge the offer, PM against
  PO by discovery's share and amount, never by the words Product Manager or Product Owner."""
_BORROWED_KIND = """Lines are scored and job families named by the model shipped with {name} {version}, for
  too few lines of your offers are labelled: nothing of this was learnt from them, but from a corpus of its own, SHA-256
  `{sha256}`.
  TF-IDF over words, word pairs, line openings, letters of words and keywords; logistic regressions for each line's
  zone, side and facet (sides as if any of these units might be missing); a second one for what stands around the line.
  Learnt from your offers: a logistic regression over the same units for what tells a product job, and two logistic
  rules that judge the offer, PM against PO by discovery's share and amount, never by the words Product Manager or
  Product Owner."""
_SHARED_WRITERS = (
    "Some statements are by writers of offers (data/README.md says which): of these writers the models had seen lines, "
    "though no offer."
)
_UNCOUNTED = (
    "Groups named: {named}, fewer than the {least} it takes for them to count; so each offer is a group, those of the "
    "same text being one, and offers of one source are on both sides of a fold."
)
_ORIGIN = "  All were written for this project: no real offer was used to fit it.\n"


@dataclass(frozen=True, slots=True)
class Making:
    """How a model was made, as its card tells.

    Attributes
    ----------
    identity : ModelIdentity
    shipped : bool
        Whether it is the project's own, trained on the project's corpus, or a user's.
    base : ModelIdentity or None
        The model its lines are scored with, where they were too few to learn from.
    statements : int
        How many loose statements it learnt from.
    groups : int
        How many groups its offers were split by to measure it.
    uncounted : int
        How many groups were named, where they were too few to count.
    """

    identity: ModelIdentity
    shipped: bool
    base: ModelIdentity | None
    statements: int
    groups: int
    uncounted: int = 0

    @property
    def name(self) -> str:
        """What the card is headed with."""
        made_with = f"{NAME} {self.identity.version}"
        return made_with if self.shipped else f"a model of your own, made with {made_with}"

    @property
    def kind(self) -> str:
        """What the model consists of, and which of it was learnt here."""
        if self.base is None:
            return _KIND
        base = self.base
        return _BORROWED_KIND.format(name=base.name, version=base.version, sha256=base.data_sha256)

    @property
    def measured(self) -> str:
        """What the figures are measured on."""
        loose = " and all loose statements, whoever wrote them" if self.statements else ""
        writers = ": writers of the corpus" if self.shipped else ""
        told = [
            f"Each offer judged by a model trained on the offers of other groups{loose} "
            f"({self.groups} groups{writers}; {FOLDS} folds).",
            *([_UNCOUNTED.format(named=self.uncounted, least=LEAST_GROUPS)] if self.uncounted else []),
            *([_SHARED_WRITERS] if self.shipped and self.statements else []),
            f"Intervals draw groups again, where there are {LEAST_GROUPS_DRAWN} or more.",
            "Baselines on the same offers.",
            "PM against PO, and the F1 of PO beside it, count the offers labelled PM or PO alone.",
            "The calibration error (ECE) and its diagram are about the role of the highest probability, "
            "which is not always the role said.",
        ]
        if self.base is not None:
            told.append(
                "The line scores are the shipped model's: if it was trained on these offers, the figures flatter."
            )
        return " ".join(told)


def write_metrics(path: Path, found: dict[str, Any]) -> None:
    """Write figures as JSON."""
    _write(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def write_out_of_fold(path: Path, judged: Sequence[Judged]) -> None:
    """Write what models that had not seen each offer said of it, as JSON Lines: to study errors on."""
    rows = (
        {
            "id": o.gold.id,
            "role": o.role,
            "probabilities": {role: round(chance, 4) for role, chance in o.probabilities.items()},
            "discovery": round(o.discovery, 1),
            "delivery": round(o.delivery, 1),
            "marks": [list(mark) for mark in o.marks or ()],
        }
        for o in judged
    )
    _write(path, "".join(json.dumps(row) + "\n" for row in rows))


def write_card(
    path: Path, making: Making, judged: Sequence[Judged], found: dict[str, dict[str, Any]], *, diagram: bool
) -> None:
    """Write the model card: ``found`` maps the model (first) and the baselines to their figures."""
    langs = Counter(o.gold.lang for o in judged if o.gold.lang)
    roles = Counter(o.gold.role for o in judged)
    trained_on = f"{len(judged)} offers ({'; '.join(_counted(one) for one in (langs, roles) if one)})"
    if making.statements:
        trained_on += f" and {making.statements} loose statements"
    _write(
        path,
        _CARD.format(
            name=making.name,
            whose="" if making.shipped else _YOURS,
            kind=making.kind,
            trained_on=trained_on,
            sha256=making.identity.data_sha256,
            origin=_ORIGIN if making.shipped else "",
            measured=making.measured,
            comparison=comparison_text(found),
            report=report_text(next(iter(found.values()))),
            reliability=f"![Reliability diagram]({path.stem}-reliability.png)" if diagram else "",
            kinds=kinds_text(judged),
            least=LEAST_OF_A_KIND,
            families=len(FAMILIES),
            worst=_worst_text(judged),
        ),
    )


def _counted(labels: Counter[str]) -> str:
    return ", ".join(f"{count} {label}" for label, count in labels.most_common())


def _worst_text(judged: Sequence[Judged]) -> str:
    """Return the surest errors as a Markdown list, each with the probability of the role said.

    An offer labelled UNCLEAR has no right role to be wrong about. UNCLEAR has no probability: where it is said,
    the error comes last.
    """
    wrong = [o for o in judged if o.gold.role in JUDGED_ROLES and o.gold.role != o.role]
    surest = sorted(wrong, key=lambda o: -(o.confidence or 0.0))[:_WORST]
    lines = [
        f"- {'–' if o.confidence is None else format(o.confidence, '.2f')} `{_on_one_line(o.gold.id)}` "
        f"“{_on_one_line(o.gold.title)}”: labelled {o.gold.role}, said {o.role}"
        for o in surest
    ]
    return "\n".join(lines) or "None."


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def can_draw() -> bool:
    """Tell whether matplotlib, an optional extra, is installed."""
    return find_spec("matplotlib") is not None


def write_reliability(path: Path, judged: Sequence[Judged]) -> None:
    """Draw what ``calibration`` returns; it takes matplotlib."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional extra

    error, points = calibration([o for o in judged if o.gold.role != "UNCLEAR"])
    figure = Figure(figsize=(4.5, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", linewidth=1)
    told = [p for p in points if p[2] >= _JOINED]
    axes.plot([p[0] for p in told], [p[1] for p in told], color="#1f5aa6", linewidth=1.5)
    axes.scatter(
        [p[0] for p in points],
        [p[1] for p in points],
        s=[12 + 2 * p[2] for p in points],
        color="#1f5aa6",
        alpha=0.8,
    )
    axes.set(xlim=(0.3, 1.02), ylim=(0, 1.02), xlabel="Highest probability", ylabel="Accuracy of that role")
    axes.set_title(f"Cross-validated, calibration error {error:.3f}", fontsize=10)
    try:
        figure.savefig(path, dpi=130)
    except OSError as error:
        raise OutputError("unwritable", path=path, error=error) from error


def is_card(path: Path) -> bool:
    """Tell whether a file is a model card, and not another page that happens to have its name."""
    with path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD.encode()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace")  # titles may hold half of an emoji
    except OSError as error:
        raise OutputError("unwritable", path=path, error=error) from error
