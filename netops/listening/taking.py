"""From datagrams to rows: limited, decoded, tied to a device, counted; what they hint at is remembered once a minute.

No message is believed: a hint makes the poller look sooner, and is written down as what the device said.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from collectors.errors import CollectError
from collectors.messages import syslog, traps
from collectors.messages.message import Heard, Kind, Sign
from collectors.messages.usm import ReportNeededError, UsmReceiver
from inventory.events import (
    AuthenticationFailureReported,
    Fact,
    MessagesFlooded,
    PortReported,
    PowerReported,
    RestartReported,
)
from inventory.models.message import Channel
from inventory.store.messages import Counter
from netops.listening.limits import Limits
from netops.listening.senders import Sender, Senders

log = logging.getLogger(__name__)
AGAIN_AFTER: Final = timedelta(minutes=1)  # the same hint of a device is no new fact within this span
FLOOD_AGAIN_AFTER: Final = timedelta(hours=1)
MOST_WAITING: Final = 5000  # messages between two writes
MOST_COUNTED: Final = 8192  # senders between two writes; those beyond are counted together
OTHERS: Final = "*"
_UNREADABLE_NAME: Final = "unreadable"


@dataclass(slots=True)
class Batch:
    """What goes to the database next, and what the poller is asked."""

    messages: list[dict[str, object]] = field(default_factory=list)
    counts: dict[Counter, tuple[int, int]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    hasten: set[int] = field(default_factory=set)
    configured: set[int] = field(default_factory=set)


class Taking:
    """Everything between the sockets and the database. Used from one thread."""

    def __init__(
        self,
        per_s: float,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = Limits(per_s, steady_s)
        self._clock = clock
        self._batch = Batch()
        self._said: dict[tuple[int | str, str], datetime] = {}
        self.senders = Senders()
        self._users = UsmReceiver(())

    def know(self, senders: Senders) -> None:
        """The inventory as it is now."""
        if senders.users != self.senders.users:
            self._users = UsmReceiver(senders.users)
        self.senders = senders

    def trap(self, datagram: bytes, address: str) -> bytes:
        """A datagram of the trap port; what must be sent back, mostly nothing."""
        sender = self.senders.by_address.get(address)
        if not self._taken(Channel.TRAP, address, sender):
            return b""
        try:
            found = self._trap(datagram, known=sender is not None)
        except ReportNeededError as error:
            return error.answer
        except CollectError as error:
            self._keep(Channel.TRAP, address, sender, Heard(_UNREADABLE_NAME, str(error)))
            return b""
        self._keep(Channel.TRAP, address, sender, found.heard)
        return found.answer

    def _trap(self, datagram: bytes, *, known: bool) -> traps.Trap:
        if traps.version_of(datagram) != traps.V3:
            return traps.parse(datagram)
        if not known:  # its keys cost time, which is spent on devices of the inventory only
            return traps.Trap(Heard(_UNREADABLE_NAME, "SNMPv3"))
        return self._users.read(datagram)

    def syslog(self, message: bytes, address: str) -> None:
        """A message of the syslog port, without its framing."""
        sender = self.senders.by_address.get(address)
        if self._taken(Channel.SYSLOG, address, sender):
            self._keep(Channel.SYSLOG, address, sender, syslog.parse(message, self._clock().astimezone()))

    def lost(self, channel: Channel, count: int) -> None:
        """So many datagrams were dropped by the system before we saw them."""
        if count:
            self._count(channel, OTHERS, None, received=count, kept=0)

    def take_batch(self) -> Batch:
        """What came since the last time."""
        batch, self._batch = self._batch, Batch()
        self._tell_floods(batch)
        old = self._clock() - FLOOD_AGAIN_AFTER
        self._said = {key: at for key, at in self._said.items() if at > old}
        return batch

    def _taken(self, channel: Channel, address: str, sender: Sender | None) -> bool:
        taken = len(self._batch.messages) < MOST_WAITING and self._limits.take(address)
        self._count(channel, address, sender, received=1, kept=int(taken))
        return taken

    def _count(self, channel: Channel, address: str, sender: Sender | None, *, received: int, kept: int) -> None:
        hour = self._clock().replace(minute=0, second=0, microsecond=0)
        counter = Counter(hour, channel, address, sender.device_id if sender else None)
        counts = self._batch.counts
        if counter not in counts and len(counts) >= MOST_COUNTED:
            counter = Counter(hour, channel, OTHERS, None)
        before = counts.get(counter, (0, 0))
        counts[counter] = (before[0] + received, before[1] + kept)

    def _keep(self, channel: Channel, address: str, sender: Sender | None, heard: Heard) -> None:
        now = self._clock()
        self._batch.messages.append(
            {
                "at": now,
                "said_at": heard.said_at,
                "channel": channel,
                "sender": address,
                "site_id": sender.site_id if sender else None,
                "device_id": sender.device_id if sender else None,
                "facility": heard.facility,
                "severity": heard.severity,
                "name": heard.name,
                "text": heard.text,
            }
        )
        if sender is not None and heard.sign is not None:
            self._hint(channel, sender, heard.sign, heard.text)

    def _hint(self, channel: Channel, sender: Sender, sign: Sign, text: str) -> None:
        if sign.kind is Kind.CONFIGURED:
            self._batch.configured.add(sender.device_id)
            return
        if sign.kind is not Kind.AUTHENTICATION:
            self._batch.hasten.add(sender.device_id)
        if self._is_new((sender.device_id, f"{sign.kind}:{sign.port}"), AGAIN_AFTER):
            self._batch.facts.append(_fact(channel, sender, sign, text))

    def _is_new(self, what: tuple[int | str, str], again_after: timedelta) -> bool:
        now = self._clock()
        before = self._said.get(what)
        if before is not None and now - before < again_after:
            return False
        if len(self._said) < MOST_COUNTED:
            self._said[what] = now
        return True

    def _tell_floods(self, batch: Batch) -> None:
        over: dict[tuple[str, int | None], list[int]] = defaultdict(lambda: [0, 0])
        for counter, (received, kept) in batch.counts.items():
            total = over[counter.sender, counter.device_id]
            total[0] += received
            total[1] += kept
        for (address, device_id), (received, kept) in over.items():
            if received > 2 * kept + 1 and self._is_new((address, "flood"), FLOOD_AGAIN_AFTER):
                sender = self.senders.by_address.get(address)
                about = {"site_id": sender.site_id if sender else None, "device_id": device_id}
                log.warning("%s sent %d messages in a second, %d are kept", address, received, kept)
                if sender is not None:
                    batch.facts.append(MessagesFlooded(**about, sender=address, received=received, kept=kept))


def _fact(channel: Channel, sender: Sender, sign: Sign, text: str) -> Fact:
    about = {"site_id": sender.site_id, "device_id": sender.device_id}
    match sign.kind:
        case Kind.PORT_DOWN | Kind.PORT_UP:
            status = "up" if sign.kind is Kind.PORT_UP else "down"
            return PortReported(**about, port=sign.port, status=status, channel=channel)
        case Kind.RESTART:
            return RestartReported(**about, channel=channel, text=text[:200])
        case Kind.POWER:
            return PowerReported(**about, channel=channel, text=text[:200])
        case _:
            return AuthenticationFailureReported(**about, channel=channel, text=text[:200])
