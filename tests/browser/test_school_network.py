"""Planning in a real Chromium, entered through netops: a merger from its run to its opened gate, a map with hostile
names, and two projects of a province that overlap.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from sqlmodel import select

from contract.services import PORTS
from inventory.models.site import Office
from netops.settings import Settings
from netops.vault import Vault
from planning.cli import part_of
from planning.kit.database import migrate
from planning.kit.settings import PlanningSettings
from service.database import make_engine, transaction
from service.identity import Key, Peers
from tests.browser import living
from tests.planning.province.filled import ANNUAL
from tests.planning.school_network import acting, given
from tests.planning.served import serving
from tests.ports import free_port

pytestmark = pytest.mark.browser
HOSTILE_SCHOOL = "โรงเรียน <img src=x onerror=\"document.title='owned'\">"
HOSTILE_VILLAGE = "บ้าน <script>document.title='owned'</script>"
A, B = given.CODES["A"], given.CODES["B"]


@dataclass(frozen=True)
class Running:
    """Netops and two planning services, each at its address."""

    netops: str
    network: str
    province: str
    engine: Engine  # of the school network


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Running]:
    """Each knows the other's address, as in a real office."""
    folder, port = tmp_path_factory.mktemp("var"), free_port()
    netops = f"http://127.0.0.1:{port}"
    with ExitStack() as ends:
        urls, engines = {}, {}
        for name in ("school_network", "province"):
            url = f"sqlite:///{folder / name}.sqlite3"
            migrate(part_of(name), url)
            engine = engines[name] = make_engine(url)
            ends.callback(engine.dispose)
            peers = Peers({"netops": netops}, folder / f"{name}-peers")
            settings = PlanningSettings(data_dir=folder / "planning")
            key = Key.at(folder / f"{name}.pem", name)
            urls[name] = ends.enter_context(serving(part_of(name), engine, settings, peers, key))
        _tell(engines["school_network"])
        own = Settings(data_dir=folder, siblings={name: urls.get(name, "http://127.0.0.1:9") for name in PORTS})
        vault = Vault.create(folder)
        shutil.copyfile(sqlite_template, folder / "netops.sqlite3")
        engine = make_engine(own.url)
        ends.callback(engine.dispose)
        living.fill(engine, vault, now=living.now(), schools=12)
        living.english(engine, "planner")
        with transaction(engine) as session:
            session.exec(select(Office)).one().code = given.OFFICE
        ends.enter_context(living.serving(own, engine, vault, port=port))
        yield Running(netops, urls["school_network"], urls["province"], engines["school_network"])


def _tell(engine: Engine) -> None:
    """The four schools and ten villages, of which one each has a name that attacks."""
    given.all_told(engine)
    schools = [
        one.model_copy(update={"name": HOSTILE_SCHOOL}) if one.smis_code == given.CODES["C"] else one
        for one in given.schools()
    ]
    villages = [
        one.model_copy(update={"name": HOSTILE_VILLAGE}) if one.code == "V09" else one for one in given.villages()
    ]
    given.told(engine, "schools", schools)
    given.told(engine, "villages", villages)


def enter(page: Page, url: str) -> None:
    """Sent to netops, signed in there, and back at the page that was asked for."""
    page.goto(url)
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    page.fill("#f-username", "planner")
    page.fill("#f-password", living.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(url)))


def save(page: Page) -> None:
    """The form of the page; refused ones stay and fail here."""
    before = page.url
    page.locator("form.edit .edit-end .btn-primary").click()
    expect(page).not_to_have_url(before)


def fill(page: Page, **values: str) -> None:
    """Fields of the page's form by name; selects by the value of their option."""
    for name, value in values.items():
        field = page.locator(f"form.edit [name={name}]:not([type=hidden])")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


@pytest.fixture(scope="module")
def mapped(running: Running, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a run by road, made in the browser."""
    folder = tmp_path_factory.mktemp("roads")
    crossings, edges = folder / "crossings.csv", folder / "edges.csv"
    crossings.write_bytes(given.crossings())
    edges.write_bytes(given.edges())
    page = browser.new_page()
    enter(page, f"{running.network}/roads/new")
    fill(page, source="ถนนสมมติ", day="2026-01-01", licence="CC0")
    page.set_input_files("[name=crossings]", crossings)
    page.set_input_files("[name=edges]", edges)
    save(page)
    page.goto(f"{running.network}/runs/new")
    save(page)
    expect(page.get_by_text("live beyond the norm")).to_be_visible()
    address = page.url
    page.context.close()
    return address


def attach(page: Page, at: str, kind: str, **said: str) -> None:
    """A paper of the case."""
    page.goto(f"{at}/files/new?kind={kind}")
    fill(page, kind=kind, **said)
    page.set_input_files("[name=file]", {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": acting.PDF})
    save(page)


@pytest.mark.requirement("P4-4.4")
def test_a_merger_goes_from_its_run_to_an_opened_gate(running: Running, mapped: str, page: Page) -> None:
    enter(page, f"{running.network}/cases/new?kind=merge&school_code={A}&to_code={B}")
    fill(page, reason="นักเรียนลดลง", effective_year="2569", effective_term="2", effective_on="2026-11-01")
    fill(page, rooms_waiver="แบ่งห้องเรียนเพิ่ม")
    save(page)
    at = page.url
    expect(page.get_by_text("Before it goes to the board")).to_be_visible()
    expect(page.get_by_text("Found figures are from the run")).to_be_visible()
    attach(page, at, "site_visit")
    page.goto(f"{at}/hearings/new")
    fill(page, notified_on="2026-01-15", held_on="2026-02-01", place="ศาลาประชาคม", parents="12")
    fill(page, agree="10", disagree="1", abstain="1")
    save(page)
    attach(page, at, "minutes", hearing_id="1")
    page.goto(f"{at}/opinions/new")
    fill(page, school_name="โรงเรียนสมมติ", held_on="2026-01-20", opinion="agree", present="9")
    save(page)
    page.get_by_role("button", name="Take from the run").click()
    expect(page.get_by_text("Before it goes to the board")).to_have_count(0)
    page.get_by_role("link", name="Lay before the board").click()
    key = at.rsplit("/", 1)[-1]
    submit = page.locator(f"form[action='/versions/change_case/{key}/submit'] button")
    submit.click()
    page.get_by_role("button", name="Yes, do it").click()
    expect(submit).to_have_count(0)
    approve = page.locator(f"form[action='/versions/change_case/{key}/gate/approve'] button")
    primary = re.compile("btn-primary")
    expect(approve).not_to_have_class(primary)  # until the board has decided about exactly this
    acting.tell_resolution(running, "change_case", key)
    page.reload()
    expect(approve).to_have_class(primary)
    approve.click()
    expect(approve).to_have_count(0)
    page.goto(at)
    expect(page.get_by_text("resolved by the board")).to_be_visible()
    expect(page.get_by_role("link", name="Announce")).to_be_visible()


def test_names_that_attack_are_harmless_on_the_map_and_in_its_lists(running: Running, mapped: str, page: Page) -> None:
    enter(page, f"{mapped}/map")
    squares = page.locator(".area-school")
    expect(squares).to_have_count(4)
    popup = page.locator(".leaflet-popup-content")
    told = set()
    for marker in (*squares.all(), *page.locator(".area-village").all()):
        marker.dispatch_event("click")
        expect(popup).to_have_count(1)
        told.add(popup.inner_text().split(" · ")[0])
        page.locator(".leaflet-popup-close-button").dispatch_event("click")
        expect(popup).to_have_count(0)
    assert {HOSTILE_SCHOOL, HOSTILE_VILLAGE} <= told
    for tab in ("villages", "schools", "options", "coordinates"):
        page.goto(f"{mapped}?tab={tab}")
        assert page.title() != "owned"
        expect(page.locator("#main img, #main script")).to_have_count(0)
    page.goto(f"{mapped}?tab=schools")
    expect(page.get_by_text(HOSTILE_SCHOOL).first).to_be_visible()


@pytest.mark.requirement("P3-4.4")
def test_what_is_done_about_two_projects_that_overlap(running: Running, page: Page) -> None:
    enter(page, f"{running.province}/agencies/new")
    for name in ("หน่วยงานหนึ่ง", "หน่วยงานสอง"):
        page.goto(f"{running.province}/agencies/new")
        fill(page, name=name, affiliation="moe", kind="esao")
        save(page)
    page.goto(f"{running.province}/plans/new")
    fill(page, **{name: value for name, value in ANNUAL.items() if name != "is_ours"})
    save(page)
    plan = page.url
    for name in ("หน่วยงานหนึ่ง", "หน่วยงานสอง"):
        page.goto(f"{plan}/projects/new")
        page.locator("[name=agency_id]").select_option(label=name)
        fill(page, title="อบรมครูสอนภาษาไทย", target_group="ครูประถมศึกษา", place="อำเภอหนึ่ง", activity="อบรมเชิงปฏิบัติการ")
        save(page)
    page.goto(f"{plan}/overlaps")
    card = page.locator(".card", has_text="อบรมครูสอนภาษาไทย")
    expect(card).to_have_count(1)
    card.locator("[name=kind]").select_option("join")
    card.locator("[name=reason]").fill("รวมเป็นโครงการเดียว")
    card.get_by_role("button", name="Decide").click()
    expect(page.locator(".card", has_text="อบรมครูสอนภาษาไทย")).to_contain_text("รวมเป็นโครงการเดียว")
