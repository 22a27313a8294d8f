"""Messages and what became of each, by channel and state; those given up can be tried again."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.alert import Delivery, OutboxMessage
from netops.notify.delivery.deliveries import STATES, message_of, of_office, phase_words, recipients
from netops.notify.outbox import retry_failed
from netops.notify.recipients.kinds import EMAIL, kinds
from netops.web.access import Visitor, allowed
from netops.web.pages.settings import mail_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/deliveries", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("deliveries.read"))]
MOST: Final = 200


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead, channel: str = "", state: str = "") -> Response:
    """Newest first; those given up stand before all."""
    query = select(OutboxMessage).where(of_office(visitor.office_id))
    if channel in {EMAIL, *kinds()}:
        query = query.where(OutboxMessage.channel == channel)
    if state in set(Delivery):
        query = query.where(OutboxMessage.state == state)
    order = (col(OutboxMessage.state) != Delivery.FAILED, col(OutboxMessage.id).desc())
    rows = db.exec(query.order_by(*order).limit(MOST)).all()
    return page(
        request,
        "deliveries.html",
        rows=rows,
        to=recipients(db, rows),
        titles=_titles(),
        words=STATES,
        why=phase_words,
        chosen={"channel": channel, "state": state},
    )


@router.get("/{message_id}")
def one(request: Request, db: Db, visitor: MayRead, message_id: int) -> Response:
    """One message; refreshes itself while it waits."""
    return _shown(request, db, visitor, "delivery.html", message_id)


@router.get("/{message_id}/state")
def state(request: Request, db: Db, visitor: MayRead, message_id: int) -> Response:
    """The part that refreshes itself."""
    return _shown(request, db, visitor, "delivery_state.html", message_id)


@router.post("/{message_id}/retry")
def retry(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("deliveries.write"))],
    message_id: int,
) -> Response:
    """Try again what was given up."""
    message = find_message(db, visitor, message_id)
    if message.state is Delivery.FAILED:
        retry_failed(db, message, now=utc_now())
        record(db, visitor.actor, "mail.retried", subject="message", subject_id=message_id)
    return redirect(request, f"/deliveries/{message_id}", _("It is tried again."))


def find_message(db: Session, visitor: Visitor, message_id: int) -> OutboxMessage:
    """A message of the visitor's office, or MissingError."""
    message = message_of(db, message_id, office_id=visitor.office_id)
    if message is None:
        raise MissingError("message")
    return message


def _shown(request: Request, db: Session, visitor: Visitor, template: str, message_id: int) -> Response:
    message = find_message(db, visitor, message_id)
    waits = message.state is Delivery.WAITING and message.channel == EMAIL
    return page(
        request,
        template,
        message=message,
        to=recipients(db, [message])[message_id],
        title=_titles().get(message.channel, message.channel),
        words=STATES,
        why=phase_words(message.phase),
        stuck=waits and not mail_of(request, db, visitor).ready,
    )


def _titles() -> dict[str, str]:
    """Kind of channel -> its name, in the reader's language."""
    return {EMAIL: _("E-mail"), **{kind: _(address.title) for kind, address in kinds().items()}}
