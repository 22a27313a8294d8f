"""A meeting of the board in a real Chromium: from a plan that is laid before it to the gate that it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from planning.kit import database
from planning.kit.parts import Listening, Part
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventIn, Peer
from planning.registry.part import PART as REGISTRY
from service.database import make_engine, transaction
from service.hearing import Ear
from service.identity import Key, Peers
from tests.browser.chromium import DESK, PHONE
from tests.planning.entering import Netops
from tests.planning.plans.tiny import MORE, Book
from tests.planning.plans.tiny import PART as PLANS
from tests.planning.served import serving

pytestmark = pytest.mark.browser
TODAY = datetime.now(ZoneInfo("Asia/Bangkok")).date()  # of the office's clock, as pages reckon


@dataclass(frozen=True)
class Office:
    """A service of plans with a book in it, the registry, and the netops that names their people."""

    netops: Netops
    plans: str
    registry: str
    book: str
    ear: Ear

    def hear(self) -> None:
        """What the registry told arrives, as the thread of a running service lets it."""
        assert self.ear.hear(Listening("registry", MORE.handlers)) == 1

    def enter(self, page: Page, service: str, base: str, at: str) -> None:
        """A planner who is the board's secretary, sent by netops."""
        sent = page.request.get(f"{base}/sign-in?next={quote(at)}", max_redirects=0)
        nonce = parse_qs(urlsplit(sent.headers["location"]).query)["nonce"][0]
        page.goto(f"{base}/enter?token={quote(self.netops.word(service, nonce))}&next={quote(at)}")


def _empty(part: Part, path: Path) -> Engine:
    engine = make_engine(f"sqlite:///{path}")
    for metadata in database.metadata_of(part):
        metadata.create_all(engine)
    return engine


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Both services over HTTP; each knows the other by the address that it got."""
    settings = PlanningSettings(data_dir=tmp_path / "planning")
    plans, registry = _empty(PLANS, tmp_path / "plans.sqlite3"), _empty(REGISTRY, tmp_path / "registry.sqlite3")
    with transaction(plans) as session:
        row = Book(office_code="5302", title="แผนพัฒนาการศึกษาสมมติ", goals=[{"code": "1", "title": "เป้าหมาย"}])
        session.add(row)
    key = Key.at(tmp_path / "plans.pem", PLANS.name)
    with ExitStack() as stack:
        netops = stack.enter_context(Netops.running(tmp_path / "netops"))
        urls = {"netops": netops.url}
        of_registry, of_plans = Peers(urls, tmp_path / "of-registry"), Peers(urls, tmp_path / "of-plans")
        own = Key.at(tmp_path / "registry.pem", REGISTRY.name)
        urls[REGISTRY.name] = stack.enter_context(serving(REGISTRY, registry, settings, of_registry, own))
        urls[PLANS.name] = stack.enter_context(serving(PLANS, plans, settings, of_plans, key))
        ear = Ear(plans, key, urls, EventIn, Peer)
        yield Office(netops, urls[PLANS.name], urls[REGISTRY.name], row.key, ear)
    plans.dispose()
    registry.dispose()


def fits(page: Page) -> None:
    """Nothing of the page lies beyond the edge of a phone."""
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.set_viewport_size(DESK)


def confirmed(page: Page, button: str) -> None:
    """A button that asks back."""
    page.get_by_role("button", name=button, exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Yes, do it").click()


def board(page: Page) -> None:
    """A committee of three, appointed by its form."""
    page.get_by_role("link", name=re.compile("Appoint")).first.click()
    page.fill("[name=name]", "คณะกรรมการเขตพื้นที่การศึกษา")
    page.fill("[name=order_number]", "12/2570")
    page.fill("[name=appointed_on]", TODAY.isoformat())
    page.fill("[name=valid_from]", TODAY.isoformat())
    for at, (name, seat) in enumerate(
        (("นายสมมติ หนึ่ง", "chair"), ("นายสมมติ สอง", "member"), ("นางสมมติ สาม", "secretary"))
    ):
        page.fill(f"[name='members.{at}.name']", name)
        page.select_option(f"[name='members.{at}.seat']", seat)
    fits(page)
    page.locator("main form button.btn-primary").first.click()
    expect(page.get_by_role("heading", name="คณะกรรมการเขตพื้นที่การศึกษา")).to_be_visible()


@pytest.mark.requirement("I-6")
def test_the_secretary_walks_a_meeting_from_the_plan_to_the_gate(office: Office, page: Page) -> None:
    version = f"/versions/development/{office.book}"
    office.enter(page, PLANS.name, office.plans, version)
    confirmed(page, "Submit")
    page.get_by_role("button", name="Lay it before the committee").click()
    expect(page.locator("#gate")).to_contain_text("the secretary takes it to a meeting")
    fits(page)

    office.enter(page, REGISTRY.name, office.registry, "/committees")
    board(page)
    fits(page)
    page.get_by_role("link", name="Call a meeting").click()
    page.fill("[name=held_on]", TODAY.isoformat())
    page.fill("[name=place]", "ห้องประชุม 1")
    page.locator("main form button.btn-primary").first.click()
    meeting = page.url.partition("#")[0]
    page.get_by_role("button", name="Take it before this meeting").click()
    expect(page.locator("main")).to_contain_text("5.1 แผนพัฒนาการศึกษาสมมติ")
    page.get_by_role("button", name="Take it off the agenda").click()
    page.get_by_role("button", name="Take it before this meeting").click()
    for paper in ("invitation", "agenda"):
        assert page.request.get(f"{meeting}/{paper}.pdf").body().startswith(b"%PDF")

    for name in ("นายสมมติ หนึ่ง", "นายสมมติ สอง"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Write down the roll").click()
    expect(page.locator("main")).to_contain_text("quorum met")
    page.get_by_role("link", name="Write down the resolution").click()
    page.select_option("[name=verdict]", "approve")
    page.fill("[name=text]", "เห็นชอบแผน")
    fits(page)
    page.locator("main form button.btn-primary").first.click()
    expect(page.locator("main")).to_contain_text("เห็นชอบแผน")
    assert page.request.get(f"{meeting}/minutes.docx").body().startswith(b"PK")
    confirmed(page, "Publish the resolutions")
    fits(page)

    page.get_by_role("link", name="Register a letter").click()
    page.fill("[name=subject]", "แจ้งมติคณะกรรมการ")
    page.fill("[name=receiver]", "ผู้อำนวยการโรงเรียนทุกแห่ง")
    page.locator("main form button.btn-primary").first.click()
    expect(page.locator("main")).to_contain_text(f"นผ 1/{TODAY.year + 543}")
    fits(page)

    page.goto(f"{office.plans}{version}")
    page.get_by_role("button", name="Write down the approval").click()
    expect(page.get_by_role("alert")).to_be_visible()  # nothing was heard yet
    office.hear()
    page.goto(f"{office.plans}{version}")
    expect(page.locator("#gate")).to_contain_text("the gate is open")
    page.get_by_role("button", name="Write down the approval").click()
    expect(page.locator("#publish")).to_be_visible()
    fits(page)
