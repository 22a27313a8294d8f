"""From idea to maintenance through the real case: evidence, approval and a committee's resolution open the gates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from innovation.models.innovation import Innovation, Pilot, PilotResult, Requirement, Stage, StageStep
from innovation.models.innovation import TestResult as Tested
from innovation.store.innovations import InnovationDraft, create_innovation
from inventory.store.acting import By
from netops.cases.committees import CommitteeDraft, MeetingDraft, ResolutionDraft, appoint, meet, members_of, resolve
from netops.cases.walking import StepDone, do_step
from netops.innovating.gates import gates_of, open_case_of, pass_gate
from netops.models.case import WorkCase
from netops.models.person import Role
from service.refusal import RefusedError
from tests import factories
from tests.netops.cases.world import Desk

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, factories.make_office(session), NOW, tmp_path)


@pytest.fixture
def innovation(desk: Desk) -> Innovation:
    draft = InnovationDraft.read({"name": "ระบบจองห้อง", "problem": "จองซ้ำ", "need": "ครูขอ", "owner": "ไอที"})
    return create_innovation(desk.session, draft, office_id=desk.office.id or 0, by=By("ไอที", NOW))


def refusal(desk: Desk, innovation: Innovation, stage: Stage, note: str = "") -> str:
    with pytest.raises(RefusedError) as refused:
        pass_gate(desk.as_(Role.IT), innovation, stage, note=note)
    return str(refused.value)


def required(desk: Desk, innovation: Innovation) -> Requirement:
    row = Requirement(innovation_id=innovation.id or 0, number=1, text="จองได้")
    desk.session.add(row)
    desk.session.flush()
    return row


def tried(desk: Desk, innovation: Innovation, result: PilotResult) -> Pilot:
    site = factories.make_site(desk.session, desk.office)
    row = Pilot(innovation_id=innovation.id or 0, site_id=site.id or 0, begins_on=TODAY, result=result)
    desk.session.add(row)
    desk.session.flush()
    return row


def scaled(desk: Desk, case: WorkCase) -> None:
    planner = desk.as_(Role.PLANNER)
    members = [{"name": "ประธาน", "seat": "chair"}, {"name": "เลขานุการ", "seat": "secretary"}]
    given = {"kind": "evaluation", "order_no": "1", "appointed_on": "2026-11-01", "members": members}
    committee = appoint(planner, case, CommitteeDraft.read(given))
    ids = [one.id for one in members_of(desk.session, committee)]
    meeting = meet(planner, case, committee, MeetingDraft.read({"held_on": "2026-11-02", "present": ids}))
    sha256 = desk.view(case).documents["pilot-report"].sha256
    vote = {"step": "evaluation", "sha256": sha256, "in_favour": 2, "against": 0}
    resolve(planner, case, meeting, ResolutionDraft.read(vote))
    do_step(planner, case, "evaluation", StepDone(choice="scale"))


@pytest.mark.requirement("P5-4.3", "P5-2.3", "I-2.3")
@pytest.mark.peer("postgres")
def test_a_release_without_a_passed_pilot_is_refused_and_each_requirement_is_traced(
    desk: Desk, innovation: Innovation
) -> None:
    it = desk.as_(Role.IT)
    assert "Open its case first" in refusal(desk, innovation, Stage.DESIGN)
    case = open_case_of(it, innovation)
    desk.walk(case, "idea")
    assert "อนุมัติให้พัฒนา" in refusal(desk, innovation, Stage.DESIGN)
    desk.walk(case, "approval")
    pass_gate(it, innovation, Stage.DESIGN, note="")
    desk.walk(case, "design", "prototype", "pilot")
    assert "it has no requirement" in refusal(desk, innovation, Stage.PROTOTYPE)
    requirement = required(desk, innovation)
    pass_gate(it, innovation, Stage.PROTOTYPE, note="")
    pass_gate(it, innovation, Stage.PILOT, note="")
    scaled(desk, case)
    untried = refusal(desk, innovation, Stage.RELEASE)
    for told in ("without a passed pilot", "without a need: 1", "has not passed: 1", "needs a version"):
        assert told in untried
    tried(desk, innovation, PilotResult.FAILED)
    innovation.version = "1.0"
    requirement.need, requirement.result = "ครูขอ", Tested.PASSED
    assert refusal(desk, innovation, Stage.RELEASE).count(";") == 0
    assert innovation.stage is Stage.PILOT
    tried(desk, innovation, PilotResult.PASSED)
    pass_gate(it, innovation, Stage.RELEASE, note="ครบตามข้อกำหนด")
    assert "เผยแพร่ใช้งานจริง" in refusal(desk, innovation, Stage.MAINTENANCE)
    steps = desk.session.exec(select(StageStep).where(StageStep.innovation_id == innovation.id)).all()
    assert [(step.stage, step.version) for step in steps][-1] == (Stage.RELEASE, "1.0")
    assert innovation.stage_since == NOW


@pytest.mark.peer("postgres")
def test_the_page_is_told_what_lacks_for_the_next_stage_first(desk: Desk, innovation: Innovation) -> None:
    told = gates_of(desk.session, innovation)
    assert [stage for stage, _lacks in told] == [Stage.DESIGN, Stage.RETIRED]
    assert [len(lacks) for _stage, lacks in told] == [1, 0]
    assert "Say why" in refusal(desk, innovation, Stage.RETIRED)
    pass_gate(desk.as_(Role.IT), innovation, Stage.RETIRED, note="ซ้ำกับระบบกลาง")
    assert gates_of(desk.session, innovation) == []
