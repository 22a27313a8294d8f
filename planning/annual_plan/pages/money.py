"""The grid in which all money of a project is typed at once; stored when every sum agrees, and not at all otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import copied, words
from planning.annual_plan.models.project import Project
from planning.annual_plan.pages.shown import taken
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.project_drafts import MoneyDraft
from planning.annual_plan.store.projects import money_values, save_money
from planning.annual_plan.store.purses import for_lines
from planning.annual_plan.store.scope import find, typed_baht
from planning.kit.visitor import Visitor
from service.i18n import _
from service.web.access import Allowed
from service.web.form import Posted, flat, nested
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
SPARE: Final = 3


@router.get("/projects/{row_id:int}/money")
def grid(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """What is stored; with `?need=` one more line, prefilled from an approved need of netops."""
    row = find(db, visitor, Project, row_id)
    values = dict(money_values(db, visitor, row))
    wanted = request.query_params.get("need")
    need = next((one for one in copied.needs(db, visitor).rows if str(one.id) == wanted), None)
    if need is not None:
        values["lines"] = [*values["lines"], copied.line_of(need)]
    return _page(request, db, visitor, row, _typed(values), {})


def _typed(values: Mapping[str, Any]) -> dict[str, str]:
    """Money as baht, zero as nothing."""
    found = flat(values)
    for name in found:
        if name.endswith("_satang"):
            found[name] = typed_baht(int(found[name] or 0))
        elif name.endswith("_target") and found[name] == "0":
            found[name] = ""
    return found


@router.post("/projects/{row_id:int}/money")
def save(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """All of it."""
    row = find(db, visitor, Project, row_id, to_change=True)
    given = nested(typed)
    given.setdefault("activities", [])
    given.setdefault("lines", [])

    def act() -> Project:
        save_money(db, visitor, row, MoneyDraft.read(given))
        return row

    made, wrong = taken(db, act)
    if made is None:
        return _page(request, db, visitor, row, flat(given), wrong)
    return redirect(request, f"/projects/{row_id}", _("Saved."))


def _page(
    request: Request, db: Session, visitor: Visitor, row: Project, values: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    left = for_lines(db, visitor.office_code, row.fiscal_year)
    paid_for = set()
    for line in lines_of_year(db, visitor, row.fiscal_year):
        purse = (line.source, line.budget_type)
        left[purse] = left.get(purse, 0) - line.amount_satang
        paid_for.add(line.need_id)
    needs = copied.needs(db, visitor)
    return page(
        request,
        "money.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        project=row,
        values=values,
        problems=wrong,
        purses=[(source, kind, amount) for (source, kind), amount in sorted(left.items())],
        types=words.TYPES,
        activities=_count(values, "activities") + SPARE,
        lines=_count(values, "lines") + SPARE,
        filled=_count(values, "lines"),
        needs=needs,
        open_needs=[one for one in needs.rows if one.state in copied.FUNDABLE and one.id not in paid_for],
    )


def _count(values: Mapping[str, str], name: str) -> int:
    at = [int(key.split(".")[1]) for key in values if key.startswith(f"{name}.")]
    return max(at, default=-1) + 1
