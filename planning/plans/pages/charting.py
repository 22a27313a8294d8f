"""The flow chart of a run as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from office.workflow.standing import StepState
from planning.kit.visitor import Visitor
from planning.plans.flow_paper import FLOW_CHART, FlowData, StepRow
from planning.plans.pages.drawing import Whose, file_of
from planning.plans.pages.shown_run import owners
from planning.plans.store.facts import RunView, find_run, view_run
from service.columns import utc_now
from service.i18n import speaking
from service.web.access import Allowed
from service.web.transaction import Db

router = APIRouter(prefix="/work/{key}", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("work.read"))]


@router.get("/chart.{form}")
def chart(_request: Request, db: Db, visitor: MayRead, key: str, form: str) -> Response:
    """As it stands now, in Thai as every paper."""
    with speaking("th"):
        data = flow_data(view_run(db, find_run(db, visitor, key), utc_now()), visitor.office_name)
    return file_of(db, FLOW_CHART, data, form, Whose(visitor.office_code, visitor.office_name, utc_now()))


def flow_data(view: RunView, office: str) -> FlowData:
    """The run on the day of the clock."""
    definition = view.definition
    names = owners(view)
    rows = []
    for step in definition.steps:
        here = view.standing.of(step.key)
        rows.append(
            StepRow(
                number=definition.number(step.key),
                seed=step.seed,
                title=step.title.th,
                owner=names[step.key],
                after=tuple(definition.number(key) for key in step.before),
                due_on=None if here.state in {StepState.SKIPPED, StepState.WAIVED} else here.due_on,
                done_on=here.done_on,
                state=here.state.value,
                is_gate=step.is_gate,
                is_today=here.is_today,
                note=view.steps[step.key].waive_reason,
            )
        )
    return FlowData(
        office=office,
        workflow=definition.title.th,
        title=view.run.title,
        as_of=view.clock.day(view.clock.now),
        steps=tuple(rows),
    )
