"""Specifications of the simulated district: one that is approved, one that waits, one with everything still to do.

Pure, and the same for the same district. Everything is made up and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from netops.simulation.district import District
from procurement.criteria.edition import Listing
from procurement.models.spec import PriceFrom
from procurement.store.spec_drafts import DeliveryDraft, LineDraft, MemberDraft, PriceDraft, ProductDraft, SpecDraft

NOTE: Final = "ข้อมูลจำลอง ไม่ใช่การจัดซื้อจริง (synthetic data)"
_SCHOOLS: Final = 12
PRODUCTS: Final = (
    ProductDraft(maker="ผู้ผลิตจำลอง ก", model="แบบจำลอง ก1"),
    ProductDraft(maker="ผู้ผลิตจำลอง ข", model="แบบจำลอง ข2"),
)
_MEMBERS: Final = (
    MemberDraft(name="นักวิชาการคอมพิวเตอร์ (จำลอง)", position="นักวิชาการคอมพิวเตอร์", duty="ประธานกรรมการ"),
    MemberDraft(name="ครูผู้ดูแลระบบ (จำลอง)", position="ครู", duty="กรรมการ"),
    MemberDraft(name="เจ้าหน้าที่พัสดุ (จำลอง)", position="เจ้าพนักงานพัสดุ", duty="กรรมการและเลขานุการ"),
)
_NO_NEED: Final = "ทดแทนเครื่องเดิมตามบัญชีสำรวจของสำนักงาน (จำลอง)"


@dataclass(frozen=True, slots=True)
class Example:
    """One to be stored; `reasons` are what is written to findings of every line, by check."""

    draft: SpecDraft
    lines: tuple[LineDraft, ...]
    reasons: dict[str, str] = field(default_factory=dict)
    is_sent: bool = False
    is_approved: bool = False


def examples(district: District, sites: dict[str, int]) -> tuple[Example, ...]:
    """For the first twelve schools; `sites` are ids by school code."""
    places = tuple(
        DeliveryDraft(site_id=sites[school.code], quantity=1 + at % 3)
        for at, school in enumerate(district.schools[:_SCHOOLS])
    )
    today, reasons = district.today, {"quantity": _NO_NEED}
    return (
        Example(
            head("จัดซื้อเครื่องคอมพิวเตอร์สำหรับโรงเรียนในสังกัด (จำลอง)", today - timedelta(days=60)),
            (_by_criteria("4", 2_300_000, places), _by_criteria("59", 250_000, places)),
            reasons,
            is_sent=True,
            is_approved=True,
        ),
        Example(
            head("จัดซื้ออุปกรณ์เครือข่ายทดแทน (จำลอง)", today - timedelta(days=20)),
            (_by_criteria("32", 350_000, places), _outside(places, today)),
            reasons,
            is_sent=True,
        ),
        Example(
            head("จัดซื้อเครื่องคอมพิวเตอร์โน้ตบุ๊ก (จำลอง)", date(2026, 5, 4)),
            (_by_criteria("9", 2_100_000, places[:3]), _by_criteria("42", 370_000, places[:3])),
        ),
    )


def head(title: str, day: date) -> SpecDraft:
    return SpecDraft(
        title=title,
        day=day,
        background=f"โรงเรียนในสังกัดมีอุปกรณ์ที่ใช้งานมานานและไม่เพียงพอต่อการเรียนการสอน {NOTE}",
        objective="ให้โรงเรียนมีอุปกรณ์เพียงพอต่อการเรียนการสอน\nให้ระบบเครือข่ายของโรงเรียนใช้งานได้ต่อเนื่อง",
        budget_satang=120_000_000,
        budget_source="งบประมาณรายจ่ายประจำปี (จำลอง)",
        plan_no="M6900000000 (จำลอง)",
        price_set_on=day + timedelta(days=2),
        method="วิธีประกาศเชิญชวนทั่วไป (e-bidding)",
        method_reason="วงเงินเกินที่กำหนดสำหรับวิธีเฉพาะเจาะจง",
        deliver_days=60,
        warranty_years=1,
        repair_days=7,
        penalty_bp=20,
        members=_MEMBERS,
    )


def _by_criteria(code: str, unit_price_satang: int, places: tuple[DeliveryDraft, ...]) -> LineDraft:
    return LineDraft(
        listing=Listing.COMPUTER,
        code=code,
        quantity=sum(place.quantity for place in places),
        unit_price_satang=unit_price_satang,
        deliveries=places,
        products=PRODUCTS,
    )


def _outside(places: tuple[DeliveryDraft, ...], today: date) -> LineDraft:
    asked = (
        (PriceFrom.COMPANY, "ร้านจำลอง ก", 0),
        (PriceFrom.COMPANY, "ร้านจำลอง ข", 25_000),
        (PriceFrom.WEBSITE, "www.example.com", 12_550),
    )
    return LineDraft(
        name="อุปกรณ์กระจายสัญญาณ 8 ช่อง แบบจ่ายไฟผ่านสาย",
        category="switch-poe",
        additions="มีช่องเชื่อมต่อระบบเครือข่ายแบบ 10/100/1000 Base-T ไม่น้อยกว่า 8 ช่อง\nจ่ายไฟผ่านสายได้รวมไม่น้อยกว่า 60 W",
        quantity=sum(place.quantity for place in places),
        unit_word="เครื่อง",
        unit_price_satang=450_000,
        deliveries=places,
        products=PRODUCTS,
        prices=tuple(
            PriceDraft(asked_from=way, source=source, price_satang=450_000 + more, asked_on=today)
            for way, source, more in asked
        ),
    )
