"""Alert mails and what became of each; those given up can be tried again."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.columns import utc_now
from inventory.store.refusal import MissingError
from netops.audit import record
from netops.i18n import N_, _
from netops.models.alert import Delivery, OutboxMessage
from netops.models.person import Person
from netops.notify.outbox import retry_failed
from netops.web.access import Visitor, allowed
from netops.web.pages.settings import mail_of
from netops.web.render import page, redirect
from netops.web.session import Db

router = APIRouter(prefix="/deliveries", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("deliveries.read"))]
WORDS: Final = {Delivery.WAITING: N_("waiting"), Delivery.SENT: N_("delivered"), Delivery.FAILED: N_("given up")}
_MOST: Final = 200


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Newest first; those given up stand before all."""
    rows = db.exec(
        select(OutboxMessage)
        .join(Person, col(Person.id) == OutboxMessage.person_id)
        .where(Person.office_id == visitor.office_id)
        .order_by(col(OutboxMessage.state) != Delivery.FAILED, col(OutboxMessage.id).desc())
        .limit(_MOST)
    ).all()
    return page(request, "deliveries.html", rows=rows, words=WORDS)


@router.get("/{message_id}")
def one(request: Request, db: Db, visitor: MayRead, message_id: int) -> Response:
    """One message; refreshes itself while it waits."""
    return _shown(request, db, visitor, "delivery.html", message_id)


@router.get("/{message_id}/state")
def state(request: Request, db: Db, visitor: MayRead, message_id: int) -> Response:
    """The part that refreshes itself."""
    return _shown(request, db, visitor, "delivery_state.html", message_id)


def _shown(request: Request, db: Session, visitor: Visitor, template: str, message_id: int) -> Response:
    message = _message(db, visitor, message_id)
    stuck = message.state is Delivery.WAITING and not mail_of(request, db, visitor).ready
    return page(request, template, message=message, words=WORDS, stuck=stuck)


@router.post("/{message_id}/retry")
def retry(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("deliveries.write"))],
    message_id: int,
) -> Response:
    """Try again what was given up."""
    message = _message(db, visitor, message_id)
    if message.state is not Delivery.SENT:
        retry_failed(db, message, now=utc_now())
        record(db, visitor.actor, "mail.retried", subject="message", subject_id=message_id)
    return redirect(request, f"/deliveries/{message_id}", _("It is tried again."))


def _message(db: Session, visitor: Visitor, message_id: int) -> OutboxMessage:
    message = db.get(OutboxMessage, message_id)
    person = db.get(Person, message.person_id) if message is not None and message.person_id else None
    if message is None or person is None or person.office_id != visitor.office_id:
        raise MissingError("message")
    return message
