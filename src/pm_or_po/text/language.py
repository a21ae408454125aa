"""Tell French from English, and both from what this program does not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pm_or_po.errors import Phrase

# Words that are frequent in one language and rare in the others, folded (no accents).
_FUNCTION_WORDS = {
    "fr": "le la les des du un une et vous votre vos nos notre dans pour avec sur est sont par au aux ou ce "
    "cette qui que nous tu ton ta tes leur leurs en de ainsi afin chez etre plus entre",
    "en": "the of and to in for with our your you we are is on that this will be as by at or from have their they it "
    "an who all more can other",
    "de": "der die das und mit fur von zu den dem ein eine sie wir ist im auf werden oder unsere bei als sich ihre",
    "es": "el los las del y con para por una que en su nuestro nuestra como se al tu mas experiencia equipo",
    "it": "il lo gli di e con per una che nel della delle dei sono nostro si alla del",
    "pt": "o os as do da dos das e com para uma que em no na ao nossa nosso voce mais",
    "nl": "het een van en met voor je de wij ons onze jij aan bij zijn naar om ook",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
FUNCTION_WORDS = _WORDS["fr"] | _WORDS["en"]
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
_ENOUGH_WORDS = 40


def detect_language(words: Iterable[str]) -> str:
    """Return the language of folded words: ``fr``, ``en``, a code of ``NAMES``, or ``?`` for none known.

    Under 40 words the answer is always ``fr`` or ``en``, whichever has more of its function words. A text is
    called
    foreign only when another language has half as many again as both, or when fewer than one word in 25
    belongs to any.
    """
    found = list(words)
    counts = dict.fromkeys(_WORDS, 0)
    for languages, count in Counter(map(_SPOKEN_IN.get, found)).items():
        for language in languages or ():
            counts[language] += count
    ours = "fr" if counts["fr"] > counts["en"] else "en"
    if len(found) < _ENOUGH_WORDS:
        return ours
    foreign = max((code for code in counts if code not in ("fr", "en")), key=counts.__getitem__)
    if counts[foreign] > 1.5 * counts[ours]:
        return foreign
    if counts[ours] * 25 < len(found):
        return "?"
    return ours
