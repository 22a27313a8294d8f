"""Needs of the simulated district: pupils counted, repairs written down, people's needs of every reason, decisions.

The same for the same district; everything is made up and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.asset import Asset
from inventory.models.site import PupilCount
from inventory.queries.sight import Sight
from inventory.store import repairs
from inventory.store.acting import By
from netops.simulation.district import District
from office.academic import AcademicYear
from procurement.models.need import Need
from procurement.store import need_decisions, need_merging
from procurement.store.need_finding import find_needs
from procurement.store.needs import NeedDraft, create_need

NOTE: Final = "(ข้อมูลจำลอง)"
TEACHER, OFFICER, DIRECTOR = "ครูผู้ดูแลโรงเรียน (จำลอง)", "นักวิชาการคอมพิวเตอร์ (จำลอง)", "ผู้อำนวยการ (จำลอง)"
REPAIRED: Final = 4  # assets that were repaired three times
# What people ask for: title, kind, pieces, reason, why, and whether a school asks.
ASKED: Final = (
    ("อุปกรณ์กระจายสัญญาณ 24 ช่อง", "switch", 1, "broken", "ฟ้าผ่า ห้องคอมพิวเตอร์ใช้งานไม่ได้", True),
    ("แท็บเล็ตสำหรับห้องสมุด", "tablet", 20, "shortage", "มี 5 เครื่อง ใช้ร่วมกันทั้งโรงเรียน", True),
    ("จุดกระจายสัญญาณไร้สายอาคารใหม่", "ap", 3, "new_work", "อาคารเรียนใหม่เปิดใช้ภาคเรียนหน้า", True),
    ("เครื่องมัลติมีเดียโปรเจคเตอร์", "projector", 2, "other", "ใช้ประชุมผู้ปกครอง", True),
    ("เครื่องสำรองไฟฟ้าห้องเครือข่าย", "ups", 1, "outages", "ไฟตกบ่อย อุปกรณ์เริ่มทำงานใหม่วันละหลายครั้ง", False),
    ("อุปกรณ์กระจายสัญญาณเพิ่ม 1 ชุด", "switch", 1, "ports", "ไม่มีพอร์ตให้ห้องธุรการ", False),
    ("อุปกรณ์ป้องกันเครือข่ายทดแทนรุ่นที่สิ้นสุดการสนับสนุน", "firewall", 1, "end_of_life", "ไม่มีรุ่นซอฟต์แวร์ใหม่แล้ว", False),
    ("เครื่องคอมพิวเตอร์แม่ข่ายสำรองข้อมูล", "server", 1, "risk", "สำรองข้อมูลไว้ที่เครื่องเดียว", False),
    ("อุปกรณ์กระจายสัญญาณ 24 ช่อง อาคาร 2", "switch", 1, "broken", "เครื่องเดียวกับที่แจ้งไว้แล้ว", True),
)


@dataclass(frozen=True, slots=True)
class Where:
    """The office's rows that the district became."""

    office_id: int
    sites: Mapping[str, int]


def fill_needs(session: Session, district: District, where: Where, now: datetime) -> None:
    """After schools, devices and the asset book."""
    year = AcademicYear.of(district.today).era
    for school in district.schools:
        pupils = 40 + school.number * 37 % 400
        count = PupilCount(
            site_id=where.sites[school.code], year=year, pupils=pupils, computers=pupils // (6 + school.number % 9)
        )
        session.add(count)
    session.flush()
    _repair(session, district.today, where, now)
    asked = _ask(session, district, where, now)
    find_needs(session, where.office_id, now)
    _decide(session, asked, where, now)


def _ask(session: Session, district: District, where: Where, now: datetime) -> list[Need]:
    asked = []
    for at, (title, kind, quantity, reason, why, by_school) in enumerate(ASKED):
        # The last one repeats what the first school asked for already.
        site_id = where.sites[district.schools[0 if at == len(ASKED) - 1 else at % len(district.schools)].code]
        given: dict[str, Any] = {"site_id": site_id, "title": title, "kind": kind, "quantity": quantity}
        urgency = "high" if at % 3 == 0 else "normal"
        draft = NeedDraft.read({**given, "reason": reason, "reason_text": f"{why} {NOTE}", "urgency": urgency})
        by = By(TEACHER if by_school else OFFICER, now - timedelta(days=17 * at))
        sight = Sight(where.office_id, site_id if by_school else None)
        asked.append(create_need(session, draft, sight=sight, by=by))
    return asked


def _decide(session: Session, asked: list[Need], where: Where, now: datetime) -> None:
    """One of each decision, so that every state before buying is to be seen."""
    officer, director = By(OFFICER, now), By(DIRECTOR, now)
    need_decisions.propose(session, asked[0], f"เห็นควรจัดหาในปีงบประมาณนี้ {NOTE}", by=officer)
    need_decisions.approve(session, asked[1], note=f"ตามเสนอ {NOTE}", by=director)
    need_decisions.defer(
        session, asked[2], now.date() + timedelta(days=120), note=f"รออาคารแล้วเสร็จ {NOTE}", by=director
    )
    need_decisions.reject(session, asked[3], f"ยืมจากสำนักงานได้ {NOTE}", by=director)
    need_merging.merge(session, asked[-1], asked[0], by=officer)
    old = select(Need).where(Need.office_id == where.office_id, Need.reason == "age", col(Need.device_id).is_not(None))
    for need in session.exec(old.order_by(col(Need.score_hundredths).desc(), col(Need.id)).limit(6)).all():
        need_decisions.approve(session, need, note=f"ทดแทนตามอายุ {NOTE}", by=director)


def _repair(session: Session, today: date, where: Where, now: datetime) -> None:
    """Some devices were repaired three times within the year."""
    wanted = select(Asset).where(Asset.office_id == where.office_id, col(Asset.device_id).is_not(None))
    for asset in session.exec(wanted.order_by(col(Asset.id)).limit(REPAIRED)).all():
        for months in (2, 5, 8):
            on = today - timedelta(days=30 * months)
            back = on + timedelta(days=7)
            given = {"asset_id": asset.id, "reported_on": on, "back_on": back, "result": "repaired"}
            draft = repairs.RepairDraft.read({**given, "fault": f"ไฟเลี้ยงเสีย {NOTE}", "note": NOTE})
            repairs.create_repair(session, draft, sight=Sight(where.office_id), by=By(OFFICER, now))
