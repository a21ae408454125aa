"""Which list of a JSON document holds its offers, and which is a part of one offer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading import ColumnChoice, open_table, read_offer

DUTIES = "Gérer le backlog.\nRédiger les user stories."

WRAPPED = [{"id": n, "title": "PM", "description": DUTIES, "tags": [{"name": "x"}]} for n in (1, 2)]


def written(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"total": 2, "next": None, "meta": {"page": 1, "self": "https://jobs.example/api?page=1"}},
        {"id": 7, "exported": "2026-11-30 20:15", "contacts": [{"name": "x"}]},
    ],
    ids=["alone", "facts", "no other offers"],
)
@pytest.mark.parametrize("name", ["offres", "results", "missions"])
def test_the_one_list_of_offers_is_read_under_any_name(
    name: str, beside: dict[str, Any], tmp_path: Path
) -> None:
    path = written(tmp_path / "feed.json", {name: WRAPPED} | beside)
    assert [row.offer for row in open_table(path).rows()] == [Offer(DUTIES, "PM", n) for n in ("1", "2")]
    with pytest.raises(InputError, match="holds 2 postings: judge them with 'pm-or-po batch'"):
        read_offer(path)


@pytest.mark.parametrize(
    "beside",
    [
        {"facets": [{"name": "CDI", "count": 3}, {"name": "Product Owner", "count": 1}], "total": 1},
        {"lieux": [{"ville": "Metz"}], "source": "Recrute en Lorraine", "status": "ok"},
    ],
)
def test_lists_that_hold_no_text_stand_beside_that_of_the_offers(
    beside: dict[str, Any], tmp_path: Path
) -> None:
    path = written(tmp_path / "feed.json", beside | {"offres": [{"title": "PM", "description": DUTIES}]})
    assert [row.offer for row in open_table(path).rows()] == [Offer(DUTIES, "PM", "1")]
    assert read_offer(path) == Offer(DUTIES, "PM")


SECTIONS = [
    {"title": "Missions", "content": DUTIES},
    {"title": "Profil", "content": "Cinq ans d'expérience en agence ou en cabinet."},
]
UNKNOWN = [one | {"title": title} for one, title in zip(SECTIONS, ("Au menu", "Et toi ?"), strict=True)]
IN_SECTIONS = "\n".join(text for one in SECTIONS for text in one.values())


@pytest.mark.parametrize(
    "posting",
    [
        {"role": "Product Manager", "company": "Acme", "description": SECTIONS},
        {"fonction": "Product Owner", "annonce": SECTIONS, "competences": ["SQL"]},
        {"offre": "Product Owner", "missions": SECTIONS},
        {"company": "Acme", "description": SECTIONS},
        {"description": SECTIONS, "total": 2},
    ],
)
def test_an_offer_in_sections_is_one(posting: dict[str, Any], tmp_path: Path) -> None:
    path = written(tmp_path / "feed.json", posting)
    assert [row.offer.description for row in open_table(path).rows()] == [IN_SECTIONS]
    assert read_offer(path).description == IN_SECTIONS


@pytest.mark.parametrize("beside", [{}, {"company": "Acme"}])
def test_sections_whose_titles_are_no_known_headings_are_not_offers_for_want_of_ids(
    beside: dict[str, Any], tmp_path: Path
) -> None:
    assert (
        len(list(open_table(written(tmp_path / "feed.json", beside | {"description": UNKNOWN})).rows())) == 1
    )


SKILLS = [{"libelle": "SQL", "description": "Écrire seul des requêtes sur plusieurs tables."}] * 2


@pytest.mark.parametrize(
    "posting",
    [
        {"headline": "PM", "corps_html": f"<p>{DUTIES}</p>" * 3, "competences": SKILLS},
        {"headline": "PM", "competences": SKILLS},
        {"company": "Acme", "rubriques": SECTIONS},
        {"job": {"title": "Magicien"}, "rubriques": UNKNOWN},
        {"skills": ["SQL"], "rubriques": UNKNOWN},
        {"offres": WRAPPED, "stages": WRAPPED},
        {"mots": [{"title": "a", "text": "b"}]},
        {"avis": [{"texte": DUTIES}]},
    ],
)
def test_a_document_whose_list_may_be_no_list_of_offers_is_refused_with_its_fields(
    posting: dict[str, Any], tmp_path: Path
) -> None:
    told = ", ".join(map(repr, posting))
    with pytest.raises(InputError, match=rf"with --text-col \(the columns are {told}\)"):
        open_table(written(tmp_path / "feed.json", posting))


def test_the_list_that_has_the_field_of_the_chosen_text_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "feed.json", {"offres": WRAPPED, "lieux": [{"ville": "Metz"}]})
    table = open_table(path, ColumnChoice(text="description"))
    assert [row.offer.id for row in table.rows()] == ["1", "2"]
    written(path, {"offres": WRAPPED, "stages": WRAPPED})
    with pytest.raises(
        InputError, match=r"lists have a field 'description' \('offres', 'stages'\); keep that of the offers"
    ):
        open_table(path, ColumnChoice(text="description"))


@pytest.mark.parametrize("beside", [{}, {"name": "Export de mai"}], ids=["alone", "with a title"])
def test_no_list_of_objects_is_taken_for_the_text_of_one_offer(
    beside: dict[str, Any], tmp_path: Path
) -> None:
    path = written(tmp_path / "feed.json", beside | {"offres": WRAPPED})
    told = (
        r"'offres' is a list of objects, .* \('id', 'title', 'description', 'tags'\), or, if all of it is one"
    )
    with pytest.raises(InputError, match=told):
        open_table(path, ColumnChoice(text="offres"))
    table = open_table(path, ColumnChoice(text="description"))
    assert [row.offer.id for row in table.rows()] == ["1", "2"]


PARTS = [{"titre": "Missions", "texte": "Gérer le backlog"}, {"titre": "Profil", "texte": "Bac+5"}]


@pytest.mark.parametrize(
    "posting",
    [
        {"description": DUTIES, "questions": [{"title": "Pourquoi ?", "text": "…"}]},
        {"intitulé": "PO", "missions": PARTS},
        {"description": [{"type": "p", "text": "Gérer"}, {"type": "p", "text": "Rédiger"}]},
    ],
    ids=["a list beside the text", "a text in parts", "a text in parts without a title"],
)
def test_a_posting_that_holds_a_list_of_objects_is_one(posting: dict[str, Any], tmp_path: Path) -> None:
    assert len(list(open_table(written(tmp_path / "feed.json", posting)).rows())) == 1


@pytest.mark.parametrize("parts", [PARTS, SECTIONS, UNKNOWN])
def test_parts_under_a_name_that_is_not_known_are_one_text_where_the_user_says_so(
    parts: list[dict[str, str]], tmp_path: Path
) -> None:
    posting, choice = {"intitulé": "PO", "rubriques": parts}, ColumnChoice(text="rubriques")
    with pytest.raises(InputError, match=r"the columns are 'intitulé', 'rubriques'"):
        open_table(written(tmp_path / "feed.json", posting))
    text = "\n".join(told for one in parts for told in one.values())
    for content in (posting, [posting]):
        (row,) = open_table(written(tmp_path / "feed.json", content), choice).rows()
        assert row.offer == Offer(text, "PO", "1")
