"""Command lines that misbehave, on asyncssh: one server in a thread of its own, since netmiko blocks ours."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncssh

from netops.simulation.shell import Dialect, Shell

USER, PASSWORD = "reader", "correct-horse"


@dataclass
class FakeCli:
    """What it is, and what happened to it. `answers` maps a whole command to its text."""

    dialect: Dialect
    answers: Mapping[str, str]
    delay_s: float = 0.0
    half_open: bool = False  # takes the login, shows the prompt, then never says a word
    port: int = 0
    passwords_seen: list[str] = field(default_factory=list)
    commands_seen: list[str] = field(default_factory=list)
    connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)
    sessions_ended: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(cli: FakeCli, host_key: asyncssh.SSHKey | None = None) -> Iterator[FakeCli]:
    """Listening on 127.0.0.1 at `cli.port`, with `host_key` or a fresh one."""
    key = host_key or asyncssh.generate_private_key("ssh-ed25519")
    ready = threading.Event()
    stop: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def run() -> None:
        stopped = asyncio.Event()
        acceptor = await asyncssh.listen(
            "127.0.0.1",
            cli.port,
            server_factory=lambda: _Login(cli),
            server_host_keys=[key],
            process_factory=lambda process: _serve(cli, process),
            line_editor=False,
        )
        cli.port = acceptor.get_port()
        stop.append((asyncio.get_running_loop(), stopped))
        ready.set()
        await stopped.wait()
        acceptor.close()
        await acceptor.wait_closed()
        for connection in cli.connections:
            connection.abort()
            await connection.wait_closed()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert ready.wait(20)
    try:
        yield cli
    finally:
        loop, stopped = stop[0]
        loop.call_soon_threadsafe(stopped.set)
        thread.join()


async def _serve(cli: FakeCli, process: asyncssh.SSHServerProcess[str]) -> None:
    def answer(command: str) -> str | None:
        cli.commands_seen.append(command)
        return cli.answers.get(command)

    try:
        if cli.half_open:
            process.stdout.write(f"\r\n{cli.dialect.prompt}")
            while await process.stdin.read(1):
                pass  # heard, never answered
        else:
            await Shell(process, cli.dialect, answer, delay_s=cli.delay_s).run()
    finally:
        cli.sessions_ended.set()


class _Login(asyncssh.SSHServer):
    def __init__(self, cli: FakeCli) -> None:
        self._cli = cli

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._cli.connections.append(conn)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        self._cli.passwords_seen.append(password)
        return (username.partition("+")[0], password) == (USER, PASSWORD)
