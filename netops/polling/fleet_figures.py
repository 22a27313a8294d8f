"""Figures of the whole fleet out of the database: ends of support, versions, rules, topology, silent agents, messages.

Measured with the installation's own figures, never at a scrape.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from inventory.models.agent import Agent
from inventory.models.device import Device, DeviceSupport, Interface
from inventory.models.message import LogCoverage, LogSource, MessageCount
from inventory.models.site import Office, Site
from inventory.models.topology import Connection, Stranger
from inventory.queries import compliance
from inventory.queries.ages import HARDWARE_END, IN_USE_SINCE, SOFTWARE_END
from inventory.queries.sight import Sight
from inventory.store.log_coverage import days_kept
from netops.metrics import Blocks, Family, labels, sample
from netops.settings import Settings
from netops.watched.rulebook import rulebook

RECENT: Final = timedelta(hours=1)
LOUDEST: Final = 20  # senders by name; an address that is made up by a flood must not become a series each
_LIVE: Final = col(Device.archived_at).is_(None)


def of_fleet(session: Session, *, settings: Settings, now: datetime) -> Blocks:
    """Every family of this module; those without a line are empty."""
    return {
        **_days(session),
        Family.FIRMWARE: _firmware(session),
        Family.COMPLIANCE: _compliance(session, settings),
        Family.CONNECTIONS: _counts(
            session, Family.CONNECTIONS, "basis", col(Connection.basis), col(Connection.gone_at).is_(None)
        ),
        Family.STRANGERS: _counts(session, Family.STRANGERS, "decision", col(Stranger.decision)),
        Family.PARENTS: _parents(session),
        Family.POE: _poe(session),
        Family.AGENT_SILENT: _silent_agents(session),
        **_logs(session),
        **_messages(session, now),
    }


def _lines(family: Family, found: Iterable[tuple[dict[str, str], float]]) -> bytes:
    return b"".join(sample(family, labels(**where), value) for where, value in found)


def _days(session: Session) -> dict[Family, bytes]:
    """A line for each device and day that is known."""
    days = {
        Family.SUPPORT_END: HARDWARE_END,
        Family.SOFTWARE_END: SOFTWARE_END,
        Family.WARRANTY_END: col(Device.warranty_until),
        Family.IN_USE_SINCE: IN_USE_SINCE,
    }
    rows = session.execute(
        select(col(Site.code), col(Device.name), *days.values())
        .select_from(Device)
        .join(Site, col(Site.id) == col(Device.site_id))
        .outerjoin(DeviceSupport, col(DeviceSupport.device_id) == col(Device.id))
        .where(_LIVE)
    ).all()
    return {
        family: _lines(
            family,
            (({"site": row[0], "device": row[1]}, _seconds(row[place])) for row in rows if row[place] is not None),
        )
        for place, family in enumerate(days, start=2)
    }


def _seconds(day: date) -> int:
    """The beginning of the day, in UTC."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def _firmware(session: Session) -> bytes:
    family, version, stand = col(DeviceSupport.family), col(Device.version), col(DeviceSupport.firmware)
    rows = session.execute(
        select(family, version, stand, func.count())
        .join(DeviceSupport, col(DeviceSupport.device_id) == col(Device.id))
        .where(_LIVE, family != "", version != "")
        .group_by(family, version, stand)
    )
    return _lines(
        Family.FIRMWARE,
        (({"family": name, "version": told, "standing": word}, count) for name, told, word, count in rows),
    )


def _compliance(session: Session, settings: Settings) -> bytes:
    """Summed over the offices: each has its own exemptions."""
    book = rulebook(settings)
    total: dict[tuple[str, str, str], int] = {}
    for office_id in session.execute(select(col(Office.id))).scalars():
        for each in compliance.by_rule(session, Sight(office_id or 0), book):
            for standing in compliance.Standing:
                key = (each.rule.id, each.rule.severity.value, standing.value)
                total[key] = total.get(key, 0) + getattr(each, standing.value)
    return _lines(
        Family.COMPLIANCE,
        (({"rule": rule, "severity": severity, "standing": stand}, n) for (rule, severity, stand), n in total.items()),
    )


def _counts(session: Session, family: Family, name: str, column: Any, *where: Any) -> bytes:
    rows = session.execute(select(column, func.count()).where(*where).group_by(column))
    return _lines(family, (({name: value.value}, count) for value, count in rows))


def _parents(session: Session) -> bytes:
    by = case((col(Device.parent_by_hand), "hand"), else_="network").label("by")
    rows = session.execute(select(by, func.count()).where(_LIVE, col(Device.parent_id).is_not(None)).group_by(by))
    return _lines(Family.PARENTS, (({"by": word}, count) for word, count in rows))


def _poe(session: Session) -> bytes:
    rows = session.execute(
        select(col(Site.code), col(Device.name), col(Interface.name), func.max(col(Interface.poe_mw)))
        .select_from(Interface)
        .join(Device, col(Device.id) == col(Interface.device_id))
        .join(Site, col(Site.id) == col(Device.site_id))
        .where(_LIVE, col(Interface.retired_at).is_(None), col(Interface.poe_mw).is_not(None))
        .group_by(col(Site.code), col(Device.name), col(Interface.name))
    )
    return _lines(
        Family.POE, (({"site": site, "device": device, "port": port}, mw / 1000) for site, device, port, mw in rows)
    )


def _silent_agents(session: Session) -> bytes:
    rows = session.execute(
        select(col(Site.code), col(Agent.name), col(Agent.silent_since))
        .join(Site, col(Site.id) == col(Agent.site_id))
        .where(col(Agent.revoked_at).is_(None), col(Agent.enrolled_at).is_not(None))
        .order_by(col(Agent.id))
    )
    return _lines(
        Family.AGENT_SILENT, (({"site": site, "agent": name}, since is not None) for site, name, since in rows)
    )


def _logs(session: Session) -> dict[Family, bytes]:
    rows = session.execute(
        select(col(Site.code), col(LogSource.name), LogCoverage)
        .join(LogSource, col(LogSource.site_id) == col(Site.id))
        .join(LogCoverage, col(LogCoverage.log_source_id) == col(LogSource.id))
        .where(col(LogSource.has_traffic))
        .order_by(col(LogSource.id))
    ).all()
    where = [({"site": site, "source": name}, row) for site, name, row in rows]
    return {
        Family.LOG_DAYS: _lines(Family.LOG_DAYS, ((said, days_kept(row)) for said, row in where)),
        Family.LOG_SILENT: _lines(Family.LOG_SILENT, ((said, row.silent_since is not None) for said, row in where)),
    }


def _messages(session: Session, now: datetime) -> dict[Family, bytes]:
    since = now.replace(minute=0, second=0, microsecond=0) - RECENT
    count = MessageCount
    kept, dropped = func.sum(col(count.kept)), func.sum(col(count.received) - col(count.kept))
    channels = session.execute(
        select(col(count.channel), kept, dropped).where(col(count.hour) >= since).group_by(col(count.channel))
    ).all()
    loud = session.execute(
        select(col(count.sender), dropped)
        .where(col(count.hour) >= since)
        .group_by(col(count.sender))
        .having(dropped > 0)
        .order_by(dropped.desc(), col(count.sender))
        .limit(LOUDEST)
    )
    return {
        Family.MESSAGES: _lines(
            Family.MESSAGES,
            (
                ({"channel": channel.value, "fate": fate}, number)
                for channel, *numbers in channels
                for fate, number in zip(("kept", "dropped"), numbers, strict=True)
            ),
        ),
        Family.MESSAGES_DROPPED: _lines(
            Family.MESSAGES_DROPPED, (({"sender": sender}, number) for sender, number in loud)
        ),
    }
