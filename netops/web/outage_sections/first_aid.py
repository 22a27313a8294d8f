"""What first aid saw: the newest of each look as sentences, the data behind it, and what earlier looks saw."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from netops.first_aid.book import LOOKS
from netops.first_aid.names import LookName
from netops.first_aid.scene import Line, Look
from netops.models.response import FirstAid
from netops.runbook.ticking import people_named
from netops.settings import get_settings
from netops.web.access import Visitor
from netops.web.outage_sections.about import About
from office import thai_date
from service.i18n import _, spoken

LATELY: Final = timedelta(minutes=1)
"""How soon after a look a person may ask for another."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look as it was taken; `raw` is its data for those who want it, plain text."""

    look: Look
    row: FirstAid
    lines: Sequence[Line]
    raw: str
    by: str

    @property
    def diff(self) -> Sequence[Sequence[str]]:
        """Changed lines (kind, text) of a configuration, where it saw any."""
        found = self.row.found.get("diff", ())
        return found if isinstance(found, list) else ()


def section(about: About) -> Mapping[str, object]:
    """`newest` of each look, `earlier` ones of all; both empty for who may not see them."""
    seen = seen_by(about.db, about.visitor, about.outage_id)
    newest: dict[LookName, Seen] = {}
    for one in seen:
        newest[one.look.name] = one
    shown = [newest[name] for name in LOOKS if name in newest]
    return {
        "newest": shown,
        "earlier": [one for one in seen if newest[one.look.name] is not one],
        "is_due": about.line.outage.ended_at is None and not looked_lately(seen, about.now),
        "at": max((one.row.at for one in shown), default=None),
    }


def seen_by(db: Session, visitor: Visitor, outage_id: int) -> Sequence[Seen]:
    """Every look of an outage that this visitor may see, the oldest first."""
    if not visitor.may("first_aid.read"):
        return ()
    rows = db.exec(select(FirstAid).where(FirstAid.outage_id == outage_id).order_by(col(FirstAid.id))).all()
    names = people_named(db, {row.asked_by for row in rows})
    clock = _clock()
    known = [(LOOKS[LookName(row.look)], row) for row in rows if row.look in LOOKS]
    return [
        Seen(look, row, _lines(look, row, clock), _raw(row), names.get(row.asked_by or 0, ""))
        for look, row in known
        if visitor.may(look.permission)
    ]


def looked_lately(seen: Sequence[Seen], now: datetime) -> bool:
    """Whether it is too soon to look again."""
    return any(one.row.at > now - LATELY for one in seen)


def _clock() -> Callable[[str], str]:
    zone = ZoneInfo(get_settings().timezone)
    return lambda at: thai_date.short_time(datetime.fromisoformat(at), zone, spoken())


def _lines(look: Look, row: FirstAid, clock: Callable[[str], str]) -> Sequence[Line]:
    if row.error:
        return [Line(_("This could not be looked at: %(why)s") % {"why": row.error}, "unknown")]
    try:
        return look.lines(row.found, clock)
    except (KeyError, TypeError, ValueError, IndexError):  # written by another release; the data are shown all the same
        return [Line(_("What was seen is told in its data only"), "unknown")]


def _raw(row: FirstAid) -> str:
    return json.dumps(row.found, ensure_ascii=False, indent=1, default=str)
