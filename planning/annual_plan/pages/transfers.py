"""Money from one line to another: the form, and both sides at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.pages.lines import (
    AMOUNT,
    APPROVED,
    LEDGER,
    ON,
    SEEN_FIELD,
    WHY,
    begun_with,
    own_words,
    unless_moved,
)
from planning.annual_plan.pages.shown import fields, form_page, kept, year_of
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.moving import TransferDraft, transfer
from planning.annual_plan.store.projects import projects
from planning.annual_plan.terms import ProjectState
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Form, Posted, Section, Typed
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(Allowed("money.write"))]


@router.get("/transfers/new")
def new_transfer(request: Request, db: Db, visitor: MayWrite) -> Response:
    """From which line to which."""
    return form_page(request, _transfer(request, db, visitor, {}, {}))


def _transfer(request: Request, db: Session, visitor: Visitor, typed: Typed, wrong: dict[str, str]) -> Form:
    year = year_of(request)
    codes = {one.id: one for one in projects(db, visitor, year) if one.state is ProjectState.APPROVED}
    now = balances(db, visitor, year)
    choices = [("", "–")]
    for one in lines_of_year(db, visitor, year):
        if one.project_id in codes:
            free = f"{now[one.id or 0].free / 100:,.2f}"
            choices.append((str(one.id), f"{codes[one.project_id].code} {one.item} ({free})"))
    given = fields(
        ("giver", N_("From this line"), "select"),
        ("taker", N_("To this line"), "select"),
        ON,
        AMOUNT,
        APPROVED,
        WHY,
        giver={"options": choices, "find": True},
        taker={"options": choices, "find": True},
    )
    given, typed = (*given, SEEN_FIELD), begun_with(request, db, visitor, typed)
    back = f"{LEDGER}?year={year}"
    return Form(_("Transfer"), f"/transfers/new?year={year}", back, (Section("", given),), typed, wrong)


@router.post("/transfers/new")
def move(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Both sides at once."""

    def act() -> tuple[Entry, Entry]:
        draft = TransferDraft.read(own_words(typed))
        return unless_moved(db, visitor, [draft.giver, draft.taker], typed, lambda: transfer(db, visitor, draft))

    return kept(
        request,
        db,
        act,
        lambda both: f"/lines/{both[0].line_id}",
        lambda wrong: _transfer(request, db, visitor, typed, wrong),
    )
