"""Where the story of the money begins: a line that fell silent again and again, its risk, and the need that treats it,
in an approved specification. What the annual plan pays, and what is cut again, the planning services tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.link import Link
from inventory.models.outage import Cause, Outage, Subject
from inventory.queries.sight import Sight
from inventory.store.acting import By
from netops.simulation.need_seed import DIRECTOR, NOTE, OFFICER
from netops.simulation.specifications import PRODUCTS, head
from procurement.models.need import Need
from procurement.store import need_decisions
from procurement.store.need_from_risk import RiskNeedDraft, write_need
from procurement.store.sheets import sheet_of
from procurement.store.spec_lines import change_line, line_draft_of
from procurement.store.spec_proposals import begin_lines, of_needs
from procurement.store.specs import approve_spec, check_spec, create_spec
from risk.models.register import Risk
from risk.rules.repeated_outages import RULE as REPEATED
from risk.store import register
from risk.store.scoring import rescore
from risk.terms import Treatment

DAYS_AGO: Final = (58, 51, 44, 37, 29, 22, 16, 9, 3)
LASTED: Final = timedelta(hours=2, minutes=10)
TREATED, ASKED, SPECIFIED = 21, 14, 7  # days ago
BUDGET_SATANG: Final = 5_000_000
TITLE: Final = f"เราเตอร์รองรับวงจรสำรองของวงจรที่ขัดข้องซ้ำ {NOTE}"


def begin_story(session: Session, office_id: int, site_id: int, now: datetime) -> None:
    """At the school whose line it is, after everything else of the district."""
    line = session.exec(select(Link).where(Link.site_id == site_id).order_by(col(Link.id))).first()
    assert line is not None
    for days in DAYS_AGO:
        at = now - timedelta(days=days, hours=4)
        session.add(
            Outage(
                subject=Subject.LINK, subject_id=line.id or 0, site_id=site_id, started_at=at,
                confirmed_at=at, ended_at=at + LASTED, cause=Cause.PROVIDER,
            )
        )  # fmt: skip
    session.flush()
    rescore(session, office_id, now)
    risk = session.exec(select(Risk).where(Risk.rule == REPEATED.key, Risk.link_id == line.id)).one()
    need = _ask(session, risk, office_id, now)
    _specify(session, need, now)


def _ask(session: Session, risk: Risk, office_id: int, now: datetime) -> Need:
    """The officer treats the risk and writes the need; the director lets the money be asked for."""
    left = register.TreatmentDraft(
        treatment=Treatment.REDUCE,
        plan=f"ติดตั้งเราเตอร์ที่สลับไปวงจรสำรองได้เอง {NOTE}",
        residual_likelihood=1,
        residual_impact=min(risk.impact, 2),
    )
    register.treat(session, risk, left, by=_by(OFFICER, now, TREATED))
    given = {"title": TITLE, "kind": "router", "quantity": 1, "urgency": "high"}
    why = {"reason_text": f"วงจรขัดข้องซ้ำตามที่ระบบวัดได้ {len(DAYS_AGO)} ครั้งใน 60 วัน {NOTE}"}
    draft, officer = RiskNeedDraft.read(given | why), _by(OFFICER, now, ASKED)
    need = write_need(session, risk, draft, sight=Sight(office_id), by=officer)
    need_decisions.approve(session, need, note=f"ให้ตั้งงบประมาณ {NOTE}", by=_by(DIRECTOR, now, ASKED - 1))
    return need


def _specify(session: Session, need: Need, now: datetime) -> None:
    """By the criteria of that day: line and ceiling come from there."""
    officer, director = _by(OFFICER, now, SPECIFIED), _by(DIRECTOR, now, SPECIFIED - 1)
    day = officer.at.date()
    small = {"method": "วิธีเฉพาะเจาะจง", "method_reason": "วงเงินไม่เกิน 500,000 บาท", "budget_satang": BUDGET_SATANG}
    draft = head("จัดซื้อเราเตอร์รองรับวงจรสำรอง (จำลอง)", day).model_copy(update=small)
    spec = create_spec(session, draft, office_id=need.office_id, by=officer)
    for line in begin_lines(session, spec, of_needs(session, need.office_id, [need.id or 0]), by=officer):
        change_line(session, spec, line, line_draft_of(session, line).model_copy(update={"products": PRODUCTS}))
    check_spec(session, spec, by=officer)
    approve_spec(session, spec, seen=sheet_of(session, spec).fingerprint(), by=director)


def _by(actor: str, now: datetime, days_ago: int) -> By:
    return By(actor, now - timedelta(days=days_ago))
