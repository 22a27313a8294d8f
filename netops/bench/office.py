"""What the office of the large district is doing: needs, purchases, innovations, a case before its committee."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from innovation.models.evaluation import Money, MoneyLine
from innovation.models.rollout import KnownArticle, UsedAsset
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.credentials import Seal
from netops.audit import Actor
from netops.cases.committees import CommitteeDraft, MeetingDraft, appoint, meet, members_of
from netops.cases.walking import CaseDraft, Doer, open_case
from netops.letters.register import Clerk, LetterDraft, enter
from netops.models.case import Evidence
from netops.models.person import Person, Role
from netops.simulation.asset_life import dispose_in, live_in
from netops.simulation.district import make_district
from netops.simulation.innovations import Ground, add_innovations
from netops.simulation.network import Ground as Files
from netops.simulation.network import add_network
from netops.simulation.purchases import add_purchases
from procurement.needs.need import Reason
from procurement.store.needs import NeedDraft, create_need

OFFICE_ID: Final = 1
SCHOOLS: Final = 12


def add_office_work(session: Session, seal: Seal, now: datetime) -> None:
    """As the demo has it, on the first schools of the office."""
    today = now.date()
    sites = list(session.exec(select(Site.id).order_by(col(Site.id)).limit(SCHOOLS)))
    ids = [site_id for site_id in sites if site_id is not None]
    owned = session.exec(select(Device.site_id, Device.id).where(col(Device.site_id).in_(ids))).all()
    devices = {site_id: device_id for site_id, device_id in owned if device_id is not None}
    add_innovations(Ground(session, OFFICE_ID, ids, devices, now, today))
    session.add(UsedAsset(innovation_id=1, asset_id=1))
    session.add(KnownArticle(innovation_id=1, article_id=1))
    session.add(
        MoneyLine(innovation_id=1, kind=Money.COST, what="bench", amount_satang=1, on_day=today, source="bench")
    )
    live_in(session, OFFICE_ID, ids[0], today)
    person = Person(office_id=OFFICE_ID, username="bench-planner", role=Role.IT)
    session.add(person)
    session.flush()
    dispose_in(session, seal, OFFICE_ID, person, today)
    district = make_district(schools=len(ids), today=today)
    places = {school.code: site_id for school, site_id in zip(district.schools, ids, strict=True)}
    add_purchases(session, OFFICE_ID, district, places, None)
    wish = NeedDraft.read({"title": "bench", "reason": Reason.OTHER, "reason_text": "bench"})
    create_need(session, wish, sight=Sight(OFFICE_ID), by=By("bench", now))
    schools = session.exec(select(Site).where(Site.office_id == OFFICE_ID).order_by(col(Site.id))).all()
    add_network(Files(session, OFFICE_ID, list(schools), person, now))
    _write_letter(session, now, today)
    _open_case(session, person, now, today)


def _write_letter(session: Session, now: datetime, today: date) -> None:
    clerk = Clerk(session, Actor("bench", OFFICE_ID), Sight(OFFICE_ID), now, today)
    given = {"direction": "in", "number": 1, "subject": "bench", "sender": "bench", "dated": today}
    enter(clerk, LetterDraft.read(given))


def _open_case(session: Session, person: Person, now: datetime, today: date) -> None:
    """Begun, with a document, and a committee that has met once."""
    doer = Doer(session, Actor("bench", OFFICE_ID, person.id), Sight(OFFICE_ID), person.role, person.id or 0, now)
    case = open_case(doer, CaseDraft(workflow="innovation", title="bench"))
    report = Evidence(
        case_id=case.id or 0,
        kind="pilot-report",
        name="bench.pdf",
        media_type="application/pdf",
        size_bytes=1,
        sha256="0" * 64,
    )
    session.add(report)
    members = [{"name": f"bench {seat}", "seat": seat} for seat in ("chair", "member", "secretary")]
    given = {"kind": "evaluation", "order_no": "1", "appointed_on": today, "members": members}
    committee = appoint(doer, case, CommitteeDraft.read(given))
    present = [one.id for one in members_of(session, committee)]
    meet(doer, case, committee, MeetingDraft.read({"held_on": today, "place": "bench", "present": present}))
