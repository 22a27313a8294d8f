"""What the province gives others: approved versions of plans, and shared projects as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from contract.data.province import (
    PartnerShare,
    PartnerTask,
    ProjectIndicator,
    ProvinceElementRow,
    ProvincePlanRow,
    SharedProjectRow,
)
from contract.data.registry import IndicatorRow
from contract.data.shape import Given, Row
from planning.kit.parts import Giver
from planning.plans.declared import Frozen
from planning.plans.models.version import Version, VersionState
from planning.plans.store.versions import approved
from planning.province import copied
from planning.province.acting import on_behalf
from planning.province.models.agency import Agency
from planning.province.models.plan import Plan
from planning.province.models.project import Contribution, Project, Task
from planning.province.store import plans, projects, rows, sharing
from planning.province.subjects import frozen_content


def _frozen(session: Session, office_code: str) -> Iterator[Frozen]:
    for plan in plans.plans(session, on_behalf(office_code)):
        found = approved(session, office_code, plan.kind.value, plan.key)
        if found is not None:
            yield found


def _giver(told: Callable[[Frozen], Iterable[Row]]) -> Giver:
    def give(session: Session, office_code: str) -> Given:
        as_of = session.exec(select(func.max(Version.approved_at)).where(Version.office_code == office_code)).one()
        return Given([row for frozen in _frozen(session, office_code) for row in told(frozen)], as_of)

    return give


def _plan(frozen: Frozen) -> Iterable[Row]:
    whole = frozen_content(frozen)
    yield ProvincePlanRow.model_validate(
        {
            "key": frozen.key,
            "kind": frozen.kind,
            "title": frozen.title,
            "province": whole.province,
            "first_year": frozen.first_year,
            "last_year": frozen.last_year,
            "number": frozen.number,
            "sha256": frozen.sha256,
            "is_published": frozen.state is VersionState.PUBLISHED,
            "parent_title": whole.parent_title,
            "projects": len(whole.projects) + sum(one.projects for one in whole.parts),
            "total_satang": whole.total_satang,
        }
    )


def _elements(frozen: Frozen) -> Iterable[Row]:
    for one in frozen_content(frozen).elements:
        yield ProvinceElementRow.model_validate({"plan_key": frozen.key, **one.model_dump()})


def give_shared(session: Session, office_code: str) -> Given:
    """Projects that somebody other than the lead has a part in."""
    visitor = on_behalf(office_code)
    agencies = {one.id: one for one in rows.every(session, visitor, Agency)}
    of_plan = {one.id: one for one in rows.every(session, visitor, Plan)}
    whole = [sharing.shared(session, visitor, one) for one in rows.every(session, visitor, Project)]
    known = copied.indicators(session, office_code)
    told = [
        _shared(one, of_plan[one.project.plan_id], agencies).model_copy(update={"indicators": _measured(one, known)})
        for one in whole
        if one.has_partners
    ]
    return Given(told, _changed(session, office_code))


def _shared(one: sharing.Shared, plan: Plan, agencies: Mapping[int | None, Agency]) -> SharedProjectRow:
    lead = agencies[one.project.agency_id]
    return SharedProjectRow(
        key=one.project.key,
        plan_key=plan.key,
        fiscal_year=plan.first_year,
        title=one.project.title,
        lead_code=lead.code,
        lead=lead.name,
        total_satang=one.project.amount_satang,
        agreed_on=one.project.agreed_on,
        shares=tuple(
            PartnerShare(
                partner_code=agencies[each.agency_id].code,
                partner=agencies[each.agency_id].name,
                kind=each.kind.value,
                satang=each.amount_satang,
                state=each.state.value,
            )
            for each in one.contributions
        ),
        tasks=tuple(
            PartnerTask(
                partner_code=agencies[each.agency_id].code,
                partner=agencies[each.agency_id].name,
                title=each.title,
                due_on=each.due_on,
                state=each.state.value,
            )
            for each in one.tasks
        ),
    )


def _measured(one: sharing.Shared, known: Mapping[str, IndicatorRow]) -> tuple[ProjectIndicator, ...]:
    found = projects.indicators_of(one.project, known)
    return tuple(ProjectIndicator.model_validate(each.model_dump(mode="json")) for each in found)


def _changed(session: Session, office_code: str) -> datetime | None:
    """The last change of anything of them."""
    moments = [
        session.exec(select(func.max(kind.changed_at)).where(col(kind.office_code) == office_code)).one()
        for kind in (Project, Contribution, Task, Agency)
    ]
    return max((one for one in moments if one is not None), default=None)


DATASETS: Final[Mapping[str, Giver]] = {
    "province_plans": _giver(_plan),
    "province_elements": _giver(_elements),
    "shared_projects": give_shared,
}
"""By name."""
