"""A school walks the process: papers are handed in by themselves, and what is approved is one version's SHA-256."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.site import PupilCount, Site
from inventory.store.acting import By
from netops.cases.committees import CommitteeDraft, MeetingDraft, ResolutionDraft, appoint, meet, members_of, resolve
from netops.cases.walking import StepDone, do_step
from netops.due.entry import ALWAYS, Mark
from netops.due.sources.network import SOURCE
from netops.models.case import Evidence, WorkCase
from netops.models.paper import Paper
from netops.models.person import Role
from netops.networking.course import approved, begin, hand_in, open_steps
from netops.networking.gathering import AsOf
from netops.networking.making import make_baseline, make_design, print_manual
from netops.networking.risks import risk_facts
from network.completeness import FilePart, Want
from network.models.change import NetworkChange, NetworkOrder
from network.models.design import NetworkDesign
from network.models.file import NetworkDrill, Scenario
from network.store.designs import DesignDraft, store_design
from network.store.parts import completeness_of
from service.refusal import RefusedError
from tests import factories
from tests.netops.cases.world import Desk, reader_of

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
AT = AsOf(NOW, ZoneInfo("Asia/Bangkok"))
BY = By("ไอที", NOW)


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, factories.make_office(session), NOW, tmp_path)


@pytest.fixture
def site(desk: Desk) -> Site:
    row = factories.make_site(desk.session, desk.office, name="โรงเรียนบ้านหนึ่ง")
    desk.session.add(PupilCount(site_id=row.id or 0, year=2569, pupils=60))
    desk.session.flush()
    return row


def designed(desk: Desk, site: Site, reason: str) -> tuple[NetworkDesign, Paper]:
    line: dict[str, Any] = {"option": "A", "what": "สวิตช์", "quantity": 1, "price_satang": 350_000, "source": "ข้อ 32"}
    given: dict[str, Any] = {"owner": "ไอที", "reason": reason, "chosen": "A", "lines": [line]}
    row = store_design(desk.session, site, DesignDraft.read(given), [], BY)
    paper = make_design(desk.session, site, row, AT, BY)
    hand_in(desk.as_(Role.IT), site.id or 0, "design", paper)
    return row, paper


def resolved(desk: Desk, case: WorkCase, sha256: str) -> None:
    it = desk.as_(Role.IT)
    members = [{"name": "ประธาน", "seat": "chair"}, {"name": "เลขานุการ", "seat": "secretary"}]
    given = {"kind": "network", "order_no": "1", "appointed_on": "2026-11-01", "members": members}
    committee = appoint(it, case, CommitteeDraft.read(given))
    ids = [one.id for one in members_of(desk.session, committee)]
    meeting = meet(it, case, committee, MeetingDraft.read({"held_on": "2026-11-02", "present": ids}))
    vote = {"step": "approval", "sha256": sha256, "in_favour": 2, "against": 0}
    resolve(it, case, meeting, ResolutionDraft.read(vote))


@pytest.mark.peer("postgres")
def test_papers_become_evidence_and_only_the_version_that_was_resolved_is_approved(desk: Desk, site: Site) -> None:
    it, director = desk.as_(Role.IT), desk.as_(Role.DIRECTOR)
    case = begin(it, site)
    with pytest.raises(RefusedError, match="It has its case already"):
        begin(it, site)
    assert open_steps(desk.session, [site.id or 0])[site.id or 0].key == "study"
    assert hand_in(it, site.id or 0, "baseline", make_baseline(desk.session, site, AT, BY))
    do_step(it, case, "study", StepDone())
    _first, old = designed(desk, site, "ฉบับแรก")
    _second, paper = designed(desk, site, "แก้ไข")
    do_step(it, case, "design", StepDone())
    with pytest.raises(RefusedError):
        do_step(director, case, "approval", StepDone(choice="go"))
    resolved(desk, case, paper.pdf_sha256)
    assert approved(desk.session, site.id or 0) == set()  # the director has not let it pass yet
    do_step(director, case, "approval", StepDone(choice="go"))
    assert approved(desk.session, site.id or 0) == {paper.pdf_sha256}
    assert old.pdf_sha256 != paper.pdf_sha256
    kinds = [row.kind for row in desk.session.exec(select(Evidence).where(Evidence.case_id == case.id))]
    assert kinds == ["baseline", "design", "design"]
    designed(desk, site, "ฉบับที่สาม")  # its step is done: it is kept, and not handed in
    assert approved(desk.session, site.id or 0) == {paper.pdf_sha256}
    assert open_steps(desk.session, [site.id or 0])[site.id or 0].key == "installing"


@pytest.mark.peer("postgres")
def test_a_printed_manual_is_the_part_manual_and_is_due_again_after_a_year(desk: Desk, site: Site) -> None:
    print_manual(desk.session, site, AT, BY)
    found = completeness_of(desk.session, [site.id or 0], AT.day)[site.id or 0]
    fact, lacks = found.parts[FilePart.MANUAL]
    assert fact is not None
    assert (found.percent, lacks, fact.owner) == (20, (), "ไอที")
    assert fact.review_on is not None
    assert (fact.review_on.year, fact.review_on.month) == (2027, 11)
    entries = list(SOURCE.find(reader_of(desk.as_(Role.IT)), ALWAYS))
    assert [(entry.day, entry.mark, entry.is_mine) for entry in entries] == [(fact.review_on, Mark.TO_DO, True)]


@pytest.mark.peer("postgres")
def test_drills_and_orders_stand_on_the_calendar_and_another_school_sees_none_of_them(desk: Desk, site: Site) -> None:
    other = factories.make_site(desk.session, desk.office)
    drill = NetworkDrill(site_id=site.id or 0, scenario=Scenario.LINK, planned_on=AT.day, owner="ครู", most_minutes=5)
    change = NetworkChange(site_id=site.id or 0, title="เปลี่ยนสวิตช์", why="เต็ม", way_back="เดิม", planned_on=AT.day)
    desk.session.add_all([drill, change])
    desk.session.flush()
    order = NetworkOrder(change_id=change.id or 0, owner="ช่าง", due_on=AT.day, ordered_at=NOW)
    desk.session.add(order)
    desk.session.flush()
    entries = list(SOURCE.find(reader_of(desk.as_(Role.IT)), ALWAYS))
    assert [entry.mark for entry in entries] == [Mark.TO_DO, Mark.TO_DO]
    order.accepted_at = NOW
    desk.session.flush()
    assert Mark.DONE in [entry.mark for entry in SOURCE.find(reader_of(desk.as_(Role.IT)), ALWAYS)]
    assert list(SOURCE.find(reader_of(desk.as_(Role.SCHOOL, site=other)), ALWAYS)) == []


def test_a_school_without_risks_has_the_part_as_it_was_written_down(desk: Desk, site: Site) -> None:
    assert risk_facts(desk.session, [site.id or 0], AT.zone) == {}
    found = completeness_of(desk.session, [site.id or 0], AT.day, risks={})[site.id or 0]
    assert found.parts[FilePart.RISK] == (None, (Want.MISSING,))
