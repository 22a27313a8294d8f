"""Changes asked for and decided, and the orders for those that were approved."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from network.acceptance import OF_PORT, CheckKind
from network.models.change import ChangeState, NetworkChange, NetworkCheck, NetworkOrder, NetworkTest
from service.draft import Digits, Draft, Line, Note, OptionalId
from service.refusal import MissingError, NotTakenError, _, refuse

WITH_FIGURE = frozenset(CheckKind) - {CheckKind.ANSWERS, CheckKind.FIRMWARE}
MOST_CHECKS = 60


class ChangeDraft(Draft):
    """What is to change and why, what could go wrong, and the way back."""

    title: Annotated[Line, Field(min_length=1)]
    why: Annotated[Note, Field(min_length=1)]
    danger: Note = ""
    way_back: Annotated[Note, Field(min_length=1)]
    planned_on: date


class Decided(Draft):
    """What the director says of a change; a refusal has its reason."""

    verdict: Annotated[str, Field(pattern="^(approved|refused)$")]
    decision: Note = ""

    @model_validator(mode="after")
    def _a_refusal_says_why(self) -> Self:
        if self.verdict == ChangeState.REFUSED and not self.decision:
            raise NotTakenError(_("Say why"), "decision")
        return self


class CheckDraft(Draft):
    """What the collectors have to find of one device or link."""

    kind: CheckKind
    device_id: OptionalId = None
    link_id: OptionalId = None
    port: Line = ""
    wanted: Annotated[Line, Digits] = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.device_id is None) == (self.link_id is None):
            raise NotTakenError(_("Choose a device or a link"), "device_id")
        if self.kind is not CheckKind.LOSS and (self.kind is CheckKind.LINK_UP) != (self.link_id is not None):
            raise NotTakenError(_("A link for “link up”, a device for what only devices have"), "device_id")
        if self.kind in OF_PORT and not self.port:
            raise NotTakenError(_("Say which port"), "port")
        figure = self.wanted.isascii() and self.wanted.isdigit() and 0 < len(self.wanted) < 8
        if self.kind in WITH_FIGURE and not figure:
            raise NotTakenError(_("A whole number is needed"), "wanted")
        if self.kind is CheckKind.FIRMWARE and not self.wanted:
            raise NotTakenError(_("This is needed"), "wanted")
        return self


class OrderDraft(Draft):
    """Who does it until when, and what then has to be measured."""

    owner: Annotated[Line, Field(min_length=1)]
    due_on: date
    work: Note = ""
    checks: Annotated[tuple[CheckDraft, ...], Field(min_length=1, max_length=MOST_CHECKS)]


def ask_change(session: Session, site: Site, draft: ChangeDraft, by: By) -> NetworkChange:
    """It waits for the decision."""
    row = NetworkChange(site_id=site.id or 0, asked_by=by.actor[:120], asked_at=by.at, **draft.model_dump())
    session.add(row)
    session.flush()
    return row


def find_change(session: Session, sight: Sight, change_id: int) -> tuple[NetworkChange, Site]:
    """Of what may be seen; MissingError."""
    wanted = select(NetworkChange, Site).join(Site, col(Site.id) == NetworkChange.site_id)
    row = session.exec(wanted.where(NetworkChange.id == change_id, sight.sites())).one_or_none()
    if row is None:
        raise MissingError("change")
    return row[0], row[1]


def changes_of(session: Session, site_id: int) -> list[NetworkChange]:
    """The newest first."""
    wanted = select(NetworkChange).where(NetworkChange.site_id == site_id)
    return list(session.exec(wanted.order_by(col(NetworkChange.id).desc())).all())


def decide_change(session: Session, row: NetworkChange, draft: Decided, by: By) -> None:
    """Once; RefusedError when it was decided already."""
    if row.state is not ChangeState.ASKED:
        raise refuse("", _("This was decided already"))
    row.state, row.decision = ChangeState(draft.verdict), draft.decision
    row.decided_by, row.decided_at = by.actor[:120], by.at
    session.add(row)
    session.flush()


def order_work(session: Session, change: NetworkChange, draft: OrderDraft, by: By) -> NetworkOrder:
    """An order with its checks; RefusedError while the change is not approved, and for things of another school."""
    if change.state is not ChangeState.APPROVED:
        raise refuse("", _("Only an approved change is ordered"))
    for at, check in enumerate(draft.checks):
        thing: Any = (
            session.get(Device, check.device_id) if check.device_id is not None else session.get(Link, check.link_id)
        )
        if thing is None or thing.site_id != change.site_id or thing.archived_at is not None:
            raise refuse(f"checks.{at}.thing", _("There is no such entry"))
    row = NetworkOrder(
        change_id=change.id or 0,
        owner=draft.owner,
        due_on=draft.due_on,
        work=draft.work,
        ordered_by=by.actor[:120],
        ordered_at=by.at,
    )
    session.add(row)
    session.flush()
    session.add_all([NetworkCheck(order_id=row.id or 0, **check.model_dump()) for check in draft.checks])
    session.flush()
    return row


def find_order(session: Session, sight: Sight, order_id: int) -> tuple[NetworkOrder, NetworkChange, Site]:
    """Of what may be seen; MissingError."""
    row = session.get(NetworkOrder, order_id)
    if row is None:
        raise MissingError("order")
    change, site = find_change(session, sight, row.change_id)
    return row, change, site


def orders_of(session: Session, change: NetworkChange) -> list[NetworkOrder]:
    """The oldest first."""
    wanted = select(NetworkOrder).where(NetworkOrder.change_id == change.id)
    return list(session.exec(wanted.order_by(col(NetworkOrder.id))).all())


def checks_of(session: Session, order: NetworkOrder) -> list[NetworkCheck]:
    """In the order in which they were given."""
    wanted = select(NetworkCheck).where(NetworkCheck.order_id == order.id)
    return list(session.exec(wanted.order_by(col(NetworkCheck.id))).all())


def tests_of(session: Session, order: NetworkOrder) -> list[NetworkTest]:
    """The newest first."""
    wanted = select(NetworkTest).where(NetworkTest.order_id == order.id)
    return list(session.exec(wanted.order_by(col(NetworkTest.id).desc())).all())
