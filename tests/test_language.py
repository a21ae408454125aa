"""French, English, or a language that is not read."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.text.language import NAMES, detect_language
from pm_or_po.text.tokens import folded_words, tokens
from pm_or_po.training.rows import LabelledOffer

TEXTS = {
    "fr": """Nous recherchons une personne qui rejoindra notre équipe pour la refonte de l'espace client. Vous serez chargé de
        recueillir les besoins des métiers, d'écrire les spécifications et de suivre les développements avec les équipes, dans
        une ambiance agréable et en télétravail deux jours par semaine.""",
    "en": """We are looking for somebody to join our team and work with the engineers on the new customer area. You will gather
        the needs of the business, write the specifications and follow the developments until they are released to all of
        our users, with two days a week from home.""",
    "de": """Wir suchen eine engagierte Person für unser Team in Berlin, die mit uns die digitale Zukunft gestaltet und die
        Arbeit mit den Entwicklern liebt. Du bist für das Backlog verantwortlich, schreibst die Anforderungen mit dem
        Fachbereich und bist der erste Kontakt für die Kunden.""",
    "es": """Buscamos una persona para nuestro equipo de Madrid que trabaje con los desarrolladores en la nueva área de clientes.
        Serás responsable del backlog y de las historias de usuario, y vas a trabajar con el negocio para definir los
        requisitos de una plataforma que usan más de mil empresas.""",
    "it": """Cerchiamo una persona per il nostro team di Milano che lavori con gli sviluppatori alla nuova area clienti della
        piattaforma. Sei responsabile del backlog e delle storie degli utenti, e lavori con il business per definire i
        requisiti che sono usati dalle imprese nel nostro paese.""",
    "pt": """Procuramos uma pessoa para a nossa equipa em Lisboa que trabalhe com os programadores na nova área de clientes.
        Você será responsável pelo backlog e pelas histórias dos utilizadores, e vai trabalhar com o negócio para definir os
        requisitos da plataforma que as empresas usam no nosso país.""",
    "nl": """Wij zoeken een collega voor ons team in Utrecht die met de ontwikkelaars aan het nieuwe klantportaal werkt. Je bent
        verantwoordelijk voor het backlog en je schrijft de verhalen van de gebruikers, en met de business bepaal je
        wat er naar onze klanten gaat en wanneer het bij hen aankomt.""",
}


def detect(text: str) -> str:
    return detect_language(token.word for token in tokens(text))


@pytest.mark.parametrize("language", TEXTS)
def test_a_paragraph_is_known(language: str) -> None:
    assert detect(TEXTS[language]) == language


@pytest.mark.parametrize("language", TEXTS)
def test_capitals_change_nothing(language: str) -> None:
    assert detect(TEXTS[language].upper()) == language


def test_lost_accents_change_nothing() -> None:
    assert detect(TEXTS["fr"].translate(str.maketrans("éèêàç", "eeeac"))) == "fr"


def test_what_is_in_no_known_language_is_called_another() -> None:
    assert (
        detect(
            "jestem kierownikiem produktu i pracuje nad rozwojem naszej nowej platformy dla klientow firmy "
            * 5
        )
        == "?"
    )


SHORT = [
    ("es", "Product Owner - Madrid. Buscamos un Product Owner para nuestro equipo. Gestionar el backlog"),
    ("es", "Gestionar el backlog, escribir historias de usuario y coordinar al equipo de desarrollo."),
    ("pt", "Product Owner para a nossa equipe. Escrever as histórias e cuidar do backlog com os colegas."),
    ("de", "Product Owner (m/w/d). Du schreibst die User Stories und planst die Sprints mit dem Team."),
    ("it", "Gestire il backlog e scrivere le user story con il team di sviluppo della nostra sede."),
    ("nl", "Product Owner. Je beheert de backlog en schrijft user stories met het team."),
    ("?", "产品经理 北京 岗位职责 负责产品规划和需求分析 撰写产品需求文档 推动产品开发上线"),
    ("?", "Владелец продукта: управление бэклогом"),
]


@pytest.mark.parametrize(("language", "text"), SHORT)
def test_a_few_lines_of_another_language_are_known(language: str, text: str) -> None:
    assert detect(text) == language


def test_a_few_lines_of_an_offer_are_never_taken_for_another_language(
    corpus_offers: tuple[LabelledOffer, ...],
) -> None:
    for offer in corpus_offers:
        lines = [folded_words(line) for line in offer.description.split("\n")]
        for i in range(len(lines)):
            assert detect_language(chain(*lines[i : i + 3])) in ("fr", "en"), lines[i : i + 3]


def test_a_short_line_goes_to_the_language_with_more_words_in_it() -> None:
    assert detect("Gérer le backlog avec les équipes") == "fr"
    assert detect("Manage the backlog with our teams") == "en"
    assert detect("") in ("fr", "en")


def test_franglais_is_french() -> None:
    text = """Tu drives la roadmap de la squad Growth, tu challenges les stakeholders et tu ships des features avec les devs. Tu
        fais la discovery avec le design, tu writes les user stories et tu follows les KPIs dans un mindset test and learn,
        pour une scale-up qui disrupte le retail."""
    assert detect(text) == "fr"


@given(st.text(max_size=300))
def test_the_answer_is_always_a_known_code(text: str) -> None:
    assert detect(text) in {"fr", "en", *NAMES}
