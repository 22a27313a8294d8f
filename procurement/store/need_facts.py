"""What the inventory says of an office's devices and schools, read in whole tables: a few queries, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from inventory.assets.terms import Book
from inventory.models.asset import Asset, AssetClass, Standing
from inventory.models.device import Device, DeviceSupport, Interface
from inventory.models.link import Link
from inventory.models.outage import Cause, Outage, Subject
from inventory.models.repair import AssetRepair
from inventory.models.site import Site, SiteKind
from inventory.store.asset_classes import book_of
from inventory.store.pupils import latest_counts
from procurement.needs.facts import DeviceFacts, OldAsset, OutageSeen, RepairSeen, RiskSeen, SiteFacts
from procurement.needs.years import whole_years
from procurement.parameters import Name, shipped_parameters
from procurement.store.need_risks import risks_seen

ETHERNET: Final = 6  # ifType of a port that a cable goes into
RECENTLY: Final = timedelta(days=30)  # a port that went up or down since then is in use, also while its PC is off
NOT_ITS_FAULT: Final = (Cause.POWER, Cause.PLANNED, Cause.OURS)
LONGEST: Final = timedelta(days=3650)
COMPUTERS: Final = "computer"  # code of the class whose things without a device are looked at


@dataclass(frozen=True, slots=True)
class Facts:
    """All of an office."""

    devices: tuple[DeviceFacts, ...]
    sites: tuple[SiteFacts, ...]


def gather(session: Session, office_id: int, now: datetime) -> Facts:
    """Live devices and schools as of now, with the risks of the register that another device would take away."""
    book, today = book_of(session, office_id), now.date()
    sites = session.exec(select(Site).where(Site.office_id == office_id, col(Site.archived_at).is_(None))).all()
    outages = _outages(session, office_id, now)
    return Facts(
        tuple(_devices(session, office_id, now, book=book, outages=outages, risks=risks_seen(session, office_id))),
        tuple(_sites(session, sites, _old(session, office_id, book, today), outages)),
    )


def _devices(
    session: Session,
    office_id: int,
    now: datetime,
    *,
    book: Book,
    outages: Mapping[tuple[Subject, int], list[OutageSeen]],
    risks: Sequence[RiskSeen],
) -> Iterable[DeviceFacts]:
    ports = _ports(session, office_id, now)
    repairs = _repairs(session, office_id, now)
    judged: dict[int, list[RiskSeen]] = defaultdict(list)
    for risk in risks:
        judged[risk.device_id].append(risk)
    rows = session.exec(
        select(Device, DeviceSupport, Asset)
        .select_from(Device)
        .join(Site, col(Site.id) == Device.site_id)
        .join(DeviceSupport, col(DeviceSupport.device_id) == Device.id, isouter=True)
        .join(Asset, col(Asset.device_id) == Device.id, isouter=True)
        .where(Site.office_id == office_id, col(Site.archived_at).is_(None), col(Device.archived_at).is_(None))
        .order_by(col(Device.id))
    )
    for device, support, asset in rows:
        assert device.id is not None
        acquired = (asset.acquired_on if asset else None) or device.acquired_on
        years, source = replacing_rule(book, acquired, now.date())
        total, used = ports.get(device.id, (0, 0))
        yield DeviceFacts(
            device_id=device.id,
            site_id=device.site_id,
            name=device.name,
            role=device.role,
            asset_id=asset.id if asset else None,
            since=acquired or device.created_at.date(),
            is_acquired=acquired is not None,
            replace_after_years=years,
            replace_source=source,
            end_of_support=support.end_of_support if support else None,
            support_source=support.source if support else "",
            ports=total,
            ports_used=used,
            repairs=repairs.get(device.id, ()),
            outages=outages.get((Subject.DEVICE, device.id), ()),
            risks=judged.get(device.id, ()),
        )


def replacing_rule(book: Book, acquired: date | None, today: date) -> tuple[int | None, str]:
    """After how many years of use: the office's own rule for the day of acquisition, else that of price criteria."""
    own = book.rule_on(acquired) if acquired is not None else None
    if own is not None:
        return own.replace_after_years, own.source
    known = shipped_parameters().at(Name.REPLACEMENT_YEARS, today)
    return (known.value, known.source) if known is not None else (None, "")


def _ports(session: Session, office_id: int, now: datetime) -> dict[int, tuple[int, int]]:
    in_use = or_(col(Interface.oper_status) == "up", col(Interface.changed_at) >= now - RECENTLY)
    rows = session.exec(
        select(Interface.device_id, func.count(), func.count().filter(in_use))
        .select_from(Interface)
        .join(Device, col(Device.id) == Interface.device_id)
        .join(Site, col(Site.id) == Device.site_id)
        .where(Site.office_id == office_id, Interface.type == ETHERNET, col(Interface.retired_at).is_(None))
        .group_by(col(Interface.device_id))
    )
    return {device_id: (total, used) for device_id, total, used in rows}


def _repairs(session: Session, office_id: int, now: datetime) -> dict[int, list[RepairSeen]]:
    """Faults in the repair log, by the device that the asset was."""
    rows = session.exec(
        select(AssetRepair)
        .join(Asset, col(Asset.id) == AssetRepair.asset_id)
        .where(
            Asset.office_id == office_id,
            AssetRepair.reported_on >= (now - LONGEST).date(),
            col(AssetRepair.device_id).is_not(None),
        )
        .order_by(col(AssetRepair.reported_on), col(AssetRepair.id))
    )
    found: dict[int, list[RepairSeen]] = defaultdict(list)
    for row in rows:
        found[row.device_id or 0].append(RepairSeen(row.id or 0, row.reported_on, row.fault[:120]))
    return found


def _outages(session: Session, office_id: int, now: datetime) -> dict[tuple[Subject, int], list[OutageSeen]]:
    """By device and by link; of links also by school."""
    rows = session.execute(
        columns(
            col(Outage.id), col(Outage.subject), col(Outage.subject_id), col(Outage.site_id), col(Outage.started_at)
        )
        .join(Site, col(Site.id) == col(Outage.site_id))
        .where(
            col(Site.office_id) == office_id,
            col(Outage.started_at) >= now - LONGEST,
            col(Outage.cause).not_in(NOT_ITS_FAULT),
            col(Outage.subject).in_((Subject.DEVICE, Subject.LINK)),
        )
    )
    found: dict[tuple[Subject, int], list[OutageSeen]] = defaultdict(list)
    for row_id, subject, subject_id, site_id, started_at in rows:
        seen = OutageSeen(row_id or 0, started_at.date())
        found[(Subject.SITE, site_id) if subject is Subject.LINK else (subject, subject_id)].append(seen)
    return found


def _old(session: Session, office_id: int, book: Book, today: date) -> dict[int, list[OldAsset]]:
    """Computers of the book that are no device of the network and may be replaced, by the school that owns them."""
    rows = session.execute(
        columns(col(Asset.id), col(Asset.number), col(Asset.acquired_on), col(Asset.quantity), col(Asset.site_id))
        .join(AssetClass, col(AssetClass.id) == col(Asset.class_id))
        .where(
            col(Asset.office_id) == office_id,
            col(AssetClass.code) == COMPUTERS,
            col(Asset.device_id).is_(None),
            col(Asset.acquired_on).is_not(None),
            col(Asset.site_id).is_not(None),
            col(Asset.standing).not_in((Standing.DISPOSED, Standing.LOST, Standing.TO_DISPOSE)),
        )
    )
    found: dict[int, list[OldAsset]] = defaultdict(list)
    for row_id, number, acquired_on, quantity, site_id in rows:
        assert acquired_on is not None
        assert site_id is not None
        years, _source = replacing_rule(book, acquired_on, today)
        if years is not None and whole_years(acquired_on, today) >= years:
            found[site_id].append(OldAsset(row_id or 0, number, acquired_on, quantity))
    return found


def _sites(
    session: Session,
    sites: Sequence[Site],
    old: Mapping[int, Sequence[OldAsset]],
    outages: Mapping[tuple[Subject, int], Sequence[OutageSeen]],
) -> Iterable[SiteFacts]:
    schools = {site.id or 0: site.name for site in sites if site.kind is SiteKind.SCHOOL}
    counts = latest_counts(session, schools)
    links: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for row_id, site_id, speed in session.exec(
        select(Link.id, Link.site_id, Link.speed_bps).where(
            col(Link.site_id).in_(list(schools)), col(Link.archived_at).is_(None)
        )
    ):
        links[site_id].append((row_id or 0, speed))
    for site_id, name in schools.items():
        count, lines = counts.get(site_id), links.get(site_id, [])
        # One line of unknown speed could be the fastest: then nothing is said.
        known = bool(lines) and all(speed is not None for _row_id, speed in lines)
        yield SiteFacts(
            site_id=site_id,
            name=name,
            pupils=count.pupils if count else None,
            computers=count.computers if count else None,
            pupils_year=count.year if count else None,
            speed_bps=sum(speed or 0 for _row_id, speed in lines) if known else None,
            links=tuple(row_id for row_id, _speed in lines),
            outages=outages.get((Subject.SITE, site_id), ()),
            old_assets=old.get(site_id, ()),
        )
