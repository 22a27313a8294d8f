"""Thai words that the papers of cases share."""

from __future__ import annotations

from typing import Final

from planning.school_network.kinds import CaseKind
from planning.school_network.mapping.criteria import Verdict
from planning.school_network.mapping.parameters import Certainty
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
    AssetWay.TRANSFER: "โอน",
    AssetWay.RETURN: "ส่งคืน",
    AssetWay.SELL: "ขาย",
    AssetWay.DESTROY: "ทำลาย",
    AssetWay.KEEP: "ใช้ราชการต่อ",
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
