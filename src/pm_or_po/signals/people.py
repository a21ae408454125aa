"""Who is named beside the person hired: product leads, Product Owners, an organisation that divides the roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pm_or_po.signals.sentence import LONGEST_NAME, Sentence, near, people_in
from pm_or_po.signals.words import load_words
from pm_or_po.text.document import Statement
from pm_or_po.text.phrases import Match
from pm_or_po.verdict import Signal

_LABEL_MARKS = tuple(",;|–—")  # before a label inside a line
_OF_LEADERS = ("team", "counted", "tribe")  # theirs, under the title of a head of product
_WITHIN_A_NAME = ("", "(", '"', "«", "»", "“", "”")  # marks, or none
_NEAR_FRAMEWORK = 4  # words from its name on, or to it
_LONGEST_HELD = 4  # words of what tells that teams are one's own


def linked(
    sentence: Sentence, people: Sequence[Match], titled: Sequence[str] = ()
) -> tuple[list[Signal], list[Signal]]:
    """Return the product leads, then the Product Owners, that the person hired works for or with.

    "By the Product Manager" tells of the person hired where that is her title, of the words ``titled``; and so may a
    head of product that the team has, under the title of one, or her own title after a label.
    """
    words, sets, gaps = sentence.words, load_words().sets, load_words().gaps
    leads: list[Signal] = []
    owners: list[Signal] = []
    if not people or sentence.elsewhere < people[-1].first:
        return leads, owners
    hired = people_in(titled)
    own = {person.label for person in hired}
    posts = {tuple(titled[one.first : one.last]) for one in hired if one.label == "head"}
    for person in people:
        if person.label == "founder" or (person.first and words[person.first - 1] in sets["peers"]):
            continue
        if sentence.written(person.first) == "POS":  # points of sale
            continue
        for link in reversed(near(sentence.links, person.first - gaps["far"], person.first)):
            reach = words[link.last : person.first]
            if link.last > person.first or len(reach) > gaps.get(link.label, gaps["near"]):
                continue
            if link.label not in gaps and not _is_at_once(sentence, link, person):
                continue
            if link.label == "at-once" and person.label == "head" and posts:
                continue
            if link.label == "labels" and tuple(words[person.first : person.last]) in posts:
                continue
            if sets["link-breakers"] & set(reach):
                continue
            if _is_subject(sentence, link, person):
                continue
            if person.label in own and words[link.last - 1] in sets["by"]:
                continue
            if person.label == "PO":
                owners.append(sentence.signal("named-product-owner", link.first, person.last))
            else:
                leads.append(sentence.signal("named-product-lead", link.first, person.last))
            break
    return leads, owners


def stands_alone(people: Sequence[Match]) -> bool:
    """Tell whether a head of product opens the statement."""
    return bool(people) and people[0].label == "head" and people[0].first <= 1


def under_label(label: Statement | None, sentence: Sentence, people: Sequence[Match]) -> list[Signal]:
    """Return the head of product who stands alone under a label such as "Reports to:"."""
    if label is None:
        return []
    length = len(label.spoken)
    ends = any(
        link.last == length
        and (link.label == "near" or (link.label == "labels" and label.text.endswith(":")))
        for link in load_words().links.find(label.spoken)
    )
    return [sentence.signal("named-product-lead", people[0].first, people[0].last)] if ends else []


def _is_at_once(sentence: Sentence, link: Match, person: Match) -> bool:
    """Tell whether a person comes right after a label and a colon, or after words that tell of a colleague.

    An article or a name may stand before: "Manager : Head of Product", "Tu rejoins Sarah, notre Head of Product".
    Without a name, it takes a head of product to be another than the person hired.
    """
    words, determiners = sentence.words, load_words().sets["determiners"]
    names = [i for i in range(link.last, person.first) if words[i] not in determiners]
    if len(names) > LONGEST_NAME or not all(map(sentence.is_capitalised, names)):
        return False
    if link.label == "labels":
        opens = link.first == 0 or sentence.mark(link.first) in _LABEL_MARKS
        led = person.label == "PM" and (words[person.last - 1].endswith("s") or _is_led(sentence, person))
        return opens and not led and sentence.between(link, person).lstrip(" )\xa0\u202f")[:1] == ":"
    another = person.label == "head" or bool(names)
    return (
        another
        and words[person.first - 1] in determiners
        and words[person.first] != "direction"
        and sentence.asserts(sentence.signal("named-product-lead", link.first, person.last))
    )


def _is_led(sentence: Sentence, person: Match) -> bool:
    """Tell whether a Product Manager is the first of a list, or a junior: "Mentor : Product Manager junior"."""
    after = sentence.words[person.last : person.last + 1]
    return bool(after) and (sentence.mark(person.last) == "," or after[0] in ("et", "and", "junior"))


def _is_subject(sentence: Sentence, link: Match, person: Match) -> bool:
    """Tell whether a new clause or a list begins before the person: "with sales, the PM writes ..."."""
    words, sets = sentence.words, load_words().sets
    between = sentence.between(link, person)
    if ";" in between or (":" in between and link.label == "far"):
        return True
    if "," not in between or words[person.first - 1] not in sets["articles"] or person.last == len(words):
        return False
    place = next((i for i in range(person.last, len(words)) if words[i] not in sets["genders"]), person.last)
    after = sentence.text[sentence.tokens[place - 1].end : sentence.tokens[place].start].lstrip(")")
    if words[place] in sets["relatives"]:
        return "," in after and person.label != "head"
    return after.isspace() and words[place] not in sets["followers"]


def may_split(words: Sequence[str]) -> bool:
    """Tell whether a statement may hold words of a split organisation; most do not, which this tells quickly."""
    return load_words().split.may_find(words) or not load_words().sets["spelled-folded"].isdisjoint(words)


def split(sentence: Sentence, people: Sequence[Match], titled: Sequence[str] = ()) -> Iterator[Signal]:
    """Yield the words of an organisation that divides the product roles: tribes, SAFe, PMs beside POs.

    Teams divide nothing where ``titled``, the words of the title, name a head of product, who leads them.
    """
    words, sets = sentence.words, load_words().sets
    if (len(people) < 2 and not may_split(words)) or sentence.elsewhere < len(words):
        return
    for one, other in pairwise(people):
        joint = {word for word in words[one.last : other.first] if not word.isdigit()}
        apart = sentence.between(one, other)
        named = {one.label, other.label} == {"PM", "PO"}
        listed = "," in apart and words[one.last - 1].endswith("s")
        if named and joint <= sets["joints"] and ({"et", "and"} & joint or "&" in apart or listed):
            yield sentence.signal("split-organisation", one.first, other.last)
    if not sets["methods"].isdisjoint(words):
        return
    for match in load_words().split.find(words):
        if match.label == "none" or _is_name(sentence, match):
            continue
        if match.label in _OF_LEADERS and any(person.label == "head" for person in people_in(titled)):
            continue
        if match.label == "counted" and _is_held(sentence, match.first):
            continue
        if match.label == "event" and _is_a_skill(sentence, match):
            continue
        quoted = _tribe(sentence, match) if match.label == "tribe" else match
        if quoted is not None:
            yield sentence.signal("split-organisation", quoted.first, quoted.last)
    if len(words) < load_words().gaps["spelled"] or sets["spelled-folded"].isdisjoint(words):
        return
    for place, token in enumerate(sentence.tokens):
        if sentence.text[token.start : token.end] not in sets["spelled"]:
            continue
        last = _organised(sentence, place)
        if last is not None:
            alone = place == 0 or sentence.mark(place) or words[place - 1] in sets["determiners"] | {"de"}
            yield sentence.signal("split-organisation", place - (not alone), last)


def _organised(sentence: Sentence, place: int) -> int | None:
    """Return where the words on a framework end that tell how the company works; None where it is a skill."""
    words, sets = sentence.words, load_words().sets
    clause = next((at for at in range(place, 0, -1) if sentence.mark(at) == ";"), 0)
    if not sets["skills"].isdisjoint(words[clause:place]):
        return None
    for first in range(place - 1, max(place - _NEAR_FRAMEWORK, 0) - 1, -1):
        if sentence.mark(first + 1) not in _WITHIN_A_NAME:
            break
        if words[first] in sets["organised"]:
            return place + 1
    for last in range(place + 1, min(place + _NEAR_FRAMEWORK, len(words))):
        if sentence.mark(last):
            break
        if words[last] in sets["organised"]:
            return last + 1
    trains = {sentence.text[token.start : token.end] for token in sentence.tokens}
    return None if sets["trains"].isdisjoint(trains) else place + 1


def _is_a_skill(sentence: Sentence, match: Match) -> bool:
    """Tell whether an event of the framework is but an item of a list of skills: "Jira, SQL, PI planning"."""
    words, joints = sentence.words, {"et", "and", "ou", "or"}
    begins = match.first == 0 or sentence.mark(match.first) or words[match.first - 1] in joints
    ends = match.last == len(words) or sentence.mark(match.last) or words[match.last] in joints
    few = len(words) < load_words().gaps["spelled"]
    return bool(begins and ends) and (few or not load_words().sets["tools"].isdisjoint(words))


def _tribe(sentence: Sentence, match: Match) -> Match | None:
    """Return a tribe with its name and the word before; None where it may be all the company: "rejoins la tribu !"."""
    words, sets = sentence.words, load_words().sets
    first, last = match.first, match.last
    while last < len(words) and sentence.mark(last) in ("", "«", "“") and _is_of_a_name(sentence, last):
        last += 1
    while first > 1 and sentence.mark(first) in ("", "&") and _is_of_a_name(sentence, first - 1):
        first -= 1
    named = last > match.last or first < match.first or words[match.first].endswith("s")
    led = words[last : last + 1] in (["lead"], ["leads"])
    apart = first == 0 or sentence.mark(first) != ""
    if not (named or led or (not apart and words[first - 1] in sets["one-of-many"])):
        return None
    before = 0 if apart else 1 + (words[first - 1] == "de" and first > 1)
    return match._replace(first=first - before, last=last + led)


def _is_of_a_name(sentence: Sentence, place: int) -> bool:
    """Tell whether a word may be of a tribe's name: with a capital or in capitals ("BI"), and no article."""
    begun = sentence.text[sentence.tokens[place].start].isupper()
    return begun and sentence.words[place] not in load_words().sets["determiners"]


def _is_held(sentence: Sentence, place: int) -> bool:
    """Tell whether the teams named from a place on may be those of the person hired: "you look after 3 squads"."""
    before = sentence.words[max(place - _LONGEST_HELD, 0) : place]
    held = load_words().held.every(before)
    return (place > 0 and sentence.mark(place) == ":") or any(match.last == len(before) for match in held)


def _is_name(sentence: Sentence, match: Match) -> bool:
    """Tell whether a single word begins a name that no article comes before: "Tribu Sport", an employer."""
    if match.last - match.first > 1 or match.last == len(sentence.words):
        return False
    start, end = sentence.tokens[match.first].start, sentence.tokens[match.last].start
    written = sentence.text[start : end + 1].split()
    articles = load_words().sets["determiners"] | {"au", "du"}
    return (
        len(written) == 2
        and all(part[0].isupper() for part in written)
        and (match.first == 0 or sentence.words[match.first - 1] not in articles)
    )
