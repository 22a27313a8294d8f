"""Shares of projects of the province: accepted as a project of this office, or declined with a reason (flow 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response

from contract.planning import SharedProjectAnswered
from planning.annual_plan import copied
from planning.annual_plan.models.plan import OfferAnswer, SharedOffer
from planning.annual_plan.pages.shown import (
    Link,
    Listing,
    Mark,
    Satang,
    Sheet,
    Table,
    exported,
    listing,
    sheet,
    taken,
    year_of,
)
from planning.annual_plan.store.project_drafts import ProjectDraft
from planning.annual_plan.store.projects import add_project
from planning.annual_plan.store.scope import find, rows_of
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.visitor import Visitor
from planning.plans.pages.indicator_fields import described_fields
from service.columns import utc_now
from service.draft import said
from service.i18n import N_, _
from service.refusal import refuse
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, nested
from service.web.render import redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/shared"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
COLUMNS: Final = (
    Column("title", N_("Shared project of the province")),
    Column("activity", N_("Activity")),
    Column("due_on", N_("Answer until")),
    Column("amount", N_("Share (baht)"), figures=True),
    Column("answer", N_("Answer")),
)
ANSWERS: Final = {"accepted": N_("accepted"), "declined": N_("declined")}


HISTORY: Final = (
    Column("answered_at", N_("Date")),
    Column("activity", N_("Activity")),
    Column("amount", N_("Share (baht)"), figures=True),
    Column("answer", N_("Answer")),
    Column("reason", N_("Why")),
    Column("answered_by", N_("By")),
)


def _waiting(row: SharedOffer) -> Mark:
    return Mark(_("to be answered") if row.round == 1 else _("asked again: to be answered anew"), "yellow", "clock")


def _history(db: Session, visitor: Visitor, row: SharedOffer) -> Table:
    """Every answer, the newest first; the last one is also that of the offer unless it was asked again."""
    found = rows_of(db, visitor, OfferAnswer, OfferAnswer.offer_id == row.id, order=col(OfferAnswer.round).desc())
    rows = [
        one.model_dump(include={"activity", "reason", "answered_by"})
        | {"answered_at": one.answered_at.date(), "amount": Satang(one.amount_satang), "answer": _(ANSWERS[one.answer])}
        for one in found
    ]
    return Table(_("Answers until now"), HISTORY, rows, _("Not answered yet."))


def _listing(request: Request, db: Session, visitor: Visitor) -> Listing:
    rows: list[dict[str, Any]] = [
        {
            "title": Link(one.title, f"{HOME}/{one.id}"),
            "activity": one.activity,
            "due_on": one.due_on,
            "amount": Satang(one.amount_satang),
            "answer": _(ANSWERS[one.answer]) if one.answer else _waiting(one),
        }
        for one in rows_of(db, visitor, SharedOffer, SharedOffer.fiscal_year == year_of(request))
    ]
    return Listing(_("Shared projects"), HOME, COLUMNS, rows)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What the province asks for in a year."""
    return listing(request, _listing(request, db, visitor), year_of(request))


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _listing(request, db, visitor), kind)


@router.get(f"{HOME}/{{row_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One offer."""
    return sheet(request, _sheet(db, visitor, find(db, visitor, SharedOffer, row_id), {}, {}))


def _sheet(db: Session, visitor: Visitor, row: SharedOffer, typed: Typed, wrong: dict[str, str]) -> Sheet:
    facts = [
        (_("Activity"), row.activity),
        (_("Fiscal year"), str(row.fiscal_year)),
        (_("Share (baht)"), Satang(row.amount_satang)),
        (_("Answer until"), row.due_on),
        (_("Why"), row.reason),
    ]
    at = f"{HOME}/{row.id}"
    strategies = [(one, one) for one in copied.strategies(db, visitor)]
    strategy = (
        Field("strategy", _("Strategy"), "select", options=strategies)
        if strategies
        else Field("strategy", _("Strategy"))
    )
    take = (
        Field("code", _("Code")),
        strategy,
        Field("group_name", _("Group")),
        Field("owner", _("Who is responsible")),
    )
    measured = (
        Field("indicators.0.name", _("Indicator"), required=True, wide=True),
        *(replace(one, name=f"indicators.0.{one.name}") for one in described_fields()),
        Field("indicators.0.target", _("Target of the year")),
    )
    typed = {"indicators.0.name": row.activity or row.title, **typed}
    forms = (
        Form(
            _("Accept it as a project"),
            f"{at}/accept",
            at,
            (Section("", take), Section(_("4. Indicators and targets"), measured)),
            typed,
            wrong,
        ),
        Form(
            _("Decline"), f"{at}/decline", at, (Section("", (Field("reason", _("Why"), required=True),)),), typed, wrong
        ),
    )
    marks = (Mark(_(ANSWERS[row.answer])) if row.answer else _waiting(row),)
    may = visitor.may("plan.write") and not row.answer
    return Sheet(
        row.title,
        f"{HOME}?year={row.fiscal_year}",
        facts,
        marks,
        tables=(_history(db, visitor, row),),
        forms=forms if may else (),
    )


@router.post(f"{HOME}/{{row_id:int}}/accept")
def accept(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """A draft project of the year, named as the province named it."""
    row = find(db, visitor, SharedOffer, row_id, to_change=True)

    def act() -> int:
        _open(row)
        draft = ProjectDraft.read(
            {
                **nested(typed),
                "fiscal_year": row.fiscal_year,
                "name": row.title,
            }
        )
        project = add_project(db, visitor, draft, shared_project_key=row.shared_project_key)
        _answer(db, visitor, row, "accepted", "", project.key)
        return project.id or 0

    made, wrong = taken(db, act)
    if made is None:
        return sheet(request, _sheet(db, visitor, row, typed, wrong), status=422)
    return redirect(request, f"/projects/{made}", _("Saved."))


@router.post(f"{HOME}/{{row_id:int}}/decline")
def decline(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """It goes back to the province with the reason."""
    row = find(db, visitor, SharedOffer, row_id, to_change=True)

    def act() -> bool:
        _open(row)
        reason = said("reason", typed.get("reason", ""), longest=1000, unsaid=N_("This is needed"))
        _answer(db, visitor, row, "declined", reason, "")
        return True

    made, wrong = taken(db, act)
    if made is None:
        return sheet(request, _sheet(db, visitor, row, typed, wrong), status=422)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _open(row: SharedOffer) -> None:
    if row.answer:
        raise refuse("", N_("This was answered already"))


def _answer(db: Session, visitor: Visitor, row: SharedOffer, answer: Any, reason: str, project: str) -> None:
    row.answer, row.reason = answer, reason
    db.add(
        OfferAnswer(
            office_code=row.office_code,
            offer_id=row.id or 0,
            round=row.round,
            amount_satang=row.amount_satang,
            activity=row.activity,
            answer=answer,
            reason=reason,
            answered_by=visitor.name[:120],
        )
    )
    db.flush()
    audit.record(db, visitor, f"shared.{answer}", subject="shared_offer", subject_id=row.id, detail={"reason": reason})
    fact = SharedProjectAnswered(
        office_code=visitor.office_code,
        shared_project_key=row.shared_project_key,
        answer=answer,
        reason=reason,
        project_key=project,
    )
    tell(db, fact, at=utc_now())
