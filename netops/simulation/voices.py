"""What simulated devices say by themselves: traps after a restart, and syslog in the manner of each make."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from collectors.snmp import wire
from collectors.snmp.session import Oid, Tag, VarBind
from netops.simulation.agent import SimDevice
from netops.simulation.district import Placed

CHATTER_EVERY_S: Final = 6.0
_TRAP_V2: Final = 0xA7
_UPTIME: Final[Oid] = (1, 3, 6, 1, 2, 1, 1, 3, 0)
_TRAP_OID: Final[Oid] = (1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0)
COLD_START: Final[Oid] = (1, 3, 6, 1, 6, 3, 1, 1, 5, 1)
# By maker; the first is said after a restart. The addresses of the lines are for documentation.
_LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "MikroTik": (
        "<27>system,error,critical router was rebooted without proper shutdown",
        "<30>dhcp,info defconf assigned 198.51.100.24 to 02:00:5E:00:53:24",
        "<30>interface,info ether4 link up (speed 1G, full duplex)",
        "<27>system,error,critical login failure for user admin from 198.51.100.77 via ssh",
    ),
    "Cisco": (
        "<189>1: %SYS-5-RESTART: System restarted --",
        "<189>44: %LINK-3-UPDOWN: Interface GigabitEthernet0/3, changed state to up",
        "<188>45: %CDP-4-DUPLEX_MISMATCH: duplex mismatch discovered on GigabitEthernet0/5",
    ),
}
_EDITED: Final[Mapping[str, str]] = {
    "MikroTik": "<30>system,info address list entry added by ssh:demo",
    "Cisco": "<189>46: %SYS-5-CONFIG_I: Configured from console by demo on vty0",
}
_ANY: Final = (
    "<14>system: system started",
    "<14>ports: port 7 is now off-line",
    "<14>ports: port 7 is now on-line",
    "<12>snmp: authentication failed from 198.51.100.77",
    "<14>ntp: clock synchronized to 198.51.100.5",
)


@dataclass(frozen=True, slots=True)
class Ears:
    """Where devices send to, on this machine; 0 is nowhere."""

    trap: int = 0
    syslog: int = 0


class Voices:
    """Sends from each device's own address, so that it is known by it."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    def restarted(self, placed: Placed) -> None:
        """A trap and a line, as devices do when they come up."""
        bound = [VarBind(_UPTIME, Tag.TIMETICKS, 300), VarBind(_TRAP_OID, Tag.OBJECT_ID, COLD_START)]
        message = wire.Message(wire.V2C, b"public", _TRAP_V2, placed.equipment.seed % 2**31, 0, 0, bound)
        self._send(placed, self._ears.trap, wire.encode(message))
        self._send(placed, self._ears.syslog, lines_of(placed)[0].encode())

    def edited(self, placed: Placed) -> None:
        """A line of those makes that tell when somebody configured them."""
        if placed.equipment.kind.maker in _EDITED:
            self._send(placed, self._ears.syslog, _EDITED[placed.equipment.kind.maker].encode())

    async def chatter(self, placed: Iterable[Placed], devices: Mapping[str, SimDevice], *, seed: int) -> None:
        """Now and then a living device says something, for ever."""
        random, everybody = Random(seed), list(placed)  # noqa: S311 - the same chatter on every run
        while True:
            await asyncio.sleep(CHATTER_EVERY_S)
            speaker = random.choice(everybody)
            line = random.choice(lines_of(speaker)[1:])
            if not devices[speaker.equipment.address].silent:
                self._send(speaker, self._ears.syslog, line.encode())

    def _send(self, placed: Placed, port: int, datagram: bytes) -> None:
        if not port:
            return
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as voice, contextlib.suppress(OSError):
            voice.bind((placed.equipment.address, 0))
            voice.sendto(datagram, ("127.0.0.1", port))


def lines_of(placed: Placed) -> tuple[str, ...]:
    """What a device of this make says; the first is of a restart."""
    return _LINES.get(placed.equipment.kind.maker, _ANY)
