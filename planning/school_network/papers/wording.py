"""Thai words that the papers of cases share."""

from __future__ import annotations

from typing import Final

from planning.school_network.file_kinds import FileKind
from planning.school_network.kinds import CaseKind
from planning.school_network.mapping.criteria import Fact, Verdict
from planning.school_network.mapping.parameters import Certainty, Name
from planning.school_network.mapping.quality import Fault
from planning.school_network.models.case import AssetKind, AssetWay, OpinionWord, Round, Transport

KINDS: Final = {
    CaseKind.ESTABLISH: "จัดตั้งสถานศึกษา",
    CaseKind.CO_LEARN: "เรียนรวมกับสถานศึกษาอื่น",
    CaseKind.MERGE: "รวมสถานศึกษา",
    CaseKind.CLOSE: "เลิกสถานศึกษา",
    CaseKind.EXPAND_CLASS: "ขยายชั้นเรียน",
    CaseKind.REDUCE_CLASS: "ยกเลิกการขยายชั้นเรียน",
    CaseKind.TRANSFER_IN: "รับโอนสถานศึกษา",
    CaseKind.TRANSFER_OUT: "ถ่ายโอนสถานศึกษา",
}
VERDICTS: Final = {
    Verdict.MET: "เข้าเกณฑ์",
    Verdict.NOT_MET: "ไม่เข้าเกณฑ์",
    Verdict.FOR_PEOPLE: "คณะกรรมการพิจารณา",
    Verdict.NOT_KNOWN: "ไม่ทราบค่า",
}
_LEVELS: Final = {
    "kindergarten": "ก่อนประถมศึกษา",
    "primary": "ประถมศึกษา",
    "lower_secondary": "มัธยมศึกษาตอนต้น",
    "upper_secondary": "มัธยมศึกษาตอนปลาย",
}
FIGURES: Final = {
    **{f"norm_km_{key}": f"ระยะทางไม่เกิน ระดับ{word} (กม.)" for key, word in _LEVELS.items()},
    **{f"norm_min_{key}": f"เวลาเดินทางไม่เกิน ระดับ{word} (นาที)" for key, word in _LEVELS.items()},
    **{f"room_pupils_{key}": f"นักเรียนต่อห้อง ระดับ{word} (คน)" for key, word in _LEVELS.items()},
    Name.SMALL_SCHOOL_PUPILS: "โรงเรียนขนาดเล็กมีนักเรียนไม่เกิน (คน)",
    Name.SMALL_BAND_PUPILS: "ช่วงจำนวนนักเรียนของโรงเรียนขนาดเล็ก (คน)",
    Name.MERGE_RADIUS_KM: "รวมสถานศึกษาได้ในระยะ (กม.)",
    Name.MERGE_MIN: "รวมสถานศึกษาได้ในเวลาเดินทาง (นาที)",
    Name.SUPPORT_SATANG_DAY: "ค่าพาหนะต่อคนต่อวัน (สตางค์)",
    Name.SCHOOL_DAYS_YEAR: "วันเปิดเรียนต่อปี (วัน)",
    Name.SNAP_LIMIT_M: "ห่างจากถนนได้ไม่เกิน (เมตร)",
    Name.DETOUR_FACTOR: "ตัวคูณระยะเส้นตรงเป็นระยะทางจริง (เท่า)",
    Name.SEARCH_KM: "ค้นหาตามถนนไม่เกิน (กม.)",
    Name.TAMBON_CENTRE_KM: "พิกัดน่าสงสัยเมื่อห่างจากตำบลเกิน (กม.)",
    Name.SOUTH_DEG: "ละติจูดใต้สุดของประเทศ (องศา)",
    Name.NORTH_DEG: "ละติจูดเหนือสุดของประเทศ (องศา)",
    Name.WEST_DEG: "ลองจิจูดตะวันตกสุดของประเทศ (องศา)",
    Name.EAST_DEG: "ลองจิจูดตะวันออกสุดของประเทศ (องศา)",
    Name.SPEED_KMH_HIGHWAY: "ความเร็วบนทางหลวง (กม./ชม.)",
    Name.SPEED_KMH_MAIN: "ความเร็วบนถนนสายหลัก (กม./ชม.)",
    Name.SPEED_KMH_MINOR: "ความเร็วบนถนนสายรอง (กม./ชม.)",
    Name.SPEED_KMH_VILLAGE: "ความเร็วบนถนนในหมู่บ้าน (กม./ชม.)",
    Name.SPEED_KMH_TRACK: "ความเร็วบนทางลูกรัง (กม./ชม.)",
    Name.SPEED_KMH_OFF_ROAD: "ความเร็วนอกถนน (กม./ชม.)",
}
"""Each figure of the school map as papers name it."""
CERTAINTIES: Final = {
    Certainty.VERIFIED: "ตรวจสอบแล้ว",
    Certainty.NEWS: "ยังไม่ตรวจสอบ",
    Certainty.GUESS: "ยังไม่ตรวจสอบ",
    Certainty.OFFICE: "สำนักงานกำหนด",
}
OPINIONS: Final = {
    OpinionWord.AGREE: "เห็นชอบ",
    OpinionWord.CONDITIONS: "เห็นชอบโดยมีเงื่อนไข",
    OpinionWord.DISAGREE: "ไม่เห็นชอบ",
}
TRANSPORTS: Final = {
    Transport.NONE: "ไม่ต้องจัด",
    Transport.VAN: "รถรับส่ง",
    Transport.ALLOWANCE: "ค่าพาหนะ",
    Transport.BOARDING: "พักนอน",
}
ASSETS: Final = {
    AssetKind.LAND: "ที่ดิน",
    AssetKind.BUILDING: "อาคารสิ่งก่อสร้าง",
    AssetKind.EQUIPMENT: "วัสดุ ครุภัณฑ์",
    AssetKind.DOCUMENTS: "เอกสารของทางราชการ",
    AssetKind.MONEY: "เงิน",
}
WAYS: Final = {
    AssetWay.UNDECIDED: "ยังไม่กำหนด",
    AssetWay.TRANSFER: "โอน",
    AssetWay.RETURN: "ส่งคืน",
    AssetWay.SELL: "ขาย",
    AssetWay.DESTROY: "ทำลาย",
    AssetWay.KEEP: "ใช้ราชการต่อ",
}
FILE_NAMES: Final = {
    FileKind.DEMAND_TABLE: "ตารางความต้องการ",
    FileKind.LAND_PAPER: "เอกสารที่ดิน",
    FileKind.CLASS_PLAN: "แผนการจัดชั้นเรียน",
    FileKind.LAO_REQUEST: "คำขอขององค์กรปกครองส่วนท้องถิ่น",
    FileKind.SITE_VISIT: "รายงานการลงพื้นที่",
    FileKind.BOARD_OPINION: "ความเห็นคณะกรรมการสถานศึกษา",
    FileKind.MINUTES: "บันทึกการประชุมรับฟังความคิดเห็น",
    FileKind.PHOTO: "ภาพถ่าย",
    FileKind.ANNOUNCEMENT: "ประกาศ",
    FileKind.ASSETS: "เอกสารทรัพย์สิน",
    FileKind.OTHER: "อื่น ๆ",
}
ROUNDS: Final = {Round.TERM: "หนึ่งภาคเรียน", Round.YEAR: "หนึ่งปี"}
SCORES: Final = {
    "experience": "ประสบการณ์ในการจัดการศึกษา",
    "plan": "แผนการเตรียมความพร้อม",
    "management": "วิธีบริหารและจัดการศึกษา",
    "income": "การจัดสรรรายได้เพื่อการศึกษา",
    "level_fit": "ระดับและประเภทการศึกษาเหมาะกับความต้องการ",
    "people": "ความเห็นของประชาชน",
}
FAULTS: Final = {
    Fault.MISSING: "ไม่มีพิกัด",
    Fault.ZERO: "พิกัดเป็น 0, 0",
    Fault.SWAPPED: "สลับละติจูดกับลองจิจูด",
    Fault.OUTSIDE_COUNTRY: "อยู่นอกประเทศ",
    Fault.DUPLICATE: "พิกัดซ้ำกับแห่งอื่น",
    Fault.UNKNOWN_TAMBON: "ไม่ทราบตำบล",
    Fault.OUTSIDE_TAMBON: "อยู่นอกตำบลที่ระบุ",
    Fault.FAR_FROM_TAMBON: "ไกลจากตำบลที่ระบุ",
}
DEMANDS: Final = {
    "villages": "เด็กวัยเรียนรายหมู่บ้าน ถือว่าเรียนที่โรงเรียนใกล้ที่สุดที่เปิดสอนชั้นนั้น",
    "homes": "นักเรียนตามหมู่บ้านภูมิลำเนา ทราบ %(known)s จาก %(pupils)s คน",
}
SUPPORT: Final = (
    "ค่าพาหนะ %(baht)s บาทต่อวัน %(days)s วันต่อปี คิดตามจำนวนนักเรียนทุกคนของโรงเรียนหรือชั้นที่สิ้นสุด ไม่ว่าจะทราบภูมิลำเนาหรือไม่"
)
UNITS: Final = {Fact.PUPILS: "คน", Fact.CHILDREN: "คน", Fact.WAY_KM: "กม.", Fact.WAY_MIN: "นาที"}
