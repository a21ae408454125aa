"""Postings as the published formats write them, made by hand from their lists of fields; employers are invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading import ColumnChoice, open_table, read_offer
from pm_or_po.reading.listed import offers_in
from pm_or_po.reading.postings import (
    DEEPEST,
    formats,
    parts_of,
    postings_in,
    read_posting,
    recognise,
)

DUTIES = "Gérer le backlog.\nRédiger les user stories."
SECRET = "jeanne.martin@recrute.example"

FORMATS: dict[str, tuple[Any, Offer, dict[str, str]]] = {
    "France Travail": (
        {"resultats": [{
            "id": "201ABC", "intitule": "Product Owner (H/F)", "description": DUTIES,
            "dateCreation": "2026-11-02T08:00:00Z", "lieuTravail": {"libelle": "44 - NANTES", "codePostal": "44000"},
            "romeCode": "M1806", "appellationlibelle": "Product Owner", "entreprise": {"nom": "Ville d'Aubrac"},
            "contact": {"nom": "Jeanne Martin", "courriel": SECRET}, "agence": {"courriel": SECRET},
            "origineOffre": {"origine": "1", "urlOrigine": "https://offres.example/201ABC"},
            "contexteTravail": {"horaires": ["35H"]},
        }], "filtresPossibles": []},
        Offer(DUTIES, "Product Owner (H/F)", "201ABC"),
        {"employer": "Ville d'Aubrac", "place": "44 - NANTES", "url": "https://offres.example/201ABC"},
    ),
    "schema.org JobPosting": (
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Emplois"}, {
            "@type": ["JobPosting", "Thing"], "title": "Product Manager", "description": "Toute l'annonce",
            "responsibilities": DUTIES, "qualifications": "Cinq ans de discovery",
            "hiringOrganization": {"@type": "Organization", "name": "Brumaire"},
            "identifier": {"@type": "PropertyValue", "value": "BR-7"}, "datePosted": "2026-11-01",
            "applicationContact": {"email": SECRET},
        }]},
        Offer(f"{DUTIES}\n\nToute l'annonce", "Product Manager", "BR-7"),
        {"employer": "Brumaire", "date": "2026-11-01"},
    ),
    "Greenhouse": (
        {"jobs": [{
            "id": 44, "internal_job_id": 4, "title": "Product Owner", "updated_at": "2026-10-01",
            "location": {"name": "Lyon"}, "absolute_url": "https://boards.example/44", "metadata": None,
            "content": "&lt;p&gt;Gérer le backlog&lt;/p&gt;", "departments": [],
        }], "meta": {"total": 1}},
        Offer("&lt;p&gt;Gérer le backlog&lt;/p&gt;", "Product Owner", "44"),
        {"place": "Lyon", "url": "https://boards.example/44"},
    ),
    "Lever": (
        [{
            "id": "a-b", "text": "Product Manager", "categories": {"location": "Paris", "team": "Produit"},
            "description": "<div>Nous éditons.</div>", "descriptionPlain": "Nous éditons.",
            "lists": [{"text": "Missions", "content": "<li>Gérer le backlog</li>"},
                      {"text": "Profil", "content": "<li>Cinq ans</li>"}],
            "additional": "Tickets restaurant", "hostedUrl": "https://jobs.example/a-b", "createdAt": 1700000000000,
        }],
        Offer(
            "Nous éditons.\n\nMissions\n<li>Gérer le backlog</li>\nProfil\n<li>Cinq ans</li>", "Product Manager", "a-b"
        ),
        {"place": "Paris", "date": "1700000000000"},
    ),
    "Ashby": (
        {"apiVersion": "1", "jobs": [{
            "id": "x1", "title": "PO", "location": "Lille", "jobUrl": "https://ashby.example/x1",
            "descriptionHtml": "<p>Gérer</p>", "descriptionPlain": "Gérer", "publishedAt": "2026-09-09",
        }]},
        Offer("Gérer", "PO", "x1"),
        {"place": "Lille", "date": "2026-09-09"},
    ),
    "Teamtailor": (
        {"data": [{"id": "9", "type": "jobs", "attributes": {
            "title": "PM", "pitch": "Rejoignez-nous", "body": "<p>Gérer</p>", "created-at": "2026-05-05",
        }, "links": {"careersite-job-url": "https://tt.example/9"}}]},
        Offer("<p>Gérer</p>", "PM", "9"),
        {"url": "https://tt.example/9"},
    ),
    "Welcome to the Jungle": (
        {"jobs": [{
            "name": "Product Owner", "reference": "WK_1", "key_missions": ["Gérer le backlog", "Animer les sprints"],
            "description": "<p>Le poste</p>", "profile": "<p>Cinq ans</p>", "contract_type": "FULL_TIME",
            "organization": {"name": "Brumaire", "slug": "brumaire"}, "published_at": "2026-01-01",
        }]},
        Offer("Gérer le backlog\nAnimer les sprints\n\n<p>Le poste</p>", "Product Owner", "WK_1"),
        {"employer": "Brumaire"},
    ),
    "SmartRecruiters": (
        {"content": [{
            "name": "Product Owner", "refNumber": "SR1", "company": {"name": "Brumaire"}, "location": {"city": "Metz"},
            "jobAd": {"sections": {"companyDescription": {"text": "Qui nous sommes"}, "jobDescription": {"text": DUTIES},
                                   "qualifications": {"text": "Bac+5"}}},
        }]},
        Offer(DUTIES, "Product Owner", "SR1"),
        {"employer": "Brumaire", "place": "Metz"},
    ),
    "Flatchr": (
        [{"title": "PO", "reference": "F1", "description": "L'entreprise", "mission": DUTIES, "profile": "Bac+5"}],
        Offer(DUTIES, "PO", "F1"),
        {},
    ),
    "Flatchr, one vacancy": (
        {"vacancy": {"title": "PO", "reference": "F2", "description": "L'entreprise", "mission": DUTIES}},
        Offer(DUTIES, "PO", "F2"),
        {},
    ),
    "JobSpy": (
        [{"id": "in-1", "site": "indeed", "job_url": "https://x.example/1", "title": "PM", "company": "Brumaire",
          "location": "Paris", "description": DUTIES, "emails": SECRET, "company_description": "Nous éditons"}],
        Offer(DUTIES, "PM", "in-1"),
        {"employer": "Brumaire"},
    ),
    "LinkedIn and EMSCAD data sets": (
        [{"job_id": 3, "title": "PM", "company_profile": "Who we are", "description": DUTIES,
          "requirements": "5 years", "benefits": "Lunch", "fraudulent": 0}],
        Offer(DUTIES, "PM", "3"),
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_recognised_and_read(name: str, tmp_path: Path) -> None:
    content, offer, facts = FORMATS[name]
    (posting,) = postings_in(content, "x")
    form = recognise(posting)
    assert form is not None and form.name == name
    assert read_posting(posting) == offer
    assert facts.items() <= parts_of(posting).facts.items()
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert read_offer(path) == offer
    (row,) = open_table(path).rows()
    assert row.offer == offer
    assert SECRET not in json.dumps(row.cells)
    lines = tmp_path / "feed.jsonl"
    lines.write_text(json.dumps(posting) + "\n", encoding="utf-8")
    (row,) = open_table(lines).rows()
    assert row.offer.description == offer.description and row.offer.title == offer.title


@pytest.mark.parametrize("name", ["itemListElement", "dataFeedElement", "@graph"])
def test_the_lists_of_schema_org_are_unwrapped(name: str, tmp_path: Path) -> None:
    posting = {"@type": "JobPosting", "title": "PM", "description": DUTIES, "identifier": "S1"}
    wrapped = [{"@type": "ListItem", "position": 1, "item": posting}, {"@type": "ListItem", "item": posting}]
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"@context": "https://schema.org", name: wrapped}), encoding="utf-8")
    assert [row.offer for row in open_table(path).rows()] == [Offer(DUTIES, "PM", "S1")] * 2


@pytest.mark.parametrize(
    ("name", "told"),
    [("SmartRecruiters", "export them with it (see 'ref')"), ("Greenhouse", "see 'content=true'")],
)
def test_a_list_of_summaries_is_refused_with_what_leads_to_the_text(
    name: str, told: str, tmp_path: Path
) -> None:
    short = {
        "SmartRecruiters": {
            "content": [
                {
                    "id": "7",
                    "name": "PO",
                    "refNumber": "R7",
                    "company": {},
                    "releasedDate": "2026",
                    "ref": "u",
                }
            ]
        },
        "Greenhouse": {"jobs": [{"id": 7, "internal_job_id": 8, "title": "PO", "absolute_url": "u"}]},
    }
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(short[name]), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        open_table(path)
    assert f"lists {name} postings without their text" in str(refusal.value)
    assert told in str(refusal.value)


def test_postings_of_a_known_format_are_read_from_a_list_of_any_name(tmp_path: Path) -> None:
    content, offer, _ = FORMATS["Lever"]
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"published": content}), encoding="utf-8")
    assert [row.offer for row in open_table(path).rows()] == [offer]


def test_every_format_has_an_example() -> None:
    assert [form.name for form in formats()] == sorted(FORMATS, key=[one.name for one in formats()].index)


def test_a_posting_of_no_known_format_is_read_by_its_field_names() -> None:
    posting = {"Intitulé": "PO", "missions": ["Gérer", "Animer"], "réf": 7, "ville": "Metz"}
    assert read_posting(posting) == Offer("Gérer\nAnimer", "PO", "7")
    assert parts_of(posting).facts["title"] == "PO"


def test_the_title_and_the_id_of_a_known_format_are_where_the_user_says(tmp_path: Path) -> None:
    posting = {"@type": "JobPosting", "title": "Emploi", "poste": "PM", "ref": 7, "description": DUTIES}
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([posting, {**posting, "poste": None}]), encoding="utf-8")
    table = open_table(path, ColumnChoice(title="Poste", id="ref"))
    assert [(row.offer.title, row.offer.id) for row in table.rows()] == [("PM", "7"), ("", "7")]
    with pytest.raises(InputError, match="'job'"):
        open_table(path, ColumnChoice(title="job"))


@pytest.mark.parametrize(
    ("responsibilities", "description", "read"),
    [
        ("Voir la description", DUTIES, f"Voir la description\n\n{DUTIES}"),
        ("Gérer le backlog", f"<p>{DUTIES}</p>", f"<p>{DUTIES}</p>"),
        (DUTIES, DUTIES, DUTIES),
        ("", DUTIES, DUTIES),
        (DUTIES, "", DUTIES),
    ],
)
def test_duties_told_apart_are_read_beside_the_rest_of_the_ad_and_none_twice(
    responsibilities: str, description: str, read: str
) -> None:
    posting = {"@type": "JobPosting", "responsibilities": responsibilities, "description": description}
    assert read_posting(posting).description == read


LINES = ["Cadrer les besoins", "Rédiger les user stories", "Suivre la recette", "Animer les démos"]
AD = "<p>Acme recrute.</p><ul>" + "".join(f"<li>{line}.</li>" for line in LINES) + "</ul>"


@pytest.mark.parametrize(
    ("responsibilities", "kept"),
    [
        ("\n".join([*LINES, "Veiller"]), "Veiller\n\n"),
        (
            "".join(f"<li>{line}</li>" for line in [*LINES[:3], "Veiller"]),
            f"{'<li></li>' * 3}<li>Veiller</li>\n\n",
        ),
        (
            "".join(f"&lt;li&gt;{line}&lt;/li&gt;" for line in [*LINES[:1], "Veiller"]),
            "&lt;li&gt;&lt;/li&gt;&lt;li&gt;Veiller&lt;/li&gt;\n\n",
        ),
        ("\n".join([*LINES[:2], "Veiller sur le marché"]), "Veiller sur le marché\n\n"),
        (
            f"<ul><li>{LINES[0]}</li><li>Veiller sur le <b>marché</b></li></ul>",
            "<ul><li></li><li>Veiller sur le <b>marché</b></li></ul>\n\n",
        ),
        (
            "Veiller sur le marché\nInterroger les clients",
            "Veiller sur le marché\nInterroger les clients\n\n",
        ),
    ],
)
def test_of_duties_told_in_the_ad_too_only_lines_of_their_own_are_kept(
    responsibilities: str, kept: str
) -> None:
    posting = {"@type": "JobPosting", "responsibilities": responsibilities, "description": AD}
    assert read_posting(posting).description == kept + AD


def test_an_ad_shorter_than_its_list_of_duties_is_told_once() -> None:
    duties = "\n".join([*LINES, "Veiller"])
    posting = {
        "@type": "JobPosting",
        "responsibilities": duties,
        "description": f"Acme\n{LINES[0]}\n{LINES[1]}",
    }
    assert read_posting(posting).description == f"{duties}\n\nAcme"


def test_duties_too_long_to_compare_line_by_line_are_kept() -> None:
    duties = "".join(f"Tâche {number}\n" for number in range(3_000))
    posting = {
        "@type": "JobPosting",
        "responsibilities": duties,
        "description": f"Début\n{duties}".replace("9\n", "8\n") + "x" * 9_000,
    }
    assert read_posting(posting).description.startswith(duties)


def test_a_posting_without_text_says_so() -> None:
    with pytest.raises(InputError, match="No field of the posting holds its text"):
        read_posting({"intitule": "PO"})


def test_several_postings_are_for_batch(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_text(
        json.dumps([{"description": "a"}, {"description": "b"}]), encoding="utf-8"
    )
    with pytest.raises(InputError, match="holds 2 postings: judge them with 'pm-or-po batch'"):
        read_offer(tmp_path / "feed.json")
    assert [row.offer.description for row in open_table(tmp_path / "feed.json").rows()] == ["a", "b"]


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep: Any = "x"
    for _ in range(DEEPEST + 1):
        deep = [deep]
    with pytest.raises(InputError, match="levels"):
        postings_in(deep, "x")
    (tmp_path / "t.json").write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(InputError, match="not well-formed"):
        open_table(tmp_path / "t.json")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["description", "title", "lists", "text", "jobs", "data", "@graph", "@type", "attributes"]
            )
            | st.text(max_size=5),
            inside,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_any_json_is_read_or_refused(content: Any) -> None:
    try:
        for posting in offers_in(content, "x"):
            if isinstance(posting, dict):
                assert isinstance(read_posting(posting).description, str)
                assert all(isinstance(fact, str) for fact in parts_of(posting).facts.values())
    except InputError as error:
        assert "\n" not in str(error)
