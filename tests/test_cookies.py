"""What a page says of its cookies is no duty of the person hired; and duties that name them."""

from __future__ import annotations

import pytest
from short_offers import PO

from pm_or_po.judging import judge
from pm_or_po.judging.cookies import of_cookies
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.text.document import read_document
from pm_or_po.training.labels import label_offer
from pm_or_po.training.rows import LabelledOffer


def lines_of_cookies(text: str) -> list[str]:
    document = read_document(text)
    return [document.statements[i].text for i in of_cookies(document.statements)]


@pytest.mark.parametrize(
    "notice",
    [
        "Ces cookies nous permettent de comprendre vos usages et de tester des versions de nos pages auprès des visiteurs.",
        "Exploiter des études de marché afin de générer des données d'audience.",
        "These cookies help us to understand how users behave and to run A/B tests.",
        "Apply market research to generate audience insights.",
        "Nous déposons des traceurs pour étudier vos parcours, tester des variantes de pages, suivre l'audience et faire évoluer nos produits.",
        "Notre site utilise des cookies afin d'étudier le trafic et de rendre les pages plus utiles à nos utilisateurs.",
        "En poursuivant votre navigation, vous acceptez que nous mesurions les visites et testions nos offres.",
        "Avec votre accord, nos partenaires et nous utilisons des cookies pour des études de marché et le développement de services.",
        "Nous et nos 512 partenaires lisons des informations sur votre appareil : études d'audience, tests, évolution des produits.",
        "We use cookies and similar technologies to learn what users need, run experiments and improve our products.",
        "By continuing to browse, you let us measure conversion and test new features.",
        "Analytical cookies are used to understand how visitors interact with the website.",
        "Measure advertising performance",
        "Acme et ses partenaires utilisent des cookies pour étudier les usages et tester les pages.",
        "Ce site web utilise des cookies pour analyser les parcours des utilisateurs.",
        "We'd like to set analytics cookies to understand how you use our services.",
        "This website stores cookies to analyse the market and the behaviour of users.",
    ],
)
def test_a_line_on_the_cookies_of_a_page_is_no_duty(notice: str, model: StatementModel) -> None:
    for text in (f"{notice}\n{PO}", PO + notice):
        assert lines_of_cookies(text) == [notice]
        found = judge(Offer(text), model)
        assert found.role == "PO" and notice not in [one.text for one in found.evidence]


def test_what_a_notice_goes_on_with_is_no_duty_either() -> None:
    notice = [
        "Nous utilisons des cookies.",
        "Ils servent à comprendre les utilisateurs.",
        "Vous pouvez les refuser.",
    ]
    assert lines_of_cookies(PO + " ".join(notice)) == notice
    assert lines_of_cookies(f"{notice[0]}\nManage the product vision\n{PO}") == notice[:1]
    assert lines_of_cookies(f"{notice[0]}\n\n\nIls attendent de vous une roadmap.\n{PO}") == notice[:1]


@pytest.mark.parametrize(
    "duty",
    [
        "- Concevoir notre bandeau de cookies",
        "- Étudier ces cookies avec les juristes",
        "- Mettre en conformité les cookies du site et leur consentement",
        "- Define the roadmap of our cookie consent platform",
        "- Suivre les traceurs GPS de la flotte avec les utilisateurs",
        "- Vous pilotez la roadmap de nos traceurs GPS",
        "- Interview users of our asset trackers",
        "- Définir la stratégie de consentement aux cookies et votre expérience utilisateur",
        "Concevoir un parcours où l'utilisateur peut tout accepter ou refuser les cookies",
        "- Build our consent platform so that publishers can accept or reject all cookies",
        "Comprendre comment notre site utilise les cookies et définir la stratégie de données",
        "Nous utilisons des traceurs GPS et vous interrogez les livreurs.",
        "- Informations sur votre appareil connecté : rencontrer les patients",
        "You can own the vision of a world without third-party cookies, from market study to roadmap.",
        "Vous pouvez mener des entretiens avec les éditeurs sur l'après-cookies.",
        "Understand how our site uses cookies and define the product vision for consent",
        "- Personalised advertising and content: define the vision, study the market",
        "- Audience research and services development for the new magazine",
        "Les cookies sont appelés à disparaître : étudier les alternatives avec les éditeurs",
        "By continuing to browse the market, define the roadmap",
        "Notre plateforme utilise des traceurs pour vélos : interviewer les cyclistes",
        "You can shape the roadmap of our asset trackers.",
        "- Tester des alternatives aux cookies avec nos partenaires annonceurs",
    ],
)
def test_a_duty_that_names_cookies_or_trackers_is_left(duty: str) -> None:
    assert lines_of_cookies(f"{PO}{duty}\n") == []


def test_no_such_line_of_the_corpus_is_a_duty(corpus_offers: tuple[LabelledOffer, ...]) -> None:
    for offer in corpus_offers:
        labelled = label_offer(offer)
        for i in of_cookies(labelled.statements):
            label = labelled.labels[i]
            assert label is None or not (label.discovery or label.delivery), labelled.statements[i].text
