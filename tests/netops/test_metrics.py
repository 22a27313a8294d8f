"""Metric blocks: grouped by family, escaped, accepted by promtool, forgotten when a device falls silent."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from collectors.reading import Cell, Column
from netops.metrics import Board, Family, PortLabels, labels, port_blocks, sample

HOSTILE = 'Gi1"} 1\nnetops_device_up{device="x\\'
COLUMNS: dict[Column, Sequence[Cell]] = {
    Column.IN_OCTETS: [10, 20, None],
    Column.OUT_OCTETS: [1, 2, 3],
    Column.OPER_STATUS: [1, 2, 7],
    Column.ADMIN_STATUS: [1, 1, 2],
    Column.HIGH_SPEED: [1000, 0, None],
    Column.ALIAS: [b"uplink", HOSTILE.encode(), b"\xff\xfe"],
}


def board(names: list[str]) -> Board:
    found = Board()
    for device_id in (1, 2):
        where = PortLabels.of(site="57000001", device=f"sw{device_id}", names=names).where
        found.put_device(device_id, port_blocks(where, COLUMNS, COLUMNS))
        up = sample(Family.DEVICE_UP, labels(site="57000001", device=f"sw{device_id}"), 1)
        found.put_device(device_id, {Family.DEVICE_UP: up})
    return found


@pytest.mark.peer("promtool")
def test_promtool_finds_nothing_to_complain_about() -> None:
    page = board(["Gi1", HOSTILE, "โรงอาหาร"]).page()
    checked = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, check=False)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")


def test_every_family_stands_once_and_together() -> None:
    lines = board(["Gi1", "Gi2", "Gi3"]).page().decode().splitlines()
    metrics = [line.split()[2] if line.startswith("#") else line.split("{")[0] for line in lines]
    runs = [name for place, name in enumerate(metrics) if place == 0 or metrics[place - 1] != name]
    assert len(runs) == len(set(runs))


def test_values_and_what_is_missing() -> None:
    page = board(["Gi1", "Gi2", "Gi3"]).device_page(1)
    assert page is not None
    found = {
        (s.name, s.labels.get("port")): s.value
        for family in text_string_to_metric_families(page.decode())
        for s in family.samples
    }
    assert found["netops_interface_receive_bytes_total", "Gi2"] == 20
    assert ("netops_interface_receive_bytes_total", "Gi3") not in found
    assert [found["netops_interface_up", p] for p in ("Gi1", "Gi2", "Gi3")] == [1, 0, 0]
    assert found["netops_interface_speed_bps", "Gi1"] == 1e9


def test_equal_port_names_stay_different_series() -> None:
    where = PortLabels.of(site="1", device="sw", names=["", "eth", "eth", ""]).where
    assert len(set(where)) == 4


def test_a_silent_device_shows_nothing_of_its_ports_but_that_it_is_down() -> None:
    shown = board(["a", "b", "c"])
    shown.drop_ports(1)
    page = shown.device_page(1)
    assert page is not None
    assert b"netops_interface" not in page
    assert b"netops_device_up" in page


def test_what_left_the_inventory_leaves_the_page() -> None:
    shown = board(["a", "b", "c"])
    shown.keep(sites=[], devices=[2], links=[])
    assert shown.device_page(1) is None
    assert b'device="sw1"' not in shown.page()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_comes_back_from_a_label(site: str, name: str) -> None:
    line = sample(Family.DEVICE_UP, labels(site=site, device=name), 1).decode()
    (family,) = text_string_to_metric_families(Family.DEVICE_UP.header.decode() + line)
    assert family.samples[0].labels == {"site": site, "device": name}
