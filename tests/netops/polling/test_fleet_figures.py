"""Figures of the fleet as `/metrics` shows them, each from the rows it counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.agent import Agent
from inventory.models.config import ComplianceResult, Exemption, Grade
from inventory.models.device import Device, DeviceSupport
from inventory.models.message import Channel, MessageCount
from inventory.models.site import Office, Site
from inventory.models.topology import Basis, Connection, Decision, Stranger
from netops.metrics import Family
from netops.polling.fleet_figures import LOUDEST, of_fleet
from netops.settings import Settings
from tests.factories import AT, make_device, make_interface, make_office, make_site


def lines(session: Session, settings: Settings, family: Family) -> set[str]:
    """The lines of a family, without the name of the metric."""
    session.flush()
    text = of_fleet(session, settings=settings, now=AT)[family].decode()
    return {line.removeprefix(family.metric) for line in text.splitlines()}


def seconds(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=AT.tzinfo).timestamp())


def furnished(session: Session) -> tuple[Office, Site, Device]:
    office = make_office(session)
    site = make_site(session, office, code="57010001")
    return office, site, make_device(session, site, name="sw", version="7.15.3", acquired_on=date(2020, 5, 1))


def test_days_are_told_where_they_are_known(database: Engine, settings: Settings) -> None:
    with Session(database) as session:
        _office, site, device = furnished(session)
        make_device(session, site, name="new", created_at=AT)
        device.warranty_until = date(2025, 5, 1)
        session.add(
            DeviceSupport(
                device_id=device.id or 0,
                end_of_support=date(2027, 10, 31),
                family="MikroTik RouterOS",
                firmware="newest",
                written_at=AT,
            )
        )
        where = '{site="57010001",device="sw"}'
        assert lines(session, settings, Family.SUPPORT_END) == {f"{where} {seconds(2027, 10, 31)}"}
        assert lines(session, settings, Family.WARRANTY_END) == {f"{where} {seconds(2025, 5, 1)}"}
        assert lines(session, settings, Family.SOFTWARE_END) == set()
        assert lines(session, settings, Family.IN_USE_SINCE) == {
            f"{where} {seconds(2020, 5, 1)}",
            f'{{site="57010001",device="new"}} {seconds(2026, 11, 22)}',
        }
        assert lines(session, settings, Family.FIRMWARE) == {
            '{family="MikroTik RouterOS",version="7.15.3",standing="newest"} 1'
        }


def test_rules_are_counted_without_what_is_excepted(database: Engine, settings: Settings) -> None:
    with Session(database) as session:
        office, site, device = furnished(session)
        other = make_device(session, site)
        for each in (device, other):
            session.add(
                ComplianceResult(device_id=each.id or 0, rule="no-telnet", grade=Grade.BROKEN, since=AT, checked_at=AT)
            )
        session.add(Exemption(office_id=office.id or 0, rule="no-telnet", device_id=other.id, reason="in summer"))
        found = lines(session, settings, Family.COMPLIANCE)
        assert '{rule="no-telnet",severity="high",standing="broken"} 1' in found
        assert '{rule="no-telnet",severity="high",standing="exempt"} 1' in found


def test_the_topology_is_counted_as_it_is_now(database: Engine, settings: Settings) -> None:
    with Session(database) as session:
        _office, site, device = furnished(session)
        child = make_device(session, site, parent_id=device.id, parent_by_hand=False)
        for gone_at in (None, AT):
            session.add(
                Connection(
                    device_id=device.id or 0,
                    other_id=child.id or 0,
                    basis=Basis.LLDP,
                    first_seen_at=AT,
                    seen_at=AT,
                    gone_at=gone_at,
                )
            )
        session.add(
            Stranger(
                site_id=site.id or 0,
                key="x",
                device_id=device.id or 0,
                basis=Basis.ARP,
                decision=Decision.OPEN,
                first_seen_at=AT,
                seen_at=AT,
            )
        )
        make_interface(session, device, name="ge1", poe_mw=6500)
        make_interface(session, device, name="ge2", poe_mw=None)
        assert lines(session, settings, Family.CONNECTIONS) == {'{basis="lldp"} 1'}
        assert lines(session, settings, Family.STRANGERS) == {'{decision="open"} 1'}
        assert lines(session, settings, Family.PARENTS) == {'{by="network"} 1'}
        assert lines(session, settings, Family.POE) == {'{site="57010001",device="sw",port="ge1"} 6.5'}


def test_an_agent_is_silent_or_not_once_it_is_enrolled(database: Engine, settings: Settings) -> None:
    with Session(database) as session:
        _office, site, _device = furnished(session)
        site_id = site.id or 0
        session.add_all(
            [
                Agent(site_id=site_id, name="box", enrolled_at=AT, heard_at=AT, silent_since=AT, waiting=3),
                Agent(site_id=site_id, name="not yet"),
                Agent(site_id=site_id, name="gone", enrolled_at=AT, revoked_at=AT),
            ]
        )
        assert lines(session, settings, Family.AGENT_SILENT) == {'{site="57010001",agent="box"} 1'}


def test_a_flood_of_made_up_senders_makes_few_series(database: Engine, settings: Settings) -> None:
    with Session(database) as session:
        for number in range(LOUDEST + 5):
            session.add(
                MessageCount(hour=AT, channel=Channel.SYSLOG, sender=f"10.0.0.{number}", received=number + 11, kept=10)
            )
        session.add(MessageCount(hour=AT - timedelta(hours=5), channel=Channel.TRAP, sender="old", received=9, kept=1))
        found = lines(session, settings, Family.MESSAGES_DROPPED)
        assert len(found) == LOUDEST
        assert '{sender="10.0.0.24"} 25' in found
        dropped = sum(range(1, LOUDEST + 6))
        assert lines(session, settings, Family.MESSAGES) == {
            '{channel="syslog",fate="kept"} 250',
            f'{{channel="syslog",fate="dropped"}} {dropped}',
        }
