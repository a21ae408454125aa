"""Find the words of discovery and delivery in a statement, with a lexicon that anyone can read and change."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, asdict, dataclass, field, fields
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pm_or_po.errors import DataError
from pm_or_po.taxonomy import LANGS, SIDES, facets_of
from pm_or_po.text.tokens import APOSTROPHES, tokens

REASONS: Final = ("profile", "company", "benefits", "process", "legal")
GAP_WORDS: Final = 3
_SHORTEST_STEM: Final = 3
_COMPOUND_PARTS: Final = frozenset({"to", "bout"})  # of the compounds that the tokenizer writes with spaces
_WORDS_REMEMBERED: Final = 21_000
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "lang": LANGS,
    "side": tuple(SIDES),
    "strength": ("strong", "weak"),
    "reason": REASONS,
}
_SIDES: Final = [side.id for side in SIDES.values()]
_FACETS: Final = {str(side): tuple(one.id for one in facets_of(side)) for side in _SIDES}

# One place of a phrase: the literal words and the stems that may stand there, and whether a gap may precede.
_Slot = tuple[frozenset[str], frozenset[str], bool]
# Minus the words spanned (longest first), first word, rank (strong before weak), entry, positions.
_Match = tuple[int, int, int, int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A phrase that tells a duty: its side and facet, what cancels it, whether it only leans ("weak")."""

    lang: str
    phrase: str
    side: str
    facet: str
    unless: tuple[str, ...] = ()
    strength: str = "strong"


@dataclass(frozen=True, slots=True)
class Noise:
    """A phrase that tells a line is no duty, and why: profile, company, benefits, process or legal."""

    lang: str
    phrase: str
    reason: str


_Entry = TypeVar("_Entry", Keyword, Noise)


@dataclass(frozen=True, slots=True)
class Hit:
    """A keyword found: its ``index`` in the lexicon and the positions of the words that made it."""

    keyword: Keyword
    index: int
    positions: tuple[int, ...]


@dataclass(slots=True)
class _Node:
    """A step in the tree of phrases: where the next word leads, and the entries that end here."""

    adjacent: dict[int, _Node] = field(default_factory=dict)
    after_gap: dict[int, _Node] = field(default_factory=dict)
    entries: list[int] = field(default_factory=list)


class _Fact(NamedTuple):
    """What is known of a word.

    Attributes
    ----------
    ids : set of int
        The pattern words that it satisfies.
    alone : tuple of int
        The entries that it makes by itself.
    starts : tuple of nodes
        The phrases of more words that it may begin.
    leads : set of int
        The pattern words that may come next in any of them.
    reach : int
        Among how many following words those may stand.
    """

    ids: frozenset[int]
    alone: tuple[int, ...]
    starts: tuple[_Node, ...]
    leads: frozenset[int]
    reach: int


_NOTHING: frozenset[int] = frozenset()
_UNKNOWN = _Fact(_NOTHING, (), (), _NOTHING, 0)  # one for all words of no pattern


class _Facts(dict[str, _Fact]):
    """What is known of the words met, each learnt when it is first asked for."""

    def __init__(self, learn: Callable[[str], _Fact]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, word: str) -> _Fact:
        if len(self) >= _WORDS_REMEMBERED:
            self.clear()
        fact = self[word] = self._learn(word)
        return fact


class Lexicon:
    """Keywords and noise cues compiled into one tree, walked once per statement.

    A phrase is words separated by spaces, case and accents aside; ``prioris*`` is any word that begins so,
    ``one|other`` either word, ``..`` any 0 to 3 words.

    Raises
    ------
    DataError
        If an entry breaks the rules; the message gives its number, what is wrong and how to mend it.
    """

    def __init__(self, keywords: Sequence[Keyword], noise: Sequence[Noise] = ()) -> None:
        self.keywords, self.noise = tuple(keywords), tuple(noise)
        self._root = _Node()
        self._ids: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        self._literals: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._known = _Facts(self._learn)
        self._unless: list[frozenset[int]] = []
        total = len(self.keywords) + len(self.noise)
        cancels: dict[tuple[_Slot, ...], int] = {}
        for index, keyword in enumerate(self.keywords):
            with _locating(Keyword, index + 1, keyword.phrase):
                self._plant(_parse(keyword.phrase), index)
                parsed = [_parse(phrase) for phrase in keyword.unless]
                self._unless.append(frozenset(cancels.setdefault(p, total + len(cancels)) for p in parsed))
        for index, cue in enumerate(self.noise):
            with _locating(Noise, index + 1, cue.phrase):
                self._plant(_parse(cue.phrase), index + len(self.keywords))
        for slots, number in cancels.items():
            self._plant(slots, number)
        weak = {index for index, keyword in enumerate(self.keywords) if keyword.strength == "weak"}
        self._ranks = [i + total * (i in weak) for i in range(total + len(cancels))]
        self._longest_stem = max(map(len, self._stems), default=0)

    def __reduce__(self) -> tuple[type[Lexicon], tuple[Sequence[Keyword], Sequence[Noise]]]:
        return type(self), (self.keywords, self.noise)  # what is remembered of words is not sent along

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read the lexicon from a TOML file with tables ``[[keyword]]`` and ``[[noise]]``."""
        try:
            return cls.from_toml_text(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise DataError("not-utf8", path=path) from error
        except (OSError, DataError) as error:
            raise DataError("not-a-keyword-file", path=path, error=error) from error

    @classmethod
    def from_toml_text(cls, text: str) -> Lexicon:
        """Build the lexicon from the text of such a file."""
        try:
            return cls.from_plain(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise DataError("bad-toml", detail=error) from error

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Lexicon:
        """Build the lexicon from what `to_plain` gave, checking it as strictly as a file."""
        if not isinstance(data, Mapping) or not {"keyword"} <= set(data) <= {"keyword", "noise"}:
            raise DataError("lexicon-tables")
        return cls(_read(data["keyword"], Keyword), _read(data.get("noise", []), Noise))

    def to_plain(self) -> dict[str, list[dict[str, Any]]]:
        """Return the entries as dicts of strings and lists, to be stored inside a model file."""
        keywords = [{**asdict(keyword), "unless": list(keyword.unless)} for keyword in self.keywords]
        return {"keyword": keywords, "noise": [asdict(cue) for cue in self.noise]}

    def scan(self, words: Sequence[str]) -> tuple[list[Hit], list[Noise]]:
        """Return the keywords and the noise cues of a statement, from one walk over its folded words.

        Keywords come in reading order; within a facet the longest match wins.
        """
        matches = self._walk(words)
        if not matches:
            return [], []
        matches.sort()
        present = {match[3] for match in matches}
        border = len(self.keywords)
        hits: list[Hit] = []
        taken: dict[str, int] = {}
        for _, first, _, index, positions in matches:
            if index < border and present.isdisjoint(self._unless[index]):
                keyword = self.keywords[index]
                span = (2 << positions[-1]) - (1 << first)
                before = taken.get(keyword.facet, 0)
                if not span & before:
                    taken[keyword.facet] = before | span
                    hits.append(Hit(keyword, index, positions))
        hits.sort(key=attrgetter("positions"))
        cues = [index - border for index in sorted(present) if index >= border]
        return hits, [self.noise[cue] for cue in cues if cue < len(self.noise)]

    def _plant(self, slots: tuple[_Slot, ...], number: int) -> None:
        node = self._root
        for literals, stems, gap in slots:
            word_id = self._ids.setdefault((literals, stems), len(self._ids))
            for word in literals:
                self._literals.setdefault(word, []).append(word_id)
            for stem in stems:
                self._stems.setdefault(stem, []).append(word_id)
            node = (node.after_gap if gap else node.adjacent).setdefault(word_id, _Node())
        node.entries.append(number)

    def _learn(self, word: str) -> _Fact:
        ids = set(self._literals.get(word, ()))
        for length in range(_SHORTEST_STEM, min(len(word), self._longest_stem) + 1):
            ids.update(self._stems.get(word[:length], ()))
        if not ids:
            return _UNKNOWN
        begun = [self._root.adjacent[i] for i in sorted(ids) if i in self._root.adjacent]
        starts = tuple(node for node in begun if node.adjacent or node.after_gap)
        leads = frozenset(i for node in starts for i in (*node.adjacent, *node.after_gap))
        alone = dict.fromkeys(number for node in begun for number in node.entries)
        reach = max((GAP_WORDS + 1 if node.after_gap else 1 for node in starts), default=0)
        return _Fact(frozenset(ids), tuple(alone), starts, leads, reach)

    def _walk(self, words: Sequence[str]) -> list[_Match]:
        facts = list(map(self._known.__getitem__, words))
        matches: list[_Match] = []
        for first, fact in enumerate(facts):
            if fact is _UNKNOWN:
                continue
            _, alone, _, leads, reach = fact
            for number in alone:
                matches.append((0, first, self._ranks[number], number, (first,)))
            for following in facts[first + 1 : first + 1 + reach] if reach else ():
                if not leads.isdisjoint(following.ids):
                    matches += self._follow(first, facts)
                    break
        return matches

    def _follow(self, first: int, facts: Sequence[_Fact]) -> list[_Match]:
        """Return the phrases of more than one word that a word begins, each where its words are nearest."""
        found: list[_Match] = []
        done: set[int] = set()
        for start in facts[first].starts:
            trail: list[tuple[_Node, tuple[int, ...]]] = [(start, (first,))]
            for node, positions in trail:  # grows while it is walked, nearest words first
                here, branch = positions[-1] + 1, node.adjacent
                for number in node.entries if node is not start else ():
                    if number not in done:
                        found.append((first + 1 - here, first, self._ranks[number], number, positions))
                        done.add(number)
                if branch and here < len(facts):
                    trail += [(branch[i], (*positions, here)) for i in facts[here].ids if i in branch]
                if branch := node.after_gap:
                    for there in range(here, min(here + GAP_WORDS + 1, len(facts))):
                        ids = facts[there].ids
                        if not branch.keys().isdisjoint(ids):
                            trail += [(branch[i], (*positions, there)) for i in ids if i in branch]
        return found


def _read(tables: object, kind: type[_Entry]) -> list[_Entry]:
    """Turn plain tables into entries, refusing unknown, missing and ill-typed fields."""
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise DataError("lexicon-brackets")
    allowed = [one.name for one in fields(kind)]
    needed = {one.name for one in fields(kind) if one.default is MISSING}
    entries = []
    for number, table in enumerate(tables, start=1):
        with _locating(kind, number, table.get("phrase")):
            if wrong := sorted((set(table) - set(allowed)) | (needed - set(table))):
                raise DataError("lexicon-fields", wrong=", ".join(wrong), allowed=", ".join(allowed))
            values: dict[str, Any] = dict(table)
            unless: Any = values.pop("unless", [])
            if not isinstance(unless, list) or {type(text) for text in (*values.values(), *unless)} - {str}:
                raise DataError("lexicon-type")
            for name, choices in (*_CHOICES.items(), ("facet", _FACETS.get(values.get("side", ""), ()))):
                if name in values and values[name] not in choices:
                    told = ", ".join(choices)
                    raise DataError("lexicon-choice", name=name, value=values[name], choices=told)
            if unless:
                values["unless"] = tuple(unless)
            entries.append(kind(**values))
    return entries


def _parse(phrase: str) -> tuple[_Slot, ...]:
    """Cut a phrase into its places."""
    slots: list[_Slot] = []
    gap = False
    for part, plain in _parts(phrase):
        if part == "..":
            if gap or not slots:
                raise DataError("lexicon-gap")
            gap = True
            continue
        slots.append((frozenset([part]), frozenset(), gap) if plain else (*_choice(part), gap))
        gap = False
    if gap or not slots:
        raise DataError("lexicon-end")
    return tuple(slots)


def _parts(phrase: str) -> list[tuple[str, bool]]:
    """Return the parts of a phrase, and which are plain words.

    Those go through the tokenizer where it would change them, so compounds and elisions agree.
    """
    parts = [(part, part != ".." and "*" not in part and "|" not in part) for part in phrase.split()]
    words = [part for part, plain in parts if plain]
    if all(map(_is_folded, words)) and _COMPOUND_PARTS.isdisjoint(words):
        return parts
    spelled: list[tuple[str, bool]] = []
    for plain, run in groupby(parts, key=itemgetter(1)):
        written = [part for part, _ in run]
        spelled += [
            (one, plain) for one in ([t.word for t in tokens(" ".join(written))] if plain else written)
        ]
    return spelled


@cache
def _choice(part: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the literal words and the stems of a part that gives a choice."""
    options = part.split("|")
    stems = frozenset(_one_word(option[:-1]) for option in options if option[-1:] == "*")
    if short := sorted(stem for stem in stems if len(stem) < _SHORTEST_STEM):
        raise DataError("lexicon-stem", stem=short[0], least=_SHORTEST_STEM)
    return frozenset(_one_word(option) for option in options if option[-1:] != "*"), stems


def _is_folded(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower()


def _one_word(option: str) -> str:
    if _is_folded(option):
        return option
    found = tokens(option)
    elided = found and option[: found[0].start][-1:] in APOSTROPHES  # also true where nothing is elided
    if len(found) != 1 or found[0].end != len(option) or not elided:
        raise DataError("lexicon-word", option=option)
    return found[0].word


@contextmanager
def _locating(kind: type, number: int, phrase: object) -> Iterator[None]:
    """Add to an error which entry it is about."""
    try:
        yield
    except DataError as error:
        entry = kind.__name__.lower()
        raise DataError("lexicon-entry", kind=entry, number=number, phrase=phrase, error=error) from None
