"""Reminders before a contract ends: one alert for each of its `remind_days`; a later one takes the former's place."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.contract import Contract
from inventory.models.outage import Subject
from inventory.models.site import Office
from netops.models.alert import Alert, AlertKind, Severity


def reminders(session: Session, at: datetime) -> list[Alert]:
    """Alerts that open now. Those of contracts that were renewed, archived or are over end quietly: who renewed it
    knows.
    """
    told = {
        (alert.subject_id, alert.part): alert
        for alert in session.exec(
            select(Alert).where(Alert.kind == AlertKind.CONTRACT_ENDING, col(Alert.ended_at).is_(None))
        )
    }
    due: dict[tuple[int, str], int] = {}
    for contract, office in session.exec(
        select(Contract, Office)
        .join(Office, col(Office.id) == Contract.office_id)
        .where(col(Contract.ends_on).is_not(None), col(Contract.archived_at).is_(None))
    ):
        days = due_days(contract, at.astimezone(ZoneInfo(office.timezone)).date())
        if days is not None:
            due[contract.office_id, contract.number] = days
    opened: list[Alert] = []
    for key, alert in told.items():
        if key not in due or due[key] != alert.value:
            alert.ended_at = at
    for key, days in due.items():
        if key not in told or told[key].value != days:
            opened.append(_alert(key, days, at))
    session.add_all(opened)
    session.flush()
    return opened


def due_days(contract: Contract, today: date) -> int | None:
    """Of the days before the end on which to remind, the last one that has come; None: none yet, or it is over."""
    if contract.ends_on is None:
        return None
    left = (contract.ends_on - today).days
    return min((days for days in contract.remind_days if left <= days), default=None) if left >= 0 else None


def _alert(key: tuple[int, str], days: int, at: datetime) -> Alert:
    office_id, number = key
    return Alert(
        kind=AlertKind.CONTRACT_ENDING,
        subject=Subject.OFFICE,
        subject_id=office_id,
        severity=Severity.NOTICE,
        part=number,
        value=days,
        started_at=at,
    )
