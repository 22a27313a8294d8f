"""Acts on plans of information technology; each is written down."""

from __future__ import annotations

from collections.abc import Mapping

from innovation.models.ict_plan import IctPlan, IctPlanVersion
from innovation.store import ict_plans
from innovation.store.innovations import Said
from inventory.store.acting import By
from inventory.store.holding import alone
from netops.audit import record
from netops.editors import Hand
from netops.innovation_papers.gathering import AsOf
from netops.innovation_papers.planning import make_version
from service.columns import utc_now


def create_plan(hand: Hand, given: Mapping[str, object]) -> IctPlan:
    """A new plan of some years."""
    draft = ict_plans.PlanDraft.read(given)
    plan = ict_plans.create_plan(hand.session, draft, office_id=hand.office_id, at=utc_now())
    _write_down(hand, "created", plan, {"title": plan.title})
    return plan


def write_texts(hand: Hand, plan: IctPlan, given: Mapping[str, object]) -> None:
    """What people wrote. The figures stay what they are reckoned to be."""
    alone(hand.session, plan)
    changes = ict_plans.write_texts(hand.session, plan, ict_plans.TextsDraft.read(given), at=utc_now())
    if changes:
        _write_down(hand, "written", plan, changes)


def set_price(hand: Hand, plan: IctPlan, need_id: int, given: Mapping[str, object]) -> None:
    """Of a need that no criteria price."""
    alone(hand.session, plan)
    changes = ict_plans.set_price(hand.session, plan, need_id, ict_plans.PriceDraft.read(given), at=utc_now())
    if changes:
        _write_down(hand, "priced", plan, {"need_id": need_id, **changes})


def keep_version(hand: Hand, plan: IctPlan, at: AsOf, *, note: str) -> IctPlanVersion:
    """The plan as it is today, with its paper."""
    alone(hand.session, plan)
    by = By(hand.actor.name, utc_now(), hand.actor.person_id)
    version = make_version(hand.session, plan, at, note=Said.read({"note": note}).note, by=by)
    _write_down(hand, "versioned", plan, {"number": version.number, "total_satang": version.total_satang})
    return version


def _write_down(hand: Hand, what: str, plan: IctPlan, detail: Mapping[str, object]) -> None:
    record(hand.session, hand.actor, f"ict_plan.{what}", subject="ict_plan", subject_id=plan.id, detail=detail)
