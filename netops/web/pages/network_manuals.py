"""Manuals: what people write in them, versions printed one by one, and all schools at once as long work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from inventory.models.site import Site
from netops.models.paper import Paper
from netops.networking import acts
from netops.networking.course import hand_in
from netops.networking.gathering import manual
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of
from netops.web.hand import hand_of
from netops.web.network_file import HOME, Asking, acted, as_of, file_of, school_of
from netops.web.network_words import SECTION_WORDS, WORDS
from netops.web.pages.jobs import find_readable
from netops.web.pages.papers import remade
from netops.web.zipping import zip_stream
from netops.work.jobs import Jobs, Order
from netops.work.manuals_job import KIND, manuals_work
from network.queries.state import schools
from network.store.manuals import LONGEST, texts_of, versions_of
from office.thai_date import long_date
from service.database import reading
from service.i18n import _, spoken
from service.refusal import MissingError
from service.web.form import Field, Posted, Section
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("network.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("network.write"))]


@router.get("/schools/{code}/manual")
def show(request: Request, db: Db, visitor: MayRead, code: str) -> Response:
    """As it would be printed now, and the versions that were."""
    site = school_of(db, visitor, code)
    return page(
        request,
        "network_manual.html",
        site=site,
        home=file_of(site),
        manual=manual(db, site, as_of(request)),
        texts=texts_of(db, [site.id or 0])[site.id or 0],
        versions=versions_of(db, site.id or 0),
        writes=visitor.may("network.write"),
        **WORDS,
    )


@router.get("/schools/{code}/manual/texts")
def texts(request: Request, db: Db, visitor: MayWrite, code: str) -> Response:
    """What people write."""
    site = school_of(db, visitor, code)
    known = texts_of(db, [site.id or 0])[site.id or 0]
    return _form(site).shown(request, {section: row.text for section, row in known.items()})


@router.post("/schools/{code}/manual/texts")
def write(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """Each section that changed has a new number."""
    site, at = school_of(db, visitor, code), as_of(request)
    hand = hand_of(request, db, visitor)
    where = f"{file_of(site)}/manual"
    return _form(site).saved(request, db, typed, lambda: acts.write_texts(hand, site, typed, at), where, _("Saved."))


def _form(site: Site) -> Asking:
    fields = tuple(
        Field(section, _(words), "textarea", maxlength=LONGEST, lines=6) for section, words in SECTION_WORDS.items()
    )
    where = f"{file_of(site)}/manual"
    return Asking(_("Texts of the manual"), f"{where}/texts", where, (Section(site.name, fields),))


@router.post("/schools/{code}/manual/print")
def print_one(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """A version that stays as it is; evidence of its step where the case runs."""
    site, at = school_of(db, visitor, code), as_of(request)
    hand, doer = hand_of(request, db, visitor), doer_of(db, visitor)

    def act() -> None:
        row = acts.keep_manual(hand, site, at, note=_note(typed))
        hand_in(doer, site.id or 0, "manual", db.get_one(Paper, row.paper_id))

    return acted(request, db, act, f"{file_of(site)}/manual#versions", _("The version is kept."))


def _note(typed: Mapping[str, str]) -> str:
    return "".join(char for char in typed.get("note", "").strip() if char.isprintable())[:500]


@router.post("/manuals")
def print_all(request: Request, db: Db, visitor: MayWrite) -> Response:
    """A version for every school, as work that can be left."""
    ids = [site.id or 0 for site in schools(db, visitor.sight)]
    title = long_date(as_of(request).day, spoken())
    order = Order(visitor.office_id, KIND, title, visitor.person_id, {"schools": len(ids)})
    work = manuals_work(request.app.state.engine, ids, actor=visitor.actor, zone=request.app.state.render.zone)
    jobs: Jobs = request.app.state.jobs
    return redirect(request, f"/jobs/{jobs.start(order, work)}")


@router.get("/manuals/{job_id:int}/files.zip")
def all_printed(request: Request, db: Db, visitor: MayRead, job_id: int) -> Response:
    """What one run printed, as PDF and Word file; it leaves while later ones are still being made."""
    made: Any = find_readable(db, visitor, job_id, KIND).result.get("made")
    if not made:
        raise MissingError("manuals")
    headers = {"Content-Disposition": f'attachment; filename="manuals-{job_id}.zip"'}
    files = _files(request.app.state.engine, made)
    return StreamingResponse(zip_stream(files), media_type="application/zip", headers=headers)


def _files(engine: Engine, made: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    for one in made:
        with reading(engine) as session:
            files = remade(session, session.get_one(Paper, one["paper_id"])).files
        name = f"manual-{one['code']}-{one['number']}"
        yield f"{name}.pdf", files.pdf
        yield f"{name}.docx", files.docx
