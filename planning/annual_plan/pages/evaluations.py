"""Evaluations: the list of a year, one with its evidence, and the form."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.models.following import Evaluation
from planning.annual_plan.models.project import Project
from planning.annual_plan.pages.proofs import (
    add_form,
    download,
    file_field,
    handed_in,
    needed,
    proof_table,
    withdraw_page,
)
from planning.annual_plan.pages.shown import (
    Button,
    Link,
    Listing,
    Mark,
    Sheet,
    exported,
    fields,
    form_page,
    kept,
    listing,
    sheet,
    taken,
    today,
    year_of,
)
from planning.annual_plan.store.projects import projects
from planning.annual_plan.store.proofs import find_proof, proofs, proofs_of_evaluations, prove, withdraw_proof
from planning.annual_plan.store.reviewing import EvaluationDraft, evaluate
from planning.annual_plan.store.scope import find, rows_of
from planning.kit.visitor import Visitor
from service.draft import said
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Form, Posted, Section, Typed
from service.web.render import redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/evaluations"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
Given = Annotated[UploadFile | None, File()]
COLUMNS: Final = (
    Column("judged_on", N_("Date")),
    Column("subject", N_("What was judged")),
    Column("project", N_("Project"), usual=False),
    Column("criteria", N_("Criteria")),
    Column("score", N_("Score"), figures=True),
    Column("percent", N_("Score in percent"), figures=True, usual=False),
    Column("judge", N_("Judged by")),
    Column("evidence", N_("Evidence")),
    Column("lesson", N_("Lesson")),
)


def _listing(request: Request, db: Session, visitor: Visitor) -> Listing:
    year = year_of(request)
    found = rows_of(db, visitor, Evaluation, Evaluation.fiscal_year == year, order=col(Evaluation.id).desc())
    named = {one.id: f"{one.code} {one.name}" for one in projects(db, visitor, year)}
    files = proofs_of_evaluations(db, visitor)
    rows: list[dict[str, Any]] = []
    for one in found:
        count = len(files[one.id or 0])
        counted = _("Files: %(count)s") % {"count": count} if count else ""
        rows.append(
            one.model_dump(include={"judged_on", "criteria", "judge", "lesson"})
            | {
                "subject": Link(one.subject, f"{HOME}/{one.id}"),
                "project": named.get(one.project_id, ""),
                "score": f"{one.score}/{one.most}",
                "percent": 100 * one.score / one.most,
                "evidence": " · ".join(text for text in (counted, one.evidence) if text),
            }
        )
    buttons = (Button(_("Evaluate"), f"{HOME}/new?year={year}", primary=True),)
    return Listing(_("Evaluations"), HOME, COLUMNS, rows, buttons=buttons if visitor.may("plan.write") else ())


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Of one year."""
    return listing(request, _listing(request, db, visitor), year_of(request))


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _listing(request, db, visitor), kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The empty form."""
    values = {"fiscal_year": str(year_of(request)), "judged_on": today(request).isoformat(), "most": "5"}
    return form_page(request, _form(request, db, visitor, values, {}))


def _form(request: Request, db: Session, visitor: Visitor, typed: Typed, wrong: dict[str, str]) -> Form:
    chosen = [("", "–"), *((str(one.id), f"{one.code} {one.name}") for one in projects(db, visitor, year_of(request)))]
    given = fields(
        ("fiscal_year", N_("Fiscal year"), "text"),
        ("subject", N_("What was judged"), "text"),
        ("project_id", N_("Project"), "select"),
        ("criteria", N_("Criteria"), "textarea"),
        ("score", N_("Score"), "text"),
        ("most", N_("Of at most"), "text"),
        ("evidence", N_("Evidence: address or number of the paper"), "text"),
        ("judge", N_("Judged by"), "text"),
        ("judged_on", N_("Date"), "date"),
        ("lesson", N_("Lesson"), "textarea"),
        project_id={"options": chosen, "find": True},
        evidence={"maxlength": 1000, "hint": _("A file, an address or the number of a paper: one of them is needed")},
    )
    sections = (Section("", (*given, file_field(_("Evidence: file")))),)
    return Form(_("Evaluate"), f"{HOME}/new", HOME, sections, typed, wrong)


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted, file: Given = None) -> Response:
    """Not without evidence."""
    return kept(
        request,
        db,
        lambda: evaluate(db, visitor, EvaluationDraft.read(typed), handed_in(request, file)),
        lambda row: f"{HOME}/{row.id}",
        lambda wrong: _form(request, db, visitor, typed, wrong),
    )


@router.get(f"{HOME}/{{row_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One with its evidence."""
    return sheet(request, _sheet(db, visitor, find(db, visitor, Evaluation, row_id), {}))


def _sheet(db: Session, visitor: Visitor, row: Evaluation, wrong: dict[str, str]) -> Sheet:
    at, may = f"{HOME}/{row.id}/evidence", visitor.may("plan.write")
    about = find(db, visitor, Project, row.project_id) if row.project_id is not None else None
    facts = [
        (_("Fiscal year"), str(row.fiscal_year)),
        (_("Project"), Link(f"{about.code} {about.name}", f"/projects/{about.id}") if about is not None else ""),
        (_("Date"), row.judged_on),
        (_("Judged by"), row.judge),
        (_("Score"), f"{row.score}/{row.most}"),
        (_("Evidence: address or number of the paper"), row.evidence),
    ]
    found = proofs(db, row, withdrawn=True)
    is_proved = bool(row.evidence) or any(one.withdrawn_at is None for one in found)
    return Sheet(
        row.subject,
        f"{HOME}?year={row.fiscal_year}",
        facts,
        () if is_proved else (Mark(_("without evidence"), "red", "alert-triangle"),),
        tables=(proof_table(_("Files"), [("", at, one) for one in found], may_withdraw=may),),
        texts=[(_("Criteria"), row.criteria), (_("Lesson"), row.lesson)],
        forms=(add_form(_("Add a file"), at, wrong),) if may else (),
    )


@router.post(f"{HOME}/{{row_id:int}}/evidence")
def hand_in(request: Request, db: Db, visitor: MayWrite, row_id: int, file: Given = None) -> Response:
    """One more file."""
    row = find(db, visitor, Evaluation, row_id, to_change=True)
    made, wrong = taken(db, lambda: prove(db, visitor, row, needed(handed_in(request, file))))
    if made is None:
        return sheet(request, _sheet(db, visitor, row, wrong), status=422)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


@router.get(f"{HOME}/{{row_id:int}}/evidence/{{proof_id:int}}")
def read(request: Request, db: Db, visitor: MayRead, row_id: int, proof_id: int) -> Response:
    """The file."""
    return download(request, find_proof(db, find(db, visitor, Evaluation, row_id), proof_id))


@router.get(f"{HOME}/{{row_id:int}}/evidence/{{proof_id:int}}/withdraw")
def ask_why(request: Request, db: Db, visitor: MayWrite, row_id: int, proof_id: int) -> Response:
    """Before it is withdrawn."""
    found = find_proof(db, find(db, visitor, Evaluation, row_id), proof_id)
    return withdraw_page(request, found, f"{HOME}/{row_id}/evidence", f"{HOME}/{row_id}", {}, {})


@router.post(f"{HOME}/{{row_id:int}}/evidence/{{proof_id:int}}/withdraw")
def withdraw(request: Request, db: Db, visitor: MayWrite, row_id: int, proof_id: int, typed: Posted) -> Response:
    """It does not count any more."""
    row = find(db, visitor, Evaluation, row_id, to_change=True)
    reason = typed.get("reason", "")
    made, wrong = taken(
        db,
        lambda: withdraw_proof(
            db, visitor, row, proof_id, said("reason", reason, longest=500, unsaid=N_("This is needed"))
        ),
    )
    if made is None:
        found = find_proof(db, row, proof_id)
        return withdraw_page(request, found, f"{HOME}/{row_id}/evidence", f"{HOME}/{row_id}", typed, wrong)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))
