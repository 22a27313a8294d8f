"""Rows for tests, each plausible as it stands: name only what the test is about. They flush, the test commits."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session

from inventory.models.asset import Asset
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device, Interface
from inventory.models.link import Check, Link, Provider
from inventory.models.outage import Outage, Subject
from inventory.models.site import Calendar, Office, Site
from netops.models.person import Person, Role
from risk.models.register import Risk
from risk.scale import SHIPPED
from risk.terms import Basis, Group
from risk.terms import Subject as About

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
"""The moment of tests that need one: Sunday 22 November 2569, 10:00 in Bangkok."""

Row = TypeVar("Row")
_numbers = count(1)


def _saved(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def make_office(session: Session, **values: Any) -> Office:
    """An Educational Service Area Office."""
    number = next(_numbers)
    return _saved(session, Office(**{"code": f"o{number}", "name": f"สำนักงานเขตจำลอง {number}"} | values))


def make_site(session: Session, office: Office, **values: Any) -> Site:
    """A school of the office."""
    number = next(_numbers)
    given: dict[str, Any] = {"office_id": office.id, "code": f"{57000000 + number}", "name": f"โรงเรียนจำลอง {number}"}
    given |= {"district": "อำเภอจำลอง", "latitude": 19.9, "longitude": 99.8}
    return _saved(session, Site(**given | values))


def make_calendar(session: Session, office: Office, **values: Any) -> Calendar:
    """A calendar without any hours: never open, unless `always_open`."""
    return _saved(session, Calendar(**{"office_id": office.id, "name": f"ปฏิทิน {next(_numbers)}"} | values))


def make_provider(session: Session, office: Office, **values: Any) -> Provider:
    """An internet provider."""
    return _saved(session, Provider(**{"office_id": office.id, "name": f"ผู้ให้บริการ {next(_numbers)}"} | values))


def make_link(session: Session, site: Site, **values: Any) -> Link:
    """A link checked by ICMP at a loopback address."""
    number = next(_numbers)
    given = {"site_id": site.id, "name": f"link{number}", "circuit_no": f"C{number:06}", "check": Check.ICMP}
    return _saved(session, Link(**given | {"check_address": "127.0.0.1", "speed_bps": 500_000_000} | values))


def make_credential(session: Session, office: Office, **values: Any) -> Credential:
    """An SNMP credential whose sealed bytes open with no key: give `sealed` when the secret matters."""
    given = {"office_id": office.id, "name": f"set{next(_numbers)}", "kind": CredentialKind.SNMP, "sealed": b"-"}
    return _saved(session, Credential(**given | values))


def make_device(session: Session, site: Site, **values: Any) -> Device:
    """A switch on a loopback address."""
    number = next(_numbers)
    given = {"site_id": site.id, "name": f"sw{number}", "role": "switch", "address": f"127.1.0.{number % 250 + 1}"}
    return _saved(session, Device(**given | values))


def make_asset(session: Session, office: Office, site: Site | None = None, **values: Any) -> Asset:
    """A switch in the book of the school, or of the office; it has no history."""
    number = next(_numbers)
    site_id = site.id if site is not None else None
    given = {"office_id": office.id, "site_id": site_id, "unit": site_id or 0, "number": f"7440-016-{number:04}/65"}
    return _saved(session, Asset(**given | {"name": "อุปกรณ์กระจายสัญญาณ", "price_satang": 1_300_000} | values))


def make_interface(session: Session, device: Device, **values: Any) -> Interface:
    """A port that is up."""
    given = {"device_id": device.id, "if_index": 1, "name": "ge1", "admin_status": "up", "oper_status": "up"}
    return _saved(session, Interface(**given | values))


def make_outage(session: Session, link: Link, **values: Any) -> Outage:
    """An open outage of a link since AT."""
    given = {"subject": Subject.LINK, "subject_id": link.id, "site_id": link.site_id}
    return _saved(session, Outage(**given | {"started_at": AT, "confirmed_at": AT} | values))


def make_person(session: Session, office: Office, **values: Any) -> Person:
    """An IT officer who cannot sign in (no password) until the test sets one."""
    number = next(_numbers)
    given = {"office_id": office.id, "username": f"person{number}", "name": f"บุคคลจำลอง {number}", "role": Role.IT}
    return _saved(session, Person(**given | values))


def make_risk(session: Session, office: Office, **values: Any) -> Risk:
    """A risk that a rule found: 4 by 4 by default."""
    number = next(_numbers)
    given: dict[str, Any] = {"office_id": office.id, "number": number, "key": f"made:{number}", "subject": About.OFFICE}
    given |= {"title": f"ความเสี่ยง {number}", "group": Group.OPERATIONAL, "likelihood": 4, "impact": 4}
    given |= {"likelihood_basis": Basis.MEASURED, "impact_basis": Basis.MEASURED, "identified_on": AT.date()} | values
    score = given["likelihood"] * given["impact"]
    level = SHIPPED.level(score)
    return _saved(session, Risk(**{"score": score, "level": level, "weighed_impact": given["impact"]} | given))
