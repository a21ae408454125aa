"""What an offer says the job is not: no duty, whatever it names; and duties that only sound denied."""

from __future__ import annotations

import pytest
from short_offers import PO

from pm_or_po.judging import denial, judge
from pm_or_po.judging.denial import denied
from pm_or_po.offer import Offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.text.document import Statement, read_document

PM = "Product Manager\nVos missions\n- Construire la roadmap\n- Interviewer les clients\n- Écrire les specs\n\n"


def lines_denied(text: str) -> list[str]:
    document = read_document(text)
    return [document.statements[i].text for i in denied(document.statements)]


@pytest.mark.parametrize(
    "line",
    [
        "Ce que vous ne ferez pas : définir la vision, construire la roadmap, mener des entretiens utilisateurs.",
        "Vous n'aurez pas à mener d'entretiens utilisateurs : c'est le rôle de notre équipe recherche.",
        "Vous ne fixez pas les prix, le comité commercial s'en charge.",
        "Vous n'écrirez pas de user stories, le PO s'en charge.",
        "Tu ne prioriseras pas le backlog : les développeurs le font.",
        "Ce poste ne comprend ni étude de marché ni travail sur la vision.",
        "La définition de la roadmap ne fait pas partie de vos missions.",
        "This role does not own the product vision, strategy or roadmap, and does not run user interviews.",
        "You will not define the roadmap.",
        "Setting the product strategy is not part of the role.",
        "Après deux ans, vous pourrez évoluer vers un poste de Product Manager : définir la vision, construire la roadmap.",
    ],
)
def test_a_line_that_denies_a_work_is_no_duty(line: str, model: StatementModel) -> None:
    assert lines_denied(PO + line) == [line]
    with_it, without = judge(Offer(PO + line), model), judge(Offer(PO), model)
    assert with_it.role == without.role == "PO"
    assert with_it.discovery == pytest.approx(without.discovery, abs=0.1)
    assert all(line not in one.text for one in with_it.evidence)


@pytest.mark.parametrize(
    "line",
    [
        "Vous ne ferez pas que rédiger des tickets.",
        "Vous n'écrirez pas seulement des user stories : vous irez voir les utilisateurs.",
        "Vous ne définirez pas seulement la roadmap : vous la porterez.",
        "Vous n'aurez pas à suivre une roadmap toute faite, vous la construirez.",
        "Ce poste n'est pas celui d'un exécutant : vous décidez quoi construire.",
        "Vous n'hésitez pas à remettre en cause la roadmap.",
        "Vous n'aurez aucun intermédiaire pour rencontrer les clients.",
        "Vous pourrez évoluer en autonomie pour mener les entretiens clients et construire la roadmap.",
        "You do not need permission to talk to customers and run experiments.",
        "You will not be handed a roadmap; define it.",
        "You do not just write tickets: you decide what is built.",
        "This role is not about delivery but about discovery.",
        "Comprendre les besoins que nos clients n'expriment pas.",
    ],
)
def test_a_duty_that_sounds_denied_is_none_the_less_one(line: str) -> None:
    assert lines_denied(PM + line) == []


@pytest.mark.parametrize("heading", ["Ce que tu ne feras pas", "What you won't do:", "Hors périmètre :"])
def test_items_under_such_a_heading_are_denied_up_to_the_next_line_of_text(heading: str) -> None:
    items = "- définir la vision\n- construire la roadmap"
    found = lines_denied(f"{PO}{heading}\n{items}\nVotre équipe\n- mener des entretiens utilisateurs")
    assert found == [heading, *items.split("\n")]


@pytest.mark.parametrize(
    "heading",
    [
        "Ce que tu ne feras pas",
        "Ce qu'on ne te demandera pas :",
        "Ce que nous n'attendons pas de vous",
        "Ce que le poste n'est pas",
        "Ce qui n'est pas dans ton périmètre",
        "En dehors du périmètre",
        "Hors scope :",
        "Tu ne feras pas :",
        "❌ Ce que vous ne ferez pas",
        "What you won't do",
        "What others do",
        "Ce que font les autres équipes",
        "What you will not own:",
        "What's out of scope",
        "What this role is not",
        "Not your job",
        "You won't be:",
        "Ce poste n'est pas fait pour toi si…",
        "Ne postule pas si :",
        "This role is probably not for you if you",
        "Don't apply if",
    ],
)
@pytest.mark.parametrize("sign", ["", "- ", "❌ "])
def test_items_of_what_the_job_is_not_need_no_bullets(heading: str, sign: str, model: StatementModel) -> None:
    items = "\n".join(
        sign + item for item in ("définir la vision", "construire la roadmap", "mener des entretiens")
    )
    for blank in ("\n", "\n\n"):
        text = f"{PO}{heading}{blank}{items}\n\nProfil\nconstruire la roadmap"
        assert lines_denied(text) == [heading, *items.split("\n")]
    verdict = judge(Offer(f"{PO}{heading}\n{items}\n"), model)
    assert verdict.role == "PO" and all(one.side == "delivery" for one in verdict.evidence)


@pytest.mark.parametrize("item", ["tu veux construire la roadmap", "you want to own the roadmap"])
def test_items_of_whom_the_job_would_not_suit_may_say_you(item: str) -> None:
    for heading in ("Ce rôle ne te conviendra pas si :", "It's not for you if you:"):
        assert lines_denied(f"{PO}{heading}\n{item}\n\nTu construiras la roadmap") == [heading, item]
    assert lines_denied(f"{PO}Ce poste n'est pas pour toi si {item}.\n- Construire la roadmap") != []


@pytest.mark.parametrize(
    "lines",
    [
        "Hors périmètre\nLe support\n\nConstruire la roadmap",
        "Hors périmètre\n- Le support\nConstruire la roadmap",
        "Hors périmètre : le support\nConstruire la roadmap",
        "- Hors périmètre\n- Construire la roadmap",
        "Ce que tu ne feras pas\n❌ Le support\n✅ Construire la roadmap",
        "❌ Ce que tu ne feras pas\n❌ Le support\n🚀 Ce que tu feras\n🚀 Construire la roadmap",
        "Ce que tu ne feras pas\nLe support\nTes missions\nConstruire la roadmap",
        "Out of scope\nSupport\n**The job**\nBuild the roadmap",
        "What you won't do\nSupport\nYou will build the roadmap",
        "What the teams do\n- Build the roadmap",
        "What the people do here\n- Build the roadmap",
        "Ce qui n'est pas négociable\nConstruire la roadmap",
        "Ce que vous ne ferez pas seul\nConstruire la roadmap",
        "Ce que nous n'avons pas encore\nConstruire la roadmap",
        "What you won't find elsewhere\nBuild the roadmap",
        "Ce poste n'est pas un poste de chef de projet.\nConstruire la roadmap",
        "Ce poste est fait pour toi si\ntu veux construire la roadmap",
        "Ce poste n'est pas pour toi si tu aimes la routine.\nConstruire la roadmap",
        "Ce poste n'est pas pour toi si tu aimes la routine, mais si tu veux construire la roadmap, écris-nous",
        "This role is not for you if you like routine.\nBuild the roadmap",
    ],
)
def test_what_only_follows_such_items_is_a_duty(lines: str) -> None:
    assert not any("roadmap" in line for line in lines_denied(f"Product Manager\n\n{lines}"))


@pytest.mark.parametrize(
    ("heading", "items", "below"),
    [
        (
            "Ce que tu ne feras pas",
            ["Du support", "Du reporting"],
            ["Interviewer les clients", "Construire la roadmap"],
        ),
        (
            "Hors périmètre",
            ["Définir la stratégie"],
            ["Dans le périmètre", "Gérer le backlog", "Faire la recette"],
        ),
        ("What you won't do", ["Take orders", "Write reports"], ["A typical week", "Build the roadmap"]),
        (
            "What you won't do",
            ["Waiting for orders"],
            ["Instead", "Interview customers", "Define the vision"],
        ),
        (
            "This role is not for you if",
            ["You like routine"],
            ["You own the vision", "You interview customers"],
        ),
        ("Ce poste n'est pas fait pour vous si", ["Vous aimez la routine"], ["Vous définirez la vision"]),
    ],
)
def test_items_without_bullets_end_where_lines_open_otherwise(
    heading: str, items: list[str], below: list[str]
) -> None:
    assert lines_denied("\n".join(["Product Manager\n", heading, *items, *below])) == [heading, *items]


def test_items_without_bullets_are_denied_only_under_a_heading_that_stands_apart() -> None:
    assert lines_denied("Product Manager\nHors périmètre\nConstruire la roadmap\nTenir le backlog") == [
        "Hors périmètre"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Ne postule pas si tu veux suivre une roadmap toute faite : ici, tu construis la roadmap.",
        "This role is not for you if you like routine: you define the vision and run interviews.",
        "This isn't the right job for you if setting the vision isn't your thing.",
        "Ce poste n'est pas fait pour toi si parler aux utilisateurs ne te plaît pas, car tu mènes les entretiens.",
    ],
)
def test_what_is_said_after_whom_it_would_not_suit_may_be_a_duty(line: str) -> None:
    assert lines_denied(PM + line) == []


def test_many_headings_of_what_the_job_is_not_are_read_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(*statement: Statement) -> bool:
        nonlocal calls
        calls += 1
        return may_be_item(*statement)

    may_be_item = denial._may_be_item
    monkeypatch.setattr(denial, "_may_be_item", counted)
    for line in ("❌ Hors périmètre\n", "Ce poste n'est pas fait pour toi si\n", "Hors périmètre\n"):
        calls = 0
        denied(read_document(f"{PO}{line * 500}").statements)
        assert calls <= 2 * 500
