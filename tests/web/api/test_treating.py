"""Needs and the risks that they treat: written from a risk, put off and taken up again, told to siblings both ways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.events import NeedApproved, NeedDeferred, NeedRejected, RiskRated, read_event
from inventory.models.outage import Cause, Subject
from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from procurement.models.need import Need
from procurement.needs.need import NeedState, Reason, Source
from procurement.store.need_finding import find_needs
from risk.models.register import Risk
from risk.store.scoring import rescore
from service.columns import utc_now
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api, Caller

NOW = utc_now()
LATER = (NOW + timedelta(days=90)).date().isoformat()
DEFER = {"verdict": "defer", "deferred_until": LATER, "decision": "งบไม่พอ"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


def silent(engine: Engine, office: Office, school: Site) -> int:
    """A device that fell silent eight times: the id of its risk."""
    with transaction(engine) as session:
        device, link = factories.make_device(session, school), factories.make_link(session, school)
        for day in range(8):
            at = NOW - timedelta(days=day + 1)
            factories.make_outage(
                session, link, subject=Subject.DEVICE, subject_id=device.id, started_at=at, ended_at=at,
                cause=Cause.EQUIPMENT,
            )  # fmt: skip
        rescore(session, office.id or 0, NOW)
        return session.exec(select(Risk.id).where(Risk.rule == "repeated_outages")).one() or 0


def treated(it: Caller, risk_id: int) -> dict[str, Any]:
    wish = {"treatment": "reduce", "plan": "ซื้อเครื่องใหม่", "residual_likelihood": 1, "residual_impact": 2}
    found: dict[str, Any] = it("POST", f"/risks/{risk_id}/treat", wish).json()
    return found


def written(it: Caller, risk_id: int, **values: object) -> int:
    wish = {"title": "สวิตช์ 24 ช่อง", "kind": "switch", "reason_text": "ขัดข้องซ้ำ", **values}
    made: int = it("POST", f"/risks/{risk_id}/needs", wish).json()["need_id"]
    return made


def left(call: Caller, risk_id: int) -> tuple[list[int] | None, int]:
    risk = call("GET", f"/risks/{risk_id}").json()
    return risk["left"], len(risk["withheld"])


def events(call: Caller) -> list[Any]:
    items = call("GET", "/contract-events?limit=1000").json()["items"]
    return [read_event(one["kind"], one["data"]) for one in items]


def test_a_need_written_from_a_risk_treats_it_and_both_say_so(
    api: Api, engine: Engine, office: Office, school: Site
) -> None:
    it, risk_id = api.caller(Role.IT, office), silent(engine, office, school)
    refused = it("POST", f"/risks/{risk_id}/needs", {"title": "สวิตช์", "reason_text": ""})
    assert refused.status_code == 422
    need_id = written(it, risk_id)
    need = it("GET", f"/needs/{need_id}").json()
    assert (need["site_id"], need["reason"], need["source"]) == (school.id, "risk", "hand")
    [answer] = it("GET", f"/risks/{risk_id}/needs").json()
    assert (answer["need_id"], answer["state"]) == (need_id, "open")
    [risk] = it("GET", f"/needs/{need_id}/risks").json()
    assert (risk["risk_id"], risk["then_score"]) == (risk_id, risk["score"])
    assert [one["figure"] for one in risk["evidence"]].count("outage_at") == 8
    assert written(it, risk_id, title="อีกเครื่อง") == need_id
    assert len(it("GET", f"/needs/{need_id}/history").json()) == 1
    assert api.caller(Role.VIEWER, office)("POST", f"/risks/{risk_id}/needs", {}).status_code == 403


def test_what_remains_rises_when_the_need_is_put_off_and_falls_when_it_is_taken_up(
    api: Api, engine: Engine, office: Office, school: Site
) -> None:
    it, director, risk_id = (
        api.caller(Role.IT, office),
        api.caller(Role.DIRECTOR, office),
        silent(engine, office, school),
    )
    now = treated(it, risk_id)
    need_id = written(it, risk_id)
    assert it("POST", f"/risks/{risk_id}/review", {"note": "ดูแล้ว", "review_on": LATER}).status_code == 200
    assert left(it, risk_id) == ([1, 2], 0)
    for verdict in (DEFER, {"verdict": "reject", "decision": "ไม่จำเป็น"}):
        assert director("POST", f"/needs/{need_id}/decide", verdict).status_code == 200
        assert left(it, risk_id) == ([now["likelihood"], now["impact"]], 1)
    risk = it("GET", f"/risks/{risk_id}").json()
    assert (risk["withheld"][0]["by"], risk["withheld"][0]["why"]) == (f"need:{need_id}", "งบไม่พอ")
    assert risk["review_why"] == "withheld"
    residual = [cell for cell in it("GET", "/risks/heat-map?of=residual").json()["cells"] if cell["count"]]
    assert (risk["likelihood"], risk["impact"]) in [(cell["likelihood"], cell["impact"]) for cell in residual]
    assert director("POST", f"/needs/{need_id}/decide", {"verdict": "reopen"}).status_code == 200
    assert left(it, risk_id)[1] == 1, "nobody has approved it yet"
    assert director("POST", f"/needs/{need_id}/decide", {"verdict": "approve"}).status_code == 200
    assert left(it, risk_id) == ([1, 2], 0)
    history = it("GET", f"/risks/{risk_id}/history").json()
    moved = [(one["kind"], one["changes"]["left"], one["note"]) for one in history if "left" in one["changes"]]
    score = f"{now['likelihood']} × {now['impact']} = {now['score']}"
    assert moved == [("restored", [score, "1 × 2 = 2"], ""), ("withheld", ["1 × 2 = 2", score], "งบไม่พอ")]
    assert it("GET", f"/risks/{risk_id}").json()["review_since"] is None


def test_another_need_of_the_same_device_that_is_approved_is_enough(
    api: Api, engine: Engine, office: Office, school: Site
) -> None:
    it, director, risk_id = (
        api.caller(Role.IT, office),
        api.caller(Role.DIRECTOR, office),
        silent(engine, office, school),
    )
    treated(it, risk_id)
    first = written(it, risk_id)
    with transaction(engine) as session:
        find_needs(session, office.id or 0, NOW)
        [second] = session.exec(select(Need.id).where(Need.reason == "outages", Need.device_id != None))  # noqa: E711
    assert {one["need_id"] for one in it("GET", f"/risks/{risk_id}/needs").json()} == {first, second}
    assert director("POST", f"/needs/{second}/decide", {"verdict": "approve"}).status_code == 200
    assert director("POST", f"/needs/{first}/decide", {"verdict": "reject", "decision": "ซ้ำ"}).status_code == 200
    assert left(it, risk_id) == ([1, 2], 0)
    assert director("POST", f"/needs/{second}/decide", DEFER).status_code == 200
    assert left(it, risk_id)[1] == 1
    assert treated(it, risk_id)["left"] != [1, 2], "the same words again say nothing new"
    wish = {"treatment": "reduce", "plan": "ยืมเครื่องสำรอง", "residual_likelihood": 2, "residual_impact": 2}
    assert it("POST", f"/risks/{risk_id}/treat", wish).json()["left"] == [2, 2]


def test_a_merged_need_stands_as_the_one_that_it_was_merged_into(
    api: Api, engine: Engine, office: Office, school: Site
) -> None:
    it, director, risk_id = (
        api.caller(Role.IT, office),
        api.caller(Role.DIRECTOR, office),
        silent(engine, office, school),
    )
    treated(it, risk_id)
    first = written(it, risk_id)
    wish = {"site_id": school.id, "title": "สวิตช์", "reason": "other"}
    into = it("POST", "/needs", wish).json()["id"]
    assert it("POST", f"/needs/{first}/merge", {"into": into}).status_code == 200
    assert director("POST", f"/needs/{into}/decide", DEFER).status_code == 200
    assert left(it, risk_id)[1] == 1
    [answer] = it("GET", f"/risks/{risk_id}/needs").json()
    assert (answer["need_id"], answer["state"]) == (into, "deferred")
    assert it("POST", f"/needs/{first}/take-out").status_code == 200
    assert left(it, risk_id) == ([1, 2], 0)


def test_siblings_hear_of_ratings_and_decisions(api: Api, engine: Engine, office: Office, school: Site) -> None:
    it, director, risk_id = (
        api.caller(Role.IT, office),
        api.caller(Role.DIRECTOR, office),
        silent(engine, office, school),
    )
    now = treated(it, risk_id)
    need_id = written(it, risk_id, quantity=2, fiscal_year=2599)
    for verdict in ({"verdict": "approve"}, DEFER, {"verdict": "reject", "decision": "ไม่จำเป็น"}):
        assert director("POST", f"/needs/{need_id}/decide", verdict).status_code == 200
    told = [one for one in events(director) if not isinstance(one, RiskRated) or one.risk_id == risk_id]
    first, treating, approved, raised, deferred, rejected = told
    assert isinstance(first, RiskRated)
    assert (first.score, first.left_score, first.basis, first.unit_code) == (
        now["score"],
        None,
        "measured",
        school.code,
    )
    assert (treating.left_score, treating.state) == (2, "treating")
    assert isinstance(approved, NeedApproved)
    assert (approved.need_id, approved.quantity, approved.fiscal_year, approved.risks) == (need_id, 2, 2599, (risk_id,))
    assert (raised.left_score, raised.withheld_by) == (now["score"], (need_id,))
    assert isinstance(deferred, NeedDeferred)
    assert (deferred.deferred_until.isoformat(), deferred.reason) == (LATER, "งบไม่พอ")
    assert isinstance(rejected, NeedRejected)
    assert rejected.reason == "ไม่จำเป็น"


def test_a_reduced_allocation_defers_needs_and_their_risks_rise_before_the_board(
    api: Api, engine: Engine, office: Office, school: Site
) -> None:
    it, director, risk_id = (
        api.caller(Role.IT, office),
        api.caller(Role.DIRECTOR, office),
        silent(engine, office, school),
    )
    now = treated(it, risk_id)
    need_id = written(it, risk_id)
    assert director("POST", f"/needs/{need_id}/decide", {"verdict": "approve"}).status_code == 200
    with transaction(engine) as session:
        given: dict[str, Any] = {"title": "สั่งแล้ว", "reason": Reason.OTHER, "source": Source.HAND}
        bought = Need(office_id=office.id or 0, state=NeedState.ORDERED, **given)
        foreign = Need(office_id=factories.make_office(session).id or 0, **given)
        session.add_all([bought, foreign])
        session.flush()
        ids = [need_id, bought.id, foreign.id]
    data = {"key": "alloc-7", "fiscal_year": 2570, "need_ids": ids, "deferred_until": LATER, "reason": "จัดสรรลดลง"}
    told = {"kind": "AllocationReduced", "data": data}
    planner = api.caller(Role.PLANNER, office)
    assert it("POST", "/contract-events", told).status_code == 403
    late = {"kind": "AllocationReduced", "data": data | {"deferred_until": "2020-01-01"}}
    assert planner("POST", "/contract-events", late).status_code == 422
    assert left(it, risk_id) == ([1, 2], 0)
    first = planner("POST", "/contract-events", told).json()
    assert first == {
        "is_new": True,
        "needs": [
            {"need_id": need_id, "is_deferred": True, "state": "deferred"},
            {"need_id": ids[1], "is_deferred": False, "state": "ordered"},
            {"need_id": ids[2], "is_deferred": False, "state": "unknown"},
        ],
    }
    again = planner("POST", "/contract-events", told).json()
    assert again == first | {"is_new": False}
    assert left(director, risk_id) == ([now["likelihood"], now["impact"]], 1)
    risk = director("GET", f"/risks/{risk_id}").json()
    assert (risk["withheld"][0]["why"], risk["review_why"]) == ("จัดสรรลดลง", "withheld")
    need = director("GET", f"/needs/{need_id}").json()
    assert (need["state"], need["decision"], need["deferred_until"]) == ("deferred", "จัดสรรลดลง", LATER)
    assert planner("POST", "/contract-events", {"kind": "NeedApproved", "data": data}).status_code == 422
