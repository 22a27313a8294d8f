"""Activities of a project: when they began and ended in truth, told by those who carry them out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from planning.annual_plan.models.project import Activity
from planning.kit.tables import AuditEntry
from service.database import reading
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.typing_in import PROJECT

BEGAN = {"began_on": "2026-11-02", "finished_on": ""}


def one(session: Session) -> Activity:
    return session.exec(select(Activity).order_by(col(Activity.id))).first() or Activity.model_validate({})


def test_who_carries_it_out_says_when_it_began(approved: Office) -> None:
    page = approved.planner.get("/projects/1").text
    assert 'href="/activities/1"' in page
    assert approved.enter("viewer").post("/activities/1", BEGAN).status_code == 403
    assert approved.planner.post("/activities/1", BEGAN).status_code == 303
    with reading(approved.served.engine) as session:
        row = one(session)
        assert (row.began_on, row.finished_on) == (date(2026, 11, 2), None)
        acts = [entry.action for entry in session.exec(select(AuditEntry)) if entry.action == "activity.done"]
        assert len(acts) == 1


def test_a_day_that_cannot_be_is_refused_and_nothing_is_kept(approved: Office) -> None:
    later = (datetime.now(UTC).date() + timedelta(days=2)).isoformat()
    for form, reason in (
        ({"began_on": "2026-11-02", "finished_on": "2026-11-01"}, "The end lies before the beginning"),
        ({"began_on": "", "finished_on": "2026-11-01"}, "The end lies before the beginning"),
        ({"began_on": later, "finished_on": ""}, "This day is yet to come"),
    ):
        answer = approved.planner.post("/activities/1", form)
        assert (answer.status_code, reason in answer.text) == (422, True), form
    with reading(approved.served.engine) as session:
        assert one(session).began_on is None


def test_only_an_approved_project_is_carried_out(approved: Office) -> None:
    made = approved.planner.post("/projects/new", {**PROJECT, "code": "ผ-9", "name": "อีกโครงการ"})
    assert made.status_code == 303, made.text
    at = str(made.headers["location"])
    activity = {"version": "1", "amount_satang": "0", "activities.0.name": "ก", "activities.0.amount_satang": "0"}
    assert approved.planner.post(at, activity).status_code == 303
    with reading(approved.served.engine) as session:
        newest = session.exec(select(Activity).order_by(col(Activity.id).desc())).first()
    assert newest is not None
    assert newest.project_id == 2
    answer = approved.planner.post(f"/activities/{newest.id}", BEGAN)
    assert (answer.status_code, "Only an approved project is carried out" in answer.text) == (422, True)
