"""Risks of netops that lines treat, through the needs that they pay: how they stand by what netops measures."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from planning.annual_plan import copied
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.papers.data import TreatedRisk
from planning.annual_plan.terms import ProjectState
from planning.kit import copies

DEFERRED = "deferred"


def treated(session: Session, office_code: str, *conditions: Any) -> tuple[TreatedRisk, ...]:
    """Of the projects that fit and are not dropped, by number; a risk that several needs treat stands once for each.
    One that netops does not tell any more is over; nothing is said before it told anything.
    """
    wanted = (
        select(BudgetLine)
        .join(Project, col(Project.id) == BudgetLine.project_id)
        .where(Project.office_code == office_code, Project.state != ProjectState.DROPPED, *conditions)
    )
    lines = {one.need_id: one for one in session.exec(wanted) if one.need_id is not None}
    told = copies.rows(session, office_code, copied.RISKS)
    if not lines or told.taken_at is None:
        return ()
    live = {one.id: one for one in told.rows}
    found = []
    for need in copies.rows(session, office_code, copied.NEEDS).rows:
        if need.id not in lines:
            continue
        for risk_id in need.risks:
            risk = live.get(risk_id)
            found.append(
                TreatedRisk(
                    number=risk.number if risk is not None else None,
                    title=risk.title if risk is not None else "",
                    need=need.title,
                    score=risk.score if risk is not None else None,
                    left=risk.left_score if risk is not None else None,
                    is_put_off=lines[need.id].is_over or need.state == DEFERRED,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.number is None, one.number or 0, one.need)))
