"""From the last readings to alerts of limits, on both databases: what begins, what ends, and what stays as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.instances import PROCESSOR, SENSOR, STORAGE, HealthInstance
from collectors.outcome import Failed
from collectors.reading import Column, Reading
from collectors.snmp.plan import PlanPort, PollPlan
from collectors.target import SnmpTuning
from inventory.events import LimitExceeded, LimitKept
from inventory.models.device import Device, DeviceCertificate
from inventory.models.outage import Event, MaintenanceWindow, Subject
from inventory.state import Limits, Seen
from netops.models.alert import Alert, AlertKind, OutboxMessage
from netops.notify.alerts import tell
from netops.pipeline import Heard, Pipeline
from netops.polling.certificates import KNOWN_FOR, look_at_certificates
from netops.polling.crossings import Crossings
from netops.polling.measured import certificate_days, own_figures
from netops.polling.watching import Memory, Watching
from netops.settings import Settings
from netops.upkeep.tls import VALID, self_signed
from netops.watched import roster
from netops.watched.limits import Metric
from netops.watched.portwatch import PortRow
from netops.watched.rules import RuleDraft, store_rule
from service.database import reading, transaction
from tests.factories import make_device, make_interface, make_link, make_office, make_person, make_site
from tests.integration.servers.https import web_page

ADDRESS = "127.1.9.1"
START = datetime(2026, 11, 23, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OIDS = [(1, 3, 6, 1, 4, 1, 99, n) for n in range(5)]
HEALTH = (
    HealthInstance(oid=OIDS[0], section=SENSOR, kind="temperature", descr="CPU", unit="°C"),
    HealthInstance(oid=OIDS[1], section=SENSOR, kind="temperature", descr="<b>PSU</b>", unit="°C"),
    HealthInstance(oid=OIDS[2], section=SENSOR, kind="charge", descr="Battery", unit="%"),
    HealthInstance(oid=OIDS[3], section=PROCESSOR, descr="1", unit="%"),
    HealthInstance(oid=OIDS[4], section=STORAGE, descr="/volume1", unit="%"),
)
CALM = (40, 45, 100, 20, 50)


class Rack:
    """A school with a router whose first port is its link, and minutes that pass."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings, self.now = engine, settings, START
        with transaction(engine) as session:
            office = make_office(session)
            make_person(session, office, email="it@example.org", alerts=True)
            site = make_site(session, office)
            device = make_device(session, site, name="router", address=ADDRESS)
            port = make_interface(session, device, name="wan", speed_bps=1_000_000_000)
            link = make_link(session, site, device_id=device.id, near_end="wan", speed_bps=1_000_000)
            self.office_id, self.site_id = office.id or 0, site.id or 0
            self.device_id, self.link_id, self.port_id = device.id or 0, link.id or 0, port.id or 0
        self.octets = self.errors = 0
        self.start()

    def start(self) -> None:
        """A new process: nothing remembered but the database."""
        self.pipeline = Pipeline(self.engine, limits=Limits(), tell=tell)
        with reading(self.engine) as session:
            found = roster.load(session, lambda sealed: sealed.decode())
        self.pipeline.watch(found, self.now)
        plan = PollPlan.build([PlanPort(1)], OIDS, SnmpTuning())
        ports = {1: PortRow(self.port_id, 1, "wan", "", "up", "up", 1_000_000_000)}
        memory = Memory(plan=plan, health=HEALTH, ports=ports)
        self.watching = Watching(found.devices[self.device_id], "57000001", memory, interval_s=60)
        watched = {self.device_id: self.watching}
        self.crossings = Crossings(self.engine, self.settings, pipeline=self.pipeline, watched=watched)

    def minute(
        self, health: Sequence[int] = CALM, *, answers: bool = True, bps: float = 0, errors: int = 0
    ) -> list[str]:
        """A round and a look; the facts of it, e.g. `+temperature`."""
        self.now += MINUTE
        self.octets, self.errors = self.octets + int(bps * 60 / 8), self.errors + errors
        said = Reading(str(self.device_id), self.now.timestamp(), uptime_ticks=int(self.now.timestamp()) % 10**8 * 100)
        if answers:
            said.health, said.health_changed = list(health), True
            cells = {Column.IN_OCTETS: self.octets, Column.OUT_OCTETS: 0}
            cells |= {Column.IN_ERRORS: self.errors, Column.OUT_ERRORS: 0}
            said.columns = {column: [cell] for column, cell in cells.items()}
            said.changed = frozenset(cells if errors else (Column.IN_OCTETS,))
        else:
            said.failure = Failed("timeout", "no answer")
        self.watching.take(said)
        heard = Heard(kind="snmp", at=self.now)
        for thing in ((Subject.DEVICE, self.device_id), (Subject.LINK, self.link_id)):
            heard.seen[thing] = Seen(self.now, "icmp", 5, 5 if answers else 0, 9.0)
        self.pipeline.polled(heard)
        return [
            f"{'+' if isinstance(fact, LimitExceeded) else '-'}{fact.metric}"
            for fact in self.crossings.look(self.now)
            if isinstance(fact, LimitExceeded | LimitKept)
        ]

    def minutes(self, count: int, health: Sequence[int] = CALM, **rest: Any) -> list[str]:
        return [fact for _ in range(count) for fact in self.minute(health, **rest)]

    def alerts(self) -> Sequence[Alert]:
        with reading(self.engine) as session:
            return session.exec(select(Alert).order_by(Alert.id)).all()  # type: ignore[arg-type]

    def mails(self) -> list[str]:
        with reading(self.engine) as session:
            rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()  # type: ignore[arg-type]
            return [f"{row.phase}: {row.text}" for row in rows]


@pytest.fixture
def rack(database: Engine, settings: Settings) -> Rack:
    return Rack(database, settings)


HOT = (40, 80, 100, 20, 50)


def test_a_hot_device_is_told_once_with_the_sensor_and_the_limit_and_once_when_it_has_cooled(rack: Rack) -> None:
    assert rack.minutes(15, HOT) == []
    assert rack.minutes(30, HOT) == ["+temperature"]
    (alert,) = rack.alerts()
    assert (alert.kind, alert.subject_id, alert.value, alert.part) == (
        AlertKind.DEVICE_HOT,
        rack.device_id,
        80,
        "<b>PSU</b>",
    )
    assert rack.minutes(30, (40, 70, 100, 20, 50)) == []  # between the two limits
    assert rack.minutes(16) == ["-temperature"]
    opened, ended = rack.mails()
    assert "80 °C" in opened
    assert "75 °C" in opened
    assert opened.startswith("opened")
    assert ended.startswith("ended")
    with reading(rack.engine) as session:
        kinds = session.exec(select(Event.kind).where(Event.kind.in_(["LimitExceeded", "LimitKept"]))).all()  # type: ignore[attr-defined]
    assert kinds == ["LimitExceeded", "LimitKept"]


def test_a_restart_says_nothing_twice_and_nothing_early(rack: Rack) -> None:
    rack.minutes(10, HOT)
    rack.start()
    assert rack.minutes(15, HOT) == []
    assert rack.minutes(5, HOT) == ["+temperature"]
    rack.start()
    assert rack.minutes(30, HOT) == []
    assert rack.minutes(20) == ["-temperature"]


def test_a_silent_device_begins_nothing_and_ends_nothing(rack: Rack) -> None:
    rack.minutes(16, HOT)
    assert rack.minutes(60, answers=False) == []
    assert rack.minutes(10) == []  # back: the whole span is seen first
    assert rack.minutes(10) == ["-temperature"]


def test_work_on_a_device_begins_nothing_and_ends_nothing(rack: Rack) -> None:
    with transaction(rack.engine) as session:
        session.add(
            MaintenanceWindow(
                office_id=rack.office_id,
                subject=Subject.SITE,
                subject_id=rack.site_id,
                starts_at=START,
                ends_at=START + 40 * MINUTE,
            )
        )
    rack.start()
    assert rack.minutes(39, HOT) == []
    assert rack.minutes(10, HOT) == []  # over: nothing of the time of the work counts
    assert rack.minutes(10, HOT) == ["+temperature"]


def test_charge_load_and_disk_are_told_each_on_its_own(rack: Rack) -> None:
    facts = rack.minutes(40, (40, 45, 20, 95, 96))
    assert sorted(facts) == ["+cpu", "+disk", "+ups_charge"]
    assert {alert.kind for alert in rack.alerts()} == {
        AlertKind.UPS_BATTERY_LOW,
        AlertKind.PROCESSOR_BUSY,
        AlertKind.DISK_FILLING,
    }
    assert sorted(rack.minutes(40)) == ["-cpu", "-disk", "-ups_charge"]


def test_errors_of_a_port_and_use_of_its_link(rack: Rack) -> None:
    assert sorted(rack.minutes(40, bps=950_000, errors=100)) == ["+port_errors", "+utilisation"]
    assert [(alert.subject, alert.part) for alert in rack.alerts()] == [(Subject.DEVICE, "wan"), (Subject.LINK, "")]
    rack.start()  # the series of errors is forgotten with the process; the port is still looked at
    assert sorted(rack.minutes(40, bps=100_000)) == ["-port_errors", "-utilisation"]


def test_a_school_s_own_limit_holds_there(rack: Rack) -> None:
    with transaction(rack.engine) as session:
        draft = RuleDraft(metric=Metric.TEMPERATURE, raise_at=90, clear_at=80, for_minutes=0)
        store_rule(session, draft, office_id=rack.office_id, site_id=rack.site_id)
    assert rack.minutes(20, HOT) == []
    assert rack.minute((40, 91, 100, 20, 50)) == ["+temperature"]


def test_a_limit_that_is_switched_off_and_a_device_that_is_not_asked_any_more_end_their_alerts(rack: Rack) -> None:
    rack.minutes(16, (40, 80, 100, 20, 96))
    with transaction(rack.engine) as session:
        off = RuleDraft(metric=Metric.TEMPERATURE, raise_at=75, clear_at=65, enabled=False)
        store_rule(session, off, office_id=rack.office_id)
    assert rack.minute(HOT) == ["-temperature"]
    with transaction(rack.engine) as session:
        session.get_one(Device, rack.device_id).monitored = False
    rack.start()
    assert [type(fact) for fact in rack.crossings.look(rack.now)] == [LimitKept]
    assert all(alert.ended_at is not None and alert.value is None for alert in rack.alerts())
    assert "not measured any more" in rack.mails()[-1] or "ไม่มีค่าวัด" in rack.mails()[-1]


def test_a_sensor_that_a_living_device_does_not_show_any_more_ends_its_alert_after_a_day(rack: Rack) -> None:
    rack.minutes(16, HOT)
    gone: Any = (None, None, 100, 20, 50)
    assert rack.minutes(60, gone) == []
    rack.now += timedelta(days=1)
    assert rack.minutes(2, gone) == ["-temperature"]


def test_our_own_disk_and_certificate_are_told_to_the_office(
    database: Engine, settings: Settings, tmp_path: Path
) -> None:
    cert = tmp_path / "cert.pem"
    self_signed(cert, tmp_path / "key.pem", [], now=START - timedelta(days=387))
    ours = settings.model_copy(update={"tls_cert": cert})
    rack = Rack(database, ours)
    assert certificate_days(ours, START) == pytest.approx(10, abs=0.1)
    assert rack.minute() == ["+certificate"]
    (alert,) = rack.alerts()
    assert (alert.kind, alert.subject, alert.subject_id) == (
        AlertKind.CERTIFICATE_EXPIRING,
        Subject.OFFICE,
        rack.office_id,
    )
    assert {figure.key.metric for figure in own_figures(ours, [7], START)} == {Metric.DISK, Metric.CERTIFICATE}
    cert.write_text("no certificate")
    assert certificate_days(ours, START) is None
    assert rack.minutes(3) == []
    self_signed(cert, tmp_path / "key.pem", [], now=START)
    assert rack.minute() == ["-certificate"]


def look_at(rack: Rack) -> None:
    asyncio.run(look_at_certificates(rack.engine, lambda: rack.now, timeout_s=5))


def give_port(rack: Rack, port: int | None) -> None:
    with transaction(rack.engine) as session:
        session.get_one(Device, rack.device_id).https_port = port


def test_the_certificate_of_a_devices_web_page_is_told_before_it_expires_and_when_it_is_a_new_one(
    rack: Rack, tmp_path: Path
) -> None:
    with web_page(tmp_path, made_at=START - VALID + timedelta(days=10), host=ADDRESS) as port:
        look_at(rack)
        assert rack.minute() == []  # without a port it is nobody's business
        give_port(rack, port)
        look_at(rack)
        assert rack.minute() == ["+certificate"]
    (alert,) = rack.alerts()
    about = (alert.kind, alert.subject, alert.subject_id, alert.site_id)
    assert about == (AlertKind.CERTIFICATE_EXPIRING, Subject.DEVICE, rack.device_id, rack.site_id)
    assert alert.value == pytest.approx(10, abs=0.1)
    assert "router" in rack.mails()[0]
    look_at(rack)  # nothing listens: the date that it showed last stands
    assert rack.minutes(3) == []
    with web_page(tmp_path, made_at=START, host=ADDRESS, port=port):
        look_at(rack)
    assert rack.minute() == ["-certificate"]
    assert len(rack.mails()) == 2


def test_a_date_that_nothing_confirmed_for_long_or_of_another_port_counts_for_nothing(
    rack: Rack, tmp_path: Path
) -> None:
    with web_page(tmp_path, made_at=START - VALID + timedelta(days=10), host=ADDRESS) as port:
        give_port(rack, port)
        look_at(rack)
    give_port(rack, port - 1)
    assert rack.minutes(2) == []
    give_port(rack, port)
    with transaction(rack.engine) as session:
        session.exec(select(DeviceCertificate)).one().read_at = rack.now - KNOWN_FOR
    assert rack.minutes(2) == []
    give_port(rack, None)
    look_at(rack)
    with reading(rack.engine) as session:
        assert session.exec(select(DeviceCertificate)).all() == []


def test_a_school_may_want_to_know_earlier_and_a_silent_device_tells_nothing(rack: Rack, tmp_path: Path) -> None:
    with web_page(tmp_path, made_at=START - VALID + timedelta(days=40), host=ADDRESS) as port:
        give_port(rack, port)
        look_at(rack)
    assert rack.minutes(2) == []
    assert rack.minutes(6, answers=False) == []  # now it is down
    with transaction(rack.engine) as session:
        draft = RuleDraft(metric=Metric.CERTIFICATE, raise_at=60, clear_at=90, for_minutes=0)
        store_rule(session, draft, office_id=rack.office_id, site_id=rack.site_id)
    assert rack.minutes(2, answers=False) == []
    assert rack.minutes(5) == ["+certificate"]  # it answers again
