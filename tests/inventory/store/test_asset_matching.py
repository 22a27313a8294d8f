"""The worklist on both databases: what each reader is told, what a decision changes, and what was let stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.assets.reconcile import Difference, Found
from inventory.models.device import Device
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Office, Site, SiteKind
from inventory.queries.asset_matching import named, worklist
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.asset_matching import Decision, change_for, ignore
from service.database import reading
from service.refusal import RefusedError
from tests.factories import AT, make_asset, make_device, make_office, make_site

BY = By("พัสดุ", AT)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def school(session: Session) -> Site:
    return make_site(session, make_office(session), name="โรงเรียนเหนือ")


def office_of(session: Session, site: Site) -> Office:
    return session.get_one(Office, site.office_id)


def told(session: Session, sight: Sight) -> list[tuple[str, int | None, int | None]]:
    found = worklist(session, sight, now=AT, unseen_days=30)
    return [(one.kind.value, one.asset_id, one.device_id) for one in found]


def seen_before(session: Session, device: Device, days: int) -> None:
    row_id, at = device.id or 0, AT - timedelta(days=days)
    session.add(CurrentState(subject=Subject.DEVICE, subject_id=row_id, state=State.DOWN, since=at, last_up_at=at))
    session.flush()


def test_every_difference_comes_from_what_is_stored(session: Session, school: Site) -> None:
    office = office_of(session, school)
    other = make_site(session, office, name="โรงเรียนใต้")
    moved, lost, free = (make_device(session, other, serial=f"SN{at}", facts_at=AT) for at in range(3))
    lost.facts_at = None
    away = make_asset(session, office, school, serial="SN0", device_id=moved.id)
    gone = make_asset(session, office, other, serial="SN1", device_id=lost.id)
    match = make_asset(session, office, other, serial="sn-2")
    seen_before(session, lost, 31)
    stranger = make_device(session, other, serial="SN9", facts_at=AT)
    make_device(session, make_site(session, make_office(session)))  # of another office
    whole = Sight(school.office_id)
    assert told(session, whole) == [
        ("elsewhere", away.id, moved.id),
        ("link", match.id, free.id),
        ("not_in_book", None, stranger.id),
        ("not_seen", gone.id, lost.id),
    ]
    items = named(session, worklist(session, whole, now=AT, unseen_days=30))
    assert (items[0].owner, items[0].stands_at, items[2].asset) == (school, other, None)
    # Neither school is told of the other's: that card and that device are the office's to settle.
    assert told(session, Sight(school.office_id, school.id)) == []
    assert told(session, Sight(school.office_id, other.id)) == told(session, whole)[1:]


def test_what_stands_at_the_office_is_the_office_s(session: Session) -> None:
    office = make_office(session)
    place = make_site(session, office, kind=SiteKind.OFFICE)
    device = make_device(session, place, facts_at=AT)
    make_asset(session, office, device_id=device.id)
    assert told(session, Sight(office.id or 0)) == []


@pytest.mark.parametrize(
    ("kind", "decision", "change"),
    [
        (Difference.ELSEWHERE, Decision.TAKE, "site_id"),
        (Difference.SERIAL, Decision.TAKE, "serial"),
        (Difference.SERIAL, Decision.UNLINK, "device_id"),
        (Difference.MODEL, Decision.TAKE, "model"),
        (Difference.LINK, Decision.TAKE, "device_id"),
        (Difference.NOT_SEEN, Decision.UNLINK, "device_id"),
        (Difference.NOT_SEEN, Decision.TAKE, None),
        (Difference.NOT_IN_BOOK, Decision.TAKE, None),
        (Difference.LINK, Decision.UNLINK, None),
    ],
)
def test_a_decision_is_one_change_of_the_card(
    session: Session, school: Site, kind: Difference, decision: Decision, change: str | None
) -> None:
    device = make_device(session, school, serial="NEW", model="M2")
    found = Found(kind, 1, device.id, "", "")
    if change is None:
        with pytest.raises(RefusedError):
            change_for(session, found, decision)
        return
    wanted = {"site_id": school.id, "serial": "NEW", "model": "M2", "device_id": device.id}
    expected = None if decision is Decision.UNLINK else wanted[change]
    assert change_for(session, found, decision) == {change: expected}


def test_what_is_let_stand_is_told_again_when_it_says_something_else(session: Session, school: Site) -> None:
    office = office_of(session, school)
    device = make_device(session, school, serial="A", facts_at=AT)
    asset = make_asset(session, office, school, serial="B", device_id=device.id)
    sight = Sight(school.office_id)
    (found,) = worklist(session, sight, now=AT, unseen_days=30)
    with pytest.raises(RefusedError):
        ignore(session, found, office_id=school.office_id, reason=" ", by=BY)
    ignore(session, found, office_id=school.office_id, reason="ป้ายหลุด", by=BY)
    assert told(session, sight) == []
    device.serial = "C"
    session.flush()
    assert told(session, sight) == [("serial", asset.id, device.id)]
