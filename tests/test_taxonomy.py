"""The whole taxonomy file: stable ids, both languages everywhere, texts fit to be shown."""

from __future__ import annotations

import tomllib
from dataclasses import FrozenInstanceError
from importlib.resources import files

import pytest

from pm_or_po.errors import DataError
from pm_or_po.taxonomy import (
    FACETS,
    FAMILIES,
    FLAGS,
    JUDGED_ROLES,
    LANGS,
    LEADER_QUESTIONS,
    ROLES,
    SIDES,
    SIGNAL_KINDS,
    WANTED,
    Bilingual,
    facets_of,
    load_taxonomy,
    parse_taxonomy,
)

SHIPPED = files("pm_or_po").joinpath("taxonomy.toml").read_text(encoding="utf-8")
DISCOVERY = ["market", "users", "vision", "roadmap", "experiments", "outcomes", "launch"]
DELIVERY = ["specifications", "backlog", "rituals", "coordination", "acceptance", "release", "support"]


def every_text() -> list[tuple[str, Bilingual]]:
    found = []
    for table in (SIDES, FACETS, ROLES, FLAGS, FAMILIES, SIGNAL_KINDS):
        for entry in table.values():
            found += [(f"{entry.id}.{k}", v) for k, v in vars(entry).items() if isinstance(v, Bilingual)]
    for asking in (*FLAGS.values(), *SIGNAL_KINDS.values()):
        found += [(f"{asking.id}.questions.{i}", question) for i, question in enumerate(asking.questions)]
    found += [(f"leaders.questions.{i}", question) for i, question in enumerate(LEADER_QUESTIONS)]
    return found


EVERY_TEXT = every_text()


def test_ids_are_stable():
    assert list(SIDES) == ["discovery", "delivery"]
    assert [f.id for f in facets_of("discovery")] == DISCOVERY
    assert [f.id for f in facets_of("delivery")] == DELIVERY
    assert list(FACETS) == DISCOVERY + DELIVERY
    assert list(ROLES) == ["PM", "PO", "OTHER", "UNCLEAR"]
    assert list(FLAGS) == ["pm-title-po-duties", "po-title-pm-duties", "product-title-other-duties"]
    assert " ".join(FAMILIES) == (
        "project-management business-analysis scrum-agile design product-marketing physical-goods "
        "finance-insurance development data quality sales marketing consulting operations support other"
    )
    assert list(SIGNAL_KINDS) == [
        "founders-hold-vision", "decided-elsewhere", "named-product-lead", "named-product-owner", "split-organisation",
    ]  # fmt: skip


@pytest.mark.parametrize(("place", "text"), EVERY_TEXT, ids=[place for place, _ in EVERY_TEXT])
@pytest.mark.parametrize("lang", LANGS)
def test_every_text_is_one_tidy_line(place, text, lang):
    line = text(lang)
    assert line == line.strip()
    assert 3 < len(line) < 200, place
    assert not set(line) & set("\n\t—")
    assert "  " not in line
    assert "’" not in line, "straight apostrophes only"
    if place.endswith((".definition", ".sentence", ".template")):
        assert line[0].isupper() and line.endswith("."), place


@pytest.mark.parametrize("entry", FACETS.values(), ids=list(FACETS))
def test_questions_are_questions_a_candidate_can_ask(entry):
    assert entry.question("fr").endswith(" ?")
    assert entry.question("en").endswith("?") and not entry.question("en").endswith(" ?")
    assert len(entry.question("fr")) <= 140 and len(entry.question("en")) <= 140
    assert not {"tu", "te", "ton", "ta", "tes"} & set(entry.question("fr").lower().split()), (
        "French says vous"
    )


def test_the_questions_of_signals_stand_for_those_of_facets():
    for kind in SIGNAL_KINDS.values():
        assert kind.questions and kind.instead and set(kind.instead) <= set(WANTED)


def test_no_two_entries_share_a_name_or_a_question():
    for lang in LANGS:
        for table in (SIDES, FACETS, ROLES, FAMILIES, SIGNAL_KINDS):
            assert len({entry.name(lang) for entry in table.values()}) == len(table)
        assert len({entry.question(lang) for entry in FACETS.values()}) == len(FACETS)


def test_french_and_english_differ():
    same = {place.removesuffix(".name") for place, text in EVERY_TEXT if text.fr == text.en}
    assert same == {"discovery", "delivery", "PM", "PO", "design", "backlog"}


@pytest.mark.parametrize("lang", LANGS)
def test_a_flag_names_the_other_job(lang):
    flag = FLAGS["product-title-other-duties"]
    assert flag.sentence(lang, FAMILIES["sales"]).endswith(f"{FAMILIES['sales'].name(lang)}.")
    assert flag.sentence(lang) == flag.sentence(lang, FAMILIES["other"])
    assert flag.sentence(lang).endswith("autre métier." if lang == "fr" else "another job.")
    for entry in FLAGS.values():
        assert "{" not in entry.sentence(lang)
        assert ("{family}" in entry.template(lang)) == (entry is flag)


@pytest.mark.parametrize("family", ["physical-goods", "finance-insurance"])
def test_a_family_is_a_job_and_not_what_it_sells(family):
    assert FAMILIES[family].name("fr").split()[0] in ("gestion", "conception")
    assert FAMILIES[family].name("en").split()[0] in ("management", "design")


def test_the_taxonomy_is_frozen_and_read_once():
    assert load_taxonomy() is load_taxonomy()
    with pytest.raises(FrozenInstanceError):
        FACETS["roadmap"].side = "delivery"
    with pytest.raises(TypeError):
        FACETS["mine"] = FACETS["roadmap"]


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ('{ fr = "Que recouvre', '{ de = "Que recouvre', r"product-title-other-duties\.questions"),
        (
            '{ fr = "Les fondateurs portent la vision du produit',
            '{ de = "Les',
            r"signals\.founders-hold-vision\.questions",
        ),
        ('side = "discovery"', 'side = "both"', "market.side"),
        ("[roles.PM]\nname = { fr = ", "[roles.PM]\nname = { de = ", r"roles\.PM\.name"),
        ('design = { fr = "design"', 'design = { fr = " "', r"families\.design"),
        ("[sides.", "[size.", r"\[sides\]"),
        ("[leaders]", "[leader]", r"\[leaders\]"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(good, bad, message):
    assert good in SHIPPED
    with pytest.raises(DataError, match=message):
        parse_taxonomy(tomllib.loads(SHIPPED.replace(good, bad)))


def test_every_role_but_unclear_can_be_right_in_the_order_of_the_taxonomy():
    assert JUDGED_ROLES == ("PM", "PO", "OTHER")
