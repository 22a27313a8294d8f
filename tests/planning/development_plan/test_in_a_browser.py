"""A school writes its plan on a phone, two people at once, and the office sees how far the schools are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from planning.development_plan.models.school_plan import SchoolPlan
from planning.development_plan.part import PART
from service.database import reading
from service.identity import Key, Peers
from tests.browser.chromium import PHONE, chromium, watched
from tests.planning.development_plan import given
from tests.planning.entering import Netops
from tests.planning.served import Served, serving

pytestmark = pytest.mark.browser
SCHOOL = {"role": "school", "school_code": "53020001", "language": "th"}


@dataclass(frozen=True)
class Running:
    """The service of the development plan on a port, with a plan whose goals the schools answer."""

    url: str
    netops: Netops
    plan: str
    workspace: int

    def enter(self, page: Page, first: str, **claims: str) -> None:
        """As somebody whom netops has just named."""
        sent = page.request.get(f"{self.url}/sign-in?next={quote(first)}", max_redirects=0)
        nonce = parse_qs(urlsplit(sent.headers["location"]).query)["nonce"][0]
        word = self.netops.word(PART.name, nonce, **claims)
        page.goto(f"{self.url}/enter?token={quote(word)}&next={quote(first)}")


@pytest.fixture
def running(serve: Callable[[str], Served], netops: Netops, tmp_path: Path) -> Iterator[Running]:
    served = serve(PART.name)
    it = served.enter()
    key = given.begun(it)
    given.evidence(served, it, key)
    given.drafted(served, it, key)
    assert it.post(f"/plans/{key}/schools/open").status_code == 303
    with reading(served.engine) as session:
        row = session.exec(select(SchoolPlan).where(SchoolPlan.school_code == SCHOOL["school_code"])).one()
        workspace = row.id or 0
    peers = Peers({"netops": netops.url}, tmp_path / "live-peers")
    with serving(PART, served.engine, served.settings, peers, Key.at(tmp_path / "live.pem", PART.name)) as url:
        yield Running(url, netops, key, workspace)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Phones of different people."""
    with ExitStack() as phones:
        yield lambda: phones.enter_context(watched(browser, PHONE))


def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.requirement("P1-4.9")
def test_a_school_writes_its_plan_on_a_phone_and_the_office_sees_it(
    running: Running, open_page: Callable[[], Page]
) -> None:
    school, at = open_page(), f"/school-plans/{running.workspace}"
    running.enter(school, at, **SCHOOL)
    expect(school.locator(".brand").get_by_text("แผนพัฒนาการศึกษา")).to_be_visible()  # which service one is in
    expect(school.get_by_role("status").filter(has_text="ยังไม่ได้ตอบ 1 ข้อ")).to_be_visible()
    assert fits(school)
    school.get_by_role("link", name="เขียน").click()
    assert fits(school)
    school.locator("[name='vision']").fill("โรงเรียนใกล้บ้านที่มีคุณภาพ")
    school.locator("[name='goals.0.answer']").fill("จัดรถรับส่งทุกหมู่บ้าน")
    school.locator("[name='goals.0.target']").fill("ร้อยละ 100")
    school.get_by_role("button", name="บันทึก").click()
    expect(school).to_have_url(re.compile(rf"{at}$"))
    expect(school.get_by_text("จัดรถรับส่งทุกหมู่บ้าน")).to_be_visible()
    expect(school.get_by_text("ยังไม่ได้ตอบ")).to_have_count(0)
    school.get_by_role("button", name="ส่งถึงสำนักงาน").click()
    expect(school.get_by_role("link", name="เขียน")).to_have_count(0)

    office = open_page()
    running.enter(office, f"/plans/{running.plan}/schools", language="th")
    group = office.locator("tbody tr").filter(has_text="กลุ่มหนึ่ง").first
    expect(group.locator("[data-label='ส่งแล้ว']")).to_have_text("1")
    expect(group.locator("[data-label='เห็นชอบแล้ว']")).to_have_text("0")
    assert fits(office)
    office.get_by_role("link", name="โรงเรียนสมมติหนึ่ง").click()
    for box in office.locator("form[action$='/review'] input[type='checkbox']").all():
        box.check()
    office.get_by_role("button", name="บันทึกผลการตรวจ").click()
    office.goto(f"{running.url}/plans/{running.plan}/schools")
    expect(group.locator("[data-label='เห็นชอบแล้ว']")).to_have_text("1")
    expect(group.locator("[data-label='ร้อยละที่เห็นชอบ']")).to_contain_text("100")


def test_the_second_of_two_people_in_a_school_s_plan_is_told(running: Running, open_page: Callable[[], Page]) -> None:
    at = f"/school-plans/{running.workspace}"
    first, second = open_page(), open_page()
    for page in (first, second):
        running.enter(page, f"{at}/edit", **SCHOOL)
    first.locator("[name='vision']").fill("ถ้อยคำของคนแรก")
    first.get_by_role("button", name="บันทึก").click()
    expect(first.get_by_text("ถ้อยคำของคนแรก")).to_be_visible()
    second.locator("[name='vision']").fill("ถ้อยคำของคนที่สอง")
    second.get_by_role("button", name="บันทึก").click()
    expect(second.get_by_role("alert")).to_be_visible()
    expect(second.locator("[name='vision']")).to_have_value("ถ้อยคำของคนที่สอง")
    first.reload()
    expect(first.get_by_text("ถ้อยคำของคนแรก")).to_be_visible()
    expect(first.get_by_text("ถ้อยคำของคนที่สอง")).to_have_count(0)
