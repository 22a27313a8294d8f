"""Words and figures of the invented development plan; what the registry's data say is not here but taken from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planning.development_plan.models.factor import Basis, FactorClass

SAMPLE: Final = "(ข้อมูลสมมติ)"
TITLE: Final = f"แผนพัฒนาการศึกษาขั้นพื้นฐาน ระยะ 5 ปี {SAMPLE}"
NATIONAL_STRATEGY: Final = "ยุทธศาสตร์ชาติ"
GROUPS: Final = ("กลุ่มนิเทศ ติดตามและประเมินผล", "กลุ่มนโยบายและแผน", "กลุ่มส่งเสริมการศึกษาทางไกลฯ")
# What became of duties other than those that simply go on: code, verdict, reason.
JUDGED: Final = {
    "1.4": ("adjust", "ย้ายคลังความรู้ไปไว้ในระบบเดียวกับคู่มือ"),
    "5.3": ("adjust", "ใช้ข้อมูลจากแผนปฏิบัติการแทนการกรอกซ้ำ"),
}


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor. `shown` is the sentence that its evidence fills; empty: people judged it."""

    kind: FactorClass
    text: str
    weight: int
    score: int
    basis: Basis = Basis.JUDGED
    shown: str = ""


FACTORS: Final = (
    Factor(FactorClass.STRENGTH, "ครูส่วนใหญ่สอนตรงวิชาเอกและได้รับการพัฒนาต่อเนื่อง", 25, 4),
    Factor(FactorClass.STRENGTH, "มีระบบเฝ้าระวังเครือข่ายและสารสนเทศของทุกโรงเรียน", 25, 4),
    Factor(
        FactorClass.WEAKNESS, "โรงเรียนขนาดเล็กมีสัดส่วนสูง", 30, 2, Basis.SITUATION,
        "โรงเรียนขนาดเล็ก {small} จาก {schools} แห่ง ตามจำนวนนักเรียน 10 มิถุนายน {year}",
    ),
    Factor(
        FactorClass.WEAKNESS, "วงจรอินเทอร์เน็ตของบางโรงเรียนขัดข้องซ้ำ", 20, 2, Basis.RISK,
        "ทะเบียนความเสี่ยงของระบบเฝ้าระวังเครือข่าย กฎเหตุขัดข้องซ้ำ",
    ),
    Factor(FactorClass.OPPORTUNITY, "ชุมชนและองค์กรปกครองส่วนท้องถิ่นร่วมสนับสนุนการศึกษา", 30, 4),
    Factor(FactorClass.OPPORTUNITY, "นโยบายส่งเสริมการเรียนรวมและการศึกษาทางไกล", 20, 3),
    Factor(
        FactorClass.THREAT, "ประชากรวัยเรียนเปลี่ยนแปลง", 30, 2, Basis.SITUATION,
        "นักเรียน {before} คนในปีการศึกษา {first} เป็น {pupils} คนในปีการศึกษา {year}",
    ),
    Factor(
        FactorClass.THREAT, "เด็กบางหมู่บ้านเดินทางไกลกว่าเกณฑ์", 20, 3, Basis.MAPPING,
        "เด็ก {beyond} จาก {children} คน เดินทางไกลกว่าเกณฑ์ ตามแผนที่ตั้งการศึกษา",
    ),
)  # fmt: skip
VISION: Final = "ผู้เรียนทุกคนเข้าถึงการศึกษาที่มีคุณภาพใกล้บ้าน ด้วยเทคโนโลยีที่ใช้งานได้จริง"
VALUES: Final = ("ยึดข้อมูลที่วัดได้", "โปร่งใส ตรวจสอบได้")


@dataclass(frozen=True, slots=True)
class Indicator:
    """Of a goal; None: the baseline is what the school map found."""

    code: str
    name: str
    direction: str
    source: str
    baseline: float | None
    step: float  # from one year to the next


@dataclass(frozen=True, slots=True)
class Frame:
    """A project with what it may cost in each year, in baht."""

    title: str
    group: int
    output: str
    baht: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan from a mission down: the goal serves it, the strategy serves the goal. `inner` and `outer`
    are places in FACTORS; `node` is the code of the national strategy that it leans on.
    """

    mission: str
    goal: str
    strategy: str
    measures: tuple[str, ...]
    inner: int
    outer: int
    node: str
    indicator: Indicator
    frames: tuple[Frame, ...]


LINES: Final = (
    Line(
        "ยกระดับคุณภาพผู้เรียนทุกระดับ", "ผู้เรียนอ่านออกเขียนได้และคิดคำนวณได้ตามระดับชั้น", "พัฒนาคุณภาพผู้เรียน",
        ("พัฒนาครูผู้สอนภาษาไทย", "นิเทศเป็นรายเครือข่าย"), 0, 5, "3",
        Indicator("G1", "ร้อยละของนักเรียน ป.3 ที่อ่านออกเขียนได้", "up", "ผลการประเมินการอ่าน (สมมติ)", 78.0, 2.5),
        (
            Frame("ยกระดับการอ่านออกเขียนได้", 0, "ครูภาษาไทยผ่านการอบรมทุกโรงเรียน", 300_000),
            Frame("นิเทศเครือข่ายคุณภาพ", 0, "ทุกโรงเรียนได้รับการนิเทศปีละ 2 ครั้ง", 200_000),
        ),
    ),
    Line(
        "จัดการศึกษาให้ทั่วถึงและเป็นธรรม", "เด็กทุกคนได้เรียนใกล้บ้านหรือมีรถรับส่ง", "เพิ่มโอกาสและความเสมอภาค",
        ("เรียนรวมโรงเรียนขนาดเล็ก", "สนับสนุนค่าพาหนะ"), 2, 7, "4",
        Indicator("G2", "ร้อยละของเด็กที่เดินทางไกลกว่าเกณฑ์", "down", "แผนที่ตั้งการศึกษา", None, -0.5),
        (Frame("โรงเรียนขนาดเล็กเรียนรวมอย่างมีคุณภาพ", 1, "นักเรียนที่ย้ายมีรถรับส่งทุกคน", 400_000),),
    ),
    Line(
        "บริหารจัดการด้วยเทคโนโลยีดิจิทัล", "โรงเรียนใช้เครือข่ายเพื่อการเรียนการสอนได้ต่อเนื่อง",
        "พัฒนาระบบเทคโนโลยีดิจิทัลเพื่อการบริหาร", ("ลดเหตุขัดข้องซ้ำของวงจร", "ทดแทนอุปกรณ์ที่สิ้นสุดการสนับสนุน"), 3, 4, "6",
        Indicator("G3", "ร้อยละของเวลาที่เครือข่ายของโรงเรียนใช้งานได้", "up", "ระบบเฝ้าระวังเครือข่าย", 97.5, 0.4),
        (Frame("พัฒนาระบบเครือข่ายให้ใช้งานได้ต่อเนื่อง", 2, "วงจรที่ขัดข้องซ้ำได้รับการแก้ไข", 250_000),),
    ),
)  # fmt: skip
# Of the first schools: how far each has come with its own plan.
SCHOOLS: Final = ("accepted", "accepted", "accepted", "returned", "sent", "sent", "writing", "writing")
SCHOOL_VISION: Final = f"โรงเรียนของชุมชน ผู้เรียนอ่านออกเขียนได้ทุกคน {SAMPLE}"
SCHOOL_PROBLEMS: Final = f"ครูไม่ครบชั้น อินเทอร์เน็ตขาดเป็นบางช่วง {SAMPLE}"
ANSWERS: Final = (
    ("จัดชั่วโมงอ่านทุกวันและสอบวัดทุกเดือน", "ร้อยละ 85"),
    ("สำรวจเด็กที่เดินทางไกลและประสานรถรับส่ง", "ทุกคน"),
    ("แจ้งเหตุขัดข้องภายในวัน และมีแผนสอนเมื่ออินเทอร์เน็ตขาด", "ไม่เกิน 2 ครั้งต่อภาคเรียน"),
)
