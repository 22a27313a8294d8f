"""How far a purchase is: its steps in order with their papers, each judged by what is known and by nothing stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from service.refusal import _


class Step(StrEnum):
    """In the order in which they are done."""

    PLANNED = "planned"
    SPECIFIED = "specified"
    IN_EGP = "in_egp"
    APPROVED = "approved"
    PRICED = "priced"
    AWARDED = "awarded"
    SIGNED = "signed"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    PAID = "paid"


class Standing(StrEnum):
    """Of one step: one is `now`, unless all are done or the purchase was cancelled."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    STOPPED = "stopped"


TITLES: Final[Mapping[Step, str]] = {
    Step.PLANNED: _("In the published plan"),
    Step.SPECIFIED: _("Specification and price"),
    Step.IN_EGP: _("Project in e-GP"),
    Step.APPROVED: _("Request approved"),
    Step.PRICED: _("Prices offered"),
    Step.AWARDED: _("Winner announced"),
    Step.SIGNED: _("Contract or order"),
    Step.DELIVERED: _("Delivered"),
    Step.ACCEPTED: _("Inspected and accepted"),
    Step.PAID: _("Paid"),
}
# The papers of the specific method in their order, as schools keep them; by title, whoever prints them.
PAPERS: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.PLANNED: (_("Announcement of the procurement plan"),),
    Step.SPECIFIED: (
        _("Order appointing the committee of specification and price"),
        _("Report on specification and price"),
        _("Specification (TOR)"),
        _("Form of the price reference"),
    ),
    Step.IN_EGP: (_("Sheet for entry into e-GP"),),
    Step.APPROVED: (_("Request report (clause 22)"), _("Order appointing the inspection committee")),
    Step.PRICED: (_("Quotation"),),
    Step.AWARDED: (_("Report of the result"), _("Announcement of the winner")),
    Step.SIGNED: (_("Contract or purchase order"), _("Summary of the contract")),
    Step.DELIVERED: (_("Delivery note"),),
    Step.ACCEPTED: (_("Inspection form (clause 175)"), _("Report of the inspection")),
    Step.PAID: (_("Evidence of payment"),),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a purchase. `wanted`, `delivered` and `accepted` count pieces; money in satang."""

    published_on: date | None = None
    specified: bool = False
    egp_project_no: str = ""
    approved_on: date | None = None
    bids: int = 0
    priced_on: date | None = None
    awarded_on: date | None = None
    signed_on: date | None = None
    due_on: date | None = None
    wanted: int = 0
    delivered: int = 0
    delivered_on: date | None = None
    accepted: int = 0
    accepted_on: date | None = None
    inspect_by: date | None = None
    owed_satang: int = 0
    paid_satang: int = 0
    paid_on: date | None = None
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepNow:
    """One step. `done_on` where a day is known; `due_on` of a step that is not done and has a deadline."""

    step: Step
    standing: Standing
    done_on: date | None = None
    due_on: date | None = None

    def is_late(self, today: date) -> bool:
        """It should have been done by now."""
        return self.standing is Standing.NOW and self.due_on is not None and self.due_on < today


def steps_of(facts: Facts) -> tuple[StepNow, ...]:
    """All steps; the first that is not done is the one of now."""
    found: list[StepNow] = []
    stopped, open_yet = facts.cancelled_on is not None, True
    for step, done, done_on, due_on in _judged(facts):
        if done and open_yet:
            found.append(StepNow(step, Standing.DONE, done_on))
            continue
        waiting = Standing.STOPPED if stopped else (Standing.NOW if open_yet else Standing.LATER)
        open_yet = False
        found.append(StepNow(step, waiting, None, None if stopped else due_on))
    return tuple(found)


def step_of(facts: Facts) -> Step:
    """Where it stands: the step of now, or the last one when all are done; where it stopped when it was cancelled."""
    waiting = (one.step for one in steps_of(facts) if one.standing is not Standing.DONE)
    return next(waiting, Step.PAID)


def is_over(facts: Facts) -> bool:
    """Nothing is to be done any more."""
    return facts.cancelled_on is not None or all(one.standing is Standing.DONE for one in steps_of(facts))


def _judged(facts: Facts) -> Iterator[tuple[Step, bool, date | None, date | None]]:
    yield Step.PLANNED, facts.published_on is not None, facts.published_on, None
    yield Step.SPECIFIED, facts.specified, None, None
    yield Step.IN_EGP, bool(facts.egp_project_no), None, None
    yield Step.APPROVED, facts.approved_on is not None, facts.approved_on, None
    yield Step.PRICED, facts.bids > 0, facts.priced_on, None
    yield Step.AWARDED, facts.awarded_on is not None, facts.awarded_on, None
    yield Step.SIGNED, facts.signed_on is not None, facts.signed_on, None
    whole = facts.wanted > 0
    yield Step.DELIVERED, whole and facts.delivered >= facts.wanted, facts.delivered_on, facts.due_on
    yield Step.ACCEPTED, whole and facts.accepted >= facts.wanted, facts.accepted_on, facts.inspect_by
    paid = facts.owed_satang > 0 and facts.paid_satang >= facts.owed_satang
    yield Step.PAID, paid, facts.paid_on, None
