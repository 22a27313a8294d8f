"""Registers of AMSS++: every fault with its row, loaded whole or not at all, and once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2 as httpx
from sqlmodel import func, select

from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.reading.forms import FORMS
from planning.annual_plan.terms import BudgetType
from planning.kit.reading.writing import as_csv, as_xlsx
from service.database import reading
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.samples import ROWS


def send(office: Office, kind: str, data: bytes, name: str = "ทะเบียน.csv") -> httpx.Response:
    it = office.planner
    return it.client.post(
        "/registers/read",
        data={"kind": kind, "year": "2570", "csrf": it.csrf},
        files={"file": (name, data)},
        headers={"origin": "http://testserver"},
    )


def load(office: Office, kind: str, rows: list[Any]) -> httpx.Response:
    read = send(office, kind, as_csv(FORMS[kind], rows))
    assert read.status_code == 303, read.text
    return office.planner.post(f"{read.headers['location']}/load")


def notices() -> list[Any]:
    first = replace(ROWS["notices"][0], amount=5_000_000)
    return [first, replace(first, notice_no="2/2570", letter_no="ศธ 2", budget_type=BudgetType.INVESTMENT, amount=7)]


def count(office: Office, kind: type[Any]) -> int:
    with reading(office.served.engine) as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def test_faults_are_told_with_their_rows_and_nothing_is_taken(office: Office) -> None:
    data = as_csv(FORMS["notices"], notices()).decode("utf-8-sig").replace("0.07", "abc")
    answer = send(office, "notices", data.encode())
    assert answer.status_code == 422
    assert "A number is needed" in answer.text
    assert "Nothing was taken" in answer.text
    assert count(office, Allocation) == 0


def test_a_register_is_shown_and_loaded_once(office: Office) -> None:
    there = send(office, "notices", as_xlsx(FORMS["notices"], notices()), "ใบงวด.xlsx").headers["location"]
    assert "ศธ 04001/ว1" in office.planner.get(there).text
    assert count(office, Allocation) == 0
    for _time in range(2):
        assert office.planner.post(f"{there}/load").status_code == 303
        assert count(office, Allocation) == 2
    assert office.enter("planner", office_code="5301").post(f"{there}/load").status_code == 404


def test_one_row_that_cannot_be_loaded_keeps_all_out(office: Office) -> None:
    load(office, "notices", notices()[:1])
    rows = [replace(notices()[1], letter_no=f"ศธ {number}", notice_no=f"{number}") for number in (5, 6)]
    answer = load(office, "notices", [*rows, replace(notices()[0], notice_no="9/2570")])
    assert (answer.status_code, "Row 4: A notice with this letter number is there already" in answer.text) == (
        422,
        True,
    )
    assert count(office, Allocation) == 1


def test_a_whole_office_comes_over_and_its_exceptions_are_found(office: Office) -> None:
    """Notices, projects, activities, requests and dika; one dika has no request here, one stands on another notice."""
    assert load(office, "notices", notices()).status_code == 303
    project = replace(ROWS["projects"][0], amount=2_500_050)
    assert load(office, "projects", [project]).status_code == 303
    wrong = load(office, "activities", [replace(ROWS["activities"][0], amount=1)])
    assert "Row 2: The activities make 0.01, the project has 25,000.50" in wrong.text
    assert load(office, "activities", ROWS["activities"]).status_code == 303
    office.approve_all()
    requests = [ROWS["requests"][0], replace(ROWS["requests"][0], request_no="2", amount=50)]
    assert load(office, "requests", requests).status_code == 303
    strange = replace(ROWS["dika"][0], dika_no="ฎ 9", request_no="99")
    assert load(office, "dika", [ROWS["dika"][0], strange]).status_code == 303
    assert load(office, "returns", ROWS["returns"]).status_code == 303
    page = office.planner.get("/checks?year=2570").text
    assert "This dika is not in the ledger" in page
    assert "A request without dika" in page
    assert "This dika is on another notice" not in page
    elsewhere = replace(ROWS["dika"][0], notice_no="2/2570")
    assert load(office, "dika", [elsewhere]).status_code == 303
    assert "This dika is on another notice" in office.planner.get("/checks?year=2570").text
    assert count(office, Entry) == 4


def test_each_register_has_an_empty_file(office: Office) -> None:
    for kind in FORMS:
        assert office.planner.get(f"/registers/blank/{kind}.xlsx").content[:2] == b"PK"
