"""Short offers of each side, of both and of none, and what of their verdicts must not hang on a title."""

from __future__ import annotations

from typing import Any

from pm_or_po import Verdict

DELIVERY = """Vos missions :
- Rédiger les user stories et les critères d'acceptation
- Gérer et prioriser le backlog de l'équipe
- Animer les rituels agiles avec les développeurs
- Réaliser la recette fonctionnelle et suivre les anomalies
- Préparer les mises en production
"""
DISCOVERY = """Vos missions :
- Mener des entretiens avec les utilisateurs pour comprendre leurs besoins
- Définir la vision et la stratégie du produit
- Étudier le marché et les concurrents
- Construire la roadmap et la défendre devant la direction
- Tester les hypothèses avec des prototypes et des A/B tests
"""
BOTH = DISCOVERY + DELIVERY.partition("\n")[2]
# A whole offer, to which lines are added.
PO = "Product Owner\nVos missions\n- Rédiger les user stories\n- Gérer le backlog\n- Faire la recette\n\n"
DESIGN = """Your work:
- Design mobile screens, wireframes and prototypes in Figma
- Maintain the design system and its components
- Draw the icons and illustrations of our website
"""


def duties(verdict: Verdict) -> tuple[Any, ...]:
    """Return what must not hang on the title; the signals may, since a Product Manager named beside is one."""
    facets = [(e.side, e.facet, e.weight) for e in verdict.evidence]
    return (
        verdict.role,
        verdict.other_family,
        verdict.discovery,
        verdict.delivery,
        verdict.probabilities,
        facets,
        verdict.missing,
    )
