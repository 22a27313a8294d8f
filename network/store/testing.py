"""The acceptance test of an order: what the collectors measured, judged, kept, and what was then built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import func
from sqlmodel import Session, col, select

from inventory.models.device import Device, FactSource, Interface, SnmpMemory
from inventory.models.link import Link
from inventory.models.outage import CurrentState, Subject
from inventory.models.site import Site
from inventory.store.acting import By
from network.acceptance import Asked, CheckKind, Result, Seen, Wanted, heard, is_passed, judge, port_of
from network.models.change import ChangeState, NetworkChange, NetworkCheck, NetworkOrder, NetworkTest
from network.queries.state import ANSWERING, ETHERNET
from network.store.changes import checks_of, orders_of
from network.store.turns import take_turn
from service.refusal import _, refuse

Thing = tuple[Subject, int]


def run_test(
    session: Session,
    order: NetworkOrder,
    change: NetworkChange,
    by: By,
    asked: Mapping[Thing, Asked] = MappingProxyType({}),
) -> NetworkTest:
    """From what the collectors heard just now (`asked`) and measured until then; the order is accepted when every check
    passes. RefusedError when it was already.
    """
    take_turn(session, Site, change.site_id)
    session.refresh(order)
    if order.accepted_at is not None:
        raise refuse("", _("This order was accepted already"))
    checks = checks_of(session, order)
    results, kept = [], []
    for check in checks:
        wanted, stored = _stored(session, check)
        live = asked.get(subject_of(check))
        result = judge(wanted, heard(wanted, stored, live), since=order.ordered_at, now=by.at)
        results.append(result)
        kept.append(_kept(result) | {"raw": _evidence(live, check.port)})
    passed = is_passed(results)
    row = NetworkTest(
        order_id=order.id or 0,
        at=by.at,
        is_passed=passed,
        results=kept,
        built=_built(session, checks) if passed else [],
        actor=by.actor[:120],
    )
    if passed:
        order.accepted_at = by.at
        session.add(order)
        if all(one.accepted_at is not None for one in orders_of(session, change)):
            change.state = ChangeState.DONE
            session.add(change)
    session.add(row)
    session.flush()
    return row


def subject_of(check: NetworkCheck) -> Thing:
    """The device or link that a check looks at."""
    if check.link_id is not None:
        return Subject.LINK, check.link_id
    return Subject.DEVICE, check.device_id or 0


def _evidence(live: Asked | None, port: str) -> dict[str, object] | None:
    """All that was told live of the thing, and of its ports the one that the check is about."""
    if live is None:
        return None
    raw = {key: value for key, value in live.raw.items() if key != "ports"}
    return raw | {"port": dict(port_of(live, port) or {}) if port else None}


def _kept(one: Result) -> dict[str, object]:
    return {
        "kind": one.check.kind.value,
        "thing": one.check.thing,
        "port": one.check.port,
        "wanted": one.check.wanted,
        "measured": one.measured,
        "standing": one.standing.value,
        "at": one.at.isoformat() if one.at is not None else None,
    }


def _stored(session: Session, check: NetworkCheck) -> tuple[Wanted, Seen]:
    if check.link_id is not None:
        link = session.get_one(Link, check.link_id)
        state = _state(session, Subject.LINK, link.id or 0) if check.kind is CheckKind.LINK_UP else Seen()
        return _wanted(check, link.name), state
    device = session.get_one(Device, check.device_id)
    wanted = _wanted(check, device.name)
    match check.kind:
        case CheckKind.ANSWERS:
            return wanted, _state(session, Subject.DEVICE, device.id or 0)
        case CheckKind.PORT_SPEED:
            return wanted, _port(session, device, check.port)
        case CheckKind.PORTS:
            return wanted, Seen(at=read_at(session, device), ports=ports_of(session, device.id or 0))
        case CheckKind.FIRMWARE:
            return wanted, Seen(at=read_at(session, device), version=device.version)
        case _:
            return wanted, Seen()  # only what is heard live tells it


def thing_of(session: Session, check: NetworkCheck) -> str:
    """The name of the device or link that a check looks at."""
    if check.link_id is not None:
        return session.get_one(Link, check.link_id).name
    return session.get_one(Device, check.device_id).name


def _wanted(check: NetworkCheck, thing: str) -> Wanted:
    return Wanted(check.kind, thing, check.wanted, check.port)


def _state(session: Session, subject: Subject, subject_id: int) -> Seen:
    row = session.get(CurrentState, (subject, subject_id))
    if row is None:
        return Seen()
    is_up = row.state in ANSWERING
    return Seen(at=row.checked_at, is_up=is_up, up_since=row.since if is_up else None)


def _port(session: Session, device: Device, name: str) -> Seen:
    wanted = select(Interface).where(
        Interface.device_id == device.id, Interface.name == name, col(Interface.retired_at).is_(None)
    )
    row = session.exec(wanted).first()
    if row is None:
        return Seen(at=read_at(session, device))
    return Seen(at=read_at(session, device), is_up=row.oper_status == "up", speed_bps=row.speed_bps)


def ports_of(session: Session, device_id: int) -> int:
    """How many ports a device has that a cable goes into."""
    wanted = select(func.count()).where(
        Interface.device_id == device_id, Interface.type == ETHERNET, col(Interface.retired_at).is_(None)
    )
    return session.exec(wanted).one()


def read_at(session: Session, device: Device) -> datetime | None:
    """When the device last told what it is: a walk, or facts that were read."""
    walked = session.exec(select(SnmpMemory.walked_at).where(SnmpMemory.device_id == device.id)).first()
    told = session.exec(select(func.max(FactSource.read_at)).where(FactSource.device_id == device.id)).one()
    known = [at for at in (walked, told, device.facts_at) if at is not None]
    return max(known, default=None)


def _built(session: Session, checks: Sequence[NetworkCheck]) -> list[dict[str, object]]:
    ids = sorted({check.device_id for check in checks if check.device_id is not None})
    return [_described(session, session.get_one(Device, device_id)) for device_id in ids]


def _described(session: Session, device: Device) -> dict[str, object]:
    return {
        "name": device.name,
        "role": device.role,
        "address": device.address,
        "vendor": device.vendor,
        "model": device.model,
        "serial": device.serial,
        "version": device.version,
        "ports": ports_of(session, device.id or 0),
    }
