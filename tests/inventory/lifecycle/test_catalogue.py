"""Dates of makers: the shipped files are whole, and what fits a device is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inventory.lifecycle.catalogue import Catalogue, CatalogueError, Certainty, Thing, What, full_model, load, shipped

HEAD = "kind,vendor,model,version,end_of_sale,end_of_support,certainty,source,url,retrieved_on,note\n"
GOOD = "hardware,Acme,S1.*,,2020-01-01,2025-01-01,seen,Acme bulletin,https://acme.example/1,2026-01-01,\n"


def written(folder: Path, *lines: str, families: str = "vendor,model,version,family\n") -> Catalogue:
    (folder / "acme.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    (folder / "families.csv").write_text(families, encoding="utf-8")
    return load([folder / "acme.csv"], families=folder / "families.csv")


@pytest.mark.parametrize(
    ("vendor", "model", "named"),
    [
        ("APC", "Smart-UPS 750", "APC Smart-UPS 750"),
        ("APC", "APC Web/SNMP Management Card", "APC Web/SNMP Management Card"),
        ("", "X1", "X1"),
        ("Acme", "", "Acme"),
    ],
)
def test_a_vendor_is_named_once(vendor: str, model: str, named: str) -> None:
    assert full_model(vendor, model) == named


def test_every_shipped_date_names_its_source_and_whether_it_was_read() -> None:
    entries = shipped().entries
    assert len(entries) >= 100
    for entry in entries:
        assert entry.end_of_sale is None or entry.end_of_sale < entry.end_of_support, entry
        assert (entry.retrieved_on is None) == (entry.certainty is Certainty.UNVERIFIED), entry


@pytest.mark.parametrize(
    ("thing", "hardware", "software"),
    [
        (Thing("Cisco", "WS-C2960X-24TS-L", "15.2(7)E3"), date(2027, 10, 31), None),
        (Thing("Cisco", "C9300-48P", "CAT9K_IOSXE 17.9.4"), None, date(2026, 7, 29)),
        (Thing("Fortinet", "FortiGate 100E", "v7.2.6,build1575"), date(2026, 8, 17), date(2026, 9, 30)),
        (Thing("Microsoft", "Intel x64", "Server 2012 R2 (NT 6.3)"), None, date(2023, 10, 10)),
        (Thing("Microsoft", "Intel x64", "Server 2022 (21H2)"), None, date(2031, 10, 14)),
        (Thing("Linux", "Generic x86_64", "Debian GNU/Linux 11 (bullseye)"), None, date(2026, 8, 31)),
        (Thing("Cisco", "CISCO2911/K9", "15.7(3)M8"), date(2022, 12, 31), None),
        (Thing("Cisco", "WS-C2960-24TC-L", "12.2(55)SE12"), date(2019, 10, 31), None),
        (Thing("Cisco", "WS-C2960S-24TS-L", "12.2(55)SE12"), None, None),
        (Thing("Fortinet", "FortiGate 60E", "v6.4.9,build1966"), date(2026, 12, 29), date(2024, 9, 30)),
        (Thing("Fortinet", "FortiGate 60F", "v7.4.9,build1966"), None, date(2027, 11, 11)),
        (Thing("MikroTik", "RB750Gr3", "7.20.4"), None, None),
        (Thing("", "", ""), None, None),
    ],
)
def test_what_is_known_of_a_device_is_found(thing: Thing, hardware: date | None, software: date | None) -> None:
    machine, system = shipped().end_of(thing, What.HARDWARE), shipped().end_of(thing, What.SOFTWARE)
    assert (machine.end_of_support if machine else None) == hardware
    assert (system.end_of_support if system else None) == software


@pytest.mark.parametrize(
    ("thing", "family"),
    [
        (Thing("Cisco", "WS-C2960X-24TS-L", ""), "Cisco C2960X"),
        (Thing("Cisco", "WS-C2960X-48LPS-L", ""), "Cisco C2960X"),
        (Thing("MikroTik", "RB750Gr3", "7.20.4"), "MikroTik RouterOS"),
        (Thing("MikroTik", "CSS326-24G-2S+", "2.18"), "MikroTik SwOS"),
        (Thing("HPE", "J9779A HP 2530-24-PoEP", "YA.16.10"), "HPE 2530"),
        (Thing("Unheard of", "Box 1", "1.0"), "Unheard of Box 1"),
        (Thing("Unheard of", "", "1.0"), ""),
    ],
)
def test_models_that_run_the_same_versions_are_one_family(thing: Thing, family: str) -> None:
    assert shipped().family_of(thing) == family


def test_a_checked_date_stands_before_an_unchecked_one_and_the_first_end_before_later_ones(tmp_path: Path) -> None:
    later = GOOD.replace("2025-01-01", "2030-01-01")
    unchecked = GOOD.replace("2025-01-01", "2022-01-01").replace("seen", "unverified").replace("2026-01-01", "")
    found = written(tmp_path, later, unchecked, GOOD).end_of(Thing("ACME", "s1-24", "1"), What.HARDWARE)
    assert found is not None
    assert found.end_of_support == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [
        ("2025-01-01", "", "end_of_support"),
        ("seen", "sure", "certainty"),
        ("https://acme.example/1", "acme", "url"),
        ("S1.*", "S1(", "model"),
        ("2026-01-01", "", "need retrieved_on"),
        ("Acme bulletin", "", "source"),
    ],
)
def test_a_wrong_line_is_refused_by_file_line_and_field(tmp_path: Path, was: str, now: str, field: str) -> None:
    with pytest.raises(CatalogueError, match=r"acme\.csv, line 3") as refused:
        written(tmp_path, GOOD, GOOD.replace(was, now, 1))
    assert field in str(refused.value)


def test_a_wrong_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"families\.csv, line 2"):
        written(tmp_path, GOOD, families="vendor,model,version,family\nAcme,(,.*,X\n")
