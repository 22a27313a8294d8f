"""Where the demo puts the services that it starts."""

from __future__ import annotations

import socket

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
