"""The five journeys in a real Chromium: signing in, a cut that shows itself, taking it on, importing, and a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.link import Link
from inventory.models.outage import Outage, Subject
from inventory.models.site import Site, SiteKind
from inventory.state import Seen
from netops.pipeline import Heard, Pipeline
from netops.polling.wiring import Teller
from netops.settings import Settings
from netops.vault import Vault
from netops.watched.confirming import limits_of
from netops.watched.roster import load
from service.database import make_engine, reading
from service.web.formats import short_name
from tests.browser import living
from tests.browser.screenshots import sign_in

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Running:
    """The service with its district."""

    url: str
    engine: Engine
    settings: Settings
    vault: Vault


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Running]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("var"))
    vault = Vault.create(settings.data_dir)
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    engine = make_engine(settings.url)
    living.fill(engine, vault, now=living.now(), schools=16)
    living.english(engine, "it")
    with living.serving(settings, engine, vault) as url:
        yield Running(url, engine, settings, vault)
    engine.dispose()


def test_an_it_officer_signs_in_and_sees_what_is_wrong(running: Running, page: Page) -> None:
    page.goto(f"{running.url}/outages")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    page.fill("#f-username", "it")
    page.fill("#f-password", "not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง")
    expect(page.locator("#f-username")).to_have_value("it")
    page.fill("#f-password", living.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/outages$"))
    page.get_by_role("link", name="Overview").click()
    expect(page.locator(".sentence")).to_contain_text("cut off")
    expect(page.locator(".needing article").first.locator(".status-word").first).to_have_text("down")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    with reading(running.engine) as session:
        site = session.exec(select(Site).where(Site.kind == SiteKind.SCHOOL).order_by(Site.code)).first()
    assert site is not None
    page.keyboard.type(site.code)
    page.locator("#found a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(site.name)
    expect(page.locator(".chart canvas").first).to_be_visible()


def _round(running: Running, pipeline: Pipeline, link: Link, *, back: int, answers: bool) -> None:
    """One round of probes through the real pipeline: the router at the end of the link answers or is silent."""
    at = living.now() - timedelta(seconds=30 * back)
    thing = (Subject.LINK, link.id or 0)
    probe = Seen(at=at, method="icmp", sent=5, received=5 if answers else 0, rtt_ms=9.0 if answers else None)
    pipeline.polled(Heard(kind="icmp", at=at, seen={thing: probe}))


def _pipeline(running: Running) -> Pipeline:
    pipeline = Pipeline(running.engine, limits=limits_of(running.settings), tell=Teller(running.settings))
    with reading(running.engine) as session:
        roster = load(session, running.vault.unseal)
    pipeline.watch(roster, living.now() - timedelta(minutes=5))
    return pipeline


def test_a_cut_shows_itself_on_the_open_board_and_goes_again(running: Running, page: Page) -> None:
    with reading(running.engine) as session:
        broken = select(Outage.site_id)
        link, site = session.exec(
            select(Link, Site).join(Site).where(Site.id.not_in(broken)).order_by(Link.id.desc())  # type: ignore[union-attr]
        ).first() or (None, None)
    assert link is not None
    assert site is not None
    pipeline = _pipeline(running)
    sign_in(page, running.url, "it")
    card = page.locator(".needing article", has_text=short_name(site.name))
    expect(page.locator(".sentence")).to_contain_text("cut off")
    expect(card).to_have_count(0)
    for back in (16, 15, 14, 13):
        _round(running, pipeline, link, back=back, answers=False)
    expect(card).to_have_count(1)
    expect(card.locator(".status-word").first).to_have_text("down")
    # Ten rounds without loss, so that the link is not called degraded for what it lost while it was cut.
    for back in range(12, -1, -1):
        _round(running, pipeline, link, back=back, answers=True)
    expect(card).to_have_count(0)


def test_an_outage_is_taken_on_with_a_note_and_seen_by_others(running: Running, page: Page, browser: Browser) -> None:
    sign_in(page, running.url, "it")
    page.goto(f"{running.url}/outages?standing=waiting")
    page.get_by_role("link", name="Take on").first.click()
    expect(page.get_by_text("Evidence: the probes it rests on")).to_be_visible()
    page.fill("#note", "Called the provider: case 4711")
    page.locator("form", has=page.locator("#note")).get_by_role("button", name="I take this on").click()
    expect(page.get_by_role("status").first).to_have_text("You have taken it on.")
    expect(page.locator("blockquote")).to_have_text("Called the provider: case 4711")
    address = page.url
    other = browser.new_page(locale="th-TH")
    sign_in(other, running.url, "director")
    other.goto(address)
    expect(other.locator("blockquote")).to_have_text("Called the provider: case 4711")
    expect(other.locator("#note")).to_have_count(0)
    other.close()


def test_an_import_with_errors_is_refused_row_by_row_and_taken_when_mended(
    running: Running, page: Page, tmp_path: Path
) -> None:
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    heading = "site_code,name,district,latitude,longitude\n"
    bad.write_text(f"{heading}88010001,โรงเรียนทดลองนำเข้า,อำเภอทดลอง,19.1,99.1\n8801,โรงเรียนรหัสสั้น,อำเภอทดลอง,x,99.1\n")
    good.write_text(f"{heading}88010001,โรงเรียนทดลองนำเข้า,อำเภอทดลอง,19.1,99.1\n")
    sign_in(page, running.url, "it")
    page.goto(f"{running.url}/imports")
    page.set_input_files("#f-file", bad)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing can be imported")
    expect(page.locator("tbody")).to_contain_text("4 digits instead of 8")
    expect(page.get_by_role("button", name="Import all rows")).to_have_count(0)
    page.goto(f"{running.url}/imports")
    page.set_input_files("#f-file", good)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import all rows").click()
    expect(page.get_by_text("done", exact=False).first).to_be_visible()
    page.goto(f"{running.url}/schools/88010001")
    expect(page.get_by_role("heading", level=1)).to_have_text("โรงเรียนทดลองนำเข้า")


def test_on_a_phone_in_thai_everything_fits_and_the_language_turns(running: Running, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    sign_in(page, running.url, "director")
    expect(page.locator("html")).to_have_attribute("lang", "th")
    for address in ("/", "/wall", "/schools", "/outages", "/map", "/inventory/devices", "/runbooks", "/account"):
        page.goto(running.url + address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{address} is {width} px wide"
    page.get_by_role("button", name="เมนู").click()
    page.get_by_role("link", name="โรงเรียน", exact=True).click()
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="วงจรอินเทอร์เน็ต")).to_be_visible()
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Internet links")).to_be_visible()
    context.close()
