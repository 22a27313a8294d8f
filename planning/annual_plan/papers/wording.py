"""Thai official words of the papers of the annual plan."""

from __future__ import annotations

from typing import Final

from planning.annual_plan.papers.data import TreatedRisk
from planning.annual_plan.terms import Asked, BudgetType, Level, Progress, ProjectKind
from planning.plans.grading import Grade

TYPES: Final = {
    BudgetType.PERSONNEL: "งบบุคลากร",
    BudgetType.OPERATING: "งบดำเนินงาน",
    BudgetType.INVESTMENT: "งบลงทุน",
    BudgetType.SUBSIDY: "งบเงินอุดหนุน",
    BudgetType.OTHER: "งบรายจ่ายอื่น",
    BudgetType.CENTRAL: "งบกลาง",
    BudgetType.FURTHER: "งบอื่นๆ",
}
KINDS: Final = {ProjectKind.NEW: "โครงการใหม่", ProjectKind.CONTINUING: "โครงการต่อเนื่อง"}
ASKED: Final = {Asked.PAY: "ขอเบิก", Asked.BORROW: "ขอยืม"}
PROGRESS: Final = {
    Progress.NOT_STARTED: "ยังไม่ดำเนินการ",
    Progress.DOING: "อยู่ระหว่างดำเนินการ",
    Progress.DONE: "ดำเนินการแล้วเสร็จ",
    Progress.DELAYED: "ล่าช้ากว่าแผน",
    Progress.STOPPED: "ยุติ",
}
GRADES: Final = {
    Grade.MET: "บรรลุเป้าหมาย",
    Grade.IMPROVED: "ดีกว่าค่าฐาน ยังไม่บรรลุ",
    Grade.NOT_MET: "ไม่บรรลุเป้าหมาย",
    Grade.UNKNOWN: "–",
}
LEVELS: Final = {
    Level.KINDERGARTEN: "ก่อนประถมศึกษา",
    Level.PRIMARY: "ประถมศึกษา",
    Level.LOWER_SECONDARY: "มัธยมศึกษาตอนต้น",
    Level.UPPER_SECONDARY: "มัธยมศึกษาตอนปลาย",
    Level.VOCATIONAL: "ปวช.",
}
MONTHS: Final = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.")
DAYS: Final = ("1 ต.ค.-31 ธ.ค.", "1 ม.ค.-31 มี.ค.", "1 เม.ย.-30 มิ.ย.", "1 ก.ค.-30 ก.ย.")
QUARTERS: Final = ("ต.ค.-ธ.ค.", "ม.ค.-มี.ค.", "เม.ย.-มิ.ย.", "ก.ค.-ก.ย.")


def treated_words(risk: TreatedRisk) -> str:
    """How the need of a risk stands."""
    if risk.is_put_off:
        return "เลื่อนออกไปเพราะงบประมาณไม่พอ"
    return "กำลังลดความเสี่ยง" if risk.number is not None else "ไม่พบความเสี่ยงนี้แล้ว"
