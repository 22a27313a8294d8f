"""A school whose network is developed, for tests of its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.device import Device
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Contact, Office, PupilCount, Site
from service.columns import utc_now
from service.database import transaction
from tests import factories

NOW = utc_now()
TODAY = NOW.astimezone(ZoneInfo("Asia/Bangkok")).date()  # of the office's clock, as pages reckon
LONG_AGO = NOW - timedelta(days=2)
SURVEY = {"year": "2569", "surveyed_on": "2026-11-02", "rooms": "12", "rooms_cabled": "6", "cabling": "worn"}


def make_school(engine: Engine, office: Office) -> Site:
    """A school of a hundred pupils with somebody to be called."""
    with transaction(engine) as session:
        site = factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง", code="53020001")
        session.add(PupilCount(site_id=site.id or 0, year=2569, pupils=100))
        session.add(Contact(site_id=site.id or 0, name="ครูจำลอง", role="ครู", phone="050-111-1111"))
        return site


def home(site: Site) -> str:
    """The address of its network file."""
    return f"/network/schools/{site.code}"


def a_switch(session: Session, site: Site, *, ports: int = 4, up: bool = True, **values: Any) -> Device:
    """A switch that answers now and told what it is after any order of this test."""
    device = factories.make_device(session, site, **{"model": "EX-24", "serial": "SN1", "version": "1.2"} | values)
    for index in range(1, ports + 1):
        factories.make_interface(
            session, device, if_index=index, name=f"ge{index}", type=6, speed_bps=1_000_000_000 if index == 1 else None
        )
    state = State.UP if up else State.DOWN
    session.add(
        CurrentState(
            subject=Subject.DEVICE, subject_id=device.id or 0, state=state, since=LONG_AGO, checked_at=utc_now()
        )
    )
    return device
