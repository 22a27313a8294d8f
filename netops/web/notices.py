"""What every page of the office must say until it is mended: old data, an office cut off, mails that do not leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from inventory.models.outage import Event
from netops.models.alert import Delivery, OutboxMessage
from netops.models.poller import PollerBeat
from netops.notify.watch.second_path import second_paths
from netops.settings import Settings
from netops.web.access import Visitor
from service.i18n import _, ngettext

_SLOW_MAIL = timedelta(minutes=10)


def notices(
    db: Session, visitor: Visitor, settings: Settings, *, now: datetime
) -> Sequence[tuple[str, str, str, datetime | None]]:
    """(kind, text, address to mend it, since when) each; none on a good day."""
    found: list[tuple[str, str, str, datetime | None]] = []
    last = db.exec(select(func.max(PollerBeat.at))).one()
    silent_after = timedelta(seconds=4 * max(settings.icmp_interval_s, settings.snmp_interval_s))
    if last is None:
        found.append(("warning", _("Nothing was polled yet: states are not known."), "", None))
    elif now - last > silent_after:
        found.append(("danger", _("The poller is silent: what is shown may be out of date. Last round:"), "", last))
    cut_off = _cut_off_since(db)
    if cut_off is not None:
        found.append(
            ("danger", _("The office itself is cut off: schools are not known to be down. Since:"), "", cut_off)
        )
    if visitor.may("deliveries.read"):
        stuck = _stuck_mails(db, now)
        if stuck:
            text = ngettext(
                "%(count)d alert message could not be delivered.",
                "%(count)d alert messages could not be delivered.",
                stuck,
            ) % {"count": stuck}
            found.append(("warning", text, "/deliveries", None))
        found += _ways(db, visitor)
    return found


def _ways(db: Session, visitor: Visitor) -> Sequence[tuple[str, str, str, datetime | None]]:
    """Whether telling works, by the daily test; and whether a cut office could tell at all."""
    paths = second_paths(db, visitor.office_id)
    found: list[tuple[str, str, str, datetime | None]] = []
    if paths.failing:
        text = ngettext(
            "%(count)d way of telling failed in the daily test.",
            "%(count)d ways of telling failed in the daily test.",
            paths.failing,
        ) % {"count": paths.failing}
        found.append(("danger", text, "/watch", None))
    if paths.switch_failing:
        found.append(("danger", _("The dead-man's switch could not be asked."), "/watch", None))
    if not paths.is_set:
        found.append(
            (
                "info",
                _("If the office's own line were cut, nobody would be told: no second path is set."),
                "/watch",
                None,
            )
        )
    return found


def _cut_off_since(db: Session) -> datetime | None:
    """When the office's own uplink was lost, while it is."""
    kinds = ("OfficeUplinkLost", "OfficeUplinkRestored")
    latest = db.exec(select(Event).where(col(Event.kind).in_(kinds)).order_by(col(Event.at).desc()).limit(1)).first()
    return latest.at if latest is not None and latest.kind == "OfficeUplinkLost" else None


def _stuck_mails(db: Session, now: datetime) -> int:
    waiting_long = and_(col(OutboxMessage.state) == Delivery.WAITING, col(OutboxMessage.created_at) < now - _SLOW_MAIL)
    stuck = or_(col(OutboxMessage.state) == Delivery.FAILED, waiting_long)
    return db.exec(select(func.count()).select_from(OutboxMessage).where(stuck)).one()
