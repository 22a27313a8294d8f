"""The whole of a case as one file: what the board decides on, made of a frozen version and of nothing else.

Its form is fixed, since every page bears the version and its SHA-256, which a template of the office could leave out.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from office.document.content import Block, Column, Document, Figure, Heading, KeyValues, Paragraph, Section, Table
from office.document.letter import centred
from office.document.text import Run
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.thai_date import long_date
from planning.plans.declared import Frozen
from planning.school_network.file_kinds import FileKind
from planning.school_network.kinds import CaseKind
from planning.school_network.models.case import AssetKind, AssetWay, OpinionWord, Transport
from planning.school_network.papers import blocks
from planning.school_network.papers.data import (
    AssetRow,
    CaseData,
    ClauseRow,
    GroupRow,
    HearingRow,
    OpinionRow,
    StaffRow,
)
from planning.school_network.papers.forms import facts_said, sample
from planning.school_network.papers.map_picture import drawn
from planning.school_network.papers.wording import ASSETS, FILE_NAMES, KINDS, OPINIONS, SCORES, TRANSPORTS, WAYS
from planning.school_network.words import GRADE_CODES
from service.i18n import N_
from service.papers.kind import About, PaperData, PaperKind
from service.papers.shape import NOTHING, day, right, texts

NONE_YET: Final = "ไม่มี"


class EffectRow(PaperData):
    """A group's way today and then."""

    grade: str
    village: str
    children: int
    to: str
    before: str
    after: str
    finding: str


class CaseFileData(CaseData):
    """A frozen version whole."""

    number: int
    sha256: str
    key: str
    committee: str = ""
    held_on: date | None = None
    run: str = ""
    effects: tuple[EffectRow, ...] = ()
    rooms: tuple[tuple[str, int, int], ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()
    map_png: str = ""


def case_file_data(frozen: Frozen) -> CaseFileData:
    """From what was frozen; versions of before this file lack some of it, and say so."""
    content = frozen.content
    case: Mapping[str, Any] = content["case"]
    found: Mapping[str, Any] = content.get("effects") or {}
    ways: Sequence[Mapping[str, Any]] = found.get("ways", [])
    groups: Sequence[Mapping[str, Any]] = content["groups"]
    map_ = found.get("map")
    run: Mapping[str, Any] = found.get("run", {})
    low, high = case.get("low", ""), case.get("high", "")
    said = "%s (นักเรียนปีการศึกษา %s นับเมื่อ %s)"
    counted = long_date(date.fromisoformat(run["count_date"])) if run else ""
    return CaseFileData(
        office=content.get("office", frozen.office_name) or frozen.office_code,
        kind=case["kind"],
        title=KINDS[CaseKind(case["kind"])],
        school=case["school_name"],
        school_code=case["school_code"],
        place=content.get("place", ""),
        to=case["to_name"],
        grades=f"{GRADE_CODES[low]}–{GRADE_CODES[high]}" if low and high else "",
        year=case["effective_year"],
        term=case["effective_term"],
        effective_on=case["effective_on"],
        reason=case["reason"],
        waiver=case["rooms_waiver"],
        legal_basis=tuple(content.get("legal_basis", ())),
        clauses=tuple(ClauseRow.model_validate(one) for one in content.get("clauses", ())),
        groups=tuple(_group(one) for one in groups),
        hearings=tuple(HearingRow.model_validate(one) for one in content["hearings"]),
        opinions=tuple(_opinion(one) for one in content["opinions"]),
        assets=tuple(_asset(one) for one in content.get("assets", ())),
        staff=tuple(
            StaffRow(position=one["position"], persons=one["persons"], to=one["to_name"])
            for one in content.get("staff", ())
        ),
        readiness=tuple(
            (label, f"{one[name]:.2f}") for one in content["readiness"][-1:] for name, label in SCORES.items()
        ),
        number=frozen.number,
        sha256=frozen.sha256,
        key=frozen.key,
        run=said % (run["title"], run["academic_year"], counted) if run else "",
        effects=tuple(_effect(one, way) for one, way in zip(groups, ways, strict=False)),
        rooms=tuple((one.get("name", one["code"]), one["needed"], one["has"]) for one in content["rooms"]),
        files=tuple((FILE_NAMES[FileKind(one["kind"])], one["name"], one["sha256"]) for one in content["files"]),
        map_png=base64.b64encode(drawn(map_, large=True)).decode() if map_ is not None else "",
    )


def _group(one: Mapping[str, Any]) -> GroupRow:
    return GroupRow(
        grade=GRADE_CODES.get(one["grade"], one["grade"]),
        village=one["village_name"],
        children=one["children"],
        to=one["to_name"],
        transport=TRANSPORTS[Transport(one["transport"])],
        support_satang_day=one["support_satang_day"],
    )


def _opinion(one: Mapping[str, Any]) -> OpinionRow:
    return OpinionRow(
        school=one["school_name"],
        held_on=one["held_on"],
        opinion=OPINIONS[OpinionWord(one["opinion"])],
        present=one["present"],
        note=one["note"],
    )


def _asset(one: Mapping[str, Any]) -> AssetRow:
    return AssetRow(
        kind=ASSETS[AssetKind(one["kind"])],
        item=one["item"],
        quantity=one["quantity"],
        value_satang=one["value_satang"],
        way=WAYS[AssetWay(one["way"])],
        to_whom=one["to_whom"],
        paper_number=one["paper_number"],
        done_on=one["done_on"],
    )


def _effect(one: Mapping[str, Any], way: Mapping[str, Any]) -> EffectRow:
    before, after = way["before"], way["after"]
    finding = NOTHING if after is None else "เกินเกณฑ์" if after["over_norm"] else "ในเกณฑ์"
    if after is not None and after["over_norm"] and before is not None and before["over_norm"]:
        finding = "เกินเกณฑ์อยู่เดิม"
    return EffectRow(
        grade=GRADE_CODES.get(one["grade"], one["grade"]),
        village=one["village_name"],
        children=one["children"],
        to=one["to_name"],
        before=_way(before),
        after=_way(after),
        finding=finding,
    )


def _way(way: Mapping[str, Any] | None) -> str:
    return NOTHING if way is None else f"{way['metres'] / 1000:.2f} / {way['seconds'] / 60:.0f}"


EFFECTS: Final = (
    Column(title="หมู่บ้าน", width=2),
    Column(title="ชั้น", width=0.7),
    right("จำนวน", "คน", 0.8),
    Column(title="โรงเรียนที่รับ", width=2.2),
    right("ปัจจุบัน", "กม. / นาที", 1.3),
    right("หลังย้าย", "กม. / นาที", 1.3),
    Column(title="เทียบเกณฑ์", width=1.3),
)
ROOMS: Final = (
    Column(title="โรงเรียนที่รับ", width=3),
    right("ต้องใช้", "ห้อง"),
    right("มี", "ห้อง"),
    Column(title="ผล", width=1.5),
)
PAPERS: Final = (Column(title="ประเภท", width=2), Column(title="ชื่อแฟ้ม", width=2), Column(title="SHA-256", width=3))


def _effects(data: CaseFileData) -> tuple[Block, ...]:
    if not data.effects:
        return (Paragraph(text="ไม่มีผลวัดระยะทางของเรื่องนี้" if data.groups else NONE_YET),)
    rows = tuple(
        (one.village, one.grade, one.children, one.to or NOTHING, one.before, one.after, one.finding)
        for one in data.effects
    )
    over = sum(one.children for one in data.effects if one.finding.startswith("เกิน"))
    total = sum(one.children for one in data.effects)
    foot = (("รวม", "", total, "", "", "", f"เกิน {over:,} คน"),)
    return Table(columns=EFFECTS, rows=rows, foot=foot), Paragraph(text=f"วัดจาก{data.run}")


def _rooms(data: CaseFileData) -> tuple[Block, ...]:
    if not data.rooms:
        return (Paragraph(text=NONE_YET),)
    rows = tuple((name, need, has, "เกินเกณฑ์" if need > has else "เพียงพอ") for name, need, has in data.rooms)
    more = (Paragraph(text=f"เหตุที่รับแม้เกินเกณฑ์: {data.waiver}"),) if data.waiver else ()
    return (Table(columns=ROOMS, rows=rows), *more)


def _map(data: CaseFileData) -> tuple[Block, ...]:
    if not data.map_png:
        return (Paragraph(text="ไม่มีพิกัดที่วาดแผนที่ได้"),)
    told = "จุดใหญ่สีดำคือโรงเรียน จุดเล็กสีน้ำเงินคือหมู่บ้านที่ระยะทางหลังย้ายอยู่ในเกณฑ์ จุดสีแดงขอบดำคือหมู่บ้านที่เกินเกณฑ์"
    return Figure(picture=base64.b64decode(data.map_png), alt="แผนที่โรงเรียนและหมู่บ้านของเรื่องนี้"), Paragraph(text=told)


def _relocation(data: CaseFileData) -> tuple[Block, ...]:
    """How many go to which school, by grade and village."""
    if not data.groups:
        return (Paragraph(text=NONE_YET),)
    by_school: dict[str, int] = {}
    for one in data.groups:
        by_school[one.to or "ยังไม่ระบุ"] = by_school.get(one.to or "ยังไม่ระบุ", 0) + one.children
    said = tuple((name, f"{count:,} คน") for name, count in by_school.items())
    daily = sum(one.children * one.support_satang_day for one in data.groups)
    return (
        KeyValues(rows=said),
        *blocks.groups(data),
        KeyValues(rows=(("ค่าพาหนะรวมต่อวัน", (Run(text=f"{daily / 100:,.2f} บาท"),)),)),
    )


def _said(rows: Sequence[object], made: tuple[Block, ...]) -> tuple[Block, ...]:
    """What was not written down is said to be missing: nobody writes by hand into what was frozen."""
    return made if rows else (Paragraph(text=NONE_YET),)


def _hearings(data: CaseFileData) -> tuple[Block, ...]:
    """The record of each: whom it was announced to when, who came and how they voted; nobody is nobody."""
    made: list[Block] = []
    for one in data.hearings:
        came = one.parents + one.teachers + one.board + one.community
        facts = (
            ("วันที่ประกาศแจ้งการประชุม", day(one.notified_on)),
            ("วันที่ประชุม", day(one.held_on)),
            ("สถานที่", one.place),
            (
                "ผู้เข้าร่วม",
                (
                    f"{came:,} คน: ผู้ปกครอง {one.parents:,} ครูและบุคลากร {one.teachers:,} คณะกรรมการสถานศึกษา "
                    f"{one.board:,} ผู้นำชุมชนและประชาชน {one.community:,}"
                ),
            ),
            ("ความเห็น", f"เห็นด้วย {one.agree:,} คน ไม่เห็นด้วย {one.disagree:,} คน งดออกเสียง {one.abstain:,} คน"),
            ("บันทึก", one.note or NOTHING),
        )
        made += [KeyValues(rows=facts)]
    return tuple(made)


def _files(data: CaseFileData) -> tuple[Block, ...]:
    rows = tuple((kind, name, (Run(text=sha, exact=True, size_pt=9),)) for kind, name, sha in data.files)
    return (Table(columns=PAPERS, rows=rows),) if rows else (Paragraph(text=NONE_YET),)


def _chapters(data: CaseFileData) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    basis = tuple(block for line in data.legal_basis for block in texts(line))
    readiness = KeyValues(rows=data.readiness)
    return (
        ("เหตุผล", _said(data.reason.strip(), texts(data.reason))),
        ("ฐานกฎหมายและระเบียบ", _said(data.legal_basis, basis)),
        ("ผลตรวจตามเกณฑ์รายข้อ", _said(data.clauses, blocks.clauses(data))),
        ("ผลต่อนักเรียนรายกลุ่ม", _effects(data)),
        ("แผนที่", _map(data)),
        ("จำนวนนักเรียนที่ย้าย", _relocation(data)),
        ("ห้องเรียนของโรงเรียนที่รับ", _rooms(data)),
        ("บันทึกการรับฟังความคิดเห็น", _said(data.hearings, _hearings(data))),
        ("ความเห็นคณะกรรมการสถานศึกษา", _said(data.opinions, blocks.opinions(data))),
        *((("ผลการประเมินความพร้อม", (readiness,)),) if data.readiness else ()),
        ("ข้าราชการครูและบุคลากร", _said(data.staff, blocks.staff(data))),
        ("ทรัพย์สิน เอกสาร และเงิน", _said(data.assets, blocks.assets(data))),
        ("เอกสารประกอบของฉบับนี้", _files(data)),
    )


def _shipped() -> Document:
    first = (centred("แฟ้มเรื่องเสนอคณะกรรมการ: {{ title }}"), centred("{{ school }}", size_pt=None))
    section = Section(blocks=(*first, Paragraph(text="{{ block: facts }}"), Paragraph(text="{{ block: whole }}")))
    return Document(title="แฟ้มเรื่อง", sections=(section,), header="{{ version }}")


def _fill(data: CaseFileData, _about: About) -> Filling:
    facts = (*facts_said(data), ("ฉบับที่", str(data.number)))
    whole: list[Block] = []
    for number, (heading, made) in enumerate(_chapters(data), start=1):
        whole += [Heading(level=2, text=f"{number}. {heading}"), *made]
    return Filling(
        title=f"แฟ้มเรื่อง {data.title} {data.school} ฉบับที่ {data.number}",
        author=data.office,
        texts={
            "title": data.title,
            "school": data.school,
            "version": (
                Run(text=f"{data.office} · ฉบับที่ {data.number} · รหัสเรื่อง "),
                Run(text=f"{data.key}\nSHA-256 {data.sha256}", exact=True),
            ),
        },
        blocks={"facts": (KeyValues(rows=tuple(facts)),), "whole": tuple(whole)},
    )


def _sample() -> CaseFileData:
    return CaseFileData(**sample().model_dump(), number=1, sha256="0" * 64, key="0" * 32)


CASE_FILE: Final[PaperKind[Any]] = PaperKind(
    key="case-file",
    title=N_("Whole file of a case"),
    data=CaseFileData,
    placeholders=(
        Placeholder("version", N_("Version with its fingerprint")),
        Placeholder("title", N_("Kind of case")),
        Placeholder("school", N_("School")),
        Placeholder("facts", N_("Facts in two columns"), "block"),
        Placeholder("whole", N_("All parts of the case"), "block"),
    ),
    shipped=_shipped,
    fill=_fill,
    sample=_sample,
)
