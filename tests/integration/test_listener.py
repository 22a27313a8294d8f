"""The listener process among real senders: net-snmp, logger, a flood; and a poller that believes nothing it is told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.device import Device
from inventory.models.message import Channel, Message, MessageCount
from inventory.models.outage import Event
from netops.environment import environment_of
from netops.listening.sockets import MOST_STREAMS_EACH
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests import factories
from tests.ports import free_port

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


@contextmanager
def listening(settings: Settings) -> Iterator[tuple[int, int]]:
    """`netops listener` as its own process; its trap and syslog ports."""
    trap, syslog = free_port(), free_port()
    environment = environment_of(settings) | {
        "NETOPS_LISTEN_HOST": "127.0.0.1",
        "NETOPS_TRAP_PORT": str(trap),
        "NETOPS_SYSLOG_PORT": str(syslog),
        "NETOPS_DATA_DIR": str(settings.data_dir),
    }
    log = settings.data_dir / "listener.log"
    with log.open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "netops", "listener"], env=environment, stderr=said)
        try:
            until(lambda: b"listening on" in log.read_bytes() or process.poll() is not None, "the listener")
            assert process.poll() is None, log.read_text()
            yield trap, syslog
        finally:
            process.terminate()
            assert process.wait(20) == 0, log.read_text()


@pytest.fixture
def device(engine: Engine, settings: Settings) -> Device:
    Vault.create(settings.data_dir)
    with transaction(engine) as session:
        site = factories.make_site(session, factories.make_office(session))
        return factories.make_device(session, site, address="127.0.0.1")


def messages(engine: Engine) -> list[Message]:
    with reading(engine) as session:
        return list(session.exec(select(Message).order_by(Message.id)))  # type: ignore[arg-type]


def run(*words: str) -> None:
    subprocess.run(words, check=True, timeout=30)


@pytest.mark.peer("snmpget", "logger")
def test_real_senders_are_heard_and_tied_to_their_device(engine: Engine, settings: Settings, device: Device) -> None:
    with listening(settings) as (trap, syslog):
        at = f"127.0.0.1:{trap}"
        run("snmptrap", "-v2c", "-c", "any", at, "", LINK_DOWN, "1.3.6.1.2.1.31.1.1.1.1.7", "s", "ge7")
        run("snmpinform", "-v2c", "-c", "any", "-r", "0", "-t", "5", at, "", "1.3.6.1.6.3.1.1.5.1")
        for way in ("--udp", "--tcp"):
            for form in ("--rfc3164", "--rfc5424"):
                run("logger", "-n", "127.0.0.1", "-P", str(syslog), way, form, "-t", "netops", f"สวัสดี {way} {form}")
        until(lambda: len(messages(engine)) == 6, "all six messages")
    found = messages(engine)
    assert {message.device_id for message in found} == {device.id}
    texts = sorted(message.text for message in found if message.channel is Channel.SYSLOG)
    assert texts == sorted(f"สวัสดี {way} {form}" for way in ("--udp", "--tcp") for form in ("--rfc3164", "--rfc5424"))
    assert all(abs(m.said_at - m.at) < timedelta(minutes=2) for m in found if m.said_at is not None)
    with reading(engine) as session:
        events = {event.kind: event.data for event in session.exec(select(Event))}
    assert events["PortReported"] == {"port": "ge7", "status": "down", "channel": "trap"}
    assert set(events) == {"PortReported", "RestartReported"}


def test_a_flood_is_counted_and_harms_nobody_else(engine: Engine, settings: Settings, device: Device) -> None:
    """2,000 a second from one sender, while another says something each quarter of a second."""
    seconds, rate, quiet = 4, 2000, "127.0.0.9"
    with listening(settings) as (_trap, syslog), closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as flood:
        flood.bind(("127.0.0.5", 0))
        stop = threading.Event()

        def speak() -> None:
            with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as voice:
                voice.bind((quiet, 0))
                for number in range(seconds * 4):
                    voice.sendto(b"<13>number %d" % number, ("127.0.0.1", syslog))
                    stop.wait(0.25)

        speaking = threading.Thread(target=speak)
        speaking.start()
        began = time.monotonic()
        for number in range(seconds * rate):
            flood.sendto(b"<13>%%LINK-3-UPDOWN: Interface ge%d, changed state to down" % number, ("127.0.0.1", syslog))
            ahead = number / rate - (time.monotonic() - began)
            if ahead > 0.01:
                time.sleep(ahead)
        speaking.join()

        def received() -> int:
            with reading(engine) as session:
                return sum(count.received for count in session.exec(select(MessageCount)))

        until(lambda: received() >= seconds * rate + seconds * 4, "every message to be counted")
    with reading(engine) as session:
        received_of: Counter[str] = Counter()
        kept_of: Counter[str] = Counter()
        for count in session.exec(select(MessageCount)):  # a row per sender and hour: a flood may lie across two
            received_of[count.sender] += count.received
            kept_of[count.sender] += count.kept
        kept = [m.text for m in session.exec(select(Message).where(Message.sender == quiet))]
    assert received_of["127.0.0.5"] + received_of["*"] == seconds * rate
    assert 20 * seconds <= kept_of["127.0.0.5"] <= 20 * (seconds + 30)
    assert kept == [f"number {number}" for number in range(seconds * 4)]


def test_one_sender_of_streams_does_not_shut_out_the_others(engine: Engine, settings: Settings, device: Device) -> None:
    with listening(settings) as (_trap, syslog), ExitStack() as stack:
        greedy = [stack.enter_context(_stream("127.0.0.5", syslog)) for _ in range(MOST_STREAMS_EACH + 1)]
        refused = greedy[-1]
        refused.settimeout(20)
        assert refused.recv(1) == b""
        for stream in (greedy[0], stack.enter_context(_stream("127.0.0.9", syslog))):
            stream.sendall(b"<13>heard\n")
        until(lambda: len(messages(engine)) == 2, "both senders")
    assert {message.sender for message in messages(engine)} == {"127.0.0.5", "127.0.0.9"}


def _stream(source: str, port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(source, 0))


def test_without_a_port_there_is_nothing_to_start(settings: Settings) -> None:
    environment = os.environ | {"NETOPS_DATA_DIR": str(settings.data_dir)}
    run = subprocess.run(
        [sys.executable, "-m", "netops", "listener"], env=environment, capture_output=True, check=False
    )
    assert run.returncode == 1
    assert b"NETOPS_SYSLOG_PORT" in run.stderr
