"""Plans, their strategy trees, indicators by district, and the parts of a cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, func, select

from planning.kit.happened import MayHaveHappened
from planning.kit.visitor import Visitor
from planning.plans.described import Direction
from planning.plans.indicator import IndicatorParts
from planning.province.kinds import PARENT, PlanKind, fits_years, lies_within
from planning.province.models.plan import (
    DistrictTarget,
    Element,
    ElementKind,
    Indicator,
    Part,
    Plan,
)
from planning.province.models.project import Project
from planning.province.store import rows
from planning.province.store.drafts import Era, Id, Needed, OptionalValue, Text, Value
from planning.province.store.rows import Change, Put
from service.draft import Line, Name, OptionalId
from service.i18n import N_
from service.refusal import NotTakenError, refuse

ABOVE = {
    ElementKind.VISION: frozenset[ElementKind](),
    ElementKind.MISSION: frozenset({ElementKind.VISION}),
    ElementKind.GOAL: frozenset({ElementKind.MISSION}),
    ElementKind.STRATEGY: frozenset({ElementKind.GOAL}),
    ElementKind.MEASURE: frozenset({ElementKind.STRATEGY}),
}
"""Under which kinds a node may hang; a vision, and what nobody put in order yet, hangs under nothing."""


class PlanDraft(Change):
    """A plan as a person gives it."""

    kind: PlanKind
    title: Text
    province: Name
    first_year: Era
    last_year: Era
    parent_id: OptionalId = None
    is_ours: bool = True

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not fits_years(self.kind, self.first_year, self.last_year):
            raise NotTakenError(N_("So many years are not of this kind of plan"), "last_year")
        return self


class ElementDraft(Change):
    """A node of the tree."""

    kind: ElementKind
    code: Annotated[str, Field(min_length=1, max_length=16)]
    text: Needed
    parent_id: OptionalId = None


class IndicatorDraft(Change, IndicatorParts):
    """An indicator of a node (INV-C2). A target of the province is a figure to reach, so that none is within a band."""

    element_id: Id
    name: Text
    registry_key: Annotated[str, Field(max_length=64)] = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.direction is Direction.BAND:
            raise NotTakenError(N_("Say whether more or less is better"), "direction")
        return self


class TargetDraft(Put):
    """A target of a district and year, and what was reached."""

    district: Annotated[str, Field(max_length=120)] = ""
    fiscal_year: Era
    target: Value
    actual: OptionalValue = None
    actual_source: Line = ""
    actual_on: MayHaveHappened = None

    @model_validator(mode="after")
    def _with_source(self) -> Self:
        if self.actual is not None and not self.actual_source:
            raise NotTakenError(N_("This is needed"), "actual_source")
        return self


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan comes to: its projects and their money in satang."""

    projects: int
    satang: int


@dataclass(frozen=True, slots=True)
class PartOf:
    """A plan of a province within that of its cluster."""

    part: Part
    plan: Plan
    totals: Totals


def plans(session: Session, visitor: Visitor, kind: PlanKind | None = None) -> Sequence[Plan]:
    """The newest years first."""
    conditions = [] if kind is None else [Plan.kind == kind]
    return rows.every(session, visitor, Plan, *conditions, order=col(Plan.first_year).desc())


def add_plan(session: Session, visitor: Visitor, draft: PlanDraft) -> Plan:
    """A new one under the plan that it carries out."""
    _fits_above(session, visitor, draft)
    return rows.add(session, visitor, Plan, draft.values(), twice="first_year")


def change_plan(session: Session, visitor: Visitor, row: Plan, draft: PlanDraft) -> None:
    """Its kind stays: what hangs on it is of that kind."""
    if draft.kind is not row.kind:
        raise refuse("kind", N_("The kind of a plan stays"))
    _fits_above(session, visitor, draft)
    rows.change(session, visitor, row, draft, twice="first_year")


def above(session: Session, visitor: Visitor, plan: Plan) -> Plan | None:
    """The plan that it carries out."""
    return None if plan.parent_id is None else rows.find(session, visitor, Plan, plan.parent_id)


def below(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Plan]:
    """The plans that carry it out, by year."""
    return rows.every(session, visitor, Plan, Plan.parent_id == plan.id, order=col(Plan.first_year))


def _fits_above(session: Session, visitor: Visitor, draft: PlanDraft) -> None:
    if draft.parent_id is None:
        return
    rows.is_one_of_ours(session, visitor, Plan, draft.parent_id, "parent_id")
    above = rows.find(session, visitor, Plan, draft.parent_id)
    if PARENT.get(draft.kind) is not above.kind:
        raise refuse("parent_id", N_("A plan of this kind does not stand under that one"))
    if not lies_within((draft.first_year, draft.last_year), (above.first_year, above.last_year)):
        raise refuse("parent_id", N_("Its years are not among those of the plan above"))


def elements(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Element]:
    """All nodes, by code."""
    return rows.every(session, visitor, Element, Element.plan_id == plan.id, order=col(Element.code))


def add_element(session: Session, visitor: Visitor, plan: Plan, draft: ElementDraft) -> Element:
    """A node under one of the kind above it."""
    _hangs(session, visitor, plan, draft)
    return rows.add(session, visitor, Element, {"plan_id": plan.id, **draft.values()}, twice="code")


def change_element(session: Session, visitor: Visitor, plan: Plan, row: Element, draft: ElementDraft) -> None:
    """Its number, its text and what it hangs under."""
    if draft.kind is not row.kind:
        raise refuse("kind", N_("The kind of an entry does not change: remove it and add another"))
    _hangs(session, visitor, plan, draft)
    rows.change(session, visitor, row, draft, twice="code")


def find_element(session: Session, visitor: Visitor, plan_id: int, element_id: int) -> Element:
    """MissingError where it is none of this plan."""
    row = rows.find(session, visitor, Element, element_id, to_change=True)
    return row if row.plan_id == plan_id else rows.find(session, visitor, Element, 0)


def _hangs(session: Session, visitor: Visitor, plan: Plan, draft: ElementDraft) -> None:
    if draft.parent_id is not None:
        rows.is_one_of_ours(session, visitor, Element, draft.parent_id, "parent_id")
        above = rows.find(session, visitor, Element, draft.parent_id)
        if above.plan_id != plan.id or above.kind not in ABOVE[draft.kind]:
            raise refuse("parent_id", N_("It does not hang under that"))


@dataclass(frozen=True, slots=True)
class Node:
    """A node as a page shows it: how deep it hangs, and its indicators."""

    row: Element
    depth: int
    indicators: Sequence[Indicator]


def tree(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Node]:
    """From the top down, each before what hangs under it."""
    found = elements(session, visitor, plan)
    below: dict[int | None, list[Element]] = defaultdict(list)
    for one in found:
        below[one.parent_id].append(one)
    of: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in rows.every(session, visitor, Indicator, Indicator.plan_id == plan.id):
        of[indicator.element_id].append(indicator)
    order = list(ElementKind)
    made: list[Node] = []

    def hang(parent: int | None, depth: int) -> None:
        for one in sorted(below[parent], key=lambda row: (order.index(row.kind), row.code)):
            made.append(Node(one, depth, of[one.id or 0]))
            hang(one.id, depth + 1)

    hang(None, 0)
    return made


def add_indicator(session: Session, visitor: Visitor, plan: Plan, draft: IndicatorDraft) -> Indicator:
    """Of a node of this plan."""
    of_plan(session, visitor, plan, draft.element_id, "element_id")
    return rows.add(session, visitor, Indicator, {"plan_id": plan.id, **draft.values()}, twice="name")


def change_indicator(session: Session, visitor: Visitor, plan: Plan, row: Indicator, draft: IndicatorDraft) -> None:
    """As typed."""
    of_plan(session, visitor, plan, draft.element_id, "element_id")
    rows.change(session, visitor, row, draft, twice="name")


def of_plan(session: Session, visitor: Visitor, plan: Plan, element_id: int | None, field: str) -> None:
    """RefusedError at the field where the node is none of this plan."""
    if element_id is None:
        return
    wanted = select(Element.id).where(
        Element.id == element_id, Element.plan_id == plan.id, rows.of_office(Element, visitor)
    )
    if session.exec(wanted).first() is None:
        raise refuse(field, N_("There is no such choice"))


def targets(session: Session, visitor: Visitor, indicator: Indicator) -> Sequence[DistrictTarget]:
    """By year, the whole province before its districts."""
    return rows.every(
        session,
        visitor,
        DistrictTarget,
        DistrictTarget.indicator_id == indicator.id,
        order=col(DistrictTarget.fiscal_year),
    )


def find_target(
    session: Session, visitor: Visitor, indicator: Indicator, district: str, fiscal_year: int
) -> DistrictTarget | None:
    """The one of a district and year, held until the end."""
    wanted = select(DistrictTarget).where(
        DistrictTarget.indicator_id == indicator.id,
        DistrictTarget.district == district,
        DistrictTarget.fiscal_year == fiscal_year,
        rows.of_office(DistrictTarget, visitor),
    )
    return session.exec(wanted.with_for_update()).one_or_none()


def put_target(session: Session, visitor: Visitor, indicator: Indicator, draft: TargetDraft) -> DistrictTarget:
    """One row for each district and year: written anew where it is there."""
    known = {"indicator_id": indicator.id, "district": draft.district, "fiscal_year": draft.fiscal_year}
    return rows.put(session, visitor, DistrictTarget, known, draft, twice="district")


def totals(session: Session, visitor: Visitor, plan: Plan) -> Totals:
    """Of its own projects; a cluster's is the sum of its parts (`parts`)."""
    if plan.kind is PlanKind.CLUSTER:
        found = [one.totals for one in parts(session, visitor, plan)]
        return Totals(sum(one.projects for one in found), sum(one.satang for one in found))
    wanted = select(func.count(), func.coalesce(func.sum(Project.amount_satang), 0)).where(
        Project.plan_id == plan.id, rows.of_office(Project, visitor)
    )
    count, satang = session.exec(wanted).one()
    return Totals(int(count), int(satang))


def parts(session: Session, visitor: Visitor, cluster: Plan) -> Sequence[PartOf]:
    """The plans of the provinces that a cluster is made of."""
    found = rows.every(session, visitor, Part, Part.cluster_id == cluster.id)
    made = []
    for one in found:
        plan = rows.find(session, visitor, Plan, one.plan_id)
        made.append(PartOf(one, plan, totals(session, visitor, plan)))
    return made


def add_part(session: Session, visitor: Visitor, cluster: Plan, plan_id: int) -> Part:
    """A plan of a province, once: two plans of one province in a cluster would count its projects twice."""
    if cluster.kind is not PlanKind.CLUSTER:
        raise refuse("plan_id", N_("Only the plan of a cluster has parts"))
    rows.is_one_of_ours(session, visitor, Plan, plan_id, "plan_id")
    plan = rows.find(session, visitor, Plan, plan_id)
    if plan.kind is PlanKind.CLUSTER:
        raise refuse("plan_id", N_("A cluster is made of plans of provinces"))
    if any(one.plan.province == plan.province for one in parts(session, visitor, cluster)):
        raise refuse("plan_id", N_("This province is a part of it already"))
    return rows.add(session, visitor, Part, {"cluster_id": cluster.id, "plan_id": plan_id}, twice="plan_id")
