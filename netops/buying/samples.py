"""Made-up purchases with which officials see what a template of these papers looks like."""

from __future__ import annotations

from datetime import date
from typing import Final

from netops.buying.figures import (
    Acceptance,
    Award,
    ContractSummary,
    EntrySheet,
    Goods,
    Inspector,
    Offered,
    PanelOrder,
    PurchaseOrder,
    SheetGroup,
    SheetRow,
)
from office.workflow.committee import Seat

OFFICE: Final = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
NAME: Final = "จัดซื้ออุปกรณ์กระจายสัญญาณ จำนวน 2 เครื่อง"
_GOODS: Final = (
    Goods(
        name="อุปกรณ์กระจายสัญญาณ 24 ช่อง",
        place="โรงเรียนบ้านตัวอย่าง",
        quantity=2,
        unit_word="เครื่อง",
        unit_satang=1_250_000,
        serials=("EXAMPLE0001", "EXAMPLE0002"),
    ),
)


def sheet_sample() -> EntrySheet:
    """One screen."""
    rows = (SheetRow(label="ปีงบประมาณ", value="2570"), SheetRow(label="ชื่อโครงการ", value=NAME))
    return EntrySheet(office=OFFICE, buyer=OFFICE, name=NAME, groups=(SheetGroup(title="เพิ่มโครงการ", rows=rows),))


def acceptance_sample() -> Acceptance:
    """Two switches that came two days late."""
    return Acceptance(
        office=OFFICE,
        buyer=OFFICE,
        name=NAME,
        form="ใบสั่งซื้อ/สั่งจ้าง",
        contract_number="1/2570",
        signed_on=date(2026, 11, 2),
        due_on=date(2026, 11, 17),
        supplier="ร้านตัวอย่าง",
        delivery=1,
        note_no="IV-0001",
        delivered_on=date(2026, 11, 19),
        inspected_on=date(2026, 11, 20),
        accepted=True,
        inspectors=("นายตัวอย่าง ใจดี", "นางตัวอย่าง ใจงาม", "นางสาวตัวอย่าง ใจกว้าง"),
        goods=_GOODS,
        amount_satang=2_500_000,
        days_late=2,
        day_satang=5_000,
        fine_satang=10_000,
    )


def summary_sample() -> ContractSummary:
    """The order of these."""
    return ContractSummary(
        office=OFFICE,
        buyer=OFFICE,
        name=NAME,
        method="เฉพาะเจาะจง",
        fiscal_year=2570,
        plan_number="P70100000001",
        project_number="69110000001",
        form="ใบสั่งซื้อ/สั่งจ้าง",
        contract_number="1/2570",
        supplier="ร้านตัวอย่าง",
        address="1 ถนนตัวอย่าง",
        signed_on=date(2026, 11, 2),
        due_on=date(2026, 11, 17),
        amount_satang=2_500_000,
        fine="ร้อยละ 0.20 ต่อวันของราคาพัสดุที่ส่งล่าช้า",
        warranty="12 เดือน",
        goods=_GOODS,
    )


def award_sample() -> Award:
    """The lower of two offers."""
    return Award(
        buyer=OFFICE,
        name=NAME,
        method="เฉพาะเจาะจง",
        project_number="69110000001",
        approval_no="1/2570",
        approved_on=date(2026, 10, 26),
        approved_satang=2_600_000,
        items=_GOODS,
        offers=(
            Offered(supplier="ร้านตัวอย่าง", amount_satang=2_500_000, is_winner=True),
            Offered(supplier="บริษัทตัวอย่าง จำกัด", amount_satang=2_580_000),
        ),
        supplier="ร้านตัวอย่าง",
        amount_satang=2_500_000,
        awarded_on=date(2026, 10, 30),
        head="นายตัวอย่าง ใจซื่อ",
    )


def order_sample() -> PurchaseOrder:
    """Two switches within fifteen days."""
    return PurchaseOrder(
        buyer=OFFICE,
        name=NAME,
        number="1/2570",
        signed_on=date(2026, 11, 2),
        supplier="ร้านตัวอย่าง",
        address="1 ถนนตัวอย่าง",
        phone="02 000 0000",
        tax_no="0000000000000",
        quotation_no="QT-0001",
        offered_on=date(2026, 10, 28),
        goods=_GOODS,
        deliver_days=15,
        due_on=date(2026, 11, 17),
        place="โรงเรียนบ้านตัวอย่าง",
        warranty_months=12,
        repair_days=3,
        fine_ppm_day=2_000,
        head="นายตัวอย่าง ใจซื่อ",
    )


def panel_sample() -> PanelOrder:
    """A committee of three."""
    return PanelOrder(
        buyer=OFFICE,
        name=NAME,
        method="เฉพาะเจาะจง",
        number="12/2570",
        day=date(2026, 10, 26),
        members=(
            Inspector(name="นายตัวอย่าง ใจดี", position="ครูชำนาญการ", seat=Seat.CHAIR),
            Inspector(name="นางตัวอย่าง ใจงาม", position="ครู"),
            Inspector(name="นางสาวตัวอย่าง ใจกว้าง", position="ครู", seat=Seat.SECRETARY),
        ),
        head="นายตัวอย่าง ใจซื่อ",
    )
