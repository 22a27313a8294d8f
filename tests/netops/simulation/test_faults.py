"""Faults really silence, slow, reboot and renumber the agents, and end again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from netops.simulation.__main__ import sim_devices
from netops.simulation.agent import SimDevice
from netops.simulation.district import District, make_district
from netops.simulation.faults import (
    HEAT_C,
    RENUMBERED_FROM,
    Fault,
    Stage,
    Step,
    UnknownNameError,
    links_of_areas,
    links_of_providers,
)

UPTIME = (1, 3, 6, 1, 2, 1, 1, 3, 0)
NAMES = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1)
NOW = 5_000_000.0


class World:
    """A district on stage."""

    def __init__(self) -> None:
        self.district: District = make_district(schools=24, today=date(2026, 11, 22))
        self.devices: dict[str, SimDevice] = sim_devices(self.district, NOW)
        self.stage = Stage(self.district, self.devices, lambda: NOW)

    def device(self, key: str) -> SimDevice:
        code, name = key.split("/")
        return next(
            self.devices[placed.equipment.address]
            for placed in self.district.devices
            if (placed.site_code, placed.name) == (code, name)
        )

    def silent(self) -> set[str]:
        return {
            f"{placed.site_code}/{placed.name}"
            for placed in self.district.devices
            if self.devices[placed.equipment.address].silent
        }

    def at(self, code: str) -> set[str]:
        return {f"{code}/{placed.name}" for placed in self.district.devices if placed.site_code == code}

    def code_with(self, links: int) -> str:
        codes = [circuit.site_code for circuit in self.district.circuits]
        return next(code for code in codes if codes.count(code) == links)


@pytest.fixture
def world() -> World:
    return World()


def test_a_hot_device_and_a_bad_cable_tell_so_until_they_are_mended(world: World) -> None:
    placed = next(each for each in world.district.devices if each.equipment.kind.role == "switch")
    key = f"{placed.site_code}/{placed.name}"
    warmth = (1, 3, 6, 1, 2, 1, 99, 1, 1, 1, 4, 2)
    errors = (1, 3, 6, 1, 2, 1, 2, 2, 1, 14, placed.equipment.first_index)

    def told(oid: tuple[int, ...], uptime_s: float = 0.0) -> int:
        mib = world.device(key).mib
        value = mib.value(mib.find(oid) or 0)
        return int.from_bytes((value(uptime_s) if callable(value) else value)[2:], "big")

    usual = told(warmth)
    world.stage.begin(Step(0, 10, Fault.HEAT, key))
    assert told(warmth) == usual + HEAT_C
    world.stage.end(Step(0, 10, Fault.HEAT, key))
    assert told(warmth) == usual
    world.stage.begin(Step(0, 10, Fault.BAD_CABLE, key))
    assert told(errors, 100) - told(errors, 40) >= 60
    world.stage.end(Step(0, 10, Fault.BAD_CABLE, key))
    assert told(errors, 100) - told(errors, 40) < 60


def test_cutting_the_only_link_silences_the_whole_school_and_nobody_else(world: World) -> None:
    code = world.code_with(links=1)
    world.stage.cut_link(f"{code}/NET1")
    assert world.silent() == world.at(code)
    world.stage.restore_link(f"{code}/NET1")
    assert world.silent() == set()


def test_with_a_second_link_only_the_router_of_the_cut_one_is_silent(world: World) -> None:
    code = world.code_with(links=2)
    world.stage.cut_link(f"{code}/NET1")
    assert world.silent() == {f"{code}/router-1"}
    world.stage.cut_link(f"{code}/NET2")
    assert world.silent() == world.at(code)


def test_links_are_known_by_the_name_of_the_school_too(world: World) -> None:
    school = world.district.schools[3]
    assert world.stage.cut_link(f"{school.name}/NET1") == f"{school.code}/NET1"
    assert world.stage.cut == {f"{school.code}/NET1"}


def test_an_unknown_link_is_refused_with_an_example(world: World) -> None:
    with pytest.raises(UnknownNameError, match="NET1"):
        world.stage.cut_link("nowhere/NET9")
    assert world.silent() == set()


def test_a_sub_district_without_power_is_silent_whole_and_starts_anew(world: World) -> None:
    area, links = next(iter(links_of_areas(world.district).items()))
    codes = {link.split("/")[0] for link in links}
    assert len(codes) > 1
    assert world.stage.power_off(area.rpartition("/")[2]) == area
    everything = set().union(*(world.at(code) for code in codes))
    assert world.silent() == everything
    assert world.stage.cut == frozenset()  # no link is cut by itself
    world.stage.restore_link(min(links))  # a link does not come back without power
    assert world.silent() == everything
    before = {key: world.device(key).booted_at for key in everything}
    world.stage.power_on(area)
    assert world.silent() == set()
    assert {world.device(key).booted_at for key in everything} == {NOW} != set(before.values())
    for key in everything:
        world.device(key).booted_at = before[key]
    world.stage.power_on(area)  # it is on already: nothing starts
    assert {key: world.device(key).booted_at for key in everything} == before


def test_a_provider_that_is_down_takes_its_links_and_no_others(world: World) -> None:
    provider, links = next(iter(links_of_providers(world.district).items()))
    world.stage.provider_down(provider)
    assert world.stage.out == links
    two_ways = {
        circuit.site_code for circuit in world.district.circuits if f"{circuit.site_code}/{circuit.name}" not in links
    }
    for link in links:
        code = link.split("/")[0]
        expected = world.at(code)
        if code in two_ways:
            expected = {f"{code}/{c.router}" for c in world.district.circuits if f"{c.site_code}/{c.name}" == link}
        assert expected <= world.silent()
    assert not {key for key in world.silent() if key.split("/")[0] not in {link.split("/")[0] for link in links}}
    world.stage.provider_up(provider)
    assert world.silent() == set()


def test_a_name_that_two_places_have_is_asked_for_whole(world: World) -> None:
    area = next(iter(links_of_areas(world.district)))
    schools = tuple(replace(s, sub_district=area.rpartition("/")[2]) for s in world.district.schools)
    stage = Stage(replace(world.district, schools=schools), world.devices, lambda: NOW)
    with pytest.raises(UnknownNameError, match="give it whole"):
        stage.power_off(area.rpartition("/")[2])
    assert stage.power_off(area) == area
    for act, noun in ((stage.power_off, "sub-district"), (stage.provider_down, "provider")):
        with pytest.raises(UnknownNameError, match=f"no {noun} is called nowhere"):
            act("nowhere")


def test_the_script_does_not_restore_what_a_person_cut(world: World) -> None:
    link = f"{world.code_with(links=1)}/NET1"
    step = Step(0, 10, Fault.CUT, link)
    world.stage.begin(step)
    world.stage.cut_link(link)
    world.stage.end(step)
    assert world.stage.cut == {link}


def test_a_reboot_is_silence_and_then_a_young_uptime(world: World) -> None:
    key = f"{world.code_with(links=1)}/switch-1"
    step = Step(0, 10, Fault.REBOOT, key)
    world.stage.begin(step)
    assert world.silent() == {key}
    world.stage.end(step)
    assert world.silent() == set()
    assert world.device(key).booted_at == NOW


def test_renumbering_moves_every_index_and_stays(world: World) -> None:
    key = f"{world.code_with(links=1)}/switch-1"
    step = Step(0, 0, Fault.RENUMBER, key)
    world.stage.begin(step)
    world.stage.end(step)
    mib = world.device(key).mib
    assert mib.find((*NAMES, 1)) is None
    assert mib.find((*NAMES, RENUMBERED_FROM)) is not None


def test_slowness_ends(world: World) -> None:
    key = f"{world.code_with(links=1)}/switch-1"
    step = Step(0, 10, Fault.SLOW, key)
    world.stage.begin(step)
    assert world.device(key).delay_s > 0
    world.stage.end(step)
    assert world.device(key).delay_s == 0
