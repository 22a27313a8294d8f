"""Innovations of the simulated district: one in schools with measured use, one on trial, one idea. All is made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from innovation.models.evaluation import Metric, Outcome, Phase, Reading, Survey, SurveyAnswer
from innovation.models.innovation import Innovation, Novelty, Pilot, PilotResult, Requirement, Sort, Stage
from innovation.models.innovation import TestResult as Tested
from innovation.models.rollout import HelpRequest, Measured, Reach, Rollout, Training, Upkeep, UseCount
from innovation.store.ict_plans import PlanDraft, TextsDraft, create_plan, write_texts
from innovation.store.innovations import InnovationDraft, create_innovation
from innovation.store.targets import TargetDraft, store_target
from inventory.store.acting import By
from office.fiscal import FiscalYear

NOTE: Final = "ข้อมูลจำลอง (synthetic data)"
_OWNER: Final = "นักวิชาการคอมพิวเตอร์ (จำลอง)"
_SCHOOLS: Final = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """The office, its schools (ids), and a device of each where it has one."""

    session: Session
    office_id: int
    sites: list[int]
    devices: dict[int, int]
    now: datetime
    today: date


def add_innovations(ground: Ground) -> None:
    """The register, a plan and the targets of the year."""
    booking = _entry(
        ground,
        name="ระบบจองห้องประชุมและอุปกรณ์",
        sort=Sort.SYSTEM,
        version="1.2",
        problem="จองซ้ำกันและไม่มีใครรู้ว่าห้องว่างหรือไม่",
        need="ครูและเจ้าหน้าที่ขอจองล่วงหน้าได้เอง",
        data_stored="วัน เวลา ห้อง และโรงเรียนที่จอง",
        privacy="ไม่มีข้อมูลนักเรียน มีชื่อผู้จองซึ่งลบเมื่อครบ 90 วัน",
    )
    booking.stage = Stage.MAINTENANCE
    _traced(ground, booking)
    _rolled_out(ground, booking)
    _judged(ground, booking)
    trial = _entry(
        ground,
        name="สมุดเยี่ยมโรงเรียนบนโทรศัพท์",
        novelty=Novelty.IMPROVED,
        predecessor_name="สมุดเยี่ยมกระดาษ",
        problem="บันทึกการเยี่ยมหาย และรวมผลช้า",
        need="ศึกษานิเทศก์บันทึกได้ที่โรงเรียน",
    )
    trial.stage = Stage.PILOT
    _keep(
        ground, Pilot(innovation_id=trial.id or 0, site_id=ground.sites[0], begins_on=ground.today - timedelta(days=9))
    )
    _entry(ground, name="แจ้งซ่อมอุปกรณ์ด้วย QR", problem="แจ้งทางโทรศัพท์แล้วตามไม่ได้", need="โรงเรียนเห็นว่าซ่อมถึงไหน")
    _planned(ground)


def _entry(ground: Ground, **values: Any) -> Innovation:
    draft = InnovationDraft.read({"owner": _OWNER} | values)
    by = By(NOTE, ground.now)
    return create_innovation(ground.session, draft, office_id=ground.office_id, by=by)


def _keep(ground: Ground, row: Any) -> Any:
    ground.session.add(row)
    ground.session.flush()
    return row


def _traced(ground: Ground, row: Innovation) -> None:
    tested = ground.today - timedelta(days=200)
    for number, text in enumerate(("จองห้องได้โดยไม่ซ้ำ", "เห็นห้องว่างบนโทรศัพท์", "ยกเลิกการจองของตนเองได้"), start=1):
        given: dict[str, Any] = {
            "number": number,
            "text": text,
            "need": "แบบสำรวจครู ภาคเรียนที่ 1",
            "test": "ทดลองสองคนพร้อมกัน",
        }
        _keep(ground, Requirement(innovation_id=row.id or 0, result=Tested.PASSED, tested_on=tested, **given))
    _keep(
        ground,
        Pilot(
            innovation_id=row.id or 0,
            site_id=ground.sites[0],
            begins_on=tested,
            ends_on=tested + timedelta(days=30),
            result=PilotResult.PASSED,
            finding=NOTE,
        ),
    )


def _rolled_out(ground: Ground, row: Innovation) -> None:
    key, long_ago = row.id or 0, ground.today - timedelta(days=120)
    for at, site_id in enumerate(ground.sites[:_SCHOOLS]):
        reach = (Reach.IN_USE, Reach.IN_USE, Reach.TRAINED, Reach.INSTALLED, Reach.PLANNED)[at % 5]
        days: dict[str, Any] = {
            "planned_on": long_ago,
            "installed_on": long_ago,
            "trained_on": long_ago,
            "used_from": long_ago,
        }
        rollout = _keep(ground, Rollout(innovation_id=key, site_id=site_id, reach=reach, note="", **days))
        if at % 3 == 0 and site_id in ground.devices:
            _keep(ground, Measured(rollout_id=rollout.id, device_id=ground.devices[site_id]))
        if at % 4 == 1:
            _keep(ground, UseCount(innovation_id=key, site_id=site_id, day=ground.today, logins=3 + at, source=NOTE))
    _keep(ground, Training(innovation_id=key, held_on=long_ago, topic="การจองห้องด้วยโทรศัพท์", people=38, hours=3))
    asked = ground.today - timedelta(days=6)
    _keep(ground, HelpRequest(innovation_id=key, site_id=ground.sites[1], asked_on=asked, question="ลืมรหัสผ่าน"))
    due = ground.today - timedelta(days=4)
    _keep(ground, Upkeep(innovation_id=key, title="ทดลองกู้ข้อมูลสำรอง", every_months=3, due_on=due))
    _keep(ground, Upkeep(innovation_id=key, title="ต่ออายุใบรับรองเว็บ", every_months=12, due_on=due + timedelta(days=60)))


def _judged(ground: Ground, row: Innovation) -> None:
    metric = _keep(ground, Metric(innovation_id=row.id or 0, name="เวลาที่ใช้จองห้อง", unit="นาที", is_higher_better=False))
    for phase, value, n, begun in ((Phase.BEFORE, 42.0, 25, 300), (Phase.AFTER, 6.5, 31, 60)):
        first = ground.today - timedelta(days=begun)
        given: dict[str, Any] = {"value": value, "n": n, "first_day": first, "last_day": first + timedelta(days=40)}
        _keep(ground, Reading(metric_id=metric.id, phase=phase, source=NOTE, taken_at=ground.now, actor=NOTE, **given))
    survey = _keep(
        ground,
        Survey(
            innovation_id=row.id or 0,
            title="ความพึงพอใจของผู้ใช้ระบบจองห้อง",
            questions=["ใช้งานง่าย", "ช่วยประหยัดเวลา", "โดยรวมพอใจ"],
            opens_on=ground.today - timedelta(days=20),
            closes_on=ground.today + timedelta(days=20),
            token=f"simulated-{ground.office_id}",
        ),
    )
    answers: list[list[int | None]] = [[5, 4, 5], [4, 4, 4], [3, 5, 4], [5, 5, 5], [2, 3, 3]]
    for scores in answers:
        _keep(ground, SurveyAnswer(survey_id=survey.id, day=ground.today, scores=scores, comment=""))


def _planned(ground: Ground) -> None:
    year = FiscalYear.of(ground.today)
    for outcome, baseline, target in (
        (Outcome.NEEDS_MET, 30, 50),
        (Outcome.ADOPTION, 40, 60),
        (Outcome.SATISFACTION, 60, 75),
    ):
        wish = {"year": year.era, "outcome": outcome, "baseline": baseline, "target": target, "source": NOTE}
        store_target(ground.session, TargetDraft.read(wish), office_id=ground.office_id, at=ground.now)
    years = {"first_year": year.following.era, "last_year": year.following.following.era}
    draft = PlanDraft.read({"title": "แผนพัฒนาเทคโนโลยีสารสนเทศและการสื่อสาร (จำลอง)", **years})
    plan = create_plan(ground.session, draft, office_id=ground.office_id, at=ground.now)
    texts = {"vision": "โรงเรียนทุกแห่งใช้เทคโนโลยีได้จริงและปลอดภัย", "goals": NOTE}
    write_texts(ground.session, plan, TextsDraft.read(texts), at=ground.now)
