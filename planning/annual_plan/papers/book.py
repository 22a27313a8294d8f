"""The plan book: general state, direction, projects with activities and budget, driving and follow-up, resolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from office.baht import amount, amount_and_words
from office.document.cells import Money
from office.document.content import Block, Column, Heading, Paragraph, Table
from planning.annual_plan.money.tiers import HEADINGS, OBEC, OTHER, PROVINCIAL, cells, rest
from planning.annual_plan.papers.data import BookData, ProjectData
from planning.annual_plan.papers.project_form import sample as sample_project
from planning.annual_plan.papers.wording import TYPES, treated_words
from service.i18n import N_
from service.papers.shape import Cell, Chapter, Shape, day, kind_of, right, texts

SMALL: Final = 12


def _state(data: BookData) -> tuple[Block, ...]:
    return texts(data.preface) if data.preface.strip() else (Paragraph(text="ไม่ได้ระบุ"),)


def _sums(title: str, totals: dict[str, int], counts: dict[str, int], total: int) -> Table:
    columns = (Column(title=title, width=3), right("จำนวน", "โครงการ"), right("งบประมาณ", "บาท", 1.6), right("ร้อยละ"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, counts[name], Money(satang=part), f"{100 * part / total:.2f}" if total else "–")
        for name, part in sorted(totals.items())
    )
    foot: tuple[tuple[Cell, ...], ...] = (("รวม", "", Money(satang=total), "100.00" if total else "–"),)
    return Table(columns=columns, rows=rows, foot=foot, size_pt=12)


def _direction(data: BookData) -> tuple[Block, ...]:
    """What each strategy, type and source takes."""
    found: list[Block] = []
    strategies, numbers = defaultdict[str, int](int), defaultdict[str, int](int)
    for one in data.projects:
        strategies[one.strategy] += one.amount_satang
        numbers[one.strategy] += 1
    found.append(_sums("กลยุทธ์", strategies, numbers, data.total))
    for title, name in (("งบรายจ่าย", "type"), ("แหล่งงบประมาณ", "source")):
        sums, of = defaultdict[str, int](int), defaultdict[str, set[str]](set)
        for one in data.projects:
            for line in one.lines:
                word = TYPES[line.budget_type] if name == "type" else line.source
                sums[word] += line.amount_satang
                of[word].add(one.code)
        found.append(_sums(title, sums, {word: len(codes) for word, codes in of.items()}, data.total))
    return tuple(found)


def _table(projects: Sequence[ProjectData]) -> Table:
    """The columns of OBEC's action plan: target and budget of the whole and of each quarter."""
    columns = (
        Column(title="โครงการ/กิจกรรม", width=3),
        Column(title="หน่วยงาน", width=1.4),
        Column(title="หน่วยนับ", width=0.9),
        right("เป้าหมาย", width=0.8),
        right("รวมงบประมาณ", "บาท", 1.3),
        *(right(f"ไตรมาส\u00a0{number}", "บาท", 1.2) for number in (1, 2, 3, 4)),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in projects:
        money = (Money(satang=part) for part in one.quarters)
        head = (f"{one.code} {one.name}", one.group_name, one.output_unit, one.output_quantity or "")
        rows.append((*head, Money(satang=one.amount_satang), *money))
        for activity in one.activities:
            parts = [
                sum(line.quarters[at] for line in one.lines if line.activity == activity.number) for at in range(4)
            ]
            figures = (Money(satang=part) for part in parts)
            label = f"   {activity.number}) {activity.name}"
            rows.append((label, activity.owner, "", "", Money(satang=activity.amount_satang), *figures))
    total = sum(one.amount_satang for one in projects)
    sums = [sum(one.quarters[at] for one in projects) for at in range(4)]
    foot: tuple[tuple[Cell, ...], ...] = (
        ("รวม", "", "", "", Money(satang=total), *(Money(satang=part) for part in sums)),
    )
    return Table(columns=columns, rows=tuple(rows), foot=foot, size_pt=SMALL)


def _projects(data: BookData) -> tuple[Block, ...]:
    """A table of each strategy."""
    found: list[Block] = []
    for strategy in sorted({one.strategy for one in data.projects}):
        found.append(Heading(level=3, text=strategy))
        found.append(_table([one for one in data.projects if one.strategy == strategy]))
    return tuple(found) or (Paragraph(text="ไม่มีโครงการ"),)


def _lines(data: BookData) -> tuple[Block, ...]:
    """Every budget line, a table of each project: one table of all of them would take minutes to draw."""
    columns = (
        Column(title="รายการ", width=3),
        Column(title="แหล่งงบประมาณ", width=1.2),
        Column(title="งบรายจ่าย", width=1.2),
        right("จำนวน", width=0.7),
        Column(title="หน่วย", width=0.8),
        right("ราคาต่อหน่วย", "บาท", 1.2),
        right("จำนวนเงิน", "บาท", 1.3),
    )
    found: list[Block] = []
    for one in data.projects:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                line.item,
                line.source,
                TYPES[line.budget_type],
                line.quantity,
                line.unit,
                Money(satang=line.unit_satang),
                Money(satang=line.amount_satang),
            )
            for line in one.lines
        )
        foot: tuple[tuple[Cell, ...], ...] = (("รวม", "", "", "", "", "", Money(satang=one.amount_satang)),)
        found.append(Heading(level=3, text=f"{one.code} {one.name}"))
        found.append(Table(columns=columns, rows=rows, foot=foot, size_pt=SMALL))
    found.append(Paragraph(text=f"รวมงบประมาณทั้งสิ้น {amount_and_words(data.total)}"))
    return tuple(found)


def _alignment(data: BookData) -> tuple[Block, ...]:
    """What projects serve, in the columns of the provincial table; the last holds what stands in none of them."""
    tiers = [tier for tier in PROVINCIAL if any(one.policies.get(tier) for one in data.projects)]
    columns = (
        Column(title="โครงการ", width=2),
        *(Column(title=HEADINGS[tier], width=1.6) for tier in (*tiers, OBEC)),
        Column(title="กลยุทธ์ของสำนักงาน", width=1.6),
        Column(title=HEADINGS[OTHER], width=1.6),
    )
    shown = (*tiers, OBEC)
    rows = tuple(
        (f"{one.code} {one.name}", *cells(one.policies, shown), one.strategy, rest(one.policies, shown))
        for one in data.projects
    )
    return (Table(columns=columns, rows=rows, size_pt=SMALL),) if rows else (Paragraph(text="ไม่มีโครงการ"),)


def _driving(data: BookData) -> tuple[Block, ...]:
    """How it is followed, and its indicators."""
    columns = (Column(title="โครงการ", width=2), Column(title="ตัวชี้วัด", width=3), Column(title="ค่าเป้าหมาย"))
    rows = tuple(
        (f"{one.code} {one.name}", each.name, f"{each.target} {each.unit}".strip())
        for one in data.projects
        for each in one.indicators
    )
    return (
        Paragraph(text="ผู้รับผิดชอบโครงการรายงานผลทุกไตรมาส สำนักงานสรุปผลรอบ 6 เดือนและ 12 เดือน"),
        Table(columns=columns, rows=rows, size_pt=SMALL),
        *_treated(data),
    )


def _treated(data: BookData) -> tuple[Block, ...]:
    """What the board sees of risks: those that a need treats, first of all the ones whose need was put off."""
    if not data.risks:
        return ()
    columns = (
        Column(title="ความเสี่ยง", width=3),
        Column(title="ความต้องการที่ลดความเสี่ยง", width=3),
        right("คะแนนขณะนี้"),
        right("คาดว่าจะเหลือ"),
        Column(title="สถานะ", width=1.6),
    )
    rows = tuple(
        (
            f"{one.number} {one.title}" if one.number is not None else "สิ้นสุดแล้ว",
            one.need,
            "–" if one.score is None else one.score,
            "–" if one.left is None else one.left,
            treated_words(one),
        )
        for one in sorted(data.risks, key=lambda one: not one.is_put_off)
    )
    heading = Heading(level=3, text="ความเสี่ยงของเครือข่ายที่แผนนี้ลด")
    return (heading, Table(columns=columns, rows=rows, size_pt=SMALL))


def _meeting(number: str) -> str:
    return number if number.startswith("ครั้งที่") else f"ครั้งที่ {number}"


def _resolution(data: BookData) -> tuple[Block, ...]:
    if not data.committee:
        return (Paragraph(text="อยู่ระหว่างเสนอขอความเห็นชอบ"),)
    told = f"{data.committee} เห็นชอบในการประชุม{_meeting(data.meeting)} เมื่อวันที่ {day(data.held_on)}"
    return (Paragraph(text=told), *((Paragraph(text=f"ประกาศที่ {data.announcement}"),) if data.announcement else ()))


BOOK: Final = kind_of(
    Shape(
        key="annual_plan_book",
        title=N_("Book of the annual plan"),
        heading="แผนปฏิบัติการประจำปีงบประมาณ",
        data=BookData,
        named=lambda data: f"พ.ศ. {data.year}",
        facts=lambda data: (
            ("จำนวนโครงการ", f"{len(data.projects):,} โครงการ"),
            ("งบประมาณรวม", amount(data.total)),
        ),
        chapters=(
            Chapter("state", "ส่วนที่ 1 สภาพทั่วไป", N_("Part 1: general state"), _state),
            Chapter("direction", "ส่วนที่ 2 ทิศทางการจัดการศึกษา", N_("Part 2: direction"), _direction),
            Chapter("projects", "ส่วนที่ 3 โครงการ กิจกรรม และงบประมาณ", N_("Part 3: projects"), _projects, landscape=True),
            Chapter(
                "alignment",
                "การวิเคราะห์ความสอดคล้องของโครงการ",
                N_("Alignment of projects"),
                _alignment,
                landscape=True,
            ),
            Chapter("driving", "ส่วนที่ 4 การขับเคลื่อนและติดตามประเมินผล", N_("Part 4: follow-up"), _driving),
            Chapter("lines", "ภาคผนวก ก รายละเอียดงบประมาณ", N_("Annex: budget lines"), _lines),
            Chapter("resolution", "ภาคผนวก ข มติที่ประชุม", N_("Annex: resolution"), _resolution),
        ),
        sample=lambda: BookData(
            office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง", year=2570, title="แผนตัวอย่าง", projects=(sample_project(),)
        ),
    )
)
