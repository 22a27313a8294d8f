"""Where the demo puts the services that it starts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from contract.services import PORTS
from netops.demo import planning_ports
from netops.settings import PLANNING

HOST = "127.0.0.1"


def test_planning_services_stand_where_they_were_asked_for_and_elsewhere_where_that_is_taken() -> None:
    with socket.create_server((HOST, 0)) as free, socket.create_server((HOST, 0)) as taken:
        wanted, occupied = free.getsockname()[1], taken.getsockname()[1]
        free.close()
        asked = {f"{PLANNING}REGISTRY_PORT": str(wanted), f"{PLANNING}PROVINCE_PORT": str(occupied)}
        found = planning_ports(HOST, asked)
    assert found["registry"] == wanted
    assert found["province"] != occupied
    assert found.keys() == PORTS.keys()


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NETOPS_")}
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "netops",
            "demo",
            "--schools",
            "12",
            "--port",
            str(port),
            "--data-dir",
            str(data),
        ]
        answer = subprocess.run(command, env=clean, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode != 0
    assert f"NETOPS_PORT={port + 1} make demo" in answer.stderr
    assert not data.exists()
