"""Open data as people read it: Thai names of tables, columns and words, their key, and whose data they are.

The language is Thai, as that of every paper: a file is read far from the page on which a language was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from office.thai_date import long_date
from planning.plans.declared import Frozen
from service.web.exports import Sheet

TABLES: Final[Mapping[str, str]] = {
    "projects": "โครงการ",
    "indicators": "ตัวชี้วัดและค่าเป้าหมาย",
    "budget_lines": "รายการงบประมาณ",
    "equity": "โอกาสทางการศึกษารายอำเภอ",
    "plan": "การเปลี่ยนแปลงสถานศึกษา",
    "goals": "เป้าประสงค์",
}
COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "code": ("รหัส", "รหัสในแผน"),
    "name": ("ชื่อ", "ชื่อเต็มตามแผน"),
    "title": ("ชื่อ", "ชื่อเต็มตามแผน"),
    "project": ("โครงการ", "ชื่อหรือรหัสโครงการตามแผน"),
    "strategy": ("กลยุทธ์", "กลยุทธ์ที่โครงการสนอง"),
    "owner": ("ผู้รับผิดชอบ", "กลุ่มหรือตำแหน่งที่รับผิดชอบ"),
    "group": ("กลุ่ม", "กลุ่มงานที่รับผิดชอบ"),
    "agency": ("หน่วยงาน", "หน่วยงานหลัก"),
    "target_group": ("กลุ่มเป้าหมาย", "ผู้ที่โครงการมุ่งถึง"),
    "place": ("พื้นที่ดำเนินการ", "พื้นที่ที่ดำเนินโครงการ"),
    "indicator": ("ตัวชี้วัด", "ตัวชี้วัดและค่าเป้าหมายของโครงการ"),
    "money_source": ("แหล่งงบประมาณ", "ที่มาของเงิน"),
    "budget_baht": ("งบประมาณ (บาท)", "จำนวนเงินเป็นบาท ทศนิยม 2 ตำแหน่ง"),
    "activity": ("กิจกรรมที่", "ลำดับกิจกรรมในโครงการ"),
    "item": ("รายการ", "รายการค่าใช้จ่าย"),
    "source": ("ที่มา", "แหล่งของเงิน หรือแหล่งที่มาของตัวเลข"),
    "budget_type": ("งบรายจ่าย", "ประเภทงบรายจ่ายตามหลักการจำแนก"),
    "quantity": ("จำนวน", "จำนวนหน่วย"),
    "unit": ("หน่วยนับ", "หน่วยของจำนวนหรือค่า"),
    "unit_price_baht": ("ราคาต่อหน่วย (บาท)", "จำนวนเงินเป็นบาท ทศนิยม 2 ตำแหน่ง"),
    "q1_baht": ("ไตรมาส 1 (บาท)", "แผนการใช้จ่ายเดือนตุลาคมถึงธันวาคม"),
    "q2_baht": ("ไตรมาส 2 (บาท)", "แผนการใช้จ่ายเดือนมกราคมถึงมีนาคม"),
    "q3_baht": ("ไตรมาส 3 (บาท)", "แผนการใช้จ่ายเดือนเมษายนถึงมิถุนายน"),
    "q4_baht": ("ไตรมาส 4 (บาท)", "แผนการใช้จ่ายเดือนกรกฎาคมถึงกันยายน"),
    "direction": ("ทิศทาง", "ค่าที่มากหรือน้อยเป็นค่าที่ดี"),
    "baseline": ("ค่าฐาน", "ค่าก่อนเริ่มแผน"),
    "no_baseline": ("ยังไม่มีการวัด", "เหตุผลที่ยังไม่มีค่าฐาน"),
    "district": ("อำเภอ", "ชื่ออำเภอ"),
    "measure": ("ตัวเลข", "สิ่งที่นับ"),
    "value": ("ค่า", "จำนวนที่นับได้"),
    "as_of": ("ข้อมูล ณ วันที่", "วันที่ของตัวเลข เขียนเป็น ปี ค.ศ.-เดือน-วัน"),
    "academic_year": ("ปีการศึกษา", "ปีการศึกษา พ.ศ. ที่การเปลี่ยนแปลงมีผล"),
    "kind": ("การเปลี่ยนแปลง", "จัดตั้ง รวม เลิก เรียนรวม ขยายชั้นเรียน หรือโอน"),
    "school_code": ("รหัสโรงเรียน", "รหัสโรงเรียน 8 หลัก"),
    "school_name": ("โรงเรียน", "ชื่อโรงเรียนที่เปลี่ยนแปลง"),
    "to_code": ("รหัสโรงเรียนที่รับ", "รหัสโรงเรียน 8 หลักของโรงเรียนที่รับนักเรียน"),
    "to_name": ("โรงเรียนหรือหน่วยงานที่รับ", "ผู้ที่รับนักเรียนหรือรับโอน"),
    "low": ("ชั้นต่ำสุด", "ลำดับชั้นต่ำสุด นับ อนุบาล 1 เป็น 1"),
    "high": ("ชั้นสูงสุด", "ลำดับชั้นสูงสุด นับ อนุบาล 1 เป็น 1"),
    "reason": ("เหตุผล", "เหตุผลตามแผน"),
}
"""Column of a service's table -> its Thai name and what it means."""
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "direction": {"up": "ยิ่งมากยิ่งดี", "down": "ยิ่งน้อยยิ่งดี", "band": "อยู่ในช่วง"},
    "budget_type": {
        "personnel": "งบบุคลากร",
        "operating": "งบดำเนินงาน",
        "investment": "งบลงทุน",
        "subsidy": "งบเงินอุดหนุน",
        "other": "งบรายจ่ายอื่น",
        "central": "งบกลาง",
        "further": "งบอื่น ๆ",
    },
    "kind": {
        "establish": "จัดตั้งสถานศึกษา",
        "co_learn": "เรียนรวมกับสถานศึกษาอื่น",
        "merge": "รวมสถานศึกษา",
        "close": "เลิกสถานศึกษา",
        "expand_class": "ขยายชั้นเรียน",
        "reduce_class": "ยกเลิกการขยายชั้นเรียน",
        "transfer_in": "รับโอนสถานศึกษา",
        "transfer_out": "ถ่ายโอนสถานศึกษา",
    },
}
TERMS: Final = "นำไปใช้ เผยแพร่ต่อ และดัดแปลงได้โดยไม่มีค่าใช้จ่าย เมื่ออ้างอิงที่มาตามข้อความข้างต้น"
KEY_TITLES: Final = ("ตาราง", "คอลัมน์", "ชื่อในระบบ", "ความหมาย")


def table_title(sheet: Sheet) -> str:
    """In Thai."""
    return TABLES[sheet.name]


def in_thai(sheet: Sheet) -> Sheet:
    """The table with Thai heads and Thai words in its cells."""
    rows = [
        [
            WORDS.get(title, {}).get(str(cell), "" if cell is None else cell)
            for title, cell in zip(sheet.titles, row, strict=True)
        ]
        for row in sheet.rows
    ]
    return Sheet(sheet.name, [_column(title)[0] for title in sheet.titles], rows)


def key_of(sheets: Sequence[Sheet], frozen: Frozen) -> Sheet:
    """What each column means, and whose data they are."""
    rows = [[table_title(one), _column(title)[0], title, _column(title)[1]] for one in sheets for title in one.titles]
    rows += [["ทุกตาราง", "ที่มา", "", source_of(frozen)], ["ทุกตาราง", "เงื่อนไขการใช้ข้อมูล", "", TERMS]]
    return Sheet("key", KEY_TITLES, rows)


def source_of(frozen: Frozen) -> str:
    """How the data are to be quoted."""
    told = f"{frozen.office_name}. {frozen.title}. ประกาศที่ {frozen.announcement}"
    return f"{told} ลงวันที่ {long_date(frozen.released_on)}" if frozen.released_on is not None else told


def _column(title: str) -> tuple[str, str]:
    if title.isdigit():
        return (f"ปีงบประมาณ {title}", f"ค่าหรือจำนวนเงิน (บาท) ของปีงบประมาณ พ.ศ. {title}")
    return COLUMNS[title]
