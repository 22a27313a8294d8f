"""What is seen on the network and is not in the inventory: taken in, merged with a device, or ignored by a person."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from netaddr import EUI, AddrFormatError, NotRegisteredError
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.topology import Stranger
from inventory.queries.strangers import DECISION_WORDS, STRANGERS
from inventory.store.strangers import Settling, find_stranger, settle
from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/strangers", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("strangers.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("strangers.write"))]
HOME: Final = "/strangers"


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Those that wait for a decision first."""
    view = view_of(request, db, visitor, STRANGERS, path=HOME)
    return page(request, "strangers.html", view=view, kinds=kinds_of(STRANGERS), words=DECISION_WORDS, maker=maker_of)


@router.get("/export.{kind}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, STRANGERS, kind)


@router.get("/{stranger_id}")
def one(request: Request, db: Db, visitor: MayRead, stranger_id: int) -> Response:
    """One of them with what can be done."""
    stranger = find_stranger(db, stranger_id, office_id=visitor.office_id)
    devices = db.exec(
        select(Device)
        .where(Device.site_id == stranger.site_id, col(Device.archived_at).is_(None))
        .order_by(Device.name)
    ).all()
    return page(
        request,
        "stranger.html",
        stranger=stranger,
        site=db.get_one(Site, stranger.site_id),
        devices=devices,
        seen_by=db.get(Device, stranger.device_id),
        made=db.get(Device, stranger.made_id) if stranger.made_id else None,
        words=DECISION_WORDS,
        maker=maker_of(stranger.mac),
    )


@router.post("/{stranger_id}")
def decided(request: Request, db: Db, visitor: MayWrite, stranger_id: int, typed: Posted) -> Response:
    """Accept, merge, ignore, or open it again."""
    stranger = find_stranger(db, stranger_id, office_id=visitor.office_id)
    try:
        made = settled(db, visitor, stranger, Settling.read(typed))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{stranger_id}", error.problems[0].text(_), kind="danger")
    return redirect(request, f"/inventory/devices/{made.id}" if made else HOME, _("Saved."))


def settled(db: Session, visitor: Visitor, stranger: Stranger, wish: Settling) -> Device | None:
    """Do what the visitor decided, with its audit entry; the device that was made, if one was."""
    made = settle(db, stranger, wish, office_id=visitor.office_id, person_id=visitor.person_id, at=utc_now())
    record(
        db,
        visitor.actor,
        f"stranger.{stranger.decision.value}",
        subject="stranger",
        subject_id=stranger.id,
        detail={"name": stranger.name, "mac": stranger.mac, "device_id": stranger.made_id},
    )
    return made


def maker_of(mac: str) -> str:
    """Who registered the first half of a MAC address with the IEEE; empty for a made-up or unknown one."""
    try:
        found = EUI(mac)
        return "" if found.words[0] & 2 else str(found.oui.registration().org)
    except (AddrFormatError, NotRegisteredError, ValueError):
        return ""
