"""Which profile fits a device, and that every vendor file is sound data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from collectors import identify
from collectors.enterprises import maker
from collectors.observation import EntitySeen, SystemSeen
from collectors.profile import Descr, First, Instance, Joined, Part, Profile
from collectors.snmp.cells import ENTERPRISES, oid_of, oid_text
from collectors.snmp.plausible import RANGES, UNITS
from collectors.snmp.questions import profiled
from tests.collectors.snmp.made import bind, walk

SYNOLOGY_MODEL = oid_of("6574.1.5.1.0")


def said(object_id: str, descr: str = "") -> SystemSeen:
    return SystemSeen(object_id=oid_text(ENTERPRISES) + "." + object_id, descr=descr)


@pytest.mark.parametrize(
    ("object_id", "descr", "os"),
    [
        ("14988.1", "RouterOS RB750Gr3", "routeros"),
        ("14988.2", "CSS326-24G-2S+ SwOS v2.18", "swos"),
        ("9.1.1208", "Cisco IOS Software, C2960S Software, Version 15.2(2a)E1", "ios"),
        ("9.1.2494", "Cisco IOS Software [Everest], Catalyst L3 Switch Software (CAT9K_IOSXE)", "iosxe"),
        ("9.1.2404", "Cisco Adaptive Security Appliance Version 9.12(2)", "asa"),
        ("9.6.1.94.24.5", "SG350X-24P", "ciscosb"),
        ("171.10.37.56", "D-Link DAP-2230", "dlinkap"),
        ("890.1.15", "XGS4600-32F", "zynos"),
        ("890.1.15", "USG40W", "zywall"),
        ("8072.3.2.10", "Linux server 5.10.0 x86_64", "linux"),
        ("8072.3.2.10", "Linux OpenWrt 5.4.137", "openwrt"),
        ("99999.1", "Something", ""),
        ("1498", "an enterprise number that begins like another", ""),
    ],
)
def test_a_device_is_recognised_by_whole_arcs_and_words(object_id: str, descr: str, os: str) -> None:
    assert identify.recognise(said(object_id, descr), {}).os == os


def test_makers_behind_net_snmp_are_told_apart_by_what_they_reveal() -> None:
    nas = said("8072.3.2.10", "Linux nas 3.10.77 x86_64")
    assert SYNOLOGY_MODEL in identify.reveals(nas)
    assert identify.recognise(nas, {SYNOLOGY_MODEL: bind(SYNOLOGY_MODEL, "DS214se")}).os == "dsm"
    assert identify.recognise(nas, {}).os == "linux"


def test_a_device_of_a_known_maker_is_asked_to_reveal_nothing() -> None:
    assert identify.reveals(said("14988.1")) == ()


def test_a_branch_is_the_one_that_sysobjectid_names() -> None:
    profile = identify.recognise(said("8691.7.555", "EDS-NEW"), {})
    assert oid_of("8691.7.555.1.2.0") in {oid[1:] for oid in profiled.wanted(profile)}


def test_facts_come_from_the_profile_first_and_from_the_standard_after_it() -> None:
    router = said("14988.1", "RouterOS RB750Gr3")
    chassis = EntitySeen(index=1, kind="chassis", model="other", serial="S-ENTITY", software="1.0")
    version = oid_of("14988.1.1.4.4.0")
    told = profiled.Told({version: bind(version, "7.14.3")})
    seen = identify.described(router, identify.recognise(router, {}), told, chassis).system
    assert (seen.vendor, seen.os, seen.model, seen.version, seen.serial) == (
        "MikroTik",
        "routeros",
        "RB750Gr3",
        "7.14.3",
        "S-ENTITY",
    )


def test_an_unknown_device_keeps_its_makers_name() -> None:
    printer = said("1602.4.7", "Canon MF240 Series /P")
    assert maker(printer.object_id) == "Canon"
    assert maker("1.3.6.1.4.1.99999.1") == maker("1.3.6") == maker("") == ""


def test_sources_are_tried_in_order_and_joined_ones_need_all() -> None:
    column = oid_of("1.2.3")
    told = profiled.Told({}, {column: walk(column, {1: "", 2: "v2.1 build"})})
    both = Joined("{} / {}", (First("1.2.3", r"v([\d.]+)"), Descr(r"model (\w+)")))
    assert profiled.fact((Instance("9.9.0"), both), told, "model X", None).value == "2.1 / X"
    assert profiled.fact((both, Descr("(s.*)")), told, "something", None).value == "something"
    assert profiled.fact((Part("model"),), told, "", None).value == ""


def parts(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for each in value:
            yield from parts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name))


@pytest.mark.parametrize("profile", identify.profiles(), ids=lambda profile: f"{profile.vendor}-{profile.os}")
def test_every_profile_is_sound(profile: Profile) -> None:
    assert profile.vendor
    assert profile.os
    assert profile.object_ids or profile.descr
    assert profiled.wanted(identify.placed(profile, said("1.2.3.4.5.6"))) or profile.model or profile.version
    for gauge in profile.gauges:
        assert gauge.kind in {*UNITS, *RANGES, "state", "power_factor"}, gauge
        assert bool(gauge.only) <= bool(gauge.where), gauge
        assert bool(gauge.named) <= bool(gauge.descr), gauge
    for pool in (*profile.memory, *profile.storage):
        assert pool.share or pool.used or pool.free, pool
    for part in parts(profile):
        if isinstance(part, Descr | Instance | First | Part) and part.pattern:
            assert re.compile(part.pattern).groups >= 1, part
        if isinstance(part, Joined):
            assert part.words.count("{}") == len(part.sources), part


@pytest.mark.parametrize(
    ("descr", "model", "version"),
    [
        ("XY-2400G", "XY-2400G", ""),
        ("Acme QSW2800-28T 7.0.3.5", "QSW2800-28T", "7.0.3.5"),
        ("Acme Networks N3048, 6.6.0.13", "N3048", "6.6.0.13"),
        ("Acme Wireless Router, Model: AC1200-V2, Version: 3.0.1", "AC1200-V2", "3.0.1"),
        ("Acme Climate Guard 4E v4.2.4", "", "4.2.4"),
        ("Acme GS-9 software, Hw Version 2.0, Version 5.1.7", "GS-9", "5.1.7"),
        ("Linux SW-2400G 4.9.0 #1 SMP x86_64", "", ""),
        ("Acme PA-3000 series firewall", "", ""),
        ("Acme 48-Port Gigabit Smart Switch", "", ""),
        ("Acme switch built 10.11.2023", "", ""),
        ("Agent of SNMPv2 for IPv6 on x86", "", ""),
        ("Acme OS10 Enterprise", "", ""),
    ],
)
def test_of_a_maker_without_a_file_only_what_is_plainly_named_is_believed(descr: str, model: str, version: str) -> None:
    system = said("99999.1", descr)
    found = identify.described(system, identify.recognise(system, {}), profiled.Told(), None).system
    assert (found.model, found.version) == (model, version)
