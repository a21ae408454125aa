"""Tell French from English, and both from what this program does not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pm_or_po.errors import Phrase
from pm_or_po.taxonomy import LANGS

# Words that are frequent in one language and rare in the others, folded (no accents).
_FUNCTION_WORDS = {
    "fr": "le la les des du un une et vous votre vos nos notre dans pour avec sur est sont par au aux ou ce "
    "cette qui que nous tu ton ta tes leur leurs en de ainsi afin chez etre plus entre",
    "en": "the of and to in for with our your you we are is on that this will be as by at or from have their they it "
    "an who all more can other",
    "de": "der die das und mit fur von zu den dem ein eine sie wir ist im auf werden oder unsere bei als sich ihre",
    "es": "el los las de del la en un y con para por una que su nuestro nuestra como se al tu mas experiencia equipo",
    "it": "il lo gli di e con per una che nel della delle dei sono nostro si alla del",
    "pt": "o os as do da dos das e com para uma que em no na ao nossa nosso voce mais",
    "nl": "het een van en met voor je de wij ons onze jij aan bij zijn naar om ook",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
FUNCTION_WORDS = _WORDS["fr"] | _WORDS["en"]
YOU = frozenset({"vous", "tu", "you"})  # whom an offer speaks to
_SPOKEN_IN = {
    word: tuple(language for language, known in _WORDS.items() if word in known)
    for word in frozenset().union(*_WORDS.values())
}
NAMES = {
    "de": Phrase("in-german"),
    "es": Phrase("in-spanish"),
    "it": Phrase("in-italian"),
    "pt": Phrase("in-portuguese"),
    "nl": Phrase("in-dutch"),
    "?": Phrase("in-another-language"),
}
_INFINITIVE = ("er", "ir", "re")
_ENOUGH_WORDS = 40
_LAST_LATIN = "\u024f"


def may_be_infinitive(word: str) -> bool:
    """Tell whether a folded word ends as French infinitives do; others end so too, but no function word counts."""
    return word not in FUNCTION_WORDS and word.endswith(_INFINITIVE)


def detect_language(words: Iterable[str]) -> str:
    """Return the language of folded words: ``fr``, ``en``, a code of ``NAMES``, or ``?`` for none known.

    A text is called foreign only when another language has half as many again of its function words as both; when most
    letters are not Latin; or when fewer than one word in 25 belongs to French or English. Under 40 words, each function
    word counts once, and a text is foreign to both only with three of them and twice as many.
    """
    found = list(words)
    if _is_not_latin(found):
        return "?"
    short = len(found) < _ENOUGH_WORDS
    counts = _counts(set(found) if short else found)
    ours = "fr" if counts["fr"] > counts["en"] else "en"
    foreign = max((code for code in counts if code not in LANGS), key=counts.__getitem__)
    if short:
        return foreign if counts[foreign] >= max(3, 2 * counts[ours]) else ours
    if counts[foreign] > 1.5 * counts[ours]:
        return foreign
    if counts[ours] * 25 < len(found):
        return "?"
    return ours


def _counts(words: Iterable[str]) -> dict[str, int]:
    """Return how many of the words belong to each language."""
    counts = dict.fromkeys(_WORDS, 0)
    for languages, count in Counter(map(_SPOKEN_IN.get, words)).items():
        for language in languages or ():
            counts[language] += count
    return counts


def _is_not_latin(words: Iterable[str]) -> bool:
    text = "".join(words)
    if text.isascii():
        return False
    return 2 * sum(character > _LAST_LATIN for character in text) > len(text)
