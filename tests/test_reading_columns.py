"""Which columns are read: by their names, never two of one name, and text whatever the cells hold."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pm_or_po.errors import InputError
from pm_or_po.offer import Offer
from pm_or_po.reading import ColumnChoice, open_table
from pm_or_po.reading.columns import USES, folded_name, known_names
from pm_or_po.reading.table import cell_text

pa = pytest.importorskip("pyarrow")


def parquet(path: Path, **columns: object) -> Path:
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)
    return path


# --- What the cells hold -------------------------------------------------------------------------------------


def test_a_column_of_bytes_is_read_as_utf8(tmp_path: Path) -> None:
    text = pa.array(["Gérer le backlog".encode(), None], pa.binary())
    table = open_table(parquet(tmp_path / "t.parquet", id=pa.array([b"a", b"b"]), description=text))
    assert [row.offer for row in table.rows()] == [Offer("Gérer le backlog", "", "a"), Offer("", "", "b")]
    assert not any(row.error for row in table.rows())


@pytest.mark.parametrize("name", ["description", "title", "id"])
def test_bytes_that_are_not_utf8_are_a_row_with_an_error(tmp_path: Path, name: str) -> None:
    columns = {"id": ["1", "2"], "title": ["PM", "PO"], "description": ["a", "b"]}
    path = parquet(tmp_path / "t.parquet", **columns | {name: pa.array([b"ok", b"G\xe9rer"])})
    first, second = open_table(path).rows()
    assert first.error is None
    assert str(second.error) == f"Column '{name}' holds bytes that are not UTF-8: export it again as text."


def test_several_texts_in_a_cell_are_read_one_a_line(tmp_path: Path) -> None:
    path = parquet(tmp_path / "t.parquet", missions=[["Gérer", "Animer"]])
    assert next(iter(open_table(path).rows())).offer.description == "Gérer\nAnimer"


def test_lists_and_structs_of_parquet_are_written_as_those_of_json(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        description=["Gérer le backlog"],
        tags=[["a", "b"]],
        salary=[{"min": 45, "unit": "k€"}],
        seen=[[datetime.date(2026, 11, 2)]],
        texts=[["Gérer".encode()]],
        digest=[b"\xd4\x1d\x8c"],
    )
    (row,) = open_table(path).rows()
    assert list(map(cell_text, row.cells[1:])) == [
        "a\nb", '{"min": 45, "unit": "k€"}', "2026-11-02", "Gérer", "d41d8c",
    ]  # fmt: skip
    (row,) = open_table(path, ColumnChoice(text="texts")).rows()
    assert row.offer.description == "Gérer"


# --- Names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_two_columns_of_one_name_are_refused_in_every_kind_of_table(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"t.{kind}"
    if kind == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * 3, ["title", "description", "title"]), path)
    else:
        frame = pd.DataFrame([["a"] * 3], columns=["title", "description", "title"])
        {"csv": frame.to_csv, "xlsx": frame.to_excel}[kind](path, index=False)
    with pytest.raises(InputError, match="two columns are named 'title'; rename one"):
        open_table(path)


def used(folder: Path, header: str) -> tuple[str, str | None, str | None]:
    """Return the columns of the text, the title and the id."""
    (folder / "t.csv").write_text(f"{header}\n", encoding="utf-8")
    table = open_table(folder / "t.csv")
    layout = table.layout
    title, own_id = (None if at is None else table.columns[at] for at in (layout.title, layout.id))
    return table.columns[layout.text], title, own_id


ABOVE = {
    "a lone title": [["Extraction du 3 mai", "", ""], ["", "", ""], ["réf", "poste", "descriptif"]],
    "a title without its other cells": [["Extraction du 3 mai"], ["réf", "poste", "descriptif"]],
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("rows", ABOVE.values(), ids=ABOVE)
def test_rows_above_the_column_names_are_told_with_the_row_of_these(
    rows: list[list[str]], kind: str, tmp_path: Path
) -> None:
    path = tmp_path / f"t.{kind}"
    rows = [*rows, ["K-1", "Product Owner", "Tenir, trier"][-len(rows[-1]) :]]
    if kind == "csv":
        path.write_text("\n".join(map(";".join, rows)), encoding="utf-8")
    else:
        book = pytest.importorskip("openpyxl").Workbook()
        for row in rows:
            book.active.append([cell or None for cell in row])
        book.save(path)
    with pytest.raises(InputError) as refused:
        open_table(path)
    assert f"to be in row {len(rows) - 1}; delete the rows above it" in str(refused.value)
    assert f"à la ligne {len(rows) - 1} ; supprimez les lignes au-dessus" in refused.value.sentence("fr")


@pytest.mark.parametrize(
    "text",
    [
        "contrat;client\nMission;Vallon\nCDI;Maralis\n",
        'code;contenu_complet\nA-1;"Un éditeur\nMissions, Description\nTenir le backlog"\n',
        "libelle_complet\nDescription\nTenir le backlog\n",
        "Extraction;3 mai\nréf;descriptif\nK-1;Tenir le backlog\n",
        "type;contrat;titre_annonce_x;corps_du_message\nEmploi;Mission;PM;Voir le lien\n",
        "contrat;métier\nMission;Emploi\n",
    ],
)
def test_a_cell_that_looks_like_a_column_name_makes_no_header(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no column has a known name"):
        open_table(tmp_path / "t.csv")


UNDER_OTHERS = {
    "a title and a date": ("Extraction;3 mai\nréf;poste;descriptif\n", 2),
    "what was exported": ("Titre;Offres;;\nDate;12/03/2025;;\n;;;\nid;Intitulé;Ville;Description\n", 4),
    "a lone name of the text": ("Contenu\nid;Intitulé;Description\n", 2),
    "groups": ("Offre;;Contenu\nid;Intitulé;Description\n", 2),
    "groups of one name": ("Offre;Offre;Contenu;Contenu\nid;Intitulé;Profil;Description\n", 2),
}


@pytest.mark.parametrize(("text", "row"), UNDER_OTHERS.values(), ids=UNDER_OTHERS)
def test_column_names_below_others_are_told(text: str, row: int, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"{text}A1;Product Manager;Définir;la vision\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"seem to be in row {row}; delete the rows above it"):
        open_table(tmp_path / "t.csv")


def test_column_names_below_merged_groups_of_a_sheet_are_told(tmp_path: Path) -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    rows = [
        ["Offre", None, "Contenu"],
        ["id", "Intitulé", "Profil", "Description"],
        [1, "PM", "Bac+5", "Tenir"],
    ]
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:D1")
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match="seem to be in row 2"):
        open_table(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        "id;contrat;famille;description\n1;Mission;Emploi;\n",
        f"id;contrat;famille;description\nA-1;Mission;Emploi;{'Tenir le backlog. ' * 8}\n",
        "contrat;description\nMission;Description\n",
        "description\nDescription\n",
        "description\nMissions, activités principales\n",
        "titre;description\nPoste;Gérer le backlog\n",
        "id;titre;description\n1;PO;Gérer\nid;titre;description\n",
        "id;Intitulé;Description\n\nid;Intitulé;Description\n",
        "position,location,description\nPosition,Location,Description\n",
        "ref;type;contrat;intitulé;description\nOFR-A;Emploi;Mission;Product Owner;\n",
        "ref;type;contrat;intitulé;description\nOFR-A;Emploi;Mission;Product Owner;Voir PJ\n",
        "contrat;famille;description\nMission;Emploi;\n",
        "Réf;Offre;;Contenu\n;Intitulé;Ville;Description\n",
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_offer_whose_cells_look_like_column_names_is_read(text: str, kind: str, tmp_path: Path) -> None:
    path, lines = tmp_path / f"t.{kind}", text.splitlines()
    if kind == "csv":
        path.write_text(text, encoding="utf-8")
    else:
        book = pytest.importorskip("openpyxl").Workbook()
        for line in lines:
            book.active.append([cell or None for cell in re.split("[;,]", line)])
        book.save(path)
    assert len(list(open_table(path).rows())) == len(list(filter(None, lines))) - 1


def test_where_the_user_names_the_text_the_first_row_is_taken(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(UNDER_OTHERS["groups"][0], encoding="utf-8")
    assert open_table(tmp_path / "t.csv", ColumnChoice(text="Contenu")).columns == ("Offre", "", "Contenu")
    with pytest.raises(InputError, match="seem to be in row 2"):
        open_table(tmp_path / "t.csv", ColumnChoice(text="Description"))


def test_a_wrong_column_is_told_as_such_whatever_a_cell_holds(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("description\nIntitulé;Description\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column 'texte'"):
        open_table(tmp_path / "t.csv", ColumnChoice(text="texte"))


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("Nom;Prénom;Descriptif", ("Descriptif", None, None)),
        ("Nom;Intitulé de l’offre;Missions", ("Missions", "Intitulé de l’offre", None)),
        ("Offre;Missions", ("Missions", None, None)),
        ("Offre;Poste;Annonce", ("Annonce", "Poste", None)),
        ("Annonce;Intitulé;Missions", ("Missions", "Intitulé", None)),
        ("Offre;Fonction;Détails", ("Détails", None, None)),
        ("Métier;Fonction;Poste;Descriptif", ("Descriptif", "Poste", None)),
        ("Contact;Métier;Fonction;Descriptif", ("Descriptif", None, None)),
        (
            "Intitulé;Description du poste (HTML);Description du poste",
            ("Description du poste", "Intitulé", None),
        ),
        ("Annonce;Description de poste (HTML)", ("Description de poste (HTML)", None, None)),
        ("N° annonce;Référence;Texte", ("Texte", None, "Référence")),
    ],
)
def test_a_name_that_may_mean_anything_is_not_taken(
    tmp_path: Path, header: str, wanted: tuple[str, str | None, str | None]
) -> None:
    assert used(tmp_path, header) == wanted


def test_columns_that_may_hold_the_text_too_are_known_unless_the_user_chose(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,description,Missions,profil recherché,body\n", encoding="utf-8")
    table = open_table(path)
    assert table.columns[table.layout.text] == "Missions"
    assert [table.columns[at] for at in table.layout.passed_over] == ["description", "body"]
    assert open_table(path, ColumnChoice(text="body")).layout.passed_over == ()


def test_batch_names_the_columns_passed_over(tmp_path: Path) -> None:
    text = "id,title,description,Missions\n1,PO,La société est leader.,Gérer le backlog\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pm_or_po.cli", "batch", "t.csv", "-o", "-", "--lang"]
    for lang, told in (("en", "but are not read: 'Missions'."), ("fr", "ne sont pas lues : 'Missions'.")):
        ran = subprocess.run(
            [*command, lang], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
        )
        assert told in ran.stderr


@pytest.mark.parametrize("header", ["Offre;Ville", "Nom;Ville"])
def test_without_a_plain_name_the_user_is_asked(tmp_path: Path, header: str) -> None:
    with pytest.raises(InputError, match="say which one with --text-col"):
        used(tmp_path, header)


@pytest.mark.parametrize(
    ("title", "text", "own_id"),
    [
        ("Intitulé", "Descriptif", "Réf."),
        ("Intitulé de poste", "Descriptif de poste", "N° d'offre"),
        ("Intitulé de l'annonce", "Texte de l'annonce", "Référence de l'annonce"),
        ("Libellé du poste", "Description de poste", "Référence offre"),
        ("Libellé de l'offre", "Contenu de l'annonce", "Numéro de l'offre"),
        ("Titre annonce", "Corps de l'annonce", "Id offre"),
        ("Intitulé de l'emploi", "Description des missions", "Code offre"),
        ("Emploi", "Fiche de poste", "Numéro d'offre"),
        ("Titre", "Missions et responsabilités", "ID"),
        ("Intitulé", "Description", "Identifiant offre"),
        ("Titre de poste", "Activités principales", "Référence"),
        ("Job title", "Job description", "Job ID"),
        ("Job Posting Title", "Job Posting Description", "Job Requisition ID"),
        ("Posting Title", "Posting Description", "Requisition ID"),
        ("Vacancy title", "Vacancy description", "Vacancy ID"),
        ("Position title", "Position description", "Job reference"),
        ("Ad title", "Ad text", "Job number"),
        ("Offer title", "Offer description", "Offer ID"),
        ("Role title", "Role description", "Req ID"),
        ("Title", "Key responsibilities", "Reference"),
        ("Intitulé", "Description du poste (HTML)", "N° annonce"),
    ],
)
def test_ordinary_headers_of_hr_exports_are_known(tmp_path: Path, title: str, text: str, own_id: str) -> None:
    header = f"Statut;{own_id};Entité;{title};Lieu;{text};Profil"
    assert used(tmp_path, header) == (text, title, own_id)


def test_the_label_of_a_labelled_table_is_no_title(tmp_path: Path) -> None:
    assert used(tmp_path, "role;description") == ("description", None, None)


def test_the_alias_table_is_sound() -> None:
    names = known_names()
    assert set(names) == set(USES)
    assert "intituledeloffre" in names["title"]
    every = [name for use in USES for name in names[use]]
    assert len(every) == len(set(every))
    assert all(name == folded_name(name) for name in every)


# --- Published layouts of tables -----------------------------------------------------------------------------

LAYOUTS: dict[str, tuple[str, dict[str, str]]] = {
    "JobSpy": (
        "id,site,job_url,job_url_direct,title,company,location,date_posted,job_type,salary_source,interval,min_amount,"
        "max_amount,currency,is_remote,job_level,job_function,listing_type,emails,description,company_industry,company_url,"
        "company_logo,company_url_direct,company_addresses,company_num_employees,company_revenue,company_description,skills,"
        "experience_range,company_rating,company_reviews_count,vacancy_count,work_from_home_type",
        {"id": "id", "title": "title", "text": "description"},
    ),
    "LinkedIn, Kaggle": (
        "job_id,company_name,title,description,max_salary,pay_period,location,company_id,views,med_salary,min_salary,"
        "formatted_work_type,applies,original_listed_time,remote_allowed,job_posting_url,application_url,application_type,"
        "expiry,closed_time,formatted_experience_level,skills_desc,listed_time,posting_domain,sponsored,work_type,currency,"
        "compensation_type,normalized_salary,zip_code,fips",
        {"id": "job_id", "title": "title", "text": "description"},
    ),
    "EMSCAD": (
        "job_id,title,location,department,salary_range,company_profile,description,requirements,benefits,telecommuting,"
        "has_company_logo,has_questions,employment_type,required_experience,required_education,industry,function,fraudulent",
        {"id": "job_id", "title": "title", "text": "description"},
    ),
    "France Travail": (
        "id,intitule,description,dateCreation,romeCode,romeLibelle,appellationlibelle,typeContrat,experienceExige",
        {"id": "id", "title": "intitule", "text": "description"},
    ),
    "Flatchr": (
        "reference,title,description,mission,profile",
        {"id": "reference", "title": "title", "text": "mission"},
    ),
    "a French office": (
        "Référence;Intitulé du poste;Direction;Missions;Profil recherché",
        {"id": "Référence", "title": "Intitulé du poste", "text": "Missions"},
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_published_layouts_are_known_without_options(name: str, tmp_path: Path) -> None:
    header, places = LAYOUTS[name]
    delimiter = ";" if ";" in header else ","
    columns = header.split(delimiter)
    values = {places["id"]: "A7", places["title"]: "Product Owner", places["text"]: "Gérer le backlog"}
    row = delimiter.join(values.get(column, "") for column in columns)
    (tmp_path / "t.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    table = open_table(tmp_path / "t.csv")
    assert list(table.columns) == columns
    assert [one.offer for one in table.rows()] == [Offer("Gérer le backlog", "Product Owner", "A7")]
