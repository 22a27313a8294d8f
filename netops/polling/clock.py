"""Our own clock against time servers, every hour: evidence that the times of outages are right."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from collectors.sntp import PORT, NoTimeError, ask_time
from inventory.models.contract import ClockCheck
from service.database import transaction


async def check_clock(engine: Engine, servers: Sequence[str], at: datetime) -> None:
    """Ask each server (host or host:port) and keep what it said, or why it said nothing."""
    if not servers:
        return
    seen = await asyncio.gather(*(asyncio.to_thread(_ask, server, at) for server in servers))
    await asyncio.to_thread(_keep, engine, seen)


def _ask(server: str, at: datetime) -> ClockCheck:
    host, port = split(server)
    try:
        seen = ask_time(host, port)
    except NoTimeError as error:
        return ClockCheck(at=at, server=server[:255], error=str(error)[:255])
    return ClockCheck(
        at=at, server=server[:255], offset_ms=seen.offset_ms, delay_ms=seen.delay_ms, stratum=seen.stratum
    )


def split(server: str) -> tuple[str, int]:
    """Host and port; an IPv6 address with a port stands in brackets."""
    if server.startswith("["):
        host, _bracket, rest = server[1:].partition("]")
        return host, int(rest.removeprefix(":")) if rest else PORT
    host, colon, port = server.partition(":")
    if not colon or ":" in port:
        return server, PORT
    return host, int(port)


def _keep(engine: Engine, rows: Sequence[ClockCheck]) -> None:
    with transaction(engine) as session:
        session.add_all(rows)
