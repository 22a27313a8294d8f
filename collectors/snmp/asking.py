"""Getting and walking on top of single requests: what to do about every way an agent can disappoint.

Engines that speak single requests (`Exchange`) get their `SnmpSession` from here, so that strictness and fallbacks
are the same for all: tooBig asks for less, genErr to GETBULK asks by GETNEXT, a broken instance is left out, OIDs that
do not increase end the walk as incomplete.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from collectors.errors import CollectError, CutOffError, GarbledError, NoAnswerError, RefusedError
from collectors.snmp.pace import Pace
from collectors.snmp.session import Oid, Tag, VarBind, Walk
from collectors.snmp.walking import Column, TableWalk
from collectors.snmp.wire import ErrorStatus
from collectors.target import SnmpTuning

_EXCEPTIONS = frozenset({Tag.NO_SUCH_OBJECT, Tag.NO_SUCH_INSTANCE, Tag.END_OF_MIB_VIEW})
_REFUSALS = frozenset({ErrorStatus.NO_ACCESS, ErrorStatus.AUTHORIZATION_ERROR})
_SMALL_BATCH = 8
_SPLITS = 8
_AFTER_SILENCE = 5  # every try costs all timeouts: come down fast


class Reply(NamedTuple):
    """The PDU that answered one request."""

    error_status: int
    error_index: int
    varbinds: Sequence[VarBind]


class Exchange(Protocol):
    """One request, one reply, with the engine's own retries. Raises the errors of collectors.errors."""

    async def get(self, oids: Sequence[Oid]) -> Reply: ...

    async def get_next(self, oids: Sequence[Oid]) -> Reply: ...

    async def get_bulk(self, oids: Sequence[Oid], repetitions: int) -> Reply: ...

    async def close(self) -> None: ...


def check_names(asked: Sequence[Oid], reply: Reply) -> None:
    """Raise GarbledError unless a successful GET reply names exactly what was asked, in order."""
    if reply.error_status == ErrorStatus.NO_ERROR and [row.oid for row in reply.varbinds] != list(asked):
        raise GarbledError("the answer is about other instances than were asked")


class AskingSession:
    """An `SnmpSession` over an `Exchange`; `columns_at_once` is how many of a table it can walk in one request."""

    def __init__(self, exchange: Exchange, pace: Pace, *, columns_at_once: int = 120) -> None:
        self._exchange = exchange
        self._pace = pace
        self._columns_at_once = columns_at_once
        self._splits = 0

    @property
    def tuning(self) -> SnmpTuning:
        """See `SnmpSession`."""
        return self._pace.tuning

    @property
    def unanswered(self) -> int:
        """See `SnmpSession`."""
        return self._pace.unanswered

    def renew(self) -> None:
        """Count the session's limits from now on, when it is kept from one round to the next."""
        self._pace.renew(asyncio.get_running_loop().time())

    async def close(self) -> None:
        """See `SnmpSession`."""
        await self._exchange.close()

    async def get(self, oids: Sequence[Oid]) -> dict[Oid, VarBind]:
        """See `SnmpSession`."""
        found: dict[Oid, VarBind] = {}
        todo = list(dict.fromkeys(oids))
        while todo:
            size = min(len(todo), self._pace.varbinds)
            batch, todo = todo[:size], todo[size:]
            todo = await self._get_batch(batch, found) + todo
        return found

    async def _get_batch(self, batch: list[Oid], found: dict[Oid, VarBind]) -> list[Oid]:
        """Ask for one batch; returns what must be asked again, in smaller batches or without the broken one."""
        try:
            reply = await self._exchange.get(batch)
            check_names(batch, reply)
        except NoAnswerError:
            if not self._pace.answered or len(batch) <= _SMALL_BATCH:
                raise
            self._pace.varbinds = len(batch) // 2  # some agents drop in silence what is too big for them
            return batch
        status, index = reply.error_status, reply.error_index
        if status == ErrorStatus.NO_ERROR:
            found.update((row.oid, row) for row in reply.varbinds if row.tag not in _EXCEPTIONS)
            return []
        if status in _REFUSALS:
            raise RefusedError("the agent refuses to show this")
        if status == ErrorStatus.TOO_BIG:
            if len(batch) == 1:
                raise CutOffError("one value alone is too big for an answer")
            self._pace.varbinds = len(batch) // 2
            return batch
        if 1 <= index <= len(batch):
            return batch[: index - 1] + batch[index:]
        if len(batch) == 1:
            return []
        # Which one is broken is not told. An agent that finds any large batch broken will get smaller ones.
        middle = len(batch) // 2
        self._splits += 1
        if self._splits % _SPLITS == 0:
            self._pace.varbinds = max(_SMALL_BATCH, self._pace.varbinds // 2)
        again = await self._get_batch(batch[:middle], found)
        return again + await self._get_batch(batch[middle:], found)

    async def walk(self, root: Oid, *, max_rows: int | None = None) -> Walk:
        """See `SnmpSession`."""
        return (await self.table([root], max_rows=max_rows))[root]

    async def table(self, columns: Sequence[Oid], *, max_rows: int | None = None) -> dict[Oid, Walk]:
        """See `SnmpSession`."""
        cap = min(max_rows or self._pace.max_rows, self._pace.max_rows)
        width = min(self._pace.varbinds, self._columns_at_once)
        walk = TableWalk(columns, max_rows=cap, width=width, bulk=self._pace.bulk)
        replied = False
        while group := walk.group():
            try:
                await self._step(walk, group)
                replied = True
            except CutOffError as error:
                walk.stop(str(error))
            except CollectError as error:
                if self._pace.answered and walk.ask_less(self._pace, divisor=_AFTER_SILENCE):
                    continue
                if not replied:
                    raise
                walk.stop(str(error))
        return walk.result()

    async def _step(self, walk: TableWalk, group: list[Column]) -> None:
        cursors = [column.cursor for column in group]
        if walk.bulk:
            reply = await self._exchange.get_bulk(cursors, walk.repetitions(self._pace))
        else:
            reply = await self._exchange.get_next(cursors)
        walk.feed(group, reply.error_status, reply.error_index, reply.varbinds, self._pace)
