"""A later edition from a file: shown against the one before, taken whole or not at all, by those who may."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.job import Job
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from procurement.models.criteria import CriteriaEdition, CriteriaItem
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

SAID = {
    "listing": "computer",
    "name": "ฉบับจำลอง 2570",
    "announced_on": "2026-11-01",
    "effective_from": "2026-11-02",
    "scope": "items",
    "certainty": "checked",
    "source": "ประกาศจำลอง",
    "url": "",
    "note": "",
}
GOOD = """item_no,name_th,price_baht,price_unit,spec
37,เราเตอร์จำลอง,35000.50,เครื่อง,"Flash >=1 GB; IPv6"
90,สวิตช์ใหม่,,เครื่อง,
"""
BAD = "item_no,name_th,price_baht\n37,,35000\n38,สวิตช์,แพง\n39,ดี,1\n"


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def send(visit: Visit, data: str, said: Mapping[str, str] = SAID, *, csrf: str | None = None) -> tuple[int, str]:
    """Send a file with what is said of it; (status, where it goes or what is told)."""
    form = {**said, "csrf": visit.csrf if csrf is None else csrf}
    answer = visit.client.post("/criteria/uploads", data=form, files={"file": ("new.csv", data.encode(), "text/csv")})
    return answer.status_code, str(answer.headers.get("location", answer.text))


def stored(engine: Engine) -> tuple[int, int, int]:
    """(editions, items, files that wait)."""
    with reading(engine) as session:
        tables = (CriteriaEdition, CriteriaItem, Job)
        editions, items, jobs = (len(session.exec(select(table)).all()) for table in tables)
        return editions, items, jobs


def test_a_good_file_is_shown_against_the_edition_before_and_taken_whole(supply: Visit, engine: Engine) -> None:
    status, preview = send(supply, GOOD)
    assert status == 303
    page = supply.get(preview).text
    assert "ปรับปรุงรายการที่ 1–11 พฤษภาคม 2569" in page
    assert "1 changed, 1 new, 0 gone, 69 the same" in page
    assert "+2,000.50" in page
    assert preview in supply.get("/criteria/uploads").text  # left and found again
    assert stored(engine) == (0, 0, 1)
    taken = supply.post(f"{preview}/apply")
    assert taken.status_code == 303
    assert stored(engine) == (1, 2, 0)
    edition = supply.get(taken.headers["location"]).text
    assert "35,000.50" in edition
    assert "no price known" in edition
    held = supply.get("/criteria?on=2026-11-02&listing=computer").text
    assert "เราเตอร์จำลอง" in held
    assert "เราเตอร์จำลอง" not in supply.get("/criteria?on=2026-11-01&listing=computer").text
    assert "สวิตช์ใหม่" in held
    with reading(engine) as session:
        assert [e.action for e in session.exec(select(AuditEntry)) if e.action.startswith("criteria")] == [
            "criteria_edition.imported"
        ]


def test_every_problem_is_shown_and_nothing_is_stored(supply: Visit, engine: Engine) -> None:
    _status, preview = send(supply, BAD)
    page = supply.get(preview).text
    assert "2 problems" in page
    assert 'data-label="Column">name_th</td>' in page
    assert 'data-label="Column">price_baht</td>' in page
    assert "แพง" in page
    assert supply.post(f"{preview}/apply").status_code == 422
    assert stored(engine) == (0, 0, 1)
    supply.post(f"{preview}/forget")
    assert stored(engine) == (0, 0, 0)


@pytest.mark.parametrize("data", ["", "\x00\x01", "PK\x03\x04 no zip"])
def test_a_file_that_cannot_be_read_is_told_as_a_whole(supply: Visit, engine: Engine, data: str) -> None:
    status, there = send(supply, data)
    if status == 303:
        assert "1 problem" in supply.get(there).text
    else:
        assert (status, "The file is empty." in there) == (422, True)
    assert stored(engine)[:2] == (0, 0)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": ""}, "This is needed"),
        ({"announced_on": "2569-11-01"}, "A year of the Buddhist era"),
        ({"url": "javascript:alert(1)"}, "An address that begins with http"),
    ],
)
def test_what_is_wrong_with_the_edition_is_told_at_its_field_and_what_was_typed_stays(
    supply: Visit, engine: Engine, said: dict[str, str], told: str
) -> None:
    status, page = send(supply, GOOD, SAID | said)
    assert status == 422
    assert told in page
    assert 'value="ประกาศจำลอง"' in page
    assert stored(engine) == (0, 0, 0)


def test_nobody_claims_by_not_choosing_that_figures_were_compared(supply: Visit) -> None:
    page = supply.get("/criteria/uploads").text
    assert '<option value="read" selected>' in page
    assert '<option value="checked" selected>' not in page


def test_an_edition_is_taken_once(supply: Visit, engine: Engine) -> None:
    first, second = send(supply, GOOD)[1], send(supply, GOOD)[1]
    assert supply.post(f"{first}/apply").status_code == 303
    again = supply.post(f"{second}/apply")
    assert again.status_code == 422
    assert "There is an edition of this name already" in again.text
    assert stored(engine)[0] == 1


def test_an_exported_edition_can_be_taken_in_again(supply: Visit, engine: Engine) -> None:
    exported = supply.get("/criteria/editions/computer-2568-12/export.csv").content.decode("utf-8-sig")
    _status, preview = send(supply, exported, SAID | {"scope": "whole"})
    # Against May 2569: its eleven items go back to what December said.
    page = supply.get(preview).text
    assert "10 changed, 0 new, 0 gone, 60 the same" in page


def test_text_of_a_file_is_shown_and_never_run(supply: Visit) -> None:
    hostile = "<script>alert(1)</script>"
    _status, preview = send(supply, f"item_no,name_th,price_baht\n37,{hostile},1\n", SAID | {"name": hostile})
    assert hostile not in supply.get(preview).text
    there = supply.post(f"{preview}/apply").headers["location"]
    for path in (there, "/criteria?on=2026-11-02", "/criteria/editions", "/criteria/items/computer/37"):
        page = supply.get(path).text
        assert hostile not in page, path
        assert "&lt;script&gt;" in page, path


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ADMIN, 200), (Role.SUPPLY, 200), (Role.IT, 403), (Role.PLANNER, 403)]
)
def test_supply_and_administrators_import(
    settings: Settings, engine: Engine, office: Office, role: Role, status: int
) -> None:
    assert (
        signed_in(settings, engine, person_of(engine, role, office=office)).get("/criteria/uploads").status_code
        == status
    )


def test_a_form_without_its_token_is_refused(supply: Visit, engine: Engine) -> None:
    assert send(supply, GOOD, csrf="wrong")[0] == 403
    assert stored(engine) == (0, 0, 0)


def test_another_office_sees_neither_the_file_nor_the_edition(
    supply: Visit, settings: Settings, engine: Engine
) -> None:
    with transaction(engine) as session:
        other = factories.make_office(session)
    stranger = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=other))
    preview = send(supply, GOOD)[1]
    assert stranger.get(preview).status_code == 404
    assert stranger.post(f"{preview}/apply").status_code == 404
    there = supply.post(f"{preview}/apply").headers["location"]
    assert stranger.get(there).status_code == 404
    assert "เราเตอร์จำลอง" not in stranger.get("/criteria?on=2026-11-02").text
