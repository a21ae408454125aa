"""The three functions of the package: classify, classify_many, load_model."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import pm_or_po
from pm_or_po import InputError, ModelError, Offer, PmOrPoError, Verdict, classify, classify_many, load_model
from pm_or_po.batch import score_table
from pm_or_po.judging.summing import score_offers
from pm_or_po.reading import open_table, read_offer
from pm_or_po.scoring.model import StatementModel
from pm_or_po.scoring.storage import save_model
from pm_or_po.text.document import read_statement
from pm_or_po.training import evaluate, train

DUTIES = "Vos missions :\n- Rédiger les user stories\n- Gérer le backlog\n- Animer les rituels agiles\n- Faire la recette\n"
OFFERS = [
    Offer(DUTIES, "Product Manager", "1"),
    Offer("", "Product Owner", "2"),
    Offer(
        "Votre mission : définir la vision du produit et mener les entretiens avec les utilisateurs.",
        "Product Owner",
        "3",
    ),
    Offer("\0", "", "4"),
]


def test_without_details_all_else_is_the_same() -> None:
    followed = DUTIES * 6 + "\nOffres similaires\nProduct Manager\n- Définir la vision du produit\n"
    beside = DUTIES + "\nVous travaillez avec le Head of Product."
    asked = [*OFFERS, Offer(followed, "Product Owner", "5"), Offer(beside, "Product Owner", "6")]
    whole, brief = list(classify_many(asked)), list(classify_many(asked, details=False))
    assert isinstance(whole[-1], Verdict) and whole[-1].signals
    for one, other in zip(whole, brief, strict=True):
        if isinstance(one, Verdict):
            bare = tuple(dataclasses.replace(proof, words=()) for proof in one.evidence)
            asked = other.questions if one.signals else one.questions
            assert other == dataclasses.replace(one, evidence=bare, signals=(), questions=asked)
        else:
            assert str(one) == str(other)


def test_classify_returns_a_frozen_verdict() -> None:
    verdict = classify(DUTIES, "Product Manager", id="a")
    assert isinstance(verdict, Verdict) and (verdict.id, verdict.role, verdict.flag) == (
        "a",
        "PO",
        "pm-title-po-duties",
    )
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.role = "PM"  # type: ignore[misc]


def test_verdicts_can_be_put_in_a_set() -> None:
    one = classify(DUTIES)
    assert len({one, classify(DUTIES), dataclasses.replace(one, title="PO")}) == 2


def test_a_model_can_be_a_key_and_is_equal_to_itself_alone(fitted: StatementModel) -> None:
    copy = dataclasses.replace(fitted)
    assert {fitted: 1, copy: 2}[fitted] == 1 and fitted != copy
    (scored, summary), (other, summed) = score_offers([([read_statement(DUTIES)], "PO")] * 2, fitted)
    assert scored != other and summary != summed


def test_classify_needs_only_a_description() -> None:
    verdict = classify(DUTIES)
    assert (verdict.id, verdict.title) == ("", "")
    assert verdict == classify(DUTIES)


def test_lang_sets_the_language_of_the_questions_alone() -> None:
    french, english = classify(DUTIES, lang="fr"), classify(DUTIES, lang="en")
    assert (
        set(french.questions).isdisjoint(english.questions)
        and len(french.questions) == len(english.questions) > 0
    )
    assert dataclasses.replace(french, questions=()) == dataclasses.replace(english, questions=())


def test_what_cannot_be_read_raises_an_error_of_the_package() -> None:
    with pytest.raises(PmOrPoError):
        classify("")


NO_TEXT = [None, b"- G\xc3\xa9rer le backlog", float("nan"), 3, ["- Gérer le backlog"]]


@pytest.mark.parametrize("given", NO_TEXT)
def test_what_is_no_text_is_refused_with_what_it_is(
    given: Any, is_one_sentence: Callable[[PmOrPoError], bool]
) -> None:
    for name, arguments in (("description", (given, "Product Owner")), ("title", (DUTIES, given))):
        with pytest.raises(
            InputError, match=f"'{name}'.* of type {type(given).__name__}, not text"
        ) as caught:
            classify(*arguments)
        assert is_one_sentence(caught.value)


def test_an_id_that_is_no_text_is_refused() -> None:
    frame = pd.DataFrame({"id": [12], "description": [DUTIES]})
    with pytest.raises(InputError, match="'id' of this offer is of type int64, not text"):
        classify(DUTIES, id=frame["id"][0])


@pytest.mark.parametrize("given", [{"description": DUTIES}, DUTIES, None])
def test_what_is_no_offer_is_refused_with_what_it_is(given: Any) -> None:
    refused, verdict = classify_many([given, Offer(DUTIES)])
    assert isinstance(refused, InputError) and f"of type {type(given).__name__}, not an offer" in str(refused)
    assert isinstance(verdict, Verdict)


def test_a_language_that_no_answer_is_in_is_refused() -> None:
    unknown: Any = "de"
    with pytest.raises(InputError, match="no answer in 'de'"):
        classify(DUTIES, lang=unknown)
    with pytest.raises(InputError, match="no answer in 'de'"):
        classify_many([], lang=unknown)


@pytest.mark.parametrize("ahead", [0, -1, 1.5, "16", None])
def test_a_number_of_offers_ahead_that_is_none_is_refused(ahead: Any) -> None:
    with pytest.raises(InputError, match=f"ahead is {ahead!r}: give a whole number from 1 on"):
        classify_many([], ahead=ahead)


def test_a_number_of_offers_ahead_may_be_one_of_numpy() -> None:
    assert list(map(str, classify_many(OFFERS, ahead=np.int64(4)))) == list(map(str, classify_many(OFFERS)))


@pytest.mark.parametrize("given", ["my.joblib", "", Path("my.joblib")])
def test_the_path_of_a_model_is_no_model(given: Any, few_path: Path) -> None:
    for judged in (
        lambda: classify(DUTIES, model=given),
        lambda: classify_many([], model=given),
        lambda: evaluate(few_path, given),
    ):
        with pytest.raises(ModelError, match=f"of type {type(given).__name__}, not a loaded model"):
            judged()


def test_an_offer_that_is_no_text_does_not_end_the_others() -> None:
    asked = [Offer(DUTIES), *map(Offer, NO_TEXT), Offer(DUTIES, float("nan")), Offer(DUTIES)]  # type: ignore[arg-type]
    for ahead in (1, 16):
        found = list(classify_many(asked, ahead=ahead))
        assert [isinstance(one, InputError) for one in found] == [False, *[True] * 6, False]


def test_classify_many_keeps_order_and_hands_refusals_back() -> None:
    found = list(classify_many(OFFERS))
    assert [isinstance(one, InputError) for one in found] == [False, True, False, True]
    assert [one.id for one in found if isinstance(one, Verdict)] == ["1", "3"]
    assert found[0] == classify(DUTIES, "Product Manager", id="1")


def test_classify_many_gives_the_same_in_any_order_and_company() -> None:
    ahead = {one.id: one for one in classify_many(OFFERS) if isinstance(one, Verdict)}
    backward = {one.id: one for one in classify_many(reversed(OFFERS)) if isinstance(one, Verdict)}
    alone = {offer.id: one for offer in OFFERS for one in classify_many([offer]) if isinstance(one, Verdict)}
    assert ahead == backward == alone


def test_classify_many_reads_one_offer_at_a_time() -> None:
    read = []

    def offers() -> Iterator[Offer]:
        for offer in OFFERS:
            read.append(offer.id)
            yield offer

    found = classify_many(offers())
    assert not read
    next(found)
    assert read == ["1"]


@pytest.mark.parametrize("ahead", [2, 3, 50])
def test_offers_read_ahead_get_the_verdicts_they_get_alone(ahead: int) -> None:
    asked = [*OFFERS, Offer(DUTIES * 3, "", "5"), Offer("Vous recrutez.", "Data Analyst", "6")]
    alone = [str(one) for one in classify_many(asked)]
    assert [str(one) for one in classify_many(asked, ahead=ahead)] == alone


def test_offers_read_before_reading_fails_are_judged() -> None:
    def offers() -> Iterator[Offer]:
        yield from OFFERS[:3]
        raise OSError("no more")

    found = classify_many(offers(), ahead=50)
    assert [isinstance(next(found), InputError) for _ in range(3)] == [False, True, False]
    with pytest.raises(OSError, match="no more"):
        next(found)


def test_classify_many_of_nothing_is_nothing() -> None:
    assert list(classify_many([])) == []


def test_the_shipped_model_is_read_once() -> None:
    assert load_model() is load_model()


def test_another_model_judges_and_signs_its_verdicts(fitted: StatementModel, tmp_path: Path) -> None:
    path = tmp_path / "mine.joblib"
    save_model(fitted, path)
    mine = load_model(path)
    assert load_model(str(path)).identity == mine.identity
    for verdict in (classify(DUTIES, model=mine), next(classify_many([Offer(DUTIES)], model=mine))):
        assert isinstance(verdict, Verdict)
        assert verdict.model.version == "0.0.test" and verdict.model == mine.identity != load_model().identity


@pytest.mark.parametrize("kind", [str, Path])
def test_a_model_that_is_missing_or_none_is_an_error_of_the_package(
    kind: Callable[[Path], str | Path], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("important", encoding="utf-8")
    for name in ("none.joblib", "notes.txt"):
        with pytest.raises(ModelError, match=name):
            load_model(kind(tmp_path / name))


def test_paths_may_be_texts_everywhere(few_path: Path, tmp_path: Path, model: StatementModel) -> None:
    offer, table, output = (tmp_path / name for name in ("offer.txt", "offers.csv", "scored.csv"))
    offer.write_text(DUTIES, encoding="utf-8")
    table.write_text("title;description\nProduct Owner;Gérer le backlog\n", encoding="utf-8")
    assert score_table(open_table(str(table)), str(output), classify_many).scored == 1
    assert output.exists()
    assert read_offer(str(offer)).description == DUTIES
    assert evaluate(str(few_path), model)["offers"] == 18
    mine = str(tmp_path / "mine.joblib")
    train([str(few_path)], mine, cross_validate=False)
    assert load_model(mine).identity.name == "mine"


def test_a_model_is_shown_in_a_few_words(model: StatementModel) -> None:
    assert repr(model) == f"<StatementModel pm-or-po {model.identity.version}, {len(model.rows):,} units>"


def test_every_public_name_is_there() -> None:
    assert all(hasattr(pm_or_po, name) for name in pm_or_po.__all__)
    assert {"classify", "classify_many", "load_model", "Offer", "Verdict", "ModelError"} <= set(
        pm_or_po.__all__
    )
    verdict = classify(DUTIES)
    assert isinstance(verdict.evidence[0].words[0], pm_or_po.Word)
    assert isinstance(verdict.model, pm_or_po.ModelIdentity)


def test_type_checkers_read_the_types_of_the_package() -> None:
    assert (Path(pm_or_po.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize(
    ("module", "absent", "extra"),
    [("arrow", "pyarrow", "tables"), ("spark", "pyspark", "spark"), ("spark", "pyarrow", "spark")],
)
def test_a_module_of_an_extra_that_is_not_installed_says_which(module: str, absent: str, extra: str) -> None:
    code = (
        f"import sys; sys.modules[{absent!r}] = None\n"
        f"try:\n    import pm_or_po.{module}\n"
        "except ImportError as error:\n    print(error)"
    )
    path = str(Path(pm_or_po.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": path}, timeout=60
    )
    told = f"The module pm_or_po.{module} takes an optional part of the program: pip install 'pm-or-po[{extra}]'."
    assert done.stdout.strip() == told, done.stderr


def test_to_score_an_offer_nothing_that_trains_is_imported() -> None:
    code = (
        "import sys, pm_or_po; pm_or_po.classify('Gérer le backlog')\n"
        "print([name for name in ('sklearn', 'scipy', 'pandas', 'matplotlib', 'typer', 'joblib') if name in sys.modules])"
    )
    path = str(Path(pm_or_po.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": path}, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr
