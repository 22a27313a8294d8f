"""Development of the network over the API: where schools stand, one school's file, the plan, indicators."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from sqlmodel import Session

from inventory.models.site import Site
from netops.networking.course import open_steps
from netops.networking.risks import risk_facts
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from netops.web.network_file import as_of, school_of
from network.completeness import Completeness, FilePart, Want
from network.gap import Measure
from network.indicator import UNITS, Indicator, Unit
from network.models.change import ChangeState
from network.models.file import DrillResult, Scenario
from network.queries.indicators import follow_up
from network.queries.state import SchoolGap, gaps
from network.store.addresses import subnets
from network.store.changes import changes_of
from network.store.designs import designs_of
from network.store.drills import drills_of
from network.store.manuals import versions_of
from network.store.parts import completeness_of
from office.fiscal import FiscalYear
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/network", tags=["network"])
MayRead = Annotated[Visitor, Depends(allowed("network.read"))]
MayReport = Annotated[Visitor, Depends(allowed("network_reports.read"))]


class GapOut(BaseModel):
    """One measure: target, state, what is missing; `actual` None: nobody knows."""

    measure: Measure
    target: int
    actual: int | None
    lack: int | None


class PartOut(BaseModel):
    """One of the five parts; `wants` empty: it counts today."""

    part: FilePart
    dated_on: date | None
    owner: str
    review_on: date | None
    wants: list[Want]


class SchoolOut(BaseModel):
    """Where a school stands. `is_met` None: it cannot be told. `step` is the key of today's step in its case."""

    site_id: int
    code: str
    name: str
    pupils: int | None
    speed_bps: int | None
    devices: int
    answering: int
    unregistered: int
    is_met: bool | None
    gap: list[GapOut]
    percent_complete: int
    parts: list[PartOut]
    step: str | None
    step_due_on: date | None


class DesignOut(Shape):
    """A version of a design."""

    id: int
    number: int
    owner: str
    total_satang: int
    paper_id: int | None
    made_at: datetime


class ChangeOut(Shape):
    """A change of the network."""

    id: int
    title: str
    state: ChangeState
    planned_on: date
    decided_at: datetime | None


class ManualOut(Shape):
    """A printed version of the manual."""

    number: int
    paper_id: int
    at: datetime


class DrillOut(Shape):
    """A drill of continuity."""

    id: int
    scenario: Scenario
    planned_on: date
    ran_on: date | None
    took_minutes: int | None
    result: DrillResult


class FileOut(SchoolOut):
    """A school's network file with all that hangs on it."""

    designs: list[DesignOut]
    changes: list[ChangeOut]
    manuals: list[ManualOut]
    drills: list[DrillOut]


class SubnetOut(Shape):
    """A subnet of the address plan. `site_id` none: of the office."""

    id: int
    site_id: int | None
    cidr: str
    vlan: int | None
    gateway: str
    purpose: str
    is_routed: bool


class FigureOut(BaseModel):
    """An indicator of the office; `basis` counts what it was reckoned from."""

    indicator: Indicator
    unit: Unit
    value: float | None
    basis: int
    baseline: float | None
    target: float | None
    is_met: bool | None


class IndicatorsOut(BaseModel):
    """The objective in a fiscal year of the Buddhist era."""

    fiscal_year: int
    as_of: date
    indicators: list[FigureOut]


@router.get("/schools", summary="Where schools stand in the development of the network")
def list_schools(request: Request, db: Db, visitor: MayRead) -> list[SchoolOut]:
    """All that may be seen, by name."""
    return _schools(request, db, visitor, None)


@router.get("/schools/{code}", summary="The network file of a school")
def one_school(request: Request, db: Db, visitor: MayRead, code: str) -> FileOut:
    """With versions of design and manual, changes and drills."""
    site = school_of(db, visitor, code)
    site_id = site.id or 0
    known = _schools(request, db, visitor, [site])[0]
    return FileOut(
        **known.model_dump(),
        designs=[DesignOut.model_validate(row) for row in designs_of(db, site_id)],
        changes=[ChangeOut.model_validate(row) for row in changes_of(db, site_id)],
        manuals=[ManualOut.model_validate(row) for row in versions_of(db, site_id)],
        drills=[DrillOut.model_validate(row) for row in drills_of(db, site_id)],
    )


def _schools(request: Request, db: Session, visitor: Visitor, sites: list[Site] | None) -> list[SchoolOut]:
    at = as_of(request)
    found = gaps(db, visitor.sight, at.at, sites)
    ids = [one.site.id or 0 for one in found]
    complete = completeness_of(db, ids, at.day, risks=risk_facts(db, ids, at.zone))
    steps = open_steps(db, ids)
    return [_school(one, complete[one.site.id or 0], steps.get(one.site.id or 0)) for one in found]


def _school(one: SchoolGap, complete: Completeness, step: Any) -> SchoolOut:
    return SchoolOut(
        site_id=one.site.id or 0,
        code=one.site.code,
        name=one.site.name,
        pupils=one.state.pupils,
        speed_bps=one.state.speed_bps,
        devices=one.state.devices,
        answering=one.state.answering,
        unregistered=one.state.unregistered,
        is_met=one.is_met,
        gap=[GapOut(measure=o.measure, target=o.target, actual=o.actual, lack=o.lack) for o in one.lines],
        percent_complete=complete.percent,
        parts=[
            PartOut(
                part=part,
                dated_on=fact.dated_on if fact is not None else None,
                owner=fact.owner if fact is not None else "",
                review_on=fact.review_on if fact is not None else None,
                wants=list(lacks),
            )
            for part, (fact, lacks) in complete.parts.items()
        ],
        step=step.key if step is not None else None,
        step_due_on=step.due_on if step is not None else None,
    )


@router.get("/subnets", summary="The address plan")
def list_subnets(db: Db, visitor: MayRead) -> list[SubnetOut]:
    """By address; a school sees its own."""
    return [SubnetOut.model_validate(row) for row, _site in subnets(db, visitor.sight)]


@router.get("/indicators", summary="The indicators of the network in a fiscal year")
def indicators(
    request: Request,
    db: Db,
    visitor: MayReport,
    year: Annotated[int | None, Query(ge=2500, le=2700)] = None,
) -> IndicatorsOut:
    """Reckoned from data as of today or the end of the year."""
    at = as_of(request)
    chosen = FiscalYear(year) if year is not None else FiscalYear.of(at.day)
    found = follow_up(db, visitor.sight, chosen, until=at.day, zone=at.zone)
    return IndicatorsOut(
        fiscal_year=chosen.era,
        as_of=found.until,
        indicators=[
            FigureOut(
                indicator=one.indicator,
                unit=UNITS[one.indicator],
                value=one.figure.value,
                basis=one.figure.basis,
                baseline=one.target.baseline if one.target is not None else None,
                target=one.target.target if one.target is not None else None,
                is_met=one.is_met,
            )
            for one in found.office
        ],
    )
