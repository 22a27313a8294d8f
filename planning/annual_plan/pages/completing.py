"""One page for what projects of a year still lack, e.g. those that came from a register of another system."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.models.project import Project
from planning.annual_plan.pages.shown import form_page, taken, year_of
from planning.annual_plan.store.completing import GROUP, INDICATOR, OWNER, complete, incomplete, lacks
from planning.annual_plan.store.project_drafts import CompletionDraft
from planning.kit.visitor import Visitor
from planning.plans.pages.indicator_fields import described_fields
from service.i18n import _
from service.refusal import Problem, RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, nested
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/projects/complete"
SHOWN: Final = 40
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(HOME)
def show(request: Request, db: Db, visitor: MayWrite) -> Response:
    """Only what is lacking is asked for."""
    return form_page(request, _form(request, db, visitor, {}, {}))


def _form(request: Request, db: Session, visitor: Visitor, typed: Typed, wrong: dict[str, str]) -> Form:
    year = year_of(request)
    rows = incomplete(db, visitor, year)
    values = dict(typed)
    sections = []
    for at, row in enumerate(rows[:SHOWN]):
        values[f"projects.{at}.id"] = str(row.id)
        sections.append(Section(f"{row.code} {row.name}", _fields(at, row)))
    if not rows:
        sections = [Section(_("No project of this year lacks anything of this."))]
    title = _("To be completed: %(count)s projects") % {"count": len(rows)}
    return Form(title, f"{HOME}?year={year}", f"/projects?year={year}", sections, values, wrong)


def _fields(at: int, row: Project) -> tuple[Field, ...]:
    wanted, name = lacks(row), f"projects.{at}"
    found = [Field(f"{name}.id", "", "hidden")]
    if GROUP in wanted:
        found.append(Field(f"{name}.group_name", _("Group"), maxlength=120))
    if OWNER in wanted:
        found.append(Field(f"{name}.owner", _("Who is responsible"), maxlength=120))
    if INDICATOR in wanted:
        found.append(Field(f"{name}.indicator", _("Indicator"), wide=True))
        found += [replace(one, name=f"{name}.{one.name}") for one in described_fields()]
        found.append(Field(f"{name}.target", _("Target of the year")))
    return tuple(found)


@router.post(HOME)
def save(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """What is given; what is left empty is asked for again."""
    given = nested(typed).get("projects", [])

    def act() -> int:
        drafts: list[CompletionDraft] = []
        problems: list[Problem] = []
        for at, one in enumerate(given if isinstance(given, list) else []):
            try:
                drafts.append(CompletionDraft.read(one))
            except RefusedError as error:
                problems += [replace(each, field=f"projects.{at}.{each.field}") for each in error.problems]
        if problems:
            raise RefusedError(problems)
        return complete(db, visitor, drafts)

    made, wrong = taken(db, act)
    if made is None:
        return form_page(request, _form(request, db, visitor, typed, wrong))
    year = year_of(request)
    left = len(incomplete(db, visitor, year))
    to = f"{HOME}?year={year}" if left else f"/projects?year={year}"
    said = _("Completed: %(count)s projects, %(left)s still lack something.")
    return redirect(request, to, said % {"count": made, "left": left})
