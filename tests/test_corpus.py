"""The labelled corpus: files read, nothing is said twice, the balance holds; what the reader refuses."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pm_or_po.errors import CorpusError
from pm_or_po.scoring.model import StatementModel
from pm_or_po.taxonomy import FACETS, LANGS, ROLES
from pm_or_po.training.corpus import Corpus, read_corpus
from pm_or_po.training.describe import (
    Portrait,
    copied_runs,
    leaning_words,
    main,
    nearest_duplicates,
    portrait,
    repeated_lines,
    shares,
    tell_apart,
)
from pm_or_po.training.evaluate import figures, judged

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = sorted([*DATA.glob("offers/*"), *DATA.glob("statements/*")])
TWINS = 0.5  # Jaccard of 5-word shingles from which two offers are one offer written twice
REPEATED_DUTIES = 5  # duty lines that may stand word for word in two offers
REPEATED_PLAIN = 0.20  # share of other lines that may: stock headings, mostly


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus([DATA / "offers", DATA / "statements"])


@pytest.fixture(scope="module")
def drawn(corpus: Corpus) -> Portrait:
    return portrait(corpus)


# --- The project's own data ----------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=[f"{f.parent.name}/{f.name}" for f in FILES])
def test_each_file_reads_alone_and_holds_one_kind_of_row(file: Path):
    assert file.suffix == ".jsonl"
    found = read_corpus([file])
    assert bool(found.offers) == (file.parent.name == "offers")
    assert bool(found.statements) == (file.parent.name == "statements")


def test_offers_are_fully_labelled(corpus: Corpus):
    for offer in corpus.offers:
        assert offer.lang in LANGS, offer.id
        assert offer.title.strip(), offer.id
        assert offer.group, offer.id
        assert offer.spans, offer.id
        assert offer.discovery is not None and offer.delivery is not None, offer.id
        assert (offer.family is not None) == (offer.role == "OTHER"), offer.id


def test_roles_follow_from_the_scores(corpus: Corpus):
    for offer in corpus.offers:
        if offer.role == "PM":
            assert offer.discovery >= 2, offer.id
        elif offer.role == "PO":
            assert offer.delivery >= 2 > offer.discovery, offer.id


def test_a_scored_side_has_a_line_that_proves_it(corpus: Corpus):
    for offer in corpus.offers:
        for side in ("discovery", "delivery"):
            if getattr(offer, side) >= 2:
                assert any(span.side in (side, "both") for span in offer.spans), (offer.id, side)


def test_facets_say_the_side_everywhere_and_only_duties_bear_one(drawn: Portrait):
    sided = drawn.lines["side"] != "none"
    assert (drawn.lines["facets"].map(bool) == sided).all()
    stray = drawn.lines[sided & ~drawn.lines["zone"].isin(["duty", "heading"])]
    assert stray.empty, stray[["offer", "zone", "words"]].to_string()


def test_ids_are_unique(corpus: Corpus):
    seen = Counter([o.id for o in corpus.offers] + [s.id for s in corpus.statements])
    assert [name for name, count in seen.items() if count > 1] == []


def test_no_offer_is_a_near_duplicate_of_another(drawn: Portrait):
    near = nearest_duplicates(drawn.words)
    twins = near[near["jaccard"] >= TWINS]
    assert [(drawn.offers["id"][i], drawn.offers["id"][j]) for i, j in twins["nearest"].items()] == []


def test_duties_are_not_repeated_word_for_word(drawn: Portrait):
    repeated = repeated_lines(drawn.lines[drawn.lines["side"] != "none"])
    assert len(repeated) <= REPEATED_DUTIES, list(repeated.index)


def test_few_other_lines_are_repeated(drawn: Portrait):
    plain = drawn.lines[(drawn.lines["source"] == "offers") & (drawn.lines["side"] == "none")]
    assert plain["words"].isin(repeated_lines(plain).index).mean() <= REPEATED_PLAIN


def test_the_same_words_never_have_two_sides(drawn: Portrait):
    said = drawn.lines[drawn.lines["words"] != ""].groupby("words")["side"].nunique()
    assert list(said[said > 1].index) == []


def test_size(drawn: Portrait):
    assert len(drawn.offers) >= 500
    assert len(drawn.lines) >= 20_000


def test_language_balance(drawn: Portrait):
    assert 50 <= shares(drawn.offers["lang"], LANGS).loc["fr", "percent"] <= 70


@pytest.mark.parametrize("role", ["PM", "PO", "OTHER"])
def test_role_balance(drawn: Portrait, role: str):
    assert shares(drawn.offers["role"], list(ROLES)).loc[role, "percent"] >= 20


def test_a_third_of_the_po_offers_stand_under_a_pm_title(drawn: Portrait):
    claims = drawn.offers.loc[drawn.offers["role"] == "PO", "claim"]
    assert (claims == "PM").mean() >= 1 / 3


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("source", ["offers", "statements"])
def test_every_facet_occurs_in_both_languages(drawn: Portrait, lang: str, source: str):
    own = drawn.lines[(drawn.lines["lang"] == lang) & (drawn.lines["source"] == source)]
    assert set(own["facets"].explode().dropna()) == set(FACETS)


# --- The offers held out -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hard() -> Corpus:
    return read_corpus([DATA / "hard.jsonl"])


def test_no_hard_offer_is_one_of_the_corpus(hard: Corpus, corpus: Corpus, drawn: Portrait):
    assert {o.group for o in hard.offers}.isdisjoint(o.group for o in corpus.offers)
    both = portrait(Corpus((*corpus.offers, *hard.offers), (), ""))
    near = nearest_duplicates(both.words)[len(corpus.offers) :]
    assert near["jaccard"].max() < TWINS / 2
    sided = portrait(hard).lines.query("side != 'none'")
    assert len(sided) > 1_000
    assert set(sided["words"]).isdisjoint(drawn.lines["words"])


def test_most_hard_offers_are_judged_right_though_their_writers_are_unseen(
    hard: Corpus, model: StatementModel
):
    said = [judged(offer, model) for offer in hard.offers]
    assert np.mean([one.role == one.gold.role for one in said]) >= 0.85
    assert figures(said)["lines_discovery"]["f1"] >= 0.75


# --- What the reader takes -----------------------------------------------------------------------------


def offer_row(**changes: Any) -> dict[str, Any]:
    lines = [
        ["Vos missions", "heading", "none", [], "\n"],
        ["- Tenir le backlog", "duty", "delivery", ["backlog"], "\n"],
        ["Vous aimez le vélo.", "profile", "none", [], " "],
        [
            "Vous rencontrez les loueurs et rédigez les stories.",
            "duty",
            "both",
            ["users", "specifications"],
            "",
        ],
    ]
    row = {"id": "a-1", "lang": "fr", "title": "Product Owner", "role": "PO", "discovery": 1, "delivery": 3}
    return row | {"lines": lines} | changes


def line_row(*line: Any) -> dict[str, Any]:
    return offer_row(lines=[["Votre rôle", "heading", "none", [], "\n"], list(line)])


def statement_row(**changes: Any) -> dict[str, Any]:
    row = {"id": "s-1", "lang": "en", "text": "Run the sprint review", "zone": "duty", "side": "delivery"}
    return row | {"facets": ["rituals"]} | changes


def write(folder: Path, *rows: dict[str, Any] | str, name: str = "mine.jsonl") -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_written_offer_is_its_lines_and_their_separators(tmp_path: Path):
    (offer,) = read_corpus([write(tmp_path, offer_row())]).offers
    assert offer.description == (
        "Vos missions\n- Tenir le backlog\n"
        "Vous aimez le vélo. Vous rencontrez les loueurs et rédigez les stories."
    )
    said = [(offer.description[s.start : s.end], s.zone, s.side, s.facets) for s in offer.spans]
    assert said[1] == ("- Tenir le backlog", "duty", "delivery", ("backlog",))
    assert said[3][3] == ("users", "specifications")
    assert (offer.role, offer.discovery, offer.delivery) == ("PO", 1.0, 3.0)


def test_a_description_with_marked_lines_leaves_unsure_ones_out(tmp_path: Path):
    text = "Write stories.\nMaybe.\nMeet users."
    lines = [[0, 14, "delivery"], [15, 21, "unsure"], [22, 33, "discovery"]]
    (offer,) = read_corpus([write(tmp_path, {"description": text, "role": "PM", "lines": lines})]).offers
    assert [(text[s.start : s.end], s.side, s.zone) for s in offer.spans] == [
        ("Write stories.", "delivery", None),
        ("Meet users.", "discovery", None),
    ]
    assert offer.id.endswith("mine.jsonl:1")  # rows without an id are known by their place


def test_a_csv_with_only_text_and_role_is_enough(tmp_path: Path):
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["description", "role", "title", "discovery"])
        writer.writerow(["Tenir le backlog,\navec soin", "PO", "Product Manager", ""])
        writer.writerow(["Interroger les loueurs", "PM", "", "2.5"])
    first, second = read_corpus([path]).offers
    assert (first.role, first.title, first.discovery, first.spans) == ("PO", "Product Manager", None, ())
    assert first.description == "Tenir le backlog,\navec soin"
    assert (second.role, second.discovery, second.delivery) == ("PM", 2.5, None)


def test_folders_are_read_whole_and_other_files_left_alone(tmp_path: Path):
    (tmp_path / "deeper").mkdir()
    write(tmp_path, offer_row())
    write(tmp_path / "deeper", statement_row(), "", name="more.jsonl")
    write(tmp_path, "# not data", name="README.md")
    found = read_corpus([tmp_path])
    assert (len(found.offers), len(found.statements)) == (1, 1)


def test_the_digest_follows_the_files(tmp_path: Path):
    first = read_corpus([write(tmp_path, offer_row())]).sha256
    assert read_corpus([write(tmp_path, offer_row())]).sha256 == first
    assert read_corpus([write(tmp_path, offer_row(title="PO"))]).sha256 != first


# --- What the reader refuses: the message names the line, then what is wrong ------------------------------

REFUSED = {
    "wrong role": (offer_row(role="CEO"), "role is 'CEO'"),
    "no role": (offer_row(role=None), "role is None"),
    "unknown family": (offer_row(family="astrology"), "family is 'astrology'"),
    "score above 3": (offer_row(discovery=4), "discovery is 4"),
    "score in words": (offer_row(delivery="much"), "delivery is 'much'"),
    "a whole offer as role": (
        offer_row(role="Tenir le backlog. " * 20),
        f"role is '{('Tenir le backlog. ' * 20)[:40]}…';",
    ),
    "a list as score": (offer_row(delivery=[1] * 50), f"delivery is '{str([1] * 50)[:40]}…';"),
    "scores of batch": (offer_row(title_claim="PM", delivery=71.2), "discovery stands beside title_claim"),
    "a low score of batch": (
        offer_row(title_claim="PM", discovery="", delivery="0.4"),
        "delivery stands beside",
    ),
    "marks without a text": (
        {"description": " ", "role": "PM", "lines": [[0, 9, "none"]]},
        "description is empty; give the offer's text",
    ),
    "lines of text without the rest": (
        {"description": "", "role": "PM", "lines": ["Tenir le backlog"]},
        "description is empty; give the offer's text",
    ),
    "no text": (offer_row(lines=[]), "there is no text"),
    "blank description": ({"description": " \n", "role": "PM"}, "there is no text"),
    "lines not a list": (offer_row(lines="Tenir le backlog"), "lines must be a list"),
    "line too short": (line_row("Tenir", "duty", "delivery", ["backlog"]), "line 2: a line must be [text,"),
    "empty line": (line_row(" ", "duty", "none", [], "\n"), "line 2: a line must be [text,"),
    "unknown zone": (line_row("Tenir", "title", "none", [], "\n"), "line 2: zone is 'title'"),
    "unknown side": (line_row("Tenir", "duty", "unsure", [], "\n"), "line 2: side is 'unsure'"),
    "bad separator": (line_row("Tenir", "duty", "none", [], "\t"), "line 2: separator is '\\t'"),
    "unknown facet": (line_row("Tenir", "duty", "delivery", ["jira"], "\n"), "line 2: facet is 'jira'"),
    "facets not a list": (line_row("Tenir", "duty", "delivery", "backlog", "\n"), "facets must be a list"),
    "facet of the other side": (
        line_row("Tenir", "duty", "discovery", ["backlog"], "\n"),
        "line 2: the facets backlog are of side delivery, not discovery",
    ),
    "facets of both sides": (
        line_row("Tenir", "duty", "delivery", ["backlog", "users"], "\n"),
        "are of side both, not delivery",
    ),
    "facet on a line of no side": (line_row("Tenir", "duty", "none", ["users"], "\n"), "not none"),
    "mark outside": ({"description": "abc", "role": "PM", "lines": [[0, 9, "none"]]}, "0 to 9 is outside"),
    "mark of three words": (
        {"description": "abc", "role": "PM", "lines": [["0", "1", "both"]]},
        "[start, end,",
    ),
    "mark of a wrong side": ({"description": "abc", "role": "PM", "lines": [[0, 1, "PM"]]}, "side is 'PM'"),
    "statement without text": (statement_row(text=""), "text is empty"),
    "statement in Dutch": (statement_row(lang="nl"), "lang is 'nl'"),
    "statement of a wrong zone": (statement_row(zone="duties"), "zone is 'duties'"),
    "statement of a wrong side": (statement_row(side="discovery"), "rituals are of side delivery"),
    "neither offer nor statement": ({"id": "x", "text": "Run the sprint"}, "a row needs 'role'"),
    "not an object": ("[1, 2]", "a JSON object"),
    "not JSON": ('{"id": "a-2", ', "is not JSON"),
    "the same id again": (offer_row(id="good"), "the id 'good' stands twice"),
}


@pytest.mark.parametrize(("row", "said"), REFUSED.values(), ids=REFUSED)
def test_a_malformed_row_is_refused_by_its_line(tmp_path: Path, row: dict[str, Any] | str, said: str):
    path = write(tmp_path, offer_row(id="good"), "", row)
    with pytest.raises(CorpusError) as refused:
        read_corpus([path])
    message = str(refused.value)
    assert message.startswith(f"{path}:3")
    assert said in message


def test_labels_that_a_table_had_before_batch_judged_it_are_read(tmp_path: Path):
    judged = {"title_claim": "PM", "discovery_pm_or_po": 40.5, "delivery_pm_or_po": 71.2}
    (offer,) = read_corpus([write(tmp_path, offer_row(**judged))]).offers
    assert (offer.discovery, offer.delivery) == (1, 3)


def test_an_output_of_batch_without_its_scores_is_read(tmp_path: Path):
    row = offer_row(title_claim="PM", flag="pm-title-po-duties")
    del row["discovery"], row["delivery"]
    assert read_corpus([write(tmp_path, row)]).offers[0].delivery is None


def test_an_empty_description_leaves_written_lines_as_they_are(tmp_path: Path):
    assert read_corpus([write(tmp_path, offer_row(description=""))]).offers[0].spans


def test_a_csv_row_is_refused_by_its_line(tmp_path: Path):
    path = write(tmp_path, "description,role", "Tenir le backlog,PO", "Vendre,SELLER", name="mine.csv")
    with pytest.raises(CorpusError, match=r"mine\.csv:3: role is 'SELLER'"):
        read_corpus([path])


def test_paths_that_hold_no_data_are_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match=r"There is no \.jsonl, \.csv or \.xlsx file in"):
        read_corpus([tmp_path])
    with pytest.raises(CorpusError, match="There is no labelled data at"):
        read_corpus([tmp_path / "absent.jsonl"])
    with pytest.raises(CorpusError, match=r"neither \.jsonl, \.csv nor \.xlsx"):
        read_corpus([write(tmp_path, "x", name="offers.txt")])


def test_text_that_is_not_utf8_is_refused_with_the_way_out(tmp_path: Path):
    path = tmp_path / "mine.jsonl"
    path.write_bytes(json.dumps(offer_row(), ensure_ascii=False).encode("cp1252"))
    with pytest.raises(CorpusError, match="UTF-8"):
        read_corpus([path])


# --- The figures that describe it -----------------------------------------------------------------------


def test_nearest_duplicates_are_jaccard_of_shingles():
    one = list("abcdef")  # abcde bcdef
    near = nearest_duplicates([one, [*one[:5], "x"], list("klmnop"), ["short"]])
    assert list(near["nearest"][:2]) == [1, 0]
    assert list(near["jaccard"]) == pytest.approx([1 / 3, 1 / 3, 0, 0])


def test_repeated_lines_need_two_offers(tmp_path: Path):
    twice = [["Tenir le backlog", "duty", "delivery", ["backlog"], "\n"]] * 2
    again = [["• TENIR le backlog !", "duty", "delivery", ["backlog"], "\n"]]
    alone = portrait(read_corpus([write(tmp_path, offer_row(lines=twice))]))
    both = portrait(read_corpus([write(tmp_path, offer_row(lines=twice), offer_row(id="a-2", lines=again))]))
    assert len(repeated_lines(alone.lines)) == 0
    assert repeated_lines(both.lines)["offers"].to_dict() == {"tenir le backlog": 2}
    assert copied_runs(both, alone, size=3) == {
        "a-1": {"tenir le backlog", "backlog tenir le", "le backlog tenir"}
    } | {"a-2": {"tenir le backlog"}}


def test_telling_apart_is_chance_within_one_collection_and_certain_between_two():
    draw = np.random.default_rng(0).integers
    texts = [" ".join(f"tenir{i}" for i in draw(20, size=8)) for _ in range(200)]
    others = [" ".join(f"rencontrer{i}" for i in draw(20, size=8)) for _ in range(200)]
    assert tell_apart(texts[:100], texts[100:]).auc == pytest.approx(0.5, abs=0.12)
    told = tell_apart(texts, others, top=3)
    assert (told.accuracy, told.auc) == (1.0, 1.0)
    assert all(word.startswith("tenir") for word in told.ours)
    assert all(word.startswith("rencontrer") for word in told.theirs)


def test_words_lean_to_the_side_that_says_them():
    said = [("users interviews", "discovery"), ("users research", "discovery"), ("write stories", "delivery")]
    lines = pd.DataFrame([("en", *pair) for pair in said], columns=["lang", "words", "side"])
    lean = leaning_words(lines, "en", top=2)["lean"]
    assert lean.index[-1] == "users"
    assert lean["stories"] < 0 < lean["users"]


def test_the_report_sets_two_collections_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    other = write(tmp_path, {"description": "Tenir le backlog avec la squad.", "role": "PO", "lang": "fr"})
    assert (
        main(["--corpus", str(write(tmp_path, offer_row(), name="own.jsonl")), "--against", str(other)]) == 0
    )
    printed = capsys.readouterr().out
    assert "| offers | 1 | 1 |" in printed
    assert "| claim | PM | PO | OTHER | UNCLEAR |" in printed
    assert "## Told from mine by their words" in printed


def test_the_report_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--corpus", str(tmp_path / "absent")]) == 2
    assert "There is no labelled data at" in capsys.readouterr().err


def test_no_mark_of_the_writing_format_is_left_in_a_text(corpus: Corpus):
    marks = re.compile(
        r"(?:^|\S|\s)\++(?:duty|profile|company|context|benefits|process|legal|heading)(?:\[| )"
    )
    texts = [offer.description for offer in corpus.offers] + [s.text for s in corpus.statements]
    assert [text for text in texts if marks.search(text)] == []
