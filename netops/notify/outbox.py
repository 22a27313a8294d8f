"""Delivery of the outbox: every message reaches its server at least once, and twice only when we were killed.

The rule to know: a message is claimed in one transaction, sent, and marked in another right after the server took it.
Killed in between, it is sent again under the same Message-ID when the claim runs out. Two processes that deliver at
once never send the same message, because only one of them wins the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Engine, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from inventory.store.causes import judge_due
from netops.models.alert import AlertChannel, Delivery, OutboxMessage
from netops.models.person import Person
from netops.notify.alerts import review
from netops.notify.channels.email import EmailChannel
from netops.notify.delivery.enclosing import enclosed
from netops.notify.delivery.mail_settings import MailSettings, load_mail_settings
from netops.notify.delivery.receipt import Parcel, Receipt, Verdict
from netops.notify.delivery.sending import ChannelSender
from netops.notify.digest import gather_due
from netops.notify.escalation import escalate
from netops.notify.phase import ENDED
from netops.settings import Settings
from netops.vault import Vault, VaultError
from service.database import reading, transaction

CLAIM: Final = timedelta(minutes=2)  # longer than a server may take for one message
FIRST_RETRY: Final = timedelta(seconds=15)
LONGEST_RETRY: Final = timedelta(minutes=5)
GIVE_UP_AFTER: Final = timedelta(days=5)  # as mail servers do


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one delivery run did."""

    sent: int = 0
    later: int = 0
    failed: int = 0


def deliver_due(engine: Engine, *, settings: Settings, vault: Vault, now: datetime) -> Delivered:
    """Review the alerts, then send what is due, office by office. Blocks while servers answer: call it in a thread."""
    with transaction(engine) as session:
        review(session, at=now, settings=settings)
        escalate(session, base_url=settings.base_url, mail_from=settings.mail_from, at=now)
        judge_due(session, at=now)
        gather_due(session, base_url=settings.base_url, mail_from=settings.mail_from, at=now)
    counts = dict.fromkeys(Verdict, 0)
    for office_id in _offices_with_mail(engine, now):
        mail = _mail_of(engine, office_id, settings=settings, vault=vault)
        if mail is None or not mail.ready:
            continue
        mine = col(OutboxMessage.person_id).in_(select(Person.id).where(Person.office_id == office_id))
        due = partial(_next_due, mine & col(OutboxMessage.channel_id).is_(None), now)
        for receipt in EmailChannel(mail).deliver(_claimed(engine, due, now)):
            with transaction(engine) as session:
                record(session, receipt, now)
            counts[receipt.verdict] += 1
    return Delivered(
        sent=counts[Verdict.ACCEPTED],
        later=counts[Verdict.LATER] + counts[Verdict.CLOSED],
        failed=counts[Verdict.REFUSED],
    )


def deliver_channel(engine: Engine, channel_id: int, sender: ChannelSender, *, now: datetime) -> Verdict | None:
    """Send what is due on one channel; what became of the last message, None when there was none."""
    last: Verdict | None = None
    due = partial(_next_due, OutboxMessage.channel_id == channel_id, now)
    for receipt in sender.deliver(_claimed(engine, due, now)):
        with transaction(engine) as session:
            record(session, receipt, now)
        last = receipt.verdict
    return last


def due_channels(session: Session, now: datetime) -> Sequence[int]:
    """Channels that have something to say now; what waits for a disabled one goes on waiting."""
    query = (
        select(AlertChannel.id)
        .join(OutboxMessage, col(OutboxMessage.channel_id) == AlertChannel.id)
        .where(OutboxMessage.state == Delivery.WAITING, OutboxMessage.next_try_at <= now)
        .where(col(AlertChannel.disabled_at).is_(None))
        .distinct()
    )
    return [channel_id for channel_id in session.exec(query) if channel_id is not None]


def record(session: Session, receipt: Receipt, now: datetime) -> None:
    """Write down what became of a message, and of its channel."""
    message = session.get_one(OutboxMessage, receipt.outbox_id)
    channel = session.get(AlertChannel, message.channel_id) if message.channel_id is not None else None
    if channel is not None:
        channel.last_error = receipt.error
        if receipt.verdict is Verdict.ACCEPTED:
            channel.delivered_at = now
    message.tries += 1
    message.last_error = receipt.error
    if receipt.verdict is Verdict.ACCEPTED:
        message.state, message.sent_at = Delivery.SENT, now
    elif receipt.verdict is Verdict.REFUSED or now - message.created_at > GIVE_UP_AFTER:
        message.state = Delivery.FAILED
    else:
        message.next_try_at = now + retry_after(message.tries)


def retry_after(tries: int) -> timedelta:
    """Doubling, up to five minutes: an outage mail that is an hour late helps nobody."""
    return min(FIRST_RETRY * (1 << min(tries - 1, 10)), LONGEST_RETRY)


def resume(engine: Engine, *, now: datetime) -> None:
    """At the start of the process that delivers: claims of a killed one and retries still ahead are due at once."""
    with transaction(engine) as session:
        session.exec(
            update(OutboxMessage)
            .where(col(OutboxMessage.state) == Delivery.WAITING, col(OutboxMessage.next_try_at) > now)
            .values(next_try_at=now)
        )


def retry_failed(session: Session, message: OutboxMessage, *, now: datetime) -> None:
    """Try a message again that was given up, from the page of deliveries."""
    message.state, message.tries, message.next_try_at, message.created_at = Delivery.WAITING, 0, now, now
    session.add(message)


def _offices_with_mail(engine: Engine, now: datetime) -> Sequence[int]:
    query = (
        select(Person.office_id)
        .join(OutboxMessage, col(OutboxMessage.person_id) == Person.id)
        .where(OutboxMessage.state == Delivery.WAITING, OutboxMessage.next_try_at <= now)
        .where(col(OutboxMessage.channel_id).is_(None))
        .distinct()
    )
    with reading(engine) as session:
        return session.exec(query).all()


def _mail_of(engine: Engine, office_id: int, *, settings: Settings, vault: Vault) -> MailSettings | None:
    """The office's server; settings that cannot be used are written on the messages that wait for them."""
    with transaction(engine) as session:
        try:
            return load_mail_settings(session, office_id, settings=settings, vault=vault)
        except (ValidationError, VaultError) as error:
            reason = "mail settings are wrong" if isinstance(error, ValidationError) else str(error)
            mine = select(Person.id).where(Person.office_id == office_id)
            session.exec(
                update(OutboxMessage)
                .where(col(OutboxMessage.state) == Delivery.WAITING, col(OutboxMessage.person_id).in_(mine))
                .values(last_error=reason)
            )
            return None


def _claimed(engine: Engine, due: Callable[[], SelectOfScalar[OutboxMessage]], now: datetime) -> Iterator[Parcel]:
    """Due messages one by one, oldest first, each ours alone until the claim runs out."""
    while True:
        with transaction(engine) as session:
            message = session.exec(due()).first()
            if message is None or message.id is None:
                return
            claim = (
                update(OutboxMessage)
                .where(col(OutboxMessage.id) == message.id, col(OutboxMessage.next_try_at) == message.next_try_at)
                .values(next_try_at=now + CLAIM)
            )
            won = session.exec(claim).rowcount == 1
            parcel = Parcel(
                outbox_id=message.id,
                recipient=message.recipient,
                message_id=message.message_id,
                in_reply_to=message.in_reply_to,
                subject=message.subject,
                text=message.text,
                html=message.html,
                enclosure=enclosed(session, message.paper_id),
            )
        if won:
            yield parcel


def _next_due(mine: ColumnElement[bool] | bool, now: datetime) -> SelectOfScalar[OutboxMessage]:
    """The end of a matter waits until its beginning has left, so that the thread reads in order."""
    beginning = aliased(OutboxMessage)
    held = (
        select(beginning.id)
        .where(
            beginning.alert_id == OutboxMessage.alert_id,
            beginning.recipient == OutboxMessage.recipient,
            beginning.phase != ENDED,
            beginning.state == Delivery.WAITING,
        )
        .exists()
    )
    return (
        select(OutboxMessage)
        .where(mine, OutboxMessage.state == Delivery.WAITING)
        .where(OutboxMessage.next_try_at <= now, (col(OutboxMessage.phase) != ENDED) | ~held)
        .order_by(col(OutboxMessage.id))
        .limit(1)
    )
