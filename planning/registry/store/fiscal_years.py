"""Fiscal years and their states: planned, open, then closed for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from office.fiscal import FiscalYear
from planning.kit import audit, happened
from planning.kit.visitor import Visitor
from planning.registry.models.fiscal_year import FiscalYearState, YearState
from service.columns import utc_now
from service.database import TakenError
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT: Final = "fiscal_year"
FOLLOWING: Final = {
    YearState.PLANNING: YearState.OPEN,
    YearState.OPEN: YearState.CLOSED,
}


def fiscal_years(session: Session, visitor: Visitor, today: date) -> Sequence[FiscalYearState]:
    """The newest first. The present year and the next one are always there."""
    begin_years(session, visitor.office_code, today)
    return session.exec(
        select(FiscalYearState)
        .where(FiscalYearState.office_code == visitor.office_code)
        .order_by(col(FiscalYearState.era).desc())
    ).all()


def move_on(session: Session, visitor: Visitor, era: int, state: str) -> FiscalYearState:
    """To its next state. A year that is closed stays closed; one that has not ended cannot be."""
    wanted = select(FiscalYearState).where(
        FiscalYearState.office_code == visitor.office_code, FiscalYearState.era == era
    )
    row = session.exec(wanted.with_for_update()).one_or_none()
    if row is None:
        raise MissingError("fiscal year")
    following = FOLLOWING.get(row.state)
    if following is None or state != following:
        raise refuse("state", N_("This is not the next state of the year"))
    if following is YearState.CLOSED and happened.today() <= FiscalYear(era).last:
        raise refuse("state", N_("The year has not ended yet"))
    row.state, row.changed_at = following, utc_now()
    detail = {"year": era, "state": following.value}
    audit.record(session, visitor, "fiscal_year.moved", subject=SUBJECT, subject_id=row.id, detail=detail)
    return row


def begin_years(session: Session, office_code: str, today: date) -> None:
    """The present year, open, and the next one, being planned, where they are not there yet."""
    this = FiscalYear.of(today)
    for year, state in ((this, YearState.OPEN), (this.following, YearState.PLANNING)):
        _begin(session, office_code, year, state)


def _begin(session: Session, office_code: str, year: FiscalYear, state: YearState) -> None:
    if session.exec(
        select(FiscalYearState.id).where(FiscalYearState.office_code == office_code, FiscalYearState.era == year.era)
    ).first():
        return
    try:
        with session.begin_nested():
            session.add(FiscalYearState(office_code=office_code, era=year.era, state=state))
    except TakenError:
        pass  # another request wrote it at this very moment
