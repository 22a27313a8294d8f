"""The calendar of upkeep: what was done, and when it is due again."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation, Stage
from innovation.models.rollout import Upkeep, UpkeepDone
from office.months import months_later
from service.refusal import _, refuse


def done(session: Session, upkeep: Upkeep, *, on: date, note: str, actor: str) -> UpkeepDone:
    """It was done on a day; the next one is due as many months after the day on which this one was due, and never in
    the past of the day on which it was done. RefusedError when nothing is due any more.
    """
    if upkeep.due_on is None:
        raise refuse("", _("Nothing of it is due any more"))
    row = UpkeepDone(upkeep_id=upkeep.id or 0, due_on=upkeep.due_on, done_on=on, note=note, actor=actor[:120])
    upkeep.due_on = _next(upkeep.due_on, upkeep.every_months, on)
    session.add_all([row, upkeep])
    session.flush()
    return row


def _next(due: date, every_months: int, done_on: date) -> date | None:
    if not every_months:
        return None
    steps = 1
    while months_later(due, steps * every_months) <= done_on:
        steps += 1
    return months_later(due, steps * every_months)


def overdue(session: Session, office_id: int, today: date) -> list[tuple[Upkeep, Innovation]]:
    """What should have been done before today, the oldest first; of what is retired nothing is due."""
    wanted = (
        select(Upkeep, Innovation)
        .join(Innovation, col(Innovation.id) == Upkeep.innovation_id)
        .where(Innovation.office_id == office_id, Innovation.stage != Stage.RETIRED, col(Upkeep.due_on) < today)
    )
    return list(session.exec(wanted.order_by(col(Upkeep.due_on), col(Upkeep.id))).all())


def calendar_of(session: Session, innovation: Innovation) -> list[tuple[Upkeep, list[UpkeepDone]]]:
    """All work of an innovation with when it was done, the most pressing first."""
    rows = session.exec(
        select(Upkeep)
        .where(Upkeep.innovation_id == innovation.id)
        .order_by(col(Upkeep.due_on).is_(None), col(Upkeep.due_on), col(Upkeep.id))
    ).all()
    past: dict[int, list[UpkeepDone]] = {row.id or 0: [] for row in rows}
    for one in session.exec(
        select(UpkeepDone).where(col(UpkeepDone.upkeep_id).in_(past)).order_by(col(UpkeepDone.id).desc())
    ):
        past[one.upkeep_id].append(one)
    return [(row, past[row.id or 0]) for row in rows]
