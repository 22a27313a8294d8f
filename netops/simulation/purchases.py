"""Purchases of the simulated district, one at each step of the course; the last brought a device that is watched.

All of it goes through the same acts as those of people. Everything is made up and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from inventory.queries.sight import Sight
from inventory.store.acting import By
from netops.simulation.district import District, Placed
from office.fiscal import FiscalYear
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase
from procurement.models.receipt import Verdict
from procurement.queries.dossier import dossier_of
from procurement.store import offers, plans, purchases, receiving, signing
from procurement.store.buyer import Buyer
from procurement.store.pieces import PieceDraft
from service.columns import utc_now

NOTE: Final = "ข้อมูลจำลอง ไม่ใช่การจัดซื้อจริง (synthetic data)"
_FIRST_UNBOOKED: Final = 16  # of the district's devices: see asset_book.py, which leaves it out
_PLAN: Final = (
    # project, kind of goods, baht planned, item, counted in, baht each, pieces, how far it goes
    ("จัดซื้อเครื่องสำรองไฟฟ้า", "เครื่องสำรองไฟฟ้า", 60_000, "เครื่องสำรองไฟฟ้า ขนาด 800 VA", "เครื่อง", 2_500, 20, 0),
    ("จัดซื้อเครื่องพิมพ์ Multifunction", "เครื่องพิมพ์", 90_000, "เครื่องพิมพ์ Multifunction", "เครื่อง", 8_000, 10, 1),
    ("จัดซื้ออุปกรณ์กระจายสัญญาณไร้สาย", "อุปกรณ์เครือข่าย", 240_000, "อุปกรณ์กระจายสัญญาณไร้สาย แบบที่ 2", "เครื่อง", 22_000, 10, 3),
    ("จัดซื้อคอมพิวเตอร์โน้ตบุ๊ก", "คอมพิวเตอร์", 420_000, "คอมพิวเตอร์โน้ตบุ๊ก สำหรับงานสำนักงาน", "เครื่อง", 21_000, 20, 4),
    ("จัดซื้อจอแสดงภาพ", "คอมพิวเตอร์", 90_000, "จอแสดงภาพ ขนาดไม่น้อยกว่า 23 นิ้ว", "จอ", 3_000, 30, 5),
    ("จัดซื้ออุปกรณ์กระจายสัญญาณ 24 ช่อง", "อุปกรณ์เครือข่าย", 280_000, "อุปกรณ์กระจายสัญญาณ แบบที่ 2", "เครื่อง", 13_000, 1, 6),
)
_SELLERS: Final = ("ร้านตัวอย่างคอมพิวเตอร์ (จำลอง)", "บริษัท ตัวอย่างเน็ตเวิร์ก จำกัด (จำลอง)")


@dataclass(frozen=True, slots=True)
class Shop:
    """Who buys for the simulated office, and where things go."""

    buyer: Buyer
    sites: Sequence[int]
    class_id: int | None
    today: date

    def on(self, days_ago: int) -> Shop:
        """The same some days ago."""
        return replace(self, buyer=replace(self.buyer, today=self.today - timedelta(days=days_ago)))

    @property
    def day(self) -> date:
        """Of this act."""
        return self.buyer.today


def add_purchases(
    session: Session, office_id: int, district: District, sites: Mapping[str, int], class_id: int | None
) -> None:
    """One of each step, and an entry of the plan that nobody began yet."""
    buyer = Buyer(session, Sight(office_id), By("ข้อมูลจำลอง", utc_now()), district.today)
    shop = Shop(buyer, tuple(sites[school.code] for school in district.schools), class_id, district.today)
    unbooked = district.devices[_FIRST_UNBOOKED] if len(district.devices) > _FIRST_UNBOOKED else None
    for number, (project, category, planned, item, unit, baht, pieces, far) in enumerate(_PLAN, start=1):
        entry = _entry(shop, number, project, category, planned)
        line = {"name": item, "unit_word": unit, "estimate_satang": baht * 100, "class_id": class_id}
        if far:
            places = _places(shop, pieces) if far < 6 or unbooked is None else [(sites[unbooked.site_code], 1)]
            shares = [{"site_id": site_id, "quantity": count} for site_id, count in places]
            _walk(shop, entry, number, {**line, "shares": shares}, far, unbooked)
    _entry(shop, len(_PLAN) + 1, "เช่าบริการอินเทอร์เน็ตโรงเรียน", "ค่าเช่าอินเทอร์เน็ต", 480_000)


def _entry(shop: Shop, number: int, project: str, category: str, baht: int) -> PlanEntry:
    session = shop.buyer.session
    draft = plans.EntryDraft(
        year=FiscalYear.of(shop.today).era,
        name=f"{project} (จำลอง)",
        category=category,
        amount_satang=baht * 100,
        budget_source="งบดำเนินงาน (จำลอง)",
        planned_on=shop.today,
        note=NOTE,
    )
    entry = plans.create_entry(session, draft, sight=shop.buyer.sight, at=shop.buyer.by.at)
    published = plans.PublishDraft(
        published_on=shop.on(60).day, egp_plan_no=f"P{shop.today.year % 100}00000{number:04}"
    )
    plans.publish_entry(session, entry, published, today=shop.today)
    return entry


def _places(shop: Shop, pieces: int) -> list[tuple[int, int]]:
    """Spread over the first schools, the rest to the first of them."""
    chosen = shop.sites[: min(len(shop.sites), pieces, 5)]
    each, rest = divmod(pieces, len(chosen))
    return [(site_id, each + (rest if at == 0 else 0)) for at, site_id in enumerate(chosen)]


def _walk(
    shop: Shop, entry: PlanEntry, number: int, line: Mapping[str, object], far: int, unbooked: Placed | None
) -> None:
    """1 begun, 2 approved, 3 offered, 4 signed, 5 delivered, 6 accepted and paid."""
    given = {"entry_id": entry.id, "method": "specific", "egp_project_no": f"6900000{number:04}", "note": NOTE}
    wish = purchases.PurchaseDraft.read({**given, "lines": [line]})
    purchase = purchases.open_purchase(shop.on(45).buyer, wish)
    if far > 1:
        at = shop.on(40)
        approved = purchases.ApproveDraft(approved_on=at.day, approval_no=f"จำลอง {number}/{entry.year}")
        purchases.approve(at.buyer, purchase, approved)
    if far > 2:
        _offer(shop.on(35), purchase)
    if far > 3:
        _sign(shop.on(30), purchase, number, entry.year)
    if far > 4:
        _deliver(shop.on(2 if far == 5 else 12), purchase, unbooked if far == 6 else None)
    if far > 5:
        _accept(shop.on(10), purchase)


def _offer(shop: Shop, purchase: Purchase) -> None:
    dossier = dossier_of(shop.buyer.session, shop.buyer.sight, purchase.id or 0)
    for at, seller in enumerate(_SELLERS):
        prices = [
            offers.PriceDraft(line_id=line.row.id or 0, unit_satang=line.row.estimate_satang * (97 + at) // 100)
            for line in dossier.lines
        ]
        draft = offers.BidDraft(supplier=seller, received_on=shop.day, prices=tuple(prices), note=NOTE)
        offers.record_bid(shop.buyer, purchase, draft)


def _sign(shop: Shop, purchase: Purchase, number: int, year: int) -> None:
    dossier = dossier_of(shop.buyer.session, shop.buyer.sight, purchase.id or 0)
    lowest = min(dossier.offers, key=lambda one: one.amount_satang)
    offers.award(shop.buyer, purchase, offers.AwardDraft(bid_id=lowest.bid.id or 0, awarded_on=shop.day))
    draft = signing.SignDraft(
        number=f"จำลอง {number}/{year}", signed_on=shop.day, deliver_days=15, fine_ppm_day=2000, warranty_months=12
    )
    signing.sign(shop.buyer, purchase, draft)


def _deliver(shop: Shop, purchase: Purchase, placed: Placed | None) -> None:
    dossier = dossier_of(shop.buyer.session, shop.buyer.sight, purchase.id or 0)
    pieces = (PieceDraft(serial=placed.equipment.serial),) if placed is not None else ()
    parts = tuple(
        receiving.PartDraft(share_id=share.id or 0, quantity=share.quantity, pieces=pieces)
        for line in dossier.lines
        for share in line.shares
    )
    draft = receiving.DeliveryDraft(delivered_on=shop.day, note_no="จำลอง 1", parts=parts)
    receiving.deliver(shop.buyer, purchase, draft)


def _accept(shop: Shop, purchase: Purchase) -> None:
    dossier = dossier_of(shop.buyer.session, shop.buyer.sight, purchase.id or 0)
    draft = receiving.InspectDraft(
        delivery=1,
        inspected_on=shop.day,
        verdict=Verdict.ACCEPTED,
        inspectors=("นายตัวอย่าง ใจดี (จำลอง)", "นางตัวอย่าง ใจงาม (จำลอง)"),
        unlinked_reason="ข้อมูลจำลอง: ซื้อก่อนมีแผนปฏิบัติการในระบบ",
        patterns={line.row.id or 0: "7440-019-####/YY" for line in dossier.lines},
    )
    receiving.inspect(shop.buyer, purchase, draft)
    pay = receiving.PayDraft(delivery=1, paid_on=shop.day, voucher_no="จำลอง 1")
    receiving.pay(shop.buyer, purchase, pay)
