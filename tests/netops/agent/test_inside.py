"""The line from inside: the kernel's table of routes, and who answers on the way out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from collectors.errors import NotPermittedError
from collectors.icmp import check_permission
from netops.agent.inside import PACKETS, gateway, look

HEAD = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
NEAR = "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
OUT = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
RESERVE = "wlan0\t00000000\tFE01A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
DOWN = "eth1\t00000000\t0A01A8C0\t0002\t0\t0\t1\t00000000\t0\t0\t0\n"


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (HEAD, ""),
        (HEAD + NEAR, ""),
        (HEAD + NEAR + OUT, "192.168.1.1"),
        (HEAD + RESERVE + OUT, "192.168.1.1"),
        (HEAD + RESERVE, "192.168.1.254"),
        (HEAD + DOWN, ""),
        (HEAD + "short\tline\n", ""),
        ("", ""),
    ],
)
def test_the_way_out_is_the_living_default_route_of_least_metric(tmp_path: Path, table: str, found: str) -> None:
    path = tmp_path / "route"
    path.write_text(table)
    assert gateway(path) == found


def test_a_machine_without_such_a_table_has_no_gateway(tmp_path: Path) -> None:
    assert gateway(tmp_path / "nothing") == ""


def test_who_answers_on_the_way_out(tmp_path: Path) -> None:
    try:
        check_permission()
    except NotPermittedError as error:
        pytest.skip(str(error))
    routes = tmp_path / "route"
    routes.write_text(HEAD + "lo\t00000000\t0100007F\t0003\t0\t0\t0\t00000000\t0\t0\t0\n")
    seen = asyncio.run(look(["127.3.3.3", "nowhere.invalid"], routes=routes))
    assert {(one.place, one.host, one.sent, one.received) for one in seen} == {
        ("gateway", "127.0.0.1", PACKETS, PACKETS),
        ("outside", "127.3.3.3", PACKETS, PACKETS),
    }
    assert asyncio.run(look([], routes=tmp_path / "nothing")) == ()
