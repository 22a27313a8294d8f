"""The first day as an office lives it, in a real browser: set-up code, first administrator, schools from a file, a
one-time slip, the school's own password, and what the school tells taken over by the office.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import launched
from tests.ports import free_port

pytestmark = pytest.mark.browser
NETOPS = (sys.executable, "-m", "netops")
PATIENCE_S = 180.0
PASSWORD = "รหัสผ่านของการทดลอง"
SITES = "site_code,name,district,latitude,longitude\n50010001,โรงเรียนบ้านหนึ่ง,อำเภอเมือง,18.79,98.98\n"
LINKS = (
    "site_code,name,provider,circuit_no,speed_mbps,price_thb_month,check,check_address,contract_end\n"
    "50010001,หลัก,ผู้ให้บริการ ก,C-001,500,1790,icmp,127.0.0.1,2027-09-30\n"
)


@dataclass(frozen=True)
class Office:
    """A new service and what it printed."""

    url: str
    set_up_code: str


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something in another process to become true; fails with its name."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


@contextmanager
def new_office(folder: Path) -> Iterator[Office]:
    """`netops migrate` and `netops serve` in an empty folder."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NETOPS_")}
    environment = clean | {"NETOPS_DATA_DIR": str(folder / "var"), "NETOPS_PORT": str(port), "NETOPS_PLANNING": "false"}
    subprocess.run([*NETOPS, "migrate"], env=environment, check=True, capture_output=True)
    said, url = folder / "said", f"http://127.0.0.1:{port}"
    with said.open("wb") as log, subprocess.Popen([*NETOPS, "serve"], env=environment, stdout=log, stderr=log) as one:
        try:
            until(lambda: is_well(url), "the pages")
            found = re.search(r"set-up code: ([A-Z0-9-]+)", said.read_text())
            assert found is not None
            yield Office(url, found[1])
        finally:
            one.terminate()


def is_well(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v1/health").is_success
    except httpx.TransportError:
        return False


def a_page(browser: Browser, *, width: int = 1280) -> Page:
    return browser.new_context(viewport={"width": width, "height": 844}, locale="th-TH").new_page()


def found_the_office(page: Page, office: Office) -> None:
    page.goto(office.url)
    given = {"office_name": "สพป.ทดลอง เขต 1", "office_code": "9901", "name": "ผู้ดูแล", "username": "chief"}
    for name, text in given.items():
        page.fill(f"main [name={name}]", text)
    for code in ("AAAA-AAAA-AAAA", office.set_up_code):
        page.fill("main [name=code]", code)
        page.fill("main [name=password]", PASSWORD)
        page.click("main form button")
    page.wait_for_url("**/first-run/next")


def import_file(page: Page, url: str, kind: str, file: Path) -> None:
    page.goto(f"{url}/imports?kind={kind}")
    page.set_input_files("input[type=file]", file)
    page.click("form[action='/imports'] button")
    page.click("form[action$='/apply'] button")
    expect(page.locator(f"a[href*='/inventory/{kind}']").last).to_be_visible()


def test_from_the_set_up_code_to_what_a_school_tells(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(SITES, encoding="utf-8-sig")
    (tmp_path / "links.csv").write_text(LINKS, encoding="cp874")
    with new_office(tmp_path) as office, sync_playwright() as playwright:
        browser = launched(playwright)
        page = a_page(browser)
        found_the_office(page, office)
        import_file(page, office.url, "sites", tmp_path / "sites.csv")
        import_file(page, office.url, "links", tmp_path / "links.csv")

        page.goto(f"{office.url}/school-accounts")
        page.click("form[action='/school-accounts'] button")
        slip = re.search(r"http://\S+/handover/[\w-]+", page.inner_text("main"))
        assert slip is not None

        phone = a_page(browser, width=390)
        phone.goto(slip[0])
        phone.fill("[name=password]", PASSWORD)
        phone.fill("[name=again]", PASSWORD)
        phone.click("main form button")
        expect(phone).to_have_url(f"{office.url}/schools/50010001")

        phone.goto(f"{office.url}/submissions/new/link")
        phone.fill("[name=circuit_no]", "C-002-NEW")
        phone.click("main form button")
        expect(phone).to_have_url(f"{office.url}/submissions")
        school = f"{office.url}/schools/50010001"
        page.goto(school)
        expect(page.locator("main")).to_contain_text("C-001")

        page.goto(f"{office.url}/submissions")
        page.click("form[action$='/accept'] button")
        page.goto(school)
        expect(page.locator("main")).to_contain_text("C-002-NEW")
        browser.close()
