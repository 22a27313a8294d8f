"""What a plan is made from: the tables of equity and quality by district, and the log of participation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import happened
from planning.kit.visitor import Visitor
from planning.province import words
from planning.province.equity import NEEDED
from planning.province.gathering import figures_of
from planning.province.models.plan import Plan
from planning.province.models.situation import Sector
from planning.province.pages.answering import attempt, edit, shown
from planning.province.pages.plans import HOME
from planning.province.store import rows
from planning.province.store import situation as store
from planning.province.store.situation import DistrictDraft, FigureDraft, QualityDraft, SectorDraft, VoiceDraft
from service.i18n import _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


@router.get(f"{HOME}/{{plan_id:int}}/situation")
def show(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """Both tables, each figure with its source and its day."""
    row = rows.find(db, visitor, Plan, plan_id)
    return page(
        request,
        "situation.html",
        plan=row,
        districts=store.districts(db, visitor),
        figures=store.figures(db, visitor, row),
        measures=NEEDED,
        quality=store.quality(db, visitor, row),
        words=words,
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{plan_id:int}}/situation/{{what}}/new")
def new(request: Request, db: Db, visitor: MayWrite, plan_id: int, what: str) -> Response:
    """The empty form of a district, a figure of equity or one of quality."""
    row = rows.find(db, visitor, Plan, plan_id)
    return shown(request, _form(db, visitor, row, what, _begun(request, what), {}))


def _begun(request: Request, what: str) -> dict[str, str]:
    typed = dict(request.query_params)
    return {**typed, "opened": rows.opened_now()} if what == "equity" else typed


@router.post(f"{HOME}/{{plan_id:int}}/situation/{{what}}/new")
def add(request: Request, db: Db, visitor: MayWrite, plan_id: int, what: str, typed: Posted) -> Response:
    """As typed, or nothing."""
    row = rows.find(db, visitor, Plan, plan_id, to_change=True)
    _made, wrong = edit(db, visitor, row, lambda: _add(db, visitor, row, what, typed))
    if wrong:
        return shown(request, _form(db, visitor, row, what, typed, wrong))
    return redirect(request, f"{HOME}/{plan_id}/situation", _("Saved."))


def _add(db: Session, visitor: Visitor, plan: Plan, what: str, typed: Typed) -> object:
    match what:
        case "district":
            return store.add_district(db, visitor, DistrictDraft.read(typed))
        case "equity":
            return store.put_figure(db, visitor, plan, FigureDraft.read(typed))
        case _:
            return store.add_quality(db, visitor, plan, QualityDraft.read(typed))


def _form(db: Session, visitor: Visitor, plan: Plan, what: str, typed: Typed, wrong: Mapping[str, str]) -> Form:
    names = [(one.name, one.name) for one in store.districts(db, visitor)]
    district = Field("district", _("District"), "select", options=names, find=True)
    known = (
        Field("source", _("Source of the figures"), required=True),
        Field("as_of", _("Figures of the day"), "date", required=True),
    )
    title: str
    fields: tuple[Field, ...]
    match what:
        case "district":
            title, fields = _("Add a district"), (Field("name", _("District"), required=True),)
        case "equity":
            measure = Field("measure", _("Figure"), "select", options=words.options(words.MEASURES))
            value = Field("value", _("Persons or villages"), "number", required=True)
            title, fields = _("Figure of equity"), (district, measure, value, *known, Field("opened", "", "hidden"))
        case _:
            title = _("Figure of quality")
            more = (
                Field("name", _("What is measured"), required=True, hint=_("e.g. the mean of a national test")),
                Field("academic_year", _("Academic year"), "number", required=True),
                Field("value", _("Value"), required=True),
                Field("unit", _("Unit"), required=True),
            )
            fields = (district, *more, *known)
    at = f"{HOME}/{plan.id}/situation"
    return Form(title, f"{at}/{what}/new", at, (Section(plan.title, fields),), typed, wrong)


@router.post(f"{HOME}/{{plan_id:int}}/situation/take")
def take(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """Figures of the registry and the school map into the table; those that nobody else knows stay."""
    row = rows.find(db, visitor, Plan, plan_id, to_change=True)
    found = figures_of(db, visitor.office_code)
    _count, _wrong = edit(db, visitor, row, lambda: store.take_figures(db, visitor, row, found))
    if not found:
        said = _("Nothing was there yet: the registry has no villages and counts of this office.")
        return redirect(request, f"{HOME}/{plan_id}/situation", said, kind="warning")
    return redirect(request, f"{HOME}/{plan_id}/situation", _("%(count)s figures were taken.") % {"count": len(found)})


@router.get(f"{HOME}/{{plan_id:int}}/voices")
def voices(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """Each sector with what it contributed; those of which nothing was heard stand out."""
    row = rows.find(db, visitor, Plan, plan_id)
    return page(
        request,
        "voices.html",
        plan=row,
        heard=store.heard(db, visitor, row),
        voices=store.voices(db, visitor, row),
        names={one.id: one.name for one in store.sectors(db, visitor)},
        words=words,
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{plan_id:int}}/voices/new")
def new_voice(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """Today stands there already."""
    row = rows.find(db, visitor, Plan, plan_id)
    return shown(request, _voice_form(db, visitor, row, {"heard_on": happened.today().isoformat()}, {}))


@router.post(f"{HOME}/{{plan_id:int}}/voices/new")
def add_voice(request: Request, db: Db, visitor: MayWrite, plan_id: int, typed: Posted) -> Response:
    """What a sector contributed."""
    row = rows.find(db, visitor, Plan, plan_id, to_change=True)
    _made, wrong = edit(db, visitor, row, lambda: store.add_voice(db, visitor, row, VoiceDraft.read(typed)))
    if wrong:
        return shown(request, _voice_form(db, visitor, row, typed, wrong))
    return redirect(request, f"{HOME}/{plan_id}/voices", _("Saved."))


@router.post("/sectors/usual")
def usual_sectors(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """The usual sectors into an office that has none."""
    store.begin_sectors(db, visitor)
    return redirect(request, "/sectors", _("Saved."))


@router.get("/sectors")
def sectors(request: Request, db: Db, visitor: MayRead) -> Response:
    """Which sectors there are, and of which something has to be heard."""
    found = store.sectors(db, visitor)
    return page(request, "sectors.html", sectors=found, may_write=visitor.may("province.write"))


@router.get("/sectors/new")
def new_sector(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return shown(request, _sector_form(None, {"is_required": "yes"}, {}))


@router.post("/sectors/new")
def add_sector(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """One more."""
    _made, wrong = attempt(db, lambda: rows.add(db, visitor, Sector, SectorDraft.read(typed).values(), twice="name"))
    return shown(request, _sector_form(None, typed, wrong)) if wrong else redirect(request, "/sectors", _("Saved."))


@router.get("/sectors/{sector_id:int}")
def edit_sector(request: Request, db: Db, visitor: MayWrite, sector_id: int) -> Response:
    """With what is stored."""
    row = rows.find(db, visitor, Sector, sector_id)
    typed = {"name": row.name, "is_required": "yes" if row.is_required else "", "seen": str(row.changes)}
    return shown(request, _sector_form(row, typed, {}))


@router.post("/sectors/{sector_id:int}")
def change_sector(request: Request, db: Db, visitor: MayWrite, sector_id: int, typed: Posted) -> Response:
    """As typed."""
    row = rows.find(db, visitor, Sector, sector_id, to_change=True)
    _done, wrong = attempt(db, lambda: rows.change(db, visitor, row, SectorDraft.read(typed), twice="name"))
    return shown(request, _sector_form(row, typed, wrong)) if wrong else redirect(request, "/sectors", _("Saved."))


def _sector_form(row: Sector | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("name", _("Sector"), required=True),
        Field("is_required", _("A plan needs something heard of it"), "checkbox"),
        Field("seen", "", "hidden"),
    )
    action = f"/sectors/{row.id}" if row else "/sectors/new"
    return Form(row.name if row else _("Add a sector"), action, "/sectors", (Section("", fields),), typed, wrong)


def _voice_form(db: Session, visitor: Visitor, plan: Plan, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field(
            "sector_id", _("Sector"), "select", options=[(str(one.id), one.name) for one in store.sectors(db, visitor)]
        ),
        Field("channel", _("Channel"), "select", options=words.options(words.CHANNELS)),
        Field("heard_on", _("Heard on"), "date", required=True),
        Field("persons", _("Persons"), "number", required=True, hint=_("A count, never names")),
        Field("said", _("What was said"), "textarea", required=True, maxlength=4000, lines=5),
    )
    at = f"{HOME}/{plan.id}/voices"
    return Form(_("Write down what was heard"), f"{at}/new", at, (Section(plan.title, fields),), typed, wrong)
