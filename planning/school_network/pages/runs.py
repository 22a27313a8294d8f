"""Mapping runs: asked for, followed while they run, and shown in parts that each have a file."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network import words
from planning.school_network.directing import pairs_of
from planning.school_network.mapping.inputs import ENGINE_VERSION
from planning.school_network.mapping.parameters import parameters_on
from planning.school_network.models.run import MappingRunRow, RunState
from planning.school_network.pages.run_form import RUNS, figures_of, run_form
from planning.school_network.pages.run_lists import norm_of, view_of
from planning.school_network.pages.sending import today, uploads_of
from planning.school_network.sheets import sheet_of
from planning.school_network.store import roads, runs
from planning.school_network.store.runs import RunDraft
from planning.school_network.store.sources import sources
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError
from service.web.access import Allowed
from service.web.exports import as_file
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("mapping.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("mapping.write"))]
TABS: Final = {
    "villages": N_("Villages"),
    "schools": N_("Schools"),
    "small": N_("Small schools"),
    "options": N_("Merger candidates"),
    "coordinates": N_("Coordinates"),
    "figures": N_("Figures and source"),
}
STATES: Final = {
    RunState.QUEUED: N_("waiting"),
    RunState.RUNNING: N_("being reckoned"),
    RunState.DONE: N_("done"),
    RunState.FAILED: N_("did not work"),
}


@router.get(RUNS)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first; those that a correction overtook are marked."""
    given = sources(db, visitor.office_code)
    hashes: dict[Any, str] = {}
    rows = [(row, runs.is_stale(row, given, hashes)) for row in runs.runs(db, visitor.office_code)]
    return page(request, "runs.html", rows=rows, states=STATES, sources=given, may_write=visitor.may("mapping.write"))


@router.get(f"{RUNS}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The form, with the newest count chosen."""
    return page(request, "form.html", form=_form(request, db, visitor, _usual(db, visitor), {}))


def _usual(db: Db, visitor: Visitor) -> dict[str, str]:
    """The newest count by the newest roads."""
    counts, graphs = sources(db, visitor.office_code).frozen, roads.graphs(db, visitor)
    title = _("School map %(year)s") % {"year": counts[0].academic_year} if counts else ""
    return {"title": title, "road_graph_id": str(graphs[0].id) if graphs else ""}


def _form(request: Request, db: Db, visitor: Visitor, typed: Any, wrong: Any) -> Any:
    given = sources(db, visitor.office_code)
    homes = [(one, *known) for one in given.frozen if (known := given.homes_known(one))[0]]
    return run_form(given.frozen, roads.graphs(db, visitor), parameters_on(today(request)), typed, wrong, homes=homes)


@router.post(f"{RUNS}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Queued; it is reckoned after the answer has left."""
    given = (sources(db, visitor.office_code), uploads_of(request), today(request))
    try:
        with db.begin_nested():
            draft = RunDraft.read({name: typed.get(name, "") for name in RunDraft.model_fields})
            row, is_new = runs.ask(db, visitor, given, draft, figures_of(typed))
    except RefusedError as error:
        form = _form(request, db, visitor, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    if not is_new:
        return redirect(
            request, f"{RUNS}/{row.key}", _("Nothing changed since: this run stands already."), kind="warning"
        )
    return _begun(request, row)


def _begun(request: Request, row: MappingRunRow) -> Response:
    answer = redirect(request, f"{RUNS}/{row.key}")
    answer.background = BackgroundTask(runs.carry_out, request.app.state.engine, uploads_of(request), row.key)
    return answer


@router.post(f"{RUNS}/{{key}}/again")
def again(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Once more, where it failed or its process ended."""
    row = runs.find_run(db, visitor.office_code, key)
    runs.again(db, visitor, row)
    return _begun(request, row)


@router.post(f"{RUNS}/{{key}}/prove")
def prove(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Reckon it again from what is kept of it."""
    row = runs.find_run(db, visitor.office_code, key)
    if row.state is not RunState.DONE:
        raise MissingError("result")
    made_by = runs.result_of(row)["provenance"]["engine_version"]
    if made_by != ENGINE_VERSION:
        said = _("This run was made by version %(made_by)s of the reckoning; version %(now)s cannot repeat it.")
        return redirect(request, f"{RUNS}/{key}", said % {"made_by": made_by, "now": ENGINE_VERSION}, kind="warning")
    if runs.prove(db, visitor, row, uploads_of(request)):
        return redirect(request, f"{RUNS}/{key}", _("Reckoned again: exactly the same result."))
    return redirect(request, f"{RUNS}/{key}", _("The result is another one now."), kind="danger")


@router.get(f"{RUNS}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str, tab: str = "", grade: int = -1) -> Response:
    """The answer first: children beyond the norm; then one part of the result."""
    row = runs.find_run(db, visitor.office_code, key)
    if row.state is not RunState.DONE:
        lost = runs.is_lost(row, utc_now())
        return page(
            request, "run_waiting.html", run=row, states=STATES, lost=lost, may_write=visitor.may("mapping.write")
        )
    made = runs.result_of(row)
    shown, judged = tab if tab in TABS else "villages", _grade(made, grade)
    return page(
        request,
        "run.html",
        run=row,
        made=made,
        pairs=pairs_of(made["options"]),
        tab=shown,
        tabs=TABS,
        grade=judged,
        view=view_of(request, f"{RUNS}/{key}", shown, made, judged),
        norm=norm_of(made, judged),
        taken={one["name"]: one for one in made["provenance"]["figures"]},
        words=words,
        names={one["id"]: one["name"] for one in made["schools"]},
        places=_places(made),
        stale=runs.is_stale(row, sources(db, visitor.office_code), {}),
        may_write=visitor.may("mapping.write"),
    )


def _grade(made: dict[str, Any], wanted: int) -> int:
    """The one that was asked for where it is taught, else primary 1, else the first."""
    taught: list[int] = made["grades"]
    if wanted in taught:
        return wanted
    return 3 if 3 in taught or not taught else taught[0]


def _places(made: dict[str, Any]) -> dict[str, str]:
    """Names of schools and villages by kind and code."""
    found = {f"school {one['id']}": one["name"] for one in made["schools"]}
    return found | {f"village {one['code']}": one["name"] for one in made["villages"]}


@router.get(f"{RUNS}/{{key}}/{{part}}.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, key: str, part: str, kind: str) -> Response:
    """One part as CSV or Excel."""
    row = runs.find_run(db, visitor.office_code, key)
    return as_file(sheet_of(part, runs.result_of(row)), kind)


@router.get(f"{RUNS}/{{key}}/map")
def shown_map(request: Request, db: Db, visitor: MayRead, key: str, grade: int = -1) -> Response:
    """Service areas of one grade on a map without tiles."""
    row = runs.find_run(db, visitor.office_code, key)
    made = runs.result_of(row)
    return page(
        request,
        "run_map.html",
        run=row,
        made=made,
        grade=_grade(made, grade),
        norm=norm_of(made, _grade(made, grade)),
        words=words,
    )
