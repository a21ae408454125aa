"""Titles as employers write them: what they claim, at what level, and where they stand in an offer."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_or_po.taxonomy import FAMILIES
from pm_or_po.text.title import find_title, read_title, title_echo
from pm_or_po.text.tokens import folded_words, tokens

# Each row: claim | level | family of another job | title
TABLE = """
PM    | mid    | -                  | Product Manager
PM    | mid    | -                  | PRODUCT MANAGER H/F
PM    | mid    | -                  | Product Manager (m/w/d) - Berlin
PM    | senior | -                  | Senior Product Manager - Payments
PM    | senior | -                  | Sr. Product Manager, Checkout & Fraud
PM    | senior | -                  | Product Manager Sénior (F/H/X) - CDI - Bordeaux
PM    | junior | -                  | Junior Product Manager
PM    | junior | -                  | Associate Product Manager (APM), Rider App
PM    | junior | -                  | Product manager junior 🚀 38-42k€
PM    | junior | -                  | Assistant Product Manager
PM    | lead   | -                  | Lead Product Manager
PM    | lead   | -                  | Principal Product Manager, Search
PM    | lead   | -                  | Staff Product Manager (Remote, EMEA)
PM    | lead   | -                  | Group Product Manager
PM    | lead   | -                  | Group PM - Marketplace
PM    | lead   | -                  | Product Lead
PM    | lead   | -                  | Lead Product - Mobilité
PM    | lead   | -                  | Lead PM Growth
PM    | head   | -                  | Head of Product
PM    | head   | -                  | Head Of Product H/F - série A
PM    | head   | -                  | VP Product
PM    | head   | -                  | VP of Product (Fintech)
PM    | head   | -                  | Vice President, Product
PM    | head   | -                  | Director of Product
PM    | head   | -                  | Director, Product Management
PM    | head   | -                  | Product Director
PM    | head   | -                  | Directeur Produit H/F
PM    | head   | -                  | Directrice du produit
PM    | head   | -                  | Directeur·rice Produit
PM    | head   | -                  | Directeur / Directrice Produit (CDI)
PM    | head   | -                  | Senior Director of Product Management
PM    | chief  | -                  | Chief Product Officer
PM    | chief  | -                  | CPO
PM    | chief  | -                  | CPO / Associé·e
PM    | chief  | -                  | CPTO
PM    | chief  | -                  | Chief Product & Technology Officer
PM    | intern | -                  | Product Management Intern
PM    | intern | -                  | Product Manager Internship - Spring
PM    | intern | -                  | Stage - Product Manager (6 mois)
PM    | intern | -                  | Alternant(e) Product Manager
PM    | intern | -                  | ALTERNANCE CHEF DE PRODUIT DIGITAL H/F
PM    | intern | -                  | Stagiaire assistant chef de produit
PM    | intern | -                  | Apprenti·e Product Manager
PM    | mid    | -                  | PM
PM    | mid    | -                  | PM - Facturation
PM    | senior | -                  | Senior PM, Identity
PM    | mid    | -                  | Technical Product Manager
PM    | mid    | -                  | AI Product Manager
PM    | mid    | -                  | Data Product Manager (H/F)
PM    | mid    | -                  | Digital Product Manager – CRM
PM    | mid    | -                  | Product Manager - Data
PM    | mid    | -                  | Product Manager II
PM    | senior | -                  | Product Manager III
PM    | senior | -                  | Senior Manager, Product
PM    | mid    | -                  | Product Line Manager
PM    | mid    | -                  | Product Portfolio Manager - Energy
PM    | mid    | -                  | **Product Manager** (ref. 2291-B)
PM    | mid    | -                  | [Nantes] Product-Manager | 45/52 K€
PM    | mid    | -                  | Product Managers (x2)
PM    | mid    | -                  | Product Mgr, Billing
PM    | mid    | -                  | Chef de produit
PM    | mid    | -                  | CHEF DE PRODUITS H/F
PM    | mid    | -                  | Cheffe de produit
PM    | mid    | -                  | Chef·fe de produit numérique
PM    | mid    | -                  | Chef(fe) de produit logiciel
PM    | mid    | -                  | Chef-fe de produit
PM    | mid    | -                  | Chef (fe) de produit web
PM    | mid    | -                  | Chef ou cheffe de produit
PM    | mid    | -                  | Chef / Cheffe de produit digital
PM    | mid    | -                  | Chef de produit textile
PM    | mid    | -                  | Chef de produit marketing
PM    | mid    | -                  | Chef produit H/F
PM    | senior | -                  | Chef de produit senior, entrepôts
PM    | junior | -                  | Cheffe de produit junior
PM    | junior | -                  | Assistant(e) chef de produit
PM    | mid    | -                  | Intrapreneur·e, chef·fe de produit numérique
PM    | mid    | -                  | Responsable produit
PM    | mid    | -                  | Responsable Produit(s) SaaS F/H
PM    | mid    | -                  | Responsable de produits numériques
PM    | mid    | -                  | Un ou une responsable produit
PM    | mid    | -                  | Chargé(e) de produit
PM    | mid    | -                  | Chargé-e de produits
PM    | mid    | -                  | Chargée de produit digital
PM    | mid    | -                  | Gestionnaire de produit
PM    | lead   | -                  | Gestionnaire principal(e) de produits
PM    | senior | -                  | Gestionnaire de produit sénior - Montréal
PM    | mid    | -                  | Personne en charge du produit
PM    | mid    | -                  | Personne chargée du produit et des usages
PM    | mid    | -                  | Manager produit (H/F)
PM    | mid    | project-management | Project Manager / Product Manager
PM    | mid    | project-management | Product Manager - Chef de projet digital
PM    | mid    | design             | Product Manager & UX Designer
PM    | mid    | consulting         | Consultant Product Manager
PM    | mid    | product-marketing  | Product Manager / Product Marketing Manager
PM    | senior | development        | Senior Product Manager / Ingénieur logiciel
PO    | mid    | -                  | Product Owner
PO    | mid    | -                  | PRODUCT OWNER (H/F)
PO    | mid    | -                  | Product Owner F/H/NB – Lille – 45 K€
PO    | senior | -                  | Senior Product Owner
PO    | senior | -                  | Product Owner Expérimenté(e) - Paiement
PO    | mid    | -                  | Product Owner confirmé H/F
PO    | junior | -                  | Product Owner Junior
PO    | lead   | -                  | Lead Product Owner
PO    | lead   | -                  | Product Owner référent
PO    | intern | -                  | Stage : Product Owner
PO    | intern | -                  | Product Owner en alternance (H/F)
PO    | intern | -                  | Apprentissage - Product Owner Santé
PO    | mid    | -                  | PO
PO    | mid    | -                  | PO Data (F/H)
PO    | senior | -                  | PO senior - refonte extranet
PO    | mid    | -                  | Proxy PO
PO    | mid    | -                  | Proxy Product Owner - mutuelle
PO    | mid    | -                  | PPO H/F
PO    | mid    | -                  | Data Product Owner
PO    | mid    | -                  | Product Owner Data
PO    | mid    | -                  | Technical Product Owner (API)
PO    | mid    | -                  | Business Product Owner
PO    | mid    | -                  | Agile Product Owner
PO    | mid    | -                  | Product Owners H/F
PO    | mid    | -                  | Product-owner CRM
PO    | mid    | -                  | Propriétaire de produit
PO    | mid    | -                  | Propriétaire produit - Québec
PO    | mid    | -                  | ✨ Product Owner ✨ Réf : PO-2231
PO    | mid    | -                  | # Product Owner – Assurance vie
PO    | mid    | -                  | Product Owner IT - Supply Chain
PO    | mid    | -                  | Product Owner Marketing Digital
PO    | mid    | -                  | Product Owner, Customer Support Tools
PO    | mid    | business-analysis  | Business Analyst / Product Owner
PO    | mid    | business-analysis  | Product Owner - Business Analyst
PO    | mid    | business-analysis  | BA / PO - banque privée
PO    | mid    | data               | Data Analyst/Product Owner
PO    | mid    | scrum-agile        | Product Owner / Scrum Master
PO    | mid    | scrum-agile        | Scrum Master - PO
PO    | mid    | project-management | Chef de projet / Product Owner
PO    | mid    | project-management | Chef(fe) de projet - PO (H/F)
PO    | mid    | project-management | Product Owner et chef de projet digital
PO    | mid    | design             | UX Designer / Product Owner
PO    | mid    | consulting         | Consultant Product Owner
PO    | mid    | business-analysis  | Consultant(e) fonctionnel(le) - PO
PO    | junior | operations         | Assistant production - Product Owner données
PO    | lead   | development        | Tech Lead / Product Owner
BOTH  | mid    | -                  | PM/PO
BOTH  | mid    | -                  | PO/PM (H/F)
BOTH  | mid    | -                  | PM / PO - startup
BOTH  | mid    | -                  | PO & PM
BOTH  | mid    | -                  | Product Owner / Product Manager
BOTH  | senior | -                  | Senior Product Manager - Product Owner
BOTH  | mid    | -                  | Product Owner/Manager
BOTH  | mid    | -                  | Product Manager/Owner
BOTH  | mid    | -                  | Chef de produit / Product Owner
BOTH  | mid    | -                  | Product Owner (Chef·fe de produit numérique)
BOTH  | head   | -                  | Head of Product / Product Owner
BOTH  | mid    | project-management | Chef de projet, Product Owner, Product Manager
OTHER | mid    | design             | Product Designer
OTHER | senior | design             | Senior Product Designer (Figma)
OTHER | lead   | design             | Product Lead Designer
OTHER | head   | design             | Head of Product Design
OTHER | mid    | design             | UX/UI Designer
OTHER | mid    | design             | UX Researcher
OTHER | mid    | design             | Designer de service
OTHER | mid    | product-marketing  | Product Marketing Manager
OTHER | head   | product-marketing  | VP Product Marketing
OTHER | mid    | product-marketing  | PMM - SaaS B2B
OTHER | mid    | product-marketing  | Responsable marketing produit
OTHER | mid    | product-marketing  | Chef de marché
OTHER | mid    | project-management | Chef de projet
OTHER | mid    | project-management | CHEF(FE) DE PROJET DIGITAL H/F
OTHER | mid    | project-management | Chef de projet produit
OTHER | mid    | project-management | Chef de projet industrialisation produit
OTHER | mid    | project-management | Chargé·e de projets
OTHER | mid    | project-management | Project Manager
OTHER | mid    | project-management | Project Manager (PM)
OTHER | mid    | project-management | PM Projets SI
OTHER | mid    | project-management | PM travaux
OTHER | senior | project-management | Senior Program Manager
OTHER | mid    | project-management | PMO
OTHER | head   | project-management | Directeur de programme
OTHER | mid    | project-management | Delivery Manager
OTHER | mid    | business-analysis  | Business Analyst
OTHER | mid    | business-analysis  | Business analyst H/F - Crédit
OTHER | mid    | business-analysis  | Analyste fonctionnel
OTHER | mid    | business-analysis  | Consultant AMOA
OTHER | mid    | business-analysis  | Analyste d'affaires
OTHER | mid    | scrum-agile        | Scrum Master
OTHER | mid    | scrum-agile        | Coach agile F/H
OTHER | mid    | scrum-agile        | Release Train Engineer
OTHER | mid    | data               | Data Analyst
OTHER | mid    | data               | Data Scientist NLP
OTHER | mid    | data               | Data Engineer
OTHER | intern | data               | Stage Data Analyst
OTHER | mid    | data               | Product Analyst
OTHER | mid    | development        | Développeur·euse Python
OTHER | mid    | development        | Développeuse Full Stack
OTHER | senior | development        | Senior Software Engineer
OTHER | mid    | development        | Product Engineer
OTHER | mid    | development        | Ingénieur-e logiciel embarqué
OTHER | lead   | development        | Tech Lead
OTHER | mid    | development        | DevOps
OTHER | mid    | quality            | QA Engineer
OTHER | mid    | quality            | Testeur logiciel
OTHER | mid    | quality            | Responsable qualité produit
OTHER | mid    | sales              | Account Executive
OTHER | mid    | sales              | Business Developer
OTHER | mid    | sales              | Ingénieur commercial
OTHER | mid    | sales              | Commercial terrain
OTHER | mid    | sales              | Chargé d'affaires
OTHER | mid    | marketing          | Growth Marketer
OTHER | mid    | marketing          | Growth Manager
OTHER | mid    | marketing          | Community manager
OTHER | mid    | marketing          | Lead Generation Specialist - marketing
OTHER | mid    | physical-goods     | Category Manager
OTHER | mid    | physical-goods     | Chef de gamme bricolage
OTHER | mid    | physical-goods     | Acheteuse mode
OTHER | mid    | finance-insurance  | Actuaire
OTHER | mid    | finance-insurance  | Contrôleur de gestion
OTHER | mid    | consulting         | Consultant
OTHER | mid    | operations         | Production Manager
OTHER | mid    | operations         | Responsable de production
OTHER | mid    | operations         | Product Operations Manager
OTHER | mid    | operations         | Process Owner
OTHER | mid    | support            | Customer Success Manager
OTHER | mid    | support            | Chargé(e) de support client
OTHER | mid    | support            | Product Support Specialist
OTHER | mid    | other              | Talent acquisition - RH
OTHER | mid    | operations         | Chief of Staff
OTHER | chief  | other              | CPO - Chief People Officer
OTHER | mid    | -                  | Rejoignez l'aventure
OTHER | mid    | -                  | 9 AM - 6 PM
"""
ROWS = [[cell.strip() for cell in line.split("|", 3)] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("claim", "seniority", "family", "title"), ROWS, ids=[row[3] for row in ROWS])
def test_titles(claim, seniority, family, title):
    read = read_title(title)
    assert (read.claim, read.seniority, read.family or "-") == (claim, seniority, family)


def test_the_table_is_broad():
    assert len(ROWS) >= 150
    assert len({row[3] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("[Lyon] Senior Product Owner (H/F)", "Product Owner"),
        ("CDI – Chef·fe de produit numérique", "Chef·fe de produit"),
        ("Business Analyst / PO", "PO"),
        ("Product Owner – Product Manager, mobilité", "Product Owner – Product Manager"),
        ("Stage Data Analyst", "Data Analyst"),
        ("Rejoignez-nous !", ""),
        ("", ""),
    ],
)
def test_the_words_that_decided(title, words):
    read = read_title(title)
    assert title[read.start : read.end] == words


def test_every_phrase_can_be_met_and_every_family_exists():
    data = tomllib.loads(files("pm_or_po.text").joinpath("titles.toml").read_text(encoding="utf-8"))
    assert set(data["families"]) == set(FAMILIES)
    assert set(data["topics"]) <= set(FAMILIES)
    tables = [data["claims"], data["families"], data["topics"], data["seniority"]]
    for phrase in [phrase for table in tables for phrases in table.values() for phrase in phrases]:
        for slot in phrase.split():
            for word in slot.removesuffix("?").split("|"):
                assert [token.word for token in tokens(word.removesuffix("*"))] == [word.removesuffix("*")], (
                    phrase
                )


@pytest.mark.parametrize(
    ("offer", "title"),
    [
        ("Product Owner H/F\nLyon\n\nNous sommes une mutuelle.", "Product Owner H/F"),
        ("## **Senior Product Manager**\nParis", "Senior Product Manager"),
        ("Logo\nBrumeval SAS\nPO confirmé (F/H) - Nantes\nCDI", "PO confirmé (F/H) - Nantes"),
        ("Qui sommes-nous ?\nUne PME.\nPoste : Chef de produit\nLyon", "Chef de produit"),
        (
            "Référence 123\nIntitulé du poste : Responsable produit (H/F)\nVos missions",
            "Responsable produit (H/F)",
        ),
        ("Job title: Product Manager, Billing\nLocation: Leeds", "Product Manager, Billing"),
        ("Intitulé du poste\nProduct Owner Data\nContrat\nCDI", "Product Owner Data"),
        (
            "Brumeval édite un logiciel de paie.\nNous recherchons un(e) Product Owner Paie pour le siège.",
            "Product Owner Paie",
        ),
        (
            "About us\nWe make maps. We are looking for a Senior Product Manager to lead the route planner.",
            "Senior Product Manager",
        ),
        ("Dans le cadre de sa croissance, Ovalie recrute son futur Head of Product.", "Head of Product"),
        ("En tant que Product Owner, vous rejoignez la DSI.", "Product Owner"),
        ("Scrum Master F/H\nVous travaillerez avec le Product Owner.\n", "Scrum Master F/H"),
        ("Brumeval SAS\nDéveloppeur Java (H/F)\nLyon", "Développeur Java (H/F)"),
        ("Bienvenue chez nous.\nNous cherchons une développeuse web.", "développeuse web"),
        ("Qui sommes-nous ?\nUne coopérative agricole.\nVos missions\nRédiger les user stories", None),
        ("Vous aiderez notre Product Owner au quotidien.", None),
        ("", None),
        (" \n\n", None),
        ("Ligne sans rien\n" * 8 + "Product Owner", None),
    ],
)
def test_finding_the_title(offer, title):
    found = find_title(offer)
    assert (found and found[0]) == title
    if found:
        text, start, end = found
        assert offer[start:end] == text


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text):
    read = read_title(text)
    assert 0 <= read.start <= read.end <= len(text)
    found = find_title(text)
    assert found is None or text[found[1] : found[2]] == found[0] != ""
    assert title_echo(folded_words(text)) <= set(range(len(tokens(text))))


def left(text: str) -> list[str]:
    words = folded_words(text)
    echo = title_echo(words)
    return [word for i, word in enumerate(words) if i not in echo]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("En tant que Product Manager, vous pilotez la roadmap", "en tant que vous pilotez la roadmap"),
        ("Le PO rédige ; les POs et le PM valident", "le redige les et le valident"),
        ("la chef·fe de produit et le responsable produit", "la et le"),
        ("Head of Product, VP Product et CPO", "et"),
        ("a culture of product management", "a culture of"),
        ("a culture of product ownership", "a culture of"),
        ("a culture of Product Managership", "a culture of"),  # what a plain search and replace makes of it
        ("Product Owner/Manager", ""),
        ("chef ou cheffe de produit", ""),
        ("le chef de projet suit le produit", "le chef de projet suit le produit"),
        ("production manager, product designer", "production manager product designer"),
    ],
)
def test_title_words_in_the_body_are_marked(text, words):
    assert " ".join(left(text)) == words


TITLES = (
    "Product Manager",
    "Product Owner",
    "PM",
    "PO",
    "Chef de produit",
    "product managers",
    "PRODUCT OWNERS",
)
AROUND = """
    head of director chef cheffe ou de du produit produits product responsable gestionnaire owner manager lead
    proxy la le roadmap vice president officer chief & / , - ( ) . : en tant que vous et data 5
"""


@given(
    st.lists(st.sampled_from(AROUND.split()) | st.none(), max_size=14),
    st.sampled_from(TITLES),
    st.sampled_from(TITLES),
)
def test_swapping_titles_leaves_the_other_words(parts, one, other):
    def text(title: str) -> str:
        return " ".join(title if part is None else part for part in parts)

    assert left(text(one)) == left(text(other))


@given(st.lists(st.sampled_from(TITLES), min_size=3, max_size=3), st.permutations(TITLES))
def test_swapping_titles_in_an_offer(titles, others):
    offer = (
        "{0} H/F\nEn tant que {0}, vous travaillez avec les {1} et les autres {2}.\n- Porter la vision\n"
        "Expérience de {1}/{2} ou d'un poste proche ({0}). Le/la {2} anime l'équipe ; head of {1}."
    )
    assert left(offer.format(*titles)) == left(offer.format(*others[:3]))
