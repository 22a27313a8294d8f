"""Syslog of many devices: dates, names, encodings, framing; never an error, whatever comes."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.messages.message import LONGEST_TEXT, Kind, Sign
from collectors.messages.syslog import LONGEST_FRAME, Frames, parse

BANGKOK = ZoneInfo("Asia/Bangkok")
AT = datetime(2026, 11, 23, 10, 0, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("message", "name", "text", "severity", "said"),
    [
        (b"<34>Oct 11 22:14:15 mymachine su: 'su root' failed", "su", "'su root' failed", 2, (10, 11, 15, 14, 15)),
        (b"<13>Nov  3 07:00:00 host cron[123]: ran", "cron", "ran", 5, (11, 3, 0, 0, 0)),
        (b"<189>123: *Mar  1 00:00:00.123: %LINK-3-UPDOWN: Interface Gi0/1, changed state to down", "LINK-3-UPDOWN",
         "Interface Gi0/1, changed state to down", 5, (2, 28, 17, 0, 0)),
        (b"<189>59: sw1: Nov 22 2026 08:00:00 UTC: %SYS-5-CONFIG_I: Configured", "SYS-5-CONFIG_I",
         "Configured", 5, None),
        (b"<30>interface,info ether2 link down", "", "interface,info ether2 link down", 6, None),
        (b"<188>Nov 22 2026 10:15:33 HUAWEI %%01PHY/4/PHY_UPDOWN(l)[3]: GigabitEthernet0/0/7 link status is DOWN",
         "01PHY/4/PHY_UPDOWN", "GigabitEthernet0/0/7 link status is DOWN", 4, (11, 22, 3, 15, 33)),
        (b"<165>1 2026-10-11T22:14:15.003Z h evntslog - ID47 [a@1 b=\"x \\\"] y\"][c@2 d=\"1\"] \xef\xbb\xbfAn event",
         "evntslog", "An event", 5, (10, 11, 22, 14, 15)),
        (b"<165>1 - - - - - - only text", "", "only text", 5, None),
        (b"no priority at all", "", "no priority at all", 5, None),
        (b"<999>too high", "", "<999>too high", 5, None),
        (b"", "", "", 5, None),
    ],
)  # fmt: skip
def test_a_message_is_read_as_its_sender_means_it(
    message: bytes, name: str, text: str, severity: int, said: tuple[int, int, int, int, int] | None
) -> None:
    heard = parse(message, AT)
    assert (heard.name, heard.text, heard.severity) == (name, text, severity)
    if said is not None:
        assert heard.said_at is not None
        assert heard.said_at.replace(microsecond=0).timetuple()[1:6] == said
        assert heard.said_at.tzinfo is UTC


def test_thai_is_read_in_both_encodings() -> None:
    assert parse("<13>พอร์ต 7 ดับ".encode(), AT).text == "พอร์ต 7 ดับ"
    assert parse("<13>พอร์ต 7 ดับ".encode("cp874"), AT).text == "พอร์ต 7 ดับ"


def test_the_last_days_of_december_received_in_january_are_of_last_year() -> None:
    new_year = datetime(2027, 1, 1, 0, 5, tzinfo=BANGKOK)
    said = parse(b"<13>Dec 31 23:59:59 host x: y", new_year).said_at
    assert said is not None
    assert said.astimezone(BANGKOK) == datetime(2026, 12, 31, 23, 59, 59, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("%LINK-3-UPDOWN: Interface Gi0/1, changed state to down", Sign(Kind.PORT_DOWN, "Gi0/1")),
        ("%LINEPROTO-5-UPDOWN: Line protocol on Interface Vlan1, changed state to up", Sign(Kind.PORT_UP, "Vlan1")),
        ("interface,info ether2 link up (speed 1G, full duplex)", Sign(Kind.PORT_UP, "ether2")),
        ("ports: port 7 is now off-line", Sign(Kind.PORT_DOWN, "7")),
        ("e1000e 0000:00:19.0 eth0: NIC Link is Down", Sign(Kind.PORT_DOWN, "eth0")),
        ("%SYS-5-CONFIG_I: Configured from console by admin on vty0", Sign(Kind.CONFIGURED)),
        ("system,info item changed by winbox-3.40/tcp-msg(winbox):admin@10.0.0.9", Sign(Kind.CONFIGURED)),
        ("%SYS-5-RESTART: System restarted --", Sign(Kind.RESTART)),
        ("system,error,critical router was rebooted without proper shutdown", Sign(Kind.RESTART)),
        ("system,error,critical login failure for user root from 10.0.0.7 via ssh", Sign(Kind.AUTHENTICATION)),
        ("sshd[99]: Failed password for invalid user x from 10.0.0.7 port 22 ssh2", Sign(Kind.AUTHENTICATION)),
        ("Power Supply 1 failed", Sign(Kind.POWER)),
        ("UPS: On battery power in response to an input power problem on battery", Sign(Kind.POWER)),
    ],
)  # fmt: skip
def test_what_makers_write_is_understood(text: str, sign: Sign) -> None:
    assert parse(b"<13>" + text.encode(), AT).sign == sign


@pytest.mark.parametrize(
    "text", ["dhcp,info dhcp1 assigned 10.0.0.5 to 00:11:22:33:44:55", "user logged in", "up down"]
)
def test_ordinary_messages_hint_at_nothing(text: str) -> None:
    assert parse(b"<13>" + text.encode(), AT).sign is None


@given(st.binary(max_size=3000))
def test_whatever_comes_is_text_of_one_line(message: bytes) -> None:
    heard = parse(message, AT)
    assert heard.text.isprintable()
    assert heard.name.isprintable()
    assert len(heard.text) <= LONGEST_TEXT
    assert 0 <= heard.severity <= 7


@given(
    st.lists(st.binary(min_size=1, max_size=60).filter(lambda line: not set(line) & {0, 10, 13}), max_size=8), st.data()
)
def test_frames_come_out_whole_however_the_stream_is_cut(messages: list[bytes], data: st.DataObject) -> None:
    counted = data.draw(st.booleans())
    stream = b"".join(b"%d %s" % (len(m), m) if counted else b"<13>" + m + b"\n" for m in messages)
    frames, found = Frames(), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        found += frames.feed(stream[:cut])
        stream = stream[cut:]
    assert found == (messages if counted else [b"<13>" + m for m in messages])
    assert frames.rest() == b""


@pytest.mark.parametrize("stream", [b"9000 x", b"x" * (LONGEST_FRAME + 1)])
def test_a_stream_that_is_no_syslog_is_refused(stream: bytes) -> None:
    with pytest.raises(ValueError, match=r"frame|line"):
        Frames().feed(stream)


def test_the_last_message_needs_no_end() -> None:
    frames = Frames()
    assert frames.feed(b"<13>first\n<13>last") == [b"<13>first"]
    assert frames.rest() == b"<13>last"
