"""What the title of a pasted offer may be, and which sentences name one: each bound, one case within and one beyond.

The numbers are written out, not read from the modules: with a changed bound a case here fails.
"""

from __future__ import annotations

import pytest

from pm_or_po.text.document import read_statement
from pm_or_po.text.finding import find_title
from pm_or_po.text.page_top import TopLine
from pm_or_po.text.title_asked import addressed, asked_for, held
from pm_or_po.text.title_lines import after_label, is_marked, is_title_shaped, job_at_start, opens_with_a_job
from pm_or_po.text.title_named import named_title
from pm_or_po.text.tokens import folded_words


def names(count: int) -> str:
    """Return so many words, each another name that tells nothing."""
    known = (
        "Rennes Nantes Brest Vannes Lorient Quimper Dinan Redon Laval Angers Tours Blois Bourges Nevers Dijon"
    )
    known += " Dole Metz Nancy Toul Troyes"
    return " ".join(known.split()[:count])


def asked(line: str) -> list[str]:
    """Return the jobs a line asks for."""
    return [one.text for one in asked_for(TopLine(line, 0))]


def somebodys(line: str) -> list[str]:
    """Return the jobs a line says somebody has."""
    return [one.text for one in held(TopLine(line, 0))]


def named(sentence: str) -> str:
    """Return the job that a sentence of an offer's text gives to the person hired."""
    return named_title([read_statement(sentence)])


# --- The line of a title --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "title"), [(18, True), (19, False)])
def test_a_title_has_eighteen_different_words_at_most(words: int, title: bool) -> None:
    assert is_title_shaped(f"Product Owner {names(words - 2)}") is title
    assert is_title_shaped(f"Product Owner {names(words - 2)} – Product Owner") is title


@pytest.mark.parametrize(
    ("line", "opens"), [(f"{names(3)} Product Owner", True), (f"{names(4)} Product Owner", False)]
)
def test_a_line_opens_with_a_job_after_three_words_at_most(line: str, opens: bool) -> None:
    assert opens_with_a_job(line) is opens


@pytest.mark.parametrize(
    ("line", "starts"), [(f"{names(2)} Product Owner", True), (f"{names(3)} Product Owner", False)]
)
def test_a_job_is_at_the_start_after_two_words_at_most(line: str, starts: bool) -> None:
    assert (job_at_start(folded_words(line)) is not None) is starts


@pytest.mark.parametrize(("line", "marked"), [("Chef H/F", True), ("CDI H/F", False)])
def test_a_job_before_both_genders_mark_has_four_letters_at_least(line: str, marked: bool) -> None:
    assert is_marked(line) is marked


@pytest.mark.parametrize(
    ("line", "title"), [("Senior Product Owner H/F !", True), ("Senior Product Owner Paie H/F !", False)]
)
def test_a_job_is_called_out_with_three_words_besides_at_most(line: str, title: bool) -> None:
    assert is_title_shaped(line) is title


@pytest.mark.parametrize(("label", "title"), [("Job title", "Product Owner"), ("Title", None)])
def test_a_job_follows_a_label_of_two_words_without_a_colon(label: str, title: str | None) -> None:
    found = after_label(TopLine(f"{label} Product Owner", 0), [])
    assert (found and found.text) == title


# --- Which of the lines ---------------------------------------------------------------------------------------------

TEXT = "Vos missions\nRédiger les user stories\nVotre profil\nAnglais courant\n"


@pytest.mark.parametrize(("line", "title"), [(8, "Product Owner"), (59, "Product Owner"), (60, "")])
def test_a_label_is_above_the_sixtieth_line(line: int, title: str) -> None:
    assert find_title("Rennes\n" * (line - 1) + "Poste : Product Owner\n" + TEXT) == title


def test_a_label_past_the_eighth_line_is_above_the_text() -> None:
    assert find_title("Rennes\n" * 8 + TEXT + "\nPoste : Product Owner\n") == ""


@pytest.mark.parametrize(("line", "title"), [(59, "Product Owner"), (60, "")])
def test_a_title_below_a_menu_is_above_the_sixtieth_line(line: int, title: str) -> None:
    assert find_title("Rennes\n" * (line - 1) + "Product Owner\n" + TEXT) == title


@pytest.mark.parametrize(("characters", "title"), [(4000, "Product Owner"), (4001, "")])
def test_a_title_ends_among_the_first_4000_characters(characters: int, title: str) -> None:
    page = "-" * (characters - len("\nProduct Owner")) + "\nProduct Owner"
    assert len(page) == characters
    assert find_title(f"{page}\n{TEXT}") == title


@pytest.mark.parametrize(("line", "title"), [(4, "product owner"), (5, "")])
def test_what_somebody_looks_for_is_a_title_on_the_fourth_line_at_the_latest(line: int, title: str) -> None:
    assert find_title("Rennes\n" * (line - 1) + "product owner\n" + TEXT) == title


@pytest.mark.parametrize(("mark", "title"), [(" H/F", "Product Owner Paie H/F"), ("", "")])
def test_of_two_titles_the_last_is_the_offers_where_both_bear_a_mark(mark: str, title: str) -> None:
    page = f"Brumeval\nProduct Manager Paie{mark}\nRennes\nProduct Owner Paie{mark}\nNantes\n"
    assert find_title(page + TEXT) == title


# --- Sentences that ask for somebody --------------------------------------------------------------------------------


@pytest.mark.parametrize(("between", "found"), [(7, ["Product Owner"]), (8, [])])
def test_seven_words_may_stand_between_join_and_as(between: int, found: list[str]) -> None:
    assert asked(f"Join {names(between)} as Product Owner") == found


@pytest.mark.parametrize(("between", "found"), [(7, ["Product Owner"]), (8, [])])
def test_seven_words_may_stand_between_whom_nobody_looks_for_and_who_is(
    between: int, found: list[str]
) -> None:
    assert asked(f"Nous ne recherchons pas {names(between)} mais un Product Owner") == found


@pytest.mark.parametrize("words", [8, 9, 10])
def test_a_job_asked_for_has_nine_words_at_most(words: int) -> None:
    line = f"Product Owner {names(words - 2)}"
    assert asked(f"Nous recherchons un {line}") == [" ".join(line.split()[:9])]
    # So has one whose place was told before it.
    assert asked(f"Nous recherchons {names(6)} un {line}") == [" ".join(line.split()[:9])]


@pytest.mark.parametrize(("between", "found"), [(15, True), (16, False)])
def test_a_job_asked_for_ends_eighteen_words_on_at_most(between: int, found: bool) -> None:
    assert (asked(f"We recruit {names(between)} a Product Owner") == ["Product Owner"]) is found


@pytest.mark.parametrize(("between", "found"), [(17, ["Product Owner"]), (18, [])])
def test_after_an_aside_it_begins_on_the_eighteenth_word_at_the_latest(
    between: int, found: list[str]
) -> None:
    assert asked(f"We recruit, {names(between)}, a Product Owner") == found


@pytest.mark.parametrize(("between", "found"), [(3, ["Rennes Nantes Brest Product Owner"]), (4, [])])
def test_the_job_that_a_letter_is_about_follows_three_words_at_most(between: int, found: list[str]) -> None:
    assert asked(f"I'm working on a {names(between)} Product Owner role") == found


@pytest.mark.parametrize(("between", "found"), [(3, ["Rennes Nantes Brest Product Owner"]), (4, [])])
def test_so_does_the_job_that_somebody_has(between: int, found: list[str]) -> None:
    assert somebodys(f"En tant que {names(between)} Product Owner") == found


@pytest.mark.parametrize(("between", "found"), [(0, []), (1, ["Product Owner"])])
def test_an_experience_stands_right_before_what_it_was_as(between: int, found: list[str]) -> None:
    assert somebodys(f"Expérience {names(between)} en tant que Product Owner") == found


@pytest.mark.parametrize(("between", "found"), [(2, []), (3, ["Product Owner"])])
def test_two_words_may_stand_between_a_denial_and_a_post(between: int, found: list[str]) -> None:
    assert somebodys(f"Pas {names(between)} poste de Product Owner") == found


def test_a_job_of_seven_words_is_read_whole() -> None:
    line = "Are you a Senior Vice President of Digital Product Management?"
    assert [one.text for one in addressed(TopLine(line, 0))] == [line.removeprefix("Are you a ").rstrip("?")]


# --- Sentences of the text that name a job --------------------------------------------------------------------------


@pytest.mark.parametrize(("between", "title"), [(6, "Product Owner"), (7, "")])
def test_six_words_may_stand_between_a_job_and_what_is_said_of_it(between: int, title: str) -> None:
    assert named(f"Le ou la Product Owner {names(between)} est responsable du backlog") == title
    assert named(f"Le ou la Product Owner {names(between)} a pour principales missions le backlog") == title


@pytest.mark.parametrize(("before", "title"), [(8, "Product Owner"), (9, "")])
def test_vous_serez_ends_on_the_tenth_word_at_the_latest(before: int, title: str) -> None:
    assert named(f"{names(before)}, vous serez notre Product Owner") == title


@pytest.mark.parametrize(("before", "title"), [(9, "Product Owner"), (10, "")])
def test_nine_words_and_a_comma_may_stand_before_who_is_told_of(before: int, title: str) -> None:
    assert named(f"{names(before)}, le ou la Product Owner est garant du planning") == title
