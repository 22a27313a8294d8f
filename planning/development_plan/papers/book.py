"""The complete plan book, made of the frozen version and nothing else: state, direction, projects, follow-up, annex."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from office.document.content import Block, Column, Heading, Paragraph
from office.thai_date import long_date
from planning.development_plan.papers.evidence import (
    SAMPLE_OFFICE,
    SAMPLE_PLAN,
    FactorData,
    ReviewData,
    SituationData,
    duty_table,
    factor_table,
    factors_of,
    headed,
    map_texts_of,
    position_texts,
    reached_table,
    review_of,
    situation_of,
    year_table,
)
from planning.development_plan.papers.lines import (
    DIRECTIONS,
    LEVELS,
    NONE_YET,
    PAIRS,
    amount,
    figure,
    listed,
    tabled,
    told_why,
    years_of,
)
from planning.plans.declared import Frozen
from service.i18n import N_
from service.papers.kind import PaperData
from service.papers.shape import Cell, Chapter, Shape, kind_of, right


class BookData(PaperData):
    """`content` is the frozen content; what the committee and the announcement say is empty before there is one."""

    office: str
    title: str
    content: dict[str, Any]
    committee: str = ""
    meeting: str = ""
    held_on: date | None = None
    announcement: str = ""
    released_on: date | None = None
    sha256: str = ""

    @property
    def elements(self) -> list[dict[str, Any]]:
        """In the order of the plan."""
        return list(self.content.get("elements", ()))

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Elements of one kind."""
        return [one for one in self.elements if one["kind"] == kind]

    @property
    def years(self) -> list[int]:
        """Fiscal years."""
        return list(self.content.get("years", ()))


def book_of(frozen: Frozen) -> BookData:
    """From what was frozen alone."""
    return BookData(
        office=frozen.office_name or NONE_YET,
        title=frozen.title,
        content=dict(frozen.content),
        committee=frozen.committee,
        meeting=frozen.meeting,
        held_on=frozen.held_on,
        announcement=frozen.announcement,
        released_on=frozen.released_on,
        sha256=frozen.sha256,
    )


def _handed(data: BookData, kind: str) -> Mapping[str, Any] | None:
    return next((one["content"] for one in data.content.get("evidence", ()) if one["kind"] == kind), None)


def _state(data: BookData) -> tuple[Block, ...]:
    review, situation = _handed(data, "mission-review"), _handed(data, "situation-report")
    blocks: list[Block] = []
    if situation is not None:
        told: SituationData = situation_of(data.office, data.title, situation)
        blocks += headed("จำนวนนักเรียน ครู และห้องเรียน", year_table(told.figures, told.projected))
        blocks += headed("ผลการดำเนินงานที่ผ่านมา", reached_table(told.reached))
    if review is not None:
        duties: ReviewData = review_of(data.office, data.title, review)
        blocks += headed("การทบทวนภารกิจ", duty_table(duties.duties))
    return tuple(blocks) or (Paragraph(text=NONE_YET),)


def _environment(data: BookData) -> tuple[Block, ...]:
    handed = _handed(data, "school-mapping")
    if handed is None:
        return (Paragraph(text=NONE_YET),)
    told: FactorData = factors_of(data.office, data.title, handed)
    return (
        *factor_table(told.factors),
        *headed("สถานภาพของเขตพื้นที่การศึกษา", position_texts(told)),
        *headed("แผนที่ตั้งการศึกษา", map_texts_of(told)),
    )


def _direction(data: BookData) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for kind, title in (("vision", "วิสัยทัศน์"), ("mission", "พันธกิจ"), ("goal", "เป้าประสงค์"), ("value", "ค่านิยม")):
        blocks += headed(title, listed(one["text"] for one in data.of_kind(kind)))
    return tuple(blocks)


def _strategies(data: BookData) -> tuple[Block, ...]:
    texts = {one["key"]: one["text"] for one in data.elements}
    blocks: list[Block] = []
    for number, one in enumerate(data.of_kind("strategy"), start=1):
        blocks.append(Heading(level=3, text=f"กลยุทธ์ที่ {number} {one['text']}"))
        blocks.append(Paragraph(text="สนองเป้าประสงค์: " + ", ".join(texts[goal] for goal in one["serves"])))
        pairs = [each for each in data.content["pairs"] if each["strategy"] == one["key"]]
        blocks += [Paragraph(text=f"{PAIRS[each['pair']]}: {each['inner']} กับ {each['outer']}") for each in pairs]
        leaning = [each["node"] for each in data.content["policies"] if each["key"] == one["key"]]
        if leaning:
            blocks.append(Paragraph(text="สอดคล้องกับ: " + "; ".join(leaning)))
        blocks.append(Paragraph(text="แนวทาง/มาตรการ", keep_with_next=True))
        blocks += listed(each["text"] for each in data.of_kind("measure") if each["parent"] == one["key"])
    return tuple(blocks) or (Paragraph(text=NONE_YET),)


def _indicators(data: BookData) -> tuple[Block, ...]:
    rows: list[tuple[Cell, ...]] = []
    for one in data.content.get("indicators", ()):
        targets = {each["fiscal_year"]: each["value"] for each in one["targets"] if not each["area"]}
        name = f"{one['code']} {one['name']} ({LEVELS[one['level']]}, {DIRECTIONS[one['direction']]})"
        begins = figure(one["baseline"]) if one["baseline"] is not None else told_why(one.get("no_baseline", ""))
        rows.append((name, one["unit"], begins, *(figure(targets.get(year)) for year in data.years)))
    columns = (Column(title="ตัวชี้วัด", width=3), Column(title="หน่วย"), right("ค่าฐาน"), *years_of(data.years, "", 0.9))
    return tabled(columns, rows)


def _frames(data: BookData) -> tuple[Block, ...]:
    blocks: list[Block] = []
    columns = (Column(title="โครงการ / ผู้รับผิดชอบ", width=2), *years_of(data.years, "บาท", 1.35))
    sums = dict.fromkeys(data.years, 0)
    for one in data.of_kind("strategy"):
        rows: list[tuple[Cell, ...]] = []
        for frame in (each for each in data.content["frames"] if each["strategy"] == one["key"]):
            amounts = {each["fiscal_year"]: each["satang"] for each in frame["amounts"]}
            rows.append((f"{frame['title']} / {frame['owner']}", *(amount(amounts.get(year)) for year in data.years)))
            for year in data.years:
                sums[year] += amounts.get(year, 0)
        blocks += headed(one["text"], tabled(columns, rows, size_pt=12))
    if not data.title:
        return tabled(columns, ())
    totals = (Column(title="รวมทุกกลยุทธ์", width=2), *years_of(data.years, "บาท", 1.35))
    last: tuple[Cell, ...] = (
        f"รวมทั้งสิ้น {sum(sums.values()) / 100:,.2f} บาท",
        *(amount(sums[year]) for year in data.years),
    )
    return (*blocks, *tabled(totals, [last], size_pt=12))


def _driving(_data: BookData) -> tuple[Block, ...]:
    return listed(
        (
            "ถ่ายทอดเป้าประสงค์สู่แผนปฏิบัติการประจำปีและแผนของสถานศึกษาทุกแห่ง",
            "ติดตามผลทุกไตรมาสจากรายงานของแผนปฏิบัติการประจำปี",
            "ประเมินผลรายปีและครึ่งแผน ตามตัวชี้วัดและค่าเป้าหมายในแผนนี้",
            "รายงานผลต่อคณะกรรมการเขตพื้นที่การศึกษาและเผยแพร่ต่อสาธารณชน",
        )
    )


def _annex(data: BookData) -> tuple[Block, ...]:
    if not data.title:
        return (Paragraph(text=NONE_YET),)
    if not data.committee:
        return (Paragraph(text="อยู่ระหว่างเสนอขอความเห็นชอบ"),)
    held = long_date(data.held_on) if data.held_on is not None else NONE_YET
    released = long_date(data.released_on) if data.released_on is not None else NONE_YET
    return (
        Paragraph(text=f"คณะกรรมการผู้ให้ความเห็นชอบ: {data.committee or NONE_YET}"),
        Paragraph(text=f"การประชุมครั้งที่: {data.meeting.removeprefix('ครั้งที่').strip() or NONE_YET} วันที่ {held}"),
        Paragraph(text=f"ประกาศเลขที่: {data.announcement or NONE_YET} ลงวันที่ {released}"),
        Paragraph(text=f"รหัสตรวจสอบความถูกต้องของฉบับ: {data.sha256 or NONE_YET}"),
    )


def _blank(office: str) -> BookData:
    lists = ("evidence", "elements", "pairs", "policies", "indicators", "frames")
    return BookData(office=office, title="", content={"years": [1, 2, 3, 4, 5], **{name: [] for name in lists}})


def _sample() -> BookData:
    content: dict[str, Any] = {
        "years": [2571, 2572, 2573, 2574, 2575],
        "evidence": [],
        "elements": [
            {"key": "v", "kind": "vision", "text": "ผู้เรียนมีคุณภาพ", "serves": [], "parent": ""},
            {"key": "m", "kind": "mission", "text": "จัดการศึกษาให้ทั่วถึง", "serves": [], "parent": ""},
            {"key": "g", "kind": "goal", "text": "ผู้เรียนได้เรียนใกล้บ้าน", "serves": ["m"], "parent": ""},
            {"key": "s", "kind": "strategy", "text": "บริหารโรงเรียนขนาดเล็ก", "serves": ["g"], "parent": ""},
        ],
        "pairs": [],
        "policies": [],
        "indicators": [],
        "frames": [],
    }
    return BookData(office=SAMPLE_OFFICE, title=SAMPLE_PLAN, content=content)


BOOK: Final = kind_of(
    Shape(
        key="plan_book",
        title=N_("Plan book"),
        heading="แผนพัฒนาการศึกษาขั้นพื้นฐาน",
        data=BookData,
        named=lambda data: data.title,
        facts=lambda data: (
            ("หน่วยงาน", data.office),
            ("ระยะเวลา", f"ปีงบประมาณ พ.ศ. {data.years[0]}-{data.years[-1]}" if data.title and data.years else ""),
        ),
        chapters=(
            Chapter("state", "ส่วนที่ 1 สภาพการจัดการศึกษา", N_("State of education"), _state),
            Chapter("environment", "ผลการวิเคราะห์สภาพแวดล้อม", N_("Factors and school map"), _environment),
            Chapter("direction", "ส่วนที่ 2 ทิศทางการพัฒนา", N_("Vision, missions, goals and values"), _direction),
            Chapter("strategies", "กลยุทธ์", N_("Strategies"), _strategies),
            Chapter("indicators", "ส่วนที่ 3 ตัวชี้วัดและค่าเป้าหมาย", N_("Indicators"), _indicators),
            Chapter("frames", "กรอบแผนงาน/โครงการ", N_("Project frames"), _frames, landscape=True),
            Chapter("driving", "ส่วนที่ 4 การขับเคลื่อนและติดตามผล", N_("Follow-up of the plan"), _driving),
            Chapter("annex", "ภาคผนวก มติและประกาศ", N_("Resolution and announcement"), _annex),
        ),
        sample=_sample,
        blank=_blank,
    )
)
