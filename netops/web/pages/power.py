"""/s/<school>/power/<token>: a school says that its power is off, by one press and without an account; its QR code.

The token is the right to report: it is signed, belongs to one school and can be revoked. Nothing is changed by looking,
and a form that another site's page sends is refused (netops.web.access.Open).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final, Literal

import segno
from fastapi import APIRouter, Depends, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.events import SchoolSaidPower
from inventory.models.power import PowerLink
from inventory.models.site import Office, Site, SiteKind
from inventory.queries.school import find_site
from inventory.store import power
from inventory.store.polling import add_events
from netops import audit
from netops.web.access import Visitor, allowed
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError
from service.web.access import Open
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayChange = Annotated[Visitor, Depends(allowed("sites.write"))]
AnyBody = Annotated[Visitor | None, Depends(Open())]
PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@router.get("/s/{code}/power/{token}")
def ask(request: Request, db: Db, _visitor: AnyBody, code: str, token: str) -> Response:
    """The page with the two buttons, and what was said last."""
    return _page(request, db, _school(db, code, token))


@router.post("/s/{code}/power/{token}")
def report(
    request: Request,
    db: Db,
    _visitor: AnyBody,
    code: str,
    token: str,
    power_is: Annotated[Literal["off", "on"], Form()],
) -> Response:
    """Keep what is said; the answer tells whether it was."""
    site = _school(db, code, token)
    address = request.client.host if request.client is not None else ""
    sender = request.app.state.vault.mark(f"power {address}")
    is_off, now = power_is == "off", utc_now()
    taken = power.take_report(db, site, is_off=is_off, sender=sender, at=now)
    if taken is power.Taken.NEW:
        add_events(db, [SchoolSaidPower(site_id=site.id, is_off=is_off)], now)
    status = HTTPStatus.TOO_MANY_REQUESTS if taken is power.Taken.TOO_MANY else HTTPStatus.OK
    return _page(request, db, site, taken=taken, status=status)


@router.get("/schools/{code}/power-label")
def label(request: Request, db: Db, visitor: MayChange, code: str) -> Response:
    """The QR code to print and hang beside the rack."""
    site = _own(db, visitor, code)
    link = power.power_link(db, site.id or 0)
    address = f"{request.app.state.settings.base_url}{power.path_of(site, link)}" if link is not None else ""
    drawing = segno.make(address, error="m").svg_data_uri(scale=6) if address else ""
    response = page(request, "power_label.html", site=site, link=link, address=address, drawing=drawing)
    response.headers.update(PRIVATE)
    return response


@router.post("/schools/{code}/power-link")
def renew(request: Request, db: Db, visitor: MayChange, code: str) -> Response:
    """A new link; what was printed before works no more."""
    site = _own(db, visitor, code)
    make_link(db, visitor, site)
    return redirect(request, f"/schools/{site.code}/power-label", _("The code is ready to print."))


@router.post("/schools/{code}/power-link/revoke")
def revoke(request: Request, db: Db, visitor: MayChange, code: str) -> Response:
    """No report by this link any more."""
    site = _own(db, visitor, code)
    end_link(db, visitor, site)
    return redirect(request, f"/schools/{site.code}/power-label", _("The code works no more."))


def make_link(db: Session, visitor: Visitor, site: Site) -> PowerLink:
    """A new link, written down. MissingError where there is no school to report."""
    if site.kind is not SiteKind.SCHOOL:
        raise MissingError("school")
    link = power.renew_link(db, site.id or 0, at=utc_now())
    audit.record(db, visitor.actor, "power_link.made", subject="site", subject_id=site.id)
    return link


def end_link(db: Session, visitor: Visitor, site: Site) -> None:
    """Revoke what is in force, written down."""
    if power.revoke_link(db, site.id or 0, at=utc_now()):
        audit.record(db, visitor.actor, "power_link.revoked", subject="site", subject_id=site.id)


def _school(db: Session, code: str, token: str) -> Site:
    site = power.find_school(db, code, token)
    if site is None:
        raise MissingError
    return site


def _own(db: Session, visitor: Visitor, code: str) -> Site:
    site = find_site(db, visitor.sight, code)
    if site is None:
        raise MissingError
    return site


def _page(
    request: Request,
    db: Session,
    site: Site,
    *,
    taken: power.Taken | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    last = next(iter(power.reports_of(db, site.id or 0, limit=1)), None)
    office = db.get_one(Office, site.office_id)
    response = page(request, "power.html", site=site, office=office, last=last, taken=taken and taken.value)
    response.status_code = status
    response.headers.update(PRIVATE)
    return response
