"""Offers in saved web pages: the posting before the text, the text without what stands around it, and the title."""

from __future__ import annotations

import html
import json

import pytest
from web_pages import LINES, POSTING, items, page

from pm_or_po import classify
from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading.html import is_page
from pm_or_po.reading.plain import offer_of_bytes


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(POSTING),
        json.dumps(POSTING) + " ;",
        json.dumps([{"@type": "Organization"}, POSTING]),
        json.dumps({"@graph": [POSTING]}),
        json.dumps({**POSTING, "@type": ["JobPosting"]}),
        json.dumps(POSTING).replace("<p>", "<p>\n"),
    ],
    ids=["plain", "semicolon", "array", "graph", "list of types", "raw line end"],
)
def test_the_posting_of_a_page_comes_before_its_text(script: str) -> None:
    broken = '<script type="application/ld+json">{oops</script>'
    made = page(f'{broken}<script type="application/ld+json">{script}</script>', "<p>Autre chose</p>")
    offer = offer_of_bytes(made.encode(), "a.html")
    assert (
        offer.title == "Product Owner" and "Gérer" in offer.description and "Autre" not in offer.description
    )


@pytest.mark.parametrize("description", [None, "", "<br>", "<p>&nbsp;</p>", "..."])
def test_a_posting_of_a_page_that_tells_no_duty_leaves_them_to_the_text_of_the_page(
    description: str | None,
) -> None:
    script = json.dumps({**POSTING, "description": description})
    made = page(
        f'<script type="application/ld+json">{script}</script>', f"<h1>{LINES[0]}</h1>{items(*LINES)}"
    )
    offer = offer_of_bytes(made.encode(), "a.html")
    assert offer.title == LINES[0] and all(line in offer.description for line in LINES)


def test_a_page_without_posting_gives_its_main_text() -> None:
    duties = "".join(
        f"<li>{line} avec les équipes de développement et les métiers</li>" for line in LINES[2:]
    )
    body = (
        "<nav><a href='/'>Accueil</a><a href='/connexion'>Connexion</a></nav>"
        "<div class='cookie-banner'>Nous utilisons des cookies. <button>Accepter</button></div>"
        f"<main><article><h1>Product Owner H/F</h1><h2>Vos missions</h2><ul>{duties}</ul>"
        "<p>Vous rejoignez une équipe de huit personnes qui fait vivre le portail des assurés.</p></article></main>"
        "<footer>Mentions légales</footer>"
    )
    offer = offer_of_bytes(page(body=body).encode(), "a.html")
    assert offer.title == "Product Owner H/F"
    assert all(line in offer.description for line in LINES[2:])
    assert not any(noise in offer.description for noise in ("Connexion", "cookies", "Mentions"))


def test_headings_and_items_of_a_page_stand_on_lines_of_their_own() -> None:
    body = (
        "<div><p>Kiwo édite un logiciel\n   de stocks.</p></div><div><h1>Product Owner (H/F)</h1><h2>Vos missions</h2>"
        + items("<p>Gérer le backlog</p>", "Animer<br>les sprints")
        + "<h2>Votre profil</h2>"
        + items("Étude de marché")
        + "<table><tr><td>Lieu</td><td>Lyon</td></tr></table></div>"
    )
    offer = offer_of_bytes(page(body=body).encode(), "a.html")
    assert [line for line in offer.description.splitlines() if line] == [
        "Kiwo édite un logiciel de stocks.",
        "Product Owner (H/F)",
        "Vos missions",
        "- Gérer le backlog",
        "- Animer",
        "les sprints",
        "Votre profil",
        "- Étude de marché",
        "Lieu Lyon",
    ]


def test_a_long_page_whose_paragraphs_and_items_are_never_closed_is_not_deep() -> None:
    body = "<h1>Product Owner</h1>" + "<p>Gérer le backlog" * 600 + "<ul>" + "<li>Animer" * 600
    assert offer_of_bytes(page(body=body).encode(), "a.html").description.count("\n- Animer") == 600


def test_line_ends_that_a_page_shows_are_kept() -> None:
    body = "<h1>Product Owner</h1><div style='white-space: pre-line'>Missions\n- Gérer le backlog\n- Animer</div>"
    offer = offer_of_bytes(page(body=body).encode(), "a.html")
    assert offer.description.splitlines()[-3:] == ["Missions", "- Gérer le backlog", "- Animer"]


@pytest.mark.parametrize(
    "around",
    [
        "<aside><h2>Offres</h2><p>{}</p></aside>",
        "<div role='complementary'>{}</div>",
        "<section class='related-jobs'>{}</section>",
        "<div id='similarOffers'>{}</div>",
        "<div>" + "<a href='/x'>{}</a>" * 4 + "</div>",
        "<div class='cookieConsent'>{}</div>",
        "<div id='didomi-host'>{}</div>",
        "<div id='axeptio_overlay'>{}</div>",
        "<div id='tarteaucitronRoot'>{}</div>",
        "<div id='usercentrics-root'>{}</div>",
        "<div id='onetrust-banner-sdk'>{}</div>",
        "<div id='CybotCookiebotDialog'>{}</div>",
        "<div id='qc-cmp2-container'>{}</div>",
        "<div class='sd-cmp'>{}</div>",
        "<div id='sp_message_container_812'>{}</div>",
        "<div class='privacy-manager'>{}</div>",
    ],
)
def test_what_stands_around_an_offer_is_left_out(around: str) -> None:
    duties = items(*(f"{line} avec les équipes de développement et les métiers" for line in LINES[2:]))
    body = f"<div><h1>Product Owner</h1>{duties * 2}</div>" + around.replace("{}", "Définir la vision")
    text = offer_of_bytes(page(body=body).encode(), "a.html").description
    assert "backlog" in text and "vision" not in text


def test_a_page_is_not_taken_for_what_its_outermost_block_is_called() -> None:
    body = f"<div class='has-cookie-banner'><nav><h1>Product Owner</h1></nav>{items(*LINES[2:])}</div>"
    offer = offer_of_bytes(page(body=body).encode(), "a.html")
    assert offer.title == "Product Owner" and "backlog" in offer.description


@pytest.mark.parametrize("name", ["cmp-text", "privacy-note", "message", "manager", "container", "team-sp"])
def test_a_word_of_a_consent_tool_alone_takes_nothing_out(name: str) -> None:
    body = f"<h1>Product Owner</h1><div class='{name}'>Définir la vision</div>{items(*LINES[2:])}"
    assert "vision" in offer_of_bytes(page(body=body).encode(), "a.html").description


@pytest.mark.parametrize(
    "own", ["Banque Laurière recrute", "Offre d'emploi", "Autres offres", "Rejoignez-nous", ""]
)
@pytest.mark.parametrize(
    ("named", "body"),
    [
        ("Laurière", "<h2>Product Owner Crédit F/H</h2>"),
        ("Laurière", "<h1>Product Owner Crédit F/H</h1>"),
        ("Laurière", "<h2>Product Owner Crédit F/H<span> - job post</span></h2>"),
        ("Product Owner Crédit F/H", "<h2>Vos missions</h2><h2>Product Manager</h2>"),
        ("Product Owner Crédit F/H", "<h3>Autres offres</h3><h2>Product Manager</h2>"),
        ("Product Owner Crédit F/H", "<p>Lyon</p>"),
    ],
)
def test_the_title_of_a_page_is_the_first_heading_that_names_a_job_or_else_that_of_its_tab(
    own: str, named: str, body: str
) -> None:
    made = f"<html><head><title>{named}</title></head><body><h1>{own}</h1>{body}{items(*LINES[2:])}</body></html>"
    assert offer_of_bytes(made.encode(), "a.html").title == "Product Owner Crédit F/H"


def test_a_title_that_is_no_heading_is_looked_for_in_the_text_of_the_page() -> None:
    body = f"<h1>Rejoignez-nous</h1><p>Product Owner Crédit F/H</p>{items(*LINES[2:])}"
    offer = offer_of_bytes(page(body=body).encode(), "a.html")
    assert (offer.title, classify(offer.description).title) == ("", "Product Owner Crédit F/H")


def test_the_heading_of_a_job_that_is_not_known_stays_the_title() -> None:
    body = f"<h1>Soudeur naval</h1>{items(*LINES[2:])}<h2>Offres similaires</h2><h2>Product Owner</h2>"
    assert offer_of_bytes(page(body=body).encode(), "a.html").title == "Soudeur naval"


def test_the_lines_of_preformatted_text_are_kept() -> None:
    body = "<h1>Product Owner</h1><pre>Missions\nGérer <b>le\nbacklog</b>\nAnimer</pre>les\nsprints"
    offer = offer_of_bytes(page(body=body).encode(), "a.html")
    assert offer.description.splitlines()[-5:] == ["Missions", "Gérer le", "backlog", "Animer", "les sprints"]


HTML = "<p>Gérer</p><ul><li>le <b>backlog</b> &amp; plus</li></ul>"


@pytest.mark.parametrize(
    "text", [HTML, html.escape(HTML), f"<style>p {{}}</style><!-- x -->{HTML}", "Gérer\n- le backlog & plus"]
)
def test_the_posting_of_a_page_is_read_as_plain_text(text: str) -> None:
    script = json.dumps({**POSTING, "description": text})
    offer = offer_of_bytes(page(f'<script type="application/ld+json">{script}</script>').encode(), "a.html")
    assert offer.description.split() == ["Gérer", "-", "le", "backlog", "&", "plus"]


def test_a_page_that_is_filled_later_says_so() -> None:
    with pytest.raises(InputError, match="copy the text from the browser"):
        offer_of_bytes(page(body='<div id="root"></div>').encode(), "a.html")


def test_html_of_an_offer_alone_is_left_as_it_is() -> None:
    text = "<p>Gérer le backlog</p><ul><li>Animer</li></ul>"
    assert not is_page(text)
    assert offer_of_bytes(text.encode(), "x") == Offer(text)
