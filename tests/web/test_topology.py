"""Drawings of the network, places of addresses, strangers: roles, other offices, hostile names, figures, decisions."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from collectors.reading import Column, Reading
from inventory.models.device import Device, Interface
from inventory.models.site import Office, Site
from inventory.models.topology import Basis, Connection, Decision, MacSighting, Stranger
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.watched.portwatch import PortRow, WatchedDevice
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.polled import polled

EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class Place:
    """A school with two switches, something unknown behind the second, and another office's school."""

    office: Office
    site: Site
    upper: Device
    lower: Device
    stranger: Stranger
    foreign: Site


@pytest.fixture
def place(engine: Engine) -> Place:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office, name="โรงเรียนบ้านผัง")
        provider = factories.make_provider(session, office, name=EVIL)
        upper = factories.make_device(session, site, name="upper")
        link = factories.make_link(session, site, provider_id=provider.id, near_end="wan", speed_bps=100_000_000)
        lower = factories.make_device(session, site, name=f"lower {EVIL}", parent_id=upper.id)
        link.device_id = upper.id
        session.add(link)
        factories.make_interface(session, upper, name="gi1", speed_bps=1_000_000_000)
        factories.make_interface(session, lower, name=EVIL, speed_bps=1_000_000_000)
        stranger = _furnish(session, site, upper, lower)
        foreign = factories.make_site(session, factories.make_office(session), name="elsewhere")
        return Place(office, site, upper, lower, stranger, foreign)


def _furnish(session: Session, site: Site, upper: Device, lower: Device) -> Stranger:
    now = utc_now()
    ends: dict[str, Any] = {"device_id": upper.id, "port": "gi1", "other_id": lower.id, "other_port": EVIL}
    session.add(Connection(**ends, basis=Basis.LLDP, first_seen_at=now, seen_at=now))
    mac = "00:00:5e:00:53:01"
    session.add(MacSighting(device_id=ends["other_id"], port=EVIL, mac=mac, first_seen_at=now, seen_at=now))
    seen: dict[str, Any] = {
        "site_id": site.id,
        "device_id": lower.id,
        "mac": mac,
        "name": EVIL,
        "descr": EVIL,
        "address": "10.1.2.3",
        "port": EVIL,
        "basis": Basis.LLDP,
    }
    stranger = Stranger(key=mac, first_seen_at=now, seen_at=now, **seen)
    session.add(stranger)
    session.flush()
    return stranger


def pages_of(place: Place) -> list[str]:
    site = place.site.id
    return [
        "/topology",
        "/topology?by=district",
        "/topology.json",
        "/topology.svg",
        f"/topology/sites/{site}",
        f"/topology/sites/{site}.json",
        f"/topology/sites/{site}.svg",
        "/strangers",
        f"/strangers/{place.stranger.id}",
        "/sightings?q=00005e",
    ]


def it_officer(settings: Settings, engine: Engine, place: Place) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=place.office))


def test_names_of_devices_and_ports_never_run(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = it_officer(settings, engine, place)
    for address in pages_of(place):
        answer = browsing.get(address)
        assert answer.status_code == 200, address
        assert "json" in answer.headers["content-type"] or "<script>alert" not in answer.text, address
        if "svg" in answer.headers["content-type"]:
            tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(answer.text).iter()}
            assert tags <= {
                "svg",
                "title",
                "defs",
                "symbol",
                "path",
                "circle",
                "rect",
                "line",
                "use",
                "text",
                "g",
                "style",
            }


def test_a_picture_brings_its_letters_along(settings: Settings, engine: Engine, place: Place) -> None:
    picture = it_officer(settings, engine, place).get("/topology.svg").text
    style = ET.fromstring(picture).findtext("{http://www.w3.org/2000/svg}style") or ""
    assert style.count("@font-face") == 4
    assert set(re.findall(r"url\(([a-z]+:)", style)) == {"data:"}


def test_a_narrow_picture_has_room_for_its_title(settings: Settings, engine: Engine, place: Place) -> None:
    picture = ET.fromstring(it_officer(settings, engine, place).get(f"/topology/sites/{place.site.id}.svg").text)
    title = picture.findtext("{http://www.w3.org/2000/svg}title") or ""
    assert float(picture.attrib["width"]) >= 15 * len(title) > 0


def test_a_school_sees_its_own_drawing_only(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=place.office, site=place.site))
    assert browsing.get("/topology").headers["location"] == f"/topology/sites/{place.site.id}"
    assert "upper" in browsing.get(f"/topology/sites/{place.site.id}").text
    assert browsing.get("/strangers").status_code == 403
    assert browsing.get("/sightings?q=00005e").status_code == 403
    with transaction(engine) as session:
        other = factories.make_site(session, place.office, name="ข้างเคียง")
    assert browsing.get(f"/topology/sites/{other.id}.json").status_code == 404


def test_another_office_is_not_there(settings: Settings, engine: Engine, place: Place) -> None:
    with reading(engine) as session:
        office = session.get_one(Office, place.foreign.office_id)
    browsing = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=office))
    assert browsing.get(f"/topology/sites/{place.site.id}").status_code == 404
    assert browsing.get(f"/topology/sites/{place.site.id}.svg").status_code == 404
    assert browsing.get(f"/strangers/{place.stranger.id}").status_code == 404
    assert browsing.post(f"/strangers/{place.stranger.id}", {"act": "ignore"}).status_code == 404
    assert browsing.post(f"/topology/devices/{place.lower.id}/parent", {"parent": ""}).status_code == 404
    assert "00:00:5e" not in browsing.get("/sightings?q=00005e").text
    assert "upper" not in browsing.get("/topology").text


def test_the_load_of_a_line_is_that_of_its_port_and_no_figure_is_not_zero(
    settings: Settings, engine: Engine, place: Place
) -> None:
    browsing = it_officer(settings, engine, place)
    address = f"/topology/sites/{place.site.id}.json"

    def loads() -> list[float | None]:
        lines = browsing.get(address).json()["lines"]
        return [line["load"] for line in lines if {line["source"], line["target"]} == between]

    between = {f"device-{place.upper.id}", f"device-{place.lower.id}"}
    assert loads() == [None]  # no poller is there
    with reading(engine) as session:
        port = session.exec(select(Interface).where(Interface.device_id == place.upper.id)).one()
    assert port.id
    assert place.upper.id
    row = PortRow(port.id, 1, "gi1", "", "up", "up", 1_000_000_000)
    watched = WatchedDevice([row], narrow=[False], interval_s=60)
    with polled(settings, browsing, {place.upper.id: watched}):
        assert loads() == [None]  # one round only
        for second, octets in ((0, 0), (60, 6_375_000_000)):
            columns = {Column.IN_OCTETS: [octets], Column.OUT_OCTETS: [0]}
            watched.take(Reading("1", second, uptime_ticks=second * 100, columns=columns, changed=frozenset(columns)))
        assert loads() == [85.0]
        assert "85%" in browsing.get(address.replace("json", "svg")).text


def test_the_parent_is_set_by_hand_told_by_the_network_again_and_never_loops(
    settings: Settings, engine: Engine, place: Place
) -> None:
    browsing = it_officer(settings, engine, place)
    upper, lower = place.upper.id, place.lower.id

    def parent_of(device_id: int | None, value: str) -> tuple[int | None, bool]:
        answer = browsing.post(f"/topology/devices/{device_id}/parent", {"parent": value})
        assert answer.status_code == 303
        with reading(engine) as session:
            device = session.get_one(Device, device_id)
            return device.parent_id, device.parent_by_hand

    assert parent_of(lower, "") == (None, True)
    assert parent_of(lower, str(upper)) == (upper, True)
    assert parent_of(lower, "auto") == (upper, False)
    assert parent_of(upper, str(lower)) == (None, False)  # refused: it would stand behind itself
    assert parent_of(upper, "x") == (None, False)
    with reading(engine) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "device.changed")).all()
    assert len(entries) == 3


def test_a_stranger_is_ignored_asked_again_merged_and_taken_in(
    settings: Settings, engine: Engine, place: Place
) -> None:
    browsing = it_officer(settings, engine, place)
    address = f"/strangers/{place.stranger.id}"

    def stored() -> Stranger:
        with reading(engine) as session:
            return session.get_one(Stranger, place.stranger.id)

    browsing.post(address, {"act": "ignore", "note": "of the neighbours"})
    assert (stored().decision, stored().note) == (Decision.IGNORED, "of the neighbours")
    browsing.post(address, {"act": "open"})
    assert (stored().decision, stored().made_id) == (Decision.OPEN, None)
    for wrong in ({"act": "merge"}, {"act": "merge", "device_id": "999999"}, {"act": "eat"}, {"act": "accept"}):
        assert browsing.post(address, wrong).status_code in {303, 404}
        assert stored().decision is Decision.OPEN
    browsing.post(address, {"act": "merge", "device_id": str(place.lower.id)})
    assert (stored().decision, stored().made_id) == (Decision.MERGED, place.lower.id)
    browsing.post(address, {"act": "open"})
    answer = browsing.post(address, {"act": "accept", "name": "ap-library"})
    with reading(engine) as session:
        made = session.exec(select(Device).where(Device.name == "ap-library")).one()
        actions = {entry.action for entry in session.exec(select(AuditEntry)).all()}
    assert answer.headers["location"] == f"/inventory/devices/{made.id}"
    assert (made.address, made.site_id, stored().made_id) == ("10.1.2.3", place.site.id, made.id)
    assert {"stranger.ignored", "stranger.open", "stranger.merged", "stranger.accepted"} <= actions


def test_the_search_leads_to_where_an_address_stands(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = it_officer(settings, engine, place)
    for spelling in ("00:00:5e:00:53:01", "0000.5e00.5301", "00-00-5E-00-53-01", "00005e005301"):
        assert "00:00:5e:00:53:01" in browsing.get(f"/sightings?q={spelling}").text, spelling
    assert "No switch has seen this address." in browsing.get("/sightings?q=ffffffffffff").text


def test_the_api_tells_the_same(settings: Settings, engine: Engine, place: Place) -> None:
    call = Api(settings, engine).caller(Role.IT, place.office)
    drawn = call("GET", f"/topology/sites/{place.site.id}").json()
    assert {node["name"] for node in drawn["nodes"]} >= {"upper", f"lower {EVIL}"}
    assert [line["load_percent"] for line in drawn["lines"]] == [None] * len(drawn["lines"])
    assert call("GET", f"/topology/sites/{place.foreign.id}").status_code == 404
    assert "elsewhere" not in json.dumps(call("GET", "/topology").json())
    assert [each["port"] for each in call("GET", "/sightings?q=00005e").json()] == [EVIL]
    assert call("GET", "/strangers?decision=open").json()["total"] == 1
    refused = call("POST", f"/strangers/{place.stranger.id}/decision", {"act": "merge"})
    assert refused.status_code == 422
    answer = call("POST", f"/strangers/{place.stranger.id}/decision", {"act": "ignore", "note": "n"})
    assert (answer.status_code, answer.json()["decision"]) == (200, "ignored")
    assert call("GET", "/strangers?decision=open").json()["total"] == 0
    reader = Api(settings, engine).caller(Role.VIEWER, place.office)
    assert reader("POST", f"/strangers/{place.stranger.id}/decision", {"act": "open"}).status_code == 403
