"""What an office has to do next about its plans, counted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col

from planning.kit.visitor import Visitor
from planning.province.kinds import PlanKind
from planning.province.models.agency import Agency, Answer, Nomination
from planning.province.models.plan import Plan
from planning.province.models.project import Task, TaskState
from planning.province.models.situation import District, Sector
from planning.province.store import plans, projects, rows


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts; `plan` is the annual plan of the newest year, None: none yet."""

    agencies: int
    districts: int
    sectors: int
    waiting: int
    returned: int
    offered: int
    plan: Plan | None
    missing: int
    open_pairs: int


def overview(session: Session, visitor: Visitor) -> Overview:
    """As it is now."""
    tasks = rows.every(session, visitor, Task)
    annual = plans.plans(session, visitor, PlanKind.ANNUAL)
    newest = next((one for one in annual if one.is_ours), None)
    standings = projects.standings(session, visitor, newest) if newest else []
    pairs = projects.overlaps(session, visitor, newest) if newest else []
    return Overview(
        agencies=len(rows.every(session, visitor, Agency, col(Agency.is_active).is_(True))),
        districts=len(rows.every(session, visitor, District)),
        sectors=len(rows.every(session, visitor, Sector)),
        waiting=len(rows.every(session, visitor, Nomination, Nomination.answer == Answer.WAITING)),
        returned=sum(one.state is TaskState.DECLINED for one in tasks),
        offered=sum(one.state is TaskState.OFFERED for one in tasks),
        plan=newest,
        missing=sum(one.received is None for one in standings),
        open_pairs=sum(one.ruling is None for one in pairs),
    )
