"""What e-GP asks of a purchase, screen by screen. The words are those of e-GP and therefore Thai.

The order is that of office manuals that were read; screens change, and a person looks at them while entering.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from inventory.models.asset import Fund
from netops.buying.figures import SheetGroup, SheetRow
from office.thai_date import year
from procurement.models.purchase import PaperForm, PurchaseKind
from procurement.models.receipt import Verdict
from procurement.queries.dossier import Dossier
from procurement.store.entering import METHODS

KINDS: Final = {PurchaseKind.GOODS: "ซื้อ", PurchaseKind.WORK: "จ้าง", PurchaseKind.LEASE: "เช่า"}
FUNDS: Final = {
    Fund.BUDGET: "เงินงบประมาณ",
    Fund.OFF_BUDGET: "เงินนอกงบประมาณ",
    Fund.DONATION: "เงินบริจาค",
    Fund.OTHER: "อื่น ๆ",
}
FORMS: Final = {PaperForm.CONTRACT: "สัญญา", PaperForm.ORDER: "ใบสั่งซื้อ/สั่งจ้าง"}


def day(value: date | None) -> str:
    """30/09/2570, as e-GP takes it."""
    return "" if value is None else f"{value.day:02}/{value.month:02}/{year(value)}"


def money(satang: int) -> str:
    """25000.00, as a field takes it."""
    return f"{satang // 100}.{satang % 100:02}"


def groups_of(dossier: Dossier) -> tuple[SheetGroup, ...]:
    """Only what is known has a screen; within it every field stands, also an empty one."""
    made = (_project(dossier), _goods(dossier), *_offers(dossier), *_contract(dossier), *_deliveries(dossier))
    return tuple(group for group in made if group.rows)


def _rows(*pairs: tuple[str, str]) -> tuple[SheetRow, ...]:
    return tuple(SheetRow(label=label, value=value) for label, value in pairs)


def _project(dossier: Dossier) -> SheetGroup:
    purchase, entry = dossier.purchase, dossier.entry
    return SheetGroup(
        title="เพิ่มโครงการ",
        rows=_rows(
            ("ปีงบประมาณ", str(entry.year)),
            ("รหัสแผนการจัดซื้อจัดจ้าง", entry.egp_plan_no),
            ("ประเภทการจัดหา", KINDS[purchase.kind]),
            ("วิธีการจัดหา", METHODS.get(purchase.method, "")),
            ("ชื่อโครงการ", purchase.name),
            ("วงเงินงบประมาณโครงการ (บาท)", money(entry.amount_satang)),
            ("ประเภทเงิน", FUNDS[entry.fund]),
            ("แหล่งของเงิน", entry.budget_source),
            ("ราคากลาง (บาท)", money(dossier.estimate_satang)),
            ("เลขที่โครงการ", purchase.egp_project_no),
            ("เลขที่รายงานขอซื้อ/ขอจ้าง", purchase.approval_no),
            ("วันที่อนุมัติ", day(purchase.approved_on)),
        ),
    )


def _goods(dossier: Dossier) -> SheetGroup:
    rows: list[SheetRow] = []
    for number, line in enumerate(dossier.lines, start=1):
        rows += _rows(
            (f"รายการที่ {number}", line.row.name),
            (f"รายการที่ {number}: จำนวน", str(line.quantity)),
            (f"รายการที่ {number}: หน่วยนับ", line.row.unit_word),
            (f"รายการที่ {number}: ราคากลางต่อหน่วย (บาท)", money(line.row.estimate_satang)),
        )
    return SheetGroup(title="รายการพิจารณา", rows=tuple(rows))


def _offers(dossier: Dossier) -> Iterator[SheetGroup]:
    for number, offer in enumerate(dossier.offers, start=1):
        bid = offer.bid
        rows = _rows(
            ("เลขประจำตัวผู้เสียภาษีอากร", bid.tax_no),
            ("ชื่อผู้เสนอราคา", bid.supplier),
            ("ราคาที่เสนอ (บาท)", money(offer.amount_satang)),
            ("ผลการพิจารณา", "ผู้ชนะ" if bid.is_winner else ("ไม่ได้รับการคัดเลือก" if dossier.winner else "")),
            ("วันที่ประกาศผู้ชนะ", day(dossier.purchase.awarded_on) if bid.is_winner else ""),
        )
        yield SheetGroup(title=f"ผู้เสนอราคารายที่ {number}", rows=rows)


def _contract(dossier: Dossier) -> Iterator[SheetGroup]:
    contract = dossier.contract
    if contract is not None:
        rows = _rows(
            ("ประเภทสัญญา", FORMS[contract.form]),
            ("เลขที่สัญญา/ใบสั่ง", contract.number),
            ("วันที่ทำสัญญา", day(contract.signed_on)),
            ("จำนวนเงินตามสัญญา (บาท)", money(contract.amount_satang)),
            ("วันครบกำหนดส่งมอบ", day(contract.due_on)),
            ("หลักประกันสัญญา (บาท)", money(contract.guarantee_satang)),
            ("อัตราค่าปรับต่อวัน (ร้อยละ)", f"{contract.fine_ppm_day / 10_000:.2f}"),
            ("เลขคุมสัญญา", contract.egp_contract_no),
        )
        yield SheetGroup(title="สาระสำคัญในสัญญา", rows=rows)


def _deliveries(dossier: Dossier) -> Iterator[SheetGroup]:
    for delivery in dossier.deliveries:
        row = delivery.row
        if row.verdict is Verdict.ACCEPTED:
            rows = _rows(
                ("เลขที่ใบส่งของ", row.note_no),
                ("วันที่ส่งมอบ", day(row.delivered_on)),
                ("วันที่ตรวจรับ", day(row.inspected_on)),
                ("จำนวนเงินที่ตรวจรับ (บาท)", money(row.amount_satang)),
                ("ค่าปรับ (บาท)", money(row.fine_satang)),
                ("วันที่เบิกจ่าย", day(row.paid_on)),
            )
            yield SheetGroup(title=f"ตรวจรับงวดที่ {row.number}", rows=rows)
