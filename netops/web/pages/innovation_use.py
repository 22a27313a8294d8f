"""How an innovation is used and kept going: roll-out with measured adoption, upkeep, help, training, assets."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from innovation.adoption import WITHIN_DAYS
from innovation.models.innovation import Innovation, Stage
from innovation.models.rollout import Measured, Rollout, Upkeep
from innovation.queries.innovations import REACH_WORDS, find_seen
from innovation.queries.keeping import keeping_of
from innovation.queries.use import adoption_of, schools_of
from innovation.queries.words import FITTING_WORDS, WAY_WORDS
from innovation.store.parts import find_part
from innovation.store.rollouts import ROLLOUTS, UPKEEP
from innovation.store.upkeep import calendar_of
from innovation.store.use_counts import COLUMNS, ReadCounts, read_counts
from inventory.models.device import Device
from inventory.models.link import Link
from netops.innovating.articles import articles_of
from netops.innovating.editors import Innovations
from netops.innovating.keeping import import_counts, link_measured, unlink_measured, upkeep_done
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from netops.web.pages.innovations import HOME, WORDS
from service.i18n import _
from service.importing.decode import MAX_BYTES, UnreadableError, decode
from service.importing.row_problem import RowProblem
from service.refusal import RefusedError
from service.web.exports import Sheet, as_file
from service.web.form import Posted, choices, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{row_id:int}}", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("innovations.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("innovations.write"))]
REACH_SHAPES: Final = {"planned": "unknown", "installed": "degraded", "trained": "maintenance", "in_use": "up"}
MOST_SHOWN: Final = 200


@router.get("/use")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """Everything of its use on one page; a school sees its own lines."""
    innovation = find_seen(db, visitor.sight, row_id)
    today = today_of(request)
    found = adoption_of(db, [row_id], until=today, zone=request.app.state.render.zone)[row_id]
    uses = {one.site_id: one for one in found.schools}
    writes = visitor.may("innovations.write") and innovation.stage is not Stage.RETIRED
    schools = [
        (rollout, site, uses.get(rollout.site_id)) for rollout, site in schools_of(db, visitor.sight, innovation)
    ]
    return page(
        request,
        "innovation_use.html",
        row=innovation,
        home=f"{HOME}/{row_id}",
        writes=writes,
        adoption=found if visitor.sight.site_id is None else None,
        schools=schools,
        within=WITHIN_DAYS,
        keeping=keeping_of(db, visitor.sight, innovation),
        upkeep=calendar_of(db, innovation) if visitor.sight.site_id is None else [],
        articles=articles_of(db, visitor.office_id, innovation) if visitor.may("articles.read") else [],
        today=today,
        reaches=REACH_WORDS,
        reach_shapes=REACH_SHAPES,
        ways=WAY_WORDS,
        fittings=FITTING_WORDS,
        mine=next((rollout for rollout, _site, _use in schools), None) if visitor.may("rollouts.answer") else None,
        **WORDS,
    )


def _rollout(request: Request, db: Session, visitor: Visitor, row_id: int, part_id: int) -> tuple[Innovation, Rollout]:
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    return innovation, find_part(db, ROLLOUTS, innovation, part_id)


@router.get("/rollouts/{part_id:int}/measured")
def measured(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int) -> Response:
    """What shows that a school uses it, and what could."""
    return _measured(request, db, *_rollout(request, db, visitor, row_id, part_id))


def _measured(request: Request, db: Session, innovation: Innovation, rollout: Rollout, wrong: str = "") -> Response:
    rows = db.exec(select(Measured).where(Measured.rollout_id == rollout.id).order_by(col(Measured.id))).all()
    own = select(Device.id, Device.name).where(Device.site_id == rollout.site_id, col(Device.archived_at).is_(None))
    devices = dict(db.exec(own.order_by(col(Device.name))).all())
    lines = select(Link.id, Link.name).where(Link.site_id == rollout.site_id, col(Link.archived_at).is_(None))
    links = dict(db.exec(lines.order_by(col(Link.name))).all())
    linked = {row.device_id for row in rows} | {None}
    lined = {row.link_id for row in rows} | {None}
    return page(
        request,
        "innovation_measured.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=innovation,
        rollout=rollout,
        home=f"{HOME}/{innovation.id}",
        rows=[(one, devices.get(one.device_id) or links.get(one.link_id) or "–") for one in rows],
        devices=choices(((key, name) for key, name in devices.items() if key not in linked), none=_("none")),
        links=choices(((key, name) for key, name in links.items() if key not in lined), none=_("none")),
        wrong=wrong,
    )


@router.post("/rollouts/{part_id:int}/measured")
def link(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int, typed: Posted) -> Response:
    """One thing more: a device or a link of the school."""
    innovation, rollout = _rollout(request, db, visitor, row_id, part_id)
    try:
        with db.begin_nested():
            link_measured(hand_of(request, db, visitor), innovation, rollout, typed)
    except RefusedError as error:
        return _measured(request, db, innovation, rollout, " ".join(problems(error).values()))
    return redirect(request, f"{HOME}/{row_id}/rollouts/{part_id}/measured", _("Saved."))


@router.post("/rollouts/{part_id:int}/measured/{measured_id:int}/remove")
def unlink(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int, measured_id: int) -> Response:
    """It shows nothing of this innovation."""
    innovation, rollout = _rollout(request, db, visitor, row_id, part_id)
    unlink_measured(hand_of(request, db, visitor), innovation, rollout, measured_id)
    return redirect(request, f"{HOME}/{row_id}/rollouts/{part_id}/measured", _("Done."))


@router.get("/use/import")
def choose(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """Which file."""
    return _import_page(request, find_seen(db, visitor.sight, row_id))


def _import_page(
    request: Request, innovation: Innovation, rows: list[RowProblem] | None = None, told: str = ""
) -> Response:
    return page(
        request,
        "innovation_import.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if rows or told else HTTPStatus.OK,
        row=innovation,
        home=f"{HOME}/{innovation.id}",
        columns=COLUMNS,
        problems=[(one, one.column, one.problem.text(_)) for one in (rows or [])[:MOST_SHOWN]],
        told=told,
    )


@router.get("/use/template.{form}")
def template(db: Db, visitor: MayWrite, row_id: int, form: str) -> Response:
    """An empty file with the headings."""
    find_seen(db, visitor.sight, row_id)
    return as_file(Sheet("use", list(COLUMNS), []), form)


@router.post("/use/import")
def take(request: Request, db: Db, visitor: MayWrite, row_id: int, file: Annotated[UploadFile, File()]) -> Response:
    """All rows, or none with every problem of every row."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    data = file.file.read(MAX_BYTES + 1)
    if not data:
        return _import_page(request, innovation, told=_("The file is empty."))
    try:
        sheet = decode(data)
    except UnreadableError as error:
        return _import_page(request, innovation, told=error.problem.text(_))
    read: ReadCounts = read_counts(db, sheet, office_id=visitor.office_id, today=today_of(request))
    if read.problems:
        return _import_page(request, innovation, list(read.problems))
    changed = import_counts(hand_of(request, db, visitor), innovation, read, source=file.filename or "")
    said = _("%(rows)s rows were read, %(changed)s of them new or changed.")
    return redirect(request, f"{HOME}/{row_id}/use", said % {"rows": len(read.counts), "changed": changed})


@router.post("/upkeep/{part_id:int}/done")
def done(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int, typed: Posted) -> Response:
    """It was done today; it is due again when its months have passed."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    upkeep: Upkeep = find_part(db, UPKEEP, innovation, part_id)
    home = f"{HOME}/{row_id}/use#upkeep"
    try:
        with db.begin_nested():
            upkeep_done(
                hand_of(request, db, visitor), innovation, upkeep, on=today_of(request), note=typed.get("note", "")
            )
    except RefusedError as error:
        return redirect(request, home, " ".join(problems(error).values()), kind="danger")
    return redirect(request, home, _("Saved."))
