"""How fast a whole plan is: `python -m planning.annual_plan.bench`, one JSON line for each figure.

300 projects with 5,000 lines on SQLite: checked, frozen, rolled up, and printed as the book.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlmodel import Session

from planning.annual_plan.declared import ANNUAL, book_data
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.money.portfolio import over, sums_of
from planning.annual_plan.papers.book import BOOK
from planning.annual_plan.part import PART
from planning.annual_plan.store.figures import fill
from planning.annual_plan.store.giving import as_office
from planning.annual_plan.store.spending import spent
from planning.annual_plan.store.whole import content, money_of, problems, projects_of
from planning.annual_plan.terms import BudgetType
from planning.kit import database
from planning.kit.figures import Figures
from planning.plans.declared import Frozen
from planning.plans.described import Direction
from planning.plans.indicator import ChosenIndicator
from planning.plans.models.version import VersionState
from planning.plans.store.papers import about_of, draw
from service.database import make_engine, transaction

OFFICE: Final = "0000"
YEAR: Final = 2570
PROJECTS: Final = 300
LINES: Final = 5_000
TYPES: Final = (BudgetType.OPERATING, BudgetType.INVESTMENT, BudgetType.SUBSIDY)
AT: Final = datetime(2026, 11, 1, tzinfo=UTC)


def seed(session: Session) -> Plan:
    """A plan whose sums agree: two activities a project, the lines spread evenly."""
    for number, kind in enumerate(TYPES):
        session.add(
            Allocation(
                office_code=OFFICE,
                fiscal_year=YEAR,
                notice_no=str(number),
                letter_no=str(number),
                letter_date=date(2026, 10, 1),
                source="งบประมาณ",
                budget_type=kind,
                first_satang=10**13,
                amount_satang=10**13,
            )
        )
    for at in range(PROJECTS):
        _project(session, at, LINES // PROJECTS + (at < LINES % PROJECTS))
    plan = Plan(office_code=OFFICE, fiscal_year=YEAR, title="แผนปฏิบัติการ")
    session.add(plan)
    session.flush()
    return plan


MEASURED: Final = ChosenIndicator(
    name="ร้อยละของโรงเรียน", unit="ร้อยละ", direction=Direction.UP, source="รายงานของโรงเรียน", baseline=70
)


def _project(session: Session, at: int, count: int) -> None:
    amounts = [400_00 * (1 + (at + line) % 50) for line in range(count)]
    project = Project(
        office_code=OFFICE,
        fiscal_year=YEAR,
        code=f"{at:03d}",
        name=f"โครงการที่ {at} เพื่อพัฒนาคุณภาพการศึกษา",
        group_name=f"กลุ่ม {at % 8}",
        plan_name=f"แผนงานที่ {at % 3}",
        output_quantity=count,
        output_unit="รายการ",
        owner="กลุ่ม",
        amount_satang=sum(amounts),
        links={"strategies": [f"กลยุทธ์ที่ {at % 6}"], "indicators": [MEASURED.kept()]},
        targets={"ร้อยละของโรงเรียน": "80"},
    )
    session.add(project)
    session.flush()
    for number in (1, 2):
        own = amounts[number - 1 :: 2]
        activity = Activity(
            office_code=OFFICE,
            project_id=project.id or 0,
            number=number,
            name=f"กิจกรรมที่ {number}",
            amount_satang=sum(own),
        )
        session.add(activity)
        session.flush()
        for place, amount in enumerate(own):
            session.add(
                BudgetLine(
                    office_code=OFFICE,
                    project_id=project.id or 0,
                    activity_id=activity.id or 0,
                    place=place,
                    budget_type=TYPES[place % len(TYPES)],
                    source="งบประมาณ",
                    item=f"ค่าวัสดุและค่าใช้จ่ายรายการที่ {place}",
                    quantity=1,
                    unit="รายการ",
                    unit_satang=amount,
                    amount_satang=amount,
                    q1_satang=amount // 4,
                    q2_satang=amount // 4,
                    q3_satang=amount // 4,
                    q4_satang=amount // 4,
                    q1_target=1 if place % 2 else 0,
                    q3_target=0 if place % 2 else 1,
                )
            )


def figure(name: str, act: Callable[[], object]) -> dict[str, object]:
    """Seconds by the clock and of the processor, and the peaks of the process and of those that it began, MB."""
    clock, cpu = time.perf_counter(), time.process_time()
    act()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "figure": name,
        "s": round(time.perf_counter() - clock, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "cpu_of_children_s": round(children.ru_utime + children.ru_stime, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "peak_of_children_mb": round(children.ru_maxrss / 1024),
        "projects": PROJECTS,
        "lines": LINES,
    }


def main() -> None:
    """All figures."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        database.migrate(PART, url)
        engine = make_engine(url)
        with transaction(engine) as session:
            plan = seed(session)
        with transaction(engine) as session:
            for found in _figures(session, plan.key):
                sys.stdout.write(json.dumps(found) + "\n")
                sys.stdout.flush()
        engine.dispose()


def _figures(session: Session, key: str) -> Iterator[dict[str, object]]:
    whole = [money_of(one) for one in projects_of(session, OFFICE, YEAR)]
    ceilings = {("งบประมาณ", kind): 10**13 for kind in TYPES}
    frozen = Frozen(
        office_code=OFFICE,
        kind=ANNUAL.kind,
        key=key,
        number=1,
        title="แผนปฏิบัติการ",
        first_year=YEAR,
        last_year=YEAR,
        state=VersionState.APPROVED,
        sha256="0" * 64,
        content=content(session, OFFICE, key),
        office_name="สำนักงานสมมุติ",
    )
    about = about_of("สำนักงานสมมุติ", "", AT)
    yield figure("annual_plan_sums", lambda: ([sums_of(one) for one in whole], over(ceilings, whole)))
    yield figure("annual_plan_problems", lambda: problems(session, OFFICE, key))
    yield figure("annual_plan_frozen", lambda: content(session, OFFICE, key))
    yield figure("annual_plan_rolled_up", lambda: spent(session, as_office(OFFICE), YEAR))
    yield figure("annual_plan_figures", lambda: fill(session, OFFICE, AT.date(), Figures()))
    drawn = draw(session, BOOK, (book_data(frozen), about), office_code=OFFICE, at=AT)
    for form in ("docx", "pdf"):
        yield figure(f"annual_plan_book_{form}", lambda form=form: drawn.file(form))  # type: ignore[misc]


if __name__ == "__main__":
    main()
