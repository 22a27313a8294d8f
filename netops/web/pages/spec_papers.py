"""Papers of a specification, its lines as a file, blank forms, and what the office's papers bear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.paper import Paper
from netops.spec_editors import Specs
from netops.specs.data import Forms, FormTitle, SpecPaper
from netops.specs.kinds import SPEC_KINDS
from netops.specs.making import Wish, load_forms, make_spec_paper, store_forms
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from procurement.models.spec import Spec
from procurement.sheet import Sheet
from procurement.store.sheets import sheet_of
from procurement.store.specs import find_seen
from service.columns import utc_now
from service.i18n import N_, _
from service.papers.kind import PaperKind
from service.refusal import MissingError, RefusedError, from_validation, refuse
from service.web.exports import Sheet as FileSheet
from service.web.exports import as_file
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/specs", include_in_schema=False)
HOME: Final = "/specs"
MayRead = Annotated[Visitor, Depends(allowed("specs.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("specs.write"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]
SATANG: Final = 100
TITLES: Final = ("no", "item", "listing", "code", "edition", "quantity", "unit", "unit_price_baht", "total_baht")


@router.post("/{spec_id:int}/papers")
def make(request: Request, db: Db, visitor: MayWrite, spec_id: int, typed: Posted) -> Response:
    """One paper of the specification as it stands."""
    spec = Specs(hand_of(request, db, visitor)).get(spec_id)
    try:
        with db.begin_nested():
            paper = made_paper(db, visitor, spec, typed)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{spec_id}#papers", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"/papers/{paper.id}", _("The paper is made."))


def made_paper(db: Session, visitor: Visitor, spec: Spec, typed: Mapping[str, str]) -> Paper:
    """The paper that a form or program asks for, written down. RefusedError; MissingError for another kind."""
    wish = Wish(
        at=utc_now(),
        by=visitor.person_id,
        number=typed.get("number", ""),
        dated=_day(typed.get("dated", "")),
        thai_numerals=typed.get("thai_numerals", "yes") != "no",
    )
    paper = make_spec_paper(db, spec, spec_kind(typed.get("kind", "")), wish)
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number, "spec": spec.id}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return paper


def spec_kind(key: str) -> PaperKind[SpecPaper]:
    """One of the papers of specifications; MissingError for any other."""
    for kind in SPEC_KINDS:
        if kind.key == key:
            return kind
    raise MissingError("kind")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise refuse("dated", N_("A date such as 2026-10-01 is needed")) from None


@router.get("/{spec_id:int}/lines/export.{kind}")
def export_lines(db: Db, visitor: MayExport, spec_id: int, kind: str) -> Response:
    """The lines with a column for each school."""
    return as_file(lines_as_rows(sheet_of(db, find_seen(db, visitor.sight, spec_id))), kind)


def lines_as_rows(sheet: Sheet) -> FileSheet:
    """Figures in baht; the sum of the last column is the total of every paper."""
    schools = sheet.schools
    rows: list[list[object]] = []
    for at, line in enumerate(sheet.lines, start=1):
        criterion = line.criterion
        here = {one.site_code: one.quantity for one in line.deliveries}
        rows.append(
            [
                at,
                line.name,
                criterion.listing.value if criterion else "",
                criterion.item_no if criterion else "",
                criterion.edition_name if criterion else "",
                line.quantity,
                line.unit_word,
                line.unit_price_satang / SATANG,
                line.total_satang / SATANG,
                "\n".join(line.demands),
                *(here.get(code, 0) for code, _name in schools),
            ]
        )
    return FileSheet("specification", [*TITLES, "demands", *(f"{code} {name}" for code, name in schools)], rows)


@router.get("/forms")
def forms(request: Request, db: Db, visitor: MayWrite) -> Response:
    """What the papers of this office bear."""
    values = flat(load_forms(db, visitor.office_id).model_dump(mode="json"))
    return page(request, "form.html", form=_forms(values))


@router.post("/forms")
def keep_forms(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """For papers from now on."""
    try:
        found = _read(typed)
    except RefusedError as error:
        form = _forms(typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    store_forms(db, visitor.office_id, found)
    record(db, visitor.actor, "spec_forms.changed", subject="office", subject_id=visitor.office_id)
    return redirect(request, HOME, _("Saved."))


def _read(typed: Mapping[str, str]) -> Forms:
    try:
        return Forms.model_validate({name: typed.get(name, "").strip() for name in Forms.model_fields})
    except ValidationError as error:
        raise from_validation(error) from None


def _forms(values: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> Form:
    titles = [
        (FormTitle.COSTS.value, "ตารางแสดงวงเงินงบประมาณที่ได้รับจัดสรรและรายละเอียดค่าใช้จ่าย"),
        (FormTitle.PRICE.value, "ตารางแสดงวงเงินงบประมาณที่ได้รับจัดสรรและราคากลาง (ราคาอ้างอิง)"),
    ]
    limit = _("Limit of the report on computer systems (million baht)")
    fields = (
        Field("title_of_form", _("Title of form BK.06"), "select", options=titles, wide=True),
        Field("ict_limit_millions", limit, hint=_("It differed by agency and time."), maxlength=4, required=True),
        Field("unit", _("Unit in charge")),
        Field("phone", _("Telephone"), maxlength=64),
        Field("head", _("Head of the agency"), hint=_("Who approves and signs orders")),
        Field("head_position", _("Position of the head"), "textarea", lines=2, maxlength=500),
        Field("officer", _("Supply officer")),
        Field("officer_position", _("Position of the supply officer")),
        Field("authority", _("By which order the head acts"), "textarea", lines=2, maxlength=500),
        Field("qualifications", _("Usual qualifications of bidders"), "textarea", maxlength=8000, hint=_("One a line")),
    )
    return Form(_("Papers of specifications"), f"{HOME}/forms", HOME, [Section("", fields)], values, wrong or {})
