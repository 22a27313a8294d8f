"""A version of a plan: its figures as reckoned today, its texts as written, and the paper of both."""

from __future__ import annotations

from sqlmodel import Session, col, select

from innovation.models.ict_plan import IctPlan, IctPlanVersion
from innovation.plan import YearCost, YearRisks
from innovation.queries.ict_plan import PlanFigures, plan_figures
from innovation.store.ict_plans import store_version
from inventory.models.site import Office, Site
from inventory.store.acting import By
from netops.innovation_papers.gathering import AsOf
from netops.innovation_papers.ict_plan import ICT_PLAN, LinkLine, NeedLine, OutageYear, PlanPaper, PlanYear, YearOfRisks
from netops.papers.making import Order, make_paper
from risk.scale import Level


def make_version(session: Session, plan: IctPlan, at: AsOf, *, note: str, by: By) -> IctPlanVersion:
    """Kept with its paper; neither ever changes. The caller commits."""
    found = plan_figures(session, plan, today=at.day, zone=at.zone)
    office = session.get_one(Office, plan.office_id).name
    units = _units(session, found)
    years = tuple(_year(one, units, office) for one in found.years)
    figures = {
        "years": [one.model_dump(mode="json") for one in years],
        "as_of": at.day.isoformat(),
        "devices": found.ages.devices,
    }
    version = store_version(session, plan, figures, found.total_satang, note=note, by=by)
    data = PlanPaper(
        office=office,
        title=plan.title,
        first_year=plan.first_year,
        last_year=plan.last_year,
        version=version.number,
        as_of=at.day,
        texts=dict(plan.texts),
        years=years,
        total_satang=found.total_satang,
        devices=found.ages.devices,
        old_devices=found.ages.old,
        undated_devices=found.ages.unknown,
        unsupported_devices=found.ages.unsupported,
        levels=tuple(found.scale.name(level) for level in reversed(Level)),
        outages=tuple(OutageYear(year=o.year.era, outages=o.outages, minutes=o.minutes) for o in found.outages),
    )
    order = Order(office_id=plan.office_id, at=by.at, made_by=by.person_id)
    version.paper_id = make_paper(session, ICT_PLAN, data, order).id
    session.add(version)
    session.flush()
    return version


def _units(session: Session, found: PlanFigures) -> dict[int | None, str]:
    wanted = {need.site_id for year in found.years for need in year.needs if need.site_id is not None}
    return dict(session.exec(select(Site.id, Site.name).where(col(Site.id).in_(wanted))).all())


def _year(one: YearCost, units: dict[int | None, str], office: str) -> PlanYear:
    return PlanYear(
        year=one.year.era,
        needs=tuple(
            NeedLine(
                need_id=need.need_id,
                title=need.title,
                unit=units.get(need.site_id, office),
                quantity=need.quantity,
                unit_satang=need.unit_satang,
                total_satang=need.total_satang,
                source=need.source,
            )
            for need in one.needs
        ),
        links=tuple(
            LinkLine(
                link_id=cost.line.link_id,
                site=cost.line.site,
                name=cost.line.name,
                contract=cost.line.contract,
                months=cost.months,
                month_satang=cost.line.month_satang,
                total_satang=cost.total_satang,
            )
            for cost in one.lines
        ),
        needs_satang=one.needs_satang,
        links_satang=one.lines_satang,
        total_satang=one.total_satang,
        risks=_risks(one.risks),
    )


def _risks(found: YearRisks) -> YearOfRisks:
    return YearOfRisks(
        treated=len(found.treated),
        before=tuple(found.before.values()),
        after=tuple(found.after.values()),
        unsaid=found.unsaid,
        untreated=found.untreated,
        cost_satang=found.cost_satang,
    )
