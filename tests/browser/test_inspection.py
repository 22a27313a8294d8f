"""The inspection's page in a real Chromium of a phone's size: without a connection, after it, and when two differ."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.inspection import InspectionItem, InspectionRecord, InspectionRound, Outcome
from inventory.queries.sight import Sight
from inventory.store import inspections as store
from inventory.store.acting import By
from netops.models.person import Role
from netops.people.passwords import hashed
from netops.settings import Settings
from netops.vault import Vault
from office.fiscal import FiscalYear
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from tests import factories
from tests.browser import living
from tests.browser.chromium import PHONE, watched
from tests.browser.screenshots import sign_in

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Running:
    """The pages, with a round of five assets and two inspectors, `one` and `two`."""

    url: str
    engine: Engine
    round_id: int
    assets: list[int]

    @property
    def page(self) -> str:
        """The page for phones."""
        return f"{self.url}/inspections/{self.round_id}/phone"

    def records(self) -> list[tuple[str, str, str]]:
        """(number, condition, who) of all that arrived."""
        wanted = select(InspectionItem.number, InspectionRecord.condition, InspectionRecord.actor)
        wanted = wanted.join(InspectionRecord, col(InspectionRecord.item_id) == InspectionItem.id)
        with reading(self.engine) as session:
            rows = session.exec(wanted.order_by(InspectionItem.number, col(InspectionRecord.id)))
            return [(number, str(condition), actor) for number, condition, actor in rows]


@pytest.fixture
def running(tmp_path: Path, sqlite_template: Path) -> Iterator[Running]:
    settings = Settings(data_dir=tmp_path)
    vault = Vault.create(settings.data_dir)
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    engine = make_engine(settings.url)
    year = FiscalYear.of(utc_now().date()).preceding
    with transaction(engine) as session:
        office = factories.make_office(session)
        school = factories.make_site(session, office, name="โรงเรียนบ้านน้ำหมี")
        rows = [
            factories.make_asset(session, office, school, number=f"7440-001-000{at}/69", name=f"เครื่องที่ {at}")
            for at in range(1, 6)
        ]
        by = By("พัสดุ", utc_now())
        draft = store.RoundDraft.read({"site_id": school.id, "year": year.era})
        held = store.create_round(session, draft, sight=Sight(office.id or 0), holidays=(), by=by)
        store.freeze(session, held, today=utc_now().date(), by=by)
        for name in ("one", "two"):
            secret = hashed(living.PASSWORD)
            person = factories.make_person(
                session, office, username=name, name=name, role=Role.VIEWER, password_hash=secret, language="en"
            )
            wish = store.InspectorDraft.read({"person_id": person.id})
            store.appoint(session, held, wish, name=name, by=by)
        round_id, assets = held.id or 0, [row.id or 0 for row in rows]
    with living.serving(settings, engine, vault) as url:
        yield Running(url, engine, round_id, assets)
    engine.dispose()


@pytest.fixture
def phones(browser: Browser, running: Running) -> Iterator[dict[str, tuple[BrowserContext, Page]]]:
    """A phone of each inspector, signed in and on the page."""
    with ExitStack() as open_phones:
        made = {}
        for name in ("one", "two"):
            page = open_phones.enter_context(watched(browser, PHONE, has_touch=True))
            sign_in(page, running.url, name)
            page.goto(running.page)
            expect(page.locator("#inspect[data-kept_page=yes]")).to_be_attached()
            made[name] = (page.context, page)
        yield made


def record(page: Page, number: str, condition: str) -> None:
    """As a thumb does it."""
    page.fill("#typed", number)
    page.locator("#items button").first.click()
    page.locator(f"#conditions label:has(input[value={condition}])").click()
    page.click("#record-save")
    expect(page.locator("#record")).not_to_be_visible()
    page.fill("#typed", "")


def test_what_is_recorded_without_a_connection_arrives_when_there_is_one(
    running: Running, phones: dict[str, tuple[BrowserContext, Page]]
) -> None:
    context, page = phones["one"]
    expect(page.locator("#items li")).to_have_count(5)
    context.set_offline(True)
    for number, condition in (("0001", "usable"), ("0002", "damaged"), ("0003", "worn")):
        record(page, number, condition)
    expect(page.locator("#queue-state")).to_have_text("3 wait on this phone")
    expect(page.locator("#line-state")).to_contain_text("No connection")
    assert running.records() == []
    page.reload()  # the page itself comes from the phone, and nothing is lost
    expect(page.locator("#queue-state")).to_have_text("3 wait on this phone")
    expect(page.locator("#items li")).to_have_count(2)
    page.evaluate("scrollTo(0, 0)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.set_offline(False)
    page.click("#send")
    expect(page.locator("#queue-state")).to_have_text("")
    assert running.records() == [
        ("7440-001-0001/69", "usable", "one"),
        ("7440-001-0002/69", "damaged", "one"),
        ("7440-001-0003/69", "worn", "one"),
    ]
    expect(page.locator("#how-far-said")).to_have_text("3 of 5 assets looked at")


def test_two_who_differ_are_told_and_both_records_are_kept(
    running: Running, phones: dict[str, tuple[BrowserContext, Page]]
) -> None:
    context, one = phones["one"]
    _other, two = phones["two"]
    context.set_offline(True)
    record(one, "0004", "usable")
    record(two, "0004", "damaged")
    expect(two.locator("#queue-state")).to_have_text("")
    context.set_offline(False)
    one.click("#send")
    expect(one.locator("#notes")).to_contain_text("recorded it differently")
    assert [condition for _number, condition, _actor in running.records()] == ["damaged", "usable"]
    with reading(running.engine) as session:
        outcomes = session.exec(select(InspectionItem.outcome).where(InspectionItem.number == "7440-001-0004/69"))
        assert outcomes.one() is Outcome.CONFLICT


def test_an_answer_that_was_lost_on_its_way_doubles_nothing(
    running: Running, phones: dict[str, tuple[BrowserContext, Page]]
) -> None:
    _context, page = phones["one"]
    arrived = []

    def lose(route: object) -> None:
        arrived.append(route.fetch().status)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/api/v1/inspections/*/records", lose, times=1)
    record(page, "0005", "worn")
    expect(page.locator("#line-state")).to_contain_text("No connection")
    assert arrived == [200]
    expect(page.locator("#queue-state")).to_have_text("1 wait on this phone")
    page.click("#send")
    expect(page.locator("#queue-state")).to_have_text("")
    assert running.records() == [("7440-001-0005/69", "worn", "one")]


def test_a_label_opens_the_asset_in_the_inspection_also_without_a_connection(
    running: Running, phones: dict[str, tuple[BrowserContext, Page]]
) -> None:
    context, page = phones["one"]
    page.goto(f"{running.url}/a/{running.assets[1]}")
    page.get_by_role("link", name="Record in the annual inspection").click()
    expect(page.locator("#record-number")).to_have_text("7440-001-0002/69")
    context.set_offline(True)
    page.goto(f"{running.url}/a/{running.assets[2]}")
    expect(page).to_have_url(re.compile(r"/inspections/\d+/phone$"))
    expect(page.locator("#record-number")).to_have_text("7440-001-0003/69")


def test_a_session_that_ended_keeps_what_waits_until_that_person_signs_in_again(
    running: Running, phones: dict[str, tuple[BrowserContext, Page]]
) -> None:
    context, page = phones["one"]
    context.set_offline(True)
    record(page, "0001", "usable")
    context.clear_cookies()
    context.set_offline(False)
    page.click("#send")
    expect(page.locator("#line-state")).to_contain_text("Sign in again")
    sign_in(page, running.url, "two")
    page.goto(running.page)
    expect(page.locator("#notes")).to_contain_text("another person wait on this phone")
    assert running.records() == []
    page.goto(f"{running.url}/account")
    context.clear_cookies()
    sign_in(page, running.url, "one")
    page.goto(running.page)
    expect(page.locator("#queue-state")).to_have_text("")
    assert running.records() == [("7440-001-0001/69", "usable", "one")]


def test_a_round_that_was_closed_meanwhile_says_so_and_keeps_what_was_recorded(
    running: Running, phones: dict[str, tuple[BrowserContext, Page]]
) -> None:
    context, page = phones["one"]
    context.set_offline(True)
    record(page, "0001", "usable")
    with transaction(running.engine) as session:
        session.get_one(InspectionRound, running.round_id).closed_at = utc_now()
    context.set_offline(False)
    page.click("#send")
    expect(page.locator("#notes")).to_contain_text("This inspection is closed")
    expect(page.locator("#queue-state")).to_have_text("1 wait on this phone")
    assert running.records() == []
