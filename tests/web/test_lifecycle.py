"""The pages of ages and ends: what ended stands first with its source, versions are counted, offices are apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Engine

from inventory.lifecycle.catalogue import shipped
from inventory.models.device import Device
from inventory.models.site import Office
from inventory.store.lifecycle import write_support
from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in


@dataclass(frozen=True)
class Fleet:
    """An office with an old switch, two routers of one family, and a box of which nothing is known."""

    browsing: Visit
    office: Office
    switch: Device


@pytest.fixture
def fleet(settings: Settings, engine: Engine) -> Fleet:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        switch = factories.make_device(
            session,
            site,
            name="old switch",
            vendor="Cisco",
            model="WS-C3750X-24T-S",
            version="15.0(2)SE11",
            acquired_on=date(2012, 5, 1),
            warranty_until=date(2015, 5, 1),
        )
        for version in ("6.48.6", "7.15.3"):
            factories.make_device(session, site, vendor="MikroTik", model="RB750Gr3", version=version)
        factories.make_device(session, site, name="nameless")
        write_support(session, shipped(), at=factories.AT)
    return Fleet(signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office)), office, switch)


def rows(page: str) -> list[str]:
    """The rows of the page's table."""
    return page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0].split("<tr>")[1:]


def test_what_ended_stands_first_and_says_how_its_date_was_learnt(fleet: Fleet) -> None:
    first = rows(fleet.browsing.get("/lifecycle").text)[0]
    assert "old switch" in first
    assert "as others quote it" in first
    assert "1 May 2012" in first
    assert "first seen" not in first


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("support=ended", 1),
        ("support=unknown", 3),
        ("warranty=ended", 1),
        ("warranty=unknown", 3),
        ("firmware=behind", 1),
        ("vendor=MikroTik", 2),
        ("family=MikroTik+RouterOS&version=7.15.3", 1),
        ("support=later", 0),
    ],
)
def test_the_list_is_narrowed_by_each_end(fleet: Fleet, query: str, count: int) -> None:
    shown = rows(fleet.browsing.get(f"/lifecycle?{query}").text)
    assert len([row for row in shown if "/devices/" in row]) == count


def test_versions_of_a_family_are_counted_and_exported(fleet: Fleet) -> None:
    page = fleet.browsing.get("/lifecycle/firmware").text
    assert "MikroTik RouterOS" in page
    assert page.index("7.15.3") < page.index("6.48.6")
    exported = fleet.browsing.get("/lifecycle/firmware/export.csv").content.decode("utf-8-sig").splitlines()
    assert "MikroTik RouterOS,6.48.6,1,7.15.3,behind" in exported


def test_the_section_of_a_device_names_each_end(fleet: Fleet) -> None:
    part = fleet.browsing.get(f"/lifecycle/devices/{fleet.switch.id}").text
    assert "31 Oct 2021" in part
    assert "1 May 2015" in part
    assert f'hx-get="/lifecycle/devices/{fleet.switch.id}"' in fleet.browsing.get(f"/devices/{fleet.switch.id}").text


def test_every_list_of_devices_can_show_age_and_ends(fleet: Fleet) -> None:
    page = fleet.browsing.get("/inventory/devices?columns=name,in_use_since,warranty_until,end_of_support").text
    assert "31 Oct 2021" in page
    assert "old switch" in fleet.browsing.get("/inventory/devices?support=ended").text
    assert "nameless" not in fleet.browsing.get("/inventory/devices?support=ended").text


def test_another_office_sees_nothing_of_it(fleet: Fleet, settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        other = factories.make_office(session)
    stranger = signed_in(settings, engine, person_of(engine, Role.IT, office=other))
    assert "old switch" not in stranger.get("/lifecycle").text
    assert "RouterOS" not in stranger.get("/lifecycle/firmware").text
    assert stranger.get(f"/lifecycle/devices/{fleet.switch.id}").status_code == 404


def test_the_api_tells_the_same(fleet: Fleet, settings: Settings, engine: Engine) -> None:
    call = Api(settings, engine).caller(Role.PLANNER, fleet.office)
    found = call("GET", "/lifecycle/devices?support=ended").json()
    assert [(row["device"], row["end_of_support"], row["certainty"]) for row in found["items"]] == [
        ("old switch", "2021-10-31", "quoted")
    ]
    spread = next(one for one in call("GET", "/lifecycle/firmware").json() if one["family"] == "MikroTik RouterOS")
    assert (spread["newest"], spread["behind"]) == ("7.15.3", 1)
