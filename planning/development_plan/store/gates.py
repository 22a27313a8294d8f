"""What has to come first: no word of a plan before its evidence, and no change while a committee has it before it."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from planning.development_plan.models.plan import Plan
from planning.development_plan.steps.order import ENVIRONMENT, MISSIONS, SITUATION, lacking_for_draft
from planning.development_plan.store.plans import evidence_of
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.i18n import N_
from service.refusal import BlockedError, Problem

REASONS: Final = {
    MISSIONS: N_("The review of duties (4.1) was not handed in"),
    SITUATION: N_("The situation report (4.2) was not handed in"),
    ENVIRONMENT: N_("Factors and school map (4.3) were not handed in"),
}


def reasons(session: Session, plan: Plan) -> list[Problem]:
    """Why nothing of the plan may be written yet; none: it may."""
    lacking = lacking_for_draft({kind.value for kind in evidence_of(session, plan)})
    return [Problem("", REASONS[step]) for step in lacking]


def begin_writing(session: Session, visitor: Visitor, plan: Plan) -> None:
    """To be called first in every act that changes what the plan says. BlockedError tells what has to come first."""
    found = reasons(session, plan)
    if found:
        raise BlockedError(found)
    plan.changed_at = utc_now()
    session.add(plan)
