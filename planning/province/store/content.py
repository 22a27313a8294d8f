"""The content of a plan gathered from its rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from planning.kit.happened import day_of
from planning.kit.visitor import Visitor
from planning.province import copied
from planning.province.content import (
    ContributionSaid,
    ElementSaid,
    EquitySaid,
    IndicatorSaid,
    PartSaid,
    PlanContent,
    PledgeStepSaid,
    ProjectSaid,
    QualitySaid,
    SectorSaid,
    TargetSaid,
)
from planning.province.models.agency import Agency
from planning.province.models.plan import Element, Plan
from planning.province.models.project import Project
from planning.province.store import alignment, plans, pledges, projects, rows, sharing, situation


def content_of(session: Session, visitor: Visitor, plan: Plan) -> PlanContent:
    """As it is now."""
    above = plans.above(session, visitor, plan)
    nodes = plans.tree(session, visitor, plan)
    return PlanContent(
        office=visitor.office_name,
        key=plan.key,
        kind=plan.kind.value,
        title=plan.title,
        province=plan.province,
        first_year=plan.first_year,
        last_year=plan.last_year,
        parent_title=above.title if above else "",
        elements=tuple(
            ElementSaid(key=one.row.key, kind=one.row.kind.value, code=one.row.code, text=one.row.text, depth=one.depth)
            for one in nodes
        ),
        indicators=tuple(_indicators(session, visitor, nodes)),
        equity=tuple(
            EquitySaid(
                district=one.district, measure=one.measure.value, value=one.value, source=one.source, as_of=one.as_of
            )
            for one in situation.figures(session, visitor, plan).values()
        ),
        quality=tuple(
            QualitySaid(**one.model_dump(include=set(QualitySaid.model_fields)))
            for one in situation.quality(session, visitor, plan)
        ),
        sectors=tuple(_sectors(session, visitor, plan)),
        projects=tuple(_projects(session, visitor, plan)),
        parts=tuple(
            PartSaid(
                province=one.plan.province,
                title=one.plan.title,
                plan_key=one.plan.key,
                projects=one.totals.projects,
                satang=one.totals.satang,
            )
            for one in plans.parts(session, visitor, plan)
        ),
    )


def _indicators(session: Session, visitor: Visitor, nodes: Sequence[plans.Node]) -> list[IndicatorSaid]:
    return [
        IndicatorSaid(
            key=one.key,
            element_key=node.row.key,
            name=one.name,
            unit=one.unit,
            direction=one.direction.value,
            baseline=one.baseline,
            no_baseline=one.no_baseline,
            source=one.source,
            targets=tuple(
                TargetSaid(district=target.district, fiscal_year=target.fiscal_year, target=target.target)
                for target in plans.targets(session, visitor, one)
            ),
        )
        for node in nodes
        for one in node.indicators
    ]


def _sectors(session: Session, visitor: Visitor, plan: Plan) -> list[SectorSaid]:
    voices = situation.voices(session, visitor, plan)
    return [
        SectorSaid(
            sector=one.sector.name,
            channels=tuple(sorted({voice.channel.value for voice in voices if voice.sector_id == one.sector.id})),
            inputs=one.inputs,
            persons=one.persons,
        )
        for one in situation.heard(session, visitor, plan)
        if one.inputs
    ]


def _projects(session: Session, visitor: Visitor, plan: Plan) -> list[ProjectSaid]:
    names = {one.id: one.name for one in rows.every(session, visitor, Agency)}
    above = {one.id: one for one in projects.parents(session, visitor, plan)}
    strategies = {one.id: one for one in rows.every(session, visitor, Element)}
    aligned = alignment.places(session, visitor)
    columns = alignment.columns_of(session, visitor)
    known = copied.indicators(session, visitor.office_code)
    return [
        _project(one, names, above.get(one.parent_id), strategies.get(one.strategy_id)).model_copy(
            update={
                "contributions": tuple(_brought(session, visitor, one, names)),
                "indicators": projects.indicators_of(one, known),
                "aligned": alignment.titles(aligned.get(one.key, ())),
                "policies": alignment.by_column(aligned.get(one.key, ()), columns),
            }
        )
        for one in projects.projects(session, visitor, plan)
    ]


def _project(
    row: Project, names: dict[int | None, str], parent: Project | None, strategy: Element | None
) -> ProjectSaid:
    own = row.model_dump(include=set(ProjectSaid.model_fields) - {"contributions", "aligned", "policies", "indicators"})
    return ProjectSaid(
        **own,
        agency=names.get(row.agency_id, ""),
        strategy=f"{strategy.code} {strategy.text}" if strategy else "",
        parent_key=parent.key if parent else "",
        parent_title=parent.title if parent else "",
    )


def _brought(session: Session, visitor: Visitor, row: Project, names: dict[int | None, str]) -> list[ContributionSaid]:
    pledged = sharing.shared(session, visitor, row).contributions
    became = pledges.steps(session, visitor, [one.id or 0 for one in pledged])
    return [
        ContributionSaid(
            agency=names.get(one.agency_id, ""),
            kind=one.kind.value,
            amount_satang=one.amount_satang,
            persons=one.persons,
            what=one.what,
            state=one.state.value,
            steps=tuple(
                PledgeStepSaid(
                    day=day_of(step.made_at),
                    state=step.state.value,
                    reason=step.reason,
                    amount_satang=step.amount_satang,
                )
                for step in became[one.id or 0]
            ),
        )
        for one in pledged
    ]
