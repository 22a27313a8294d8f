"""Projects of plans and what agencies sent in: written down, imported, and looked through for what overlaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session, col

from contract.data.registry import IndicatorRow
from planning.kit.visitor import Visitor
from planning.plans.described import lacks, lacks_ends
from planning.plans.indicator import ChosenIndicator, not_known
from planning.plans.indicator_data import IndicatorData, data_of
from planning.province import copied
from planning.province.kinds import PARENT, PlanKind
from planning.province.models.agency import Agency
from planning.province.models.plan import Plan
from planning.province.models.project import Project, ReceivedPlan, Ruling, RulingKind
from planning.province.overlap import Candidate, Pair, pairs
from planning.province.project_list import read_projects
from planning.province.store import rows
from planning.province.store.drafts import Baht, HappenedDay, Id, Needed, Text
from planning.province.store.plans import of_plan
from planning.province.store.rows import Change, Put
from service.draft import Line, Note, OptionalId
from service.i18n import N_
from service.refusal import Problem, RefusedError, refuse
from service.thai_order import in_thai


class ProjectDraft(Change):
    """A project as a person gives it."""

    title: Text
    agency_id: Id
    parent_id: OptionalId = None
    strategy_id: OptionalId = None
    activity: Note = ""
    objective: Note = ""
    output: Line = ""
    indicators: Annotated[tuple[ChosenIndicator, ...], Field(max_length=50)] = ()
    target_group: Line = ""
    place: Line = ""
    amount_satang: Baht = 0
    money_source: Line = ""
    responsible: Line = ""
    told_key: Line = ""

    def values(self) -> dict[str, Any]:
        """With indicators what was written before them in words is described."""
        kept = [one.kept() | {"target": one.target} for one in self.indicators]
        return super().values() | {"indicators": kept} | ({"indicator": ""} if kept else {})


class ReceivedDraft(Change):
    """That the action plan of an agency came."""

    agency_id: Id
    received_on: HappenedDay
    letter_number: Line = ""


class RulingDraft(Put):
    """What is done about a pair."""

    first_id: Id
    second_id: Id
    kind: RulingKind
    reason: Needed


@dataclass(frozen=True, slots=True)
class SentList:
    """The file that an agency sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency that is asked for its plan, and what came of it: None is missing."""

    agency: Agency
    received: ReceivedPlan | None


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two projects that overlap, with the reasons and what was decided."""

    first: Project
    second: Project
    pair: Pair
    ruling: Ruling | None


def projects(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Project]:
    """Of a plan, by title."""
    return rows.every(session, visitor, Project, Project.plan_id == plan.id, order=col(Project.title))


def add_project(session: Session, visitor: Visitor, plan: Plan, draft: ProjectDraft) -> Project:
    """A title is given once by an agency in a plan."""
    _fits(session, visitor, plan, draft)
    return rows.add(session, visitor, Project, {"plan_id": plan.id, **draft.values()}, twice="title")


def change_project(session: Session, visitor: Visitor, plan: Plan, row: Project, draft: ProjectDraft) -> None:
    """What was agreed on by its partners is not agreed on any more when its money changes."""
    _fits(session, visitor, plan, draft)
    is_other = draft.amount_satang != row.amount_satang
    rows.change(session, visitor, row, draft, twice="title")
    if is_other and row.agreed_on is not None:
        rows.set_values(session, visitor, row, {"agreed_on": None})


def _fits(session: Session, visitor: Visitor, plan: Plan, draft: ProjectDraft) -> None:
    if plan.kind is PlanKind.CLUSTER:
        raise refuse("", N_("The plan of a cluster is made of plans of provinces"))
    rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
    if problems := not_known(draft.indicators, copied.indicators(session, visitor.office_code)):
        raise RefusedError(problems)
    is_own = plan.kind is not PlanKind.ANNUAL or draft.strategy_id is None
    if is_own:
        of_plan(session, visitor, plan, draft.strategy_id, "strategy_id")
    else:
        of_any_above(session, visitor, plan, draft.strategy_id)
    if draft.parent_id is not None and draft.parent_id not in {one.id for one in parents(session, visitor, plan)}:
        raise refuse("parent_id", N_("There is no such choice"))


def of_any_above(session: Session, visitor: Visitor, plan: Plan, element_id: int | None) -> None:
    """A strategy of the plan itself or of any plan above it; RefusedError else."""
    for one in line(session, visitor, plan):
        try:
            of_plan(session, visitor, one, element_id, "strategy_id")
        except RefusedError:
            continue
        return
    raise refuse("strategy_id", N_("There is no such choice"))


def line(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Plan]:
    """The plan, the one above it, and so on."""
    found = [plan]
    while found[-1].parent_id is not None and len(found) < 5:
        found.append(rows.find(session, visitor, Plan, found[-1].parent_id))
    return found


def parents(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Project]:
    """The projects of the four-year plan that those of an annual plan may be a year of."""
    if plan.parent_id is None or PARENT.get(plan.kind) is not PlanKind.FOUR_YEAR:
        return []
    return projects(session, visitor, rows.find(session, visitor, Plan, plan.parent_id))


def standings(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Standing]:
    """Every agency that is asked for its plan; those from which none came first."""
    came = {one.agency_id: one for one in rows.every(session, visitor, ReceivedPlan, ReceivedPlan.plan_id == plan.id)}
    asked = rows.every(
        session,
        visitor,
        Agency,
        col(Agency.is_active).is_(True),
        col(Agency.is_asked_for_plan).is_(True),
        order=in_thai(Agency.name),
    )
    found = [Standing(one, came.get(one.id or 0)) for one in asked]
    return sorted(found, key=lambda one: one.received is not None)


def receive(session: Session, visitor: Visitor, plan: Plan, draft: ReceivedDraft, sent: SentList) -> ReceivedPlan:
    """The plan of an agency with the projects of its file, all of them or none. RefusedError where it came already, or
    where the agency has a project of that title here.
    """
    if plan.kind is not PlanKind.ANNUAL:
        raise refuse("agency_id", N_("Action plans of agencies belong to an annual plan"))
    rows.is_one_of_ours(session, visitor, Agency, draft.agency_id, "agency_id")
    read = read_projects(sent.data)
    if read.problems:
        raise RefusedError([Problem("file", one.problem.message, one.problem.values) for one in read.problems])
    came = {
        "plan_id": plan.id,
        **draft.values(),
        "file_name": sent.name[:255],
        "file_sha256": sha256(sent.data).hexdigest(),
        "projects": len(read.projects),
    }
    with session.begin_nested():
        row = rows.add(session, visitor, ReceivedPlan, came, twice="agency_id")
        for one in read.projects:
            values = {"plan_id": plan.id, "agency_id": draft.agency_id, "received_id": row.id, **one}
            rows.add(session, visitor, Project, values, twice="file")
    return row


def indicators_of(row: Project, known: Mapping[str, IndicatorRow]) -> tuple[IndicatorData, ...]:
    """With the name and unit that the registry gives each; one in words has its own."""
    return tuple(data_of(one, known, one.get("target", "")) for one in row.indicators)


def undescribed(row: Project, known: Mapping[str, IndicatorRow]) -> list[str]:
    """Indicators that lack something of what makes them one (INV-C2)."""
    found = [one.name for one in indicators_of(row, known) if lacks(one) or lacks_ends(one)]
    return [*found, *([row.indicator] if row.indicator else [])]


def overlaps(session: Session, visitor: Visitor, plan: Plan) -> Sequence[FoundPair]:
    """What the finder finds now, with what was decided about each pair; undecided ones first."""
    found = {one.id or 0: one for one in projects(session, visitor, plan)}
    ruled = {
        (one.first_id, one.second_id): one for one in rows.every(session, visitor, Ruling, Ruling.plan_id == plan.id)
    }
    seen = pairs([_candidate(one) for one in found.values()])
    made = [FoundPair(found[one.first], found[one.second], one, ruled.get((one.first, one.second))) for one in seen]
    return sorted(made, key=lambda one: one.ruling is not None)


def rule(session: Session, visitor: Visitor, plan: Plan, draft: RulingDraft) -> Ruling:
    """A decision about a pair that the finder found; said again, it is the new one."""
    known = {(one.pair.first, one.pair.second) for one in overlaps(session, visitor, plan)}
    if (draft.first_id, draft.second_id) not in known:
        raise refuse("first_id", N_("These two were not found to overlap"))
    pair = {"plan_id": plan.id, "first_id": draft.first_id, "second_id": draft.second_id}
    return rows.put(session, visitor, Ruling, pair, draft, twice="first_id")


def _candidate(row: Project) -> Candidate:
    return Candidate(row.id or 0, row.title, row.activity, row.target_group, row.place)
