"""What pages call roles, states of versions, committees, verdicts and acts."""

from __future__ import annotations

from typing import Final

from planning.kit.visitor import ADMIN, DIRECTOR, IT, PLANNER, SCHOOL, SUPPLY, VIEWER
from planning.plans.grading import Grade
from planning.plans.models.version import VersionState
from planning.plans.validity import Validity
from service.i18n import N_, _

ROLES: Final = {
    ADMIN: N_("administrator"),
    IT: N_("IT officer"),
    SUPPLY: N_("supply officer"),
    PLANNER: N_("planner"),
    DIRECTOR: N_("director"),
    VIEWER: N_("viewer"),
    SCHOOL: N_("school"),
}
# A shape with each word, so that no state is told by colour alone.
STATES: Final = {
    VersionState.DRAFT: ("unknown", N_("draft")),
    VersionState.IN_REVIEW: ("maintenance", N_("being reviewed")),
    VersionState.SUBMITTED: ("degraded", N_("before the committee")),
    VersionState.APPROVED: ("up", N_("approved")),
    VersionState.PUBLISHED: ("up", N_("published")),
    VersionState.SUPERSEDED: ("closed", N_("has a successor")),
}
GRADES: Final = {
    Grade.MET: (N_("target met"), "green", "check"),
    Grade.IMPROVED: (N_("better than the baseline, not met"), "yellow", "activity"),
    Grade.NOT_MET: (N_("not met"), "red", "x"),
    Grade.UNKNOWN: (N_("no target or no result"), "secondary", "info-circle"),
}
"""How good a result is, with its colour and icon."""
FIELDS: Final = {
    "title": N_("Title"),
    "name": N_("Name"),
    "text": N_("Text"),
    "code": N_("Code"),
    "kind": N_("Kind"),
    "number": N_("Number"),
    "unit": N_("Unit"),
    "source": N_("Source"),
    "owner": N_("Who is responsible"),
    "reason": N_("Why"),
    "note": N_("Note"),
    "years": N_("Fiscal years"),
    "fiscal_year": N_("Fiscal year"),
    "year": N_("Fiscal year"),
    "target": N_("Target"),
    "targets": N_("Targets"),
    "indicator": N_("Indicator"),
    "indicators": N_("Indicators"),
    "baseline": N_("Baseline"),
    "direction": N_("Direction"),
    "strategy": N_("Strategy"),
    "policies": N_("Policies that it serves"),
    "projects": N_("Projects"),
    "activities": N_("Activities"),
    "item": N_("Item"),
    "quantity": N_("Quantity"),
    "unit_satang": N_("Price of one (baht)"),
    "amount_satang": N_("Amount (baht)"),
    "total_satang": N_("Total (baht)"),
    "satang": N_("Amount (baht)"),
    "starts_on": N_("Begins on"),
    "ends_on": N_("Ends on"),
    "held_on": N_("Date of the meeting"),
    "effective_on": N_("In force from"),
    "children": N_("Children"),
    "pupils": N_("Pupils"),
    "grade": N_("Grade"),
    "schools": N_("Schools"),
    "rooms": N_("Rooms"),
}
"""What the content of any plan may hold, by its name there; a service says the rest (`Subject.field_words`)."""
COMMITTEES: Final = {
    "esao_board": N_("Board of the educational service area"),
    "provincial_board": N_("Provincial education board"),
    "strategy_integration": N_("Strategy and integration committee of education"),
    "cluster_board": N_("Committee of the cluster of provinces"),
}
VALIDITY: Final = {
    Validity.HOLDS: ("up", N_("holds")),
    Validity.ENDS: ("degraded", N_("ends within these years")),
    Validity.EXPIRED: ("down", N_("expired")),
    Validity.LATER: ("closed", N_("begins later")),
    Validity.UNKNOWN: ("unknown", N_("years not said")),
    Validity.SUPERSEDED: ("degraded", N_("has a successor")),
}
VERDICTS: Final = {
    "approve": N_("approved"),
    "approve_with_changes": N_("approved with changes"),
    "reject": N_("not approved"),
    "defer": N_("put off"),
    "acknowledge": N_("acknowledged"),
}
ACTS: Final = {
    "run.started": N_("work begun"),
    "run.step_begun": N_("step begun"),
    "run.step_done": N_("step done"),
    "run.step_returned": N_("step sent back"),
    "run.step_left_out": N_("step left out"),
    "run.step_undone": N_("step undone"),
    "run.step_planned": N_("step planned"),
    "run.broken_off": N_("ended early"),
    "run.taken_up": N_("taken up again"),
    "run.evidence_added": N_("document handed in"),
    "run.evidence_withdrawn": N_("document withdrawn"),
    "version.opened": N_("version opened"),
    "version.reviewed": N_("given to review"),
    "version.submitted": N_("submitted"),
    "version.laid": N_("laid before the committee"),
    "version.taken_back": N_("taken back"),
    "version.approved": N_("approved"),
    "version.published": N_("published"),
}


def committee(kind: str) -> str:
    """What a kind of committee is called; a further one of the office is its own word."""
    return _(COMMITTEES[kind]) if kind in COMMITTEES else kind


def act(action: str) -> str:
    """What an entry of the audit is called."""
    return _(ACTS[action]) if action in ACTS else action
