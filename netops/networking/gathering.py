"""What papers of the network's development say, read from the inventory as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, and_, col, select

from inventory.models.contract import Contract
from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import CurrentState, Subject
from inventory.models.site import Contact, Office, Site
from inventory.queries.availability import availability
from inventory.queries.sight import Sight
from netops.network_papers.data import (
    Baseline,
    GapRow,
    Manual,
    ManualDevice,
    ManualLink,
    Person,
    RunbookSaid,
    StrangerRow,
    SubnetRow,
    SurveySaid,
)
from netops.networking.connections import connection_lines, drawing_of
from netops.runbook.page import runbooks
from network.gap import GapLine
from network.models.survey import NetworkSurvey
from network.queries.state import SchoolGap, gaps, unregistered
from network.store.addresses import subnets
from network.store.manuals import next_number, said, texts_of
from network.store.surveys import surveys_of

MEGA = 1_000_000
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment of the figures, and the office's own clock."""

    at: datetime
    zone: ZoneInfo

    @property
    def day(self) -> date:
        """On that clock."""
        return self.at.astimezone(self.zone).date()


def office_name(session: Session, office_id: int) -> str:
    """As it stands on papers."""
    return session.get_one(Office, office_id).name


def gap_of_site(session: Session, site: Site, now: datetime) -> SchoolGap:
    """One school, whoever looks."""
    return gaps(session, Sight(site.office_id), now, [site])[0]


def gap_rows(lines: Sequence[GapLine]) -> tuple[GapRow, ...]:
    """As stored with a paper."""
    return tuple(
        GapRow(measure=line.measure.value, target=line.target, actual=line.actual, lack=line.lack) for line in lines
    )


def month_availability(session: Session, site: Site, as_of: AsOf) -> float | None:
    """Percent of the last thirty days in which the links of a school answered, all links together."""
    rows = session.exec(select(Link.id).where(Link.site_id == site.id, col(Link.archived_at).is_(None)))
    ids = [link_id for link_id in rows if link_id is not None]
    found = availability(session, ids, since=as_of.at - MONTH, zone=as_of.zone)
    rounds = sum(one.rounds for one in found.values())
    return 100 * (rounds - sum(one.down for one in found.values())) / rounds if rounds > 0 else None


def survey_said(office: str, site: Site, row: NetworkSurvey | None) -> SurveySaid:
    """As stored with a paper; without a survey a form to be filled in."""
    if row is None:
        return SurveySaid(office=office, school=site.name)
    own = {name: getattr(row, name) for name in SurveySaid.model_fields if name not in ("office", "school", "cabling")}
    return SurveySaid(office=office, school=site.name, cabling=row.cabling.value, **own)


def baseline(session: Session, site: Site, as_of: AsOf) -> Baseline:
    """The state of a school: measured, said, and what is unregistered."""
    office = office_name(session, site.office_id)
    found = gap_of_site(session, site, as_of.at)
    state, surveyed = found.state, surveys_of(session, site.id or 0)
    return Baseline(
        office=office,
        school=site.name,
        as_of=as_of.day,
        pupils=state.pupils,
        links=state.links,
        speed_mbps=None if state.speed_bps is None else state.speed_bps // MEGA,
        availability_percent=month_availability(session, site, as_of),
        devices=state.devices,
        answering=state.answering,
        switch_ports=state.switch_ports,
        ports_up=state.ports_up,
        access_points=state.access_points,
        ups=state.ups,
        gap=gap_rows(found.lines),
        target_source=found.model.source if found.model is not None else "",
        strangers=tuple(
            StrangerRow(name=one.name, mac=one.mac, address=one.address, seen_at=_local(one.seen_at, as_of.zone))
            for one in unregistered(session, site.id or 0)
        ),
        survey=survey_said(office, site, surveyed[0]) if surveyed else None,
    )


def subnet_rows(session: Session, site: Site) -> tuple[SubnetRow, ...]:
    """Of one school."""
    return tuple(
        SubnetRow(cidr=row.cidr, vlan=row.vlan, gateway=row.gateway, purpose=row.purpose)
        for row, _site in subnets(session, Sight(site.office_id, site.id))
    )


def manual(session: Session, site: Site, as_of: AsOf) -> Manual:
    """The manual as it would be printed now."""
    texts = texts_of(session, [site.id or 0])[site.id or 0]
    people = session.exec(select(Contact).where(Contact.site_id == site.id).order_by(col(Contact.position)))
    return Manual(
        office=office_name(session, site.office_id),
        school=site.name,
        number=next_number(session, site.id or 0),
        as_of=as_of.day,
        contacts=tuple(Person(name=one.name, role=one.role, phone=one.phone) for one in people),
        links=_links(session, site),
        devices=_devices(session, site, as_of.zone),
        lines=connection_lines(session, site),
        drawing=drawing_of(session, site),
        subnets=subnet_rows(session, site),
        runbooks=tuple(
            RunbookSaid(name=one.name, title=one.title)
            for one in runbooks()
            if one.front.causes.link or one.front.causes.device
        ),
        texts=said(texts),
    )


def _links(session: Session, site: Site) -> tuple[ManualLink, ...]:
    rows: Any = session.exec(
        select(Link, Provider, Contract)
        .join(Provider, col(Provider.id) == Link.provider_id, isouter=True)
        .join(Contract, col(Contract.id) == Link.contract_id, isouter=True)
        .where(Link.site_id == site.id, col(Link.archived_at).is_(None))
        .order_by(col(Link.name), col(Link.id))
    )
    return tuple(
        ManualLink(
            name=link.name,
            circuit_no=link.circuit_no,
            provider=provider.name if provider is not None else "",
            phone=provider.phone if provider is not None else "",
            speed_mbps=None if link.speed_bps is None else link.speed_bps // MEGA,
            contract=contract.number if contract is not None else "",
        )
        for link, provider, contract in rows
    )


def _devices(session: Session, site: Site, zone: tzinfo) -> tuple[ManualDevice, ...]:
    now = and_(col(CurrentState.subject) == Subject.DEVICE, col(CurrentState.subject_id) == col(Device.id))
    rows: Any = session.exec(
        select(Device, CurrentState)
        .join(CurrentState, now, isouter=True)
        .where(Device.site_id == site.id, col(Device.archived_at).is_(None))
        .order_by(col(Device.name), col(Device.id))
    )
    return tuple(
        ManualDevice(
            name=device.name,
            role=device.role,
            address=device.address,
            model=" ".join(part for part in (device.vendor, device.model) if part),
            serial=device.serial,
            version=device.version,
            answered_at=_local(state.last_up_at, zone) if state is not None and state.last_up_at else None,
        )
        for device, state in rows
    )


def _local(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone).replace(microsecond=0)
