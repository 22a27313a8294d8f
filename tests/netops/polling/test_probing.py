"""Probes by ICMP and TCP: who is asked how, what cannot be asked, and when it is our own line that is cut."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.errors import NotPermittedError
from collectors.icmp import check_permission
from collectors.names import Names
from collectors.target import SnmpCredential, SnmpTarget
from inventory.models.link import Check
from inventory.models.outage import Event, State, Subject
from inventory.state import Limits
from netops.pipeline import Heard, Pipeline
from netops.polling.probing import Uplink, echo_round
from netops.polling.wiring import Teller
from netops.settings import Settings
from netops.watched.roster import DeviceEntry, LinkEntry, Roster, load
from service.database import reading, transaction
from tests.factories import make_link, make_office, make_site

NOWHERE = "school.invalid"  # never resolved, by RFC 6761


def link(number: int, host: str) -> LinkEntry:
    """Checked by a connection to a port that nothing listens on."""
    return LinkEntry(
        id=number, site_id=1, name="x", provider="x", check=Check.TCP, host=host, port=9, device_id=None, hours=None
    )


def test_a_link_whose_name_has_no_address_is_unknown_and_not_silent() -> None:
    heard = Heard(kind="icmp", at=datetime.now(UTC))
    roster = Roster(links={1: link(1, NOWHERE), 2: link(2, "127.0.0.1")})
    asyncio.run(echo_round(roster, heard, packets=1))
    assert set(heard.unseen) == {(Subject.LINK, 1)}
    assert NOWHERE in heard.unseen[Subject.LINK, 1]
    assert heard.seen[Subject.LINK, 2].received == 0  # refused by the host itself: that is silence of the service


def test_a_line_whose_address_changes_stays_up_by_its_name(engine: Engine, settings: Settings) -> None:
    """As a rented line with an address of the night: by name through the whole pipeline, with no outage."""
    with closing(socket.create_server(("127.0.0.7", 0))) as first, transaction(engine) as session:
        port = first.getsockname()[1]
        site = make_site(session, make_office(session))
        kept = make_link(session, site, check=Check.TCP, check_address="school.example", check_port=port)
    dns = {"school.example": "127.0.0.7"}
    pipeline = Pipeline(engine, limits=Limits(), tell=Teller(settings))
    names = Names(dns.__getitem__)
    with reading(engine) as session:
        pipeline.watch(load(session, bytes.decode), datetime.now(UTC))

    def state_after(rounds: int) -> State:
        for _ in range(rounds):
            heard = Heard(kind="icmp", at=datetime.now(UTC))
            asyncio.run(echo_round(pipeline.roster, heard, packets=1, names=names))
            pipeline.polled(heard)
        return pipeline.known.standings[Subject.LINK, kept.id or 0].state

    with closing(socket.create_server(("127.0.0.7", port))):
        assert state_after(2) is State.UP
    with closing(socket.create_server(("127.0.0.8", port))):
        dns["school.example"] = "127.0.0.8"
        assert state_after(2) is State.UP
    assert state_after(4) is State.DOWN  # and the name does not hide a line that is really cut
    names.close()
    with reading(engine) as session:
        assert session.exec(select(Event.kind)).all() == ["LinkWentDown"]


@pytest.mark.parametrize(
    ("addresses", "lost"), [([f"{NOWHERE}:443"], True), ([f"{NOWHERE}:443", "127.0.0.1:9"], False)]
)
def test_a_name_that_is_not_resolved_does_not_prove_our_own_line(addresses: list[str], lost: bool) -> None:
    assert asyncio.run(Uplink(addresses).is_lost()) is lost


def test_a_port_that_listens_answers_with_its_round_trip() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        heard = Heard(kind="icmp", at=datetime.now(UTC))
        listening = replace(link(1, "127.0.0.1"), port=server.getsockname()[1])
        asyncio.run(echo_round(Roster(links={1: listening}), heard, packets=1))
        seen = heard.seen[Subject.LINK, 1]
        assert seen.method == "tcp"
        assert seen.received == seen.sent
        assert seen.rtt_ms is not None


def test_only_devices_without_snmp_are_pinged() -> None:
    try:
        check_permission()
    except NotPermittedError as error:
        pytest.skip(str(error))
    asked_by_snmp = SnmpTarget(key="2", host="127.0.0.1", credential=SnmpCredential())
    devices = {
        1: DeviceEntry(1, 1, "ap", "ap", None, "127.0.0.1", None),
        2: DeviceEntry(2, 1, "switch", "switch", None, "127.0.0.1", asked_by_snmp),
        3: DeviceEntry(3, 1, "box", "", None, "", None, why_not="no address"),
    }
    heard = Heard(kind="icmp", at=datetime.now(UTC))
    asyncio.run(echo_round(Roster(devices=devices), heard, packets=3))
    assert {thing: (seen.sent, seen.received) for thing, seen in heard.seen.items()} == {(Subject.DEVICE, 1): (3, 3)}


def test_a_line_without_addresses_to_check_is_never_called_lost() -> None:
    assert asyncio.run(Uplink([]).is_lost()) is False
