"""The plan book: general state, direction, projects with activities and budget, driving and follow-up, resolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from office.baht import amount, amount_and_words
from office.document.cells import Money, Number
from office.document.content import Block, Column, Heading, Paragraph, Table
from planning.annual_plan.money.quantities import Quantity, by_unit
from planning.annual_plan.papers.data import BookData, LineData, ProjectData
from planning.annual_plan.papers.project_form import sample as sample_project
from planning.annual_plan.papers.wording import QUARTERS, TYPES, treated_words
from planning.plans.tiers import BIG_ROCK, HEADINGS, OBEC, OTHER, PROVINCIAL, cells, rest
from service.i18n import N_
from service.papers.shape import NOTHING, Cell, Chapter, Shape, day, kind_of, right, texts

SMALL: Final = 12
TINY: Final = 10


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


def _columns() -> tuple[Column, ...]:
    """Those of OBEC's action plan in their order: target and budget of the whole and of each quarter."""
    return (
        Column(title="แผนงาน/ผลผลิต/โครงการ ตัวชี้วัด/กิจกรรม", width=3.4),
        Column(title="หน่วยงานที่รับผิดชอบ", width=1.4),
        Column(title=HEADINGS[OBEC].replace(" ", "\n"), width=1.3),
        Column(title=HEADINGS[BIG_ROCK], width=1),
        Column(title="กลยุทธ์หน่วยงาน", width=1.3),
        Column(title="หน่วยนับ", width=0.9),
        right("เป้าหมาย"),
        right("รวมงบประมาณ", "บาท"),
        *(
            right(f"ไตรมาส\u00a0{number}\n{months}\n{what}", unit)
            for number, months in enumerate(QUARTERS, start=1)
            for what, unit in (("เป้าหมาย", ""), ("งบประมาณ", "บาท"))
        ),
    )


def _table(projects: Sequence[ProjectData]) -> Table:
    """A plan, its projects, and under each its indicators and activities."""
    decimals = 0 if all(part % 100 == 0 for one in projects for part in _amounts(one)) else 2
    rows: list[tuple[Cell, ...]] = []
    plan = ""
    for one in sorted(projects, key=lambda one: one.plan_name):
        if one.plan_name != plan:
            plan = one.plan_name
            rows.append((plan, *("",) * 15))
        served = cells(one.policies, (OBEC, BIG_ROCK))
        own = [found for found in _quantities(one.lines) if found.unit == one.output_unit]
        target = (one.output_unit, one.output_quantity or "")
        money = _figures(one.amount_satang, one.quarters, decimals)
        rows.append((f"{one.code} {one.name}", one.group_name, *served, one.strategy, *_with(target, own, money)))
        rows += [(f"ตัวชี้วัด {each.name}", "", "", "", "", each.unit, each.target, *("",) * 9) for each in one.indicators]
        for activity in one.activities:
            lines = [line for line in one.lines if line.activity == activity.number]
            parts = [sum(line.quarters[at] for line in lines) for at in range(4)]
            money = _figures(activity.amount_satang, parts, decimals)
            label = f"กิจกรรม {activity.number}. {activity.name}"
            found = _quantities(lines)
            units = "\n".join(each.unit for each in found)
            target = (units, "\n".join(f"{each.total:,}" for each in found))
            rows.append((label, activity.owner, "", "", "", *_with(target, found, money)))
    total = sum(one.amount_satang for one in projects)
    sums = _figures(total, [sum(one.quarters[at] for one in projects) for at in range(4)], decimals)
    return Table(
        columns=_columns(), rows=tuple(rows), foot=(("รวม", *("",) * 4, *_with(("", ""), (), sums)),), size_pt=TINY
    )


def _quantities(lines: Sequence[LineData]) -> list[Quantity]:
    return by_unit((line.unit, line.targets) for line in lines)


def _amounts(one: ProjectData) -> Iterator[int]:
    yield one.amount_satang
    yield from (activity.amount_satang for activity in one.activities)
    yield from (part for line in one.lines for part in line.quarters)


def _figures(whole: int, quarters: Sequence[int], decimals: int) -> tuple[Cell, ...]:
    """Whole baht where the table has no satang: sixteen columns stand on one page."""
    return tuple(
        Number(value=Decimal(part) / 100, decimals=decimals) if part else NOTHING for part in (whole, *quarters)
    )


def _with(target: tuple[Cell, Cell], found: Sequence[Quantity], money: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Unit and target, the money, and by turns what of both each quarter has; a line for each unit."""
    quarters = ["\n".join(f"{each.quarters[at]:,}" for each in found) for at in range(4)]
    by_turns = [cell for at in range(4) for cell in (quarters[at], money[at + 1])]
    return (*target, money[0], *by_turns)


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
    """What the board sees of risks: those that a need treats, first of all the ones whose need was put off. By their
    numbers in the register, since everybody reads the book.
    """
    if not data.risks:
        return ()
    columns = (
        Column(title="เลขที่ในทะเบียนความเสี่ยง", width=1.6),
        Column(title="ความต้องการที่ลดความเสี่ยง", width=3),
        right("คะแนนขณะนี้"),
        right("คาดว่าจะเหลือ"),
        Column(title="สถานะ", width=1.6),
    )
    rows = tuple(
        (
            f"{one.number}" if one.number is not None else "สิ้นสุดแล้ว",
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
