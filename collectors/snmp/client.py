"""SNMP v1 and v2c: single requests through the hub, with this device's pace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from collectors.snmp.address import Address, resolve
from collectors.snmp.asking import AskingSession, Reply, check_names
from collectors.snmp.hub import SnmpHub
from collectors.snmp.pace import Pace
from collectors.snmp.session import Limits, Oid
from collectors.snmp.wire import V1, V2C, Message, Pdu, question
from collectors.target import SnmpTarget, SnmpVersion


class CommunityExchange:
    """Requests to one agent by community name."""

    def __init__(self, target: SnmpTarget, hub: SnmpHub, pace: Pace) -> None:
        self._target = target
        self._hub = hub
        self._pace = pace
        self._version = V1 if target.credential.version is SnmpVersion.V1 else V2C
        self._community = target.credential.community.get_secret_value().encode()
        self._address: Address | None = None

    async def get(self, oids: Sequence[Oid]) -> Reply:
        """GET exactly these instances."""
        return await self._ask(Pdu.GET, oids, accept=lambda reply: check_names(oids, reply))

    async def get_next(self, oids: Sequence[Oid]) -> Reply:
        """GETNEXT after each of these."""
        return await self._ask(Pdu.GETNEXT, oids)

    async def get_bulk(self, oids: Sequence[Oid], repetitions: int) -> Reply:
        """GETBULK of `repetitions` rows after each of these."""
        return await self._ask(Pdu.GETBULK, oids, repetitions=repetitions)

    async def close(self) -> None:
        """Nothing is held: the sockets are the hub's."""

    async def _ask(
        self,
        pdu: Pdu,
        oids: Sequence[Oid],
        *,
        repetitions: int = 0,
        accept: Callable[[Reply], None] | None = None,
    ) -> Reply:
        if self._address is None:
            self._address = await resolve(self._target.host, self._target.port)
        message = Message(self._version, self._community, pdu, 0, 0, repetitions, question(oids))

        def fits(answer: Message) -> None:
            if accept is not None:
                accept(_reply(answer))

        timeouts = self._pace.spend(asyncio.get_running_loop().time())
        answer = await self._hub.ask(self._address, message, timeouts_s=timeouts, accept=fits)
        self._pace.learn(seconds=answer.seconds, lost=answer.lost, size_bytes=answer.size_bytes)
        return _reply(answer.message)


def _reply(message: Message) -> Reply:
    return Reply(message.error_status, message.error_index, message.varbinds)


def open_community_session(target: SnmpTarget, *, hub: SnmpHub, limits: Limits) -> AskingSession:
    """A session by v1 or v2c; nothing is sent before the first question."""
    tuning = target.tuning
    if target.credential.version is SnmpVersion.V1:
        tuning = tuning.model_copy(update={"bulk": False})
    pace = Pace(tuning, limits, now=asyncio.get_running_loop().time())
    return AskingSession(CommunityExchange(target, hub, pace), pace)
