"""Network files of the simulated district: some schools are far, some have begun. All of it goes through the same acts.

Everything is made up and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import Session

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from netops.audit import Actor
from netops.cases.walking import Doer
from netops.models.person import Person
from netops.networking.course import begin, hand_in
from netops.networking.gathering import AsOf, gap_of_site, gap_rows
from netops.networking.making import make_baseline, make_design, print_manual
from netops.networking.proposing import proposed
from network.completeness import FilePart
from network.indicator import Indicator
from network.store import addresses, changes, designs, drills, manuals, parts, surveys
from network.store.indicator_targets import IndicatorDraft, store_indicator_target
from network.store.shares import keep_share
from office.academic import AcademicYear
from office.fiscal import FiscalYear
from office.months import months_later

NOTE: Final = "ข้อมูลจำลอง (synthetic data)"
_OWNER: Final = "นักวิชาการคอมพิวเตอร์ (จำลอง)"
_SURVEYED: Final = 30
_PLANNED: Final = 60
_TARGETS: Final = (
    (Indicator.AVAILABILITY, 96.0, 98.0),
    (Indicator.ROUND_TRIP, 45.0, 40.0),
    (Indicator.REPAIR_TIME, 480.0, 240.0),
    (Indicator.TARGET_SHARE, 20.0, 50.0),
    (Indicator.IN_LIFE, 70.0, 90.0),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """The office, its schools in their order, and who acts."""

    session: Session
    office_id: int
    sites: list[Site]
    person: Person
    now: datetime

    @property
    def by(self) -> By:
        """For the rows that keep who did it."""
        return By(self.person.name, self.now, self.person.id)

    @property
    def at(self) -> AsOf:
        """Now, on the clock of the office."""
        return AsOf(self.now, ZoneInfo("Asia/Bangkok"))

    @property
    def doer(self) -> Doer:
        """Who walks cases."""
        person = self.person
        actor = Actor(person.name, self.office_id, person.id)
        return Doer(self.session, actor, Sight(self.office_id), person.role, person.id or 0, self.now)


def add_network(ground: Ground) -> None:
    """Surveys and subnets of many schools, cases of a few, targets of the year."""
    today = ground.at.day
    for number, site in enumerate(ground.sites[:_PLANNED]):
        _subnet(ground, site, number)
    for number, site in enumerate(ground.sites[:_SURVEYED]):
        _survey(ground, site, number, today)
        _parts(ground, site, number, today)
    for number, site in enumerate(ground.sites[:4]):
        _begun(ground, site, number, today)
    _shares(ground, today)
    era = FiscalYear.of(today).era
    for indicator, baseline, target in _TARGETS:
        given = {"year": era, "indicator": indicator, "baseline": baseline, "target": target, "source": NOTE}
        store_indicator_target(ground.session, IndicatorDraft.read(given), office_id=ground.office_id, at=ground.now)


def _shares(ground: Ground, today: date) -> None:
    """Of the months of this fiscal year until now, as if they had been seen at their end: it grows slowly."""
    month, shares = FiscalYear.of(today).first, (0.12, 0.15, 0.15, 0.18, 0.21, 0.24, 0.24, 0.27, 0.3, 0.33, 0.33, 0.36)
    for share in shares:
        after = months_later(month, 1)
        if after > today:
            return
        met = round(len(ground.sites) * share)
        found = [place < met for place in range(len(ground.sites))]
        keep_share(ground.session, ground.office_id, found, after - timedelta(days=1))
        month = after


def _subnet(ground: Ground, site: Site, number: int) -> None:
    given = {"site_id": site.id, "cidr": f"10.{64 + number // 250}.{number % 250}.0/24", "vlan": 10}
    given |= {"gateway": f"10.{64 + number // 250}.{number % 250}.1", "purpose": "ห้องเรียนและสำนักงาน (จำลอง)"}
    addresses.add_subnet(ground.session, addresses.SubnetDraft.read(given), office_id=ground.office_id)


def _survey(ground: Ground, site: Site, number: int, today: date) -> None:
    rooms = 6 + number % 9
    given = {
        "year": AcademicYear.of(today).era,
        "rooms": rooms,
        "rooms_cabled": rooms // 2,
        "rooms_wireless": rooms - 2,
        "power_cuts_month": number % 4,
        "cabling": ("good", "worn", "unknown")[number % 3],
        "is_grounded": number % 2 == 0,
        "caretakers": 1,
        "caretaker_post": "ครูผู้ดูแลระบบ",
        "lacks": f"ห้องวิทยาศาสตร์ไม่มีจุดเชื่อมต่อ {NOTE}" if number % 5 == 0 else "",
        "surveyed_on": today - timedelta(days=20 + number),
    }
    surveys.store_survey(ground.session, site, surveys.SurveyDraft.read(given), ground.by)


def _parts(ground: Ground, site: Site, number: int, today: date) -> None:
    """The later a school stands in the list, the less its file has; every seventh manual is overdue."""
    wanted = [FilePart.FOLLOW_UP, FilePart.MANUAL, FilePart.CONTINUITY, FilePart.DESIGN][: 4 - number % 5]
    for part in wanted:
        is_late = part is FilePart.MANUAL and number % 7 == 3
        dated = today - timedelta(days=400 if is_late else 30 + number)
        given = {"part": part, "dated_on": dated, "owner": _OWNER, "note": NOTE}
        given["review_on"] = dated + timedelta(days=365)
        parts.write_part(ground.session, site, parts.PartDraft.read(given))


def _begun(ground: Ground, site: Site, number: int, today: date) -> None:
    """A case each; the first has a design, a change and a drill, and its manual is printed."""
    begin(ground.doer, site)
    paper = make_baseline(ground.session, site, ground.at, ground.by)
    hand_in(ground.doer, site.id or 0, "baseline", paper)
    if number:
        return
    _design(ground, site)
    texts = {"purpose": "ใช้จัดการเรียนการสอนและงานสำนักงาน", "when_it_fails": "ดูไฟที่กล่องสัญญาณก่อน แล้วโทรหาผู้ให้บริการ"}
    manuals.write_texts(ground.session, site, manuals.TextsDraft.read(texts), ground.by)
    print_manual(ground.session, site, ground.at, ground.by, note=NOTE)
    wish: dict[str, Any] = {"title": "เพิ่มจุดกระจายสัญญาณอาคาร 2 (จำลอง)", "why": "ห้องเรียน 4 ห้องใช้ Wi-Fi ไม่ได้"}
    wish |= {"danger": "เครือข่ายหยุดประมาณ 10 นาที", "way_back": "ถอดอุปกรณ์ใหม่ออก", "planned_on": today + timedelta(days=9)}
    changes.ask_change(ground.session, site, changes.ChangeDraft.read(wish), ground.by)
    plan: dict[str, Any] = {"scenario": "link", "planned_on": today + timedelta(days=14), "owner": _OWNER}
    plan |= {"most_minutes": 10, "steps": "ถอดสายวงจรหลัก ดูว่าวงจรสำรองรับช่วง"}
    drills.plan_drill(ground.session, site, drills.DrillDraft.read(plan), ground.by)


def _design(ground: Ground, site: Site) -> None:
    gap = gap_of_site(ground.session, site, ground.now)
    lines = [
        {"option": "A", "what": o.what, "quantity": o.quantity, "price_satang": o.price_satang or 0, "source": o.source}
        for o in proposed(ground.session, site, gap.lines, ground.at.day)
    ]
    lines.append(
        {"option": "B", "what": "จุดกระจายสัญญาณ (จำลอง)", "quantity": 1, "price_satang": 400_000, "source": NOTE}
    )
    chosen = "A" if len(lines) > 1 else "B"
    given = {"owner": _OWNER, "reason": NOTE, "chosen": chosen, "lines": lines}
    kept = [row.model_dump() for row in gap_rows(gap.lines)]
    row = designs.store_design(ground.session, site, designs.DesignDraft.read(given), kept, ground.by)
    make_design(ground.session, site, row, ground.at, ground.by)
