"""What the gate of a case says, and how an act opens it for a change: one call each, for the pages."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from sqlmodel import Session

from planning.kit.visitor import Visitor
from planning.plans.fingerprint import canonical
from planning.plans.models.version import VersionState
from planning.plans.store.versions import frozen_of, newest, touch
from planning.school_network.declared import CASE, PLAN
from planning.school_network.models.case import CaseState, ChangeCase
from planning.school_network.models.scenario import Scenario
from planning.school_network.store.cases import gathered
from planning.school_network.store.freezing import said_content
from service.i18n import N_
from service.refusal import block

SAID: Final = ("case", "groups", "hearings", "opinions", "readiness")
"""What people wrote into a case. What is reckoned of it (rooms, clauses) follows the counts of the registry, and a new
count is no other case.
"""


def resolved_on(session: Session, row: ChangeCase) -> date | None:
    """The day on which the board approved exactly what the case says now, however it came to say it; nothing while it
    did not.
    """
    last = newest(session, row.office_code, CASE.kind, row.key)
    if last is None or last.state not in (VersionState.APPROVED, VersionState.PUBLISHED):
        return None
    approved = frozen_of(session, last)
    now = json.loads(canonical(said_content(row, gathered(session, row))))
    return approved.held_on if all(approved.content[name] == now[name] for name in SAID) else None


def touch_case(session: Session, visitor: Visitor, row: ChangeCase) -> None:
    """Before every change of what the board decides about: what it resolved does not hold for what comes then."""
    touch(session, visitor, CASE, row.key)
    if row.state is CaseState.RESOLVED:
        row.state = CaseState.HEARING


def touch_plan(session: Session, visitor: Visitor, row: Scenario) -> None:
    """The same of a plan. BlockedError once it has cases: they are its changes now."""
    if row.has_cases:
        raise block(N_("This plan was approved and has its cases: begin another scenario"))
    touch(session, visitor, PLAN, row.key)
