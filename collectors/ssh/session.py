"""Running configuration and facts over SSH: the only importer of netmiko.

Only commands of platforms.py are sent; anything else is refused before a connection is made. netmiko blocks, so each
device has a thread of a bounded set, and a deadline at which its socket is shut: a half-open device cannot hold a
thread, since whatever waits on that socket ends at once.
"""

from __future__ import annotations

import asyncio
import io
import re
import socket
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import paramiko
from netmiko import ssh_dispatcher
from netmiko.exceptions import (
    NetmikoAuthenticationException,
    NetmikoBaseException,
    NetmikoTimeoutException,
)
from ntc_templates.parse import ParsingException, parse_output

from collectors.errors import CollectError, CutOffError, GarbledError, NoAnswerError, RefusedError
from collectors.names import SYSTEM_NAMES, Names
from collectors.outcome import Answered, Failed, Outcome
from collectors.ssh.hostkey import HostKeyChangedError, Pin, other_kinds
from collectors.ssh.platforms import FACT_NAMES, PLATFORMS, Platform
from collectors.ssh.seen import ConfigSeen, HostKeyChanged
from collectors.target import SshTarget

MAX_SESSIONS = 8  # SSH logins at once: each is a thread here and a burden on a small device
MAX_CONFIG_CHARACTERS = 8 * 1024 * 1024
_CONNECT_S = 10.0
_GRACE_S = 5.0  # for a thread whose socket was shut
# How devices wipe the pager's line away: spaces between carriage returns (netmiko makes newlines of these),
# backspaces, or an escape sequence.
_ERASED = re.compile(r"^(?:[ \b]*\n|[ \b]*\x08|\x1b\[[0-9;]*[A-Za-z])+")
_NETWORK_ERRORS = (OSError, EOFError, paramiko.SSHException, NetmikoBaseException)


class SshReader:
    """Reads configurations, `sessions` at once. One for the process."""

    def __init__(self, sessions: int = MAX_SESSIONS, names: Names = SYSTEM_NAMES) -> None:
        self._threads = ThreadPoolExecutor(sessions, thread_name_prefix="ssh")
        self._slots = sessions
        self._waiting: asyncio.Semaphore | None = None
        self._names = names

    async def read_config(self, target: SshTarget) -> Outcome[ConfigSeen]:
        """The running configuration and facts of one device, within its deadline once its turn has come."""
        started = time.monotonic()
        try:
            seen = await self._read(target)
        except HostKeyChangedError as error:
            return HostKeyChanged(error.reason, str(error), time.monotonic() - started, error.old, error.new)
        except CollectError as error:
            return Failed.of(error, time.monotonic() - started)
        return Answered(seen, time.monotonic() - started)

    async def _read(self, target: SshTarget) -> ConfigSeen:
        platform = _platform(target.platform)
        async with self._slot():
            address = (await self._names.resolve([target.host], _CONNECT_S))[target.host]
            if isinstance(address, CollectError):
                raise address
            session = _Session(target, platform, address)
            asked = platform.config + platform.facts
            running = asyncio.get_running_loop().run_in_executor(self._threads, session.ask, asked)
            done, _ = await asyncio.wait({running}, timeout=target.deadline_s)
            if not done:
                session.shut()
                await asyncio.wait({running}, timeout=_GRACE_S)
                running.add_done_callback(_forget)
                raise session.too_late()
            answers = running.result()
        return ConfigSeen(
            key=target.key,
            at=datetime.now(UTC),
            text="\n".join(answers[command] for command in platform.config),
            host_key=session.pin.seen,
            facts=_facts(target.platform, platform, answers),
        )

    def _slot(self) -> asyncio.Semaphore:
        """Bound to the loop that uses it first."""
        if self._waiting is None:
            self._waiting = asyncio.Semaphore(self._slots)
        return self._waiting

    def close(self) -> None:
        """Take no more; threads that still run end at their deadline."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def check_commands(platform: str, commands: Sequence[str]) -> None:
    """Raises RefusedError for the first command that the platform's list does not have."""
    allowed = _platform(platform).commands
    for command in commands:
        if command not in allowed:
            raise RefusedError(f"{command!r} is not on the read-only list of {platform}")


def _platform(name: str) -> Platform:
    if name not in PLATFORMS:
        raise RefusedError(f"no read-only commands are known for the platform {name!r}")
    return PLATFORMS[name]


class _Careful:
    """What netmiko's drivers lack, put before them: a pinned host key, and an eye on the connection.

    Without the latter a driver waits out its own timeouts on a connection that has long ended.
    """

    pin: Pin
    key_policy: paramiko.MissingHostKeyPolicy
    remote_conn: paramiko.Channel

    def establish_connection(self, *words: Any, **named: Any) -> None:
        """The key is judged by the pin, before any name or password is sent."""
        self.key_policy = self.pin
        super().establish_connection(*words, **named)  # type: ignore[misc]

    def read_channel(self) -> str:
        """What has come; EOFError when nothing can come any more."""
        text: str = super().read_channel()  # type: ignore[misc]
        if not text and self.remote_conn.closed:
            raise EOFError("the connection ended")
        return text


@dataclass
class _Session:
    """One login, in a thread. `shut` and `too_late` are called from outside it."""

    target: SshTarget
    platform: Platform
    address: str
    pin: Pin = field(init=False)
    _socket: socket.socket | None = None
    _stage: str = "connecting"
    _ends_at: float = 0.0

    def __post_init__(self) -> None:
        self.pin = Pin(self.target.host_key)
        self._ends_at = time.monotonic() + self.target.deadline_s

    def ask(self, commands: Sequence[str]) -> Mapping[str, str]:
        """Log in, send each command, log out. Raises the errors of collectors.errors only."""
        check_commands(self.target.platform, commands)
        try:
            self._socket = _open_socket(self.address, self.target.port, min(_CONNECT_S, self._left()))
            return self._converse(commands)
        except CollectError:
            raise
        except NetmikoAuthenticationException as error:
            raise RefusedError("the login was refused") from error
        except _NETWORK_ERRORS as error:
            raise self._told(error) from error
        except ValueError as error:
            # netmiko's word for a prompt that it does not recognise.
            raise GarbledError(f"the device does not talk like {self.target.platform}: {_first_line(error)}") from error
        finally:
            if self._socket is not None:
                self.shut()
                self._socket.close()

    def shut(self) -> None:
        """End the connection under whatever waits for it."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def too_late(self) -> CollectError:
        """The error of a deadline that passed, by how far the session had come."""
        text = f"not done within {self.target.deadline_s:g} s while {self._stage}"
        return CutOffError(text) if self._stage.startswith("reading") else NoAnswerError(text)

    def _converse(self, commands: Sequence[str]) -> Mapping[str, str]:
        self._stage = "logging in"
        driver = type("Driver", (_Careful, ssh_dispatcher(self.platform.driver)), {"pin": self.pin})
        connection = driver(**self._parameters())
        try:
            # Connected here and not by the constructor, which would leave nothing to clean up after a failure.
            connection._open()  # noqa: SLF001
            if self.target.credential.enable_secret.get_secret_value():
                connection.enable()
            answers: dict[str, str] = {}
            for command in commands:
                self._stage = f"reading {command!r}"
                answers[command] = self._command(connection, command)
        finally:
            self._leave(connection)
        return answers

    def _parameters(self) -> dict[str, Any]:
        credential = self.target.credential
        wait_s = min(_CONNECT_S, self._left())
        pem = credential.private_key.get_secret_value()
        return {
            "device_type": self.platform.driver,
            "host": self.address,
            "port": self.target.port,
            "username": credential.username,
            "password": credential.password.get_secret_value(),
            "secret": credential.enable_secret.get_secret_value(),
            "pkey": _private_key(pem) if pem else None,
            "allow_agent": False,
            "sock": self._socket,
            "conn_timeout": wait_s,
            "banner_timeout": wait_s,
            "auth_timeout": wait_s,
            "disabled_algorithms": {"keys": other_kinds(self.target.host_key)},
            "keepalive": 5,
            "auto_connect": False,
        }

    def _command(self, connection: Any, command: str) -> str:
        text: str
        if self.platform.pager is None:
            text = connection.send_command(command, read_timeout=self._left())
        else:
            text = self._paged(connection, command)
        if len(text) > MAX_CONFIG_CHARACTERS:
            raise CutOffError(f"the answer to {command!r} is absurdly long")
        return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").splitlines())

    def _paged(self, connection: Any, command: str) -> str:
        """A command whose pages are turned by hand, since switching the pager off would change the device."""
        assert self.platform.pager is not None
        prompt = re.escape(connection.find_prompt().strip())
        stop = rf"(?:{self.platform.pager.pattern}[^\n]*|\n{prompt}\s*)$"
        connection.write_channel(command + connection.RETURN)
        text = ""
        while len(text) <= MAX_CONFIG_CHARACTERS:
            page = connection.read_until_pattern(pattern=stop, read_timeout=self._left())
            shown = re.sub(rf"[^\n]*{self.platform.pager.pattern}[^\n]*$", "", page)
            text += _ERASED.sub("", shown) if text else shown
            if shown == page:
                break
            connection.write_channel(self.platform.pager.key)
        return "\n".join(text.splitlines()[1:-1])  # without the echo and the prompt

    def _leave(self, connection: Any) -> None:
        """Log out if the device still listens; shutting the socket does the rest."""
        if connection.remote_conn is None:
            connection.paramiko_cleanup()
            return
        with suppress(*_NETWORK_ERRORS, ValueError):
            connection.disconnect()

    def _told(self, error: Exception) -> CollectError:
        """A library's error in our words."""
        if isinstance(error, ConnectionRefusedError):
            return RefusedError(f"port {self.target.port} is closed")
        if self.target.host_key and isinstance(error.__context__, paramiko.ssh_exception.IncompatiblePeer):
            return HostKeyChangedError(self.target.host_key, "")
        if isinstance(error, TimeoutError) or self._left() <= 0:
            return self.too_late()
        if isinstance(error, NetmikoTimeoutException) and self._stage == "logging in":
            return NoAnswerError(f"no SSH session: {_first_line(error)}")
        return CutOffError(f"the connection ended while {self._stage}")

    def _left(self) -> float:
        return max(0.1, self._ends_at - time.monotonic())


def _open_socket(address: str, port: int, timeout_s: float) -> socket.socket:
    """A connected socket that notices a vanished peer by itself."""
    ours = socket.create_connection((address, port), timeout=timeout_s)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in ((socket.TCP_KEEPIDLE, 10), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 3)):
        ours.setsockopt(socket.IPPROTO_TCP, option, value)
    ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 25_000)
    return ours


def _private_key(pem: str) -> paramiko.PKey:
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        with suppress(paramiko.SSHException, ValueError):
            return kind.from_private_key(io.StringIO(pem))
    raise RefusedError("the stored private key is not readable")


def _facts(name: str, platform: Platform, answers: Mapping[str, str]) -> dict[str, str]:
    """What the templates recognise; an answer that they do not know is no failure."""
    facts: dict[str, str] = {}
    for command in platform.facts:
        with suppress(ParsingException, KeyError, ValueError):
            rows = parse_output(
                platform=platform.template or name, command=_template_command(command), data=answers[command]
            )
            facts = {**_named(rows[0] if rows else {}), **facts}
    return facts


def _template_command(command: str) -> str:
    return command.removeprefix("/")


def _named(row: Mapping[str, Any]) -> dict[str, str]:
    facts: dict[str, str] = {}
    for ours, theirs in FACT_NAMES.items():
        values = (row.get(name) for name in theirs)
        flat = (value[0] if isinstance(value, list) and value else value for value in values)
        found = next((str(value).strip() for value in flat if value), "")
        if found:
            facts[ours] = found[:255]
    return facts


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:200]


def _forget(future: asyncio.Future[Mapping[str, str]]) -> None:
    if not future.cancelled():
        future.exception()


READER = SshReader()


async def read_config(target: SshTarget) -> Outcome[ConfigSeen]:
    """`SshReader.read_config` of the process's reader."""
    return await READER.read_config(target)
