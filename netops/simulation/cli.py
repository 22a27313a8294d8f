"""The routers' command lines: one SSH listener on loopback; the address that was dialled says which router answers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from pathlib import Path

import asyncssh

from netops.simulation.agent import SimDevice
from netops.simulation.configuration import answers_of, dialect_of
from netops.simulation.district import District
from netops.simulation.equipment import Equipment
from netops.simulation.shell import Shell

SSH_USER = "demo"
SSH_PASSWORD = "demo-read-only"  # noqa: S105 - the simulated district's, printed to everybody
_KEY_NAME = "demo_host_key"
_LOGIN_TIMEOUT_S = 20


class CommandLines:
    """Every router of the district on one port. Silent devices refuse; slow ones are slow here too."""

    def __init__(self, routers: Mapping[str, Equipment], devices: Mapping[str, SimDevice]) -> None:
        self._routers = routers
        self._devices = devices
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self.port = 0

    @classmethod
    async def start(
        cls, district: District, devices: Mapping[str, SimDevice], *, port: int, data_dir: Path
    ) -> CommandLines:
        """Listen on `port` (0: a free one) of every loopback address. Raises OSError when it is taken."""
        routers = {
            placed.equipment.address: placed.equipment
            for placed in district.devices
            if placed.equipment.kind.ssh_platform
        }
        lines = cls(routers, devices)
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # All of 127/8 on one socket, and nothing from outside: it hears the loopback interface only.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
        listener.bind(("0.0.0.0", port))  # noqa: S104
        lines.port = listener.getsockname()[1]
        lines._acceptor = await asyncssh.listen(
            sock=listener,
            server_factory=lines._login,
            server_host_keys=[_host_key(data_dir)],
            process_factory=lines._serve,
            line_editor=False,
            login_timeout=_LOGIN_TIMEOUT_S,
        )
        return lines

    async def close(self) -> None:
        """Stop listening and drop who is connected."""
        if self._acceptor is not None:
            self._acceptor.close()
            await self._acceptor.wait_closed()

    def _login(self) -> asyncssh.SSHServer:
        return _Login(self._routers, self._devices)

    async def _serve(self, process: asyncssh.SSHServerProcess[str]) -> None:
        address = process.get_extra_info("sockname")[0]
        equipment = self._routers[address]
        device = self._devices[address]
        answers = answers_of(equipment, edits=device.edits)
        await Shell(process, dialect_of(equipment), answers, delay_s=device.delay_s).run()


class _Login(asyncssh.SSHServer):
    def __init__(self, routers: Mapping[str, Equipment], devices: Mapping[str, SimDevice]) -> None:
        self._routers = routers
        self._devices = devices

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        address = conn.get_extra_info("sockname")[0]
        if address not in self._routers or self._devices[address].silent:
            # Not yet inside the connection's own set-up, where an abort would be lost.
            asyncio.get_running_loop().call_soon(conn.abort)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        # RouterOS takes terminal options behind a plus sign of the name.
        return (username.partition("+")[0], password) == (SSH_USER, SSH_PASSWORD)


def _host_key(data_dir: Path) -> asyncssh.SSHKey:
    """The same key on every run, or the service would rightly cry that it changed."""
    path = data_dir / _KEY_NAME
    if path.exists():
        return asyncssh.read_private_key(path)
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(path)
    path.chmod(0o600)
    return key
