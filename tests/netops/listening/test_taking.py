"""What becomes of messages: rows tied to devices, hints once a minute, floods counted exactly, strangers kept apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from collectors.snmp import wire
from collectors.snmp.session import Tag, VarBind
from inventory.models.message import Channel
from netops.listening.senders import Sender, Senders
from netops.listening.taking import Taking

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KNOWN, UNKNOWN = "10.0.0.1", "10.9.9.9"
DOWN = b"<13>%LINK-3-UPDOWN: Interface ge7, changed state to down"


class Clock:
    """Moments as the test says."""

    now = AT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def taking(clock: Clock) -> Taking:
    made = Taking(20, clock, steady_s=lambda: clock().timestamp())
    made.know(Senders({KNOWN: Sender(7, 3)}))
    return made


def trap(*, inform: bool = False) -> bytes:
    oid = (1, 3, 6, 1, 6, 3, 1, 1, 5, 3)
    bound = [
        VarBind((1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0), Tag.OBJECT_ID, oid),
        VarBind((1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1, 7), Tag.OCTET_STRING, b"ge7"),
    ]
    return wire.encode(wire.Message(wire.V2C, b"public", 0xA6 if inform else 0xA7, 99, 0, 0, bound))


def test_a_hint_is_a_fact_once_a_minute_and_hastens_each_time(taking: Taking, clock: Clock) -> None:
    taking.trap(trap(), KNOWN)
    taking.syslog(DOWN, KNOWN)
    batch = taking.take_batch()
    (fact,) = batch.facts
    assert fact.model_dump() == {
        "site_id": 3, "device_id": 7, "link_id": None, "port": "ge7", "status": "down", "channel": "trap",
    }  # fmt: skip
    assert (batch.hasten, batch.configured, len(batch.messages)) == ({7}, set(), 2)
    clock.now += timedelta(seconds=30)
    taking.syslog(DOWN, KNOWN)
    batch = taking.take_batch()
    assert (batch.facts, batch.hasten) == ([], {7})
    clock.now += timedelta(seconds=31)
    taking.syslog(DOWN, KNOWN)
    assert len(taking.take_batch().facts) == 1


def test_a_sign_of_configuring_is_passed_on_and_is_no_fact(taking: Taking) -> None:
    taking.syslog(b"<13>%SYS-5-CONFIG_I: Configured from console by admin", KNOWN)
    batch = taking.take_batch()
    assert (batch.configured, batch.hasten, batch.facts) == ({7}, set(), [])


def test_a_stranger_is_kept_and_believed_nothing(taking: Taking) -> None:
    taking.trap(trap(), UNKNOWN)
    taking.syslog(DOWN, UNKNOWN)
    batch = taking.take_batch()
    assert [row["device_id"] for row in batch.messages] == [None, None]
    assert (batch.facts, batch.hasten) == ([], set())


def test_an_inform_is_answered_with_what_it_said(taking: Taking) -> None:
    answer = wire.decode(taking.trap(trap(inform=True), KNOWN))
    assert (answer.pdu, answer.request_id, len(answer.varbinds)) == (wire.Pdu.RESPONSE, 99, 2)
    assert taking.trap(trap(), KNOWN) == b""


def test_a_flood_is_counted_exactly_sampled_and_told_once(taking: Taking, clock: Clock) -> None:
    for _ in range(2000):
        taking.trap(trap(), KNOWN)
    taking.syslog(b"<13>hello", UNKNOWN)
    batch = taking.take_batch()
    counts = {counter.sender: count for counter, count in batch.counts.items()}
    assert counts == {KNOWN: (2000, 100), UNKNOWN: (1, 1)}
    floods = [fact for fact in batch.facts if type(fact).__name__ == "MessagesFlooded"]
    assert [(fact.received, fact.kept) for fact in floods] == [(2000, 100)]  # type: ignore[attr-defined]
    clock.now += timedelta(seconds=60)
    for _ in range(2000):
        taking.trap(trap(), KNOWN)
    assert "MessagesFlooded" not in {type(fact).__name__ for fact in taking.take_batch().facts}


def test_forged_senders_without_number_do_not_fill_the_memory(taking: Taking) -> None:
    random = Random(1)
    for _ in range(50_000):
        taking.syslog(b"<13>x", f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}")
    batch = taking.take_batch()
    assert len(batch.counts) <= 8193
    assert len(batch.messages) <= 5000
    assert sum(received for received, _ in batch.counts.values()) == 50_000


def test_what_cannot_be_read_is_kept_as_that(taking: Taking) -> None:
    taking.trap(b"\x30\x82garbage", KNOWN)
    taking.trap(trap()[:-3], KNOWN)
    batch = taking.take_batch()
    assert [row["name"] for row in batch.messages] == ["unreadable", "unreadable"]
    assert {row["channel"] for row in batch.messages} == {Channel.TRAP}
    assert batch.facts == []
