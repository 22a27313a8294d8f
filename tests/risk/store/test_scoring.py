"""Risks by themselves: opened, re-scored, lowered and closed from rows of the inventory, each step written down."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from contract.events import DeviceEol
from inventory.models.device import DeviceSupport
from inventory.models.link import Link
from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Contact, Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.siblings import told_after
from network.completeness import FilePart
from network.store.parts import Made, made_part
from risk.models.register import Risk, RiskAssessment, RiskEvent, RiskTask
from risk.scale import Level
from risk.store import register, tasks
from risk.store.scoring import Looked, rescore
from risk.store.settings import ScaleDraft, store_scale
from risk.terms import Movement, RiskState, Treatment
from service.database import make_engine, reading, transaction
from service.refusal import MissingError, RefusedError
from tests import factories

NOW = factories.AT
BY = By("เจ้าหน้าที่จำลอง", NOW)
RULE = "repeated_outages"


@pytest.fixture
def place(database: Engine) -> tuple[Office, Site, int]:
    """A school with two lines, two contacts and a switch that never failed."""
    with transaction(database) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        factories.make_link(session, site)
        factories.make_link(session, site)
        session.add_all(Contact(site_id=site.id or 0, name=f"ผู้ติดต่อ {n}") for n in range(2))
        device = factories.make_device(session, site, name="sw1")
    return office, site, device.id or 0


def silent(engine: Engine, site: Site, device_id: int, *, days_ago: int, cause: Cause = Cause.EQUIPMENT) -> None:
    at = NOW - timedelta(days=days_ago)
    with transaction(engine) as session:
        session.add(
            Outage(
                subject=Subject.DEVICE, subject_id=device_id, site_id=site.id or 0, started_at=at, confirmed_at=at,
                ended_at=at + timedelta(hours=1), cause=cause,
            )
        )  # fmt: skip


def looked(engine: Engine, office: Office, *, days: int = 0) -> Looked:
    with transaction(engine) as session:
        return rescore(session, office.id or 0, NOW + timedelta(days=days))


def risks(engine: Engine, rule: str = RULE) -> list[Risk]:
    with reading(engine) as session:
        return list(session.exec(select(Risk).where(Risk.rule == rule).order_by(col(Risk.id))))


def open_work(engine: Engine, risk: Risk) -> list[RiskTask]:
    with reading(engine) as session:
        return tasks.open_tasks(session, risk)


def movements(engine: Engine, risk: Risk) -> list[tuple[str, int, str]]:
    with reading(engine) as session:
        rows = session.exec(
            select(RiskAssessment).where(RiskAssessment.risk_id == risk.id).order_by(col(RiskAssessment.id))
        )
        return [(row.movement.value, row.likelihood, row.note) for row in rows]


def told_of_support(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        facts = [one.fact for one in told_after(session, None, 0, limit=1000).items]
    return [(one.name, one.ended_on.isoformat()) for one in facts if isinstance(one, DeviceEol)]


def test_the_end_of_support_is_told_on_its_day_and_once(database: Engine, place: tuple[Office, Site, int]) -> None:
    """Neither a day early, nor again by the next look; another day of end, found later, is told anew."""
    office, site, device_id = place
    name, end = f"sw1 · {site.name}", (NOW + timedelta(days=2)).date()
    with transaction(database) as session:
        session.add(DeviceSupport(device_id=device_id, end_of_support=end, source="ผู้ผลิต", written_at=NOW))
    looked(database, office, days=1)
    assert told_of_support(database) == []
    for days in (2, 2, 3):
        looked(database, office, days=days)
    assert told_of_support(database) == [(name, end.isoformat())]
    with transaction(database) as session:
        row = session.exec(select(DeviceSupport)).one()
        row.end_of_support = end - timedelta(days=30)
        session.add(row)
    looked(database, office, days=4)
    assert [day for _name, day in told_of_support(database)] == [str(end), str(end - timedelta(days=30))]


@pytest.mark.requirement("P6-4.4", "P6-2.3")
def test_three_silences_raise_the_likelihood_and_open_a_task_and_a_quiet_window_lowers_it_with_the_reason(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    office, site, device_id = place
    for days_ago in (30, 20):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    assert risks(database) == []

    silent(database, site, device_id, days_ago=10)
    assert looked(database, office).opened == 1
    (risk,) = risks(database)
    assert (risk.likelihood, risk.likelihood_basis.value, risk.impact, risk.score) == (3, "measured", 3, 9)
    assert (risk.level, risk.state, risk.review_why) == (Level.MODERATE, RiskState.OPEN, Movement.FOUND)
    assert [row["figure"] for row in risk.evidence].count("outage_at") == 3
    (task,) = open_work(database, risk)
    assert task.is_automatic
    assert task.due_on is not None

    looked(database, office, days=65)  # the first lies 95 days back: two are left
    (risk,) = risks(database)
    assert (risk.likelihood, risk.review_why) == (2, Movement.FELL)
    looked(database, office, days=101)
    (risk,) = risks(database)
    assert (risk.likelihood, risk.score, risk.state, risk.review_why) == (1, 3, RiskState.OPEN, Movement.QUIET)
    assert movements(database, risk) == [
        ("found", 3, ""), ("fell", 2, ""), ("quiet", 1, "ไม่มีเหตุขัดข้องในช่วงเวลาที่นับ"),
    ]  # fmt: skip


@pytest.mark.requirement("P6-4.4")
@pytest.mark.parametrize("cause", [Cause.OURS, Cause.PLANNED, Cause.POWER])
def test_silences_that_the_device_is_not_to_blame_for_raise_nothing(
    database: Engine, place: tuple[Office, Site, int], cause: Cause
) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago, cause=cause)
    looked(database, office)
    assert risks(database) == []


def test_nothing_is_written_when_nothing_moved(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            written.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        assert not looked(database, office).changed
    finally:
        event.remove(database, "before_cursor_execute", note)
    assert written == []


def test_a_second_line_closes_the_risk_of_one_and_drops_its_task(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    office, site, _device_id = place
    with transaction(database) as session:
        second = session.exec(select(Link).where(Link.site_id == site.id).order_by(col(Link.id).desc())).first()
        assert second is not None
        second.archived_at = NOW
        session.add(second)
    looked(database, office)
    (risk,) = risks(database, "single_uplink")
    assert (risk.likelihood, risk.impact, risk.level) == (1, 4, Level.MODERATE)
    assert len(open_work(database, risk)) == 1
    with transaction(database) as session:
        factories.make_link(session, site)
    assert looked(database, office, days=1).closed == 1
    (risk,) = risks(database, "single_uplink")
    assert (risk.state, risk.closed_why) == (RiskState.CLOSED, "มีวงจรอินเทอร์เน็ตมากกว่าหนึ่งวงจรแล้ว")
    assert open_work(database, risk) == []


def test_a_manual_within_its_review_closes_the_risk_of_none_and_an_overdue_one_opens_it_again(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    office, site, _device_id = place
    looked(database, office)
    (risk,) = risks(database, "no_manual")
    assert risk.state is RiskState.OPEN
    with transaction(database) as session:
        made_part(session, site.id or 0, Made(FilePart.MANUAL, "เจ้าหน้าที่จำลอง", NOW.date()))
    looked(database, office)
    (risk,) = risks(database, "no_manual")
    assert (risk.state, risk.likelihood) == (RiskState.CLOSED, 1)
    looked(database, office, days=400)
    (risk,) = risks(database, "no_manual")
    assert (risk.state, risk.review_why) == (RiskState.OPEN, Movement.RETURNED)


def test_evidence_that_moves_takes_an_acceptance_back(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    with transaction(database) as session:
        (risk,) = session.exec(select(Risk).where(Risk.rule == RULE))
        register.accept(session, risk, NOW.date() + timedelta(days=90), "รอเปลี่ยนปีงบประมาณหน้า", by=BY)
    looked(database, office)
    assert risks(database)[0].state is RiskState.ACCEPTED
    for days_ago in (5, 4):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    (risk,) = risks(database)
    assert (risk.state, risk.likelihood, risk.review_why) == (RiskState.OPEN, 4, Movement.ROSE)


def test_an_acceptance_ends_on_its_day(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, _site, _device_id = place
    with transaction(database) as session:
        draft = register.RiskDraft(title="ห้องเครื่องน้ำรั่ว", threat="น้ำเข้าอุปกรณ์", likelihood=2, impact=4)
        risk = register.create_risk(session, draft, office_id=office.id or 0, by=BY)
        register.accept(session, risk, NOW.date() + timedelta(days=10), "ซ่อมหลังคาปีหน้า", by=BY)
        risk_id = risk.id
    looked(database, office, days=10)
    with reading(database) as session:
        assert session.get_one(Risk, risk_id).state is RiskState.ACCEPTED
    looked(database, office, days=11)
    with reading(database) as session:
        risk = session.get_one(Risk, risk_id)
    assert (risk.state, risk.review_why) == (RiskState.OPEN, "expired")


def test_each_assessment_keeps_the_levels_by_which_it_was_made(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    names = "น้อย\nกลาง\nมาก\nวิกฤต"
    with transaction(database) as session:
        own = ScaleDraft.read(
            {
                "valid_from": NOW.date() + timedelta(days=1), "moderate_from": 3, "high_from": 6,
                "very_high_from": 12, "names": names, "likelihood": "1\n2\n3\n4\n5", "impact": "1\n2\n3\n4\n5",
                "source": "มติที่ประชุม",
            }
        )  # fmt: skip
        store_scale(session, own, office_id=office.id or 0)
    for days_ago in (5, 4):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office, days=2)
    (risk,) = risks(database)
    assert (risk.score, risk.level) == (12, Level.VERY_HIGH)
    with reading(database) as session:
        kept = session.exec(
            select(RiskAssessment).where(RiskAssessment.risk_id == risk.id).order_by(col(RiskAssessment.id))
        ).all()
    assert [(one.level, one.scale["names"][1]) for one in kept] == [
        (Level.MODERATE, "ปานกลาง"), (Level.VERY_HIGH, "กลาง"),
    ]  # fmt: skip


def test_a_likelihood_that_was_measured_is_never_typed(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    draft = register.RiskDraft(title="x", threat="y", likelihood=1, impact=1)
    with transaction(database) as session:
        (risk,) = session.exec(select(Risk).where(Risk.rule == RULE))
        with pytest.raises(RefusedError):
            register.change_risk(session, risk, draft, by=BY)
        register.judge_impact(session, risk, 5, "โรงเรียนเป็นสนามสอบ", by=BY)
    (risk,) = risks(database)
    assert (risk.likelihood, risk.impact, risk.score, risk.level) == (3, 5, 15, Level.VERY_HIGH)
    looked(database, office)
    assert risks(database)[0].impact == 5


def test_a_treatment_is_followed_by_its_tasks_and_closed_only_when_they_are_over(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    with transaction(database) as session:
        (risk,) = session.exec(select(Risk).where(Risk.rule == RULE))
        wish = register.TreatmentDraft(treatment=Treatment.REDUCE, residual_likelihood=1, residual_impact=3)
        register.treat(session, risk, wish, by=BY)
        assert risk.state is RiskState.TREATING
        with pytest.raises(RefusedError):
            register.close(session, risk, "เรียบร้อย", by=BY)
        (task,) = tasks.open_tasks(session, risk)
        done = tasks.TaskDraft.of(task).with_changes({"percent": 100})
        tasks.change_task(session, risk, task, done, by=BY)
        assert task.done_on == NOW.date()
        register.close(session, risk, "เปลี่ยนสวิตช์แล้ว", by=BY)
    looked(database, office)
    (risk,) = risks(database)
    assert risk.state is RiskState.CLOSED
    with reading(database) as session:
        kinds = session.exec(select(RiskEvent.kind).where(RiskEvent.risk_id == risk.id).order_by(col(RiskEvent.id)))
        assert list(kinds) == ["found", "task", "treated", "task_changed", "closed"]


def test_more_than_there_is_cannot_remain(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, _site, _device_id = place
    draft = register.RiskDraft(title="x", threat="y", likelihood=2, impact=2)
    wish = register.TreatmentDraft(treatment=Treatment.TRANSFER, plan="ประกัน", residual_likelihood=3, residual_impact=2)
    with transaction(database) as session:
        risk = register.create_risk(session, draft, office_id=office.id or 0, by=BY)
        with pytest.raises(RefusedError):
            register.treat(session, risk, wish, by=BY)


def test_two_looks_at_once_make_one_risk(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago)
    both = Event()
    faults: list[BaseException] = []

    def run() -> None:
        engine = make_engine(database.url.render_as_string(hide_password=False))
        try:
            both.wait(10)
            with transaction(engine) as session:
                rescore(session, office.id or 0, NOW)
        except BaseException as fault:
            faults.append(fault)
        finally:
            engine.dispose()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    both.set()
    for thread in threads:
        thread.join(30)
    assert faults == []
    (risk,) = risks(database)
    assert len(movements(database, risk)) == 1


def test_a_school_sees_only_its_own(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, site, device_id = place
    for days_ago in (3, 2, 1):
        silent(database, site, device_id, days_ago=days_ago)
    looked(database, office)
    with Session(database) as session:
        other = factories.make_site(session, office)
        (risk,) = session.exec(select(Risk).where(Risk.rule == RULE))
        assert register.find_risk(session, risk.id or 0, sight=Sight(office.id or 0, site.id)).id == risk.id
        with pytest.raises(MissingError):
            register.find_risk(session, risk.id or 0, sight=Sight(office.id or 0, other.id))


def test_two_people_at_once_write_down_two_risks(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, _site, _device_id = place
    draft = register.RiskDraft(title="x", threat="y", likelihood=1, impact=1)
    faults, gate = list[BaseException](), Barrier(2)

    def run() -> None:
        engine = make_engine(database.url.render_as_string(hide_password=False))
        try:
            gate.wait(10)
            with transaction(engine) as session:
                register.create_risk(session, draft, office_id=office.id or 0, by=BY)
        except BaseException as fault:
            faults.append(fault)
        finally:
            engine.dispose()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    assert sorted(risk.number for risk in risks(database, "")) == [1, 2]
