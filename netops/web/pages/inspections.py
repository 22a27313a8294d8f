"""Annual inspections: the list, a new round, and one round with its inspectors, its list and its progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.inspection import InspectionRound
from inventory.models.site import Site
from inventory.queries.inspections import (
    CONDITION_WORDS,
    INSPECTIONS,
    OUTCOME_WORDS,
    SHOWN,
    SIGN_WORDS,
    STAGE_WORDS,
    WHEREABOUTS_WORDS,
    lines,
    progress,
)
from inventory.store.inspections import InspectorDraft, OrderDraft, RoundDraft, inspectors
from netops.audit import record
from netops.book.inspection_kinds import INSPECTION_KINDS
from netops.inspection.acting import Inspections
from netops.inspection.appointing import Candidate, answers_for, candidates
from netops.inspection.making import make
from netops.web.access import Visitor, allowed
from netops.web.forms.layout import site_choices
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.assets import today_of
from office.fiscal import FiscalYear
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field as FormField
from service.web.form import Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/inspections"
MayRead = Annotated[Visitor, Depends(allowed("inspections.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("inspections.write"))]
PER_PAGE: Final = 50
WORDS: Final[dict[str, Any]] = {
    "whereabouts_words": WHEREABOUTS_WORDS,
    "condition_words": CONDITION_WORDS,
    "outcome_words": OUTCOME_WORDS,
    "sign_words": SIGN_WORDS,
    "stages": STAGE_WORDS,
    "outcome_shapes": {"open": "unknown", "answered": "up", "conflict": "degraded"},
    "stage_shapes": {"prepared": "unknown", "open": "maintenance", "closed": "up"},
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The latest year first."""
    view = view_of(request, db, visitor, INSPECTIONS, path=HOME)
    today = today_of(request)
    return page(request, "inspections.html", view=view, kinds=kinds_of(INSPECTIONS), today=today, **WORDS)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, INSPECTIONS, kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """Whose, and of which year."""
    return _new(request, db, visitor, {})


def _new(
    request: Request, db: Session, visitor: Visitor, typed: Mapping[str, str], wrong: Mapping[str, str] | None = None
) -> Response:
    today = today_of(request)
    here = FiscalYear.of(today)
    # From August on people appoint for the year that ends; before that the one that has ended is meant.
    usual = here if today.month in {8, 9} else here.preceding
    sites = site_choices(db, visitor.sight)
    owners = sites if visitor.site_id is not None else [("", _("the office")), *sites]
    years = [(str(year.era), str(year.era)) for year in (here, here.preceding)]
    fields = (
        FormField("site_id", _("Whose assets"), "select", options=owners),
        FormField("year", _("Of what there was at the end of fiscal year"), "select", options=years),
    )
    form = Form(
        title=_("New annual inspection"),
        action=f"{HOME}/new",
        back=HOME,
        sections=(Section("", fields),),
        values=typed or {"year": str(usual.era)},
        problems=wrong or {},
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "form.html", status=status, form=form)


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Its dates are reckoned by the office's calendar."""
    try:
        with db.begin_nested():
            held = Inspections(hand_of(request, db, visitor)).start(RoundDraft.read(typed))
    except RefusedError as error:
        return _new(request, db, visitor, typed, problems(error))
    return redirect(request, f"{HOME}/{held.id}", _("Saved."))


class Look(BaseModel):
    """Which assets of a round are wanted: a key of SHOWN, part of a text, and the page."""

    show: Annotated[str, Field(max_length=20)] = "all"
    q: Annotated[str, Field(max_length=100)] = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


@router.get(f"{HOME}/{{row_id:int}}")
def one(
    request: Request,
    db: Db,
    visitor: MayRead,
    row_id: int,
    look: Annotated[Look, Query()],
) -> Response:
    """How far it is, who inspects, and its assets."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    found = lines(db, visitor.sight, held, now=utc_now(), show=look.show, q=look.q.replace("\x00", "").strip())
    return page(
        request,
        "inspection.html",
        held=held,
        site=db.get(Site, held.site_id) if held.site_id is not None else None,
        stage=stage_of(held),
        progress=progress(db, held),
        inspectors=inspectors(db, held),
        candidates=_candidates(db, visitor, held),
        papers=[(kind.key, kind.title) for kind in INSPECTION_KINDS] if visitor.may("inspections.write") else [],
        is_inspector=desk.is_inspector(held),
        today=today_of(request),
        lines=found[(look.page - 1) * PER_PAGE : look.page * PER_PAGE],
        found=len(found),
        look=look,
        shown=SHOWN,
        pages=max(1, -(-len(found) // PER_PAGE)),
        **WORDS,
    )


def stage_of(held: InspectionRound) -> str:
    """Key of STAGE_WORDS."""
    return "closed" if held.closed_at else "open" if held.listed_at else "prepared"


def _candidates(db: Session, visitor: Visitor, held: InspectionRound) -> list[Candidate]:
    return candidates(db, held, visitor.sight) if visitor.may("inspections.write") and held.closed_at is None else []


def _act(
    request: Request, db: Session, visitor: Visitor, row_id: int, act: Callable[[Inspections, InspectionRound], str]
) -> Response:
    """Do it and come back with what it says, or with the reason why not."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    try:
        with db.begin_nested():
            said = act(desk, held)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{row_id}", said)


@router.post(f"{HOME}/{{row_id:int}}/order")
def set_order(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Number and day of the order."""

    def act(desk: Inspections, held: InspectionRound) -> str:
        desk.set_order(held, OrderDraft.read(typed))
        return _("Saved.")

    return _act(request, db, visitor, row_id, act)


@router.post(f"{HOME}/{{row_id:int}}/list")
def take_list(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """As of 30 September, once."""

    def act(desk: Inspections, held: InspectionRound) -> str:
        return _("%(count)s assets are to be looked at.") % {"count": desk.freeze(held, today=today_of(request))}

    return _act(request, db, visitor, row_id, act)


@router.post(f"{HOME}/{{row_id:int}}/inspectors")
def appoint(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Somebody who does not keep the book; the refusal says why."""

    def act(desk: Inspections, held: InspectionRound) -> str:
        inspector = desk.appoint(held, InspectorDraft.read(typed))
        own = answers_for(db, held, inspector.name)
        if own:
            said = _("Appointed. This person answers for %(count)s of the assets: another inspector looks at those.")
            return said % {"count": own}
        return _("Appointed.")

    return _act(request, db, visitor, row_id, act)


@router.post(f"{HOME}/{{row_id:int}}/inspectors/{{inspector_id:int}}/release")
def release(request: Request, db: Db, visitor: MayWrite, row_id: int, inspector_id: int) -> Response:
    """What was recorded stays."""

    def act(desk: Inspections, held: InspectionRound) -> str:
        desk.release(held, inspector_id)
        return _("Released.")

    return _act(request, db, visitor, row_id, act)


@router.post(f"{HOME}/{{row_id:int}}/close")
def close(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """When every asset has its answer."""

    def act(desk: Inspections, held: InspectionRound) -> str:
        desk.close(held, today=today_of(request))
        return _("The inspection is closed, and the cards say what was found.")

    return _act(request, db, visitor, row_id, act)


@router.post(f"{HOME}/{{row_id:int}}/paper")
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """The request, the order, the report or the list, as the round stands now."""
    held = Inspections(hand_of(request, db, visitor)).get(row_id)
    key = typed.get("kind", "")
    try:
        made = make(db, visitor.sight, held, key, at=utc_now(), made_by=visitor.person_id)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    detail = {"kind": made.kind, "title": made.title, "number": made.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=made.id, detail=detail)
    return redirect(request, f"/papers/{made.id}", _("The paper is made."))
