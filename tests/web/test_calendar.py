"""The one calendar on its pages: fiscal year, month and list, what is due for me, and the file for other programs."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.asset import Asset
from inventory.models.site import Office
from netops.models.person import ApiToken, AuditEntry, Person, Role
from netops.settings import Settings
from office.fiscal import FiscalYear
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in, visit

EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def officer(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def owned(engine: Engine, office: Office, until: date, name: str = "สวิตช์") -> None:
    assert office.id is not None
    with transaction(engine) as session:
        session.add(Asset(office_id=office.id, number=f"{until}", name=name, warranty_until=until))


def test_the_year_has_twelve_months_from_october(officer: Visit) -> None:
    months = re.findall(r'data-month="(\d{4}-\d{2})"', officer.get("/calendar?year=2570").text)
    assert months == [f"2026-{month}" for month in (10, 11, 12)] + [f"2027-{month:02}" for month in range(1, 10)]


def test_a_month_has_whole_weeks_from_sunday_with_what_stands_on_its_days(
    engine: Engine, office: Office, officer: Visit
) -> None:
    owned(engine, office, date(2026, 12, 31))
    shown = officer.get("/calendar/month?month=2026-12").text
    days = [date.fromisoformat(day) for day in re.findall(r'data-day="([\d-]+)"', shown)]
    assert (days[0], days[-1]) == (date(2026, 11, 29), date(2027, 1, 2))
    assert len(days) == 35
    last = shown.split('data-day="2026-12-31"')[1].split("data-day=")[0]
    assert "warranty ends" in last
    assert "สวิตช์" in last
    assert "สวิตช์" not in officer.get("/calendar/month?month=2026-11").text


def test_the_list_and_each_view_keep_what_was_chosen(engine: Engine, office: Office, officer: Visit) -> None:
    owned(engine, office, date(2026, 12, 31))
    officer.post("/cases/new", {"workflow": "innovation", "title": "ระบบแจ้งซ่อม"})
    era = FiscalYear.of(utc_now().date()).era
    both = officer.get(f"/calendar/list?year={era}&everything=true").text
    assert "ระบบแจ้งซ่อม" in both
    only = officer.get("/calendar/list?year=2570&everything=true&source=warranties").text
    assert "สวิตช์" in only
    assert "ระบบแจ้งซ่อม" not in only
    assert 'href="/calendar?year=2570&amp;everything=true&amp;source=warranties"' in only
    assert "Nothing stands in this year." in officer.get("/calendar/list?year=2600&source=warranties").text


@pytest.mark.parametrize(
    "query", ["/calendar?year=1", "/calendar?year=x", "/calendar/month?month=2026-13", "/calendar/month?month=9999-12"]
)
def test_a_year_or_month_that_is_none_is_refused(officer: Visit, query: str) -> None:
    assert officer.get(query).status_code == 422


def test_my_page_tells_what_to_do_and_what_happens_in_the_next_weeks(
    engine: Engine, office: Office, officer: Visit
) -> None:
    assert "Nothing is due for you." in officer.get("/due").text
    today = utc_now().date()
    owned(engine, office, today + timedelta(days=20), "ใกล้")
    owned(engine, office, today + timedelta(days=200), "ไกล")
    officer.post("/cases/new", {"workflow": "innovation", "title": "ระบบแจ้งซ่อม"})
    shown = officer.get("/due").text
    assert "ระบบแจ้งซ่อม" in shown
    assert "ใกล้" in shown
    assert "ไกล" not in shown


def test_the_file_has_each_entry_with_the_address_of_its_page(engine: Engine, office: Office, officer: Visit) -> None:
    owned(engine, office, date(2026, 12, 31))
    answer = officer.get("/calendar.ics?year=2570")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    text = answer.text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261231" in text
    assert "SUMMARY:warranty ends: สวิตช์" in text
    assert re.search(r"URL:https?://[^\r]+/assets/\d+", text)


def subscribed(by: Visit) -> str:
    shown = by.post("/calendar/subscription", {}).text
    found = re.search(r"/calendar/subscribed/[\w.-]+\.ics", shown)
    assert found is not None, shown
    return found[0]


def test_a_program_reads_by_an_address_that_is_made_anew_or_withdrawn(
    settings: Settings, engine: Engine, office: Office, officer: Visit
) -> None:
    owned(engine, office, utc_now().date() + timedelta(days=20), "ใกล้")
    assert "no address yet" in officer.get("/calendar/subscription").text
    first = subscribed(officer)
    nobody = visit(settings, engine)
    answer = nobody.get(first)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "SUMMARY:warranty ends: ใกล้" in answer.text.replace("\r\n ", "")
    assert first not in officer.get("/calendar/subscription").text, "it is told once"
    secret = first.rpartition("/")[2].removesuffix(".ics")
    with reading(engine) as session:
        kept = [str(row.model_dump()) for row in [*session.exec(select(ApiToken)), *session.exec(select(AuditEntry))]]
    assert kept
    assert not any(secret in row for row in kept)
    second = subscribed(officer)
    assert nobody.get(first).status_code == 404
    assert nobody.get(second).status_code == 200
    officer.post("/calendar/subscription/withdraw", {})
    assert nobody.get(second).status_code == 404
    assert nobody.get("/calendar/subscribed/x.ics").status_code == 404
    assert officer.post("/calendar/subscription", {}, csrf="wrong").status_code == 403


def test_the_address_opens_nothing_else_and_no_other_token_opens_it(
    settings: Settings, engine: Engine, office: Office, officer: Visit
) -> None:
    secret = subscribed(officer).rpartition("/")[2].removesuffix(".ics")
    nobody = visit(settings, engine)
    for path in ("/api/v1/calendar", "/api/v1/devices", "/account"):
        assert nobody.get(path, authorization=f"Bearer {secret}").status_code == 403, path
    made = officer.post("/account/tokens", {"name": "โปรแกรม", "scope": "read", "days": "1"}).text
    token = re.search(r"nt_[\w-]{20,}", made)
    assert token is not None, made
    assert nobody.get(f"/calendar/subscribed/{token[0]}.ics").status_code == 404
    refused = nobody.client.post("/calendar/subscription", headers={"authorization": f"Bearer {token[0]}"})
    assert refused.status_code == 403


def test_the_address_of_a_school_shows_its_own_and_ends_with_the_account(
    settings: Settings, engine: Engine, office: Office
) -> None:
    soon = utc_now().date() + timedelta(days=20)
    owned(engine, office, soon, "ของเขต")
    assert office.id is not None
    with transaction(engine) as session:
        site = factories.make_site(session, office)
        assert site.id is not None
        session.add(
            Asset(
                office_id=office.id, site_id=site.id, number="รร", unit=site.id, name="ของโรงเรียน", warranty_until=soon
            )
        )
    person = person_of(engine, Role.SCHOOL, office=office, site=site)
    address = subscribed(signed_in(settings, engine, person))
    nobody = visit(settings, engine)
    text = nobody.get(address).text.replace("\r\n ", "")
    assert "ของโรงเรียน" in text
    assert "ของเขต" not in text
    with transaction(engine) as session:
        session.get_one(Person, person.id).disabled_at = utc_now()
    assert nobody.get(address).status_code == 404


def test_hostile_words_are_only_words(engine: Engine, office: Office, officer: Visit) -> None:
    owned(engine, office, date(2026, 12, 31), EVIL)
    for page in ("/calendar?year=2570", "/calendar/list?year=2570", "/calendar/month?month=2026-12", "/due"):
        shown = officer.get(page).text
        assert "<img src=x" not in shown, page
    assert "&lt;img" in officer.get("/calendar/list?year=2570").text


def test_a_search_for_nothing_known_gives_an_empty_year(officer: Visit) -> None:
    assert "Nothing stands in this year." in officer.get("/calendar/list?source=%3Cscript%3E").text
