"""Who else holds the discovery, and the words that show it; never what the offer calls the person hired."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signals_told import FOUNDERS, LEAD, OWNER, SPLIT, calls_of, signals_of, told

from pm_or_po import classify
from pm_or_po.taxonomy import SIGNAL_KINDS
from pm_or_po.text.tokens import tokens
from pm_or_po.verdict import Signal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rattaché(e) au CPO, vous rejoignez une équipe de six personnes.", "Rattaché(e) au CPO"),
        ("Rattachement hiérarchique : CPO", "Rattachement hiérarchique : CPO"),
        ("Tu travailles en binôme avec le Product Manager.", "avec le Product Manager"),
        ("You will be reporting to the Head of Product.", "reporting to the Head of Product"),
        ("You report directly to our VP Product.", "report directly to our VP Product"),
        ("Décliner la roadmap définie par le Product Manager", "définie par le Product Manager"),
        ("Deliver the roadmap set by our Product Manager", "set by our Product Manager"),
        ("Break the epics down with our Product Managers", "with our Product Managers"),
        (
            "Sous la responsabilité de la directrice produit",
            "Sous la responsabilité de la directrice produit",
        ),
        ("Aux côtés du Chief Product Officer, vous affinez le backlog", "Aux côtés du Chief Product Officer"),
        (
            "Affiner les besoins avec les designers, la tech et les PMs",
            "avec les designers, la tech et les PMs",
        ),
        ("En tant que Product Owner, tu assistes aux ateliers avec le PM.", "avec le PM"),
        ("Échanger avec le chef de produit sur les priorités", "avec le chef de produit"),
        ("Rattachement hiérarchique :\n\nCPO / CTO\n\nLieu :\n\nPau", "CPO"),
        ("Tu travailles avec Léa (CPO) et deux designers.", "avec Léa (CPO)"),
        ("Vous rapportez à Sofia, VP Product.", "rapportez à Sofia, VP Product"),
        ("Affiner avec la tech, le PM et les métiers", "avec la tech, le PM"),
        ("En lien avec la Direction Produit", "avec la Direction Produit"),
        (
            "This job reports to the SVP Product Management.",
            "reports to the SVP Product Management",
        ),
        ("Tu reporteras directement à Maud, CPO.", "reporteras directement à Maud, CPO"),
        ("Tu reportes à la directrice produit.", "reportes à la directrice produit"),
        ("The role reports into the VP Product.", "reports into the VP Product"),
        ("Vous rendez compte à la Head of Product.", "rendez compte à la Head of Product"),
        ("Rendre compte au PM", "Rendre compte au PM"),
        ("Ton manager sera Paul, notre CPO.", "Ton manager sera Paul, notre CPO"),
        ("Your line manager will be our Head of Product.", "Your line manager will be our Head of Product"),
        ("Reporting line: CPO", "Reporting line: CPO"),
        ("Les grands objectifs sont arbitrés par le PM.", "arbitrés par le PM"),
        ("Rédiger les tests des maquettes élaborées par la PM", "élaborées par la PM"),
        ("Manager : Head of Product", "Manager : Head of Product"),
        ("Lieu : Lyon – Manager (N+1) : la CPO", "Manager (N+1) : la CPO"),
        ("N+1 : Lead Product Manager", "N+1 : Lead Product Manager"),
        ("Ta N+1 sera notre CPO.", "Ta N+1 sera notre CPO"),
        ("Line manager: Ana Silva, VP Product", "Line manager: Ana Silva, VP Product"),
        ("Supérieure hiérarchique directe : VP Produit", "Supérieure hiérarchique directe : VP Produit"),
        (
            "Rattachement fonctionnel : Directeur·rice Produit",
            "Rattachement fonctionnel : Directeur·rice Produit",
        ),
        ("Tutrice :\nHead of Product", "Head of Product"),
        ("The team already has a Head of Product.", "team already has a Head of Product"),
        ("Nous avons déjà une directrice produit.", "Nous avons déjà une directrice produit"),
        ("Tu rejoins Sarah, notre Head of Product.", "rejoins Sarah, notre Head of Product"),
        ("You will join Tom Lee, our Product Manager.", "join Tom Lee, our Product Manager"),
        ("Vous intégrez l'équipe de notre CPO.", "intégrez l'équipe de notre CPO"),
    ],
)
def test_a_product_lead_the_person_works_for_or_with(text, words):
    assert told(text) == [(LEAD, words)]


@pytest.mark.parametrize(
    "text",
    [
        "En tant que Product Manager, vous portez la vision.",
        "As a Product Manager you will work with engineers and designers.",
        "Nous cherchons un Product Manager pour notre équipe.",
        "We are looking for a Product Manager to work with our clients.",
        "Le Product Manager travaille avec les développeurs.",
        "In touch with sales and support, the Product Manager writes the stories.",
        "Vous travaillez avec nous en tant que Product Manager.",
        "Come and grow with us as a Product Manager.",
        "Une première expérience avec des Product Managers est demandée.",
        "3 years of experience working with product managers",
        "Travailler avec le lead product designer",
        "Tu pilotes 3 squads et leurs budgets.",
        "You look after three squads.",
        "Votre équipe est composée de quatre squads.",
        "La roadmap des 4 squads",
        "Piloter la feuille de route des trois squads",
        "Maintenir un backlog commun de 3 squads",
        "Prioritize the backlog across multiple squads",
        "Own the roadmap of the 4 squads.",
        "Our group has 5 squads.",
        "Vous encadrez plusieurs squads.",
        "You own our Billing line: four squads, thirty people.",
        "Share what you learn with other product managers.",
        "Encadrer une équipe de Product Managers",
        "Work with the teams from 9 AM to 6 PM",
        "Collaborer avec les équipes pour devenir un Product Manager reconnu",
        "Vous travaillez avec le chef de projet et l'équipe produit.",
        "Work with the product team, with the production manager and the product designer.",
        "Votre manager est un ancien Product Manager.",
        "Your manager, a former product manager, likes tea.",
        "Ton manager t'aide à devenir Product Manager.",
        "Ton manager est un Tech Lead ; les Product Managers sont tes pairs.",
        "Reporting line: two product managers",
        "Une fondation d'entreprise porte la vision d'un monde plus juste.",
        "Manager : une équipe de Product Managers",
        "Manager : les Product Managers de la région",
        "Product Manager : Head of Product en devenir",
        "Manager\nHead of Product",
        "Manager de transition : Head of Product",
        "Rejoignez Leurrio, Head of Product H/F",
        "Rejoignez-nous comme Head of Product.",
        "Rejoignez la Direction Produit.",
        "Join us as our first Head of Product.",
        "Vous avez déjà été CPO.",
        "We do not have a Head of Product yet.",
        "The team already has two Product Managers.",
        "Do we already have a Head of Product?",
        "Mentor : Product Manager junior",
        "Lien hiérarchique : Product Manager, UX Designer et 2 QA à encadrer",
    ],
)
def test_the_persons_own_title_and_past_are_no_signal(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Traduire les besoins de la Head of Product en tickets", "les besoins de la Head of Product"),
        ("Transformer la vision de notre CPO en backlog", "la vision de notre CPO"),
        ("Découper en stories les epics du responsable produit", "les epics du responsable produit"),
        (
            "Tu déclines la roadmap de Nora, notre Product Manager.",
            "la roadmap de Nora, notre Product Manager",
        ),
        (
            "Turn requests from sales and the VP Product into tickets",
            "requests from sales and the VP Product",
        ),
        ("Convert the requirements from our Product Managers", "the requirements from our Product Managers"),
        ("Turn our CPO's vision into a backlog", "our CPO's vision"),
        ("Tu dépendras fonctionnellement de la CPO.", "dépendras fonctionnellement de la CPO"),
        (
            "Vous dépendez hiérarchiquement du chef de produit.",
            "dépendez hiérarchiquement du chef de produit",
        ),
    ],
)
def test_a_product_lead_whose_requests_one_carries_out(text: str, words: str) -> None:
    assert told(text, "Product Owner") == [(LEAD, words)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Décliner la roadmap du produit en user stories", "Product Owner"),
        ("Décliner la roadmap du Product Manager en user stories", "Product Manager"),
        ("Traduire les besoins du directeur produit en stories", "Head of Product"),
        ("Traduire les besoins des Product Managers, nos utilisateurs, en écrans", "Product Owner"),
        ("Turn the needs of product managers into features", "Product Owner"),
        ("Turn our customers' product managers' needs into features", "Product Owner"),
        ("Traduire les attentes du Head of Product de nos clients en écrans", "Product Owner"),
        ("Traduire la vision d'un CPO en roadmap", "Product Owner"),
        ("Décliner la roadmap du Product Manager que vous êtes", "Product Owner"),
        ("Vous ne traduisez pas les demandes du CPO en tickets.", "Product Owner"),
        ("You don't turn the CPO's ideas into tickets.", "Product Owner"),
        ("Expérience requise : traduire les demandes du CPO", "Product Owner"),
        ("Turn user needs into features; the CPO decides nothing", "Product Owner"),
        ("La fiche de poste du Product Manager : traduire la vision en backlog", "Product Owner"),
    ],
)
def test_requests_of_nobody_above_name_no_product_lead(text: str, title: str) -> None:
    assert told(text, title) == []


@pytest.mark.parametrize(
    "line",
    [
        "The team already has a VP of Product leaving in June: you take over.",
        "Line manager: Head of Product EMEA until you arrive.",
    ],
)
def test_whom_a_head_of_product_replaces_leads_nobody_hired(line: str) -> None:
    assert told(line, "Head of Product (H/F)") == []
    assert [kind for kind, _ in told(line, "Product Owner")] == [LEAD]


def test_a_head_of_product_may_have_another_above() -> None:
    assert told("N+1 : CPO", "Head of Product") == [(LEAD, "N+1 : CPO")]


@pytest.mark.parametrize(
    "words", ["La roadmap est portée par le Product Manager", "owned by the Product Manager"]
)
def test_what_is_done_by_the_job_of_the_title_is_done_by_the_person_hired(words: str) -> None:
    assert told(f"{words}.", "Product Manager") == []
    assert [kind for kind, _ in told(f"{words}.", "Product Owner")] == [LEAD]


TEAM = "Vos missions\n- Rédiger les user stories\n- Tenir le backlog\n- Préparer les sprints et la recette\n"


@pytest.mark.parametrize(
    "line",
    [
        "Entretien avec le Head of Product",
        "Le recrutement : un échange avec le CPO puis un test",
        "Un échange avec Inès, notre Head of Product (45 min)",
        "Process: HR call > case study > interview with our VP Product",
        "Les étapes\n- Appel RH\n- Rencontre avec la directrice produit",
        "Hiring process\n- Screening call\n- Half a day on-site with our CPO",
    ],
)
def test_whom_one_meets_to_be_hired_is_no_signal(line: str) -> None:
    assert classify(f"{TEAM}{line}\n", "Product Owner").signals == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- Préparer les entretiens utilisateurs avec la Head of Product", "avec la Head of Product"),
        ("- Suivre les appels des clients avec Inès, Product Manager", "avec Inès, Product Manager"),
        ("- Sitting in on user interviews led by our Product Manager", "led by our Product Manager"),
    ],
)
def test_interviews_and_calls_of_users_are_no_hiring(line: str, words: str) -> None:
    signals = classify(f"{TEAM}{line}\n", "Product Owner").signals
    assert [(signal.kind, signal.text) for signal in signals] == [(LEAD, words)]


def test_a_tech_lead_before_a_product_owner_is_no_product_lead():
    text = "Échanger avec l'équipe (QA, tech lead, product owner)"
    assert [kind for kind, _ in told(text)] == [OWNER]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("EN SOUTIEN DU PO :", "EN SOUTIEN DU PO"),
        ("Vous définirez avec le Product Owner l'évolution du produit", "avec le Product Owner"),
        ("Assister les Product Owners dans la priorisation", "Assister les Product Owners"),
        ("Plan the sprints with the POs of the data platform", "with the POs"),
    ],
)
@pytest.mark.parametrize("title", ["", "Product Manager", "Product Owner"])
def test_a_product_owner_to_work_with_is_named(text: str, words: str, title: str) -> None:
    assert told(text, title) == [(OWNER, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Vous êtes le Product Owner de l'équipe", "Manage dependencies with POS, supply chain and network teams",
        "Partager vos pratiques avec les autres Product Owners", "Le Product Owner rédige les user stories",
    ],
)  # fmt: skip
def test_a_product_owner_who_is_hired_or_a_peer_is_no_signal(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("number", ["1. ", "3) ", "a) ", "IV - ", "- ", ""])
def test_the_number_of_an_item_is_no_part_of_what_is_quoted(number: str) -> None:
    assert told(f"{number}Collaborer avec le Product Owner") == [(OWNER, "avec le Product Owner")]
    assert told(f"{number}Reporter au Head of Product") == [(LEAD, "Reporter au Head of Product")]


def test_signals_are_exact_ordered_and_known():
    text = "La vision est portée par les fondateurs.\nVous travaillez avec le CPO, au sein d'une tribu."
    signals = signals_of(text)
    assert [signal.kind for signal in signals] == [FOUNDERS, LEAD, SPLIT]
    for signal in signals:
        assert isinstance(signal, Signal)
        assert signal.kind in SIGNAL_KINDS
        assert text[signal.start : signal.end] == signal.text


def test_the_line_that_repeats_the_title_is_not_searched():
    offer = "Product Owner - avec le Head of Product\nRédiger les user stories"
    assert told(offer) != []
    assert told(offer, "Product Owner - avec le Head of Product") == []
    assert told(offer, "Product Manager - avec le Head of Product") == []


TITLES = ("Product Manager", "Product Owner", "PM", "PO", "Chef de produit")
OFFER = (
    "{0} H/F\nNous recherchons un {0} pour notre équipe.\nEn tant que {0}, vous travaillez avec le CPO.\n"
    "Le {0} écrit les stories avec les développeurs, au sein d'une tribu.\n"
    "En lien avec les métiers, le {0} affine le backlog.\nLa vision est portée par les fondateurs."
)


@given(st.sampled_from(TITLES), st.sampled_from(TITLES), st.booleans())
def test_swapping_the_title_changes_no_signal(one, other, given_apart):
    def signals(title: str) -> list[tuple[str, str]]:
        return told(OFFER.format(title), f"{title} H/F" if given_apart else "")

    assert signals(one) == signals(other)
    assert [kind for kind, _ in signals(one)] == [LEAD, SPLIT, FOUNDERS]


@given(st.text(alphabet="PMOavec le CPO,\n.fondateurs vision ", max_size=200), st.text(max_size=20))
def test_any_text_is_searched_without_failing(text, title):
    for signal in signals_of(text, title):
        assert signal.text and text[signal.start : signal.end] == signal.text


@pytest.mark.parametrize(
    "words",
    [
        "les fondateurs ne portent pas la vision, ",
        "avec le siège qui ne fixe jamais la roadmap, vous ",
        "avec un PM qui tient la roadmap plutôt que vous ",
        "traduire sans les besoins du CPO ",
        "la roadmap, c'est le rôle du marketing de la vendre, ",
    ],
)
def test_a_statement_twice_as_long_takes_twice_as_many_steps(words: str) -> None:
    assert calls_of(words * 200) < 2.5 * calls_of(words * 100)


def lists_of(data: dict[str, Any]) -> Iterator[list[str]]:
    for entry in data.values():
        if isinstance(entry, dict):
            yield from lists_of(entry)
        elif isinstance(entry, list):
            yield entry


@pytest.mark.parametrize(
    "name",
    [
        "signals/words.toml",
        "text/ending.toml",
        "text/sections.toml",
        "judging/colleagues.toml",
        "judging/denial.toml",
        "judging/shared.toml",
        "judging/team.toml",
    ],
)
def test_every_phrase_can_be_met(name):
    data = tomllib.loads(files("pm_or_po").joinpath(name).read_text(encoding="utf-8"))
    phrases = [phrase.format(**data.get("words", {})) for entry in lists_of(data) for phrase in entry]
    for phrase in [phrase for phrase in phrases if phrase not in ("SAFe", "ART")]:
        for slot in phrase.split():
            for word in slot.removesuffix("?").split("|"):
                assert [token.word for token in tokens(word.removesuffix("*"))] == [word.removesuffix("*")], (
                    phrase
                )
