"""The profile of a school: pupils by grade and their trend, staff, network, access, and what could become of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import copies
from planning.kit.visitor import Visitor
from planning.school_network import words
from planning.school_network.store import cases, runs
from planning.school_network.store.sources import NETWORK, STAFF, sources
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
PROFILES: Final = "/profiles"
MayRead = Annotated[Visitor, Depends(Allowed("mapping.read"))]


@router.get(f"{PROFILES}/{{code}}")
def show(request: Request, db: Db, visitor: MayRead, code: str) -> Response:
    """One school as all services know it."""
    known = sources(db, visitor.office_code)
    school = known.school(code)
    if school is None:
        raise MissingError("school")
    trend: dict[int, int] = defaultdict(int)
    for one in known.counts:
        if one.smis_code == code and one.is_current and one.is_frozen:
            trend[one.academic_year] += one.male + one.female
    run = runs.newest_done(db, visitor.office_code)
    made = runs.result_of(run) if run is not None else None
    row = None if made is None else next((one for one in made["schools"] if one["id"] == code), None)
    staff = [one for one in copies.rows(db, visitor.office_code, STAFF).rows if one.smis_code == code]
    network = next((one for one in copies.rows(db, visitor.office_code, NETWORK).rows if one.school_code == code), None)
    return page(
        request,
        "profile.html",
        school=school,
        trend=sorted(trend.items()),
        run=run,
        row=row,
        names={one["id"]: one["name"] for one in made["schools"]} if made else {},
        options=[one for one in made["options"] if one["start"] == code] if made else [],
        staff=staff,
        network=network,
        cases=[one for one in cases.cases(db, visitor.office_code) if one.school_code == code],
        words=words,
        may_write=visitor.may("mapping.write"),
    )
