"""The one calendar, on both databases: what each source gives, to whom, and what is due for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.asset import Asset, Standing
from inventory.models.config import Exemption
from inventory.models.contract import Contract
from inventory.models.device import DeviceSupport
from inventory.models.site import CalendarDay, Site
from netops.due.book import all_sources, calendar, due_and_coming, due_for
from netops.due.entry import Mark, Reader, Span
from netops.models.person import Role
from netops.web.access import PERMISSIONS
from office.fiscal import FiscalYear
from service.columns import utc_now
from service.i18n import speaking
from tests import factories
from tests.netops.cases.test_walking import board, met
from tests.netops.cases.world import Desk, reader_of

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
YEAR = Span(FiscalYear(2570).first, FiscalYear(2570).last)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, factories.make_office(session), NOW, tmp_path)


def _id(row: Any) -> int:
    assert isinstance(row.id, int)
    return row.id


def said(reader: Reader, source: str, span: Span = YEAR) -> list[tuple[date, str, str]]:
    return [(one.entry.day, one.entry.what, one.entry.title) for one in calendar(reader, span, only=source)]


def owned(desk: Desk, number: str, until: date, site: Site | None = None, **values: object) -> None:
    site_id = site.id if site is not None else None
    asset = Asset(
        office_id=_id(desk.office), site_id=site_id, unit=site_id or 0, number=number, name=f"switch {number}"
    )
    asset.warranty_until = until
    for name, value in values.items():
        setattr(asset, name, value)
    desk.session.add(asset)
    desk.session.flush()


def test_every_source_names_a_permission_that_exists_and_a_key_of_its_own_file() -> None:
    assert len(all_sources()) >= 7
    for key, source in all_sources().items():
        assert source.permission in PERMISSIONS, key
        assert source.title
        assert source.find.__module__.endswith(f".{key}")


def test_the_year_holds_what_is_to_be_done_was_done_and_was_met(desk: Desk) -> None:
    case = desk.case()
    desk.walk(case, "idea", "approval", "design", "prototype", "pilot")
    met(desk, case, board(desk, case), 3)
    officer = reader_of(desk.as_(Role.IT))
    mine = calendar(officer, YEAR, everything=False, only="case_steps")
    assert {(one.entry.mark, one.entry.key) for one in mine} == {
        (Mark.DONE, f"{case.id}-{key}") for key in ("idea", "design", "prototype", "pilot")
    }
    every = {(one.entry.mark, one.entry.key) for one in calendar(officer, YEAR, only="case_steps")}
    assert {(Mark.DONE, f"{case.id}-approval"), (Mark.TO_DO, f"{case.id}-evaluation")} < every
    assert said(officer, "meetings") == [
        (date(2026, 11, 2), "meeting", f"Committee that evaluates innovations · {case.title}")
    ]
    assert all(YEAR.first <= one.entry.day <= YEAR.last for one in calendar(officer, YEAR))
    before = FiscalYear(2569)
    assert calendar(officer, Span(before.first, before.last)) == []


def test_a_day_belongs_to_the_year_of_the_offices_own_clock(desk: Desk) -> None:
    case = desk.case()
    # 1 October in Bangkok, 30 September in UTC.
    desk.now = datetime(2027, 9, 30, 18, 0, tzinfo=UTC)
    desk.walk(case, "idea")
    officer = reader_of(desk.as_(Role.IT))
    done = [one.entry.day for one in calendar(officer, YEAR) if one.entry.mark is Mark.DONE]
    assert done == []
    following = FiscalYear(2571)
    found = calendar(officer, Span(following.first, following.last), everything=False)
    assert [one.entry.day for one in found] == [date(2027, 10, 1)]


def test_only_what_the_reader_has_to_do_is_due_the_most_pressing_first(desk: Desk) -> None:
    later = desk.case(title="ข")
    desk.now = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
    first = desk.case(title="ก")
    owned(desk, "1", date(2026, 11, 3))
    officer = reader_of(desk.as_(Role.IT))
    found = due_for(officer)
    assert [(one.entry.title, one.entry.day) for one in found] == [
        (first.title, date(2026, 10, 15)),
        (later.title, date(2026, 11, 16)),
    ]
    assert [one.entry.is_overdue(date(2026, 11, 2)) for one in found] == [True, False]
    assert due_for(reader_of(desk.as_(Role.PLANNER))) == []
    due, coming = due_and_coming(officer, YEAR)
    assert due == found
    assert [one.source.key for one in coming] == ["warranties"]


def test_contracts_and_links_end_and_a_school_reads_of_its_own_links_only(desk: Desk) -> None:
    own, other = (factories.make_site(desk.session, desk.office) for _ in range(2))
    provider = factories.make_provider(desk.session, desk.office)
    ends = date(2027, 9, 30)
    contract = Contract(
        office_id=_id(desk.office), provider_id=_id(provider), number="1/2570", name="เช่า", ends_on=ends
    )
    desk.session.add(contract)
    factories.make_link(desk.session, own, name="own", contract_end=ends)
    factories.make_link(desk.session, other, name="other", contract_end=ends)
    factories.make_link(desk.session, own, name="gone", contract_end=ends, archived_at=utc_now())
    factories.make_link(desk.session, own, name="next year", contract_end=date(2027, 10, 1))
    desk.session.flush()
    words = "contract ends"
    office = said(reader_of(desk.as_(Role.SUPPLY)), "contracts")
    assert office == [(ends, words, "1/2570 เช่า"), (ends, words, "2 links")]
    assert said(reader_of(desk.as_(Role.SCHOOL, site=own)), "contracts") == [(ends, words, "own")]


def test_warranties_of_one_day_are_one_entry_without_what_is_disposed_of_or_of_others(desk: Desk) -> None:
    own, other = (factories.make_site(desk.session, desk.office) for _ in range(2))
    day = date(2027, 3, 31)
    owned(desk, "1", day, own)
    owned(desk, "2", day, other)
    owned(desk, "3", date(2027, 4, 1))
    owned(desk, "4", day, own, standing=Standing.DISPOSED)
    device = factories.make_device(desk.session, own, name="router", warranty_until=day)
    in_book = factories.make_device(desk.session, own, name="switch", warranty_until=day)
    owned(desk, "5", date(2027, 4, 2), own, device_id=in_book.id)
    assert device.id is not None
    words = "warranty ends"
    assert said(reader_of(desk.as_(Role.IT)), "warranties") == [
        (day, words, "2 things"),
        (day, words, "router"),
        (date(2027, 4, 1), words, "switch 3"),
        (date(2027, 4, 2), words, "switch 5"),
    ]
    assert [title for _day, _what, title in said(reader_of(desk.as_(Role.SCHOOL, site=own)), "warranties")] == [
        "router",
        "switch 1",
        "switch 5",
    ]


def test_support_exemptions_and_closed_days(desk: Desk) -> None:
    site = factories.make_site(desk.session, desk.office)
    day = date(2027, 6, 30)
    for _ in range(2):
        device = factories.make_device(desk.session, site, model="RB750")
        desk.session.add(DeviceSupport(device_id=_id(device), end_of_support=day, written_at=NOW))
    desk.session.add(Exemption(office_id=_id(desk.office), rule="no-telnet", reason="เครื่องเก่า", until=day))
    usual = factories.make_calendar(desk.session, desk.office, is_default=True)
    first, last = date(2026, 9, 30), date(2026, 10, 2)
    desk.session.add(CalendarDay(calendar_id=_id(usual), first_day=first, last_day=last, name="ปิด"))
    desk.session.flush()
    officer = reader_of(desk.as_(Role.IT))
    assert said(officer, "support") == [(day, "support ends", "RB750 (2)")]
    assert said(officer, "exemptions") == [(day, "exemption to be reviewed", "no-telnet: เครื่องเก่า")]
    assert said(officer, "closed_days") == [(date(2026, 10, at), "closed", "ปิด") for at in (1, 2)]
    # Who may not read the rules is not told of their exemptions.
    assert said(reader_of(desk.as_(Role.DIRECTOR)), "exemptions") == []
    assert said(officer, "no such source") == []


def test_another_office_has_another_calendar(desk: Desk) -> None:
    desk.case()
    owned(desk, "1", date(2027, 3, 31))
    elsewhere = Desk(desk.session, factories.make_office(desk.session), NOW, desk.folder)
    assert calendar(reader_of(elsewhere.as_(Role.ADMIN)), YEAR) == []
