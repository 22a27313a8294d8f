"""A device's page says where facts were read, what its ports feed, and shows the past of each port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from collectors.identify import SYSTEM_SOURCES
from collectors.observation import DeviceObservation, SourceSeen, SystemSeen
from collectors.reading import Column, Reading
from collectors.snmp.sections import STANDARD
from inventory.models.device import Device, FactSource, Interface, Neighbour, Radio
from inventory.models.site import Office, Site
from inventory.models.topology import Basis, Connection, MacSighting
from inventory.reconcile import fact_sources
from netops.models.person import Role
from netops.settings import Settings
from netops.watched.portwatch import PortRow, WatchedDevice
from netops.web.pages.device import FACT_WORDS
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.polled import polled

EVIL = "<script>alert(1)</script>"
OID = "1.3.6.1.2.1.1.1.0"


class Place:
    """A switch with one port that feeds an access point."""

    def __init__(self, session: Session) -> None:
        self.office: Office = factories.make_office(session)
        self.site: Site = factories.make_site(session, self.office)
        self.switch: Device = factories.make_device(session, self.site, name="switch", model="X1", serial="S1")
        self.ap: Device = factories.make_device(session, self.site, name="ap-library")
        self.port: Interface = factories.make_interface(
            session, self.switch, name="ge1", poe_status="delivering", poe_mw=6400, speed_bps=1_000_000_000
        )
        now, switch, ap = utc_now(), self.switch.id or 0, self.ap.id or 0
        session.add_all(
            [
                FactSource(device_id=switch, name="model", value="X1", source=f"{EVIL} {OID}", read_at=now),
                FactSource(device_id=switch, name="interfaces", value="1", source="IF-MIB", read_at=now),
                Radio(device_id=switch, name="wifi0", ssid=EVIL, channel=11, clients=0, at=now),
                Neighbour(device_id=switch, protocol="lldp", local_interface="ge1", remote_name="AP", seen_at=now),
                Connection(device_id=switch, port="ge1", other_id=ap, basis=Basis.LLDP, first_seen_at=now, seen_at=now),
                MacSighting(device_id=switch, port="ge1", mac="00:00:5e:00:53:07", first_seen_at=now, seen_at=now),
            ]
        )


@pytest.fixture
def place(engine: Engine) -> Place:
    with transaction(engine) as session:
        return Place(session)


def visiting(settings: Settings, engine: Engine, place: Place, role: Role = Role.IT) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=place.office, site=place.site))


def test_every_fact_tells_where_it_was_read(settings: Settings, engine: Engine, place: Place) -> None:
    text = visiting(settings, engine, place).get(f"/devices/{place.switch.id}").text
    assert text.count(OID) == 2  # beside the fact, and in the list of all
    assert "IF-MIB" in text
    assert EVIL not in text


def test_every_source_that_a_collector_names_has_a_word() -> None:
    named = {*SYSTEM_SOURCES, *STANDARD, "os", "kind", "vendor", "model", "version", "serial"}
    said = tuple(SourceSeen(name=name, source="sysName", value="1") for name in sorted(named))
    rows = fact_sources(DeviceObservation(key="1", at=utc_now(), system=SystemSeen(), sources=said))
    assert {row["name"] for row in rows} <= set(FACT_WORDS)


def test_what_a_device_says_of_itself_tells_where_it_was_read(settings: Settings, engine: Engine, place: Place) -> None:
    device, now = place.switch.id or 0, utc_now()
    with transaction(engine) as session:
        session.get_one(Device, device).role = "switch"
        for name in ("sys_name", "sys_descr", "base_mac"):
            session.add(FactSource(device_id=device, name=name, value="v", source=f"oid-of-{name}", read_at=now))
    text = visiting(settings, engine, place).get(f"/devices/{device}").text
    for name in ("sys_name", "base_mac"):
        assert text.count(f"oid-of-{name}") == 2, name  # beside the fact, and in the list of all
    assert '<td data-label="Fact">sys_' not in text
    assert "<dd>switch</dd>" in text


def test_feeding_ports_radios_and_neighbours_are_shown(settings: Settings, engine: Engine, place: Place) -> None:
    text = visiting(settings, engine, place).get(f"/devices/{place.switch.id}").text
    assert "6.4 W" in text
    assert f'<a href="/devices/{place.ap.id}">ap-library</a>' in text
    assert '<td data-label="Stations" class="text-end num">0</td>' in text


@contextmanager
def remembering(settings: Settings, browsing: Visit, place: Place) -> Iterator[None]:
    """A poller that polled the port three times, over its socket file."""
    assert place.port.id
    assert place.switch.id
    watched = WatchedDevice([PortRow(place.port.id, 1, "ge1", "", "up", "up", 10**9)], narrow=[False], interval_s=60)
    began = utc_now().timestamp() - 180
    for number, octets in enumerate((0, 7_500_000, 22_500_000)):
        columns = {Column.IN_OCTETS: [octets], Column.OUT_OCTETS: [0]}
        watched.take(
            Reading("1", began + 60 * number, uptime_ticks=6000 * number, columns=columns, changed=frozenset(columns))
        )
    with polled(settings, browsing, {place.switch.id: watched}):
        yield


def test_without_prometheus_a_port_shows_what_the_poller_remembers(
    settings: Settings, engine: Engine, place: Place
) -> None:
    browsing = visiting(settings, engine, place)
    address = f"/devices/{place.switch.id}/ports/{place.port.id}"
    assert browsing.get(f"{address}.json").json()["source"] == "none"
    assert "There are no figures of this port now." in browsing.get(address).text
    with remembering(settings, browsing, place):
        figures = browsing.get(f"{address}.json?period=7d").json()
        page = browsing.get(address).text
    assert (figures["source"], figures["in_bps"], figures["out_bps"]) == ("poller", [1e6, 2e6], [0.0, 0.0])
    assert "2 Mbit/s" in page
    assert "00:00:5e:00:53:07" in page
    assert "ap-library" in page


def test_a_port_of_another_device_or_school_is_not_there(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place, Role.SCHOOL)
    own = browsing.get(f"/devices/{place.switch.id}/ports/{place.port.id}")
    assert own.status_code == 200
    assert "00:00:5e:00:53:07" not in own.text  # who stands behind a port is for IT only
    assert browsing.get(f"/devices/{place.ap.id}/ports/{place.port.id}").status_code == 404
    with transaction(engine) as session:
        other = factories.make_device(session, factories.make_site(session, place.office))
        port = factories.make_interface(session, other)
    assert browsing.get(f"/devices/{other.id}/ports/{port.id}").status_code == 404
    with reading(engine) as session:
        assert session.get(Interface, port.id) is not None
