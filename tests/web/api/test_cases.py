"""The API of cases gives and takes what the pages do, with the same refusals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from office.fiscal import FiscalYear
from service.database import transaction
from tests import factories
from tests.netops.cases.world import pdf
from tests.web.api.calling import Api, Caller


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


def reasons(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [one["reason"] for one in answer.json()["errors"]]


def sent(call: Caller, case: int, kind: str, data: bytes, name: str = "แผน.pdf") -> Any:
    return call.client.post(
        f"/api/v1/cases/{case}/evidence/{kind}",
        headers={"Authorization": f"Bearer {call.token}"},
        files={"file": (name, data)},
    )


def test_a_case_is_walked_to_its_resolution(api: Api, office: Office) -> None:
    it, director, planner = (api.caller(role, office) for role in (Role.IT, Role.DIRECTOR, Role.PLANNER))
    assert "innovation" in [one["key"] for one in it("GET", "/workflows").json()]
    made = it("POST", "/cases", {"workflow": "innovation", "title": "ระบบแจ้งซ่อม"})
    assert made.status_code == 201
    case, steps = made.json()["id"], made.json()["steps"]
    assert [one["state"] for one in steps] == ["open"] + ["blocked"] * 8
    assert made.json()["today"] == "idea"
    assert steps[0]["reasons"] == [{"lack": "evidence", "key": "idea"}]
    assert reasons(it("POST", f"/cases/{case}/steps/idea/done", {})) == ["A document is lacking: ข้อเสนอแนวคิด"]
    assert reasons(sent(it, case, "idea", b"<html>"))
    first = sent(it, case, "idea", pdf())
    assert (first.status_code, first.json()["name"]) == (201, "แผน.pdf")
    got = it("GET", f"/cases/{case}/evidence/{first.json()['id']}")
    assert got.content == pdf()
    assert got.headers["content-disposition"].startswith("attachment")
    assert it("POST", f"/cases/{case}/steps/idea/done", {"note": "ok"}).json()["today"] == "approval"
    assert [one["key"] for one in director("GET", "/due").json()] == [f"{case}-approval"]
    director("POST", f"/cases/{case}/steps/approval/done", {"choice": "go"})
    for key, kind in (("design", "design"), ("prototype", "test-result"), ("pilot", "pilot-report")):
        assert sent(it, case, kind, pdf(kind)).status_code == 201
        assert it("POST", f"/cases/{case}/steps/{key}/done", {}).status_code == 200
    _resolved(planner, case)
    ended = planner("POST", f"/cases/{case}/steps/evaluation/done", {"choice": "stop"}).json()
    assert [one["state"] for one in ended["steps"][6:]] == ["skipped", "skipped", "open"]
    undone = planner("POST", f"/cases/{case}/steps/evaluation/undo", {"reason": "ลงผิด"}).json()
    assert undone["today"] == "evaluation"
    year = FiscalYear.of(datetime.now(UTC).date()).era
    days = it("GET", f"/calendar?year={year}&everything=true").json()
    assert {one["mark"] for one in days} >= {"done", "to_do"}


def _resolved(planner: Caller, case: int) -> None:
    members = [{"name": "ก", "seat": "chair"}, {"name": "ข"}, {"name": "ค"}]
    order = {"kind": "evaluation", "order_no": "1/2570", "appointed_on": "2020-01-01", "members": members}
    committee = planner("POST", f"/cases/{case}/committees", order).json()
    ids = [one["id"] for one in committee["members"]]
    meetings = f"/cases/{case}/committees/{committee['id']}/meetings"
    short = planner("POST", meetings, {"held_on": "2020-01-02", "present": ids[:1]}).json()
    full = planner("POST", meetings, {"held_on": "2020-01-03", "present": ids[:2]}).json()
    assert [(one["needed"], one["is_quorate"]) for one in (short, full)] == [(2, False), (2, True)]
    assert [one["number"] for one in planner("GET", meetings).json()] == [1, 2]
    report = next(one for one in planner("GET", f"/cases/{case}/evidence").json() if one["kind"] == "pilot-report")
    given = {"step": "evaluation", "sha256": report["sha256"], "in_favour": 2, "against": 0}
    assert reasons(planner("POST", f"/cases/{case}/meetings/{short['id']}/resolutions", given))
    assert reasons(planner("POST", f"/cases/{case}/meetings/{full['id']}/resolutions", given | {"sha256": "0" * 64}))
    assert planner("POST", f"/cases/{case}/meetings/{full['id']}/resolutions", given).json()["is_approved"] is True
    assert [one["sha256"] for one in planner("GET", f"/cases/{case}/resolutions").json()] == [report["sha256"]]
    assert [one["order_no"] for one in planner("GET", f"/cases/{case}/committees").json()] == ["1/2570"]


def test_a_case_is_planned_broken_off_and_its_documents_withdrawn(api: Api, office: Office) -> None:
    it = api.caller(Role.IT, office)
    case = it("POST", "/cases", {"workflow": "innovation", "title": "ก"}).json()["id"]
    planned = it("POST", f"/cases/{case}/steps/idea/plan", {"due_on": "2099-01-31"}).json()
    assert planned["steps"][0]["due_on"] == "2099-01-31"
    paper = it("POST", "/papers", {"data": {"to": "ก", "subject": "ข", "body": "ค"}}).json()
    row = it("POST", f"/cases/{case}/papers", {"kind": "idea", "paper_id": paper["id"]}).json()
    assert row["sha256"] == paper["pdf_sha256"]
    assert it("GET", f"/cases/{case}/evidence/{row['id']}").status_code == 404
    gone = it("POST", f"/cases/{case}/evidence/{row['id']}/withdraw", {"reason": "ผิดฉบับ"}).json()
    assert gone["withdraw_reason"] == "ผิดฉบับ"
    assert it("POST", f"/cases/{case}/end", {"reason": "งบหมด"}).json()["end_reason"] == "งบหมด"
    assert it("GET", "/cases?running=true").json()["total"] == 0
    assert it("POST", f"/cases/{case}/resume", {}).json()["ended_at"] is None
    assert it("GET", "/cases?running=true&workflow=innovation").json()["total"] == 1
    assert it("POST", "/cases", {"workflow": "innovation"}).status_code == 422
    assert it("POST", "/cases", {"workflow": "none", "title": "ก"}).status_code == 404
    assert it("POST", "/cases", {"workflow": "disposal", "title": "ก"}).status_code == 422
