"""A verdict as a person reads it: what the page says, in which order, and how it quotes the offer."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from short_offers import DISCOVERY

from pm_or_po import classify
from pm_or_po.cli.messages import say
from pm_or_po.cli.page import Page, literal
from pm_or_po.cli.quote import quote
from pm_or_po.cli.show import show_verdict, verdict_sentence
from pm_or_po.judging.deciding import flag_of
from pm_or_po.scoring.identity import ModelIdentity
from pm_or_po.taxonomy import FAMILIES, LANGS, LEADER_QUESTIONS, WANTED, Lang
from pm_or_po.text.clean import CleanText, clean
from pm_or_po.verdict import Evidence, Signal, Verdict, Word

OFFER = "- Own [bold]the[/bold] \x1b[31mroadmap :smile:"


def verdict(**changes: object) -> Verdict:
    at = OFFER.index("roadmap")
    evidence = Evidence(
        0, len(OFFER), OFFER, "discovery", "roadmap", ("roadmap",), 0.9, (Word(at, at + 7, "roadmap", 2.0),)
    )
    fields: dict[str, object] = {
        "id": "", "title": "Product Manager", "title_claim": "PM", "role": "PM", "other_family": None,
        "probabilities": {"PM": 0.8, "PO": 0.1, "OTHER": 0.1}, "discovery": 60.0, "delivery": 12.0,
        "flag": None, "confidence": 0.8, "language": "en", "evidence": (evidence,), "missing": ("market",),
        "questions": ("Why?",), "signals": (), "offer_from": None, "other_offers_from": None, "model": ModelIdentity("m", "1", "0"),
        "balanced": False,
        **changes,
    }  # fmt: skip
    return Verdict(**fields)  # type: ignore[arg-type]


def shown(judged: Verdict, *, terminal: bool = False, lang: Lang = "en") -> str:
    stream = io.StringIO()
    show_verdict(judged, OFFER, lang, Page(stream, terminal=terminal))
    return stream.getvalue()


def test_the_page_goes_from_the_verdict_to_the_questions() -> None:
    text = shown(verdict())
    parts = [
        say("verdict-PM-PM", "en"), "“Product Manager”", say("caveat-one-sentence", "en"),
        "Discovery: 60 out of 100", "Delivery: 12 out of 100", "Discovery: what the offer asks for",
        "Roadmap and trade-offs", "- Own [bold]the[/bold] [31mroadmap :smile:", say("missing", "en"),
        "Market and competitors (discovery)", say("questions", "en"), "- Why?",
    ]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "\x1b" not in text


def test_on_a_terminal_there_are_bars_and_emphasis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    text = shown(verdict(), terminal=True)
    assert "█" in text
    assert "\x1b[1mroadmap\x1b[0m" in text
    monkeypatch.setenv("NO_COLOR", "1")
    plain = shown(verdict(), terminal=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", plain)


@pytest.mark.parametrize("columns", [24, 40, 60, 100])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown(verdict(), terminal=True, lang="fr"))
    assert max(map(len, text.splitlines())) <= columns


@pytest.mark.parametrize("columns", range(32, 60))
def test_no_line_begins_with_a_french_mark(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    asked = ("Qui mène ces échanges aujourd'hui ?", "Y a-t-il un produit ; lequel ?")
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown(verdict(questions=asked), terminal=True, lang="fr"))
    assert not [line for line in text.splitlines() if line.strip() and line.strip()[0] in "?!:;»"]
    assert " ?" in text


def test_other_and_unclear_say_what_to_make_of_them() -> None:
    other = verdict(role="OTHER", title_claim="OTHER", other_family="design", title="UX Designer")
    assert say("nearest-family", "fr", family="design") in shown(other, lang="fr")
    assert say("questions", "fr") not in shown(other, lang="fr")
    flagged = verdict(role="OTHER", flag="product-title-other-duties", other_family="design")
    assert verdict_sentence(flagged, "en").endswith("another job: design.")
    unclear = verdict(role="UNCLEAR", evidence=(), confidence=None)
    assert say("unclear-advice", "en") in shown(unclear)
    assert say("no-evidence", "en") in shown(unclear)


def test_without_a_title_the_page_says_how_to_give_one() -> None:
    assert say("title-advice", "fr") in shown(verdict(title="", title_claim="OTHER"), lang="fr")
    assert "--title" not in shown(verdict())


def test_an_offer_without_evidence_gets_no_list_of_all_it_lacks() -> None:
    text = shown(verdict(role="UNCLEAR", evidence=(), confidence=None))
    assert say("missing", "en") not in text and say("questions", "en") in text


def test_a_flag_that_names_the_other_job_says_it_once() -> None:
    flagged = verdict(role="OTHER", flag="product-title-other-duties", other_family="sales")
    assert shown(flagged, lang="fr").count(FAMILIES["sales"].name("fr")) == 1


def test_balanced_is_not_the_same_as_no_evidence() -> None:
    assert say("balanced", "en") in shown(verdict(balanced=True))
    assert say("balanced", "en") not in shown(verdict(evidence=(), balanced=False))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("role", ["PM", "PO", "OTHER", "UNCLEAR"])
@pytest.mark.parametrize("title", ["", "Product Manager"])
def test_every_verdict_is_one_sentence(lang: Lang, role: str, title: str) -> None:
    for claim in ("PM", "PO", "BOTH", "OTHER") if title else ("OTHER",):
        flag = flag_of(claim, role)
        sentence = verdict_sentence(verdict(role=role, title_claim=claim, title=title, flag=flag), lang)
        assert sentence.endswith(".") and sentence.count(". ") == 0


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("title", ["Head of Product", "VP Product (H/F)", "CPO", "Directrice produit"])
@pytest.mark.parametrize("role", ["PM", "PO", "UNCLEAR"])
def test_a_head_of_product_is_not_called_a_product_manager(lang: Lang, title: str, role: str) -> None:
    sentence = verdict_sentence(verdict(role=role, title=title, flag=flag_of("PM", role)), lang)
    assert sentence == say(f"verdict-LEADER-{role}", lang)
    assert sentence.endswith(".") and sentence.count(". ") == 0


def test_a_head_of_product_over_another_job_is_told_as_any_product_title() -> None:
    over = verdict(role="OTHER", title="CPO", flag="product-title-other-duties", other_family="sales")
    assert verdict_sentence(over, "fr") == verdict_sentence(replace(over, title="Product Manager"), "fr")


def test_a_head_of_product_is_not_said_to_lack_duties_of_delivery() -> None:
    lacking = verdict(title="Head of Product", missing=("market", "backlog"))
    text = shown(lacking)
    assert f"{say('missing-discovery', 'en')}\n  - Market and competitors\n" in text and "Backlog" not in text
    assert say("missing-discovery", "en") not in shown(replace(lacking, missing=("backlog",)))
    assert "Backlog (delivery)" in shown(replace(lacking, title="Lead Product Manager"))


@pytest.mark.parametrize(
    ("title", "leads"), [("CPO / Product Owner", False), ("CPO / Product Manager", True)]
)
def test_the_page_and_the_questions_agree_on_who_leads(title: str, leads: bool) -> None:
    judged = classify(DISCOVERY, title, lang="en")
    assert "backlog" in judged.missing
    assert ("Backlog (delivery)" not in shown(judged)) is leads
    assert (LEADER_QUESTIONS[0]("en") in judged.questions) is leads


def test_a_low_confidence_comes_with_a_caveat() -> None:
    assert "52%" in shown(verdict(confidence=0.52))
    assert "74%" in shown(verdict(confidence=0.74))
    assert "care" not in shown(verdict(confidence=0.9))


def test_sentences_of_one_line_are_counted_as_sentences() -> None:
    one = verdict().evidence[0]
    both = verdict(evidence=(replace(one, end=9), replace(one, start=9)))
    assert say("caveat-two-sentences", "fr") in shown(both, lang="fr")
    assert "lignes" not in say("caveat-two-sentences", "fr")


def test_a_caveat_names_the_other_reading() -> None:
    chances = {"PM": 0.6, "PO": 0.1, "OTHER": 0.3}
    text = shown(verdict(confidence=0.6, probabilities=chances))
    assert say("reading-OTHER", "en") in text and say("verdict-PM-PM-unsure", "en") in text


def test_what_may_lie_behind_an_unclear_verdict_is_told() -> None:
    unclear = {"role": "UNCLEAR", "confidence": None}
    text = shown(verdict(**unclear, probabilities={"PM": 0.1, "PO": 0.1, "OTHER": 0.8}))
    assert say("caveat-may-be-other", "en") in text
    text = shown(verdict(**unclear, probabilities={"PM": 0.5, "PO": 0.3, "OTHER": 0.2}))
    assert "another job" not in text


def test_a_facet_that_is_neither_shown_nor_missing_is_in_doubt() -> None:
    missing = tuple(facet for facet in WANTED if facet not in ("roadmap", "market", "backlog"))
    told = say("in-doubt", "en", facets="Market and competitors, Backlog")
    assert told in shown(verdict(missing=missing))
    assert "Backlog" not in shown(verdict(missing=missing, title="Head of Product"))
    every = tuple(facet for facet in WANTED if facet != "roadmap")
    assert say("in-doubt", "en", facets="") not in shown(verdict(missing=every))


def test_a_product_manager_who_mostly_delivers_is_explained() -> None:
    told = say("mostly-delivery", "en")
    assert told in shown(verdict(discovery=20.0, delivery=60.0))
    assert told not in shown(verdict(discovery=60.0, delivery=20.0))
    assert told not in shown(verdict(role="PO", title_claim="PO", discovery=20.0, delivery=60.0))


def test_what_else_a_proof_speaks_of_is_told() -> None:
    proof = replace(verdict().evidence[0], facets=("roadmap", "market"))
    text = shown(verdict(evidence=(proof,)))
    assert ":smile: (also: Market and competitors)" in text
    assert "also" not in shown(verdict())


def test_who_else_owns_discovery_is_no_matter_in_another_job() -> None:
    signals = (Signal("named-product-lead", 0, 5, OFFER[:5]),)
    assert say("signals", "en") in shown(verdict(signals=signals))
    other = {"role": "OTHER", "title_claim": "OTHER", "other_family": "design"}
    assert say("signals", "en") not in shown(verdict(signals=signals, **other))


@pytest.mark.parametrize(
    ("field", "caveat"),
    [("offer_from", "caveat-offers-above"), ("other_offers_from", "caveat-other-offers")],
)
def test_what_was_not_read_is_told(field: str, caveat: str) -> None:
    assert say(caveat, "fr") in shown(verdict(**{field: 30}), lang="fr")
    assert say(caveat, "fr") not in shown(verdict(), lang="fr")


def test_offers_are_printed_literally() -> None:
    line = literal([("a\u202eb\x07 \n\t", ""), ("  [red]c", "bold"), ("\u200b\ud800 ", "")])
    assert line.plain == "ab [red]c"
    at = OFFER.index("roadmap")
    bold = quote(CleanText(OFFER), 0, len(OFFER), [(at, at + 7)])
    assert bold.plain == "Own [bold]the[/bold] [31mroadmap :smile:"
    assert [bold.plain[span.start : span.end] for span in bold.spans if span.style == "bold"] == ["roadmap"]


# --- An offer quoted ----------------------------------------------------------------------------------------


def quoted(offer: str, lang: Lang = "fr") -> list[str]:
    """Return what the page of an offer quotes as proof."""
    stream = io.StringIO()
    show_verdict(classify(offer), offer, lang, Page(stream, terminal=False))
    return [
        line.removeprefix("    - ") for line in stream.getvalue().splitlines() if line.startswith("    - ")
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("- Gérer le backlog &amp; le prioriser", "Gérer le backlog & le prioriser"),
        ("- **Gérer le backlog** et le prioriser", "Gérer le backlog et le prioriser"),
        ("➡️ Gérer le backlog et le prioriser", "Gérer le backlog et le prioriser"),
        ("➜ Gérer le backlog et le prioriser", "Gérer le backlog et le prioriser"),
        ("- Gérer le back-\nlog et le prio-\n  riser", "Gérer le backlog et le prioriser"),
        ("- Gérer le backlog de façon user-\ncentric", "Gérer le backlog de façon user-centric"),
        ("» Gérer le backlog et le prioriser", "Gérer le backlog et le prioriser"),
        ("> Gérer le backlog et le prioriser", "Gérer le backlog et le prioriser"),
        ("\uf0b7 Gérer le backlog et le prioriser", "Gérer le backlog et le prioriser"),
        ("* *Gérer* le `backlog` et le __prioriser__", "Gérer le backlog et le prioriser"),
        ("- Gérer le [backlog](https://a.fr/b_c)", "Gérer le backlog"),
        ("\\- Gérer le backlog en C\\#", "Gérer le backlog en C#"),
        ("<ul><li><b>Gérer</b> le&nbsp;backlog</li></ul>", "Gérer le backlog"),
        ("&lt;p&gt;Gérer le &lt;b&gt;backlog&lt;/b&gt;&lt;/p&gt;", "Gérer le backlog"),
        ("<p>Vos missions</p>\n<font>Gérer le backlog</font>", "Gérer le backlog"),
        ("- Gérer le backlog avec les développeur*se*s", "Gérer le backlog avec les développeur*se*s"),
        (
            "- Gérer le backlog [interne] de mon_produit 2 * 3",
            "Gérer le backlog [interne] de mon_produit 2 * 3",
        ),
    ],
)
def test_a_proof_is_quoted_without_the_marks_of_html_and_markdown(written: str, read: str) -> None:
    assert quoted(written) == [read]


def test_the_marks_stay_in_the_json() -> None:
    offer = "- **Gérer le backlog** &amp; le prioriser"
    assert [proof.text for proof in classify(offer).evidence] == [offer]


def test_a_title_and_who_holds_the_discovery_are_quoted_without_marks() -> None:
    offer = "# **Product Owner** R&amp;D\n\n- Gérer le backlog\n- Travailler avec le **Head of Product**"
    stream = io.StringIO()
    show_verdict(classify(offer), offer, "fr", Page(stream, terminal=False))
    assert "« Product Owner R&D »" in stream.getvalue()
    assert "« avec le Head of Product »" in stream.getvalue()


def test_a_title_that_ends_in_italics_is_quoted_without_stars() -> None:
    offer = "**Platform Product Manager** — *Observability*\n\n- Gérer le backlog"
    stream = io.StringIO()
    show_verdict(classify(offer), offer, "fr", Page(stream, terminal=False))
    assert "« Platform Product Manager — Observability »" in stream.getvalue()


def test_the_words_that_weigh_are_in_bold_among_marks() -> None:
    offer = clean("<li>G&eacute;rer le **back<b>log</b>** &amp; le prioriser</li>")
    source = "<li>G&eacute;rer le **back<b>log</b>** &amp; le prioriser</li>"
    at = source.index("back")
    line = quote(offer, 0, len(source), [(at, source.index("</b>"))])
    assert line.plain == "Gérer le backlog & le prioriser"
    assert [line.plain[span.start : span.end] for span in line.spans if span.style == "bold"] == ["backlog"]
