"""A plan as the check before its gate sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from planning.kit.visitor import Visitor
from planning.province import copied
from planning.province.equity import lacking
from planning.province.models.plan import ElementKind, Plan
from planning.province.readiness import Missing, PlanSaid, ProjectSaid, missing
from planning.province.rules import empty_fields, needed_fields
from planning.province.store import alignment, plans, projects, rules, sharing, situation


def lacks(session: Session, visitor: Visitor, plan: Plan, day: date) -> Sequence[Missing]:
    """Everything that keeps it from being submitted on a day."""
    heard = situation.heard(session, visitor, plan)
    names = [one.name for one in situation.districts(session, visitor)]
    needed = needed_fields(rules.versions(session, visitor), day)
    aligned = alignment.places(session, visitor)
    known = copied.indicators(session, visitor.office_code)
    said = []
    for one in projects.projects(session, visitor, plan):
        shared = sharing.shared(session, visitor, one)
        money = shared.funding.lack if shared.has_partners else None
        is_aligned = one.key in aligned
        parts = (empty_fields(one, needed), one.parent_id is not None, is_aligned, money)
        said.append(ProjectSaid(one.title, *parts, projects.undescribed(one, known)))
    pairs = [
        f"{one.first.title} / {one.second.title}"
        for one in projects.overlaps(session, visitor, plan)
        if one.ruling is None
    ]
    found = plans.elements(session, visitor, plan)
    return missing(
        PlanSaid(
            kind=plan.kind,
            sectors=[one.sector.name for one in heard if one.sector.is_required],
            heard=frozenset(one.sector.name for one in heard if one.inputs),
            districts=names,
            equity_gaps=lacking(names, situation.figures(session, visitor, plan)),
            quality_rows=len(situation.quality(session, visitor, plan)),
            strategies=sum(one.kind is ElementKind.STRATEGY for one in found),
            projects=said,
            open_pairs=pairs,
            parts=len(plans.parts(session, visitor, plan)),
        )
    )
