"""A device at the end of its life is replaced: each step by the page of who does it, over HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from contract.events import RiskRated
from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Office
from inventory.store.siblings import told_after
from office.fiscal import FiscalYear
from planning.annual_plan.models.plan import Plan as AnnualPlan
from planning.annual_plan.models.project import Project
from procurement.models.need import Need
from procurement.models.purchase import Bid
from procurement.needs.need import NeedState, Reason
from service.database import reading
from tests.integration.siblings import until
from tests.integration.whole import OLD, Kept, Whole, node_of, resolve
from tests.planning.annual_plan.typing_in import NOTICE, PROJECT
from tests.planning.development_plan import given as in_plans
from tests.planning.entering import Entered
from tests.planning.school_network.acting import done

PRICE = "3,400"
OWN_MONEY = "เงินรายได้สมมติ"
MONEY_OF_NEED = {
    "version": "1",
    "amount_satang": "8000",
    "activities.0.name": "จัดซื้อ",
    "activities.0.amount_satang": "8000",
    "lines.0.activity": "1",
    "lines.0.item": "สวิตช์ทดแทน",
    "lines.0.budget_type": "investment",
    "lines.0.source": "งบประมาณ",
    "lines.0.quantity": "1",
    "lines.0.unit_satang": "8000",
    "lines.0.q2_satang": "8000",
}
IN_LIFE = {
    "code": "K9",
    "name": "ร้อยละของอุปกรณ์ที่ยังอยู่ในระยะสนับสนุน",
    "unit": "ร้อยละ",
    "direction": "up",
    "formula": "นับจากทะเบียนอุปกรณ์",
    "source": "NetOps",
    "frequency": "year",
    "baseline": "40",
    "baseline_year": "2569",
    "measure": "P6/devices_in_life",
}


@dataclass(eq=False)
class Replacing:
    """The old device, who decides about it and who buys."""

    whole: Whole
    today: date

    def __post_init__(self) -> None:
        self.officer = self.whole.officer.at("netops", "/needs")
        self.director = self.whole.director.at("netops", "/innovations")
        self.supply = self.whole.supply.at("netops", "/purchases")

    @property
    def day(self) -> str:
        """Of all acts."""
        return self.today.isoformat()

    def device(self, name: str) -> Device:
        with self.whole.netops() as session:
            return session.exec(select(Device).where(Device.name == name)).one()

    def card(self, serial: str) -> Asset:
        with self.whole.netops() as session:
            return session.exec(select(Asset).where(Asset.serial == serial)).one()

    def need(self) -> Need:
        """The one of the old device; looked for until it is found."""

        def found() -> Need | None:
            done(self.officer.post("/needs/look"))
            with self.whole.netops() as session:
                wanted = select(Need).where(Need.reason == Reason.END_OF_LIFE)
                return session.exec(wanted).first()

        need = until(found, "a need of the device whose support ended")
        assert need is not None
        assert need.device_id == self.device(OLD).id
        return need

    def state(self) -> NeedState:
        with self.whole.netops() as session:
            return session.exec(select(Need).where(Need.reason == Reason.END_OF_LIFE)).one().state

    def is_decided(self, need: Need) -> None:
        done(self.officer.post(f"/needs/{need.id}/propose", {"proposal": "เห็นควรอนุมัติ"}))
        done(self.director.post(f"/needs/{need.id}/decide", {"verdict": "approve", "decision": "ตามเสนอ"}))

    def is_specified(self, need: Need) -> str:
        """An approved specification for it; its number."""
        data = {"title": "จัดซื้อสวิตช์ทดแทน", "day": self.day, "act": "begin", "need": str(need.id)}
        home = done(self.supply.post("/specs/start", data))
        for action in re.findall(rf'<form[^>]*action="{home}/reason".*?</form>', self.supply.get(home).text, re.DOTALL):
            given = dict(re.findall(r'name="(check|line)" value="(\w+)"', action))
            done(self.supply.post(f"{home}/reason", {**given, "text": "ทดแทนของที่หมดอายุ"}))
        self._names_products(home)
        done(self.supply.post(f"{home}/check"))
        (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', self.director.get(home).text)
        done(self.director.post(f"{home}/approve", {"seen": seen}))
        return home.rsplit("/", 1)[1]

    def _names_products(self, home: str) -> None:
        found = re.search(r'id="line-(\d+)"', self.supply.get(home).text)
        assert found is not None
        line = f"{home}/lines/{found[1]}"
        form = self.supply.get(line).text.split('<form class="edit"')[1].split("</form>")[0]
        typed = dict(re.findall(r'<input[^>]*name="([\w.]+)"[^>]*value="([^"]*)"', form))
        for name, options in re.findall(r'<select[^>]*name="([\w.]+)".*?>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]*)"\s+selected', options)
            typed[name] = chosen[1] if chosen else ""
        named = {"maker": "ก", "model": "ก1"}, {"maker": "ข", "model": "ข1"}
        typed |= {f"products.{at}.{name}": text for at, one in enumerate(named) for name, text in one.items()}
        done(self.supply.post(line, typed))

    def is_planned(self, it: Entered, need: Need, spec: str, frame: str, indicator: str) -> str:
        """A project of the annual plan pays for it, and the board resolves the plan; the key of the project."""
        year = str(FiscalYear.of(self.today).era)
        notice = {**NOTICE, "fiscal_year": year, "budget_type": "investment", "source": OWN_MONEY}
        done(it.post("/allocations/new", notice | {"letter_no": "9", "notice_no": "9", "letter_date": self.day}))
        done(it.post("/copies/read"))
        links = {"frame_key": frame, "indicators.0.key": indicator, "indicators.0.name": ""}
        project = done(it.post("/projects/new", {**PROJECT, **links, "code": "010", "fiscal_year": year}))
        offered = it.get(f"{project}?need={need.id}").text
        assert f'name="lines.0.need_id" value="{need.id}"' in offered
        assert f'name="lines.0.spec_id" value="{spec}"' in offered
        named = {"lines.0.need_id": str(need.id), "lines.0.spec_id": spec, "lines.0.source": OWN_MONEY}
        done(it.post(project, MONEY_OF_NEED | named))
        with Kept.of(self.whole, "annual_plan") as kept, reading(kept.engine) as session:
            key = session.exec(select(Project.key).where(Project.code == "010")).one()
            plan = session.exec(select(AnnualPlan.key).where(AnnualPlan.fiscal_year == int(year))).one()
        in_plans.align(it, "project", key, node_of(self.whole, it))
        resolve(self.whole, "annual_plan", "annual", plan)
        return key

    def line_of(self, need: Need, year: int) -> str:
        """The budget line that the annual plan told of, as the procurement plan proposes it."""

        def proposed() -> re.Match[str] | None:
            page = self.supply.get("/procurement-plan/new").text
            return re.search(rf'<option value="([0-9a-f]{{32}})">{year} · {re.escape(need.title)}', page)

        found = until(proposed, "the line that pays for the need")
        assert found is not None
        return found[1]

    def is_bought(self, spec: str, line: str, year: int) -> str:
        """From the published plan to the payment; the page of the purchase."""
        entry = {"year": str(year), "name": "จัดซื้อสวิตช์ทดแทน", "category": "network", "amount_baht": "5,000"}
        planned = done(self.supply.post("/procurement-plan/new", {**entry, "budget_line_id": line}))
        assert "budget confirmed" in self.supply.get(planned).text
        published = {"published_on": self.day, "egp_plan_no": "P70100000009"}
        done(self.supply.post(f"{planned}/publish", published))
        given = {"kind": "goods", "method": "specific", "egp_project_no": "69110000009", "spec_id": spec}
        home = done(self.supply.post(f"/purchases/new?entry={planned.rsplit('/', 1)[1]}", given))
        done(self.director.post(f"{home}/approve", {"approved_on": self.day, "approval_no": "ศธ 9/2570"}))
        price = _field(self.supply, f"{home}/offer", r"price\.\d+")
        offered = {"supplier": "ร้านตัวอย่าง", "received_on": self.day, price: PRICE}
        done(self.supply.post(f"{home}/offer", offered))
        with self.whole.netops() as session:
            bid = session.exec(select(Bid.id)).one()
        done(self.supply.post(f"{home}/award", {"bid_id": str(bid), "awarded_on": self.day}))
        terms = {"form": "order", "number": "9/2570", "signed_on": self.day, "deliver_days": "15"}
        done(self.supply.post(f"{home}/sign", {**terms, "fine_percent": "0.20", "warranty_months": "12"}))
        share = _field(self.supply, f"{home}/deliver", r"quantity\.\d+")
        pieces = share.replace("quantity", "pieces")
        done(self.supply.post(f"{home}/deliver", {"delivered_on": self.day, share: "1", pieces: "NEW1"}))
        pattern = _field(self.supply, f"{home}/inspect/1", r"pattern\.\d+")
        found = {"verdict": "accepted", "inspected_on": self.day, "inspectors": "นายตรวจ รับของ"}
        done(self.supply.post(f"{home}/inspect/1", {**found, pattern: "7440-016-####/YY"}))
        done(self.supply.post(f"{home}/pay/1", {"paid_on": self.day, "voucher_no": "บค 9"}))
        return home

    def is_retired(self) -> None:
        """The old device leaves the network, and its card the list of what is in use."""
        done(self.officer.post(f"/inventory/devices/{self.device(OLD).id}/remove"))

    def risk(self) -> RiskRated | None:
        """What was told last of the risk of the old device."""
        with self.whole.netops() as session:
            office = session.exec(select(Office.id)).one() or 0
            facts = [one.fact for one in told_after(session, office, 0, limit=1000).items]
        of_it = [one for one in facts if isinstance(one, RiskRated) and one.rule == "end_of_support"]
        return next((one for one in reversed(of_it) if OLD in one.title), None)

    def is_reported(self, year: int) -> None:
        """The report of the network: each indicator is told."""
        done(self.officer.post(f"/network/indicators/paper?year={year}"))


def _field(it: Entered, page: str, name: str) -> str:
    found = re.search(rf'name="({name})"', it.get(page).text)
    assert found is not None, page
    return found[1]


def in_life_of(it: Entered, results: str, year: int, value: str) -> None:
    """What the development plan shows, once netops has told it to the registry, and the registry gave it."""

    def shown() -> bool:
        done(it.post("/copies/read"))
        rows = it.get(results).text.split("<tr>")
        return any(IN_LIFE["name"] in row and f">{year}<" in row and f">{value}<" in row for row in rows)

    until(shown, f"{value} % of devices in life in the development plan")
