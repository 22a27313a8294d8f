"""Ports for servers whose address others must know before they begin.

A port that the kernel names free may be gone a moment later: any connection that any test opens takes one of the same
range. These lie below that range, and no two tests of this machine are given the same one soon after each other,
whichever worker they run in.
"""

from __future__ import annotations

import fcntl
import socket
import tempfile
from pathlib import Path
from typing import Final

FIRST: Final = 12_000
_LAST_GIVEN: Final = Path(tempfile.gettempdir()) / "netops-tests-last-port"


def free_port() -> int:
    """A port of loopback that nobody listens on, by TCP or UDP, and that nobody else is given for a long time."""
    beyond = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    with _LAST_GIVEN.open("a+") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        port = int(kept.read() or FIRST)
        for _ in range(FIRST, beyond):
            port = port + 1 if port + 1 < beyond else FIRST
            if _is_free(port):
                kept.truncate(0)
                kept.write(str(port))
                return port
    raise OSError(f"no free port from {FIRST} to {beyond}")


def _is_free(port: int) -> bool:
    try:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True
