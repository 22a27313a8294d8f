"""Versions in the order in which their makers published them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.lifecycle.version import compare, newest

IN_ORDER = [
    ["12.2(55)SE12", "15.0(2)SE11", "15.2(4)E10", "15.2(7)E3", "15.2(7)E10", "15.2(7a)E0", "15.2(7b)E0"],
    ["CAT9K_IOSXE 16.6.7", "CAT9K_IOSXE 16.12.4", "CAT9K_IOSXE 17.9.1", "CAT9K_IOSXE 17.15.1"],
    ["6.40.5", "6.48.6", "6.49rc1", "6.49", "7.1beta3", "7.1rc1", "7.1", "7.1.1", "7.15.3 (stable)", "7.20.4"],
    ["5.120 (V200R003C01SPC900)", "5.170 (V200R010C00SPC600) [6]", "V200R019C10", "V200R019C10SPC500"],
    ["1.0.0.9 Build 2019", "1.0.0.12 Build 20200805 Rel.50304", "1.0.0.12 Build 20210101", "1.0.1.2"],
    ["07.4.1", "7.10.0"],
    ["YA.15.18.0006", "YA.16.10.0012", "YA.16.11.0001"],
    ["v6.4.8,build1914,211117 (GA)", "v7.2.6,build1575,230926 (GA.F)", "v7.2.10,build1706,240918 (GA.M)"],
    ["12.3R12.4", "15.1R7.9", "15.1R7-S3", "18.4R2-S5", "18.4R3"],
    ["RUT9_R_00.07.06.16", "RUT9_R_00.07.06.18", "RUT9_R_00.07.13.1"],
    ["EdgeRouter.ER-e50.v1.10.11.5274269.200221.1028", "EdgeRouter.ER-e50.v2.0.9.5402463.211118.1342"],
    ["Software 2.5.0.90, Firmware 2.5.18", "Software 2.5.9.13, Bootldr 3.5.7.13, Firmware 3.5.7.13"],
    ["V4.62(AALB.0)", "V4.70(AALB.2)"],
    ["7.1.045", "7.1.070, Release 6343P07"],
    ["Server 2012 R2 (NT 6.3)", "Server 2019 (1809)"],
]
OF_OTHER_LINES = [("YA.16.10.0012", "YB.16.11.0001"), ("12.2(55)SE12", "12.2(55)EX3"), ("", "7.1"), ("stable", "7.1")]


@pytest.mark.parametrize("versions", IN_ORDER, ids=lambda versions: versions[0])
def test_each_is_older_than_the_next_and_all_after_it(versions: list[str]) -> None:
    for place, older in enumerate(versions):
        for younger in versions[place + 1 :]:
            assert (compare(older, younger), compare(younger, older)) == (-1, 1), (older, younger)
    assert newest(reversed(versions)) == versions[-1]


@pytest.mark.parametrize(("one", "other"), OF_OTHER_LINES)
def test_of_other_lines_nothing_is_said(one: str, other: str) -> None:
    assert compare(one, other) is None
    assert compare(other, one) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("7.15.3", "7.15.3 (stable)"), ("v7.1", "7.1"), ("15.1R7.9", "15.1R7.10"), ("nothing", "nothing")],
)
def test_what_says_the_same_is_the_same(one: str, other: str) -> None:
    assert compare(one, other) == 0


def test_the_newest_is_of_the_line_that_most_devices_run() -> None:
    assert newest(["YA.16.09.0001", "YA.16.11.0001", "ZZ.99.1"]) == "YA.16.11.0001"
    assert newest([]) == ""
    assert newest(["", "unknown"]) == ""


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_have_one_answer_both_ways(one: str, other: str) -> None:
    found, turned = compare(one, other), compare(other, one)
    assert (found is None) == (turned is None)
    assert found is None or found == -(turned or 0)
    assert compare(one, one) == 0
