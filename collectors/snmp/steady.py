"""The hot path: every round, ask every known device for its known instances, and make readings of the answers.

v1, v3 and pysnmp devices go through `generic.py`; all others share one socket per address family here. A device's
requests are in flight together. Devices that fell silent get one small request at first and no place in the cap, so
that any number of dead ones costs the living nothing; they all wait at the same time. When devices begin to fall
silent, the next ones are asked one request first, too: a whole district may just have been cut off.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Iterable

from collectors.errors import CollectError, CutOffError, GarbledError, NoAnswerError, RefusedError
from collectors.outcome import Failed
from collectors.reading import Reading
from collectors.snmp.address import request_ids, resolve
from collectors.snmp.alarms import TICK_S, Alarms
from collectors.snmp.asked import Asked, PlanRevised
from collectors.snmp.generic import GenericPoller, is_generic
from collectors.snmp.hub import LARGEST_DATAGRAM, SnmpHub, open_socket
from collectors.snmp.plan import PollPlan
from collectors.snmp.polled import Polled
from collectors.target import SnmpTarget, SnmpTuning

_ID = struct.Struct(">I")
_DRAIN = 64
_SCOUTS = 100


class SteadyPoller:
    """Polls devices by their plans. Made inside a running event loop; `close` it at the end.

    `on_reading` is called from the event loop with each reading as soon as it is complete; it should be quick.
    """

    def __init__(self, *, on_reading: Callable[[Reading], None], hub: SnmpHub, most_in_flight: int = 400) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_reading = on_reading
        self._generic = GenericPoller(hub)
        self._devices: dict[str, Asked] = {}
        self._sockets: dict[int, socket.socket] = {}
        self._most = most_in_flight
        self._buffer = bytearray(LARGEST_DATAGRAM)
        self._ids = request_ids()
        self._pending: dict[int, tuple[Asked, int]] = {}
        self._living: deque[Asked] = deque()
        self._quiet: deque[Asked] = deque()
        self._alarms = Alarms()
        self._unfinished = 0
        self._in_flight = 0
        self._scouts = 0  # how many of the next devices are asked one request first
        self._ended: asyncio.Future[None] | None = None
        self.dropped = 0  # datagrams that were no sound answer to anything asked

    # -- what is polled

    def put(self, target: SnmpTarget, plan: PollPlan) -> None:
        """Poll this target by this plan from the next round on, in place of what was known of its key."""
        self.drop(target.key)
        if is_generic(target):
            self._generic.put(target, plan)
        else:
            self._devices[target.key] = Asked(target, plan)

    def drop(self, key: str) -> None:
        """Poll it no more."""
        self._devices.pop(key, None)
        self._generic.drop(key)

    def _polled(self, key: str) -> Polled:
        return self._devices[key].polled if key in self._devices else self._generic.polled(key)

    def plan(self, key: str) -> PollPlan:
        """The plan as it is now: proved, and revised by what the agent could not answer."""
        return self._polled(key).plan

    def tuning(self, key: str) -> SnmpTuning:
        """What was learnt about asking this device."""
        if key not in self._devices:
            return self._generic.tuning(key)
        asked = self._devices[key]
        learnt = {
            "timeout_ms": asked.timing.timeout_ms,
            "retries": asked.timing.retries,
            "varbinds": asked.polled.plan.varbinds,
        }
        return asked.target.tuning.model_copy(update=learnt)

    def take_changed_plans(self) -> dict[str, PollPlan]:
        """Plans that were proved or revised since the last call, to be stored."""
        changed: dict[str, PollPlan] = {}
        for key in (*self._devices, *self._generic):
            polled = self._polled(key)
            if polled.plan_changed:
                polled.plan_changed = False
                changed[key] = polled.plan
        return changed

    async def close(self) -> None:
        """Close the sockets and sessions."""
        for sock in self._sockets.values():
            self._loop.remove_reader(sock.fileno())
            sock.close()
        self._sockets.clear()
        await self._generic.close()

    # -- one round

    async def round(self, keys: Iterable[str]) -> None:
        """Poll these devices once; returns when each has had its reading, good or failed."""
        if self._ended is not None:
            raise RuntimeError("the round before is still running")
        wanted = list(dict.fromkeys(keys))
        self._ended = self._loop.create_future()
        ticking = None
        try:
            async with asyncio.TaskGroup() as group:
                generic = [key for key in wanted if key in self._generic]
                group.create_task(self._generic.round(generic, self._on_reading))
                fast = [self._devices[key] for key in wanted if key in self._devices]
                self._unfinished = len(fast)
                await self._locate(fast)
                if self._unfinished:
                    ticking = self._loop.call_soon(self._tick)
                    await self._ended
        finally:
            if ticking is not None:
                ticking.cancel()
            self._clear()

    def _clear(self) -> None:
        self._pending.clear()
        self._alarms.clear()
        self._living.clear()
        self._quiet.clear()
        self._in_flight = 0
        self._ended = None

    async def _locate(self, fast: list[Asked]) -> None:
        """Queue the devices for asking; names become addresses first, all at once."""

        async def locate(asked: Asked) -> None:
            try:
                asked.address = await resolve(asked.target.host, asked.target.port)
            except CollectError as error:
                self._end(asked, Failed.of(error))
                return
            asked.peer = asked.address.peer
            self._socket(asked.address.family)

        async with asyncio.TaskGroup() as group:
            for asked in fast:
                if asked.address is None:
                    group.create_task(locate(asked))
        self._living.extend(asked for asked in fast if asked.address and not asked.quiet)
        self._quiet.extend(asked for asked in fast if asked.address and asked.quiet)

    def _socket(self, family: int) -> None:
        if family not in self._sockets:
            sock, capacity = open_socket(family)
            self._most = min(self._most, capacity)
            self._sockets[family] = sock
            self._loop.add_reader(sock.fileno(), self._readable, sock)

    def _end(self, asked: Asked, failure: Failed | None) -> None:
        """Tell a device's reading. A failing callback ends the round with its error."""
        at = time.time()
        asked.due_tick = -1
        polled = asked.polled
        reading = polled.failed(failure, at) if failure else polled.finish(at, now=self._loop.time())
        reading.rtt_s = None if failure else asked.rtt_s
        self._unfinished -= 1
        ended = self._ended
        assert ended is not None
        try:
            self._on_reading(reading)
        except Exception as error:
            if not ended.done():
                ended.set_exception(error)
        if not self._unfinished and not ended.done():
            ended.set_result(None)

    # -- sending

    def _fill(self, now: float) -> None:
        while self._living and self._in_flight < self._most:
            asked = self._living.popleft()
            requests = asked.begin()
            asked.waits = asked.timing.sendings()
            scouting = self._scouts > 0
            self._scouts -= scouting
            self._send(asked, range(1 if scouting else requests), now)

    def _start_quiet(self, now: float) -> None:
        """Some of the silent, so that even if all of them answered at once the buffer would hold."""
        for _ in range(min(len(self._quiet), max(1, self._most // 4))):
            asked = self._quiet.popleft()
            asked.begin()
            asked.waits = [asked.timing.timeout_ms / 2000] * 2
            self._send(asked, range(1), now)

    def _send(self, asked: Asked, requests: Iterable[int], now: float) -> None:
        """Send requests of a device, the same ids again on a retry, and set its alarm."""
        assert asked.address is not None
        family, sockaddr = asked.address
        sock = self._sockets[family]
        for request in requests:
            request_id = asked.ids[request]
            if not request_id:
                request_id = next(self._ids)
                while request_id in self._pending:
                    request_id = next(self._ids)
                asked.ids[request] = request_id
                self._pending[request_id] = (asked, request)
                asked.open += 1
                if not asked.quiet:
                    self._in_flight += 1
                    asked.counted = True
            try:
                sock.sendto(asked.datagram(request, _ID.pack(request_id)), sockaddr)
            except BlockingIOError:
                pass  # as if lost on the way: the alarm sends again
            except OSError as error:
                self._abandon(asked, RefusedError(f"cannot be sent: {error.strerror}"))
                return
        asked.whole = 0 not in asked.ids
        asked.sent_at = now
        asked.retry_at = now + asked.waits[asked.sending]
        self._alarms.set(asked, min(asked.retry_at, now + asked.timing.overdue_s) if asked.counted else asked.retry_at)

    # -- waiting

    def _tick(self) -> None:
        """Every 20 ms of a round: read what has come, then see who is late."""
        if self._ended is None or self._ended.done():
            return
        for sock in self._sockets.values():
            while self._drain(sock):
                pass
        now = self._loop.time()
        for asked in self._alarms.due(now):
            self._late(asked, now)
        self._start_quiet(now)
        self._fill(now)
        self._loop.call_later(TICK_S, self._tick)

    def _late(self, asked: Asked, now: float) -> None:
        if asked.counted:
            # What is overdue no longer holds places in the cap.
            self._in_flight -= asked.open
            asked.counted = False
            if asked.open == len(asked.ids) - asked.ids.count(0):
                self._scouts = _SCOUTS
        if now < asked.retry_at:
            self._alarms.set(asked, asked.retry_at)
            return
        asked.sending += 1
        if asked.sending >= len(asked.waits):
            self._give_up(asked)
            return
        unanswered = [n for n, request_id in enumerate(asked.ids) if request_id in self._pending]
        self._send(asked, unanswered, now)

    def _give_up(self, asked: Asked) -> None:
        total = len(asked.ids)
        if asked.whole and asked.open < total:
            asked.shrink()
            self._abandon(asked, CutOffError(f"{asked.open} of {total} requests were not answered"))
        elif asked.garbled:
            self._abandon(asked, GarbledError(asked.garbled))
        else:
            asked.quiet = True
            self._abandon(asked, NoAnswerError("no answer before the deadline"))

    def _abandon(self, asked: Asked, error: CollectError) -> None:
        self._withdraw(asked)
        self._end(asked, Failed.of(error, sum(asked.waits[: asked.sending])))

    def _withdraw(self, asked: Asked) -> None:
        """Expect none of the answers that are still open."""
        for request_id in asked.ids:
            self._pending.pop(request_id, None)
        if asked.counted:
            self._in_flight -= asked.open
            asked.counted = False
        asked.open = 0

    # -- receiving

    def _readable(self, sock: socket.socket) -> None:
        self._drain(sock)
        if self._ended is not None and not self._ended.done():
            self._fill(self._loop.time())

    def _drain(self, sock: socket.socket) -> bool:
        """Read a bounded number of datagrams; whether there may be more."""
        buffer, arrived = self._buffer, self._arrived
        now = self._loop.time()
        try:
            for _ in range(_DRAIN):
                size, source = sock.recvfrom_into(buffer)
                arrived(buffer, size, source, now)
        except BlockingIOError:
            return False
        except OSError:  # an ICMP error of some earlier datagram; the alarm tells whose
            return True
        return True

    def _arrived(self, buffer: bytearray, size: int, source: tuple[str, int], now: float) -> None:
        id_end = _id_end(buffer)
        request_id = _ID.unpack_from(buffer, id_end - 4)[0]
        found = self._pending.get(request_id)
        if found is None or size < id_end or found[0].peer != source[:2]:
            self.dropped += 1
            return
        asked, request = found
        _ID.pack_into(buffer, id_end - 4, 0)
        try:
            asked.take(request, buffer, size, id_end)
        except GarbledError as error:
            self.dropped += 1
            asked.garbled = str(error)
        except PlanRevised:
            self._restart(asked, now)
        except (CutOffError, RefusedError) as error:
            self._abandon(asked, error)
        else:
            del self._pending[request_id]
            asked.open -= 1
            if asked.counted:
                self._in_flight -= 1
            if not asked.open:
                self._answered(asked, now)

    def _answered(self, asked: Asked, now: float) -> None:
        """Everything sent so far was answered: done, or time for the requests held back."""
        asked.rtt_s = now - asked.sent_at
        asked.timing.learn(seconds=asked.rtt_s, lost=asked.sending)
        asked.quiet = False
        if asked.whole:
            self._end(asked, None)
            return
        asked.waits = asked.timing.sendings()
        asked.sending = 0
        self._send(asked, [n for n, request_id in enumerate(asked.ids) if not request_id], now)

    def _restart(self, asked: Asked, now: float) -> None:
        """Ask by the revised plan from the start. The ids of the old one were already forgotten by `asked`."""
        for request_id in [i for i, (owner, _) in self._pending.items() if owner is asked]:
            del self._pending[request_id]
        if asked.counted:
            self._in_flight -= asked.open
        asked.open = asked.sending = 0
        asked.quiet = asked.counted = False
        asked.waits = asked.timing.sendings()
        self._send(asked, range(len(asked.ids)), now)


def _id_end(buffer: bytearray) -> int:
    """Where the request id of the datagram in `buffer` ends, if it is four octets long; else nonsense within it.

    Not checked here: an id that nobody asked with is dropped, and `Asked.take` compares or parses the whole.
    """
    at = 5 + (buffer[1] & 0x7F if buffer[1] >= 0x80 else 0)
    at += 2 + buffer[at + 1]
    at += 2 + (buffer[at + 1] & 0x7F if buffer[at + 1] >= 0x80 else 0)
    return at + 6
