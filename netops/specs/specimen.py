"""Sample data of the papers of a specification, by which officials see a template filled in."""

from __future__ import annotations

from datetime import date

from netops.specs.data import Forms, SpecPaper
from procurement.criteria.edition import Listing
from procurement.sheet import Check, Criterion, Delivery, Line, Member, Price, Sheet


def specimen() -> SpecPaper:
    """A computer by the criteria above its ceiling, and a thing that is in none, for two schools."""
    sheet = Sheet(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        owner="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        title="จัดซื้อครุภัณฑ์คอมพิวเตอร์สำหรับโรงเรียนในสังกัด",
        day=date(2026, 11, 10),
        background="โรงเรียนในสังกัดมีเครื่องคอมพิวเตอร์ที่ใช้งานมานานและไม่เพียงพอต่อการเรียนการสอน",
        objective="ให้โรงเรียนมีเครื่องคอมพิวเตอร์เพียงพอ\nให้การเรียนการสอนต่อเนื่อง",
        budget_satang=9_000_000,
        budget_source="งบประมาณรายจ่ายประจำปี",
        price_set_on=date(2026, 11, 12),
        method="วิธีเฉพาะเจาะจง",
        method_reason="วงเงินไม่เกินที่กฎกระทรวงกำหนด",
        deliver_days=30,
        warranty_years=1,
        repair_days=7,
        penalty_bp=20,
        members=(
            Member(name="นายตัวอย่าง ใจดี", position="นักวิชาการคอมพิวเตอร์", duty="ประธานกรรมการ"),
            Member(name="นางสาวตัวอย่าง รักเรียน", position="ครู", duty="กรรมการ"),
            Member(name="นายทดลอง ขยัน", position="เจ้าพนักงานพัสดุ", duty="กรรมการและเลขานุการ"),
        ),
        lines=_lines(),
    )
    forms = Forms(head="นายตัวอย่าง มั่นคง", head_position="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาตัวอย่าง")
    return SpecPaper(sheet=sheet, forms=forms, vat_percent=7, spec_no=1, code="0a1b2c3d", dated=date(2026, 11, 12))


def _lines() -> tuple[Line, ...]:
    criterion = Criterion(
        listing=Listing.COMPUTER,
        code="4",
        item_no="4",
        name="เครื่องคอมพิวเตอร์ สำหรับงานสำนักงาน",
        price_satang=2_300_000,
        price_unit="เครื่อง",
        demands=("หน่วยประมวลผลกลางไม่น้อยกว่า 6 แกนหลัก", "หน่วยความจำหลักขนาดไม่น้อยกว่า 8 GB"),
        edition_key="computer-2569-05",
        edition_name="ฉบับปรับปรุงพฤษภาคม 2569",
        effective_from=date(2026, 5, 11),
        announced_on=date(2026, 5, 11),
    )
    places = (
        Delivery(site_code="53020001", school="โรงเรียนบ้านตัวอย่าง", quantity=2),
        Delivery(site_code="53020002", school="โรงเรียนวัดตัวอย่าง", quantity=1),
    )
    return (
        Line(
            name=criterion.name,
            criterion=criterion,
            quantity=3,
            unit_word="เครื่อง",
            unit_price_satang=2_400_000,
            deliveries=places,
            reasons={Check.CEILING.value: "พื้นที่ภูเขา มีค่าขนส่งและติดตั้งสูงกว่าปกติ"},
        ),
        Line(
            name="อุปกรณ์กระจายสัญญาณ 8 ช่อง แบบจ่ายไฟผ่านสาย",
            additions=("มีช่องเชื่อมต่อไม่น้อยกว่า 8 ช่อง",),
            quantity=3,
            unit_word="ตัว",
            unit_price_satang=450_050,
            deliveries=places,
            prices=(
                Price(source="ร้านตัวอย่าง ก", price_satang=450_050, asked_on=date(2026, 11, 2)),
                Price(source="ร้านตัวอย่าง ข", price_satang=480_000, asked_on=date(2026, 11, 3)),
                Price(source="www.example.com", is_company=False, price_satang=470_000, asked_on=date(2026, 11, 3)),
            ),
        ),
    )
