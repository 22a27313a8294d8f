"""The course of a purchase as its page shows it: steps with papers and days, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from inventory.store.siblings import told_of
from netops.cases.facts import holidays
from netops.web.access import Visitor
from office.fiscal import FiscalYear
from procurement.buying.budget import Held, held
from procurement.buying.method import Proposal, propose
from procurement.buying.steps import PAPERS, TITLES, Facts, Standing, StepNow, steps_of
from procurement.checks.splitting import Bought, may_be_split
from procurement.finding import Finding
from procurement.models.purchase import PurchaseKind
from procurement.models.receipt import Verdict
from procurement.parameters import Parameters, shipped_parameters
from procurement.queries.dossier import Dossier, copy_due, facts_of
from procurement.store.alike import Alike, Buying, alike, versions_of
from service.i18n import _

SHAPES: Final = {
    Standing.DONE: "up",
    Standing.NOW: "maintenance",
    Standing.LATER: "unknown",
    Standing.STOPPED: "closed",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One step on the page, in the reader's language."""

    now: StepNow
    title: str
    papers: tuple[str, ...]
    shape: str
    word: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something to do next."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Course:
    """All that the card tells beside the rows."""

    facts: Facts
    steps: tuple[Shown, ...]
    buttons: tuple[Button, ...]
    proposal: Proposal
    why: str
    splitting: str
    alike: Sequence[Alike]
    budget: Held
    copy_due_on: date | None


def course_of(db: Session, visitor: Visitor, dossier: Dossier, today: date) -> Course:
    """As it stands today."""
    parameters = shipped_parameters()
    facts = facts_of(dossier, parameters, holidays(db, dossier.purchase.office_id))
    day = dossier.purchase.approved_on or today
    others = _alike(db, dossier, day)
    splitting = _splitting(dossier, others, parameters, day)
    proposal = propose(dossier.estimate_satang or dossier.entry.amount_satang, day, parameters)
    return Course(
        facts=facts,
        steps=tuple(_shown(one, today) for one in steps_of(facts)),
        buttons=tuple(_buttons(visitor, dossier, facts)),
        proposal=proposal,
        why=proposal.text(_),
        splitting=splitting.text(_) if splitting is not None else "",
        alike=others if splitting is not None else (),
        budget=held(told_of(db, dossier.purchase_id)),
        copy_due_on=copy_due(dossier, parameters),
    )


def _shown(one: StepNow, today: date) -> Shown:
    late = one.is_late(today)
    words = {
        Standing.DONE: _("done"),
        Standing.NOW: _("overdue") if late else _("now"),
        Standing.LATER: _("later"),
        Standing.STOPPED: _("stopped"),
    }
    papers = tuple(_(paper) for paper in PAPERS[one.step])
    shape = "down" if late else SHAPES[one.standing]
    return Shown(one, _(TITLES[one.step]), papers, shape, words[one.standing])


def _buttons(visitor: Visitor, dossier: Dossier, facts: Facts) -> list[Button]:
    """What this person can do now, the most needed first."""
    purchase, home = dossier.purchase, f"/purchases/{dossier.purchase.id}"
    if facts.cancelled_on is not None:
        return []
    found = []
    write = visitor.may("purchases.write")
    if purchase.approved_on is None:
        if visitor.may("purchases.approve") and facts.specified and facts.egp_project_no:
            found.append(Button(f"{home}/approve", _("Approve the request")))
    elif write:
        found += _course_buttons(dossier, facts, home)
    if write and purchase.approved_on is None:
        found.append(Button(f"{home}/inspectors", _("Inspectors")))
    if write and purchase.kind is PurchaseKind.LEASE and facts.signed_on is None:
        found.append(Button(f"{home}/terms", _("Terms of the lease")))
    if write:
        found.append(Button(f"{home}/change", _("Change")))
    return found


def _course_buttons(dossier: Dossier, facts: Facts, home: str) -> list[Button]:
    if facts.awarded_on is None:
        found = [Button(f"{home}/award", _("Announce the winner"))] if facts.bids else []
        found.append(Button(f"{home}/offer", _("Write down an offer")))
        return [*found, Button(f"{home}/inspectors", _("Inspectors"))]
    if facts.signed_on is None:
        return [Button(f"{home}/sign", _("Contract or order")), Button(f"{home}/inspectors", _("Inspectors"))]
    found = []
    for delivery in dossier.deliveries:
        row = delivery.row
        if row.verdict is None:
            found.append(Button(f"{home}/inspect/{row.number}", _("Inspect delivery %(n)s") % {"n": row.number}))
        elif row.verdict is Verdict.ACCEPTED and row.paid_on is None:
            found.append(Button(f"{home}/pay/{row.number}", _("Payment of delivery %(n)s") % {"n": row.number}))
    if facts.delivered < facts.wanted:
        found.append(Button(f"{home}/deliver", _("Goods were delivered")))
    if facts.accepted < facts.wanted:
        found.append(Button(f"{home}/inspectors", _("Inspectors")))
        found.append(Button(f"{home}/amend", _("Change the contract")))
    return found


def _alike(db: Session, dossier: Dossier, day: date) -> list[Alike]:
    """What else of the kind of goods the same unit buys or plans in the fiscal year."""
    entry, purchase = dossier.entry, dossier.purchase
    if not entry.category:
        return []
    about = Buying(
        entry.office_id,
        entry.site_id,
        day,
        purchase_id=purchase.id,
        entry_id=entry.id,
        plan_no=entry.egp_plan_no,
        spec_ids=versions_of(db, purchase.spec_id),
    )
    found = alike(db, about, str(purchase.unit))
    return [one for one in found if one.bought.category == entry.category and one.bought.day in FiscalYear.of(day)]


def _splitting(dossier: Dossier, others: Sequence[Alike], parameters: Parameters, day: date) -> Finding | None:
    wanted = Bought(str(dossier.purchase.unit), day, dossier.entry.category, dossier.amount_satang)
    return may_be_split(wanted, [one.bought for one in others], parameters) if others else None
