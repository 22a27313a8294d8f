"""What pages call types of expense, states and kinds of entries."""

from __future__ import annotations

from typing import Final

from planning.annual_plan.terms import (
    Asked,
    BudgetType,
    Decision,
    EntryKind,
    Level,
    Light,
    Progress,
    ProjectKind,
    ProjectState,
    Review,
)
from service.i18n import N_
from service.refusal import Problem

TYPES: Final = {
    BudgetType.PERSONNEL: N_("Personnel expenses"),
    BudgetType.OPERATING: N_("Operating expenses"),
    BudgetType.INVESTMENT: N_("Investment expenses"),
    BudgetType.SUBSIDY: N_("Subsidies"),
    BudgetType.OTHER: N_("Other expenses"),
    BudgetType.CENTRAL: N_("Central fund"),
    BudgetType.FURTHER: N_("Further funds"),
}


def purse(source: str, budget_type: BudgetType) -> Problem:
    """A source of money with its type, as a value of a sentence."""
    return Problem("", "%(source)s · %(type)s", {"source": source, "type": Problem("", TYPES[budget_type])})


ASKED: Final = {Asked.PAY: N_("Request to pay"), Asked.BORROW: N_("Request to borrow")}
KINDS: Final = {ProjectKind.NEW: N_("New project"), ProjectKind.CONTINUING: N_("Continuing project")}
STATES: Final = {
    ProjectState.DRAFT: N_("draft project"),
    ProjectState.APPROVED: N_("approved project"),
    ProjectState.DROPPED: N_("dropped project"),
}
ENTRIES: Final = {
    EntryKind.REQUEST: N_("Request"),
    EntryKind.COMMIT: N_("Commitment"),
    EntryKind.PAY: N_("Payment"),
    EntryKind.RETURN: N_("Money returned"),
    EntryKind.CANCEL: N_("Cancelled"),
    EntryKind.TRANSFER: N_("Transfer"),
    EntryKind.AMEND: N_("Amendment of the plan"),
    EntryKind.REVERSE: N_("Taken back"),
}
PROGRESS: Final = {
    Progress.NOT_STARTED: N_("Not begun"),
    Progress.DOING: N_("Being carried out"),
    Progress.DONE: N_("Carried out"),
    Progress.DELAYED: N_("Delayed"),
    Progress.STOPPED: N_("Stopped"),
}
LIGHTS: Final = {
    Light.DONE: (N_("reported"), "green", "check"),
    Light.WAIVED: (N_("no report needed"), "secondary", "info-circle"),
    Light.WAITING: (N_("not due yet"), "secondary", "clock"),
    Light.SOON: (N_("due within a week"), "yellow", "bell"),
    Light.LATE: (N_("late report"), "red", "alert-triangle"),
}
DECISIONS: Final = {
    Decision.KEEP: N_("Keep as in the frame"),
    Decision.CHANGE: N_("Change"),
    Decision.DROP: N_("Do not carry out this year"),
    Decision.NEW: N_("New, not in the frame"),
}
LEVELS: Final = {
    Level.KINDERGARTEN: N_("Kindergarten"),
    Level.PRIMARY: N_("Primary level"),
    Level.LOWER_SECONDARY: N_("Lower secondary level"),
    Level.UPPER_SECONDARY: N_("Upper secondary level"),
    Level.VOCATIONAL: N_("Vocational level"),
}
REVIEWS: Final = {
    Review.DRAFT: N_("being written"),
    Review.PROPOSED: N_("proposed"),
    Review.RETURNED: N_("returned for correction"),
    Review.REVIEWED: N_("reviewed"),
    Review.APPROVED: N_("approved"),
}
FORM_PARTS: Final = {
    "rationale": N_("1. Principles and reasons"),
    "objectives": N_("2. Objectives"),
    "quantity_goal": N_("3. Goals in quantity"),
    "quality_goal": N_("3. Goals in quality"),
    "target_group": N_("5. Target group and area"),
    "outputs": N_("9. Outputs"),
    "outcomes": N_("10. Outcomes"),
    "follow_up": N_("11. Follow-up and evaluation"),
    "expected": N_("13. Expected results"),
    "proposer": N_("14. Proposed by"),
    "endorser": N_("14. Endorsed by"),
    "approver": N_("14. Approved by"),
}
"""What the form of a project calls its parts, with their numbers."""
