"""The columns of import files: fixed names that others build on, and the Thai headings that people write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.refusal import Problem, _


class Kind(StrEnum):
    """What a file holds."""

    SITES = "sites"
    LINKS = "links"
    DEVICES = "devices"
    ASSETS = "assets"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in files; `secret` cells are never repeated in a message."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    secret: bool = False


SITE_CODE = Column("site_code", ("รหัสโรงเรียน", "รหัสสถานศึกษา", "รหัส 8 หลัก"), required=True)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.SITES: (
        SITE_CODE,
        Column("name", ("ชื่อโรงเรียน", "ชื่อสถานศึกษา", "ชื่อ"), required=True),
        Column("district", ("อำเภอ",)),
        Column("latitude", ("ละติจูด", "lat")),
        Column("longitude", ("ลองจิจูด", "lon", "lng")),
        Column("sub_district", ("ตำบล",)),
        Column("address", ("ที่อยู่",)),
        Column("contact_name", ("ผู้ติดต่อ",)),
        Column("contact_phone", ("โทรศัพท์", "เบอร์โทร")),
        Column("contact_email", ("อีเมล",)),
        Column("note", ("หมายเหตุ",)),
    ),
    Kind.LINKS: (
        SITE_CODE,
        Column("name", ("ชื่อวงจร", "ชื่อ"), required=True),
        Column("provider", ("ผู้ให้บริการ",)),
        Column("circuit_no", ("เลขที่วงจร", "หมายเลขวงจร")),
        Column("speed_mbps", ("ความเร็ว", "ความเร็ว (mbps)")),
        Column("price_thb_month", ("ราคาต่อเดือน", "ราคาต่อเดือน (บาท)", "ค่าบริการต่อเดือน")),
        Column("check", ("วิธีตรวจ",)),
        Column("check_address", ("ที่อยู่ที่ตรวจ",)),
        Column("upstream", ("อุปกรณ์ต้นทาง", "ผ่านอุปกรณ์")),
        Column("contract", ("เลขที่สัญญา", "สัญญา")),
        Column("contract_end", ("สิ้นสุดสัญญา", "วันสิ้นสุดสัญญา")),
        Column("contract_start", ("เริ่มสัญญา", "วันเริ่มสัญญา")),
        Column("near_end", ("ต้นทาง",)),
        Column("far_end", ("ปลายทาง",)),
        Column("note", ("หมายเหตุ",)),
    ),
    Kind.DEVICES: (
        SITE_CODE,
        Column("name", ("ชื่ออุปกรณ์", "ชื่อ"), required=True),
        Column("address", ("ที่อยู่ ip", "ip", "ip address", "ไอพี")),
        Column("snmp_port", ("พอร์ต snmp",)),
        Column("snmp_version", ("รุ่น snmp", "เวอร์ชัน snmp")),
        Column("community", ("คอมมูนิตี",), secret=True),
        Column("role", ("หน้าที่", "บทบาท")),
        Column("parent", ("ต่อจาก", "อุปกรณ์ต้นทาง")),
        Column("credential", ("ชุดรหัส snmp",)),
        Column("ssh_credential", ("ชุดรหัส ssh",)),
        Column("ssh_port", ("พอร์ต ssh",)),
        Column("https_port", ("พอร์ต https",)),
        Column("ssh_platform", ("แพลตฟอร์ม ssh",)),
        Column("acquired_on", ("วันที่ได้มา", "ได้มาเมื่อ", "วันที่ซื้อ")),
        Column("warranty_until", ("ประกันถึง", "สิ้นสุดประกัน", "วันสิ้นสุดประกัน")),
        Column("note", ("หมายเหตุ",)),
    ),
    Kind.ASSETS: (
        Column("site_code", SITE_CODE.aliases),
        Column(
            "number",
            ("หมายเลขครุภัณฑ์", "เลขครุภัณฑ์", "รหัสครุภัณฑ์", "เลขทะเบียนครุภัณฑ์", "หมายเลขทรัพย์สิน", "รหัสทรัพย์สิน", "รหัส"),
            required=True,
        ),
        Column("gfmis_no", ("หมายเลข gfmis", "เลขสินทรัพย์ gfmis", "รหัสสินทรัพย์ gfmis", "หมายเลขสินทรัพย์ gfmis")),
        Column("name", ("รายการ", "ชื่อครุภัณฑ์", "รายการครุภัณฑ์", "ชื่อ"), required=True),
        Column("class", ("ประเภท", "ประเภทครุภัณฑ์", "ประเภททรัพย์สิน", "หมวด")),
        Column("brand", ("ยี่ห้อ", "ตราอักษร")),
        Column("model", ("รุ่น", "รุ่น/แบบ", "แบบ/รุ่น")),
        Column("serial", ("หมายเลขเครื่อง", "serial number", "s/n", "ซีเรียล")),
        Column("quantity", ("จำนวน", "จำนวนหน่วย")),
        Column("unit_word", ("หน่วยนับ", "หน่วย")),
        Column("price_thb", ("ราคา/หน่วย", "ราคาต่อหน่วย", "ราคา/หน่วย (บาท)", "ราคาต่อหน่วย (บาท)", "ราคาทุน", "ราคา")),
        Column("total_thb", ("มูลค่ารวม", "ราคารวม", "มูลค่ารวม (บาท)", "จำนวนเงิน")),
        Column(
            "acquired_on",
            ("วันที่ได้มา", "วันเดือนปี", "วัน เดือน ปี", "วัน/เดือน/ปี", "วัน/เดือน/ปีที่ได้มา", "วันเดือนปีที่ได้มา", "ว/ด/ป"),
        ),
        Column("document_no", ("ที่เอกสาร", "เลขที่เอกสาร")),
        Column("fund", ("ประเภทเงิน", "แหล่งเงิน")),
        Column("method", ("วิธีการที่ได้มา", "วิธีที่ได้มา", "วิธีการได้มา", "วิธีได้มา")),
        Column("supplier", ("ผู้ขาย", "ชื่อผู้ขาย", "ผู้ขาย/ผู้รับจ้าง/ผู้บริจาค", "ชื่อผู้ขาย/ผู้รับจ้าง/ผู้บริจาค")),
        Column("supplier_address", ("ที่อยู่ผู้ขาย", "ที่อยู่")),
        Column("supplier_phone", ("โทรศัพท์ผู้ขาย", "โทรศัพท์", "เบอร์โทร")),
        Column("contract_no", ("เลขที่สัญญา", "สัญญา")),
        Column("warranty_until", ("ประกันถึง", "สิ้นสุดประกัน", "วันสิ้นสุดประกัน")),
        Column("life_years", ("อายุใช้งาน", "อายุการใช้งาน", "อายุการใช้งาน (ปี)", "อายุใช้งาน (ปี)")),
        Column("custodian", ("ผู้ครอบครอง", "ผู้ดูแล", "ผู้รับผิดชอบ", "ผู้ใช้งาน")),
        Column("place", ("สถานที่ตั้ง", "สถานที่", "ใช้ประจำหน่วยงาน", "สถานที่ตั้ง/หน่วยงานผู้รับผิดชอบ")),
        Column("standing", ("สภาพ", "สถานะ")),
        Column("note", ("หมายเหตุ",)),
    ),
}
# What registers write and the book reckons itself.
PASSED_OVER: dict[Kind, tuple[str, ...]] = {
    Kind.ASSETS: (
        *("ที่", "ลำดับ", "ลำดับที่", "อัตราค่าเสื่อมราคา", "อัตราค่าเสื่อม", "อัตราค่าเสื่อมราคา (%)"),
        *("ค่าเสื่อมประจำปี", "ค่าเสื่อมราคาประจำปี", "ค่าเสื่อมสะสม", "ค่าเสื่อมราคาสะสม", "มูลค่าสุทธิ"),
    ),
}


def column(kind: Kind, name: str) -> Column | None:
    """The column of that exact name."""
    return next((each for each in COLUMNS[kind] if each.name == name), None)


def match(kind: Kind, header: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """The column name of each heading ("" where it is none), and what is wrong with the headings."""
    known = _known(kind)
    passed_over = {_plain(heading) for heading in PASSED_OVER.get(kind, ())}
    names: list[str] = []
    problems: list[Problem] = []
    for heading in header:
        name = known.get(_plain(heading), "")
        if not name and heading.strip() and _plain(heading) not in passed_over:
            problems.append(Problem(heading.strip()[:60], _("There is no such column in a file of this kind")))
        elif name in names and name:
            problems.append(Problem(name, _("This column stands twice")))
        names.append(name)
    absent = [each.name for each in COLUMNS[kind] if each.required and each.name not in names]
    return names, problems + [Problem(name, _("This column is missing")) for name in absent]


def required_in(kind: Kind, header: Sequence[str]) -> bool:
    """Whether all needed columns are among these headings."""
    known = _known(kind)
    names = {known.get(_plain(heading), "") for heading in header}
    return all(each.name in names for each in COLUMNS[kind] if each.required)


def _known(kind: Kind) -> dict[str, str]:
    return {_plain(alias): each.name for each in COLUMNS[kind] for alias in (each.name, *each.aliases)}


def _plain(heading: str) -> str:
    return re.sub(r"\s+", " ", heading).strip().casefold().replace("_", " ")
