"""A unit that buys, for tests: a published plan, a purchase, and every step of its course with plausible figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase
from procurement.queries.dossier import Dossier, dossier_of
from procurement.store import offers, plans, purchases, receiving, signing
from procurement.store.buyer import Buyer
from tests import factories

TODAY = date(2026, 11, 20)
SWITCH_SATANG = 1_300_000


@dataclass(frozen=True, slots=True)
class World:
    """An office with a school, and its supply officer."""

    session: Session
    office: Office
    school: Site
    buyer: Buyer

    def on(self, day: date) -> World:
        """The same on another day."""
        return replace(self, buyer=replace(self.buyer, today=day))

    def entry(self, **values: Any) -> PlanEntry:
        """An entry of the plan of 2570 that is not published."""
        given = {"year": 2570, "name": "จัดซื้ออุปกรณ์เครือข่าย", "category": "network", "amount_satang": 10_000_000}
        draft = plans.EntryDraft.read(given | values)
        return plans.create_entry(self.session, draft, sight=self.buyer.sight, at=factories.AT)

    def published(self, **values: Any) -> PlanEntry:
        """One that is."""
        entry = self.entry(**values)
        number = f"P70{entry.id:09}"
        draft = plans.PublishDraft(published_on=TODAY - timedelta(days=30), egp_plan_no=number)
        plans.publish_entry(self.session, entry, draft, today=TODAY)
        return entry

    def begun(self, entry: PlanEntry | None = None, *, quantity: int = 3, **values: Any) -> Purchase:
        """Switches for the school, from a published entry, in e-GP and with its method."""
        entry = entry or self.published()
        share = {"site_id": self.school.id, "quantity": quantity}
        line = {"name": "อุปกรณ์กระจายสัญญาณ", "unit_word": "เครื่อง", "estimate_satang": SWITCH_SATANG, "shares": [share]}
        given = {"entry_id": entry.id, "egp_project_no": "69110000001", "method": "specific", "lines": [line]}
        return purchases.open_purchase(self.buyer, purchases.PurchaseDraft.read(given | values))

    def dossier(self, purchase: Purchase) -> Dossier:
        """As it stands now."""
        return dossier_of(self.session, self.buyer.sight, purchase.id or 0)

    def approved(self, purchase: Purchase | None = None) -> Purchase:
        """Ready for offers."""
        purchase = purchase or self.begun()
        purchases.approve(self.buyer, purchase, purchases.ApproveDraft(approved_on=TODAY, approval_no="ศธ 1/2570"))
        return purchase

    def offered(self, purchase: Purchase, unit_satang: int = 1_250_000, supplier: str = "ร้านตัวอย่าง") -> int:
        """An offer with one price for every line; its number."""
        prices = [{"line_id": line.row.id, "unit_satang": unit_satang} for line in self.dossier(purchase).lines]
        given = {"supplier": supplier, "received_on": TODAY, "prices": prices}
        return offers.record_bid(self.buyer, purchase, offers.BidDraft.read(given)).id or 0

    def signed(self, purchase: Purchase | None = None, **values: Any) -> Purchase:
        """Ordered for delivery within ten days, with 0.20 % a day and a year of warranty."""
        purchase = self.approved(purchase)
        bid_id = self.offered(purchase)
        offers.award(self.buyer, purchase, offers.AwardDraft(bid_id=bid_id, awarded_on=TODAY))
        given = {"number": f"1{purchase.id}/2570", "signed_on": TODAY, "deliver_days": 10}
        terms = {"fine_ppm_day": 2000, "warranty_months": 12}
        signing.sign(self.buyer, purchase, signing.SignDraft.read(given | terms | values))
        return purchase

    def delivered(self, purchase: Purchase, pieces: list[dict[str, str]], day: date = TODAY) -> int:
        """These pieces of the first line came on a day; the number of the delivery."""
        share = self.dossier(purchase).lines[0].shares[0]
        part = {"share_id": share.id, "quantity": len(pieces), "pieces": pieces}
        draft = receiving.DeliveryDraft.read({"delivered_on": day, "parts": [part]})
        return receiving.deliver(self.on(max(day, TODAY)).buyer, purchase, draft).number

    def accepted(self, purchase: Purchase, delivery: int, day: date = TODAY, **values: Any) -> None:
        """Inspected and accepted, numbered by a pattern."""
        line = self.dossier(purchase).lines[0].row
        given = {
            "delivery": delivery,
            "inspected_on": day,
            "verdict": "accepted",
            "inspectors": ["นางสาวตรวจ รับจริง"],
            "unlinked_reason": "ไม่มีแผนปฏิบัติการในระบบ",
            "patterns": {line.id: "7440-016-####/YY"},
        }
        receiving.inspect(self.on(max(day, TODAY)).buyer, purchase, receiving.InspectDraft.read(given | values))


def make_world(session: Session) -> World:
    """On TODAY."""
    office = factories.make_office(session)
    school = factories.make_site(session, office)
    assert office.id is not None
    return World(session, office, school, Buyer(session, Sight(office.id), By("พัสดุ", factories.AT), TODAY))
