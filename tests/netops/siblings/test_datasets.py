"""What netops gives planning services beside what whole districts test: the days on which its office is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from contract.data.shape import Dataset
from inventory.models.site import CalendarDay, DayKind
from netops.siblings.datasets import holidays
from tests import factories

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)


def test_holidays_are_the_closed_days_of_the_usual_calendar_one_by_one(engine: Engine) -> None:
    with Session(engine) as session:
        given(session)


def given(session: Session) -> None:
    office = factories.make_office(session)
    assert list(holidays(session, office, NOW).rows) == []
    usual = factories.make_calendar(session, office, is_default=True)
    other = factories.make_calendar(session, office)
    for calendar, first, last, kind, name in (
        (usual, date(2026, 12, 30), date(2027, 1, 1), DayKind.CLOSED, "ปีใหม่"),
        (usual, date(2027, 1, 1), date(2027, 1, 1), DayKind.CLOSED, "วันขึ้นปีใหม่"),
        (usual, date(2026, 12, 5), date(2026, 12, 5), DayKind.OPEN, "ชดเชย"),
        (other, date(2026, 12, 10), date(2026, 12, 10), DayKind.CLOSED, "ของโรงเรียนเดียว"),
    ):
        session.add(CalendarDay(calendar_id=calendar.id or 0, first_day=first, last_day=last, kind=kind, name=name))
    session.flush()
    body = holidays(session, office, NOW).body("holidays", office.code)
    rows = [(row["day"], row["name"]) for row in Dataset.model_validate_json(body).rows]
    assert rows == [("2026-12-30", "ปีใหม่"), ("2026-12-31", "ปีใหม่"), ("2027-01-01", "วันขึ้นปีใหม่")]
