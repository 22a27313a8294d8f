"""Columns of a workbook said by a person: guessed, corrected, remembered; a school's answer counts for its file."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.asset import Asset
from inventory.models.import_mapping import ImportMapping
from inventory.models.site import Office, Site
from inventory.store.asset_classes import begin_book
from netops.models.person import Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.inventory.importing.test_messy import HEADINGS, SAID, workbook
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.test_admin_import import jobs_of, send


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        office = factories.make_office(session)
        begin_book(session, office.id or 0)
        return office


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


def said(**values: str) -> dict[str, str]:
    columns = {f"column.{at}": name for at, name in enumerate(SAID)}
    return {"sheet": "1", "row": "4"} | columns | values


def take(visit: Visit, preview: str) -> None:
    started = visit.post(f"{preview}/apply").headers["location"]
    jobs_of(visit).wait(int(started.rsplit("/", 1)[1]), 30)


def stored(engine: Engine) -> list[Asset]:
    with reading(engine) as session:
        return list(session.exec(select(Asset).order_by("number")))


def test_columns_are_guessed_corrected_and_remembered(settings: Settings, engine: Engine, office: Office) -> None:
    supply = signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))
    preview = send(supply, "assets", workbook(), "book.xlsx")
    assert supply.get(preview).headers["location"] == f"{preview}/columns"  # asked at once
    form = supply.get(f"{preview}/columns").text
    assert all(heading in form for heading in HEADINGS)
    assert re.search(r'name="column.2".*?value="name" selected', form, re.DOTALL)
    missing = supply.post(f"{preview}/columns", said(**{"column.1": ""}))
    assert (missing.status_code, "This column is missing" in missing.text) == (422, True)
    assert supply.post(f"{preview}/columns", said()).headers["location"] == preview
    shown = supply.get(preview).text
    assert "passed over as no entries: rows 9, 12" in shown
    take(supply, preview)
    assert len(stored(engine)) == 5
    # The next file of this shape asks nothing any more.
    again = supply.get(send(supply, "assets", workbook(title="ทะเบียนอีกชุด"), "b.xlsx")).text
    assert "Say which column is which" not in again
    assert "Import all rows" in again


def test_another_sheet_or_row_can_be_looked_at(settings: Settings, engine: Engine, office: Office) -> None:
    supply = signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))
    preview = send(supply, "assets", workbook(), "book.xlsx")
    cover = supply.get(f"{preview}/columns?sheet=0&row=1").text
    assert "ประจำปีงบประมาณ" in cover
    assert supply.get(f"{preview}/columns?sheet=7&row=1").status_code == 303
    assert supply.get(f"{preview}/columns?sheet=x&row=y").status_code == 200


def test_a_school_imports_into_its_own_book_and_lays_nothing_down_for_the_office(
    settings: Settings, engine: Engine, office: Office, school: Site
) -> None:
    teacher: Visit = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert "Schools" not in re.findall(r"<select.*?</select>", teacher.get("/imports").text, re.DOTALL)[0]
    preview = send(teacher, "assets", workbook(), "book.xlsx")
    assert teacher.post(f"{preview}/columns", said()).status_code == 303
    take(teacher, preview)
    assert {asset.site_id for asset in stored(engine)} == {school.id}
    with reading(engine) as session:
        assert session.exec(select(ImportMapping)).all() == []
    answer = teacher.client.post(
        "/imports",
        data={"kind": "sites", "csrf": teacher.csrf},
        files={"file": ("a.csv", b"site_code,name\n", "text/csv")},
    )
    assert answer.status_code == 403
