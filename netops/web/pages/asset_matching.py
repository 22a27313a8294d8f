"""The worklist of differences between the asset book and the network: each is settled by a person, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.assets.reconcile import Difference, Found
from inventory.models.device import Device
from inventory.models.site import Site, SiteKind
from inventory.queries.asset_matching import DIFFERENCE_WORDS, named, worklist
from inventory.store.asset_matching import DECISIONS, Decision, change_for, ignore
from netops.asset_editors import Assets
from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.assets import HOME
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
ADDRESS: Final = f"{HOME}/reconcile"
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]
PER_PAGE: Final = 100
UNSEEN_DAYS: Final = 30
UNSEEN_CHOICES: Final = (7, 30, 90, 365)
SHAPES: Final = {
    Difference.ELSEWHERE: "degraded",
    Difference.SERIAL: "degraded",
    Difference.LINK: "maintenance",
    Difference.NOT_IN_BOOK: "unknown",
    Difference.NOT_SEEN: "down",
    Difference.MODEL: "maintenance",
}
TAKE_WORDS: Final = {
    Difference.ELSEWHERE: N_("Move the card there"),
    Difference.SERIAL: N_("Write this serial number in the book"),
    Difference.LINK: N_("They are one thing"),
    Difference.MODEL: N_("Write this model in the book"),
}


@router.get(ADDRESS)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What is to be settled, by kind; the numbers of each kind lead to it."""
    kind, days = request.query_params.get("kind", ""), _days(request.query_params.get("days", ""))
    every = worklist(db, visitor.sight, now=utc_now(), unseen_days=days)
    counts = Counter(found.kind for found in every)
    wanted = [found for found in every if kind in ("", found.kind)]
    return page(
        request,
        "asset_matching.html",
        items=named(db, wanted[:PER_PAGE]),
        total=len(wanted),
        counts={one: counts[one] for one in Difference},
        kind=kind if kind in set(Difference) else "",
        days=days,
        choices=UNSEEN_CHOICES,
        words=DIFFERENCE_WORDS,
        shapes=SHAPES,
        takes=TAKE_WORDS,
        decisions=DECISIONS,
        entry_of=entry_of,
        day_of=date.fromisoformat,
        may_write=visitor.may("assets.write"),
    )


@router.post(ADDRESS)
def decide(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """One decision about one difference; one that is not there any more was settled meanwhile."""
    days = _days(typed.get("days", ""))
    back = f"{ADDRESS}?{urlencode({'kind': typed.get('back', '')[:32], 'days': days})}"
    try:
        with db.begin_nested():
            settle(request, db, visitor, typed, unseen_days=days)
    except MissingError:
        return redirect(request, back, _("This is settled already."), kind="warning")
    except RefusedError as error:
        return redirect(request, back, " ".join(problems(error).values()), kind="danger")
    return redirect(request, back, _("Saved."))


def settle(request: Request, db: Session, visitor: Visitor, typed: Mapping[str, str], *, unseen_days: int) -> None:
    """For pages and API. MissingError where there is no such difference now; RefusedError says what is wrong."""
    found = _find(db, visitor, typed, unseen_days=unseen_days)
    wanted = typed.get("decision", "")
    decision = Decision(wanted) if wanted in set(Decision) else Decision.IGNORE
    editor = Assets(hand_of(request, db, visitor))
    if decision is Decision.IGNORE:
        reason = typed.get("reason", "")
        row = ignore(db, found, office_id=visitor.office_id, reason=reason, by=editor.by)
        detail = {"kind": row.kind, "asset": row.asset_id, "device": row.device_id, "reason": row.reason}
        record(db, visitor.actor, "asset_difference.ignored", subject="asset", subject_id=row.asset_id, detail=detail)
        return
    change = change_for(db, found, decision)
    editor.change(editor.get(found.asset_id or 0), change)


def _find(db: Session, visitor: Visitor, typed: Mapping[str, str], *, unseen_days: int) -> Found:
    wanted = tuple(typed.get(name, "") for name in ("kind", "asset_id", "device_id"))
    for found in worklist(db, visitor.sight, now=utc_now(), unseen_days=unseen_days):
        if (found.kind.value, str(found.asset_id or ""), str(found.device_id or "")) == wanted:
            return found
    raise MissingError("difference")


def entry_of(device: Device, site: Site) -> str:
    """The address of a new card that says already what the network says. The office owns what stands at its place."""
    said = {
        "site_id": "" if site.kind is SiteKind.OFFICE else device.site_id,
        "device_id": device.id,
        "name": device.kind or device.role,
        "brand": device.vendor[:120],
        "model": device.model,
        "serial": device.serial,
        "acquired_on": device.acquired_on or "",
        "warranty_until": device.warranty_until or "",
    }
    return f"{HOME}/new?{urlencode({name: value for name, value in said.items() if value != ''})}"


def _days(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 9999 else UNSEEN_DAYS
