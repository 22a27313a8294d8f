"""A register of risks that has lived for some months: what the rules saw, what people decided, and what became of it.

The same for the same district; everything is made up and says so. Outages of the running demo move it on by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.outage import Cause, Outage, Subject
from inventory.queries.sight import Sight
from inventory.store.acting import By
from netops.simulation.need_seed import DIRECTOR, NOTE, OFFICER
from procurement.store import need_decisions
from procurement.store.need_from_risk import RiskNeedDraft, write_need
from risk.models.register import Risk
from risk.rules.repeated_outages import RULE as REPEATED
from risk.scale import Level
from risk.store import register, tasks
from risk.store.scoring import rescore
from risk.terms import LIVE, RiskState, Treatment

# Days ago on which a device fell silent: it rose, became quiet, and rose again.
SILENCES: Final = ((150, 146, 141, 138, 131, 20, 12, 5), (118, 110, 104, 101), (24, 17, 9, 6, 2))
LOOKS: Final = (140, 100, 60, 25, 1)  # days ago
OWNER: Final = "กลุ่มส่งเสริมการศึกษาทางไกลและ ICT (จำลอง)"
FIRST_DECISION, SECOND_DECISION = 130, 50  # days ago
# What people wrote down: title, group, threat, vulnerability, controls, classes.
WRITTEN: Final = (
    ("น้ำท่วมห้องเครื่องแม่ข่ายของสำนักงาน", "operational", "อุปกรณ์เสียหายและข้อมูลสูญหาย",
     "ห้องอยู่ชั้นล่าง เคยมีน้ำเข้าเมื่อฝนตกหนัก", "สำรองข้อมูลไว้นอกอาคารทุกสัปดาห์", 3, 5),
    ("ข้อมูลส่วนบุคคลของนักเรียนรั่วไหล", "compliance", "ผู้ไม่มีสิทธิ์เข้าถึงแฟ้มรายชื่อ",
     "ส่งแฟ้มทางแอปพลิเคชันสนทนา", "อบรมครูปีละครั้ง", 3, 4),
    ("แผนดิจิทัลของสำนักงานไม่ได้งบประมาณ", "strategic", "โครงการหยุดกลางทาง",
     "พึ่งงบประมาณแหล่งเดียว", "", 2, 3),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Past:
    """The office's register as of its present moment."""

    session: Session
    office_id: int
    now: datetime

    def by(self, actor: str, days_ago: int) -> By:
        """Who acted, so many days ago."""
        return By(actor, self.now - timedelta(days=days_ago))

    def live(self) -> Sequence[Risk]:
        """Of the rules, by number."""
        wanted = select(Risk).where(
            Risk.office_id == self.office_id, col(Risk.state).in_(LIVE), col(Risk.key).is_not(None)
        )
        return self.session.exec(wanted.order_by(col(Risk.number))).all()


def fill_risks(session: Session, office_id: int, now: datetime) -> None:
    """After everything else: looks of the past months with what was decided between them."""
    past = _Past(session, office_id, now)
    _fall_silent(past)
    _write(past)
    decided = False
    for days_ago in LOOKS:
        rescore(session, office_id, now - timedelta(days=days_ago))
        if not decided:
            _decide(past)
            decided = True
        if days_ago == LOOKS[2]:
            _accept(past)
    _work(past)
    _ask(past)


def _fall_silent(past: _Past) -> None:
    wanted = select(Device).where(col(Device.archived_at).is_(None)).order_by(col(Device.id).desc())
    for device, silences in zip(past.session.exec(wanted.limit(len(SILENCES))).all(), SILENCES, strict=False):
        for days_ago in silences:
            at = past.now - timedelta(days=days_ago, hours=3)
            past.session.add(
                Outage(
                    subject=Subject.DEVICE, subject_id=device.id or 0, site_id=device.site_id, started_at=at,
                    confirmed_at=at, ended_at=at + timedelta(minutes=40), cause=Cause.EQUIPMENT,
                )
            )  # fmt: skip
    past.session.flush()


def _write(past: _Past) -> None:
    """What no rule can see."""
    by = past.by(OFFICER, LOOKS[0] + 5)
    for title, group, threat, vulnerability, controls, likelihood, impact in WRITTEN:
        given: dict[str, Any] = {"title": f"{title} {NOTE}", "group": group, "threat": threat, "owner": OWNER}
        given |= {"vulnerability": vulnerability, "controls": controls, "likelihood": likelihood, "impact": impact}
        risk = register.create_risk(past.session, register.RiskDraft.read(given), office_id=past.office_id, by=by)
        if impact == 5:
            wish = _treatment(Treatment.TRANSFER, f"ทำประกันภัยและย้ายเครื่องขึ้นชั้นบน {NOTE}", 2, 3)
            register.treat(past.session, risk, wish, by=by)
            for what, percent, days in (("ขอใบเสนอราคาประกันภัย", 100, 0), ("ย้ายตู้เครื่องแม่ข่าย", 40, 45)):
                due = (past.now + timedelta(days=days)).date()
                wanted = {"what": f"{what} {NOTE}", "owner": OWNER, "percent": percent, "due_on": due}
                tasks.add_task(past.session, risk, tasks.TaskDraft.read(wanted), by=past.by(OFFICER, 40))


def _treatment(way: Treatment, plan: str, likelihood: int | None, impact: int | None) -> register.TreatmentDraft:
    return register.TreatmentDraft(treatment=way, plan=plan, residual_likelihood=likelihood, residual_impact=impact)


def _decide(past: _Past) -> None:
    """Three of four were looked at, and every other of those is being reduced."""
    by = past.by(OFFICER, FIRST_DECISION)
    next_on = (past.now + timedelta(days=70)).date()
    for place, risk in enumerate(past.live()):
        if place % 4 == 3:
            continue
        register.word_risk(past.session, risk, register.WordsDraft.of(risk).with_changes({"owner": OWNER}), by=by)
        if place % 2 == 0:
            left = _treatment(Treatment.REDUCE, f"ทำตามงานที่ระบบเสนอ {NOTE}", 1, min(risk.impact, 3))
            register.treat(past.session, risk, left, by=by)
        register.review(past.session, risk, f"ตรวจหลักฐานแล้ว เป็นจริงตามนั้น {NOTE}", next_on, by=by)


def _accept(past: _Past) -> None:
    """The director lives with two of the least, one of them not for long; a third is proposed."""
    low = [risk for risk in past.live() if risk.level in {Level.LOW, Level.MODERATE} and risk.state is RiskState.OPEN]
    director = past.by(DIRECTOR, SECOND_DECISION)
    for risk, days in zip(low, (180, 20), strict=False):
        until = (past.now + timedelta(days=days)).date()
        register.accept(past.session, risk, until, f"ผลกระทบไม่มาก รองบประมาณปีหน้า {NOTE}", by=director)
    for risk in low[2:3]:
        wish = _treatment(Treatment.ACCEPT, f"ค่าแก้ไขสูงกว่าความเสียหาย เห็นควรยอมรับ {NOTE}", None, None)
        register.treat(past.session, risk, wish, by=past.by(OFFICER, 3))
    grave = next((risk for risk in past.live() if risk.level is Level.HIGH), None)
    if grave is not None:
        why = f"ใช้สอบออนไลน์ทั้งโรงเรียน {NOTE}"
        register.judge_impact(past.session, grave, min(grave.impact + 1, 5), why, by=past.by(OFFICER, SECOND_DECISION))


def _work(past: _Past) -> None:
    """Tasks of what is treated: some done, some half, a few overdue; of the rest the day is still to come."""
    for place, risk in enumerate(past.live()):
        for task in tasks.open_tasks(past.session, risk):
            treated = risk.state is RiskState.TREATING
            percent = (100, 60, 30)[place % 3] if treated else 0
            days = -6 if treated and place % 12 == 2 else 20 + 20 * (place % 3)
            given = {"percent": percent, "due_on": (past.now + timedelta(days=days)).date()}
            draft = tasks.TaskDraft.of(task).with_changes(given)
            tasks.change_task(past.session, risk, task, draft, by=past.by(OFFICER, 0))


def _ask(past: _Past) -> None:
    """What falls silent again and again is to be replaced: the director approved it, and it waits for the money."""
    often = [risk for risk in past.live() if risk.rule == REPEATED.key and risk.state is RiskState.TREATING]
    gravest = max(often, key=lambda risk: risk.score, default=None)
    if gravest is None:
        return
    given = {"title": f"อุปกรณ์ทดแทนเครื่องที่ขาดการติดต่อบ่อย {NOTE}", "kind": "switch", "quantity": 1, "urgency": "high"}
    why = {"reason_text": f"ขาดการติดต่อซ้ำหลายครั้งตามที่ระบบวัดได้ {NOTE}"}
    sight = Sight(past.office_id)
    need = write_need(past.session, gravest, RiskNeedDraft.read(given | why), sight=sight, by=past.by(OFFICER, 2))
    need_decisions.approve(past.session, need, note=f"ให้ตั้งงบประมาณ {NOTE}", by=past.by(DIRECTOR, 1))
