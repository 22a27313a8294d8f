"""Asking an agent with a hub of its own, for tests of single sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import TypeVar

from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.session import Limits, SnmpSession
from collectors.target import SnmpTarget, SnmpTuning, SnmpVersion
from tests.integration.servers.liar import COLUMN, ROWS, Liar, lying

T = TypeVar("T")
Asking = Callable[[SnmpSession], Awaitable[T]]
FIRST = (*COLUMN, 1)
TABLE_ROWS = [row for row in ROWS if row.oid[:-1] == COLUMN]


def ask(target: SnmpTarget, asking: Asking[T], *, limits: Limits | None = None) -> T:
    """Ask one target with a hub of its own."""

    async def run() -> T:
        with closing(SnmpHub()) as hub:
            session = open_session(target, hub=hub, limits=limits)
            try:
                return await asking(session)
            finally:
                await session.close()

    return asyncio.run(run())


def ask_liar(
    liar: Liar,
    asking: Asking[T],
    *,
    version: SnmpVersion = SnmpVersion.V2C,
    tuning: SnmpTuning | None = None,
    limits: Limits | None = None,
) -> T:
    """Start a liar and ask it."""

    async def run() -> T:
        async with lying(liar):
            with closing(SnmpHub()) as hub:
                session = open_session(liar.target(version=version, tuning=tuning), hub=hub, limits=limits)
                return await asking(session)

    return asyncio.run(run())
