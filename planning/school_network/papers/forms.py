"""Kinds of papers of a case: hearing, opinion, site visit, relocation, assets, announcement, follow-up, summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from office.document.content import Block, Paragraph
from office.thai_date import long_date
from planning.school_network.kinds import CaseKind
from planning.school_network.papers import blocks
from planning.school_network.papers.data import (
    AssetRow,
    CaseData,
    ClauseRow,
    FollowRow,
    GroupRow,
    HearingRow,
    OpinionRow,
    StaffRow,
)
from planning.school_network.papers.wording import KINDS
from service.i18n import N_
from service.papers.kind import PaperKind
from service.papers.shape import LONG_DOTS, SHORT_DOTS, Chapter, Shape, boxes, kind_of, texts

Facts = Callable[[CaseData], Sequence[tuple[str, str]]]


def facts_said(data: CaseData) -> Sequence[tuple[str, str]]:
    """What every paper of a case says at its head."""
    term = f"ภาคเรียนที่ {data.term}/{data.year}" if data.term and data.year else f"ภาคเรียนที่ {SHORT_DOTS}"
    since = f"{term} (ตั้งแต่วันที่ {long_date(data.effective_on)})" if data.effective_on else term
    rows = [
        ("เรื่อง", data.title or LONG_DOTS),
        ("สถานศึกษา", f"{data.school} (รหัส {data.school_code})" if data.school_code else data.school or LONG_DOTS),
        ("ที่ตั้ง", data.place or LONG_DOTS),
        ("สถานศึกษาที่รับ/หน่วยงานที่รับ", data.to or LONG_DOTS),
        ("มีผล", since),
    ]
    return [*rows, ("ชั้นที่จัดการเรียน", data.grades)] if data.grades else rows


def sample() -> CaseData:
    """A made-up case that shows officials a template with data in it."""
    return CaseData(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        kind=CaseKind.MERGE.value,
        title=KINDS[CaseKind.MERGE],
        school="โรงเรียนบ้านตัวอย่าง",
        school_code="99000001",
        place="ตำบลตัวอย่าง อำเภอตัวอย่าง จังหวัดตัวอย่าง",
        to="โรงเรียนบ้านข้างเคียง",
        year=2570,
        term=1,
        effective_on=date(2027, 5, 16),
        reason="นักเรียนลดลงต่อเนื่อง",
        announcement_number="1/2570",
        announced_on=date(2027, 4, 1),
        legal_basis=("ระเบียบกระทรวงศึกษาธิการว่าด้วยการจัดตั้ง รวม หรือเลิกสถานศึกษาขั้นพื้นฐาน พ.ศ. 2550",),
        clauses=(
            ClauseRow(
                rule="ระเบียบกระทรวงศึกษาธิการว่าด้วยการจัดตั้ง รวม หรือเลิกสถานศึกษาขั้นพื้นฐาน พ.ศ. 2550",
                version=1,
                number="11 (1)",
                text="เลิกสถานศึกษาเมื่อไม่มีนักเรียน",
                figure="ไม่เกิน 0",
                found="16",
                verdict="ไม่เข้าเกณฑ์",
                certainty="ตรวจสอบแล้ว",
            ),
        ),
        groups=(GroupRow(grade="ป.1", village="บ้านตัวอย่าง", children=3, to="โรงเรียนบ้านข้างเคียง", transport="รถรับส่ง"),),
        hearings=(
            HearingRow(
                notified_on=date(2027, 1, 4),
                held_on=date(2027, 1, 20),
                place="ศาลาประชาคม",
                parents=12,
                agree=10,
                disagree=2,
            ),
        ),
        opinions=(OpinionRow(school="โรงเรียนบ้านตัวอย่าง", held_on=date(2027, 1, 10), opinion="เห็นชอบ", present=9),),
        assets=(
            AssetRow(
                kind="อาคารสิ่งก่อสร้าง",
                item="อาคารเรียน",
                quantity=1,
                value_satang=100_000_000,
                way="โอน",
                to_whom="โรงเรียนบ้านข้างเคียง",
            ),
        ),
        staff=(StaffRow(position="ครู", persons=2, to="โรงเรียนบ้านข้างเคียง"),),
        follow_ups=(FollowRow(round="หนึ่งภาคเรียน", village="บ้านตัวอย่าง", expected=3, arrived=3, elsewhere=0, lost=0),),
    )


def blank(office: str) -> CaseData:
    """To be filled in by hand."""
    return CaseData(office=office, kind="", title="")


def _named(data: CaseData) -> str:
    return data.school


def _reason(data: CaseData) -> tuple[Block, ...]:
    return texts(data.reason)


def _lines(_data: CaseData) -> tuple[Block, ...]:
    return texts("")


def _board_says(data: CaseData) -> tuple[Block, ...]:
    if data.opinions:
        return blocks.opinions(data)
    return (Paragraph(text=boxes(("เห็นชอบ", "เห็นชอบโดยมีเงื่อนไข", "ไม่เห็นชอบ"))), *texts(""))


def _readiness(data: CaseData) -> tuple[Block, ...]:
    lines = "\n".join(f"{label}: {score}" for label, score in data.readiness)
    return texts(lines or ("ไม่ได้ประเมิน" if data.kind else ""))


def _basis(data: CaseData) -> tuple[Block, ...]:
    return texts("\n".join(data.legal_basis))


HEARD: Final = Chapter("hearings", "การรับฟังความคิดเห็น", N_("Hearings"), blocks.hearings)
SAID: Final = Chapter("opinions", "ความเห็นคณะกรรมการสถานศึกษา", N_("Opinions of school boards"), _board_says)
MOVED: Final = Chapter("groups", "นักเรียนรายชั้นและหมู่บ้าน", N_("Children by grade and village"), blocks.groups)
LEFT: Final = Chapter(
    "assets", "ทรัพย์สิน เอกสาร และเงิน", N_("Land, buildings, things, documents and money"), blocks.assets
)
JUDGED: Final = Chapter("clauses", "ผลตรวจตามเกณฑ์", N_("Criteria"), blocks.clauses)
WHY: Final = Chapter("reason", "เหตุผล", N_("Reason"), _reason)
WHO: Final = Chapter("staff", "ข้าราชการครูและบุคลากร", N_("Staff"), blocks.staff)
WHERE: Final = Chapter("followed", "นักเรียนหลังการเปลี่ยนแปลง", N_("Follow-up"), blocks.followed)
LAW: Final = Chapter("basis", "ฐานกฎหมายและระเบียบ", N_("Legal basis"), _basis)
READY: Final = Chapter("readiness", "ผลการประเมินความพร้อม", N_("Readiness of the local body"), _readiness)
SEEN: Final = (
    Chapter("state", "สภาพอาคาร สถานที่ และการเดินทาง", N_("State of the place"), _lines),
    Chapter("impact", "ผลกระทบต่อนักเรียนและชุมชน", N_("Effect on pupils and community"), _lines),
    Chapter("advice", "ข้อเสนอของคณะกรรมการ", N_("Advice of the committee"), _lines),
)


def _kind(
    key: str,
    title: str,
    heading: str,
    chapters: tuple[Chapter, ...],
    signers: tuple[str, ...],
    facts: Facts = facts_said,
) -> PaperKind[Any]:
    return kind_of(
        Shape(
            key=key,
            title=title,
            heading=heading,
            data=CaseData,
            named=_named,
            facts=facts,
            chapters=chapters,
            sample=sample,
            signers=signers,
            blank=blank,
        )
    )


CHAIR, CLERK, HEAD, DIRECTOR = "ประธานคณะกรรมการ", "ผู้จดบันทึก", "ผู้อำนวยการโรงเรียน", "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"
HEARING: Final = _kind(
    "school-hearing", N_("Minutes of a hearing"), "บันทึกการประชุมรับฟังความคิดเห็น", (WHY, HEARD), (CHAIR, CLERK)
)
OPINION: Final = _kind(
    "school-opinion",
    N_("Opinion of the school board"),
    "แบบแสดงความเห็นคณะกรรมการสถานศึกษาขั้นพื้นฐาน",
    (WHY, SAID),
    (CHAIR, HEAD),
)
SITE_VISIT: Final = _kind(
    "school-site-visit", N_("Report of the site visit"), "รายงานการลงพื้นที่ศึกษาข้อมูลและผลกระทบ", (*SEEN,), (CHAIR, CLERK)
)
RELOCATION: Final = _kind(
    "school-relocation", N_("Relocation list"), "บัญชีนักเรียนย้ายสถานศึกษา (จำนวนรายชั้นและหมู่บ้าน)", (MOVED,), (HEAD,)
)
ASSET_LIST: Final = _kind(
    "school-assets", N_("List of assets"), "บัญชีการดำเนินการกับทรัพย์สินของสถานศึกษา", (LEFT,), (HEAD, "ผู้รับมอบ")
)
FOLLOW_UP: Final = _kind(
    "school-follow-up", N_("Follow-up report"), "รายงานการติดตามผลการเปลี่ยนแปลงสถานศึกษา", (WHERE, LEFT), (DIRECTOR,)
)
SUMMARY_PARTS: Final = (WHY, LAW, JUDGED, MOVED, SAID, HEARD)
MORE_PARTS: Final = {
    CaseKind.MERGE: (WHO, LEFT),
    CaseKind.CLOSE: (WHO, LEFT),
    CaseKind.TRANSFER_OUT: (READY, WHO, LEFT),
    CaseKind.TRANSFER_IN: (READY,),
}
SUMMARIES: Final = {
    kind: _kind(
        f"case-{kind.value.replace('_', '-')}",
        title,
        f"สรุปเรื่องเสนอคณะกรรมการ: {KINDS[kind]}",
        (*SUMMARY_PARTS, *MORE_PARTS.get(kind, ())),
        (DIRECTOR,),
    )
    for kind, title in (
        (CaseKind.ESTABLISH, N_("Case for the board: establish")),
        (CaseKind.CO_LEARN, N_("Case for the board: learn together")),
        (CaseKind.MERGE, N_("Case for the board: merge")),
        (CaseKind.CLOSE, N_("Case for the board: close")),
        (CaseKind.EXPAND_CLASS, N_("Case for the board: more classes")),
        (CaseKind.REDUCE_CLASS, N_("Case for the board: fewer classes")),
        (CaseKind.TRANSFER_IN, N_("Case for the board: take over")),
        (CaseKind.TRANSFER_OUT, N_("Case for the board: transfer")),
    )
}
"""One for each kind, since regulations have a form for each (P4-6)."""
