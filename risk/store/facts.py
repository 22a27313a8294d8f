"""What the inventory says of an office for the rules, read in whole tables: a few queries of plain columns, however
many devices there are. It runs after polls, so that nothing is read that no rule looks at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import case, func, or_, select
from sqlmodel import Session, col

from inventory.models.config import ComplianceResult, ConfigAttempt, ConfigVersion, Exemption, Grade
from inventory.models.contract import Contract
from inventory.models.device import Device, DeviceSupport, Health, Interface
from inventory.models.link import Link
from inventory.models.outage import Cause, Event, Outage, Subject
from inventory.models.site import Site
from inventory.models.stock import StockItem, StockKind
from risk.facts import (
    BrokenSeen,
    DeviceFacts,
    Facts,
    HotSeen,
    LinkFacts,
    ModelFacts,
    OutageSeen,
)
from risk.store.places import UPS, sites_of

ETHERNET: Final = 6  # ifType of a port that a cable goes into
RECENTLY: Final = timedelta(days=30)  # a port that went up or down since then is in use, also while its PC is off
NOT_ITS_FAULT: Final = (Cause.PLANNED, Cause.OURS)
LIMIT_PASSED: Final = "LimitExceeded"
TEMPERATURE, CHARGE, BUSY = "temperature", "ups_charge", "utilisation"
BATTERY_STATUS: Final = ".1.3.6.1.2.1.33.1.2.1.0"  # upsBatteryStatus


def gather(session: Session, office_id: int, now: datetime, *, longest_days: int, knowers: int | None = None) -> Facts:
    """Live devices, lines and sites as of now; happenings of `longest_days`, the longest window of any rule.

    `knowers`: how many can sign in as IT officers, which those know who keep the accounts.
    """
    since = now - timedelta(days=longest_days)
    outages = _outages(session, office_id, since)
    passed = _passed(session, office_id, since)
    links = list(_links(session, office_id, outages, passed))
    devices = list(_devices(session, office_id, now, outages, passed))
    sites = sites_of(session, office_id, devices, links, outages.power)
    return Facts(
        now=now,
        devices=devices,
        links=links,
        sites=sites,
        models=_models(session, office_id, devices),
        knowers=knowers,
    )


@dataclass(slots=True)
class _Outages:
    """By thing, and those that power was to blame for by site."""

    of: dict[tuple[Subject, int], list[OutageSeen]]
    power: dict[int, list[OutageSeen]]


def _outages(session: Session, office_id: int, since: datetime) -> _Outages:
    rows = session.execute(
        select(
            col(Outage.id), col(Outage.subject), col(Outage.subject_id), col(Outage.site_id), col(Outage.started_at),
            col(Outage.cause),
        )
        .join(Site, col(Site.id) == col(Outage.site_id))
        .where(col(Site.office_id) == office_id, col(Outage.started_at) >= since)
        .where(col(Outage.cause).not_in(NOT_ITS_FAULT))
    )  # fmt: skip
    found = _Outages(defaultdict(list), defaultdict(list))
    for row_id, subject, subject_id, site_id, at, cause in rows:
        seen = OutageSeen(row_id or 0, at)
        if cause is not Cause.POWER:
            found.of[subject, subject_id].append(seen)
        elif subject is Subject.LINK:
            found.power[site_id].append(seen)
    return found


def _passed(session: Session, office_id: int, since: datetime) -> dict[tuple[str, int], list[HotSeen]]:
    """Measured limits that were passed, by figure and device or link."""
    rows = session.execute(
        select(col(Event.id), col(Event.at), col(Event.device_id), col(Event.link_id), col(Event.data))
        .join(Site, col(Site.id) == col(Event.site_id))
        .where(col(Site.office_id) == office_id, col(Event.kind) == LIMIT_PASSED, col(Event.at) >= since)
    )
    found: dict[tuple[str, int], list[HotSeen]] = defaultdict(list)
    for row_id, at, device_id, link_id, data in rows:
        which = link_id if link_id is not None else device_id
        value = data.get("value")
        if which is not None and isinstance(value, int | float):
            found[str(data.get("metric")), which].append(HotSeen(row_id or 0, at, float(value)))
    return found


def _links(
    session: Session, office_id: int, outages: _Outages, passed: Mapping[tuple[str, int], Sequence[HotSeen]]
) -> Iterable[LinkFacts]:
    rows = session.execute(
        select(
            col(Link.id), col(Link.site_id), col(Link.name), col(Link.contract_end), col(Link.contract_id),
            col(Contract.ends_on), col(Site.name),
        )
        .join(Site, col(Site.id) == col(Link.site_id))
        .outerjoin(Contract, (col(Contract.id) == col(Link.contract_id)) & col(Contract.archived_at).is_(None))
        .where(col(Site.office_id) == office_id, col(Link.archived_at).is_(None), col(Site.archived_at).is_(None))
        .order_by(col(Link.id))
    )  # fmt: skip
    for link_id, site_id, name, own_end, contract_id, agreed_end, site_name in rows:
        assert link_id is not None
        yield LinkFacts(
            link_id=link_id,
            site_id=site_id,
            name=f"{name} · {site_name}",
            outages=outages.of.get((Subject.LINK, link_id), ()),
            contract_end=own_end or agreed_end,
            contract_id=contract_id if own_end is None and agreed_end is not None else None,
            busy=passed.get((BUSY, link_id), ()),
        )


def _devices(
    session: Session,
    office_id: int,
    now: datetime,
    outages: _Outages,
    passed: Mapping[tuple[str, int], Sequence[HotSeen]],
) -> Iterable[DeviceFacts]:
    ports, backups = _ports(session, office_id, now), _backups(session, office_id)
    broken, batteries = _broken(session, office_id, now), _batteries(session, office_id)
    rows = session.execute(
        select(
            col(Device.id), col(Device.site_id), col(Device.name), col(Device.role), col(Device.vendor),
            col(Device.model), col(Device.version), col(Device.parent_id), col(Device.ssh_credential_id),
            col(Device.monitored), col(DeviceSupport.end_of_support), col(DeviceSupport.source),
            col(DeviceSupport.software_end), col(DeviceSupport.newest_version), col(DeviceSupport.firmware),
            col(Site.name),
        )
        .join(Site, col(Site.id) == col(Device.site_id))
        .outerjoin(DeviceSupport, col(DeviceSupport.device_id) == col(Device.id))
        .where(col(Site.office_id) == office_id, col(Device.archived_at).is_(None), col(Site.archived_at).is_(None))
        .order_by(col(Device.id))
    ).all()  # fmt: skip
    depends = Counter(row[7] for row in rows if row[7] is not None)
    for row in rows:
        device_id: Any = row[0]
        good, began = backups.get(device_id, (None, None))
        charge, state = batteries.get(device_id, (None, None))
        total, used = ports.get(device_id, (0, 0))
        yield DeviceFacts(
            device_id=device_id,
            site_id=row[1],
            name=f"{row[2]} · {row[15]}",
            role=row[3],
            model=" ".join(filter(None, (row[4], row[5]))) if row[5] else "",
            depends=depends[device_id],
            outages=outages.of.get((Subject.DEVICE, device_id), ()),
            end_of_support=row[10],
            support_source=row[11] or "",
            software_end=row[12],
            version=row[6],
            newest_version=row[13] or "",
            firmware_behind=row[14] == "behind",
            backup_expected=row[8] is not None and row[9],
            backup_at=good,
            backup_since=began,
            broken=broken.get(device_id, ()),
            battery_percent=charge,
            battery_state=state,
            low_batteries=passed.get((CHARGE, device_id), ()),
            hot=passed.get((TEMPERATURE, device_id), ()),
            ports=total,
            ports_used=used,
        )


def _ports(session: Session, office_id: int, now: datetime) -> dict[int, tuple[int, int]]:
    in_use = or_(col(Interface.oper_status) == "up", col(Interface.changed_at) >= now - RECENTLY)
    rows = session.execute(
        select(col(Interface.device_id), func.count(), func.sum(case((in_use, 1), else_=0)))
        .join(Device, col(Device.id) == col(Interface.device_id))
        .join(Site, col(Site.id) == col(Device.site_id))
        .where(col(Site.office_id) == office_id, col(Interface.type) == ETHERNET, col(Interface.retired_at).is_(None))
        .group_by(col(Interface.device_id))
    )
    return {device_id: (total, used or 0) for device_id, total, used in rows}


def _backups(session: Session, office_id: int) -> dict[int, tuple[datetime | None, datetime]]:
    """When the configuration was read well last, and since when it is tried."""
    newest: Any = func.max(ConfigVersion.checked_at, type_=ConfigVersion.__table__.c.checked_at.type)  # type: ignore[attr-defined]
    checked = select(col(ConfigVersion.device_id), newest.label("at")).group_by(col(ConfigVersion.device_id)).subquery()
    rows = session.execute(
        select(col(ConfigAttempt.device_id), col(ConfigAttempt.good_at), checked.c.at, col(ConfigAttempt.began_at))
        .join(Device, col(Device.id) == col(ConfigAttempt.device_id))
        .join(Site, col(Site.id) == col(Device.site_id))
        .outerjoin(checked, checked.c.device_id == col(ConfigAttempt.device_id))
        .where(col(Site.office_id) == office_id)
    )
    return {device_id: (max(filter(None, (good, at)), default=None), began) for device_id, good, at, began in rows}


def _broken(session: Session, office_id: int, now: datetime) -> dict[int, list[BrokenSeen]]:
    """Rules that are not kept, without those that somebody excepted."""
    excepted = {
        (rule, device_id)
        for rule, device_id in session.execute(
            select(col(Exemption.rule), col(Exemption.device_id)).where(
                col(Exemption.office_id) == office_id,
                or_(col(Exemption.until).is_(None), col(Exemption.until) >= now.date()),
            )
        )
    }
    rows = session.execute(
        select(col(ComplianceResult.device_id), col(ComplianceResult.rule), col(ComplianceResult.since))
        .join(Device, col(Device.id) == col(ComplianceResult.device_id))
        .join(Site, col(Site.id) == col(Device.site_id))
        .where(col(Site.office_id) == office_id, col(ComplianceResult.grade) == Grade.BROKEN)
        .order_by(col(ComplianceResult.device_id), col(ComplianceResult.rule))
    )
    found: dict[int, list[BrokenSeen]] = defaultdict(list)
    for device_id, rule, since in rows:
        if (rule, None) not in excepted and (rule, device_id) not in excepted:
            found[device_id].append(BrokenSeen(rule, since.date()))
    return found


def _batteries(session: Session, office_id: int) -> dict[int, tuple[float | None, int | None]]:
    """Charge in percent and what UPS-MIB says of the battery."""
    rows = session.execute(
        select(col(Health.device_id), col(Health.kind), col(Health.oid), col(Health.value))
        .join(Device, col(Device.id) == col(Health.device_id))
        .join(Site, col(Site.id) == col(Device.site_id))
        .where(col(Site.office_id) == office_id, col(Device.role) == UPS)
        .where(or_(col(Health.kind) == "charge", col(Health.oid) == BATTERY_STATUS))
    )
    found: dict[int, tuple[float | None, int | None]] = {}
    for device_id, kind, _oid, value in rows:
        charge, state = found.get(device_id, (None, None))
        if kind == "charge":
            charge = value if charge is None else min(charge, value)
        else:
            state = int(value)
        found[device_id] = (charge, state)
    return found


def _models(session: Session, office_id: int, devices: Sequence[DeviceFacts]) -> list[ModelFacts]:
    spares: Counter[str] = Counter()
    for fits, balance in session.execute(
        select(col(StockItem.fits), col(StockItem.balance)).where(
            col(StockItem.office_id) == office_id, col(StockItem.kind) == StockKind.SPARE,
            col(StockItem.archived_at).is_(None), col(StockItem.balance) > 0,
        )
    ):  # fmt: skip
        for name in {line.strip().casefold() for line in fits.splitlines() if line.strip()}:
            spares[name] += balance
    members: dict[str, list[DeviceFacts]] = defaultdict(list)
    for device in devices:
        if device.model:
            members[device.model].append(device)
    return [
        ModelFacts(name, len(group), _spares(spares, name), [seen for one in group for seen in one.outages])
        for name, group in sorted(members.items())
    ]


def _spares(spares: Mapping[str, int], model: str) -> int:
    """A card may name the model with its maker or without."""
    said = model.casefold()
    return sum(count for name, count in spares.items() if name == said or said.endswith(f" {name}"))
