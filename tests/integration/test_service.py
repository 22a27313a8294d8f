"""The whole service as a user starts it: `netops migrate`, `netops serve`, a killed process, the end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from netops.polling.local_service import SOCKET_NAME
from tests.ports import free_port

NETOPS = (sys.executable, "-m", "netops")
PATIENCE_S = 180.0
STARTED = re.compile(r"service\.supervising: (\w+) started, process (\d+)")


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something to become true; fails with its name."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


class Service:
    """A running `netops serve`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, data_dir: Path, said: Path) -> None:
        self.process, self.url, self.data_dir, self._said = process, f"http://127.0.0.1:{port}", data_dir, said

    @property
    def said(self) -> str:
        return self._said.read_text()

    def pids(self) -> dict[str, int]:
        """The newest process of each name."""
        return {name: int(pid) for name, pid in STARTED.findall(self.said)}

    def healthy(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v1/health", timeout=5).is_success
        except httpx.TransportError:
            return False

    def polling(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.data_dir / SOCKET_NAME)) == 0


def alive(pid: int) -> bool:
    """Whether the process runs (a dead one that nobody has collected yet does not)."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    data_dir, said = folder / "var", folder / "said"
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NETOPS_")}
    environment = clean | {"NETOPS_DATA_DIR": str(data_dir), "NETOPS_PORT": str(port), "NETOPS_PLANNING": "false"}
    subprocess.run([*NETOPS, "migrate"], env=environment, check=True, capture_output=True)
    with said.open("wb") as log:
        process = subprocess.Popen([*NETOPS, "serve"], env=environment, stdout=log, stderr=log)
    service = Service(process, port, data_dir, said)
    try:
        yield service
    finally:
        pids = list(service.pids().values())
        if process.poll() is None:
            process.kill()
        process.wait()
        until(lambda: not any(map(alive, pids)), "the end of the children")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("service")) as service:
        until(service.healthy, "the pages")
        until(service.polling, "the poller")
        yield service


def test_a_new_service_asks_for_its_first_person(service: Service) -> None:
    assert re.search(r"set-up code: [A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", service.said)
    answer = httpx.get(f"{service.url}/", follow_redirects=True)
    assert answer.is_success
    assert answer.url.path == "/first-run"


def test_a_running_service_is_not_restored_or_upgraded_over(service: Service) -> None:
    environment = os.environ | {"NETOPS_DATA_DIR": str(service.data_dir)}
    made = subprocess.run([*NETOPS, "backup"], env=environment, check=True, capture_output=True, text=True)
    done = subprocess.run(
        [*NETOPS, "restore", made.stdout.strip(), "--force"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "netops: the service is running: stop it first\n"


@pytest.mark.parametrize("name", ["web", "poller"])
def test_a_killed_process_comes_back(service: Service, name: str) -> None:
    killed = service.pids()[name]
    os.kill(killed, signal.SIGKILL)
    until(lambda: service.pids()[name] != killed, f"another {name}")
    until(service.healthy, "the pages")
    until(service.polling, "the poller")
    assert service.process.poll() is None


def test_sigterm_ends_all_of_it(service: Service) -> None:
    pids = service.pids().values()
    service.process.terminate()
    assert service.process.wait(PATIENCE_S) == 0
    assert not any(map(alive, pids))
    assert "Traceback" not in service.said
    assert "Fatal" not in service.said
