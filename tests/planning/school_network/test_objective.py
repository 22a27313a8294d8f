"""The objective of the process and its flow charts."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from office.workflow.definition import Definition
from planning.school_network.declared import SHARED
from planning.school_network.models.case import FollowUp, FollowUpCount
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import done
from tests.planning.served import Served


@pytest.mark.requirement("P4-5")
@pytest.mark.parametrize("definition", list(SHARED.workflows or ()), ids=lambda one: one.key)
def test_each_kind_of_case_has_its_flow_chart(planner: Entered, definition: Definition) -> None:
    acting.begin_run(planner)
    if definition.key == "plan":
        run = re.search(r"/runs/([0-9a-f]{32})", planner.get("/runs").text)
        assert run is not None
        key = done(planner.post("/scenarios/new", {"run": run[1], "title": "แผน"})).rsplit("/", 1)[-1]
        form = {"workflow": "plan", "title": "แผน", "subject_kind": "network_plan", "subject_key": key}
        work = done(planner.post("/work/new", form))
    else:
        said = {"low": "k2", "high": "p6", "to_code": given.CODES["B"], "to_name": "เทศบาลสมมติ"}
        case = acting.open_case(planner, definition.key.replace("-", "_"), **said)
        work = done(planner.get(f"/work/about/change_case/{case.rsplit('/', 1)[-1]}"))
    page = planner.get(work).text
    chart = page[page.index('<svg class="flow"') :]
    boxes = re.findall(r'data-step="([a-z-]+)"', chart)
    assert boxes == [step.key for step in definition.steps]
    today = re.findall(r'class="flow-box [^"]*flow-today" data-step="([a-z-]+)"', chart)
    assert today == [definition.steps[0].key]
    first = chart[chart.index(f'data-step="{boxes[0]}"') :]
    assert re.search(r"flow-about\">[^<]+ · [^<]*\d", first)  # owner and day


@pytest.mark.requirement("P4-1")
def test_the_objective_is_met_or_not_and_changes_with_the_data(planner: Entered, network: Served) -> None:
    acting.begin_run(planner)
    for key in ("P4-1", "P4-1-lost"):
        said = {"fiscal_year": "2570", "baseline": "12", "target": "5", "note": ""}
        done(planner.post(f"/objectives/{key}/target", said))
    shown = planner.get("/objectives?year=2570").text
    assert "10 children" in shown
    assert "target not met" in shown
    given.told(network.engine, "villages", given.moved(given.villages(), "V09", 18))
    acting.begin_run(planner)
    shown = planner.get("/objectives?year=2570").text
    assert "3 children" in shown
    assert "target not met" not in shown
    at = acting.whole_merge(planner)
    acting.resolve(network, planner, "change_case", at)
    done(planner.post(f"{at}/announce", {"announcement_number": "1/2569", "announced_on": "2026-04-01"}))
    with reading(network.engine) as session:
        first = session.exec(select(FollowUp).order_by(FollowUp.due_on)).all()[0]  # type: ignore[arg-type]
        counts = session.exec(select(FollowUpCount).where(FollowUpCount.follow_up_id == first.id)).all()
    form = {"done_on": "2026-10-20"}
    for one in counts:
        lost = 6 if one.village_code == "V02" else 0
        form |= {f"arrived_{one.id}": str(one.expected - lost), f"elsewhere_{one.id}": "0", f"lost_{one.id}": str(lost)}
    done(planner.post(f"{at}/follow-up/{first.id}", form))
    shown = planner.get("/objectives?year=2570").text
    assert "6 children" in shown
    assert "target not met" in shown
    assert planner.get("/objectives/report.pdf?year=2570").content.startswith(b"%PDF")
