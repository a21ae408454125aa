"""The words of the field: sides, facets, roles, flags, job families and signals, in French and English.

The texts live in ``taxonomy.toml`` next to this module; here they become frozen objects with stable ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypeVar, cast, get_args

from pm_or_po.errors import DataError
from pm_or_po.packaged import packaged

Lang: TypeAlias = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
SideId: TypeAlias = Literal["discovery", "delivery"]
RoleId: TypeAlias = Literal["PM", "PO", "OTHER", "UNCLEAR"]
FlagId: TypeAlias = Literal["pm-title-po-duties", "po-title-pm-duties", "product-title-other-duties"]
SignalKindId: TypeAlias = Literal[
    "named-product-lead",
    "named-product-owner",
    "founders-hold-vision",
    "decided-elsewhere",
    "split-organisation",
]


@dataclass(frozen=True)
class Bilingual:
    """One text in French and in English."""

    fr: str
    en: str

    def __call__(self, lang: Lang) -> str:
        """Return the text in ``lang``, ``fr`` or ``en``."""
        return self.fr if lang == "fr" else self.en


@dataclass(frozen=True)
class Side:
    """Discovery or delivery."""

    id: SideId
    name: Bilingual
    definition: Bilingual


@dataclass(frozen=True)
class Facet:
    """A kind of duty of one side; its question is what a candidate may ask when the offer is silent on it."""

    id: str
    side: SideId
    name: Bilingual
    definition: Bilingual
    question: Bilingual


@dataclass(frozen=True)
class Role:
    """What the duties describe: a Product Manager, a Product Owner, another job, or too little to tell."""

    id: RoleId
    name: Bilingual
    definition: Bilingual


@dataclass(frozen=True)
class Flag:
    """A title that does not fit the duties; its own questions, if any, stand for those about what is missing."""

    id: FlagId
    template: Bilingual
    questions: tuple[Bilingual, ...]

    def sentence(self, lang: Lang, family: Family | None = None) -> str:
        """Return the finding in one plain sentence, which names the other job if its family is known."""
        text = self.template(lang)
        if family is None or family.id == "other":
            return text.replace(" : {family}", "").replace(": {family}", "")
        return text.replace("{family}", family.name(lang))


@dataclass(frozen=True)
class Family:
    """A family of jobs other than Product Manager and Product Owner, by a name fit for the middle of a sentence."""

    id: str
    name: Bilingual


@dataclass(frozen=True)
class SignalKind:
    """A kind of hint that somebody else has a part in the product.

    Attributes
    ----------
    questions : tuple of Bilingual
        What it makes one ask.
    instead : tuple of str
        The facets whose own questions these stand for.
    """

    id: SignalKindId
    name: Bilingual
    sentence: Bilingual
    questions: tuple[Bilingual, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """Everything ``taxonomy.toml`` says, in its order."""

    sides: Mapping[str, Side]
    facets: Mapping[str, Facet]
    roles: Mapping[str, Role]
    flags: Mapping[str, Flag]
    leader_questions: tuple[Bilingual, ...]
    families: Mapping[str, Family]
    signal_kinds: Mapping[str, SignalKind]


_Entry = TypeVar("_Entry", Side, Facet, Role, Flag, Family, SignalKind)


def _by_id(entries: Iterable[_Entry]) -> Mapping[str, _Entry]:
    return MappingProxyType({entry.id: entry for entry in entries})


def bilingual(texts: object, file: str, place: str) -> Bilingual:
    """Return what a file of the package says at a place, in both languages.

    Raises
    ------
    DataError
        If it is no table of a French and an English text, or one is blank.
    """
    if (
        not isinstance(texts, Mapping)
        or set(texts) != set(LANGS)
        or not all(str(text).strip() for text in texts.values())
    ):
        raise DataError("needs-both-languages", file=file, place=place)
    return Bilingual(**texts)


def _texts(texts: object, place: str) -> Bilingual:
    return bilingual(texts, "taxonomy.toml", place)


def _questions(row: Mapping[str, Any], place: str) -> tuple[Bilingual, ...]:
    return tuple(_texts(question, f"{place}.questions") for question in row.get("questions", []))


def parse_taxonomy(data: Mapping[str, Any]) -> Taxonomy:
    """Return the taxonomy that the tables of ``taxonomy.toml`` make.

    Raises
    ------
    DataError
        If a table or a text is missing, or a facet names an unknown side.
    """

    def rows(table: str, *texts: str) -> Iterable[tuple[Any, dict[str, Any], list[Bilingual]]]:
        if not data.get(table):
            raise DataError("taxonomy-table-missing", table=table)
        for key, row in data[table].items():
            yield key, row, [_texts(row.get(text), f"{table}.{key}.{text}") for text in texts]

    sides = _by_id(Side(key, *texts) for key, _, texts in rows("sides", "name", "definition"))
    facets = []
    for key, row, texts in rows("facets", "name", "definition", "question"):
        if row.get("side") not in sides:
            raise DataError("taxonomy-side", facet=key, sides=", ".join(sides))
        facets.append(Facet(key, cast(SideId, row["side"]), *texts))
    if not isinstance(leaders := data.get("leaders"), Mapping):
        raise DataError("taxonomy-table-missing", table="leaders")
    return Taxonomy(
        sides=sides,
        facets=_by_id(facets),
        roles=_by_id(Role(key, *texts) for key, _, texts in rows("roles", "name", "definition")),
        flags=_by_id(
            Flag(key, sentence, _questions(row, f"flags.{key}"))
            for key, row, (sentence,) in rows("flags", "sentence")
        ),
        leader_questions=_questions(leaders, "leaders"),
        families=_by_id(Family(key, _texts(row, f"families.{key}")) for key, row, _ in rows("families")),
        signal_kinds=_by_id(
            SignalKind(key, name, sentence, _questions(row, f"signals.{key}"), tuple(row.get("instead", ())))
            for key, row, (name, sentence) in rows("signals", "name", "sentence")
        ),
    )


@cache
def load_taxonomy() -> Taxonomy:
    """Return the taxonomy shipped with the package; it is read once."""
    return parse_taxonomy(packaged("taxonomy.toml"))


SIDES = load_taxonomy().sides
FACETS = load_taxonomy().facets
ROLES = load_taxonomy().roles
JUDGED_ROLES = tuple(role for role in ROLES if role != "UNCLEAR")  # that have a probability and can be right
FLAGS = load_taxonomy().flags
LEADER_QUESTIONS = load_taxonomy().leader_questions  # to one who would lead a product team
FAMILIES = load_taxonomy().families
SIGNAL_KINDS = load_taxonomy().signal_kinds
_DELIVERY_CORE = ("specifications", "backlog", "coordination")
# The facets that a Product Manager's job is expected to hold.
WANTED = tuple(facet for facet in FACETS if FACETS[facet].side == "discovery" or facet in _DELIVERY_CORE)


def facets_of(side: SideId) -> tuple[Facet, ...]:
    """Return the facets of one side, in their order."""
    return tuple(entry for entry in FACETS.values() if entry.side == side)
