"""How many pupils a school has, by academic year: the school says it itself, or the office."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from inventory.queries.school import find_site
from inventory.store.pupils import PupilDraft, counts_of, store_count
from netops.audit import record
from netops.web.access import Visitor, allowed
from office.academic import AcademicYear
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/schools/{code}/pupils", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("pupils.write"))]


@router.get("")
def listed(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("pupils.read"))], code: str
) -> Response:
    """Every year that somebody counted."""
    return _shown(request, db, visitor, _site(db, visitor, code), {}, {})


@router.post("")
def store(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """Put in the count of a year, or correct it."""
    site = _site(db, visitor, code)
    try:
        with db.begin_nested():
            changes = store_count(db, site, PupilDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, site, typed, problems(error))
    record(db, visitor.actor, "pupils.counted", subject="site", subject_id=site.id, detail=changes)
    return redirect(request, f"/schools/{code}/pupils", _("Saved."))


def _site(db: Session, visitor: Visitor, code: str) -> Site:
    site = find_site(db, visitor.sight, code)
    if site is None:
        raise MissingError("site")
    return site


def _shown(
    request: Request, db: Session, visitor: Visitor, site: Site, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    form = _form(site, typed, wrong) if visitor.may("pupils.write") else None
    return page(request, "pupils.html", status=status, site=site, counts=counts_of(db, site), form=form)


def _form(site: Site, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("year", _("Academic year"), required=True, maxlength=4),
        Field("pupils", _("Pupils"), hint=_("Of all classes together; no names"), required=True, maxlength=6),
        Field("computers", _("Computers for pupils"), hint=_("Those that work; empty: not counted"), maxlength=6),
    )
    return Form(
        title=_("Count of a year"),
        action=f"/schools/{site.code}/pupils",
        back=f"/schools/{site.code}",
        sections=(Section("", fields),),
        values=typed or {"year": str(AcademicYear.of(utc_now().date()).era)},
        problems=wrong,
    )
