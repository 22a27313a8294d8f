"""Accounts of schools, made in bulk and handed over as one-time slips to print and cut."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site, SiteKind
from netops.audit import record
from netops.models.person import Person, Role
from netops.people import accounts
from netops.web.access import Visitor, allowed
from netops.web.slips import slip_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.thai_order import in_thai
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/school-accounts", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("school_accounts.write"))]


@router.get("")
def choose(request: Request, db: Db, visitor: MayWrite) -> Response:
    """Every school with how far its account is."""
    people = select(Person).where(
        Person.office_id == visitor.office_id, Person.role == Role.SCHOOL, col(Person.disabled_at).is_(None)
    )
    by_site = {person.site_id: person for person in db.exec(people)}
    schools = db.exec(
        select(Site)
        .where(visitor.sight.sites(), Site.kind == SiteKind.SCHOOL, col(Site.archived_at).is_(None))
        .order_by(Site.district, in_thai(Site.name))
    ).all()
    rows = [(site, by_site.get(site.id)) for site in schools]
    return page(request, "school_accounts.html", rows=rows)


@router.post("")
def make(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Accounts where there are none, and a new slip for each chosen school; the slips are shown this once."""
    ids = [int(name[5:]) for name in typed if name.startswith("site-") and name[5:].isdigit() and len(name) < 15]
    now, base_url = utc_now(), request.app.state.settings.base_url
    try:
        with db.begin_nested():
            people = accounts.school_accounts(db, ids, office_id=visitor.office_id)
            slips = [slip_of(one, accounts.issue_slip(db, one, now=now), base_url=base_url) for one in people]
    except RefusedError as error:
        return redirect(request, "/school-accounts", " ".join(problems(error).values()), kind="danger")
    if not slips:
        return redirect(request, "/school-accounts", _("Choose at least one school."), kind="warning")
    record(db, visitor.actor, "school_accounts.slips_made", detail={"count": len(slips)})
    return page(request, "slips.html", slips=slips, days=accounts.SLIP_DAYS)
