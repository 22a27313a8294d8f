"""netops and the planning services as real processes, and people who use them with a browser's cookies over HTTP."""

from __future__ import annotations

import html
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx2 as httpx

from contract.services import PORTS
from netops.settings import PLANNING
from tests.planning.entering import Entered
from tests.ports import free_port

SOON_S = 240.0
CSRF = re.compile(r'"X-CSRF-Token": "([^"]+)"')
T = TypeVar("T")


def until(condition: Callable[[], T], what: str, *, within_s: float = SOON_S) -> T:
    """Ask until it is so, and give what was answered; an assertion that names `what` when it never is."""
    end = time.monotonic() + within_s
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
    """All services of one machine on free ports."""

    folder: Path
    urls: dict[str, str] = field(default_factory=dict)

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

    @contextmanager
    def serving(self) -> Iterator[None]:
        """All of them by one command, `netops serve`, until the block ends."""
        with process(["netops", "serve"], self.environment, f"{self.urls['netops']}/sign-in"):
            for name in PORTS:
                until(lambda url=self.urls[name]: answers(f"{url}/healthz"), f"{name} to answer")  # type: ignore[misc]
            yield


@dataclass(eq=False)
class Somebody:
    """One person with a browser at each service."""

    siblings: Siblings
    username: str
    password: str
    _entered: dict[str, Entered] = field(default_factory=dict)

    def at(self, service: str, first: str = "/") -> Entered:
        """This service's pages, by the sign-in of netops the first time."""
        if service not in self._entered:
            self._entered[service] = self._enter(service, first)
        return self._entered[service]

    def close(self) -> None:
        """Leave all of them."""
        for entered in self._entered.values():
            entered.client.close()

    def _enter(self, service: str, first: str) -> Entered:
        client = httpx.Client(base_url=self.siblings.urls[service], timeout=60)
        page = client.get(first, follow_redirects=True)
        if page.url.path == "/sign-in":
            wanted = re.search(r'name="next" value="([^"]+)"', page.text)
            form = {"username": self.username, "password": self.password, "next": html.unescape(wanted[1])}  # type: ignore[index]
            page = client.post(str(page.url.copy_with(query=None)), data=form, follow_redirects=True)
        assert page.status_code == 200, (service, page.status_code, page.text[:1000])
        found = CSRF.search(page.text)
        return Entered(client, found[1] if found else "")
