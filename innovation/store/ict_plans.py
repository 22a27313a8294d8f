"""Plans of information technology: their texts, prices that no criteria know, and versions that never change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, func, select

from innovation.models.ict_plan import IctPlan, IctPlanPrice, IctPlanVersion
from inventory.store.acting import By
from procurement.models.need import Need
from service.draft import Digits, Draft, Line, take
from service.refusal import MissingError, NotTakenError, _, refuse

HEADINGS: Final = ("situation", "vision", "goals", "strategies", "risks", "follow_up")
"""What people write, in the order of the paper."""
MOST_YEARS: Final = 5
LONGEST: Final = 20_000
Era = Annotated[int, Field(ge=2500, le=2700), Digits]
Text = Annotated[str, Field(max_length=LONGEST)]


class PlanDraft(Draft):
    """Its title and years (Buddhist era, both included)."""

    title: Annotated[Line, Field(min_length=1)]
    first_year: Era
    last_year: Era

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 <= self.last_year - self.first_year < MOST_YEARS:
            raise NotTakenError(_("From one to five fiscal years, in order"), "last_year")
        return self


class TextsDraft(Draft):
    """What people write under each heading; figures have no place in it that could be changed by hand."""

    situation: Text = ""
    vision: Text = ""
    goals: Text = ""
    strategies: Text = ""
    risks: Text = ""
    follow_up: Text = ""


class PriceDraft(Draft):
    """What one piece costs, and where the price is from."""

    price_satang: Annotated[int, Field(ge=1, le=10**13)]
    source: Annotated[Line, Field(min_length=1)]


def find_plan(session: Session, plan_id: int, *, office_id: int) -> IctPlan:
    """Of this office; MissingError."""
    row = session.get(IctPlan, plan_id)
    if row is None or row.office_id != office_id:
        raise MissingError("ict plan")
    return row


def plans_of(session: Session, office_id: int) -> list[IctPlan]:
    """The latest years first."""
    wanted = select(IctPlan).where(IctPlan.office_id == office_id)
    return list(session.exec(wanted.order_by(col(IctPlan.first_year).desc(), col(IctPlan.id).desc())).all())


def create_plan(session: Session, draft: PlanDraft, *, office_id: int, at: datetime) -> IctPlan:
    """A new plan without texts. RefusedError when there is one of these years."""
    same = select(IctPlan.id).where(
        IctPlan.office_id == office_id, IctPlan.first_year == draft.first_year, IctPlan.last_year == draft.last_year
    )
    if session.exec(same).first() is not None:
        raise refuse("first_year", _("There is a plan of these years already"))
    row = IctPlan(office_id=office_id, changed_at=at, **draft.model_dump())
    session.add(row)
    session.flush()
    return row


def write_texts(session: Session, plan: IctPlan, draft: TextsDraft, *, at: datetime) -> dict[str, object]:
    """What people wrote; returns which headings changed, not their texts."""
    texts = {name: text for name, text in draft.model_dump().items() if text}
    changed = [name for name in HEADINGS if texts.get(name, "") != plan.texts.get(name, "")]
    plan.texts, plan.changed_at = texts, at
    session.add(plan)
    session.flush()
    return {"headings": changed} if changed else {}


def set_price(session: Session, plan: IctPlan, need_id: int, draft: PriceDraft, *, at: datetime) -> dict[str, object]:
    """For this plan. RefusedError of a need of another office."""
    need = session.get(Need, need_id)
    if need is None or need.office_id != plan.office_id:
        raise MissingError("need")
    row = session.exec(
        select(IctPlanPrice).where(IctPlanPrice.plan_id == plan.id, IctPlanPrice.need_id == need_id)
    ).one_or_none()
    row = row or IctPlanPrice(plan_id=plan.id or 0, need_id=need_id, price_satang=0, source="")
    changes = take(row, draft.model_dump())
    plan.changed_at = at
    session.add_all([row, plan])
    session.flush()
    return changes


def store_version(
    session: Session, plan: IctPlan, figures: Mapping[str, object], total_satang: int, *, note: str, by: By
) -> IctPlanVersion:
    """The plan as it is now, with a number of its own."""
    newest = session.exec(select(func.max(IctPlanVersion.number)).where(IctPlanVersion.plan_id == plan.id)).one()
    row = IctPlanVersion(
        plan_id=plan.id or 0,
        number=(newest or 0) + 1,
        texts=dict(plan.texts),
        figures=dict(figures),
        total_satang=total_satang,
        note=note[:500],
        actor=by.actor[:120],
        at=by.at,
    )
    session.add(row)
    session.flush()
    return row


def versions_of(session: Session, plan: IctPlan) -> list[IctPlanVersion]:
    """The newest first."""
    wanted = select(IctPlanVersion).where(IctPlanVersion.plan_id == plan.id)
    return list(session.exec(wanted.order_by(col(IctPlanVersion.number).desc())).all())
