"""`make screenshots`: pictures of the main pages of a district with a past, in both widths and as a wall screen."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.device import Interface
from inventory.models.outage import Outage
from inventory.models.site import Site
from netops import db
from netops.models.alert import Alert
from netops.settings import Settings
from netops.vault import Vault
from service.database import make_engine, reading
from tests.browser import dealings, deciding, living, tellings
from tests.browser.chromium import launched
from tests.browser.dealings import Dealings

OUT = Path("reports/screenshots")
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


# Name of the picture -> address, of pages that stand by themselves.
PLAIN: Final = {
    "overview": "/",
    "schools": "/schools",
    "map": "/map",
    "outages": "/outages",
    "alerts": "/alerts",
    "limits": "/settings/limits",
    "limit": "/settings/limits/temperature",
    "maintenance": "/inventory/maintenance",
    "window": "/inventory/maintenance/1",
    "inventory": "/inventory/devices",
    "needs": "/needs",
    "need": "/needs/1",
    "need-new": "/needs/new",
    "need-rules": "/need-rules",
    "risks": "/risks",
    "risk": "/risks/1",
    "risk-new": "/risks/new",
    "risk-causes": "/risks/causes",
    "risk-heat-map": "/risks/heat-map",
    "risk-heat-map-residual": "/risks/heat-map?of=residual",
    "risk-plan": "/risks/plan",
    "risk-levels": "/risk-levels",
    "risk-rules": "/risk-rules",
    "assets": "/assets",
    "asset": "/assets/1",
    "asset-new": "/assets/new",
    "asset-labels": "/assets/labels",
    "asset-label-sheets": "/assets/label-sheets",
    "asset-phone": "/a/1",
    "inspections": "/inspections",
    "inspection-new": "/inspections/new",
    "inspection": "/inspections/1",
    "inspection-item": "/inspections/1/items/1",
    "asset-classes": "/asset-classes",
    "repairs": "/repairs",
    "lendings": "/lendings",
    "lending": "/lendings/1",
    "stock": "/stock",
    "stock-card": "/stock/1",
    "disposals": "/disposals",
    "disposal": "/disposals/1",
    "transfers": "/transfers",
    "transfer": "/transfers/1",
    "procurement-plan": "/procurement-plan",
    "plan-entry": "/procurement-plan/1",
    "plan-entry-new": "/procurement-plan/new",
    "purchases": "/purchases",
    "purchase": "/purchases/5",
    "purchase-new": "/purchases/new?entry=1",
    "purchase-offer": "/purchases/2/offer",
    "purchase-sign": "/purchases/2/sign",
    "purchase-deliver": "/purchases/3/deliver",
    "purchase-inspect": "/purchases/4/inspect/1",
    "purchase-sheet": "/purchases/5/e-gp",
    "purchase-leases": "/purchases/leases?days=365",
    "asset-reconcile": "/assets/reconcile",
    "imports": "/imports",
    "settings": "/settings",
    "people": "/people",
    "search": "/search?q=10",
    "runbooks": "/runbooks",
    "articles": "/articles",
    "channels": "/channels",
    "channel-new": "/channels/new/line",
    "my-alerts": "/account/alerts",
    "escalation": "/escalation",
    "watch": "/watch",
    "deliveries": "/deliveries",
    "reports": "/reports",
    "claims": "/claims",
    "quality": "/quality",
    "quality-links": "/quality?by=link",
    "report-schedule": "/settings/reports",
    "contract-links": "/inventory/contracts/1/links",
    "contracts": "/inventory/contracts",
    "contract-new": "/inventory/contracts/new",
    "contract": "/inventory/contracts/1",
    "papers": "/papers",
    "due": "/due",
    "calendar": "/calendar",
    "calendar-month": "/calendar/month",
    "calendar-subscription": "/calendar/subscription",
    "calendar-list": "/calendar/list?everything=true",
    "cases": "/cases",
    "case-new": "/cases/new",
    "letters": "/letters",
    "letter-new": "/letters/new?direction=in",
    "signed-scan-new": "/signed-scans/new",
    "paper-new": "/papers/new",
    "paper-numbers": "/paper-numbers",
    "compliance": "/compliance",
    "compliance-rule": "/compliance/rules/no-telnet",
    "lifecycle": "/lifecycle",
    "criteria": "/criteria",
    "criteria-item": "/criteria/items/computer/3",
    "criteria-editions": "/criteria/editions",
    "criteria-edition": "/criteria/editions/computer-2569-05",
    "criteria-compare": "/criteria/editions/compare",
    "criteria-upload": "/criteria/uploads",
    "specs": "/specs",
    "spec": "/specs/3",
    "spec-waits": "/specs/2",
    "spec-new": "/specs/new",
    "spec-line": "/specs/3/lines/5",
    "spec-line-new": "/specs/3/lines/new",
    "spec-options": "/specs/3/lines/5/options",
    "spec-start": "/specs/start",
    "spec-start-devices": "/specs/start?from=devices&role=router",
    "spec-forms": "/specs/forms",
    "innovations": "/innovations",
    "innovation": "/innovations/1",
    "innovation-use": "/innovations/1/use",
    "innovation-evaluation": "/innovations/1/evaluation",
    "innovation-survey": "/innovations/1/surveys/1",
    "innovation-outcome": "/innovations/outcome",
    "survey": "/survey/simulated-1",
    "innovation-new": "/innovations/new",
    "ict-plans": "/ict-plans",
    "ict-plan": "/ict-plans/1",
    "paper-templates": "/paper-templates",
    "paper-template": "/paper-templates/claim_letter",
}


def pages(engine: Engine, dealt: Dealings) -> dict[str, str]:
    """Those and the pages of one thing."""
    with reading(engine) as session:
        code = session.exec(select(Site.code).order_by(Site.id)).first()  # type: ignore[arg-type]
        outage = session.exec(select(Outage.id).where(Outage.ended_at == None)).first()  # noqa: E711
        alert = session.exec(select(Alert.id).where(Alert.ended_at == None)).first()  # noqa: E711
        device = session.exec(select(Interface.device_id)).first()
    return PLAIN | {
        "school": f"/schools/{code}",
        "school-limits": f"/schools/{code}/limits",
        "outage": f"/outages/{outage}",
        "device": f"/devices/{device}",
        "runbook": f"/runbooks/LinkDown?outage={outage}",
        "article-new": f"/articles/new?outage={outage}",
        "public": f"/s/{code}",
        "power": dealt.power_path,
        "alert": f"/alerts/{alert}",
        "delivery": f"/deliveries/{dealt.message_id}",
        "channel": f"/channels/{dealt.channel_id}",
        "person-alerts": f"/people/{dealt.person_id}/alerts",
        "claim": f"/claims/{dealt.claim_id}",
        "claim-send": f"/claims/{dealt.drafted_id}/send",
        "quality-link": f"/quality/links/{dealt.link_id}",
        "outage-over": f"/outages/{dealt.outage_id}",
        "article": f"/articles/{dealt.article_id}",
        "report-year": f"/reports?period={dealt.year}",
        "paper": f"/papers/{dealt.paper_id}",
        "power-label": f"/schools/{code}/power-label",
    }


def sign_in(page: Page, url: str, username: str = "admin") -> None:
    """Through the form."""
    page.goto(f"{url}/sign-in")
    page.fill("#f-username", username)
    page.fill("#f-password", living.PASSWORD)
    page.click("form[action='/sign-in'] button")
    page.wait_for_url(lambda address: "sign-in" not in address)


def shoot(browser: Browser, url: str, addresses: dict[str, str], only: set[str]) -> None:
    """One picture per page and size."""
    for size, (width, height) in SIZES.items():
        context = browser.new_context(viewport={"width": width, "height": height}, locale="th-TH")
        page = context.new_page()
        page.goto(f"{url}/sign-in")
        if not only or "sign-in" in only:
            page.screenshot(path=OUT / f"sign-in-{size}.png")
        sign_in(page, url)
        for name, address in addresses.items():
            if only and name not in only:
                continue
            page.goto(url + address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=OUT / f"{name}-{size}.png", full_page=size == "phone")
        context.close()
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="th-TH")
    page = context.new_page()
    sign_in(page, url)
    page.goto(f"{url}/wall")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / "wall.png")
    context.close()


def main() -> None:
    """Names of pages as arguments make only those."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), demo=True)
        vault = Vault.create(settings.data_dir)
        db.migrate(settings.url)
        engine = make_engine(settings.url)
        now = living.now()
        living.fill(engine, vault, now=now)
        dealt = dealings.deal(engine, vault, now=now)
        decided = deciding.decide(engine, settings.data_dir, now=now)
        with living.serving(settings, engine, vault) as url, sync_playwright() as playwright:
            browser, only = launched(playwright), set(sys.argv[1:])
            shoot(browser, url, pages(engine, dealt) | decided, only)
            if not only or "mails" in only:
                tellings.shoot_mails(browser, engine, OUT)
        engine.dispose()


if __name__ == "__main__":
    main()
