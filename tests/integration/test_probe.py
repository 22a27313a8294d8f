"""`netops probe` from file to file."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from netops.probe import ask_all, read_targets, result
from tests.integration.servers.agent import read_recording, serving

SECRET = "planted-community"


def write_targets(path: Path, entries: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(entries), "utf-8")
    return path


def test_living_and_dead_targets_each_have_their_entry(tmp_path: Path) -> None:
    async def run() -> dict[str, Any]:
        async with serving(read_recording("generic/switch")) as port:
            entry = {"host": "127.0.0.1", "port": port, "version": "2c"}
            path = write_targets(
                tmp_path / "targets.json",
                [
                    {"name": "switch", "community": "school", **entry},
                    {"name": "dead", "community": SECRET, **entry},
                ],
            )
            outcomes = await ask_all(read_targets(path))
            return {name: result(outcome) for name, outcome in outcomes.items()}

    results = asyncio.run(run())
    assert results["dead"]["ok"] is False
    assert results["dead"]["error"] == "timeout"
    switch = results["switch"]
    assert (switch["ok"], switch["error"], switch["model"], switch["serial"]) == (True, None, "SW-26G", "TESTSERIAL02")
    assert switch["interfaces"][0] == {
        "if_index": 1,
        "name": "port1",
        "descr": "port1",
        "alias": "uplink to office",
        "mtu": 1500,
        "mac": "02:00:00:00:00:01",
        "admin_status": "up",
        "oper_status": "up",
        "speed_bps": 1_000_000_000,
    }
    assert switch["sensors"][0]["class"] == "temperature"
    assert switch["vlans"][1] == {"id": 20, "name": "students"}
    assert SECRET not in json.dumps(results)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([{"name": "a", "host": "127.0.0.1", "community": SECRET, "port": 0}], "0.port"),
        ([{"name": "a", "host": "127.0.0.1", "community": SECRET, "comunity": SECRET}], "0.comunity"),
        ([{"name": "a", "host": "127.0.0.1"}, {"name": "a", "host": "127.0.0.2"}], "unique"),
    ],
)
def test_a_faulty_file_is_refused_without_telling_its_secrets(
    tmp_path: Path, entries: list[dict[str, Any]], said: str
) -> None:
    path = write_targets(tmp_path / "targets.json", entries)
    with pytest.raises(ValueError, match=said) as refused:
        read_targets(path)
    assert SECRET not in str(refused.value)


@pytest.mark.needs_recordings
def test_every_recorded_device_answers_in_time(tmp_path: Path) -> None:
    folder = os.environ.get("NETOPS_TEST_RECORDINGS")
    if not folder:
        pytest.skip("NETOPS_TEST_RECORDINGS is not set")
    figures = tmp_path / "figures.json"
    command = f"{sys.executable} -m netops.probe"
    subprocess.run(
        [sys.executable, f"{folder}/score.py", "--dir", "dev", "--command", command, "--json", str(figures)],
        check=True,
        timeout=240,
        cwd=Path(__file__).parents[2],
    )
    score = json.loads(figures.read_text("utf-8"))
    assert score["recordings"] >= 448
    assert score["sections"]["reached"] == 1
    assert score["sections"]["interfaces"] >= 0.98
    assert score["sections"]["addresses"] >= 0.98
