"""What each look finds in a furnished school, and the sentences that it becomes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from collectors.names import Names
from collectors.trace import Hop
from inventory.models.agent import Agent
from inventory.models.config import ConfigVersion
from inventory.models.device import Device, Health
from inventory.models.link import Link
from inventory.models.message import Channel, Message
from inventory.models.outage import CurrentState, Event, Outage, PowerReport, Probe, State, Subject
from inventory.models.topology import Basis, Connection
from netops.first_aid.book import LOOKS
from netops.first_aid.names import LookName
from netops.first_aid.scene import Found, Means, scene_of
from service.database import transaction
from service.i18n import speaking
from tests.factories import (
    AT,
    make_device,
    make_interface,
    make_link,
    make_office,
    make_outage,
    make_provider,
    make_site,
)

EVIL = "<script>\u202ealert(1)</script>\x07"


def state(session: Session, row: Link | Device, value: State) -> None:
    subject = Subject.LINK if isinstance(row, Link) else Subject.DEVICE
    session.add(CurrentState(subject=subject, subject_id=row.id or 0, state=value))


def seen(engine: Engine, outage: Outage, name: LookName, means: Means | None = None) -> Found | None:
    """What the look finds, as the database will give it back."""
    look, given = LOOKS[name], means or Means()
    with Session(engine) as session:
        scene = scene_of(session, outage)
        found = look.read(session, scene, given) if look.read else None
    if (ask := look.ask) is not None:

        async def asked() -> Found | None:
            return await ask(scene, given)

        found = asyncio.run(asked())
    return None if found is None else json.loads(json.dumps(found))


def told(name: LookName, found: Found | None) -> Sequence[tuple[str, str]]:
    assert found is not None
    with speaking("en"):
        return [(line.state, line.text) for line in LOOKS[name].lines(found, lambda at: at[11:16])]


class School:
    """A link with its router behind an upstream device, in a district of four schools of one provider."""

    def __init__(self, engine: Engine) -> None:
        with transaction(engine) as session:
            office = make_office(session)
            self.site = make_site(session, office, district="อำเภอดอย")
            provider = make_provider(session, office, name="ผู้ให้บริการก")
            self.core = make_device(session, make_site(session, office), name="core")
            self.router = make_device(session, self.site, name="rt", role="router", parent_id=self.core.id)
            self.switch = make_device(session, self.site, name="sw")
            self.link = make_link(
                session, self.site, provider_id=provider.id, device_id=self.router.id, upstream_id=self.core.id
            )
            near, far = "อำเภอดอย", "อำเภอเมือง"
            for district, how in ((near, State.DOWN), (near, State.UP), (far, State.DOWN), (far, State.CLOSED)):
                other = make_link(session, make_site(session, office, district=district), provider_id=provider.id)
                state(session, other, how)
            stranger = make_link(session, make_site(session, office, district="อำเภอดอย"))
            state(session, stranger, State.DOWN)
            for row, how in ((self.core, State.UP), (self.router, State.DOWN), (self.switch, State.UP)):
                state(session, row, how)
            state(session, self.link, State.DOWN)
            self.outage = make_outage(session, self.link, confirmed_at=AT + timedelta(minutes=2))


@pytest.fixture
def school(database: Engine) -> School:
    return School(database)


def test_others_of_the_provider_are_counted_by_school(database: Engine, school: School) -> None:
    assert told(LookName.PROVIDER, seen(database, school.outage, LookName.PROVIDER)) == [
        ("down", "2 of 3 schools of ผู้ให้บริการก in อำเภอดอย are down"),
        ("down", "3 of 4 schools of ผู้ให้บริการก in the whole office are down"),
    ]


def test_what_stands_around_is_told_with_the_device_before(database: Engine, school: School) -> None:
    assert told(LookName.AROUND, seen(database, school.outage, LookName.AROUND)) == [
        ("up", "The device before it, core, answers"),
        ("down", "Silent there too: rt"),
        ("up", "Still answers there: sw"),
    ]


def test_everything_silent_speaks_of_the_power(database: Engine, school: School) -> None:
    with transaction(database) as session:
        session.get_one(CurrentState, (Subject.DEVICE, school.switch.id)).state = State.DOWN
    assert ("down", "Everything else at the school is silent too: think of the power") in told(
        LookName.AROUND, seen(database, school.outage, LookName.AROUND)
    )


def test_the_port_that_leads_there_and_errors_are_told(database: Engine, school: School) -> None:
    with transaction(database) as session:
        port = make_interface(session, school.core, name="ge7", oper_status="down", changed_at=AT)
        own = make_interface(session, school.router, name=f"wan{EVIL}", alias="to provider")
        ends = sorted([(school.core.id or 0, "ge7"), (school.router.id or 0, "wan")])
        session.add(
            Connection(
                device_id=ends[0][0], port=ends[0][1], other_id=ends[1][0], other_port=ends[1][1],
                basis=Basis.LLDP, first_seen_at=AT, seen_at=AT,
            )
        )  # fmt: skip
    ports: Mapping[int, Sequence[Mapping[str, Any]]] = {
        school.router.id or 0: [{"id": own.id, "rates": {"problems": None}, "history": {"problems": [0, 2.5, None]}}],
        school.core.id or 0: [{"id": port.id, "rates": {"in_bps": 1.0}, "history": {}}],
    }
    lines = told(LookName.PORTS, seen(database, school.outage, LookName.PORTS, Means(ports=ports)))
    assert lines[0] == ("down", "core port ge7, which leads there, is not connected (03:00)")
    assert lines[1][1].endswith("alert(1)</script> had up to 2.5 errors a second in the last two hours")
    assert not {"\u202e", "\x07"} & set("".join(text for _state, text in lines))


def test_the_last_change_is_shown_redacted_only(database: Engine, school: School) -> None:
    assert seen(database, school.outage, LookName.CHANGE) is None
    with transaction(database) as session:
        for day, text in ((9, "hostname rt\nsecret ***\n"), (2, f"hostname rt\nsecret ***\nno ip route {EVIL}\n")):
            at = AT - timedelta(days=day)
            session.add(
                ConfigVersion(
                    device_id=school.router.id or 0, taken_at=at, checked_at=at, sha256=str(day), redacted=text,
                    sealed=b"hunter2",
                )
            )  # fmt: skip
    found = seen(database, school.outage, LookName.CHANGE)
    assert found is not None
    assert "hunter2" not in json.dumps(found)
    assert ["added", "no ip route <script> alert(1)</script>"] in found["diff"]
    assert told(LookName.CHANGE, found) == [
        ("degraded", "The configuration of rt changed within the last week, 03:00: +1 −0 lines")
    ]


def test_messages_of_the_ten_minutes_before_are_the_most_pressing_first(database: Engine, school: School) -> None:
    with transaction(database) as session:
        for minutes, severity, text in ((-30, 0, "too early"), (-5, 6, "link flap"), (-1, 2, EVIL), (5, 0, "too late")):
            session.add(
                Message(
                    at=AT + timedelta(minutes=minutes), channel=Channel.SYSLOG, sender="10.0.0.9", severity=severity,
                    site_id=school.site.id, device_id=school.router.id, text=text,
                )
            )  # fmt: skip
    assert told(LookName.MESSAGES, seen(database, school.outage, LookName.MESSAGES)) == [
        ("", "2 messages in the ten minutes before; the most pressing:"),
        ("degraded", "02:59 rt: <script> alert(1)</script>"),
        ("", "02:55 rt: link flap"),
    ]


def test_power_is_told_by_the_supply_the_devices_and_the_school(database: Engine, school: School) -> None:
    assert seen(database, school.outage, LookName.POWER) is None
    with transaction(database) as session:
        ups = make_device(session, school.site, name="ups")
        for descr, kind, value in (
            ("Output source", "state", 5),
            ("Battery charge", "charge", 22),
            ("Time on battery", "runtime", 3),
            ("Time left on battery", "runtime", 11),
        ):
            session.add(
                Health(device_id=ups.id or 0, section="sensor", kind=kind, descr=descr, oid=descr, value=value, at=AT)
            )
        session.add(Event(at=AT, kind="PowerReported", site_id=school.site.id, data={"text": EVIL, "channel": "trap"}))
        session.add(PowerReport(site_id=school.site.id or 0, at=AT, is_off=True))
    assert told(LookName.POWER, seen(database, school.outage, LookName.POWER)) == [
        ("down", "The school reported that the power is off, 03:00"),
        ("degraded", "A device reported, 03:00: <script> alert(1)</script>"),
        ("degraded", "UPS ups: on battery, battery 22%, 11 minutes left (03:00)"),
    ]


def test_the_agent_inside_tells_what_it_still_reaches(database: Engine, school: School) -> None:
    assert seen(database, school.outage, LookName.INSIDE) is None
    with transaction(database) as session:
        agent = Agent(site_id=school.site.id or 0, name="กล่อง", enrolled_at=AT, heard_at=AT)
        session.add(agent)
        session.flush()
        session.get_one(Device, school.switch.id).agent_id = agent.id
        session.add(
            Probe(
                outage_id=school.outage.id or 0, at=AT, until_at=AT, method="agent:gateway", answered=True, rounds=3
            )
        )  # fmt: skip
    assert told(LookName.INSIDE, seen(database, school.outage, LookName.INSIDE)) == [
        ("up", "The agent กล่อง inside the school is heard, 03:00: the school has power and a way out"),
        ("", "It reaches 1 of the 1 devices that it asks"),
        ("up", "From inside, the way out of the school answered"),
    ]


def test_a_name_is_looked_up_and_an_address_is_not(database: Engine, school: School) -> None:
    assert seen(database, school.outage, LookName.ADDRESS) is None
    with transaction(database) as session:
        session.get_one(Link, school.link.id).check_address = "school.example"
    names = Names(lookup={"school.example": "127.0.0.5"}.__getitem__)
    assert told(LookName.ADDRESS, seen(database, school.outage, LookName.ADDRESS, Means(names=names))) == [
        ("up", "school.example is 127.0.0.5 now")
    ]

    def fails(_host: str) -> str:
        raise OSError("no such name")

    lines = told(LookName.ADDRESS, seen(database, school.outage, LookName.ADDRESS, Means(names=Names(lookup=fails))))
    assert lines[0][0] == "down"


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        ({"as": 7}, [("", "Many fell silent at once: the path was traced for outage 7 only")]),
        ({"address": "a", "not_permitted": "run x"}, [("unknown", "The path was not traced. To permit it: run x")]),
        (
            {"address": "10.0.0.9", "sees_routers": False, "hops": []},
            [
                ("down", "10.0.0.9 does not answer"),
                ("unknown", "Routers on the way cannot be seen: this account has no raw sockets (CAP_NET_RAW)"),
            ],
        ),
    ],
)
def test_a_path_that_cannot_be_seen_says_so(found: Found, lines: Sequence[tuple[str, str]]) -> None:
    assert told(LookName.PATH, found) == lines


def test_a_path_says_where_the_silence_begins(database: Engine, school: School) -> None:
    async def way(host: str, **_limits: float) -> list[Hop]:
        return [Hop(1, "10.0.0.1", None, False), Hop(2, "", None, False), Hop(3, "10.0.2.1", None, False)] + [
            Hop(ttl, "", None, False) for ttl in (4, 5, 6)
        ]

    found = {**(seen(database, school.outage, LookName.PATH, Means(trace=way)) or {}), "sees_routers": True}
    assert told(LookName.PATH, found) == [
        ("down", "Reached 10.0.2.1, hop 3; silence after it"),
        ("", "Way: 10.0.0.1 → * → 10.0.2.1 → * → * → *"),
    ]
