"""Where a pasted page stops being one thing and is another: each bound, one case within it and one beyond.

The numbers are written out, not read from the modules: with a changed bound a case here fails.
"""

from __future__ import annotations

from itertools import cycle, islice

import pytest

from pm_or_po.text.document import read_document
from pm_or_po.text.ending import other_offers_heading
from pm_or_po.text.page_lines import is_title, section, words_told
from pm_or_po.text.page_top import page_top
from pm_or_po.text.tokens import folded_words


def said(count: int) -> str:
    """Return a line of so many words that names no job and ends with no mark."""
    words = ["Brumeval", "édite", "un", "logiciel", "de", "paie", "que", "des", "écoles", "louent"]
    return " ".join(islice(cycle(words), count)) + "\n"


def rows(count: int) -> str:
    """Return so many lines that tell nothing: each is short, and begins with another number."""
    return "".join(f"{n} avis\n" for n in range(1, count + 1))


# --- Where an offer begins below the cards of others ----------------------------------------------------------------

CARDS = "Product Owner H/F\n1 CDI\nProduct Manager\n2 CDI\nBusiness Analyst\n3 CDI\nScrum Master\n4 CDI\n"
OWN = "Product Owner H/F\nPostuler\n"
TEXT = "Vos missions\n- Rédiger les user stories\n- Tenir le backlog\n"


def is_opened(page: str) -> bool:
    """Tell whether on a page of search results the title above the button is where the offer begins."""
    opening = read_document(page).opening
    assert opening is None or (opening.text, opening.start) == (
        "Product Owner H/F",
        page.rindex("Product Owner H/F"),
    )
    return opening is not None


@pytest.mark.parametrize(("cards", "opened"), [(4, True), (3, False)])
def test_four_titles_stand_above_the_opened_offer(cards: int, opened: bool) -> None:
    above = "".join(CARDS.splitlines(keepends=True)[: 2 * cards])
    assert is_opened(above + OWN + TEXT) is opened


@pytest.mark.parametrize(("words", "opened"), [(240, True), (241, False)])
def test_a_banner_above_the_first_title_is_of_240_words_at_most(words: int, opened: bool) -> None:
    assert is_opened(said(120) + said(words - 120) + CARDS + OWN + TEXT) is opened


@pytest.mark.parametrize(("words", "opened"), [(80, True), (81, False)])
def test_a_card_teases_of_its_offer_in_80_words_at_most(words: int, opened: bool) -> None:
    assert is_opened(CARDS.replace("2 CDI\n", said(40) + said(words - 40)) + OWN + TEXT) is opened


@pytest.mark.parametrize(("words", "opened"), [(14, True), (15, False)])
def test_fifteen_words_under_the_first_title_alone_are_its_offer(words: int, opened: bool) -> None:
    assert is_opened(CARDS.replace("1 CDI\n", said(words)) + OWN + TEXT) is opened


@pytest.mark.parametrize(("lines", "opened"), [(599, True), (600, False)])
def test_600_lines_are_read_up_to_the_text(lines: int, opened: bool) -> None:
    assert is_opened(rows(lines - 10) + CARDS + OWN + TEXT) is opened


@pytest.mark.parametrize(("lines", "opened"), [(20, True), (21, False)])
def test_the_text_begins_on_the_twentieth_line_below_its_title_at_the_latest(
    lines: int, opened: bool
) -> None:
    assert is_opened(CARDS + OWN + rows(lines - 2) + TEXT) is opened


@pytest.mark.parametrize(("lines", "opened"), [(8, True), (9, False)])
def test_the_button_to_apply_is_on_the_eighth_line_below_a_title_at_the_latest(
    lines: int, opened: bool
) -> None:
    assert is_opened(CARDS + OWN.replace("Postuler\n", rows(lines - 1) + "Postuler\n") + TEXT) is opened


@pytest.mark.parametrize(
    ("button", "opened"),
    [
        ("Postuler sur le site de Maralis Rennes", True),
        ("Postuler sur le site de Maralis Rennes Ouest", False),
    ],
)
def test_a_button_to_apply_has_seven_words_at_most(button: str, opened: bool) -> None:
    assert is_opened(CARDS + OWN.replace("Postuler", button) + TEXT) is opened


OTHER_CARDS = CARDS.removeprefix("Product Owner H/F\n1 CDI\n")


@pytest.mark.parametrize(("lines", "opened"), [(3, True), (4, False)])
@pytest.mark.parametrize("place", ["above the card", "below the card", "above the offer", "below the offer"])
def test_an_employer_is_named_three_lines_from_a_title_at_most(place: str, lines: int, opened: bool) -> None:
    near = "Product Owner H/F\nMaralis\n"
    far = "Product Owner H/F\n" + rows(lines - 1) + "Maralis\n"
    if place.startswith("above"):
        far = "Maralis\n" + rows(lines - 1) + "Product Owner H/F\n"
    card, own = (far, near) if place.endswith("card") else (near, far)
    assert is_opened(card + rows(9) + OTHER_CARDS + rows(9) + own + TEXT) is opened


@pytest.mark.parametrize(("times", "opened"), [(3, True), (4, False)])
def test_a_line_that_comes_four_times_names_no_employer(times: int, opened: bool) -> None:
    named = "Product Owner H/F\nMaralis\n"
    more = ("Maralis\n" + rows(3)) * (times - 2)
    assert is_opened(more + named + OTHER_CARDS + named + TEXT) is opened


@pytest.mark.parametrize(("titles", "opened"), [(3, True), (4, False)])
def test_four_titles_in_a_row_are_a_team_or_a_menu(titles: int, opened: bool) -> None:
    row = "".join(
        f"{title}\n"
        for title in ("Product Manager", "Business Analyst", "Scrum Master", "UX Designer")[:titles]
    )
    assert is_opened("Product Owner H/F\n1 CDI\n" + row + "2 CDI\n" + OWN + TEXT) is opened


@pytest.mark.parametrize(("line", "opened"), [(3, True), (4, False)])
def test_below_a_heading_of_the_text_one_of_three_lines_tells_something(line: int, opened: bool) -> None:
    text = "Vos missions\n" + rows(line - 1) + "- Rédiger les user stories\n"
    assert is_opened(CARDS + OWN + text) is opened


@pytest.mark.parametrize(
    ("line", "opened"), [("Rédiger les user stories", True), ("Rédiger les stories", False)]
)
def test_a_line_below_such_a_heading_tells_something_in_four_words(line: str, opened: bool) -> None:
    assert is_opened(CARDS + OWN + f"Vos missions\n{line}\n") is opened


# --- Where an offer ends --------------------------------------------------------------------------------------------

DUTIES = "Product Owner H/F\nVos missions\nTenir le backlog avec les gestionnaires\n"
WHOLE = DUTIES + "Votre profil\nAnglais courant\n"
OTHERS = "Offres similaires\nBusiness Analyst\n"
COOKIES = "Votre vie privée\nTout refuser\nTout accepter\n"


def end(page: str) -> int | None:
    """Return the character where a page goes on with something else than the offer."""
    others = read_document(page).others
    return None if others is None else others.start


def ends(offer: str, below: str) -> bool:
    """Tell whether an offer ends where something else begins."""
    found = end(offer + below)
    assert found in (None, len(offer))
    return found is not None


@pytest.mark.parametrize(("headings", "ended"), [(10, True), (11, False)])
@pytest.mark.parametrize(
    ("menu", "below"), [("Offres similaires\n", OTHERS), ("Gestion des cookies\n", COOKIES)]
)
def test_ten_headings_of_something_else_are_looked_at(
    menu: str, below: str, headings: int, ended: bool
) -> None:
    assert ends(menu * (headings - 1) + WHOLE, below) is ended


@pytest.mark.parametrize(("line", "ended"), [(15, True), (16, False)])
def test_another_title_is_on_the_fifteenth_line_below_the_heading_at_the_latest(
    line: int, ended: bool
) -> None:
    assert ends(DUTIES, "Offres similaires\n" + rows(line - 1) + "Business Analyst\n") is ended


@pytest.mark.parametrize(("line", "ended"), [(15, True), (16, False)])
def test_so_is_the_button_of_a_page_about_cookies(line: int, ended: bool) -> None:
    assert ends(WHOLE, "Votre vie privée\n" + rows(line - 1) + "Tout refuser\n") is ended


@pytest.mark.parametrize(("words", "ended"), [(12, True), (11, False)])
@pytest.mark.parametrize("below", [OTHERS + "Scrum Master\n", COOKIES])
def test_an_offer_without_headings_has_twelve_words_at_least(below: str, words: int, ended: bool) -> None:
    assert ends("Product Owner H/F\n" + said(words), below) is ended


@pytest.mark.parametrize(("words", "ended"), [(60, True), (59, False)])
def test_where_a_single_title_follows_it_has_60_words_at_least(words: int, ended: bool) -> None:
    assert ends("Product Owner H/F\n" + said(30) + said(words - 30), OTHERS) is ended


@pytest.mark.parametrize(("words", "ended"), [(80, True), (81, False)])
def test_another_offer_is_teased_of_in_80_words_at_most(words: int, ended: bool) -> None:
    offer = "Product Owner H/F\n" + said(50) + said(50)
    assert ends(offer, OTHERS + said(40) + said(words - 40)) is ended


@pytest.mark.parametrize(("duty", "ended"), [("Tenir le backlog\n", True), ("Tenir 15 backlogs\n", False)])
def test_a_duty_has_three_words_at_least_numbers_aside(duty: str, ended: bool) -> None:
    assert ends("Product Owner H/F\nVos missions\n" + duty * 4, OTHERS) is ended


@pytest.mark.parametrize(
    ("duties", "ended"),
    [("Tenir le backlog\nAnimer les sprints\n", True), ("Tenir le backlog des agences\n", False)],
)
def test_duties_have_six_words_at_least(duties: str, ended: bool) -> None:
    assert ends("Product Owner H/F\nVos missions\n" + duties, OTHERS) is ended


@pytest.mark.parametrize(("items", "ended"), [(2, True), (3, False)])
def test_three_items_below_a_heading_may_be_duties(items: int, ended: bool) -> None:
    assert ends(WHOLE, "Formations recommandées\n" + "- Apprenez à définir une vision\n" * items) is ended


@pytest.mark.parametrize(
    ("lines", "ended"), [("Tout refuser\nTout accepter\n", True), ("Tout refuser\nRetour\n", False)]
)
def test_below_an_offer_without_a_profile_two_lines_tell_what_a_page_goes_on_with(
    lines: str, ended: bool
) -> None:
    assert ends("Product Owner H/F\n" + said(12), "Votre vie privée\n" + lines) is ended


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Les Ateliers Brumeval recrute aussi", "recruits"),
        ("Les Ateliers Brumeval Ouest recrute aussi", None),
    ],
)
def test_a_name_before_who_recruits_has_three_words_at_most(line: str, kind: str | None) -> None:
    assert other_offers_heading(folded_words(line)) == kind


# --- What a line is -------------------------------------------------------------------------------------------------

NAME = ["Les", "Grands", "Ateliers", "Brumeval", "Ouest", "Rennes", "Nantes", "Brest", "Vannes"]


@pytest.mark.parametrize(("words", "duties"), [(12, "duties"), (13, None)])
def test_the_heading_of_a_section_has_twelve_words_at_most(words: int, duties: str | None) -> None:
    heading = " ".join(["Vos missions chez", *NAME, "Lorient"][: words - 2])
    assert len(heading.split()) == words
    assert section(folded_words(heading)) == duties


@pytest.mark.parametrize(("words", "kind"), [(12, "open"), (13, None)])
def test_so_has_the_heading_of_other_offers(words: int, kind: str | None) -> None:
    heading = " ".join(["More jobs at", *NAME, "Lorient"][: words - 2])
    assert len(heading.split()) == words
    assert other_offers_heading(folded_words(heading)) == kind


@pytest.mark.parametrize(("words", "ended"), [(12, True), (13, False)])
def test_so_has_the_heading_of_what_else_a_page_holds(words: int, ended: bool) -> None:
    heading = " ".join(["Votre vie privée chez", *NAME][: words - 3])
    assert len(heading.split()) == words
    assert ends(WHOLE, f"{heading}\nTout refuser\nTout accepter\n") is ended


@pytest.mark.parametrize(("words", "title"), [(14, True), (15, False)])
def test_the_title_of_an_offer_on_a_page_has_fourteen_words_at_most(words: int, title: bool) -> None:
    text = " ".join(["Product Owner H/F", *NAME, "Lorient", "Quimper"][: words - 3])
    line = (0, len(text), folded_words(text))
    assert len(line[2]) == words and is_title(text, line) is title


@pytest.mark.parametrize(
    ("text", "title"), [("CDI Rennes Product Owner", True), ("CDI Rennes Ouest Product Owner", False)]
)
def test_two_words_may_come_before_the_job_in_it(text: str, title: bool) -> None:
    assert is_title(text, (0, len(text), folded_words(text))) is title


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tenir le backlog avec les gestionnaires de Rennes", 8),
        ("Tenir le backlog avec les gestionnaires rennais", 0),
        ("Tenir le backlog ensemble.", 4),
        ("Tenir le backlog.", 0),
        ("Tenir le backlog ensemble ;", 4),
        ("Tenir le backlog ;", 0),
        ("- Tenir le backlog ensemble", 4),
        ("- Tenir le backlog", 0),
    ],
)
def test_a_line_tells_of_an_offer_in_eight_words_or_in_four_of_an_item_or_sentence(
    text: str, words: int
) -> None:
    assert words_told(text, (0, len(text), folded_words(text))) == words


# --- The top of a page ----------------------------------------------------------------------------------------------


def above(page: str) -> list[str]:
    """Return the lines of a page above the text of its offer."""
    return [line.text for line in page_top(page).above]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Nous aidons les écoles de Rennes", True),
        ("Nous aidons les écoles rennaises", False),
        ("Brumeval aide les écoles.", True),
        ("Brumeval aide Rennes.", False),
        ("- Tenir le backlog ensemble", True),
        ("- Tenir le backlog", False),
        ("Rennes" + " Nantes" * 18, True),
        ("Rennes" + " Nantes" * 17, False),
    ],
)
def test_the_text_begins_with_six_words_that_speak_four_of_an_item_or_sentence_or_nineteen(
    line: str, told: bool
) -> None:
    page = f"{line}\nVous rejoignez une équipe de dix personnes à Rennes.\n"
    assert above(page) == ([] if told else [line.removeprefix("- ")])


@pytest.mark.parametrize(("line", "told"), [("Tenir le backlog ensemble", True), ("Tenir le backlog", False)])
def test_a_heading_of_duties_with_shorter_lines_below_is_a_menus(line: str, told: bool) -> None:
    page = f"Nos activités\n{line}\nProduct Owner\nNotre équipe\n"
    assert (above(page) == []) is told


@pytest.mark.parametrize(("line", "told"), [(3, True), (4, False)])
def test_a_sentence_begins_the_text_where_one_of_three_lines_below_goes_on(line: int, told: bool) -> None:
    page = "Brumeval aide les écoles.\n" + rows(line - 1) + "Vous rejoignez une équipe de dix personnes.\n"
    assert (above(page) == []) is told


@pytest.mark.parametrize(("words", "read"), [(18, True), (19, False)])
def test_below_a_line_told_in_nineteen_words_other_offers_end_the_top(words: int, read: bool) -> None:
    top = page_top(f"Nous aidons{' Nantes' * (words - 2)}\nOffres similaires\nVallon\n")
    assert ("Vallon" in [line.text for line in top.within]) is read


@pytest.mark.parametrize("lines", [7, 8, 9])
def test_the_first_eight_lines_are_read_whatever_they_are_of(lines: int) -> None:
    assert len(page_top(rows(lines)).first) == min(lines, 8)


@pytest.mark.parametrize(("line", "lines"), [(60, 59), (61, 8)])
def test_the_text_begins_on_the_sixtieth_line_at_the_latest_else_the_first_ones_are_the_top(
    line: int, lines: int
) -> None:
    assert len(above(rows(line - 1) + "Vos missions\n")) == lines


@pytest.mark.parametrize(("characters", "last"), [(4000, "Owner"), (4001, "Owne")])
def test_4000_characters_are_read(characters: int, last: str) -> None:
    page = "-" * (characters - len("\nOwner")) + "\nOwner"
    assert len(page) == characters and above(page) == [last]
