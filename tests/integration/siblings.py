"""netops and the planning services as real processes, and people who use them with a browser's cookies over HTTP."""

from __future__ import annotations

import html
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx

from contract.services import PORTS
from netops.settings import PLANNING

SOON_S = 90.0
CSRF = re.compile(r'"X-CSRF-Token": "([^"]+)"')
T = TypeVar("T")


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(condition: Callable[[], T], what: str) -> T:
    """Ask until it is so, and give what was answered; an assertion that names `what` when it never is."""
    end = time.monotonic() + SOON_S
    while not (found := condition()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)  # another process does it: there is nothing to be woken by
    return found


def answers(url: str) -> bool:
    """Whether anybody is at that address."""
    try:
        return httpx.get(url, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False


@contextmanager
def process(command: list[str], environment: Mapping[str, str], url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Until the block ends; begins when its pages answer."""
    running = subprocess.Popen([sys.executable, "-m", *command], env={**os.environ, **environment})

    def is_there() -> bool:
        assert running.poll() is None, f"{command} ended with {running.returncode}"
        return answers(url)

    try:
        until(is_there, f"{command} to answer")
        yield running
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGTERM)
        running.wait(SOON_S)


@dataclass(eq=False)
class Siblings:
    """All services of one machine on free ports; each can be stopped and begun again."""

    folder: Path
    urls: dict[str, str] = field(default_factory=dict)
    _running: dict[str, ExitStack] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.urls = {name: f"http://127.0.0.1:{free_port()}" for name in ("netops", *PORTS)}

    @property
    def addresses(self) -> dict[str, str]:
        """Where each is, and by which netops knows them."""
        siblings = ", ".join(f'"{name}": "{self.urls[name]}"' for name in PORTS)
        ports = {f"{PLANNING}{name.upper()}_PORT": self.urls[name].rpartition(":")[2] for name in PORTS}
        return {"NETOPS_SIBLINGS": f"{{{siblings}}}", **ports}

    @property
    def environment(self) -> dict[str, str]:
        """By which each finds the others; facts are read every fifth of a second."""
        return {
            "NETOPS_DATA_DIR": str(self.folder / "netops"),
            "NETOPS_PORT": self.urls["netops"].rpartition(":")[2],
            f"{PLANNING}DATA_DIR": str(self.folder / "planning"),
            f"{PLANNING}NETOPS_URL": self.urls["netops"],
            f"{PLANNING}PULL_INTERVAL_S": "0.2",
            **self.addresses,
        }

    def start(self, *names: str) -> None:
        """Begin these, and wait until each answers."""
        for name in names:
            command = ["netops", "web"] if name == "netops" else ["planning", "run", name]
            at = "/sign-in" if name == "netops" else "/healthz"
            stack = ExitStack()
            stack.enter_context(process(command, self.environment, f"{self.urls[name]}{at}"))
            self._running[name] = stack

    def stop(self, *names: str) -> None:
        """End these."""
        for name in names:
            self._running.pop(name).close()

    def close(self) -> None:
        """End all that still run."""
        self.stop(*self._running)


@dataclass(eq=False)
class Somebody:
    """One person with one browser at all services."""

    siblings: Siblings
    username: str
    password: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30))
    _csrf: dict[str, str] = field(default_factory=dict)

    def get(self, service: str, path: str) -> httpx.Response:
        """A page, by the sign-in of netops when this is the first one of its service."""
        page = self.client.get(f"{self.siblings.urls[service]}{path}", follow_redirects=True)
        if page.url.path == "/sign-in":
            wanted = re.search(r'name="next" value="([^"]+)"', page.text)
            form = {"username": self.username, "password": self.password, "next": html.unescape(wanted[1])}  # type: ignore[index]
            page = self.client.post(str(page.url.copy_with(query=None)), data=form, follow_redirects=True)
        if found := CSRF.search(page.text):
            self._csrf[service] = found[1]
        return page

    def post(
        self, service: str, path: str, form: Mapping[str, object] | None = None, **files: object
    ) -> httpx.Response:
        """A form of a page of this service; the answer as it is, no redirect followed."""
        if service not in self._csrf:
            self.get(service, "/")
        data = {name: str(value) for name, value in (form or {}).items()} | {"csrf": self._csrf[service]}
        return self.client.post(f"{self.siblings.urls[service]}{path}", data=data, files=files or None)  # type: ignore[arg-type]

    def done(self, service: str, path: str, form: Mapping[str, object] | None = None, **files: object) -> str:
        """Post what has to be accepted; the path of the page that it led to."""
        answer = self.post(service, path, form, **files)
        assert answer.status_code == 303, (path, answer.status_code, answer.text[:3000])
        return answer.headers["location"]
