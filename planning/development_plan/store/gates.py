"""What has to come first: no word of a plan before its evidence, and no change while a committee has it before it."""

from __future__ import annotations

from sqlmodel import Session

from planning.development_plan.models.plan import Plan
from planning.development_plan.subject import DEVELOPMENT, evidence_lacking
from planning.kit.visitor import Visitor
from planning.plans.store.versions import touch
from service.columns import utc_now
from service.refusal import BlockedError


def begin_writing(session: Session, visitor: Visitor, plan: Plan) -> None:
    """To be called first in every act that changes what the plan says. BlockedError tells what has to come first."""
    found = evidence_lacking(session, plan)
    if found:
        raise BlockedError(found)
    touch(session, visitor, DEVELOPMENT, plan.key)
    plan.changed_at = utc_now()
    session.add(plan)
