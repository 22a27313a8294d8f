"""Our own clock is proved by rows: what each server said, and why one said nothing."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.contract import ClockCheck
from netops.polling.clock import check_clock, split
from service.database import reading
from tests.collectors.test_sntp import answer, server
from tests.factories import AT


@pytest.mark.parametrize(
    ("server", "place"),
    [
        ("ntp.example", ("ntp.example", 123)),
        ("ntp.example:1123", ("ntp.example", 1123)),
        ("::1", ("::1", 123)),
        ("[::1]", ("::1", 123)),
        ("[::1]:1123", ("::1", 1123)),
    ],
)
def test_a_server_is_a_host_with_or_without_a_port(server: str, place: tuple[str, int]) -> None:
    """Names, IPv4 and IPv6."""
    assert split(server) == place


def test_every_server_leaves_a_row(database: Engine) -> None:
    """One that answers and one whose name does not exist; without servers nothing is written."""
    asyncio.run(check_clock(database, [], AT))
    with server(lambda asked: answer(asked, ahead_s=1.5)) as port:
        asyncio.run(check_clock(database, [f"127.0.0.1:{port}", "no-such-host.invalid"], AT))
    with reading(database) as session:
        good, bad = session.exec(select(ClockCheck).order_by(ClockCheck.error)).all()
    assert good.offset_ms is not None
    assert good.delay_ms is not None
    assert abs(good.offset_ms - 1500) <= good.delay_ms / 2 + 1
    assert (bad.server, bad.offset_ms) == ("no-such-host.invalid", None)
    assert bad.error
