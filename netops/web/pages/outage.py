"""One outage: where it stands, what to do now, what is known of it, and the record.

The page is put together of sections, each a file in `netops/web/outage_sections/` and a template `outage_NAME.html`
that finds what its file gave under its own name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import Subject
from inventory.models.site import Office
from inventory.queries import outages as queries
from inventory.queries.names import names_of
from inventory.queries.outages import OutageLine
from netops.runbook.following import alerts_about
from netops.runbook.matter import matter_of
from netops.runbook.ticking import record_of
from netops.web.access import Visitor, allowed
from netops.web.outage_sections import alert, cause, evidence, first_aid, knowledge, report, steps
from netops.web.outage_sections.about import About
from netops.web.timeline import Told, tell
from service.columns import utc_now
from service.refusal import MissingError
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix="/outages", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("outages.read"))]

SECTIONS: Final[Mapping[str, Callable[[About], Mapping[str, object]]]] = {
    "steps": steps.section,
    "knowledge": knowledge.section,
    "alert": alert.section,
    "report": report.section,
    "cause": cause.section,
    "first_aid": first_aid.section,
    "evidence": evidence.section,
}
# The timeline tells what happened at the school around the outage.
BEFORE: Final = timedelta(hours=1)
AFTER: Final = timedelta(minutes=10)


@router.get("/{outage_id:int}")
def one_outage(request: Request, db: Db, visitor: MayRead, outage_id: int, runbook: str = "") -> Response:
    """The page; `runbook` is followed instead of the one that fits."""
    about = about_of(db, visitor, outage_id, runbook)
    line = about.line
    sections: dict[str, Any] = {name: made(about) for name, made in SECTIONS.items()}
    return page(request, "outage.html", line=line, outage=line.outage, timeline=_timeline(about), **sections)


def about_of(db: Session, visitor: Visitor, outage_id: int, runbook: str = "") -> About:
    """All that its page and its paper start from; MissingError where this visitor may not see it."""
    line = line_of(db, visitor, outage_id)
    return About(
        db=db,
        visitor=visitor,
        line=line,
        now=utc_now(),
        office=db.get_one(Office, line.site.office_id),
        probes=queries.probes(db, outage_id),
        alerts=alerts_about(db, line.outage),
        record=record_of(db, line.outage),
        matter=matter_of(db, line.outage),
        runbook=runbook,
    )


def line_of(db: Session, visitor: Visitor, outage_id: int) -> OutageLine:
    """The outage when this visitor may see it; MissingError otherwise."""
    line = queries.outage(db, visitor.sight, outage_id)
    if line is None:
        raise MissingError
    return line


def _timeline(about: About) -> list[Told]:
    outage = about.line.outage
    events = queries.events_around(
        about.db,
        outage.site_id,
        since=outage.started_at - BEFORE,
        until=None if outage.ended_at is None else outage.ended_at + AFTER,
    )
    keys = {(Subject.LINK, event.link_id) for event in events if event.link_id is not None}
    keys |= {(Subject.DEVICE, event.device_id) for event in events if event.device_id is not None}
    # The school's name stands in the title: here the thing's own name is enough.
    names: dict[tuple[Subject, int | None], str] = {
        key: name.removeprefix(f"{about.line.site.name} · ") for key, name in names_of(about.db, keys).items()
    }
    return list(tell(events, names))
