"""The draft of an article from repeated outages: what happened, what first aid saw, which steps helped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.outage import Outage
from inventory.models.site import Office, Site
from inventory.queries.names import names_of
from netops.first_aid.book import LOOKS
from netops.first_aid.names import LookName
from netops.first_aid.scene import Clock, Found
from netops.models.response import FirstAid, StepDone
from netops.notify.cause.taking import alerts_of
from netops.notify.plain import one_line
from office import thai_date
from service.i18n import _, ngettext, spoken

SHOWN: Final = 10
# What steers Markdown, so that the words of a device stay the words of a device.
_MARKS: Final = re.compile(r"([\\`*_\[\]#<>|~-])")


def draft(session: Session, outages: Sequence[Outage]) -> tuple[str, str]:
    """Title and body in the language spoken, to be mended by a person. `outages` the newest first, at least one."""
    newest = outages[0]
    site = session.get_one(Site, newest.site_id)
    zone = ZoneInfo(session.get_one(Office, site.office_id).timezone)
    key = (newest.subject, newest.subject_id)
    name = names_of(session, [key]).get(key, site.name)
    parts = [
        (_("What happened, and how often"), _happened(session, outages, zone)),
        (_("What first aid saw"), _seen(session, newest, zone)),
        (_("Steps that were done"), _done(session, outages)),
        (_("Cause and lasting remedy"), [_("(to be written)")]),
    ]
    body = "\n\n".join(f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) for title, lines in parts if lines)
    return _("%(name)s: repeated outage") % {"name": one_line(name)}, body


def _happened(session: Session, outages: Sequence[Outage], zone: ZoneInfo) -> list[str]:
    said = ngettext("%(num)s outage", "%(num)s outages", len(outages)) % {"num": len(outages)}
    lines = [said]
    alerts = alerts_of(session, [outage.id for outage in outages[:SHOWN] if outage.id is not None])
    for outage in outages[:SHOWN]:
        at = thai_date.short_time(outage.started_at, zone, spoken())
        lasted = (
            thai_date.duration((outage.ended_at - outage.started_at).total_seconds(), spoken())
            if outage.ended_at is not None
            else _("not yet ended")
        )
        alert = alerts.get(outage.id or 0)
        note = f" · {_plain(alert.note)}" if alert is not None and alert.note else ""
        lines.append(f"{at} · {lasted}{note}")
    return lines


def _seen(session: Session, outage: Outage, zone: ZoneInfo) -> list[str]:
    """Of the newest outage; only of looks that the whole office may see."""

    def clock(at: str) -> str:
        return thai_date.short_time(datetime.fromisoformat(at), zone, spoken())

    query = select(FirstAid).where(FirstAid.outage_id == outage.id, FirstAid.error == "").order_by(col(FirstAid.id))
    newest = {row.look: row.found for row in session.exec(query)}
    lines: list[str] = []
    for name, look in LOOKS.items():
        if name.value in newest and look.permission == "first_aid.read":
            lines += [_plain(text) for text in _lines(name, newest[name.value], clock)]
    return lines


def _lines(name: LookName, found: Found, clock: Clock) -> list[str]:
    try:
        return [line.text for line in LOOKS[name].lines(found, clock)]
    except (KeyError, TypeError, ValueError, IndexError):  # written by another release
        return []


def _done(session: Session, outages: Sequence[Outage]) -> list[str]:
    """The steps that stand, the most often done first."""
    ids = [outage.id for outage in outages]
    query = select(StepDone).where(col(StepDone.outage_id).in_(ids), col(StepDone.undone_at).is_(None))
    rows = session.exec(query.order_by(col(StepDone.id))).all()
    times = Counter(row.step for row in rows)
    texts = {row.step: row.text for row in rows}
    said = [(step, count) for step, count in times.most_common(SHOWN)]
    return [
        _("%(step)s (in %(count)s of %(all)s outages)") % {"step": _plain(texts[step]), "count": count, "all": len(ids)}
        for step, count in said
    ]


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", one_line(text))
