"""Whatever the text, a verdict that follows the contract of its JSON form, or a refusal in one sentence."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from short_offers import BOTH, DELIVERY, DESIGN, DISCOVERY, duties

from pm_or_po import InputError, Verdict, classify
from pm_or_po.judging.deciding import flag_of
from pm_or_po.taxonomy import FACETS, FAMILIES, FLAGS, LANGS
from pm_or_po.text.clean import clean
from pm_or_po.text.cutting import LONGEST_DESCRIPTION, LONGEST_TITLE
from pm_or_po.training.rows import LabelledOffer

GERMAN = """Wir suchen eine engagierte Person für unser Team in Berlin, die mit uns die digitale Zukunft gestaltet und die
Arbeit mit den Entwicklern liebt. Deine Aufgaben: Du bist für das Backlog verantwortlich und schreibst die Anforderungen mit
dem Fachbereich. Du planst die Sprints und bist der erste Kontakt für die Kunden."""

FIELDS = [
    "id", "title", "title_claim", "role", "other_family", "probabilities", "discovery", "delivery", "flag", "confidence",
    "language", "evidence", "missing", "questions", "signals", "offer_from", "other_offers_from", "model",
    "balanced",
]  # fmt: skip


# --- The contract -----------------------------------------------------------------------------------------------


def follows_the_contract(verdict: Verdict, description: str) -> dict[str, Any]:
    """Check a verdict against the contract of its JSON form, and return that form."""
    said = verdict.to_dict()
    assert json.loads(json.dumps(said, allow_nan=False)) == said
    assert list(said) == FIELDS
    assert said["role"] in ("PM", "PO", "OTHER", "UNCLEAR") and said["title_claim"] in (
        "PM",
        "PO",
        "BOTH",
        "OTHER",
    )
    assert (said["other_family"] in FAMILIES) == (said["role"] == "OTHER")
    assert said["role"] == "OTHER" or said["other_family"] is None
    assert list(said["probabilities"]) == ["PM", "PO", "OTHER"]
    assert sum(said["probabilities"].values()) == pytest.approx(1, abs=2e-6)
    assert said["confidence"] == said["probabilities"].get(said["role"])
    assert 0 <= said["discovery"] <= 100 and 0 <= said["delivery"] <= 100
    assert said["flag"] is None or said["flag"] in FLAGS
    assert said["flag"] == flag_of(said["title_claim"], said["role"])
    assert said["language"] in LANGS
    told = {facet for one in said["evidence"] for facet in one["facets"]}
    assert set(said["missing"]) <= set(FACETS) and told.isdisjoint(said["missing"])
    assert (
        list(said["model"]) == ["name", "version", "data_sha256"] and len(said["model"]["data_sha256"]) == 64
    )
    for one in said["evidence"]:
        assert list(one) == ["start", "end", "text", "side", "facet", "facets", "weight", "words"]
        assert one["text"] == description[one["start"] : one["end"]] != ""
        assert one["facets"][0] == one["facet"] and len(set(one["facets"])) == len(one["facets"])
        assert {FACETS[facet].side for facet in one["facets"]} == {one["side"]} and 0 < one["weight"] <= 1
        assert all(word["text"] == description[word["start"] : word["end"]] for word in one["words"])
        assert all(one["start"] <= word["start"] < word["end"] <= one["end"] for word in one["words"])
        assert [word["weight"] for word in one["words"]] == sorted(
            (w["weight"] for w in one["words"]), reverse=True
        )
    assert [e["start"] for e in said["evidence"]] == sorted(e["start"] for e in said["evidence"])
    for signal in said["signals"]:
        assert list(signal) == ["kind", "start", "end", "text"]
        assert signal["text"] == description[signal["start"] : signal["end"]] != ""
    if (start := said["offer_from"]) is not None:
        assert 0 < start < len(description)
        assert all(one["start"] >= start for one in [*said["evidence"], *said["signals"]])
    if (end := said["other_offers_from"]) is not None:
        assert 0 < end < len(description)
        assert all(one["end"] <= end for one in [*said["evidence"], *said["signals"]])
    return said


@pytest.mark.parametrize(
    "description", [DELIVERY, DISCOVERY, BOTH, DESIGN], ids=["delivery", "discovery", "both", "design"]
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_verdict_follows_its_contract(description: str, lang: Any) -> None:
    verdict = classify(description, "Product Manager H/F", lang=lang, id="x-1")
    said = follows_the_contract(verdict, description)
    assert (said["id"], said["title"], said["title_claim"]) == ("x-1", "Product Manager H/F", "PM")
    own = [question(lang) for flag in FLAGS.values() for question in flag.questions]
    assert set(said["questions"]) <= {*own, *(facet.question(lang) for facet in FACETS.values())}


def test_it_does_so_on_authored_offers(corpus_offers: tuple[LabelledOffer, ...]) -> None:
    for offer in corpus_offers[::12]:
        follows_the_contract(classify(offer.description, offer.title, id=offer.id), offer.description)


WRITTEN = st.lists(
    st.sampled_from(
        [
            "Product Owner", "- Gérer le backlog", "<li>Définir la vision</li>", "<b>Vos missions</b>", "&eacute;quipe", "e\u0301",
            "\r\n", "\n", " ", "\u200b", "🚀", "• Mener des entretiens utilisateurs", "You will own the roadmap.", "1. Tester",
            "Avec le CPO et les Product Managers", "Les fondateurs portent la vision", "\\u00e9", "&lt;p&gt;", "**", "5 ans",
        ]
    ),
    min_size=1, max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=60)
@given(WRITTEN)
def test_it_does_so_on_anything_pasted(description: str) -> None:
    try:
        verdict = classify(description)
    except InputError:
        assert not any(character.isalpha() for character in clean(description).text)
        return
    follows_the_contract(verdict, description)


# --- What is refused ------------------------------------------------------------------------------------------------

REFUSED = {
    "empty": "",
    "blank": " \n\t\r\n\xa0",
    "markup alone": "<p><br/></p>",
    "numbers and marks alone": "12 34 --- ??? 🚀",
    "NUL bytes": "PK\x03\x04\x00\x00Gérer le backlog",
    "German": GERMAN,
    "too long": "Gérer le backlog. " * (LONGEST_DESCRIPTION // 18 + 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    name: str, is_one_sentence: Callable[[InputError], bool]
) -> None:
    start = time.perf_counter()
    with pytest.raises(InputError) as caught:
        classify(REFUSED[name], "Product Owner")
    assert is_one_sentence(caught.value)
    assert time.perf_counter() - start < 1


def test_a_title_as_long_as_a_text_is_refused_at_once(is_one_sentence: Callable[[InputError], bool]) -> None:
    start = time.perf_counter()
    with pytest.raises(InputError) as caught:
        classify(DELIVERY, "chef de produit " * 300_000)
    assert is_one_sentence(caught.value) and time.perf_counter() - start < 1
    assert classify(DELIVERY, "Product Owner".ljust(LONGEST_TITLE)).title_claim == "PO"


def test_the_longest_text_that_is_read_is_read() -> None:
    text = DELIVERY.ljust(LONGEST_DESCRIPTION)
    start = time.perf_counter()
    assert duties(classify(text, "Product Owner")) == duties(classify(DELIVERY, "Product Owner"))
    assert time.perf_counter() - start < 20


def test_a_long_text_on_one_line_is_judged_in_time_that_grows_with_its_length(
    corpus_offers: tuple[LabelledOffer, ...],
) -> None:
    line = " ".join(re.findall(r"\w+", " ".join(offer.description for offer in corpus_offers).lower()))
    start = time.perf_counter()
    classify(line[: LONGEST_DESCRIPTION // 4])
    assert time.perf_counter() - start < 20


HOSTILE = {
    "blanks": "a" + " " * 100_000 + "b", "tags": "<div>" * 20_000 + "a", "comments": "<p>a" + "<!--" * 25_000,
    "titles": "chef ou cheffe de produit " * 4_000, "letters": "a le " * 20_000, "links": "avec le " * 12_000,
    "accents": "e\u0301" * 50_000, "an offer many times over": BOTH * 200,
    "founders": "les fondateurs portent la vision et " * 2_500,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_judged_in_bounded_time(name: str) -> None:
    start = time.perf_counter()
    classify(HOSTILE[name])
    assert time.perf_counter() - start < 10


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_and_title_give_a_verdict_or_a_refusal(description: str, title: str) -> None:
    try:
        verdict = classify(description, title)
    except InputError:
        return
    follows_the_contract(verdict, description)
