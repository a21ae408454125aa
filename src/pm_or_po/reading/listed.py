"""Find the list of a JSON document that holds its offers, whatever it is called: ``{"offres": [...], "total": 2}``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pm_or_po.errors import InputError, Phrase
from pm_or_po.reading.columns import ColumnChoice, find_each, shown
from pm_or_po.reading.postings import is_personal, parts_of, postings_in, recognise
from pm_or_po.text.page_lines import section
from pm_or_po.text.title_words import title_words
from pm_or_po.text.tokens import folded_words

# Of a list of offers: its first objects, characters of a text, and of a name beside it.
_LOOKED_AT, _LEAST_TEXT, _LONGEST_NAME = 100, 30, 100
_LINK: Final = re.compile(r"(?:https?:/)?/\S*\Z")
_NO_CHOICE: Final = ColumnChoice()


def offers_in(content: Any, source: str | Phrase, choice: ColumnChoice = _NO_CHOICE) -> list[Any]:
    """Return the postings of a JSON document as ``postings_in`` does, or those of a list in it, under any name.

    That is the one list whose objects are offers, where nothing beside it may be part of an offer; or, where the user
    named the text, the one whose objects have that field.

    Raises
    ------
    InputError
        As ``postings_in``; or if several lists have the field the user named, or that is itself a list of offers.
    """
    found = postings_in(content, source)
    if len(found) != 1 or found[0] is not content or recognise(content) is not None:
        return found
    names = tuple(content)
    lists = {name: fields for name in names if not is_personal(name) and (fields := _fields(content[name]))}
    if choice.text is None:
        offers = [name for name in lists if _lists_offers(content, name, choice)]
        return content[offers[0]] if len(offers) == 1 else found
    at = find_each(names, choice)["text"]
    if at is None:
        lists = {name: one for name, one in lists.items() if find_each(one, choice)["text"] is not None}
        if len(lists) > 1:
            raise InputError("several-lists", source=source, name=choice.text, lists=shown(tuple(lists)))
        return content[next(iter(lists))] if lists else found
    name, unnamed = names[at], replace(choice, text=None)
    if name in lists and (
        _are_offers(content[name], unnamed, with_ids=True) or _lists_offers(content, name, unnamed)
    ):
        raise InputError("text-is-a-list", source=source, name=name, fields=shown(lists[name]))
    return found


def _fields(value: Any) -> tuple[str, ...]:
    """Return the keys of a list's objects, none where a value is no list of objects."""
    objects = (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(field for one in objects for field in one))


def _lists_offers(content: Mapping[str, Any], name: str, choice: ColumnChoice) -> bool:
    """Tell a list of offers from one of an offer's parts, by its objects and by what stands beside it.

    Under a name that is known for an offer's text, more is asked.
    """
    for_text = find_each((name,), _NO_CHOICE)["text"] is not None
    others = {key: value for key, value in content.items() if key != name and not is_personal(key)}
    return _are_offers(content[name], choice, with_ids=for_text) and _no_part(others, choice, bare=for_text)


def _are_offers(listed: Sequence[Any], choice: ColumnChoice, *, with_ids: bool) -> bool:
    """Tell whether most of a list are objects with a long enough text and a title or an id, or both if so asked.

    None is the section of an offer that its title is the heading of.
    """
    looked = listed[:_LOOKED_AT]
    parts = [parts_of(one, choice) for one in looked if isinstance(one, dict)]
    if any(section(tuple(folded_words(one.facts["title"]))) is not None for one in parts):
        return False
    enough = all if with_ids else any
    whole = (
        len(one.text.strip()) >= _LEAST_TEXT and enough((one.facts["title"], one.facts["id"]))
        for one in parts
    )
    return 2 * sum(whole) > len(looked)


def _no_part(value: Any, choice: ColumnChoice, *, bare: bool, counted: bool = False) -> bool:
    """Tell whether a value is no part of an offer: numbers, dates, links and, unless ``bare``, short names of no job.

    An object has no field known or chosen for a title or a text, unless it is ``counted``: one of a list, of filters
    perhaps, whose names may be of jobs too.
    """
    if isinstance(value, dict):
        uses = find_each(tuple(value), choice)
        known = uses["title"] is not None or uses["text"] is not None
        inside = (_no_part(one, choice, bare=bare, counted=counted) for one in value.values())
        return (counted or not known) and all(inside)
    if isinstance(value, list):
        return all(_no_part(one, choice, bare=bare or isinstance(one, str), counted=True) for one in value)
    if not isinstance(value, str) or _LINK.match(value):
        return True
    if len(value) > _LONGEST_NAME:
        return False
    if all(any(map(str.isdigit, word)) for word in value.split()):
        return True
    return not bare and (counted or title_words().jobs.first(folded_words(value)) is None)
