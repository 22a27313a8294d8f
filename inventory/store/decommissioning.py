"""Orders to take the network of a school away: what is left of it, followed whoever ends, moves or retires it, and told
to siblings as it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from contract.events import DecommissionRefused, LinkDecommissioned, SchoolDecommissioned
from contract.planning import DecommissionOrdered, SchoolStatusChanged
from inventory.models.decommission import Decommission, DecommissionTask, Left, OrderState, Outcome
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow, Subject
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.holding import hold
from inventory.store.maintenance import LONGEST_DAYS, end_window
from inventory.store.siblings import tell_siblings
from service.refusal import MissingError

GONE: Final = ("closed", "transferred")
"""States of a school in which it has no network of the office any more."""


def find_order(session: Session, sight: Sight, order_id: int) -> Decommission:
    """The order of this office; MissingError when there is none."""
    row = session.get(Decommission, order_id)
    if row is None or row.office_id != sight.office_id or sight.site_id not in (None, row.site_id):
        raise MissingError("decommission")
    return row


def find_task(session: Session, row: Decommission, subject: Left, subject_id: int) -> DecommissionTask:
    """What of an order is to go; MissingError."""
    wanted = select(DecommissionTask).where(
        DecommissionTask.order_id == row.id,
        DecommissionTask.subject == subject,
        DecommissionTask.subject_id == subject_id,
    )
    task = session.exec(wanted).first()
    if task is None:
        raise MissingError("task")
    return task


def orders(session: Session, sight: Sight) -> list[tuple[Decommission, Site, int]]:
    """Each with its school and how much of it is left, those under way first, then by the day."""
    rows = session.exec(
        select(Decommission, Site)
        .join(Site, col(Site.id) == Decommission.site_id)
        .where(sight.sites())
        .order_by(col(Decommission.ended_at).is_not(None), col(Decommission.effective_on), col(Decommission.id))
    ).all()
    open_ones = session.exec(
        select(DecommissionTask.order_id).where(
            col(DecommissionTask.order_id).in_([row.id for row, _site in rows]), col(DecommissionTask.outcome).is_(None)
        )
    ).all()
    return [(row, site, open_ones.count(row.id or 0)) for row, site in rows]


def tasks_of(session: Session, row: Decommission) -> Sequence[DecommissionTask]:
    """Links first, then devices, by name."""
    wanted = select(DecommissionTask).where(DecommissionTask.order_id == row.id)
    order = (col(DecommissionTask.subject).desc(), col(DecommissionTask.name), col(DecommissionTask.id))
    return session.exec(wanted.order_by(*order)).all()


def order_away(session: Session, fact: DecommissionOrdered, *, office: Office, site: Site, by: By) -> Decommission:
    """What a case ordered, or ordered anew with another day or school: what was there meanwhile is followed on."""
    wanted = select(Decommission).where(
        Decommission.office_id == office.id, Decommission.case_key == fact.case_key, Decommission.site_id == site.id
    )
    row = session.exec(wanted.with_for_update()).first()
    if row is None:
        row = Decommission(
            office_id=office.id or 0,
            site_id=site.id or 0,
            case_key=fact.case_key,
            kind=fact.kind,
            effective_on=fact.effective_on,
            ordered_at=by.at,
        )
        session.add(row)
    receiving = None
    if fact.receiving_code:
        here = select(Site).where(Site.office_id == office.id, Site.code == fact.receiving_code)
        receiving = session.exec(here).first()
    row.kind, row.effective_on, row.announcement = fact.kind, fact.effective_on, fact.announcement[:500]
    row.receiving_code, row.receiving_id = fact.receiving_code, receiving.id if receiving is not None else None
    row.state, row.withdrawn_why, row.ended_at = OrderState.ORDERED, "", None
    session.flush()
    for task in tasks_of(session, row):
        if task.outcome is Outcome.DROPPED:
            task.outcome = task.done_on = None
    _mute(session, row, ZoneInfo(office.timezone))
    settle(session, row, by)
    return row


def refuse_order(session: Session, fact: DecommissionOrdered, *, office: Office, by: By) -> None:
    """The school is not known here: the case is told, so that it does not wait for ever."""
    refused = DecommissionRefused(
        office_code=office.code,
        case_key=fact.case_key,
        school_code=fact.school_code,
        reason="no_such_school",
        refused_on=by.at.astimezone(ZoneInfo(office.timezone)).date(),
    )
    tell_siblings(session, refused, office_id=office.id or 0, at=by.at)


def withdraw(session: Session, row: Decommission, reason: str, by: By) -> None:
    """The order does not hold any more: what was not done is not done, and a link whose notice was given keeps the last
    day that it had. What has gone stays gone.
    """
    hold(session, row)
    if row.state is OrderState.WITHDRAWN:
        return
    for task in tasks_of(session, row):
        if task.outcome is None:
            _take_back(session, task)
            task.outcome = Outcome.DROPPED
            session.add(task)
    _unmute(session, row)
    row.state, row.withdrawn_why, row.ended_at = OrderState.WITHDRAWN, reason[:1000], by.at
    session.add(row)
    session.flush()


def _take_back(session: Session, task: DecommissionTask) -> None:
    """The notice of a link: only where its last day is still the one that was given then."""
    link = session.get(Link, task.subject_id) if task.noticed_on is not None else None
    if link is not None and link.contract_end == task.end_noticed:
        link.contract_end = task.end_before
        session.add(link)
    task.noticed_on = task.end_before = task.end_noticed = None


def notice_given(session: Session, task: DecommissionTask, before: date | None, last: date, on: date) -> None:
    """Of a link: its last day until then is kept, for a withdrawal."""
    if task.noticed_on is None:
        task.end_before = before
    task.noticed_on, task.end_noticed = on, last
    session.add(task)
    session.flush()


def settle(session: Session, row: Decommission, by: By) -> None:
    """Follow what became of links and devices, whoever did it, take up those that came meanwhile, and tell siblings
    what ended; when nothing is left, that too. The caller commits.
    """
    hold(session, row)
    if row.state is not OrderState.ORDERED:
        return
    today = by.at.astimezone(_zone(session, row)).date()
    _take_up(session, row)
    tasks = tasks_of(session, row)
    for task in tasks:
        if task.outcome is None:
            _follow(session, row, task, by, today)
    if all(task.outcome is not None for task in tasks):
        _complete(session, row, tasks, by, today)
    session.flush()


def _zone(session: Session, row: Decommission) -> ZoneInfo:
    return ZoneInfo(session.get_one(Office, row.office_id).timezone)


def _take_up(session: Session, row: Decommission) -> None:
    known = {(task.subject, task.subject_id) for task in tasks_of(session, row)}
    links = session.exec(select(Link).where(Link.site_id == row.site_id, col(Link.archived_at).is_(None)))
    devices = session.exec(select(Device).where(Device.site_id == row.site_id, col(Device.archived_at).is_(None)))
    here = [(Left.LINK, one.id or 0, one.name) for one in links]
    here += [(Left.DEVICE, one.id or 0, one.name) for one in devices]
    for subject, subject_id, name in here:
        if (subject, subject_id) not in known:
            task = DecommissionTask(order_id=row.id or 0, subject=subject, subject_id=subject_id, name=name)
            session.add(task)
    session.flush()


def _follow(session: Session, row: Decommission, task: DecommissionTask, by: By, today: date) -> None:
    link = session.get(Link, task.subject_id) if task.subject is Left.LINK else None
    thing = link if task.subject is Left.LINK else session.get(Device, task.subject_id)
    if thing is not None and thing.archived_at is None and thing.site_id == row.site_id:
        return
    moved = thing is not None and thing.archived_at is None
    gone = Outcome.ENDED if task.subject is Left.LINK else Outcome.RETIRED
    task.outcome, task.done_on, task.done_by = Outcome.MOVED if moved else gone, today, by.actor[:120]
    if link is not None and link.contract_end is not None and not moved:
        task.done_on = min(today, link.contract_end)
    session.add(task)
    if task.subject is Left.LINK:
        fact = LinkDecommissioned(
            office_code=session.get_one(Office, row.office_id).code,
            case_key=row.case_key,
            school_code=session.get_one(Site, row.site_id).code,
            link_id=task.subject_id,
            ended_on=task.done_on,
        )
        tell_siblings(session, fact, office_id=row.office_id, at=by.at, subject_id=row.id or 0)


def _complete(session: Session, row: Decommission, tasks: Sequence[DecommissionTask], by: By, today: date) -> None:
    def count(subject: Left, *outcomes: Outcome) -> int:
        return sum(task.subject is subject and task.outcome in outcomes for task in tasks)

    row.state, row.ended_at = OrderState.DONE, by.at
    _unmute(session, row)
    session.add(row)
    fact = SchoolDecommissioned(
        office_code=session.get_one(Office, row.office_id).code,
        case_key=row.case_key,
        school_code=session.get_one(Site, row.site_id).code,
        links_ended=count(Left.LINK, Outcome.ENDED, Outcome.MOVED),
        devices_moved=count(Left.DEVICE, Outcome.MOVED),
        devices_retired=count(Left.DEVICE, Outcome.RETIRED),
        completed_on=today,
    )
    tell_siblings(session, fact, office_id=row.office_id, at=by.at, subject_id=row.id or 0)


def _mute(session: Session, row: Decommission, zone: ZoneInfo) -> None:
    """From the day on, and no longer than any window: what is left after that is late, and its silence is told."""
    _unmute(session, row)
    begins = datetime.combine(row.effective_on, time(), zone)
    window = MaintenanceWindow(
        office_id=row.office_id,
        subject=Subject.SITE,
        subject_id=row.site_id,
        starts_at=begins,
        ends_at=begins + timedelta(days=LONGEST_DAYS),
        note=row.announcement,
    )
    session.add(window)
    session.flush()
    row.window_id = window.id
    session.add(row)


def _unmute(session: Session, row: Decommission) -> None:
    window = session.get(MaintenanceWindow, row.window_id) if row.window_id is not None else None
    if window is not None and window.office_id == row.office_id:
        end_window(session, window)
    row.window_id = None


def open_orders(session: Session) -> list[int]:
    """Ids of those that something may be left of, of all offices."""
    wanted = select(Decommission.id).where(Decommission.state == OrderState.ORDERED).order_by(col(Decommission.id))
    return [row_id for row_id in session.exec(wanted) if row_id is not None]


def set_state(session: Session, fact: SchoolStatusChanged, site: Site) -> None:
    """A school that is closed or transferred is marked so from that day; every other state takes the mark away."""
    site.closed_on = fact.effective_on if fact.state in GONE else None
    session.add(site)
    session.flush()
