"""Reminders before a contract ends: one at each of its days, none for one that is renewed, archived or over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.contract import Contract
from inventory.models.site import Office
from netops.models.alert import Alert, AlertKind, OutboxMessage
from netops.notify.alerts import review
from netops.settings import Settings
from tests import factories
from tests.inventory.sla.stored import make_contract


@pytest.fixture
def session(database: Engine, settings: Settings) -> Iterator[Session]:
    """On SQLite and PostgreSQL; nothing is kept."""
    assert settings
    with Session(database) as session:
        yield session


def at(day: str) -> datetime:
    """Three in the morning, UTC: ten in Bangkok."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=3)


@pytest.fixture
def contract(session: Session) -> Contract:
    """Ends on 31 December, with reminders 30 and 7 days before."""
    office = factories.make_office(session)
    factories.make_person(session, office, email="it@school.example", alerts=True)
    return make_contract(session, office, ends_on=date(2026, 12, 31), remind_days=[30, 7])


def told(session: Session) -> list[float | None]:
    """The days of each alert that was ever opened."""
    return [alert.value for alert in session.exec(select(Alert).order_by(Alert.id))]  # type: ignore[arg-type]


def test_each_day_reminds_once(session: Session, contract: Contract, settings: Settings) -> None:
    """Nothing before, once at 30, once at 7, nothing more until the end; each by mail."""
    for day, days in (
        ("2026-11-30", []),
        ("2026-12-01", [30]),
        ("2026-12-02", [30]),
        ("2026-12-24", [30, 7]),
        ("2026-12-31", [30, 7]),
    ):
        review(session, at=at(day), settings=settings)
        assert told(session) == days
    mails = session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()  # type: ignore[arg-type]
    assert len(mails) == 2
    assert contract.number in mails[0].text
    assert all(alert.kind is AlertKind.CONTRACT_ENDING for alert in session.exec(select(Alert)))
    review(session, at=at("2027-01-01"), settings=settings)
    assert all(alert.ended_at is not None for alert in session.exec(select(Alert)))


@pytest.mark.parametrize("how", ["renewed", "archived"])
def test_what_was_done_ends_it(session: Session, contract: Contract, settings: Settings, how: str) -> None:
    """Quietly: who did it knows."""
    review(session, at=at("2026-12-01"), settings=settings)
    if how == "renewed":
        contract.ends_on = date(2027, 12, 31)
    else:
        contract.archived_at = at("2026-12-02")
    session.flush()
    review(session, at=at("2026-12-03"), settings=settings)
    assert session.exec(select(Alert)).one().ended_at == at("2026-12-03")
    assert len(session.exec(select(OutboxMessage)).all()) == 1


def test_offices_are_reminded_of_their_own(session: Session, contract: Contract, settings: Settings) -> None:
    """The same number in another office is another contract."""
    other: Office = factories.make_office(session)
    factories.make_person(session, other, email="other@school.example", alerts=True)
    review(session, at=at("2026-12-01"), settings=settings)
    assert {mail.recipient for mail in session.exec(select(OutboxMessage))} == {"it@school.example"}
    assert contract.office_id != other.id
