"""Words of the papers: official Thai, whatever language a reader chose on the pages."""

from __future__ import annotations

from typing import Final

KINDS: Final = {
    "province_development": "แผนพัฒนาการศึกษาจังหวัด",
    "cluster_development": "แผนพัฒนาการศึกษากลุ่มจังหวัด",
    "four_year": "แผนปฏิบัติการ 4 ปี",
    "province_annual": "แผนปฏิบัติราชการศึกษาประจำปีของจังหวัด",
}
ELEMENTS: Final = {
    "vision": "วิสัยทัศน์",
    "mission": "พันธกิจ",
    "goal": "เป้าประสงค์",
    "strategy": "ยุทธศาสตร์",
    "measure": "มาตรการ",
}
MEASURES: Final = {
    "school_age": "ประชากรวัยเรียน",
    "enrolled": "นักเรียน",
    "out_of_school": "อยู่นอกระบบ",
    "under_served": "หมู่บ้าน\nที่เข้าถึงยาก",
}
MEASURE_UNITS: Final = {"school_age": "คน", "enrolled": "คน", "out_of_school": "คน", "under_served": "แห่ง"}
CHANNELS: Final = {
    "meeting": "การประชุม",
    "hearing": "เวทีรับฟังความคิดเห็น",
    "questionnaire": "แบบสอบถาม",
    "interview": "การสัมภาษณ์",
    "online": "ออนไลน์",
    "letter": "หนังสือ",
}
CONTRIBUTIONS: Final = {"money": "งบประมาณ", "staff": "บุคลากร", "in_kind": "สิ่งของหรือสถานที่"}
SEATS: Final = {"chair": "ประธานกรรมการ", "member": "กรรมการ", "secretary": "กรรมการและเลขานุการ"}
NOTHING: Final = "–"
DOTS: Final = "." * 48
OFFERED: Final = "offered"
PLEDGES: Final = {OFFERED: "ร่วมสนับสนุน", "declined": "ไม่ร่วมสนับสนุน"}
AGAIN: Final = "กลับมาร่วมสนับสนุน"
