"""A disposal from the list to the last card: its case, papers as evidence, committees, approval, striking off."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from inventory.models.asset import Asset, Standing
from inventory.models.disposal import Disposal, DisposalItem
from inventory.models.site import Office, Site
from netops.models.case import CaseStep, Committee, CommitteeMember, Evidence, Meeting, Resolution, WorkCase
from netops.models.person import AuditEntry, Person, Role
from netops.settings import Settings
from office.workflow.committee import Seat
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in

GIVEN = {"site_id": "", "title": "จำหน่ายปี 2570", "reason": "ชำรุด <b>", "numbers": "A1\nA2", "method": "negotiated"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office) -> Visit:
    with transaction(engine) as session:
        for number in ("A1", "A2"):
            factories.make_asset(
                session, office, number=number, price_satang=1_000_000, quantity=1, acquired_on=date(2017, 1, 16)
            )
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def listed(visit: Visit, **values: str) -> str:
    answer = visit.post("/disposals/new", GIVEN | {"is_normal_wear": "yes", "cause": ""} | values)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def case_of(engine: Engine, address: str) -> int:
    with reading(engine) as session:
        return session.get_one(Disposal, int(address.rpartition("/")[2])).case_id


def items(engine: Engine) -> list[DisposalItem]:
    with reading(engine) as session:
        return list(session.exec(select(DisposalItem).order_by("id")))


def handed_in(visit: Visit, address: str, kind: str) -> None:
    made = visit.post(f"{address}/papers/{kind}")
    assert made.status_code == 303
    assert visit.get(f"{made.headers['location']}/paper.pdf").content.startswith(b"%PDF")


def resolved(engine: Engine, case_id: int, step: str, evidence: str, committee: str) -> None:
    """A committee met and agreed with the document that counts."""
    with transaction(engine) as session:
        wanted = select(Evidence).where(Evidence.case_id == case_id, Evidence.kind == evidence)
        document = session.exec(wanted.order_by(Evidence.id.desc())).first()  # type: ignore[union-attr]
        assert document is not None
        row = Committee(case_id=case_id, kind=committee, order_no="9/2570", appointed_on=date(2026, 11, 1))
        session.add(row)
        session.flush()
        session.add(CommitteeMember(committee_id=row.id or 0, name="ประธาน", seat=Seat.CHAIR))
        meeting = Meeting(
            committee_id=row.id or 0,
            number=1,
            held_on=date(2026, 11, 2),
            total=1,
            needed=1,
            counted=1,
            is_quorate=True,
        )
        session.add(meeting)
        session.flush()
        session.add(
            Resolution(
                meeting_id=meeting.id or 0,
                case_id=case_id,
                step=step,
                evidence_id=document.id or 0,
                sha256=document.sha256,
                in_favour=1,
                against=0,
                is_approved=True,
            )
        )


def approved(settings: Settings, engine: Engine, office: Office, supply: Visit, address: str, cause: str) -> None:
    """All the steps until the director's."""
    case_id = case_of(engine, address)
    steps = f"/cases/{case_id}/steps"
    handed_in(supply, address, "disposal_request")
    assert supply.post(f"{steps}/request/done", {"choice": cause, "note": ""}).status_code == 303
    handed_in(supply, address, "disposal_order")
    assert supply.post(f"{steps}/appointment/done", {"choice": "", "note": ""}).status_code == 303
    if cause == "facts":
        handed_in(supply, address, "disposal_facts")
        resolved(engine, case_id, "facts", "facts-report", "fact-finding")
        assert supply.post(f"{steps}/facts/done", {"choice": "", "note": ""}).status_code == 303
    handed_in(supply, address, "disposal_prices")
    resolved(engine, case_id, "valuation", "price-list", "disposal")
    assert supply.post(f"{steps}/valuation/done", {"choice": "", "note": ""}).status_code == 303
    director = signed_in(settings, engine, person_of(engine, Role.DIRECTOR, office=office))
    supply.post(f"{steps}/approval/done", {"choice": "approved", "note": ""})
    assert "not approved yet" in supply.get(address).text  # only a director approves
    assert director.post(f"{steps}/approval/done", {"choice": "approved", "note": ""}).status_code == 303


def gone_today(**values: str) -> dict[str, str]:
    return {
        "done_on": utc_now().astimezone(ZoneInfo("Asia/Bangkok")).date().isoformat(),
        "proceeds_baht": "300.50",
        "document_no": "บร 1",
    } | values


def test_from_the_list_to_the_notice(settings: Settings, engine: Engine, office: Office, supply: Visit) -> None:
    address = listed(supply)
    shown = supply.get(address).text
    assert "ชำรุด &lt;b&gt;" in shown
    assert "not approved yet" in shown
    first = items(engine)[0]
    early = supply.post(f"{address}/items/{first.id}/gone", gone_today())
    assert (early.status_code, "It is not approved yet" in early.text) == (422, True)
    priced = {"method": "auction", "is_normal_wear": "yes", "cause": "", "least_baht": "250"}
    assert supply.post(f"{address}/items/{first.id}", priced).status_code == 303
    approved(settings, engine, office, supply, address, "wear")
    late = supply.post(f"{address}/items/{first.id}", priced)
    assert (late.status_code, "is not changed any more" in late.text) == (422, True)
    bare = supply.post(f"{address}/items/{first.id}/gone", gone_today(proceeds_baht=""))
    assert (bare.status_code, "Say for how much it was sold" in bare.text) == (422, True)
    for item in items(engine):
        assert supply.post(f"{address}/items/{item.id}/gone", gone_today()).status_code == 303
    assert "all has gone" in supply.get(address).text
    with reading(engine) as session:
        assert {asset.standing for asset in session.exec(select(Asset))} == {Standing.DISPOSED}
        due = {step.key: step.due_on for step in session.exec(select(CaseStep)) if step.due_on}
    assert list(due) == ["carry-out"]
    steps = f"/cases/{case_of(engine, address)}/steps"
    for kind, step in (("disposal_result", "carry-out"), ("disposal_notice", "notice")):
        handed_in(supply, address, kind)
        assert supply.post(f"{steps}/{step}/done", {"choice": "", "note": ""}).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(WorkCase.ended_at)).one() is not None
        actions = set(session.exec(select(AuditEntry.action).where(AuditEntry.subject == "disposal")))
    assert actions == {"disposal.listed", "disposal.item_changed", "disposal.struck_off"}


def test_what_was_not_worn_normally_needs_its_facts(
    settings: Settings, engine: Engine, office: Office, supply: Visit
) -> None:
    address = listed(supply, is_normal_wear="no", cause="ฟ้าผ่า")
    assert "Facts are to be found first" in supply.get(address).text
    approved(settings, engine, office, supply, address, "facts")
    item = items(engine)[0]
    assert supply.post(f"{address}/items/{item.id}/gone", gone_today()).status_code == 303


def test_facts_that_were_left_out_stop_the_striking_off(
    settings: Settings, engine: Engine, office: Office, supply: Visit
) -> None:
    address = listed(supply, is_normal_wear="no", cause="ฟ้าผ่า")
    approved(settings, engine, office, supply, address, "wear")  # the wrong branch of the case
    answer = supply.post(f"{address}/items/{items(engine)[0].id}/gone", gone_today())
    assert (answer.status_code, "Facts are to be found first" in answer.text) == (422, True)


def test_the_days_of_the_case_are_those_of_the_rules(supply: Visit, engine: Engine) -> None:
    case_id = case_of(engine, listed(supply))
    with reading(engine) as session:
        definition = session.get_one(WorkCase, case_id).definition
    days = {step["key"]: step.get("days") for step in definition["steps"]}  # type: ignore[attr-defined]
    assert (days["carry-out"], days["notice"]) == (60, 30)
    address = f"/disposals/{items(engine)[0].disposal_id}"
    assert "60 days" in re.sub(r"\s+", " ", supply.get(address).text)
    with transaction(engine) as session:
        session.execute(update(Person).values(language="th"))
    page = supply.get(address).text
    assert "ดำเนินการให้เสร็จภายใน: 60 วัน" in page
    assert not re.search(r"<li>(sold|written off|carried out|audit office)", page)


def test_too_dear_for_a_way_is_refused(supply: Visit, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        factories.make_asset(session, office, number="A3", price_satang=49_000_001, quantity=1)
    answer = supply.post("/disposals/new", GIVEN | {"numbers": "A1\nA3", "is_normal_wear": "yes"})
    assert (answer.status_code, "sell it by auction" in answer.text) == (422, True)
    with reading(engine) as session:
        assert session.exec(select(WorkCase)).all() == []  # nothing is left of it


def test_it_can_be_given_up(supply: Visit, engine: Engine) -> None:
    address = listed(supply)
    assert supply.post(f"{address}/give-up", {"reason": ""}).status_code == 422
    assert supply.post(f"{address}/give-up", {"reason": "ซ่อมได้"}).status_code == 303
    assert "given up" in supply.get(address).text
    with reading(engine) as session:
        assert session.exec(select(WorkCase.end_reason)).one() == "ซ่อมได้"
        assert {asset.standing for asset in session.exec(select(Asset))} == {Standing.IN_USE}


def test_a_school_disposes_of_its_own_with_its_own_workflow(settings: Settings, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        school: Site = factories.make_site(session, office)
        factories.make_asset(session, office, school, number="S1")
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    address = listed(teacher, site_id=str(school.id), numbers="S1", method="destroy")
    with reading(engine) as session:
        assert session.exec(select(WorkCase.workflow)).one() == "disposal-school"
    assert teacher.get(f"/cases/{case_of(engine, address)}").status_code == 200
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))
    assert viewer.get(address).status_code == 200
    assert viewer.post(f"{address}/give-up", {"reason": "ไม่เอา"}).status_code == 403


def test_the_api_lists_and_gives_up(settings: Settings, engine: Engine, office: Office, supply: Visit) -> None:
    call = Api(settings, engine).caller(Role.SUPPLY, office)
    made = call("POST", "/disposals", {"title": "ก", "reason": "ข", "numbers": ["A1"]})
    assert made.status_code == 201, made.text
    found = made.json()
    address = f"/disposals/{found['id']}"
    item = f"{address}/items/{found['items'][0]['id']}"
    wish = {"method": "destroy", "is_normal_wear": True}
    assert call("PUT", item, wish).json()["items"][0]["method"] == "destroy"
    assert call("POST", f"{item}/gone", {"done_on": "2026-11-20"}).status_code == 422
    assert call("GET", "/disposals?disposal=open").json()["total"] == 1
    assert call("POST", f"{address}/give-up", {"reason": "ซ่อมได้"}).json()["ended_reason"] == "ซ่อมได้"
    assert call("GET", address).json()["approved_on"] is None
