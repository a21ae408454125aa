"""Titles as employers write them: what they claim, and at what level."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from pm_or_po.taxonomy import FAMILIES
from pm_or_po.text.title import read_title
from pm_or_po.text.tokens import tokens

# Each row: claim | family of another job | title
TABLE = """
PM    | -                  | VP Produit (F/H)
PM    | -                  | Vice-Présidente Produit
PM    | -                  | Head of Produit
PO    | -                  | Product Owner rattaché au directeur produit
PO    | -                  | Product Owner (reporting to the Head of Product)
PO    | -                  | Product Owner, sous la responsabilité du Product Manager (F/H)
PM    | -                  | Product Manager - rattaché·e à la CPO
PO    | -                  | Product Owner (équipe du Head of Product)
OTHER | business-analysis  | Business Analyst en appui du Product Owner
OTHER | operations         | Chef d'équipe de production
OTHER | data               | Data analyst, reporting to the Product Manager
PM    | -                  | Product Manager
PM    | -                  | Produit Manager (H/F)
PM    | -                  | Prodcut Mananger
PM    | -                  | PRODUCT MANAGER H/F
PM    | -                  | Product Manager (m/w/d) - Berlin
PM    | -                  | Senior Product Manager - Payments
PM    | -                  | Sr. Product Manager, Checkout & Fraud
PM    | -                  | Product Manager Sénior (F/H/X) - CDI - Bordeaux
PM    | -                  | Junior Product Manager
PM    | -                  | Associate Product Manager (APM), Rider App
PM    | -                  | Product manager junior 🚀 38-42k€
PM    | -                  | Assistant Product Manager
PM    | -                  | Lead Product Manager
PM    | -                  | Principal Product Manager, Search
PM    | -                  | Staff Product Manager (Remote, EMEA)
PM    | -                  | Group Product Manager
PM    | -                  | Group PM - Marketplace
PM    | -                  | Product Lead
PM    | -                  | Lead Product - Mobilité
PM    | -                  | Lead PM Growth
PM    | -                  | Head of Product
PM    | -                  | Head Of Product H/F - série A
PM    | -                  | VP Product
PM    | -                  | VP of Product (Fintech)
PM    | -                  | Vice President, Product
PM    | -                  | Director of Product
PM    | -                  | Director, Product Management
PM    | -                  | Product Director
PM    | -                  | Directeur Produit H/F
PM    | -                  | Directrice du produit
PM    | -                  | Directeur·rice Produit
PM    | -                  | Directeur / Directrice Produit (CDI)
PM    | -                  | Senior Director of Product Management
PM    | -                  | Chief Product Officer
PM    | -                  | CPO
PM    | -                  | CPO / Associé·e
PM    | -                  | CPTO
PM    | -                  | Chief Product & Technology Officer
PM    | -                  | Product Management Intern
PM    | -                  | Product Manager Internship - Spring
PM    | -                  | Stage - Product Manager (6 mois)
PM    | -                  | Alternant(e) Product Manager
PM    | -                  | ALTERNANCE CHEF DE PRODUIT DIGITAL H/F
PM    | -                  | Stagiaire assistant chef de produit
PM    | -                  | Apprenti·e Product Manager
PM    | -                  | PM
PM    | -                  | PM - Facturation
PM    | -                  | 2 PMs - Facturation
PM    | -                  | Senior PM, Identity
PM    | -                  | Technical Product Manager
PM    | -                  | AI Product Manager
PM    | -                  | Data Product Manager (H/F)
PM    | -                  | Digital Product Manager – CRM
PM    | -                  | Product Manager - Data
PM    | -                  | Product Manager II
PM    | -                  | Product Manager III
PM    | -                  | Senior Manager, Product
PM    | -                  | Product Line Manager
PM    | -                  | Product Portfolio Manager - Energy
PM    | -                  | **Product Manager** (ref. 2291-B)
PM    | -                  | [Nantes] Product-Manager | 45/52 K€
PM    | -                  | Product Managers (x2)
PM    | -                  | Product Mgr, Billing
PM    | -                  | Chef de produit
PM    | -                  | CHEF DE PRODUITS H/F
PM    | -                  | Cheffe de produit
PM    | -                  | Chef·fe de produit numérique
PM    | -                  | Chef(fe) de produit logiciel
PM    | -                  | Chef-fe de produit
PM    | -                  | Chef (fe) de produit web
PM    | -                  | Chef ou cheffe de produit
PM    | -                  | Chef / Cheffe de produit digital
PM    | -                  | Chef de produit textile
PM    | -                  | Chef de produit marketing
PM    | -                  | Chef produit H/F
PM    | -                  | Chef de produit senior, entrepôts
PM    | -                  | Cheffe de produit junior
PM    | -                  | Assistant(e) chef de produit
PM    | -                  | Intrapreneur·e, chef·fe de produit numérique
PM    | -                  | Responsable produit
PM    | -                  | Responsable Produit(s) SaaS F/H
PM    | -                  | Responsable de produits numériques
PM    | -                  | Un ou une responsable produit
PM    | -                  | Chargé(e) de produit
PM    | -                  | Chargé-e de produits
PM    | -                  | Chargée de produit digital
PM    | -                  | Gestionnaire de produit
PM    | -                  | Gestionnaire principal(e) de produits
PM    | -                  | Gestionnaire de produit sénior - Montréal
PM    | -                  | Personne en charge du produit
PM    | -                  | Personne chargée du produit et des usages
PM    | -                  | Manager produit (H/F)
PM    | project-management | Project Manager / Product Manager
PM    | project-management | Product Manager - Chef de projet digital
PM    | design             | Product Manager & UX Designer
PM    | consulting         | Consultant Product Manager
PM    | product-marketing  | Product Manager / Product Marketing Manager
PM    | development        | Senior Product Manager / Ingénieur logiciel
PO    | -                  | Product Owner
PO    | -                  | PRODUCT OWNER (H/F)
PO    | -                  | Product Owner F/H/NB – Lille – 45 K€
PO    | -                  | Senior Product Owner
PO    | -                  | Product Owner Expérimenté(e) - Paiement
PO    | -                  | Product Owner confirmé H/F
PO    | -                  | Product Owner Junior
PO    | -                  | Lead Product Owner
PO    | -                  | Product Owner référent
PO    | -                  | Stage : Product Owner
PO    | -                  | Product Owner en alternance (H/F)
PO    | -                  | Apprentissage - Product Owner Santé
PO    | -                  | PO
PO    | -                  | PO Data (F/H)
PO    | -                  | PO senior - refonte extranet
PO    | -                  | Proxy PO
PO    | -                  | Proxy Product Owner - mutuelle
PO    | -                  | PPO H/F
PO    | -                  | Data Product Owner
PO    | -                  | Product Owner Data
PO    | -                  | Technical Product Owner (API)
PO    | -                  | Business Product Owner
PO    | -                  | Agile Product Owner
PO    | -                  | Product Owners H/F
PO    | -                  | Product-owner CRM
PO    | -                  | Propriétaire de produit
PO    | -                  | Propriétaire produit - Québec
PO    | -                  | ✨ Product Owner ✨ Réf : PO-2231
PO    | -                  | # Product Owner – Assurance vie
PO    | -                  | Product Owner IT - Supply Chain
PO    | -                  | Product Owner Marketing Digital
PO    | -                  | Product Owner, Customer Support Tools
PO    | business-analysis  | Business Analyst / Product Owner
PO    | business-analysis  | Product Owner - Business Analyst
PO    | business-analysis  | BA / PO - banque privée
PO    | data               | Data Analyst/Product Owner
PO    | scrum-agile        | Product Owner / Scrum Master
PO    | scrum-agile        | Scrum Master - PO
PO    | project-management | Chef de projet / Product Owner
PO    | project-management | Chef(fe) de projet - PO (H/F)
PO    | project-management | Product Owner et chef de projet digital
PO    | design             | UX Designer / Product Owner
PO    | consulting         | Consultant Product Owner
PO    | business-analysis  | Consultant(e) fonctionnel(le) - PO
PO    | operations         | Assistant production - Product Owner données
PO    | development        | Tech Lead / Product Owner
PO    | -                  | Responsable produit (Product Owner)
PO    | -                  | Chef de produit digital (PO) H/F
BOTH  | -                  | Responsable produit (PM) / Product Owner
BOTH  | -                  | Product Manager (Product Owner)
BOTH  | -                  | Responsable produits (Product Owners, designers)
BOTH  | -                  | Responsable produit (Product Owners)
BOTH  | -                  | Responsable produit (Product Owner de formation)
BOTH  | -                  | Responsable produit (PO en appui)
BOTH  | -                  | Chef de produit (product owner souhaité)
BOTH  | -                  | PM/PO
BOTH  | -                  | PO/PM (H/F)
BOTH  | -                  | PM / PO - startup
BOTH  | -                  | PO & PM
BOTH  | -                  | Product Owner / Product Manager
BOTH  | -                  | Senior Product Manager - Product Owner
BOTH  | -                  | Product Owner/Manager
BOTH  | -                  | Product Manager/Owner
BOTH  | -                  | Chef de produit / Product Owner
BOTH  | -                  | Product Owner (Chef·fe de produit numérique)
BOTH  | -                  | Head of Product / Product Owner
BOTH  | project-management | Chef de projet, Product Owner, Product Manager
OTHER | design             | Product Designer
OTHER | design             | Senior Product Designer (Figma)
OTHER | design             | Product Lead Designer
OTHER | design             | Head of Product Design
OTHER | design             | UX/UI Designer
OTHER | design             | UX Researcher
OTHER | design             | Designer de service
OTHER | product-marketing  | Product Marketing Manager
OTHER | product-marketing  | VP Product Marketing
OTHER | product-marketing  | PMM - SaaS B2B
OTHER | product-marketing  | Responsable marketing produit
OTHER | product-marketing  | Chef de marché
OTHER | project-management | Chef de projet
OTHER | project-management | CHEF(FE) DE PROJET DIGITAL H/F
OTHER | project-management | Chef de projet produit
OTHER | project-management | Chef de projet industrialisation produit
OTHER | project-management | Chargé·e de projets
OTHER | project-management | Project Manager
OTHER | project-management | Project Manager (PM)
OTHER | project-management | PM Projets SI
OTHER | project-management | PM travaux
OTHER | project-management | Senior Program Manager
OTHER | project-management | PMO
OTHER | project-management | Directeur de programme
OTHER | project-management | Delivery Manager
OTHER | business-analysis  | Business Analyst
OTHER | business-analysis  | Business analyst H/F - Crédit
OTHER | business-analysis  | Analyste fonctionnel
OTHER | business-analysis  | Consultant AMOA
OTHER | business-analysis  | Analyste d'affaires
OTHER | scrum-agile        | Scrum Master
OTHER | scrum-agile        | Coach agile F/H
OTHER | scrum-agile        | Release Train Engineer
OTHER | data               | Data Analyst
OTHER | data               | Data Scientist NLP
OTHER | data               | Data Engineer
OTHER | data               | Stage Data Analyst
OTHER | data               | Product Analyst
OTHER | development        | Développeur·euse Python
OTHER | development        | Développeuse Full Stack
OTHER | development        | Senior Software Engineer
OTHER | development        | Product Engineer
OTHER | development        | Ingénieur-e logiciel embarqué
OTHER | development        | Tech Lead
OTHER | development        | DevOps
OTHER | quality            | QA Engineer
OTHER | quality            | Testeur logiciel
OTHER | quality            | Responsable qualité produit
OTHER | sales              | Account Executive
OTHER | sales              | Business Developer
OTHER | sales              | Ingénieur commercial
OTHER | sales              | Commercial terrain
OTHER | sales              | Chargé d'affaires
OTHER | marketing          | Growth Marketer
OTHER | marketing          | Growth Manager
OTHER | marketing          | Community manager
OTHER | marketing          | Lead Generation Specialist - marketing
OTHER | physical-goods     | Category Manager
OTHER | physical-goods     | Chef de gamme bricolage
OTHER | physical-goods     | Acheteuse mode
OTHER | finance-insurance  | Actuaire
OTHER | finance-insurance  | Contrôleur de gestion
OTHER | consulting         | Consultant
OTHER | operations         | Production Manager
OTHER | operations         | Responsable de production
OTHER | operations         | Product Operations Manager
OTHER | operations         | Process Owner
OTHER | support            | Customer Success Manager
OTHER | support            | Chargé(e) de support client
OTHER | support            | Product Support Specialist
OTHER | other              | Talent acquisition - RH
OTHER | operations         | Chief of Staff
OTHER | other              | CPO - Chief People Officer
OTHER | -                  | Rejoignez l'aventure
OTHER | -                  | 9 AM - 6 PM
OTHER | project-management | PMO - Product Management Office
OTHER | project-management | Product Management Office
OTHER | project-management | Head of Product Management Office
OTHER | project-management | Project Management Office (H/F)
"""
ROWS = [[cell.strip() for cell in line.split("|", 2)] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("claim", "family", "title"), ROWS, ids=[row[2] for row in ROWS])
def test_titles(claim, family, title):
    read = read_title(title)
    assert (read.claim, read.family or "-") == (claim, family)


@pytest.mark.parametrize(
    ("title", "leads"),
    [
        ("Head of Product - Fintech (H/F)", True),
        ("Directeur·rice Produit", True),
        ("CPO", True),
        ("Chief Product Officer / Product Manager", True),
        ("Vice President of Product", True),
        ("SVP Produit", True),
        ("Head of Product Management", True),
        ("Director, Product Management (H/F)", True),
        ("VP of Digital Product Management", True),
        ("Vice President, Product Management", True),
        ("Product Management Director", True),
        ("Directrice de la gestion des produits", True),
        ("Product Management Lead", False),
        ("Manager, Product Management", False),
        ("Responsable Product Management", False),
        ("Product Director, EMEA", True),
        ("Product Manager", False),
        ("Lead Product Manager", False),
        ("Product Owner rattaché au directeur produit", False),
        ("Product Manager (équipe du Head of Sales)", False),
        ("Directeur commercial", False),
        ("Head of Product Design", False),
        ("Head of Product, early-stage startup", True),
        ("Chief Product Officer (Paris office)", True),
        ("Stagiaire auprès du Head of Product", False),
        ("Adjoint au directeur produit", False),
        ("Alternance direction produit", False),
        ("Chargé de mission auprès de la direction produit", False),
        ("Product Operations Manager, CPO office", False),
        ("Executive Assistant to the VP Product Management", False),
        ("Chief of Staff to our CPO", False),
        ("Product Director's Assistant", False),
        ("Head of Product Management Office", False),
        ("CPO / Product Owner", False),
    ],
)
def test_a_post_at_the_head_of_others_is_known_by_the_job_it_names(title, leads):
    assert read_title(title).leads is leads


def test_the_table_is_broad():
    assert len(ROWS) >= 150
    assert len({row[2] for row in ROWS}) == len(ROWS)


def test_every_phrase_can_be_met_and_every_family_exists():
    data = tomllib.loads(files("pm_or_po.text").joinpath("titles.toml").read_text(encoding="utf-8"))
    assert set(data["families"]) == set(FAMILIES)
    assert set(data["topics"]) <= set(FAMILIES)
    tables = [data["claims"], data["families"], data["topics"]]
    for phrase in [phrase for table in tables for phrases in table.values() for phrase in phrases]:
        for slot in phrase.split():
            for word in slot.removesuffix("?").split("|"):
                assert [token.word for token in tokens(word.removesuffix("*"))] == [word.removesuffix("*")], (
                    phrase
                )
