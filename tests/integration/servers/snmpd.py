"""A real net-snmp agent on a free loopback port, with its own configuration and nothing of the system's."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

COMMUNITY = "open-sesame"
AUTH_KEY = "correct horse battery"
PRIV_KEY = "staple staple staple"
CONTACT = "contact@example.invalid"

AUTHS = {"sha1": "SHA", "sha224": "SHA-224", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
PRIVS = {"aes128": "AES", "aes192": "AES-192", "aes256": "AES-256"}


@dataclass(frozen=True)
class Snmpd:
    """A running agent."""

    host: str
    port: int


def user_name(auth: str, priv: str) -> str:
    """The user that was created for a pair of protocols ("none" where there is none)."""
    return f"{auth}-{priv}"


def _configuration(port: int) -> str:
    lines = [
        f"agentaddress udp:127.0.0.1:{port},udp6:[::1]:{port}",
        f"rocommunity {COMMUNITY} 127.0.0.1",
        f"rocommunity6 {COMMUNITY} ::1",
        f"sysContact {CONTACT}",
        "sysName snmpd-of-the-tests",
        "engineID tests",
        "createUser none-none",
        "rouser none-none noauth",
    ]
    for auth, name in AUTHS.items():
        lines.append(f'createUser {auth}-none {name} "{AUTH_KEY}"')
        lines.append(f"rouser {auth}-none auth")
        for priv, cipher in PRIVS.items():
            lines.append(f'createUser {auth}-{priv} {name} "{AUTH_KEY}" {cipher} "{PRIV_KEY}"')
            lines.append(f"rouser {auth}-{priv} priv")
    return "\n".join(lines) + "\n"


def available() -> bool:
    """Whether this machine has the program."""
    return shutil.which("snmpd") is not None


@contextmanager
def running(folder: Path) -> Iterator[Snmpd]:
    """Start the agent in `folder`, wait until it listens, stop it at the end."""
    port = free_port()
    configuration = folder / "snmpd.conf"
    configuration.write_text(_configuration(port))
    environment = {"SNMP_PERSISTENT_DIR": str(folder), "SNMPCONFPATH": str(folder), "PATH": "/usr/sbin:/usr/bin"}
    command = ["snmpd", "-f", "-Le", "-C", "-c", str(configuration), "-I", "-smux"]
    with (folder / "snmpd.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _await_listening(process, folder / "snmpd.log")
        yield Snmpd("127.0.0.1", port)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _await_listening(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while b"NET-SNMP version" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"snmpd did not start: {log.read_text(errors='replace')}")
        time.sleep(0.02)
