"""Targets that Prometheus can scrape, one for each watched device of the office that asks."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from netops.discovery import target_groups, watched_devices
from tests.factories import AT, make_device, make_office, make_site


def test_watched_devices_of_one_office(engine: Engine) -> None:
    with Session(engine) as session:
        office = make_office(session)
        site = make_site(session, office, code="57010001")
        watched = make_device(session, site, name="sw1")
        make_device(session, site, monitored=False)
        make_device(session, site, archived_at=AT)
        make_device(session, make_site(session, make_office(session)))
        assert watched_devices(session, office_id=office.id or 0) == [(watched.id, "57010001", "sw1")]


@pytest.mark.parametrize(
    ("base_url", "scheme", "address", "path"),
    [
        ("https://netops.example", "https", "netops.example:443", "/metrics/device/7"),
        ("http://127.0.0.1:8000", "http", "127.0.0.1:8000", "/metrics/device/7"),
        ("https://office.example/netops/", "https", "office.example:443", "/netops/metrics/device/7"),
    ],
)
def test_target_groups(base_url: str, scheme: str, address: str, path: str) -> None:
    (group,) = target_groups([(7, "57010001", 'sw "1"\n')], base_url=base_url)
    assert group["targets"] == [address]
    assert group["labels"] == {"__scheme__": scheme, "__metrics_path__": path, "instance": '57010001/sw "1"\n'}
