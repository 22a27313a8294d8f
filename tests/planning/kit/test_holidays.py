"""Days that are due by a rule are reckoned by the holidays that netops keeps, also while netops is down."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import col, select

from contract.data.netops import HolidayRow
from office.fiscal import FiscalYear
from planning.annual_plan.store.reports import dues
from planning.kit.copies import Copier
from planning.kit.holidays import OfficeDays
from planning.kit.parts import HOLIDAYS
from planning.kit.visitor import Person, Visitor
from planning.plans.models.walking import Run, RunStep
from planning.plans.store.facts import view_run
from planning.plans.store.walking import settle
from planning.registry.models.desk import ServiceRequest
from planning.registry.store.letters import rule_of
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Netops
from tests.planning.served import Served

FRIDAY = date(2026, 12, 4)
SATURDAY = 5
OFFICE = "5302"


def read(served: Served, url: str) -> bool:
    return Copier(served.engine, served.app.state.key, {"netops": url}).take(HOLIDAYS, OFFICE)


def test_what_ends_when_nobody_works_ends_on_the_next_working_day() -> None:
    office = OfficeDays(frozenset({date(2026, 12, 7), date(2026, 12, 10)}))
    assert office.last_of(FRIDAY, 0) == FRIDAY
    assert office.last_of(FRIDAY, 1) == date(2026, 12, 8)  # Saturday, Sunday, and a Monday that is a holiday
    assert office.last_of(FRIDAY, 5) == date(2026, 12, 9)
    assert office.last_of(FRIDAY, 6) == date(2026, 12, 11)
    assert office.late_from(FRIDAY, 1) == date(2026, 12, 5)
    assert office.late_from(FRIDAY, 2) == date(2026, 12, 9)


def test_a_step_of_working_days_is_due_later_by_each_holiday_and_the_page_says_how_old_they_are(
    serve: Callable[[str], Served], netops: Netops
) -> None:
    served = serve("annual_plan")
    it = served.enter()
    assert served.app.state.part.kept[0] is HOLIDAYS
    run = it.post("/work/new", {"workflow": "annual-plan", "title": "แผนสมมติ"}).headers["location"]
    assert "not read yet" in it.get(run).text
    before = due(served)
    netops.holidays = [HolidayRow(day=before), HolidayRow(day=before + timedelta(days=1))]
    assert read(served, netops.url)
    after = due(served)
    assert after > before + timedelta(days=1)
    assert "cannot be reached now" not in it.get(run).text
    with Netops.running(served.folder / "gone") as gone:
        nowhere = gone.url
    assert not read(served, nowhere)
    page = it.get(run).text
    assert due(served) == after
    assert "cannot be reached now" in page
    assert re.search(r"Holidays of the office:\s+as of ", page)


def test_kept_days_of_steps_follow_the_holidays_without_an_act_of_anybody(
    serve: Callable[[str], Served], netops: Netops
) -> None:
    served = serve("annual_plan")
    it = served.enter()
    it.post("/work/new", {"workflow": "annual-plan", "title": "แผนสมมติ"})
    other = it.post("/work/new", {"workflow": "annual-plan", "title": "แผนที่เลิก"}).headers["location"]
    assert it.post(f"{other}/end", {"reason": "ไม่ทำต่อ"}).status_code == 303

    def regularly() -> int:
        with transaction(served.engine) as session:
            return sum(int(str(act(session, FRIDAY))) for act in served.app.state.part.regular)

    def kept() -> dict[str, date]:
        with reading(served.engine) as session:
            rows = session.exec(select(RunStep).where(col(RunStep.due_on).is_not(None))).all()
            return {row.key: row.due_on for row in rows if row.due_on is not None}

    with transaction(served.engine) as session:
        run = session.exec(select(Run).where(col(Run.ended_at).is_(None))).one()
        for row in session.exec(select(RunStep).where(RunStep.run_id == run.id)):
            if row.key in ("study", "review", "targets", "detail"):
                row.done_at = utc_now()
        settle(session, run)
    before = kept()
    assert set(before) == {"approval"}  # it has working days
    assert regularly() == 0
    netops.holidays = [HolidayRow(day=day) for day in before.values()]
    assert read(served, netops.url)
    assert kept() == before
    assert regularly() == 1  # what was broken off has no days
    after = kept()
    assert after.keys() == before.keys()
    assert all(after[key] > before[key] for key in before), (before, after)
    assert regularly() == 0
    netops.holidays = []
    assert read(served, netops.url)
    assert regularly() == 1
    assert kept() == before


def due(served: Served) -> date:
    """When the approval is due, which has fifteen working days."""
    with reading(served.engine) as session:
        run = session.exec(select(Run)).one()
        return view_run(session, run, utc_now()).standing.of("approval").due_on


def test_reports_of_a_quarter_are_late_after_the_working_day_that_is_their_last(
    serve: Callable[[str], Served], netops: Netops
) -> None:
    """Ten days after 31 December 2026 end on Saturday the 9th of January; Monday the 11th is a holiday."""
    served = serve("annual_plan")
    visitor = Visitor(Person(sub="7", username="x", role="planner", office_code=OFFICE, office_name="x"), {})
    with reading(served.engine) as session:
        assert dues(session, visitor, FiscalYear.of(FRIDAY).era)[1] == date(2027, 1, 12)
    netops.holidays = [HolidayRow(day=date(2027, 1, 11))]
    assert read(served, netops.url)
    with reading(served.engine) as session:
        assert dues(session, visitor, FiscalYear.of(FRIDAY).era)[1] == date(2027, 1, 13)


def test_a_request_is_to_be_answered_on_a_working_day(serve: Callable[[str], Served], netops: Netops) -> None:
    served = serve("registry")
    with reading(served.engine) as session:
        days = rule_of(session, OFFICE).answer_days
    start = date.today()  # noqa: DTZ011 - three days around it are closed, whatever the zone says
    closed = {start + timedelta(days=days + more) for more in (-1, 0, 1)}
    netops.holidays = [HolidayRow(day=day) for day in sorted(closed)]
    assert read(served, netops.url)
    assert served.enter().post("/requests/new", {"subject": "ขอข้อมูล"}).status_code == 303
    with reading(served.engine) as session:
        row = session.exec(select(ServiceRequest)).one()
    assert row.due_on > max(closed)
    assert row.due_on.weekday() < SATURDAY
