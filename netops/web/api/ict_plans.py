"""Plans of information technology over the API: texts, and figures as they are reckoned today."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from innovation.models.ict_plan import IctPlan
from innovation.queries.ict_plan import plan_figures
from innovation.store.ict_plans import find_plan, versions_of
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Pages, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.pages.assets import today_of
from risk.scale import Level
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/ict-plans", tags=["ict-plans"])
MayRead = Annotated[Visitor, Depends(allowed("ict_plans.read"))]


class PlanOut(Shape):
    """A plan over fiscal years of the Buddhist era; `texts` are what people wrote."""

    id: int
    title: str
    first_year: int
    last_year: int
    texts: dict[str, str]
    changed_at: datetime


class YearRisksOut(BaseModel):
    """Risks that the needs of a year treat, by level now and after treatment; `unsaid`: nobody said what remains.

    `untreated` are very high ones that no need treats by the end of the year and nobody accepted.
    """

    treated: list[int]
    before: dict[Level, int]
    after: dict[Level, int]
    unsaid: int
    untreated: int
    cost_satang: int


class YearOut(BaseModel):
    """One fiscal year; money in satang. `unpriced` needs are in no sum: nobody knows what they cost."""

    year: int
    needs: int
    unpriced: int
    links: int
    needs_satang: int
    links_satang: int
    total_satang: int
    risks: YearRisksOut


class FiguresOut(BaseModel):
    """What is reckoned for a plan as of a day."""

    as_of: date
    years: list[YearOut]
    total_satang: int


class VersionOut(Shape):
    """A version that was kept; `paper_id` is its paper."""

    id: int
    number: int
    total_satang: int
    paper_id: int | None
    note: str
    actor: str
    at: datetime


@router.get("", summary="Plans of information technology")
def list_plans(db: Db, visitor: MayRead, pages: Pages) -> Listed[PlanOut]:
    """The latest years first."""
    where = [IctPlan.office_id == visitor.office_id]
    return select_page(db, IctPlan, PlanOut, where=where, order=[-IctPlan.first_year, IctPlan.id], pages=pages)


@router.get("/{row_id}/figures", summary="The figures of a plan as of today")
def figures(request: Request, db: Db, visitor: MayRead, row_id: int) -> FiguresOut:
    """The total of a year is the sum of its approved needs and of the rent of its links."""
    plan = find_plan(db, row_id, office_id=visitor.office_id)
    found = plan_figures(db, plan, today=today_of(request), zone=request.app.state.render.zone)
    years = [
        YearOut(
            year=one.year.era,
            needs=len(one.needs),
            unpriced=len(one.unpriced),
            links=len(one.lines),
            needs_satang=one.needs_satang,
            links_satang=one.lines_satang,
            total_satang=one.total_satang,
            risks=YearRisksOut(
                treated=[risk.risk_id for risk in one.risks.treated],
                before=dict(one.risks.before),
                after=dict(one.risks.after),
                unsaid=one.risks.unsaid,
                untreated=one.risks.untreated,
                cost_satang=one.risks.cost_satang,
            ),
        )
        for one in found.years
    ]
    return FiguresOut(as_of=found.as_of, years=years, total_satang=found.total_satang)


@router.get("/{row_id}/versions", summary="Versions of a plan")
def versions(db: Db, visitor: MayRead, row_id: int) -> list[VersionOut]:
    """The newest first."""
    plan = find_plan(db, row_id, office_id=visitor.office_id)
    return [VersionOut.model_validate(row) for row in versions_of(db, plan)]
