"""What partners bring into a project: written down, declined, offered again, with all that became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.province import words
from planning.province.models.agency import Agency
from planning.province.models.plan import Plan
from planning.province.models.project import Contribution, ContributionKind, PledgeState, Project
from planning.province.pages.answering import edit, shown
from planning.province.pages.projects import HOME
from planning.province.pages.sharing import agency_field
from planning.province.store import pledges as store
from planning.province.store import rows
from planning.province.store.pledges import ContributionDraft, Declined, OfferedAgain
from service.i18n import _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]
AT: Final = f"{HOME}/{{project_id:int}}/contributions"
ONE: Final = f"{AT}/{{contribution_id:int}}"


@dataclass(frozen=True, slots=True)
class OnePledge:
    """A contribution to a project, by the address."""

    project_id: int
    contribution_id: int


Which = Annotated[OnePledge, Depends()]


@router.get(f"{AT}/new")
def new(request: Request, db: Db, visitor: MayWrite, project_id: int) -> Response:
    """The empty form."""
    row = rows.find(db, visitor, Project, project_id)
    return shown(request, _form(db, visitor, row, {"opened": rows.opened_now()}, {}))


@router.post(f"{AT}/new")
def contribute(request: Request, db: Db, visitor: MayWrite, project_id: int, typed: Posted) -> Response:
    """What one agency brings of one kind; said again, it is the new figure."""
    row = rows.find(db, visitor, Project, project_id, to_change=True)
    plan = rows.find(db, visitor, Plan, row.plan_id)
    _made, wrong = edit(db, visitor, plan, lambda: store.contribute(db, visitor, row, ContributionDraft.read(typed)))
    if wrong:
        return shown(request, _form(db, visitor, row, typed, wrong))
    return redirect(request, f"{HOME}/{project_id}", _("Saved."))


@router.get(ONE)
def show(request: Request, db: Db, visitor: MayRead, which: Which) -> Response:
    """All that became of it."""
    project, row = _found(db, visitor, which)
    return page(
        request,
        "pledge.html",
        project=project,
        pledge=row,
        agency=rows.find(db, visitor, Agency, row.agency_id),
        steps=store.steps(db, visitor, [row.id or 0])[row.id or 0],
        words=words,
        may_write=visitor.may("province.write"),
    )


@router.get(f"{ONE}/change")
def form(request: Request, db: Db, visitor: MayWrite, which: Which) -> Response:
    """What may become of it now: declined, or offered again."""
    _project, row = _found(db, visitor, which)
    return shown(request, _next_form(row, row.state, _kept(row), {}))


@router.post(f"{ONE}/decline")
def decline(request: Request, db: Db, visitor: MayWrite, which: Which, typed: Posted) -> Response:
    """The partner does not bring it after all."""
    project, row = _found(db, visitor, which, to_change=True)
    plan = rows.find(db, visitor, Plan, project.plan_id)
    _none, wrong = edit(db, visitor, plan, lambda: store.decline(db, visitor, project, row, Declined.read(typed)))
    if wrong:
        return shown(request, _next_form(row, PledgeState.OFFERED, typed, wrong))
    return redirect(request, _address(row), _("Saved."))


@router.post(f"{ONE}/offer")
def offer(request: Request, db: Db, visitor: MayWrite, which: Which, typed: Posted) -> Response:
    """The partner brings it after all."""
    project, row = _found(db, visitor, which, to_change=True)
    plan = rows.find(db, visitor, Plan, project.plan_id)
    _none, wrong = edit(
        db, visitor, plan, lambda: store.offer_again(db, visitor, project, row, OfferedAgain.read(typed))
    )
    if wrong:
        return shown(request, _next_form(row, PledgeState.DECLINED, typed, wrong))
    return redirect(request, _address(row), _("Saved."))


def _found(db: Session, visitor: Visitor, which: OnePledge, *, to_change: bool = False) -> tuple[Project, Contribution]:
    project = rows.find(db, visitor, Project, which.project_id, to_change=to_change)
    return project, store.find_pledge(db, visitor, project, which.contribution_id, to_change=to_change)


def _address(row: Contribution) -> str:
    return f"{HOME}/{row.project_id}/contributions/{row.id}"


def _kept(row: Contribution) -> Typed:
    """With the figures of before: a partner that thinks otherwise brings the same more often than not."""
    figures = {"persons": str(row.persons), "person_days": str(row.person_days), "what": row.what}
    return {**figures, "amount_satang": f"{row.amount_satang / 100:.2f}", "seen": str(row.changes)}


def _figures(kind: ContributionKind | None = None) -> tuple[Field, ...]:
    """Those that a kind has; of no kind all."""
    staff = (Field("persons", _("Persons"), "number"), Field("person_days", _("Days of persons"), "number"))
    return (
        Field("amount_satang", _("Amount or worth (baht)")),
        *(staff if kind in {None, ContributionKind.STAFF} else ()),
        Field("what", _("Things or what they do")),
    )


def _form(db: Session, visitor: Visitor, row: Project, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        agency_field(db, visitor),
        Field("kind", _("What it brings"), "select", options=words.options(words.CONTRIBUTIONS)),
        *_figures(),
        Field("opened", "", "hidden"),
    )
    at = f"{HOME}/{row.id}"
    typed = {"persons": "0", "person_days": "0", "amount_satang": "0", **typed}
    return Form(_("What a partner brings"), f"{at}/contributions/new", at, (Section(row.title, fields),), typed, wrong)


def _next_form(row: Contribution, state: PledgeState, typed: Typed, wrong: Mapping[str, str]) -> Form:
    why = Field("reason", _("Reason given"), "textarea", required=True, maxlength=2000)
    is_offered = state is PledgeState.OFFERED
    fields = (why,) if is_offered else (*_figures(row.kind), why)
    title = _("The partner declines it") if is_offered else _("The partner offers it again")
    sections = (Section(_(words.CONTRIBUTIONS[row.kind]), (*fields, Field("seen", "", "hidden"))),)
    return Form(title, f"{_address(row)}/{'decline' if is_offered else 'offer'}", _address(row), sections, typed, wrong)
