"""The invented district: as many as promised, the same for the same seed, consistent in itself."""

from __future__ import annotations

from datetime import date

import pytest

from netops.simulation.district import District, make_district
from netops.simulation.faults import Fault, script

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def district() -> District:
    return make_district(today=TODAY)


def test_there_are_120_schools_130_links_and_300_devices(district: District) -> None:
    assert (len(district.schools), len(district.circuits), len(district.devices)) == (120, 130, 300)


def test_the_seed_decides_everything(district: District) -> None:
    assert make_district(today=TODAY) == district
    assert make_district(seed=2, today=TODAY) != district


def test_names_codes_and_addresses_are_unique(district: District) -> None:
    assert len({school.name for school in district.schools}) == 120
    assert len({school.code for school in district.schools}) == 120
    assert all(len(school.code) == 8 and school.code.startswith("99") for school in district.schools)
    assert len({placed.equipment.address for placed in district.devices}) == 300
    assert len({placed.equipment.serial for placed in district.devices}) == 300
    assert all(placed.equipment.address.startswith("127.") for placed in district.devices)


def test_every_link_ends_at_a_router_of_its_school(district: District) -> None:
    devices = {(placed.site_code, placed.name): placed for placed in district.devices}
    for circuit in district.circuits:
        router = devices[circuit.site_code, circuit.router]
        assert router.equipment.address == circuit.address
        assert router.equipment.kind.role == "router"
        assert circuit.contract_start < TODAY < circuit.contract_end


def test_neighbours_see_each_other_and_some_are_in_no_inventory(district: District) -> None:
    devices = {(placed.site_code, placed.name): placed.equipment for placed in district.devices}
    strangers = 0
    for (code, name), equipment in devices.items():
        for neighbour in equipment.neighbours:
            other = devices.get((code, neighbour.name))
            if other is None:
                strangers += 1
                continue
            back = [seen for seen in other.neighbours if seen.name == name]
            assert [other.port_name(seen.port) for seen in back] == [neighbour.remote_port]
    assert 5 <= strangers <= 20


def test_a_switch_has_learnt_every_other_device_behind_the_port_that_leads_to_it(district: District) -> None:
    devices = {(placed.site_code, placed.name): placed.equipment for placed in district.devices}
    for (code, name), switch in devices.items():
        if switch.kind.role != "switch":
            continue
        learnt = {station.mac: station.port for station in switch.stations}
        others = {each.mac for (other_code, other), each in devices.items() if other_code == code and other != name}
        assert others <= learnt.keys()
        assert switch.mac not in learnt
        for neighbour in switch.neighbours:
            assert learnt[neighbour.remote_mac] == neighbour.port


@pytest.mark.parametrize("schools", [12, 50, 400])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_minutes_show_every_kind_of_trouble(schools: int, seed: int) -> None:
    district = make_district(schools=schools, seed=seed, today=TODAY)
    opening = [step for step in script(district, seed=seed) if step.at_s < 120]
    assert {step.fault for step in opening} == set(Fault)
    cuts = [step for step in opening if step.fault is Fault.CUT]
    assert len({step.subject for step in cuts}) == len(cuts) >= 2
    assert all(step.until_s <= 120 for step in cuts)
    assert script(district, seed=seed) == script(district, seed=seed)


def test_three_schools_of_one_provider_and_district_fall_together(district: District) -> None:
    circuits = {f"{circuit.site_code}/{circuit.name}": circuit for circuit in district.circuits}
    cuts = [step for step in script(district, seed=1) if step.fault is Fault.CUT and step.at_s < 120]
    together = [circuits[step.subject] for step in cuts if step.at_s == 30]
    assert len(together) == 3
    assert len({circuit.provider for circuit in together}) == 1
    assert len({circuit.site_code[:4] for circuit in together}) == 1
