"""Every dashboard's queries on a real Prometheus that scrapes the running demo, while links are really cut."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from netops.simulation.control import send
from netops.web.port_history import PortHistory, Series
from tests.integration.servers.prometheus import Prometheus, running_prometheus, wait_until
from tests.ports import free_port

pytestmark = pytest.mark.peer("prometheus", "promtool")
BOARDS = Path(__file__).parents[2] / "dashboards" / "grafana"
TOKEN = "the-scrapers-token"
# Empty while all is well, or where the simulated district has no such equipment.
# Nobody wrote down a warranty; there are no agents and no floods; nothing is hot, old or behind; all use is measured;
# no risk waits for a review.
MAY_BE_EMPTY = re.compile(
    r'state(=|=~)"(?!up)|_storage_|netops_poller_failed'
    r'|netops_(agent|messages|interface_poe)_|_(support|software|warranty)_end_|> 60\)|> 259200|standing="broken"'
    r"|netops_link_month_|< 90\)|use=\"unmeasured\"|_review_open_since_"
)
OPEN_OUTAGES = "วงจรที่ขัดข้องอยู่"


def panels(name: str) -> dict[str, list[str]]:
    """Title -> expressions of one dashboard's panels."""
    found: list[dict[str, Any]] = json.loads((BOARDS / f"{name}.json").read_text())["panels"]
    return {panel["title"]: [target["expr"] for target in panel["targets"]] for panel in found}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """A calm district of twelve schools: its data folder, and the port of its pages."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    command = [sys.executable, "-m", "netops", "demo", "--schools", "12", "--no-faults"]
    environment = os.environ | {
        "NETOPS_PLANNING": "false",
        "NETOPS_SNMP_INTERVAL_S": "5",
        "NETOPS_ICMP_INTERVAL_S": "5",
        "NETOPS_TOPOLOGY_INTERVAL_S": "60",
        "NETOPS_METRICS_TOKEN": TOKEN,
    }
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--data-dir", str(folder / "data")],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            yield folder / "data", port
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def prometheus(demo: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """Prometheus after the demo's links were all seen up."""
    _folder, port = demo
    with running_prometheus(tmp_path_factory.mktemp("prometheus"), target=f"127.0.0.1:{port}", token=TOKEN) as running:
        settled = "count(netops_link_info) == count(netops_link_state{state='up'}) and count(netops_site_info) == 12"
        wait_until(lambda: running.ask(settled), "all links are up", timeout_s=180)
        yield running


def filled(expr: str, site: str = "", device: str = "", **more: str) -> str:
    """The expression as Grafana would ask it."""
    values = {"$__rate_interval": "30s", "$__range": "5m", "$site": site, "$device": device}
    values |= {f"${name}": value for name, value in more.items()}
    for name, value in values.items():
        expr = expr.replace(name, value)
    return expr


# First, because meanwhile ports are read often enough for every rate of the panels.
def test_three_cut_links_are_shown_and_no_others(prometheus: Prometheus, demo: tuple[Path, int]) -> None:
    folder, _port = demo
    (outages,) = panels("overview")[OPEN_OUTAGES]
    (red_on_map,) = [expr for expr in panels("overview")["แผนที่"] if 'state="down"' in expr]
    single = "count by (site) (netops_link_info) == 1"
    links = sorted(prometheus.labels(f"netops_link_info and on (site) ({single})", "site", "link"))[:3]
    schools = {(site,) for site, _link in links}
    assert prometheus.ask(outages) == []
    for site, link in links:
        send(folder, "cut", f"{site}/{link}")
    wait_until(
        lambda: (
            prometheus.labels(outages, "site", "link") == set(links)
            and prometheus.labels(red_on_map, "site") == schools
        ),
        f"the panel shows {links}",
        timeout_s=120,
    )
    firing = 'ALERTS{alertname="LinkDown", alertstate="firing"}'
    wait_until(lambda: prometheus.labels(firing, "site", "link") == set(links), "their alerts fire", timeout_s=20)
    for site, link in links:
        send(folder, "restore", f"{site}/{link}")
    wait_until(
        lambda: not prometheus.ask(outages) and not prometheus.ask(red_on_map), "the panels clear", timeout_s=120
    )


# The planning services do not run here: what they tell is asked in test_plan_dashboard.py.
@pytest.mark.parametrize("name", sorted({path.stem for path in BOARDS.glob("*.json")} - {"plan"}))
def test_every_panel_query_returns_data(prometheus: Prometheus, name: str) -> None:
    traffic = "count(rate(netops_interface_receive_bytes_total[30s]) > 0) and on () count(netops_outbox_waiting)"
    wait_until(lambda: prometheus.ask(traffic), "ports carry traffic", timeout_s=60)
    if name == "health":
        known = " and on () ".join(
            [
                "count(netops_topology_connections)",
                "count(netops_firmware_devices)",
                "sum(netops_compliance_devices) > 0",
                'count(netops_device_sensor_value{kind="charge"})',
            ]
        )
        wait_until(lambda: prometheus.ask(known), "the network and its configurations are known", timeout_s=180)
    devices = sorted(prometheus.labels("netops_device_sensor_value", "site", "device"))
    empty = []
    for title, expressions in panels(name).items():
        for expr in expressions:
            choices = devices if "$device" in expr else devices[:1]
            # A query that is wrong is refused for any device; one that is right finds data for some.
            if not any(prometheus.ask(filled(expr, *choice)) for choice in choices) and not MAY_BE_EMPTY.search(expr):
                empty.append((title, expr))
    assert not empty, "\n".join(map(str, empty))


def test_the_page_of_metrics_is_as_promtool_wants_it(demo: tuple[Path, int]) -> None:
    _folder, port = demo
    wait_until(lambda: _answers(port), "the demo serves", timeout_s=60)
    page = httpx.get(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert page.status_code == 200
    checked = subprocess.run(["promtool", "check", "metrics"], input=page.content, capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/metrics").is_success
    except httpx.HTTPError:
        return False


def test_the_device_page_has_its_day_of_traffic_from_prometheus(prometheus: Prometheus) -> None:
    ((site, device),) = sorted(prometheus.labels("netops_device_up", "site", "device"))[:1]
    history = PortHistory(prometheus.url)
    told: dict[str, Series] = {}

    def moving() -> bool:
        told.update(history.day(site_code=site, device=device, now=datetime.now(UTC)) or {})
        return any((series["in_bps"][-1] or 0) > 0 for series in told.values())

    wait_until(moving, "a port's rate of the last minutes", timeout_s=60)
    assert set(told) == {
        port for (port,) in prometheus.labels(f'netops_interface_up{{site="{site}",device="{device}"}}', "port")
    }
    assert all(series["in_bps"][0] is None for series in told.values())  # before the first scrape: a gap
    name = next(port for port, series in told.items() if (series["in_bps"][-1] or 0) > 0)
    where = {"site": site, "device": device, "port": name}
    now = datetime.now(UTC)
    one = history.port(where, start=now - timedelta(hours=1), end=now)
    assert one is not None
    assert len({len(column) for column in one.values()}) == 1
    assert any((value or 0) > 0 for value in one["in_bps"])
    assert one["in_bps"][0] is None
    assert {value for value in one["problems"] if value is not None} == {0.0}
    history.close()
