"""A planner at the annual plan in a real Chromium: a wrong sum, mended and paid until the ledger says so; a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from office.fiscal import FiscalYear
from service.identity import Key, Peers
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import references
from tests.planning.annual_plan.test_plan import decide, key_of
from tests.planning.conftest import netops, planning_settings, serve
from tests.planning.served import Served, serving

pytestmark = pytest.mark.browser
__all__ = ["netops", "planning_settings", "serve"]
YEAR = FiscalYear.of(date.today())  # noqa: DTZ011 - the clock of the pages
DAY = max(YEAR.first, date.today()).isoformat()  # noqa: DTZ011


@dataclass(frozen=True)
class Desk:
    """A planner who is signed in, in a browser."""

    url: str
    page: Page
    office: Office

    def go(self, path: str) -> None:
        """To a page of the service."""
        self.page.goto(self.url + path)

    def fill(self, **typed: str) -> None:
        """Fields of the page by name; two underscores stand for a dot."""
        for name, value in typed.items():
            self.page.locator(f'[name="{name.replace("__", ".")}"]:visible').fill(value)

    def save(self) -> None:
        """The button of the form."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save").locator("visible=true").click()

    def open(self, title: str) -> None:
        """One of the forms under a page."""
        self.page.locator("summary.btn", has_text=title).click()


@pytest.fixture
def desk(serve: Callable[[str], Served], page: Page) -> Iterator[Desk]:
    """The service on a port of its own, with references to serve and nothing else."""
    served = serve("annual_plan")
    references(served.engine)
    office = Office(served, served.enter("planner"))
    key = Key.at(served.folder / "served.pem", served.part.name)
    peers = Peers({"netops": served.netops.url}, served.folder / "served-peers")
    with serving(served.part, served.engine, served.settings, peers, key) as url:
        sent = page.context.request.get(f"{url}/sign-in?next=/", max_redirects=0)
        nonce = parse_qs(urlsplit(sent.headers["location"]).query)["nonce"][0]
        page.goto(f"{url}/enter?token={quote(served.netops.word('annual_plan', nonce))}&next=/")
        yield Desk(url, page, office)


def money_came(desk: Desk) -> None:
    """By a notice."""
    desk.go(f"/allocations/new?year={YEAR.era}")
    desk.fill(notice_no="1", letter_no="ศธ 04001/1", letter_date=DAY, source="งบประมาณ", amount_satang="5000")
    desk.page.select_option('[name="budget_type"]', "operating")
    desk.save()
    expect(desk.page.locator("h1")).to_be_visible()


def new_project(desk: Desk) -> None:
    """Its form; its money comes next."""
    desk.go(f"/projects/new?year={YEAR.era}")
    desk.fill(code="001", name="โครงการสมมุติ", group_name="กลุ่มนโยบายและแผน", owner="กลุ่มนโยบายและแผน")
    desk.fill(strategy="กลยุทธ์ที่ 1", indicators__0__name="ร้อยละ", indicators__0__target="80")
    desk.fill(indicators__0__unit="ร้อยละ", indicators__0__source="รายงานสมมุติ", indicators__0__baseline="70")
    desk.page.select_option('[name="indicators.0.direction"]', "up")
    desk.save()
    desk.page.wait_for_url("**/projects/1/money")


def lines(desk: Desk) -> None:
    """One line of 1,000 baht whose quarters make 900."""
    desk.fill(amount_satang="1,000", activities__0__name="อบรม", activities__0__amount_satang="1000")
    desk.fill(lines__0__activity="1", lines__0__item="ค่าวัสดุ", lines__0__source="งบประมาณ", lines__0__quantity="4")
    desk.fill(lines__0__unit="ชุด", lines__0__unit_satang="๒๕๐", lines__0__q1_satang="400", lines__0__q2_satang="500")
    desk.page.select_option('[name="lines.0.budget_type"]', "operating")


@pytest.mark.requirement("P2-4.4", "P2-4.7")
def test_a_wrong_sum_is_named_and_mended_the_plan_submitted_and_its_money_paid(desk: Desk) -> None:
    page = desk.page
    money_came(desk)
    new_project(desk)
    lines(desk)
    beside = page.locator("[data-line-sum]").first
    expect(beside).to_have_text("1,000.00 · the quarters differ by 100.00")
    desk.save()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was stored: the sums have to agree")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"900\.00.*1,000\.00"))
    desk.fill(lines__0__q2_satang="600")
    expect(beside).to_have_text("1,000.00 · the quarters agree")
    desk.save()
    page.wait_for_url("**/projects/1")
    page.get_by_role("link", name="Serves these policies").click()
    page.locator('[name="nodes"][value="new1-1"]').check()
    desk.save()
    key = key_of(desk.office)
    desk.go(f"/versions/annual/{key}")
    press(page, "/submit")
    decide(desk.office, held_on=date.today())  # noqa: DTZ011
    desk.go(f"/versions/annual/{key}")
    press(page, "/gate/approve")
    desk.go("/lines/1")
    desk.open("Request to pay or borrow")
    desk.fill(on=DAY, number="1", amount_satang="600")
    desk.save()
    page.get_by_role("link", name="Request", exact=True).click()
    desk.open("Bind it by a contract")
    desk.fill(on=DAY, number="สัญญา 1", amount_satang="550")
    desk.save()
    page.get_by_role("link", name="Commitment", exact=True).click()
    desk.open("Pay it")
    desk.fill(on=DAY, number="ฎ 1", amount_satang="550")
    desk.save()
    desk.go(f"/ledger?year={YEAR.era}")
    kinds = page.locator("tbody tr td:nth-child(2)")
    expect(kinds).to_have_text(["Payment", "Commitment", "Request"])
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text(re.compile(r"Paid \(baht\)\s*550\.00"))
    expect(facts).to_contain_text(re.compile(r"Free \(baht\)\s*450\.00"))


def press(page: Page, action: str) -> None:
    """A button, and the one that asks whether it was meant, where there is one."""
    with page.expect_navigation():
        page.locator(f'form[action$="{action}"] button').click()
        sure = page.locator('dialog#confirm button[value="yes"]')
        if sure.is_visible():
            sure.click()


def test_the_money_of_a_project_fits_a_phone(desk: Desk) -> None:
    """Nothing is wider than the screen, every field of a line can be reached, and it is stored."""
    page = desk.page
    page.set_viewport_size({"width": 390, "height": 844})
    money_came(desk)
    new_project(desk)
    lines(desk)
    desk.fill(lines__0__q2_satang="600", lines__0__q1_target="4")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == 390
    boxes = [one.bounding_box() for one in page.locator('[name^="lines.0."]:visible').all()]
    assert len(boxes) == 15
    assert all(box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert all(box is not None and box["width"] > 90 for box in boxes)
    desk.save()
    page.wait_for_url("**/projects/1")
    expect(page.get_by_text("ค่าวัสดุ")).to_be_visible()
