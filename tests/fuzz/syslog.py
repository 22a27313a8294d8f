"""Syslog datagrams, and streams cut anywhere: text of one line, whatever came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from collectors.messages.message import LONGEST_NAME, LONGEST_TEXT
from collectors.messages.syslog import Frames, parse

AT = datetime(2026, 11, 23, tzinfo=UTC)


def seeds() -> Iterator[bytes]:
    """The dialects."""
    yield b"<34>Oct 11 22:14:15 mymachine su: 'su root' failed"
    yield b'<165>1 2026-10-11T22:14:15.003Z h app 1 ID47 [a@1 b="x \\"] y"] An event'
    yield b"<189>123: *Mar  1 00:00:00.123: %LINK-3-UPDOWN: Interface Gi0/1, changed state to down"
    yield b"12 <13>counted!9 <13>again"
    yield "<30>interface,info ether2 link down พอร์ต".encode("cp874")


def one(data: bytes) -> None:
    """Never an error; a stream that is no syslog is refused by its one error."""
    heard = parse(data, AT)
    assert heard.text.isprintable()
    assert heard.name.isprintable()
    assert len(heard.text) <= LONGEST_TEXT
    assert len(heard.name) <= LONGEST_NAME
    frames, at = Frames(), 0
    try:
        while at < len(data):
            step = 1 + data[at] % 64
            for frame in frames.feed(data[at : at + step]):
                assert parse(frame, AT).text.isprintable()
            at += step
    except ValueError:
        return
    frames.rest()
