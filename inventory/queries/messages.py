"""Traps and syslog as a list; who talks most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import String, and_, cast, false, func, or_, select
from sqlmodel import Session, col

from inventory.models.device import Device
from inventory.models.message import Channel, Message, MessageCount
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import _

CHANNEL_WORDS: Final = {Channel.TRAP: _("SNMP trap"), Channel.SYSLOG: _("syslog")}
SEVERITY_WORDS: Final = (
    _("emergency"),
    _("alert"),
    _("critical"),
    _("error"),
    _("warning"),
    _("notice"),
    _("information"),
    _("debugging"),
)
# What the traps that every device knows are called (SNMPv2-MIB, IF-MIB); of others the number is shown.
TRAP_WORDS: Final = {
    "1.3.6.1.6.3.1.1.5.1": _("the device started"),
    "1.3.6.1.6.3.1.1.5.2": _("the device restarted its software"),
    "1.3.6.1.6.3.1.1.5.3": _("a port lost its connection"),
    "1.3.6.1.6.3.1.1.5.4": _("a port is connected"),
    "1.3.6.1.6.3.1.1.5.5": _("somebody asked with a wrong password"),
}
_CHANNEL: Any = cast(col(Message.channel), String)
_MOST_TALKATIVE: Final = 10


def _severity(value: str) -> Any:
    return col(Message.severity) <= int(value) if value in set("01234567") else false()


def _severities(_session: Session, _sight: Sight) -> list[tuple[str, str]]:
    return [("2", _("critical and worse")), ("3", _("error and worse")), ("4", _("warning and worse"))]


def _channels(_session: Session, _sight: Sight) -> list[tuple[str, str]]:
    return [(channel.value, words) for channel, words in CHANNEL_WORDS.items()]


def _of_nobody(sight: Sight, unknown: Any) -> Any:
    """A sender that the inventory does not know is shown to an office that has the installation for itself."""
    others = select(col(Office.id)).where(col(Office.id) != sight.office_id).exists()
    return false() if sight.site_id is not None else and_(unknown, ~others)


def _device(value: str) -> Any:
    return col(Message.device_id) == int(value) if value.isascii() and value.isdigit() and len(value) < 10 else false()


MESSAGES: Final = Table(
    key="messages",
    source=Message.__table__.outerjoin(Device, col(Device.id) == Message.device_id).outerjoin(  # type: ignore[attr-defined]
        Site, col(Site.id) == Message.site_id
    ),
    row_id=col(Message.id),
    columns=(
        Column("at", _("Received"), col(Message.at), Kind.MOMENT),
        Column("severity", _("Severity"), col(Message.severity)),
        Column("site", _("School"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("device", _("Device"), col(Device.name)),
        Column("device_id", _("Device number"), col(Message.device_id), shown=False),
        Column("sender", _("Sender"), col(Message.sender)),
        Column("channel", _("Came by"), _CHANNEL, shown=False),
        Column("name", _("Program or trap"), col(Message.name)),
        Column("text", _("Text"), col(Message.text)),
        Column("said_at", _("Its own clock"), col(Message.said_at), Kind.MOMENT, shown=False),
    ),
    searched=(col(Message.text), col(Message.name), col(Message.sender), col(Device.name), col(Site.name)),
    filters=(
        Filter("severity", _("Severity"), _severity, _severities),
        Filter("channel", _("Came by"), lambda value: value == _CHANNEL, _channels),
    ),
    order=(col(Message.id).desc(),),
    hidden_filters={"device": _device},
    seen=lambda sight: or_(sight.sites(), _of_nobody(sight, col(Message.site_id).is_(None))),
)


class Talker(NamedTuple):
    """Who sent how many, and how many of them were kept."""

    sender: str
    device_id: int | None
    device: str | None
    received: int
    kept: int


def talkers(session: Session, sight: Sight, now: datetime) -> Sequence[Talker]:
    """The most talkative senders of a day."""
    received: Any = func.sum(MessageCount.received)
    rows = session.execute(
        select(
            col(MessageCount.sender),
            func.max(MessageCount.device_id),
            func.max(Device.name),
            received,
            func.sum(MessageCount.kept),
        )
        .outerjoin(Device, col(Device.id) == col(MessageCount.device_id))
        .outerjoin(Site, col(Site.id) == col(Device.site_id))
        .where(col(MessageCount.hour) >= now - timedelta(days=1))
        .where(or_(sight.sites(), _of_nobody(sight, col(MessageCount.device_id).is_(None))))
        .group_by(col(MessageCount.sender))
        .order_by(received.desc())
        .limit(_MOST_TALKATIVE)
    )
    return [Talker(*row) for row in rows]
