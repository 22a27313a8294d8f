"""The procurement plan: entries put in, changed until they are published, and withdrawn with a reason afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import func
from sqlmodel import Session, col, select

from inventory.models.asset import Fund
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.assets import MOST_SATANG
from inventory.store.belonging import in_office
from inventory.store.holding import hold
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase
from procurement.store.need_budgets import budgets_of_line
from service.columns import utc_now
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId, said, take
from service.refusal import MissingError, _, refuse

Era = Annotated[int, Field(ge=2500, le=2700), Digits]
Egp = Annotated[Line, Field(min_length=1, max_length=64), Digits]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
_OWN: Final = _("A school keeps the plan of its own unit only")


class EntryDraft(Draft):
    """A project of the plan. `site_id` none: the office buys. `planned_on` is a day of the month of the purchase."""

    site_id: OptionalId = None
    year: Era
    name: Annotated[Line, Field(min_length=1)]
    category: Annotated[Line, Field(max_length=120)] = ""
    amount_satang: Annotated[int, Field(gt=0, le=MOST_SATANG)]
    fund: Fund = Fund.BUDGET
    budget_source: Line = ""
    budget_line_id: Annotated[Annotated[str, Field(max_length=64)] | None, Empty] = None
    planned_on: Annotated[date | None, Empty] = None
    note: Note = ""


class PublishDraft(Draft):
    """When an entry was published, and its number in e-GP."""

    published_on: date
    egp_plan_no: Egp


def find_entry(session: Session, entry_id: int, *, office_id: int) -> PlanEntry:
    """Of this office; MissingError."""
    entry = session.get(PlanEntry, entry_id)
    if entry is None or entry.office_id != office_id:
        raise MissingError("plan entry")
    return entry


def create_entry(session: Session, draft: EntryDraft, *, sight: Sight, at: datetime) -> PlanEntry:
    """The next one of the unit's plan for its year."""
    _check(session, draft, sight)
    hold(session, session.get_one(Office, sight.office_id))  # two entries at once take two numbers
    unit = draft.site_id or 0
    plan = (PlanEntry.office_id == sight.office_id, PlanEntry.unit == unit, PlanEntry.year == draft.year)
    last = session.exec(select(func.max(PlanEntry.number)).where(*plan)).one()
    entry = PlanEntry(**draft.model_dump(), office_id=sight.office_id, unit=unit, number=(last or 0) + 1, created_at=at)
    _known_budget(session, entry, at)
    session.add(entry)
    session.flush()
    return entry


def _known_budget(session: Session, entry: PlanEntry, at: datetime) -> None:
    """A line of which the annual plan told that it pays for a need needs no confirmation."""
    known = budgets_of_line(session, entry.office_id, entry.budget_line_id or "")
    entry.budget_confirmed_at = at if known else None


def confirm_known(session: Session, office_id: int, line_key: str, at: datetime) -> None:
    """The annual plan told of a line that entries named before."""
    wanted = select(PlanEntry).where(
        PlanEntry.office_id == office_id,
        PlanEntry.budget_line_id == line_key,
        col(PlanEntry.budget_confirmed_at).is_(None),
    )
    for entry in session.exec(wanted):
        entry.budget_confirmed_at = at
        session.add(entry)
    session.flush()


def change_entry(session: Session, entry: PlanEntry, draft: EntryDraft, *, sight: Sight) -> dict[str, object]:
    """Make it as drafted; RefusedError once it is published, and for another unit or year."""
    if entry.published_on is not None:
        raise refuse("", _("It is published: withdraw it and publish another one"))
    _check(session, draft, sight)
    if (draft.site_id, draft.year) != (entry.site_id, entry.year):
        raise refuse("year", _("It stays in its plan: put a new one into the other"))
    changes = take(entry, draft.model_dump())
    if "budget_line_id" in changes:
        _known_budget(session, entry, utc_now())
    session.add(entry)
    session.flush()
    return changes


def publish_entry(session: Session, entry: PlanEntry, draft: PublishDraft, *, today: date) -> None:
    """From now on a purchase can begin from it."""
    if entry.published_on is not None:
        raise refuse("", _("It is published already"))
    if draft.published_on > today:
        raise refuse("published_on", _("That day is still to come"))
    entry.published_on, entry.egp_plan_no = draft.published_on, draft.egp_plan_no
    session.add(entry)
    session.flush()


def withdraw_entry(session: Session, entry: PlanEntry, reason: str, *, today: date) -> None:
    """No purchase begins from it any more; RefusedError while one runs, and without a reason."""
    reason = said("reason", reason, longest=500, unsaid=_("Say why"))
    if entry.withdrawn_on is not None:
        raise refuse("", _("It is withdrawn already"))
    if any(one.cancelled_on is None for one in purchases_of(session, entry)):
        raise refuse("", _("A purchase began from it"))
    entry.withdrawn_on, entry.withdraw_reason = today, reason
    session.add(entry)
    session.flush()


def confirm_budget(session: Session, entry: PlanEntry, line_id: str, *, at: datetime) -> None:
    """The annual plan says that this line is there for it."""
    line_id = line_id.strip()
    if not line_id or len(line_id) > 64:
        raise refuse("budget_line_id", _("This is needed"))
    if entry.budget_line_id not in (None, line_id):
        raise refuse("budget_line_id", _("It names another budget line"))
    entry.budget_line_id, entry.budget_confirmed_at = line_id, at
    session.add(entry)
    session.flush()


def purchases_of(session: Session, entry: PlanEntry) -> Sequence[Purchase]:
    """All that began from it."""
    return session.exec(select(Purchase).where(Purchase.entry_id == entry.id).order_by(col(Purchase.id))).all()


def _check(session: Session, draft: EntryDraft, sight: Sight) -> None:
    if sight.site_id is not None and draft.site_id != sight.site_id:
        raise refuse("site_id", _OWN)
    in_office(session, Site, draft.site_id, office_id=sight.office_id, field="site_id")
