"""Datasets: what this service gives others, and the copies of others' data that it keeps."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from contract.data.shape import DATA, Dataset
from planning.kit import audit, copies
from planning.kit.visitor import Visitor
from planning.kit.web.paths import inside
from planning.kit.web.session import DATA_READ
from service.i18n import N_, _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.nav import SIBLINGS, Group, Item
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter()
HOME: Final = "/copies"
GROUP: Final = Group(N_("Data of other services"), "copy", (Item(N_("Data of other services"), HOME, "copies.read"),))
UNREACHED: Final = N_("cannot be reached")
FAULT: Final = N_("it answered with a fault of its own")
OTHER_SHAPE: Final = N_("what it gave is not as this release knows it")
SLOW: Final = N_("it answers too slowly")
REFUSED: Final = N_("it does not let this service read")
PROBLEMS: Final = {
    "ClockApartError": N_("its clock is not ours: compare the time of both machines"),
    "ReadTimeout": SLOW,
    "ConnectTimeout": SLOW,
    "ValidationError": OTHER_SHAPE,
    "ValueError": OTHER_SHAPE,
    "HTTP 401": REFUSED,
    "HTTP 403": REFUSED,
    "HTTP 404": N_("it has no such data yet"),
}
"""By what was written down with a copy."""


@router.get(f"{DATA}/{{dataset}}", tags=["data"], summary="A dataset of an office, whole", response_model=Dataset)
def give(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(Allowed(DATA_READ))],
    dataset: str,
    office: Annotated[str, Query(min_length=1, max_length=32)],
) -> Response:
    """With its revision as ETag; 304 for who has it. A service may ask for every office, a person for the own one."""
    giver = request.app.state.part.datasets.get(dataset)
    if giver is None or (visitor.scopes is None and office != visitor.office_code):
        raise MissingError(dataset)
    body, etag = giver(db, office).answer(dataset, office)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.get(HOME, include_in_schema=False)
def listed(request: Request, db: Db, visitor: Annotated[Visitor, Depends(Allowed("copies.read"))]) -> Response:
    """Which data of others this service works with, and of when they are."""
    views = sorted(
        copies.listed(db, request.app.state.part, visitor.office_code),
        key=lambda one: (not one.problem, one.taken_at is not None),
    )
    return page(
        request,
        "copies.html",
        views=views,
        old=sum(one.is_stale for one in views),
        why=why,
        siblings_known=SIBLINGS,
        may_write=visitor.may("copies.write"),
    )


def why(problem: str) -> str:
    """What people are told of a problem that was written down: a catalogue sentence."""
    return PROBLEMS.get(problem, FAULT if problem.startswith("HTTP 5") else UNREACHED)


@router.post(f"{HOME}/read", include_in_schema=False)
def read_now(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(Allowed("copies.write"))],
    back: Annotated[str, Form(max_length=2000)] = HOME,
) -> Response:
    """Takes all copies of the office now; back to the page from which it was asked."""
    app = request.app.state
    copier = copies.Copier(app.engine, app.key, app.peers.urls)
    failed = copier.take_office(app.part, visitor.office_code)
    audit.record(db, visitor, "copies.read", detail={"failed": failed})
    if failed:
        names = ", ".join(_(SIBLINGS[one][0]) for one in failed)
        return redirect(request, inside(back), _("Not reached: %(names)s") % {"names": names}, kind="warning")
    return redirect(request, inside(back), _("All data of other services were read anew."))
