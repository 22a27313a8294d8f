"""One device on the fast path: its ready datagrams, what is still unanswered, and how its answers are understood."""

from __future__ import annotations

from collectors.errors import CutOffError, GarbledError, RefusedError
from collectors.snmp.address import Address
from collectors.snmp.pace import Timing
from collectors.snmp.plan import UPTIME, PollPlan
from collectors.snmp.polled import Polled
from collectors.snmp.session import SnmpValue
from collectors.snmp.shape import Request
from collectors.snmp.template import Span, Template, spans_of, template_of
from collectors.snmp.wire import V2C, ErrorStatus, Message, Pdu, decode, decode_value, header, request_head
from collectors.target import SnmpTarget

_REFUSALS = frozenset({ErrorStatus.NO_ACCESS, ErrorStatus.AUTHORIZATION_ERROR})
_MOST_REVISIONS = 8  # of the plan within one round


class PlanRevised(Exception):  # noqa: N818 -- no error: the round starts again for this device
    """The agent could not answer the plan; a revised one is in place and must be asked from the start."""


class Asked:
    """A device's state between and during rounds. The poller owns the fields below `address`."""

    __slots__ = (
        "_community",
        "_heads",
        "_last",
        "_revisions",
        "_shape",
        "_templates",
        "address",
        "counted",
        "due_tick",
        "garbled",
        "ids",
        "open",
        "peer",
        "polled",
        "quiet",
        "retry_at",
        "rtt_s",
        "sending",
        "sent_at",
        "target",
        "timing",
        "waits",
        "whole",
    )

    def __init__(self, target: SnmpTarget, plan: PollPlan) -> None:
        self.target = target
        self.polled = Polled(target.key, plan)
        self.timing = Timing(target.tuning)
        self._community = target.credential.community.get_secret_value().encode()
        self._revisions = 0
        self._prepare()
        self.address: Address | None = None
        self.peer = ("", 0)
        self.rtt_s: float | None = None
        self.quiet = True  # not known to answer: ask little until it does
        self.whole = False  # all requests of this round were sent
        self.counted = False  # its open requests hold places in the cap
        self.open = 0  # requests sent and not answered
        self.ids: list[int] = []
        self.garbled = ""
        self.sent_at = self.retry_at = 0.0
        self.waits: list[float] = []
        self.sending = 0
        self.due_tick = -1

    def _prepare(self) -> None:
        self._shape = self.polled.shape
        requests = self._shape.requests
        self._heads = [
            request_head(V2C, self._community, Pdu.GET, tail_bytes=len(request.tail)) for request in requests
        ]
        self._last = [b""] * len(requests)
        self._templates: list[Template | None] = [None] * len(requests)

    def begin(self) -> int:
        """Make ready for a round; returns how many requests it takes."""
        if self.polled.shape is not self._shape:
            self._prepare()
        self.open = self.sending = self._revisions = 0
        self.garbled = ""
        self.whole = self.counted = False
        self.ids = [0] * len(self._heads)
        return len(self._heads)

    def datagram(self, request: int, packed_id: bytes) -> bytes:
        """A request with its id in place."""
        return self._heads[request] + packed_id + self._shape.requests[request].tail

    def take(self, request: int, buffer: bytearray, size: int, id_end: int) -> None:
        """Understand the answer in the first `size` bytes of `buffer`, where zeros replace the request id.

        Raises GarbledError for what is no answer, PlanRevised, and CutOffError or RefusedError when this device cannot
        be polled.
        """
        last = self._last[request]
        if len(last) == size and buffer.startswith(last):
            return
        for template in (self._templates[request], self._shape.recent[request]):
            values = template.decode(buffer, size) if template else None
            if values is not None:
                self._templates[request] = template
                self._last[request] = bytes(buffer[:size])
                self.polled.absorb(request, values, lacking=False)
                return
        self._take_new(request, bytes(buffer[:size]), id_end)

    def _take_new(self, request: int, datagram: bytes, id_end: int) -> None:
        asked = self._shape.requests[request]
        spans = self._plain_spans(asked, datagram, id_end)
        if spans is None:
            values = asked.cells(self._strict_values(request, asked, datagram))
        else:
            values = asked.cells(decode_value(tag, datagram[start:stop]) for tag, start, stop in spans)
        lacking = None in (values if request else values[1:])  # an agent without an uptime can still be polled
        plain = spans is not None and asked.numeric and not lacking
        template = template_of(datagram, spans) if plain and spans else None
        self._templates[request] = self._shape.recent[request] = template
        self._last[request] = datagram
        self.polled.absorb(request, values, lacking=lacking)

    def _plain_spans(self, asked: Request, datagram: bytes, id_end: int) -> list[Span] | None:
        """Where the values stand, if the answer is without error and in the form that nearly all agents use."""
        head = request_head(V2C, self._community, Pdu.RESPONSE, tail_bytes=len(datagram) - id_end)
        if datagram[: id_end - 4] != head or not datagram.startswith(asked.tail[:6], id_end):
            return None
        tag, rows, end = header(datagram, id_end + 6, len(datagram))
        if tag != asked.tail[6] or end != len(datagram):
            return None
        return spans_of(datagram, rows, asked.tail, asked.rows_at)

    def _strict_values(self, request: int, asked: Request, datagram: bytes) -> list[SnmpValue]:
        message = decode(datagram)
        if (message.pdu, message.version, message.community) != (Pdu.RESPONSE, V2C, self._community):
            raise GarbledError("no response, or one of another version or community")
        if message.error_status:
            self._refused(request, message)
        if tuple(row.oid for row in message.varbinds) != asked.oids:
            raise GarbledError("the answer is about other instances than were asked")
        return [row.value for row in message.varbinds]

    def _refused(self, request: int, message: Message) -> None:
        """Revise the plan for an answer with an error status, or give up."""
        oids = self._shape.requests[request].oids
        if message.error_status in _REFUSALS:
            raise RefusedError("the agent refuses to show this")
        plan = self.polled.plan
        broken = oids[message.error_index - 1] if 1 <= message.error_index <= len(oids) else UPTIME
        revised: PollPlan | None
        if message.error_status == ErrorStatus.TOO_BIG or broken == UPTIME:
            revised = plan.smaller(len(oids))
        else:
            revised = plan.without({broken})
            self.polled.must_walk = "missing instance" if plan.proven else ""
        self._revisions += 1
        if revised is None or self._revisions > _MOST_REVISIONS:
            raise CutOffError(f"the agent answers with error status {message.error_status}")
        self.polled.revise(revised)
        self._prepare()
        self.ids = [0] * len(self._heads)
        raise PlanRevised

    def shrink(self) -> None:
        """Some requests of the round were never answered: try smaller ones in the next."""
        largest = max(len(request.oids) for request in self._shape.requests)
        revised = self.polled.plan.smaller(largest)
        if revised is not None:
            self.polled.revise(revised)
