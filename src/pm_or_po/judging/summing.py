"""An offer's statements summed up: how much there is of each side, and what all the words say of the job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pm_or_po.judging.colleagues import of_colleagues
from pm_or_po.judging.cookies import of_cookies
from pm_or_po.judging.denial import denied
from pm_or_po.judging.others import of_others
from pm_or_po.judging.shared import is_shared
from pm_or_po.scoring.logits import Array, sigmoid
from pm_or_po.scoring.model import FINAL, StatementModel, StatementScores
from pm_or_po.scoring.outputs import OUTPUTS, columns
from pm_or_po.signals.rest import without_decisions
from pm_or_po.taxonomy import SIDES
from pm_or_po.text.document import Statement, read_statement

TITLE_SHARE = 0.1  # of the words that tell the job, how much the title's count against the duties'
DUTY_FLOOR = 0.03  # of a duty, what a statement that is none counts for: an offer without any is still read
SOME_DUTIES = 2.0  # added to the duties when a side's share of them is taken: one duty alone is no full score
SHARE_PRIOR = (0.3, 0.8)  # discovery and all evidence, in usual duties, assumed before any is read
USUAL_WORDS = 10  # of a duty
LOOKED_AT = 0.2  # probability of discovery from which a statement may say that others decide
# Weight, in the log-odds that a line is discovery, of the log-probability that the job is a product one: by
# cross-validation (docs/tried.md).
JOB_WEIGHT = 0.4
SHARED_PART = 0.5  # of a duty of one's own, what one shared or led by somebody else is as clear evidence


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """An offer in a few numbers.

    Attributes
    ----------
    discovery, delivery, duties : float
        Expected numbers of statements that are duties of each side, and duties at all: sums of probabilities.
    duties_by_words : float
        The last, a statement longer than usual counted as several duties.
    clear_discovery : float
        The first with each probability squared, so that many doubtful statements do not pass for a clear duty, and a
        shared duty counted in part: "a trace" in the labelling guide.
    doubtful_discovery, clear_delivery : float
        What squaring takes off the first, and leaves of the second, shared duties counted whole: to share is not to
        doubt.
    share : float
        Discovery's part, 0 to 1, of the clear evidence of both sides, each statement counted by its words: a long one
        tells of several duties.
    product : float
        Log-odds, from the words of the duties and of the title, that this is a product job.
    families : array of shape (len(FAMILIES),)
        Log-odds of each job family, from the same words.
    """

    discovery: float
    delivery: float
    duties: float
    duties_by_words: float
    clear_discovery: float
    doubtful_discovery: float
    clear_delivery: float
    share: float
    product: float
    families: Array

    def score(self, side: str) -> float:
        """How much of a side the offer holds, 0 to 100: its part of the duties, one of no side counted half.

        ``100 * side / (max((duties + discovery + delivery) / 2, side) + SOME_DUTIES)``. Readers who score offers 0 to 3
        look more at what is of the two sides than at what is of neither.
        """
        own = float(getattr(self, side))
        told = (self.duties + self.discovery + self.delivery) / 2
        return 100.0 * own / (max(told, own) + SOME_DUTIES)


def duty_weights(duty: Array, lengths: Sequence[int]) -> Array:
    """Return how much each statement counts where an offer is read as one: as a duty, by the root of its words.

    The words of a statement are brought to length 1 together; weighed so, each counts about as much in a long
    statement as in a short one.

    Parameters
    ----------
    duty : array of shape (statements,)
        Probability that each is a duty.
    lengths : sequence of int
        Words of each, job titles left out.
    """
    return np.asarray((duty + DUTY_FLOOR) * np.sqrt(np.maximum(lengths, 1)))


def offer_words(weights: Array, words: Array, title: Array | None) -> Array:
    """Return what an offer's words say of the job as a whole: the mean over its duties, with a little of the title.

    Parameters
    ----------
    weights : array of shape (statements,)
        Of ``duty_weights``.
    words : array of shape (statements, 1 + len(FAMILIES))
        Log-odds of a product job and of each family, statement by statement.
    title : array of shape (1 + len(FAMILIES),) or None
        The same of the title, without the job's name.
    """
    mean = np.asarray(weights @ words / weights.sum())
    return mean if title is None else (mean + TITLE_SHARE * title) / (1 + TITLE_SHARE)


def own_parts(statements: Iterable[Sequence[str]]) -> Array:
    """Return how much each statement, given by its words, counts as a duty of one's own: 1, or less if it is shared."""
    return np.array([SHARED_PART if is_shared(words) else 1.0 for words in statements])


def summarise(sides: Array, duty: Array, lengths: Sequence[int], own: Array, words: Array) -> Summary:
    """Sum an offer up.

    Parameters
    ----------
    sides : array of shape (statements, 2)
    duty : array of shape (statements,)
        Probabilities, context included.
    lengths : sequence of int
        Words of each statement, job titles left out.
    own : array of shape (statements,)
        Of ``own_parts``.
    words : array of shape (1 + len(FAMILIES),)
        Log-odds of ``offer_words``.
    """
    discovery, delivery = sides.sum(axis=0)
    sure = sides**2
    clear = sure * own[:, None]
    told = np.asarray(lengths) @ clear / USUAL_WORDS
    return Summary(
        float(discovery),
        float(delivery),
        float(duty.sum()),
        float(duty @ np.maximum(np.asarray(lengths) / USUAL_WORDS, 1.0)),
        float(clear.sum(axis=0)[0]),
        float(discovery - sure.sum(axis=0)[0]),
        float(sure.sum(axis=0)[1]),
        float((told[0] + SHARE_PRIOR[0]) / (told.sum() + SHARE_PRIOR[1])),
        float(words[0]),
        words[1:],
    )


def score_offers(
    offers: Sequence[tuple[Sequence[Statement], str]], model: StatementModel
) -> list[tuple[StatementScores, Summary]]:
    """Return the scores of each offer's statements, given with its title, and what they come to.

    What the offer says the job is not, that a colleague or a team does or others decide, is no duty, whatever the model
    makes of it.
    """
    titles = [[read_statement(title)] for _, title in offers]
    scores = model.score_many([*(statements for statements, _ in offers), *titles])
    found = []
    for (statements, title), of_offer, of_title in zip(
        offers, scores[: len(offers)], scores[len(offers) :], strict=True
    ):
        final = of_the_reader(np.column_stack([of_offer.sides, of_offer.duty]), statements)
        kept = replace(of_offer, sides=final[:, : len(SIDES)], duty=final[:, -1])
        scored = _but_for_others(kept, statements, title, model)
        found.append((scored, sum_up(scored, _job_words(scored, of_title))))
    return found


def in_its_job(scores: StatementScores, summary: Summary, product: float) -> tuple[StatementScores, Summary]:
    """Return the scores, and the sum of discovery, as they are once it is known how likely a product job is.

    What reads like discovery is rarely that in another job: a salesperson knows the market too. The odds of each line
    are multiplied by ``product ** JOB_WEIGHT``; one that is surely discovery, or surely not, stays so. The role hangs
    on the scores before that.

    Parameters
    ----------
    scores : StatementScores
    summary : Summary
    product : float
        Probability of a product job, from 0 to 1.
    """
    at = list(SIDES).index("discovery")
    alone, factor = scores.sides[:, at], product**JOB_WEIGHT
    sides = scores.sides.copy()
    sides[:, at] = alone * factor / (1 - alone + alone * factor)
    return replace(scores, sides=sides), replace(summary, discovery=float(sides[:, at].sum()))


def of_the_reader(final: Array, statements: Sequence[Statement]) -> Array:
    """Return what statements are as duties of the person hired, whatever the model makes of them.

    One that says what the job is not, what a colleague does or what a page's cookies do is surely none. One that tells
    the discovery of others is none of that: it is a duty as far as it is one of delivery.

    Parameters
    ----------
    final : array of shape (statements, len(FINAL))
        Probabilities, 0 to 1, of discovery, delivery and duty.
    statements : sequence of Statement
        Those of one offer.

    Returns
    -------
    array of the same shape
    """
    none = sorted({*denied(statements), *of_colleagues(statements), *of_cookies(statements)})
    others = of_others(statements)
    if not none and not others:
        return final
    kept = final.copy()
    kept[others, FINAL.index("discovery")] = 0.0
    delivery, duty = FINAL.index("delivery"), FINAL.index("duty")
    kept[others, duty] = np.minimum(kept[others, duty], kept[others, delivery])
    kept[none] = 0.0
    return kept


def _but_for_others(
    scores: StatementScores, statements: Sequence[Statement], title: str, model: StatementModel
) -> StatementScores:
    """Return the scores with discovery, where others are said to decide it, only as likely as the rest makes it.

    That is not at all where the rest of the line, read alone, is more likely none.
    """
    at, side = list(SIDES).index("discovery"), OUTPUTS.index("side:discovery")
    sides = scores.sides
    for i in np.flatnonzero(sides[:, at] >= LOOKED_AT).tolist():
        rest = without_decisions(statements[i], title)
        if rest is None:
            continue
        alone, _ = model.score_alone([read_statement(rest)])
        own = float(sigmoid(alone[0, side]))
        sides = sides.copy()
        sides[i, at] = min(sides[i, at], own) if own >= 0.5 else 0.0
    return replace(scores, sides=sides)


def _job_words(scores: StatementScores, of_title: StatementScores) -> Array:
    """Return what the words of an offer and of its title say; a title that names no more than PM or PO says nothing."""
    said = slice(columns("product").start, None)
    title = of_title.alone[0, said] if of_title.units[0].words else None
    lengths = [len(one.words) for one in scores.units]
    return offer_words(duty_weights(scores.duty, lengths), scores.alone[:, said], title)


def sum_up(scores: StatementScores, words: Array) -> Summary:
    """Sum up an offer by the scores of its statements and what its words say, of ``offer_words``."""
    statements = [one.words for one in scores.units]
    lengths = [len(one) for one in statements]
    return summarise(scores.sides, scores.duty, lengths, own_parts(statements), words)
