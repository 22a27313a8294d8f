"""How the school's line looks from inside: does the gateway answer, and does anything beyond it?"""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from collectors.errors import NotPermittedError
from collectors.icmp import sweep
from collectors.outcome import Failed
from netops.exchange.messages import InsideSeen

log = logging.getLogger(__name__)
ROUTES: Final = Path("/proc/net/route")
PACKETS: Final = 2  # every half minute and from every school: enough to tell, too little to be a burden
TIMEOUT_S: Final = 2.0
_UP_GATEWAY: Final = 0x3


def gateway(routes: Path = ROUTES) -> str:
    """The address of the default gateway of this machine, empty where there is none."""
    try:
        lines = routes.read_text().splitlines()[1:]
    except OSError:
        return ""
    found: list[tuple[int, str]] = []
    for line in lines:
        fields = line.split()
        if len(fields) > 6 and fields[1] == "00000000" and int(fields[3], 16) & _UP_GATEWAY == _UP_GATEWAY:
            # The kernel writes the address as a number of this machine's byte order.
            address = socket.inet_ntoa(int(fields[2], 16).to_bytes(4, "little"))
            found.append((int(fields[6]), address))
    return min(found)[1] if found else ""


async def look(outside: Sequence[str], *, routes: Path = ROUTES) -> tuple[InsideSeen, ...]:
    """Ping the gateway and the addresses outside; nothing where this machine may not ping."""
    own = gateway(routes)
    places = {f"outside {host}": host for host in outside} | ({f"gateway {own}": own} if own else {})
    if not places:
        return ()
    try:
        answers = await sweep(places, packets=PACKETS, timeout_s=TIMEOUT_S)
    except NotPermittedError as error:
        log.warning("the line is not looked at from inside: %s", error)
        return ()
    found: list[InsideSeen] = []
    for key, host in places.items():
        answer = answers[key]
        if isinstance(answer, Failed):  # a name that is not resolved: nobody was asked
            continue
        found.append(
            InsideSeen(
                place="gateway" if key.startswith("gateway") else "outside",
                host=host,
                sent=answer.sent,
                received=answer.received,
                rtt_ms=answer.rtt_avg_ms,
            )
        )
    return tuple(found)
