"""The link by which a school reports its power, and what schools said of their power."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session, col, select

from inventory.models.outage import PowerReport
from inventory.models.power import PowerLink
from inventory.models.site import Site
from inventory.store import power
from netops.editors import Sites
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Pages, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.hand import hand_of
from netops.web.pages.power import end_link, make_link
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/sites/{site_id}", tags=["power"])
# To read a link is to hold the right to report by it.
MayWrite = Annotated[Visitor, Depends(allowed("sites.write"))]


class PowerReportOut(Shape):
    """What a school said of its power, and when."""

    id: int
    at: datetime
    is_off: bool


class PowerLinkOut(Shape):
    """A link of a school; `url` only while it is in force."""

    id: int
    made_at: datetime
    revoked_at: datetime | None
    url: str | None = None


@router.get("/power-reports", summary="What a school said of its power")
def list_reports(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.read"))], site_id: int, pages: Pages
) -> Listed[PowerReportOut]:
    """The newest first."""
    where = [col(PowerReport.site_id) == _site(request, db, visitor, site_id).id]
    order = [col(PowerReport.at).desc(), col(PowerReport.id).desc()]
    return select_page(db, PowerReport, PowerReportOut, where=where, order=order, pages=pages)


@router.get("/power-links", summary="Links by which a school reports its power")
def list_links(request: Request, db: Db, visitor: MayWrite, site_id: int) -> list[PowerLinkOut]:
    """The newest first, those revoked included."""
    site = _site(request, db, visitor, site_id)
    query = select(PowerLink).where(PowerLink.site_id == site.id).order_by(col(PowerLink.id).desc())
    return [_out(request, site, link) for link in db.exec(query)]


@router.post("/power-links", summary="Make a new link", status_code=HTTPStatus.CREATED)
def create_link(request: Request, db: Db, visitor: MayWrite, site_id: int) -> PowerLinkOut:
    """The one before works no more. Schools only: 404 for the office's own places."""
    site = _site(request, db, visitor, site_id)
    return _out(request, site, make_link(db, visitor, site))


@router.delete("/power-links/{link_id}", summary="Revoke a link", status_code=HTTPStatus.NO_CONTENT)
def delete_link(request: Request, db: Db, visitor: MayWrite, site_id: int, link_id: int) -> None:
    """No report by it any more; one that was revoked already stays so."""
    site = _site(request, db, visitor, site_id)
    link = db.get(PowerLink, link_id)
    if link is None or link.site_id != site.id:
        raise MissingError("power link")
    if link.revoked_at is None:
        end_link(db, visitor, site)


def _site(request: Request, db: Session, visitor: Visitor, site_id: int) -> Site:
    return Sites(hand_of(request, db, visitor)).get(site_id)


def _out(request: Request, site: Site, link: PowerLink) -> PowerLinkOut:
    shown = PowerLinkOut.model_validate(link)
    if link.revoked_at is None:
        shown.url = f"{request.app.state.settings.base_url}{power.path_of(site, link)}"
    return shown
