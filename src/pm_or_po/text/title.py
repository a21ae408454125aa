"""Read what a job title claims, and mark its echoes in the text.

The word lists are in ``titles.toml`` next to this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, Literal, TypeAlias

from pm_or_po.text.phrases import Match
from pm_or_po.text.title_words import TITLE, title_words
from pm_or_po.text.tokens import Token, tokens

Claim: TypeAlias = Literal["PM", "PO", "BOTH", "OTHER"]

_NOWHERE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class TitleClaim:
    """What a title says the job is.

    Attributes
    ----------
    claim : str
        ``PM``, ``PO``, ``BOTH`` (Product Owner and Product Manager) or ``OTHER``.
    family : str or None
        Id of the family of another job the title names, alone or beside the claim: a Business Analyst /
        Product Owner claims ``PO`` and names ``business-analysis``.
    leads : bool
        Whether the product job is at the head of others: a Head of Product, a CPO. One that is a Product Owner too, or
        who helps such a head, is not.
    """

    claim: Claim
    family: str | None
    leads: bool = False


@lru_cache(maxsize=2_000)  # boards repeat titles
def read_title(title: str) -> TitleClaim:
    """Read what a job title claims.

    A title that names a product job beside another one still claims the product job.

    Parameters
    ----------
    title : str
        With or without the usual noise: contract, place, ``H/F``, salary, reference, emoji, Markdown.
    """
    words = titled_words(title)
    superior = title_words().superiors.first([token.word for token in words])
    if superior is not None and superior.first:
        words = words[: superior.first]
    found = _jobs(title, words)
    claims = [match for match in found if match.label in ("PM", "PO", "BOTH")]
    families = [match for match in found if match.label not in ("PM", "PO", "BOTH")]
    if words and words[0].word in title_words().sets["about-them"]:
        claims = []
    if claims:  # "Product Manager, Developer Tools": what follows the comma is a subject, not a second job
        after = words[claims[0].last - 1].end
        families = [match for match in families if "," not in title[after : words[match.first].start]]
    kinds = {match.label for match in claims}
    claim: Claim = "OTHER"
    if _is_a_gloss(title, words, claims):
        claim = "PO"
    elif "BOTH" in kinds or kinds == {"PM", "PO"}:
        claim = "BOTH"
    elif claims:
        claim = "PM" if "PM" in kinds else "PO"
    leads = claim == "PM" and _is_a_head([word.word for word in words], claims[0])
    return TitleClaim(claim, families[0].label if families else None, leads)


def _is_a_head(words: Sequence[str], job: Match) -> bool:
    """Tell whether the job is at the head of others, and not a helper's of it: "Adjoint au directeur produit"."""
    sets = title_words().sets
    before = list(words[: job.first])
    if not sets["helpers"].isdisjoint(before):
        return False
    while before and before[-1] in sets["articles"]:
        before.pop()
    after = words[job.last + (words[job.last : job.last + 1] == ["s"]) :]
    helps = before[-1:] in (["to"], ["au"], ["aux"], ["du"]) or after[:1] in (["office"], ["assistant"])
    return not helps and not sets["leaders"].isdisjoint(words[job.first : job.last])


def _is_a_gloss(title: str, words: Sequence[Token], claims: Sequence[Match]) -> bool:
    """Tell whether the French name of any product job is made exact: "Responsable produit (Product Owner)".

    The brackets hold nothing else, and one Product Owner: several are those whom one would lead.
    """
    if [match.label for match in claims] != ["PM", "PO"]:
        return False
    wide, exact = claims
    named = {token.word for token in words[wide.first : wide.last]}
    last = words[exact.last - 1]
    return (
        title[: words[exact.first].start].rstrip().endswith("(")
        and title[last.end :].lstrip().startswith(")")
        and not last.word.endswith("s")
        and not named.isdisjoint({"produit", "produits"})
        and named.isdisjoint(title_words().sets["leaders"])
    )


def titled_words(title: str) -> list[Token]:
    """Return the words of a title without the gender endings written apart ("Chef-fe", "Chargé (e)")."""
    kept: list[Token] = []
    for token in tokens(title):
        if kept and token.word in title_words().sets["gender"]:
            between = title[kept[-1].end : token.start]
            if 0 < len(between) <= 2 and between.strip() and title[token.end : token.end + 1] != "-":
                continue
        kept.append(token)
    return kept


def is_hour(words: Sequence[str], at: int) -> bool:
    """Tell whether a "pm" among folded words ends an hour of the day: "5 PM"."""
    return words[at] == "pm" and at > 0 and words[at - 1].isdigit()


def _jobs(title: str, words: Sequence[Token]) -> list[Match]:
    """Return the product claims and other jobs a title names; the words around decide ambiguous ones."""
    book, sets = title_words().jobs, title_words().sets
    folded = [token.word for token in words]
    found: list[Match] = []
    place = 0
    while place < len(folded):
        match = book.match(folded, place)
        place += 1
        if match is None:
            continue
        if match.label == "PM-open":
            followed = match.last < len(folded) and folded[match.last] in sets["after-product"]
            if followed and title[words[match.last - 1].end : words[match.last].start].isspace():
                continue
            match = match._replace(label="PM")
        elif match.label == "PM-short" and is_hour(folded, match.first):
            continue
        found.append(match)
        place = match.last
    if sets["other-cpo"] & set(folded):
        found = [match for match in found if match.label != "CPO-short"]
    if sets["project"] & set(folded) and not any(match.label in ("PM", "PO", "BOTH") for match in found):
        found = [m._replace(label="project-management") if m.label == "PM-short" else m for m in found]
    short = ("PM-short", "CPO-short")
    found = [match._replace(label="PM") if match.label in short else match for match in found]
    return found or list(title_words().topics.find(folded))


def title_echo(folded: Sequence[str]) -> Set[int]:
    """Return which of the folded words of a text belong to product titles: "Product Owner", "PM", "chef de produit".

    All such titles stand for the same thing: once these positions are dropped, a text where one was swapped
    for another has the same words. Product management and product ownership count as titles too.
    """
    return next(title_echoes([folded]))


def title_echoes(texts: Sequence[Sequence[str]]) -> Iterator[Set[int]]:
    """Yield the same of each text, found faster all at once: most have none of the words that may begin a title."""
    openers = title_words().echo_openers.openers(chain.from_iterable(texts))
    for folded in texts:
        yield _NOWHERE if openers.isdisjoint(folded) else _echo(folded)


def _echo(folded: Sequence[str]) -> Set[int]:
    spans: list[tuple[int, int]] = []
    merged: list[str] = []
    place = 0
    for match in [*title_words().echoes.find(folded), Match(TITLE, len(folded), len(folded))]:
        spans += [(i, i + 1) for i in range(place, match.first)]
        merged += folded[place : match.first]
        if match.last > match.first:
            spans.append((match.first, match.last))
            merged.append(TITLE)
        place = match.last
    echo = {i for span, word in zip(spans, merged, strict=True) if word == TITLE for i in range(*span)}
    for match in title_words().around.find(merged):
        echo.update(range(spans[match.first][0], spans[match.last - 1][1]))
    return echo
