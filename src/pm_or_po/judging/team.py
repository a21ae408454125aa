"""Whether an offer tells how many people the one hired would lead ("Encadrer six Product Managers")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pm_or_po.signals.words import load_words
from pm_or_po.text.phrases import Phrases

_NUMBERS: Final = frozenset(
    {
        "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "quinze", "vingt",
        "two", "three", "four", "five", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty",
    }
)  # fmt: skip
_MOST_DIGITS: Final = 2  # of a number of people; more are of customers, or a year
# Before the number: whoever is hired leads them, or they are of one team.
_LED: Final = Phrases(
    {
        "lead": (
            "encadr*", "manag*", "dirig*", "anim*", "pilot*", "coach*", "mentor*", "supervis*",
            "accompagner|accompagnes|accompagnez|accompagneras|accompagnerez",
            "lead|leads|leading|head|heading|run|running|oversee|overseeing|grow|growing|build|building",
        ),
        "team": ("equipe|equipes|team|teams|pole",),
    }
)  # fmt: skip
_PEOPLE: Final = Phrases(
    {
        "people": (
            "senior|junior|experienced|talented? product managers|owners", "senior|junior? pm|pms|po|pos|gpms",
            "product people|leaders|leads", "chefs|cheffes de? produit|produits", "responsables produit|produits",
        )
    }
)  # fmt: skip
_MEMBERS: Final = frozenset(
    {"personnes", "people", "collaborateurs", "collaboratrices", "membres", "members", "reports"}
)
_TEAM: Final = Phrases({"team": ("equipe|pole|team produit|product? de|of",)})
# The number is of a team one has led.
_BEFORE: Final = Phrases(
    {"before": ("avez|as|have|having|ayant deja? encadre|manage|dirige|anime|pilote|recrute|managed|led|built",)}
)  # fmt: skip
_PROFILE: Final = frozenset({"experience", "experiences", "ans", "years"})
# Right before the number: it is an hour, or of those who did something, "conçue par 4 chefs de produit".
_APART: Final = frozenset(
    {
        "to", "at", "until", "by", "before", "after", "from", "am", "a", "jusqu", "par",
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "monday", "tuesday", "wednesday", "thursday", "friday",
    }
)  # fmt: skip


def tells_team(statements: Iterable[Sequence[str]]) -> bool:
    """Tell whether one of the statements, each as its folded words, says how many people one would lead."""
    return any(map(_tells, statements))


def _tells(words: Sequence[str]) -> bool:
    """Tell whether one statement does: words of leading or of a team, then a number and people, and no experience."""
    counted = [place for place, word in enumerate(words) if place and _is_number(word)]
    past = any(_BEFORE.find(words)) or any(load_words().elsewhere.find(words))
    if not counted or past or not _PROFILE.isdisjoint(words):
        return False
    first = {match.label: match.first for match in reversed([*_LED.find(words)])}
    lead = first.get("lead", len(words))
    led = min(lead, first.get("team", len(words)))
    teams = {match.last for match in _TEAM.find(words) if match.first > lead}
    return any(
        (place in teams and (not words[place + 1 :] or words[place + 1] in _MEMBERS))
        or (place > led and _PEOPLE.match(words, place + 1) is not None and words[place - 1] not in _APART)
        for place in counted
    )


def _is_number(word: str) -> bool:
    return word in _NUMBERS or (word.isdecimal() and len(word) <= _MOST_DIGITS and int(word) > 1)
