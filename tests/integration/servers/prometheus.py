"""A real Prometheus with the shipped configuration, pointed at one address and in a hurry."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.ports import free_port

SHIPPED = Path(__file__).parents[3] / "dashboards" / "prometheus"


@dataclass(frozen=True)
class Prometheus:
    """Its query API."""

    url: str

    def ask(self, expr: str) -> list[dict[str, Any]]:
        """The series of an instant query; raises HTTPStatusError when the expression is wrong."""
        answer = httpx.get(f"{self.url}/api/v1/query", params={"query": expr})
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["data"]["result"]
        return found

    def labels(self, expr: str, *names: str) -> set[tuple[str, ...]]:
        """These labels of every series."""
        return {tuple(series["metric"].get(name, "") for name in names) for series in self.ask(expr)}


def wait_until(condition: Callable[[], object], what: str, *, timeout_s: float) -> None:
    """Ask until the answer is true; raises AssertionError with `what` when time is over."""
    ends = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < ends, f"not within {timeout_s:.0f} s: {what}"
        time.sleep(0.2)


@contextmanager
def running_prometheus(
    folder: Path, *, target: str, token: str, planning: Mapping[str, str] | None = None
) -> Iterator[Prometheus]:
    """Prometheus with the shipped jobs and rules; only addresses, the token's place and the pace are the test's.
    `planning` is where each planning service is; None: there are none.
    """
    config = yaml.safe_load((SHIPPED / "prometheus.yml").read_text())
    config["global"] = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(SHIPPED / pattern) for pattern in config["rule_files"]]
    places: dict[str, dict[str, str]] = {"netops": {"": target}, "planning": dict(planning or {})}
    config["scrape_configs"] = [job for job in config["scrape_configs"] if places.get(job["job_name"])]
    (folder / "token").write_text(token)
    for job in config["scrape_configs"]:
        job.pop("scrape_interval", None)
        job["authorization"]["credentials_file"] = str(folder / "token")
        for static in job["static_configs"]:
            static["targets"] = [places[job["job_name"]][static.get("labels", {}).get("service", "")]]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    port = free_port()
    command = ["prometheus", f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={folder / 'tsdb'}"]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen([*command, f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)
        try:
            prometheus = Prometheus(f"http://127.0.0.1:{port}")
            wait_until(lambda: _is_ready(prometheus.url), "prometheus is ready", timeout_s=20)
            yield prometheus
        finally:
            process.terminate()
            process.wait(timeout=20)


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/-/ready").is_success
    except httpx.HTTPError:
        return False
