"""What only links have: speeds and ways of checking."""

from __future__ import annotations

import pytest

from inventory.importing import link_cells
from inventory.models.link import Check
from service.refusal import RefusedError


@pytest.mark.parametrize(("text", "bps"), [("500", 500_000_000), ("๑,๐๐๐", 10**9), ("0.5", 500_000), ("", None)])
def test_speeds(text: str, bps: int | None) -> None:
    assert link_cells.speed_bps("speed_mbps", text) == bps


@pytest.mark.parametrize(
    ("text", "wanted"), [("icmp", (Check.ICMP, None)), ("TCP:443", (Check.TCP, 443)), ("snmp", (Check.SNMP, None))]
)
def test_checks(text: str, wanted: tuple[Check, int | None]) -> None:
    assert link_cells.check("check", text) == wanted


@pytest.mark.parametrize("text", ["tcp:0", "ping", "icmp:1"])
def test_another_way_of_checking_is_refused_with_those_that_there_are(text: str) -> None:
    with pytest.raises(RefusedError, match="tcp:443"):
        link_cells.check("check", text)


def test_a_speed_of_less_than_a_bit_is_refused() -> None:
    with pytest.raises(RefusedError, match="Mbps"):
        link_cells.speed_bps("speed", "0.0000001")
