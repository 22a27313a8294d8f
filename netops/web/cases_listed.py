"""The list of cases as people search, filter and sort it. A school finds its own, and no others."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col, func

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from netops.cases.definitions import definitions
from netops.cases.facts import seen
from netops.models.case import CaseStep, WorkCase
from netops.models.person import Person
from service.i18n import N_, spoken

_SOURCE: Final[Any] = WorkCase.__table__.outerjoin(Site, col(Site.id) == WorkCase.site_id).outerjoin(  # type: ignore[attr-defined]
    Person, col(Person.id) == WorkCase.started_by
)
_DUE: Final[Any] = (
    select(func.min(CaseStep.due_on)).where(col(CaseStep.case_id) == WorkCase.id).correlate(WorkCase).scalar_subquery()
)
STATES: Final = {"running": N_("in progress"), "finished": N_("finished"), "broken_off": N_("ended early")}


def _in_state(value: str) -> ColumnElement[bool]:
    """Whatever is no state finds nothing."""
    ended, broken = col(WorkCase.ended_at).is_not(None), col(WorkCase.end_reason) != ""
    return {"running": ~ended, "finished": ended & ~broken, "broken_off": ended & broken}.get(
        value, col(WorkCase.id).is_(None)
    )


def _workflows(_session: Session, _sight: Sight) -> list[tuple[str, str]]:
    return [(key, one.title.said(spoken())) for key, one in definitions().items()]


CASES: Final = Table(
    key="cases",
    source=_SOURCE,
    row_id=col(WorkCase.id),
    columns=(
        Column("title", N_("Case"), col(WorkCase.title)),
        Column("workflow", N_("Workflow"), col(WorkCase.workflow)),
        Column("site", N_("School"), col(Site.name)),
        Column("due_on", N_("Next due"), _DUE, Kind.DAY),
        Column("started_at", N_("Opened"), col(WorkCase.started_at), Kind.MOMENT),
        Column("started_by", N_("Opened by"), col(Person.name)),
        Column("ended_at", N_("Ended"), col(WorkCase.ended_at), Kind.MOMENT),
        Column("end_reason", N_("Broken off because"), col(WorkCase.end_reason), shown=False),
    ),
    searched=(col(WorkCase.title), col(WorkCase.note), col(Site.name), col(Site.code)),
    filters=(
        Filter("standing", N_("Standing"), _in_state, lambda _db, _sight: list(STATES.items())),
        Filter("workflow", N_("Workflow"), lambda value: col(WorkCase.workflow) == value, _workflows),
    ),
    order=(col(WorkCase.ended_at).is_not(None), col(WorkCase.id).desc()),
    seen=seen,
)
