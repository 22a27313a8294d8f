"""Scenarios: put together, proposed, compared side by side, and laid before the board as a plan."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network import gates, words
from planning.school_network.models.run import MappingRunRow
from planning.school_network.models.scenario import Scenario
from planning.school_network.money import typed as baht
from planning.school_network.pages import scenario_form
from planning.school_network.pages.scenario_form import SCENARIOS
from planning.school_network.pages.sending import uploads_of
from planning.school_network.store import costs, runs, scenarios
from planning.school_network.store.scenarios import ProposalDraft, ScenarioDraft, StepDraft
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Form, Posted, flat, problems
from service.web.render import page, redirect
from service.web.seen import opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("scenarios.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("scenarios.write"))]
MOST_COMPARED: Final = 4
MEASURES: Final = (
    ("schools", N_("Open schools"), "number"),
    ("children_moved", N_("Children who change school"), "number"),
    ("children_without", N_("Children without a school of their grade"), "number"),
    ("added_m_mean", N_("Added way, mean (km)"), "km"),
    ("added_m_p95", N_("Added way, 95th percentile (km)"), "km"),
    ("added_m_most", N_("Added way, most (km)"), "km"),
    ("added_s_mean", N_("Added time, mean (minutes)"), "min"),
    ("added_s_p95", N_("Added time, 95th percentile (minutes)"), "min"),
    ("added_s_most", N_("Added time, most (minutes)"), "min"),
    ("children_over_norm", N_("Children beyond the norm"), "number"),
    ("rooms_over", N_("Receiving schools with rooms over the norm"), "number"),
    ("pupils_moved", N_("Enrolled pupils of what ends"), "number"),
    ("support_satang_year", N_("Transport support a year"), "baht"),
)


def _refused(request: Request, form: Form) -> Response:
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


@router.get(SCENARIOS)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All of the office, to be chosen for a comparison."""
    rows = scenarios.scenarios(db, visitor.office_code)
    run = runs.newest_done(db, visitor.office_code)
    return page(
        request, "scenarios.html", rows=rows, run=run, most=MOST_COMPARED, may_write=visitor.may("scenarios.write")
    )


@router.get(f"{SCENARIOS}/compare")
def compare(
    request: Request, db: Db, visitor: MayRead, key: Annotated[list[str], Query(max_length=MOST_COMPARED)]
) -> Response:
    """Side by side; each with what its receiving schools' networks would lack."""
    rows = [scenarios.find_scenario(db, visitor.office_code, one) for one in key]
    found = [(row, costs.lacking(db, uploads_of(request), row)) for row in rows]
    stand_on = {row.key: scenarios.run_of(db, row) for row in rows}
    run = next(iter(stand_on.values())) if len({one.key for one in stand_on.values()}) == 1 else None
    return page(
        request,
        "scenario_compare.html",
        found=found,
        measures=MEASURES,
        runs=stand_on,
        run=run,
        today=scenarios.today_of(db, uploads_of(request), run) if run is not None else None,
        figures={} if run is None else _figures(run),
        words=words,
    )


def _figures(run: MappingRunRow) -> dict[str, Any]:
    return {one["name"]: one for one in runs.result_of(run)["provenance"]["figures"]}


@router.get(f"{SCENARIOS}/new")
def new(request: Request, db: Db, visitor: MayWrite, run: str = "") -> Response:
    """The form of an empty one on a run."""
    return page(request, "form.html", form=scenario_form.head(_known(db, visitor, run), {}, {}))


def _known(db: Db, visitor: Visitor, run: str) -> str:
    if run:
        return runs.find_run(db, visitor.office_code, run).key
    newest = runs.newest_done(db, visitor.office_code)
    return "" if newest is None else newest.key


@router.post(f"{SCENARIOS}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Without steps."""
    try:
        with db.begin_nested():
            row = scenarios.begin(
                db, visitor, typed.get("run", ""), ScenarioDraft.read(_without_run(unseen(typed, {})))
            )
            scenarios.reckon(db, uploads_of(request), row)
    except RefusedError as error:
        return _refused(request, scenario_form.head(typed.get("run", ""), typed, problems(error)))
    return redirect(request, f"{SCENARIOS}/{row.key}", _("Saved."))


def _without_run(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if name != "run"}


@router.get(f"{SCENARIOS}/propose")
def ask_proposal(request: Request, db: Db, visitor: MayWrite, run: str = "") -> Response:
    """What the optimiser is asked."""
    return page(request, "form.html", form=_proposal(db, visitor, _known(db, visitor, run), {}, {}))


def _proposal(db: Db, visitor: Visitor, run: str, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    made = runs.result_of(runs.find_run(db, visitor.office_code, run)) if run else None
    return scenario_form.proposal(run, [] if made is None else made["schools"], typed, wrong)


@router.post(f"{SCENARIOS}/propose")
def take_proposal(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A scenario to look at; nothing is decided by it."""
    run = typed.get("run", "")
    try:
        with db.begin_nested():
            draft = ProposalDraft.read(_without_run(typed))
            row = scenarios.propose_steps(db, visitor, uploads_of(request), run, draft)
    except RefusedError as error:
        return _refused(request, _proposal(db, visitor, run, typed, problems(error)))
    return redirect(request, f"{SCENARIOS}/{row.key}", _("Saved."))


@router.get(f"{SCENARIOS}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Its steps by year and what they do."""
    row = scenarios.find_scenario(db, visitor.office_code, key)
    run = scenarios.run_of(db, row)
    return page(
        request,
        "scenario.html",
        row=row,
        steps=scenarios.steps_of(db, row),
        run=run,
        today=scenarios.today_of(db, uploads_of(request), run),
        figures=_figures(run),
        lacking=costs.lacking(db, uploads_of(request), row),
        measures=MEASURES,
        words=words,
        may_write=visitor.may("scenarios.write"),
    )


@router.get(f"{SCENARIOS}/{{key}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Its head."""
    row = scenarios.find_scenario(db, visitor.office_code, key)
    return page(request, "form.html", form=scenario_form.head("", opened(_head_of(row)), {}, at=f"{SCENARIOS}/{key}"))


def _head_of(row: Scenario) -> dict[str, str]:
    values = flat(row.model_dump(include=set(ScenarioDraft.model_fields)))
    return values | {name: baht(getattr(row, name)) for name in ("device_satang", "mbps_month_satang")}


@router.post(f"{SCENARIOS}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Title, note, and prices."""
    row = scenarios.find_scenario(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            draft = ScenarioDraft.read(_without_run(unseen(typed, _head_of(row))))
            gates.touch_plan(db, visitor, row)
            scenarios.change(db, visitor, row, draft)
    except RefusedError as error:
        return _refused(request, scenario_form.head("", typed, problems(error), at=f"{SCENARIOS}/{key}"))
    return redirect(request, f"{SCENARIOS}/{key}", _("Saved."))


@router.get(f"{SCENARIOS}/{{key}}/steps/new")
def new_step(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """One more change."""
    row = scenarios.find_scenario(db, visitor.office_code, key)
    return page(request, "form.html", form=_step_form(db, row, {}, {}))


@router.post(f"{SCENARIOS}/{{key}}/steps/new")
def create_step(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Reckoned at once with all before it."""
    row = scenarios.find_scenario(db, visitor.office_code, key, to_change=True)
    try:
        with db.begin_nested():
            gates.touch_plan(db, visitor, row)
            scenarios.add_step(db, visitor, uploads_of(request), row, StepDraft.read(typed))
    except RefusedError as error:
        db.refresh(row)
        return _refused(request, _step_form(db, row, typed, problems(error)))
    return redirect(request, f"{SCENARIOS}/{key}", _("Saved."))


def _step_form(db: Db, row: Scenario, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    made = runs.result_of(scenarios.run_of(db, row))
    return scenario_form.step(row.key, made["schools"], typed, wrong)


@router.post(f"{SCENARIOS}/{{key}}/steps/{{step_id:int}}/remove")
def remove_step(request: Request, db: Db, visitor: MayWrite, key: str, step_id: int) -> Response:
    """The rest is reckoned again."""
    row = scenarios.find_scenario(db, visitor.office_code, key, to_change=True)
    gates.touch_plan(db, visitor, row)
    scenarios.remove_step(db, visitor, uploads_of(request), row, step_id)
    return redirect(request, f"{SCENARIOS}/{key}", _("Saved."))
